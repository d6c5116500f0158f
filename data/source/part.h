// A table of areas cut down to those that reach into a box, by their true shapes: the same rows whichever way the table was had.
#pragma once

#include "data/source/table.h"

namespace data {

/// True when some ground of the row's polygons, or an edge of them, lies in the box. A box inside a hole is not reached.
bool reaches_into(const Areas& areas, std::size_t row, const Box& box);

/// Drops every row of a table of areas that does not reach into `extent`, and what was said of faulty rows, which are no longer
/// where they were.
void keep_part(Table& table, const Box& extent);

}  // namespace data
