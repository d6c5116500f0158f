#include "layers/mesh.h"

#include <cmath>

#include "layers/tessellate.h"
#include "layers/topology.h"

namespace layers {
namespace {

constexpr std::uint32_t segments_a_run = 256;

std::array<float, 2> relative(data::Point p, data::Point origin) {
  return {static_cast<float>(p.x - origin.x), static_cast<float>(p.y - origin.y)};
}

void include(std::array<float, 4>& box, std::array<float, 2> p) {
  box = {std::min(box[0], p[0]), std::min(box[1], p[1]), std::max(box[2], p[0]), std::max(box[3], p[1])};
}
constexpr std::array<float, 4> nowhere{1e30F, 1e30F, -1e30F, -1e30F};

/// Adds the triangles of one polygon, simplified where there is a topology; false when none come out.
bool add_triangles(Tessellator& tessellator, const data::Areas& areas, const Topology* topology, std::uint32_t p, std::uint32_t label,
                   FillMesh& mesh) {
  std::vector<std::vector<data::Point>> rings;
  for (std::uint32_t r = areas.first_ring[p]; r < areas.first_ring[p + 1]; ++r) {
    rings.push_back(ring_points(areas, topology, r));
    for (data::Point& corner : rings.back()) corner = {corner.x - mesh.origin.x, corner.y - mesh.origin.y};
  }
  const Triangles& triangles = tessellator.fill(rings);
  if (triangles.corner.empty()) return false;
  MeshRun run{label, static_cast<std::uint32_t>(mesh.corner.size()), static_cast<std::uint32_t>(triangles.corner.size()), nowhere};
  const auto first = static_cast<std::uint32_t>(mesh.position.size());
  for (const data::Point& corner : triangles.position) {
    mesh.position.push_back({static_cast<float>(corner.x), static_cast<float>(corner.y)}), mesh.row.push_back(label);
    include(run.box, mesh.position.back());
  }
  for (const std::uint32_t corner : triangles.corner) mesh.corner.push_back(first + corner);
  mesh.runs.push_back(run);
  return true;
}

/// Normal of the line between two segments that meet, along and across the one of direction `along`; the other one goes
/// (dx, dy). Zero when there is no other.
std::array<float, 2> bisector(data::Point along, double dx, double dy) {
  const double far = std::hypot(dx, dy);
  if (far <= 0) return {0, 0};
  const double x = along.x + dx / far, y = along.y + dy / far, length = std::hypot(x, y);
  if (length < 1e-3) return {1, 0};  // straight back: each ends where it ends
  return {static_cast<float>((x * along.x + y * along.y) / length), static_cast<float>((y * along.x - x * along.y) / length)};
}

void add_segment(data::Point before, data::Point a, data::Point b, data::Point after, LineMesh& mesh) {
  const double length = std::hypot(b.x - a.x, b.y - a.y);
  const data::Point along{(b.x - a.x) / length, (b.y - a.y) / length};
  const auto first = bisector(along, a.x - before.x, a.y - before.y), last = bisector(along, after.x - b.x, after.y - b.y);
  const auto start = relative(a, mesh.origin), end = relative(b, mesh.origin);
  LineVertex at_start{start,
                      {static_cast<float>(along.x), static_cast<float>(along.y), static_cast<float>(length)},
                      {first[0], first[1], last[0], last[1]}};
  LineVertex at_end = at_start;
  at_end.end = end;
  mesh.vertex.insert(mesh.vertex.end(), {at_start, at_end, at_start, at_end});
  if (mesh.runs.empty() || mesh.runs.back().count >= segments_a_run)
    mesh.runs.push_back({0, static_cast<std::uint32_t>(mesh.segment.size()), 0, nowhere});
  include(mesh.runs.back().box, start), include(mesh.runs.back().box, end);
  ++mesh.runs.back().count;
  mesh.segment.push_back({start[0], start[1], end[0], end[1]});
}

}  // namespace

FillMesh fill_mesh(const data::Areas& areas, const std::vector<std::uint32_t>& row_label, double tolerance) {
  FillMesh mesh;
  const data::Box box = areas.box();
  if (box.empty()) return mesh;
  mesh.origin = box.centre();
  const Topology topology = simplified(areas, tolerance);
  Tessellator tessellator;
  for (std::size_t row = 0; row < areas.size(); ++row)
    for (std::uint32_t p = areas.first_polygon[row]; p < areas.first_polygon[row + 1]; ++p) {
      // What the grid flattens (a spit, an islet) is filled as it is: nothing is dropped silently.
      if (!add_triangles(tessellator, areas, &topology, p, row_label[row], mesh) &&
          !add_triangles(tessellator, areas, nullptr, p, row_label[row], mesh))
        ++mesh.left_out;
    }
  return mesh;
}

LineMesh line_mesh(const data::Areas& areas, double tolerance, const std::vector<std::uint8_t>& wanted) {
  LineMesh mesh;
  mesh.tolerance = tolerance;
  const Topology topology = simplified(areas, tolerance, wanted);
  if (topology.position.empty()) return mesh;
  data::Box box;
  for (const data::Point& p : topology.position) box.include(p);
  mesh.origin = box.centre();
  const auto edges = topology.edges();
  const auto ends = topology.ends(edges);
  mesh.segment.reserve(edges.size()), mesh.vertex.reserve(4 * edges.size());
  const auto beyond = [&](std::uint32_t at, std::uint32_t from) {
    return topology.position[ends[at].degree == 2 ? ends[at].other_than(from) : at];
  };
  for (const auto& [a, b] : edges) add_segment(beyond(a, b), topology.position[a], topology.position[b], beyond(b, a), mesh);
  return mesh;
}

double tolerance_for(const View& view) {
  // Below a few centimetres nothing is gained: the boundaries themselves are no better than that.
  return view.metres_per_pixel <= 1.0 / 16 ? 0 : std::exp2(std::floor(std::log2(view.metres_per_pixel / (view.fine ? 8 : 2))));
}

}  // namespace layers
