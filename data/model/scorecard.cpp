#include "data/model/scorecard.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace data {
namespace {

/// Last days of the twelve months before the month of `day`, oldest first.
std::vector<Date> month_ends_before(Date day) {
  const std::chrono::year_month_day ymd{day};
  std::vector<Date> out;
  for (int back = 12; back >= 1; --back) out.push_back(Date{(ymd.year() / ymd.month() - std::chrono::months{back}) / std::chrono::last});
  return out;
}

int confidence_rank(const std::string& confidence) {
  if (confidence == "high") return 3;
  if (confidence == "medium") return 2;
  return confidence == "derived" ? 1 : 0;
}

/// "over 90 %" is more than 90, however little; the sign a figure was published with counts when it is judged.
double judged_value(const Actual& actual) {
  constexpr double little = 1e-6;
  if (actual.comparator == ">") return actual.value + little;
  return actual.comparator == "<" ? actual.value - little : actual.value;
}

/// Everything needed to judge the targets of one dataset as of one day.
class Judge {
 public:
  Judge(const Dataset& dataset, const std::vector<Actual>& reported, Date date) : dataset_(dataset), reported_(reported), date_(date) {}

  /// Counts the layers once, at every date that any of the targets needs.
  void count(const std::vector<Target>& targets, unsigned threads, std::stop_token stop);
  ScoreRow row(const Target& target) const;

 private:
  Indicator indicator_of(const Target& target) const;
  int unit_of(const std::string& scope) const;
  bool changes_with_time(const Indicator& indicator) const;
  bool has_dates(LayerKind kind) const;
  Date data_date(const Indicator& indicator) const;
  std::vector<Date> trend_dates(const Indicator& indicator) const;
  std::optional<Actual> computed(const Indicator& indicator, const std::string& scope, int unit, Date day) const;
  std::vector<Actual> published(const Indicator& indicator, int unit) const;
  std::vector<Actual> trend(const Indicator& indicator, const std::string& scope, int unit) const;
  std::optional<Actual> actual_at(const ScoreRow& row, int unit, Date day) const;
  std::optional<Actual> newest_after(const ScoreRow& row, int unit, Date day) const;
  void explain_nothing(ScoreRow& row, int unit) const;

