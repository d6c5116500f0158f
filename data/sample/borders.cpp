// Traces the raster's edges from junction to junction, smooths them with the junctions shared, and proves nothing crosses.
#include "data/sample/borders.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <map>
#include <unordered_map>

namespace data {
namespace {

constexpr int full_passes = 5;

/// An arc while it is being made: its midpoints on the raster and which junctions it hangs on.
struct Draft {
  std::size_t from = 0, to = 0;  ///< junctions
  std::vector<Point> inner;      ///< the midpoints of raster edges between the ends
  std::uint16_t left = 0, right = 0;
  int passes = full_passes;  ///< fewer when smoothing made it cross another
};

struct Network {
  std::vector<Point> junction;
  std::vector<Draft> drafts;
};

/// Walks raster edges. A grid vertex (x, y) is the lower left corner of cell (x, y).
class Tracer {
 public:
  explicit Tracer(const Mosaic& mosaic)
      : mosaic_(mosaic), used_(static_cast<std::size_t>(mosaic.width + 1) * static_cast<std::size_t>(mosaic.height + 1) * 2) {}

  Network trace() {
    for (int y = 0; y <= mosaic_.height; ++y)
      for (int x = 0; x <= mosaic_.width; ++x)
        if (degree(x, y) > 2)
          for (int direction = 0; direction < 4; ++direction)
            if (is_border(x, y, direction) && !used(x, y, direction)) walk(x, y, direction);
    // What is left are loops: a unit that lies inside another. Any vertex may serve as their junction.
    for (int y = 0; y <= mosaic_.height; ++y)
      for (int x = 0; x <= mosaic_.width; ++x)
        for (int direction = 0; direction < 4; ++direction)
          if (is_border(x, y, direction) && !used(x, y, direction)) walk(x, y, direction);
    return std::move(network_);
  }

 private:
  static constexpr std::array<int, 4> step_x{1, 0, -1, 0}, step_y{0, 1, 0, -1};

  std::uint16_t left_of(int x, int y, int direction) const {
    constexpr std::array<int, 4> dx{0, -1, -1, 0}, dy{0, 0, -1, -1};
    return mosaic_.at(x + dx[direction], y + dy[direction]);
  }
  std::uint16_t right_of(int x, int y, int direction) const { return left_of(x, y, (direction + 3) % 4); }
  bool is_border(int x, int y, int direction) const { return left_of(x, y, direction) != right_of(x, y, direction); }
  int degree(int x, int y) const {
    int count = 0;
    for (int direction = 0; direction < 4; ++direction) count += is_border(x, y, direction);
    return count;
  }

  std::size_t edge(int x, int y, int direction) const {
    if (direction >= 2) x += step_x[direction], y += step_y[direction];
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(mosaic_.width + 1) + static_cast<std::size_t>(x)) * 2 +
           static_cast<std::size_t>(direction % 2);
  }
  bool used(int x, int y, int direction) const { return used_[edge(x, y, direction)] != 0; }

  Point place(double x, double y) const { return {mosaic_.origin.x + x * mosaic_.cell, mosaic_.origin.y + y * mosaic_.cell}; }

  std::size_t junction(int x, int y) {
    const auto [found, is_new] = junction_at_.try_emplace({y, x}, network_.junction.size());
    if (is_new) network_.junction.push_back(place(x, y));
    return found->second;
  }

  void walk(int x, int y, int direction) {
    Draft draft{.from = junction(x, y), .to = 0, .inner = {}, .left = left_of(x, y, direction), .right = right_of(x, y, direction)};
    const int start_x = x, start_y = y;
    for (;;) {
      used_[edge(x, y, direction)] = 1;
      draft.inner.push_back(place(x + step_x[direction] * 0.5, y + step_y[direction] * 0.5));
      x += step_x[direction], y += step_y[direction];
      if (degree(x, y) > 2 || (x == start_x && y == start_y)) break;
      const int came_from = (direction + 2) % 4;
      for (int next = 0; next < 4; ++next)
        if (next != came_from && is_border(x, y, next)) {
          direction = next;
          break;
        }
    }
    draft.to = junction(x, y);
    network_.drafts.push_back(std::move(draft));
  }

