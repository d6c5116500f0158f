// Shared borders out of a raster: every line between two units exists once, so neighbours fit and dissolves are exact.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "data/sample/mosaic.h"

namespace data {

using Ring = std::vector<Point>;  ///< open: the first vertex is not repeated

/// The first ring is the outside, counter-clockwise; the others are holes, clockwise.
using Polygon = std::vector<Ring>;

/// One stretch of border between two junctions, seen from its first vertex to its last.
struct BorderArc {
  std::vector<Point> line;  ///< both ends included; the same point twice for a closed loop
  std::uint16_t left = 0, right = 0;
};

/// Smooth, simplified arcs whose vertices lie on whole centimetres, none crossing or touching another but at its ends.
std::vector<BorderArc> trace_borders(const Mosaic& mosaic);

/// Dissolves arcs into the areas of groups 0 .. groups - 1; `group_of(label)` is negative for what belongs to none.
std::vector<std::vector<Polygon>> assemble(const std::vector<BorderArc>& arcs, std::size_t groups,
                                           const std::function<int(std::uint16_t)>& group_of);

double ring_area(const Ring& ring);  ///< positive when counter-clockwise
double area(const std::vector<Polygon>& polygons);

}  // namespace data
