// What cards say: a target and its actual in words, in the indicator's own unit and in things; and which cards a page has.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "data/gaps.h"
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

namespace {

/// A unit smaller than the project has no target of its own: it is set beside the whole area's, and says so.
CardContent card_of_unit(const data::Share& share, data::Date date, const data::Indicator& indicator,
                         const std::optional<data::Target>& target, bool whole_area, data::Lang lang) {
  data::ScoreRow row;
  row.indicator = indicator;
  if (share.value()) row.actual = data::counted(indicator.id, share, date);
  if (target && target->value) {
    row.target = *target;
    if (row.target.comparator == data::Comparator::each_unit) row.target.comparator = data::Comparator::at_least;
    row.gap = data::gap_of(row.target, row.actual);
    if (row.actual) row.verdict = row.gap && row.gap->value <= 0 ? data::Verdict::met : data::Verdict::missed;
  }
  CardContent card = card_of(row, lang);
  if (!row.target.value || !row.actual) return card;
  card.verdict_word = row.verdict == data::Verdict::met ? tr("At the target") : tr("Short of the target");
  if (!whole_area) card.status = tr("for the whole area");
  return card;
}

data::Share share_of(const data::Answer& answer, int unit) {
  return static_cast<std::size_t>(unit) < answer.by_unit.size() ? answer.by_unit[static_cast<std::size_t>(unit)] : data::Share{};
}

/// Everything else that was counted in a unit, beside the whole area's target or, without one, beside its figure.
std::vector<CardContent> cards_of_unit(const data::Loaded& loaded, int unit, const data::Indicator* shown, data::Lang lang) {
  std::vector<CardContent> with_target, without;
  for (const data::Answer& answer : loaded.answers.answers) {
    const data::Indicator* indicator = find_indicator(*loaded.dataset, answer.indicator);
    const data::Share share = share_of(answer, unit);
    if (!indicator || indicator == shown || !share.value()) continue;
    std::optional<data::Target> target;
    bool headline = false;
    for (const data::ScoreRow& row : loaded.scorecard.rows) {
      if (row.target.indicator != answer.indicator) continue;
      const auto its = data::unit_target(row.target);
      const bool leads = row.target.headline && row.target.status != "superseded";
      if (its && (!target || (leads && !headline))) target = its, headline = leads;
    }
    CardContent card = card_of_unit(share, loaded.date, *indicator, target, false, lang);
    // A small card has room for a short word; the large one says it in full.
    card.verdict_word = !target ? std::string() : card.verdict == data::Verdict::met ? tr("Reached") : tr("Not reached");
    if (const auto whole = share_of(answer, 0).value()) {
      const std::string beside = trf("whole area {}", data::figure_text(*whole, *indicator, lang));
      card.target_line = target ? trf("target {}", card.target) + " · " + beside : beside;
    }
    (target ? with_target : without).push_back(std::move(card));
  }
  with_target.insert(with_target.end(), without.begin(), without.end());
  return with_target;
}

}  // namespace

void add_cards(PageContent& page, const data::Loaded& loaded, const data::Indicator* indicator, const data::ScoreRow* row,
               data::Lang lang) {
  const data::Answer* answer = indicator ? loaded.answers.find(indicator->id) : nullptr;
  if (row && page.focus == 0) {
    page.score = card_of(*row, lang);
  } else if (answer && answer->why_not.empty() && static_cast<std::size_t>(page.focus) < answer->by_unit.size()) {
    page.score = card_of_unit(share_of(*answer, page.focus), loaded.date, *indicator,
                              page.choropleth ? page.choropleth->target : std::nullopt, page.focus == 0, lang);
  }
  if (page.focus != 0) {
    page.others = cards_of_unit(loaded, page.focus, indicator, lang);
    return;
  }
  // Headline targets that something is known of come first; one whose figure nobody has seen is still a promise.
  std::vector<const data::ScoreRow*> others;
  for (const data::ScoreRow& other : loaded.scorecard.rows)
    if (&other != row && other.target.status != "superseded") others.push_back(&other);
  const auto rank = [](const data::ScoreRow* other) { return std::tuple(!other->target.value, !other->actual, !other->target.headline); };
  std::stable_sort(others.begin(), others.end(), [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
  // What two documents promise alike would be the same card twice.
  const auto same = [](const data::Target& a, const data::Target& b) {
    return a.value && a.indicator == b.indicator && a.value == b.value && a.comparator == b.comparator && a.deadline == b.deadline;
  };
  for (auto other = others.begin(); other != others.end();) {
    const bool again = (row && same(row->target, (*other)->target)) ||
                       std::any_of(others.begin(), other, [&](const auto* earlier) { return same(earlier->target, (*other)->target); });
    other = again ? others.erase(other) : other + 1;
  }
  for (const data::ScoreRow* other : others) page.others.push_back(card_of(*other, lang));
  const bool some = std::any_of(others.begin(), others.end(), [](const auto* other) { return other->target.headline; });
  for (const data::ScoreRow* other : others)
    if (other->target.headline || !some) page.strip.push_back(card_of(*other, lang));
}

}  // namespace viewer
