// A map and a view -> a picture, with the jobs done inline: what snapshots and golden tests draw with.
#pragma once

#include <optional>

#include "data/image.h"
#include "layers/gl.h"
#include "layers/map.h"

namespace layers {

/// Needs a current context. Draws until nothing is wanted any more; the same input gives the same pixels. A picture larger than
/// the driver's framebuffers (or than `largest_part` a side, if given) is drawn in parts and stitched.
data::Image render_image(Map& map, const View& view, const Theme& theme, int largest_part = 0);

/// Does what the map wants for a view, until nothing is wanted. `threads` 0: one a core; the map does not depend on it.
/// Throws Error when the map's stop token asks for an end: half a map must not pass for a whole one.
void finish_jobs(Map& map, const View& view, unsigned threads = 0);
/// The same, but only what names wait for.
void finish_jobs_of_names(Map& map, const View& view, unsigned threads = 0);

/// A picture too large to hold, piece by piece: each piece is what the whole would show there. Needs a current context throughout.
/// Names are only drawn as far as the driver's viewport reaches.
class PartRenderer {
 public:
  PartRenderer(Map& map, const View& view, const Theme& theme, DrawUpTo up_to, unsigned threads = 0, int largest_part = 0);
  /// The pixels of the view from (left, top) on; they lie inside it.
  data::Image draw(int left, int top, int width, int height);

 private:
  Map& map_;
  View view_;
  const Theme& theme_;
  DrawUpTo up_to_;
  unsigned threads_;
  int side_;
  std::optional<gl::Framebuffer> target_;
};

/// Reads the bound framebuffer back, top row first.
data::Image read_pixels(int width, int height);

}  // namespace layers
