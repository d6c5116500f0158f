// What cards say: a target and its actual in words, in the indicator's own unit and in things.
#include <algorithm>
#include <cmath>

#include "data/model/words.h"
#include "viewer/page/content.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

void set_bar(CardContent& card, const data::ScoreRow& row) {
  const data::Indicator& indicator = row.indicator;
  const auto aim = data::aimed_at(row.target);
  const auto along = [&](double value) {
    if (indicator.unit == "rank") return indicator.of > 1 ? (indicator.of - value) / (indicator.of - 1) : 0.0;
    if (indicator.unit == "%") return value / 100;
    return row.actual && aim ? value / (1.15 * std::max({row.actual->value, *aim, 1e-9})) : 0.5;
  };
  if (indicator.unit == "rank" && indicator.of <= 1) return;
  if (row.actual) card.bar = std::clamp(along(row.actual->value), 0.0, 1.0);
  if (aim) card.tick = std::clamp(along(*aim), 0.0, 1.0);
}

void set_gap(CardContent& card, const data::ScoreRow& row, data::Lang lang) {
  const auto aim = data::aimed_at(row.target);
  if (!row.actual || !aim) return;
  if (row.gap && row.gap->value > 0) {
    card.gap = trf("{} short", data::difference_text(row.gap->value, row.indicator, lang));
    if (row.gap->things && *row.gap->things > 0 && row.indicator.unit != "rank") {
      const std::string things = data::format_integer(*row.gap->things, lang) + " " + row.indicator.things.in(lang);
      card.gap_things = row.indicator.higher_is_better ? trf("{} still needed", things) : trf("{} too many", things);
    }
  } else if (row.gap) {
    const double beyond = std::abs(row.actual->value - *aim);
    card.gap = std::lround(beyond * 10) == 0 ? data::at_target_text(*row.actual)
                                             : trf("{} beyond", data::difference_text(beyond, row.indicator, lang));
  }
  if (row.later)
    card.gap_things = trf("now {0} ({1})", data::figure_text(*row.later, row.indicator, lang), data::format_date(row.later->date, lang));
}

}  // namespace

CardContent card_of(const data::ScoreRow& row, data::Lang lang) {
  CardContent card;
  const data::Indicator& indicator = row.indicator;
  card.name = indicator.name.empty() ? row.target.indicator : indicator.name.in(lang);
  card.target_id = row.target.id;
  card.verdict = row.verdict;
  card.verdict_word = data::label_of(row.verdict);
  card.has_target = row.target.value.has_value() || !row.target.id.empty();
  card.figure = "–";
  const auto aim = data::aimed_at(row.target);
  if (row.actual) {
    card.figure = data::sign_text(*row.actual) +
                  data::format_number(row.actual->value, data::honest_decimals(row.actual->value, indicator, aim), lang);
    card.figure_unit = data::unit_text(indicator, lang);
    card.figure_date = trf("as of {}", data::format_date(row.actual->date, lang));
    if (row.actual->numerator && row.actual->denominator)
      card.figure_note = trf("{0} of {1} {2}", data::format_integer(std::llround(*row.actual->numerator), lang),
                             data::format_integer(std::llround(*row.actual->denominator), lang), indicator.things.in(lang));
    else if (!row.actual->computed) card.figure_note = trf("published: {}", row.actual->source);
  } else {
    card.figure_note = row.reason;
  }
  if (card.has_target) {
    card.target = data::aim_text(row.target, indicator, lang);
    card.target_line = trf("target {}", card.target);
    card.deadline = data::deadline_text(row.target, lang);
    if (!card.deadline.empty()) card.target_line += " · " + card.deadline;
    if (row.target.status == "draft") card.status = tr("draft document");
  }
  for (const data::Actual& actual : row.trend) card.trend.push_back(actual.value);
  set_bar(card, row);
  set_gap(card, row, lang);
  return card;
}

}  // namespace viewer
