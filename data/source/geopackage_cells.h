// Cells of a GeoPackage's table, as SQLite has them.
#pragma once

#include <optional>
#include <string_view>

#include "data/source/cell_columns.h"

struct sqlite3_value;

namespace data {

/// Appends a cell. False when it is not what such a column holds: SQLite keeps anything anywhere.
bool put_cell(CellColumn& column, sqlite3_value* value);

/// The WKB in a GeoPackage's geometry blob (OGC 12-128r18, 2.1.3). Nothing for a blob of another kind.
std::optional<std::string_view> wkb_in(std::string_view blob);

}  // namespace data
