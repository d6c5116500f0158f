// A layer of points as a quadtree of exact counts: any square of the map says how many points it holds and how many of them are good.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "data/model/answers.h"
#include "layers/tile_pyramid.h"

namespace layers {

/// How many points, and how many of them in category 1 or 2.
struct CellCount {
  std::uint32_t total = 0, good = 0;
  bool operator==(const CellCount&) const = default;
};

/// Any thread, once built. Beyond the table it keeps a bit for each point and a few sums.
class PointTree {
 public:
  /// The table's rows are in the order of their curve (data::order_along_curve); one in another order is copied into it.
  explicit PointTree(std::shared_ptr<const data::LayerData> layer);
  PointTree(const PointTree&) = delete;
  PointTree& operator=(const PointTree&) = delete;

  const data::Table& table() const { return *table_; }
  /// Points with a position.
  std::size_t size() const { return table_->curve.begin.back(); }
  /// 0 not (yet), 1 or 2 good, 3 unknown: connected, or how far an address is; 1 where the layer says nothing of the kind.
  std::uint8_t category(std::uint32_t row) const { return flags_ ? (flags_[row] == 2 ? 3 : flags_[row]) : codes_ ? of_code_[codes_[row]] : 1; }
  /// The size of the square that holds all points is 2^this; cells are not asked for finer than 2^(this - 32).
  int side_exponent() const { return side_exponent_; }

  CellCount count(const Cell& cell) const;
  /// Every square of 2^exponent inside `area`, row by row from the lower left: (2^(area.exponent - exponent))² of them. The cost is
  /// bounded by the points and, far out, by the squares that hold any.
  std::vector<CellCount> count_cells(const Cell& area, int exponent) const;
  /// Rows of the points inside `cell`, ascending.
  std::vector<std::uint32_t> rows_in(const Cell& cell) const;

 private:
  /// The leaves of the curve, or their ancestors some levels up.
  struct Level {
    int levels = 0;
    std::span<const std::uint32_t> leaf, begin;
  };
  struct Run {
    std::size_t first = 0, last = 0;  ///< leaves of a level, the last not included
  };
  Run leaves_in(const Level& level, const Cell& area) const;
  const Level& level_for(int levels) const;
  std::uint32_t good_in(std::uint32_t begin, std::uint32_t end) const;
  /// The square's corner in squares of the `levels`-th division.
  std::int64_t corner_x(int levels) const;
  std::int64_t corner_y(int levels) const;

  std::shared_ptr<const data::LayerData> layer_;
  std::shared_ptr<const data::Table> table_;
  const std::uint8_t* flags_ = nullptr;   ///< by row, what the category is read from, or
  const std::uint32_t* codes_ = nullptr;  ///< by row, with the category
  std::vector<std::uint8_t> of_code_;     ///< of each code
  std::vector<std::uint64_t> good_;       ///< a bit by row
  std::vector<Level> levels_;             ///< finest first
  std::deque<std::vector<std::uint32_t>> sums_;  ///< what the levels above the finest look at
  int side_exponent_ = 0;
};

}  // namespace layers
