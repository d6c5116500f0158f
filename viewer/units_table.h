// The units table's rows: which units are listed, in which order, with what is missing in each.
#pragma once

#include <vector>

#include "viewer/state.h"

namespace viewer {

/// Units of the shown level inside the entered one that match the search, sorted. Needs state.loaded.
std::vector<UnitRow> units_table(const State& state);

/// The first target's indicator that the layers can compute; else the first indicator that can be computed; else the first.
std::string default_indicator(const data::Loaded& loaded);

}  // namespace viewer
