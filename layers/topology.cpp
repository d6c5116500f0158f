#include "layers/topology.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace layers {
namespace {

constexpr double exact_grid = 1e-3;  ///< metres: below this two vertices are the same one

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
    if (nodes.empty()) {  // an island, or a hole filled by one area: two far corners stand in, whichever its first vertex is
      const auto before = [&](std::uint32_t a, std::uint32_t b) {
        const data::Point p = topology_.position[a], q = topology_.position[b];
        return p.x != q.x ? p.x < q.x : p.y < q.y;
      };
      const auto lowest = static_cast<std::size_t>(std::min_element(ring.begin(), ring.end(), before) - ring.begin());
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

/// The runs of edges between vertices where borders meet, and round islands.
class Tracer {
 public:
  explicit Tracer(const Topology& topology) : topology_(topology), edges_(topology.edges()), ends_(topology.ends(edges_)) {}

  std::vector<Polyline> run() {
    std::vector<Polyline> out;
    drawn_.reserve(2 * edges_.size());
    for (const auto& [a, b] : edges_)
      if (!drawn_.contains(edge_key(a, b))) out.push_back(from(a, b));
    return out;
  }

 private:
  /// Back along the border to where it begins, then forward to where it ends.
  Polyline from(std::uint32_t a, std::uint32_t b) {
    const std::uint32_t stop = b;
    while (ends_[a].degree == 2 && a != stop) {
      const std::uint32_t before = ends_[a].other_than(b);
      b = a, a = before;
    }
    Polyline out;
    out.points.push_back(topology_.position[a]);
    const std::uint32_t begin = a;
    while (drawn_.insert(edge_key(a, b)).second) {
      if (b == begin) {
        out.closed = true;
        break;
      }
      out.points.push_back(topology_.position[b]);
      if (ends_[b].degree != 2) break;
      const std::uint32_t next = ends_[b].other_than(a);
      a = b, b = next;
    }
    return out;
  }

  const Topology& topology_;
  std::vector<Topology::Edge> edges_;
  std::vector<Topology::Ends> ends_;
  std::unordered_set<std::uint64_t, HashEdge> drawn_;
};

}  // namespace

std::vector<Topology::Edge> Topology::edges() const {
  std::unordered_set<std::uint64_t, HashEdge> seen;
  std::vector<Edge> out;
  seen.reserve(position.size() * 2), out.reserve(position.size() * 2);
  for (const auto& ring : rings)
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const std::uint32_t a = ring[i], b = ring[(i + 1) % ring.size()];
      if (a != b && seen.insert(edge_key(a, b)).second) out.emplace_back(a, b);
    }
  return out;
}

std::vector<Topology::Ends> Topology::ends(const std::vector<Edge>& edges) const {
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

Topology simplified(const data::Areas& areas, double tolerance, const std::vector<std::uint8_t>& wanted) {
  Topology out = snap(areas, tolerance, wanted);
  if (tolerance > 0) Thinner(out, tolerance).run();
  return out;
}

std::vector<data::Point> ring_points(const data::Areas& areas, const Topology* topology, std::uint32_t r) {
  std::vector<data::Point> out;
  if (topology && topology->rings[r].size() >= 3)
    for (const std::uint32_t v : topology->rings[r]) out.push_back(topology->position[v]);
  else  // not simplified, or smaller than the grid
    for (std::uint32_t v = areas.first_vertex[r]; v < areas.first_vertex[r + 1]; ++v) out.push_back({areas.x[v], areas.y[v]});
  return out;
}

std::vector<Polyline> polylines(const Topology& topology) { return Tracer(topology).run(); }

}  // namespace layers
