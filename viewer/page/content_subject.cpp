// What a page is about: the unit, the level that is coloured and listed, and the indicator.
#include <fmt/ranges.h>

#include <algorithm>

#include "data/source/error.h"
#include "viewer/page/content.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

int level_of(const data::UnitSet& units, int asked) {
  if (asked < 0) return units.deepest();
  if (asked <= units.deepest()) return asked;
  throw data::Error({.what = trf("The project has no unit level {}", asked), .hint = trf("it has {}", fmt::join(units.levels, ", "))});
}

int focus_of(const data::UnitSet& units, const std::string& code) {
  if (code.empty()) return 0;
  for (int level = 0; level <= units.deepest(); ++level)
    if (const int found = units.find(level, code); found >= 0) return found;
  if (units.units[0].code == code) return 0;
  throw data::Error({.what = trf("No unit has the code '{}'", code), .hint = tr("`phusong report --format csv` lists the codes")});
}

bool has_figures(const data::Loaded& loaded, const std::string& id) {
  const data::Answer* answer = loaded.answers.find(id);
  return answer && answer->why_not.empty() &&
         std::any_of(answer->by_unit.begin(), answer->by_unit.end(), [](const data::Share& s) { return s.value().has_value(); });
}

/// The indicator asked for; else the first target's that the layers can answer; else any that they can; else none.
const data::Indicator* indicator_for(const data::Loaded& loaded, const std::string& asked) {
  const data::Dataset& dataset = *loaded.dataset;
  if (!asked.empty()) {
    if (const data::Indicator* found = find_indicator(dataset, asked)) return found;
    std::vector<std::string> ids;
    for (const data::Indicator& indicator : dataset.indicators) ids.push_back(indicator.id);
    throw data::Error({.what = trf("The project has no indicator '{}'", asked), .hint = trf("it has {}", fmt::join(ids, ", "))});
  }
  for (const data::ScoreRow& row : loaded.scorecard.rows)
    if (row.target.value && has_figures(loaded, row.target.indicator)) return find_indicator(dataset, row.target.indicator);
  for (const data::Indicator& indicator : dataset.indicators)
    if (has_figures(loaded, indicator.id)) return &indicator;
  return nullptr;
}

}  // namespace

const data::Indicator* find_indicator(const data::Dataset& dataset, const std::string& id) {
  const auto found = std::find_if(dataset.indicators.begin(), dataset.indicators.end(), [&](const auto& i) { return i.id == id; });
  return found == dataset.indicators.end() ? nullptr : &*found;
}

Subject subject_of(const data::Loaded& loaded, const PageSpec& spec) {
  const data::UnitSet& units = *loaded.dataset->units;
  Subject out{.level = level_of(units, spec.level), .focus = focus_of(units, spec.unit)};
  if (!spec.plain) out.indicator = indicator_for(loaded, spec.indicator);
  out.counted = out.indicator && has_figures(loaded, out.indicator->id);
  return out;
}

}  // namespace viewer
