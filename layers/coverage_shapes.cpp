#include "layers/coverage_shapes.h"

#include <algorithm>
#include <thread>

#include "layers/geos.h"

namespace layers {
namespace {

using geos::Geometry;
using geos::Session;

Geometry polygon_of(const Session& session, const data::Areas& areas, std::uint32_t polygon) {
  std::vector<std::vector<data::Point>> rings;
  for (std::uint32_t r = areas.first_ring[polygon]; r < areas.first_ring[polygon + 1]; ++r) {
    auto& ring = rings.emplace_back();
    for (std::uint32_t v = areas.first_vertex[r]; v < areas.first_vertex[r + 1]; ++v) ring.push_back({areas.x[v], areas.y[v]});
  }
  return session.polygon(rings);
}

/// Takes the geometries; null when there are none or GEOS gives up.
Geometry united(const Session& session, std::vector<Geometry> parts) {
  std::vector<GEOSGeometry*> raw;
  for (Geometry& part : parts) raw.push_back(part.release());
  const Geometry all =
      session.own(GEOSGeom_createCollection_r(session.handle(), GEOS_GEOMETRYCOLLECTION, raw.data(), static_cast<unsigned>(raw.size())));
  return all ? session.own(GEOSUnaryUnion_r(session.handle(), all.get())) : session.own(nullptr);
}

void add_ring(const Session& session, const GEOSGeometry* ring, data::Areas& out) {
  const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(session.handle(), ring);
  unsigned count = 0;
  GEOSCoordSeq_getSize_r(session.handle(), sequence, &count);
  for (unsigned i = 0; i + 1 < count; ++i) {  // the last vertex repeats the first
    double x = 0, y = 0;
    GEOSCoordSeq_getXY_r(session.handle(), sequence, i, &x, &y);
    out.x.push_back(x), out.y.push_back(y);
  }
  out.first_vertex.push_back(static_cast<std::uint32_t>(out.x.size()));
}

/// Adds the polygons of a geometry of any kind to the last row of `out`.
void add_polygons(const Session& session, const GEOSGeometry* geometry, data::Areas& out) {
  const GEOSContextHandle_t h = session.handle();
  if (!geometry || GEOSisEmpty_r(h, geometry) == 1) return;
  if (GEOSGeomTypeId_r(h, geometry) == GEOS_POLYGON) {
    add_ring(session, GEOSGetExteriorRing_r(h, geometry), out);
    for (int i = 0; i < GEOSGetNumInteriorRings_r(h, geometry); ++i) add_ring(session, GEOSGetInteriorRingN_r(h, geometry, i), out);
    out.first_ring.push_back(static_cast<std::uint32_t>(out.first_vertex.size() - 1));
    return;
  }
  if (GEOSGeomTypeId_r(h, geometry) >= GEOS_MULTIPOINT)
    for (int i = 0; i < GEOSGetNumGeometries_r(h, geometry); ++i) add_polygons(session, GEOSGetGeometryN_r(h, geometry, i), out);
}

/// The polygons of a row.
std::vector<Geometry> parts_of(const Session& session, const data::Areas& areas, std::size_t row) {
  std::vector<Geometry> out;
  for (std::uint32_t p = areas.first_polygon[row]; p < areas.first_polygon[row + 1]; ++p)
    if (Geometry part = polygon_of(session, areas, p)) out.push_back(std::move(part));
  return out;
}

}  // namespace

data::Areas unite(const data::Areas& areas, const std::vector<std::uint32_t>& group, std::uint32_t groups, std::stop_token stop) {
  std::vector<data::Areas> of_group(groups);
  {
    std::vector<std::jthread> workers;
    for (std::uint32_t g = 0; g < groups; ++g)
      workers.emplace_back([&, g] {
        const Session session;
        std::vector<Geometry> parts;
        for (std::size_t row = 0; row < areas.size() && !stop.stop_requested(); ++row)
          if (group[row] == g)
            for (Geometry& part : parts_of(session, areas, row)) parts.push_back(std::move(part));
        if (!stop.stop_requested()) add_polygons(session, united(session, std::move(parts)).get(), of_group[g]);
        of_group[g].end_row();
      });
  }
  data::Areas out;
  for (const data::Areas& one : of_group) out.add_polygons(one, 0), out.end_row();
  return out;
}

data::Areas uncovered_parts(const data::Areas& areas, const std::vector<std::vector<std::uint32_t>>& over,
                            const std::vector<std::uint8_t>& shown) {
  const Session session;
  std::vector<Geometry> row(areas.size());
  const auto geometry_of = [&](std::uint32_t r) -> const GEOSGeometry* {
    if (!row[r]) row[r] = united(session, parts_of(session, areas, r));
    return row[r].get();
  };
  data::Areas out;
  for (std::uint32_t r = 0; r < areas.size(); ++r) {
    const bool under = std::any_of(over[r].begin(), over[r].end(), [&](std::uint32_t o) { return shown[o] != 0; });
    if (shown[r] != 0 && !under) out.add_polygons(areas, r);  // as it is: GEOS would take its time to say the same
    const GEOSGeometry* left = shown[r] != 0 && under ? geometry_of(r) : nullptr;
    Geometry rest;
    for (const std::uint32_t o : over[r])
      if (left && shown[o] != 0 && geometry_of(o)) {
        Geometry less = session.own(GEOSDifference_r(session.handle(), left, geometry_of(o)));
        if (!less) continue;  // doubled tint is better than none
        rest = std::move(less);
        left = rest.get();
      }
    add_polygons(session, left, out);
    out.end_row();
  }
  return out;
}

}  // namespace layers
