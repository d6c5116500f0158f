// The same screen with no window: for screenshots of the real panels and for tests that press them.
#pragma once

#include "data/image.h"
#include "viewer/app.h"

namespace viewer {

class Canvas;

/// Needs a current GL context (layers::HeadlessContext). Owns an ImGui context without a backend for input.
class Offscreen {
 public:
  Offscreen(const AppOptions& options, int width, int height, double pixel_ratio);
  ~Offscreen();
  Offscreen(const Offscreen&) = delete;
  Offscreen& operator=(const Offscreen&) = delete;

  App& app() { return *app_; }
  /// One frame with the pointer where it was last put. Returns its seconds.
  double frame();
  /// Frames until nothing changes any more, `limit_seconds` at most.
  void settle(double limit_seconds = 60);
  /// Moves it and draws a frame; returns the frame's seconds.
  double move_pointer(double x, double y);
  /// Press, hold for one whole frame, release: ImGui 1.86 keeps no queue of inputs.
  void click(double x, double y);
  void wheel(double x, double y, double steps);
  void drag(double x0, double y0, double x1, double y1, int steps);
  void type(const std::string& text);
  data::Image picture();
  Canvas& canvas() { return *canvas_; }

 private:
  int width_, height_;
  double pixel_ratio_;
  double clock_ = 1;
  double fonts_scale_ = 0;
  const layers::Theme* styled_ = nullptr;
  std::unique_ptr<Canvas> canvas_;
  std::unique_ptr<App> app_;
};

}  // namespace viewer
