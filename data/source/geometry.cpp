#include "data/source/geometry.h"

#include <cmath>
#include <cstddef>
#include <thread>

#include "data/source/positions.h"
#include "data/source/share_out.h"

namespace data {

void Areas::add_polygons(const Areas& from, std::size_t row) {
  for (std::uint32_t p = from.first_polygon[row]; p < from.first_polygon[row + 1]; ++p) {
    for (std::uint32_t r = from.first_ring[p]; r < from.first_ring[p + 1]; ++r) {
      const auto first = static_cast<std::ptrdiff_t>(from.first_vertex[r]), end = static_cast<std::ptrdiff_t>(from.first_vertex[r + 1]);
      x.insert(x.end(), from.x.begin() + first, from.x.begin() + end);
      y.insert(y.end(), from.y.begin() + first, from.y.begin() + end);
      first_vertex.push_back(static_cast<std::uint32_t>(x.size()));
    }
    first_ring.push_back(static_cast<std::uint32_t>(first_vertex.size() - 1));
  }
}

Points::Points(const Coordinates& places) {
  const unsigned cores = std::thread::hardware_concurrency();
  const Box box = box_of(places.x, places.y);
  if (box.empty()) {
    x_ = y_ = Cells<std::uint32_t>(std::vector<std::uint32_t>(places.size(), nowhere));
    return;
  }
  // Twice as large as it must be, so that its corner can be a multiple of half its side: no data moves the grid of its quarters by
  // less. Never so small that a step would be finer than a double at that distance from the origin.
  const double far = std::max({std::abs(box.min_x), std::abs(box.max_x), std::abs(box.min_y), std::abs(box.max_y), 1e-3});
  const double wide = std::max({box.width(), box.height(), far * 0x1p-19});
  const double half = std::exp2(std::ceil(std::log2(wide * (1 + 0x1p-20))));
  corner_ = {std::floor(box.min_x / half) * half, std::floor(box.min_y / half) * half};
  step_ = half * 0x1p-31;
  const double steps = 1 / step_;
  const auto nearest = [](double value) {
    constexpr double whole = 0x1.8p52;  // a double beyond this has no places behind the point
    return static_cast<std::uint32_t>(static_cast<std::int64_t>((value + whole) - whole));
  };
  x_ = Cells<std::uint32_t>::filled(places.size(), [&](std::uint32_t* x) {
    y_ = Cells<std::uint32_t>::filled(places.size(), [&](std::uint32_t* y) {
      share_out(places.size(), cores, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
          const bool known = is_position(places.x[row], places.y[row]);
          x[row] = known ? nearest((places.x[row] - corner_.x) * steps) : nowhere;
          y[row] = known ? nearest((places.y[row] - corner_.y) * steps) : nowhere;
        }
      });
    });
  });
}

}  // namespace data
