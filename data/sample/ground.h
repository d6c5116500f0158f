// Quick answers to "is this point inside": the edges of an area sorted into horizontal strips.
#pragma once

#include <vector>

#include "data/sample/borders.h"

namespace data {

class Ground {
 public:
  Ground() = default;
  explicit Ground(const std::vector<Polygon>& polygons);

  bool contains(Point p) const;
  /// Also the points `margin` metres away in eight directions.
  bool contains(Point p, double margin) const;
  const Box& box() const { return box_; }

 private:
  struct Edge {
    Point a, b;
  };
  std::size_t strip(double y) const;

  Box box_;
  double strips_per_metre_ = 0;
  std::vector<std::vector<Edge>> strips_;
};

}  // namespace data
