// What the mark of a point looks like: its shape says what it is, and a hollow one that it is not there yet. Neither rests on colour alone.
#pragma once

#include <algorithm>

#include "data/project.h"

namespace layers {

enum class MarkShape { disc, square, diamond };

/// Households are discs; digital addresses squares, as the plates beside doors are; places that are looked for one by one diamonds.
constexpr MarkShape shape_of(data::LayerKind kind) {
  if (kind == data::LayerKind::digital_address) return MarkShape::square;
  return kind == data::LayerKind::fiber_household ? MarkShape::disc : MarkShape::diamond;
}

/// From the middle to the outline along an axis, for a mark of radius 1: none looks heavier than another.
constexpr double reach_of(MarkShape shape) {
  if (shape == MarkShape::square) return 0.9;
  return shape == MarkShape::diamond ? 1.22 : 1;
}

/// How wide the rim of a hollow mark of that size is, in the same pixels.
constexpr double hollow_band(double size, double pixel_ratio) { return std::max(1.4 * std::max(1.0, pixel_ratio), size * 0.18); }

}  // namespace layers
