// What the menu of provinces offers, for the panel that draws it and the keys that walk through it.
#pragma once

#include <vector>

#include "viewer/request.h"
#include "viewer/state.h"

namespace viewer {

struct SwitcherLine {
  enum class Kind { province, project, comparison } kind = Kind::province;
  std::size_t at = 0;    ///< index into the provinces or the recent projects
  bool current = false;  ///< it is what is open
};

/// The provinces whose sample can be opened, the projects of this run, the comparison last.
std::vector<SwitcherLine> switcher_lines(const State& state);
/// Index of the line that is open now; 0 without one.
int current_line(const State& state);
/// Closes the menu and asks for what the line stands for; what is open already is left alone.
void choose_line(const State& state, int line, Requests& requests);

}  // namespace viewer
