// Which units miss which target, and by how much: one list for the tables, the meeting pack and its slides.
#pragma once

#include <string>
#include <vector>

#include "data/load.h"

namespace data {

/// One unit below (where less is better: above) one target of the scorecard.
struct UnitGap {
  int unit = 0;         ///< index into UnitSet::units
  std::size_t row = 0;  ///< index into Scorecard::rows
  Share share;          ///< the unit's own, counted; both parts known
  double value = 0;     ///< of the share, in the indicator's unit
  Gap gap;              ///< points above 0; things = ceil(target x denominator) - numerator, one more where "more than" is asked
};

/// The target as it is held against one unit's own share: "each unit" and "everything" become "at least". Nothing for ranks, gains,
/// promises without a figure, and targets that another one superseded.
std::optional<Target> unit_target(const Target& target);

/// Every unit that misses a target set for an area it lies in (or for itself), by what the layers counted as of the loaded date; the
/// most things first, then the widest gap, then by name. `level` below 0: units of all levels. `indicators` empty: all.
/// A unit without a figure is not in the list: nothing is known of it.
std::vector<UnitGap> unit_gaps(const Loaded& loaded, int level = -1, const std::vector<std::string>& indicators = {});

}  // namespace data
