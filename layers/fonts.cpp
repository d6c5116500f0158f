#include "layers/fonts.h"

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_GLYPH_H
#include FT_OUTLINE_H
#include FT_STROKER_H
#include FT_TRUETYPE_TABLES_H
#include <hb-ft.h>
#include <hb.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace layers {
namespace {

constexpr std::array<const char*, 3> families{"Inter", "Noto Sans", "DejaVu Sans"};
constexpr std::size_t lines_kept = 8192;

int fontconfig_weight(Weight weight) {
  switch (weight) {
    case Weight::regular: return FC_WEIGHT_REGULAR;
    case Weight::medium: return FC_WEIGHT_MEDIUM;
    case Weight::semibold: return FC_WEIGHT_DEMIBOLD;
    case Weight::bold: return FC_WEIGHT_BOLD;
  }
  return FC_WEIGHT_REGULAR;
}

struct FontFile {
  std::string path;
  int index = 0;
  bool exact = false;  ///< the family asked for, not a stand-in
};

FontFile find_font(const char* family, Weight weight) {
  FontFile out;
  FcPattern* pattern = FcPatternCreate();
  FcPatternAddString(pattern, FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
  FcPatternAddInteger(pattern, FC_WEIGHT, fontconfig_weight(weight));
  FcPatternAddInteger(pattern, FC_SLANT, FC_SLANT_ROMAN);
  FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
  FcConfigSubstitute(nullptr, pattern, FcMatchPattern);
  FcDefaultSubstitute(pattern);
  FcResult result = FcResultNoMatch;
  if (FcPattern* match = FcFontMatch(nullptr, pattern, &result)) {
    FcChar8* file = nullptr;
    FcChar8* name = nullptr;
    if (FcPatternGetString(match, FC_FILE, 0, &file) == FcResultMatch) out.path = reinterpret_cast<const char*>(file);
    FcPatternGetInteger(match, FC_INDEX, 0, &out.index);
    for (int i = 0; FcPatternGetString(match, FC_FAMILY, i, &name) == FcResultMatch; ++i)
      out.exact = out.exact || std::strcmp(reinterpret_cast<const char*>(name), family) == 0;
    FcPatternDestroy(match);
  }
  FcPatternDestroy(pattern);
  return out;
}

/// The code point at `at`, which moves behind it. The text is known to be UTF-8; a stray byte counts as itself.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])) : 0U; };
  const std::uint32_t first = byte(at++);
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
  std::uint32_t out = more == 3 ? first & 0x07U : more == 2 ? first & 0x0FU : more == 1 ? first & 0x1FU : first;
  for (int i = 0; i < more; ++i) out = out << 6U | (byte(at++) & 0x3FU);
  return out;
}

}  // namespace

struct Fonts::Library {
  FT_Library library = nullptr;
  FT_Stroker stroker = nullptr;
  Library() {
    if (FT_Init_FreeType(&library) != 0) throw data::Error({.what = data::tr("Cannot start the font renderer"), .why = "FT_Init_FreeType"});
    FT_Stroker_New(library, &stroker);
  }
  ~Library() {
    FT_Stroker_Done(stroker);
    FT_Done_FreeType(library);
  }
};

struct Fonts::Face {
  std::string path;
  FT_Face face = nullptr;
  hb_font_t* shaper = nullptr;
  double size = 0;

  ~Face() {
    if (shaper) hb_font_destroy(shaper);
    if (face) FT_Done_Face(face);
  }
  void set_size(double pixels) {
    if (pixels == size) return;
    FT_Set_Char_Size(face, 0, static_cast<FT_F26Dot6>(std::lround(pixels * 64)), 72, 72);
    if (shaper) hb_ft_font_changed(shaper);
    size = pixels;
  }
  bool has(std::uint32_t code_point) const { return FT_Get_Char_Index(face, code_point) != 0; }
  double capital() const {
    const auto* os2 = static_cast<const TT_OS2*>(FT_Get_Sfnt_Table(face, FT_SFNT_OS2));
    const double share =
        os2 && os2->version != 0xFFFF && os2->sCapHeight > 0 ? static_cast<double>(os2->sCapHeight) / face->units_per_EM : 0.72;
    return share * size;
  }
};

Fonts::Fonts() : library_(std::make_unique<Library>()) {
  if (chain(Weight::medium).empty())
    throw data::Error({.what = data::tr("No font for the names on the map"),
                       .why = data::tr("fontconfig knows no scalable font"),
                       .hint = data::tr("install the packages fonts-inter and fonts-noto-core")});
}

Fonts::~Fonts() { faces_.clear(); }

