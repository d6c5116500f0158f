#include "layers/point_tile.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace layers {
namespace {

constexpr double widest_cell = 3;            // design pixels, before the next finer tiles take over
constexpr std::size_t most_in_square = 160;  // more do not find room side by side anyway
constexpr double least_merged = 16;          // design pixels
constexpr double band_share = 0.2;           // of a merged mark's radius; as in shaders/point_mark.frag
constexpr int rim_levels = 2;                // the cells beyond a tile's edge are counted in squares of 4 x 4

/// Of marks, in map units.
struct Sizes {
  double pixel = 1;   ///< a design pixel
  double single = 0;  ///< diameter of a single mark, and a little room
};

struct Placed {
  data::Point at;
  std::uint32_t row = 0;
};

PointMark single(const PointTree& tree, const Placed& point) {
  const std::uint8_t category = tree.category(point.row);
  return {{static_cast<float>(point.at.x), static_cast<float>(point.at.y)},
          1,
          category == 1 || category == 2 ? 1.0F : 0.0F,
          static_cast<float>(category),
          1};
}

/// One or several points as they would be drawn: a disc.
struct Disc {
  double x = 0, y = 0;  ///< the middle of its points
  double radius = 0;
  std::vector<Placed> points;
};

Disc disc_of(std::vector<Placed> points, const Sizes& sizes) {
  Disc out;
  for (const Placed& point : points) out.x += point.at.x, out.y += point.at.y;
  const auto n = static_cast<double>(points.size());
  out.x /= n, out.y /= n;
  out.radius = points.size() == 1 ? sizes.single / 2 : merged_size(n) * sizes.pixel / 2;
  out.points = std::move(points);
  return out;
}

/// Discs that overlap, directly or through others, become one. Whether any did.
bool merge_once(std::vector<Disc>& discs, const Sizes& sizes) {
  std::sort(discs.begin(), discs.end(),
            [](const Disc& a, const Disc& b) { return std::pair(a.x, a.points.front().row) < std::pair(b.x, b.points.front().row); });
  double widest = 0;
  for (const Disc& disc : discs) widest = std::max(widest, disc.radius);
  std::vector<std::size_t> leader(discs.size());
  std::iota(leader.begin(), leader.end(), std::size_t{0});
  const auto find = [&](std::size_t i) {
    while (leader[i] != i) i = leader[i] = leader[leader[i]];
    return i;
  };
  bool any = false;
  for (std::size_t i = 0; i < discs.size(); ++i)
    for (std::size_t j = i + 1; j < discs.size() && discs[j].x - discs[i].x < discs[i].radius + widest; ++j)
      if (std::hypot(discs[j].x - discs[i].x, discs[j].y - discs[i].y) < discs[i].radius + discs[j].radius)
        leader[find(j)] = find(i), any = true;
  if (!any) return false;
  std::vector<std::vector<Placed>> groups(discs.size());
  for (std::size_t i = 0; i < discs.size(); ++i) {
    auto& group = groups[find(i)];
    group.insert(group.end(), discs[i].points.begin(), discs[i].points.end());
  }
  discs.clear();
  for (auto& group : groups)
    if (!group.empty()) discs.push_back(disc_of(std::move(group), sizes));
  return true;
}

/// A merged mark keeps inside its square, so that it touches no other square's.
PointMark merged(const PointTree& tree, const Disc& disc, const data::Box& square) {
  std::uint32_t good = 0;
  for (const Placed& point : disc.points) {
    const std::uint8_t category = tree.category(point.row);
    good += category == 1 || category == 2;
  }
  const auto inside = [&](double at, double from, double to) {
    return static_cast<float>(std::clamp(at, from + disc.radius, std::max(from + disc.radius, to - disc.radius)));
  };
  const auto n = static_cast<float>(disc.points.size());
  return {{inside(disc.x, square.min_x, square.max_x), inside(disc.y, square.min_y, square.max_y)},
          n,
          static_cast<float>(good) / n,
          0,
          static_cast<float>(merged_size(static_cast<double>(n)))};
}

/// All means all, and none means none.
std::array<std::uint8_t, 2> shown_as(const CellCount& cell) {
  const double share = static_cast<double>(cell.good) / cell.total;
  return {static_cast<std::uint8_t>(1 + std::lround(8 * std::log2(static_cast<float>(cell.total)))),
          static_cast<std::uint8_t>(cell.good == cell.total ? 255
                                    : cell.good == 0        ? 0
                                                            : std::clamp(std::lround(255 * share), 1L, 254L))};
}

/// The squares of that size that touch a tile from outside.
std::vector<Cell> around(const Cell& tile, int exponent) {
  std::vector<Cell> out;
  const std::int64_t n = std::int64_t{1} << (tile.exponent - exponent), x = tile.x * n, y = tile.y * n;
  for (std::int64_t i = -1; i <= n; ++i) {
    out.push_back({exponent, x + i, y - 1}), out.push_back({exponent, x + i, y + n});
    if (i >= 0 && i < n) out.push_back({exponent, x - 1, y + i}), out.push_back({exponent, x + n, y + i});
  }
  return out;
}

void add_square(const PointTree& tree, const std::vector<Placed>& points, const data::Box& square, const Sizes& sizes,
                std::vector<PointMark>& out) {
  std::vector<Disc> discs;
  if (points.size() > most_in_square) {
    discs.push_back(disc_of(points, sizes));
  } else {
    for (const Placed& point : points) discs.push_back(disc_of({point}, sizes));
    while (merge_once(discs, sizes)) {}
  }
  for (const Disc& disc : discs) out.push_back(disc.points.size() == 1 ? single(tree, disc.points.front()) : merged(tree, disc, square));
}

}  // namespace

