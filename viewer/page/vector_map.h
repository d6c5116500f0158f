// The map as shapes, painted by Cairo as the shaders paint it: the same fills, stripes, lines and marks.
#pragma once

#include <vector>

#include "layers/vector_scene.h"
#include "layers/view.h"
#include "viewer/page/canvas.h"

namespace viewer {

/// Paints inside `frame` (design pixels of the page), which shows `view` (device pixels; a design pixel is `view.pixel_ratio` of them).
/// How much of a map may be shapes is layers::VectorLimits' business.
void paint_scene(Canvas& canvas, const Rect& frame, const layers::View& view, const std::vector<layers::Painted>& scene);

}  // namespace viewer