const std::vector<std::uint32_t>& Fonts::chain(Weight weight) {
  const auto [found, fresh] = chains_.try_emplace(weight);
  if (!fresh) return found->second;
  std::vector<std::uint32_t>& out = found->second;
  for (const bool exact : {true, false})  // stand-ins only where none of the families is installed
    for (const char* family : families) {
      const FontFile file = find_font(family, weight);
      if (file.path.empty() || file.exact != exact || (!exact && !out.empty())) continue;
      auto face = std::make_unique<Face>();
      face->path = file.path;
      if (FT_New_Face(library_->library, file.path.c_str(), file.index, &face->face) != 0) continue;
      face->set_size(16);
      face->shaper = hb_ft_font_create_referenced(face->face);
      hb_ft_font_set_load_flags(face->shaper, FT_LOAD_NO_HINTING);  // true advances: glyphs are placed at quarters of a pixel
      out.push_back(static_cast<std::uint32_t>(faces_.size()));
      faces_.push_back(std::move(face));
    }
  return out;
}

Fonts::Line Fonts::shape_line(std::string_view text, double size, Weight weight) {
  Line out;
  const auto& faces = chain(weight);
  if (faces.empty()) return out;
  faces_[faces[0]]->set_size(size);
  out.size.capital = out.size.ascent = faces_[faces[0]]->capital();
  for (std::size_t begin = 0; begin < text.size();) {
    // A run is what one font of the chain can write; what none can, the first one writes as a box.
    std::size_t end = begin, at = begin;
    std::uint32_t face = faces[0];
    for (bool first = true; at < text.size(); first = false) {
      const std::uint32_t code_point = next_code_point(text, at);
      const auto able = std::find_if(faces.begin(), faces.end(), [&](std::uint32_t f) { return faces_[f]->has(code_point); });
      const std::uint32_t choice = able == faces.end() ? faces[0] : *able;
      if (!first && choice != face) break;
      face = choice, end = std::min(at, text.size());
    }
    Face& f = *faces_[face];
    f.set_size(size);
    hb_buffer_t* buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, text.data(), static_cast<int>(text.size()), static_cast<unsigned>(begin), static_cast<int>(end - begin));
    hb_buffer_set_language(buffer, hb_language_from_string("vi", 2));
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(f.shaper, buffer, nullptr, 0);
    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer, &count);
    for (unsigned i = 0; i < count; ++i) {
      out.glyphs.push_back({face, infos[i].codepoint, out.size.width + positions[i].x_offset / 64.0, -positions[i].y_offset / 64.0});
      hb_glyph_extents_t ink{};
      if (hb_font_get_glyph_extents(f.shaper, infos[i].codepoint, &ink)) {
        out.size.ascent = std::max(out.size.ascent, (ink.y_bearing + positions[i].y_offset) / 64.0);
        out.size.descent = std::max(out.size.descent, -(ink.y_bearing + ink.height + positions[i].y_offset) / 64.0);
      }
      out.size.width += positions[i].x_advance / 64.0;
    }
    hb_buffer_destroy(buffer);
    begin = end;
  }
  return out;
}

const Fonts::Line& Fonts::line(std::string_view text, double size, Weight weight) {
  std::string key(text);
  key += '\0' + std::to_string(std::lround(size * 64)) + '/' + std::to_string(static_cast<int>(weight));
  if (const auto found = lines_.find(key); found != lines_.end()) return found->second;
  if (lines_.size() >= lines_kept) lines_.clear();
  return lines_.emplace(std::move(key), shape_line(text, size, weight)).first->second;
}

TextSize Fonts::measure(std::string_view text, double size, Weight weight) { return line(text, size, weight).size; }
const std::vector<PlacedGlyph>& Fonts::shape(std::string_view text, double size, Weight weight) { return line(text, size, weight).glyphs; }

GlyphImage Fonts::render(const PlacedGlyph& glyph, double size, double shift, double outline) {
  GlyphImage out;
  Face& face = *faces_[glyph.face];
  face.set_size(size);
  // Light hinting: crisp stems in height, true widths.
  if (FT_Load_Glyph(face.face, glyph.glyph, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0) return out;
  FT_Glyph image = nullptr;
  if (FT_Get_Glyph(face.face->glyph, &image) != 0) return out;
  if (outline > 0) {
    FT_Stroker_Set(library_->stroker, static_cast<FT_Fixed>(std::lround(outline * 64)), FT_STROKER_LINECAP_ROUND, FT_STROKER_LINEJOIN_ROUND,
                   0);
    FT_Glyph_Stroke(&image, library_->stroker, 1);
  }
  FT_Vector origin{static_cast<FT_Pos>(std::lround(shift * 64)), 0};
  if (FT_Glyph_To_Bitmap(&image, FT_RENDER_MODE_NORMAL, &origin, 1) == 0) {
    const auto* bitmap = reinterpret_cast<FT_BitmapGlyph>(image);
    out.left = bitmap->left, out.top = -bitmap->top;
    out.width = static_cast<int>(bitmap->bitmap.width), out.height = static_cast<int>(bitmap->bitmap.rows);
    out.coverage.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
    for (int row = 0; row < out.height; ++row)
      std::memcpy(out.coverage.data() + static_cast<std::ptrdiff_t>(row) * out.width,
                  bitmap->bitmap.buffer + static_cast<std::ptrdiff_t>(row) * bitmap->bitmap.pitch, static_cast<std::size_t>(out.width));
  }
  FT_Done_Glyph(image);
  return out;
}

}  // namespace layers
