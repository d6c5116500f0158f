// Rows of a table of points put in the order of a Morton curve.
#pragma once

#include <cstdint>

#include "data/source/table.h"

namespace data {

/// Bits of x and y interleaved, x lowest: the place of a cell along the curve.
std::uint64_t morton(std::uint32_t x, std::uint32_t y);

/// Reorders everything the table holds by row and fills `table.curve`. Linear; shared between `threads` cores; rows of one leaf keep the
/// order of the source, so the same table always comes out the same.
void order_along_curve(Table& table, unsigned threads);

}  // namespace data
