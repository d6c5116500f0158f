#include "viewer/panels/dossier.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "data/model/words.h"
#include "viewer/panels/words.h"

namespace viewer::ui {
namespace {

float baseline_of(const Sheet& sheet, Font role) { return sheet.y + std::round((line(role) + capital(role)) / 2); }

void label_at(const Sheet& sheet, float baseline, const std::string& words) {
  text_fit(sheet.pen, Font::small, sheet.left, sheet.body() - sheet.px(12), baseline, sheet.pen.quiet(), words);
}

layers::Colour link_colour(const Sheet& sheet) { return mixed(sheet.pen.theme->text, sheet.pen.theme->accent, 0.45F); }

}  // namespace

void heading(Sheet& sheet, const std::string& words) {
  sheet.y += sheet.px(20);
  if (sheet.drawn()) section_title(sheet.pen, sheet.left, sheet.right, sheet.y + sheet.px(12), words);
  sheet.y += sheet.px(22);
}

void field(Sheet& sheet, const std::string& label, const std::string& words, Font role) {
  if (words.empty()) return;
  if (sheet.drawn()) label_at(sheet, baseline_of(sheet, role), label);
  sheet.y += paragraph(sheet.pen, role, sheet.body(), sheet.right, sheet.y, sheet.pen.text(), words) + sheet.px(5);
}

void remark(Sheet& sheet, const std::string& words) {
  if (words.empty()) return;
  sheet.y += paragraph(sheet.pen, Font::small, sheet.body(), sheet.right, sheet.y, sheet.pen.quiet(), words) + sheet.px(5);
}

void address(Sheet& sheet, int id, const std::string& where) {
  if (where.empty()) return;
  const float step = line(Font::small);
  if (sheet.drawn()) {
    const Pen& pen = sheet.pen;
    const std::string copy = data::tr("Copy");
    const float right = sheet.right - width(Font::small_strong, copy) - sheet.px(12), baseline = baseline_of(sheet, Font::small);
    label_at(sheet, baseline, data::tr("Address"));
    text_fit(pen, Font::small, sheet.body(), right, baseline, colour(link_colour(sheet)), where);
    const Press press = ui::press(id, {right + sheet.px(4), sheet.y - sheet.px(3), sheet.right, sheet.y + step + sheet.px(3)});
    text_right(pen, Font::small_strong, sheet.right, baseline, press.hovered ? pen.text() : pen.quiet(), copy);
    if (press.clicked) ImGui::SetClipboardText(where.c_str());
  }
  sheet.y += step + sheet.px(6);
}

bool link(Sheet& sheet, int id, const std::string& label, const std::string& words) {
  Pen measure = sheet.pen;
  measure.list = nullptr;
  const float right = sheet.right - sheet.px(20);
  const float high = paragraph(measure, Font::body, sheet.body(), right, sheet.y, 0, words);
  bool clicked = false;
  if (sheet.drawn()) {
    const Press press = ui::press(id, {sheet.body() - sheet.px(6), sheet.y, sheet.right, sheet.y + high});
    const layers::Colour tone = press.hovered ? sheet.pen.theme->text : link_colour(sheet);
    label_at(sheet, baseline_of(sheet, Font::body), label);
    paragraph(sheet.pen, Font::body, sheet.body(), right, sheet.y, colour(tone), words);
    icon(sheet.pen, Icon::chevron_right, {sheet.right - sheet.px(7), sheet.y + high / 2}, sheet.px(12), tone);
    clicked = press.clicked;
  }
  sheet.y += high + sheet.px(5);
  return clicked;
}

int row_of_target(const State& state, const std::string& id) {
  const auto& rows = state.loaded->scorecard.rows;
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const data::ScoreRow& row) { return row.target.id == id; });
  return found == rows.end() || id.empty() ? -1 : static_cast<int>(found - rows.begin());
}

std::string confidence_word(const std::string& word) {
  if (word == "high") return data::trc("confidence", "high");
  if (word == "medium") return data::trc("confidence", "medium");
  if (word == "low") return data::trc("confidence", "low");
  if (word == "derived") return data::trc("confidence", "derived");
  return word;
}

std::string layer_names(const State& state, const std::string& ids) {
  std::string out, id;
  std::istringstream list(ids);
  while (std::getline(list, id, ',')) {
    id.erase(0, id.find_first_not_of(' '));
    const data::LayerData* layer = layer_of(state, id);
    out += (out.empty() ? "" : " · ") + (layer ? data::layer_text(layer->source, state.lang) : id);
  }
  return out;
}

}  // namespace viewer::ui
