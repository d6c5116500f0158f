#include "data/source/curve.h"

#include <algorithm>
#include <array>
#include <bit>

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

/// By code, stable: three counting passes of 11 bits.
void sort_places(std::vector<Place>& places) {
  std::vector<Place> other(places.size());
  for (int shift = 0; shift < 32; shift += 11) {
    std::array<std::uint32_t, 2049> next{};
    for (const Place& place : places) ++next[(place.code >> shift & 0x7FFU) + 1];
    for (std::size_t d = 1; d < next.size(); ++d) next[d] += next[d - 1];
    for (const Place& place : places) other[next[place.code >> shift & 0x7FFU]++] = place;
    places.swap(other);
  }
}

/// The most levels with at least this many points to a leaf that holds any, so that leaves cost less than points.
constexpr std::size_t points_per_leaf = 8;

int levels_for(const std::vector<Place>& places) {
  // A pair of neighbours along the curve lies in two cells of every level from their first differing pair of bits on.
  std::array<std::size_t, Curve::finest + 1> begins{};  // by level: leaves that begin there and not above
  for (std::size_t i = 1; i < places.size(); ++i)
    if (const std::uint32_t differing = places[i].code ^ places[i - 1].code) ++begins[static_cast<std::size_t>(std::countl_zero(differing)) / 2 + 1];
  std::size_t leaves = 1;
  int levels = 0;
  while (levels < Curve::finest && (leaves += begins[static_cast<std::size_t>(levels) + 1]) * points_per_leaf <= places.size()) ++levels;
  return levels;
}

Curve curve_of(const std::vector<Place>& places) {
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
void reorder(Cells<T>& cells, const std::vector<std::uint32_t>& from, unsigned threads) {
  std::vector<T> out(from.size());
  share_out(from.size(), threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) out[row] = cells[from[row]];
  });
  cells = std::move(out);
}

void reorder(Column& column, const std::vector<std::uint32_t>& from, unsigned threads) {
  if (auto* text = std::get_if<TextColumn>(&column.cells)) reorder(text->code, from, threads);
  else if (auto* numbers = std::get_if<NumberColumn>(&column.cells)) reorder(numbers->value, from, threads);
  else if (auto* flags = std::get_if<FlagColumn>(&column.cells)) reorder(flags->value, from, threads);
  else if (auto* dates = std::get_if<DateColumn>(&column.cells)) reorder(dates->day, from, threads);
}

/// Faulty rows were noted by their old places.
void renumber(Table& table, const std::vector<std::uint32_t>& from) {
  std::vector<FaultyRows*> all{&table.no_geometry, &table.bad_geometry, &table.unplaced};
  for (Column& column : table.columns) all.push_back(&column.unread);
  if (std::all_of(all.begin(), all.end(), [](const FaultyRows* faulty) { return faulty->first.empty(); })) return;
  std::vector<std::uint32_t> now(from.size());
  for (std::size_t row = 0; row < from.size(); ++row) now[from[row]] = static_cast<std::uint32_t>(row);
  for (FaultyRows* faulty : all)
    for (FaultyRows::Row& row : faulty->first) row.row = now[row.row];
}

}  // namespace

std::uint64_t morton(std::uint32_t x, std::uint32_t y) { return spread(x) | spread(y) << 1; }

void order_along_curve(Table& table, unsigned threads) {
  const Points& points = table.points;
  std::vector<std::uint32_t> from;
  {
    std::vector<Place> places;
    std::vector<std::uint32_t> elsewhere;
    places.reserve(points.size());
    constexpr int drop = 32 - Curve::finest;
    for (std::uint32_t row = 0; row < points.size(); ++row) {
      if (points.has(row)) places.push_back({static_cast<std::uint32_t>(morton(points.x()[row] >> drop, points.y()[row] >> drop)), row});
      else elsewhere.push_back(row);
    }
    sort_places(places);
    table.curve = curve_of(places);
    from.reserve(points.size());
    for (const Place& place : places) from.push_back(place.row);
    from.insert(from.end(), elsewhere.begin(), elsewhere.end());
  }
  Cells<std::uint32_t> x = points.x(), y = points.y();
  reorder(x, from, threads), reorder(y, from, threads);
  table.points = Points(points.corner(), points.step(), std::move(x), std::move(y));
  reorder(table.fid, from, threads);
  for (Column& column : table.columns) reorder(column, from, threads);
  renumber(table, from);
}

}  // namespace data
