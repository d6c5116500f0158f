#include "data/model/words.h"

#include <fmt/format.h>

#include <cmath>

namespace data {
namespace {

bool is_percent(const std::string& unit) { return unit.starts_with('%'); }
bool is_rank(const std::string& unit) { return unit == "rank" || unit == "ranks"; }

/// Units that are symbols stay as they are in both languages; things have a name in each.
bool is_symbol(const std::string& unit) { return unit.find('/') != std::string::npos || is_percent(unit); }

bool counts_things(const Indicator& indicator) {
  return !is_symbol(indicator.unit) && !is_rank(indicator.unit) && indicator.unit != "per 100";
}

std::string fill(const char* msgid, Lang lang, const std::string& value) { return fmt::format(fmt::runtime(tr(msgid, lang)), value); }

/// A promised number as it was written: no decimal it does not have.
std::string plain_number(double value, Lang lang) {
  int decimals = 0;
  while (decimals < 4 && std::abs(value * std::pow(10, decimals) - std::round(value * std::pow(10, decimals))) > 1e-9) ++decimals;
  return format_number(value, decimals, lang);
}

std::string promised(const Target& target, const Indicator& indicator, Lang lang) {
  std::string number = plain_number(*target.value, lang);
  if (is_percent(target.unit)) return number + "\u00A0%";
  if (is_rank(target.unit) || target.unit == "per 100") return number;
  const std::string unit = counts_things(indicator) ? indicator.things.in(lang) : is_symbol(target.unit) ? target.unit : std::string{};
  return unit.empty() ? number : number + "\u00A0" + unit;
}

std::string year_of(Date day) { return std::to_string(static_cast<int>(std::chrono::year_month_day{day}.year())); }

}  // namespace

int honest_decimals(double value, const Indicator& indicator, const std::optional<double>& beside) {
  if (is_rank(indicator.unit) || (counts_things(indicator) && value == std::round(value))) return 0;
  for (int decimals = 1; decimals < 4; ++decimals) {
    const double scale = std::pow(10.0, decimals), shown = std::round(value * scale) / scale;
    const bool lies = (shown == 100 && value != 100) || (shown == 0 && value != 0) || (beside && shown == *beside && value != *beside);
    if (!lies) return decimals;
  }
  return 4;
}

std::string unit_text(const Indicator& indicator, Lang lang) {
  if (is_percent(indicator.unit)) return "%";
  if (indicator.unit == "per 100") return tr("per 100 people", lang);
  if (is_rank(indicator.unit)) return indicator.of > 0 ? "/ " + std::to_string(indicator.of) : std::string{};
  return counts_things(indicator) && !indicator.things.empty() ? indicator.things.in(lang) : indicator.unit;
}

std::string figure_text(double value, const Indicator& indicator, Lang lang, const std::optional<double>& beside) {
  const std::string number = format_number(value, honest_decimals(value, indicator, beside), lang);
  const std::string unit = is_rank(indicator.unit) ? std::string{} : unit_text(indicator, lang);
  return unit.empty() ? number : number + (is_percent(indicator.unit) ? "\u00A0" : " ") + unit;
}

std::string sign_text(const Actual& figure) {
  const std::string& given = figure.comparator;
  if (given.empty() || given == "=") return {};
  return (given == "~" ? "≈" : given == "<=" ? "≤" : given == ">=" ? "≥" : given) + "\u00A0";
}

std::string figure_text(const Actual& figure, const Indicator& indicator, Lang lang, const std::optional<double>& beside) {
  return sign_text(figure) + figure_text(figure.value, indicator, lang, beside);
}

std::string at_target_text(const Actual& figure) { return sign_text(figure).empty() ? tr("exactly at the target") : tr("at the target"); }

std::string difference_text(double amount, const Indicator& indicator, Lang lang) {
  const std::string number = format_number(std::abs(amount), honest_decimals(amount, indicator), lang);
  if (is_percent(indicator.unit)) return fill(mark("{} points"), lang, number);
  if (is_rank(indicator.unit)) return fill(number == "1" ? mark("{} place") : mark("{} places"), lang, number);
  return number + " " + unit_text(indicator, lang);
}

std::string gap_text(const ScoreRow& row, Lang lang) {
  if (!row.gap) return "–";
  std::string text = row.gap->value > 0 ? difference_text(row.gap->value, row.indicator, lang) : std::string{};
  if (row.gap->things.value_or(0) > 0)
    text += (text.empty() ? "" : " = ") + format_integer(*row.gap->things, lang) + " " + row.indicator.things.in(lang);
  return text.empty() ? "0" : text;
}

std::string given_date_text(const std::string& given, Lang lang) {
  if (given.size() == 4 || given.empty()) return given;
  if (given.size() == 7 && given[4] == '-') return given.substr(5) + "/" + given.substr(0, 4);
  const auto day = parse_date(given);
  return day ? format_date(*day, lang) : given;
}

std::string origin_text(const Actual& actual, const Indicator& indicator, Lang lang) {
  if (actual.computed && actual.numerator && actual.denominator)
    return trf("counted: {} of {} {}, {}", format_integer(std::llround(*actual.numerator), lang),
               format_integer(std::llround(*actual.denominator), lang), indicator.things.in(lang), format_date(actual.date, lang));
  return trf("published: {}, {}", actual.source.empty() ? actual.address : actual.source, given_date_text(actual.date_text, lang));
}

const char* symbol_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::met: return "✔";
    case Verdict::missed: return "✖";
    case Verdict::on_track: return "▲";
    case Verdict::behind: return "◆";
    case Verdict::not_computable:
    case Verdict::no_data: return "–";
  }
  return "";
}

