// Puts a sample together: geometry, places, take-up, coverage, then the files, in a folder of its own until all is well.
#include "data/sample/sample.h"

#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "data/sample/coverage.h"
#include "data/sample/project_files.h"
#include "data/sample/random.h"
#include "data/sample/vector_file.h"
#include "data/source/crs.h"
#include "data/source/error.h"
#include "data/source/table.h"

namespace data {
namespace {

namespace fs = std::filesystem;

/// The map itself is the same whatever the seed: only what is drawn on it varies.
constexpr std::uint64_t map_seed = 2022;
constexpr const char* geographic = "EPSG:4326";

/// Counts work in rows; what has no rows is counted as if it had some.
class Meter {
 public:
  Meter(const std::function<void(std::uint64_t, std::uint64_t)>& tell, std::uint64_t total) : tell_(tell), total_(total) {}
  void add(std::uint64_t rows) {
    done_ = std::min(done_ + rows, total_);
    if (tell_) tell_(done_, total_);
  }
  void finish() { add(total_); }
  std::uint64_t part(double share) const { return static_cast<std::uint64_t>(static_cast<double>(total_) * share); }

 private:
  const std::function<void(std::uint64_t, std::uint64_t)>& tell_;
  std::uint64_t total_, done_ = 0;
};

/// A folder beside the target that vanishes unless it is moved into place.
class Draft {
 public:
  explicit Draft(const fs::path& target) : target_(target) {
    std::error_code failure;
    const fs::path parent = target_.has_parent_path() ? target_.parent_path() : fs::path(".");
    fs::create_directories(parent, failure);
    if (!failure) {
      for (int attempt = 0; attempt < 100; ++attempt) {
        folder_ = parent / ("." + target_.filename().string() + ".part-" + std::to_string(getpid()) + "-" + std::to_string(attempt));
        if (fs::create_directory(folder_, failure) || failure) break;
      }
    }
    if (failure) {
      folder_.clear();
      fail(failure);
    }
  }
  ~Draft() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  const fs::path& folder() const { return folder_; }

  void move_into_place() {
    std::error_code failure;
    fs::rename(folder_, target_, failure);  // over an empty folder too; over a filled one the system refuses
    if (failure) fail(failure);
    folder_.clear();
  }

 private:
  [[noreturn]] void fail(const std::error_code& failure) const {
    throw Error({.what = tr("Cannot create the sample's folder"),
                 .file = target_.string(),
                 .why = system_message(failure.value()),
                 .hint = tr("choose a folder you may write to")});
  }