  const Mosaic& mosaic_;
  std::vector<std::uint8_t> used_;
  std::map<std::pair<int, int>, std::size_t> junction_at_;
  Network network_;
};

/// Averages along every arc; junctions settle among the arcs that meet there, so that borders leave them at natural angles.
Network smooth(Network network) {
  for (int pass = 0; pass < full_passes; ++pass) {
    std::vector<Point> pull(network.junction.size());
    std::vector<int> arms(network.junction.size());
    std::vector<std::uint8_t> fixed(network.junction.size());
    for (const Draft& draft : network.drafts) {
      for (const auto& [node, neighbour] : {std::pair{draft.from, draft.inner.front()}, std::pair{draft.to, draft.inner.back()}}) {
        pull[node].x += neighbour.x, pull[node].y += neighbour.y;
        ++arms[node];
        if (pass >= draft.passes) fixed[node] = 1;
      }
    }
    std::vector<Point> moved = network.junction;
    for (std::size_t i = 0; i < moved.size(); ++i)
      if (!fixed[i]) moved[i] = {(moved[i].x + pull[i].x / arms[i]) / 2, (moved[i].y + pull[i].y / arms[i]) / 2};
    for (Draft& draft : network.drafts) {
      if (pass >= draft.passes) continue;
      std::vector<Point>& line = draft.inner;
      Point before = network.junction[draft.from];
      for (std::size_t i = 0; i < line.size(); ++i) {
        const Point after = i + 1 < line.size() ? line[i + 1] : network.junction[draft.to];
        const Point own = line[i];
        line[i] = {(before.x + 2 * own.x + after.x) / 4, (before.y + 2 * own.y + after.y) / 4};
        before = own;
      }
    }
    network.junction = std::move(moved);
  }
  return network;
}

double distance_to_segment(Point p, Point a, Point b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  const double t = length2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0;
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

void keep_bends(const std::vector<Point>& line, std::size_t first, std::size_t last, double tolerance, std::vector<std::uint8_t>& keep) {
  double far = tolerance;
  std::size_t bend = 0;
  for (std::size_t i = first + 1; i < last; ++i) {
    const double away = distance_to_segment(line[i], line[first], line[last]);
    if (away > far) far = away, bend = i;
  }
  if (!bend) return;
  keep[bend] = 1;
  keep_bends(line, first, bend, tolerance, keep);
  keep_bends(line, bend, last, tolerance, keep);
}

Point on_centimetres(Point p) { return {std::round(p.x * 100) / 100, std::round(p.y * 100) / 100}; }

std::vector<Point> simplify(const std::vector<Point>& line, double tolerance, bool loop) {
  std::vector<std::uint8_t> keep(line.size());
  keep.front() = keep.back() = 1;
  if (loop) {  // a loop has no chord of its own: it is cut into three first
    const std::size_t a = line.size() / 3, b = 2 * line.size() / 3;
    keep[a] = keep[b] = 1;
    keep_bends(line, 0, a, tolerance, keep), keep_bends(line, a, b, tolerance, keep), keep_bends(line, b, line.size() - 1, tolerance, keep);
  } else {
    keep_bends(line, 0, line.size() - 1, tolerance, keep);
  }
  std::vector<Point> out;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (keep[i] && (out.empty() || !(out.back() == on_centimetres(line[i])))) out.push_back(on_centimetres(line[i]));
  return out;
}

double turn(Point a, Point b, Point c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

bool touch(Point a, Point b, Point c, Point d) {
  if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) || std::max(a.y, b.y) < std::min(c.y, d.y) ||
      std::max(c.y, d.y) < std::min(a.y, b.y))
    return false;
  const auto side = [](double v) { return (v > 0) - (v < 0); };
  return side(turn(a, b, c)) * side(turn(a, b, d)) <= 0 && side(turn(c, d, a)) * side(turn(c, d, b)) <= 0;
}

/// Segments that share an end may meet there, but not fold back onto each other.
bool conflict(Point a, Point b, Point c, Point d) {
  if (!touch(a, b, c, d)) return false;
  if (a == d || b == c) std::swap(c, d);
  if (a == c && b == d) return true;
  if (a == c) return turn(a, b, d) == 0 && (b.x - a.x) * (d.x - a.x) + (b.y - a.y) * (d.y - a.y) > 0;
  if (b == d) return turn(b, a, c) == 0 && (a.x - b.x) * (c.x - b.x) + (a.y - b.y) * (c.y - b.y) > 0;
  return true;
}

/// Which arcs cross or touch another, or themselves, other than at ends; found through buckets of the plane.
std::vector<std::size_t> crossing_arcs(const std::vector<BorderArc>& arcs, double bucket) {
  struct Segment {
    std::size_t arc, at;
  };
  std::unordered_map<std::uint64_t, std::vector<Segment>> buckets;
  std::vector<std::uint8_t> bad(arcs.size());
  for (std::size_t arc = 0; arc < arcs.size(); ++arc) {
    const std::vector<Point>& line = arcs[arc].line;
    if (line.size() < 2) bad[arc] = 1;
    for (std::size_t at = 0; at + 1 < line.size(); ++at) {
      const Point a = line[at], b = line[at + 1];
      const auto first_x = static_cast<std::int64_t>(std::min(a.x, b.x) / bucket),
                 last_x = static_cast<std::int64_t>(std::max(a.x, b.x) / bucket);
      const auto first_y = static_cast<std::int64_t>(std::min(a.y, b.y) / bucket),
                 last_y = static_cast<std::int64_t>(std::max(a.y, b.y) / bucket);
      for (std::int64_t y = first_y; y <= last_y; ++y) {
        for (std::int64_t x = first_x; x <= last_x; ++x) {
          std::vector<Segment>& here = buckets[static_cast<std::uint64_t>(y) << 32 ^ static_cast<std::uint64_t>(x & 0xFFFFFFFF)];
          for (const Segment& other : here) {
            const std::vector<Point>& theirs = arcs[other.arc].line;
            if (other.arc == arc && other.at == at) continue;
            if (conflict(a, b, theirs[other.at], theirs[other.at + 1])) bad[arc] = bad[other.arc] = 1;
          }
          here.push_back({arc, at});
        }
      }
    }
  }
  std::vector<std::size_t> found;
  for (std::size_t arc = 0; arc < arcs.size(); ++arc)
    if (bad[arc]) found.push_back(arc);
  return found;
}

}  // namespace

