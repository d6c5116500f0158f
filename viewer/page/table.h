// The table of units: as many whole rows as fit, and a line that says how many more there are.
#pragma once

#include "viewer/page/canvas.h"
#include "viewer/page/content.h"

namespace viewer {

/// What the table takes with `rows` rows, heading, column heads and the line below included.
constexpr double airy_row = 9;  ///< what a row may grow by when the whole table is there
double table_height(const Canvas& canvas, const TableContent& table, double width, int rows);
void draw_table(Canvas& canvas, const Rect& rect, const TableContent& table);

}  // namespace viewer
