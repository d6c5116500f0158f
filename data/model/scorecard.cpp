#include "data/model/scorecard.h"

#include <algorithm>
#include <set>

#include "data/model/figures.h"

namespace data {
namespace {

constexpr const char* nation = "VN";

Date end_of_year(std::chrono::year year) { return Date{year / std::chrono::December / 31}; }

/// What has to be reached every year is judged on the last year that has ended since the document was issued.
Date yearly_deadline(const Target& target, Date date) {
  const std::chrono::year now = std::chrono::year_month_day{date}.year();
  Date last = date >= end_of_year(now) ? end_of_year(now) : end_of_year(now - std::chrono::years{1});
  if (const auto issued = parse_date(target.source.date)) last = std::max(last, end_of_year(std::chrono::year_month_day{*issued}.year()));
  return last;
}

/// A national target that every province is held to, as this project's own.
std::vector<Target> localised(std::vector<Target> targets, const std::string& own) {
  for (Target& target : targets) {
    if (target.scope != nation || !target.local || own.empty() || own == nation) continue;
    target.set_for = target.scope;
    target.scope = own;
  }
  return targets;
}

/// The project's own area as targets name it. Where an older area had the same code, the year tells them apart.
std::string own_scope(const Dataset& dataset) {
  const Project& project = dataset.project;
  std::string code = project.scope;
  if (code.empty() && dataset.units && !dataset.units->units.empty()) code = dataset.units->units[0].code;
  const bool reused =
      std::any_of(project.former.begin(), project.former.end(), [&](const FormerArea& former) { return former.code == code; });
  if (!reused || !project.units_since) return code;
  return std::to_string(static_cast<int>(std::chrono::year_month_day{*project.units_since}.year())) + ":" + code;
}

bool wants_less(const Target& plain) { return plain.comparator == Comparator::at_most || plain.comparator == Comparator::rank_at_most; }

/// Before a deadline, a forecast from three figures or more says more than the line through the last two.
void follow_forecast(ScoreRow& row) {
  if (!row.forecast || !row.target.deadline || (row.verdict != Verdict::on_track && row.verdict != Verdict::behind)) return;
  const Forecast& forecast = *row.forecast;
  if (forecast.outcome == Forecast::Outcome::refused || forecast.outcome == Forecast::Outcome::reached) return;
  row.verdict = forecast.expected && *forecast.expected <= *row.target.deadline ? Verdict::on_track : Verdict::behind;
  row.reason = forecast.expected ? trf("the forecast from {} figures expects it on {}", forecast.figures, format_date(*forecast.expected))
                                 : trf("by the forecast from {} figures: {}", forecast.figures, forecast.refusal);
  row.reason += status_note(row.target);
}

/// Judges the targets of one dataset as of one day.
class Judge {
 public:
  Judge(const Figures& figures, const std::vector<Target>& targets) : figures_(figures), targets_(targets), date_(figures.date()) {}
  ScoreRow row(const Target& target) const;

 private:
  void find_figures(ScoreRow& row, const Area& area) const;
  void judge_figure(ScoreRow& row, const Area& area) const;
  void judge_gain(ScoreRow& row, const Area& area) const;
  void judge_each_unit(ScoreRow& row, const Area& area) const;
  void judge_named(ScoreRow& row) const;
  void judge_inherited(ScoreRow& row) const;
  void explain_nothing(ScoreRow& row, const Area& area) const;
  bool known_anywhere(const ScoreRow& row, const Area& area) const {
    return area.on_map() || row.target.scope == nation || !row.published.empty();
  }
  Date day_of(const ScoreRow& row) const { return row.expired ? *row.target.deadline : date_; }
  bool at_deadline(const ScoreRow& row) const { return row.target.deadline && *row.target.deadline <= date_; }
  Verdict late(const ScoreRow& row) const { return at_deadline(row) ? Verdict::missed : Verdict::behind; }

