#include "data/source/part.h"

#include <utility>

namespace data {
namespace {

/// The part of an edge inside the box, found by cutting it at one side after the other (Liang and Barsky 1984); empty or not.
bool edge_meets(Point a, Point b, const Box& box) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  double from = 0, to = 1;
  for (const auto& [towards, room] :
       {std::pair{-dx, a.x - box.min_x}, {dx, box.max_x - a.x}, {-dy, a.y - box.min_y}, {dy, box.max_y - a.y}}) {
    if (towards == 0 && room < 0) return false;
    if (towards < 0) from = std::max(from, room / towards);
    if (towards > 0) to = std::min(to, room / towards);
  }
  return from <= to;
}

template <typename T>
void pick(Cells<T>& values, const std::vector<std::size_t>& rows) {
  std::vector<T> out;
  out.reserve(rows.size());
  for (const std::size_t row : rows) out.push_back(values[row]);
  values = std::move(out);
}

Areas picked(const Areas& areas, const std::vector<std::size_t>& rows) {
  Areas out;
  for (const std::size_t row : rows) out.add_polygons(areas, row), out.end_row();
  return out;
}

void pick(Column& column, const std::vector<std::size_t>& rows) {
  if (auto* text = std::get_if<TextColumn>(&column.cells)) pick(text->code, rows);
  else if (auto* numbers = std::get_if<NumberColumn>(&column.cells)) pick(numbers->value, rows);
  else if (auto* flags = std::get_if<FlagColumn>(&column.cells)) pick(flags->value, rows);
  else if (auto* dates = std::get_if<DateColumn>(&column.cells)) pick(dates->day, rows);
  column.unread = {};
}

}  // namespace

bool reaches_into(const Areas& areas, std::size_t row, const Box& box) {
  if (!areas.box(row).intersects(box)) return false;
  const Point middle = box.centre();
  bool around = false;
  for (std::uint32_t ring = areas.ring_begin(row); ring < areas.ring_end(row); ++ring) {
    const std::uint32_t first = areas.first_vertex[ring], end = areas.first_vertex[ring + 1];
    for (std::uint32_t v = first, before = end - 1; v < end; before = v++) {
      const Point a{areas.x[before], areas.y[before]}, b{areas.x[v], areas.y[v]};
      if (edge_meets(a, b, box)) return true;
      if ((a.y > middle.y) != (b.y > middle.y) && middle.x < a.x + (b.x - a.x) * (middle.y - a.y) / (b.y - a.y)) around = !around;
    }
  }
  return around;
}

void keep_part(Table& table, const Box& extent) {
  if (table.shape != Shape::areas) return;
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.rows; ++row)
    if (reaches_into(table.areas, row, extent)) rows.push_back(row);
  table.areas = picked(table.areas, rows);
  pick(table.fid, rows);
  for (Column& column : table.columns) pick(column, rows);
  table.no_geometry = table.bad_geometry = table.unplaced = {};
  table.part = table.part || rows.size() < table.rows;
  table.rows = rows.size();
}

}  // namespace data
