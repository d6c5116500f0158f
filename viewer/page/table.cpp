#include "viewer/page/table.h"

#include <algorithm>
#include <string>
#include <vector>

#include "viewer/page/two_languages.h"

namespace viewer {
namespace {

using data::trn;

constexpr double pitch = 25, pitch_most = 30, wide_gap = 16, narrow_gap = 12, bar_least = 64, bar_most = 150, parent_least = 70,
                 heading_air = 60, name_least = 118;

/// How long a column is kept when the table is narrow: the least goes first.
enum Keep { keep_numerator, keep_denominator, keep_bar, keep_parent, keep_needed, keep_share, keep_name };

struct Column {
  const std::string* heading;
  std::string TableRow::*cell;  ///< null for the bullet bar
  Align align;
  Keep keep;
  double width = 0, least = 0, airy = 0;  ///< airy: with its heading on one line
};

TextStyle cell_style(const layers::Theme& theme) {
  return {.size = Type::note, .weight = 400, .colour = theme.text, .middle = true, .min_size = 11};
}
TextStyle head_style(const layers::Theme& theme) {
  return {.size = Type::note, .weight = 600, .colour = theme.quiet, .max_lines = 3, .min_size = 10};
}

/// Narrowest width at which a heading takes two lines, three for a very long one.
double heading_width(const Canvas& canvas, const std::string& heading) {
  const TextStyle style = head_style(canvas.theme());
  const Size whole = canvas.measure(heading, style);
  for (double width = whole.w / 3; width < whole.w; width += 6) {
    const Size wrapped = canvas.measure(heading, style, width);
    if (wrapped.w <= width + 0.5 && wrapped.h < (whole.w > 190 ? 3.4 : 2.4) * whole.h) return width + 1;
  }
  return whole.w + 1;
}

std::vector<Column> all_columns(const TableContent& table) {
  std::vector<Column> out;
  const auto add = [&](const std::string& heading, std::string TableRow::*cell, Align align, Keep keep) {
    if (!heading.empty()) out.push_back({&heading, cell, align, keep});
  };
  add(table.name, &TableRow::name, Align::left, keep_name);
  add(table.parent, &TableRow::parent, Align::left, keep_parent);
  add(table.denominator, &TableRow::denominator, Align::right, keep_denominator);
  add(table.numerator, &TableRow::numerator, Align::right, keep_numerator);
  add(table.share, &TableRow::share, Align::right, keep_share);
  add(table.bar, nullptr, Align::left, keep_bar);
  add(table.needed, &TableRow::needed, Align::right, keep_needed);
  return out;
}

struct Columns {
  std::vector<Column> all;
  double gap = wide_gap;

