// A sheet over the screen: the rest is dimmed; the cross or a click beside it closes it (Esc too: keys are viewer/input's).
#pragma once

#include <optional>

#include "viewer/panels/panels.h"
#include "viewer/panels/widgets.h"

namespace viewer::ui {

class Dialog {
 public:
  /// As wide and high as asked (design pixels) or as the area over which it lies allows.
  Dialog(const char* id, const State& state, const ScreenLayout& layout, const Box& over, float wide, float high, std::string_view title);
  bool closed() const { return closed_; }

  Box body;  ///< below the title, inside the padding
  const Pen& pen() const { return region_.pen; }

 private:
  Region region_;
  Box sheet_;
  bool closed_ = false;
};

}  // namespace viewer::ui
