#include "layers/mesh.h"

#include <cmath>
#include <cstring>
#include <unordered_map>

#include "layers/geos.h"
#include "layers/topology.h"

namespace layers {
namespace {

constexpr std::uint32_t segments_a_run = 256;

std::array<float, 2> relative(data::Point p, data::Point origin) {
  return {static_cast<float>(p.x - origin.x), static_cast<float>(p.y - origin.y)};
}

struct HashPosition {
  std::size_t operator()(const std::array<float, 2>& p) const {
    std::uint64_t bits = 0;
    std::memcpy(&bits, p.data(), sizeof bits);
    bits *= 0x9E3779B97F4A7C15ULL;
    return bits ^ (bits >> 32U);
  }
};

void include(std::array<float, 4>& box, std::array<float, 2> p) {
  box = {std::min(box[0], p[0]), std::min(box[1], p[1]), std::max(box[2], p[0]), std::max(box[3], p[1])};
}
constexpr std::array<float, 4> nowhere{1e30F, 1e30F, -1e30F, -1e30F};

/// Adds the triangles of one polygon, simplified where there is a topology; false when none come out.
bool add_triangles(const geos::Session& session, const data::Areas& areas, const Topology* topology, std::uint32_t p, std::uint32_t label,
                   FillMesh& mesh) {
  std::vector<std::vector<data::Point>> rings;
  for (std::uint32_t r = areas.first_ring[p]; r < areas.first_ring[p + 1]; ++r) rings.push_back(ring_points(areas, topology, r));
  const GEOSContextHandle_t h = session.handle();
  const geos::Geometry polygon = session.polygon(rings);
  const geos::Geometry triangles = polygon ? session.own(GEOSConstrainedDelaunayTriangulation_r(h, polygon.get())) : session.own(nullptr);
  const int count = triangles ? GEOSGetNumGeometries_r(h, triangles.get()) : 0;
  if (count <= 0) return false;
  MeshRun run{label, static_cast<std::uint32_t>(mesh.corner.size()), 0, nowhere};
  std::unordered_map<std::array<float, 2>, std::uint32_t, HashPosition> known;
  std::array<double, 8> xy{};
  for (int i = 0; i < count; ++i) {
    const GEOSGeometry* triangle = GEOSGetGeometryN_r(h, triangles.get(), i);
    const GEOSGeometry* ring = triangle ? GEOSGetExteriorRing_r(h, triangle) : nullptr;
    const GEOSCoordSequence* corners = ring ? GEOSGeom_getCoordSeq_r(h, ring) : nullptr;
    if (!corners || GEOSCoordSeq_copyToBuffer_r(h, corners, xy.data(), 0, 0) == 0) continue;
    for (std::size_t c = 0; c < 3; ++c) {
      const auto position = relative({xy[2 * c], xy[2 * c + 1]}, mesh.origin);
      const auto [found, fresh] = known.try_emplace(position, static_cast<std::uint32_t>(mesh.position.size()));
      if (fresh) mesh.position.push_back(position), mesh.row.push_back(label), include(run.box, position);
      mesh.corner.push_back(found->second);
    }
  }
  run.count = static_cast<std::uint32_t>(mesh.corner.size()) - run.first;
  mesh.runs.push_back(run);
  return run.count > 0;
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
  const geos::Session session;
  for (std::size_t row = 0; row < areas.size(); ++row)
    for (std::uint32_t p = areas.first_polygon[row]; p < areas.first_polygon[row + 1]; ++p) {
      // What the grid flattens (a spit, an islet) is filled as it is: nothing is dropped silently.
      if (!add_triangles(session, areas, &topology, p, row_label[row], mesh) &&
          !add_triangles(session, areas, nullptr, p, row_label[row], mesh))
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
