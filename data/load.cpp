#include "data/load.h"

#include <algorithm>
#include <future>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>

#include "data/source/column_cache.h"
#include "data/source/crs.h"
#include "data/source/error.h"
#include "data/source/gdal.h"
#include "data/source/give_way.h"
#include "data/source/i18n.h"
#include "data/source/part.h"
#include "data/source/read_table.h"
#include "data/source/share_out.h"

namespace data {
namespace {

void append(std::vector<std::string>& to, const std::vector<std::string>& more) { to.insert(to.end(), more.begin(), more.end()); }

FieldType type_of_role(const std::string& role) {
  if (role == "connected") return FieldType::flag;
  if (role == "since") return FieldType::date;
  if (role == "households" || role == "addresses" || role == "download_mbps") return FieldType::number;
  return FieldType::text;
}

Shape shape_of(LayerKind kind) { return kind == LayerKind::broadband_coverage ? Shape::areas : Shape::points; }

/// Fields nothing counts or draws stay in the file: a million address codes are memory for nothing.
bool is_read(LayerKind kind, const std::string& role, bool codes) {
  if (kind != LayerKind::fiber_household && kind != LayerKind::digital_address) return true;
  return role != "village" && (role != "code" || codes);
}

/// A fiber_household or digital_address layer with these roles is a table by unit, geometry or not.
bool is_table_by_unit(const LayerSource& layer) {
  return (layer.kind == LayerKind::fiber_household || layer.kind == LayerKind::digital_address) &&
         (!layer.field("households").empty() || !layer.field("addresses").empty());
}

/// How the sources of a project are read.
struct Reading {
  ColumnCache cache;
  bool codes = false;
  bool ordered = true;   ///< rows of points along a curve, as whoever draws them wants them
  bool counted = false;  ///< rows are counted and no more: nothing is drawn, kept or checked
  bool drawn = true;     ///< while the rest is read
  unsigned threads = 1;
  std::optional<LoadPart> part{};  ///< all that is wanted; nothing: everything
};

/// What rows need not have to be counted, but where an indicator counts only some of them.
bool is_description(const std::string& role) { return role == "operator" || role == "object_class" || role == "scheme"; }

bool tells_apart(const std::vector<Indicator>& indicators, LayerKind kind, const std::string& role) {
  const auto by_role = [&](const std::optional<Count>& count) {
    return count && ((count->layer == kind && count->where.contains(role)) ||
                     (count->coverage && count->coverage->layer == kind && count->coverage->where.contains(role)));
  };
  return std::any_of(indicators.begin(), indicators.end(),
                     [&](const Indicator& indicator) { return by_role(indicator.numerator) || by_role(indicator.denominator); });
}

ReadRequest request_for(const LayerSource& layer, const Dataset& dataset, const Reading& how) {
  ReadRequest request;
  request.source = layer.source, request.layer = layer.layer, request.where = layer.where, request.crs = layer.crs;
  request.encoding = layer.encoding, request.x_field = layer.x_field, request.y_field = layer.y_field;
  request.map_crs = dataset.project.crs, request.key = layer.key;
  const bool by_unit = is_table_by_unit(layer);
  request.shape = by_unit ? Shape::none : shape_of(layer.kind);
  request.along_curve = how.ordered;
  for (const auto& [role, field] : layer.fields) {
    if (!is_read(layer.kind, role, how.codes)) continue;
    FieldType type = type_of_role(role);
    if (by_unit && role == "connected") type = FieldType::number;  // how many, not whether
    const bool required = is_read(layer.kind, role, false);        // what the map does without may be missing, also when it is checked
    const bool read = !how.counted || !is_description(role) || tells_apart(dataset.indicators, layer.kind, role);
    request.fields.push_back({field, type, required, layer.key + ".fields." + role, read});
  }
  return request;
}

/// Whether all there is was asked for, or this layer was among what was.
bool is_wanted(const Reading& how, const std::string& id) {
  return !how.part || std::find(how.part->layers.begin(), how.part->layers.end(), id) != how.part->layers.end();
}

LevelTable read_level(const UnitSource& source, const std::string& map_crs, const ColumnCache& cache, std::stop_token stop) {
  ReadRequest request;
  request.source = source.source, request.layer = source.layer, request.where = source.where, request.crs = source.crs;
  request.encoding = source.encoding, request.map_crs = map_crs, request.key = source.key, request.shape = Shape::areas;
  request.fields = {{source.code_field, FieldType::text, true, source.key + ".code"},
                    {source.name_field, FieldType::text, true, source.key + ".name"}};
  if (!source.parent_field.empty() && source.parent_field != source.code_field)
    request.fields.push_back({source.parent_field, FieldType::text, true, source.key + ".parent"});
  return {source.level, read_table(request, cache, std::move(stop)), source.code_field, source.name_field, source.parent_field};
}

/// Outermost level that fails is fatal only if nothing else can stand in; each failure is kept as a message.
UnitSet read_units(const Project& project, const ColumnCache& cache, std::stop_token stop, std::vector<std::string>& warnings,
                   std::vector<std::string>& errors) {
  std::vector<LevelTable> levels;
  std::optional<Error> first;
  for (const UnitSource& source : project.units) {
    try {
      levels.push_back(read_level(source, project.crs, cache, stop));
      for (const std::string& warning : levels.back().table.warnings) warnings.push_back(source.level + ": " + warning);
    } catch (const Error& error) {
      errors.emplace_back(error.what());
      if (!first) first = error;
    }
  }
  if (levels.empty() && first) throw Error(*first);
  return build_units(std::move(levels), project.scope, project.title.in(language()));
}

/// Only what is drawn, and only where; or all of it where that is kept. Either way the same rows of areas, so the same picture.
Table read_part(const ReadRequest& whole, const LayerSource& source, const Reading& how, std::stop_token stop, Progress* rows) {
  std::optional<Table> table = how.cache.find(how.cache.key_of(whole));
  if (!table) {
    ReadRequest part = whole;
    part.extent = how.part->extent;
    std::erase_if(part.fields, [&](const FieldWish& wish) {
      return wish.name != source.field("connected") && wish.name != source.field("stage") && wish.name != source.field("technology");
    });
    table = read_table(part, how.cache, std::move(stop), rows);
  }
  keep_part(*table, how.part->extent);
  return std::move(*table);
}

std::shared_ptr<LayerData> read_layer(const LayerSource& source, const Dataset& dataset, const Reading& how, std::stop_token stop,
                                      LoadProgress* progress, std::vector<std::string>& warnings) {
  auto layer = std::make_shared<LayerData>();
  layer->source = source;
  if (!is_wanted(how, source.id)) return layer;
  try {
    Progress rows;
    const ReadRequest request = request_for(source, dataset, how);
    auto table = std::make_shared<Table>(how.part ? read_part(request, source, how, std::move(stop), &rows)
                                                  : read_table(request, how.cache, std::move(stop), &rows));
    if (progress) progress->rows += rows.done.load();
    for (const std::string& warning : table->warnings) warnings.push_back(source.id + ": " + warning);
    layer->table = std::move(table);
    if (!how.part) place_rows(*layer, *dataset.units, warnings, how.threads, dataset.crosswalk.get());
  } catch (const Error& error) {
    layer->table = nullptr;
    layer->error = error.what();
  }
  return layer;
}

/// The data set as far as it has been read, its layers in the project's order.
std::shared_ptr<const Dataset> so_far(const Dataset& dataset) {
  auto out = std::make_shared<Dataset>(dataset);
  std::erase(out->layers, nullptr);
  return out;
}

void read_layers(Dataset& dataset, const Reading& how, const std::stop_token& stop, LoadProgress* progress, const OnData& on_data) {
  const auto& sources = dataset.project.layers;
  dataset.layers.resize(sources.size());
  std::vector<std::vector<std::string>> warnings(sources.size());
  std::mutex arriving;
  std::size_t arrived = 0;
  const auto arrive = [&](std::size_t i, std::shared_ptr<const LayerData> layer) {
    const std::lock_guard lock(arriving);
    const bool seen = layer->table != nullptr;
    dataset.layers[i] = std::move(layer);
    if (++arrived < sources.size() && seen && on_data) on_data(so_far(dataset));
  };
  // Areas first: they are few, and what is drawn of them takes longer to make than to read. Points are many, and whoever reads them gives
  // way to whoever draws.
  std::vector<std::size_t> order(sources.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return shape_of(sources[i].kind) == Shape::areas; });
  share_out_each(sources.size(), how.threads, [&, lang = language()](std::size_t turn) {
    const LanguageHere words(lang);
    const std::size_t i = order[turn];
    if (how.drawn && shape_of(sources[i].kind) == Shape::points) give_way();
    arrive(i, read_layer(sources[i], dataset, how, stop, progress, warnings[i]));
    if (progress) ++progress->step;
  });
  for (std::size_t i = 0; i < sources.size(); ++i) {
    append(dataset.warnings, warnings[i]);
    if (!dataset.layers[i]->error.empty()) dataset.errors.push_back(dataset.layers[i]->error);
  }
}

/// Big rasters without overviews are drawn all the same, but not soon.
std::string slow_to_show(const RasterData& raster) {
  if (!raster.raster) return {};
  const RasterInfo& info = raster.raster->info();
  if (info.overviews > 0 || std::int64_t{info.width} * info.height <= pixels_without_overviews) return {};
  return trf("{} has no overviews and is slow to show whole: run gdaladdo on {}", raster.source.id, raster.source.source);
}

void read_rasters(Dataset& dataset, const Reading& how, const std::filesystem::path& tiles) {
  for (const RasterSource& source : dataset.project.rasters) {
    if (!is_wanted(how, source.id)) continue;
    auto raster = std::make_shared<RasterData>();
    raster->source = source;
    raster->request = {source.source,    source.layer,    source.crs, dataset.project.crs, dataset.units->units[0].box.centre(),
                       source.hillshade, source.max_zoom, tiles,      source.key};
    try {
      raster->online = is_online(source.source);
      if (!raster->online) raster->raster = Raster::open(raster->request);
    } catch (const Error& error) {
      raster->error = error.what();
      dataset.errors.push_back(raster->error);
    }
    if (std::string warning = slow_to_show(*raster); !warning.empty()) dataset.warnings.push_back(std::move(warning));
    dataset.rasters.push_back(std::move(raster));
  }
}

/// The day the figures are of: asked for, else the project's, else the newest dated row; unknown when nothing says. The newest row
/// of a part says nothing.
std::optional<Date> date_of(const Dataset& dataset, const Reading& how, const LoadOptions& options) {
  if (options.date) return *options.date;
  if (dataset.project.date) return *dataset.project.date;
  if (how.part) return std::nullopt;
  std::int32_t newest = DateColumn::none;
  for (const auto& layer : dataset.layers) {
    if (layer->source.date) newest = std::max(newest, static_cast<std::int32_t>(layer->source.date->time_since_epoch().count()));
    if (const Column* since = layer->column("since"))
      for (const std::int32_t day : since->dates().day) newest = std::max(newest, day);
  }
  if (newest == DateColumn::none) return std::nullopt;
  return std::min(today(), Date{std::chrono::days{newest}});
}

void read_crosswalk_of(Dataset& dataset) {
  if (dataset.project.crosswalk.path.empty()) return;
  try {
    dataset.crosswalk = std::make_shared<const Crosswalk>(read_crosswalk(dataset.project.crosswalk, dataset.warnings));
  } catch (const Error& error) { dataset.errors.emplace_back(error.what()); }
}

/// What all of the files hold. One that cannot be read is a message, not the end.
template <typename F>
auto read_all(const std::vector<std::filesystem::path>& paths, std::vector<std::string>& errors, F read) {
  decltype(read(paths.front())) out;
  for (const auto& path : paths) {
    try {
      for (auto& item : read(path)) out.push_back(std::move(item));
    } catch (const Error& error) { errors.emplace_back(error.what()); }
  }
  return out;
}

/// The first of each id stays: two files that define the same thing leave it open which one is meant.
template <typename T, typename Id>
void keep_first(std::vector<T>& items, Id id_of, std::vector<std::string>& warnings) {
  std::set<std::string> seen;
  std::erase_if(items, [&](const T& item) {
    if (seen.insert(id_of(item)).second) return false;
    warnings.push_back(trf("“{}” is defined in two files; the first one counts", id_of(item)));
    return true;
  });
}

/// What was promised and what was published, from files that need no layer.
struct Promises {
  std::vector<Target> targets;
  std::vector<Actual> reported;
  std::vector<Ranking> rankings;
  Peers peers;
  std::vector<std::string> warnings, errors;
};

Promises read_promises(const Project& project, const std::filesystem::path& assets, Date today) {
  Promises out;
  out.targets = read_all(project.targets, out.errors, [&](const auto& path) { return read_targets(path, &out.warnings); });
  keep_first(
      out.targets, [](const Target& target) { return target.id; }, out.warnings);
  out.reported = read_all(project.actuals, out.errors, [&](const auto& path) { return read_actuals(path, out.warnings); });
  out.rankings = read_all(project.rankings, out.errors, [&](const auto& path) { return read_rankings(path, out.warnings); });
  for (const Ranking& ranking : out.rankings)
    for (Actual& place : places_of(ranking)) out.reported.push_back(std::move(place));
  out.peers = read_peers(assets, today, out.warnings);
  return out;
}

}  // namespace

