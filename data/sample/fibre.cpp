// Fibre areas: a band along every lane of a served village, joined by commune and operator through GEOS.
#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>

#include "data/sample/coverage.h"
#include "data/sample/random.h"

namespace data {
namespace {

constexpr double band = 120;      ///< metres either side of a lane before corners are rounded off
constexpr double tolerance = 14;  ///< of the simplified outline
static_assert(band - tolerance > lane_reach + 20, "households of a served village must lie inside");

/// GEOS's handles with owners, for one thread.
class Geos {
 public:
  Geos() : context_(GEOS_init_r()) {}
  ~Geos() { GEOS_finish_r(context_); }
  Geos(const Geos&) = delete;
  Geos& operator=(const Geos&) = delete;

  struct Free {
    GEOSContextHandle_t context;
    void operator()(GEOSGeometry* geometry) const { GEOSGeom_destroy_r(context, geometry); }
  };
  using Geometry = std::unique_ptr<GEOSGeometry, Free>;

  GEOSContextHandle_t get() const { return context_; }
  Geometry own(GEOSGeometry* geometry) const {
    if (!geometry) throw std::runtime_error("GEOS failed on a generated shape");
    return Geometry(geometry, Free{context_});
  }

 private:
  GEOSContextHandle_t context_;
};

GEOSGeometry* to_line(const Geos& geos, const std::vector<Point>& line) {
  // Every other vertex will do under a band this wide, and halves GEOS's work.
  std::vector<Point> kept;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (i % 3 == 0 || i + 1 == line.size()) kept.push_back(line[i]);
  if (kept.size() == 1) kept.push_back({kept[0].x + 1, kept[0].y});
  GEOSCoordSequence* coords = GEOSCoordSeq_create_r(geos.get(), static_cast<unsigned>(kept.size()), 2);
  for (std::size_t i = 0; i < kept.size(); ++i) GEOSCoordSeq_setXY_r(geos.get(), coords, static_cast<unsigned>(i), kept[i].x, kept[i].y);
  return GEOSGeom_createLineString_r(geos.get(), coords);
}

Geos::Geometry around_lanes(const Geos& geos, const Village& village) {
  std::vector<GEOSGeometry*> lines;
  for (const Lane& lane : village.lanes) lines.push_back(to_line(geos, lane.line));
  const Geos::Geometry lanes =
      geos.own(GEOSGeom_createCollection_r(geos.get(), GEOS_MULTILINESTRING, lines.data(), static_cast<unsigned>(lines.size())));
  const Geos::Geometry wide = geos.own(GEOSBuffer_r(geos.get(), lanes.get(), band + 60, 3));
  return geos.own(GEOSBuffer_r(geos.get(), wide.get(), -60, 3));  // joins what nearly touches and rounds the notches
}

Ring to_ring(const Geos& geos, const GEOSGeometry* line, bool counter_clockwise) {
  Ring ring;
  const GEOSCoordSequence* coords = GEOSGeom_getCoordSeq_r(geos.get(), line);
  unsigned count = 0;
  GEOSCoordSeq_getSize_r(geos.get(), coords, &count);
  for (unsigned i = 0; i + 1 < count; ++i) {
    Point p;
    GEOSCoordSeq_getXY_r(geos.get(), coords, i, &p.x, &p.y);
    ring.push_back({std::round(p.x * 100) / 100, std::round(p.y * 100) / 100});
  }
  if ((ring_area(ring) > 0) != counter_clockwise) std::reverse(ring.begin(), ring.end());
  return ring;
}

std::vector<Polygon> to_polygons(const Geos& geos, const GEOSGeometry* geometry) {
  constexpr double smallest_hole = 40000;  // m²; less is a courtyard, not a gap in coverage
  std::vector<Polygon> out;
  const int parts = GEOSGetNumGeometries_r(geos.get(), geometry);
  for (int part = 0; part < parts; ++part) {
    const GEOSGeometry* polygon = GEOSGetGeometryN_r(geos.get(), geometry, part);
    if (GEOSisEmpty_r(geos.get(), polygon)) continue;
    out.push_back({to_ring(geos, GEOSGetExteriorRing_r(geos.get(), polygon), true)});
    const int holes = GEOSGetNumInteriorRings_r(geos.get(), polygon);
    for (int hole = 0; hole < holes; ++hole) {
      Ring ring = to_ring(geos, GEOSGetInteriorRingN_r(geos.get(), polygon, hole), false);
      if (ring_area(ring) < -smallest_hole) out.back().push_back(std::move(ring));
    }
  }
  return out;
}

int speed_of(const SampleCommune& commune, std::size_t fibre_operator) {
  constexpr int speeds[] = {200, 300, 500, 1000};
  Random random(scramble(hash_text(commune.code), fibre_operator));
  return speeds[std::min<std::size_t>(3, static_cast<std::size_t>(random.unit() * (2.2 + 2.4 * commune.urban_share)))];
}

}  // namespace

std::vector<CoverageArea> draw_fibre(const SampleProvince& province, const std::vector<Village>& villages, std::uint64_t seed) {
  const Geos geos;
  std::vector<CoverageArea> areas;
  std::size_t first = 0;
  for (std::size_t c = 0; c < province.communes.size(); ++c) {
    std::size_t last = first;
    while (last < villages.size() && villages[last].commune == c) ++last;
    std::vector<Geos::Geometry> shapes;
    for (std::size_t v = first; v < last; ++v)
      shapes.push_back(villages[v].fibre ? around_lanes(geos, villages[v]) : Geos::Geometry(nullptr, Geos::Free{geos.get()}));
    for (std::size_t o = 0; o < fibre_operators.size(); ++o) {
      std::vector<GEOSGeometry*> parts;
      for (std::size_t v = first; v < last; ++v)
        if (serves(o, province, villages[v], seed)) parts.push_back(GEOSGeom_clone_r(geos.get(), shapes[v - first].get()));
      if (parts.empty()) continue;
      const Geos::Geometry all =
          geos.own(GEOSGeom_createCollection_r(geos.get(), GEOS_GEOMETRYCOLLECTION, parts.data(), static_cast<unsigned>(parts.size())));
      const Geos::Geometry joined = geos.own(GEOSUnaryUnion_r(geos.get(), all.get()));
      const Geos::Geometry plain = geos.own(GEOSTopologyPreserveSimplify_r(geos.get(), joined.get(), tolerance));
      const Geos::Geometry rounded = geos.own(GEOSGeom_setPrecision_r(geos.get(), plain.get(), 0.01, 0));
      areas.push_back({.technology = "FTTH",
                       .network = fibre_operators[o].name,
                       .download_mbps = speed_of(province.communes[c], o),
                       .polygons = to_polygons(geos, rounded.get())});
    }
    first = last;
  }
  return areas;
}

}  // namespace data