  const Dataset& dataset_;
  const std::vector<Actual>& reported_;
  Date date_;
  std::map<Date, Answers> counted_;
};

Indicator Judge::indicator_of(const Target& target) const {
  for (const Indicator& indicator : dataset_.indicators)
    if (indicator.id == target.indicator) return indicator;
  Indicator unknown;  // only published figures can speak for it
  unknown.id = target.indicator;
  unknown.name.vi = target.indicator;
  unknown.unit = target.unit;
  return unknown;
}

int Judge::unit_of(const std::string& scope) const {
  if (!dataset_.units || dataset_.units->units.empty() || scope.empty()) return -1;
  if (scope == dataset_.units->units[0].code || scope == dataset_.project.scope) return 0;
  for (int level = 0; level <= dataset_.units->deepest(); ++level)
    if (const int found = dataset_.units->find(level, scope); found >= 0) return found;
  return -1;
}

/// Whether a layer of this kind says since when its rows are as they are.
bool Judge::has_dates(LayerKind kind) const {
  for (const auto& layer : dataset_.layers) {
    if (!layer || layer->source.kind != kind || !layer->table || layer->by_table() || layer->source.field("since").empty()) continue;
    const Column* since = layer->table->find(layer->source.field("since"));
    const auto* dates = since ? std::get_if<DateColumn>(&since->cells) : nullptr;
    if (dates && std::any_of(dates->day.begin(), dates->day.end(), [](std::int32_t day) { return day != DateColumn::none; })) return true;
  }
  return false;
}

/// Only connections and collected addresses carry a date. Coverage, and the stage an address has come to, are known as
/// they are today: a trend of them would be a flat line that nobody measured.
bool Judge::changes_with_time(const Indicator& indicator) const {
  if (!indicator.computable() || indicator.numerator->coverage) return false;
  if (indicator.numerator->layer == LayerKind::fiber_household)
    return indicator.numerator->connected && has_dates(LayerKind::fiber_household);
  return indicator.numerator->layer == LayerKind::digital_address && !indicator.numerator->where.contains("stage") &&
         has_dates(LayerKind::digital_address);
}

/// A figure is as old as the oldest layer behind its numerator.
Date Judge::data_date(const Indicator& indicator) const {
  std::optional<Date> oldest;
  for (const auto& layer : dataset_.layers) {
    if (!layer || !indicator.numerator) continue;
    const bool counted = layer->source.kind == indicator.numerator->layer;
    const bool covering = indicator.numerator->coverage && layer->source.kind == indicator.numerator->coverage->layer;
    if (!counted && !covering) continue;
    const Date day = layer->source.date.value_or(dataset_.project.date.value_or(date_));
    oldest = std::min(oldest.value_or(day), day);
  }
  return oldest.value_or(dataset_.project.date.value_or(date_));
}

std::vector<Date> Judge::trend_dates(const Indicator& indicator) const {
  if (!changes_with_time(indicator)) return {};
  const Date last = std::min(date_, data_date(indicator));
  std::vector<Date> out = month_ends_before(last);
  out.push_back(last);
  return out;
}

void Judge::count(const std::vector<Target>& targets, unsigned threads, std::stop_token stop) {
  std::set<Date> days{date_};
  for (const Target& target : targets) {
    if (target.deadline && *target.deadline < date_) days.insert(*target.deadline);
    for (const Date day : trend_dates(indicator_of(target))) days.insert(day);
  }
  for (Answers& answers : compute_answers(dataset_, {days.begin(), days.end()}, threads, stop)) {
    const Date day = answers.date;
    counted_.emplace(day, std::move(answers));
  }
}

std::optional<Actual> Judge::computed(const Indicator& indicator, const std::string& scope, int unit, Date day) const {
  const auto at = counted_.find(day);
  const Answer* answer = at == counted_.end() ? nullptr : at->second.find(indicator.id);
  if (!indicator.computable() || answer == nullptr || unit < 0 || unit >= static_cast<int>(answer->by_unit.size())) return std::nullopt;
  const Share& share = answer->by_unit[static_cast<std::size_t>(unit)];
  const auto value = share.value();
  if (!value) return std::nullopt;
  Actual actual;
  actual.indicator = indicator.id;
  actual.scope = scope;
  actual.date = changes_with_time(indicator) ? std::min(day, data_date(indicator)) : data_date(indicator);
  actual.date_text = iso_date(actual.date);
  actual.value = *value;
  actual.comparator = "=";
  for (const auto& layer : dataset_.layers) {
    const auto used = [&](const Count& count) {
      return layer->source.kind == count.layer || (count.coverage && layer->source.kind == count.coverage->layer);
    };
    if (layer && (used(*indicator.numerator) || used(*indicator.denominator)))
      actual.source += (actual.source.empty() ? "" : ", ") + layer->source.id;
  }
  actual.computed = true;
  actual.numerator = share.numerator;
  actual.denominator = share.denominator;
  return actual;
}

/// Published figures for the unit, oldest first; the most trusted last among those of one day.
std::vector<Actual> Judge::published(const Indicator& indicator, int unit) const {
  std::vector<Actual> out;
  for (const Actual& actual : reported_)
    if (actual.indicator == indicator.id && unit_of(actual.scope) == unit) out.push_back(actual);
  std::stable_sort(out.begin(), out.end(), [](const Actual& a, const Actual& b) {
    return std::pair(a.date, confidence_rank(a.confidence)) < std::pair(b.date, confidence_rank(b.confidence));
  });
  return out;
}

std::vector<Actual> Judge::trend(const Indicator& indicator, const std::string& scope, int unit) const {
  std::vector<Actual> figures;
  const std::vector<Date> days = trend_dates(indicator);
  if (days.empty()) figures = published(indicator, unit);
  for (const Date day : days.empty() ? std::vector{date_} : days)
    if (auto actual = computed(indicator, scope, unit, day)) figures.push_back(std::move(*actual));
  std::stable_sort(figures.begin(), figures.end(), [](const Actual& a, const Actual& b) { return a.date < b.date; });
  std::vector<Actual> out;
  for (Actual& figure : figures) {
    if (figure.date > date_) continue;
    if (!out.empty() && out.back().date == figure.date) out.back() = std::move(figure);  // the computed one comes last
    else out.push_back(std::move(figure));
  }
  return out;
}

std::optional<Actual> Judge::actual_at(const ScoreRow& row, int unit, Date day) const {
  // Layers that only know today say nothing about a deadline before their own date.
  const bool at_deadline = row.target.deadline && *row.target.deadline <= date_;
  if (auto actual = computed(row.indicator, row.target.scope, unit, day); actual && (actual->date <= day || !at_deadline)) return actual;
  std::optional<Actual> latest;
  for (Actual& actual : published(row.indicator, unit))
    if (actual.date <= day) latest = std::move(actual);
  return latest;
}

std::optional<Actual> Judge::newest_after(const ScoreRow& row, int unit, Date day) const {
  std::optional<Actual> newest;
  for (Actual& actual : published(row.indicator, unit))
    if (actual.date > day) newest = std::move(actual);
  if (auto actual = computed(row.indicator, row.target.scope, unit, date_);
      actual && actual->date > day && (!newest || actual->date >= newest->date))
    newest = std::move(actual);
  return newest;
}

/// Why there is no figure to judge, and whether that is for want of data or for want of a way to count.
void Judge::explain_nothing(ScoreRow& row, int unit) const {
  const auto now = counted_.find(date_);
  const Answer* answer = now == counted_.end() ? nullptr : now->second.find(row.indicator.id);
  const Date day = row.expired ? *row.target.deadline : date_;
  if (row.indicator.computable() && answer && !answer->why_not.empty()) {
    row.verdict = Verdict::not_computable;
    row.reason = answer->why_not;
  } else if (row.target.deadline && *row.target.deadline <= date_ && computed(row.indicator, row.target.scope, unit, date_)) {
    row.reason = trf("no figure as of {}: the layers do not say how things were then", format_date(day));
  } else if (row.indicator.computable()) {
    row.reason = tr("the layers hold nothing to count here, and no figure was published");
  } else {
    row.reason = trf("not counted from the map, and no figure published up to {}", format_date(day));
  }
  row.reason += status_note(row.target);
}

ScoreRow Judge::row(const Target& target) const {
  ScoreRow row;
  row.target = target;
  row.indicator = indicator_of(target);
  row.expired = target.deadline && *target.deadline < date_;
  const int unit = unit_of(target.scope);
  if (unit < 0) {
    row.verdict = Verdict::not_computable;
    row.reason = trf("no unit with the code {} is on this map", target.scope);
    return row;
  }
  row.trend = trend(row.indicator, target.scope, unit);
  row.actual = actual_at(row, unit, row.expired ? *target.deadline : date_);
  if (target.deadline && *target.deadline <= date_) row.later = newest_after(row, unit, *target.deadline);
  row.gap = gap_of(target, row.actual);
  row.verdict = judge(target, row.actual ? std::optional(judged_value(*row.actual)) : std::nullopt, date_, row.trend, &row.reason);
  if (row.verdict == Verdict::no_data && target.value) explain_nothing(row, unit);
  if (row.verdict == Verdict::missed && row.actual->date < *target.deadline)
    row.reason += "; " + trf("the latest figure up to then is of {}", format_date(row.actual->date));
  return row;
}

}  // namespace

Scorecard score(const Dataset& dataset, const std::vector<Target>& targets, const std::vector<Actual>& reported, Date date,
                unsigned threads, std::stop_token stop) {
  Judge bench(dataset, reported, date);
  bench.count(targets, threads, stop);
  Scorecard card;
  card.date = date;
  for (const Target& target : targets) card.rows.push_back(bench.row(target));
  return card;
}

}  // namespace data
