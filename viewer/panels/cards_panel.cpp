// The cards of the chosen tab: one a target, all on screen if any arrangement allows it, else in pages. No card is ever cut.
#include <algorithm>
#include <cmath>

#include "viewer/panels/card.h"
#include "viewer/panels/card_tabs.h"
#include "viewer/panels/panels.h"

namespace viewer {
namespace {

using data::tr;
using ui::CardShape;

struct Arrangement {
  CardShape shape = CardShape::row;
  int columns = 1, rows = 1, pages = 1;
  float gap = 0;
};

Arrangement arrange(const ui::Region& region, float high, int cards) {
  const float wide = region.px(424), gap = region.px(12);
  Arrangement out;
  out.columns = std::max(1, static_cast<int>((region.box.width() + gap + 2) / (wide + gap)));
  const int rows = (cards + out.columns - 1) / out.columns;
  for (const CardShape shape : {CardShape::full, CardShape::middle, CardShape::row}) {
    out.shape = shape, out.rows = rows, out.gap = shape == CardShape::full ? gap : region.px(shape == CardShape::row ? 8 : 10);
    if (static_cast<float>(rows) * (region.px(ui::least_height(shape)) + out.gap) - out.gap <= high) return out;
  }
  const float room = high - region.px(24);  // the dots
  out.rows = std::max(1, static_cast<int>((room + out.gap) / (region.px(ui::least_height(CardShape::row)) + out.gap)));
  out.pages = (cards + out.rows * out.columns - 1) / (out.rows * out.columns);
  return out;
}

/// Dots under the cards; the page is remembered by the window, and another tab begins with its first.
int choose_page(const ui::Region& region, const std::string& tab, int pages) {
  ImGuiStorage& kept = *ImGui::GetStateStorage();
  const ImGuiID id = ImGui::GetID("page"), of_tab = ImGui::GetID("tab");
  const int now = static_cast<int>(ImGui::GetID(tab.empty() ? "headline" : tab.c_str()));
  if (kept.GetInt(of_tab, now) != now) kept.SetInt(id, 0);
  kept.SetInt(of_tab, now);
  int page = std::clamp(kept.GetInt(id, 0), 0, pages - 1);
  if (pages < 2) return 0;
  if (ImGui::IsWindowHovered() && ImGui::GetIO().MouseWheel != 0)
    page = std::clamp(page + (ImGui::GetIO().MouseWheel < 0 ? 1 : -1), 0, pages - 1);
  const ui::Pen& pen = region.pen;
  const float step = pen.px(20), y = region.box.bottom - pen.px(9);
  for (int i = 0; i < pages; ++i) {
    const float x = region.box.centre() + (static_cast<float>(i) - static_cast<float>(pages - 1) / 2) * step;
    const ui::Press press = ui::press(1000 + i, {x - step / 2, y - pen.px(9), x + step / 2, y + pen.px(9)});
    if (press.clicked) page = i;
    const float radius = i == page ? pen.px(5) : pen.px(4);
    pen.list->AddCircleFilled({x, y}, radius, i == page ? pen.text() : ui::colour(pen.theme->quiet, press.hovered ? 0.8F : 0.4F), 20);
  }
  kept.SetInt(id, page);
  return page;
}

void notice(const ui::Region& region, const std::string& title, const std::string& words) {
  const ui::Pen& pen = region.pen;
  const ui::Box box{region.box.left, region.box.top, region.box.right, region.box.top + pen.px(110)};
  ui::panel_frame(pen, box);
  ui::text_fit(pen, ui::Font::title, box.left + pen.px(20), box.right - pen.px(20), ui::on_middle(ui::Font::title, box.top + pen.px(32)),
               pen.text(), title);
  ui::paragraph(pen, ui::Font::body, box.left + pen.px(20), box.right - pen.px(20), box.top + pen.px(50), pen.quiet(), words, 2);
}

}  // namespace

void cards_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  const ui::Region region("##cards", ui::box_of(layout.cards), *state.theme, layout.scale);
  if (!state.loaded)
    return state.loading ? notice(region, tr("Targets"), tr("They appear here as soon as the layers are counted.")) : void();
  const data::Scorecard& scorecard = state.loaded->scorecard;
  if (scorecard.rows.empty())
    return notice(region, tr("No targets"), tr("Name a targets file in the project to see promises beside what was reached."));

  const std::vector<ui::CardTab> tabs = ui::card_tabs(scorecard);
  const std::size_t chosen = ui::tab_of(tabs, state.pillar);
  const float top = region.box.top + ui::draw_tabs(region.pen, region.box, state, tabs, chosen, requests) + region.px(10);
  const std::vector<int>& rows = tabs[chosen].rows;
  const int cards = static_cast<int>(rows.size());
  const Arrangement plan = arrange(region, region.box.bottom - top, cards);
  const int page = choose_page(region, tabs[chosen].pillar, plan.pages), a_page = plan.rows * plan.columns;
  const float below = plan.pages > 1 ? region.px(24) : 0, columns = static_cast<float>(plan.columns), lines = static_cast<float>(plan.rows);
  const float wide = std::floor((region.box.width() - (columns - 1) * region.px(12)) / columns);
  const float most = region.px(plan.shape == CardShape::full ? 330 : 170);
  const float high = std::min(std::floor((region.box.bottom - top - below - (lines - 1) * plan.gap) / lines), most);
  for (int i = page * a_page; i < std::min(cards, (page + 1) * a_page); ++i) {
    const int place = i - page * a_page;
    const float x = region.box.left + static_cast<float>(place % plan.columns) * (wide + region.px(12));
    const float y = top + static_cast<float>(place / plan.columns) * (high + plan.gap);
    ui::draw_card(region.pen, {x, y, x + wide, y + high}, plan.shape, state, rows[static_cast<std::size_t>(i)], requests);
  }
}

}  // namespace viewer
