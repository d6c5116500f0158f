#include "viewer/panels/words.h"

#include <algorithm>
#include <cmath>

#include "data/model/words.h"
#include "viewer/page/content.h"

namespace viewer::ui {
namespace {

using data::tr;
using data::trf;

bool is_rank(const data::Indicator& indicator) { return indicator.unit == "rank"; }

double day_number(data::Date day) { return static_cast<double>(day.time_since_epoch().count()); }

std::string written(const std::string& text, data::Lang lang) {
  if (text.size() == 4 || text.empty()) return text;
  if (text.size() == 7 && text[4] == '-') return text.substr(5) + "/" + text.substr(0, 4);
  const auto day = data::parse_date(text);
  return day ? data::format_date(*day, lang) : text;
}

}  // namespace

Figure figure_of(const data::ScoreRow& row, data::Lang lang) {
  if (!row.actual) return {"–", is_rank(row.indicator) ? std::string() : row.indicator.unit == "%" ? "%" : std::string()};
  const int decimals = data::honest_decimals(row.actual->value, row.indicator, data::aimed_at(row.target));
  return {data::format_number(row.actual->value, decimals, lang), data::unit_text(row.indicator, lang)};
}

std::string name_of(const data::Indicator& indicator, data::Lang lang) {
  return indicator.name.empty() ? indicator.id : indicator.name.in(lang);
}

std::string plain_value(double value, const std::string& unit, data::Lang lang) {
  const bool whole = std::abs(value - std::round(value)) < 1e-9;
  return unit == "%" ? data::format_percent(value, whole ? 0 : 1, lang) : data::format_number(value, whole ? 0 : 1, lang);
}

std::string lowered(const std::string& name) { return viewer::lowered(name); }

std::string layer_name(const data::LayerSource& layer, data::Lang lang) {
  if (!layer.name.empty()) return layer.name.in(lang);
  switch (layer.kind) {
    case data::LayerKind::digital_address: return tr("Digital addresses");
    case data::LayerKind::broadband_coverage: return tr("Broadband coverage");
    case data::LayerKind::fiber_household: return tr("Households and fibre lines");
    case data::LayerKind::villages: return tr("Villages");
    case data::LayerKind::sites: return tr("Schools, clinics, offices");
  }
  return layer.id;
}

std::string aim_of(const data::ScoreRow& row, data::Lang lang) {
  const std::string when = data::deadline_text(row.target, lang);
  return trf("Target {}", data::aim_text(row.target, row.indicator, lang)) + (when.empty() ? "" : " · " + when);
}

std::string gap_of(const data::ScoreRow& row, data::Lang lang) {
  const auto aim = data::aimed_at(row.target);
  if (!row.actual || !row.gap || !aim) return row.reason;
  const double beyond = std::abs(row.actual->value - *aim);
  if (row.gap->value <= 0)
    return std::lround(beyond * 10) == 0 ? tr("exactly at the target")
                                         : trf("{} beyond", data::difference_text(beyond, row.indicator, lang));
  const std::string missing = data::difference_text(row.gap->value, row.indicator, lang);
  const bool more = row.indicator.higher_is_better || is_rank(row.indicator);
  if (!row.gap->things || *row.gap->things <= 0 || is_rank(row.indicator)) return more ? trf("{} short", missing) : trf("{} over", missing);
  const std::string things = data::format_integer(*row.gap->things, lang) + " " + row.indicator.things.in(lang);
  return more ? trf("{0} short = {1}", missing, things) : trf("{0} over = {1}", missing, things);
}

std::string later_of(const data::ScoreRow& row, data::Lang lang) {
  if (!row.later) return {};
  return trf("now {0} ({1})", data::figure_text(row.later->value, row.indicator, lang), day_of(*row.later, lang));
}

std::string origin_of(const data::ScoreRow& row) {
  const std::string& document = row.target.source.document;
  if (document.empty()) return tr("no document named");
  const bool says_so = data::fold(document).starts_with("du thao") || data::fold(document).starts_with("draft");
  return row.target.status == "draft" && !says_so ? trf("draft: {}", document) : document;
}

std::string kind_of(const data::ScoreRow& row, data::Lang lang) {
  if (!row.actual) return {};
  if (!row.actual->computed) return trf("published figure of {}", day_of(*row.actual, lang));
  const bool at_deadline = row.target.deadline && row.actual->date == *row.target.deadline;
  return at_deadline ? tr("counted on the map") : trf("counted on the map, {}", day_of(*row.actual, lang));
}

std::string parts_of(const data::Share& share, const data::Indicator& indicator, data::Lang lang) {
  if (!share.numerator || !share.denominator) return {};
  return data::format_integer(std::llround(*share.numerator), lang) + " / " + data::format_integer(std::llround(*share.denominator), lang) +
         " " + indicator.things.in(lang);
}

std::string counted_of(const data::Actual& actual, const data::Indicator& indicator, data::Lang lang) {
  return parts_of({actual.numerator, actual.denominator}, indicator, lang);
}

std::string day_of(const data::Actual& actual, data::Lang lang) {
  return actual.date_text.empty() ? data::format_date(actual.date, lang) : written(actual.date_text, lang);
}

std::string day_of(const data::Provenance& source, data::Lang lang) { return written(source.date, lang); }

std::string status_of(const data::Target& target) {
  if (target.status == "draft") return tr("draft");
  if (target.status == "in_force") return tr("in force");
  return target.status == "superseded" ? tr("superseded") : target.status;
}

Bar bar_of(const data::ScoreRow& row) {
  Bar out;
  const bool percent = row.indicator.unit == "%";
  const auto aim = data::aimed_at(row.target);
  const double target = aim.value_or(0), actual = row.actual ? row.actual->value : 0;
  const double whole = percent ? 100 : 1.15 * std::max({target, actual, 1e-9});
  if (row.actual) out.value = std::clamp(actual / whole, 0.0, 1.0);
  if (aim) out.target = std::clamp(target / whole, 0.0, 1.0);
  return out;
}

Trend trend_of(const data::ScoreRow& row) {
  Trend out;
  for (const data::Actual& actual : row.trend) out.points.emplace_back(day_number(actual.date), actual.value);
  out.target = data::aimed_at(row.target);
  out.lower_is_better = !row.indicator.higher_is_better;
  return out;
}

Ladder ladder_of(const data::ScoreRow& row) {
  Ladder out;
  out.of = std::max(row.indicator.of, 2);
  if (row.actual) out.now = row.actual->value;
  out.target = data::aimed_at(row.target);
  for (const data::Actual& actual : row.trend)
    if (!row.actual || actual.date < row.actual->date) out.before.push_back(actual.value);
  return out;
}

const data::Indicator* chosen_indicator(const State& state) {
  if (state.choropleth) return &state.choropleth->indicator;
  if (state.dataset)
    for (const data::Indicator& indicator : state.dataset->indicators)
      if (indicator.id == state.indicator) return &indicator;
  return nullptr;
}

const data::LayerData* layer_of(const State& state, const std::string& id) {
  const data::Dataset* dataset = state.loaded ? state.loaded->dataset.get() : state.dataset.get();
  if (!dataset) return nullptr;
  for (const auto& layer : dataset->layers)
    if (layer && layer->source.id == id) return layer.get();
  return nullptr;
}

std::vector<std::string> technologies_of(const data::LayerData& layer) {
  std::vector<std::string> out;
  const data::Column* column = layer.table ? layer.table->find(layer.source.field("technology")) : nullptr;
  const auto* cells = column ? std::get_if<data::TextColumn>(&column->cells) : nullptr;
  if (!cells) return out;
  for (const std::string& name : cells->dictionary)
    if (!name.empty()) out.push_back(name);
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return data::compare_vi(a, b) < 0; });
  return out;
}

}  // namespace viewer::ui
