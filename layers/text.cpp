#include "layers/text.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace layers {
namespace {

constexpr int atlas_width = 1024;
constexpr int atlas_enough = 6144;  ///< rows: beyond this the cache is emptied before the next layout

std::array<std::uint8_t, 4> bytes_of(Colour c) {
  std::array<std::uint8_t, 4> out{};
  for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<std::uint8_t>(std::lround(std::clamp(c[i], 0.0F, 1.0F) * 255));
  return out;
}

template <typename... Parts>
std::string key_of(std::string_view text, Parts... parts) {
  std::string key(text);
  const std::array<std::int64_t, sizeof...(Parts)> numbers{static_cast<std::int64_t>(parts)...};
  key.append(reinterpret_cast<const char*>(numbers.data()), sizeof numbers);
  return key;
}

std::int64_t in_64ths(double pixels) { return std::llround(pixels * 64); }

/// Lays a glyph over a line; where two overlap the denser counts, so that halos do not pile up.
void lay(const GlyphImage& image, int x, int y, std::size_t channel, LineImage& line) {
  for (int row = 0; row < image.height; ++row)
    for (int column = 0; column < image.width; ++column) {
      const std::uint8_t cover =
          image.coverage[static_cast<std::size_t>(row) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(column)];
      auto& texel =
          line.coverage[static_cast<std::size_t>(y + row) * static_cast<std::size_t>(line.width) + static_cast<std::size_t>(x + column)];
      for (std::size_t c = channel; c < 2; ++c) texel[c] = std::max(texel[c], cover);
    }
}

/// All of it halo, softly ending within its edge; the corner of the image is the plate's.
LineImage round_plate(int width, int height, double radius) {
  LineImage out{0, 0, width, height, {}};
  const double r = std::min({radius, width / 2.0, height / 2.0});
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double across = std::abs(x + 0.5 - width / 2.0) - (width / 2.0 - r),
                   down = std::abs(y + 0.5 - height / 2.0) - (height / 2.0 - r);
      const double beyond = std::hypot(std::max(across, 0.0), std::max(down, 0.0)) - r;
      out.coverage.push_back({0, static_cast<std::uint8_t>(std::lround(255 * std::clamp(0.5 - beyond, 0.0, 1.0)))});
    }
  return out;
}

}  // namespace

TextPainter::TextPainter() : program_("text"), array_(gl::VertexArray::make()) {}

void TextPainter::clear() {
  queue_.clear();
  stale_ = true;
  if (shelf_top_ < atlas_enough) return;
  slots_.clear(), glyphs_.clear(), atlas_.clear();
  atlas_rows_ = shelf_top_ = shelf_height_ = shelf_used_ = clean_below_ = 0;
}

const GlyphImage& TextPainter::glyph(const PlacedGlyph& placed, double size, int quarter, double outline) {
  const auto [found, fresh] = glyphs_.try_emplace(key_of({}, placed.face, placed.glyph, in_64ths(size), quarter, in_64ths(outline)));
  if (fresh) found->second = fonts_.render(placed, size, quarter / 4.0, outline);
  return found->second;
}

LineImage TextPainter::compose(std::string_view text, const TextStyle& style) {
  struct Part {
    const GlyphImage* image;
    int x, y;
    std::size_t channel;
  };
  std::vector<Part> parts;
  for (const PlacedGlyph& placed : fonts_.shape(text, style.size, style.weight)) {
    const auto quarters = static_cast<int>(std::lround(placed.x * 4));
    const int pen = quarters >> 2, quarter = quarters & 3, base = static_cast<int>(std::lround(placed.y));
    for (const std::size_t channel : {0U, 1U}) {
      if (channel == 1 && style.halo_reach <= 0) continue;
      const GlyphImage& image = glyph(placed, style.size, quarter, channel == 0 ? 0 : style.halo_reach);
      if (image.width > 0) parts.push_back({&image, pen + image.left, base + image.top, channel});
    }
  }
  LineImage out;
  if (parts.empty()) return out;
  int right = parts[0].x, bottom = parts[0].y;
  out.left = right, out.top = bottom;
  for (const Part& p : parts) {
    out.left = std::min(out.left, p.x), out.top = std::min(out.top, p.y);
    right = std::max(right, p.x + p.image->width), bottom = std::max(bottom, p.y + p.image->height);
  }
  out.width = right - out.left, out.height = bottom - out.top;
  out.coverage.assign(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height), {0, 0});
  for (const Part& p : parts) lay(*p.image, p.x - out.left, p.y - out.top, p.channel, out);
  return out;
}

