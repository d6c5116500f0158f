#include "data/source/place_table.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "data/source/crs.h"
#include "data/source/positions.h"
#include "data/source/share_out.h"
#include "data/source/smooth_map.h"
#include "data/source/wkb.h"

namespace data {
namespace {

/// A polynomial in PROJ's place where there are many coordinates and it is within a tenth of a millimetre of PROJ.
std::optional<SmoothMap> stand_in(const Transform& exact, const std::vector<double>& x, const std::vector<double>& y) {
  constexpr std::size_t many = 20000;
  if (x.size() < many) return std::nullopt;
  const Box box = box_of(x, y);
  const Point middle = exact.apply(box.centre());
  const bool metres = std::abs(middle.x) > 360 || std::abs(middle.y) > 360;
  return SmoothMap::fit(box, metres ? 1e-4 : 1e-9, [&](double* px, double* py, std::size_t count) { exact.apply(px, py, count); });
}

/// Shares the coordinates between cores: placing them is the slowest step of a large read. Returns which were lost, in their order.
std::vector<std::size_t> transform(const Transform& exact, const std::string& from, const std::string& to, std::vector<double>& x,
                      std::vector<double>& y) {
  if (exact.identity()) return {};
  const auto smooth = stand_in(exact, x, y);
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::vector<std::size_t>> lost(parts_of(x.size(), cores));
  share_out_parts(x.size(), cores, [&](std::size_t part, std::size_t begin, std::size_t end) {
    std::vector<std::size_t> nowhere;  // before it
    for (std::size_t i = begin; i < end; ++i)
      if (!is_position(x[i], y[i])) nowhere.push_back(i);
    if (smooth) smooth->apply(x.data() + begin, y.data() + begin, end - begin);
    else if (part == 0) exact.apply(x.data() + begin, y.data() + begin, end - begin);
    else Transform(from, to).apply(x.data() + begin, y.data() + begin, end - begin);
    for (std::size_t i = begin; i < end; ++i)
      if (!is_position(x[i], y[i]) && !std::binary_search(nowhere.begin(), nowhere.end(), i)) lost[part].push_back(i);
  });
  std::vector<std::size_t> out;
  for (const auto& part : lost) out.insert(out.end(), part.begin(), part.end());
  return out;
}

/// Takes their area from rows with a vertex that could not be placed: half a border is none.
void drop_unplaced(Areas& areas, FaultyRows& dropped) {
  Areas kept;
  for (std::size_t row = 0; row < areas.size(); ++row) {
    const std::uint32_t begin = areas.first_vertex[areas.ring_begin(row)], end = areas.first_vertex[areas.ring_end(row)];
    bool whole = true;
    for (std::uint32_t v = begin; v < end && whole; ++v) whole = is_position(areas.x[v], areas.y[v]);
    if (whole) kept.add_polygons(areas, row);
    kept.end_row();
    if (!whole) dropped.add(row);
  }
  areas = std::move(kept);
}

}  // namespace

void place_areas(Table& table, const std::string& map_crs) {
  const Transform exact(table.source_crs, map_crs);
  if (!transform(exact, table.source_crs, map_crs, table.areas.x, table.areas.y).empty()) drop_unplaced(table.areas, table.unplaced);
}

void place_points(Table& table, Coordinates&& places, const std::string& map_crs) {
  const Transform exact(table.source_crs, map_crs);
  for (const std::size_t row : transform(exact, table.source_crs, map_crs, places.x, places.y)) table.unplaced.add(row);
  table.points = Points(places);
}

}  // namespace data
