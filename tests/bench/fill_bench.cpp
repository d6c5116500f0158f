// Two ways to fill areas, on the units of a province in seven colours: triangles made once, and fans of every ring that
// flip the stencil, each colour then laid over what is odd. What they cost before the first picture and in each.
#include <benchmark/benchmark.h>

#include <cmath>
#include <stdexcept>

#include "data/load.h"
#include "layers/gpu_mesh.h"
#include "layers/headless_context.h"
#include "layers/renderer.h"
#include "tests/support/bench_project.h"

namespace {

constexpr std::uint32_t colours_used = 7;
constexpr int width = 1920, height = 1080;

/// The deepest level as it is in the file, and which colour each row has.
struct Units {
  data::Areas areas;
  std::vector<std::uint32_t> colour;
};

const Units& units() {
  static const Units out = [] {
    const auto loaded = data::load_project(support::bench_project(), PHUSONG_SHARE_DIR, {});
    Units made{loaded->dataset->units->areas.back(), {}};
    for (std::uint32_t row = 0; row < made.areas.size(); ++row) made.colour.push_back(row % colours_used);
    return made;
  }();
  return out;
}

std::vector<layers::Colour> colours() {
  std::vector<layers::Colour> out;
  for (std::uint32_t c = 0; c < colours_used; ++c)
    out.push_back({0.1F * static_cast<float>(c + 1), 0.5F, 1 - 0.1F * static_cast<float>(c), 1});
  return out;
}

layers::View view_of(const data::Box& box, double closer) {
  layers::View view = layers::fit(box, width, height, {0, 0, width, height}, 1);
  view.metres_per_pixel /= closer;
  return view;
}

/// A colour target with a stencil.
class Target {
 public:
  Target() : picture_(width, height) {
    glGenRenderbuffers(1, &stencil_);
    glBindRenderbuffer(GL_RENDERBUFFER, stencil_);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH24_STENCIL8, width, height);
    picture_.bind();
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_STENCIL_ATTACHMENT, GL_RENDERBUFFER, stencil_);
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) throw std::runtime_error("no stencil here");
    glViewport(0, 0, width, height);
  }
  ~Target() { glDeleteRenderbuffers(1, &stencil_); }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

 private:
  layers::gl::Framebuffer picture_;
  GLuint stencil_ = 0;
};

/// Fans of all rings, colour by colour, in the form of a mesh; a square round everything at its end.
struct Fans {
  layers::FillMesh mesh;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> of_colour;  ///< first corner and how many
};

Fans make_fans(const Units& units) {
  Fans out;
  const data::Box box = units.areas.box();
  out.mesh.origin = box.centre();
  const auto vertex = [&](double x, double y, std::uint32_t colour) {
    out.mesh.position.push_back({static_cast<float>(x - out.mesh.origin.x), static_cast<float>(y - out.mesh.origin.y)});
    out.mesh.row.push_back(colour);
    return static_cast<std::uint32_t>(out.mesh.position.size() - 1);
  };
  for (std::uint32_t colour = 0; colour < colours_used; ++colour) {
    const auto first = static_cast<std::uint32_t>(out.mesh.corner.size());
    for (std::size_t row = colour; row < units.areas.size(); row += colours_used)
      for (std::uint32_t r = units.areas.ring_begin(row); r < units.areas.ring_end(row); ++r) {
        const auto start = static_cast<std::uint32_t>(out.mesh.position.size());
        for (std::uint32_t v = units.areas.first_vertex[r]; v < units.areas.first_vertex[r + 1]; ++v)
          if (const std::uint32_t at = vertex(units.areas.x[v], units.areas.y[v], colour); at >= start + 2)
            out.mesh.corner.insert(out.mesh.corner.end(), {start, at - 1, at});
      }
    out.of_colour.emplace_back(first, static_cast<std::uint32_t>(out.mesh.corner.size()) - first);
  }
  for (std::uint32_t colour = 0; colour < colours_used; ++colour) {
    const std::uint32_t a = vertex(box.min_x, box.min_y, colour), b = vertex(box.max_x, box.min_y, colour),
                        c = vertex(box.max_x, box.max_y, colour), d = vertex(box.min_x, box.max_y, colour);
    out.mesh.corner.insert(out.mesh.corner.end(), {a, b, c, a, c, d});
  }
  return out;
}

