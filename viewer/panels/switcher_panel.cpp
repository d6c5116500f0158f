// The menu of provinces: it hangs from the title, over everything, and goes with the first press beside it.
#include <algorithm>

#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"
#include "viewer/panels/switcher.h"
#include "viewer/panels/tally.h"

namespace viewer {
namespace {

using data::tr;
using ui::Font;
using Kind = SwitcherLine::Kind;

constexpr float wide = 560, pad = 10, head = 34, inner = 14;

float height_of(Kind kind) { return kind == Kind::province ? 62 : kind == Kind::project ? 50 : 44; }

/// Groups have a heading; the comparison only a line above it.
float heading_of(Kind kind) { return kind == Kind::comparison ? 9 : head; }

/// Summed in whole device pixels, as the lines are drawn.
float content_height(const ui::Pen& pen, const std::vector<SwitcherLine>& lines) {
  if (lines.empty()) return pen.px(60);
  float out = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == 0 || lines[i].kind != lines[i - 1].kind) out += pen.px(heading_of(lines[i].kind));
    out += pen.px(height_of(lines[i].kind));
  }
  return out;
}

/// Returns where the lines below it begin.
float draw_heading(const ui::Pen& pen, Kind kind, const ui::Box& in, float top) {
  const float bottom = top + pen.px(heading_of(kind)), left = in.left + pen.px(inner), right = in.right - pen.px(inner);
  if (kind == Kind::comparison) return ui::rule(pen, in.left, in.right, (top + bottom) / 2), bottom;
  const float base = bottom - pen.px(12);
  const bool provinces = kind == Kind::province;
  const float end = ui::section_title(pen, left, right, base, provinces ? tr("Sample provinces") : tr("Opened before"));
  if (provinces)
    ui::text_fit_right(pen, Font::small, end + pen.px(20), right, base, pen.quiet(), tr("headline targets, by published figures"));
  return bottom;
}

void draw_province(const ui::Pen& pen, const State& state, const ui::Box& box, const data::Peer& peer) {
  const float left = box.left + pen.px(inner), right = box.right - pen.px(inner), bar = pen.px(150);
  const float upper = box.top + pen.px(20), lower = box.top + pen.px(43);
  ui::text_fit(pen, Font::title_strong, left, right - bar - pen.px(16), ui::on_middle(Font::title_strong, upper), pen.text(),
               peer.name.in(state.lang));
  const data::Tally tally = data::tally_of(peer, true);
  ui::tally_bar(pen, {right - bar, upper - pen.px(9), right, upper + pen.px(9)}, tally);
  ui::tally_words(pen, left, right, lower, tally);
}

void draw_project(const ui::Pen& pen, const State& state, const ui::Box& box, const RecentProject& project) {
  const float left = box.left + pen.px(inner), right = box.right - pen.px(inner);
  ui::text_fit(pen, Font::body_strong, left, right, ui::on_middle(Font::body_strong, box.top + pen.px(16)), pen.text(),
               project.title.in(state.lang));
  ui::text_fit(pen, Font::small, left, right, ui::on_middle(Font::small, box.top + pen.px(35)), pen.quiet(), project.path.string());
}

void draw_comparison(const ui::Pen& pen, const ui::Box& box) {
  const float right = box.right - pen.px(inner);
  const std::string key = "C";
  ui::text_right(pen, Font::small_strong, right, ui::on_middle(Font::small_strong, box.middle()), pen.quiet(), key);
  ui::text_fit(pen, Font::title, box.left + pen.px(inner), right - pen.px(40), ui::on_middle(Font::title, box.middle()), pen.text(),
               tr("Compare the provinces"));
}

void draw_line(const ui::Pen& pen, const State& state, const ui::Box& box, const SwitcherLine& line, bool marked) {
  if (marked) pen.list->AddRectFilled(box.min(), box.max(), ui::colour(pen.theme->panel_raised), pen.px(8));
  if (line.current)
    pen.list->AddRectFilled({box.left, box.top + pen.px(10)}, {box.left + pen.px(4), box.bottom - pen.px(10)},
                            ui::colour(pen.theme->accent), pen.px(2));
  if (line.kind == Kind::province) draw_province(pen, state, box, state.peers->provinces[line.at]);
  else if (line.kind == Kind::project) draw_project(pen, state, box, state.recent[line.at]);
  else draw_comparison(pen, box);
}

void draw_sheet(const ui::Pen& pen, const ui::Box& sheet) {
  for (int i = 5; i >= 1; --i) {
    const float out = pen.px(3) * static_cast<float>(i);
    pen.list->AddRectFilled({sheet.left - out, sheet.top - out + pen.px(5)}, {sheet.right + out, sheet.bottom + out + pen.px(5)},
                            IM_COL32(0, 0, 0, 14), pen.px(12) + out);
  }
  pen.list->AddRectFilled(sheet.min(), sheet.max(), ui::colour(pen.theme->panel), pen.px(12));
  pen.list->AddRect(sheet.min(), sheet.max(), ui::colour(ui::mixed(pen.theme->line, pen.theme->quiet, 0.3F)), pen.px(12), 0, pen.hair());
}

}  // namespace

void switcher_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  const ui::Box screen{0, 0, static_cast<float>(layout.width), static_cast<float>(layout.height)};
  const ui::Region region("##switcher", screen, *state.theme, layout.scale, ui::Depth::sheet);
  const ui::Pen& pen = region.pen;
  const std::vector<SwitcherLine> lines = switcher_lines(state);
  const float content = content_height(pen, lines), top = (ui::shown(layout.bar) ? static_cast<float>(layout.bar.bottom) : 0) + pen.px(4);
  const float left = pen.px(12), w = std::min(pen.px(wide), screen.right - 2 * left);
  const ui::Box sheet{left, top, left + w, std::min(top + content + 2 * pen.px(pad), screen.bottom - pen.px(8))};
  bool beside = ui::press("##beside", region.box).clicked;
  if (ui::press("##sheet", sheet).clicked) beside = false;
  draw_sheet(pen, sheet);
  const ui::Box in = sheet.inset(pen.px(pad), pen.px(pad));
  if (lines.empty())
    ui::paragraph(pen, Font::body, in.left + pen.px(inner), in.right - pen.px(inner), in.top + pen.px(8), pen.quiet(),
                  tr("The provinces appear here as soon as a project is read."), 2);
  const ui::Scroll scroll("##lines", in, content, pen);
  float y = scroll.top;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const ui::Box row{in.left, y, in.left + scroll.width, y};
    if (i == 0 || lines[i].kind != lines[i - 1].kind) y = draw_heading(scroll.pen, lines[i].kind, row, y);
    const ui::Box box{row.left, y, row.right, y + pen.px(height_of(lines[i].kind))};
    const ui::Press press = ui::press(static_cast<int>(i), box);
    draw_line(scroll.pen, state, box, lines[i], press.hovered || static_cast<int>(i) == state.switcher_line);
    if (press.clicked) choose_line(state, static_cast<int>(i), requests);
    y = box.bottom;
  }
  if (beside) requests.push_back(ShowSwitcher{false});
}

}  // namespace viewer
