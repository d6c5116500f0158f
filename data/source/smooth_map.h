// A slow but smooth map of the plane, stood in for by a polynomial that is checked against it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "data/source/geometry.h"

namespace data {

/// A tensor product of Chebyshev polynomials through the Chebyshev nodes of a box (Trefethen, Approximation Theory and Approximation
/// Practice): for a projection over a province its error falls by orders of magnitude with each degree. The same box and the same
/// exact map give the same polynomial, so results do not depend on how the work is shared out. Safe from any thread.
class SmoothMap {
 public:
  /// In place; a coordinate that has no image becomes NaN.
  using Exact = std::function<void(double* x, double* y, std::size_t count)>;

  /// The polynomial of the lowest degree that stays within `tolerance` (in units of the image) of the exact map on a grid four
  /// times as fine as its nodes; nothing when none does: the box is too large, or the map is not smooth in it.
  static std::optional<SmoothMap> fit(const Box& box, double tolerance, const Exact& exact);

  /// In place. Coordinates outside the box, or not finite, become NaN.
  void apply(double* x, double* y, std::size_t count) const;
  int degree() const { return degree_; }

 private:
  template <int terms>
  void apply_terms(double* x, double* y, std::size_t count) const;

  Box box_;
  int degree_ = 0;
  std::vector<double> x_, y_;  ///< coefficients, (degree + 1)², row by row
};

}  // namespace data
