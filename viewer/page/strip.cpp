#include "viewer/page/strip.h"

#include <algorithm>

#include "viewer/page/cards.h"
#include "viewer/page/two_languages.h"

namespace viewer {
namespace {

constexpr double cell_least = 214, cell_most = 400, padding = 12, figure_height = 28, line = 18;

struct Heights {
  double name = 32, target = line;
};

Heights heights_of(const std::vector<CardContent>& cards) {
  const bool two = std::any_of(cards.begin(), cards.end(), [](const CardContent& card) { return in_two_languages(card.name); });
  return two ? Heights{58, 2 * line} : Heights{};
}

void draw_cell(Canvas& canvas, const Rect& in, const CardContent& card, const Heights& heights) {
  const layers::Theme& theme = canvas.theme();
  canvas.text({in.x, in.y, in.w, heights.name}, card.name,
              {.size = Type::note, .weight = 500, .colour = theme.quiet, .max_lines = 2, .min_size = 10}, "strip.name");
  const double y = in.y + heights.name + 1;
  const TextStyle verdict{.size = Type::note, .weight = 600, .colour = theme.of(card.verdict), .align = Align::right};
  const double figure = std::max(0.45 * in.w, in.w - verdict_width(canvas, card, verdict) - 10);
  const double end = 10 + draw_figure(canvas, {in.x, y, figure, figure_height}, card, Type::title, theme.text, "strip.figure");
  draw_verdict(canvas, {end, y, in.right() - end, figure_height}, card, verdict, "strip.verdict");
  canvas.text({in.x, y + figure_height + 1, in.w, heights.target}, card.target_line,
              {.size = Type::note, .weight = 400, .colour = theme.quiet, .max_lines = heights.target > line ? 2 : 1, .min_size = 9.5},
              "strip.target");
}

}  // namespace

double strip_height(const std::vector<CardContent>& cards) {
  const Heights heights = heights_of(cards);
  return 2 * (padding - 3) + heights.name + figure_height + heights.target + 2;
}

void draw_strip(Canvas& canvas, const Rect& rect, const std::vector<CardContent>& cards) {
  if (cards.empty()) return;
  const int count = std::clamp(static_cast<int>(rect.w / cell_least), 1, static_cast<int>(cards.size()));
  const double cell = std::min(rect.w / count, cell_most);
  const Heights heights = heights_of(cards);
  const Rect panel{rect.x, rect.y, cell * count, rect.h};
  draw_panel(canvas, panel);
  for (int i = 0; i < count; ++i) {
    const double x = rect.x + cell * i;
    if (i > 0) canvas.line(x, rect.y + padding, x, rect.bottom() - padding, canvas.theme().line);
    draw_cell(canvas, {x + padding, rect.y + padding - 3, cell - 2 * padding, rect.h - 2 * (padding - 3)},
              cards[static_cast<std::size_t>(i)], heights);
  }
}

}  // namespace viewer
