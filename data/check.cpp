#include "data/check.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "data/source/i18n.h"

namespace data {
namespace {

const Unit& unit_at(const Dataset& dataset, std::int32_t unit) { return dataset.units->units[static_cast<std::size_t>(unit)]; }

std::string named(const Unit& unit) { return unit.code + " " + unit.name; }

bool is_counted(LayerKind kind) { return kind == LayerKind::fiber_household || kind == LayerKind::digital_address; }

/// What a table by unit counts.
const char* counted_role(LayerKind kind) { return kind == LayerKind::digital_address ? "addresses" : "households"; }

/// The unit's code as the row has it, else of the unit it was placed in.
std::string code_of(const Dataset& dataset, const LayerData& layer, std::size_t row) {
  const Column* unit = layer.column("unit");
  if (unit && unit->text().code[row] != 0) return unit->text().at(row);
  return layer.unit[row] < 0 ? std::string{} : unit_at(dataset, layer.unit[row]).code;
}

/// Gathers the rows of one finding; what is said of a row is made only for those that are shown.
class Gather {
 public:
  Gather(const Dataset& dataset, const LayerData& layer) : dataset_(dataset), layer_(layer) {}

  template <typename Detail>
  void add(std::size_t row, Detail detail) {
    if (++finding_.count > Finding::shown) return;
    finding_.rows.push_back({layer_.table->fid[row], code_of(dataset_, layer_, row), detail()});
  }
  /// Something that is no row: a unit, a field.
  void note(const std::string& code, const std::string& detail) {
    if (++finding_.count <= Finding::shown) finding_.rows.push_back({.fid = {}, .code = code, .detail = detail});
  }
  void add_all(const FaultyRows& rows, const std::string& detail) {
    for (const FaultyRows::Row& each : rows.first)
      add(each.row, [&] { return each.value.empty() ? detail : fmt::format("{}: “{}”", detail, each.value); });
    finding_.count += rows.count - rows.first.size();
  }
  Finding take() { return std::move(finding_); }

