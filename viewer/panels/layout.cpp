// Where each region stands. Reckoned in design pixels of the 1920x1080 drawing, then scaled to whole device pixels.
#include <algorithm>
#include <cmath>

#include "viewer/panels/panels.h"

namespace viewer {
namespace {

constexpr double margin = 14, gap = 12, bar_height = 58, status_height = 30;

/// The larger of what fills the height and what is still readable; in steps, so that a resized window rarely needs new fonts.
double scale_for(int width, int height, double pixel_ratio) {
  const double fills = std::min(height / 1080.0, width / 1600.0), readable = 0.85 * std::max(pixel_ratio, 0.5);
  return std::round(std::max(fills, readable) * 20) / 20;
}

struct Sizes {
  double left = 0, cards = 0, table = 0;
};

/// Panels go in turn when there is no room: the table, the layers, the cards; the map never does.
Sizes sizes_for(double width, double height) {
  Sizes out;
  const bool layers = width >= 1120 && height >= 480;
  if (width >= 800 && height >= 420) {
    const double columns = width >= 3300 ? 3 : width >= 2300 ? 2 : 1;
    out.cards = columns > 1 ? columns * 424 + (columns - 1) * gap : std::clamp(width * 0.24, 340.0, 460.0);
  }
  if (layers) out.left = width >= 2300 ? 344 : std::clamp(width * 0.155, 262.0, 300.0);
  if (layers && height >= 620) {
    const double rows = height >= 1500 ? 12 : height >= 1000 ? 6 : height >= 800 ? 5 : 3;
    out.table = 107 + rows * 27;  // heading, column heads and totals, then whole rows: none is cut
  }
  return out;
}

}  // namespace

ScreenLayout layout_for(int width, int height, double pixel_ratio, bool panels_shown) {
  ScreenLayout out;
  out.width = width, out.height = height, out.scale = scale_for(width, height, pixel_ratio);
  const double w = width / out.scale, h = height / out.scale;
  const auto frame = [&](double left, double top, double right, double bottom) {
    return layers::Frame{std::round(left * out.scale), std::round(top * out.scale), std::round(right * out.scale),
                         std::round(bottom * out.scale)};
  };
  if (!panels_shown) {
    out.map = {0, 0, static_cast<double>(width), static_cast<double>(height)};
    return out;
  }
  const Sizes sizes = sizes_for(w, h);
  const double top = bar_height + gap, bottom = h - status_height - 4;
  out.bar = frame(0, 0, w, bar_height);
  out.status = frame(0, h - status_height, w, h);
  double left = margin, right = w - margin, map_bottom = bottom;
  if (sizes.left > 0) {
    out.left = frame(left, top, left + sizes.left, bottom);
    left += sizes.left + gap;
  }
  if (sizes.cards > 0) {
    out.cards = frame(right - sizes.cards, top, right, bottom);
    right -= sizes.cards + gap;
  }
  if (sizes.table > 0) {
    out.table = frame(left, bottom - sizes.table, right, bottom);
    map_bottom -= sizes.table + gap;
  }
  out.map = frame(left, top, right, map_bottom);
  return out;
}

}  // namespace viewer
