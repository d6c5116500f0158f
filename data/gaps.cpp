#include "data/gaps.h"

#include <algorithm>
#include <tuple>

#include "data/model/figures.h"

namespace data {
namespace {

bool lies_in(const UnitSet& units, int unit, const std::vector<int>& areas) {
  for (; unit >= 0; unit = units.units[static_cast<std::size_t>(unit)].parent)
    if (std::find(areas.begin(), areas.end(), unit) != areas.end()) return true;
  return false;
}

/// A dissolved area has no outline of its own here; the units it was made of are held against its target, the ones above are not.
std::vector<int> units_of(const Loaded& loaded, const Figures& figures, const Target& target, int level) {
  const UnitSet& units = *loaded.dataset->units;
  const Area area = figures.area(target.scope);
  std::vector<int> out;
  for (int unit = 0; unit < static_cast<int>(units.units.size()); ++unit) {
    const bool wanted = level < 0 || units.units[static_cast<std::size_t>(unit)].level == level;
    if (wanted && lies_in(units, unit, area.units)) out.push_back(unit);
  }
  return out;
}

}  // namespace

std::optional<Target> unit_target(const Target& target) {
  using enum Comparator;
  if (!target.value || target.unit == "rank" || target.status == "superseded") return std::nullopt;
  Target out = target;
  if (out.comparator == each_unit || out.comparator == equal) out.comparator = at_least;
  if (out.comparator != at_least && out.comparator != more_than && out.comparator != at_most) return std::nullopt;
  return out;
}

std::vector<UnitGap> unit_gaps(const Loaded& loaded, int level, const std::vector<std::string>& indicators) {
  const Figures figures(*loaded.dataset, loaded.reported, loaded.date);
  std::vector<UnitGap> out;
  for (std::size_t row = 0; row < loaded.scorecard.rows.size(); ++row) {
    const auto target = unit_target(loaded.scorecard.rows[row].target);
    const Answer* answer = target ? loaded.answers.find(target->indicator) : nullptr;
    if (!answer || !answer->why_not.empty()) continue;
    if (!indicators.empty() && std::find(indicators.begin(), indicators.end(), target->indicator) == indicators.end()) continue;
    for (const int unit : units_of(loaded, figures, *target, level)) {
      if (static_cast<std::size_t>(unit) >= answer->by_unit.size()) continue;
      const Share& share = answer->by_unit[static_cast<std::size_t>(unit)];
      const auto value = share.value();
      if (!value) continue;
      const auto gap = gap_of(*target, counted(target->indicator, share, loaded.date));
      if (gap && (gap->value > 0 || gap->things.value_or(0) > 0)) out.push_back({unit, row, share, *value, *gap});
    }
  }
  const auto& units = loaded.dataset->units->units;
  std::stable_sort(out.begin(), out.end(), [&](const UnitGap& a, const UnitGap& b) {
    const auto key = [](const UnitGap& g) { return std::tuple(-g.gap.things.value_or(-1), -g.gap.value); };
    if (key(a) != key(b)) return key(a) < key(b);
    if (a.unit == b.unit) return a.row < b.row;
    const Unit &first = units[static_cast<std::size_t>(a.unit)], &second = units[static_cast<std::size_t>(b.unit)];
    const int order = compare_vi(first.name, second.name);
    return order != 0 ? order < 0 : first.code < second.code;
  });
  return out;
}

}  // namespace data
