// The provinces side by side: what each published last, what it is held to, and how it stands. Only published figures.
#include <algorithm>
#include <vector>

#include "data/model/words.h"
#include "viewer/panels/dialog.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"
#include "viewer/panels/tally.h"
#include "viewer/panels/words.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;
using ui::Font;

/// Where the columns stand. The first holds the names.
struct Columns {
  float left = 0, names = 0, right = 0;
  std::size_t count = 1;
  float edge(std::size_t i) const { return std::round(names + (right - names) * static_cast<float>(i) / static_cast<float>(count)); }
};

Columns columns_of(const ui::Pen& pen, const ui::Box& body, std::size_t provinces) {
  Columns out{body.left, 0, body.right - pen.px(14), std::max<std::size_t>(provinces, 1)};  // the scroll bar
  out.names = body.left + std::clamp((out.right - out.left) * 0.20F, pen.px(130), pen.px(330));
  return out;
}

std::vector<const data::ComparedRow*> rows_of(const State& state) {
  std::vector<const data::ComparedRow*> out;
  for (const data::ComparedRow& row : state.peers->compared)
    if (!state.comparison_shared_only || row.provinces > 1) out.push_back(&row);
  return out;
}

bool is_open(const State& state, const data::Peer& peer) {
  if (!state.loaded) return false;
  const data::Dataset& dataset = *state.loaded->dataset;
  return dataset.project.scope == peer.code ||
         (dataset.units && !dataset.units->units.empty() && dataset.units->units[0].code == peer.code);
}

/// The card of the same target on the screen behind; -1 when there is none.
int card_of(const State& state, const data::Peer& peer, const data::ComparedCell& cell) {
  if (cell.target < 0 || !is_open(state, peer)) return -1;
  const std::string& id = peer.scorecard.rows[static_cast<std::size_t>(cell.target)].target.id;
  const auto& rows = state.loaded->scorecard.rows;
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const data::ScoreRow& row) { return row.target.id == id; });
  return found == rows.end() ? -1 : static_cast<int>(found - rows.begin());
}

const data::ScoreRow* target_of(const data::Peer& peer, const data::ComparedCell& cell) {
  return cell.target < 0 ? nullptr : &peer.scorecard.rows[static_cast<std::size_t>(cell.target)];
}

/// "1/3 đạt": how many parts of a target that is made of several.
std::string parts_words(const data::ScoreRow& row) {
  if (row.parts.empty()) return {};
  const auto met =
      std::count_if(row.parts.begin(), row.parts.end(), [](const data::Part& part) { return part.verdict == data::Verdict::met; });
  return trf("{0} of {1} met", met, row.parts.size());
}

/// "≥ 75 % · hạn 31/12/2022 · cả nước".
std::string aim_words(const data::ScoreRow& row, bool with_parts, data::Lang lang) {
  std::string out = data::aim_text(row.target, row.indicator, lang);
  const auto add = [&](const std::string& words) { out += words.empty() ? "" : " · " + words; };
  add(data::deadline_text(row.target, lang));
  if (row.target.set_for == "VN") add(data::trc("target", "national"));
  if (with_parts) add(parts_words(row));
  return out;
}

std::string cell_tip(const data::ComparedRow& row, const data::ComparedCell& cell, const data::ScoreRow* target, data::Lang lang) {
  std::string out = ui::name_of(row.indicator, lang);
  if (cell.figure)
    out +=
        "\n" + data::figure_text(*cell.figure, row.indicator, lang) + " · " + ui::day_of(*cell.figure, lang) + " · " + cell.figure->source;
  if (!target) return out + "\n" + tr("no target for this indicator");
  out += "\n" + ui::aim_of(*target, lang) + " · " + ui::origin_of(*target);
  out += "\n" + data::label_of(target->verdict) + (target->reason.empty() ? "" : ": " + target->reason);
  return out;
}

bool has_targets(const data::ComparedRow& row) {
  return std::any_of(row.cells.begin(), row.cells.end(), [](const data::ComparedCell& cell) { return cell.target >= 0; });
}

std::string figure_words(const data::ComparedRow& row, const data::Actual& figure, const data::ScoreRow* target, data::Lang lang) {
  const std::string out = data::figure_text(figure, row.indicator, lang, target ? data::aimed_at(target->target) : std::nullopt);
  return row.indicator.unit == "rank" && row.indicator.of > 0 ? out + " / " + std::to_string(row.indicator.of) : out;
}

void draw_nothing(const ui::Pen& pen, float left, float middle) {
  const ui::Box box{left, middle - pen.px(8), left + pen.px(44), middle + pen.px(8)};
  ui::hatch(pen, box, pen.px(3));
  ui::text_centred(pen, Font::body, box.centre(), ui::on_middle(Font::body, middle), pen.text(), "–");
}

