#include "layers/point_tree.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "data/source/curve.h"
#include "data/source/share_out.h"

namespace layers {
namespace {

constexpr int levels_between = 3;        ///< from one kept level to the next: 64 leaves become one
constexpr std::size_t few_leaves = 4096;  ///< as many are walked through in no time

/// Every second bit of `v`, from the lowest on.
std::uint32_t gathered(std::uint32_t v) {
  v &= 0x55555555U;
  v = (v | v >> 1) & 0x33333333U;
  v = (v | v >> 2) & 0x0F0F0F0FU;
  v = (v | v >> 4) & 0x00FF00FFU;
  return (v | v >> 8) & 0x0000FFFFU;
}

/// By code of a digital address' stage.
std::vector<std::uint8_t> stage_categories(const data::TextColumn& stage) {
  std::vector<std::uint8_t> out;
  for (const std::string& value : stage.dictionary) {
    const std::string key = data::fold(value);
    out.push_back(key == "sign_fixed" ? 2 : key == "notified" ? 1 : 0);
  }
  return out;
}

}  // namespace

PointTree::PointTree(std::shared_ptr<const data::LayerData> layer) : layer_(std::move(layer)), table_(layer_->table) {
  if (!table_->curve.ordered()) {
    auto ordered = std::make_shared<data::Table>(*table_);
    data::order_along_curve(*ordered, 1);
    table_ = std::move(ordered);
  }
  const auto column = [&](const char* role) -> const data::Column* {
    const std::string& field = layer_->source.field(role);
    return field.empty() ? nullptr : table_->find(field);
  };
  if (layer_->source.kind == data::LayerKind::fiber_household) {
    if (const data::Column* connected = column("connected")) flags_ = connected->flags().value.data();
  } else if (layer_->source.kind == data::LayerKind::digital_address) {
    if (const data::Column* stage = column("stage")) codes_ = stage->text().code.data(), of_code_ = stage_categories(stage->text());
  }
  good_.assign(size() / 64 + 1, 0);
  data::share_out(good_.size(), std::thread::hardware_concurrency(), [&](std::size_t begin, std::size_t end) {
    for (auto row = static_cast<std::uint32_t>(begin * 64), last = static_cast<std::uint32_t>(std::min(end * 64, size())); row < last; ++row) {
      const std::uint8_t c = category(row);
      good_[row / 64] |= std::uint64_t{c == 1 || c == 2} << row % 64;
    }
  });
  side_exponent_ = std::ilogb(table_->points.side());
  levels_.push_back({table_->curve.levels, {table_->curve.leaf.data(), table_->curve.leaf.size()}, {table_->curve.begin.data(), table_->curve.begin.size()}});
  while (levels_.back().levels > levels_between && levels_.back().leaf.size() > few_leaves) {
    const Level& fine = levels_.back();
    std::vector<std::uint32_t> leaf, begin;
    for (std::size_t i = 0; i < fine.leaf.size(); ++i)
      if (const std::uint32_t code = fine.leaf[i] >> 2 * levels_between; leaf.empty() || leaf.back() != code) leaf.push_back(code), begin.push_back(fine.begin[i]);
    begin.push_back(fine.begin.back());
    const int levels = fine.levels - levels_between;
    levels_.push_back({levels, sums_.emplace_back(std::move(leaf)), sums_.emplace_back(std::move(begin))});
  }
}

/// The corner of the square is a multiple of half its side, so this is a whole number for any division but none.
std::int64_t PointTree::corner_x(int levels) const { return std::llround(std::ldexp(table_->points.corner().x, levels - side_exponent_)); }
std::int64_t PointTree::corner_y(int levels) const { return std::llround(std::ldexp(table_->points.corner().y, levels - side_exponent_)); }

/// The coarsest one that still tells apart cells of the `levels`-th division, else the finest.
const PointTree::Level& PointTree::level_for(int levels) const {
  for (std::size_t i = levels_.size(); i-- > 1;)
    if (levels_[i].levels >= levels) return levels_[i];
  return levels_.front();
}

std::uint32_t PointTree::good_in(std::uint32_t begin, std::uint32_t end) const {
  if (begin >= end) return 0;
  const std::size_t first = begin / 64, last = (end - 1) / 64;
  const std::uint64_t from = ~std::uint64_t{0} << begin % 64, to = ~std::uint64_t{0} >> (63 - (end - 1) % 64);
  if (first == last) return static_cast<std::uint32_t>(std::popcount(good_[first] & from & to));
  int sum = std::popcount(good_[first] & from) + std::popcount(good_[last] & to);
  for (std::size_t i = first + 1; i < last; ++i) sum += std::popcount(good_[i]);
  return static_cast<std::uint32_t>(sum);
}

/// A square inside the tree's own is one run of leaves; of a larger one all leaves may be part.
PointTree::Run PointTree::leaves_in(const Level& level, const Cell& area) const {
  const int levels = side_exponent_ - area.exponent;
  if (levels < 1) return {0, level.leaf.size()};
  const std::int64_t x = area.x - corner_x(levels), y = area.y - corner_y(levels), side = std::int64_t{1} << levels;
  if (x < 0 || y < 0 || x >= side || y >= side) return {};
  const std::uint64_t code = data::morton(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y));
  const int shift = 2 * (level.levels - levels);
  const std::uint64_t begin = shift >= 0 ? code << shift : code >> -shift, end = shift >= 0 ? (code + 1) << shift : begin + 1;
  const auto at = [&](std::uint64_t wanted) {
    return static_cast<std::size_t>(std::lower_bound(level.leaf.begin(), level.leaf.end(), wanted) - level.leaf.begin());
  };
  return {at(begin), at(end)};
}

