#include "data/model/units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace data {
namespace {

/// Distance from `p` to the nearest edge of the row.
double clearance(const Areas& areas, std::size_t row, Point p) {
  double best = std::numeric_limits<double>::infinity();
  for (std::uint32_t ring = areas.ring_begin(row); ring < areas.ring_end(row); ++ring) {
    const std::uint32_t begin = areas.first_vertex[ring], end = areas.first_vertex[ring + 1];
    for (std::uint32_t v = begin; v < end; ++v) {
      const std::uint32_t next = v + 1 < end ? v + 1 : begin;
      const double dx = areas.x[next] - areas.x[v], dy = areas.y[next] - areas.y[v];
      const double length = dx * dx + dy * dy;
      const double t = length > 0 ? std::clamp(((p.x - areas.x[v]) * dx + (p.y - areas.y[v]) * dy) / length, 0.0, 1.0) : 0.0;
      best = std::min(best, std::hypot(p.x - areas.x[v] - t * dx, p.y - areas.y[v] - t * dy));
    }
  }
  return best;
}

/// A point well inside: the roomiest of the middles of the widest chords of fifteen horizontal cuts.
Point label_point(const Areas& areas, std::size_t row) {
  const Box box = areas.box(row);
  Point best = box.centre();
  double room = -1;
  std::vector<double> cuts;
  for (int k = 1; k <= 15; ++k) {
    const double y = box.min_y + box.height() * k / 16.0;
    cuts.clear();
    for (std::uint32_t ring = areas.ring_begin(row); ring < areas.ring_end(row); ++ring) {
      const std::uint32_t begin = areas.first_vertex[ring], end = areas.first_vertex[ring + 1];
      for (std::uint32_t v = begin; v < end; ++v) {
        const std::uint32_t next = v + 1 < end ? v + 1 : begin;
        if ((areas.y[v] > y) != (areas.y[next] > y))
          cuts.push_back(areas.x[v] + (y - areas.y[v]) / (areas.y[next] - areas.y[v]) * (areas.x[next] - areas.x[v]));
      }
    }
    std::sort(cuts.begin(), cuts.end());
    double widest = 0, x = 0;
    for (std::size_t i = 0; i + 1 < cuts.size(); i += 2)
      if (cuts[i + 1] - cuts[i] > widest) widest = cuts[i + 1] - cuts[i], x = (cuts[i] + cuts[i + 1]) / 2;
    if (widest / 2 <= room) continue;
    const double free = clearance(areas, row, {x, y});
    if (free > room) room = free, best = {x, y};
  }
  return best;
}

const std::string& cell(const Column* column, std::size_t row) {
  static const std::string none;
  return column ? column->text().at(row) : none;
}

/// The root's own level name must differ from the levels the project lists.
std::string root_level_name(const std::vector<LevelTable>& levels) {
  for (const LevelTable& level : levels)
    if (level.level == "province") return "area";
  return "province";
}

/// The parent code every outermost unit agrees on, e.g. the province's, or "".
std::string common_parent(const LevelTable& level) {
  const Column* parent = level.parent_field.empty() ? nullptr : level.table.find(level.parent_field);
  if (parent == nullptr) return {};
  for (std::size_t row = 1; row < level.table.rows; ++row)
    if (cell(parent, row) != cell(parent, 0)) return {};
  return level.table.rows ? cell(parent, 0) : std::string{};
}

void add_level(UnitSet& set, LevelTable& level) {
  const int index = static_cast<int>(set.levels.size());
  set.levels.push_back(level.level);
  set.by_code.emplace_back();
  set.unit_of_row.emplace_back();
  const Column* code = level.table.find(level.code_field);
  const Column* name = level.table.find(level.name_field);
  std::vector<std::string> twice;
  for (std::size_t row = 0; row < level.table.rows; ++row) {
    Unit unit;
    unit.code = cell(code, row);
    unit.name = cell(name, row);
    unit.level = index;
    unit.area_row = static_cast<int>(row);
    unit.box = level.table.areas.box(row);
    unit.label = label_point(level.table.areas, row);
    if (!set.by_code.back().emplace(unit.code, static_cast<int>(set.units.size())).second) twice.push_back(unit.code);
    set.unit_of_row.back().push_back(static_cast<int>(set.units.size()));
    set.units.push_back(std::move(unit));
  }
  if (!twice.empty())
    set.warnings.push_back(
        trf("Level {}: {} codes occur more than once ({}); the first of each is used", level.level, twice.size(), listed(twice)));
  set.areas.push_back(std::move(level.table.areas));
  set.index.emplace_back(set.areas.back());
}

/// By code in the levels above, nearest first; else by position.
int parent_of(const UnitSet& set, const Unit& unit, const std::string& parent_code) {
  if (!parent_code.empty())
    for (int level = unit.level - 1; level >= 0; --level)
      if (const int found = set.find(level, parent_code); found >= 0) return found;
  for (int level = unit.level - 1; level >= 0; --level)
    if (const int found = set.at(unit.label, level); found >= 0) return found;
  return -1;
}

void connect(UnitSet& set, const std::vector<std::vector<std::string>>& parent_codes) {
  std::vector<std::string> orphans;
  for (std::size_t i = 1; i < set.units.size(); ++i) {
    Unit& unit = set.units[i];
    unit.parent = parent_of(set, unit, parent_codes[static_cast<std::size_t>(unit.level)][static_cast<std::size_t>(unit.area_row)]);
    if (unit.parent < 0) {
      unit.parent = 0;
      if (unit.level > 1) orphans.push_back(unit.name);
    }
    set.units[static_cast<std::size_t>(unit.parent)].children.push_back(static_cast<int>(i));
    set.units[0].box.include(unit.box);
  }
  if (!orphans.empty()) set.warnings.push_back(trf("{} units have no parent by code or by position ({})", orphans.size(), listed(orphans)));
}

}  // namespace

