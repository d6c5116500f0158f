#include "layers/gpu_mesh.h"

#include <cmath>
#include <cstring>
#include <unordered_map>

namespace layers {
namespace {

constexpr int table_width = 256;

/// Sets "scale" and "offset": pixels from the lower left corner = position * scale + offset. The subtraction of the two
/// large numbers happens here, in doubles.
void place(const gl::Program& program, const View& view, data::Point origin) {
  program.set("scale", static_cast<float>(1 / view.metres_per_pixel));
  program.set("offset", static_cast<float>((origin.x - view.centre.x) / view.metres_per_pixel + view.width / 2.0),
              static_cast<float>((origin.y - view.centre.y) / view.metres_per_pixel + view.height / 2.0));
  program.set("size", static_cast<float>(view.width), static_cast<float>(view.height));
}

/// Corners shared by triangles of one row become one vertex: a software vertex shader notices.
struct Corner {
  std::array<float, 2> position;
  std::uint32_t row;
  bool operator==(const Corner&) const = default;
};
struct HashCorner {
  std::size_t operator()(const Corner& c) const {
    std::uint64_t bits = 0;
    std::memcpy(&bits, c.position.data(), sizeof bits);
    bits = (bits ^ c.row) * 0x9E3779B97F4A7C15ULL;
    return bits ^ (bits >> 32U);
  }
};

/// Normal of the line between two segments that meet, along and across the one of direction `along`; the other one goes
/// (dx, dy). Zero when there is no other.
std::array<float, 2> bisector(std::array<float, 2> along, float dx, float dy) {
  const float far = std::hypot(dx, dy);
  if (far <= 0) return {0, 0};
  const float x = along[0] + dx / far, y = along[1] + dy / far, length = std::hypot(x, y);
  if (length < 1e-3F) return {1, 0};  // straight back: each ends where it ends
  return {(x * along[0] + y * along[1]) / length, (y * along[0] - x * along[1]) / length};
}

}  // namespace

FillBuffer::FillBuffer(const FillMesh& mesh) : origin_(mesh.origin), array_(gl::VertexArray::make()) {
  std::vector<std::array<float, 2>> position;
  std::vector<std::uint32_t> row, index;
  std::unordered_map<Corner, std::uint32_t, HashCorner> known;
  known.reserve(mesh.position.size() / 3), index.reserve(mesh.position.size());
  for (std::size_t v = 0; v < mesh.position.size(); ++v) {
    const auto [found, fresh] = known.try_emplace({mesh.position[v], mesh.row[v]}, static_cast<std::uint32_t>(position.size()));
    if (fresh) position.push_back(mesh.position[v]), row.push_back(mesh.row[v]);
    index.push_back(found->second);
    if (v % 3 == 0) {  // rows come one after the other
      Run& run = run_of_row_.try_emplace(mesh.row[v], Run{0, v}).first->second;
      run.count += 3;
    }
  }
  count_ = static_cast<GLsizei>(index.size());
  glBindVertexArray(array_.id());
  position_ = gl::Buffer(GL_ARRAY_BUFFER, position);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  glEnableVertexAttribArray(0);
  row_ = gl::Buffer(GL_ARRAY_BUFFER, row);
  glVertexAttribIPointer(1, 1, GL_UNSIGNED_INT, 0, nullptr);
  glEnableVertexAttribArray(1);
  index_ = gl::Buffer(GL_ELEMENT_ARRAY_BUFFER, index);
  glBindVertexArray(0);
}

LineBuffer::LineBuffer(const LineMesh& mesh) : origin_(mesh.origin), array_(gl::VertexArray::make()) {
  // Four vertices a segment, written out, with all that is the same at every scale: instancing and a clever vertex shader
  // both cost a software driver more than the memory they save.
  struct Vertex {
    std::array<float, 2> end;
    std::array<float, 3> direction;
    std::array<float, 4> bisectors;
  };
  std::vector<Vertex> vertices;
  std::vector<std::uint32_t> index;
  vertices.reserve(4 * mesh.segment.size()), index.reserve(6 * mesh.segment.size());
  for (std::size_t s = 0; s < mesh.segment.size(); ++s) {
    const auto& [ax, ay, bx, by] = mesh.segment[s];
    const auto& [before_x, before_y, after_x, after_y] = mesh.neighbour[s];
    const float length = std::hypot(bx - ax, by - ay);
    if (length <= 0) continue;
    const std::array<float, 2> along{(bx - ax) / length, (by - ay) / length};
    const auto first = bisector(along, ax - before_x, ay - before_y), last = bisector(along, after_x - bx, after_y - by);
    const auto base = static_cast<std::uint32_t>(vertices.size());
    const Vertex start{{ax, ay}, {along[0], along[1], length}, {first[0], first[1], last[0], last[1]}};
    Vertex end = start;
    end.end = {bx, by};
    vertices.insert(vertices.end(), {start, end, start, end});
    for (const std::uint32_t corner : {0U, 1U, 2U, 2U, 1U, 3U}) index.push_back(base + corner);
  }
  count_ = static_cast<GLsizei>(index.size());
  glBindVertexArray(array_.id());
  segments_ = gl::Buffer(GL_ARRAY_BUFFER, vertices);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(Vertex), reinterpret_cast<const void*>(offsetof(Vertex, end)));
  glVertexAttribPointer(1, 3, GL_FLOAT, GL_FALSE, sizeof(Vertex), reinterpret_cast<const void*>(offsetof(Vertex, direction)));
  glVertexAttribPointer(2, 4, GL_FLOAT, GL_FALSE, sizeof(Vertex), reinterpret_cast<const void*>(offsetof(Vertex, bisectors)));
  for (GLuint a = 0; a < 3; ++a) glEnableVertexAttribArray(a);
  index_ = gl::Buffer(GL_ELEMENT_ARRAY_BUFFER, index);
  glBindVertexArray(0);
}

