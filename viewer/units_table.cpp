#include "viewer/units_table.h"

#include <algorithm>
#include <cmath>

namespace viewer {
namespace {

bool inside(const data::UnitSet& units, int unit, int area) {
  for (; unit >= 0; unit = units.units[static_cast<std::size_t>(unit)].parent)
    if (unit == area) return true;
  return false;
}

/// Unknown values go last whatever the direction.
template <typename T>
bool before(const std::optional<T>& a, const std::optional<T>& b, bool descending) {
  if (!a || !b) return a.has_value() && !b.has_value();
  return descending ? *b < *a : *a < *b;
}

}  // namespace

std::vector<UnitRow> units_table(const State& state) {
  const data::UnitSet& units = *state.loaded->dataset->units;
  const data::Answer* answer = state.loaded->answers.find(state.indicator);
  std::vector<UnitRow> rows;
  for (const int u : units.of_level(state.level)) {
    const data::Unit& unit = units.units[static_cast<std::size_t>(u)];
    if (!inside(units, u, state.entered)) continue;
    UnitRow row{u, unit.name, unit.parent > 0 ? units.units[static_cast<std::size_t>(unit.parent)].name : std::string{}, {}, {}, {}};
    if (!data::matches_search(row.name + ' ' + row.parent, state.search)) continue;
    if (answer) row.share = answer->by_unit[static_cast<std::size_t>(u)], row.value = row.share.value();
    if (state.choropleth && state.choropleth->target && row.share.numerator) {
      const data::Target& target = *state.choropleth->target;
      if (row.value)
        if (const auto gap = data::gap_of(target, data::counted(target.indicator, row.share))) row.missing = gap->things;
    }
    rows.push_back(std::move(row));
  }
  const auto less = [&](const UnitRow& a, const UnitRow& b) {
    const bool down = state.descending;
    switch (state.sort) {
      case TableColumn::name: return down ? data::compare_vi(b.name, a.name) < 0 : data::compare_vi(a.name, b.name) < 0;
      case TableColumn::parent: return down ? data::compare_vi(b.parent, a.parent) < 0 : data::compare_vi(a.parent, b.parent) < 0;
      case TableColumn::denominator: return before(a.share.denominator, b.share.denominator, down);
      case TableColumn::numerator: return before(a.share.numerator, b.share.numerator, down);
      case TableColumn::value: return before(a.value, b.value, down);
      case TableColumn::missing:
        // Units that need the same number more (most often none) are told apart by their share, worst first.
        if (a.missing != b.missing) return before(a.missing, b.missing, down);
        return before(a.value, b.value, !down);
    }
    return false;
  };
  std::stable_sort(rows.begin(), rows.end(), less);
  return rows;
}

std::string default_indicator(const data::Loaded& loaded) {
  const auto& indicators = loaded.dataset->indicators;
  const auto computed = [&](const std::string& id) {
    const data::Answer* answer = loaded.answers.find(id);
    return answer && answer->why_not.empty();
  };
  for (const data::ScoreRow& row : loaded.scorecard.rows)
    if (computed(row.target.indicator)) return row.target.indicator;
  for (const data::Indicator& indicator : indicators)
    if (computed(indicator.id)) return indicator.id;
  return indicators.empty() ? std::string{} : indicators.front().id;
}

}  // namespace viewer
