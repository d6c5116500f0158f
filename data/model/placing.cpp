// Which unit every row of a layer belongs to: by its code, else by its position.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "data/model/answers.h"
#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/share_out.h"

namespace data {
namespace {

/// What each distinct code of a layer stands for on this map.
struct PlacedCodes {
  std::vector<std::int32_t> unit;                ///< at the deepest level that knows the code; -1 for codes no level knows
  std::map<std::uint32_t, std::string> divided;  ///< codes of another list that no single unit stands for: "05461 → 05443 + 05467"
};

PlacedCodes place_codes(const TextColumn& column, const LayerSource& source, const UnitSet& units, const Crosswalk* crosswalk) {
  const bool other = source.codes != CodeList::own;
  if (other && crosswalk == nullptr)
    throw Error({.what = trf("Cannot place layer '{}'", source.id),
                 .why = tr("its unit codes are of another list, and there is no crosswalk to read them by")});
  const CodeList list = other ? crosswalk->list_of(units) : CodeList::own;
  PlacedCodes out{.unit = std::vector<std::int32_t>(column.dictionary.size(), -1), .divided = {}};
  for (std::uint32_t i = 1; i < out.unit.size(); ++i) {
    std::string code = column.dictionary[i];
    if (other) {
      const Crosswalk::Step step = crosswalk->carry(code, source.codes, list);
      if (!step.others.empty()) out.divided[i] = fmt::format("{} → {}", code, fmt::join(step.others, " + "));
      code = step.code;
    }
    for (int level = units.deepest(); level >= 0 && out.unit[i] < 0; --level) out.unit[i] = units.find(level, code);
  }
  return out;
}

/// Points that all lie far from the units are in another reference system than their file or the project says: no code makes them a map.
void expect_near(const LayerData& layer, const UnitSet& units) {
  Box around;
  for (const Unit& unit : units.units) around.include(unit.box);
  if (around.empty()) return;
  around = around.grown(std::max(around.width(), around.height()));
  const Points& points = layer.table->points;
  bool any = false;
  for (std::size_t row = 0; row < points.size(); ++row) {
    if (!points.has(row)) continue;
    if (around.contains(points.at(row))) return;
    any = true;
  }
  if (any)
    throw Error({.what = trf("Cannot place layer '{}'", layer.source.id),
                 .file = layer.source.source,
                 .why = trf("read as {}, all its points lie far from the units", layer.table->source_crs),
                 .hint = tr("write the system that its coordinates are in as the layer's \"crs\" in the project")});
}

/// Rows of one table at several levels would be counted twice: only the deepest level stays.
void keep_deepest_level(LayerData& layer, const UnitSet& units, std::vector<std::string>& warnings) {
  std::vector<std::uint64_t> rows(units.levels.size(), 0);
  for (const std::int32_t unit : layer.unit)
    if (unit >= 0) ++rows[static_cast<std::size_t>(units.units[static_cast<std::size_t>(unit)].level)];
  int deepest = -1;
  std::size_t levels = 0;
  for (std::size_t level = 0; level < rows.size(); ++level)
    if (rows[level] > 0) deepest = static_cast<int>(level), ++levels;
  if (levels < 2) return;
  std::int64_t dropped = 0;
  for (std::int32_t& unit : layer.unit)
    if (unit >= 0 && units.units[static_cast<std::size_t>(unit)].level != deepest) unit = -1, ++dropped;
  warnings.push_back(trf("Layer '{}' has rows of several levels; {} rows above level {} are not counted again", layer.source.id,
                         format_integer(dropped), units.levels[static_cast<std::size_t>(deepest)]));
}

/// A row of a table whose code names no unit, or a unit that was divided, is in no sum; what it held must not vanish quietly.
void note_lost_rows(const LayerData& layer, const Column* code, const PlacedCodes& placed, std::vector<std::string>& warnings) {
  struct Lost {
    std::int64_t rows = 0;
    double households = 0;
  } nowhere, divided;
  const Column* households = layer.by_table() ? layer.column("households") : nullptr;
  std::set<std::string> which;
  for (std::size_t row = 0; row < layer.unit.size(); ++row) {
    if (layer.unit[row] >= 0) continue;
    const auto found = code ? placed.divided.find(code->text().code[row]) : placed.divided.end();
    if (found != placed.divided.end()) which.insert(found->second);
    Lost& lost = found != placed.divided.end() ? divided : nowhere;
    ++lost.rows;
    if (households && !std::isnan(households->numbers().value[row])) lost.households += households->numbers().value[row];
  }
  if (nowhere.rows > 0 && layer.by_table())
    warnings.push_back(trf("Layer '{}': {} rows belong to no known unit; their {} households are in no sum", layer.source.id,
                           format_integer(nowhere.rows), format_integer(std::llround(nowhere.households))));
  if (divided.rows == 0) return;
  std::string message = trf("Layer '{}': {} rows of units that no single unit of this map stands for ({}) are in no sum", layer.source.id,
                            format_integer(divided.rows), listed({which.begin(), which.end()}));
  if (households) message += trf("; they hold {} households", format_integer(std::llround(divided.households)));
  warnings.push_back(std::move(message));
}

}  // namespace

void place_rows(LayerData& layer, const UnitSet& units, std::vector<std::string>& warnings, unsigned threads, const Crosswalk* crosswalk) {
  const Table& table = *layer.table;
  layer.unit.assign(table.rows, -1);
  if (table.shape == Shape::areas) return;
  if (table.shape == Shape::points) expect_near(layer, units);
  const Column* code = layer.column("unit");
  std::vector<std::string> unknown;
  PlacedCodes placed;
  if (code) {
    placed = place_codes(code->text(), layer.source, units, crosswalk);
    for (std::uint32_t c = 1; c < placed.unit.size(); ++c)
      if (placed.unit[c] < 0 && !placed.divided.contains(c)) unknown.push_back(code->text().dictionary[c]);
    share_out(table.rows, threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) layer.unit[row] = placed.unit[code->text().code[row]];
    });
  }
  if (table.shape == Shape::points)
    share_out(table.rows, threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row)
        for (int level = units.deepest(); level > 0 && layer.unit[row] < 0; --level)
          layer.unit[row] = units.at(table.points.at(row), level);
    });
  if (!unknown.empty())
    warnings.push_back(trf("Layer '{}': {} unit codes are not in the units ({})", layer.source.id,
                           format_integer(static_cast<std::int64_t>(unknown.size())), listed(unknown)));
  note_lost_rows(layer, code, placed, warnings);
  if (layer.by_table()) keep_deepest_level(layer, units, warnings);
  layer.unplaced = static_cast<std::uint64_t>(std::count(layer.unit.begin(), layer.unit.end(), -1));
  if (layer.unplaced > 0 && table.shape == Shape::points)
    warnings.push_back(trf("Layer '{}': {} of {} points lie outside every unit and are not counted", layer.source.id,
                           format_integer(static_cast<std::int64_t>(layer.unplaced)),
                           format_integer(static_cast<std::int64_t>(table.rows))));
}

}  // namespace data
