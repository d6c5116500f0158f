// Text on the screen: laid out by true widths, each glyph on a whole pixel, so that small type is sharp and evenly spaced.
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "viewer/panels/widgets.h"

namespace viewer::ui {
namespace {

constexpr std::string_view dots = "\u2026";

/// Decodes one character and moves behind it.
unsigned next(std::string_view text, std::size_t& at) {
  unsigned out = 0;
  at += static_cast<std::size_t>(std::max(1, ImTextCharFromUtf8(&out, text.data() + at, text.data() + text.size())));
  return out;
}

void append(std::string& out, unsigned c) {
  if (c < 0x80) return out.push_back(static_cast<char>(c));
  if (c < 0x800) return out += {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))}, void();
  out += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
}

unsigned capital_of(unsigned c) {
  if (c >= 'a' && c <= 'z') return c - 32;
  if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 32;
  const bool pairs = (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || c == 0x1A1 || (c >= 0x1EA0 && c <= 0x1EF9);
  if (pairs) return (c & 1) != 0 ? c - 1 : c;
  return c == 0x1B0 ? 0x1AF : c;
}

float advance(const ImFont* f, unsigned c, float spacing) { return f->GetCharAdvance(static_cast<ImWchar>(c)) + spacing; }

struct Line {
  std::string_view text;
  bool cut = false;
};

/// Breaks at spaces; a word longer than the line has one to itself.
std::vector<Line> wrap(Font role, std::string_view words, float room, int max_lines) {
  std::vector<Line> out;
  const ImFont* f = font(role);
  std::size_t begin = 0;
  while (begin < words.size()) {
    std::size_t at = begin, space = std::string_view::npos, end = words.size();
    float x = 0;
    bool full = false;
    while (at < words.size()) {
      const std::size_t here = at;
      const unsigned c = next(words, at);
      if (c == '\n') {
        end = here, space = here;
        break;
      }
      if (c == ' ') space = here;
      x += advance(f, c, 0);
      if (x > room && c != ' ' && space != std::string_view::npos && space > begin) {
        full = true;
        break;
      }
    }
    if (full) end = space;
    const bool last = static_cast<int>(out.size()) + 1 == max_lines && end < words.size();
    out.push_back({last ? words.substr(begin) : words.substr(begin, end - begin), last});
    if (last) break;
    begin = end < words.size() ? end + 1 : end;
  }
  return out;
}

bool holds(const ImFont& face, std::string_view words) {
  for (std::size_t at = 0; at < words.size();)
    if (!face.FindGlyphNoFallback(static_cast<ImWchar>(next(words, at)))) return false;
  return true;
}

}  // namespace

ImFont* font(Font role) {
  const auto& fonts = ImGui::GetIO().Fonts->Fonts;
  return fonts[std::min(static_cast<int>(role), fonts.Size - 1)];
}

float capital(Font role) {
  const ImFontGlyph* h = font(role)->FindGlyph(role >= Font::numeral_row ? '0' : 'H');
  return h ? h->Y1 - h->Y0 : font(role)->FontSize * 0.6F;
}

float line(Font role) { return std::round(font(role)->FontSize * 1.12F); }

float width(Font role, std::string_view words, float spacing) {
  const ImFont* f = font(role);
  float x = 0;
  for (std::size_t at = 0; at < words.size();) x += advance(f, next(words, at), spacing);
  return words.empty() ? 0 : std::ceil(x - spacing);
}

Font numeral_for(Font role, std::string_view number, float room) {
  while (role > Font::title_strong && (width(role, number) > room || !holds(*font(role), number)))
    role = static_cast<Font>(static_cast<int>(role) - 1);
  return role;
}

float bearing(Font role, std::string_view words) {
  std::size_t at = 0;
  const ImFontGlyph* first = words.empty() ? nullptr : font(role)->FindGlyph(static_cast<ImWchar>(next(words, at)));
  return first ? first->X0 : 0;
}

