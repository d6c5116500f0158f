#include "data/model/scorecard.h"

#include <algorithm>
#include <cmath>

namespace data {
namespace {

/// Figures that differ by less are the same figure: 100 * n / d is exact only to the last bits of a double.
constexpr double tolerance = 1e-9;

/// How long before a deadline a figure still speaks for it. An older one may prove that the target was reached, not that it was missed.
constexpr std::chrono::days current_for{183};

/// "over 90 %" is more than 90, however little; the sign a figure was published with counts when it is judged.
double judged_value(const Actual& actual) {
  constexpr double little = 1e-6;
  if (actual.comparator == ">") return actual.value + little;
  return actual.comparator == "<" ? actual.value - little : actual.value;
}

bool speaks_of(const Actual& actual, const Target& target) { return actual.indicator == target.indicator; }

/// "= 100 %" asks for everything, and more than everything is a fault of the data, not of the province: it is judged as
/// "at least". Every other "=" asks for the figure itself.
bool asks_for_all(const Target& target) { return target.comparator == Comparator::equal && target.unit == "%" && *target.value >= 100; }

bool reaches(const Target& target, double value) {
  const double wanted = *target.value;
  switch (target.comparator) {
    case Comparator::at_least: return value >= wanted - tolerance;
    case Comparator::more_than: return value > wanted + tolerance;
    case Comparator::equal: return asks_for_all(target) ? value >= wanted - tolerance : std::abs(value - wanted) < tolerance;
    case Comparator::at_most:
    case Comparator::rank_at_most: return value <= wanted + tolerance;
    default: return false;
  }
}

std::string value_text(const Target& target, double value) {
  if (target.unit == "%") return format_percent(std::clamp(value, 0.0, 100.0));
  if (target.comparator == Comparator::rank_at_most) return format_number(std::max(value, 1.0), 0);
  return format_number(value, 1) + " " + target.unit;
}

/// Where the straight line through the last two figures of different days stands on `day`.
std::optional<double> straight_line(const std::vector<Actual>& trend, Date day) {
  if (trend.size() < 2) return std::nullopt;
  const Actual& last = trend.back();
  for (auto before = trend.rbegin() + 1; before != trend.rend(); ++before) {
    if (before->date >= last.date) continue;
    const double days = static_cast<double>((last.date - before->date).count());
    return last.value + (last.value - before->value) / days * static_cast<double>((day - last.date).count());
  }
  return std::nullopt;
}

/// The verdict before the deadline, for a target that is not reached yet.
Verdict judge_pace(const Target& target, double actual, const std::vector<Actual>& trend, std::string& reason) {
  const auto then = straight_line(trend, *target.deadline);
  if (!then) {
    reason = tr("not reached yet; fewer than two dated figures, so no pace can be told");
    return Verdict::behind;
  }
  reason = trf("at the pace of the last two figures it would stand at {} on {}", value_text(target, *then), format_date(*target.deadline));
  const bool exact = target.comparator == Comparator::equal && !asks_for_all(target);
  const bool crosses = exact && (actual - *target.value) * (*then - *target.value) <= 0;
  return crosses || reaches(target, *then) ? Verdict::on_track : Verdict::behind;
}

Verdict judge_value(const Target& asked, const std::optional<Actual>& actual, Date date, const std::vector<Actual>& trend,
                    std::string& reason) {
  if (!asked.value && asked.comparator != Comparator::inherits)
    return reason = tr("the plan was found, its figure was not seen"), Verdict::no_data;
  const auto plain = plain_form(asked);
  if (!plain && asked.comparator == Comparator::rank_gain)
    return reason = tr("the clause does not say from which rank the gain is counted"), Verdict::not_computable;
  if (!plain) return reason = tr("it is judged by its parts"), Verdict::not_computable;
  const Target& target = *plain;
  if (!actual) return reason = tr("no figure is known"), Verdict::no_data;
  if (!speaks_of(*actual, target))
    return reason = trf("a figure of {} says nothing of {}", actual->indicator, target.indicator), Verdict::not_computable;
  const double value = judged_value(*actual);
  const bool reached = reaches(target, value);
  if (!target.deadline) {
    reason = reached ? tr("reached; no deadline is stated") : tr("not reached; no deadline is stated");
    return reached ? Verdict::met : Verdict::behind;
  }
  if (date >= *target.deadline) {
    if (!reached && actual->date < *target.deadline - current_for)
      return reason = trf("the latest figure up to the deadline is of {}: too old to say that it was missed", format_date(actual->date)),
             Verdict::no_data;
    reason = reached ? tr("reached by the deadline") : tr("not reached by the deadline");
    return reached ? Verdict::met : Verdict::missed;
  }
  if (reached) return reason = tr("reached before the deadline"), Verdict::met;
  return judge_pace(target, value, trend, reason);
}

}  // namespace

const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::met: return "met";
    case Verdict::missed: return "missed";
    case Verdict::on_track: return "on_track";
    case Verdict::behind: return "behind";
    case Verdict::not_computable: return "not_computable";
    case Verdict::no_data: return "no_data";
  }
  return "";
}