std::string aim_text(const Target& target, const Indicator& indicator, Lang lang) {
  const auto named = std::to_string(target.units.size()), inherited = std::to_string(target.of.size());
  switch (target.comparator) {
    case Comparator::inherits: return fill(mark("no less than {} targets of the level above"), lang, inherited);
    case Comparator::named_units: return fill(mark("all {} units it names"), lang, named);
    case Comparator::majority: return tr("more than half", lang);
    default: break;
  }
  if (!target.value) return tr("figure not seen", lang);
  std::string value = promised(target, indicator, lang);
  switch (target.comparator) {
    case Comparator::at_least: return "≥\u00A0" + value;
    case Comparator::more_than: return ">\u00A0" + value;
    case Comparator::at_most: return "≤\u00A0" + value;
    case Comparator::rank_at_most: return fill(mark("top {}"), lang, value);
    case Comparator::rank_gain: return fill(mark("up {} places"), lang, value);
    case Comparator::each_unit: return fill(mark("each unit {}"), lang, "≥\u00A0" + value);
    default: return value;
  }
}

std::string deadline_text(const Target& target, Lang lang) {
  if (target.deadline_form == DeadlineForm::every_year)
    return target.deadline ? fill(mark("every year, here {}"), lang, year_of(*target.deadline)) : tr("every year", lang);
  if (!target.deadline) return {};
  switch (target.deadline_form) {
    case DeadlineForm::end_of_year: return fill(mark("by the end of {}"), lang, year_of(*target.deadline));
    case DeadlineForm::by_year: return fill(mark("by {}"), lang, year_of(*target.deadline));
    case DeadlineForm::period: {
      const std::string from = target.period_start ? year_of(*target.period_start) : std::string{}, to = year_of(*target.deadline);
      return from.empty() || from == to ? fill(mark("by the end of {}"), lang, to) : fill(mark("period {}"), lang, from + "–" + to);
    }
    default: return fill(mark("due {}"), lang, format_date(*target.deadline, lang));
  }
}

std::string pillar_text(const std::string& pillar, Lang lang) {
  if (pillar == "infrastructure") return trc("pillar", "Digital infrastructure", lang);
  if (pillar == "government") return trc("pillar", "Digital government", lang);
  if (pillar == "economy") return trc("pillar", "Digital economy", lang);
  if (pillar == "society") return trc("pillar", "Digital society", lang);
  return trc("pillar", "General", lang);
}

std::string status_text(const std::string& status, Lang lang) {
  if (status == "draft") return tr("draft", lang);
  if (status == "in_force") return tr("in force", lang);
  return status == "superseded" ? tr("superseded", lang) : status;
}

std::string layer_text(const LayerSource& layer, Lang lang) {
  if (!layer.name.empty()) return layer.name.in(lang);
  switch (layer.kind) {
    case LayerKind::digital_address: return tr("Digital addresses", lang);
    case LayerKind::broadband_coverage: return tr("Broadband coverage", lang);
    case LayerKind::fiber_household: return tr("Households and fibre lines", lang);
    case LayerKind::villages: return tr("Villages", lang);
    case LayerKind::sites: return tr("Schools, clinics, offices", lang);
  }
  return layer.id;
}

}  // namespace data
