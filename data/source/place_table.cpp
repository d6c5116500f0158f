#include "data/source/place_table.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "data/source/crs.h"
#include "data/source/smooth_map.h"
#include "data/source/wkb.h"

namespace data {
namespace {

/// A polynomial in PROJ's place where there are many coordinates and it is within a tenth of a millimetre of PROJ.
std::optional<SmoothMap> stand_in(const Transform& exact, const std::vector<double>& x, const std::vector<double>& y) {
  constexpr std::size_t many = 20000;
  if (x.size() < many) return std::nullopt;
  Box box;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (std::isfinite(x[i]) && std::isfinite(y[i])) box.include(Point{x[i], y[i]});
  const Point middle = exact.apply(box.centre());
  const bool metres = std::abs(middle.x) > 360 || std::abs(middle.y) > 360;
  return SmoothMap::fit(box, metres ? 1e-4 : 1e-9, [&](double* px, double* py, std::size_t count) { exact.apply(px, py, count); });
}

/// Shares the coordinates between cores: placing them is the slowest step of a large read. Returns how many were lost.
std::size_t transform(const Transform& exact, const std::string& from, const std::string& to, std::vector<double>& x,
                      std::vector<double>& y) {
  if (exact.identity()) return 0;
  const auto smooth = stand_in(exact, x, y);
  const std::size_t threads = std::clamp<std::size_t>(x.size() / 50000, 1, std::max(1U, std::thread::hardware_concurrency()));
  {
    std::vector<std::jthread> workers;
    for (std::size_t t = 0; t < threads; ++t)
      workers.emplace_back([&, t] {
        const std::size_t begin = x.size() * t / threads, end = x.size() * (t + 1) / threads;
        if (smooth) smooth->apply(x.data() + begin, y.data() + begin, end - begin);
        else Transform(from, to).apply(x.data() + begin, y.data() + begin, end - begin);
      });
  }
  return static_cast<std::size_t>(std::count_if(x.begin(), x.end(), [](double value) { return !std::isfinite(value); }));
}

/// Takes their area from rows with a vertex that could not be placed: half a border is none.
void drop_unplaced(Areas& areas, FaultyRows& dropped) {
  Areas kept;
  for (std::size_t row = 0; row < areas.size(); ++row) {
    const std::uint32_t begin = areas.first_vertex[areas.ring_begin(row)], end = areas.first_vertex[areas.ring_end(row)];
    bool whole = true;
    for (std::uint32_t v = begin; v < end && whole; ++v) whole = std::isfinite(areas.x[v]) && std::isfinite(areas.y[v]);
    if (whole) kept.add_polygons(areas, row);
    kept.end_row();
    if (!whole) dropped.add(row);
  }
  areas = std::move(kept);
}

}  // namespace

void place_areas(Table& table, const std::string& map_crs) {
  const Transform exact(table.source_crs, map_crs);
  if (transform(exact, table.source_crs, map_crs, table.areas.x, table.areas.y) > 0) drop_unplaced(table.areas, table.unplaced);
}

void place_points(Table& table, Coordinates&& places, const std::string& map_crs) {
  const Transform exact(table.source_crs, map_crs);
  if (!exact.identity()) {
    std::vector<bool> before(table.rows);
    for (std::size_t row = 0; row < table.rows; ++row) before[row] = is_positioned(places, row);
    if (transform(exact, table.source_crs, map_crs, places.x, places.y) > 0)
      for (std::size_t row = 0; row < table.rows; ++row)
        if (before[row] && !is_positioned(places, row)) table.unplaced.add(row);
  }
  table.points = Points(places);
}

}  // namespace data
