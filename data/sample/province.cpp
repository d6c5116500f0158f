// Reads a province's folder: communes.csv and province.json, with errors that name the file and the line.
#include "data/sample/province.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>
#include <sstream>

#include "data/sample/sample.h"
#include "data/source/crs.h"
#include "data/source/error.h"

namespace data {
namespace {

namespace fs = std::filesystem;

fs::path provinces_folder(const fs::path& assets) { return assets / "provinces"; }

bool is_province(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "communes.csv", ignored) && fs::is_regular_file(folder / "province.json", ignored);
}

std::vector<std::string> split_csv(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') cells.back() += line[++i];
    else if (c == '"') quoted = !quoted;
    else if (c == ',' && !quoted) cells.emplace_back();
    else if (c != '\r') cells.back() += c;
  }
  return cells;
}

/// The table by column name, so that a province's file may carry more columns or another order.
class CommuneTable {
 public:
  explicit CommuneTable(const fs::path& file) : file_(file), in_(file) {
    std::string header;
    if (!std::getline(in_, header)) fail(tr("the file is empty or cannot be opened"));
    const std::vector<std::string> names = split_csv(header);
    for (std::size_t i = 0; i < names.size(); ++i) column_[names[i]] = i;
  }

  bool next() {
    std::string line;
    do {
      if (!std::getline(in_, line)) return false;
      ++line_;
    } while (line.empty() || line == "\r");
    cells_ = split_csv(line);
    return true;
  }

  const std::string& text(const char* name) const {
    const auto found = column_.find(name);
    if (found == column_.end()) fail(trf("there is no column '{}'", name));
    if (found->second >= cells_.size() || cells_[found->second].empty()) fail(trf("line {}: '{}' is empty", line_, name));
    return cells_[found->second];
  }

  double number(const char* name, double low, double high) const {
    const std::optional<double> value = parse_number(text(name));
    if (!value || !(*value >= low && *value <= high)) fail(trf("line {}: '{}' is not a usable number: {}", line_, name, text(name)));
    return *value;
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw Error({.what = tr("Cannot read the province's communes"), .file = file_.string(), .why = why, .hint = ""});
  }

 private:
  fs::path file_;
  std::ifstream in_;
  std::map<std::string, std::size_t> column_;
  std::vector<std::string> cells_;
  int line_ = 1;
};

void read_meta(SampleProvince& province, std::map<std::string, double>& use_by_district) {
  const fs::path file = province.folder / "province.json";
  try {
    std::ifstream in(file);
    const nlohmann::json meta = nlohmann::json::parse(in);
    province.code = meta.at("code");
    province.crs = meta.at("crs");
    province.name = {.vi = meta.at("name").at("vi"), .en = meta.at("name").at("en")};
    const std::optional<Date> date = parse_date(meta.at("date").get<std::string>());
    if (!date) throw std::runtime_error(tr("the date cannot be understood"));
    province.date = *date;
    const nlohmann::json& steer = meta.at("illustrative");
    province.fibre_use = steer.at("fibre_use");
    province.fibre_cover = steer.at("fibre_cover");
    province.address = steer.at("address");
    province.households_5g = steer.at("households_5g");
    province.villages_without_mobile = steer.at("villages_without_mobile");
    use_by_district = steer.at("fibre_use_by_district").get<std::map<std::string, double>>();
  } catch (const std::exception& failure) {
    throw Error({.what = tr("Cannot read the province's description"), .file = file.string(), .why = failure.what(), .hint = ""});
  }
}

void read_communes(SampleProvince& province, const std::map<std::string, double>& use_by_district) {
  CommuneTable table(province.folder / "communes.csv");
  std::map<std::string, std::size_t> district_index;
  std::set<std::string> codes;
  while (table.next()) {
    const std::string& district_code = table.text("district_code");
    const auto [district, is_new] = district_index.try_emplace(district_code, province.districts.size());
    if (is_new) {
      const auto use = use_by_district.find(district_code);
      province.districts.push_back({.code = district_code,
                                    .name = nfc(table.text("district")),
                                    .fibre_use = use == use_by_district.end() ? province.fibre_use : use->second,
                                    .area_ha = 0});
    }
    SampleCommune commune;
    commune.code = table.text("commune_code");
    commune.name = nfc(table.text("commune"));
    commune.district = district->second;
    commune.census_households = commune.households = static_cast<std::uint64_t>(table.number("households", 1, 1e6));
    commune.urban_share = table.number("households_urban", 0, 1e6) / static_cast<double>(commune.census_households);
    commune.area_ha = table.number("area_ha", 1, 1e6);
    commune.centre = {table.number("lon", 100, 120), table.number("lat", 5, 25)};
    if (!codes.insert(commune.code).second) table.fail(trf("the code {} occurs twice", commune.code));
    province.districts[commune.district].area_ha += commune.area_ha;
    province.communes.push_back(std::move(commune));
  }
  if (province.communes.size() < 2) table.fail(tr("it lists fewer than two communes"));
  if (province.communes.size() > 60000) table.fail(tr("it lists more communes than a province can have"));
}

}  // namespace

std::uint64_t SampleProvince::households() const {
  return std::accumulate(communes.begin(), communes.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const SampleCommune& c) { return sum + c.households; });
}

double SampleProvince::area_ha() const {
  return std::accumulate(communes.begin(), communes.end(), 0.0, [](double sum, const SampleCommune& c) { return sum + c.area_ha; });
}

std::vector<std::uint64_t> apportion(std::uint64_t total, const std::vector<double>& weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<std::uint64_t> parts(weights.size());
  if (!(sum > 0)) return parts;
  std::vector<double> rest(weights.size());
  std::uint64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double exact = static_cast<double>(total) * (weights[i] / sum);
    parts[i] = std::min(static_cast<std::uint64_t>(exact), total - given);
    rest[i] = exact - static_cast<double>(parts[i]);
    given += parts[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rest[a] > rest[b]; });
  for (std::size_t i = 0; given < total; i = (i + 1) % order.size())
    if (weights[order[i]] > 0) ++parts[order[i]], ++given;
  return parts;
}

std::vector<std::string> sample_provinces(const fs::path& assets) {
  std::vector<std::string> found;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(provinces_folder(assets), failure))
    if (is_province(entry.path())) found.push_back(entry.path().filename().string());
  std::sort(found.begin(), found.end());
  return found;
}

SampleProvince read_province(const std::string& id, const fs::path& assets, std::uint64_t households) {
  SampleProvince province;
  province.id = id;
  province.folder = provinces_folder(assets) / id;
  const std::vector<std::string> known = sample_provinces(assets);
  if (std::find(known.begin(), known.end(), id) == known.end()) {
    std::string list;
    for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
    throw Error({.what = trf("There is no sample of a province called '{}'", id),
                 .file = provinces_folder(assets).string(),
                 .why = known.empty() ? tr("no province is installed there") : tr("no such folder"),
                 .hint = known.empty() ? tr("reinstall the program") : trf("use one of: {}", list)});
  }
  std::map<std::string, double> use_by_district;
  read_meta(province, use_by_district);
  read_communes(province, use_by_district);

  const Transform to_plane("EPSG:4326", province.crs);
  for (SampleCommune& commune : province.communes) commune.centre = to_plane.apply(commune.centre);
  if (households > 0) {
    std::vector<double> census;
    for (const SampleCommune& commune : province.communes) census.push_back(static_cast<double>(commune.census_households));
    const std::vector<std::uint64_t> scaled = apportion(households, census);
    for (std::size_t i = 0; i < scaled.size(); ++i) province.communes[i].households = scaled[i];
  }
  return province;
}

}  // namespace data
