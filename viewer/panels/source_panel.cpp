// The dossier of a target: what is measured, from which rows or which publication, in which clause it was promised, and how it is judged.
#include <algorithm>
#include <cmath>
#include <sstream>

#include "data/model/words.h"
#include "viewer/page/content.h"
#include "viewer/panels/dialog.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"
#include "viewer/panels/words.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;
using ui::Font;

/// The dossier being written from the top; without a draw list it is only measured.
struct Sheet {
  ui::Pen pen;
  const State& state;
  const data::ScoreRow& row;
  float left = 0, right = 0, y = 0;
  float label = 0;  ///< width of the column of labels
  data::Lang lang() const { return state.lang; }
};

void heading(Sheet& sheet, const std::string& words) {
  sheet.y += sheet.pen.px(20);
  if (sheet.pen.list) ui::section_title(sheet.pen, sheet.left, sheet.right, sheet.y + sheet.pen.px(12), words);
  sheet.y += sheet.pen.px(22);
}

/// A label, and beside it a text of any length.
void field(Sheet& sheet, const std::string& label, const std::string& words, Font role = Font::body) {
  if (words.empty()) return;
  const ui::Pen& pen = sheet.pen;
  if (pen.list) {
    const float baseline = sheet.y + std::round((ui::line(role) + ui::capital(role)) / 2);
    ui::text_fit(pen, Font::small, sheet.left, sheet.left + sheet.label - pen.px(12), baseline, pen.quiet(), label);
  }
  sheet.y += ui::paragraph(pen, role, sheet.left + sheet.label, sheet.right, sheet.y, pen.text(), words, 6) + pen.px(5);
}

/// An address can be taken along: there is no browser on a wall.
void address(Sheet& sheet, const char* id, const std::string& where) {
  if (where.empty()) return;
  const ui::Pen& pen = sheet.pen;
  const float step = ui::line(Font::small);
  if (pen.list) {
    const std::string copy = tr("Copy");
    const float right = sheet.right - ui::width(Font::small_strong, copy) - pen.px(12),
                baseline = sheet.y + std::round((step + ui::capital(Font::small)) / 2);
    ui::text_fit(pen, Font::small, sheet.left, sheet.left + sheet.label - pen.px(12), baseline, pen.quiet(), tr("Address"));
    ui::text_fit(pen, Font::small, sheet.left + sheet.label, right, baseline,
                 ui::colour(ui::mixed(pen.theme->text, pen.theme->accent, 0.45F)), where);
    const ui::Press press = ui::press(id, {right + pen.px(4), sheet.y - pen.px(3), sheet.right, sheet.y + step + pen.px(3)});
    ui::text_right(pen, Font::small_strong, sheet.right, baseline, press.hovered ? pen.text() : pen.quiet(), copy);
    if (press.clicked) ImGui::SetClipboardText(where.c_str());
  }
  sheet.y += step + pen.px(6);
}

void verdict(Sheet& sheet) {
  const ui::Pen& pen = sheet.pen;
  const data::ScoreRow& row = sheet.row;
  sheet.y += pen.px(18);
  if (pen.list) {
    const float middle = sheet.y + pen.px(24);
    const ui::Figure figure = ui::figure_of(row, sheet.lang());
    float x =
        ui::text(pen, Font::numeral_card, sheet.left, ui::on_middle(Font::numeral_card, middle), pen.text(), figure.number) + pen.px(7);
    x = ui::text(pen, Font::title, x, ui::on_middle(Font::numeral_card, middle), pen.quiet(), figure.unit) + pen.px(28);
    ui::verdict_icon(pen, row.verdict, {x + pen.px(10), middle - pen.px(11)}, pen.px(20));
    ui::text_fit(pen, Font::title_strong, x + pen.px(30), sheet.right, ui::on_middle(Font::title_strong, middle - pen.px(11)),
                 ui::colour(pen.theme->of(row.verdict)), data::label_of(row.verdict));
    ui::text_fit(pen, Font::body, x, sheet.right, ui::on_middle(Font::body, middle + pen.px(14)), pen.text(),
                 row.actual ? ui::gap_of(row, sheet.lang()) : ui::aim_of(row, sheet.lang()));
  }
  sheet.y += pen.px(54);
  field(sheet, tr("Why"), row.reason);
  field(sheet, tr("Later figure"), ui::later_of(row, sheet.lang()));
}

std::string layer_names(const State& state, const std::string& ids) {
  std::string out, id;
  std::istringstream list(ids);
  while (std::getline(list, id, ',')) {
    id.erase(0, id.find_first_not_of(' '));
    const data::LayerData* layer = ui::layer_of(state, id);
    out += (out.empty() ? "" : " · ") + (layer ? ui::layer_name(layer->source, state.lang) : id);
  }
  return out;
}

std::string confidence_word(const std::string& word) {
  if (word == "high") return data::trc("confidence", "high");
  if (word == "medium") return data::trc("confidence", "medium");
  if (word == "low") return data::trc("confidence", "low");
  if (word == "derived") return data::trc("confidence", "derived");
  return word;
}

void measured(Sheet& sheet) {
  const data::ScoreRow& row = sheet.row;
  const data::Lang lang = sheet.lang();
  heading(sheet, tr("What is measured"));
  field(sheet, tr("Definition"), row.indicator.definition.in(lang));
  if (!row.actual) return;
  const data::Actual& actual = *row.actual;
  const std::string value = data::figure_text(actual.value, row.indicator, lang);
  const std::string counted = ui::counted_of(actual, row.indicator, lang);
  field(sheet, tr("Figure"), (counted.empty() ? value : counted + " = " + value) + " · " + ui::day_of(actual, lang), Font::body_strong);
  if (actual.computed) {
    field(sheet, tr("Counted from"), layer_names(sheet.state, actual.source));
    return;
  }
  field(sheet, tr("Published by"), actual.source);
  address(sheet, "##actual", actual.address);
  field(sheet, tr("Confidence"), confidence_word(actual.confidence));
  field(sheet, tr("Note"), actual.note);
}

