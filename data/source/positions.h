// What many positions have in common.
#pragma once

#include <cmath>
#include <vector>

#include "data/source/geometry.h"

namespace data {

/// A row without a position has NaN in its place.
inline bool is_position(double x, double y) { return std::isfinite(x) && std::isfinite(y); }

/// The box round those that are positions, found on all cores.
Box box_of(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace data
