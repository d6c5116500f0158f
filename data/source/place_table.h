// A table that was read, moved from its own reference system into the map's.
#pragma once

#include <cmath>
#include <string>

#include "data/source/table.h"

namespace data {

inline bool is_positioned(const Points& points, std::size_t row) { return std::isfinite(points.x[row]) && std::isfinite(points.y[row]); }

/// From `table.source_crs`. Rows that have no place there lose their position or their whole area, and are noted in
/// `table.unplaced`. Throws Error for an unknown CRS, or when PROJ knows no way between the two.
void place_table(Table& table, const std::string& map_crs);

}  // namespace data
