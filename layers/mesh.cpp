#include "layers/mesh.h"

#include <cmath>
#include <cstring>
#include <unordered_map>
#include <unordered_set>

#include "layers/geos.h"

namespace layers {
namespace {

constexpr double exact_grid = 1e-3;  ///< metres: below this two vertices are the same one
constexpr std::uint32_t nobody = ~0U;
constexpr std::uint32_t segments_a_run = 256;

std::uint64_t edge_key(std::uint32_t a, std::uint32_t b) { return static_cast<std::uint64_t>(std::min(a, b)) << 32U | std::max(a, b); }

struct HashEdge {
  std::size_t operator()(std::uint64_t key) const { return (key ^ (key >> 29U)) * 0x9E3779B97F4A7C15ULL; }
};
struct Cell {
  std::int64_t x, y;
  bool operator==(const Cell&) const = default;
};
struct HashCell {
  std::size_t operator()(const Cell& c) const {
    const auto mixed = static_cast<std::uint64_t>(c.x) * 0x9E3779B97F4A7C15ULL ^ static_cast<std::uint64_t>(c.y) * 0xC2B2AE3D27D4EB4FULL;
    return mixed ^ (mixed >> 31U);
  }
};

/// All rings as numbers of shared vertices, so that "the same border" is a comparison of integers.
struct Topology {
  struct Ends {
    std::uint32_t degree = 0, first = nobody, second = nobody;  ///< distinct neighbours; the first two of them
    std::uint32_t other_than(std::uint32_t v) const { return first == v ? second : first; }
  };
  std::vector<data::Point> position;              ///< by vertex
  std::vector<std::vector<std::uint32_t>> rings;  ///< in the order of the areas; empty when not wanted or collapsed

  /// Distinct edges, in order of first appearance.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges() const {
    std::unordered_set<std::uint64_t, HashEdge> seen;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
    seen.reserve(position.size() * 2), out.reserve(position.size() * 2);
    for (const auto& ring : rings)
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const std::uint32_t a = ring[i], b = ring[(i + 1) % ring.size()];
        if (a != b && seen.insert(edge_key(a, b)).second) out.emplace_back(a, b);
      }
    return out;
  }
  std::vector<Ends> ends(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges) const {
    std::vector<Ends> out(position.size());
    const auto meet = [&](std::uint32_t at, std::uint32_t neighbour) {
      Ends& e = out[at];
      if (e.degree == 0) e.first = neighbour;
      if (e.degree == 1) e.second = neighbour;
      ++e.degree;
    };
    for (const auto& [a, b] : edges) meet(a, b), meet(b, a);
    return out;
  }
};

void drop_repeats(std::vector<std::uint32_t>& ring) {
  ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
  while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
}

Topology snap(const data::Areas& areas, double tolerance, const std::vector<std::uint8_t>& wanted) {
  Topology out;
  out.rings.resize(areas.first_vertex.size() - 1);
  std::unordered_map<Cell, std::uint32_t, HashCell> known;
  known.reserve(areas.x.size());
  const double grid = tolerance > 0 ? tolerance : exact_grid;
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (!wanted.empty() && wanted[row] == 0) continue;
    for (std::uint32_t r = areas.ring_begin(row); r < areas.ring_end(row); ++r) {
      auto& ring = out.rings[r];
      ring.reserve(areas.first_vertex[r + 1] - areas.first_vertex[r]);
      for (std::uint32_t v = areas.first_vertex[r]; v < areas.first_vertex[r + 1]; ++v) {
        const Cell cell{std::llround(areas.x[v] / grid), std::llround(areas.y[v] / grid)};
        const auto [found, fresh] = known.try_emplace(cell, static_cast<std::uint32_t>(out.position.size()));
        if (fresh)
          out.position.push_back(tolerance > 0 ? data::Point{static_cast<double>(cell.x) * grid, static_cast<double>(cell.y) * grid}
                                               : data::Point{areas.x[v], areas.y[v]});
        ring.push_back(found->second);
      }
      drop_repeats(ring);
    }
  }
  return out;
}

