// Cards: what, how much, against what, verdict. The page's own target large, the other targets smaller.
#pragma once

#include "viewer/page/canvas.h"
#include "viewer/page/content.h"

namespace viewer {

/// The indicator the page is about: actual, target and verdict side by side over a bullet bar.
double score_height(const CardContent& card, double width);
void draw_score(Canvas& canvas, const Rect& rect, const CardContent& card, const std::string& definition, const PageWords& words);

/// The sentence that stands where figures would, when none could be counted.
double notice_height(const Canvas& canvas, const std::string& sentence, double width);
void draw_notice(Canvas& canvas, const Rect& rect, const std::string& sentence);

// Other targets in a grid.
constexpr double tall_card_least = 200, tall_card_most = 280, tall_card_width = 360, card_gap = 12;
double least_card_height(const std::vector<CardContent>& cards);  ///< names in two languages take more lines
double small_card_height(const std::vector<CardContent>& cards);  ///< the most that one grows to before it is set larger
int cards_across(double width);
/// As many cards as the rectangle holds whole, in the order given; their height grows to use it.
void draw_cards(Canvas& canvas, const Rect& rect, const std::vector<CardContent>& cards);

// What a strip of cards draws with, too.
/// The figure with its unit small beside it, on one baseline; both shrink together when the room is narrow. Returns where it ends.
double draw_figure(Canvas& canvas, const Rect& room, const CardContent& card, double size, layers::Colour colour, const std::string& part);
/// The verdict's icon with its word.
void draw_verdict(Canvas& canvas, const Rect& room, const CardContent& card, TextStyle style, const std::string& part);
double verdict_width(const Canvas& canvas, const CardContent& card, const TextStyle& style);
void draw_panel(Canvas& canvas, const Rect& rect);

}  // namespace viewer
