#include "layers/tessellate.h"

#include <GL/glu.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <new>

namespace layers {
namespace {

/// GLU hands the numbers of positions about as pointers.
void* as_pointer(std::size_t position) { return reinterpret_cast<void*>(position); }

void on_vertex(void* position, void* out) {
  static_cast<Triangles*>(out)->corner.push_back(static_cast<std::uint32_t>(reinterpret_cast<std::size_t>(position)));
}

/// That there is such a function is what makes GLU give triangles alone, no fans and no strips.
void on_edge(GLboolean, void*) {}

void on_crossing(GLdouble place[3], void**, GLfloat*, void** position, void* out) {
  auto& positions = static_cast<Triangles*>(out)->position;
  *position = as_pointer(positions.size());
  positions.push_back({place[0], place[1]});
}

using Callback = void (*)();

bool is_ring(const std::vector<data::Point>& ring) {
  return ring.size() >= 3 &&
         std::all_of(ring.begin(), ring.end(), [](const data::Point& p) { return std::isfinite(p.x) && std::isfinite(p.y); });
}

struct Free {
  void operator()(GLUtesselator* tessellator) const { gluDeleteTess(tessellator); }
};

}  // namespace

struct Tessellator::Impl {
  std::unique_ptr<GLUtesselator, Free> glu{gluNewTess()};
  Triangles out;
};

Tessellator::Tessellator() : impl_(std::make_unique<Impl>()) {
  GLUtesselator* glu = impl_->glu.get();
  if (glu == nullptr) throw std::bad_alloc();
  gluTessCallback(glu, GLU_TESS_VERTEX_DATA, reinterpret_cast<Callback>(on_vertex));
  gluTessCallback(glu, GLU_TESS_EDGE_FLAG_DATA, reinterpret_cast<Callback>(on_edge));
  gluTessCallback(glu, GLU_TESS_COMBINE_DATA, reinterpret_cast<Callback>(on_crossing));
  gluTessProperty(glu, GLU_TESS_WINDING_RULE, GLU_TESS_WINDING_ODD);
  gluTessNormal(glu, 0, 0, 1);
}

Tessellator::~Tessellator() = default;

const Triangles& Tessellator::fill(const std::vector<std::vector<data::Point>>& rings) {
  GLUtesselator* glu = impl_->glu.get();
  Triangles& out = impl_->out;
  out.position.clear(), out.corner.clear();
  gluTessBeginPolygon(glu, &out);
  for (const std::vector<data::Point>& ring : rings) {
    if (!is_ring(ring)) continue;
    gluTessBeginContour(glu);
    for (const data::Point& p : ring) {
      std::array<GLdouble, 3> place{p.x, p.y, 0};
      gluTessVertex(glu, place.data(), as_pointer(out.position.size()));
      out.position.push_back(p);
    }
    gluTessEndContour(glu);
  }
  gluTessEndPolygon(glu);
  return out;
}

}  // namespace layers
