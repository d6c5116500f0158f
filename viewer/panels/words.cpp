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

std::ptrdiff_t with_verdict(const data::ScoreRow& row, data::Verdict verdict) {
  return std::count_if(row.parts.begin(), row.parts.end(), [&](const data::Part& part) { return part.verdict == verdict; });
}

/// What cannot be computed is, to a reader, a figure that is missing.
bool same_to_readers(data::Verdict a, data::Verdict b) {
  const auto plain = [](data::Verdict v) { return v == data::Verdict::not_computable ? data::Verdict::no_data : v; };
  return plain(a) == plain(b);
}

}  // namespace

bool composite(const data::ScoreRow& row) {
  // A gain nobody can count is shown as the rank it is, not as so many parts of nothing.
  return !row.parts.empty() && !(row.target.comparator == data::Comparator::rank_gain && row.verdict == data::Verdict::not_computable);
}

bool has_figure(const data::ScoreRow& row) {
  if (!composite(row)) return row.actual.has_value();
  return std::any_of(row.parts.begin(), row.parts.end(), [](const data::Part& part) { return part.actual.has_value(); });
}

Figure figure_of(const data::ScoreRow& row, data::Lang lang) {
  if (composite(row))
    return {has_figure(row) ? std::to_string(with_verdict(row, data::Verdict::met)) : "–", "/ " + std::to_string(row.parts.size())};
  if (!row.actual) return {"–", is_rank(row.indicator) ? std::string() : row.indicator.unit == "%" ? "%" : std::string()};
  const int decimals = data::honest_decimals(row.actual->value, row.indicator, data::aimed_at(row.target));
  return {data::sign_text(*row.actual) + data::format_number(row.actual->value, decimals, lang), data::unit_text(row.indicator, lang)};
}

std::string part_count_of(const data::ScoreRow& row) {
  std::string out = trf("{0} of {1} reached", with_verdict(row, data::Verdict::met), row.parts.size());
  const auto unknown = with_verdict(row, data::Verdict::no_data) + with_verdict(row, data::Verdict::not_computable);
  if (unknown > 0) out += ", " + trf("{} without a figure", unknown);
  return out;
}

std::string part_names_of(const data::ScoreRow& row) {
  using data::Verdict;
  std::string out;
  for (const Verdict verdict : {Verdict::met, Verdict::on_track, Verdict::behind, Verdict::missed, Verdict::no_data}) {
    std::string names;
    for (const data::Part& part : row.parts)
      if (same_to_readers(part.verdict, verdict)) names += (names.empty() ? "" : ", ") + part.label;
    if (!names.empty()) out += (out.empty() ? "" : " · ") + data::label_of(verdict) + ": " + names;
  }
  return out;
}

std::string month_of(data::Date day, data::Lang lang) {
  const std::string whole = data::format_date(day, lang);
  const std::size_t behind_the_day = whole.find_first_of("/ ");
  return behind_the_day == std::string::npos ? whole : whole.substr(behind_the_day + 1);
}

bool overtaken(const data::ScoreRow& row) {
  return !row.trend.empty() && std::any_of(row.published.begin(), row.published.end(),
                                           [&](const data::Actual& figure) { return figure.dated && figure.date > row.trend.back().date; });
}

std::string expected_of(const data::ScoreRow& row, data::Lang lang) {
  if (composite(row) || overtaken(row) || !row.forecast || !row.forecast->expected) return {};
  return trf("expected {}", month_of(*row.forecast->expected, lang));
}

std::vector<std::string> tags_of(const data::ScoreRow& row) {
  std::vector<std::string> out;
  if (row.target.scope == "VN") out.push_back(tr("Whole country"));
  else if (row.target.set_for == "VN") out.push_back(tr("National"));
  if (row.target.status == "draft" || row.target.status == "superseded") out.push_back(data::status_text(row.target.status));
  return out;
}

