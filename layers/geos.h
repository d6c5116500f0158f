// GEOS' reentrant C interface with owners, so that meshing frees what it makes on every path.
#pragma once

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include <memory>
#include <utility>
#include <vector>

#include "data/source/geometry.h"

namespace layers::geos {

struct Destroy {
  GEOSContextHandle_t handle = nullptr;
  void operator()(GEOSGeometry* geometry) const { GEOSGeom_destroy_r(handle, geometry); }
};
using Geometry = std::unique_ptr<GEOSGeometry, Destroy>;

/// One per thread and task: GEOS keeps its error state here. GEOS' messages are not shown; a null result says enough.
class Session {
 public:
  Session() : handle_(GEOS_init_r()) {}
  ~Session() { GEOS_finish_r(handle_); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  GEOSContextHandle_t handle() const { return handle_; }

  Geometry own(GEOSGeometry* geometry) const { return {geometry, Destroy{handle_}}; }

  /// An open ring of (x, y) -> a closed linear ring; null when GEOS refuses it.
  Geometry ring(const std::vector<data::Point>& open) const {
    std::vector<double> flat;
    flat.reserve(2 * open.size() + 2);
    for (const data::Point& p : open) flat.push_back(p.x), flat.push_back(p.y);
    flat.push_back(open.front().x), flat.push_back(open.front().y);
    GEOSCoordSequence* sequence = GEOSCoordSeq_copyFromBuffer_r(handle_, flat.data(), static_cast<unsigned>(open.size() + 1), 0, 0);
    return sequence ? own(GEOSGeom_createLinearRing_r(handle_, sequence)) : own(nullptr);
  }

  /// The first ring is the outside, the others are holes; rings of fewer than three vertices are passed over.
  /// Mended when invalid. Null when there is no area to speak of.
  Geometry polygon(const std::vector<std::vector<data::Point>>& rings) const {
    if (rings.empty() || rings.front().size() < 3) return own(nullptr);
    Geometry shell = ring(rings.front());
    if (!shell) return own(nullptr);
    std::vector<GEOSGeometry*> holes;
    for (std::size_t i = 1; i < rings.size(); ++i)
      if (rings[i].size() >= 3)
        if (Geometry hole = ring(rings[i])) holes.push_back(hole.release());
    Geometry out = own(GEOSGeom_createPolygon_r(handle_, shell.release(), holes.data(), static_cast<unsigned>(holes.size())));
    if (out && GEOSisValid_r(handle_, out.get()) != 1) out = own(GEOSMakeValid_r(handle_, out.get()));
    return out;
  }

 private:
  GEOSContextHandle_t handle_;
};

}  // namespace layers::geos