void promised(Sheet& sheet) {
  const data::ScoreRow& row = sheet.row;
  const data::Provenance& source = row.target.source;
  heading(sheet, tr("What was promised"));
  field(sheet, tr("Target"), ui::aim_of(row, sheet.lang()), Font::body_strong);
  const ui::Pen& pen = sheet.pen;
  if (!source.quote.empty()) {
    const float left = sheet.left + sheet.label, top = sheet.y;
    sheet.y +=
        ui::paragraph(pen, Font::title, left + pen.px(16), sheet.right, sheet.y, pen.text(), "“" + source.quote + "”", 5) + pen.px(8);
    if (pen.list)
      pen.list->AddRectFilled({left, top + pen.px(2)}, {left + pen.px(3), sheet.y - pen.px(6)}, ui::colour(pen.theme->accent), pen.px(2));
  }
  const std::string day = ui::day_of(source, sheet.lang());
  field(sheet, tr("Document"), ui::origin_of(row) + (day.empty() ? "" : ", " + day));
  field(sheet, tr("Issued by"), source.issuer);
  field(sheet, tr("Status"), ui::status_of(row.target));
  if (!row.target.set_for.empty() && row.target.set_for != row.target.scope)
    field(sheet, tr("Set for"), row.target.set_for == "VN" ? tr("the whole country; applied here to this province") : row.target.set_for);
  address(sheet, "##target", source.address);
  field(sheet, tr("Read in file"), source.file);
}

/// Every figure of the trend with its day, in as many columns as fit.
void figures(Sheet& sheet) {
  const data::ScoreRow& row = sheet.row;
  if (row.trend.size() < 2) return;
  heading(sheet, tr("How it went"));
  const ui::Pen& pen = sheet.pen;
  const float high = pen.px(64), cell = pen.px(146), between = pen.px(42), step = ui::line(Font::small) + pen.px(5);
  if (pen.list)
    ui::sparkline(pen, {sheet.left + pen.px(2), sheet.y + pen.px(4), sheet.right - pen.px(6), sheet.y + high - pen.px(6)},
                  ui::trend_of(row), pen.theme->of(row.verdict));
  sheet.y += high + pen.px(6);
  const int columns = std::max(1, static_cast<int>((sheet.right - sheet.left + between) / (cell + between)));
  const int lines = (static_cast<int>(row.trend.size()) + columns - 1) / columns;
  for (std::size_t i = 0; pen.list && i < row.trend.size(); ++i) {
    const float x = sheet.left + static_cast<float>(static_cast<int>(i) / lines) * (cell + between);
    const float baseline =
        sheet.y + static_cast<float>(static_cast<int>(i) % lines) * step + std::round((step + ui::capital(Font::small)) / 2);
    ui::text(pen, Font::small, x, baseline, pen.quiet(), ui::day_of(row.trend[i], sheet.lang()));
    const float number = ui::text_right(pen, Font::small_strong, x + cell, baseline, pen.text(),
                                        data::figure_text(row.trend[i].value, row.indicator, sheet.lang()));
    ui::icon(pen, row.trend[i].computed ? ui::Icon::computed : ui::Icon::document,
             {number - pen.px(14), baseline - ui::capital(Font::small) / 2}, pen.px(12), pen.theme->quiet);
  }
  sheet.y += static_cast<float>(lines) * step + pen.px(8);
}

void write(Sheet& sheet) {
  verdict(sheet);
  measured(sheet);
  promised(sheet);
  figures(sheet);
  sheet.y += sheet.pen.px(14);
}

}  // namespace

void source_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  if (!state.loaded || static_cast<std::size_t>(state.source_shown) >= state.loaded->scorecard.rows.size())
    return requests.push_back(ShowSource{-1});
  const data::ScoreRow& row = state.loaded->scorecard.rows[static_cast<std::size_t>(state.source_shown)];
  // Over the map and the table, so that the card it explains stays in sight; over everything where that is too narrow.
  const ui::Box screen{0, 0, static_cast<float>(layout.width), static_cast<float>(layout.height)};
  const float most = static_cast<float>(820 * layout.scale);
  const ui::Box beside{0, 0, ui::shown(layout.cards) ? static_cast<float>(layout.cards.left) : screen.right, screen.bottom};
  const ui::Box& over = beside.width() >= most ? beside : screen;
  ui::Pen measure{nullptr, state.theme, static_cast<float>(layout.scale)};
  const float wide = std::min(most, over.width() - measure.px(24)) - 2 * measure.px(28);
  Sheet sheet{measure, state, row, 0, wide - measure.px(12), 0, measure.px(128)};
  write(sheet);
  ui::Dialog dialog("##source", state, layout, over, 820, sheet.y / measure.scale + 84, ui::name_of(row.indicator, state.lang));
  {
    const ui::Scroll scroll("##dossier", dialog.body, sheet.y, dialog.pen());
    Sheet drawn{scroll.pen, state, row, dialog.body.left, dialog.body.left + wide - measure.px(12), scroll.top, sheet.label};
    write(drawn);
  }
  if (dialog.closed()) requests.push_back(ShowSource{-1});
}

}  // namespace viewer
