// A table that was read, moved from its own reference system into the map's.
#pragma once

#include <string>

#include "data/source/table.h"

namespace data {

/// From `table.source_crs`. Rows that have no place there lose their position or their whole area, and are noted in
/// `table.unplaced`. Throws Error for an unknown CRS, or when PROJ knows no way between the two.
void place_areas(Table& table, const std::string& map_crs);
/// The same for points, which are at `places` in the source's own system, and packs them into the table.
void place_points(Table& table, Coordinates&& places, const std::string& map_crs);

}  // namespace data