const std::string& Loaded::title(Lang lang) const {
  const std::string& title = dataset->project.title.in(lang);
  return title.empty() ? dataset->units->units[0].name : title;
}

std::string Loaded::date_words(Lang lang) const {
  if (!dated) return tr("Date of the data not stated", lang);
  return fmt::format(fmt::runtime(tr("Data of {}", lang)), format_date(date, lang));
}

std::string Loaded::level_name(int level) const {
  const std::string& id = dataset->units->levels[static_cast<std::size_t>(level)];
  if (id == "province") return tr("Province");
  if (id == "district") return tr("District");
  if (id == "commune") return tr("Commune");
  if (id == "village") return tr("Village");
  if (id == "area") return tr("Area");
  return id;
}

std::shared_ptr<const Loaded> load_project(const std::filesystem::path& path, const std::filesystem::path& assets,
                                           const LoadOptions& options, std::stop_token stop, LoadProgress* progress,
                                           const OnData& on_data) {
  const std::jthread starting(start_gdal);  // some milliseconds, in which the project is read
  const unsigned threads = options.threads ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  // Whoever checks a file wants its rows as they stand there; what is kept is kept for whoever draws it.
  const bool ordered = !options.codes && (options.drawn || !options.cache.empty());
  Reading how{ColumnCache(options.cache), options.codes, ordered, !ordered && !options.codes, options.drawn && on_data, threads};
  auto dataset = std::make_shared<Dataset>();
  dataset->project = read_project(path, assets);
  dataset->warnings = dataset->project.warnings;
  dataset->codes_read = options.codes;
  dataset->assets = assets, dataset->kept = options.cache;
  try {
    describe_crs(dataset->project.crs);  // an unknown map CRS is said before any file is opened
  } catch (const Error& error) {
    throw Error({.what = error.parts().what + " (crs)",
                 .file = dataset->project.path.string(),
                 .why = error.parts().why,
                 .hint = error.parts().hint});
  }
  if (options.on_project) options.on_project(dataset->project);
  if (progress) progress->steps = static_cast<int>(dataset->project.layers.size()) + 2;

  auto units = read_units(dataset->project, how.cache, stop, dataset->warnings, dataset->errors);
  append(dataset->warnings, units.warnings);
  dataset->units = std::make_shared<const UnitSet>(std::move(units));
  dataset->indicators = read_all(dataset->project.indicators, dataset->errors,
                                 [&](const auto& path_of) { return read_indicators(path_of, &dataset->warnings); });
  keep_first(
      dataset->indicators, [](const Indicator& indicator) { return indicator.id; }, dataset->warnings);
  read_crosswalk_of(*dataset);
  if (progress) ++progress->step;
  if (on_data) on_data(std::make_shared<const Dataset>(*dataset));

  if (options.part) how.part = options.part(*dataset);
  std::future<Promises> promises;  // read while the layers are
  if (!how.part)
    promises = std::async(std::launch::async,
                          [project = dataset->project, assets, date = options.date.value_or(today()), lang = language()] {
                            const LanguageHere words(lang);
                            return read_promises(project, assets, date);
                          });
  read_layers(*dataset, how, stop, progress, on_data);
  read_rasters(*dataset, how, options.tiles);
  if (stop.stop_requested()) throw Error({.what = tr("Loading was stopped"), .file = path.string()});
  if (on_data && !how.part) on_data(std::make_shared<const Dataset>(*dataset));
  auto loaded = std::make_shared<Loaded>();
  loaded->spoken = language();
  const std::optional<Date> date = date_of(*dataset, how, options);
  loaded->dated = date.has_value();
  loaded->date = date.value_or(today());
  if (how.part) {
    loaded->extent = how.part->extent;
  } else {
    Promises known = promises.get();
    append(dataset->warnings, known.warnings), append(dataset->errors, known.errors);
    loaded->reported = std::move(known.reported), loaded->rankings = std::move(known.rankings), loaded->peers = std::move(known.peers);
    loaded->scorecard = score(*dataset, known.targets, loaded->reported, loaded->date, threads, stop, &loaded->answers);
  }
  loaded->dataset = std::move(dataset);
  if (progress) ++progress->step;
  return loaded;
}

}  // namespace data