double distance_to_chord(data::Point p, data::Point a, data::Point b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  const double t = length2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0.0;
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/// Drops vertices that lie within `reach` of the chord between kept ones. Done per arc (the run between two vertices where
/// borders meet) and once per arc, so every area along it keeps the same vertices.
class Thinner {
 public:
  Thinner(Topology& topology, double reach) : topology_(topology), reach_(reach), ends_(topology.ends(topology.edges())) {
    keep_.assign(topology.position.size(), 0);
    seen_.assign(topology.position.size(), 0);
  }

  void run() {
    for (const auto& ring : topology_.rings)
      if (ring.size() >= 3) mark(ring);
    for (auto& ring : topology_.rings) {
      std::vector<std::uint32_t> kept;
      for (const std::uint32_t v : ring)
        if (keep_[v] != 0) kept.push_back(v);
      drop_repeats(kept);
      // A sliver between two chords would vanish: it stays as it was, so that nothing is dropped silently.
      if (kept.size() >= 3) ring = std::move(kept);
    }
  }

 private:
  void mark(const std::vector<std::uint32_t>& ring) {
    std::vector<std::size_t> nodes;
    for (std::size_t i = 0; i < ring.size(); ++i)
      if (ends_[ring[i]].degree != 2) nodes.push_back(i);
    if (nodes.empty()) {  // an island, or a hole filled by one area: two far corners stand in
      const auto lowest = static_cast<std::size_t>(std::min_element(ring.begin(), ring.end()) - ring.begin());
      std::size_t farthest = lowest;
      double most = -1;
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const data::Point a = topology_.position[ring[lowest]], b = topology_.position[ring[i]];
        if (const double d = std::hypot(a.x - b.x, a.y - b.y); d > most) most = d, farthest = i;
      }
      nodes = {std::min(lowest, farthest), std::max(lowest, farthest)};
    }
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      keep_[ring[nodes[n]]] = 1;
      const std::size_t begin = nodes[n], next = n + 1 < nodes.size() ? nodes[n + 1] : nodes[0] + ring.size();
      arc_.clear();
      for (std::size_t i = begin; i <= next; ++i) arc_.push_back(ring[i % ring.size()]);
      if (arc_.size() > 2 && seen_[arc_[1]] == 0) thin();
    }
  }

  void thin() {  // Douglas-Peucker, with a stack
    for (std::size_t i = 1; i + 1 < arc_.size(); ++i) seen_[arc_[i]] = 1;
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, arc_.size() - 1}};
    while (!open.empty()) {
      const auto [first, last] = open.back();
      open.pop_back();
      double most = reach_;
      std::size_t split = 0;
      for (std::size_t i = first + 1; i < last; ++i) {
        const double d = distance_to_chord(topology_.position[arc_[i]], topology_.position[arc_[first]], topology_.position[arc_[last]]);
        if (d > most) most = d, split = i;
      }
      if (split == 0) continue;
      keep_[arc_[split]] = 1;
      open.emplace_back(first, split);
      open.emplace_back(split, last);
    }
  }

  Topology& topology_;
  double reach_;
  std::vector<Topology::Ends> ends_;
  std::vector<std::uint8_t> keep_, seen_;
  std::vector<std::uint32_t> arc_;
};

Topology simplified(const data::Areas& areas, double tolerance, const std::vector<std::uint8_t>& wanted = {}) {
  Topology out = snap(areas, tolerance, wanted);
  if (tolerance > 0) Thinner(out, tolerance).run();
  return out;
}

std::array<float, 2> relative(data::Point p, data::Point origin) {
  return {static_cast<float>(p.x - origin.x), static_cast<float>(p.y - origin.y)};
}

std::vector<data::Point> ring_points(const data::Areas& areas, const Topology* topology, std::uint32_t r) {
  std::vector<data::Point> out;
  if (topology && topology->rings[r].size() >= 3)
    for (const std::uint32_t v : topology->rings[r]) out.push_back(topology->position[v]);
  else  // not simplified, or smaller than the grid
    for (std::uint32_t v = areas.first_vertex[r]; v < areas.first_vertex[r + 1]; ++v) out.push_back({areas.x[v], areas.y[v]});
  return out;
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

double tolerance_for(double metres_per_pixel) {
  // Below a few centimetres nothing is gained: the boundaries themselves are no better than that.
  return metres_per_pixel <= 1.0 / 16 ? 0 : std::exp2(std::floor(std::log2(metres_per_pixel / 2)));
}

}  // namespace layers
