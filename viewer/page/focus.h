// A page about one unit shows its neighbours, but faintly: what the figures speak of stands out, and stays in its place.
#pragma once

#include "data/model/units.h"
#include "layers/view.h"
#include "viewer/page/canvas.h"

namespace viewer {

/// Veils everything in `frame` but the unit, and draws the unit's outline. Nothing when it has no outline of its own.
void draw_focus(Canvas& canvas, const Rect& frame, const layers::View& view, const data::UnitSet& units, int focus);

}  // namespace viewer
