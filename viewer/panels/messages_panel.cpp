// What went wrong or wants to be known: one line each, worst first, until dismissed.
#include <algorithm>
#include <vector>

#include "viewer/panels/dialog.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"

namespace viewer {
namespace {

using data::tr;
using ui::Font;

ui::Icon icon_of(Message::Kind kind) {
  return kind == Message::Kind::error ? ui::Icon::error : kind == Message::Kind::warning ? ui::Icon::warning : ui::Icon::note;
}

layers::Colour hue_of(const layers::Theme& theme, Message::Kind kind) {
  return kind == Message::Kind::error ? theme.missed : kind == Message::Kind::warning ? theme.notice : theme.quiet;
}

/// Draws the list from `top`, or measures it; returns its height.
float list_messages(const ui::Pen& pen, const std::vector<const Message*>& messages, float left, float right, float top) {
  float y = top;
  for (const Message* message : messages) {
    const float first = y + pen.px(10);
    if (pen.list)
      ui::icon(pen, icon_of(message->kind), {left + pen.px(8), first + ui::line(Font::body) / 2}, pen.px(15),
               hue_of(*pen.theme, message->kind));
    y = first + ui::paragraph(pen, Font::body, left + pen.px(30), right, first, pen.text(), message->text, 6) + pen.px(10);
    if (pen.list) ui::rule(pen, left, right, y);
  }
  return y - top;
}

}  // namespace

void messages_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  std::vector<const Message*> sorted;
  for (const Message& message : state.messages) sorted.push_back(&message);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Message* a, const Message* b) { return a->kind > b->kind; });
  ui::Pen measure{nullptr, state.theme, static_cast<float>(layout.scale)};
  const ui::Box screen{0, 0, static_cast<float>(layout.width), static_cast<float>(layout.height)};
  const float wide = std::min(measure.px(760), screen.width() - measure.px(24)) - 2 * measure.px(28);
  const float content = list_messages(measure, sorted, 0, wide - measure.px(14), 0), foot = measure.px(56);
  ui::Dialog dialog("##messages_list", state, layout, screen, 760, (content + foot) / measure.scale + 90, tr("Messages"));
  const ui::Pen& pen = dialog.pen();
  const ui::Box list{dialog.body.left, dialog.body.top, dialog.body.right, dialog.body.bottom - foot};
  if (sorted.empty()) ui::text(pen, Font::body, list.left, list.top + pen.px(32), pen.quiet(), tr("Nothing to report."));
  {
    const ui::Scroll scroll("##list", list, content, pen);
    list_messages(scroll.pen, sorted, list.left, list.left + scroll.width - pen.px(4), scroll.top);
  }
  if (!sorted.empty()) {
    const std::string words = tr("Dismiss all");
    const float half = pen.px(16), middle = dialog.body.bottom - pen.px(24);
    const ui::Box button{dialog.body.right - ui::width(Font::body_strong, words) - pen.px(36), middle - half, dialog.body.right,
                         middle + half};
    const ui::Press press = ui::press("##dismiss", button);
    pen.list->AddRectFilled(button.min(), button.max(), ui::colour(state.theme->accent, press.hovered ? 1.0F : 0.88F), pen.px(7));
    ui::text_centred(pen, Font::body_strong, button.centre(), ui::on_middle(Font::body_strong, middle), ui::colour(layers::rgb(0xFFFFFF)),
                     words);
    if (press.clicked) requests.push_back(DismissMessages{});
  }
  if (dialog.closed()) requests.push_back(ShowMessages{false});
}

}  // namespace viewer
