// Polygons -> triangles, by the tessellator of GLU: a sweep over the rings (Eric Veach's, in SGI's OpenGL sample implementation). Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "data/source/geometry.h"

namespace layers {

struct Triangles {
  std::vector<data::Point> position;  ///< the corners of the rings in their order, and after them where rings cross
  std::vector<std::uint32_t> corner;  ///< three positions a triangle
};

/// One per thread.
class Tessellator {
 public:
  Tessellator();
  ~Tessellator();
  Tessellator(const Tessellator&) = delete;
  Tessellator& operator=(const Tessellator&) = delete;

  /// Fills what an odd number of rings goes round, however they touch or cross, holes thus left open. Rings of fewer than three corners,
  /// and those with a coordinate that is no number, are passed over. No triangles where there is no area.
  const Triangles& fill(const std::vector<std::vector<data::Point>>& rings);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace layers
