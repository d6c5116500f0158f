// The promise: its clause, its document, how its time is read, what took its place, and the parts it is made of.
#include <algorithm>
#include <cmath>

#include "data/model/words.h"
#include "viewer/panels/dossier.h"
#include "viewer/panels/words.h"

namespace viewer::ui {
namespace {

using data::tr;
using data::trf;

void quote(Sheet& sheet, const std::string& words) {
  if (words.empty()) return;
  const float left = sheet.body(), top = sheet.y;
  sheet.y +=
      paragraph(sheet.pen, Font::title, left + sheet.px(16), sheet.right, sheet.y, sheet.pen.text(), "“" + words + "”") + sheet.px(8);
  if (sheet.drawn())
    sheet.pen.list->AddRectFilled({left, top + sheet.px(2)}, {left + sheet.px(3), sheet.y - sheet.px(6)}, colour(sheet.pen.theme->accent),
                                  sheet.px(2));
}

/// As the document puts it, and the day it is taken for.
std::string deadline_of(const data::Target& target, data::Lang lang) {
  std::string words = data::deadline_text(target, lang);
  if (words.empty()) return tr("the document states no time");
  if (!target.deadline || target.deadline_form == data::DeadlineForm::day) return words;
  return trf("{0}, read as up to {1}", words, data::format_date(*target.deadline, lang));
}

std::string baseline_of(const data::ScoreRow& row, data::Lang lang) {
  if (!row.target.baseline) return {};
  const data::Baseline& from = *row.target.baseline;
  std::string out = from.value ? data::figure_text(*from.value, row.indicator, lang) : tr("figure not seen");
  if (!from.date_text.empty()) out += " · " + from.date_text;
  return from.source.empty() ? out : out + " · " + from.source;
}

void superseded_by(Sheet& sheet) {
  const std::string& id = sheet.row.target.superseded_by;
  if (id.empty()) return;
  const int index = row_of_target(sheet.state, id);
  if (index < 0) return field(sheet, tr("Superseded by"), id);
  const data::ScoreRow& other = sheet.state.loaded->scorecard.rows[static_cast<std::size_t>(index)];
  if (link(sheet, 300, tr("Superseded by"), other.target.source.document + " · " + aim_of(other, sheet.lang())))
    sheet.requests.push_back(ShowSource{index});
}

/// A named unit is told from its neighbours on the map; an inherited target has a dossier of its own.
struct PartPress {
  int unit = -1, row = -1;
  bool any() const { return unit >= 0 || row >= 0; }
};

void carry_out(Sheet& sheet, const PartPress& press) {
  if (press.row >= 0) return sheet.requests.push_back(ShowSource{press.row});
  if (press.unit != sheet.state.selected) sheet.requests.push_back(SelectUnit{press.unit});  // asked twice it would be let go
  sheet.requests.push_back(ShowSource{-1});                                                  // the dossier lies over the map
}

void write_part(Sheet& sheet, int id, const data::Part& part) {
  const bool inherited = sheet.row.target.comparator == data::Comparator::inherits;
  const PartPress to{part.unit, inherited ? row_of_target(sheet.state, part.id) : -1};
  const Pen& pen = sheet.pen;
  const float indent = sheet.px(28), right = sheet.right - sheet.px(20), high = line(Font::body) + sheet.px(4);
  const float reason_left = sheet.left + indent;
  Pen measure = pen;
  measure.list = nullptr;
  const float said = part.reason.empty() ? 0 : paragraph(measure, Font::small, reason_left, right, 0, 0, part.reason);
  if (sheet.drawn()) {
    const Box whole{sheet.left - sheet.px(8), sheet.y - sheet.px(3), sheet.right, sheet.y + high + said + sheet.px(3)};
    const Press press = to.any() ? ui::press(id, whole) : Press{};
    if (press.hovered) pen.list->AddRectFilled(whole.min(), whole.max(), colour(pen.theme->panel_raised), sheet.px(6));
    const float middle = sheet.y + high / 2, baseline = on_middle(Font::body, middle);
    verdict_icon(pen, part.verdict, {sheet.left + sheet.px(9), middle}, sheet.px(17));
    const float word = text_right(pen, Font::body, right, baseline, colour(pen.theme->of(part.verdict)), data::label_of(part.verdict));
    float figure = word;
    const data::Indicator& indicator =
        to.row >= 0 ? sheet.state.loaded->scorecard.rows[static_cast<std::size_t>(to.row)].indicator : sheet.row.indicator;
    if (part.actual && sheet.row.target.comparator != data::Comparator::named_units)
      figure = text_right(pen, Font::body_strong, word - sheet.px(18), baseline, pen.text(),
                          data::figure_text(*part.actual, indicator, sheet.lang()));
    text_fit(pen, Font::body, reason_left, figure - sheet.px(14), baseline, pen.text(), part.label);
    paragraph(pen, Font::small, reason_left, right, sheet.y + high, pen.quiet(), part.reason);
    if (to.any())
      icon(pen, Icon::chevron_right, {sheet.right - sheet.px(9), middle}, sheet.px(12), press.hovered ? pen.theme->text : pen.theme->quiet);
    if (press.clicked) carry_out(sheet, to);
  }
  sheet.y += high + said + sheet.px(7);
}

}  // namespace

void write_promised(Sheet& sheet) {
  const data::ScoreRow& row = sheet.row;
  const data::Provenance& source = row.target.source;
  heading(sheet, tr("What was promised"));
  field(sheet, tr("Target"), data::aim_text(row.target, row.indicator, sheet.lang()), Font::body_strong);
  quote(sheet, source.quote);
  field(sheet, tr("Deadline"), deadline_of(row.target, sheet.lang()));
  const std::string day = day_of(source, sheet.lang());
  field(sheet, tr("Document"), origin_of(row) + (day.empty() ? "" : ", " + day));
  field(sheet, tr("Issued by"), source.issuer);
  field(sheet, tr("Status"), data::status_text(row.target.status, sheet.lang()));
  superseded_by(sheet);
  if (!row.target.set_for.empty() && row.target.set_for != row.target.scope)
    field(sheet, tr("Set for"), row.target.set_for == "VN" ? tr("the whole country; applied here to this province") : row.target.set_for);
  else if (row.target.scope == "VN") field(sheet, tr("Set for"), tr("the whole country"));
  field(sheet, tr("Counted up from"), baseline_of(row, sheet.lang()));
  field(sheet, tr("Note"), row.target.note.in(sheet.lang()));
  address(sheet, 2, source.address);
  field(sheet, tr("Read in file"), source.file);
}

void write_parts(Sheet& sheet) {
  if (sheet.row.parts.empty()) return;
  heading(sheet, tr("What it is made of"));
  int id = 1000;
  for (const data::Part& part : sheet.row.parts) write_part(sheet, id++, part);
}

}  // namespace viewer::ui
