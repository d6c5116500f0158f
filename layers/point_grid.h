// Points -> exact counts per pixel. Nothing is thinned: every point in view is in exactly one cell.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "data/source/geometry.h"
#include "layers/view.h"

namespace layers {

/// How many points, and how many of them in category 1 or 2.
struct CellCount {
  std::uint32_t total = 0, good = 0;
};

/// Points sorted along a Morton curve over their own box, so that a view reads a few contiguous runs.
struct PointIndex {
  data::Point origin;                       ///< positions are relative to this
  std::vector<std::array<float, 2>> position;
  std::vector<std::uint8_t> category;       ///< 0..3, e.g. 1 connected, 0 not
  std::vector<std::uint32_t> row;           ///< of the table, for hovering and clicking
  data::Box box;
  /// Cells of a fixed coarse grid in Morton order: points of cell c are cell_begin[c] .. cell_begin[c + 1].
  int levels = 0;                           ///< 2^levels cells a side
  std::vector<std::uint32_t> cell_begin;
};

/// `category` by row; rows with NaN positions are left out (they were reported when read).
PointIndex index_points(const data::Points& points, const std::vector<std::uint8_t>& category);

/// Counts of a view's points on a grid of square cells of `cell` device pixels, aligned to the map so that panning by
/// whole cells keeps every cell's membership.
struct PointGrid {
  View view;                       ///< what it was made for
  int cell = 1;                    ///< device pixels
  int columns = 0, rows = 0;
  data::Point top_left;            ///< map position of the grid's corner
  std::vector<std::uint32_t> total, good;  ///< by cell, row by row from the top; good: points of category 1 or 2
};

/// Any thread. The grid reaches `margin` beyond the view on each side (a share of its size).
PointGrid count_points(const PointIndex& index, const View& view, int cell, double margin);

/// Indices (into `index`) of the points inside `box`, at most `limit` + 1 of them.
std::vector<std::uint32_t> points_in(const PointIndex& index, const data::Box& box, std::size_t limit);

}  // namespace layers
