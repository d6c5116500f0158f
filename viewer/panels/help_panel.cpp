// Keys and mouse, as a list that a person can keep open while trying them.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "viewer/panels/dialog.h"
#include "viewer/panels/panels.h"

namespace viewer {
namespace {

using data::tr;
using ui::Font;

struct Entry {
  std::vector<std::string> keys;
  std::string does;
};

std::vector<Entry> mouse_entries() {
  return {{{tr("Wheel")}, tr("zoom at the pointer")},
          {{tr("Drag")}, tr("move the map")},
          {{tr("Click")}, tr("select a unit")},
          {{tr("Double click")}, tr("zoom in")},
          {{tr("Double click a row")}, tr("go into that unit")},
          {{"Shift", tr("Drag")}, tr("zoom to a rectangle")},
          {{tr("Click a card")}, tr("see where its number comes from")},
          {{tr("Click its name")}, tr("colour the map by it")}};
}

std::vector<Entry> key_entries() {
  return {{{"←", "↑", "→", "↓"}, tr("move the map")},
          {{"+", "−"}, tr("zoom in and out")},
          {{"Home"}, tr("the whole province")},
          {{"F11"}, tr("full screen, and back")},
          {{"F5"}, tr("read the project again")},
          {{"Ctrl", "S"}, tr("save a picture, as the last one")},
          {{"Ctrl", "Shift", "S"}, tr("save a picture: choose how")},
          {{"Ctrl", "C"}, tr("copy the picture")},
          {{"Ctrl", "Tab"}, tr("hide or show the panels")},
          {{"Ctrl", "P"}, tr("another province")},
          {{"C"}, tr("the provinces side by side")},
          {{"L"}, tr("Vietnamese or English")},
          {{"T"}, tr("dark or light colours")},
          {{"?"}, tr("this list")},
          {{"Esc"}, tr("close, step back")}};
}

/// A key as a cap; returns its right edge.
float cap(const ui::Pen& pen, float left, float middle, const std::string& word) {
  const float half = pen.px(12), wide = std::max(2 * half, ui::width(Font::small_strong, word) + pen.px(16));
  const ImVec2 min{left, std::round(middle) - half}, max{left + wide, std::round(middle) + half};
  const layers::Theme& theme = *pen.theme;
  pen.list->AddRectFilled({min.x, min.y + pen.px(2)}, {max.x, max.y + pen.px(2)}, ui::colour(theme.line), pen.px(5));
  pen.list->AddRectFilled(min, max, ui::colour(theme.panel_raised), pen.px(5));
  pen.list->AddRect(min, max, ui::colour(ui::mixed(theme.line, theme.quiet, 0.35F)), pen.px(5), 0, pen.hair());
  ui::text_centred(pen, Font::small_strong, left + wide / 2, ui::on_middle(Font::small_strong, std::round(middle)), pen.text(), word);
  return left + wide;
}

void draw_entries(const ui::Pen& pen, const std::vector<Entry>& entries, const std::string& title, const ui::Box& in) {
  const float left = in.left, right = in.right, top = in.top;
  ui::section_title(pen, left, right, top + pen.px(14), title);
  float middle = top + pen.px(46), column = 0;
  // Closer in a low window, so that none is lost.
  const float step = std::min(pen.px(36), (in.bottom - middle) / (static_cast<float>(entries.size()) - 0.5F));
  for (const Entry& entry : entries) {
    float wide = 0;
    for (const std::string& key : entry.keys) wide += std::max(pen.px(24), ui::width(Font::small_strong, key) + pen.px(16)) + pen.px(5);
    column = std::max(column, wide);
  }
  column = std::min(column, (right - left) * 0.55F);
  for (const Entry& entry : entries) {
    float x = left;
    for (const std::string& key : entry.keys) x = cap(pen, x, middle, key) + pen.px(5);
    ui::text_fit(pen, Font::body, left + column + pen.px(12), right, ui::on_middle(Font::body, std::round(middle)), pen.text(), entry.does);
    middle += step;
  }
}

}  // namespace

void help_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  const ui::Box screen{0, 0, static_cast<float>(layout.width), static_cast<float>(layout.height)};
  ui::Dialog dialog("##help", state, layout, screen, 900, 650, tr("Keys and mouse"));
  const ui::Pen& pen = dialog.pen();
  const float middle = std::round(dialog.body.centre()), top = dialog.body.top + pen.px(20);
  draw_entries(pen, key_entries(), tr("Keys"), {dialog.body.left, top, middle - pen.px(16), dialog.body.bottom});
  draw_entries(pen, mouse_entries(), tr("Mouse"), {middle + pen.px(16), top, dialog.body.right, dialog.body.bottom});
  if (dialog.closed()) requests.push_back(ShowHelp{false});
}

}  // namespace viewer
