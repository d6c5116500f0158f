#include "viewer/panels/switcher.h"

#include <algorithm>

namespace viewer {

std::vector<SwitcherLine> switcher_lines(const State& state) {
  std::vector<SwitcherLine> out;
  if (!state.peers) return out;
  for (std::size_t i = 0; i < state.peers->provinces.size(); ++i)
    if (state.peers->provinces[i].has_sample)
      out.push_back({SwitcherLine::Kind::province, i, state.peers->provinces[i].id == state.province});
  for (std::size_t i = 0; i < state.recent.size(); ++i)
    out.push_back({SwitcherLine::Kind::project, i, state.dataset && state.recent[i].path == state.dataset->project.path});
  if (state.peers->provinces.size() > 1) out.push_back({SwitcherLine::Kind::comparison, 0, false});
  return out;
}

int current_line(const State& state) {
  const std::vector<SwitcherLine> lines = switcher_lines(state);
  const auto found = std::find_if(lines.begin(), lines.end(), [](const SwitcherLine& line) { return line.current; });
  return found == lines.end() ? 0 : static_cast<int>(found - lines.begin());
}

void choose_line(const State& state, int line, Requests& requests) {
  requests.push_back(ShowSwitcher{false});
  const std::vector<SwitcherLine> lines = switcher_lines(state);
  if (line < 0 || line >= static_cast<int>(lines.size())) return;
  const SwitcherLine& chosen = lines[static_cast<std::size_t>(line)];
  if (chosen.kind == SwitcherLine::Kind::comparison) return requests.push_back(ShowComparison{true, state.comparison_shared_only});
  if (chosen.current) return;
  if (chosen.kind == SwitcherLine::Kind::province) requests.push_back(OpenSample{state.peers->provinces[chosen.at].id});
  else requests.push_back(OpenProject{state.recent[chosen.at].path});
}

}  // namespace viewer