std::vector<CellCount> PointTree::count_cells(const Cell& area, int exponent) const {
  const std::int64_t n = std::int64_t{1} << (area.exponent - exponent), x0 = area.x * n, y0 = area.y * n;
  std::vector<CellCount> out(static_cast<std::size_t>(n * n));
  const int levels = side_exponent_ - exponent;
  const Level& level = level_for(levels);
  const Run run = leaves_in(level, area);
  const auto add = [&](std::int64_t x, std::int64_t y, std::uint32_t total, std::uint32_t good) {
    if (x < 0 || y < 0 || x >= n || y >= n) return;
    CellCount& cell = out[static_cast<std::size_t>(y * n + x)];
    cell.total += total, cell.good += good;
  };
  if (level.levels >= levels) {
    const std::int64_t left = corner_x(level.levels), bottom = corner_y(level.levels);
    const int shift = level.levels - levels;
    for (std::size_t i = run.first; i < run.last; ++i) {
      const std::int64_t x = left + gathered(level.leaf[i]), y = bottom + gathered(level.leaf[i] >> 1);
      add((x >> shift) - x0, (y >> shift) - y0, level.begin[i + 1] - level.begin[i], good_in(level.begin[i], level.begin[i + 1]));
    }
    return out;
  }
  const std::int64_t left = corner_x(32), bottom = corner_y(32);
  const std::uint32_t *px = table_->points.x().data(), *py = table_->points.y().data();
  for (std::uint32_t row = run.first < run.last ? level.begin[run.first] : 0, end = run.first < run.last ? level.begin[run.last] : 0; row < end; ++row)
    add(((left + px[row]) >> (32 - levels)) - x0, ((bottom + py[row]) >> (32 - levels)) - y0, 1, good_[row / 64] >> row % 64 & 1U);
  return out;
}

CellCount PointTree::count(const Cell& cell) const { return count_cells(cell, cell.exponent).front(); }

std::vector<std::uint32_t> PointTree::rows_in(const Cell& cell) const {
  std::vector<std::uint32_t> out;
  const Level& level = levels_.front();
  const Run run = leaves_in(level, cell);
  if (run.first >= run.last) return out;
  const int shift = std::clamp(32 - (side_exponent_ - cell.exponent), 0, 62);
  const std::int64_t left = corner_x(32), bottom = corner_y(32);
  for (std::uint32_t row = level.begin[run.first]; row < level.begin[run.last]; ++row)
    if ((left + table_->points.x()[row]) >> shift == cell.x && (bottom + table_->points.y()[row]) >> shift == cell.y) out.push_back(row);
  return out;
}

}  // namespace layers
