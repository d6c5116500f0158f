// What a report speaks of, whatever it is written as: which units, which indicators, and one indicator as a column of the units.
#pragma once

#include <string>
#include <vector>

#include "data/report.h"

namespace data {

/// The level asked for, or -1 for all. "province" always finds the whole area, whatever its level is called. Throws Error.
int chosen_level(const UnitSet& units, const std::string& name);
bool is_asked(const ReportOptions& options, const std::string& indicator);

/// One column of the units: an indicator that can be counted, and its answer.
struct Counted {
  const Indicator* indicator;
  const Answer* answer;
  Share of(int unit) const {
    return unit < static_cast<int>(answer->by_unit.size()) ? answer->by_unit[static_cast<std::size_t>(unit)] : Share{};
  }
};
/// Throws Error for an indicator that the project does not have.
std::vector<Counted> counted_indicators(const Loaded& loaded, const ReportOptions& options);

/// Units of one level, or all of them, in the order of the tree's levels.
std::vector<int> chosen_units(const Loaded& loaded, int level);
inline const Unit& unit_at(const Loaded& loaded, int unit) { return loaded.dataset->units->units[static_cast<std::size_t>(unit)]; }
inline const std::string& level_of(const Loaded& loaded, const Unit& unit) {
  return loaded.dataset->units->levels[static_cast<std::size_t>(unit.level)];
}

}  // namespace data
