// The box round many positions.
#pragma once

#include <vector>

#include "data/source/geometry.h"

namespace data {

/// Of the positions that are finite, found on all cores.
Box box_of(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace data
