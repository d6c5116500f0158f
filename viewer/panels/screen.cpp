// The whole screen in drawing order: the ground around the map, the regions, what floats above them.
#include <imgui.h>

#include "viewer/panels/panels.h"
#include "viewer/panels/widgets.h"

namespace viewer {
namespace {

/// The map is drawn edge to edge; what is not its frame is covered, so that nothing of it shows between panels.
void draw_ground(const State& state, const ScreenLayout& layout) {
  const ui::Box map = ui::box_of(layout.map);
  const float w = static_cast<float>(layout.width), h = static_cast<float>(layout.height);
  if (map.left <= 0 && map.top <= 0 && map.right >= w && map.bottom >= h) return;
  ImDrawList* list = ImGui::GetBackgroundDrawList();
  const ui::Pen pen{list, state.theme, static_cast<float>(layout.scale)};
  const ImU32 ground = ui::colour(state.theme->ground), line = ui::colour(state.theme->line);
  list->AddRectFilled({0, 0}, {w, map.top}, ground);
  list->AddRectFilled({0, map.bottom}, {w, h}, ground);
  list->AddRectFilled({0, map.top}, {map.left, map.bottom}, ground);
  list->AddRectFilled({map.right, map.top}, {w, map.bottom}, ground);
  // Round corners: the same rectangle drawn as a thick line whose inner edge is round.
  const float round = pen.px(10), thick = pen.px(6);
  list->AddRect({map.left - thick / 2, map.top - thick / 2}, {map.right + thick / 2, map.bottom + thick / 2}, ground, round + thick / 2, 0,
                thick);
  list->AddRect(map.min(), map.max(), line, round, 0, pen.hair());
}

}  // namespace

void draw_screen(const State& state, const ScreenLayout& layout, Requests& requests) {
  draw_ground(state, layout);
  if (ui::shown(layout.bar)) bar_panel(state, layout, requests);
  if (ui::shown(layout.left)) layers_panel(state, layout, requests);
  if (ui::shown(layout.cards)) cards_panel(state, layout, requests);
  if (ui::shown(layout.table)) table_panel(state, layout, requests);
  if (ui::shown(layout.status)) status_panel(state, layout, requests);
  map_overlay(state, layout, requests);
  if (state.notice) notice_panel(state, layout, requests);
  if (state.messages_shown) messages_panel(state, layout, requests);
  if (state.comparison_shown) comparison_panel(state, layout, requests);
  if (state.source_shown >= 0) source_panel(state, layout, requests);
  if (state.export_shown) export_panel(state, layout, requests);
  if (state.help_shown) help_panel(state, layout, requests);
  if (state.switcher_shown) switcher_panel(state, layout, requests);
}

}  // namespace viewer
