// Where the figures lead: a drawing, an expected day, and how little or how much that is to be trusted.
#include <algorithm>

#include "data/model/words.h"
#include "viewer/panels/dossier.h"
#include "viewer/panels/outlook_chart.h"
#include "viewer/panels/words.h"

namespace viewer::ui {
namespace {

using data::Forecast;
using data::tr;
using data::trf;

constexpr std::size_t few_figures = 6;

std::string interval_of(const Forecast& f, data::Lang lang) {
  if (!f.no_interval.empty()) return f.no_interval;
  if (f.earliest && f.latest)
    return trf("80 in 100: {0} to {1}, if the model holds", month_of(*f.earliest, lang), month_of(*f.latest, lang));
  if (f.earliest) return trf("80 in 100: not before {}, and no late end is in sight", month_of(*f.earliest, lang));
  return {};
}

std::string at_deadline(const Forecast& f, const data::ScoreRow& row, data::Lang lang) {
  if (!f.value_at_deadline) return {};
  const auto said = [&](double value) {  // no place is worse than the last
    return data::figure_text(row.indicator.of > 0 ? std::min<double>(value, row.indicator.of) : value, row.indicator, lang);
  };
  std::string value = said(*f.value_at_deadline);
  if (!f.low_at_deadline || !f.high_at_deadline) return value;
  return trf("{0} (80 in 100: {1} to {2})", value, said(*f.low_at_deadline), said(*f.high_at_deadline));
}

std::string model_of(const Forecast& f) {
  return f.model == Forecast::Model::line ? tr("a straight line through all figures")
                                          : tr("a saturating curve: what is missing shrinks by the same share every day");
}

/// How many figures, up to when, and whether the world has moved on since.
std::string ground_of(const Forecast& f, const data::ScoreRow& row, data::Lang lang) {
  std::string out = trf("{0} figures up to {1}", f.figures, data::format_date(row.trend.back().date, lang));
  if (f.figures < few_figures) out += "; " + tr("so few show a direction rather than a day");
  if (overtaken(row)) out += "; " + tr("what was published later is drawn but not reckoned with");
  return out;
}

/// Both models' errors, so that a reader sees what the choice rests on.
std::string errors_of(const Forecast& f, const data::ScoreRow& row, data::Lang lang) {
  if (!f.backtest_line) return {};
  const std::string line = data::difference_text(*f.backtest_line, row.indicator, lang);
  if (!f.backtest_saturating) return trf("line {}; the curve cannot be used here", line);
  return trf("line {0}, curve {1}", line, data::difference_text(*f.backtest_saturating, row.indicator, lang));
}

void write_forecast(Sheet& sheet, const Forecast& f) {
  const data::Lang lang = sheet.lang();
  if (f.outcome == Forecast::Outcome::reached) return field(sheet, tr("Forecast"), f.refusal);
  if (f.outcome == Forecast::Outcome::refused) return field(sheet, tr("Forecast"), trf("none: {}", f.refusal));
  if (f.expected) field(sheet, tr("Forecast"), trf("at this pace reached about {}", month_of(*f.expected, lang)), Font::body_strong);
  else field(sheet, tr("Forecast"), trf("no day can be named: {}", f.refusal));
  field(sheet, tr("Interval"), interval_of(f, lang));
  field(sheet, tr("At the deadline"), at_deadline(f, sheet.row, lang));
  field(sheet, tr("Model"), model_of(f));
  field(sheet, tr("Back-test error"), errors_of(f, sheet.row, lang));
  field(sheet, tr("Made from"), ground_of(f, sheet.row, lang));
}

}  // namespace

void write_outlook(Sheet& sheet) {
  if (composite(sheet.row)) return;  // parts go each their own way
  heading(sheet, tr("How it went and where it leads"));
  const auto& published = sheet.row.published;
  const bool dated = std::any_of(published.begin(), published.end(), [](const data::Actual& figure) { return figure.dated; });
  if (sheet.row.trend.empty() && !dated) return field(sheet, tr("Forecast"), trf("none: {}", tr("no figure has a date")));
  const float high = sheet.px(210);
  if (sheet.drawn())
    outlook_chart(sheet.pen, {sheet.left, sheet.y, sheet.right, sheet.y + high}, outlook_of(sheet.row), sheet.row, sheet.lang());
  sheet.y += high + sheet.px(10);
  if (sheet.row.forecast) write_forecast(sheet, *sheet.row.forecast);
}

}  // namespace viewer::ui
