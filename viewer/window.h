// The window: GLFW, an OpenGL context and Dear ImGui's backends, owned together. The only file that knows GLFW is its .cpp.
#pragma once

#include "viewer/app.h"

namespace viewer {

struct WindowOptions {
  bool full_screen = false;
  int monitor = 0;     ///< 0-based
  bool verbose = false;
  double quit_after = 0;  ///< seconds after settling; 0: never. For measurements.
};

/// Opens a window and runs until it is closed. Throws data::Error when there is no display or no OpenGL 3.3.
/// The loop sleeps while nothing changes. With verbose it prints `settled` when the picture is final, and how long the
/// longest frame blocked the window on one input.
void run_window(const AppOptions& app, const WindowOptions& options);

/// True when a display to open a window on seems to exist.
bool has_display();

}  // namespace viewer
