#include "viewer/page/canvas.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "data/source/share_out.h"

namespace viewer {

Canvas::Canvas(cairo_t* cr, double scale, const layers::Theme& theme, PageRecord* record, const char* family)
    : cr_(cr), scale_(scale), theme_(theme), record_(record), context_(steady_text_context(family)) {
  as_outlines_ = cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_IMAGE;
  cairo_save(cr_);
  cairo_scale(cr_, scale_, scale_);
  cairo_set_antialias(cr_, CAIRO_ANTIALIAS_GRAY);
}

Canvas::~Canvas() { cairo_restore(cr_); }

double Canvas::snap(double v) const { return std::round(v * scale_) / scale_; }

Size Canvas::measure(const std::string& text, const TextStyle& style, double width) const {
  return measure_text(context_.get(), text, style, width);
}

Rect Canvas::text(const Rect& room, const std::string& text, const TextStyle& style, const std::string& part) {
  if (text.empty()) return {room.x, room.y, 0, 0};
  const FittedText fitted = fit_text(context_.get(), room, text, style, part);
  source(style.colour);
  cairo_move_to(cr_, fitted.x, fitted.y);
  if (as_outlines_) {
    pango_cairo_layout_path(cr_, fitted.layout.get());
    cairo_fill(cr_);
  } else {
    pango_cairo_show_layout(cr_, fitted.layout.get());
  }
  cairo_new_path(cr_);  // the pen is left where the text began; an arc would start from there
  if (record_) record_->texts.push_back(fitted.placed);
  return fitted.placed.box;
}

void Canvas::source(layers::Colour c) {
  cairo_set_source_rgba(cr_, static_cast<double>(c[0]), static_cast<double>(c[1]), static_cast<double>(c[2]), static_cast<double>(c[3]));
}

void Canvas::path(const Rect& rect, double radius) {
  const double r = std::min({radius, rect.w / 2, rect.h / 2}), turn = std::numbers::pi / 2;
  if (r <= 0) return cairo_rectangle(cr_, rect.x, rect.y, rect.w, rect.h);
  cairo_new_sub_path(cr_);
  cairo_arc(cr_, rect.right() - r, rect.y + r, r, -turn, 0);
  cairo_arc(cr_, rect.right() - r, rect.bottom() - r, r, 0, turn);
  cairo_arc(cr_, rect.x + r, rect.bottom() - r, r, turn, 2 * turn);
  cairo_arc(cr_, rect.x + r, rect.y + r, r, 2 * turn, 3 * turn);
  cairo_close_path(cr_);
}

void Canvas::fill(const Rect& rect, layers::Colour colour, double radius) {
  if (rect.w <= 0 || rect.h <= 0) return;
  path(rect, radius);
  source(colour);
  cairo_fill(cr_);
}

void Canvas::outline(const Rect& rect, layers::Colour colour, double radius, double width) {
  // Inside the rectangle, on whole pixels, so that a hairline stays one crisp line.
  const double w = std::max(1.0, std::round(width * scale_)) / scale_;
  const double left = snap(rect.x), top = snap(rect.y);
  path(Rect{left, top, snap(rect.right()) - left, snap(rect.bottom()) - top}.inset(w / 2), radius);
  source(colour);
  cairo_set_line_width(cr_, w);
  cairo_stroke(cr_);
}

void Canvas::line(double x0, double y0, double x1, double y1, layers::Colour colour, double width) {
  const double w = std::max(1.0, std::round(width * scale_)) / scale_;
  // Upright and level lines become rectangles on whole pixels; the rest is stroked.
  if (x0 == x1) return fill({snap(x0 - w / 2), std::min(y0, y1), w, std::abs(y1 - y0)}, colour);
  if (y0 == y1) return fill({std::min(x0, x1), snap(y0 - w / 2), std::abs(x1 - x0), w}, colour);
  source(colour);
  cairo_set_line_width(cr_, w);
  cairo_move_to(cr_, x0, y0);
  cairo_line_to(cr_, x1, y1);
  cairo_stroke(cr_);
}

void Canvas::stripes(const data::Box& box, const layers::Stripes& stripes, data::Point pin) {
  for (const auto& [from, to] : layers::middle_lines(stripes, box, pin)) {
    cairo_move_to(cr_, from.x, from.y);
    cairo_line_to(cr_, to.x, to.y);
  }
  source(stripes.colour);
  cairo_set_line_width(cr_, stripes.width);
  cairo_stroke(cr_);
}

void Canvas::hatch(const Rect& rect, const layers::Stripes& stripes, double radius) {
  cairo_save(cr_);
  path(rect, radius);
  cairo_clip(cr_);
  this->stripes({rect.x, rect.y, rect.right(), rect.bottom()}, stripes, {rect.x + rect.w / 2, rect.y + rect.h / 2});
  cairo_restore(cr_);
}

void Canvas::trace(layers::MarkShape shape, double x, double y, double radius) {
  const double r = radius * layers::reach_of(shape);
  switch (shape) {
    case layers::MarkShape::disc: return cairo_new_sub_path(cr_), cairo_arc(cr_, x, y, r, 0, 2 * std::numbers::pi);
    case layers::MarkShape::square: return cairo_rectangle(cr_, x - r, y - r, 2 * r, 2 * r);
    case layers::MarkShape::diamond:
      cairo_move_to(cr_, x, y - r);
      cairo_line_to(cr_, x + r, y);
      cairo_line_to(cr_, x, y + r);
      cairo_line_to(cr_, x - r, y);
      cairo_close_path(cr_);
  }
}

void Canvas::fill_path(layers::Colour ground, layers::Colour edge, double width) {
  source(ground);
  cairo_fill_preserve(cr_);
  source(edge);
  cairo_set_line_width(cr_, width);
  cairo_set_line_join(cr_, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cr_);
}

namespace {

/// As Cairo has it: opacity first, the colours multiplied by it.
void write_argb(const data::Image& image, unsigned char* first_row, int stride) {
  data::share_out_rows(image.width, image.height, [&](int first, int end) {
    for (int row = first; row < end; ++row) {
      auto* out = reinterpret_cast<std::uint32_t*>(first_row + static_cast<std::ptrdiff_t>(row) * stride);
      const std::uint8_t* in = image.at(0, row);
      for (int column = 0; column < image.width; ++column, in += 4) {
        const auto premultiplied = [a = in[3]](unsigned c) { return a == 255 ? c : (c * a + 127U) / 255U; };
        out[column] =
            static_cast<std::uint32_t>(in[3]) << 24 | premultiplied(in[0]) << 16 | premultiplied(in[1]) << 8 | premultiplied(in[2]);
      }
    }
  });
}

bool is_opaque(const data::Image& image) {
  for (std::size_t i = 3; i < image.pixels.size(); i += 4)
    if (image.pixels[i] != 255) return false;
  return true;
}

}  // namespace

/// Straight into the pixels, where the picture lies on whole ones and nothing shows through it. False: it does not.
bool Canvas::copy(double x, double y, const data::Image& image) {
  cairo_surface_t* target = cairo_get_target(cr_);
  if (cairo_surface_get_type(target) != CAIRO_SURFACE_TYPE_IMAGE || cairo_image_surface_get_format(target) != CAIRO_FORMAT_RGB24)
    return false;
  double clip_left = 0, clip_top = 0, clip_right = 0, clip_bottom = 0;
  cairo_clip_extents(cr_, &clip_left, &clip_top, &clip_right, &clip_bottom);
  if (clip_left > x || clip_top > y || clip_right < x + image.width / scale_ || clip_bottom < y + image.height / scale_) return false;
  cairo_user_to_device(cr_, &x, &y);
  const int left = static_cast<int>(std::lround(x)), top = static_cast<int>(std::lround(y));
  const int right = left + image.width, bottom = top + image.height;
  if (std::abs(x - left) > 1e-3 || std::abs(y - top) > 1e-3 || left < 0 || top < 0 || right > cairo_image_surface_get_width(target) ||
      bottom > cairo_image_surface_get_height(target))
    return false;
  if (!is_opaque(image)) return false;
  cairo_surface_flush(target);
  const int stride = cairo_image_surface_get_stride(target);
  write_argb(image, cairo_image_surface_get_data(target) + static_cast<std::ptrdiff_t>(top) * stride + std::ptrdiff_t{4} * left, stride);
  cairo_surface_mark_dirty_rectangle(target, left, top, image.width, image.height);
  return true;
}

void Canvas::picture(double x, double y, const data::Image& image) {
  if (image.width <= 0 || image.height <= 0 || copy(x, y, image)) return;
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, image.width, image.height);
  write_argb(image, cairo_image_surface_get_data(surface), cairo_image_surface_get_stride(surface));
  cairo_surface_mark_dirty(surface);
  cairo_save(cr_);
  cairo_translate(cr_, x, y);
  cairo_scale(cr_, 1 / scale_, 1 / scale_);
  cairo_set_source_surface(cr_, surface, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cr_), CAIRO_FILTER_NEAREST);
  cairo_paint(cr_);
  cairo_restore(cr_);
  cairo_surface_destroy(surface);
}

}  // namespace viewer