void ColourTable::set(const std::vector<Colour>& colours, std::vector<std::uint32_t> hatched) {
  hatched_ = std::move(hatched);
  opaque_ = std::all_of(colours.begin(), colours.end(), [](const Colour& c) { return c[3] >= 1; });
  const int rows = std::max(1, static_cast<int>((colours.size() + table_width - 1) / table_width));
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(4) * table_width * static_cast<std::size_t>(rows), 0);
  for (std::size_t i = 0; i < colours.size(); ++i)
    for (std::size_t c = 0; c < 4; ++c) bytes[4 * i + c] = static_cast<std::uint8_t>(std::lround(std::clamp(colours[i][c], 0.0F, 1.0F) * 255));
  if (texture_ && texture_.height() == rows)
    texture_.replace(0, 0, table_width, rows, GL_RGBA, GL_UNSIGNED_BYTE, bytes.data());
  else
    texture_ = gl::Texture(GL_RGBA8, table_width, rows, GL_RGBA, GL_UNSIGNED_BYTE, bytes.data(), GL_NEAREST);
}

FillPainter::FillPainter() : program_("fill"), hatch_("hatch") {}

void FillPainter::draw(const FillBuffer& buffer, const ColourTable& colours, const View& view, Colour stripe) const {
  if (buffer.count_ == 0 || !colours.texture_) return;
  gl::begin_blend();
  if (colours.opaque_) glDisable(GL_BLEND);
  program_.use();
  place(program_, view, buffer.origin_);
  program_.set("colours", 0);
  colours.texture_.bind(0);
  glBindVertexArray(buffer.array_.id());
  glDrawElements(GL_TRIANGLES, buffer.count_, GL_UNSIGNED_INT, nullptr);
  if (!colours.hatched_.empty()) draw_hatch(buffer, colours, view, stripe);
  glBindVertexArray(0);
}

/// Only the rows that need it: the pattern costs more than a plain colour.
void FillPainter::draw_hatch(const FillBuffer& buffer, const ColourTable& colours, const View& view, Colour stripe) const {
  std::vector<GLsizei> counts;
  std::vector<const void*> first;
  for (const std::uint32_t row : colours.hatched_)
    if (const auto run = buffer.run_of_row_.find(row); run != buffer.run_of_row_.end()) {
      counts.push_back(run->second.count);
      first.push_back(reinterpret_cast<const void*>(run->second.first * sizeof(std::uint32_t)));
    }
  if (counts.empty()) return;
  gl::begin_blend();
  hatch_.use();
  place(hatch_, view, buffer.origin_);
  const double period = 7.0 * view.pixel_ratio;  // along x; the stripes are period / sqrt 2 apart
  // Stripes follow x + y of the map in pixels; only the phase of the lower left corner matters.
  const double corner = (view.centre.x + view.centre.y) / view.metres_per_pixel - view.width / 2.0 - view.height / 2.0;
  hatch_.set("period", static_cast<float>(period));
  hatch_.set("phase", static_cast<float>(corner - std::floor(corner / period) * period));
  hatch_.set("stripe", stripe);
  glMultiDrawElements(GL_TRIANGLES, counts.data(), GL_UNSIGNED_INT, first.data(), static_cast<GLsizei>(counts.size()));
}

LinePainter::LinePainter() : program_("line") {}

void LinePainter::draw(const LineBuffer& buffer, const View& view, Colour colour, double width) const {
  if (buffer.count_ == 0) return;
  gl::begin_blend();
  program_.use();
  place(program_, view, buffer.origin_);
  program_.set("reach", static_cast<float>(width / 2 + 0.5));  // half a pixel more, where the edge fades
  program_.set("colour", colour);
  glBindVertexArray(buffer.array_.id());
  glDrawElements(GL_TRIANGLES, buffer.count_, GL_UNSIGNED_INT, nullptr);
  glBindVertexArray(0);
}

}  // namespace layers
