// Mouse and keys over the map -> requests. It reads ImGui's idea of the mouse, so a window and a test drive it alike.
#pragma once

#include <optional>

#include "viewer/panels/panels.h"
#include "viewer/request.h"
#include "viewer/state.h"

namespace viewer {

enum class Key { left, right, up, down, plus, minus, home, escape, enter, f5, f11, tab, space, question, letter_c, letter_l, letter_p, letter_s, letter_t, letter_q };

/// Keys held down with another.
struct Held {
  bool ctrl = false, shift = false;
};
void on_key(Key key, Held held, const State& state, Requests& requests);

/// The pointer in device pixels when it is over the map and no panel wants it.
std::optional<data::Point> mouse_over_map(const ScreenLayout& layout);

/// Remembers a drag or a box being drawn between frames.
class MapMouse {
 public:
  /// Call once a frame between ImGui::NewFrame and Render.
  void update(const State& state, const ScreenLayout& layout, Requests& requests);
  bool dragging() const { return dragging_; }
  /// The box being drawn with Shift held, in device pixels.
  const std::optional<layers::Frame>& box() const { return box_; }

 private:
  bool dragging_ = false, moved_ = false;
  std::optional<data::Point> box_start_;
  std::optional<layers::Frame> box_;
};

}  // namespace viewer
