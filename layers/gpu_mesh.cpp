#include "layers/gpu_mesh.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

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

/// What of a mesh is in sight, as few draw calls as its runs allow.
class Sight {
 public:
  Sight(const View& view, data::Point origin, double margin_pixels) {
    const data::Box box = view.extent();
    const double margin = margin_pixels * view.metres_per_pixel;
    low_ = {box.min_x - origin.x - margin, box.min_y - origin.y - margin};
    high_ = {box.max_x - origin.x + margin, box.max_y - origin.y + margin};
  }
  /// `corners_each`: of the index buffer, for each thing a run counts.
  void add(const MeshRun& run, std::uint32_t corners_each) {
    if (static_cast<double>(run.box[0]) > high_.x || static_cast<double>(run.box[1]) > high_.y ||
        static_cast<double>(run.box[2]) < low_.x || static_cast<double>(run.box[3]) < low_.y)
      return;
    const std::size_t first = static_cast<std::size_t>(run.first) * corners_each,
                      count = static_cast<std::size_t>(run.count) * corners_each;
    if (!counts_.empty() && end_ == first) counts_.back() += static_cast<GLsizei>(count);
    else {
      counts_.push_back(static_cast<GLsizei>(count));
      firsts_.push_back(reinterpret_cast<const void*>(first * sizeof(std::uint32_t)));
    }
    end_ = first + count;
  }
  void draw() const {
    glMultiDrawElements(GL_TRIANGLES, counts_.data(), GL_UNSIGNED_INT, firsts_.data(), static_cast<GLsizei>(counts_.size()));
  }
  bool empty() const { return counts_.empty(); }

 private:
  data::Point low_, high_;
  std::vector<GLsizei> counts_;
  std::vector<const void*> firsts_;
  std::size_t end_ = 0;
};

}  // namespace

FillBuffer::FillBuffer(const FillMesh& mesh) : origin_(mesh.origin), array_(gl::VertexArray::make()), runs_(mesh.runs) {
  glBindVertexArray(array_.id());
  position_ = gl::Buffer(GL_ARRAY_BUFFER, mesh.position);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  glEnableVertexAttribArray(0);
  row_ = gl::Buffer(GL_ARRAY_BUFFER, mesh.row);
  glVertexAttribIPointer(1, 1, GL_UNSIGNED_INT, 0, nullptr);
  glEnableVertexAttribArray(1);
  corners_ = gl::Buffer(GL_ELEMENT_ARRAY_BUFFER, mesh.corner);
  glBindVertexArray(0);
}

// Four vertices a segment, written out, with all that is the same at every scale: instancing and a clever vertex shader both
// cost a software driver more than the memory they save.
LineBuffer::LineBuffer(const LineMesh& mesh) : origin_(mesh.origin), array_(gl::VertexArray::make()), runs_(mesh.runs) {
  std::vector<std::uint32_t> corners;
  corners.reserve(6 * mesh.segment.size());
  for (std::uint32_t first = 0; first < mesh.vertex.size(); first += 4)
    for (const std::uint32_t corner : {0U, 1U, 2U, 2U, 1U, 3U}) corners.push_back(first + corner);
  glBindVertexArray(array_.id());
  vertices_ = gl::Buffer(GL_ARRAY_BUFFER, mesh.vertex);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(LineVertex), reinterpret_cast<const void*>(offsetof(LineVertex, end)));
  glVertexAttribPointer(1, 3, GL_FLOAT, GL_FALSE, sizeof(LineVertex), reinterpret_cast<const void*>(offsetof(LineVertex, direction)));
  glVertexAttribPointer(2, 4, GL_FLOAT, GL_FALSE, sizeof(LineVertex), reinterpret_cast<const void*>(offsetof(LineVertex, bisectors)));
  for (GLuint a = 0; a < 3; ++a) glEnableVertexAttribArray(a);
  corners_ = gl::Buffer(GL_ELEMENT_ARRAY_BUFFER, corners);
  glBindVertexArray(0);
  data::Box box;
  double length = 0;
  for (const auto& [x0, y0, x1, y1] : mesh.segment) {
    box.include(data::Point{static_cast<double>(x0), static_cast<double>(y0)});
    length += std::hypot(static_cast<double>(x1 - x0), static_cast<double>(y1 - y0));
  }
  if (length > 0) spacing_ = box.width() * box.height() / length;
}

