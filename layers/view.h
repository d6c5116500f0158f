// Where we look: a centre, a scale and a size. Doubles on the map, device pixels on the screen, y up and y down.
#pragma once

#include <algorithm>

#include "data/source/geometry.h"

namespace layers {

struct View {
  data::Point centre;            ///< in the map's CRS
  double metres_per_pixel = 1;   ///< map units per device pixel
  int width = 1, height = 1;     ///< device pixels
  double pixel_ratio = 1;        ///< device pixels per design pixel: 1 on a desk at 96 dpi, 2 on a dense display or at 4K
  bool fine = false;             ///< a picture to keep, not a frame among many: as exact as pixels can show, and nothing ahead of it

  data::Point to_screen(data::Point p) const {
    return {(p.x - centre.x) / metres_per_pixel + width / 2.0, (centre.y - p.y) / metres_per_pixel + height / 2.0};
  }
  data::Point to_map(data::Point screen) const {
    return {centre.x + (screen.x - width / 2.0) * metres_per_pixel, centre.y - (screen.y - height / 2.0) * metres_per_pixel};
  }
  data::Box extent() const {
    const double w = width * metres_per_pixel / 2, h = height * metres_per_pixel / 2;
    return {centre.x - w, centre.y - h, centre.x + w, centre.y + h};
  }
  bool operator==(const View&) const = default;
};

/// Free area of a screen in device pixels, from its top-left corner: the map is fitted into this, never under a panel.
struct Frame {
  double left = 0, top = 0, right = 0, bottom = 0;
  double width() const { return right - left; }
  double height() const { return bottom - top; }
  bool operator==(const Frame&) const = default;
};

/// What of a view lies within `frame`, whose edges are whole pixels: the same map at the same places.
inline View part_of(const View& view, const Frame& frame) {
  View part = view;
  part.centre = view.to_map({(frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2});
  part.width = std::max(1, static_cast<int>(frame.width())), part.height = std::max(1, static_cast<int>(frame.height()));
  return part;
}

/// The view that shows `box` whole and centred inside `frame`, with `margin` (a share of the frame) around it.
inline View fit(const data::Box& box, int width, int height, const Frame& frame, double pixel_ratio, double margin = 0.03) {
  View view;
  view.width = width, view.height = height, view.pixel_ratio = pixel_ratio;
  const double room_x = std::max(1.0, frame.width() * (1 - 2 * margin)), room_y = std::max(1.0, frame.height() * (1 - 2 * margin));
  view.metres_per_pixel = std::max({box.width() / room_x, box.height() / room_y, 1e-6});
  const data::Point middle = box.empty() ? data::Point{} : box.centre();
  view.centre.x = middle.x - ((frame.left + frame.right) / 2 - width / 2.0) * view.metres_per_pixel;
  view.centre.y = middle.y + ((frame.top + frame.bottom) / 2 - height / 2.0) * view.metres_per_pixel;
  return view;
}

/// The same map point stays under `screen` while the scale changes by `factor` (below 1 zooms in).
inline View zoom_at(View view, data::Point screen, double factor, double finest, double coarsest) {
  const data::Point anchor = view.to_map(screen);
  view.metres_per_pixel = std::clamp(view.metres_per_pixel * factor, finest, coarsest);
  view.centre.x = anchor.x - (screen.x - view.width / 2.0) * view.metres_per_pixel;
  view.centre.y = anchor.y + (screen.y - view.height / 2.0) * view.metres_per_pixel;
  return view;
}

}  // namespace layers