/// The verdict, the figure and its day; below, what is asked for. A day that has no room above goes down too.
void draw_cell(const ui::Pen& pen, const State& state, const data::ComparedRow& row, const data::ComparedCell& cell,
               const data::ScoreRow* target, const ui::Box& box) {
  const float left = box.left + pen.px(10), right = box.right - pen.px(8), inner = left + pen.px(22);
  const std::string parts = target && !cell.figure ? parts_words(*target) : std::string();
  const std::string figure = cell.figure ? figure_words(row, *cell.figure, target, state.lang) : parts;
  const std::string day = cell.figure ? ui::day_of(*cell.figure, state.lang) : std::string();
  const float after = inner + ui::width(Font::body_strong, figure) + pen.px(8);
  const bool day_fits = after + ui::width(Font::small, day) <= right;
  std::string below = day_fits ? std::string() : day;
  if (target) below += (below.empty() ? "" : " · ") + aim_words(*target, parts.empty(), state.lang);
  const bool two_lines = has_targets(row) || !below.empty();
  const float upper = two_lines ? box.middle() - pen.px(10) : box.middle(), base = ui::on_middle(Font::body_strong, upper);
  if (target) ui::verdict_icon(pen, target->verdict, {left + pen.px(7), upper}, pen.px(14));
  if (figure.empty()) draw_nothing(pen, inner, upper);
  else ui::text_fit(pen, Font::body_strong, inner, right, base, pen.text(), figure);
  if (day_fits) ui::text(pen, Font::small, after, base, pen.quiet(), day);
  if (!below.empty())
    ui::text_fit(pen, Font::small, inner + ui::width(Font::small, below) <= right ? inner : left, right,
                 ui::on_middle(Font::small, box.middle() + pen.px(11)), pen.quiet(), below);
}

void draw_row(const ui::Pen& pen, const State& state, const Columns& columns, const data::ComparedRow& row, const ui::Box& box, int id,
              Requests& requests) {
  const std::string name = ui::name_of(row.indicator, state.lang);
  const float right = columns.names - pen.px(12);
  ui::Pen measure = pen;
  measure.list = nullptr;
  const float high = ui::paragraph(measure, Font::body, columns.left, right, 0, 0, name, 2);
  ui::paragraph(pen, Font::body, columns.left, right, std::round(box.middle() - high / 2), pen.text(), name, 2);
  ImGui::PushID(id);
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const data::Peer& peer = state.peers->provinces[i];
    const data::ScoreRow* target = target_of(peer, row.cells[i]);
    const ui::Box cell{columns.edge(i) + pen.px(2), box.top + pen.px(2), columns.edge(i + 1) - pen.px(2), box.bottom - pen.px(2)};
    const int card = card_of(state, peer, row.cells[i]);
    const ui::Press press = ui::press(static_cast<int>(i), cell);
    if (press.hovered && card >= 0) pen.list->AddRectFilled(cell.min(), cell.max(), ui::colour(pen.theme->panel_raised), pen.px(6));
    draw_cell(pen, state, row, row.cells[i], target, cell);
    if (press.hovered && (target || row.cells[i].figure)) ui::tooltip(pen, cell_tip(row, row.cells[i], target, state.lang));
    if (press.clicked && card >= 0) requests.push_back(ShowSource{card});
  }
  ImGui::PopID();
  ui::rule(pen, box.left, box.right, box.bottom - pen.hair());
}

/// What is compared and what is not; at the right the switch. Returns where it ends.
float draw_notice(const ui::Pen& pen, const State& state, const ui::Box& body, Requests& requests) {
  const std::string words = tr("only indicators that two provinces or more have");
  const float half = body.left + body.width() * 0.52F,
              button = std::min(ui::width(Font::body, words), body.right - half - pen.px(60)) + pen.px(40);
  const float top = body.top + pen.px(12), middle = top + ui::line(Font::body) / 2 + pen.px(1), left = body.right - button;
  const ui::Press press = ui::press("##shared", {left, middle - pen.px(14), body.right, middle + pen.px(14)});
  ui::switch_mark(pen, left, middle, state.comparison_shared_only);
  ui::text_fit(pen, Font::body, left + pen.px(40), body.right, ui::on_middle(Font::body, middle), press.hovered ? pen.text() : pen.quiet(),
               words);
  if (press.clicked) requests.push_back(ShowComparison{true, !state.comparison_shared_only});
  const std::string notice = trf("Published figures only, judged as of {}. The illustrative data of the maps are not compared.",
                                 data::format_date(state.peers->date, state.lang));
  return top + ui::paragraph(pen, Font::body, body.left, left - pen.px(24), top, pen.text(), notice, 3) + pen.px(10);
}

/// One line a province: how many of its targets came to which verdict. Returns where they end.
float draw_tallies(const ui::Pen& pen, const State& state, const ui::Box& body, const Columns& columns, float top) {
  const float step = pen.px(27), bar = columns.names + (body.right - columns.names) * 0.34F;
  for (const data::Peer& peer : state.peers->provinces) {
    const float middle = top + step / 2;
    const data::Tally tally = data::tally_of(peer, false);
    ui::text_fit(pen, Font::body, body.left, columns.names - pen.px(12), ui::on_middle(Font::body, middle), pen.text(),
                 peer.name.in(state.lang));
    ui::tally_bar(pen, {columns.names, middle - pen.px(9), bar, middle + pen.px(9)}, tally);
    ui::tally_words(pen, bar + pen.px(18), body.right, middle, tally);
    top += step;
  }
  return top + pen.px(8);
}

