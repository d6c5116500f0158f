// Stripes over areas, pinned to the map: one description for the shader, for shapes on paper and for legends. Any thread.
#pragma once

#include <array>
#include <vector>

#include "data/source/geometry.h"
#include "layers/palette.h"

namespace layers {

/// Across them `across_x` * x + `across_y` * y of the map grows, counted in design pixels, north up; the middles of the stripes lie half a
/// period off its whole periods. {1, 1} falls to the right, {1, -1} rises, {0, 1} is level, {1, 0} upright.
struct Stripes {
  Colour colour{};
  int across_x = 1, across_y = 1;
  double period = 7;  ///< of that sum
  double width = 1;   ///< of one stripe, design pixels

  double slope() const;  ///< how much the sum grows in a pixel straight across
  bool operator==(const Stripes&) const = default;
};

/// No data: different from every class and from 0 %. Nothing else falls to the right.
Stripes no_data_stripes(const Theme& theme);

/// The middle of each stripe that crosses `box`, from one side of it to the other and beyond. In a picture whose y grows downwards, with
/// `scale` of its units to a design pixel; the sum is nothing at `pin`.
std::vector<std::array<data::Point, 2>> middle_lines(const Stripes& stripes, const data::Box& box, data::Point pin, double scale = 1);

}  // namespace layers
