// Areas -> triangles and segments, on any thread. Positions are floats relative to the mesh's own origin, so that nothing
// jitters at street scale.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "data/source/geometry.h"
#include "layers/view.h"

namespace layers {

/// Neighbouring triangles or segments and the box they lie in, relative to the mesh's origin: what is out of sight is not drawn.
struct MeshRun {
  std::uint32_t row = 0;               ///< the area they belong to (fills)
  std::uint32_t first = 0, count = 0;  ///< of the corners (fills) or segments (lines)
  std::array<float, 4> box{};          ///< min x, min y, max x, max y
};

/// Triangles of shared vertices. `row` is the area each vertex belongs to (a unit, or a coverage area), as given.
struct FillMesh {
  data::Point origin;
  std::vector<std::array<float, 2>> position;  ///< by vertex
  std::vector<std::uint32_t> row;              ///< by vertex
  std::vector<std::uint32_t> corner;           ///< three vertices a triangle
  std::vector<MeshRun> runs;                   ///< one for each polygon
  std::uint32_t left_out = 0;                  ///< polygons without an area
};

/// A corner of the quad that a segment is drawn as; four a segment: start, end, start, end.
struct LineVertex {
  std::array<float, 2> end;        ///< the end of the segment this corner belongs to
  std::array<float, 3> direction;  ///< unit vector along the segment, and its length
  /// Normals of the joints' bisectors at start and end, along and across the segment; zero where none or several others meet.
  /// A joint of two is cut along its bisector, so that translucent lines do not double up there.
  std::array<float, 4> bisectors;
};

/// Independent segments, each once although two areas share it.
struct LineMesh {
  data::Point origin;
  std::vector<std::array<float, 4>> segment;  ///< x0 y0 x1 y1
  std::vector<LineVertex> vertex;             ///< ready to upload
  std::vector<MeshRun> runs;
  double tolerance = 0;  ///< metres: what the simplification may have moved
};

/// Each polygon is filled where an odd number of its rings goes round (Tessellator), so that invalid ones are drawn too; polygons without an
/// area are left out. `row_label[row]` becomes the vertices' `row`. With a tolerance the areas are simplified exactly as line_mesh does it.
FillMesh fill_mesh(const data::Areas& areas, const std::vector<std::uint32_t>& row_label, double tolerance = 0);

/// Outlines, simplified by snapping vertices to a grid of `tolerance` metres: a pure function of each vertex, so that
/// neighbours keep sharing their border; runs between meeting points are then thinned once for both sides.
/// Segments shared by two rows appear once. Only rows with `wanted[row]` (all if empty).
LineMesh line_mesh(const data::Areas& areas, double tolerance, const std::vector<std::uint8_t>& wanted = {});

/// The tolerance to draw a view with: a power of two below half a pixel, an eighth where it is to be fine, so that few scales share few
/// meshes.
double tolerance_for(const View& view);

}  // namespace layers
