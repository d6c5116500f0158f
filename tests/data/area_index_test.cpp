// Two oracles: GEOS for random polygons with holes, and a plain walk over every edge for what GEOS calls a border.
#include "data/model/area_index.h"

#include <geos_c.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <random>

namespace data {
namespace {

bool inside_any(const Areas& areas, Point p, const std::vector<std::uint8_t>& wanted) { return AreaUnion(areas, wanted).contains(p); }

using Ring = std::vector<Point>;

void add_ring(Areas& areas, const Ring& ring) {
  for (const Point p : ring) areas.x.push_back(p.x), areas.y.push_back(p.y);
  areas.first_vertex.push_back(static_cast<std::uint32_t>(areas.x.size()));
}
void end_polygon(Areas& areas) { areas.first_ring.push_back(static_cast<std::uint32_t>(areas.first_vertex.size() - 1)); }
void end_row(Areas& areas) { areas.first_polygon.push_back(static_cast<std::uint32_t>(areas.first_ring.size() - 1)); }
void add_area(Areas& areas, const std::vector<Ring>& rings) {
  for (const Ring& ring : rings) add_ring(areas, ring);
  end_polygon(areas);
  end_row(areas);
}
Ring rectangle(double x0, double y0, double x1, double y1) { return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}; }

/// Round a centre at growing angles, so that it never crosses itself.
Ring star(std::mt19937& random, Point centre, double least, double most, int corners) {
  std::uniform_real_distribution<double> radius(least, most), turn(0, 6.28);
  const double start = turn(random);
  Ring ring;
  for (int i = 0; i < corners; ++i) {
    const double angle = start + 6.283185307179586 * i / corners, r = radius(random);
    ring.push_back({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
  }
  return ring;
}

// --- Oracles ----------------------------------------------------------------------------------------------------------

class Geos {
 public:
  explicit Geos(const Areas& areas) : context_(GEOS_init_r()) {
    for (std::size_t row = 0; row < areas.size(); ++row) {
      std::vector<GEOSGeometry*> polygons;
      for (std::uint32_t p = areas.first_polygon[row]; p < areas.first_polygon[row + 1]; ++p) {
        std::vector<GEOSGeometry*> rings;
        for (std::uint32_t r = areas.first_ring[p]; r < areas.first_ring[p + 1]; ++r) rings.push_back(ring(areas, r));
        polygons.push_back(GEOSGeom_createPolygon_r(context_, rings[0], rings.data() + 1, static_cast<unsigned>(rings.size() - 1)));
      }
      rows_.push_back(GEOSGeom_createCollection_r(context_, GEOS_MULTIPOLYGON, polygons.data(), static_cast<unsigned>(polygons.size())));
      EXPECT_EQ(GEOSisValid_r(context_, rows_.back()), 1) << "the test's own polygon " << row;
    }
  }
  ~Geos() {
    for (GEOSGeometry* row : rows_) GEOSGeom_destroy_r(context_, row);
    GEOS_finish_r(context_);
  }
  Geos(const Geos&) = delete;
  Geos& operator=(const Geos&) = delete;

  int find(Point p) const {
    GEOSGeometry* point = GEOSGeom_createPointFromXY_r(context_, p.x, p.y);
    int found = -1;
    for (std::size_t row = 0; row < rows_.size() && found < 0; ++row)
      if (GEOSContains_r(context_, rows_[row], point) == 1) found = static_cast<int>(row);
    GEOSGeom_destroy_r(context_, point);
    return found;
  }

 private:
  GEOSGeometry* ring(const Areas& areas, std::uint32_t r) const {
    const std::uint32_t begin = areas.first_vertex[r], end = areas.first_vertex[r + 1];
    GEOSCoordSequence* line = GEOSCoordSeq_create_r(context_, end - begin + 1, 2);
    for (std::uint32_t i = 0; i <= end - begin; ++i) {
      const std::uint32_t v = begin + i % (end - begin);
      GEOSCoordSeq_setXY_r(context_, line, i, areas.x[v], areas.y[v]);
    }
    return GEOSGeom_createLinearRing_r(context_, line);
  }
  GEOSContextHandle_t context_;
  std::vector<GEOSGeometry*> rows_;
};

TEST(AreaIndex, AgreesWithGeosOnRandomPolygonsWithHoles) {
  std::mt19937 random(20221231);
  for (int round = 0; round < 12; ++round) {
    // Coordinates as large as a province's, some rounds with overlaps, some with one tiny area among large ones.
    const double size = round % 3 == 0 ? 60000.0 : 5.0;
    const Point origin = round % 3 == 0 ? Point{530000, 2340000} : Point{105, 21};
    std::uniform_real_distribution<double> within(0, size);
    Areas areas;
    for (int row = 0; row < 25; ++row) {
      const Point centre{origin.x + within(random), origin.y + within(random)};
      const double r = row == 7 ? size / 5000 : size * 0.12;
      std::vector<Ring> rings{star(random, centre, 0.5 * r, r, 3 + row * 2)};
      if (row % 3 == 0) rings.push_back(star(random, centre, 0.05 * r, 0.2 * r, 7));
      add_area(areas, rings);
      if (row % 5 == 0) {  // a second part, far from the first
        areas.first_polygon.pop_back();
        add_area(areas, {star(random, {centre.x + 3 * size, centre.y}, 0.3 * r, r, 9)});
      }
      if (row == 11) end_row(areas);  // a row without geometry
    }
    const AreaIndex index(areas);
    const Geos oracle(areas);
    std::uniform_real_distribution<double> around(-0.3 * size, 4.3 * size), up(-0.3 * size, 1.3 * size);
    int inside = 0;
    for (int i = 0; i < 1500; ++i) {
      const Point p{origin.x + around(random), origin.y + up(random)};
      const int found = index.find(p);
      ASSERT_EQ(found, oracle.find(p)) << "round " << round << " at " << p.x << ", " << p.y;
      inside += found >= 0;
    }
    EXPECT_GT(inside, 50) << round;
  }
}

TEST(AreaIndex, WantedRowsOnly) {
  Areas areas;
  add_area(areas, {rectangle(0, 0, 10, 10)});
  add_area(areas, {rectangle(5, 0, 15, 10)});
  const AreaIndex index(areas);
  EXPECT_EQ(index.find({7, 5}), 0);  // where areas overlap the earlier row wins
  EXPECT_TRUE(inside_any(areas, {7, 5}, {0, 1}));
  EXPECT_TRUE(inside_any(areas, {7, 5}, {1, 0}));
  EXPECT_FALSE(inside_any(areas, {7, 5}, {0, 0}));
  EXPECT_FALSE(inside_any(areas, {2, 5}, {0, 1}));
  EXPECT_FALSE(inside_any(areas, {20, 5}, {1, 1}));
}

TEST(AreaIndex, HolesAreOutsideAndMayHoldAnotherRow) {
  Areas areas;
  add_area(areas, {rectangle(0, 0, 30, 30), rectangle(10, 10, 20, 20)});
  add_area(areas, {rectangle(10, 10, 20, 20)});
  const AreaIndex index(areas);
  EXPECT_EQ(index.find({5, 5}), 0);
  EXPECT_EQ(index.find({15, 15}), 1);
  // The border of the hole belongs to one of the two, never to none or both.
  for (double t = 10; t <= 20; t += 0.5)
    for (const Point p : {Point{t, 10}, Point{t, 20}, Point{10, t}, Point{20, t}})
      EXPECT_NE(inside_any(areas, p, {1, 0}), inside_any(areas, p, {0, 1})) << p.x << ", " << p.y;
}

/// A plane cut into cells whose corners are shaken, each shared by its neighbours to the last bit.
struct Patchwork {
  Areas areas;
  std::vector<Point> corners;
  static constexpr int n = 12;

  explicit Patchwork(unsigned seed, double step, Point origin) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> shake(-0.3, 0.3);
    for (int j = 0; j <= n; ++j)
      for (int i = 0; i <= n; ++i) {
        const bool rim = i == 0 || j == 0 || i == n || j == n;
        corners.push_back({origin.x + step * (i + (rim ? 0 : shake(random))), origin.y + step * (j + (rim ? 0 : shake(random)))});
      }
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i) {
        Ring ring{at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)};
        if ((i + j) % 2) std::reverse(ring.begin(), ring.end());  // neighbours walk the border either way
        add_area(areas, {ring});
      }
  }
  Point at(int i, int j) const { return corners[static_cast<std::size_t>(j * (n + 1) + i)]; }
};