/// Names of the provinces over their columns; a press opens one. Returns where the rows begin.
float draw_header(const ui::Pen& pen, const State& state, const ui::Box& body, const Columns& columns, float top, Requests& requests) {
  const ui::Box band{body.left, top, body.right, top + pen.px(38)};
  pen.list->AddRectFilled(band.min(), band.max(), ui::colour(ui::mixed(pen.theme->panel, pen.theme->panel_raised, 0.7F)), pen.px(6));
  ui::text_fit(pen, Font::small_strong, band.left + pen.px(8), columns.names - pen.px(12), ui::on_middle(Font::small_strong, band.middle()),
               pen.quiet(), tr("Indicator"));
  for (std::size_t i = 0; i < state.peers->provinces.size(); ++i) {
    const data::Peer& peer = state.peers->provinces[i];
    const ui::Box box{columns.edge(i), band.top, columns.edge(i + 1), band.bottom};
    const bool open = is_open(state, peer), opens = peer.has_sample && peer.id != state.province;
    const ui::Press press = opens ? ui::press(static_cast<int>(i), box) : ui::Press{};
    const float left = box.left + pen.px(10), base = ui::on_middle(Font::body_strong, box.middle());
    const float end = ui::text_fit(pen, Font::body_strong, left, box.right - pen.px(8), base, pen.text(), peer.name.in(state.lang));
    if (open) pen.list->AddRectFilled({left, band.bottom - pen.px(3)}, {end, band.bottom}, ui::colour(pen.theme->accent), pen.px(1));
    else if (press.hovered) pen.list->AddRectFilled({left, base + pen.px(3)}, {end, base + pen.px(4)}, pen.quiet());
    if (press.hovered) ui::tooltip(pen, tr("Open this province"));
    if (press.clicked) requests.push_back(ShowComparison{false, state.comparison_shared_only}), requests.push_back(OpenSample{peer.id});
  }
  return band.bottom;
}

constexpr float group_height = 38;
float row_height(const ui::Pen& pen) { return std::max(2 * ui::line(Font::body), 2 * ui::line(Font::small)) + pen.px(18); }

bool begins_group(const std::vector<const data::ComparedRow*>& rows, std::size_t i) {
  return i == 0 || rows[i]->indicator.pillar != rows[i - 1]->indicator.pillar;
}

void draw_rows(const ui::Pen& outer, const State& state, const ui::Box& box, const Columns& columns, Requests& requests) {
  const std::vector<const data::ComparedRow*> rows = rows_of(state);
  float content = outer.px(8);
  for (std::size_t i = 0; i < rows.size(); ++i) content += row_height(outer) + (begins_group(rows, i) ? outer.px(group_height) : 0);
  if (rows.empty())
    ui::text_fit(outer, Font::body, box.left, box.right, box.top + outer.px(34), outer.quiet(),
                 tr("The provinces have no indicator in common."));
  const ui::Scroll scroll("##rows", box, content, outer);
  float y = scroll.top;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (begins_group(rows, i)) {
      y += outer.px(group_height);
      ui::section_title(scroll.pen, columns.left, columns.right, y - outer.px(11),
                        data::pillar_text(rows[i]->indicator.pillar, state.lang));
      ui::rule(scroll.pen, columns.left, columns.right, y - outer.hair());
    }
    const ui::Box row{columns.left, y, columns.right, y + row_height(outer)};
    y = row.bottom;
    if (row.bottom > box.top && row.top < box.bottom) draw_row(scroll.pen, state, columns, *rows[i], row, static_cast<int>(i), requests);
  }
}

}  // namespace

void comparison_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  if (!state.peers) return requests.push_back(ShowComparison{false, state.comparison_shared_only});
  // Over the map and the table where four columns have room there, so that the cards stay in sight.
  const ui::Box screen{0, 0, static_cast<float>(layout.width), static_cast<float>(layout.height)};
  const ui::Box beside{0, 0, ui::shown(layout.cards) ? static_cast<float>(layout.cards.left) : screen.right, screen.bottom};
  const ui::Box& over = static_cast<double>(beside.width()) >= 1240 * layout.scale ? beside : screen;
  ui::Dialog dialog("##comparison", state, layout, over, 1440, 1400, tr("The provinces side by side"));
  const ui::Pen& pen = dialog.pen();
  const Columns columns = columns_of(pen, dialog.body, state.peers->provinces.size());
  float y = draw_notice(pen, state, dialog.body, requests);
  y = draw_tallies(pen, state, dialog.body, columns, y);
  y = draw_header(pen, state, dialog.body, columns, y, requests);
  draw_rows(pen, state, {dialog.body.left, y, dialog.body.right, dialog.body.bottom}, columns, requests);
  if (dialog.closed()) requests.push_back(ShowComparison{false, state.comparison_shared_only});
}

}  // namespace viewer
