#include "data/model/figures.h"

#include <algorithm>
#include <utility>

#include "data/model/scorecard.h"

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

}  // namespace

Indicator Figures::indicator(const std::string& id, const std::string& unit) const {
  for (const Indicator& indicator : dataset_.indicators)
    if (indicator.id == id) return indicator;
  Indicator unknown;
  unknown.id = id;
  unknown.name.vi = id;
  unknown.unit = unit;
  return unknown;
}

std::optional<Area> Figures::former_area(const std::string& scope) const {
  for (const FormerArea& former : dataset_.project.former) {
    if (former.code != scope || !dataset_.crosswalk) continue;
    Area out{.scope = scope, .units = {}, .former = former.name.in(language()), .shared = {}};
    const Crosswalk::FormerUnits found = dataset_.crosswalk->former_area(scope);
    for (const std::string& code : found.whole)
      for (int level = 0; level <= dataset_.units->deepest(); ++level)
        if (const int unit = dataset_.units->find(level, code); unit >= 0) out.units.push_back(unit);
    for (const std::string& code : found.part) {
      const int unit = dataset_.units->find(dataset_.units->deepest(), code);
      out.shared.push_back(unit >= 0 ? dataset_.units->units[static_cast<std::size_t>(unit)].name : code);
    }
    return out;
  }
  return std::nullopt;
}

Area Figures::area(const std::string& scope) const {
  Area out{.scope = scope, .units = {}, .former = {}, .shared = {}};
  if (!dataset_.units || dataset_.units->units.empty() || scope.empty()) return out;
  if (auto former = former_area(scope)) return *former;
  std::string code = scope;
  if (const std::size_t colon = scope.find(':'); colon != std::string::npos) {
    const auto since = dataset_.project.units_since;
    if (!since || std::to_string(static_cast<int>(std::chrono::year_month_day{*since}.year())) != scope.substr(0, colon)) return out;
    code = scope.substr(colon + 1);
  }
  if (code == dataset_.units->units[0].code || code == dataset_.project.scope) return out.units = {0}, out;
  for (int level = 0; level <= dataset_.units->deepest(); ++level)
    if (const int found = dataset_.units->find(level, code); found >= 0) return out.units = {found}, out;
  return out;
}

/// Whether a layer of this kind says since when its rows are as they are.
bool Figures::has_dates(LayerKind kind) const {
  for (const auto& layer : dataset_.layers) {
    if (!layer || layer->source.kind != kind || layer->by_table()) continue;
    const Column* since = layer->column("since");
    const auto* dates = since ? std::get_if<DateColumn>(&since->cells) : nullptr;
    if (dates && std::any_of(dates->day.begin(), dates->day.end(), [](std::int32_t day) { return day != DateColumn::none; })) return true;
  }
  return false;
}

/// Only connections and collected addresses carry a date. Coverage, and the stage an address has come to, are known as
/// they are today: a trend of them would be a flat line that nobody measured.
bool Figures::changes_with_time(const Indicator& indicator) const {
  if (!indicator.computable() || indicator.numerator->coverage) return false;
  if (indicator.numerator->layer == LayerKind::fiber_household)
    return indicator.numerator->connected && has_dates(LayerKind::fiber_household);
  return indicator.numerator->layer == LayerKind::digital_address && !indicator.numerator->where.contains("stage") &&
         has_dates(LayerKind::digital_address);
}

