#include "layers/vector_scene.h"

#include <algorithm>

namespace layers {

std::vector<Polyline> lines_within(std::vector<Polyline> lines, const data::Box& extent) {
  std::erase_if(lines, [&](const Polyline& line) {
    data::Box box;
    for (const data::Point& p : line.points) box.include(p);
    return !box.intersects(extent);
  });
  return lines;
}

std::size_t corners_of(const PaintedAreas& areas) {
  std::size_t out = 0;
  for (const PaintedArea& area : areas.areas)
    for (const auto& ring : area.rings) out += ring.size();
  return out;
}

std::size_t corners_of(const PaintedLines& lines) {
  std::size_t out = 0;
  for (const Polyline& line : lines.lines) out += line.points.size();
  return out;
}

}  // namespace layers
