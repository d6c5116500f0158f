// Text on the map: whole lines with their halo, drawn once into a texture and then one quad each, wherever they stand.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/source/geometry.h"
#include "layers/fonts.h"
#include "layers/gl.h"
#include "layers/palette.h"
#include "layers/view.h"

namespace layers {

/// How a line of text looks; sizes in device pixels.
struct TextStyle {
  double size = 12;
  Weight weight = Weight::medium;
  Colour colour{1, 1, 1, 1}, halo{0, 0, 0, 1};
  double halo_reach = 1.5;  ///< 0 for none
};

/// A line of text as two coverages, side by side in each texel: the letters', and that of letters and halo together.
struct LineImage {
  int left = 0, top = 0, width = 0, height = 0;  ///< the upper left corner from where the baseline begins, y down
  std::vector<std::array<std::uint8_t, 2>> coverage;
};

class TextPainter {
 public:
  TextPainter();

  TextSize measure(std::string_view text, double size, Weight weight) { return fonts_.measure(text, size, weight); }
  /// Forgets what was queued.
  void clear();
  /// Queues one line; `start` is where its baseline begins, in pixels from the picture's top left corner.
  void add(std::string_view text, data::Point start, const TextStyle& style);
  /// Queues a ground with round corners for lines that are queued after it.
  void add_plate(const Frame& frame, double radius, Colour colour);
  /// Draws what is queued; the viewport is the picture of `width` x `height` pixels.
  void draw(int width, int height);

 private:
  struct Slot {
    int left = 0, top = 0, width = 0, height = 0;  ///< as LineImage
    int u = 0, v = 0;                              ///< in the atlas
  };
  struct Vertex {
    std::array<float, 2> position;
    std::array<std::uint16_t, 2> texel;
    std::array<std::uint8_t, 4> colour, halo;
  };
  const GlyphImage& glyph(const PlacedGlyph& placed, double size, int quarter, double outline);
  LineImage compose(std::string_view text, const TextStyle& style);
  /// In the atlas, made by `compose` when it is not there yet.
  template <typename Compose>
  const Slot& slot(std::string key, const Compose& compose);
  void queue(const Slot& slot, data::Point at, Colour ink, Colour halo);
  void upload();

  Fonts fonts_;
  gl::Program program_;
  gl::VertexArray array_;
  gl::Buffer vertices_, index_;
  std::size_t indexed_quads_ = 0;
  std::vector<Vertex> queue_;
  bool stale_ = true;

  gl::Texture texture_;
  std::vector<std::array<std::uint8_t, 2>> atlas_;
  int atlas_rows_ = 0, shelf_top_ = 0, shelf_height_ = 0, shelf_used_ = 0;
  int clean_below_ = 0;  ///< rows of the atlas above this one are in the texture already
  std::unordered_map<std::string, Slot> slots_;
  std::unordered_map<std::string, GlyphImage> glyphs_;
};

}  // namespace layers
