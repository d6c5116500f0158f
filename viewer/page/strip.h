// The headline targets in one slim row: what, how much, against what, verdict.
#pragma once

#include "viewer/page/canvas.h"
#include "viewer/page/content.h"

namespace viewer {

double strip_height(const std::vector<CardContent>& cards);
/// As many targets side by side as stay readable, the first ones first.
void draw_strip(Canvas& canvas, const Rect& rect, const std::vector<CardContent>& cards);

}  // namespace viewer
