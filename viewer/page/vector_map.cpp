#include "viewer/page/vector_map.h"

#include <algorithm>
#include <cmath>

namespace viewer {
namespace {

constexpr double seam = 0.35;  ///< design pixels that opaque areas reach over their edge, so that no ground shows between two of them

class Painter {
 public:
  Painter(Canvas& canvas, const Rect& frame, const layers::View& view) : canvas_(canvas), cr_(canvas.cairo()), frame_(frame), view_(view) {}

  void operator()(const layers::PaintedAreas& areas) {
    cairo_set_fill_rule(cr_, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_line_width(cr_, 2 * seam);
    for (const layers::PaintedArea& area : areas.areas) {
      if (area.colour[3] <= 0) continue;
      add(area);
      canvas_.source(area.colour);
      if (area.colour[3] >= 1) {
        cairo_fill_preserve(cr_);
        cairo_stroke(cr_);
      } else {
        cairo_fill(cr_);
      }
    }
    std::vector<layers::Stripes> done;
    for (const layers::PaintedArea& area : areas.areas)
      if (area.stripes && std::find(done.begin(), done.end(), *area.stripes) == done.end())
        stripes(areas, done.emplace_back(*area.stripes));
  }

  void operator()(const layers::PaintedLines& lines) {
    for (const layers::Polyline& line : lines.lines) {
      cairo_new_sub_path(cr_);
      for (const data::Point& p : line.points) to(p);
      if (line.closed) cairo_close_path(cr_);
    }
    canvas_.source(lines.colour);
    cairo_set_line_width(cr_, lines.width);
    cairo_stroke(cr_);
  }

  void operator()(const layers::PaintedMarks& marks) {
    cairo_save(cr_);
    cairo_set_line_join(cr_, CAIRO_LINE_JOIN_MITER);
    for (const layers::PaintedMark& mark : marks.marks) {
      const data::Point at = on_page(mark.at);
      canvas_.trace(mark.shape, at.x, at.y, mark.size / 2);
      canvas_.source(marks.casing);
      cairo_fill(cr_);
      const double inner = mark.size / 2 - 1;
      canvas_.source(mark.colour);
      if (!mark.hollow || inner <= mark.band) {
        canvas_.trace(mark.shape, at.x, at.y, inner);
        cairo_fill(cr_);
        continue;
      }
      canvas_.trace(mark.shape, at.x, at.y, inner - mark.band / 2);
      cairo_set_line_width(cr_, mark.band);
      cairo_stroke(cr_);
    }
    cairo_restore(cr_);
  }

 private:
  data::Point on_page(data::Point p) const {
    const data::Point s = view_.to_screen(p);
    return {frame_.x + s.x / view_.pixel_ratio, frame_.y + s.y / view_.pixel_ratio};
  }
  void to(data::Point p) {
    const data::Point at = on_page(p);
    cairo_line_to(cr_, at.x, at.y);
  }
  void add(const layers::PaintedArea& area) {
    for (const auto& ring : area.rings) {
      cairo_new_sub_path(cr_);
      for (const data::Point& p : ring) to(p);
      cairo_close_path(cr_);
    }
  }

  /// Over all areas that have these, pinned to the map as shaders/hatch.vert pins them.
  void stripes(const layers::PaintedAreas& areas, const layers::Stripes& stripes) {
    for (const layers::PaintedArea& area : areas.areas)
      if (area.stripes == stripes) add(area);
    double left = 0, top = 0, right = 0, bottom = 0;
    cairo_path_extents(cr_, &left, &top, &right, &bottom);
    cairo_save(cr_);
    cairo_clip(cr_);
    canvas_.stripes({std::max(left, frame_.x), std::max(top, frame_.y), std::min(right, frame_.right()), std::min(bottom, frame_.bottom())},
                    stripes, on_page({0, 0}));
    cairo_restore(cr_);
  }

  Canvas& canvas_;
  cairo_t* cr_;
  Rect frame_;
  layers::View view_;
};

}  // namespace

void paint_scene(Canvas& canvas, const Rect& frame, const layers::View& view, const std::vector<layers::Painted>& scene) {
  cairo_t* cr = canvas.cairo();
  cairo_save(cr);
  cairo_rectangle(cr, frame.x, frame.y, frame.w, frame.h);
  cairo_clip(cr);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  Painter painter(canvas, frame, view);
  for (const layers::Painted& painted : scene) std::visit(painter, painted);
  cairo_restore(cr);
}

}  // namespace viewer
