// What just happened, in a line over the map's lower edge, gone by itself.
#include <algorithm>
#include <cmath>

#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"

namespace viewer {

using ui::Font;

void notice_panel(const State& state, const ScreenLayout& layout, Requests&) {
  const bool error = state.notice->kind == Message::Kind::error;
  ui::Pen measure{nullptr, state.theme, static_cast<float>(layout.scale)};
  const ui::Box map = ui::box_of(layout.map);
  const float pad = measure.px(16), beside = measure.px(26),
              room = std::min(map.width() - measure.px(40), measure.px(900)) - 2 * pad - beside;
  const float wide = std::min(room, ui::width(Font::body, state.notice->text) + 1);
  const float high = ui::paragraph(measure, Font::body, 0, wide, 0, 0, state.notice->text, 2) + measure.px(18);
  const float left = std::round(map.centre() - (wide + 2 * pad + beside) / 2), bottom = map.bottom - measure.px(58);
  const ui::Box box{left, bottom - high, left + wide + 2 * pad + beside, bottom};
  const ui::Region region("##notice", box, *state.theme, layout.scale, ui::Depth::untouchable);
  const ui::Pen& pen = region.pen;
  pen.list->AddRectFilled(box.min(), box.max(), ui::colour(state.theme->panel_raised), pen.px(10));
  pen.list->AddRect(box.min(), box.max(), ui::colour(error ? state.theme->missed : state.theme->accent, 0.7F), pen.px(10), 0, pen.hair());
  ui::icon(pen, error ? ui::Icon::error : ui::Icon::note, {box.left + pad + pen.px(7), box.middle()}, pen.px(15),
           error ? state.theme->missed : state.theme->accent);
  ui::paragraph(pen, Font::body, box.left + pad + beside, box.right - pad + 1, box.top + pen.px(9), pen.text(), state.notice->text, 2);
}

}  // namespace viewer
