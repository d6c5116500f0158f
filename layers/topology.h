// Areas as rings over shared vertices, simplified so that neighbours keep sharing their border: what triangles, segments and paths are
// made of. Any thread.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "data/source/geometry.h"

namespace layers {

/// All rings as numbers of shared vertices, so that "the same border" is a comparison of integers.
struct Topology {
  static constexpr std::uint32_t nobody = ~0U;
  using Edge = std::pair<std::uint32_t, std::uint32_t>;
  struct Ends {
    std::uint32_t degree = 0, first = nobody, second = nobody;  ///< distinct neighbours; the first two of them
    std::uint32_t other_than(std::uint32_t v) const { return first == v ? second : first; }
  };
  std::vector<data::Point> position;              ///< by vertex
  std::vector<std::vector<std::uint32_t>> rings;  ///< in the order of the areas; empty when not wanted or collapsed

  /// Distinct edges, in order of first appearance.
  std::vector<Edge> edges() const;
  std::vector<Ends> ends(const std::vector<Edge>& edges) const;
};

/// Vertices snapped to a grid of `tolerance` metres (a pure function of each vertex), and runs between meeting points thinned once for
/// both sides; 0: as they are. Only rows with `wanted[row]` (all if empty).
Topology simplified(const data::Areas& areas, double tolerance, const std::vector<std::uint8_t>& wanted = {});

/// The corners of ring `r` as the topology has them; as the areas have them without one, or where the ring is smaller than the grid.
std::vector<data::Point> ring_points(const data::Areas& areas, const Topology* topology, std::uint32_t r);

/// A run of segments; closed when it returns to where it began.
struct Polyline {
  std::vector<data::Point> points;
  bool closed = false;
};

/// Every border once, from one place where borders meet to the next: what a pen draws without lifting.
std::vector<Polyline> polylines(const Topology& topology);

}  // namespace layers
