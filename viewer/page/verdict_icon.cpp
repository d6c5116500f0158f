#include "viewer/page/verdict_icon.h"

#include <array>
#include <numbers>
#include <span>

namespace viewer {
namespace {

struct At {
  double x, y;
};

void disc(cairo_t* cr, double radius) { cairo_arc(cr, 0, 0, radius, 0, 2 * std::numbers::pi); }

void stroke(cairo_t* cr, std::span<const At> points, double width) {
  cairo_move_to(cr, points[0].x, points[0].y);
  for (const At& p : points.subspan(1)) cairo_line_to(cr, p.x, p.y);
  cairo_set_line_width(cr, width);
  cairo_stroke(cr);
}

void triangle(Canvas& canvas, layers::Colour colour) {
  cairo_t* cr = canvas.cairo();
  canvas.source(colour);
  cairo_move_to(cr, 0, -0.84);
  cairo_line_to(cr, 0.92, 0.78);
  cairo_line_to(cr, -0.92, 0.78);
  cairo_close_path(cr);
  cairo_set_line_width(cr, 0.22);
  cairo_fill_preserve(cr);
  cairo_stroke(cr);
  canvas.source(canvas.theme().panel);
  stroke(cr, std::array{At{0, -0.3}, At{0, 0.24}}, 0.24);
  cairo_arc(cr, 0, 0.58, 0.14, 0, 2 * std::numbers::pi);
  cairo_fill(cr);
}

}  // namespace

void draw_verdict_icon(Canvas& canvas, const Rect& box, data::Verdict verdict) {
  cairo_t* cr = canvas.cairo();
  const layers::Colour colour = canvas.theme().of(verdict), inner = canvas.theme().panel;
  cairo_save(cr);
  cairo_translate(cr, box.x + box.w / 2, box.y + box.h / 2);
  cairo_scale(cr, box.w / 2, box.h / 2);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  if (verdict == data::Verdict::behind) {
    triangle(canvas, colour);
  } else if (verdict == data::Verdict::not_computable || verdict == data::Verdict::no_data) {
    canvas.source(colour);
    disc(cr, 0.86);
    cairo_set_line_width(cr, 0.2);
    cairo_stroke(cr);
    stroke(cr, std::array{At{-0.36, 0}, At{0.36, 0}}, 0.22);
  } else {
    canvas.source(colour);
    disc(cr, 0.97);
    cairo_fill(cr);
    canvas.source(inner);
    if (verdict == data::Verdict::met) stroke(cr, std::array{At{-0.45, 0.03}, At{-0.13, 0.36}, At{0.47, -0.33}}, 0.26);
    if (verdict == data::Verdict::missed) {
      stroke(cr, std::array{At{-0.34, -0.34}, At{0.34, 0.34}}, 0.26);
      stroke(cr, std::array{At{-0.34, 0.34}, At{0.34, -0.34}}, 0.26);
    }
    if (verdict == data::Verdict::on_track) {
      stroke(cr, std::array{At{-0.46, 0}, At{0.44, 0}}, 0.24);
      stroke(cr, std::array{At{0.08, -0.36}, At{0.46, 0}, At{0.08, 0.36}}, 0.24);
    }
  }
  cairo_restore(cr);
}

}  // namespace viewer
