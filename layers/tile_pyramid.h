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

/// What to draw on a square until its tile is made: draw(tile, part) is called for parts that cover it once at most, so that nothing
/// translucent lies twice. Its own tile if has(tile), else smaller ones down to `finer` times half its size, else a part of a larger one.
template <typename Has, typename Draw>
void stand_in(const Cell& square, int finer, int coarser, const Has& has, const Draw& draw) {
  const auto has_finer = [&](const auto& self, const Cell& cell, int levels) -> bool {
    for (int which = 0; levels > 0 && which < 4; ++which)
      if (const Cell part = child(cell, which); has(part) || self(self, part, levels - 1)) return true;
    return false;
  };
  if (has(square)) return draw(square, square);
  if (has_finer(has_finer, square, finer)) {
    for (int which = 0; which < 4; ++which) stand_in(child(square, which), finer - 1, coarser + 1, has, draw);
    return;
  }
  for (int up = 1; up <= coarser; ++up)
    if (const Cell larger = ancestor(square, square.exponent + up); has(larger)) return draw(larger, square);
}

}  // namespace layers
