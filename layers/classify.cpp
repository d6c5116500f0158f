#include "layers/classify.h"

#include <algorithm>
#include <cmath>

#include "data/source/i18n.h"
#include "data/source/text.h"

namespace layers {
namespace {

constexpr double whole = 100;

double rounded(double value, double step) { return std::round(value / step) * step; }

/// A step of 1, 2 or 5 times a power of ten near `value`.
double nice(double value) {
  if (!(value > 0)) return 1;
  const double power = std::pow(10.0, std::floor(std::log10(value))), lead = value / power;
  return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
}

bool at_most(data::Comparator comparator) { return comparator == data::Comparator::at_most; }

/// Targets that a unit's own value can be held against.
bool divides(const data::Target& target) {
  using C = data::Comparator;
  return target.value && (target.comparator == C::at_least || target.comparator == C::more_than || target.comparator == C::equal ||
                          target.comparator == C::at_most || target.comparator == C::each_unit);
}

/// Breaks away from a share target on the side with room `room`, at most two, nearest first: distances from the target.
std::vector<double> thirds(double room) {
  const double third = room / 3;
  const double step = third >= 5 ? 5 * std::floor(third / 5 + 1e-9) : third >= 1 ? std::round(third) : 0.5;
  std::vector<double> out;
  for (const double distance : {step, 2 * step})
    if (distance < room - 1e-9) out.push_back(distance);
  return out;
}

/// The breaks below and above the target, both nearest first; `missing` and `reached` count the classes on each side.
struct Sides {
  std::vector<double> below, above;
};

Sides sides_of_share(double t, bool lower_is_better) {
  Sides out;
  if (!lower_is_better) {
    for (const double distance : {15.0, 30.0})
      if (const double b = rounded(t - distance, 5); b > 0 && b < t) out.below.push_back(b);
    for (const double distance : thirds(whole - t)) out.above.push_back(t + distance);
  } else {
    for (const double distance : thirds(t)) out.below.push_back(t - distance);
    for (const double distance : {15.0, 30.0})
      if (const double b = rounded(t + distance, 5); b > t && b < whole) out.above.push_back(b);
  }
  return out;
}

Sides sides_of_amount(double t) {
  const double step = nice(std::abs(t) / 5);
  Sides out;
  for (const double k : {1.0, 2.0}) {
    if (t - k * step > 0) out.below.push_back(t - k * step);
    out.above.push_back(t + k * step);
  }
  return out;
}

Classes around(double t, const Sides& sides, bool lower_is_better, const std::string& unit, const Theme& theme) {
  Classes out;
  out.unit = unit;
  // "At most t" is kept by t itself, so the break lies just above it.
  const double target = lower_is_better ? std::nextafter(t, t + 1) : t;
  out.breaks.assign(sides.below.rbegin(), sides.below.rend());
  out.breaks.push_back(target);
  out.breaks.insert(out.breaks.end(), sides.above.begin(), sides.above.end());
  out.target = target;
  const std::size_t low = sides.below.size() + 1, high = sides.above.size() + 1;
  // Colours by distance from the target: the nearest bad one is the palest orange, the nearest good one the palest blue;
  // a good side of one class is all there is to reach, and gets the middle blue.
  const auto bad = [&](std::size_t distance) { return theme.below[2 - std::min<std::size_t>(distance, 2)]; };
  const auto good = [&](std::size_t distance, std::size_t count) {
    return count == 1 ? theme.above[1] : theme.above[std::min<std::size_t>(distance, 2)];
  };
  for (std::size_t i = 0; i < low; ++i) out.colours.push_back(lower_is_better ? good(low - 1 - i, low) : bad(low - 1 - i));
  for (std::size_t i = 0; i < high; ++i) out.colours.push_back(lower_is_better ? bad(i) : good(i, high));
  return out;
}

Classes in_steps(std::vector<double> breaks, const data::Indicator& indicator, const Theme& theme) {
  Classes out;
  out.unit = indicator.unit;
  out.breaks = std::move(breaks);
  const std::size_t count = out.breaks.size() + 1;
  for (std::size_t i = 0; i < count; ++i) {
    // Fewer classes spread over the whole scale.
    const std::size_t step = count == 1 ? 2 : (i * (theme.steps.size() - 1) + (count - 1) / 2) / (count - 1);
    out.colours.push_back(theme.steps[indicator.higher_is_better ? step : theme.steps.size() - 1 - step]);
  }
  return out;
}

/// Round breaks near the fifths of the values: about as many units in each class, and numbers one can say.
std::vector<double> breaks_of(std::vector<double> values) {
  std::vector<double> out;
  if (values.size() < 2) return out;
  std::sort(values.begin(), values.end());
  const auto fifth = [&](double share) { return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))]; };
  const double step = nice((fifth(0.9) - fifth(0.1)) / 20);
  if (values.front() == values.back()) return out;
  for (const double share : {0.2, 0.4, 0.6, 0.8}) {
    const double b = rounded(fifth(share), step);
    if (b > values.front() && b <= values.back() && (out.empty() || b > out.back() + step / 2)) out.push_back(b);
  }
  return out;
}

