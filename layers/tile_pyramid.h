// Squares of ground at scales that are powers of two: which of them a view is made of. Pure.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "data/source/geometry.h"
#include "layers/view.h"

namespace layers {

/// A square with sides of 2^exponent map units, numbered eastwards and northwards from the origin of the map's CRS, so that it is the
/// same whatever is looked at.
struct Cell {
  int exponent = 0;
  std::int64_t x = 0, y = 0;
  double side() const;
  data::Box box() const;
  auto operator<=>(const Cell&) const = default;  // NOLINT(modernize-use-nullptr): takes the spaceship for a null
};

/// The square of that size that a position lies in.
Cell cell_at(data::Point p, int exponent);
/// The larger square that holds this one.
Cell ancestor(const Cell& cell, int exponent);
/// 0..3: the squares of half its size inside it.
Cell child(const Cell& cell, int which);

/// Pictures are cut into tiles of this many pixels a side: a tile is 2^tile_levels times as wide as its pixels.
constexpr int tile_levels = 8, tile_pixels = 1 << tile_levels;

/// The exponent of pixels about as large as the view's and never finer than `finest` map units; `finest` of a source whose
/// pixels are that large.
int pixel_exponent(const View& view, double finest);

/// The squares of a size that a view, and `margin` (a share of its size) around it, shows of `box` (nothing: of everywhere), those nearest
/// to the middle first.
std::vector<Cell> cells_of(const View& view, int exponent, const std::optional<data::Box>& box = {}, double margin = 0);

}  // namespace layers