template <typename Compose>
const TextPainter::Slot& TextPainter::slot(std::string key, const Compose& compose) {
  const auto [found, fresh] = slots_.try_emplace(std::move(key));
  Slot& slot = found->second;
  if (!fresh) return slot;
  const LineImage image = compose();
  slot = {image.left, image.top, std::min(image.width, atlas_width), image.height, 0, 0};
  if (slot.width == 0 || slot.height == 0) return slot;
  if (shelf_used_ + slot.width > atlas_width) shelf_top_ += shelf_height_, shelf_used_ = shelf_height_ = 0;
  slot.u = shelf_used_, slot.v = shelf_top_;
  shelf_used_ += slot.width;
  shelf_height_ = std::max(shelf_height_, slot.height);
  while (shelf_top_ + shelf_height_ > atlas_rows_) atlas_rows_ = std::max(256, 2 * atlas_rows_);
  atlas_.resize(static_cast<std::size_t>(atlas_width) * static_cast<std::size_t>(atlas_rows_));
  for (int row = 0; row < slot.height; ++row)
    std::copy_n(image.coverage.begin() + static_cast<std::ptrdiff_t>(row) * image.width, slot.width,
                atlas_.begin() + static_cast<std::ptrdiff_t>(slot.v + row) * atlas_width + slot.u);
  clean_below_ = std::min(clean_below_, slot.v);
  return slot;
}

void TextPainter::add(std::string_view text, data::Point start, const TextStyle& style) {
  const Slot& made = slot(key_of(text, in_64ths(style.size), static_cast<int>(style.weight), in_64ths(style.halo_reach)),
                          [&] { return compose(text, style); });
  queue(made, start, style.colour, style.halo);
}

void TextPainter::add_plate(const Frame& frame, double radius, Colour colour) {
  const int left = static_cast<int>(std::floor(frame.left)), top = static_cast<int>(std::floor(frame.top));
  const int width = static_cast<int>(std::ceil(frame.right)) - left, height = static_cast<int>(std::ceil(frame.bottom)) - top;
  const Slot& made = slot(key_of({}, width, height, in_64ths(radius)), [&] { return round_plate(width, height, radius); });
  queue(made, {static_cast<double>(left), static_cast<double>(top)}, {}, colour);
}

void TextPainter::queue(const Slot& s, data::Point at, Colour ink, Colour halo) {
  if (s.width == 0 || s.height == 0) return;
  const double left = std::round(at.x) + s.left, top = std::round(at.y) + s.top;
  for (int corner = 0; corner < 4; ++corner) {
    const int x = (corner & 1) ? s.width : 0, y = (corner & 2) ? s.height : 0;
    queue_.push_back({{static_cast<float>(left + x), static_cast<float>(top + y)},
                      {static_cast<std::uint16_t>(s.u + x), static_cast<std::uint16_t>(s.v + y)},
                      bytes_of(ink),
                      bytes_of(halo)});
  }
  stale_ = true;
}

void TextPainter::upload() {
  const std::size_t quads = queue_.size() / 4;
  glBindVertexArray(array_.id());
  if (quads > indexed_quads_) {
    indexed_quads_ = std::max<std::size_t>(512, 2 * quads);
    std::vector<std::uint32_t> index;
    index.reserve(6 * indexed_quads_);
    for (std::uint32_t quad = 0; quad < indexed_quads_; ++quad)
      for (const std::uint32_t corner : {0U, 1U, 2U, 2U, 1U, 3U}) index.push_back(4 * quad + corner);
    index_ = gl::Buffer(GL_ELEMENT_ARRAY_BUFFER, index);
  }
  vertices_ = gl::Buffer(GL_ARRAY_BUFFER, queue_, GL_STREAM_DRAW);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(Vertex), reinterpret_cast<const void*>(offsetof(Vertex, position)));
  glVertexAttribPointer(1, 2, GL_UNSIGNED_SHORT, GL_FALSE, sizeof(Vertex), reinterpret_cast<const void*>(offsetof(Vertex, texel)));
  glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof(Vertex), reinterpret_cast<const void*>(offsetof(Vertex, colour)));
  glVertexAttribPointer(3, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof(Vertex), reinterpret_cast<const void*>(offsetof(Vertex, halo)));
  for (GLuint a = 0; a < 4; ++a) glEnableVertexAttribArray(a);
  glBindVertexArray(0);
  if (const int used = shelf_top_ + shelf_height_; texture_.height() != atlas_rows_)
    texture_ = gl::Texture(GL_RG8, atlas_width, atlas_rows_, GL_RG, GL_UNSIGNED_BYTE, atlas_.data(), GL_NEAREST);
  else if (clean_below_ < used)
    texture_.replace(0, clean_below_, atlas_width, used - clean_below_, GL_RG, GL_UNSIGNED_BYTE,
                     atlas_.data() + static_cast<std::ptrdiff_t>(clean_below_) * atlas_width);
  clean_below_ = shelf_top_ + shelf_height_;
  stale_ = false;
}

void TextPainter::draw(int width, int height) {
  if (queue_.empty()) return;
  if (stale_) upload();
  gl::begin_blend();
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);  // the shader lays letters over halo, and so has to premultiply
  program_.use();
  program_.set("size", static_cast<float>(width), static_cast<float>(height));
  program_.set("atlas", 0);
  texture_.bind(0);
  glBindVertexArray(array_.id());
  glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(6 * (queue_.size() / 4)), GL_UNSIGNED_INT, nullptr);
  glBindVertexArray(0);
}

}  // namespace layers
