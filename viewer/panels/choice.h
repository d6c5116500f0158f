// Controls of a form: one of several side by side, one of a list, a line of text, a switch, a button.
#pragma once

#include <span>
#include <string>

#include "viewer/panels/widgets.h"

namespace viewer::ui {

/// Side by side, each as wide as the others; the chosen one is filled. Returns the one that was pressed.
std::optional<int> segments(const Pen& pen, const char* id, const Box& box, std::span<const std::string> names, int chosen);

/// The chosen one with a chevron; pressed, the list hangs below it or stands above it. Returns the one that was pressed.
std::optional<int> drop_down(const Pen& pen, const char* id, const Box& box, std::span<const std::string> names, int chosen);

/// A line that can be typed into; the hint stands in an empty one, and the caret in a `wanted` one. Returns what it became.
std::optional<std::string> text_line(const Pen& pen, const char* id, const Box& box, const std::string& text, const std::string& hint,
                                     bool wanted = false);

/// A word with a switch before it. True when it was pressed; a faint one cannot be.
bool toggle(const Pen& pen, const char* id, const Box& box, std::string_view words, bool on, bool faint = false);

/// The one that a sheet is for is filled; the others have an edge. Faint ones cannot be pressed.
bool button(const Pen& pen, const char* id, const Box& box, std::string_view words, bool filled, bool faint = false);
float button_width(const Pen& pen, std::string_view words);

}  // namespace viewer::ui
