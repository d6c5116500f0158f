// Text that never leaves its box: measured with Pango, wrapped, shrunk to a stated minimum, shortened only as the last resort.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <vector>

#include "data/model/scorecard.h"
#include "layers/palette.h"
#include "layers/view.h"

namespace viewer {

/// A rectangle on the page, in design pixels (1080 on the page's short side), from the top-left corner.
struct Rect {
  double x = 0, y = 0, w = 0, h = 0;
  double right() const { return x + w; }
  double bottom() const { return y + h; }
  Rect inset(double d) const { return {x + d, y + d, w - 2 * d, h - 2 * d}; }
  Rect inset(double dx, double dy) const { return {x + dx, y + dy, w - 2 * dx, h - 2 * dy}; }
  bool contains(const Rect& o, double slack = 0) const {
    return o.x >= x - slack && o.y >= y - slack && o.right() <= right() + slack && o.bottom() <= bottom() + slack;
  }
  bool intersects(const Rect& o, double slack = 0) const {
    return x < o.right() - slack && o.x < right() - slack && y < o.bottom() - slack && o.y < bottom() - slack;
  }
};

struct Size {
  double w = 0, h = 0;
};

/// The one type scale, in design pixels.
struct Type {
  static constexpr double note = 13, body = 15, heading = 18, title = 22, figure = 60;
};

enum class Align { left, centre, right };

struct TextStyle {
  double size = Type::note;
  int weight = 400;
  layers::Colour colour{};
  Align align = Align::left;
  bool middle = false;  ///< centred between the top and the bottom of its room instead of starting at the top
  int max_lines = 1;
  double min_size = 0;  ///< 0: 85 % of the size
  bool italic = false;
  bool tabular = true;  ///< figures of one width, for columns; large single figures look better without

  TextStyle with(Align a) const {
    TextStyle out = *this;
    out.align = a;
    return out;
  }
  TextStyle lines(int count) const {
    TextStyle out = *this;
    out.max_lines = count;
    return out;
  }
  TextStyle in(layers::Colour c) const {
    TextStyle out = *this;
    out.colour = c;
    return out;
  }
};

/// One text as it was placed, for tests and for anything that asks what a page says.
struct Placed {
  std::string part, text;  ///< part: what it is, "title", "legend.class", "table.cell"
  Rect room, box;          ///< the box it was given, and what its lines and ink take of it
  double size = 0;         ///< after shrinking
  bool shortened = false;  ///< it ends in an ellipsis
};

/// A target that a page speaks of, and what it says of it.
struct ShownTarget {
  std::string id;
  data::Verdict verdict = data::Verdict::no_data;
};

/// What a page holds, recorded while it is drawn.
struct PageRecord {
  double width = 0, height = 0;  ///< of the page, in design pixels
  double scale = 1;              ///< device pixels per design pixel
  Rect map;                      ///< the map's own frame
  std::vector<Rect> furniture;   ///< legend, scale bar, north arrow and locator: nothing of the focus area lies below them
  std::vector<Placed> texts;
  int table_rows = 0, table_left_out = 0;
  layers::View view;                 ///< of the map
  int level = 0;                     ///< whose units are coloured and listed
  std::vector<std::string> layers;   ///< ids of those that are drawn
  std::vector<ShownTarget> targets;  ///< in the order drawn; one may come twice
};

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
using PangoContextPtr = std::unique_ptr<PangoContext, Unref>;
using PangoLayoutPtr = std::unique_ptr<PangoLayout, Unref>;

constexpr const char* screen_family = "Inter";
/// Of administrative documents: Times New Roman where it is installed, else Tinos, which has its measures and every Vietnamese letter.
/// Never left to fontconfig, whose substitute may lack letters and take them from a third face.
const char* official_family();

/// A Pango context whose results depend on nothing but the fonts: no hinting, no rounding, gray antialiasing.
PangoContextPtr steady_text_context(const char* family = screen_family);

/// The width and height of `text` set within `width` (below 0: on one line).
Size measure_text(PangoContext* context, const std::string& text, const TextStyle& style, double width = -1);

/// A text fitted into a room: ready to be painted at `box`.
struct FittedText {
  PangoLayoutPtr layout;
  double x = 0, y = 0;
  Placed placed;
};
FittedText fit_text(PangoContext* context, const Rect& room, const std::string& text, const TextStyle& style, const std::string& part);

}  // namespace viewer
