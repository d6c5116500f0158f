// Plain geometry in doubles, in the units of one CRS (metres for projected ones). Flat arrays, so columns stay columns.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "data/source/cells.h"

namespace data {

struct Point {
  double x = 0, y = 0;
  bool operator==(const Point&) const = default;
};

struct Box {
  double min_x = std::numeric_limits<double>::infinity(), min_y = std::numeric_limits<double>::infinity();
  double max_x = -std::numeric_limits<double>::infinity(), max_y = -std::numeric_limits<double>::infinity();

  bool empty() const { return !(min_x <= max_x && min_y <= max_y); }
  double width() const { return empty() ? 0 : max_x - min_x; }
  double height() const { return empty() ? 0 : max_y - min_y; }
  Point centre() const { return {(min_x + max_x) / 2, (min_y + max_y) / 2}; }
  bool contains(Point p) const { return p.x >= min_x && p.x <= max_x && p.y >= min_y && p.y <= max_y; }
  bool holds(const Box& o) const { return o.empty() || (contains(Point{o.min_x, o.min_y}) && contains(Point{o.max_x, o.max_y})); }
  /// Larger by `by` on every side.
  Box grown(double by) const { return {min_x - by, min_y - by, max_x + by, max_y + by}; }
  bool intersects(const Box& o) const { return min_x <= o.max_x && o.min_x <= max_x && min_y <= o.max_y && o.min_y <= max_y; }
  void include(Point p) {
    min_x = std::min(min_x, p.x), min_y = std::min(min_y, p.y);
    max_x = std::max(max_x, p.x), max_y = std::max(max_y, p.y);
  }
  void include(const Box& o) {
    if (o.empty()) return;
    include(Point{o.min_x, o.min_y});
    include(Point{o.max_x, o.max_y});
  }
  bool operator==(const Box&) const = default;
};

/// One position per row as it is read and placed, before it is packed. NaN in both where a row has none.
struct Coordinates {
  std::vector<double> x, y;
  std::size_t size() const { return x.size(); }
};

/// One point per row, packed: 32 bits of a square whose sides are a power of two, so that its quarters, their quarters and so on are
/// aligned to the map and not to the data. Half a `step` is what packing may move a point: a hundredth of a millimetre in a province,
/// half a millimetre in a country.
class Points {
 public:
  static constexpr std::uint32_t nowhere = 0xFFFFFFFFU;  ///< in both: the row has no position

  Points() = default;
  explicit Points(const Coordinates& places);
  Points(Point corner, double step, Cells<std::uint32_t> x, Cells<std::uint32_t> y) : corner_(corner), step_(step), x_(std::move(x)), y_(std::move(y)) {}

  std::size_t size() const { return x_.size(); }
  bool has(std::size_t row) const { return x_[row] != nowhere; }
  /// NaN where the row has no position.
  Point at(std::size_t row) const {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    return has(row) ? Point{corner_.x + x_[row] * step_, corner_.y + y_[row] * step_} : Point{none, none};
  }
  Point corner() const { return corner_; }            ///< lower left, of the square
  double step() const { return step_; }               ///< map units; a power of two
  double side() const { return step_ * 0x1p32; }      ///< of the square, map units; a power of two
  const Cells<std::uint32_t>& x() const { return x_; }  ///< steps from the corner
  const Cells<std::uint32_t>& y() const { return y_; }

 private:
  Point corner_;
  double step_ = 1;
  Cells<std::uint32_t> x_, y_;
};

/// Multi-polygons of many rows: row -> polygons -> rings -> vertices. The first ring of a polygon is its outside, the
/// others are holes. Rings are open (the first vertex is not repeated). A row without geometry has no polygon.
/// first_*[i] .. first_*[i + 1] bound the children of i; each array ends with one extra entry.
struct Areas {
  std::vector<double> x, y;
  std::vector<std::uint32_t> first_polygon{0};  ///< by row
  std::vector<std::uint32_t> first_ring{0};     ///< by polygon
  std::vector<std::uint32_t> first_vertex{0};   ///< by ring

  std::size_t size() const { return first_polygon.size() - 1; }
  /// Appends the polygons of a row of `from` to the row that is being made; end_row() ends it.
  void add_polygons(const Areas& from, std::size_t row);
  void end_row() { first_polygon.push_back(static_cast<std::uint32_t>(first_ring.size() - 1)); }
  std::uint32_t ring_begin(std::size_t row) const { return first_ring[first_polygon[row]]; }
  std::uint32_t ring_end(std::size_t row) const { return first_ring[first_polygon[row + 1]]; }
  Box box(std::size_t row) const {
    Box out;
    for (std::uint32_t v = first_vertex[ring_begin(row)]; v < first_vertex[ring_end(row)]; ++v) out.include(Point{x[v], y[v]});
    return out;
  }
  Box box() const {
    Box out;
    for (std::size_t v = 0; v < x.size(); ++v) out.include(Point{x[v], y[v]});
    return out;
  }
};

}  // namespace data
