// One square piece of a layer of points, ready to upload: counts in a fine grid from afar, marks from near by.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "layers/palette.h"
#include "layers/point_tree.h"
#include "layers/view.h"

namespace layers {

/// Squares on a tile's side within which marks are merged: 2^ this. Of cells of counts there are tile_pixels.
constexpr int merge_levels = 3;

/// Cells of counts on a tile's side with a rim of one: what pixels on its edge are partly of.
constexpr int count_side = tile_pixels + 2;

/// A point, or several that would be drawn over each other.
struct PointMark {
  std::array<float, 2> place{};  ///< map units from the tile's lower left corner: of the point, or the middle of the several
  float count = 1;
  float share = 0;     ///< good ones among them, 0..1
  float category = 0;  ///< of a single point
  float size = 1;      ///< of several: diameter in design pixels; of a single point: times mark_size()
  bool several() const { return count > 1.5F; }
  bool operator==(const PointMark&) const = default;
};

struct PointTile {
  Cell tile;
  /// By cell, count_side rows of as many from the lower left of the rim: 0 for none, else 1 + 8 log2(points); and the share of good ones,
  /// 255 for all. Empty: no points there.
  std::vector<std::array<std::uint8_t, 2>> counts;
  std::vector<PointMark> marks;
};

/// The size of tiles to draw a view with: a cell of counts is 1.5 to 3 design pixels wide.
int tile_exponent(const View& view);
/// Diameter of a single mark in design pixels: they grow as one comes closer, from `least` to 11.
double mark_size(double metres_per_design_pixel, double least);
/// Diameter of a mark for several points, in design pixels.
double merged_size(double count);
/// The smallest type that numbers in marks are set in, in design pixels.
constexpr double least_number = 7;
/// The least diameter, in design pixels, that has room for that number; no more than merged_size().
double readable_size(double count);
/// Room for the number in a mark of several: the diameter, in the pixels of `size`, of what shaders/point_mark.frag leaves of it.
double number_room(double size, double pixel_ratio);
/// Map units to a design pixel in the farthest view that a tile is for: what stays apart there, stays apart closer up.
double farthest_metres(const Cell& tile);

/// How far outside a view, in map units, lie points that show in it: marks stand half in it, and those merged into them lie in the same
/// square.
double reach_of_points(const View& view);

/// Half of the largest mark, and its rim, in design pixels.
constexpr double reach_of_marks = 24;

/// Which marks are kept apart: none are merged among places that people look for by themselves.
struct MarkRule {
  bool merge = true;
  double least = 4;  ///< see mark_size
};

/// How counts become colours: the share decides the hue, the density the strength.
struct CountLook {
  Colour bad{}, good{};
  float thinning = 0;  ///< log2 of a cell's area over that of 2 x 2 design pixels: zooming in does not make a crowd
  bool operator==(const CountLook&) const = default;
};

/// The colours of all counts in that look. A cell with one lone point is still plainly visible.
class CountColours {
 public:
  explicit CountColours(const CountLook& look);
  const CountLook& look() const { return look_; }
  /// Colour times opacity, by cell as PointTile::counts has them.
  std::vector<std::array<std::uint8_t, 4>> of(const std::vector<std::array<std::uint8_t, 2>>& counts) const;

 private:
  CountLook look_;
  std::vector<std::array<std::uint8_t, 4>> table_;  ///< by share, then by level
};

PointTile count_tile(const PointTree& tree, const Cell& tile);
PointTile mark_tile(const PointTree& tree, const Cell& tile, const MarkRule& rule);

}  // namespace layers
