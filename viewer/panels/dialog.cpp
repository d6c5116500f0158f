#include "viewer/panels/dialog.h"

#include <algorithm>
#include <cmath>

#include "viewer/panels/marks.h"

namespace viewer::ui {
namespace {

constexpr float pad = 28, head = 64;

/// Dims the screen and throws the sheet's shadow on it; not where the sheet will lie, for what nobody sees costs as much to draw.
void dim_around(const Pen& pen, const Box& screen, const Box& sheet) {
  const bool dark = is_dark(*pen.theme);
  const ImU32 dim = colour(layers::rgb(dark ? 0x04070D : 0x14202F), dark ? 0.62F : 0.35F);
  const float round = pen.px(12);
  const Box inside = sheet.inset(round, round);
  for (const Box& side :
       {Box{screen.left, screen.top, screen.right, inside.top}, Box{screen.left, inside.bottom, screen.right, screen.bottom},
        Box{screen.left, inside.top, inside.left, inside.bottom}, Box{inside.right, inside.top, screen.right, inside.bottom}}) {
    pen.list->PushClipRect(side.min(), side.max(), true);
    pen.list->AddRectFilled(screen.min(), screen.max(), dim);
    for (int i = 6; i >= 1; --i) {
      const float out = pen.px(3) * static_cast<float>(i);
      pen.list->AddRectFilled({sheet.left - out, sheet.top - out + pen.px(6)}, {sheet.right + out, sheet.bottom + out + pen.px(6)},
                              IM_COL32(0, 0, 0, 14), round + out);
    }
    pen.list->PopClipRect();
  }
}

}  // namespace

Dialog::Dialog(const char* id, const State& state, const ScreenLayout& layout, const Box& over, float wide, float high,
               std::string_view title)
    : region_(id, {0, 0, static_cast<float>(layout.width), static_cast<float>(layout.height)}, *state.theme, layout.scale, Depth::sheet) {
  const Pen& pen = region_.pen;
  const float w = std::min(pen.px(wide), over.width() - pen.px(24)),
              h = std::min(std::max(pen.px(high), pen.px(120)), over.height() - pen.px(24));
  const float left = std::round(over.centre() - w / 2), top = std::round(over.middle() - h / 2);
  sheet_ = {left, top, left + w, top + h};
  closed_ = press("##beside", region_.box).clicked;
  if (press("##sheet", sheet_).clicked) closed_ = false;
  dim_around(pen, region_.box, sheet_);
  pen.list->AddRectFilled(sheet_.min(), sheet_.max(), colour(state.theme->panel), pen.px(12));
  pen.list->AddRect(sheet_.min(), sheet_.max(), colour(mixed(state.theme->line, state.theme->quiet, 0.3F)), pen.px(12), 0, pen.hair());
  const float middle = top + pen.px(head / 2 + 2), half = pen.px(15);
  const Box cross{sheet_.right - pen.px(20) - 2 * half, middle - half, sheet_.right - pen.px(20), middle + half};
  const Press close = press("##close", cross);
  if (close.hovered) pen.list->AddRectFilled(cross.min(), cross.max(), colour(state.theme->panel_raised), pen.px(7));
  icon(pen, Icon::close, {cross.centre(), middle}, pen.px(15), close.hovered ? state.theme->text : state.theme->quiet);
  closed_ = closed_ || close.clicked;
  text_fit(pen, Font::heading, left + pen.px(pad), cross.left - pen.px(12), on_middle(Font::heading, middle), pen.text(), title);
  rule(pen, left + pen.hair(), sheet_.right - pen.hair(), top + pen.px(head));
  body = {left + pen.px(pad), top + pen.px(head) + pen.hair(), sheet_.right - pen.px(pad), sheet_.bottom - pen.px(12)};
}

}  // namespace viewer::ui
