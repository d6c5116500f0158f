#include "viewer/panels/crumbs.h"

#include <algorithm>
#include <vector>

#include "viewer/panels/marks.h"

namespace viewer::ui {

float crumbs(const Pen& pen, const State& state, float left, float right, float middle, Requests& requests) {
  if (!state.units() || state.units()->units.empty()) return left;
  const auto& units = state.units()->units;
  std::vector<int> path;
  for (int at = std::clamp(state.entered, 0, static_cast<int>(units.size()) - 1); at >= 0; at = units[static_cast<std::size_t>(at)].parent)
    path.push_back(at);
  std::reverse(path.begin(), path.end());
  const float step = pen.px(18), share = (right - left - step * static_cast<float>(path.size() - 1)) / static_cast<float>(path.size());
  float x = left;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool here = i + 1 == path.size();
    const Font role = here ? Font::small_strong : Font::small;
    const std::string name = ellipsize(role, units[static_cast<std::size_t>(path[i])].name, std::max(share, pen.px(40)));
    const Box box{x, middle - pen.px(11), x + width(role, name), middle + pen.px(11)};
    ImGui::PushID("crumb");
    const Press link = here ? Press{} : press(path[i], box);
    ImGui::PopID();
    text(pen, role, x, on_middle(role, middle), here || link.hovered ? pen.text() : pen.quiet(), name);
    if (link.hovered)
      pen.list->AddRectFilled({box.left, on_middle(role, middle) + pen.px(3)}, {box.right, on_middle(role, middle) + pen.px(4)},
                              pen.quiet());
    if (link.clicked) requests.push_back(EnterUnit{path[i]});
    x = box.right;
    if (!here) icon(pen, Icon::chevron_right, {x + step / 2, middle}, pen.px(8), state.theme->quiet);
    if (!here) x += step;
  }
  return x;
}

}  // namespace viewer::ui
