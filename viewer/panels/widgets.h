// What panels are drawn with: a region of the screen, text by role, small controls. Sizes are design pixels until px() is asked.
#pragma once

#include <imgui.h>

#include <optional>
#include <string>
#include <string_view>

#include "layers/palette.h"
#include "layers/view.h"

namespace viewer::ui {

/// One type scale. Numerals hold digits and signs only, and stand alone.
enum class Font { small, small_strong, body, body_strong, title, title_strong, heading, numeral_row, numeral_card, numeral, count };

/// A rectangle in device pixels.
struct Box {
  float left = 0, top = 0, right = 0, bottom = 0;

  float width() const { return right - left; }
  float height() const { return bottom - top; }
  float middle() const { return (top + bottom) / 2; }
  float centre() const { return (left + right) / 2; }
  ImVec2 min() const { return {left, top}; }
  ImVec2 max() const { return {right, bottom}; }
  Box inset(float x, float y) const { return {left + x, top + y, right - x, bottom - y}; }
  bool contains(ImVec2 p) const { return p.x >= left && p.x < right && p.y >= top && p.y < bottom; }
  bool operator==(const Box&) const = default;
};

Box box_of(const layers::Frame& frame);
inline bool shown(const layers::Frame& frame) { return frame.right > frame.left && frame.bottom > frame.top; }

ImU32 colour(const layers::Colour& c, float opacity = 1);
/// Between two colours: 0 is the first.
layers::Colour mixed(const layers::Colour& a, const layers::Colour& b, float share);
bool is_dark(const layers::Theme& theme);

/// Where and with what to draw.
struct Pen {
  ImDrawList* list = nullptr;
  const layers::Theme* theme = nullptr;
  float scale = 1;

  float px(float design) const;         ///< whole device pixels
  float hair() const { return px(1); }  ///< the thinnest line
  ImU32 text() const { return colour(theme->text); }
  ImU32 quiet() const { return colour(theme->quiet); }
};

/// Regions of the ground never cover each other and stay below; a sheet comes above them when it appears.
enum class Depth { ground, untouchable, sheet };

/// One region of the screen as an ImGui window without any of its furniture; it ends with the object.
class Region {
 public:
  Region(const char* id, const Box& box, const layers::Theme& theme, double scale, Depth depth = Depth::ground);
  ~Region();
  Region(const Region&) = delete;
  Region& operator=(const Region&) = delete;

  Pen pen;
  Box box;
  float px(float design) const { return pen.px(design); }
};

/// A part of a region that scrolls when `content` is higher than the part. Draw at content positions: they move by themselves.
class Scroll {
 public:
  Scroll(const char* id, const Box& box, float content, const Pen& outer);
  ~Scroll();
  Scroll(const Scroll&) = delete;
  Scroll& operator=(const Scroll&) = delete;

  Pen pen;
  float top = 0;    ///< where the content begins now, in device pixels
  float width = 0;  ///< without the scroll bar
};

// --- text. Positions are baselines, so that sizes mix on one line; nothing here ever writes outside the width it is given.

ImFont* font(Font role);
float capital(Font role);                                                     ///< height of a capital letter
float line(Font role);                                                        ///< comfortable distance between baselines
inline float on_middle(Font role, float y) { return y + capital(role) / 2; }  ///< baseline that centres capitals on y
float width(Font role, std::string_view text, float spacing = 0);
/// The role, or a smaller one where the number, with the sign it may have, would leave its room or is written with words ("about 80"):
/// half of a figure is another figure.
Font numeral_for(Font role, std::string_view number, float room);
float bearing(Font role, std::string_view text);  ///< from where the first letter is put to where its ink begins
/// Cut with "…" so that it is at most `room` wide.
std::string ellipsize(Font role, std::string_view text, float room, float spacing = 0);
/// Vietnamese capitals: "Hộ có cáp quang" -> "HỘ CÓ CÁP QUANG".
std::string capitals(std::string_view text);

/// Returns where the text ends.
float text(const Pen& pen, Font role, float x, float baseline, ImU32 c, std::string_view text, float spacing = 0);
/// Returns where the text begins.
float text_right(const Pen& pen, Font role, float right, float baseline, ImU32 c, std::string_view text);
void text_centred(const Pen& pen, Font role, float x, float baseline, ImU32 c, std::string_view text);
/// Cut when it does not fit; the whole text is then a tooltip. Returns where it ends.
float text_fit(const Pen& pen, Font role, float left, float right, float baseline, ImU32 c, std::string_view text, float spacing = 0);
/// As text_fit, but against the right edge. Returns where it begins.
float text_fit_right(const Pen& pen, Font role, float left, float right, float baseline, ImU32 c, std::string_view text);
/// Wrapped between words; the last of `max_lines` is cut. Returns the height used. A null pen list only measures.
float paragraph(const Pen& pen, Font role, float left, float right, float top, ImU32 c, std::string_view text, int max_lines = 99);

// --- surfaces and controls

void panel_frame(const Pen& pen, const Box& box);
/// A card lies on the ground; raised when the pointer is on it, marked at its left edge when it colours the map.
void card_frame(const Pen& pen, const Box& box, bool hovered, bool marked);
void rule(const Pen& pen, float left, float right, float y);
/// Small spaced capitals above a group; returns where the text ends.
float section_title(const Pen& pen, float left, float right, float baseline, std::string_view text);
/// A pill with a word; returns its right edge.
float chip(const Pen& pen, float left, float middle, std::string_view text, const layers::Colour& ink, const layers::Colour& edge);
float chip_width(const Pen& pen, std::string_view text);
void switch_mark(const Pen& pen, float left, float middle, bool on);
void tooltip(const Pen& pen, std::string_view text);
void tooltip_here(const Pen& pen, const Box& box, std::string_view text);  ///< when the pointer is on the box and in this window

struct Press {
  bool hovered = false, clicked = false, doubled = false;
};
/// An invisible button. Later ones win over earlier ones beneath them.
Press press(const char* id, const Box& box);
Press press(int id, const Box& box);

/// A line with a knob at `share` (0..1) of it. Returns where it is held, while it is.
std::optional<double> slider(const Pen& pen, const char* id, const Box& box, double share, bool faint = false);

}  // namespace viewer::ui
