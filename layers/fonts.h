// Fonts for the map: Inter by fontconfig, shaped by HarfBuzz, drawn by FreeType, with a next font for what one lacks.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace layers {

enum class Weight { regular, medium, semibold, bold };

/// In pixels, from the pen: what a line of text covers. Ascent and descent are of its own ink, never less than a capital
/// without accents, so that stacked Vietnamese accents get the room they need and plain words do not waste it.
struct TextSize {
  double width = 0, ascent = 0, descent = 0;
  double capital = 0;  ///< height of a plain capital: centre by this and lines stay level with or without accents
};

/// A glyph and where its pen stands, relative to the start of the line, y down.
struct PlacedGlyph {
  std::uint32_t face = 0, glyph = 0;
  double x = 0, y = 0;
};

/// Coverage, 8 bits, and where its upper left corner lies from the pen (y down).
struct GlyphImage {
  int left = 0, top = 0, width = 0, height = 0;
  std::vector<std::uint8_t> coverage;
};

/// Belongs to one thread. Text is UTF-8 in form NFC.
class Fonts {
 public:
  /// Throws data::Error when no font at all is installed.
  Fonts();
  ~Fonts();
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  TextSize measure(std::string_view text, double size, Weight weight);
  const std::vector<PlacedGlyph>& shape(std::string_view text, double size, Weight weight);
  /// `shift` is a fraction of a pixel to the right; `outline` > 0 draws a stroke of that reach round the glyph instead of it.
  GlyphImage render(const PlacedGlyph& glyph, double size, double shift, double outline);

 private:
  struct Face;
  struct Line {
    std::vector<PlacedGlyph> glyphs;
    TextSize size;
  };
  const std::vector<std::uint32_t>& chain(Weight weight);
  const Line& line(std::string_view text, double size, Weight weight);
  Line shape_line(std::string_view text, double size, Weight weight);

  struct Library;
  std::unique_ptr<Library> library_;
  std::vector<std::unique_ptr<Face>> faces_;
  std::map<Weight, std::vector<std::uint32_t>> chains_;
  std::map<std::string, Line, std::less<>> lines_;  ///< what was shaped lately
};

}  // namespace layers
