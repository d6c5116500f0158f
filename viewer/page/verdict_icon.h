// A verdict's mark as a path: a check, a cross, a triangle, told apart by form alone when the colours are gone.
#pragma once

#include "data/model/scorecard.h"
#include "viewer/page/canvas.h"

namespace viewer {

/// Fills `box` (a square) with the mark, in the theme's colour of the verdict.
void draw_verdict_icon(Canvas& canvas, const Rect& box, data::Verdict verdict);

}  // namespace viewer