/// Each area by itself.
std::vector<AreaUnion> one_each(const Areas& areas) {
  std::vector<AreaUnion> out;
  std::vector<std::uint8_t> wanted(areas.size(), 0);
  for (std::size_t row = 0; row < areas.size(); ++row) {
    wanted[row] = 1;
    out.emplace_back(areas, wanted);
    wanted[row] = 0;
  }
  return out;
}

long owners(const std::vector<AreaUnion>& areas, Point p) {
  return std::count_if(areas.begin(), areas.end(), [&](const AreaUnion& area) { return area.contains(p); });
}

TEST(AreaIndex, APointOnASharedBorderBelongsToExactlyOneSide) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> along(0, 1);
  for (const auto& [step, origin] :
       {std::pair{1000.0, Point{533000, 2339000}}, std::pair{0.01, Point{105.3, 21.1}}, std::pair{8.0, Point{0, 0}}}) {
    const Patchwork work(static_cast<unsigned>(step * 100), step, origin);
    const auto each = one_each(work.areas);
    for (int j = 1; j < Patchwork::n; ++j)
      for (int i = 1; i < Patchwork::n; ++i) {
        ASSERT_EQ(owners(each, work.at(i, j)), 1) << "corner " << i << ", " << j;
        for (const Point end : {work.at(i + 1, j), work.at(i, j + 1)})
          for (const double t : {0.5, along(random), along(random)}) {
            const Point a = work.at(i, j), p{a.x + t * (end.x - a.x), a.y + t * (end.y - a.y)};
            ASSERT_EQ(owners(each, p), 1) << "border at " << p.x << ", " << p.y;
          }
      }
  }
}

