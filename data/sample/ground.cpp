// Even-odd rule over the edges of one strip: a test costs a handful of comparisons, whatever the size of the border.
#include "data/sample/ground.h"

#include <algorithm>

namespace data {

Ground::Ground(const std::vector<Polygon>& polygons) {
  std::size_t vertices = 0;
  for (const Polygon& polygon : polygons) {
    for (const Ring& ring : polygon) {
      vertices += ring.size();
      for (const Point& p : ring) box_.include(p);
    }
  }
  strips_.resize(std::clamp<std::size_t>(vertices / 2, 1, 4096));
  strips_per_metre_ = static_cast<double>(strips_.size()) / std::max(box_.height(), 1e-9);
  for (const Polygon& polygon : polygons) {
    for (const Ring& ring : polygon) {
      for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const std::size_t last = strip(std::max(ring[i].y, ring[j].y));
        for (std::size_t s = strip(std::min(ring[i].y, ring[j].y)); s <= last; ++s) strips_[s].push_back({ring[j], ring[i]});
      }
    }
  }
}

std::size_t Ground::strip(double y) const {
  return std::min(static_cast<std::size_t>(std::max((y - box_.min_y) * strips_per_metre_, 0.0)), strips_.size() - 1);
}

bool Ground::contains(Point p) const {
  if (strips_.empty() || !box_.contains(p)) return false;
  bool inside = false;
  for (const Edge& edge : strips_[strip(p.y)])
    if ((edge.a.y > p.y) != (edge.b.y > p.y) && p.x < (edge.b.x - edge.a.x) * (p.y - edge.a.y) / (edge.b.y - edge.a.y) + edge.a.x)
      inside = !inside;
  return inside;
}

bool Ground::contains(Point p, double margin) const {
  const double slant = margin * 0.7071;
  return contains(p) && contains({p.x - margin, p.y}) && contains({p.x + margin, p.y}) && contains({p.x, p.y - margin}) &&
         contains({p.x, p.y + margin}) && contains({p.x - slant, p.y - slant}) && contains({p.x + slant, p.y - slant}) &&
         contains({p.x - slant, p.y + slant}) && contains({p.x + slant, p.y + slant});
}

}  // namespace data
