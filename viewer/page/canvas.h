// Pen and paper: what the page's parts draw with, on any Cairo surface, in design pixels; it notes every text it places.
#pragma once

#include <cairo.h>

#include <string>

#include "data/image.h"
#include "layers/mark_shape.h"
#include "layers/stripes.h"
#include "viewer/page/text_box.h"

namespace viewer {

class Canvas {
 public:
  /// `cr` outlives the canvas. `scale` is device pixels per design pixel; `record` may be null; `family` is the face of all text.
  Canvas(cairo_t* cr, double scale, const layers::Theme& theme, PageRecord* record, const char* family = screen_family);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  const layers::Theme& theme() const { return theme_; }
  cairo_t* cairo() const { return cr_; }
  PangoContext* text_context() const { return context_.get(); }
  double scale() const { return scale_; }
  PageRecord* record() const { return record_; }

  Size measure(const std::string& text, const TextStyle& style, double width = -1) const;
  /// Sets the text into its room and returns what it takes of it.
  Rect text(const Rect& room, const std::string& text, const TextStyle& style, const std::string& part);

  void source(layers::Colour colour);
  void fill(const Rect& rect, layers::Colour colour, double radius = 0);
  void outline(const Rect& rect, layers::Colour colour, double radius = 0, double width = 1);
  void line(double x0, double y0, double x1, double y1, layers::Colour colour, double width = 1);
  /// Stripes across a box, their sum nothing at `pin`: what they are over is the clip.
  void stripes(const data::Box& box, const layers::Stripes& stripes, data::Point pin);
  /// Over a rectangle, as a legend shows them: the gap between two of them in its middle.
  void hatch(const Rect& rect, const layers::Stripes& stripes, double radius = 0);
  /// Adds the outline of a mark to cairo's path, as large as a disc of that radius.
  void trace(layers::MarkShape shape, double x, double y, double radius);
  /// Fills the path that Cairo holds, and draws its edge with round joints.
  void fill_path(layers::Colour ground, layers::Colour edge, double width);
  /// A picture with one pixel of its own per device pixel, its corner at `x`, `y`.
  void picture(double x, double y, const data::Image& image);

 private:
  bool copy(double x, double y, const data::Image& image);
  /// The nearest place where a one-pixel line falls on whole device pixels.
  double snap(double v) const;
  void path(const Rect& rect, double radius);

  cairo_t* cr_;
  double scale_;
  const layers::Theme& theme_;
  PageRecord* record_;
  PangoContextPtr context_;
  bool as_outlines_ = false;  ///< on pixels, where Cairo would set each letter on a whole one; elsewhere text stays text
};

}  // namespace viewer
