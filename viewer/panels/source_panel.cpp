// The dossier of a target as a sheet over the screen: "where does that number come from?" is answered by one click.
#include <imgui_internal.h>

#include <algorithm>

#include "viewer/panels/dialog.h"
#include "viewer/panels/dossier.h"
#include "viewer/panels/panels.h"
#include "viewer/panels/words.h"

namespace viewer {
namespace {

void write(ui::Sheet& sheet) {
  ui::write_verdict(sheet);
  ui::write_measured(sheet);
  ui::write_promised(sheet);
  ui::write_parts(sheet);
  ui::write_related(sheet);
  ui::write_outlook(sheet);
  ui::write_ranking(sheet);
  ui::write_figures(sheet);
  sheet.y += sheet.px(14);
}

/// A dossier that was not on screen a moment ago is read from its top.
void begin_at_the_top(int row) {
  ImGuiStorage& kept = *ImGui::GetStateStorage();
  const ImGuiID of_row = ImGui::GetID("row"), of_frame = ImGui::GetID("frame");
  if (kept.GetInt(of_row, -1) != row || kept.GetInt(of_frame, -1) + 1 != ImGui::GetFrameCount()) ImGui::SetNextWindowScroll({0, 0});
  kept.SetInt(of_row, row);
  kept.SetInt(of_frame, ImGui::GetFrameCount());
}

}  // namespace

void source_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  if (!state.loaded || static_cast<std::size_t>(state.source_shown) >= state.loaded->scorecard.rows.size())
    return requests.push_back(ShowSource{-1});
  const data::ScoreRow& row = state.loaded->scorecard.rows[static_cast<std::size_t>(state.source_shown)];
  // Over the map and the table, so that the card it explains stays in sight; over everything where that is too narrow.
  const ui::Box screen{0, 0, static_cast<float>(layout.width), static_cast<float>(layout.height)};
  const float most = static_cast<float>(820 * layout.scale);
  const ui::Box beside{0, 0, ui::shown(layout.cards) ? static_cast<float>(layout.cards.left) : screen.right, screen.bottom};
  const ui::Box& over = beside.width() >= most ? beside : screen;
  const ui::Pen measure{nullptr, state.theme, static_cast<float>(layout.scale)};
  const float wide = std::min(most, over.width() - measure.px(24)) - 2 * measure.px(28);
  const float label = std::min(measure.px(136), wide * 0.3F);
  ui::Sheet sheet{measure, state, row, requests, 0, wide - measure.px(12), 0, label};
  write(sheet);
  ui::Dialog dialog("##source", state, layout, over, 820, sheet.y / measure.scale + 84, ui::name_of(row.indicator, state.lang));
  {
    begin_at_the_top(state.source_shown);
    const ui::Scroll scroll("##dossier", dialog.body, sheet.y, dialog.pen());
    ui::Sheet drawn{scroll.pen, state, row, requests, dialog.body.left, dialog.body.left + wide - measure.px(12), scroll.top, label};
    write(drawn);
  }
  if (dialog.closed()) requests.push_back(ShowSource{-1});
}

}  // namespace viewer