/// A figure is as old as the oldest layer behind its numerator.
Date Figures::data_date(const Indicator& indicator) const {
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

std::vector<Date> Figures::trend_dates(const Indicator& indicator) const {
  if (!changes_with_time(indicator)) return {};
  const Date last = std::min(date_, data_date(indicator));
  std::vector<Date> out = month_ends_before(last);
  out.push_back(last);
  return out;
}

void Figures::count(std::set<Date> days, unsigned threads, std::stop_token stop) {
  days.insert(date_);
  if (!dataset_.units || dataset_.units->units.empty()) return;  // only published figures
  for (Answers& answers : compute_answers(dataset_, {days.begin(), days.end()}, threads, std::move(stop))) {
    const Date day = answers.date;
    counted_.emplace(day, std::move(answers));
  }
}

/// Units of an area are summed as children are into their parent: what is known counts.
Share Figures::share(const Answer& answer, const Area& area) const {
  Share out;
  const auto add = [](std::optional<double>& sum, const std::optional<double>& part) {
    if (part) sum = sum.value_or(0) + *part;
  };
  for (const int unit : area.units) {
    if (unit >= static_cast<int>(answer.by_unit.size())) continue;
    add(out.numerator, answer.by_unit[static_cast<std::size_t>(unit)].numerator);
    add(out.denominator, answer.by_unit[static_cast<std::size_t>(unit)].denominator);
  }
  return out;
}

std::optional<Actual> Figures::computed(const Indicator& indicator, const Area& area, Date day) const {
  const auto at = counted_.find(day);
  const Answer* answer = at == counted_.end() ? nullptr : at->second.find(indicator.id);
  if (!indicator.computable() || answer == nullptr || !area.on_map()) return std::nullopt;
  const Share found = share(*answer, area);
  if (!found.value()) return std::nullopt;
  Actual actual = counted(indicator.id, found, changes_with_time(indicator) ? std::min(day, data_date(indicator)) : data_date(indicator));
  actual.scope = area.scope;
  for (const auto& layer : dataset_.layers) {
    const auto used = [&](const Count& count) {
      return layer->source.kind == count.layer || (count.coverage && layer->source.kind == count.coverage->layer);
    };
    if (layer && (used(*indicator.numerator) || used(*indicator.denominator)))
      actual.source += (actual.source.empty() ? "" : ", ") + layer->source.id;
  }
  return actual;
}

std::vector<Actual> Figures::published(const Indicator& indicator, const Area& area) const {
  std::vector<Actual> out;
  for (const Actual& actual : reported_)
    if (actual.dated && actual.indicator == indicator.id && speaks_for(actual, area)) out.push_back(actual);
  std::stable_sort(out.begin(), out.end(), [](const Actual& a, const Actual& b) {
    return std::pair(a.date, confidence_rank(a.confidence)) < std::pair(b.date, confidence_rank(b.confidence));
  });
  return out;
}

std::vector<Actual> Figures::undated(const Indicator& indicator, const Area& area) const {
  std::vector<Actual> out;
  for (const Actual& actual : reported_)
    if (!actual.dated && actual.indicator == indicator.id && speaks_for(actual, area)) out.push_back(actual);
  return out;
}

/// Same words, or other words for the same units.
bool Figures::speaks_for(const Actual& actual, const Area& area) const {
  if (actual.scope == area.scope) return true;
  return area.on_map() && this->area(actual.scope).units == area.units;
}

std::vector<Actual> Figures::trend(const Indicator& indicator, const Area& area) const {
  std::vector<Actual> figures;
  const std::vector<Date> days = trend_dates(indicator);
  if (days.empty()) figures = published(indicator, area);
  for (const Date day : days.empty() ? std::vector{date_} : days)
    if (auto actual = computed(indicator, area, day)) figures.push_back(std::move(*actual));
  std::stable_sort(figures.begin(), figures.end(), [](const Actual& a, const Actual& b) { return a.date < b.date; });
  std::vector<Actual> out;
  for (Actual& figure : figures) {
    if (figure.date > date_) continue;
    if (!out.empty() && out.back().date == figure.date) out.back() = std::move(figure);  // the computed one comes last
    else out.push_back(std::move(figure));
  }
  return out;
}

std::optional<Actual> Figures::at(const Indicator& indicator, const Area& area, Date day, bool strict) const {
  // Layers that only know today say nothing about a deadline before their own date.
  if (auto actual = computed(indicator, area, day); actual && (actual->date <= day || !strict)) return actual;
  std::optional<Actual> latest;
  for (Actual& actual : published(indicator, area))
    if (actual.date <= day) latest = std::move(actual);
  return latest;
}

std::optional<Actual> Figures::newest_after(const Indicator& indicator, const Area& area, Date day) const {
  std::optional<Actual> newest;
  for (Actual& actual : published(indicator, area))
    if (actual.date > day) newest = std::move(actual);
  if (auto actual = computed(indicator, area, date_); actual && actual->date > day && (!newest || actual->date >= newest->date))
    newest = std::move(actual);
  return newest;
}

std::string Figures::why_not_counted(const Indicator& indicator) const {
  const auto now = counted_.find(date_);
  const Answer* answer = now == counted_.end() ? nullptr : now->second.find(indicator.id);
  return indicator.computable() && answer ? answer->why_not : std::string{};
}

}  // namespace data
