// A scripted look around: in, across, out, across. Every frame shows something new.
#pragma once

#include "viewer/offscreen.h"

namespace support {

/// Asks for the next view of the round; `step` counts from 0, a round takes 80.
inline void pan_or_zoom(viewer::Offscreen& screen, std::size_t step, int width, int height) {
  const double cx = width * 0.42, cy = height * 0.4;
  const std::size_t phase = step / 20 % 4;
  layers::View view = screen.app().state().view;
  if (phase == 0 || phase == 2) view = layers::zoom_at(view, {cx, cy}, phase == 0 ? 1 / 1.08 : 1.08, 0.01, 1e4);
  else view.centre.x += (phase == 1 ? 14 : -14) * view.metres_per_pixel;
  screen.app().requests().push_back(viewer::LookAt{view, false});
}

}  // namespace support
