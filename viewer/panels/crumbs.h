// The way down to the unit drilled into; every step leads back up.
#pragma once

#include "viewer/panels/widgets.h"
#include "viewer/request.h"
#include "viewer/state.h"

namespace viewer::ui {

/// Between left and right, centred on `middle`; returns where it ends.
float crumbs(const Pen& pen, const State& state, float left, float right, float middle, Requests& requests);

}  // namespace viewer::ui
