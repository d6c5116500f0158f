// The part of the layers panel that explains what is on the map: classes around the target, points, coverage.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "layers/coverage_look.h"
#include "viewer/page/content.h"
#include "viewer/panels/widgets.h"
#include "viewer/state.h"

namespace viewer::ui {

/// A mark of points, or a network's coverage.
struct LegendItem : MarkText {
  std::optional<layers::CoverageLook> coverage{};
};

/// Marks of the point and coverage layers that are switched on.
std::vector<LegendItem> legend_items(const State& state);

/// Both return where they end; a pen without a list only measures. `squeeze` 0.8..1 brings rows closer.
float class_legend(const Pen& pen, const State& state, float left, float right, float top, float squeeze);
float mark_legend(const Pen& pen, const State& state, const std::vector<LegendItem>& items, float left, float right, float top,
                  float squeeze);

}  // namespace viewer::ui
