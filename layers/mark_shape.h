// What the mark of a point looks like: its shape says what it is, and a hollow one that it is not there yet. Neither rests on colour alone.
#pragma once

#include "data/project.h"

namespace layers {

enum class MarkShape { disc, square, diamond };

/// Households are discs; digital addresses squares, as the plates beside doors are; places that are looked for one by one diamonds.
constexpr MarkShape shape_of(data::LayerKind kind) {
  if (kind == data::LayerKind::digital_address) return MarkShape::square;
  return kind == data::LayerKind::fiber_household ? MarkShape::disc : MarkShape::diamond;
}

/// From the middle to the outline along an axis, for a mark of radius 1: none looks heavier than another. shaders/point_mark.frag draws
/// the same.
constexpr double reach_of(MarkShape shape) {
  if (shape == MarkShape::square) return 0.9;
  return shape == MarkShape::diamond ? 1.22 : 1;
}

}  // namespace layers