std::vector<BorderArc> trace_borders(const Mosaic& mosaic) {
  Network raw = Tracer(mosaic).trace();
  for (;;) {
    const Network network = smooth(raw);
    std::vector<BorderArc> arcs;
    for (const Draft& draft : network.drafts) {
      std::vector<Point> line{network.junction[draft.from]};
      line.insert(line.end(), draft.inner.begin(), draft.inner.end());
      line.push_back(network.junction[draft.to]);
      const double tolerance = draft.passes == 0 ? 0 : mosaic.cell * 0.11 * draft.passes / full_passes;
      arcs.push_back({simplify(line, tolerance, draft.from == draft.to), draft.left, draft.right});
    }
    // Arcs as the raster has them cannot cross, so this ends: the ones in trouble are smoothed less every time.
    const std::vector<std::size_t> bad = crossing_arcs(arcs, mosaic.cell * 8);
    if (bad.empty()) return arcs;
    bool hope = false;
    for (const std::size_t arc : bad) {
      hope |= raw.drafts[arc].passes > 0;
      raw.drafts[arc].passes /= 2;
    }
    if (hope) continue;
    for (Draft& draft : raw.drafts) draft.passes /= 2;
    assert(std::any_of(raw.drafts.begin(), raw.drafts.end(), [](const Draft& draft) { return draft.passes > 0; }));
  }
}

