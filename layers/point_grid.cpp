#include "layers/point_grid.h"

#include <algorithm>
#include <cmath>

namespace layers {
namespace {

/// Spreads the low 16 bits of `v` to the even bits.
std::uint32_t spread(std::uint32_t v) {
  v &= 0xFFFFU;
  v = (v | v << 8) & 0x00FF00FFU;
  v = (v | v << 4) & 0x0F0F0F0FU;
  v = (v | v << 2) & 0x33333333U;
  return (v | v << 1) & 0x55555555U;
}

std::uint32_t morton(std::uint32_t column, std::uint32_t row) { return spread(column) | spread(row) << 1; }

constexpr int most_levels = 11;              // 4 million cells: 16 MB of starts, enough for 100 million points
constexpr std::size_t points_per_cell = 32;  // short runs, few cells

/// The coarse cells a box touches: columns and rows of the index's own grid.
struct CellRange {
  std::uint32_t first_column, last_column, first_row, last_row;
  bool empty = false;
};

CellRange cells_touching(const PointIndex& index, const data::Box& box) {
  if (index.position.empty() || !index.box.intersects(box)) return {0, 0, 0, 0, true};
  const std::uint32_t side = 1U << index.levels;
  const double width = std::max(index.box.width(), 1e-9), height = std::max(index.box.height(), 1e-9);
  // Positions were rounded to float; half a metre of slack keeps points on a cell's edge in sight.
  const auto cell = [&](double offset, double size) {
    return static_cast<std::uint32_t>(std::clamp(offset / size * side, 0.0, static_cast<double>(side - 1)));
  };
  return {cell(box.min_x - index.box.min_x - 0.5, width), cell(box.max_x - index.box.min_x + 0.5, width),
          cell(box.min_y - index.box.min_y - 0.5, height), cell(box.max_y - index.box.min_y + 0.5, height)};
}

}  // namespace

PointIndex index_points(const data::Points& points, const std::vector<std::uint8_t>& category) {
  PointIndex index;
  std::size_t placed = 0;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (std::isfinite(points.x[i]) && std::isfinite(points.y[i])) index.box.include(data::Point{points.x[i], points.y[i]}), ++placed;
  if (placed == 0) {
    index.cell_begin = {0, 0};
    return index;
  }
  index.origin = index.box.centre();
  while (index.levels < most_levels && (std::size_t{1} << (2 * index.levels)) * points_per_cell < placed) ++index.levels;
  const std::uint32_t side = 1U << index.levels;
  const double width = std::max(index.box.width(), 1e-9), height = std::max(index.box.height(), 1e-9);
  const auto cell_of = [&](std::size_t i) {
    const auto column = static_cast<std::uint32_t>(std::min((points.x[i] - index.box.min_x) / width * side, side - 1.0));
    const auto row = static_cast<std::uint32_t>(std::min((points.y[i] - index.box.min_y) / height * side, side - 1.0));
    return morton(column, row);
  };
  // A counting sort by cell: linear, stable, so the same table always gives the same order.
  constexpr std::uint32_t nowhere = 0xFFFFFFFFU;
  std::vector<std::uint32_t> cell(points.size(), nowhere);
  index.cell_begin.assign((std::size_t{1} << (2 * index.levels)) + 1, 0);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!std::isfinite(points.x[i]) || !std::isfinite(points.y[i])) continue;
    cell[i] = cell_of(i);
    ++index.cell_begin[cell[i] + 1];
  }
  for (std::size_t c = 1; c < index.cell_begin.size(); ++c) index.cell_begin[c] += index.cell_begin[c - 1];
  std::vector<std::uint32_t> next(index.cell_begin.begin(), index.cell_begin.end() - 1);
  index.position.resize(placed);
  index.category.resize(placed);
  index.row.resize(placed);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (cell[i] == nowhere) continue;
    const std::uint32_t at = next[cell[i]]++;
    index.position[at] = {static_cast<float>(points.x[i] - index.origin.x), static_cast<float>(points.y[i] - index.origin.y)};
    index.category[at] = category[i];
    index.row[at] = static_cast<std::uint32_t>(i);
  }
  return index;
}

PointGrid count_points(const PointIndex& index, const View& view, int cell, double margin) {
  PointGrid grid;
  grid.view = view;
  grid.cell = cell;
  const double size = cell * view.metres_per_pixel;
  data::Box box = view.extent();
  const double dx = box.width() * margin, dy = box.height() * margin;
  const double left = std::floor((box.min_x - dx) / size), right = std::ceil((box.max_x + dx) / size);
  const double bottom = std::floor((box.min_y - dy) / size), top = std::ceil((box.max_y + dy) / size);
  grid.columns = static_cast<int>(right - left);
  grid.rows = static_cast<int>(top - bottom);
  grid.top_left = {left * size, top * size};
  grid.total.assign(static_cast<std::size_t>(grid.columns) * grid.rows, 0);
  grid.good.assign(grid.total.size(), 0);
  const CellRange range = cells_touching(index, {left * size, bottom * size, right * size, top * size});
  if (range.empty) return grid;
  const double offset_x = (index.origin.x - grid.top_left.x) / size, offset_y = (grid.top_left.y - index.origin.y) / size, scale = 1 / size;
  for (std::uint32_t row = range.first_row; row <= range.last_row; ++row)
    for (std::uint32_t column = range.first_column; column <= range.last_column; ++column) {
      const std::uint32_t code = morton(column, row);
      for (std::uint32_t i = index.cell_begin[code]; i < index.cell_begin[code + 1]; ++i) {
        const double c = std::floor(offset_x + static_cast<double>(index.position[i][0]) * scale);
        const double r = std::floor(offset_y - static_cast<double>(index.position[i][1]) * scale);
        if (c < 0 || r < 0 || c >= grid.columns || r >= grid.rows) continue;
        const std::size_t at = static_cast<std::size_t>(r) * static_cast<std::size_t>(grid.columns) + static_cast<std::size_t>(c);
        ++grid.total[at];
        grid.good[at] += index.category[i] == 1 || index.category[i] == 2;
      }
    }
  return grid;
}

std::vector<std::uint32_t> points_in(const PointIndex& index, const data::Box& box, std::size_t limit) {
  std::vector<std::uint32_t> out;
  const CellRange range = cells_touching(index, box);
  if (range.empty) return out;
  // Whole cells first: far out there are too many, and it must not take a million look-ups to find that out.
  if (index.position.size() > limit) {
    const double share = static_cast<double>(range.last_column - range.first_column + 1) * (range.last_row - range.first_row + 1) / std::pow(4.0, index.levels);
    if (share > 0.9) return std::vector<std::uint32_t>(limit + 1, 0);
  }
  for (std::uint32_t row = range.first_row; row <= range.last_row; ++row)
    for (std::uint32_t column = range.first_column; column <= range.last_column; ++column) {
      const std::uint32_t code = morton(column, row);
      for (std::uint32_t i = index.cell_begin[code]; i < index.cell_begin[code + 1]; ++i) {
        const data::Point p{index.origin.x + static_cast<double>(index.position[i][0]), index.origin.y + static_cast<double>(index.position[i][1])};
        if (!box.contains(p)) continue;
        out.push_back(i);
        if (out.size() > limit) return out;
      }
    }
  return out;
}

}  // namespace layers
