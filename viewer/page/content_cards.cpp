// What cards say: a target and its actual in words, in the indicator's own unit and in things.
#include <algorithm>
#include <cmath>

#include "viewer/page/content.h"

namespace viewer {
namespace {

using data::Comparator;
using data::tr;
using data::trf;

int decimals_of(const std::string& unit) { return unit == "rank" ? 0 : 1; }

/// A difference in the indicator's unit: "11,6 điểm %", "3 bậc".
std::string difference_text(double difference, const data::Indicator& indicator, data::Lang lang) {
  const std::string number = data::format_number(std::abs(difference), decimals_of(indicator.unit), lang);
  if (indicator.unit == "%") return trf("{} points", number);
  if (indicator.unit == "rank") return trf("{} places", number);
  return number + " " + unit_text(indicator);
}

void set_bar(CardContent& card, const data::ScoreRow& row) {
  const data::Indicator& indicator = row.indicator;
  const bool both = row.actual && row.target.value && row.target.comparator != Comparator::rank_gain;
  const auto along = [&](double value) {
    if (indicator.unit == "rank") return indicator.of > 1 ? (indicator.of - value) / (indicator.of - 1) : 0.0;
    if (indicator.unit == "%") return value / 100;
    return both ? value / (1.15 * std::max({row.actual->value, *row.target.value, 1e-9})) : 0.5;
  };
  if (indicator.unit == "rank" && indicator.of <= 1) return;
  if (row.actual) card.bar = std::clamp(along(row.actual->value), 0.0, 1.0);
  if (row.target.value && row.target.comparator != Comparator::rank_gain) card.tick = std::clamp(along(*row.target.value), 0.0, 1.0);
}

void set_gap(CardContent& card, const data::ScoreRow& row, data::Lang lang) {
  if (!row.actual || !row.target.value) return;
  const bool differs = row.target.comparator != Comparator::rank_gain && row.target.comparator != Comparator::each_unit &&
                       row.target.comparator != Comparator::named_units;
  if (row.gap && row.gap->value > 0) {
    card.gap = trf("{} short", difference_text(row.gap->value, row.indicator, lang));
    if (row.gap->things && *row.gap->things > 0 && row.indicator.unit != "rank") {
      const std::string things = data::format_integer(*row.gap->things, lang) + " " + row.indicator.things.in(lang);
      card.gap_things = row.indicator.higher_is_better ? trf("{} still needed", things) : trf("{} too many", things);
    }
  } else if (row.gap && differs) {
    const double beyond = std::abs(row.actual->value - *row.target.value);
    card.gap = std::lround(beyond * 10) == 0 ? tr("exactly at the target") : trf("{} beyond", difference_text(beyond, row.indicator, lang));
  }
  if (row.later)
    card.gap_things =
        trf("now {0} ({1})", value_text(row.later->value, row.indicator.unit, lang), data::format_date(row.later->date, lang));
}

}  // namespace

std::string unit_text(const data::Indicator& indicator) {
  if (indicator.unit == "%") return "%";
  if (indicator.unit == "per 100") return tr("per 100 people");
  if (indicator.unit == "rank") return indicator.of > 0 ? "/ " + std::to_string(indicator.of) : std::string();
  return indicator.unit;
}

std::string value_text(double value, const std::string& unit, data::Lang lang) {
  if (unit == "%") return data::format_percent(value, 1, lang);
  return data::format_number(value, decimals_of(unit), lang);
}

std::string target_text(const data::Target& target, data::Lang lang) {
  if (target.comparator == Comparator::inherits) return tr("as the level above");
  if (target.comparator == Comparator::named_units) return tr("the units named");
  if (!target.value) return tr("figure not seen");
  const bool whole = std::abs(*target.value - std::round(*target.value)) < 1e-9;
  std::string number = data::format_number(*target.value, whole ? 0 : 1, lang);
  if (target.unit == "%") number += "\u00A0%";
  switch (target.comparator) {
    case Comparator::at_least: return "≥\u00A0" + number;
    case Comparator::more_than: return ">\u00A0" + number;
    case Comparator::at_most: return "≤\u00A0" + number;
    case Comparator::rank_at_most: return trf("top {}", number);
    case Comparator::rank_gain: return trf("up {} places", number);
    case Comparator::each_unit: return trf("each unit {}", "≥\u00A0" + number);
    case Comparator::equal:
    case Comparator::named_units:
    case Comparator::inherits: break;
  }
  return number;
}

CardContent card_of(const data::ScoreRow& row, data::Lang lang) {
  CardContent card;
  const data::Indicator& indicator = row.indicator;
  card.name = indicator.name.empty() ? row.target.indicator : indicator.name.in(lang);
  card.verdict = row.verdict;
  card.verdict_word = data::label_of(row.verdict);
  card.has_target = row.target.value.has_value() || !row.target.id.empty();
  card.figure = "–";
  if (row.actual) {
    card.figure = data::format_number(row.actual->value, decimals_of(indicator.unit), lang);
    card.figure_unit = unit_text(indicator);
    card.figure_date = trf("as of {}", data::format_date(row.actual->date, lang));
    if (row.actual->numerator && row.actual->denominator)
      card.figure_note = trf("{0} of {1} {2}", data::format_integer(std::llround(*row.actual->numerator), lang),
                             data::format_integer(std::llround(*row.actual->denominator), lang), indicator.things.in(lang));
    else if (!row.actual->computed) card.figure_note = trf("published: {}", row.actual->source);
  } else {
    card.figure_note = row.reason;
  }
  if (card.has_target) {
    card.target = target_text(row.target, lang);
    card.target_line = trf("target {}", card.target);
    if (row.target.deadline) card.deadline = trf("due {}", data::format_date(*row.target.deadline, lang));
    if (!card.deadline.empty()) card.target_line += " · " + card.deadline;
    if (row.target.status == "draft") card.status = tr("draft document");
  }
  for (const data::Actual& actual : row.trend) card.trend.push_back(actual.value);
  set_bar(card, row);
  set_gap(card, row, lang);
  return card;
}

}  // namespace viewer
