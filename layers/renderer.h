// A map and a view -> a picture, with the jobs done inline: what snapshots and golden tests draw with.
#pragma once

#include "data/image.h"
#include "layers/map.h"

namespace layers {

/// Needs a current context. Draws until nothing is wanted any more; the same input gives the same pixels. A picture larger than
/// the driver's framebuffers (or than `largest_part` a side, if given) is drawn in parts and stitched.
data::Image render_image(Map& map, const View& view, const Theme& theme, int largest_part = 0);

/// Reads the bound framebuffer back, top row first.
data::Image read_pixels(int width, int height);

}  // namespace layers
