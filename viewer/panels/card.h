// One target beside its actual, in three sizes.
#pragma once

#include "viewer/panels/widgets.h"
#include "viewer/request.h"
#include "viewer/state.h"

namespace viewer::ui {

enum class CardShape { full, middle, row };

/// Least height in design pixels.
constexpr float least_height(CardShape shape) { return shape == CardShape::full ? 214.0F : shape == CardShape::middle ? 126.0F : 96.0F; }

/// Draws scorecard row `index`; the whole of it opens the dossier, its name colours the map.
void draw_card(const Pen& pen, const Box& box, CardShape shape, const State& state, int index, Requests& requests);

}  // namespace viewer::ui