  double sum(double Column::*part) const {
    double out = gap * (static_cast<double>(all.size()) - 1);
    for (const Column& column : all) out += column.*part;
    return out;
  }
};

void measure_columns(const Canvas& canvas, const TableContent& table, std::size_t shown, std::vector<Column>& columns) {
  const TextStyle style = cell_style(canvas.theme());
  for (Column& column : columns) {
    column.width = heading_width(canvas, *column.heading);
    for (std::size_t i = 0; column.cell && i < std::min(shown, table.rows.size()); ++i)
      column.width = std::max(column.width, canvas.measure(table.rows[i].*column.cell, style).w + 1);
    if (!column.cell) column.width = std::max(column.width, bar_least);
    column.airy = std::max(column.width, canvas.measure(*column.heading, head_style(canvas.theme())).w + 1);
    column.least = column.keep == keep_name     ? std::min(column.width, name_least)
                   : column.keep == keep_parent ? std::min(column.width, parent_least)
                                                : column.width;
  }
}

/// Gives what is left over to the bullet bar first, then evenly, so that a wide table stays readable along its rows.
void share_spare(std::vector<Column>& columns, double spare) {
  for (Column& column : columns)
    if (spare < 0 && column.width > column.least) {
      const double cut = std::min(-spare, column.width - column.least);
      column.width -= cut, spare += cut;
    }
  for (Column& column : columns)
    if (column.airy - column.width < std::min(spare, heading_air)) spare -= column.airy - column.width, column.width = column.airy;
  for (Column& column : columns)
    if (!column.cell && spare > 0) {
      const double more = std::clamp(bar_most - column.width, 0.0, spare);
      column.width += more, spare -= more;
    }
  if (spare > 0)
    for (Column& column : columns) column.width += spare / static_cast<double>(columns.size());
}

/// Columns as wide as what they hold. When that is too much they stand closer, parents are abbreviated, and only then are
/// columns dropped, the least needed first.
Columns columns_for(const Canvas& canvas, const TableContent& table, double width, std::size_t shown) {
  Columns out{all_columns(table)};
  measure_columns(canvas, table, shown, out.all);
  if (out.sum(&Column::width) > width) {
    out.gap = narrow_gap;
    for (Column& column : out.all)
      if (column.keep == keep_parent) column.cell = &TableRow::parent_short;
    measure_columns(canvas, table, shown, out.all);
  }
  while (out.all.size() > 1 && out.sum(&Column::least) > width)
    out.all.erase(std::min_element(out.all.begin(), out.all.end(), [](const Column& a, const Column& b) { return a.keep < b.keep; }));
  share_spare(out.all, width - out.sum(&Column::width));
  return out;
}

TextStyle title_style(const layers::Theme& theme) {
  return {.size = Type::body, .weight = 600, .colour = theme.text, .max_lines = 2, .min_size = 11};
}

double title_height(const Canvas& canvas, const TableContent& table, double width) {
  const double line = canvas.measure(table.heading, title_style(canvas.theme())).h;
  return std::min(2 * line, canvas.measure(table.heading, title_style(canvas.theme()), width).h) + 12;
}

double head_height(const Canvas& canvas, const Columns& columns) {
  double out = 0;
  for (const Column& column : columns.all)
    out = std::max(out, std::min(48.0, canvas.measure(*column.heading, head_style(canvas.theme()), column.width).h));
  return out + 8;
}

void draw_bar(Canvas& canvas, const Rect& cell, const TableContent& table, const TableRow& row) {
  const Rect bar{cell.x, cell.y + cell.h / 2 - 4, std::min(cell.w, bar_most), 8};
  const auto along = [&](double value) { return bar.w * std::clamp((value - table.bar_from) / (table.bar_to - table.bar_from), 0.0, 1.0); };
  canvas.fill(bar, canvas.theme().line, 2);
  if (row.value) canvas.fill({bar.x, bar.y, along(*row.value), bar.h}, row.colour, 2);
  if (table.tick) canvas.fill({bar.x + along(*table.tick) - 1, bar.y - 3, 2, bar.h + 6}, canvas.theme().text);
}

void draw_row(Canvas& canvas, const Rect& rect, const Columns& columns, const TableContent& table, const TableRow& row) {
  TextStyle style = cell_style(canvas.theme());
  if (row.own)
    style.weight = 700, canvas.fill(Rect{rect.x - 6, rect.y, rect.w + 12, rect.h}, layers::faded(canvas.theme().accent, 0.14F), 3);
  double x = rect.x;
  for (const Column& column : columns.all) {
    const Rect cell{x, rect.y, column.width, rect.h};
    if (!column.cell) draw_bar(canvas, cell, table, row);
    else {
      TextStyle own = style.with(column.align);
      if (column.keep == keep_parent) own.colour = canvas.theme().quiet;
      if (column.keep == keep_needed || column.keep == keep_name) own.weight = std::max(own.weight, 500);
      canvas.text(cell, row.*column.cell, own, "table.cell");
    }
    x += column.width + columns.gap;
  }
}

std::string more_units(int count, bool both_languages) {
  const auto said = [&] { return trn("and {} more unit", "and {} more units", count); };
  if (!both_languages) return said();
  const std::string vi = said();
  const data::LanguageHere english(data::Lang::en);
  return woven(vi, said());
}

}  // namespace

double table_height(const Canvas& canvas, const TableContent& table, double width, int rows) {
  const double heading_height = title_height(canvas, table, width);
  if (table.rows.empty()) return heading_height + pitch;
  const double head = head_height(canvas, columns_for(canvas, table, width, 12));
  return heading_height + head + pitch * rows + (rows < static_cast<int>(table.listed) ? pitch : 0) + 2;
}

void draw_table(Canvas& canvas, const Rect& rect, const TableContent& table) {
  const layers::Theme& theme = canvas.theme();
  const double heading_height = title_height(canvas, table, rect.w);
  canvas.text({rect.x, rect.y, rect.w, heading_height - 6}, table.heading, title_style(theme), "table.heading");
  if (table.rows.empty()) {
    canvas.text({rect.x, rect.y + heading_height, rect.w, pitch}, table.none, cell_style(theme).in(theme.quiet), "table.none");
    return;
  }
  const auto most = static_cast<std::size_t>(std::max(1.0, rect.h / pitch));
  const Columns columns = columns_for(canvas, table, rect.w, most);
  const double head = head_height(canvas, columns);
  double y = rect.y + heading_height, x = rect.x;
  for (const Column& column : columns.all) {
    const double height = std::min(48.0, canvas.measure(*column.heading, head_style(theme), column.width).h);
    canvas.text({x, y + head - 5 - height, column.width, height + 0.5}, *column.heading, head_style(theme).with(column.align),
                "table.head");
    x += column.width + columns.gap;
  }
  y += head;
  canvas.line(rect.x, y, rect.right(), y, theme.quiet);
  const double room = rect.bottom() - y;
  const int whole = static_cast<int>(table.rows.size()), total = whole * pitch <= room ? whole : static_cast<int>(table.listed);
  int count = std::min(total, static_cast<int>(room / pitch));
  if (count < total) count = std::max(0, static_cast<int>((room - pitch) / pitch));
  // Whole rows rarely fill the room exactly: they share out what is left of it.
  const double step = std::clamp(room / (count + (count < total ? 1 : 0)), pitch, count < total ? pitch_most : pitch + airy_row);
  for (int i = 0; i < count; ++i, y += step) {
    draw_row(canvas, {rect.x, y, rect.w, step}, columns, table, table.rows[static_cast<std::size_t>(i)]);
    canvas.line(rect.x, y + step, rect.right(), y + step, theme.line);
  }
  if (canvas.record()) canvas.record()->table_rows = count, canvas.record()->table_left_out = total - count;
  if (count < total && rect.bottom() - y >= pitch - 0.01)
    canvas.text({rect.x, y, rect.w, rect.bottom() - y}, more_units(total - count, table.both_languages), cell_style(theme).in(theme.quiet),
                "table.more");
}

}  // namespace viewer