 private:
  const Dataset& dataset_;
  const LayerData& layer_;
  Finding finding_;
};

// --- Units ------------------------------------------------------------------------------------------------------------

/// What a row's unit code is to this map.
enum class Known : std::uint8_t { no_code, unit, divided, unknown };

Known known(const Dataset& dataset, const LayerSource& source, CodeList list, const std::string& code) {
  std::string own = code;
  if (source.codes != CodeList::own) {
    const Crosswalk::Step step = dataset.crosswalk->carry(code, source.codes, list);
    if (!step.others.empty()) return Known::divided;
    own = step.code;
  }
  for (int level = dataset.units->deepest(); level >= 0; --level)
    if (dataset.units->find(level, own) >= 0) return Known::unit;
  return Known::unknown;
}

/// By row. Without a field of codes no row has one.
std::vector<Known> known_codes(const Dataset& dataset, const LayerData& layer) {
  std::vector<Known> out(layer.table->rows, Known::no_code);
  const Column* column = layer.column("unit");
  if (column == nullptr) return out;
  const TextColumn& codes = column->text();
  const CodeList list = layer.source.codes == CodeList::own ? CodeList::own : dataset.crosswalk->list_of(*dataset.units);
  std::vector<Known> by_code(codes.dictionary.size(), Known::no_code);
  for (std::size_t i = 1; i < by_code.size(); ++i) by_code[i] = known(dataset, layer.source, list, codes.dictionary[i]);
  for (std::size_t row = 0; row < out.size(); ++row) out[row] = by_code[codes.code[row]];
  return out;
}

bool has_position(const LayerData& layer, std::size_t row) {
  return layer.table->shape == Shape::points && layer.table->points.has(row);
}

Finding unknown_unit(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  const std::vector<Known> codes = known_codes(dataset, layer);
  for (std::size_t row = 0; row < codes.size(); ++row) {
    if (codes[row] == Known::unknown)
      out.add(row, [&] {
        return layer.unit[row] < 0 ? tr("not counted") : trf("counted by its position in {}", named(unit_at(dataset, layer.unit[row])));
      });
    else if (codes[row] == Known::no_code && layer.by_table()) out.add(row, [] { return tr("no code; not counted"); });
  }
  return out.take();
}

Finding divided_unit(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  const std::vector<Known> codes = known_codes(dataset, layer);
  for (std::size_t row = 0; row < codes.size(); ++row)
    if (codes[row] == Known::divided && layer.unit[row] < 0)
      out.add(row, [] { return tr("the unit was divided, and the row has no position to tell its part"); });
  return out.take();
}

Finding coarser_level(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  if (!layer.by_table()) return out.take();
  const std::vector<Known> codes = known_codes(dataset, layer);
  for (std::size_t row = 0; row < codes.size(); ++row)
    if (codes[row] == Known::unit && layer.unit[row] < 0) out.add(row, [] { return tr("its parts are in other rows"); });
  return out.take();
}

Finding outside_units(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  for (std::size_t row = 0; row < layer.unit.size(); ++row)
    if (layer.unit[row] < 0 && has_position(layer, row))
      out.add(row, [&] { const Point at = layer.table->points.at(row); return fmt::format("x {:.1f}, y {:.1f}", at.x, at.y); });
  return out.take();
}

Finding unit_disagrees(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  const UnitSet& units = *dataset.units;
  const Column* code = layer.column("unit");
  if (code == nullptr || layer.table->shape != Shape::points) return out.take();
  const std::vector<Known> codes = known_codes(dataset, layer);
  for (std::size_t row = 0; row < codes.size(); ++row) {
    if (codes[row] != Known::unit || layer.unit[row] < 0 || !has_position(layer, row)) continue;
    const int level = unit_at(dataset, layer.unit[row]).level;
    if (units.areas[static_cast<std::size_t>(level)].size() == 0) continue;  // a root without an outline holds everything
    const int there = units.at(layer.table->points.at(row), level);
    if (there == layer.unit[row]) continue;
    out.add(row, [&] {
      return there < 0 ? tr("its position is outside every unit") : trf("its position is in {}", named(unit_at(dataset, there)));
    });
  }
  return out.take();
}

/// Of the level that the layer speaks of: the deepest of any of its rows.
Finding unit_without_data(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  if (!is_counted(layer.source.kind)) return out.take();
  const Column* total = layer.by_table() ? layer.column(counted_role(layer.source.kind)) : nullptr;
  std::vector<bool> filled(dataset.units->units.size());
  int level = -1;
  for (std::size_t row = 0; row < layer.unit.size(); ++row) {
    if (layer.unit[row] < 0) continue;
    level = std::max(level, unit_at(dataset, layer.unit[row]).level);
    if (total == nullptr || !std::isnan(total->numbers().value[row])) filled[static_cast<std::size_t>(layer.unit[row])] = true;
  }
  if (level < 0) return out.take();
  for (const int unit : dataset.units->of_level(level))
    if (!filled[static_cast<std::size_t>(unit)]) out.note(unit_at(dataset, unit).code, unit_at(dataset, unit).name);
  return out.take();
}

// --- Geometry ---------------------------------------------------------------------------------------------------------

Finding empty_geometry(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  out.add_all(layer.table->no_geometry, tr("no geometry"));
  return out.take();
}

Finding invalid_geometry(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  out.add_all(layer.table->bad_geometry, tr("broken, or of another kind than the layer's"));
  return out.take();
}

Finding suspect_crs(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  out.add_all(layer.table->unplaced, trf("has no place in {}", dataset.project.crs));
  return out.take();
}

// --- Values -----------------------------------------------------------------------------------------------------------

Finding duplicate_code(const Dataset& dataset, const LayerData& layer) {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  Gather out(dataset, layer);
  const Column* column = layer.column("code");
  if (column == nullptr) return out.take();
  const TextColumn& codes = column->text();
  std::vector<std::size_t> first(codes.dictionary.size(), none);
  for (std::size_t row = 0; row < codes.code.size(); ++row) {
    std::size_t& before = first[codes.code[row]];
    if (codes.code[row] == 0) continue;
    if (before == none) before = row;
    else out.add(row, [&] { return trf("“{}” is also the code of row {}", codes.at(row), layer.table->fid[before]); });
  }
  return out.take();
}

Finding connected_exceeds_total(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  const Column* total = layer.column("households");
  const Column* part = layer.column("connected");
  if (!layer.by_table() || total == nullptr || part == nullptr) return out.take();
  for (std::size_t row = 0; row < layer.table->rows; ++row) {
    const double of = total->numbers().value[row], has = part->numbers().value[row];
    if (has > of) out.add(row, [&] { return trf("{} of {} households", format_number(has, 0), format_number(of, 0)); });
  }
  return out.take();
}

Finding negative_number(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  for (const Column& column : layer.table->columns) {
    const auto* numbers = std::get_if<NumberColumn>(&column.cells);
    for (std::size_t row = 0; numbers && row < numbers->value.size(); ++row)
      if (numbers->value[row] < 0) out.add(row, [&] { return trf("field '{}': {}", column.name, fmt::format("{}", numbers->value[row])); });
  }
  return out.take();
}

Finding future_date(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  const Column* since = layer.column("since");
  if (since == nullptr) return out.take();
  const Date last = layer.source.date ? *layer.source.date : dataset.project.date.value_or(today());
  const auto limit = static_cast<std::int32_t>(last.time_since_epoch().count());
  const Cells<std::int32_t>& days = since->dates().day;
  for (std::size_t row = 0; row < days.size(); ++row)
    if (days[row] > limit)
      out.add(row, [&] { return trf("{}, but the data are of {}", format_date(Date{std::chrono::days{days[row]}}), format_date(last)); });
  return out.take();
}

template <typename Kind>
Finding unparsed(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  for (const Column& column : layer.table->columns)
    if (std::holds_alternative<Kind>(column.cells)) out.add_all(column.unread, trf("field '{}'", column.name));
  return out.take();
}

Finding legacy_encoding(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  for (const Column& column : layer.table->columns)
    if (column.legacy_bytes) out.note({}, trf("field '{}' is not UTF-8; it was read as windows-1258", column.name));
  return out.take();
}

/// The map does without the codes of addresses and households, so a wrong name of their field does not stop the loading.
Finding missing_field(const Dataset& dataset, const LayerData& layer) {
  Gather out(dataset, layer);
  const std::string& field = layer.source.field("code");
  if (dataset.codes_read && !field.empty() && layer.column("code") == nullptr)
    out.note({}, trf("{} names “{}”, and the file has no such field", layer.source.key + ".fields.code", field));
  return out.take();
}

std::uint64_t used_rows(const LayerData& layer) {
  const Table& table = *layer.table;
  if (table.shape != Shape::areas) return table.rows - layer.unplaced;
  return table.rows - table.no_geometry.count - table.bad_geometry.count - table.unplaced.count;
}

/// As the project file names it, where it lies in the project's folder.
std::string source_of(const Project& project, const std::string& source) {
  const std::string folder = project.path.parent_path().string() + "/";
  return source.starts_with(folder) ? source.substr(folder.size()) : source;
}

}  // namespace

const std::vector<Rule>& layer_rules() {
  static const std::vector<Rule> rules{
      {"unknown_unit", unknown_unit, mark("{} rows have a unit code that is not in the units"),
       mark("correct the codes; if they are of an older or a newer list, say so with \"codes\"")},
      {"divided_unit", divided_unit, mark("{} rows are of units that no single unit of this map stands for"),
       mark("ask for the figures of today's units; nobody can share these out")},
      {"coarser_level", coarser_level, mark("{} rows are of a level above the others and are not counted again"),
       mark("leave rows of totals out with \"where\"")},
      {"outside_units", outside_units, mark("{} rows lie outside every unit and are not counted"),
       mark("correct their positions, or the layer's \"crs\" if they are many")},
      {"unit_disagrees", unit_disagrees, mark("{} rows lie in another unit than their code says"),
       mark("the code counts; correct the code or the position")},
      {"unit_without_data", unit_without_data, mark("{} units have no row in this layer"),
       mark("ask for their data; until then their figures are unknown, or 0 where the layer holds points")},
      {"empty_geometry", empty_geometry, mark("{} rows have no geometry"),
       mark("give them a position; with a unit code they are counted, but not drawn")},
      {"invalid_geometry", invalid_geometry, mark("{} geometries are broken or of another kind"),
       mark("repair them where the file is made; they are not drawn")},
      {"suspect_crs", suspect_crs, mark("{} positions cannot be placed on the map"),
       mark("are longitude and latitude swapped, or is the layer's \"crs\" another one?")},
      {"duplicate_code", duplicate_code, mark("{} rows repeat the code of an earlier row"),
       mark("each thing is counted as often as it is listed; leave one row of each")},
      {"connected_exceeds_total", connected_exceeds_total, mark("{} rows hold more than all of their households"),
       mark("compare both columns with where they come from; the share is above 100 %")},
      {"negative_number", negative_number, mark("{} numbers are below 0"), mark("correct them; they are counted as they are")},
      {"future_date", future_date, mark("{} rows are dated after the day of the data"),
       mark("correct the dates, or the \"date\" of the project or the layer")},
      {"unparsed_number", unparsed<NumberColumn>, mark("{} values are not numbers and count as unknown"), mark("write plain numbers")},
      {"unparsed_date", unparsed<DateColumn>, mark("{} values are not dates and count as unknown"), mark("write them as 2022-12-31")},
      {"unparsed_flag", unparsed<FlagColumn>, mark("{} values are not yes or no and count as unknown"), mark("write 1 or 0")},
      {"legacy_encoding", legacy_encoding, mark("{} fields are not UTF-8"),
       mark("save the file as UTF-8, or name its \"encoding\" in the project")},
      {"missing_field", missing_field, mark("{} fields are named but not there"),
       mark("correct the name; without it the codes are not checked")}};
  return rules;
}

std::vector<LayerCheck> check_layers(const Dataset& dataset) {
  std::vector<LayerCheck> out;
  for (const auto& layer : dataset.layers) {
    LayerCheck check{.id = layer->source.id,
                     .basemap = false,
                     .source = source_of(dataset.project, layer->source.source),
                     .read = {},
                     .used = {},
                     .encoding = {},
                     .crs = {},
                     .findings = {},
                     .error = layer->error};
    if (layer->table) {
      check.read = layer->table->rows, check.used = used_rows(*layer);
      check.encoding = layer->table->encoding, check.crs = layer->table->source_crs;
      for (const Rule& rule : layer_rules()) {
        Finding finding = rule.find(dataset, *layer);
        finding.kind = rule.kind;
        if (finding.count > 0) check.findings.push_back(std::move(finding));
      }
    }
    out.push_back(std::move(check));
  }
  for (const auto& raster : dataset.rasters) {
    out.push_back(check_basemap(dataset, *raster));
    out.back().source = source_of(dataset.project, raster->source.source);
  }
  return out;
}

std::size_t Check::faults() const {
  std::size_t sum = 0;
  for (const LayerCheck& layer : layers) sum += layer.findings.size();
  for (const TargetCheck& target : quotes.targets) sum += target.findings.size();
  return sum;
}

}  // namespace data