TEST(AreaIndex, BordersOnTheGridOfTheIndexItself) {
  Areas areas;  // straight lines through whole numbers: every query point is a corner, an edge or a grid line
  for (int j = 0; j < 8; ++j)
    for (int i = 0; i < 8; ++i) add_area(areas, {rectangle(i, j, i + 1, j + 1)});
  const auto each = one_each(areas);
  for (double y = 0.25; y < 8; y += 0.25)
    for (double x = 0.25; x < 8; x += 0.25) ASSERT_EQ(owners(each, {x, y}), 1) << x << ", " << y;
}

TEST(AreaIndex, OutsideAndNowhere) {
  Areas areas;
  add_area(areas, {rectangle(0, 0, 10, 10)});
  const AreaIndex index(areas);
  const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  for (const Point p : {Point{-1, 5}, Point{11, 5}, Point{5, -1}, Point{5, 11}, Point{nan, 5}, Point{5, nan}, Point{nan, nan},
                        Point{infinity, 5}, Point{5, -infinity}}) {
    EXPECT_EQ(index.find(p), -1) << p.x << ", " << p.y;
    EXPECT_FALSE(inside_any(areas, p, {1})) << p.x << ", " << p.y;
  }
  EXPECT_EQ(AreaIndex().find({0, 0}), -1);
  EXPECT_EQ(AreaIndex(Areas{}).find({0, 0}), -1);
}

TEST(AreaIndex, AreasOfNoWidthOrHeightHoldNothing) {
  Areas areas;
  add_area(areas, {{{1, 1}, {1, 1}, {1, 1}}});
  EXPECT_EQ(AreaIndex(areas).find({1, 1}), -1);
  Areas flat;
  add_area(flat, {{{0, 1}, {5, 1}, {9, 1}}});
  EXPECT_EQ(AreaIndex(flat).find({5, 1}), -1);
}

TEST(AreaIndex, RowsWithoutGeometryKeepTheOthersNumbers) {
  Areas areas;
  end_row(areas);
  add_area(areas, {rectangle(0, 0, 1, 1)});
  end_row(areas);
  add_area(areas, {rectangle(1, 0, 2, 1)});
  const AreaIndex index(areas);
  EXPECT_EQ(index.find({0.5, 0.5}), 1);
  EXPECT_EQ(index.find({1.5, 0.5}), 3);
}

}  // namespace
}  // namespace data
