// How slides look: one thing a slide, type that is read from the back of a room, the pages' palette.
#include <algorithm>

#include "viewer/pack/slides.h"
#include "viewer/page/cards.h"
#include "viewer/page/verdict_icon.h"

namespace viewer {
namespace {

using data::tr;

constexpr double margin = 96, foot = 54, body_top = 210, small = 24, plain = 30, large = 40;

struct Words {
  const layers::Theme& theme;
  TextStyle style(double size, int weight, int lines = 1) const {
    return {.size = size, .weight = weight, .colour = theme.text, .max_lines = lines, .min_size = 0.6 * size, .tabular = false};
  }
  TextStyle quiet(double size, int lines = 1) const { return style(size, 400, lines).in(theme.quiet); }
};

Rect body_of() { return {margin, body_top, slide_width - 2 * margin, slide_height - body_top - foot - 48}; }

void draw_title(Canvas& canvas, const std::string& title) {
  canvas.fill({margin, 78, 10, 92}, canvas.theme().accent);
  TextStyle style = Words{canvas.theme()}.style(48, 700, 2);
  style.middle = true;
  canvas.text({margin + 34, 66, slide_width - 2 * margin - 34, 116}, title, style, "slide.title");
}

void draw_footer(Canvas& canvas, const Slide& slide) {
  const layers::Theme& theme = canvas.theme();
  const double top = slide_height - foot - 14;
  canvas.line(margin, top, slide_width - margin, top, theme.line);
  const TextStyle style = Words{theme}.quiet(20);
  canvas.text({margin, top + 12, slide_width - 2 * margin - 160, 32}, slide.footer, style, "slide.footer");
  canvas.text({slide_width - margin - 150, top + 12, 150, 32}, slide.number, style.with(Align::right), "slide.number");
}

/// A heading over a text; returns where it ends.
double draw_block(Canvas& canvas, const Rect& room, const std::string& heading, const std::string& text, const TextStyle& style) {
  if (text.empty()) return room.y;
  const Words words{canvas.theme()};
  canvas.text({room.x, room.y, room.w, 34}, heading, words.style(small, 600).in(canvas.theme().quiet), "slide.heading");
  return canvas.text({room.x, room.y + 40, room.w, room.h - 40}, text, style, "slide.text").bottom();
}

void draw_bars(Canvas& canvas, const Rect& room, const std::vector<SlideBar>& bars, double most_step) {
  if (bars.empty()) return;
  const layers::Theme& theme = canvas.theme();
  const Words words{theme};
  const double step = std::min(most_step, room.h / static_cast<double>(bars.size())), size = std::min(28.0, step * 0.42);
  double figures = 0, names = 0;
  for (const SlideBar& bar : bars) {
    figures = std::max(figures, canvas.measure(bar.figure, words.style(size, 600)).w + 2);
    const std::string name = bar.within.empty() ? bar.name : bar.name + ", " + bar.within;
    names = std::max(names, canvas.measure(name, words.style(size, 400)).w + 2);
  }
  const bool two_lines = names > 0.46 * room.w;
  names = std::min(names, 0.46 * room.w);
  const double left = room.x + names + 20, longest = room.right() - figures - 16 - left;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const SlideBar& bar = bars[i];
    const Rect row{room.x, room.y + step * static_cast<double>(i), room.w, step};
    TextStyle name = words.style(size, 500), figure = words.style(size, 600);
    name.middle = figure.middle = true;
    if (two_lines && !bar.within.empty()) {
      canvas.text({row.x, row.y, names, step * 0.54}, bar.name, name, "slide.unit");
      canvas.text({row.x, row.y + step * 0.5, names, step * 0.42}, bar.within, words.quiet(size * 0.8), "slide.within");
    } else {
      canvas.text({row.x, row.y, names, step}, bar.within.empty() ? bar.name : bar.name + ", " + bar.within, name, "slide.unit");
    }
    const double width = std::max(4.0, longest * bar.share);
    canvas.fill({left, row.y + step * 0.2, width, step * 0.6}, theme.below[1], 3);
    canvas.text({left + width + 14, row.y, figures, step}, bar.figure, figure, "slide.figure");
  }
}

void draw_verdict(Canvas& canvas, const Rect& room, const CardContent& card) {
  draw_verdict_icon(canvas, {room.x, room.y + (room.h - 40) / 2, 40, 40}, card.verdict);
  TextStyle style = Words{canvas.theme()}.style(large, 700).in(canvas.theme().of(card.verdict));
  style.middle = true;
  canvas.text({room.x + 56, room.y, room.w - 56, room.h}, card.verdict_word, style, "slide.verdict");
}

void draw(Canvas& canvas, const TitleSlide& slide) {
  const layers::Theme& theme = canvas.theme();
  const Words words{theme};
  canvas.fill({0, 0, 26, slide_height}, theme.accent);
  const double left = margin + 40, width = slide_width - 2 * left;
  canvas.text({left, 190, width, 110}, slide.title, words.style(84, 700), "slide.title");
  canvas.text({left, 310, width, 60}, slide.subtitle, words.quiet(large), "slide.subtitle");
  canvas.text({left, 400, width, 50}, slide.date, words.style(34, 600), "slide.date");
  if (!slide.illustrative.empty()) {
    const TextStyle style = words.style(plain, 600).in(theme.notice);
    const Rect chip{left, 468, canvas.measure(slide.illustrative, style).w + 44, 58};
    canvas.fill(chip, layers::faded(theme.notice, 0.10F), 29);
    canvas.outline(chip, theme.notice, 29, 2);
    TextStyle middle = style;
    middle.middle = true;
    canvas.text(chip.inset(22, 4), slide.illustrative, middle, "slide.illustrative");
  }
  double y = 600;
  canvas.text({left, y, width, 34}, tr("Sources"), words.style(small, 600).in(theme.quiet), "slide.heading");
  const double step = std::min(34.0, (slide_height - y - 120) / static_cast<double>(std::max<std::size_t>(1, slide.sources.size())));
  for (const std::string& source : slide.sources)
    canvas.text({left, y += step + (y == 600 ? 6 : 0), width, step}, source, words.quiet(std::min(22.0, step * 0.68)), "slide.source");
}

void draw(Canvas& canvas, const OverviewSlide& slide) {
  draw_title(canvas, slide.title);
  const layers::Theme& theme = canvas.theme();
  const Words words{theme};
  const Rect body = body_of();
  const double step = std::min(100.0, (body.h - 24) / static_cast<double>(std::max<std::size_t>(1, slide.cards.size())));
  const double aim = body.x + 0.47 * body.w, figure = body.x + 0.63 * body.w, verdict = body.x + 0.79 * body.w;
  const auto line = [&](double x, double to, double y, const std::string& text, TextStyle style, const char* part) {
    style.middle = true;
    canvas.text({x, y, to - x - 20, step}, text, style, part);
  };
  const double starts[] = {body.x, aim, figure, verdict};
  for (std::size_t i = 0; i < slide.columns.size(); ++i)
    canvas.text({starts[i], body.y - 22, 300, 34}, slide.columns[i], words.style(small, 600).in(theme.quiet), "slide.heading");
  double y = body.y + 20;
  canvas.line(body.x, y, body.right(), y, theme.quiet, 2);
  for (const CardContent& card : slide.cards) {
    line(body.x, aim, y, card.name, words.style(28, 500, 2), "slide.name");
    line(aim, figure, y, card.target, words.style(28, 400, 2), "slide.target");
    line(figure, verdict, y, card.figure == "–" ? tr("no figure") : card.figure + " " + card.figure_unit,
         words.style(card.figure == "–" ? 24 : 32, 700), "slide.actual");
    draw_verdict_icon(canvas, {verdict, y + (step - 30) / 2, 30, 30}, card.verdict);
    line(verdict + 44, body.right() + 20, y, card.verdict_word, words.style(28, 600).in(theme.of(card.verdict)), "slide.verdict");
    y += step;
    canvas.line(body.x, y, body.right(), y, theme.line);
  }
}

/// The clause and its document; returns where they end.
double draw_promise(Canvas& canvas, const Rect& room, const TargetSlide& slide) {
  const bool wide = slide.top.empty();
  const Words words{canvas.theme()};
  canvas.text({room.x, room.y, room.w, 34}, tr("What was promised"), words.style(small, 600).in(canvas.theme().quiet), "slide.heading");
  canvas.text({room.x, room.y + 38, room.w, 74}, slide.card.target, words.style(60, 700), "slide.target");
  canvas.text({room.x, room.y + 114, room.w, 40}, slide.card.deadline, words.quiet(plain), "slide.deadline");
  double y = room.y + (slide.card.deadline.empty() ? 124 : 168);
  if (!slide.quote.empty())
    y = canvas.text({room.x, y, room.w, 120}, "“" + slide.quote + "”", words.style(wide ? 36 : 26, 400, 3), "slide.quote").bottom() + 8;
  return canvas.text({room.x, y, room.w, 64}, slide.document, words.quiet(wide ? 26 : 22, 2), "slide.document").bottom();
}

void draw_standing(Canvas& canvas, const Rect& room, const TargetSlide& slide) {
  const layers::Theme& theme = canvas.theme();
  const Words words{theme};
  const CardContent& card = slide.card;
  const double x = room.x, width = room.w;
  canvas.text({x, room.y, width, 34}, tr("Where we stand"), words.style(small, 600).in(theme.quiet), "slide.heading");
  double y = room.y + 46;
  if (card.figure != "–") {
    const Rect taken =
        canvas.text({x, room.y + 34, width * 0.6, 128}, card.figure, words.style(110, 700).in(theme.of(card.verdict)), "slide.actual");
    canvas.text({taken.right() + 14, taken.bottom() - 62, x + width - taken.right() - 14, 44}, card.figure_unit, words.quiet(plain),
                "slide.unit");
    y = room.y + 168;
  }
  draw_verdict(canvas, {x, y, width, 52}, card);
  const std::string gap = card.gap.empty() ? std::string() : card.gap + (card.gap_things.empty() ? "" : " · " + card.gap_things);
  canvas.text({x, y + 60, width, 38}, gap, words.style(28, 500), "slide.gap");
  const double under = y + (gap.empty() ? 60 : 102);
  canvas.text({x, under, width, room.bottom() - under}, slide.origin, words.quiet(slide.top.empty() ? 26 : 22, 3), "slide.origin");
}

/// Texts below one another, as large as all of them find room.
void draw_known(Canvas& canvas, const Rect& room, const TargetSlide& slide) {
  const layers::Theme& theme = canvas.theme();
  const Words words{theme};
  canvas.text({room.x, room.y, room.w, 34}, slide.known_heading, words.style(small, 600).in(theme.quiet), "slide.heading");
  const double top = room.y + 44;
  constexpr double gap = 10, largest = 30, smallest = 16;
  const auto indent = [](const KnownLine& line, double size) { return line.verdict ? size * 1.5 : 0; };
  const auto height = [&](const KnownLine& line, double size) {
    return canvas.measure(line.text, words.style(size, 400), room.w - indent(line, size)).h + 2;
  };
  double size = largest;
  for (; size > smallest; --size) {
    double taken = 0;
    for (const KnownLine& line : slide.known) taken += height(line, size) + gap;
    if (top + taken - gap <= room.bottom()) break;
  }
  double y = top;
  for (const KnownLine& line : slide.known) {
    const double left = room.x + indent(line, size), high = height(line, size);
    canvas.text({left, y, room.right() - left, high}, line.text, words.style(size, 400, 4), "slide.known");
    if (line.verdict) draw_verdict_icon(canvas, {room.x, y + 0.12 * size, size, size}, *line.verdict);
    y += high + gap;
  }
}

/// Where units can be named: left what was promised and where we are, right what would close it and who lacks most. Else there is less
/// to say, and the promise stands above the two.
void draw(Canvas& canvas, const TargetSlide& slide) {
  draw_title(canvas, slide.card.name);
  const layers::Theme& theme = canvas.theme();
  const Words words{theme};
  const Rect body = body_of();
  const double column = 0.47 * body.w, right = body.x + column + 70, rest = body.right() - right;
  const bool apart = slide.top.empty();
  const double promised = draw_promise(canvas, {body.x, body.y, apart ? body.w : column, body.h}, slide);
  const double middle = std::max(promised + 26, body.y + (!apart ? 390 : slide.known.size() > 2 ? 290 : 340)), below = middle + 20;
  canvas.line(body.x, middle, apart ? body.right() : body.x + column, middle, theme.line);
  draw_standing(canvas, {body.x, below, column, body.bottom() - below}, slide);

  double top = apart ? below : body.y;
  canvas.line(right - 36, top, right - 36, body.bottom(), theme.line);
  const bool good = slide.card.verdict == data::Verdict::met || slide.card.verdict == data::Verdict::on_track;
  if (!slide.change.empty())
    top = draw_block(canvas, {right, top, rest, 260}, good ? tr("What would change the verdict") : tr("What would close it"), slide.change,
                     words.style(apart ? 36 : plain, 400, 6)) +
          34;
  if (!slide.known.empty()) draw_known(canvas, {right, top, rest, body.bottom() - top}, slide);
  if (apart) return;
  canvas.text({right, top, rest, 34}, slide.top_heading, words.style(small, 600).in(theme.quiet), "slide.heading");
  draw_bars(canvas, {right, top + 48, rest, body.bottom() - top - 48}, slide.top, 76);
}

void draw(Canvas&, const MapSlide&) {}

void draw(Canvas& canvas, const GapSlide& slide) {
  draw_title(canvas, slide.title);
  const Rect body = body_of();
  canvas.text({body.x, body.y - 14, body.w, 44}, slide.summary, Words{canvas.theme()}.quiet(plain), "slide.summary");
  draw_bars(canvas, {body.x, body.y + 50, body.w, body.h - 50}, slide.bars, 70);
}

void draw(Canvas& canvas, const SourceSlide& slide) {
  draw_title(canvas, slide.title);
  const Words words{canvas.theme()};
  const Rect body = body_of();
  const double notes = 44 * static_cast<double>(slide.notes.size()) + 20;
  const double step = std::min(64.0, (body.h - notes) / static_cast<double>(std::max<std::size_t>(1, slide.lines.size())));
  double y = body.y;
  for (const std::string& line : slide.lines) {
    TextStyle style = words.style(std::min(26.0, step * 0.62), 400, 2);
    style.middle = true;
    canvas.fill({body.x, y + step / 2 - 4, 8, 8}, canvas.theme().accent, 4);
    canvas.text({body.x + 28, y, body.w - 28, step}, line, style, "slide.source");
    y += step;
  }
  y += 20;
  for (const std::string& note : slide.notes) {
    canvas.text({body.x, y, body.w, 40}, note, words.quiet(22), "slide.note");
    y += 44;
  }
}

}  // namespace

void draw_slide(Canvas& canvas, const Slide& slide) {
  canvas.fill({0, 0, slide_width, slide_height}, canvas.theme().panel);
  std::visit([&](const auto& what) { draw(canvas, what); }, slide.what);
  draw_footer(canvas, slide);
}

}  // namespace viewer