  const Figures& figures_;
  const std::vector<Target>& targets_;
  Date date_;
};

void Judge::find_figures(ScoreRow& row, const Area& area) const {
  const Indicator& indicator = row.indicator;
  const Date day = day_of(row);
  row.trend = figures_.trend(indicator, area);
  row.published = figures_.published(indicator, area);
  for (Actual& actual : figures_.undated(indicator, area)) row.published.push_back(std::move(actual));
  row.actual = figures_.at(indicator, area, day, at_deadline(row));
  if (row.target.deadline_form == DeadlineForm::every_year && row.actual &&
      row.actual->date <= *row.target.deadline - std::chrono::days{365})
    row.actual.reset();  // of an earlier year
  if (at_deadline(row)) row.later = figures_.newest_after(indicator, area, *row.target.deadline);
  if (row.target.scope != nation) row.country = figures_.at(indicator, figures_.area(nation), day, true);
  if (row.actual) return;
  for (const Related& other : indicator.related) {
    const Indicator its = figures_.indicator(other.indicator, "");
    if (auto actual = figures_.at(its, area, date_, false)) row.related.push_back({its, std::move(*actual), other.why});
  }
}

void Judge::judge_figure(ScoreRow& row, const Area& area) const {
  row.gap = gap_of(row.target, row.actual);
  row.verdict = judge(row.target, row.actual, date_, row.trend, &row.reason);
  if (row.verdict == Verdict::no_data) row.gap.reset();
  constexpr std::chrono::years looked_ahead{25};
  row.forecast = forecast_of(row, row.target.deadline, std::chrono::floor<std::chrono::days>(date_ + looked_ahead));
  follow_forecast(row);
  if (row.verdict == Verdict::no_data && row.target.value && !row.actual) explain_nothing(row, area);
  if (row.verdict == Verdict::missed && row.actual->date < *row.target.deadline)
    row.reason += "; " + trf("the latest figure up to then is of {}", format_date(row.actual->date));
}

/// A gain is counted from a stated rank; several rankings of one clause are judged one by one.
void Judge::judge_gain(ScoreRow& row, const Area& area) const {
  const auto with_baseline = [&](Target target, const Indicator& indicator) {
    if (target.indicator != indicator.id && target.baseline) target.baseline->value.reset();  // that was another ranking's
    target.indicator = indicator.id;
    if (!target.baseline || target.baseline->value) return target;
    for (const Actual& actual : figures_.published(indicator, area))
      if (actual.date == target.baseline->date) target.baseline->value = actual.value, target.baseline->source = actual.source;
    return target;
  };
  row.target = with_baseline(row.target, row.indicator);
  judge_figure(row, area);
  if (row.target.also.empty()) return;
  std::vector<std::string> ids{row.target.indicator};
  ids.insert(ids.end(), row.target.also.begin(), row.target.also.end());
  for (const std::string& id : ids) {
    const Indicator indicator = figures_.indicator(id, row.target.unit);
    Part part{.id = id,
              .label = indicator.name.in(language()),
              .unit = -1,
              .actual = figures_.at(indicator, area, day_of(row), at_deadline(row)),
              .verdict = {},
              .reason = {}};
    part.verdict = judge(with_baseline(row.target, indicator), part.actual, date_, figures_.trend(indicator, area), &part.reason);
    row.parts.push_back(std::move(part));
  }
  if (!row.target.baseline) return;  // said once is enough
  row.verdict = judge_parts(row.parts, &row.reason);
  row.reason += status_note(row.target);
}

void Judge::judge_each_unit(ScoreRow& row, const Area& area) const {
  const UnitSet* units = figures_.dataset().units.get();
  const int level = units ? units->level_of(row.target.level) : -1;
  if (level < 0 || !area.on_map()) {
    row.verdict = Verdict::not_computable;
    row.reason = trf("the map has no units of the level “{}” here", row.target.level) + status_note(row.target);
    return;
  }
  Target one = row.target;
  one.comparator = Comparator::at_least;
  for (const int unit : units->of_level(level)) {
    if (std::none_of(area.units.begin(), area.units.end(),
                     [&](int top) { return units->ancestor(unit, units->units[static_cast<std::size_t>(top)].level) == top; }))
      continue;
    const Unit& its = units->units[static_cast<std::size_t>(unit)];
    const Area place = figures_.area(its.code);
    Part part{.id = its.code,
              .label = its.name,
              .unit = unit,
              .actual = figures_.at(row.indicator, place, day_of(row), at_deadline(row)),
              .verdict = {},
              .reason = {}};
    part.verdict = judge(one, part.actual, date_, figures_.trend(row.indicator, place), &part.reason);
    row.parts.push_back(std::move(part));
  }
  row.verdict = judge_parts(row.parts, &row.reason);
  row.reason += status_note(row.target);
}

/// Each named unit has the thing (a figure of 1 or more) or not yet (0); enough of them have to.
void Judge::judge_named(ScoreRow& row) const {
  int have = 0, unknown = 0;
  for (const NamedUnit& named : row.target.units) {
    const Area place = figures_.area(named.code);
    Part part{.id = named.code,
              .label = named.name,
              .unit = place.on_map() ? place.units.front() : -1,
              .actual = figures_.at(row.indicator, place, day_of(row), at_deadline(row)),
              .verdict = Verdict::no_data,
              .reason = {}};
    if (part.actual) part.verdict = part.actual->value >= 1 ? Verdict::met : late(row);
    have += part.verdict == Verdict::met;
    unknown += !part.actual;
    row.parts.push_back(std::move(part));
  }
  const double wanted = row.target.value.value_or(static_cast<double>(row.target.units.size()));
  if (have >= wanted) row.verdict = Verdict::met;
  else row.verdict = have + unknown >= wanted ? Verdict::no_data : late(row);
  row.reason = trf("{0} of {1} named units have it", have, row.target.units.size());
  if (unknown > 0) row.reason += trf(", {} without a figure", unknown);
  row.reason += status_note(row.target);
}

void Judge::judge_inherited(ScoreRow& row) const {
  for (const std::string& id : row.target.of) {
    const auto found = std::find_if(targets_.begin(), targets_.end(), [&](const Target& target) { return target.id == id; });
    if (found == targets_.end() || found->comparator == Comparator::inherits) {
      row.parts.push_back({.id = id,
                           .label = id,
                           .unit = -1,
                           .actual = {},
                           .verdict = Verdict::not_computable,
                           .reason = tr("no target of that id is in the project")});
      continue;
    }
    Target target = *found;
    target.scope = row.target.scope;
    const ScoreRow its = this->row(target);
    row.parts.push_back({.id = id,
                         .label = its.indicator.name.in(language()),
                         .unit = -1,
                         .actual = its.actual,
                         .verdict = its.verdict,
                         .reason = its.reason});
  }
  row.verdict = judge_parts(row.parts, &row.reason);
  row.reason += status_note(row.target);
}

/// Why there is no figure to judge, and whether that is for want of data or for want of a way to count.
void Judge::explain_nothing(ScoreRow& row, const Area& area) const {
  if (const std::string why = figures_.why_not_counted(row.indicator); !why.empty()) {
    row.verdict = Verdict::not_computable;
    row.reason = why;
  } else if (at_deadline(row) && figures_.computed(row.indicator, area, date_)) {
    row.reason = trf("no figure as of {}: the layers do not say how things were then", format_date(day_of(row)));
  } else if (row.indicator.computable() && area.on_map()) {
    row.reason = tr("the layers hold nothing to count here, and no figure was published");
  } else {
    row.reason = trf("not counted from the map, and no figure published up to {}", format_date(day_of(row)));
  }
  row.reason += status_note(row.target);
}

std::string what_would_change(const ScoreRow& row, Date date) {
  const Target& target = row.target;
  const bool over = target.deadline && *target.deadline <= date;
  if (target.comparator == Comparator::rank_gain && !target.baseline)
    return tr("a base year for the gain: enter it as “baseline” beside the clause");
  if (!target.value && target.comparator != Comparator::inherits)
    return tr("the figure of the plan: read it in the document and enter it as “value”");
  switch (row.verdict) {
    case Verdict::no_data:
    case Verdict::not_computable:
      if (!row.parts.empty()) return tr("a figure for each part that has none");
      if (over) return trf("a figure of this indicator dated up to {}", format_date(*target.deadline));
      return tr("a dated figure of this indicator with its source");
    case Verdict::missed: return tr("only a corrected figure of that time: the deadline has passed; what came later stands beside it");
    case Verdict::met:
      return over ? tr("only a corrected figure of that time: the deadline has passed")
                  : tr("falling back below the target before the deadline");
    case Verdict::on_track: return tr("a slower pace than that of the figures so far");
    case Verdict::behind: break;
  }
  if (row.gap && row.gap->things && *row.gap->things > 0)
    return trf("{} more {}", format_integer(*row.gap->things), row.indicator.things.in(language()));
  return tr("a figure that reaches the target, or a faster pace");
}

ScoreRow Judge::row(const Target& target) const {
  ScoreRow row;
  row.target = target;
  row.indicator = figures_.indicator(target.indicator, target.unit);
  if (target.deadline_form == DeadlineForm::every_year) row.target.deadline = yearly_deadline(target, date_);
  row.expired = row.target.deadline && *row.target.deadline < date_;
  const Area area = figures_.area(target.scope);
  row.area = area.former;
  find_figures(row, area);
  if (!known_anywhere(row, area) && figures_.dataset().units) {
    row.verdict = Verdict::not_computable;
    row.reason = trf("no unit with the code {} is on this map", target.scope);
  } else {
    switch (target.comparator) {
      case Comparator::rank_gain: judge_gain(row, area); break;
      case Comparator::each_unit: judge_each_unit(row, area); break;
      case Comparator::named_units: judge_named(row); break;
      case Comparator::inherits: judge_inherited(row); break;
      default: judge_figure(row, area);
    }
  }
  if (const auto issued = parse_date(target.source.date); issued && *issued > date_ && row.actual)
    row.reason += "; " + trf("the document is later than the figures: {}", format_date(*issued));
  if (!area.shared.empty())
    row.reason += "; " + trf("{} units that also took in ground from elsewhere are in no sum: {}", area.shared.size(), listed(area.shared));
  row.change = what_would_change(row, date_);
  return row;
}

std::set<Date> days_to_count(const Figures& figures, const std::vector<Target>& targets) {
  std::set<Date> days;
  for (const Target& target : targets) {
    if (target.deadline && *target.deadline < figures.date()) days.insert(*target.deadline);
    for (const Date day : figures.trend_dates(figures.indicator(target.indicator, target.unit))) days.insert(day);
  }
  return days;
}

}  // namespace

std::optional<Forecast> forecast_of(const ScoreRow& row, std::optional<Date> day, Date horizon) {
  const auto plain = plain_form(row.target);
  if (!plain || !plain->value || row.trend.empty()) return std::nullopt;
  std::vector<DatedFigure> figures;
  for (const Actual& actual : row.trend) figures.push_back({actual.date, actual.value});
  std::optional<double> limit;  // a share ends at all or nothing, a ranking at the first place
  if (row.indicator.unit == "%") limit = wants_less(*plain) ? 0 : 100;
  if (row.indicator.unit == "rank") limit = 1;
  return forecast(figures, *plain->value, !wants_less(*plain), limit, day, horizon);
}

Scorecard score(const Dataset& dataset, const std::vector<Target>& targets, const std::vector<Actual>& reported, Date date,
                unsigned threads, std::stop_token stop, Answers* counted) {
  const std::vector<Target> own = localised(targets, own_scope(dataset));
  Figures figures(dataset, reported, date);
  figures.count(days_to_count(figures, own), threads, std::move(stop));
  const Judge judge(figures, own);
  Scorecard card;
  card.date = date;
  for (const Target& target : own) card.rows.push_back(judge.row(target));
  if (counted) *counted = figures.counted_now();
  return card;
}

}  // namespace data
