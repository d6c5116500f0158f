#include "viewer/page/locator.h"

#include <algorithm>
#include <cmath>

#include "viewer/page/map_place.h"

namespace viewer {
namespace {

constexpr double longest = 118, shortest = 46, margin = 4;
constexpr double most_of_all = 0.6;  ///< a page that shows more than this of the whole needs no locator

data::Box whole_of(const data::UnitSet& units) {
  data::Box box = units.units[0].box;
  if (box.empty())
    for (const data::Unit& unit : units.units) box.include(unit.box);
  return box;
}

/// Rings as lines on the page, without the vertices that fall on the same spot.
void add_rings(cairo_t* cr, const Patch& patch, const data::Box& whole, const Rect& rect, double scale) {
  for (std::size_t row = patch.first; row < patch.end; ++row)
    for (std::uint32_t ring = patch.areas->ring_begin(row); ring < patch.areas->ring_end(row); ++ring) {
      cairo_new_sub_path(cr);
      double last_x = -1e9, last_y = -1e9;
      for (std::uint32_t v = patch.areas->first_vertex[ring]; v < patch.areas->first_vertex[ring + 1]; ++v) {
        const double x = rect.x + margin + (patch.areas->x[v] - whole.min_x) * scale,
                     y = rect.y + margin + (whole.max_y - patch.areas->y[v]) * scale;
        if (std::abs(x - last_x) + std::abs(y - last_y) < 0.4) continue;
        cairo_line_to(cr, x, y);
        last_x = x, last_y = y;
      }
      cairo_close_path(cr);
    }
}

}  // namespace

Size locator_size(const data::UnitSet& units, const PageContent& page, bool about_an_area) {
  const data::Box whole = whole_of(units);
  if ((page.focus == 0 && !about_an_area) || whole.empty() || outline_of(units, 0).empty()) return {};
  if (page.box.width() > most_of_all * whole.width() && page.box.height() > most_of_all * whole.height()) return {};
  const double scale = (longest - 2 * margin) / std::max(whole.width(), whole.height());
  return {std::max(shortest, whole.width() * scale + 2 * margin), std::max(shortest, whole.height() * scale + 2 * margin)};
}

void draw_locator(Canvas& canvas, const Rect& rect, const data::UnitSet& units, const PageContent& page, const data::Box& shown) {
  const layers::Theme& theme = canvas.theme();
  const data::Box whole = whole_of(units);
  const double scale = std::min((rect.w - 2 * margin) / whole.width(), (rect.h - 2 * margin) / whole.height());
  cairo_t* cr = canvas.cairo();
  for (const Patch& patch : outline_of(units, 0)) add_rings(cr, patch, whole, rect, scale);
  canvas.source(theme.land);
  cairo_fill_preserve(cr);
  canvas.source(theme.quiet);
  cairo_set_line_width(cr, 1);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cr);
  const data::Unit& focus = units.units[static_cast<std::size_t>(page.focus)];
  if (page.focus != 0 && focus.area_row >= 0) {
    for (const Patch& patch : outline_of(units, page.focus)) add_rings(cr, patch, whole, rect, scale);
    canvas.source(theme.accent);
    cairo_fill_preserve(cr);
    cairo_stroke(cr);
    return;
  }
  data::Box box = page.focus == 0 ? shown : focus.box;
  box = {std::max(box.min_x, whole.min_x), std::max(box.min_y, whole.min_y), std::min(box.max_x, whole.max_x),
         std::min(box.max_y, whole.max_y)};
  if (box.empty()) return;
  // Never smaller than can be seen.
  const double w = std::max(5.0, box.width() * scale), h = std::max(5.0, box.height() * scale);
  const Rect frame{rect.x + margin + (box.centre().x - whole.min_x) * scale - w / 2,
                   rect.y + margin + (whole.max_y - box.centre().y) * scale - h / 2, w, h};
  canvas.fill(frame, layers::faded(theme.accent, 0.25F));
  canvas.outline(frame, theme.accent, 0, 1.6);
}

}  // namespace viewer