int decimals_for(const std::vector<double>& breaks) {
  for (int decimals = 0; decimals < 3; ++decimals) {
    const double scale = std::pow(10.0, decimals);
    if (std::all_of(breaks.begin(), breaks.end(), [&](double b) { return std::abs(b * scale - std::round(b * scale)) < 1e-6; }))
      return decimals;
  }
  return 3;
}

}  // namespace

int Classes::class_of(std::optional<double> value) const {
  if (!value || std::isnan(*value)) return -1;
  return static_cast<int>(std::upper_bound(breaks.begin(), breaks.end(), *value) - breaks.begin());
}

std::string Classes::label(int index, data::Lang lang) const {
  if (index < 0) return data::tr("No data", lang);
  const int decimals = decimals_for(breaks), last = static_cast<int>(breaks.size());
  const auto number = [&](double v) { return data::format_number(v, decimals, lang); };
  const auto quantity = [&](double v) {
    if (unit == "%") return data::format_percent(v, decimals, lang);
    return unit.empty() ? number(v) : number(v) + "\u00A0" + unit;
  };
  if (last == 0) return {};
  // A break just above a round number is an "at most": the class below it holds the number itself.
  const auto includes = [](double b) { return b != std::round(b * 1000) / 1000; };
  if (index == 0) {
    const double b = breaks.front();
    if (includes(b)) return (std::abs(b) < 1e-9 ? "=\u00A0" : "≤\u00A0") + quantity(b);
    return "<\u00A0" + quantity(b);
  }
  if (index >= last) {
    const double b = breaks.back();
    if (includes(b)) return ">\u00A0" + quantity(b);
    return (unit == "%" && b >= whole ? "=\u00A0" : "≥\u00A0") + quantity(b);
  }
  return number(breaks[static_cast<std::size_t>(index) - 1]) + "\u00A0–\u00A0" + quantity(breaks[static_cast<std::size_t>(index)]);
}

Classes classes_for(const data::Indicator& indicator, const std::optional<data::Target>& target, const Theme& theme) {
  const bool share = indicator.unit == "%";
  if (target && divides(*target)) {
    const double t = *target->value;
    const bool lower = at_most(target->comparator) || !indicator.higher_is_better;
    return around(t, share ? sides_of_share(std::clamp(t, 0.0, whole), lower) : sides_of_amount(t), lower, indicator.unit, theme);
  }
  return in_steps(share ? std::vector<double>{20, 40, 60, 80} : std::vector<double>{}, indicator, theme);
}

Choropleth choropleth_of(const data::Loaded& loaded, const data::Indicator& indicator, int level, const Theme& theme) {
  Choropleth out;
  out.indicator = indicator;
  // The headline's target, where there are several: what a card says beside the map is what colours it.
  bool headline = false;
  for (const data::ScoreRow& row : loaded.scorecard.rows) {
    if (row.target.indicator != indicator.id || !divides(row.target)) continue;
    const bool leads = row.target.headline && row.target.status != "superseded";
    if (!out.target || (leads && !headline)) out.target = row.target, headline = leads;
  }
  const data::UnitSet& units = *loaded.dataset->units;
  const data::Answer* answer = loaded.answers.find(indicator.id);
  const auto value_of = [&](std::size_t unit) {
    return answer && unit < answer->by_unit.size() ? answer->by_unit[unit].value() : std::nullopt;
  };
  out.classes = classes_for(indicator, out.target, theme);
  if (!out.target && indicator.unit != "%") {
    std::vector<double> values;
    for (const int unit : units.of_level(level))
      if (const auto value = value_of(static_cast<std::size_t>(unit))) values.push_back(*value);
    out.classes = in_steps(breaks_of(std::move(values)), indicator, theme);
  }
  out.class_of_unit.assign(units.units.size(), -1);
  for (std::size_t unit = 0; unit < units.units.size(); ++unit)
    out.class_of_unit[unit] = static_cast<std::int8_t>(out.classes.class_of(value_of(unit)));
  out.units_in_class.assign(out.classes.colours.size() + 1, 0);
  for (const int unit : units.of_level(level)) {
    const int c = out.class_of_unit[static_cast<std::size_t>(unit)];
    ++out.units_in_class[c < 0 ? out.classes.colours.size() : static_cast<std::size_t>(c)];
  }
  return out;
}

}  // namespace layers
