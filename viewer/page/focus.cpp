#include "viewer/page/focus.h"

namespace viewer {
namespace {

void add_outline(Canvas& canvas, const Rect& frame, const layers::View& view, const data::Areas& areas, std::size_t row) {
  cairo_t* cr = canvas.cairo();
  for (std::uint32_t ring = areas.ring_begin(row); ring < areas.ring_end(row); ++ring) {
    cairo_new_sub_path(cr);
    for (std::uint32_t v = areas.first_vertex[ring]; v < areas.first_vertex[ring + 1]; ++v) {
      const data::Point p = view.to_screen({areas.x[v], areas.y[v]});
      cairo_line_to(cr, frame.x + p.x / canvas.scale(), frame.y + p.y / canvas.scale());
    }
    cairo_close_path(cr);
  }
}

}  // namespace

void draw_focus(Canvas& canvas, const Rect& frame, const layers::View& view, const data::UnitSet& units, int focus) {
  const data::Unit& unit = units.units[static_cast<std::size_t>(focus)];
  if (unit.area_row < 0) return;
  const data::Areas& areas = units.areas[static_cast<std::size_t>(unit.level)];
  cairo_t* cr = canvas.cairo();
  cairo_save(cr);
  cairo_rectangle(cr, frame.x, frame.y, frame.w, frame.h);
  cairo_clip(cr);
  cairo_rectangle(cr, frame.x, frame.y, frame.w, frame.h);
  add_outline(canvas, frame, view, areas, static_cast<std::size_t>(unit.area_row));
  cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
  canvas.source(layers::faded(canvas.theme().map_ground, 0.72F));
  cairo_fill(cr);
  add_outline(canvas, frame, view, areas, static_cast<std::size_t>(unit.area_row));
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width(cr, 2.6);
  canvas.source(canvas.theme().border_outer);
  cairo_stroke(cr);
  cairo_restore(cr);
}

}  // namespace viewer