std::string short_document(const std::string& document) {
  for (std::size_t begin = 0; begin < document.size();) {
    const std::size_t end = std::min(document.find(' ', begin), document.size());
    std::string word = document.substr(begin, end - begin);
    const std::size_t sign = word.find_first_of("/-");
    const bool number = word[0] >= '0' && word[0] <= '9' && sign != std::string::npos && sign + 1 < word.size() &&
                        !(word[sign + 1] >= '0' && word[sign + 1] <= '9');
    if (number) return word;
    begin = end + 1;
  }
  return document;
}

std::string name_of(const data::Indicator& indicator, data::Lang lang) {
  return indicator.name.empty() ? indicator.id : indicator.name.in(lang);
}

std::string plain_value(double value, const std::string& unit, data::Lang lang) {
  const bool whole = std::abs(value - std::round(value)) < 1e-9;
  return unit == "%" ? data::format_percent(value, whole ? 0 : 1, lang) : data::format_number(value, whole ? 0 : 1, lang);
}

std::string lowered(const std::string& name) { return viewer::lowered(name); }

std::string basemap_name(const data::RasterSource& raster, data::Lang lang) {
  if (!raster.name.empty()) return raster.name.in(lang);
  return raster.hillshade ? tr("Relief") : tr("Basemap");
}

std::string attributions_of(const State& state) {
  std::string out;
  if (!state.dataset) return out;
  for (const auto& raster : state.dataset->rasters)
    if (const std::string& by = raster->source.attribution.in(state.lang);
        !by.empty() && raster->error.empty() && state.is_visible(raster->source.id) && state.opacity_of(raster->source.id) > 0)
      out += (out.empty() ? "" : " · ") + by;
  return out;
}

std::string brief_aim_of(const data::ScoreRow& row, data::Lang lang) {
  const std::string when = data::deadline_text(row.target, lang);
  return data::aim_text(row.target, row.indicator, lang) + (when.empty() ? "" : " · " + when);
}

std::string aim_of(const data::ScoreRow& row, data::Lang lang) { return trf("Target {}", brief_aim_of(row, lang)); }

std::string gap_of(const data::ScoreRow& row, data::Lang lang) {
  const auto aim = data::aimed_at(row.target);
  if (!row.actual || !row.gap || !aim) return row.reason;
  const double beyond = std::abs(row.actual->value - *aim);
  if (row.gap->value <= 0)
    return std::lround(beyond * 10) == 0 ? data::at_target_text(*row.actual)
                                         : trf("{} beyond", data::difference_text(beyond, row.indicator, lang));
  const std::string missing = data::difference_text(row.gap->value, row.indicator, lang);
  const bool more = row.indicator.higher_is_better || is_rank(row.indicator);
  if (!row.gap->things || *row.gap->things <= 0 || is_rank(row.indicator)) return more ? trf("{} short", missing) : trf("{} over", missing);
  const std::string things = data::format_integer(*row.gap->things, lang) + " " + row.indicator.things.in(lang);
  return more ? trf("{0} short = {1}", missing, things) : trf("{0} over = {1}", missing, things);
}

std::string brief_gap_of(const data::ScoreRow& row, data::Lang lang) {
  const bool things = row.actual && row.gap && row.gap->value > 0 && row.gap->things && *row.gap->things > 0 && !is_rank(row.indicator);
  if (!things || composite(row)) return composite(row) ? part_count_of(row) : gap_of(row, lang);
  const std::string missing = data::format_integer(*row.gap->things, lang) + " " + row.indicator.things.in(lang);
  return row.indicator.higher_is_better ? trf("{} short", missing) : trf("{} over", missing);
}

std::string later_of(const data::ScoreRow& row, data::Lang lang) {
  if (!row.later) return {};
  return trf("now {0} ({1})", data::figure_text(*row.later, row.indicator, lang), day_of(*row.later, lang));
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
  return actual.date_text.empty() ? data::format_date(actual.date, lang) : data::given_date_text(actual.date_text, lang);
}

std::string day_of(const data::Provenance& source, data::Lang lang) { return data::given_date_text(source.date, lang); }

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

}  // namespace viewer::ui
