// Which area holds this point? A grid over the areas that answers most questions with one look-up.
#pragma once

#include <cstdint>
#include <vector>

#include "data/source/geometry.h"

namespace data {

/// Immutable once built; share it freely between threads. Even-odd over all rings of a row, so holes are outside.
/// A point exactly on a shared border belongs to one side only, the same on every run.
class AreaIndex {
 public:
  AreaIndex() = default;
  explicit AreaIndex(const Areas& areas);

  /// The first row (in source order) that contains the point, or -1. Where areas overlap the earlier row wins.
  int find(Point p) const;
  /// True if any row whose `wanted[row]` is non-zero contains the point.
  bool inside_any(Point p, const std::vector<std::uint8_t>& wanted) const;

 private:
  struct Cell {
    std::uint32_t begin = 0, end = 0;  ///< of candidates_, in row order
  };
  struct Candidate {
    std::uint32_t row;
    std::uint32_t edges_begin, edges_end;  ///< of cell_edges_: the edges that cross this cell's band to the left
    bool whole;                            ///< the cell lies inside the row entirely
  };
  struct Edge {
    double x0, y0, x1, y1;
  };
  const Cell* cell_at(Point p) const;
  bool contains(const Candidate& candidate, Point p) const;

  Box box_;
  int columns_ = 0, rows_ = 0;
  double cell_width_ = 1, cell_height_ = 1;
  std::vector<Cell> cells_;
  std::vector<Candidate> candidates_;
  std::vector<Edge> edges_;
};

}  // namespace data
