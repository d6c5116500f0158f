// The figure: what it says, how it is judged, what is measured, and every figure there is with its day and source.
#include <algorithm>
#include <cmath>

#include "data/model/words.h"
#include "viewer/panels/dossier.h"
#include "viewer/panels/words.h"

namespace viewer::ui {
namespace {

using data::tr;
using data::trf;

/// In columns: counted figures have nothing of their own to tell but the day.
void counted_figures(Sheet& sheet, const std::vector<data::Actual>& figures) {
  const float cell = sheet.px(178), between = sheet.px(42), step = line(Font::small) + sheet.px(5);
  const int columns = std::max(1, static_cast<int>((sheet.right - sheet.left + between) / (cell + between)));
  const int lines = (static_cast<int>(figures.size()) + columns - 1) / columns;
  for (int i = 0; sheet.drawn() && i < static_cast<int>(figures.size()); ++i) {
    const data::Actual& figure = figures[static_cast<std::size_t>(i)];
    const float x = sheet.left + static_cast<float>(i / lines) * (cell + between);
    const float baseline = sheet.y + static_cast<float>(i % lines) * step + std::round((step + capital(Font::small)) / 2);
    const std::string value = data::figure_text(figure, sheet.row.indicator, sheet.lang());
    text(sheet.pen, Font::small, x, baseline, sheet.pen.quiet(), day_of(figure, sheet.lang()));
    text_fit_right(sheet.pen, Font::small_strong, x + sheet.px(90), x + cell, baseline, sheet.pen.text(), value);
  }
  sheet.y += static_cast<float>(lines) * step + sheet.px(4);
}

/// The day and the value, and beneath them who says so.
void published_figure(Sheet& sheet, int id, const data::Actual& figure) {
  const std::string day = figure.dated ? day_of(figure, sheet.lang()) : tr("date unknown");
  field(sheet, day, data::figure_text(figure, sheet.row.indicator, sheet.lang()), Font::body_strong);
  std::string source = figure.source;
  if (!figure.confidence.empty()) source += (source.empty() ? "" : " · ") + trf("confidence: {}", confidence_word(figure.confidence));
  remark(sheet, source);
  remark(sheet, figure.note);
  address(sheet, id, figure.address);
  sheet.y += sheet.px(6);
}

}  // namespace

void write_verdict(Sheet& sheet) {
  const Pen& pen = sheet.pen;
  const data::ScoreRow& row = sheet.row;
  sheet.y += sheet.px(18);
  if (sheet.drawn()) {
    const float middle = sheet.y + sheet.px(24);
    const Figure figure = figure_of(row, sheet.lang());
    const Font role = numeral_for(Font::numeral_card, figure.number, (sheet.right - sheet.left) * 0.45F);
    float x = text(pen, role, sheet.left, on_middle(Font::numeral_card, middle), pen.text(), figure.number) + sheet.px(7);
    x = text(pen, Font::title, x, on_middle(Font::numeral_card, middle), pen.quiet(), figure.unit) + sheet.px(28);
    verdict_icon(pen, row.verdict, {x + sheet.px(10), middle - sheet.px(11)}, sheet.px(20));
    text_fit(pen, Font::title_strong, x + sheet.px(30), sheet.right, on_middle(Font::title_strong, middle - sheet.px(11)),
             colour(pen.theme->of(row.verdict)), data::label_of(row.verdict));
    const std::string gap = composite(row) ? part_count_of(row) : row.actual ? gap_of(row, sheet.lang()) : aim_of(row, sheet.lang());
    text_fit(pen, Font::body, x, sheet.right, on_middle(Font::body, middle + sheet.px(14)), pen.text(), gap);
  }
  sheet.y += sheet.px(54);
  field(sheet, tr("Why"), row.reason);
  field(sheet, tr("Later figure"), later_of(row, sheet.lang()));
  field(sheet, tr("Would change it"), row.change);
}

void write_measured(Sheet& sheet) {
  const data::ScoreRow& row = sheet.row;
  const data::Lang lang = sheet.lang();
  if (row.indicator.definition.empty() && row.area.empty() && !row.actual && !row.country) return;
  heading(sheet, tr("What is measured"));
  field(sheet, tr("Definition"), row.indicator.definition.in(lang));
  field(sheet, tr("Area"), row.area);
  if (row.actual) {
    const data::Actual& actual = *row.actual;
    const std::string value = data::figure_text(actual, row.indicator, lang), counted = counted_of(actual, row.indicator, lang);
    field(sheet, tr("Figure"), (counted.empty() ? value : counted + " = " + value) + " · " + day_of(actual, lang), Font::body_strong);
    if (actual.computed) {
      field(sheet, tr("Counted from"), layer_names(sheet.state, actual.source));
    } else {
      field(sheet, tr("Published by"), actual.source);
      address(sheet, 1, actual.address);
      field(sheet, tr("Confidence"), confidence_word(actual.confidence));
      field(sheet, tr("Note"), actual.note);
    }
  }
  if (row.country)
    field(sheet, tr("Whole country"),
          data::figure_text(*row.country, row.indicator, lang) + " · " + day_of(*row.country, lang) + " · " + row.country->source);
}

void write_related(Sheet& sheet) {
  if (sheet.row.related.empty()) return;
  heading(sheet, tr("Near it, but not the same"));
  const float top = sheet.y, indent = sheet.px(16);
  Sheet inner = sheet;
  inner.left += indent, inner.label -= indent;
  int id = 100;
  for (const data::RelatedFigure& related : sheet.row.related) {
    field(inner, tr("Indicator"), name_of(related.indicator, sheet.lang()));
    field(inner, tr("Figure"),
          data::figure_text(related.actual, related.indicator, sheet.lang()) + " · " + day_of(related.actual, sheet.lang()));
    field(inner, tr("Not the same"), related.why.in(sheet.lang()));
    const bool computed = related.actual.computed;
    field(inner, computed ? tr("Counted from") : tr("Published by"),
          computed ? layer_names(sheet.state, related.actual.source) : related.actual.source);
    address(inner, id++, related.actual.address);
  }
  sheet.y = inner.y;
  if (!sheet.drawn()) return;
  const float right = sheet.left + sheet.px(4);  // set apart by a striped edge: nothing here is judged
  hatch(sheet.pen, {sheet.left, top, right, sheet.y - sheet.px(4)}, 0);
}

void write_figures(Sheet& sheet) {
  std::vector<data::Actual> counted;
  for (const data::Actual& figure : sheet.row.trend)
    if (figure.computed) counted.push_back(figure);
  if (counted.empty() && sheet.row.published.empty()) return;
  heading(sheet, tr("Every figure"));
  if (!counted.empty()) {
    field(sheet, tr("Counted from"), layer_names(sheet.state, counted.front().source));
    counted_figures(sheet, counted);
    sheet.y += sheet.px(8);
  }
  int id = 200;
  for (const data::Actual& figure : sheet.row.published) published_figure(sheet, id++, figure);
}

}  // namespace viewer::ui
