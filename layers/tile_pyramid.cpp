#include "layers/tile_pyramid.h"

#include <algorithm>
#include <cmath>

namespace layers {
namespace {

/// A poster is a little less sharp rather than gigabytes of tiles; screens and sheets of A4 need a quarter of these.
constexpr double most_tiles = 1600;

double side_of(int level) { return std::ldexp(tile_pixels, level); }

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

data::Box box_of(const TileKey& key) {
  const double side = side_of(key.level), left = static_cast<double>(key.column) * side, bottom = static_cast<double>(key.row) * side;
  return {left, bottom, static_cast<double>(key.column + 1) * side, static_cast<double>(key.row + 1) * side};
}

TileKey ancestor(const TileKey& key, int level) {
  const std::int64_t share = std::int64_t{1} << (level - key.level);
  return {level, floor_div(key.column, share), floor_div(key.row, share)};
}

TileKey child(const TileKey& key, int which) { return {key.level - 1, 2 * key.column + (which & 1), 2 * key.row + (which >> 1)}; }

int level_for(const View& view, double finest) {
  // From 0.6 to 1.2 pixels of the view: sharp, and not many times more tiles than needed.
  const int wanted = static_cast<int>(std::floor(std::log2(view.metres_per_pixel) + 0.25));
  int level = std::max(wanted, static_cast<int>(std::floor(std::log2(finest) + 1e-6)));
  const auto tiles = [&] {
    const double pixels = tile_pixels * std::ldexp(1, level) / view.metres_per_pixel;
    return (view.width / pixels + 1) * (view.height / pixels + 1);
  };
  while (tiles() > most_tiles) ++level;
  return level;
}

std::vector<TileKey> tiles_of(const View& view, int level, const std::optional<data::Box>& box) {
  data::Box seen = view.extent();
  if (box)
    seen = {std::max(seen.min_x, box->min_x), std::max(seen.min_y, box->min_y), std::min(seen.max_x, box->max_x),
            std::min(seen.max_y, box->max_y)};
  std::vector<TileKey> out;
  if (seen.empty()) return out;
  const double side = side_of(level);
  const auto number = [&](double along) { return static_cast<std::int64_t>(std::floor(along / side)); };
  for (std::int64_t row = number(seen.min_y); row <= number(seen.max_y); ++row)
    for (std::int64_t column = number(seen.min_x); column <= number(seen.max_x); ++column) out.push_back({level, column, row});
  const auto far = [&](const TileKey& key) {
    const data::Point middle = box_of(key).centre();
    return std::hypot(middle.x - view.centre.x, middle.y - view.centre.y);
  };
  std::stable_sort(out.begin(), out.end(), [&](const TileKey& a, const TileKey& b) { return far(a) < far(b); });
  return out;
}

}  // namespace layers
