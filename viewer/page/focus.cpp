#include "viewer/page/focus.h"

#include "viewer/page/rings.h"

namespace viewer {
void draw_focus(Canvas& canvas, const Rect& frame, const layers::View& view, const data::UnitSet& units, int focus) {
  const data::Unit& unit = units.units[static_cast<std::size_t>(focus)];
  if (unit.area_row < 0) return;
  const data::Areas& areas = units.areas[static_cast<std::size_t>(unit.level)];
  cairo_t* cr = canvas.cairo();
  const auto add_outline = [&] {
    add_rings(cr, areas, static_cast<std::size_t>(unit.area_row), [&](data::Point at) {
      const data::Point p = view.to_screen(at);
      return data::Point{frame.x + p.x / canvas.scale(), frame.y + p.y / canvas.scale()};
    });
  };
  cairo_save(cr);
  cairo_rectangle(cr, frame.x, frame.y, frame.w, frame.h);
  cairo_clip(cr);
  cairo_rectangle(cr, frame.x, frame.y, frame.w, frame.h);
  add_outline();
  cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
  canvas.source(layers::faded(canvas.theme().map_ground, 0.72F));
  cairo_fill(cr);
  add_outline();
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width(cr, 2.6);
  canvas.source(canvas.theme().border_outer);
  cairo_stroke(cr);
  cairo_restore(cr);
}

}  // namespace viewer
