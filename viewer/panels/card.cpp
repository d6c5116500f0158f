#include "viewer/panels/card.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "data/model/words.h"
#include "viewer/page/content.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/words.h"

namespace viewer::ui {
namespace {

using data::tr;

struct Card {
  const Pen& pen;
  Box in;  ///< without the padding
  const State& state;
  const data::ScoreRow& row;
  layers::Colour hue;
  data::Lang lang;
};

bool is_rank(const Card& card) { return card.row.indicator.unit == "rank" && !composite(card.row); }
/// Parts have no common course: theirs is in the dossier.
bool moves(const Card& card) { return card.row.trend.size() > 1 && !composite(card.row); }

/// The number with its unit after it; returns where they end. It is smaller where that much `beside` it would not fit else, within reason.
float figure(const Card& card, Font largest, Font unit_role, float baseline, float room, float beside = 0) {
  const Figure f = figure_of(card.row, card.lang);
  float unit = f.unit.empty() ? 0 : card.pen.px(6) + width(unit_role, f.unit);
  // A unit that has no room goes whole: the name of the indicator says it too.
  if (width(numeral_for(largest, f.number, room), f.number) + unit > room) unit = 0;
  const Font role = numeral_for(largest, f.number, std::clamp(card.in.width() - beside - unit, room * 0.6F, room));
  const float left = card.in.left - bearing(role, f.number);  // its ink begins where the other lines do
  const float end = text(card.pen, role, left, baseline, card.pen.text(), f.number);
  if (unit == 0) return end;
  return text_fit(card.pen, unit_role, end + card.pen.px(6), card.in.left + room, baseline, card.pen.quiet(), f.unit);
}

void measure_bar(const Card& card, const Box& box) {
  if (composite(card.row)) {
    std::vector<data::Verdict> verdicts;
    for (const data::Part& part : card.row.parts) verdicts.push_back(part.verdict);
    return segments(card.pen, box, std::move(verdicts));
  }
  if (is_rank(card)) return ladder(card.pen, box, ladder_of(card.row), card.hue);
  const Bar bar = bar_of(card.row);
  bullet(card.pen, box, bar.value, bar.target, card.hue);
}

/// Icon and word; returns the width used, drawn to the left of `right` or to the right of `left`.
float verdict(const Card& card, Font role, float left, float right, float middle, bool at_right) {
  const std::string word = data::label_of(card.row.verdict);
  const float size = std::round(capital(role) * 1.55F), space = card.pen.px(7), wide = size + space + width(role, word);
  const float x = at_right ? right - wide : left;
  verdict_icon(card.pen, card.row.verdict, {x + size / 2, middle}, size);
  text_fit(card.pen, role, x + size + space, right, on_middle(role, middle), colour(card.hue), word);
  return wide;
}

/// A draft or a replaced document says so in a tag beside it.
std::string document_of(const Card& card) {
  const std::string& document = card.row.target.source.document;
  return document.empty() ? tr("no document named") : document;
}

/// The first that fits whole; the last one where none does.
std::string fitting(Font role, float room, std::initializer_list<std::string> choices) {
  for (const std::string& words : choices)
    if (width(role, words) <= room) return words;
  return choices.end()[-1];
}

/// Tags from the right as far as they fit; returns where they begin.
float tags(const Card& card, float left, float right, float middle) {
  const std::vector<std::string> words = tags_of(card.row);
  float x = right;
  for (auto word = words.rbegin(); word != words.rend() && x - tag_width(card.pen, *word) >= left; ++word)
    x = tag(card.pen, x, middle, *word) - card.pen.px(6);
  return x;
}

void origin_icon(const Card& card, float middle) {
  const bool computed = card.row.actual && card.row.actual->computed && !composite(card.row);
  icon(card.pen, computed ? Icon::computed : Icon::document, {card.in.left + card.pen.px(6), middle}, card.pen.px(13),
       card.state.theme->quiet);
}

/// Where the number comes from: counted on the map or published, of which day; then the document of the target and whose it is.
void origin(const Card& card, float middle) {
  const Pen& pen = card.pen;
  const float left = card.in.left + pen.px(20);
  origin_icon(card, middle);
  const float right = tags(card, left + card.in.width() * 0.4F, card.in.right, middle);
  const std::string kind = composite(card.row) ? std::string() : kind_of(card.row, card.lang), lead = kind.empty() ? kind : kind + " · ";
  const std::string document = document_of(card), brief = short_document(document);
  text_fit(pen, Font::small, left, right, on_middle(Font::small, middle), pen.quiet(),
           fitting(Font::small, right - left, {lead + document, lead + brief, brief}));
}

/// "55 → 12 → 18" with the years beneath: of a ranking every place counts, not its slope.
void places(const Card& card, const Box& box) {
  const auto& trend = card.row.trend;
  const std::size_t from = trend.size() > 3 ? trend.size() - 3 : 0;
  const Pen& pen = card.pen;
  float x = box.right;
  std::string years;
  for (std::size_t i = trend.size(); i-- > from;) {
    const bool last = i + 1 == trend.size();
    x = text_right(pen, last ? Font::heading : Font::title, x, box.middle(), last ? pen.text() : pen.quiet(),
                   data::sign_text(trend[i]) + data::format_number(trend[i].value, 0, card.lang));
    if (i > from) x = text_right(pen, Font::title, x - pen.px(7), box.middle(), pen.quiet(), "→") - pen.px(7);
  }
  for (std::size_t i = from; i < trend.size(); ++i) years += (years.empty() ? "" : " · ") + day_of(trend[i], card.lang);
  text_fit_right(pen, Font::small, box.left, box.right, box.middle() + line(Font::small) * 1.15F, pen.quiet(), years);
}

/// Parts by name with their verdicts, one below the other, where all of them fit.
void part_list(const Card& card, const Box& box) {
  const Pen& pen = card.pen;
  const auto& parts = card.row.parts;
  const float step = line(Font::small) + pen.px(3), mark = pen.px(20);
  float wide = 0;
  for (const data::Part& part : parts) wide = std::max(wide, mark + width(Font::small, part.label));
  if (wide > box.width() || step * static_cast<float>(parts.size()) > box.height()) return;
  float middle = box.bottom - step * (static_cast<float>(parts.size()) - 0.5F);
  for (const data::Part& part : parts) {
    verdict_icon(pen, part.verdict, {box.right - wide + pen.px(7), middle}, pen.px(13));
    text(pen, Font::small, box.right - wide + mark, on_middle(Font::small, middle), pen.quiet(), part.label);
    middle += step;
  }
}

void trend(const Card& card, const Box& box) {
  if (composite(card.row)) return part_list(card, box);
  if (!moves(card)) return;
  if (is_rank(card) && box.height() > card.pen.px(36)) return places(card, box);
  sparkline(card.pen, box.inset(0, card.pen.px(4)), trend_of(card.row), card.hue);
}

/// In place of a number nobody knows: why it is not known.
void reason(const Card& card, Font role, float left, float top, int lines) {
  paragraph(card.pen, role, left, card.in.right, top, colour(mixed(card.state.theme->text, card.state.theme->quiet, 0.4F)), card.row.reason,
            lines);
}

/// How far it is, in as many words as fit; of parts their names, or how many.
std::string gap_words(const Card& card, Font role, float room) {
  if (composite(card.row)) {
    std::string names = part_names_of(card.row);
    return width(role, names) <= room ? names : part_count_of(card.row);
  }
  std::string out = gap_of(card.row, card.lang);
  if (const std::string later = later_of(card.row, card.lang); !later.empty()) out += " · " + later;
  return out;
}

/// The name in large type if all of it fits, else in small.
void name(const Card& card, Font role, Font smaller, float right, float middle) {
  const std::string words = name_of(card.row.indicator, card.lang);
  const Font fits = width(role, words) <= right - card.in.left ? role : smaller;
  text_fit(card.pen, fits, card.in.left, right, on_middle(fits, middle), card.pen.text(), words);
}

void full(const Card& card) {
  const Pen& pen = card.pen;
  const Box& in = card.in;
  const float spare = std::min(std::max(in.height() - pen.px(least_height(CardShape::full) - 36), 0.0F), pen.px(90));
  const float number = in.top + pen.px(78) + spare * 0.45F, bar = number + pen.px(23) + spare * 0.12F;
  const float said = bar + pen.px(26) + spare * 0.14F, gap = said + pen.px(23) + spare * 0.05F;
  name(card, Font::title, Font::body_strong, in.right, in.top + pen.px(11));
  if (has_figure(card.row)) {
    const float end = figure(card, Font::numeral, Font::title, number, in.width() * 0.62F);
    const float left = std::max(end + pen.px(24), in.right - std::max(pen.px(150), in.width() * 0.40F));
    trend(card, {left, number - pen.px(50) - spare * 0.3F, in.right, number + pen.px(2)});
  } else {
    reason(card, Font::body, in.left, number - pen.px(44), 2);
  }
  measure_bar(card, {in.left, std::round(bar - pen.px(5)), in.right, std::round(bar - pen.px(5)) + pen.px(11)});
  const float wide = verdict(card, Font::body_strong, in.left, in.right, said, false);
  const float beside = in.left + wide + pen.px(14);
  text_fit_right(pen, Font::body, beside, in.right, on_middle(Font::body, said), pen.quiet(),
                 fitting(Font::body, in.right - beside, {aim_of(card.row, card.lang), brief_aim_of(card.row, card.lang)}));
  if (has_figure(card.row)) {
    const float end =
        text_fit(pen, Font::body, in.left, in.right, on_middle(Font::body, gap), pen.text(), gap_words(card, Font::body, in.width()));
    if (const std::string when = expected_of(card.row, card.lang); width(Font::body, when) + pen.px(14) <= in.right - end)
      text_right(pen, Font::body, in.right, on_middle(Font::body, gap), pen.quiet(), when);
  }
  origin(card, in.bottom - pen.px(6));
}

void middle(const Card& card) {
  const Pen& pen = card.pen;
  const Box& in = card.in;
  const float spare = std::min(std::max(in.height() - pen.px(least_height(CardShape::middle) - 24), 0.0F), pen.px(50));
  const float first = in.top + pen.px(9), number = in.top + pen.px(59) + spare * 0.35F, bar = number + pen.px(18) + spare * 0.3F;
  const float wide = verdict(card, Font::body_strong, in.left, in.right, first, true);
  name(card, Font::body_strong, Font::small_strong, in.right - wide - pen.px(14), first);
  const float upper = number - pen.px(25), lower = number - pen.px(5);
  const std::string aim = aim_of(card.row, card.lang), when = expected_of(card.row, card.lang);
  if (has_figure(card.row)) {
    const float between = pen.px(18);
    const float beside = between + std::max(width(Font::small, brief_aim_of(card.row, card.lang)),
                                            width(Font::small_strong, brief_gap_of(card.row, card.lang)));
    const float end = figure(card, Font::numeral_card, Font::title, number, in.width() * 0.5F, beside) + between, room = in.right - end;
    const std::string then = when.empty() ? when : " · " + when;  // said where all of it has room
    text_fit_right(pen, Font::small_strong, end, in.right, on_middle(Font::small_strong, upper), pen.text(),
                   gap_words(card, Font::small_strong, room));
    text_fit_right(
        pen, Font::small, end, in.right, on_middle(Font::small, lower), pen.quiet(),
        fitting(Font::small, room, {aim + then, brief_aim_of(card.row, card.lang) + then, aim, brief_aim_of(card.row, card.lang)}));
  } else {
    reason(card, Font::small, in.left, upper - pen.px(10), 1);
    text_fit(pen, Font::small, in.left, in.right, on_middle(Font::small, lower), pen.quiet(), aim);
  }
  const float spark = moves(card) ? pen.px(84) : 0;
  measure_bar(card, {in.left, std::round(bar - pen.px(4)), in.right - spark - (moves(card) ? pen.px(18) : 0),
                     std::round(bar - pen.px(4)) + pen.px(9)});
  if (moves(card)) sparkline(pen, {in.right - spark, bar - pen.px(9), in.right - pen.px(4), bar + pen.px(8)}, trend_of(card.row), card.hue);
  origin(card, in.bottom - pen.px(5));
}

/// Tells cards of one indicator apart: after the gap come the document, as far as there is room, and whose it is.
void last_line(const Card& card, float middle) {
  const Pen& pen = card.pen;
  const float left = card.in.left + pen.px(20), between = pen.px(12), right = tags(card, card.in.centre(), card.in.right, middle);
  const std::string document = short_document(document_of(card));
  // A gap is said whole before the document is; the reason in place of one would leave it no room.
  const bool measured = card.row.gap || (composite(card.row) && has_figure(card.row));
  const float whole = right - left, room = measured ? whole : whole * 0.55F;
  const float beside = room - between - width(Font::small, document);
  const std::string at_length = gap_words(card, Font::small, beside);
  const std::string gap = fitting(Font::small, beside, {at_length, brief_gap_of(card.row, card.lang)});
  origin_icon(card, middle);
  const float end = text_fit(pen, Font::small, left, left + room, on_middle(Font::small, middle), pen.text(), gap) + between;
  if (right - end >= std::min(width(Font::small, document), pen.px(70)))
    text_fit_right(pen, Font::small, end, right, on_middle(Font::small, middle), pen.quiet(), document);
}

void short_row(const Card& card) {
  const Pen& pen = card.pen;
  const Box& in = card.in;
  const float first = in.top + pen.px(8), number = in.top + pen.px(48), split = in.left + std::min(pen.px(122), in.width() * 0.42F);
  const float wide = verdict(card, Font::small_strong, in.left, in.right, first, true);
  name(card, Font::body_strong, Font::small_strong, in.right - wide - pen.px(12), first);
  if (has_figure(card.row)) figure(card, Font::numeral_row, Font::body, number, split - in.left - pen.px(6));
  else text(pen, Font::heading, in.left, number - pen.px(4), pen.quiet(), "–");
  const float bar = in.top + pen.px(32);
  const float spark = moves(card) ? pen.px(52) : 0;
  measure_bar(card, {split, std::round(bar - pen.px(4)), in.right - spark - (moves(card) ? pen.px(14) : 0),
                     std::round(bar - pen.px(4)) + pen.px(8)});
  if (moves(card)) sparkline(pen, {in.right - spark, bar - pen.px(7), in.right - pen.px(4), bar + pen.px(6)}, trend_of(card.row), card.hue);
  const std::string aim = fitting(Font::small, in.right - split, {aim_of(card.row, card.lang), brief_aim_of(card.row, card.lang)});
  text_fit(pen, Font::small, split, in.right, on_middle(Font::small, in.top + pen.px(50)), pen.quiet(), aim);
  last_line(card, in.bottom - pen.px(5));
}

}  // namespace

void draw_card(const Pen& pen, const Box& box, CardShape shape, const State& state, int index, Requests& requests) {
  const data::ScoreRow& row = state.loaded->scorecard.rows[static_cast<std::size_t>(index)];
  const float x = pen.px(shape == CardShape::row      ? 14
                         : shape == CardShape::middle ? 18
                                                      : 20),
              y = pen.px(shape == CardShape::full     ? 18
                         : shape == CardShape::middle ? 13
                                                      : 11);
  const Card card{pen, box.inset(x, y), state, row, state.theme->of(row.verdict), state.lang};
  const float title = card.in.top + pen.px(shape == CardShape::full ? 24 : 18);
  ImGui::PushID(index);
  const Press whole = press("##card", {box.left, title, box.right, box.bottom}),
              name = press("##name", {box.left, box.top, box.right, title});
  ImGui::PopID();
  const data::Answer* answer = state.loaded->answers.find(row.indicator.id);
  const bool on_map = answer && answer->why_not.empty() && row.indicator.computable();
  card_frame(pen, box, whole.hovered || name.hovered, on_map && row.indicator.id == state.indicator);
  if (shape == CardShape::full) full(card);
  else if (shape == CardShape::middle) middle(card);
  else short_row(card);
  // The name of what the map shows already has nothing left to choose: it answers like the rest of the card.
  if (name.clicked && on_map && row.indicator.id != state.indicator) requests.push_back(ChooseIndicator{row.indicator.id});
  else if (whole.clicked || name.clicked) requests.push_back(ShowSource{index});
}

}  // namespace viewer::ui
