// Administrative units as a tree on the map: who contains whom, where they are, which one a point or a code means.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/model/area_index.h"
#include "data/source/geometry.h"
#include "data/source/table.h"

namespace data {

struct Unit {
  std::string code, name;
  int level = 0;    ///< index into UnitSet::levels, 0 outermost
  int parent = -1;  ///< index into UnitSet::units; -1 for the root
  std::vector<int> children;
  Box box;
  Point label;        ///< a point well inside, for the name
  int area_row = -1;  ///< row in areas of its level; -1 for a root without geometry of its own
};

/// Immutable once built. Unit 0 is always the root: the whole area, synthesised when the project lists no single one.
struct UnitSet {
  std::vector<std::string> levels;  ///< e.g. province, district, commune
  std::vector<Unit> units;          ///< the root, then level by level in source order
  std::vector<Areas> areas;         ///< by level; empty for a synthesised root level
  std::vector<AreaIndex> index;     ///< by level
  std::vector<std::string> warnings;

  int find(int level, std::string_view code) const;  ///< unit index or -1
  int deepest() const { return static_cast<int>(levels.size()) - 1; }
  int level_of(std::string_view name) const;  ///< level index or -1
  int at(Point p, int level) const;           ///< unit index at that level, or -1
  std::vector<int> of_level(int level) const;
  int ancestor(int unit, int level) const;  ///< the unit of `level` that contains `unit`; -1 if it is above
  std::string path_of(int unit) const;      ///< "Xã Đạo Trù, Huyện Tam Đảo", for people

  std::vector<std::unordered_map<std::string, int>> by_code;  ///< by level
  std::vector<std::vector<int>> unit_of_row;                  ///< by level: area row -> unit
};

struct LevelTable {
  std::string level;
  Table table;  ///< columns as named by UnitSource: code, name, optionally parent
  std::string code_field, name_field, parent_field;
};

/// Builds the tree. `root_code` and `root_name` describe the root when the outermost level holds several units.
/// Throws Error when no level holds any unit.
UnitSet build_units(std::vector<LevelTable> levels, const std::string& root_code, const std::string& root_name);

/// "Thành phố Vĩnh Yên" -> "TP. Vĩnh Yên"; xã, phường, huyện are dropped or shortened as on printed maps.
std::string short_name(std::string_view name);

}  // namespace data
