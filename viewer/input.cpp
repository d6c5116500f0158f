#include "viewer/input.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viewer/panels/export_form.h"
#include "viewer/panels/switcher.h"

namespace viewer {
namespace {

constexpr double finest_metres_per_pixel = 0.01;  // one centimetre: far closer than any survey
constexpr double wheel_step = 1.25;

double coarsest(const State& state) {
  const data::UnitSet* units = state.units();
  if (units == nullptr || units->units.empty()) return 1e5;
  const data::Box& box = units->units[0].box;
  return std::max(box.width() / std::max(1, state.view.width), box.height() / std::max(1, state.view.height)) * 8;
}

LookAt pan(const State& state, double dx, double dy, bool animate) {
  layers::View view = state.view;
  view.centre.x += dx * view.metres_per_pixel;
  view.centre.y -= dy * view.metres_per_pixel;
  return {view, animate};
}

data::Point middle(const layers::View& view) { return {view.width / 2.0, view.height / 2.0}; }

/// An open menu takes the keys that walk through it. Returns whether it took this one.
bool switcher_key(Key key, const State& state, Requests& requests) {
  const int lines = static_cast<int>(switcher_lines(state).size());
  const auto move = [&](int by) {
    if (lines > 0) requests.push_back(ShowSwitcher{true, (state.switcher_line + by + lines) % lines});
    return true;
  };
  switch (key) {
    case Key::up: return move(-1);
    case Key::down: return move(1);
    case Key::enter: return choose_line(state, state.switcher_line, requests), true;
    case Key::escape: return requests.push_back(ShowSwitcher{false}), true;
    default: return false;
  }
}

/// The dialog that saves a picture; the map behind it can still be moved, until an arrow has something to change in the dialog. Returns
/// whether it took this key.
bool export_key(Key key, Held held, const State& state, Requests& requests) {
  if (ImGui::GetCurrentContext() && ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup)) return true;  // an open list closes itself
  if (held.ctrl) return false;
  // Several may come between two frames: each starts from what the one before it made.
  const auto step = [&](int by) {
    if (!choices_after(state, by)) return false;
    requests.push_back(StepExport{by});
    return true;
  };
  switch (key) {
    case Key::tab: return requests.push_back(WalkExport{held.shift ? -1 : 1}), true;
    case Key::left:
    case Key::up: return step(-1);
    case Key::right:
    case Key::down: return step(1);
    case Key::space: return press_export_field(state, requests), true;
    case Key::enter: return save_export(state, requests), true;
    case Key::escape: return requests.push_back(ShowExport{false}), true;
    default: return false;
  }
}

}  // namespace

void on_key(Key key, Held held, const State& state, Requests& requests) {
  const bool ctrl = held.ctrl;
  if (state.switcher_shown && switcher_key(key, state, requests)) return;
  if (state.export_shown && !state.help_shown && export_key(key, held, state, requests)) return;
  const double step = 0.15 * std::min(state.view.width, state.view.height);
  switch (key) {
    case Key::left: requests.push_back(pan(state, -step, 0, true)); break;
    case Key::right: requests.push_back(pan(state, step, 0, true)); break;
    case Key::up: requests.push_back(pan(state, 0, -step, true)); break;
    case Key::down: requests.push_back(pan(state, 0, step, true)); break;
    case Key::plus: requests.push_back(LookAt{layers::zoom_at(state.view, middle(state.view), 1 / 1.6, finest_metres_per_pixel, coarsest(state)), true}); break;
    case Key::minus: requests.push_back(LookAt{layers::zoom_at(state.view, middle(state.view), 1.6, finest_metres_per_pixel, coarsest(state)), true}); break;
    case Key::home: requests.push_back(FitAll{}); break;
    case Key::escape:
      if (state.help_shown) requests.push_back(ShowHelp{false});
      else if (state.source_shown >= 0) requests.push_back(ShowSource{-1});
      else if (state.comparison_shown) requests.push_back(ShowComparison{false, state.comparison_shared_only});
      else if (state.messages_shown) requests.push_back(ShowMessages{false});
      else if (state.selected >= 0) requests.push_back(SelectUnit{-1});
      else if (state.entered > 0) requests.push_back(EnterUnit{state.units() ? state.units()->units[static_cast<std::size_t>(state.entered)].parent : 0});
      break;
    case Key::f5: requests.push_back(Reload{}); break;
    case Key::f11: requests.push_back(ToggleFullScreen{}); break;
    case Key::tab:
      if (ctrl) requests.push_back(ShowPanels{!state.panels_shown});
      break;
    case Key::question: requests.push_back(ShowHelp{!state.help_shown}); break;
    case Key::enter:  // only what lies over the map listens to these
    case Key::space: break;
    case Key::letter_c:
      if (ctrl) requests.push_back(CopyPicture{});
      else if (state.peers) requests.push_back(ShowComparison{!state.comparison_shown, state.comparison_shared_only});
      break;
    case Key::letter_p:
      if (ctrl) requests.push_back(ShowSwitcher{!state.switcher_shown, current_line(state)});
      break;
    case Key::letter_l: requests.push_back(SetLanguage{state.lang == data::Lang::vi ? data::Lang::en : data::Lang::vi}); break;
    case Key::letter_s:
      if (ctrl && held.shift) requests.push_back(ShowExport{});
      else if (ctrl) requests.push_back(SaveSnapshot{});
      break;
    case Key::letter_t: requests.push_back(SetTheme{state.theme->id != "dark"}); break;
    case Key::letter_q:
      if (ctrl) requests.push_back(Quit{});
      break;
  }
}

