// Inter in ImGui's atlas: sizes by em, true widths, equal-width digits, every letter of Vietnamese.
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "viewer/panels/panels.h"
#include "viewer/panels/widgets.h"

namespace viewer {
namespace {

struct Face {
  float size;   ///< of the em, in design pixels
  int weight;   ///< fontconfig's
  bool digits;  ///< numbers only, in the tighter display cut: large letters would fill the atlas and nobody reads them
};

constexpr std::array<Face, static_cast<std::size_t>(ui::Font::count)> faces{{
    {13, FC_WEIGHT_REGULAR, false},
    {13, FC_WEIGHT_DEMIBOLD, false},
    {15, FC_WEIGHT_REGULAR, false},
    {15, FC_WEIGHT_DEMIBOLD, false},
    {18, FC_WEIGHT_REGULAR, false},
    {18, FC_WEIGHT_DEMIBOLD, false},
    {22, FC_WEIGHT_BOLD, false},
    {30, FC_WEIGHT_BOLD, true},
    {42, FC_WEIGHT_BOLD, true},
    {60, FC_WEIGHT_BOLD, true},
}};

// Latin with all of Vietnamese, then the punctuation and signs of public documents; ImGui's own Vietnamese range has no “…– ≥.
constexpr std::array<ImWchar, 37> letters{0x0020, 0x007E, 0x00A0, 0x017F, 0x01A0, 0x01A1, 0x01AF, 0x01B0, 0x02C6, 0x02DD,
                                          0x0300, 0x0303, 0x0309, 0x0309, 0x0323, 0x0323, 0x1EA0, 0x1EF9, 0x2010, 0x2026,
                                          0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AB, 0x20AC, 0x2190, 0x2193,
                                          0x2212, 0x2212, 0x2248, 0x2265, 0x2713, 0x2717, 0};
// < and > are among the first.
constexpr std::array<ImWchar, 13> figures{0x0020, 0x003F, 0x00A0, 0x00A0, 0x2013, 0x2013, 0x2212,
                                          0x2212, 0x2248, 0x2248, 0x2264, 0x2265, 0};

struct File {
  std::string path;
  int index = 0;
};

File find_font(const Face& face) {
  File out;
  FcPattern* wish = FcPatternCreate();
  for (const char* family : {face.digits ? "Inter Display" : "Inter", "Inter", "Noto Sans", "DejaVu Sans"})
    FcPatternAddString(wish, FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
  FcPatternAddInteger(wish, FC_WEIGHT, face.weight);
  FcPatternAddInteger(wish, FC_SLANT, FC_SLANT_ROMAN);
  FcPatternAddBool(wish, FC_SCALABLE, FcTrue);
  FcConfigSubstitute(nullptr, wish, FcMatchPattern);
  FcDefaultSubstitute(wish);
  FcResult result = FcResultNoMatch;
  if (FcPattern* match = FcFontMatch(nullptr, wish, &result)) {
    FcChar8* path = nullptr;
    if (FcPatternGetString(match, FC_FILE, 0, &path) == FcResultMatch) out.path = reinterpret_cast<const char*>(path);
    FcPatternGetInteger(match, FC_INDEX, 0, &out.index);
    FcPatternDestroy(match);
  }
  FcPatternDestroy(wish);
  if (out.path.empty())
    throw data::Error({.what = data::tr("No font for the screen"),
                       .why = data::tr("fontconfig knows no scalable font"),
                       .hint = data::tr("install the packages fonts-inter and fonts-noto-core")});
  return out;
}

/// An open font file, for measuring.
class Measure {
 public:
  explicit Measure(const File& file) {
    if (FT_Init_FreeType(&library_) != 0) library_ = nullptr;
    if (library_ && FT_New_Face(library_, file.path.c_str(), file.index, &face_) != 0) face_ = nullptr;
  }
  ~Measure() {
    if (face_) FT_Done_Face(face_);
    if (library_) FT_Done_FreeType(library_);
  }
  Measure(const Measure&) = delete;
  Measure& operator=(const Measure&) = delete;

  /// ImGui's size is from the ascender to the descender; designers' is the em.
  float line_of_em() const {
    return face_ && face_->units_per_EM > 0 ? static_cast<float>(face_->ascender - face_->descender) / face_->units_per_EM : 1.2F;
  }
  float advance(unsigned character, float em) const {
    if (!face_ || FT_Load_Char(face_, character, FT_LOAD_NO_SCALE) != 0) return -1;
    return static_cast<float>(face_->glyph->metrics.horiAdvance) * em / face_->units_per_EM;
  }

 private:
  FT_Library library_ = nullptr;
  FT_Face face_ = nullptr;
};

/// The larger the type, the closer its letters stand; Inter's own rule, as a share of the em.
float tracking(float size) { return std::min(0.0F, -0.0223F + 0.185F * std::exp(-0.1745F * size)); }

/// ImGui rounds every advance up, which spaces small type out. The file knows the true ones.
void set_true_widths(ImFont& font, const Measure& measure, const Face& face, float em) {
  for (ImFontGlyph& glyph : font.Glyphs) {
    float wide = measure.advance(glyph.Codepoint, em);
    if (wide < 0) continue;
    if (!face.digits) wide += tracking(face.size) * em;
    glyph.AdvanceX = wide;
    if (static_cast<int>(glyph.Codepoint) < font.IndexAdvanceX.Size) font.IndexAdvanceX[static_cast<int>(glyph.Codepoint)] = wide;
  }
}

/// Figures below each other must line up: every digit gets the same room and stands in its middle. A little less than the
/// widest needs: there is white enough around it, and a row of ones would fall apart.
void set_equal_digits(ImFont& font) {
  float widest = 0;
  for (const ImFontGlyph& glyph : font.Glyphs)
    if (glyph.Codepoint >= '0' && glyph.Codepoint <= '9') widest = std::max(widest, glyph.AdvanceX);
  widest = std::round(widest * 0.95F);
  for (ImFontGlyph& glyph : font.Glyphs) {
    if (glyph.Codepoint < '0' || glyph.Codepoint > '9') continue;
    const float shift = std::round((widest - glyph.AdvanceX) / 2);
    glyph.X0 += shift, glyph.X1 += shift, glyph.AdvanceX = widest;
    font.IndexAdvanceX[static_cast<int>(glyph.Codepoint)] = widest;
  }
}

}  // namespace

void build_fonts(double scale) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  for (const Face& face : faces) {
    const File file = find_font(face);
    ImFontConfig config;
    config.FontNo = file.index;
    const float em = std::round(face.size * static_cast<float>(scale));
    atlas.AddFontFromFileTTF(file.path.c_str(), em * Measure(file).line_of_em(), &config, face.digits ? figures.data() : letters.data());
  }
  atlas.Build();
  for (std::size_t i = 0; i < faces.size(); ++i) {
    ImFont& font = *atlas.Fonts[static_cast<int>(i)];
    set_true_widths(font, Measure(find_font(faces[i])), faces[i], std::round(faces[i].size * static_cast<float>(scale)));
    set_equal_digits(font);
  }
  ImGui::GetIO().FontDefault = atlas.Fonts[static_cast<int>(ui::Font::body)];
}

}  // namespace viewer