int tile_exponent(const View& view) {
  return static_cast<int>(std::floor(std::log2(widest_cell * view.metres_per_pixel * view.pixel_ratio))) + tile_levels;
}

double reach_of_points(const View& view) {
  const double widest_square = widest_cell * (tile_pixels >> merge_levels);
  return (reach_of_marks + widest_square) * view.metres_per_pixel * view.pixel_ratio;
}

double merged_size(double count) { return std::clamp(12 + 3.6 * std::log2(count), least_merged, 38.0); }

double number_room(double size, double pixel_ratio) {
  const double rim = std::max(1.0, pixel_ratio), band = std::max(2.2 * pixel_ratio, size / 2 * band_share);
  return size - 2 * (rim + band);
}

double readable_size(double count) {
  constexpr double digit = 0.64, separator = 0.3;  // of the type size, in the semibold face that numbers are in
  const double digits = std::floor(std::log10(std::max(count, 1.0))) + 1;
  const double wide = least_number * (digits * digit + std::floor((digits - 1) / 3) * separator);
  // number_room() the other way round, at a pixel ratio of 1
  const double needed = std::max(wide + 2 * (1 + 2.2), (wide + 2) / (1 - band_share));
  return std::clamp(needed, least_merged, merged_size(count));
}

double farthest_metres(const Cell& tile) { return std::ldexp(1.0, tile.exponent - tile_levels) / (widest_cell / 2); }

double mark_size(double metres, double least) { return std::clamp(4.0 + 2.2 * std::log2(6.0 / std::max(metres, 1e-3)), least, 11.0); }

CountColours::CountColours(const CountLook& look) : look_(look), table_(std::size_t{256} * 256) {
  constexpr float least = 0.26F, more_per_doubling = 0.11F, most = 0.85F, of_missing = 0.55F, half = 0.5F;
  for (std::size_t share = 0; share < 256; ++share) {
    const float good = static_cast<float>(share) / 255;
    Colour hue{};
    for (std::size_t c = 0; c < 4; ++c) hue[c] = look.bad[c] + (look.good[c] - look.bad[c]) * good;
    for (std::size_t level = 1; level < 256; ++level) {
      const float strength = std::clamp(least + more_per_doubling * (static_cast<float>(level - 1) / 8 - look.thinning), least, most);
      // What is missing must not drown among what is there.
      const float opacity = 255 * hue[3] * std::max(strength, (1 - good) * of_missing);
      auto& pixel = table_[share << 8U | level];
      for (std::size_t c = 0; c < 3; ++c) pixel[c] = static_cast<std::uint8_t>(hue[c] * opacity + half);
      pixel[3] = static_cast<std::uint8_t>(opacity + half);
    }
  }
}

std::vector<std::array<std::uint8_t, 4>> CountColours::of(const std::vector<std::array<std::uint8_t, 2>>& counts) const {
  std::vector<std::array<std::uint8_t, 4>> out(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) out[i] = table_[std::size_t{counts[i][1]} << 8U | counts[i][0]];
  return out;
}

PointTile count_tile(const PointTree& tree, const Cell& tile) {
  PointTile out{tile, {}, {}};
  const int exponent = tile.exponent - tile_levels;
  const std::int64_t left = tile.x * tile_pixels - 1, bottom = tile.y * tile_pixels - 1;  // of the rim, in cells
  const auto lay = [&](const Cell& square) {
    const std::int64_t n = std::int64_t{1} << (square.exponent - exponent);
    const std::vector<CellCount> cells = tree.count_cells(square, exponent);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto at = static_cast<std::int64_t>(i);
      const std::int64_t x = square.x * n + at % n - left, y = square.y * n + at / n - bottom;
      if (cells[i].total == 0 || x < 0 || y < 0 || x >= count_side || y >= count_side) continue;
      if (out.counts.empty()) out.counts.resize(std::size_t{count_side} * count_side, {0, 0});
      out.counts[static_cast<std::size_t>(y * count_side + x)] = shown_as(cells[i]);
    }
  };
  lay(tile);
  for (const Cell& square : around(tile, exponent + rim_levels)) lay(square);
  return out;
}

PointTile mark_tile(const PointTree& tree, const Cell& tile, const MarkRule& rule) {
  PointTile out{tile, {}, {}};
  const data::Point corner{tile.box().min_x, tile.box().min_y};
  const auto placed = [&](std::uint32_t row) {
    const data::Point p = tree.table().points.at(row);
    return Placed{{p.x - corner.x, p.y - corner.y}, row};
  };
  const double metres = farthest_metres(tile);
  const Sizes sizes{metres, (mark_size(metres, rule.least) + 1) * metres};
  if (!rule.merge) {
    for (const std::uint32_t row : tree.rows_in(tile)) out.marks.push_back(single(tree, placed(row)));
    return out;
  }
  const int exponent = tile.exponent - merge_levels, side = 1 << merge_levels;
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      std::vector<Placed> points;
      for (const std::uint32_t row : tree.rows_in({exponent, tile.x * side + x, tile.y * side + y})) points.push_back(placed(row));
      const double wide = std::ldexp(1.0, exponent);
      add_square(tree, points, {x * wide, y * wide, (x + 1) * wide, (y + 1) * wide}, sizes, out.marks);
    }
  return out;
}

}  // namespace layers