class StencilPainter {
 public:
  explicit StencilPainter(const Fans& fans) : fans_(fans), program_("fill"), array_(layers::gl::VertexArray::make()) {
    glBindVertexArray(array_.id());
    position_ = layers::gl::Buffer(GL_ARRAY_BUFFER, fans.mesh.position);
    glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
    row_ = layers::gl::Buffer(GL_ARRAY_BUFFER, fans.mesh.row);
    glVertexAttribIPointer(1, 1, GL_UNSIGNED_INT, 0, nullptr);
    corners_ = layers::gl::Buffer(GL_ELEMENT_ARRAY_BUFFER, fans.mesh.corner);
    for (const GLuint a : {0U, 1U}) glEnableVertexAttribArray(a);
    std::vector<std::uint8_t> bytes;
    for (const layers::Colour& c : colours())
      for (const float part : c) bytes.push_back(static_cast<std::uint8_t>(std::lround(part * 255)));
    table_ = layers::gl::Texture(GL_RGBA8, colours_used, 1, GL_RGBA, GL_UNSIGNED_BYTE, bytes.data(), GL_NEAREST);
  }
  void draw(const layers::View& view) const {
    program_.use();
    program_.set("scale", static_cast<float>(1 / view.metres_per_pixel));
    program_.set("offset", static_cast<float>((fans_.mesh.origin.x - view.centre.x) / view.metres_per_pixel + width / 2.0),
                 static_cast<float>((fans_.mesh.origin.y - view.centre.y) / view.metres_per_pixel + height / 2.0));
    program_.set("size", width, height);
    program_.set("colours", 0);
    table_.bind(0);
    glBindVertexArray(array_.id());
    glEnable(GL_STENCIL_TEST);
    const auto corners = [](std::size_t first) { return reinterpret_cast<const void*>(first * sizeof(std::uint32_t)); };
    const std::size_t squares = fans_.mesh.corner.size() - 6 * colours_used;
    for (std::uint32_t colour = 0; colour < colours_used; ++colour) {
      glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE);
      glStencilFunc(GL_ALWAYS, 0, 1);
      glStencilOp(GL_KEEP, GL_KEEP, GL_INVERT);
      const auto& [first, count] = fans_.of_colour[colour];
      glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(count), GL_UNSIGNED_INT, corners(first));
      glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
      glStencilFunc(GL_NOTEQUAL, 0, 1);
      glStencilOp(GL_ZERO, GL_ZERO, GL_ZERO);
      glDrawElements(GL_TRIANGLES, 6, GL_UNSIGNED_INT, corners(squares + std::size_t{6} * colour));
    }
    glDisable(GL_STENCIL_TEST);
  }

 private:
  const Fans& fans_;
  layers::gl::Program program_;
  layers::gl::VertexArray array_;
  layers::gl::Buffer position_, row_, corners_;
  layers::gl::Texture table_;
};

void clear() {
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT | GL_STENCIL_BUFFER_BIT);
}

void prepare_triangles(benchmark::State& state) {
  const Units& made = units();
  for (auto _ : state) benchmark::DoNotOptimize(layers::fill_mesh(made.areas, made.colour));
}
BENCHMARK(prepare_triangles)->Unit(benchmark::kMillisecond);

void prepare_fans(benchmark::State& state) {
  const Units& made = units();
  for (auto _ : state) benchmark::DoNotOptimize(make_fans(made));
}
BENCHMARK(prepare_fans)->Unit(benchmark::kMillisecond);

/// `closer`: 1 shows the whole province.
void draw_triangles(benchmark::State& state) {
  const layers::HeadlessContext context;
  const Target target;
  const layers::FillPainter painter;
  const layers::FillBuffer buffer(layers::fill_mesh(units().areas, units().colour));
  layers::ColourTable table;
  table.set(colours());
  const layers::View view = view_of(units().areas.box(), static_cast<double>(state.range(0)));
  for (auto _ : state) {
    clear();
    painter.draw(buffer, table, view);
    glFinish();
  }
  state.SetLabel(layers::gl::renderer_name());
}

void draw_fans(benchmark::State& state) {
  const layers::HeadlessContext context;
  const Target target;
  const Fans fans = make_fans(units());
  const StencilPainter painter(fans);
  const layers::View view = view_of(units().areas.box(), static_cast<double>(state.range(0)));
  for (auto _ : state) {
    clear();
    painter.draw(view);
    glFinish();
  }
  // Of what use is a fast wrong picture.
  const data::Image stencilled = layers::read_pixels(width, height);
  const layers::FillPainter triangles;
  const layers::FillBuffer buffer(layers::fill_mesh(units().areas, units().colour));
  layers::ColourTable table;
  table.set(colours());
  clear();
  triangles.draw(buffer, table, view);
  state.counters["differs_percent"] = 100 * data::compare(stencilled, layers::read_pixels(width, height)).share_of_pixels;
}
BENCHMARK(draw_triangles)->Arg(1)->Arg(8)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
BENCHMARK(draw_fans)->Arg(1)->Arg(8)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

}  // namespace