std::string label_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::met: return tr("Met");
    case Verdict::missed: return tr("Missed");
    case Verdict::on_track: return tr("On track");
    case Verdict::behind: return tr("Behind");
    case Verdict::not_computable: return tr("Cannot be computed");
    case Verdict::no_data: return tr("No data");
  }
  return "";
}

std::string status_note(const Target& target) {
  if (target.status == "draft") return "; " + tr("the document is a draft");
  return target.status == "superseded" ? "; " + tr("the document has been superseded") : std::string{};
}

Actual counted(const std::string& indicator, const Share& share, Date date) {
  Actual actual;
  actual.indicator = indicator;
  actual.date = date;
  actual.date_text = iso_date(date);
  actual.value = share.value().value_or(0);
  actual.comparator = "=";
  actual.computed = true;
  actual.numerator = share.numerator, actual.denominator = share.denominator;
  return actual;
}

std::optional<Target> plain_form(const Target& target) {
  Target plain = target;
  switch (target.comparator) {
    case Comparator::at_least:
    case Comparator::more_than:
    case Comparator::equal:
    case Comparator::at_most:
    case Comparator::rank_at_most: return plain;
    case Comparator::majority:
      plain.comparator = Comparator::more_than;
      plain.value = 50, plain.unit = "%";
      return plain;
    case Comparator::rank_gain:
      if (!target.value || !target.baseline || !target.baseline->value) return std::nullopt;
      plain.comparator = Comparator::rank_at_most;
      plain.value = *target.baseline->value - *target.value, plain.unit = "rank";
      return plain;
    case Comparator::each_unit:
    case Comparator::named_units:
    case Comparator::inherits: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<double> aimed_at(const Target& target) {
  const auto plain = plain_form(target);
  return plain ? plain->value : std::nullopt;
}

Verdict judge(const Target& target, const std::optional<Actual>& actual, Date date, const std::vector<Actual>& trend, std::string* reason) {
  std::string why;
  const Verdict verdict = judge_value(target, actual, date, trend, why);
  if (reason) *reason = why + status_note(target);
  return verdict;
}

Verdict judge_parts(const std::vector<Part>& parts, std::string* reason) {
  int of[6] = {};
  for (const Part& part : parts) ++of[static_cast<int>(part.verdict)];
  const auto count = [&](Verdict verdict) { return of[static_cast<int>(verdict)]; };
  const int all = static_cast<int>(parts.size()), unknown = count(Verdict::no_data) + count(Verdict::not_computable);
  if (reason) {
    *reason = trf("{0} of {1} reached", count(Verdict::met), all);
    for (const Verdict verdict : {Verdict::missed, Verdict::behind, Verdict::on_track})
      if (count(verdict) > 0) *reason += trf(", {0}: {1}", count(verdict), label_of(verdict));
    if (unknown > 0) *reason += trf(", {} without a figure", unknown);
  }
  if (count(Verdict::missed) > 0) return Verdict::missed;
  if (count(Verdict::behind) > 0) return Verdict::behind;
  if (unknown > 0 || all == 0) return Verdict::no_data;
  return count(Verdict::on_track) > 0 ? Verdict::on_track : Verdict::met;
}

std::optional<Gap> gap_of(const Target& asked, const std::optional<Actual>& actual) {
  const auto plain = plain_form(asked);
  if (!actual || !plain || !plain->value || !speaks_of(*actual, *plain)) return std::nullopt;
  const Target& target = *plain;
  const double wanted = *target.value, value = actual->value;
  const bool lower = target.comparator == Comparator::at_most || target.comparator == Comparator::rank_at_most;
  const bool exact = target.comparator == Comparator::equal && !asks_for_all(target);
  Gap gap;
  gap.value = exact ? std::abs(wanted - value) : std::max(0.0, lower ? value - wanted : wanted - value);
  if (reaches(target, value)) gap.value = 0;
  if (target.comparator == Comparator::rank_at_most || !actual->numerator || !actual->denominator) return gap;
  const double needed = wanted * *actual->denominator / 100.0;
  double things = std::ceil(needed - tolerance) - *actual->numerator;
  if (target.comparator == Comparator::more_than) things = std::floor(needed + tolerance) + 1 - *actual->numerator;  // one beyond "exactly"
  if (lower) things = *actual->numerator - std::floor(needed + tolerance);
  if (exact) things = std::abs(std::round(needed) - *actual->numerator);
  gap.things = static_cast<std::int64_t>(std::max(0.0, things));
  return gap;
}

}  // namespace data