UnitSet build_units(std::vector<LevelTable> levels, const std::string& root_code, const std::string& root_name) {
  std::erase_if(levels, [](const LevelTable& level) { return level.table.rows == 0; });
  if (levels.empty())
    throw Error({.what = tr("The project has no administrative unit to show"), .hint = tr("list at least one level under \"units\"")});
  UnitSet set;
  std::vector<std::vector<std::string>> parent_codes;
  if (levels.front().table.rows > 1) {  // several outermost units: the whole area stands above them
    Unit root;
    root.code = root_code.empty() ? common_parent(levels.front()) : root_code;
    root.name = root_name;
    set.levels.push_back(root_level_name(levels));
    set.by_code.push_back({{root.code, 0}});
    set.unit_of_row.emplace_back();
    set.areas.emplace_back();
    set.index.emplace_back();
    set.units.push_back(std::move(root));
    parent_codes.emplace_back();
  }
  for (LevelTable& level : levels) {
    const Column* parent = level.parent_field.empty() ? nullptr : level.table.find(level.parent_field);
    parent_codes.emplace_back();
    for (std::size_t row = 0; row < level.table.rows; ++row) parent_codes.back().push_back(cell(parent, row));
    add_level(set, level);
  }
  connect(set, parent_codes);
  if (set.units[0].area_row < 0) set.units[0].label = set.units[0].box.centre();
  return set;
}

int UnitSet::find(int level, std::string_view code) const {
  if (level < 0 || level >= static_cast<int>(by_code.size())) return -1;
  const auto& codes = by_code[static_cast<std::size_t>(level)];
  const auto found = codes.find(std::string(code));
  return found == codes.end() ? -1 : found->second;
}

int UnitSet::level_of(std::string_view name) const {
  const auto found = std::find(levels.begin(), levels.end(), name);
  return found == levels.end() ? -1 : static_cast<int>(found - levels.begin());
}

int UnitSet::at(Point p, int level) const {
  const auto l = static_cast<std::size_t>(level);
  const int row = index[l].find(p);
  return row < 0 ? -1 : unit_of_row[l][static_cast<std::size_t>(row)];
}

std::vector<int> UnitSet::of_level(int level) const {
  if (unit_of_row[static_cast<std::size_t>(level)].empty()) return {0};
  return unit_of_row[static_cast<std::size_t>(level)];
}

int UnitSet::ancestor(int unit, int level) const {
  while (unit >= 0 && units[static_cast<std::size_t>(unit)].level > level) unit = units[static_cast<std::size_t>(unit)].parent;
  return unit >= 0 && units[static_cast<std::size_t>(unit)].level == level ? unit : -1;
}

std::string UnitSet::path_of(int unit) const {
  std::string out;
  for (int u = unit; u >= 0 && (u != 0 || unit == 0); u = units[static_cast<std::size_t>(u)].parent)
    out += (out.empty() ? "" : ", ") + units[static_cast<std::size_t>(u)].name;
  return out;
}

std::string short_name(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> rules{{{"Thành phố ", "TP. "},
                                                                                       {"Thị xã ", "TX. "},
                                                                                       {"Thị trấn ", "TT. "},
                                                                                       {"Phường ", "P. "},
                                                                                       {"Quận ", "Q. "},
                                                                                       {"Huyện ", ""},
                                                                                       {"Xã ", ""},
                                                                                       {"Tỉnh ", ""},
                                                                                       {"Đặc khu ", "ĐK. "}}};
  for (const auto& [from, to] : rules)
    if (name.size() > from.size() && name.substr(0, from.size()) == from) {
      const std::string_view rest = name.substr(from.size());
      // "Phường 3", "Quận 1": the number alone would name nothing.
      if (to.empty() && !rest.empty() && rest[0] >= '0' && rest[0] <= '9') return std::string(name);
      return std::string(to) + std::string(rest);
    }
  return std::string(name);
}

}  // namespace data