std::string ellipsize(Font role, std::string_view words, float room, float spacing) {
  if (width(role, words, spacing) <= room) return std::string(words);
  const ImFont* f = font(role);
  const float less = room - width(role, dots) - spacing;
  std::size_t fits = 0;
  float x = 0;
  for (std::size_t at = 0; at < words.size();) {
    x += advance(f, next(words, at), spacing);
    if (x > less) break;
    fits = at;
  }
  while (fits > 0 && words[fits - 1] == ' ') --fits;
  return less <= 0 ? std::string() : std::string(words.substr(0, fits)) + std::string(dots);
}

std::string capitals(std::string_view words) {
  std::string out;
  out.reserve(words.size());
  for (std::size_t at = 0; at < words.size();) append(out, capital_of(next(words, at)));
  return out;
}

float text(const Pen& pen, Font role, float x, float baseline, ImU32 c, std::string_view words, float spacing) {
  ImFont* f = font(role);
  if (!pen.list || words.empty()) return x + width(role, words, spacing);
  const float top = std::round(baseline) - std::round(f->FindGlyph(role >= Font::numeral_row ? '0' : 'H')->Y1);
  ImDrawList& list = *pen.list;
  const ImVec2 clip_min = list.GetClipRectMin(), clip_max = list.GetClipRectMax();
  const bool visible = top < clip_max.y && top + f->FontSize * 1.3F > clip_min.y;
  const int most = static_cast<int>(words.size());
  if (visible) list.PrimReserve(most * 6, most * 4);
  int drawn = 0;
  float at_x = x;
  for (std::size_t at = 0; at < words.size();) {
    const unsigned character = next(words, at);
    const ImFontGlyph* g = f->FindGlyph(static_cast<ImWchar>(character));
    if (!g) continue;
    if (visible && g->Visible) {
      const float left = std::round(at_x);
      list.PrimRectUV({left + g->X0, top + g->Y0}, {left + g->X1, top + g->Y1}, {g->U0, g->V0}, {g->U1, g->V1}, c);
      ++drawn;
    }
    at_x += g->AdvanceX + spacing;
  }
  if (visible) list.PrimUnreserve((most - drawn) * 6, (most - drawn) * 4);
  return at_x - spacing;
}

float text_right(const Pen& pen, Font role, float right, float baseline, ImU32 c, std::string_view words) {
  const float left = right - width(role, words);
  text(pen, role, left, baseline, c, words);
  return left;
}

void text_centred(const Pen& pen, Font role, float x, float baseline, ImU32 c, std::string_view words) {
  text(pen, role, std::round(x - width(role, words) / 2), baseline, c, words);
}

float text_fit(const Pen& pen, Font role, float left, float right, float baseline, ImU32 c, std::string_view words, float spacing) {
  if (width(role, words, spacing) <= right - left) return text(pen, role, left, baseline, c, words, spacing);
  const float end = text(pen, role, left, baseline, c, ellipsize(role, words, right - left, spacing), spacing);
  tooltip_here(pen, {left, baseline - 1.3F * capital(role), right, baseline + 0.4F * capital(role)}, words);
  return end;
}

float text_fit_right(const Pen& pen, Font role, float left, float right, float baseline, ImU32 c, std::string_view words) {
  const float wide = width(role, words);
  if (wide <= right - left) return text_right(pen, role, right, baseline, c, words);
  text_fit(pen, role, left, right, baseline, c, words);
  return left;
}

float paragraph(const Pen& pen, Font role, float left, float right, float top, ImU32 c, std::string_view words, int max_lines) {
  const float step = line(role);
  float baseline = top + std::round((step + capital(role)) / 2);
  const auto lines = wrap(role, words, right - left, max_lines);
  for (const Line& one : lines) {
    if (pen.list) {
      if (one.cut) text_fit(pen, role, left, right, baseline, c, one.text);
      else text(pen, role, left, baseline, c, ellipsize(role, one.text, right - left + 1));
    }
    baseline += step;
  }
  return static_cast<float>(lines.size()) * step;
}

}  // namespace viewer::ui