void ColourTable::set(const std::vector<Colour>& colours) {
  seen_.clear();
  for (const Colour& c : colours) seen_.push_back(c[3] > 0);
  opaque_ = std::all_of(colours.begin(), colours.end(), [](const Colour& c) { return c[3] >= 1; });
  const int rows = std::max(1, static_cast<int>((colours.size() + table_width - 1) / table_width));
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(4) * table_width * static_cast<std::size_t>(rows), 0);
  for (std::size_t i = 0; i < colours.size(); ++i)
    for (std::size_t c = 0; c < 4; ++c)
      bytes[4 * i + c] = static_cast<std::uint8_t>(std::lround(std::clamp(colours[i][c], 0.0F, 1.0F) * 255));
  if (texture_ && texture_.height() == rows) texture_.replace(0, 0, table_width, rows, GL_RGBA, GL_UNSIGNED_BYTE, bytes.data());
  else texture_ = gl::Texture(GL_RGBA8, table_width, rows, GL_RGBA, GL_UNSIGNED_BYTE, bytes.data(), GL_NEAREST);
}

FillPainter::FillPainter() : program_("fill"), hatch_("hatch") {}

void FillPainter::draw(const FillBuffer& buffer, const ColourTable& colours, const View& view) const {
  Sight sight(view, buffer.origin_, 1);
  for (const MeshRun& run : buffer.runs_)
    if (run.row < colours.seen_.size() && colours.seen_[run.row] != 0) sight.add(run, 1);
  if (sight.empty() || !colours.texture_) return;
  gl::begin_blend();
  if (colours.opaque_) glDisable(GL_BLEND);
  program_.use();
  place(program_, view, buffer.origin_);
  program_.set("colours", 0);
  colours.texture_.bind(0);
  glBindVertexArray(buffer.array_.id());
  sight.draw();
  glBindVertexArray(0);
}

void FillPainter::draw_stripes(const FillBuffer& buffer, std::span<const std::uint32_t> rows, const View& view,
                               const Stripes& stripes) const {
  Sight sight(view, buffer.origin_, 1);
  for (const MeshRun& run : buffer.runs_)
    if (std::binary_search(rows.begin(), rows.end(), run.row)) sight.add(run, 1);
  if (sight.empty()) return;
  gl::begin_blend();
  hatch_.use();
  place(hatch_, view, buffer.origin_);
  const double period = stripes.period * view.pixel_ratio, x = stripes.across_x, y = stripes.across_y;
  // The sum is one of the map's pixels; only the phase of the lower left corner matters.
  const double corner = (x * view.centre.x + y * view.centre.y) / view.metres_per_pixel - (x * view.width + y * view.height) / 2;
  hatch_.set("across", static_cast<float>(x), static_cast<float>(y));
  hatch_.set("period", static_cast<float>(period));
  hatch_.set("phase", static_cast<float>(corner - std::floor(corner / period) * period));
  hatch_.set("pixels", static_cast<float>(1 / stripes.slope()));
  hatch_.set("reach", static_cast<float>(stripes.width * view.pixel_ratio / 2 + 0.5));
  hatch_.set("stripe", stripes.colour);
  glBindVertexArray(buffer.array_.id());
  sight.draw();
  glBindVertexArray(0);
}

void FillPainter::warm(const View& view, bool over_others) const {
  FillMesh triangle;
  triangle.position = {{0, 0}, {1, 0}, {0, 1}}, triangle.row = {0, 0, 0}, triangle.corner = {0, 1, 2};
  triangle.runs = {{0, 0, 3, {0, 0, 1, 1}}};
  const FillBuffer buffer(triangle);
  ColourTable colours;
  const std::uint32_t row = 0;
  colours.set({{1, 1, 1, 1}});
  draw(buffer, colours, view);
  if (!over_others) return;
  colours.set({{1, 1, 1, 0.5F}});
  draw(buffer, colours, view);
  draw_stripes(buffer, {&row, 1}, view, {});
}

LinePainter::LinePainter() : program_("line") {}

void LinePainter::draw(const LineBuffer& buffer, const View& view, Colour colour, double width) const {
  Sight sight(view, buffer.origin_, width);
  for (const MeshRun& run : buffer.runs_) sight.add(run, 6);
  if (sight.empty()) return;
  gl::begin_blend();
  program_.use();
  place(program_, view, buffer.origin_);
  program_.set("reach", static_cast<float>(width / 2 + 0.5));  // half a pixel more, where the edge fades
  program_.set("colour", colour);
  glBindVertexArray(buffer.array_.id());
  sight.draw();
  glBindVertexArray(0);
}

void LinePainter::warm(const View& view) const {
  LineMesh line;
  line.segment = {{0, 0, 1, 0}};
  for (const float end : {0.0F, 1.0F, 0.0F, 1.0F}) line.vertex.push_back({{end, 0}, {1, 0, 1}, {}});
  line.runs = {{0, 0, 1, {0, 0, 1, 0}}};
  draw(LineBuffer(line), view, {1, 1, 1, 1}, 1);
}

}  // namespace layers
