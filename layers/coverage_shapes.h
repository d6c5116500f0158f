// Overlapping coverage cells -> one outline per technology, once per file and off the GL thread: drawing then needs one thin
// tint per technology, however many cells overlap, and its edges are real edges.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "data/source/geometry.h"

namespace layers {

/// One row per group: the union of the areas whose `group[row]` it is. Rings that cross themselves are taken apart, as even and odd.
/// Corners come back on a grid of less than a millionth of the whole, a tenth of a millimetre in a province.
data::Areas unite(const data::Areas& areas, const std::vector<std::uint32_t>& group, std::uint32_t groups, std::stop_token stop = {});

/// Row by row what is left of `areas[row]` after taking away every row of `over[row]` that is `shown`; rows not shown become empty.
/// With 3G under 4G under 5G each place is tinted once, by the best there is.
data::Areas uncovered_parts(const data::Areas& areas, const std::vector<std::vector<std::uint32_t>>& over,
                            const std::vector<std::uint8_t>& shown);

}  // namespace layers