  fs::path target_, folder_;
};

struct Map {
  std::vector<std::vector<Polygon>> communes, districts, province;
  std::vector<Ground> grounds;
};

Map draw_map(const SampleProvince& province) {
  std::vector<MosaicSite> sites;
  for (const SampleCommune& commune : province.communes) sites.push_back({commune.centre, commune.area_ha * 1e4, commune.district});
  const std::vector<BorderArc> arcs = trace_borders(make_mosaic(sites, map_seed));
  Map map;
  map.communes = assemble(arcs, province.communes.size(), [](std::uint16_t label) { return static_cast<int>(label) - 1; });
  map.districts = assemble(arcs, province.districts.size(),
                           [&](std::uint16_t label) { return label ? static_cast<int>(province.communes[label - 1u].district) : -1; });
  map.province = assemble(arcs, 1, [](std::uint16_t label) { return label ? 0 : -1; });
  for (std::size_t c = 0; c < map.communes.size(); ++c) {
    if (map.communes[c].empty())
      throw Error({.what = trf("Cannot find room on the map for {}", province.communes[c].name),
                   .file = (province.folder / "communes.csv").string(),
                   .why = tr("its centre and area do not fit its neighbours'"),
                   .hint = tr("check lon, lat and area_ha of that commune")});
    map.grounds.emplace_back(map.communes[c]);
  }
  return map;
}

void write_units(const SampleProvince& province, const Map& map, const fs::path& folder) {
  VectorFile file(folder / "units.gpkg", "GPKG", province.date);
  const std::vector<FileColumn> columns{
      {"code", FileField::text}, {"name", FileField::text}, {"parent_code", FileField::text}, {"area_ha", FileField::number}};
  const auto put = [&](const std::string& code, const std::string& name, const std::string& parent, double area_ha,
                       const std::vector<Polygon>& polygons) {
    file.set(0, code), file.set(1, name);
    if (!parent.empty()) file.set(2, parent);
    file.set(3, area_ha);
    file.put(polygons);
  };
  file.begin_areas("province", province.crs, columns);
  put(province.code, province.name.vi, "", province.area_ha(), map.province[0]);
  file.begin_areas("district", province.crs, columns);
  for (std::size_t d = 0; d < province.districts.size(); ++d)
    put(province.districts[d].code, province.districts[d].name, province.code, province.districts[d].area_ha, map.districts[d]);
  file.begin_areas("commune", province.crs, columns);
  for (std::size_t c = 0; c < province.communes.size(); ++c) {
    const SampleCommune& commune = province.communes[c];
    put(commune.code, commune.name, province.districts[commune.district].code, commune.area_ha, map.communes[c]);
  }
  file.close();
}

void write_villages(const SampleProvince& province, const std::vector<Village>& villages, const fs::path& folder) {
  VectorFile file(folder / "villages.gpkg", "GPKG", province.date);
  file.begin_points(
      "villages", province.crs,
      {{"code", FileField::text}, {"name", FileField::text}, {"commune_code", FileField::text}, {"households", FileField::integer}});
  for (const Village& village : villages) {
    file.set(0, village.code), file.set(1, village.name), file.set(2, province.communes[village.commune].code);
    file.set(3, static_cast<std::int64_t>(village.households));
    file.put(village.centre);
  }
  file.close();
}

void write_coverage(const SampleProvince& province, const std::vector<CoverageArea>& areas, const fs::path& folder) {
  VectorFile file(folder / "coverage.gpkg", "GPKG", province.date);
  file.begin_areas("coverage", province.crs,
                   {{"technology", FileField::text}, {"operator", FileField::text}, {"download_mbps", FileField::integer}});
  for (const CoverageArea& area : areas) {
    file.set(0, area.technology), file.set(1, area.network), file.set(2, std::int64_t{area.download_mbps});
    file.put(area.polygons);
  }
  file.close();
}

/// Degrees to 7 decimals: a centimetre, and short enough to compare by eye.
Coordinates to_degrees(const SampleProvince& province, const Households& households) {
  Coordinates degrees{households.x, households.y};
  Transform(province.crs, geographic).apply(degrees.x.data(), degrees.y.data(), degrees.size());
  for (std::size_t i = 0; i < degrees.size(); ++i) {
    degrees.x[i] = std::round(degrees.x[i] * 1e7) / 1e7;
    degrees.y[i] = std::round(degrees.y[i] * 1e7) / 1e7;
  }
  return degrees;
}

constexpr std::size_t tell_every = 8192;

void write_households(const SampleProvince& province, const std::vector<Village>& villages, const Households& households,
                      const Coordinates& degrees, const fs::path& folder, Meter& meter) {
  VectorFile file(folder / "households.fgb", "FlatGeobuf", province.date);
  file.begin_points("households", geographic,
                    {{"commune_code", FileField::text},
                     {"fiber", FileField::flag},
                     {"connected_on", FileField::date},
                     {"operator", FileField::text},
                     {"village", FileField::text}});
  for (std::size_t h = 0; h < households.size(); ++h) {
    const Village& village = villages[households.village[h]];
    const bool connected = households.since[h] != DateColumn::none;
    file.set(0, province.communes[village.commune].code);
    file.set(1, std::int64_t{connected});
    if (connected) file.set_date(2, households.since[h]), file.set(3, fibre_operators[households.fibre_operator[h]].name);
    file.set(4, village.code);
    file.put(Point{degrees.x[h], degrees.y[h]});
    if (h % tell_every == tell_every - 1) meter.add(tell_every);
  }
  file.close();
}

void write_addresses(const SampleProvince& province, const std::vector<Village>& villages, const Households& households,
                     const Coordinates& degrees, const Addresses& addresses, const fs::path& folder, Meter& meter) {
  static constexpr const char* stages[] = {"collected", "notified", "sign_fixed"};
  VectorFile file(folder / "addresses.fgb", "FlatGeobuf", province.date);
  file.begin_points("addresses", geographic,
                    {{"address_code", FileField::text},
                     {"stage", FileField::text},
                     {"collected_on", FileField::date},
                     {"commune_code", FileField::text},
                     {"object_class", FileField::text}});
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const std::uint32_t h = addresses.household[i];
    file.set(0, fmt::format("{:010}", addresses.code[i]));
    file.set(1, stages[static_cast<int>(addresses.stage[i])]);
    file.set_date(2, addresses.since[i]);
    file.set(3, province.communes[villages[households.village[h]].commune].code);
    file.set(4, "household");
    file.put(Point{degrees.x[h], degrees.y[h]});
    if (i % tell_every == tell_every - 1) meter.add(tell_every);
  }
  file.close();
}

void refuse_filled(const fs::path& dir) {
  std::error_code failure;
  const fs::file_status status = fs::status(dir, failure);
  if (!fs::exists(status)) return;
  if (!fs::is_directory(status))
    throw Error({.what = tr("Cannot create the sample's folder"),
                 .file = dir.string(),
                 .why = tr("a file of that name exists"),
                 .hint = tr("choose another name")});
  const bool empty = fs::is_empty(dir, failure);
  if (failure || !empty)
    throw Error({.what = tr("Cannot create the sample's folder"),
                 .file = dir.string(),
                 .why = failure ? system_message(failure.value()) : tr("it exists and is not empty"),
                 .hint = tr("choose a new folder, or empty this one yourself; nothing in it was touched")});
}

/// Better before the work than after it. A household and its address take 300 bytes, and half as much again while indexed.
void require_room(const fs::path& dir, std::uint64_t households) {
  const std::uint64_t needed = 12'000'000 + households * 420;
  std::error_code failure;
  const fs::space_info space = fs::space(dir, failure);
  if (!failure && space.available < needed)
    throw Error({.what = tr("There is not enough room for the sample"),
                 .file = dir.string(),
                 .why = trf("{} MB are free, about {} MB are needed", format_integer(static_cast<std::int64_t>(space.available / 1000000)),
                            format_integer(static_cast<std::int64_t>(needed / 1000000))),
                 .hint = tr("free some room or choose a folder on another disk")});
}

}  // namespace