std::optional<data::Point> mouse_over_map(const ScreenLayout& layout) {
  const ImGuiIO& io = ImGui::GetIO();
  const data::Point at{io.MousePos.x, io.MousePos.y};
  const layers::Frame& map = layout.map;
  if (io.WantCaptureMouse || at.x < map.left || at.x >= map.right || at.y < map.top || at.y >= map.bottom) return std::nullopt;
  return at;
}

void MapMouse::update(const State& state, const ScreenLayout& layout, Requests& requests) {
  const ImGuiIO& io = ImGui::GetIO();
  const data::Point at{io.MousePos.x, io.MousePos.y};
  const bool over_map = mouse_over_map(layout).has_value();
  const bool double_click = over_map && io.MouseDoubleClicked[0] && !moved_;  // two quick drags are no double click

  if (over_map && io.MouseClicked[0]) {
    dragging_ = true;
    moved_ = false;
    if (io.KeyShift) box_start_ = at;
  }
  if (dragging_ && box_start_) {
    box_ = layers::Frame{std::min(at.x, box_start_->x), std::min(at.y, box_start_->y), std::max(at.x, box_start_->x), std::max(at.y, box_start_->y)};
  } else if (dragging_ && io.MouseDown[0] && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
    if (moved_ || std::hypot(io.MouseDragMaxDistanceAbs[0].x, io.MouseDragMaxDistanceAbs[0].y) > 4 * layout.scale) {
      // The first step carries the whole way since the press, so that the grabbed point stays under the pointer.
      const double dx = moved_ ? io.MouseDelta.x : at.x - io.MouseClickedPos[0].x, dy = moved_ ? io.MouseDelta.y : at.y - io.MouseClickedPos[0].y;
      moved_ = true;
      requests.push_back(pan(state, -dx, -dy, false));
    }
  }
  if (dragging_ && io.MouseReleased[0]) {
    if (box_ && box_->width() > 8 && box_->height() > 8) {
      const data::Point a = state.view.to_map({box_->left, box_->bottom}), b = state.view.to_map({box_->right, box_->top});
      requests.push_back(LookAt{layers::fit({a.x, a.y, b.x, b.y}, state.view.width, state.view.height, layout.map, state.view.pixel_ratio, 0), true});
    } else if (!moved_ && !box_start_) {
      requests.push_back(SelectUnit{state.hovered});
    }
    dragging_ = false;
    box_start_.reset();
    box_.reset();
  }
  if (double_click)
    requests.push_back(LookAt{layers::zoom_at(state.view, at, 0.5, finest_metres_per_pixel, coarsest(state)), true});
  if (over_map && io.MouseWheel != 0)
    requests.push_back(LookAt{layers::zoom_at(state.view, at, std::pow(wheel_step, -static_cast<double>(io.MouseWheel)), finest_metres_per_pixel, coarsest(state)), false});
}

}  // namespace viewer
