// Cards: what, how much, against what, verdict. The page's own target large, the other targets smaller.
#pragma once

#include "viewer/page/canvas.h"
#include "viewer/page/content.h"

namespace viewer {

/// The indicator the page is about: actual, target and verdict side by side over a bullet bar.
double score_height(const CardContent& card, double width);
void draw_score(Canvas& canvas, const Rect& rect, const CardContent& card, const std::string& definition);

/// The sentence that stands where figures would, when none could be counted.
double notice_height(const Canvas& canvas, const std::string& sentence, double width);
void draw_notice(Canvas& canvas, const Rect& rect, const std::string& sentence);

/// Other targets in a grid.
constexpr double card_height = 122, small_card_most = 158, tall_card_least = 200, tall_card_most = 280, tall_card_width = 360,
                 card_gap = 12;
int cards_across(double width);
/// As many cards as the rectangle holds whole, in the order given; their height grows to use it.
void draw_cards(Canvas& canvas, const Rect& rect, const std::vector<CardContent>& cards);

}  // namespace viewer