double ring_area(const Ring& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) twice += turn(ring[0], ring[i], ring[(i + 1) % ring.size()]);
  return twice / 2;
}

double area(const std::vector<Polygon>& polygons) {
  double sum = 0;
  for (const Polygon& polygon : polygons)
    for (const Ring& ring : polygon) sum += ring_area(ring);
  return sum;
}

namespace {

bool inside_ring(const Ring& ring, Point p) {
  bool inside = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
    if ((ring[i].y > p.y) != (ring[j].y > p.y) && p.x < (ring[j].x - ring[i].x) * (p.y - ring[i].y) / (ring[j].y - ring[i].y) + ring[i].x)
      inside = !inside;
  return inside;
}

std::vector<Polygon> nest(std::vector<Ring> rings) {
  std::vector<Polygon> polygons;
  for (Ring& ring : rings)
    if (ring_area(ring) > 0) polygons.push_back({std::move(ring)}), ring.clear();
  std::stable_sort(polygons.begin(), polygons.end(), [](const Polygon& a, const Polygon& b) { return ring_area(a[0]) > ring_area(b[0]); });
  for (Ring& hole : rings) {
    if (hole.empty()) continue;
    // A vertex of the hole may lie on the outside ring where both touch, so the middle of its first edge is asked.
    const Point probe{(hole[0].x + hole[1].x) / 2, (hole[0].y + hole[1].y) / 2};
    Polygon* owner = nullptr;
    for (Polygon& polygon : polygons)
      if (inside_ring(polygon[0], probe)) owner = &polygon;  // the smallest that holds it comes last
    assert(owner);
    if (owner) owner->push_back(std::move(hole));
  }
  return polygons;
}

}  // namespace

std::vector<std::vector<Polygon>> assemble(const std::vector<BorderArc>& arcs, std::size_t groups,
                                           const std::function<int(std::uint16_t)>& group_of) {
  struct Piece {
    std::size_t arc;
    bool forward;
    bool used;
  };
  std::vector<std::vector<Piece>> pieces(groups);
  for (std::size_t arc = 0; arc < arcs.size(); ++arc) {
    const int left = group_of(arcs[arc].left), right = group_of(arcs[arc].right);
    if (left == right) continue;
    if (left >= 0) pieces[static_cast<std::size_t>(left)].push_back({arc, true, false});
    if (right >= 0) pieces[static_cast<std::size_t>(right)].push_back({arc, false, false});
  }
  const auto first = [&](const Piece& piece) { return piece.forward ? arcs[piece.arc].line.front() : arcs[piece.arc].line.back(); };
  const auto last = [&](const Piece& piece) { return piece.forward ? arcs[piece.arc].line.back() : arcs[piece.arc].line.front(); };

  std::vector<std::vector<Polygon>> out(groups);
  for (std::size_t group = 0; group < groups; ++group) {
    // The mosaic promises that a group never meets itself in a corner, so one piece at most starts at any point.
    std::map<std::pair<double, double>, Piece*> starting;
    for (Piece& piece : pieces[group]) starting[{first(piece).x, first(piece).y}] = &piece;
    std::vector<Ring> rings;
    for (Piece& start : pieces[group]) {
      if (start.used) continue;
      Ring ring;
      for (Piece* piece = &start; piece && !piece->used;) {
        piece->used = true;
        const std::vector<Point>& line = arcs[piece->arc].line;
        if (piece->forward) ring.insert(ring.end(), line.begin(), line.end() - 1);
        else ring.insert(ring.end(), line.rbegin(), line.rend() - 1);
        const Point end = last(*piece);
        const auto next = starting.find({end.x, end.y});
        piece = next == starting.end() ? nullptr : next->second;
      }
      if (ring.size() >= 3) rings.push_back(std::move(ring));
    }
    out[group] = nest(std::move(rings));
  }
  return out;
}

}  // namespace data
