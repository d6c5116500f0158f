// Values -> classes -> colours, the same in the map, the legend, the table and on paper.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/model/answers.h"
#include "data/load.h"
#include "layers/palette.h"

namespace layers {

/// Class i holds values v with breaks[i-1] <= v < breaks[i]; the first and the last are open. colours.size() == breaks.size() + 1.
struct Classes {
  std::vector<double> breaks;
  std::vector<Colour> colours;
  std::optional<double> target;  ///< one of the breaks, when there is a target
  std::string unit;

  int class_of(std::optional<double> value) const;             ///< -1 for no data
  std::string label(int index, data::Lang lang) const;         ///< "≥ 90 %", "70 – 80 %", "< 40 %"
};

/// What colours the units: one indicator, its classes, and the class of each unit.
struct Choropleth {
  data::Indicator indicator;
  std::optional<data::Target> target;
  Classes classes;
  std::vector<std::int8_t> class_of_unit;  ///< by unit index; -1 no data
  std::vector<int> units_in_class;         ///< how many units of `level` fall in each class; the last entry counts no data
};

/// One break exactly at the target, three classes below and up to three above; without a target five equal steps of the
/// percentage scale. Lower-is-better indicators get the colours turned round.
Classes classes_for(const data::Indicator& indicator, const std::optional<data::Target>& target, const Theme& theme);

/// Colours the units of `level` by an indicator. The target is the first of the scorecard with a value for it.
Choropleth choropleth_of(const data::Loaded& loaded, const data::Indicator& indicator, int level, const Theme& theme);

}  // namespace layers
