#include "layers/tile_pyramid.h"

#include <algorithm>
#include <cmath>

namespace layers {
namespace {

/// A poster is a little less sharp rather than gigabytes of tiles; screens and sheets of A4 need a quarter of these.
constexpr double most_tiles = 1600;

}  // namespace

double Cell::side() const { return std::ldexp(1.0, exponent); }

data::Box Cell::box() const {
  const double s = side();
  return {static_cast<double>(x) * s, static_cast<double>(y) * s, static_cast<double>(x + 1) * s, static_cast<double>(y + 1) * s};
}

Cell cell_at(data::Point p, int exponent) {
  return {exponent, static_cast<std::int64_t>(std::floor(std::ldexp(p.x, -exponent))), static_cast<std::int64_t>(std::floor(std::ldexp(p.y, -exponent)))};
}

/// Shifting a negative number rounds down, as it must.
Cell ancestor(const Cell& cell, int exponent) { return {exponent, cell.x >> (exponent - cell.exponent), cell.y >> (exponent - cell.exponent)}; }

Cell child(const Cell& cell, int which) { return {cell.exponent - 1, 2 * cell.x + (which & 1), 2 * cell.y + (which >> 1)}; }

int pixel_exponent(const View& view, double finest) {
  // From 0.6 to 1.2 pixels of the view: sharp, and not many times more tiles than needed.
  const int wanted = static_cast<int>(std::floor(std::log2(view.metres_per_pixel) + 0.25));
  int exponent = std::max(wanted, static_cast<int>(std::floor(std::log2(finest) + 1e-6)));
  const auto tiles = [&] {
    const double pixels = tile_pixels * std::ldexp(1, exponent) / view.metres_per_pixel;
    return (view.width / pixels + 1) * (view.height / pixels + 1);
  };
  while (tiles() > most_tiles) ++exponent;
  return exponent;
}

std::vector<Cell> cells_of(const View& view, int exponent, const std::optional<data::Box>& box, double margin) {
  data::Box seen = view.extent();
  const double dx = seen.width() * margin, dy = seen.height() * margin;
  seen = {seen.min_x - dx, seen.min_y - dy, seen.max_x + dx, seen.max_y + dy};
  if (box)
    seen = {std::max(seen.min_x, box->min_x), std::max(seen.min_y, box->min_y), std::min(seen.max_x, box->max_x),
            std::min(seen.max_y, box->max_y)};
  std::vector<Cell> out;
  if (seen.empty()) return out;
  const Cell first = cell_at({seen.min_x, seen.min_y}, exponent), last = cell_at({seen.max_x, seen.max_y}, exponent);
  for (std::int64_t y = first.y; y <= last.y; ++y)
    for (std::int64_t x = first.x; x <= last.x; ++x) out.push_back({exponent, x, y});
  const auto far = [&](const Cell& cell) {
    const data::Point middle = cell.box().centre();
    return std::hypot(middle.x - view.centre.x, middle.y - view.centre.y);
  };
  std::stable_sort(out.begin(), out.end(), [&](const Cell& a, const Cell& b) { return far(a) < far(b); });
  return out;
}

}  // namespace layers
