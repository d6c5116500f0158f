#include "viewer/page/cards.h"

#include <algorithm>
#include <array>

#include "viewer/page/two_languages.h"
#include "viewer/page/verdict_icon.h"

namespace viewer {
namespace {

constexpr double padding = 14, score_narrow = 420;

/// A name takes two lines, in two languages four.
bool taller(const std::vector<CardContent>& cards) {
  return std::any_of(cards.begin(), cards.end(), [](const CardContent& card) { return in_two_languages(card.name); });
}

/// How far along, with the target as a tick that stands out above and below.
void draw_bullet(Canvas& canvas, const Rect& rect, const CardContent& card) {
  const layers::Theme& theme = canvas.theme();
  if (!card.bar && !card.tick) return;
  canvas.fill(rect, theme.line, rect.h / 2);
  if (card.bar)
    canvas.fill({rect.x, rect.y, std::max(rect.h, rect.w * *card.bar), rect.h}, card.has_target ? theme.of(card.verdict) : theme.accent,
                rect.h / 2);
  if (!card.tick) return;
  const double x = rect.x + std::clamp(rect.w * *card.tick, 1.5, rect.w - 1.5);
  canvas.fill({x - 2.5, rect.y - 4, 5, rect.h + 8}, theme.panel);
  canvas.fill({x - 1.5, rect.y - 4, 3, rect.h + 8}, theme.text);
}

void draw_trend(Canvas& canvas, const Rect& rect, const CardContent& card) {
  if (card.trend.size() < 3) return;
  const auto [low, high] = std::minmax_element(card.trend.begin(), card.trend.end());
  const double span = std::max(*high - *low, 1e-9);
  cairo_t* cr = canvas.cairo();
  canvas.source(canvas.theme().of(card.verdict));
  for (std::size_t i = 0; i < card.trend.size(); ++i)
    cairo_line_to(cr, rect.x + rect.w * static_cast<double>(i) / static_cast<double>(card.trend.size() - 1),
                  rect.bottom() - rect.h * (card.trend[i] - *low) / span);
  cairo_set_line_width(cr, 1.8);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke(cr);
}

}  // namespace

void draw_panel(Canvas& canvas, const Rect& rect) {
  const layers::Theme& theme = canvas.theme();
  canvas.fill(rect, theme.panel, 8);
  canvas.outline(rect, theme.line, 8);
}

/// The figure with its unit small beside it, on one baseline; both shrink together when the room is narrow.
double draw_figure(Canvas& canvas, const Rect& room, const CardContent& card, double size, layers::Colour colour, const std::string& part) {
  const layers::Theme& theme = canvas.theme();
  TextStyle figure{.size = size, .weight = 700, .colour = colour, .min_size = 12, .tabular = false},
      unit{.size = size > 40 ? Type::title : Type::note, .weight = 500, .colour = theme.quiet, .min_size = 9};
  const double gap = card.figure_unit.empty() ? 0 : 5;
  Size unit_size = card.figure_unit.empty() ? Size{} : canvas.measure(card.figure_unit, unit);
  if (unit_size.w > 0.45 * room.w) unit.size = Type::note, unit_size = canvas.measure(card.figure_unit, unit);
  unit_size.w = std::min(unit_size.w + 1, 0.55 * room.w);
  const double available = room.w - unit_size.w - gap;
  for (Size taken = canvas.measure(card.figure, figure); (taken.w > available || taken.h > room.h) && figure.size > 14;
       taken = canvas.measure(card.figure, figure))
    figure.size -= 1;
  const Size taken = canvas.measure(card.figure, figure);
  const double top = room.y + std::max(0.0, (room.h - taken.h) / 2);
  canvas.text({room.x, top, taken.w + 1, taken.h + 1}, card.figure, figure, part);
  // Inter's baseline lies at 0.969 / 1.21 of its line, whatever the size.
  const double baseline = top + taken.h * 0.80;
  canvas.text({room.x + taken.w + gap, baseline - unit_size.h * 0.80, unit_size.w, unit_size.h + 1}, card.figure_unit, unit,
              part + ".unit");
  return room.x + taken.w + gap + unit_size.w;
}

double verdict_width(const Canvas& canvas, const CardContent& card, const TextStyle& style) {
  return canvas.measure(card.verdict_word, style).w + style.size * 1.05 + 8;
}

/// Nothing where there is no target to judge by.
void draw_verdict(Canvas& canvas, const Rect& room, const CardContent& card, TextStyle style, const std::string& part) {
  if (card.verdict_word.empty()) return;
  const double icon = std::min(style.size * 1.05, room.h);
  const Size taken = canvas.measure(card.verdict_word, style);
  const bool right = style.align == Align::right;
  const double width = std::min(taken.w + 1, room.w - icon - 7), left = right ? room.right() - width - icon - 7 : room.x;
  draw_verdict_icon(canvas, {left, room.y + (room.h - icon) / 2, icon, icon}, card.verdict);
  style.middle = true, style.align = Align::left, style.min_size = 10;
  canvas.text({left + icon + 7, room.y, width, room.h}, card.verdict_word, style, part);
}

namespace {

struct Cell {
  Rect label, figure, first, second;
};

/// Notes in two languages may need a second line.
double note_room(const CardContent& card) { return in_two_languages(card.name) ? 34 : 18; }

Cell cell_in(const Rect& rect, double figure_height, double note) {
  Cell cell;
  cell.label = {rect.x, rect.y, rect.w, 18};
  cell.figure = {rect.x, rect.y + 19, rect.w, figure_height};
  cell.first = {rect.x, rect.y + 21 + figure_height, rect.w, note};
  cell.second = {rect.x, rect.y + 22 + note + figure_height, rect.w, 27};
  return cell;
}

/// Two lines under a figure; a long one takes both when the other is empty.
void draw_notes(Canvas& canvas, const Cell& cell, const std::string& first, const std::string& second, const std::string& part) {
  const TextStyle style{.size = Type::note, .weight = 400, .colour = canvas.theme().text, .min_size = 10};
  if (first.empty() || second.empty()) {
    canvas.text({cell.first.x, cell.first.y, cell.first.w, cell.second.y + 18 - cell.first.y}, first.empty() ? second : first,
                style.lines(2), part);
    return;
  }
  canvas.text(cell.first, first, style.lines(cell.first.h > 18 ? 2 : 1), part);
  canvas.text(cell.second, second, style.in(canvas.theme().quiet).lines(2), part);
}

void draw_tall_card(Canvas& canvas, const Rect& rect, const CardContent& card) {
  const layers::Theme& theme = canvas.theme();
  const Rect in = rect.inset(padding + 4, padding);
  const TextStyle quiet{.size = Type::note, .weight = 400, .colour = theme.quiet, .min_size = 10.5};
  const double name = in_two_languages(card.name) ? 68 : 38;
  canvas.text({in.x, in.y, in.w, name}, card.name,
              {.size = Type::heading, .weight = 500, .colour = theme.text, .max_lines = 2, .min_size = 13}, "card.name");
  const double trend = card.trend.size() < 3 ? 0 : std::min(150.0, in.w * 0.34);
  const double top = in.y + name + 2, low = in.bottom() - 94;
  draw_figure(canvas, {in.x, top, in.w - (trend > 0 ? trend + 16 : 0), low - top - 6}, card, Type::figure, theme.text, "card.figure");
  if (trend > 0) draw_trend(canvas, {in.right() - trend, top + (low - top) * 0.3, trend, (low - top) * 0.4}, card);
  draw_bullet(canvas, {in.x, low + 4, in.w, 10}, card);
  const TextStyle verdict{.size = Type::body, .weight = 600, .colour = theme.of(card.verdict)};
  const double word = std::min(verdict_width(canvas, card, verdict), in.w * 0.5);
  const Rect row = in_two_languages(card.name) ? Rect{in.x, low + 20, in.w, 36} : Rect{in.x, low + 26, in.w, 24};
  draw_verdict(canvas, {in.x, row.y, word, row.h}, card, verdict, "card.verdict");
  canvas.text({in.x + word + 12, row.y, in.w - word - 12, row.h}, card.target_line,
              {.size = Type::note,
               .weight = 400,
               .colour = theme.quiet,
               .align = Align::right,
               .middle = true,
               .max_lines = row.h > 24 ? 2 : 1,
               .min_size = 10},
              "card.target");
  const std::string gap = card.gap.empty() ? card.figure_note : card.gap + (card.gap_things.empty() ? "" : " · " + card.gap_things);
  canvas.text({in.x, low + 57, in.w, 37}, gap, quiet.lines(2), "card.gap");
}

void draw_small_card(Canvas& canvas, const Rect& rect, const CardContent& card) {
  const layers::Theme& theme = canvas.theme();
  const Rect in = rect.inset(padding, padding - 3);
  const bool two = in_two_languages(card.name);
  const double name = two ? 60 : 34, target = two ? 34 : 18;
  const Rect named = canvas.text({in.x, in.y, in.w, name}, card.name,
                                 {.size = Type::note, .weight = 500, .colour = theme.text, .max_lines = 2, .min_size = 11}, "card.name");
  const double spare = std::max(0.0, in.h - 48 - name - target), low = in.bottom() - 18 - target;
  // A name of two lines pushes the figure down to the bar, which leaves it as far from the one as from the other.
  const double y = std::max(in.y + name - 1 + spare / 3, std::min(named.bottom() + 2, low - 26));
  const TextStyle verdict{.size = Type::note, .weight = 600, .colour = theme.of(card.verdict), .align = Align::right};
  const double figure = std::max(0.45 * in.w, in.w - verdict_width(canvas, card, verdict) - 10);
  const double end = 10 + draw_figure(canvas, {in.x, y, figure, 28}, card, Type::title, theme.text, "card.figure");
  draw_verdict(canvas, {end, y, in.right() - end, 28}, card, verdict, "card.verdict");
  draw_bullet(canvas, {in.x, low + 5, in.w, 6}, card);
  canvas.text({in.x, low + 18, in.w, target}, card.target_line,
              {.size = Type::note, .weight = 400, .colour = theme.quiet, .max_lines = two ? 2 : 1, .min_size = 10}, "card.target");
}

void draw_actual(Canvas& canvas, const Cell& cell, const CardContent& card, const PageWords& words) {
  const layers::Theme& theme = canvas.theme();
  canvas.text(cell.label, words.actual, {.size = Type::note, .weight = 500, .colour = theme.quiet, .min_size = 10}, "score.label");
  const double end =
      draw_figure(canvas, cell.figure, card, Type::figure, card.has_target ? theme.of(card.verdict) : theme.text, "score.actual");
  if (const double spare = cell.figure.right() - end - 24; spare > 60)
    draw_trend(canvas, {end + 24, cell.figure.y + cell.figure.h * 0.3, std::min(spare, 130.0), cell.figure.h * 0.4}, card);
  draw_notes(canvas, cell, card.figure_note, card.figure_date, "score.note");
}

/// For whoever asks later which targets the page showed.
void note_target(const Canvas& canvas, const CardContent& card) {
  if (canvas.record() && !card.target_id.empty()) canvas.record()->targets.push_back({card.target_id, card.verdict});
}

}  // namespace

double score_height(const CardContent& card, double width) { return (width < 560 ? 136 : 166) + note_room(card); }

void draw_score(Canvas& canvas, const Rect& rect, const CardContent& card, const std::string& definition, const PageWords& words) {
  note_target(canvas, card);
  const layers::Theme& theme = canvas.theme();
  draw_panel(canvas, rect);
  const Rect in = rect.inset(padding + 2, padding - 2);
  const double note = note_room(card);
  const double figure = rect.h - 2 * (padding - 2) - 41 - note - 25, gap = 16;
  const TextStyle label{.size = Type::note, .weight = 500, .colour = theme.quiet, .min_size = 10};
  const bool narrow = rect.w < score_narrow && card.has_target;
  const double first = narrow ? 0.5 : card.has_target ? 0.40 : 0.36, second = narrow ? 0 : 0.27;
  draw_actual(canvas, cell_in({in.x, in.y, in.w * first - gap, in.h}, figure, note), card, words);
  draw_bullet(canvas, {in.x, in.bottom() - 11, in.w, 9}, card);
  const double x1 = in.x + in.w * first, x2 = in.x + in.w * (first + second);
  canvas.line(x1 - gap / 2, in.y + 2, x1 - gap / 2, in.bottom() - 26, theme.line);
  if (!card.has_target) {
    canvas.text({x1 + 4, in.y, in.right() - x1 - 4, 18}, words.no_target, label, "score.label");
    canvas.text({x1 + 4, in.y + 24, in.right() - x1 - 4, in.h - 50}, definition,
                {.size = Type::note, .weight = 400, .colour = theme.text, .max_lines = 6, .min_size = 10}, "score.definition");
    return;
  }
  const Cell target = cell_in({x1 + 4, in.y, x2 - x1 - gap - 4, in.h}, figure, note),
             verdict = cell_in({x2 + 4, in.y, in.right() - x2 - 4, in.h}, figure, note);
  if (!narrow) {
    canvas.line(x2 - gap / 2, in.y + 2, x2 - gap / 2, in.bottom() - 26, theme.line);
    canvas.text(target.label, words.target, label, "score.label");
    canvas.text(target.figure, card.target,
                {.size = 30, .weight = 700, .colour = theme.text, .middle = true, .max_lines = 2, .min_size = 13, .tabular = false},
                "score.target");
    draw_notes(canvas, target, card.deadline, card.status, "score.deadline");
  }
  canvas.text(verdict.label, words.verdict, label, "score.label");
  draw_verdict(canvas, verdict.figure, card, {.size = narrow ? Type::title : 30, .weight = 700, .colour = theme.of(card.verdict)},
               "score.verdict");
  // Too narrow for three cells: the target moves under the verdict that speaks of it.
  const bool one_line = canvas.measure(card.target_line, {.size = 10.5}).w <= verdict.first.w;
  if (narrow) draw_notes(canvas, verdict, card.target_line, one_line ? card.gap : std::string(), "score.gap");
  else draw_notes(canvas, verdict, card.gap, card.gap_things, "score.gap");
}

double notice_height(const Canvas& canvas, const std::string& sentence, double width) {
  return canvas.measure(sentence, {.size = Type::body, .weight = 400}, width - 2 * (padding + 2)).h + 2 * padding;
}

void draw_notice(Canvas& canvas, const Rect& rect, const std::string& sentence) {
  draw_panel(canvas, rect);
  canvas.fill({rect.x, rect.y + 8, 3, rect.h - 16}, canvas.theme().notice);
  canvas.text(rect.inset(padding + 2, padding - 1), sentence,
              {.size = Type::body, .weight = 400, .colour = canvas.theme().text, .max_lines = 8, .min_size = 11}, "notice");
}

double least_card_height(const std::vector<CardContent>& cards) { return taller(cards) ? 164 : 122; }
double small_card_height(const std::vector<CardContent>& cards) { return taller(cards) ? 198 : 158; }

int cards_across(double width) { return std::max(1, static_cast<int>((width + card_gap) / (232 + card_gap))); }

void draw_cards(Canvas& canvas, const Rect& rect, const std::vector<CardContent>& cards) {
  const double card_height = least_card_height(cards);
  if (cards.empty() || rect.h < card_height) return;
  const int count = static_cast<int>(cards.size());
  int across = std::min(count, cards_across(rect.w));
  // Where there is height for it, fewer cards side by side, each large enough to be read across a room.
  const int abreast = std::clamp(static_cast<int>((rect.w + card_gap) / (tall_card_width + card_gap)), 1, count),
            deep = (count + abreast - 1) / abreast;
  const double tall_least = taller(cards) ? tall_card_least + 50 : tall_card_least;
  if (rect.w >= tall_card_width && (rect.h + card_gap) / deep - card_gap >= tall_least) across = abreast;
  const int down = std::min((count + across - 1) / across, static_cast<int>((rect.h + card_gap + 0.01) / (card_height + card_gap)));
  const double width = (rect.w - (across - 1) * card_gap) / across;
  const double room = (rect.h - (down - 1) * card_gap) / down;
  const bool tall = room >= tall_least && width >= tall_card_width;
  const double height = std::min(tall ? tall_card_most + tall_least - tall_card_least : small_card_height(cards), room);
  for (int i = 0; i < std::min(count, across * down); ++i) {
    const Rect box{rect.x + (i % across) * (width + card_gap), rect.y + (i / across) * (height + card_gap), width, height};
    note_target(canvas, cards[static_cast<std::size_t>(i)]);
    draw_panel(canvas, box);
    if (tall) draw_tall_card(canvas, box, cards[static_cast<std::size_t>(i)]);
    else draw_small_card(canvas, box, cards[static_cast<std::size_t>(i)]);
  }
}

}  // namespace viewer
