#include "data/source/curve.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "data/source/share_out.h"

namespace data {
namespace {

/// Spreads the bits of `v` to the even bits.
std::uint64_t spread(std::uint64_t v) {
  v = (v | v << 16) & 0x0000FFFF0000FFFFULL;
  v = (v | v << 8) & 0x00FF00FF00FF00FFULL;
  v = (v | v << 4) & 0x0F0F0F0F0F0F0F0FULL;
  v = (v | v << 2) & 0x3333333333333333ULL;
  return (v | v << 1) & 0x5555555555555555ULL;
}

/// A row and its place along the curve, 16 bits of x and y each.
struct Place {
  std::uint32_t code, row;
};

/// The rows that have a position, and after them the others. Memory that the threads which fill it touch first.
class Places {
 public:
  explicit Places(std::size_t rows) : at_(std::make_unique_for_overwrite<Place[]>(rows)), rows_(rows), size_(rows) {}
  std::size_t rows() const { return rows_; }
  /// Those with a position, the first.
  std::size_t size() const { return size_; }
  void leave_out_from(std::size_t size) { size_ = size; }
  /// As many, of which only the others are there yet.
  Places to_fill() const {
    Places out(rows_);
    out.size_ = size_;
    std::copy(at_.get() + size_, at_.get() + rows_, out.at_.get() + size_);
    return out;
  }
  Place& operator[](std::size_t i) { return at_[i]; }
  const Place& operator[](std::size_t i) const { return at_[i]; }
  void swap(Places& other) { std::swap(at_, other.at_); }

 private:
  std::unique_ptr<Place[]> at_;
  std::size_t rows_, size_;
};

/// By code, stable: three counting passes of 11 bits. Each part of the rows goes where those before it have left room.
void sort_places(Places& places, unsigned threads) {
  constexpr std::uint32_t digits = 2048;
  Places other = places.to_fill();
  std::vector<std::array<std::uint32_t, digits>> next(parts_of(places.size(), threads));
  for (int shift = 0; shift < 32; shift += 11) {
    const auto digit = [shift](const Place& place) { return place.code >> shift & (digits - 1); };
    share_out_parts(places.size(), threads, [&](std::size_t part, std::size_t begin, std::size_t end) {
      next[part].fill(0);
      for (std::size_t i = begin; i < end; ++i) ++next[part][digit(places[i])];
    });
    std::uint32_t at = 0;
    for (std::uint32_t d = 0; d < digits; ++d)
      for (auto& of_part : next) at += std::exchange(of_part[d], at);
    share_out_parts(places.size(), threads, [&](std::size_t part, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) other[next[part][digit(places[i])]++] = places[i];
    });
    places.swap(other);
  }
}

Places places_of(const Points& points, unsigned threads) {
  constexpr int drop = 32 - Curve::finest;
  Places out(points.size());
  std::atomic<bool> all{true};
  share_out(points.size(), threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      out[row] = {static_cast<std::uint32_t>(morton(points.x()[row] >> drop, points.y()[row] >> drop)), static_cast<std::uint32_t>(row)};
      if (!points.has(row)) all = false;
    }
  });
  if (all) return out;
  std::vector<Place> elsewhere;
  std::size_t kept = 0;
  for (std::size_t row = 0; row < points.size(); ++row) {
    if (points.has(row)) out[kept++] = out[row];
    else elsewhere.push_back(out[row]);
  }
  out.leave_out_from(kept);
  for (std::size_t i = 0; i < elsewhere.size(); ++i) out[kept + i] = elsewhere[i];
  return out;
}

/// The most levels with at least this many points to a leaf that holds any, so that leaves cost less than points.
constexpr std::size_t points_per_leaf = 8;

int levels_for(const Places& places) {
  // A pair of neighbours along the curve lies in two cells of every level from their first differing pair of bits on.
  std::array<std::size_t, Curve::finest + 1> begins{};  // by level: leaves that begin there and not above
  for (std::size_t i = 1; i < places.size(); ++i)
    if (const std::uint32_t differing = places[i].code ^ places[i - 1].code) ++begins[static_cast<std::size_t>(std::countl_zero(differing)) / 2 + 1];
  std::size_t leaves = 1;
  int levels = 0;
  while (levels < Curve::finest && (leaves += begins[static_cast<std::size_t>(levels) + 1]) * points_per_leaf <= places.size()) ++levels;
  return levels;
}

Curve curve_of(const Places& places) {
  Curve curve;
  curve.levels = levels_for(places);
  const int shift = 2 * (Curve::finest - curve.levels);
  std::vector<std::uint32_t> leaf, begin;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto code = static_cast<std::uint32_t>(std::uint64_t{places[i].code} >> shift);
    if (leaf.empty() || leaf.back() != code) leaf.push_back(code), begin.push_back(static_cast<std::uint32_t>(i));
  }
  begin.push_back(static_cast<std::uint32_t>(places.size()));
  leaf.shrink_to_fit(), begin.shrink_to_fit();
  curve.leaf = std::move(leaf), curve.begin = std::move(begin);
  return curve;
}

template <typename T>
Cells<T> reordered(const Cells<T>& cells, const Places& from, unsigned threads) {
  return Cells<T>::filled(from.rows(), [&](T* out) {
    share_out(from.rows(), threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) out[row] = cells[from[row].row];
    });
  });
}

void reorder(Column& column, const Places& from, unsigned threads) {
  const auto in_order = [&](auto& cells) { cells = reordered(cells, from, threads); };
  if (auto* text = std::get_if<TextColumn>(&column.cells)) in_order(text->code);
  else if (auto* numbers = std::get_if<NumberColumn>(&column.cells)) in_order(numbers->value);
  else if (auto* flags = std::get_if<FlagColumn>(&column.cells)) in_order(flags->value);
  else if (auto* dates = std::get_if<DateColumn>(&column.cells)) in_order(dates->day);
}

/// Faulty rows were noted by their old places.
void renumber(Table& table, const Places& from) {
  std::vector<FaultyRows*> all{&table.no_geometry, &table.bad_geometry, &table.unplaced};
  for (Column& column : table.columns) all.push_back(&column.unread);
  if (std::all_of(all.begin(), all.end(), [](const FaultyRows* faulty) { return faulty->first.empty(); })) return;
  std::vector<std::uint32_t> now(from.rows());
  for (std::size_t row = 0; row < from.rows(); ++row) now[from[row].row] = static_cast<std::uint32_t>(row);
  for (FaultyRows* faulty : all)
    for (FaultyRows::Row& row : faulty->first) row.row = now[row.row];
}

}  // namespace

std::uint64_t morton(std::uint32_t x, std::uint32_t y) { return spread(x) | spread(y) << 1; }

void order_along_curve(Table& table, unsigned threads) {
  const Points& points = table.points;
  Places places = places_of(points, threads);
  sort_places(places, threads);
  auto curve = std::async(std::launch::async, [&] { return curve_of(places); });  // while the rows are put in order
  table.points =
      Points(points.corner(), points.step(), reordered(points.x(), places, threads), reordered(points.y(), places, threads));
  table.fid = reordered(table.fid, places, threads);
  for (Column& column : table.columns) reorder(column, places, threads);
  renumber(table, places);
  table.curve = curve.get();
}

}  // namespace data
