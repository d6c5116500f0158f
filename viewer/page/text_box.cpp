#include "viewer/page/text_box.h"

#include <algorithm>
#include <cmath>

#include "viewer/page/two_languages.h"

namespace viewer {
namespace {

constexpr double unit = PANGO_SCALE;

void set_size(PangoLayout* layout, const TextStyle& style, double size) {
  PangoFontDescription* font = pango_font_description_copy(pango_context_get_font_description(pango_layout_get_context(layout)));
  pango_font_description_set_style(font, style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_font_description_set_weight(font, static_cast<PangoWeight>(style.weight));
  pango_font_description_set_absolute_size(font, size * unit);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
}

void set_range(PangoAttrList* list, PangoAttribute* attribute, std::size_t from, std::size_t to) {
  attribute->start_index = static_cast<guint>(from), attribute->end_index = static_cast<guint>(to);
  pango_attr_list_insert(list, attribute);
}

/// Takes the marks out of the text and sets what stood between them smaller and lighter.
std::string with_quieter_runs(const std::string& text, PangoAttrList* attributes) {
  std::string plain;
  std::size_t from = 0;
  for (const char c : text) {
    if (c == quieter_from) from = plain.size();
    if (c != quieter_from && c != quieter_to) plain += c;
    if (c != quieter_to) continue;
    set_range(attributes, pango_attr_scale_new(0.86), from, plain.size());
    set_range(attributes, pango_attr_weight_new(PANGO_WEIGHT_NORMAL), from, plain.size());
    set_range(attributes, pango_attr_foreground_alpha_new(0xC000), from, plain.size());
  }
  return plain;
}

/// A text that has lines of its own, one language below the other, may take as many lines again for each.
int lines_for(const std::string& text, const TextStyle& style) {
  return style.max_lines * (1 + static_cast<int>(std::count(text.begin(), text.end(), '\n')));
}

PangoLayoutPtr make_layout(PangoContext* context, const std::string& marked, const TextStyle& style) {
  PangoLayoutPtr layout(pango_layout_new(context));
  set_size(layout.get(), style, style.size);
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_font_features_new(style.tabular ? "tnum=1" : "tnum=0"));
  const std::string text = with_quieter_runs(marked, attributes);
  pango_layout_set_attributes(layout.get(), attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
  const PangoAlignment align = style.align == Align::left    ? PANGO_ALIGN_LEFT
                               : style.align == Align::right ? PANGO_ALIGN_RIGHT
                                                             : PANGO_ALIGN_CENTER;
  pango_layout_set_alignment(layout.get(), align);
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD);
  return layout;
}

/// What the lines take: ink and line height together, so that a tall diacritic counts.
Rect extents(PangoLayout* layout) {
  PangoRectangle ink, logical;
  pango_layout_get_extents(layout, &ink, &logical);
  const double left = std::min(ink.x, logical.x) / unit, top = std::min(ink.y, logical.y) / unit;
  const double right = std::max(ink.x + ink.width, logical.x + logical.width) / unit;
  const double bottom = std::max(ink.y + ink.height, logical.y + logical.height) / unit;
  return {left, top, right - left, bottom - top};
}

bool fits(PangoLayout* layout, const Rect& room, int max_lines) {
  const Rect box = extents(layout);
  return pango_layout_get_line_count(layout) <= max_lines && box.w <= room.w + 0.01 && box.h <= room.h + 0.01;
}

}  // namespace

const char* official_family() {
  static const bool installed = [] {
    const std::unique_ptr<PangoFontMap, Unref> map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
    PangoFontFamily** families = nullptr;
    int count = 0;
    pango_font_map_list_families(map.get(), &families, &count);
    const bool found =
        std::any_of(families, families + count, [](PangoFontFamily* f) { return std::string_view(pango_font_family_get_name(f)) == "Times New Roman"; });
    g_free(families);
    return found;
  }();
  return installed ? "Times New Roman" : "Tinos";
}

PangoContextPtr steady_text_context(const char* family) {
  // A font map of our own: the default one may have been given another resolution. One a thread, since it is slow to find its fonts.
  thread_local const std::unique_ptr<PangoFontMap, Unref> map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map.get()), 72);
  PangoContextPtr context(pango_font_map_create_context(map.get()));
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context.get(), options);
  cairo_font_options_destroy(options);
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, family);
  pango_context_set_font_description(context.get(), font);
  pango_font_description_free(font);
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  pango_context_set_language(context.get(), pango_language_from_string("vi"));
  return context;
}

Size measure_text(PangoContext* context, const std::string& text, const TextStyle& style, double width) {
  const PangoLayoutPtr layout = make_layout(context, text, style);
  if (width >= 0) pango_layout_set_width(layout.get(), static_cast<int>(width * unit));
  const Rect box = extents(layout.get());
  // Alignment moves the ink inside the width; what matters here is how much of it is used.
  PangoRectangle logical;
  pango_layout_get_extents(layout.get(), nullptr, &logical);
  return {std::max(logical.width / unit, width < 0 ? box.w : 0.0), box.h};
}

FittedText fit_text(PangoContext* context, const Rect& room, const std::string& text, const TextStyle& style, const std::string& part) {
  FittedText out{make_layout(context, text, style), 0, 0, {part, without_marks(text), room, {}, style.size, false}};
  const int max_lines = lines_for(text, style);
  PangoLayout* layout = out.layout.get();
  pango_layout_set_width(layout, static_cast<int>(std::floor(std::max(1.0, room.w) * unit)));
  const double smallest = style.min_size > 0 ? std::min(style.min_size, style.size) : 0.85 * style.size;
  for (double size = style.size; !fits(layout, room, max_lines) && size > smallest; out.placed.size = size) {
    size = std::max(smallest, size - std::max(0.25, 0.02 * style.size));
    set_size(layout, style, size);
  }
  if (!fits(layout, room, max_lines)) {
    // A negative height is a number of lines; a room too low for all of them gets as many as it holds.
    int count = max_lines;
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    do pango_layout_set_height(layout, -count);
    while (!fits(layout, room, count) && --count > 0);
    out.placed.shortened = pango_layout_is_ellipsized(layout);
  }
  const Rect box = extents(layout);
  const double down = style.middle ? std::max(0.0, (room.h - box.h) / 2) : 0;
  // A letter may reach left of where it starts (the bar of Đ) or above its line; it is moved in, not cut.
  out.x = room.x - std::min(0.0, box.x), out.y = room.y + down - std::min(0.0, box.y);
  out.placed.box = {out.x + box.x, out.y + box.y, box.w, box.h};
  return out;
}

}  // namespace viewer
