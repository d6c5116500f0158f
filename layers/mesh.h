// Areas -> triangles and segments, on any thread. Positions are floats relative to the mesh's own origin, so that nothing
// jitters at street scale.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "data/source/geometry.h"

namespace layers {

/// Triangles; three vertices each. `row` is the area each vertex belongs to (a unit, or a coverage area), as given.
struct FillMesh {
  data::Point origin;
  std::vector<std::array<float, 2>> position;
  std::vector<std::uint32_t> row;
  std::uint32_t left_out = 0;  ///< polygons without an area, or beyond GEOS' mending
};

/// Independent segments, each once although two areas share it.
struct LineMesh {
  data::Point origin;
  std::vector<std::array<float, 4>> segment;  ///< x0 y0 x1 y1
  /// The far ends of the one segment before and the one after; a segment's own end where none or several meet. A joint of two
  /// can then be cut along its bisector, so that translucent lines do not double up there.
  std::vector<std::array<float, 4>> neighbour;
  double tolerance = 0;                       ///< metres: what the simplification may have moved
};

/// Triangulates with GEOS' constrained Delaunay; invalid areas are mended first, areas without one are left out.
/// `row_label[row]` becomes the vertices' `row`. With a tolerance the areas are simplified exactly as line_mesh does it.
FillMesh fill_mesh(const data::Areas& areas, const std::vector<std::uint32_t>& row_label, double tolerance = 0);

/// Outlines, simplified by snapping vertices to a grid of `tolerance` metres: a pure function of each vertex, so that
/// neighbours keep sharing their border; runs between meeting points are then thinned once for both sides.
/// Segments shared by two rows appear once. Only rows with `wanted[row]` (all if empty).
LineMesh line_mesh(const data::Areas& areas, double tolerance, const std::vector<std::uint8_t>& wanted = {});

/// The tolerance to draw at this scale: a power of two below half a pixel, so that few scales share few meshes.
double tolerance_for(double metres_per_pixel);

}  // namespace layers