fs::path write_sample(const std::string& id, const fs::path& dir, const fs::path& assets, const SampleOptions& options,
                      const std::function<void(std::uint64_t, std::uint64_t)>& on_progress) {
  const fs::path target = (dir.has_filename() ? dir : dir.parent_path()).lexically_normal();
  refuse_filled(target);
  const SampleProvince province = read_province(id, assets, options.households);
  Draft draft(target);
  require_room(draft.folder(), province.households());
  const fs::path& folder = draft.folder();
  const std::uint64_t seed = scramble(options.seed, hash_text(id));
  Meter meter(on_progress, province.households() * 3);
  meter.add(0);

  const Map map = draw_map(province);
  write_units(province, map, folder);
  meter.add(meter.part(0.2));

  std::vector<Village> villages = settle(province, map.grounds, scramble(seed, 1));
  const std::vector<double> share = plan_fibre(province, villages, scramble(seed, 2));
  std::vector<CoverageArea> coverage = draw_mobile(province, villages, scramble(seed, 3));
  const std::uint64_t offer_seed = scramble(seed, 4);
  for (CoverageArea& area : draw_fibre(province, villages, offer_seed)) coverage.push_back(std::move(area));
  write_coverage(province, coverage, folder);
  write_villages(province, villages, folder);
  meter.add(meter.part(0.15));

  Households households = place_households(province, map.grounds, villages, scramble(seed, 5));
  connect(province, villages, share, households, offer_seed);
  const Addresses addresses = give_addresses(province, villages, households, scramble(seed, 6));
  const Coordinates degrees = to_degrees(province, households);
  meter.add(meter.part(0.1));

  write_households(province, villages, households, degrees, folder, meter);
  write_addresses(province, villages, households, degrees, addresses, folder, meter);
  copy_figures(province, assets, folder);
  write_readme(province, folder);
  write_project_json(province, folder);
  draft.move_into_place();
  meter.finish();
  return target / "project.json";
}

}  // namespace data
