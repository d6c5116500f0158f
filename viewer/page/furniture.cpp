#include "viewer/page/furniture.h"

#include <algorithm>
#include <cmath>

#include "data/source/crs.h"
#include "data/source/error.h"

namespace viewer {
namespace {

constexpr double row_height = 21, symbol_width = 24, symbol_gap = 9, count_gap = 18, bar_width = 200;

TextStyle entry_style(const layers::Theme& theme) {
  return {.size = Type::note, .weight = 400, .colour = theme.text, .middle = true, .max_lines = 3, .min_size = 10.5};
}
TextStyle count_style(const layers::Theme& theme) {
  return {.size = Type::note, .weight = 400, .colour = theme.quiet, .align = Align::right, .middle = true};
}
TextStyle heading_style(const layers::Theme& theme) { return {.size = Type::note, .weight = 600, .colour = theme.text}; }
TextStyle note_style(const layers::Theme& theme) {
  return {.size = Type::note, .weight = 400, .colour = theme.quiet, .max_lines = 4, .min_size = 11};
}

void draw_mark(Canvas& canvas, const Rect& box, const LegendEntry& entry) {
  cairo_t* cr = canvas.cairo();
  canvas.trace(entry.shape, box.x + box.w / 2, box.y + box.h / 2, entry.hollow ? 3.2 : 4);
  canvas.source(entry.other);
  cairo_set_line_width(cr, 3);
  cairo_stroke_preserve(cr);
  canvas.source(entry.colour);
  cairo_set_line_width(cr, 1.8);
  if (entry.hollow) cairo_stroke(cr);
  else cairo_fill(cr);
}

void draw_symbol(Canvas& canvas, const Rect& box, const LegendEntry& entry) {
  const layers::Theme& theme = canvas.theme();
  const Rect patch = box.inset(0, (box.h - 13) / 2);
  switch (entry.symbol) {
    case LegendEntry::Symbol::area: return canvas.fill(patch, entry.colour, 2);
    case LegendEntry::Symbol::no_data:
      canvas.fill(patch, theme.no_data, 2);
      canvas.hatch(patch, layers::no_data_stripes(theme), 2);
      return canvas.outline(patch, theme.no_data_hatch, 2, 0.8);
    case LegendEntry::Symbol::coverage:
      canvas.fill(patch, entry.coverage.ground, 2);
      canvas.fill(patch, entry.coverage.tint, 2);
      if (entry.coverage.stripes) canvas.hatch(patch, *entry.coverage.stripes, 2);
      return canvas.outline(patch, entry.coverage.edge, 2, entry.coverage.edge_width);
    case LegendEntry::Symbol::mark: return draw_mark(canvas, box, entry);
    case LegendEntry::Symbol::line:
      canvas.fill(patch, theme.land, 2);
      return canvas.line(patch.x, patch.y + patch.h / 2, patch.right(), patch.y + patch.h / 2, entry.colour, entry.line_width);
  }
}

double note_height(const Canvas& canvas, const LegendContent& legend, double width) {
  return legend.note.empty() ? 0 : canvas.measure(legend.note, note_style(canvas.theme()), width).h + 6;
}

double count_room(const Canvas& canvas, const LegendEntry& entry) {
  return entry.count.empty() ? 0 : canvas.measure(entry.count, count_style(canvas.theme())).w + 7;
}

/// One line for most; a long name takes more.
double entry_height(const Canvas& canvas, const LegendEntry& entry, double width) {
  const double room = std::max(40.0, width - symbol_width - symbol_gap - count_room(canvas, entry));
  return std::max(row_height, canvas.measure(entry.text, entry_style(canvas.theme()), room).h + 4);
}

double heading_height(const Canvas& canvas, const LegendContent& legend) {
  return 6 + std::max(canvas.measure(legend.heading, heading_style(canvas.theme())).h,
                      canvas.measure(legend.count_heading, count_style(canvas.theme())).h);
}

}  // namespace

Size legend_size(const Canvas& canvas, const LegendContent& legend, double max_width) {
  if (legend.empty()) return {};
  double widest = canvas.measure(legend.heading, heading_style(canvas.theme())).w + count_gap +
                  canvas.measure(legend.count_heading, count_style(canvas.theme())).w;
  for (const auto* entries : {&legend.classes, &legend.symbols})
    for (const LegendEntry& entry : *entries) {
      const double count = entry.count.empty() ? 0 : count_gap + canvas.measure(entry.count, count_style(canvas.theme())).w;
      widest = std::max(widest, symbol_width + symbol_gap + canvas.measure(entry.text, entry_style(canvas.theme())).w + count);
    }
  const double width = std::min(max_width, std::max(widest + 1, legend.note.empty() ? 0.0 : 180.0));
  double rows = 0;
  for (const auto* entries : {&legend.classes, &legend.symbols})
    for (const LegendEntry& entry : *entries) rows += entry_height(canvas, entry, width);
  return {width, heading_height(canvas, legend) + rows + (legend.classes.empty() || legend.symbols.empty() ? 0 : 7) +
                     note_height(canvas, legend, width)};
}

void draw_legend(Canvas& canvas, const Rect& rect, const LegendContent& legend) {
  if (legend.empty()) return;
  const layers::Theme& theme = canvas.theme();
  const double count_width = canvas.measure(legend.count_heading, count_style(theme)).w + 2;
  const double heading = heading_height(canvas, legend);
  canvas.text({rect.x, rect.y, rect.w - count_width - 4, heading - 3}, legend.heading, heading_style(theme), "legend.heading");
  TextStyle count_heading = count_style(theme);
  count_heading.middle = false;
  canvas.text({rect.right() - count_width, rect.y, count_width, heading - 3}, legend.count_heading, count_heading, "legend.count_heading");
  double y = rect.y + heading;
  const auto rows = [&](const std::vector<LegendEntry>& entries, const char* part) {
    for (const LegendEntry& entry : entries) {
      const double count = count_room(canvas, entry), height = entry_height(canvas, entry, rect.w);
      draw_symbol(canvas, {rect.x, y, symbol_width, height}, entry);
      const double left = rect.x + symbol_width + symbol_gap;
      canvas.text({left, y, rect.right() - left - count, height}, entry.text, entry_style(theme), part);
      canvas.text({rect.right() - count + 6, y, count - 6, height}, entry.count, count_style(theme), "legend.count");
      y += height;
    }
  };
  rows(legend.classes, "legend.class");
  if (!legend.note.empty()) {
    const double height = note_height(canvas, legend, rect.w);
    canvas.text({rect.x, y + 3, rect.w, height - 3}, legend.note, note_style(theme), "legend.note");
    y += height;
  }
  if (!legend.classes.empty()) y += 7;
  rows(legend.symbols, "legend.symbol");
}

double nice_length(double most) {
  const double power = std::pow(10, std::floor(std::log10(most)));
  for (const double step : {5.0, 2.0})
    if (step * power <= most) return step * power;
  return power;
}

Size scale_bar_size(bool numeric) { return {bar_width, numeric ? 46.0 : 27.0}; }

void draw_scale_bar(Canvas& canvas, const Rect& rect, const MapPlace& place, const PageWords& words, data::Lang lang) {
  const layers::Theme& theme = canvas.theme();
  const double length = nice_length(place.ground_per_pixel * bar_width), width = length / place.ground_per_pixel;
  const double lead = length / std::pow(10, std::floor(std::log10(length) + 1e-9));
  const int pieces = std::lround(lead) == 5 ? 5 : 4;
  const TextStyle style{.size = Type::note, .weight = 500, .colour = theme.text};
  const double bar_y = rect.y + 19, piece = width / pieces;
  const std::string far = data::format_length(length, lang), near = "0",
                    half = data::format_number(length / (length >= 1000 ? 2000 : 2), length == 1000 ? 1 : 0, lang);
  const double far_width = canvas.measure(far, style).w + 1;
  canvas.text({rect.x, rect.y, 20, 18}, near, style, "scale.label");
  canvas.text({rect.x + width - far_width, rect.y, far_width, 18}, far, style.with(Align::right), "scale.label");
  const double half_width = canvas.measure(half, style).w + 1;
  if (pieces == 4 && width / 2 + half_width / 2 + 8 < width - far_width)
    canvas.text({rect.x + width / 2 - half_width / 2, rect.y, half_width, 18}, half, style.with(Align::centre), "scale.label");
  canvas.fill({rect.x, bar_y, width, 6}, theme.text);
  for (int i = 1; i < pieces; i += 2) canvas.fill(Rect{rect.x + i * piece, bar_y, piece, 6}.inset(0, 1.2), theme.map_ground);
  if (place.denominator <= 0 || rect.h < scale_bar_size(true).h) return;
  const std::string scale = fmt::format(fmt::runtime(words.scale), "1:" + data::format_integer(std::llround(place.denominator), lang));
  canvas.text({rect.x, bar_y + 9, rect.w, 18}, scale, {.size = Type::note, .weight = 400, .colour = theme.quiet}, "scale.numeric");
}

std::optional<double> turn_to_north(const std::string& crs, data::Point p) {
  try {
    const data::Transform out(crs, data::degrees_of(crs));
    // How the meridian's longitude changes across a step to the east and one to the north: north is where it does not.
    const double step = 1e-4 * std::max({std::abs(p.x), std::abs(p.y), 1.0});
    const data::Point east = out.apply(data::Point{p.x + step, p.y}), west = out.apply(data::Point{p.x - step, p.y}),
                      up = out.apply(data::Point{p.x, p.y + step}), down = out.apply(data::Point{p.x, p.y - step});
    const double along_x = east.x - west.x, along_y = up.x - down.x, latitude_x = east.y - west.y, latitude_y = up.y - down.y;
    // The direction (-along_y, along_x) keeps the longitude; of its two ways, the one on which the latitude grows.
    const double way = latitude_y * along_x - latitude_x * along_y < 0 ? -1 : 1;
    const double turn = std::atan2(-way * along_y, way * along_x);
    if (std::isfinite(turn)) return turn;
  } catch (const data::Error&) {
    // A CRS that PROJ does not know, a drawing without one: the grid's own north is still true of the grid.
  }
  return std::nullopt;
}

void draw_north(Canvas& canvas, const Rect& rect, const std::optional<double>& turn, const PageWords& words) {
  const layers::Theme& theme = canvas.theme();
  const TextStyle style{.size = turn ? Type::body : Type::note, .weight = 700, .colour = theme.text, .align = Align::centre, .min_size = 7};
  canvas.text({rect.x, rect.y, rect.w, 20}, turn ? words.north : words.grid_north, style, "north");
  cairo_t* cr = canvas.cairo();
  cairo_save(cr);
  cairo_translate(cr, rect.x + rect.w / 2, rect.y + 39);
  if (turn) cairo_rotate(cr, *turn);
  // Half dark, half open, as on survey sheets: it stays an arrow in one colour.
  canvas.source(theme.text);
  cairo_move_to(cr, 0, -18);
  cairo_line_to(cr, -9, 17);
  cairo_line_to(cr, 0, 10);
  cairo_close_path(cr);
  cairo_fill(cr);
  cairo_move_to(cr, 0, -18);
  cairo_line_to(cr, 9, 17);
  cairo_line_to(cr, 0, 10);
  cairo_close_path(cr);
  canvas.fill_path(theme.map_ground, theme.text, 1.2);
  cairo_restore(cr);
}

}  // namespace viewer
