// The bottom line: where the pointer is, in degrees and in the project's system, at what scale, and what needs attention.
#include <algorithm>
#include <cmath>

#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"

namespace viewer {
namespace {

using data::trf;
using data::trn;
using ui::Font;

/// A screen pixel is 1/96 inch at pixel ratio 1: nominal, hence the "≈".
std::string scale_text(const State& state) {
  const double pixel = 0.0254 / (96 * std::max(state.view.pixel_ratio, 0.1));
  const double whole = state.view.metres_per_pixel * state.true_metres / pixel;
  if (!(whole > 0)) return {};
  const double step = std::pow(10.0, std::max(0.0, std::floor(std::log10(whole)) - 2));
  return trf("Scale ≈ 1:{}", data::format_integer(std::llround(std::round(whole / step) * step), state.lang));
}

std::string degrees(const State& state) {
  if (!state.pointer_wgs84) return {};
  return "WGS 84: " + trf("{0}° N, {1}° E", data::format_number(state.pointer_wgs84->y, 5, state.lang),
                          data::format_number(state.pointer_wgs84->x, 5, state.lang));
}

std::string metres(const State& state) {
  if (!state.pointer || state.crs_name.empty()) return {};
  return state.crs_name + ": " +
         trf("E {0} · N {1}", data::format_integer(std::llround(state.pointer->x), state.lang),
             data::format_integer(std::llround(state.pointer->y), state.lang));
}

/// The count of messages in the colour of the worst; returns where it begins.
float draw_messages(const ui::Region& region, const State& state, float right, float middle, Requests& requests) {
  if (state.messages.empty()) return right;
  const auto has = [&](Message::Kind kind) {
    return std::any_of(state.messages.begin(), state.messages.end(), [&](const Message& m) { return m.kind == kind; });
  };
  const bool error = has(Message::Kind::error), warning = has(Message::Kind::warning);
  const layers::Colour hue = error ? state.theme->missed : warning ? state.theme->notice : state.theme->quiet;
  const ui::Pen& pen = region.pen;
  const std::string words = trn("{} message", "{} messages", static_cast<long>(state.messages.size()));
  const float left = right - ui::width(Font::small, words) - pen.px(20);
  const ui::Press press = ui::press("##messages", {left - pen.px(6), region.box.top, right + pen.px(6), region.box.bottom});
  ui::icon(pen, error ? ui::Icon::error : warning ? ui::Icon::warning : ui::Icon::note, {left + pen.px(6), middle}, pen.px(13), hue);
  ui::text(pen, Font::small, left + pen.px(20), ui::on_middle(Font::small, middle), ui::colour(press.hovered ? state.theme->text : hue),
           words);
  if (press.clicked) requests.push_back(ShowMessages{!state.messages_shown});
  return left - pen.px(24);
}

}  // namespace

void status_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  const ui::Region region("##status", ui::box_of(layout.status), *state.theme, layout.scale);
  const ui::Pen& pen = region.pen;
  const float middle = std::round(region.box.middle() - pen.px(1)), gap = pen.px(26), base = ui::on_middle(Font::small, middle);
  float right = draw_messages(region, state, region.box.right - pen.px(20), middle, requests);
  if (state.loaded)
    right =
        ui::text_right(pen, Font::small, right, base, pen.quiet(), state.loaded->date_words(state.lang)) -
        gap;
  const std::string scale = state.dataset ? scale_text(state) : std::string();
  const float scale_left = right - ui::width(Font::small, scale);
  if (!scale.empty() && scale_left > region.box.left) {
    ui::text(pen, Font::small, scale_left, base, pen.quiet(), scale);
    if (!state.renderer.empty())
      ui::tooltip_here(pen, {scale_left, region.box.top, right, region.box.bottom}, trf("Drawn by {}", state.renderer));
    right = scale_left - gap;
  }
  float x = region.box.left + pen.px(20);
  for (const std::string& words : {degrees(state), metres(state)}) {
    if (words.empty() || x + ui::width(Font::small, words) > right) continue;
    x = ui::text(pen, Font::small, x, base, pen.quiet(), words) + gap;
  }
}

}  // namespace viewer
