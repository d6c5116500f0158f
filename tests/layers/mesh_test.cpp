#include "layers/mesh.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "tests/layers/squares.h"

namespace {

using test::add_area;
using test::box_ring;

double triangle_area(const layers::FillMesh& mesh, std::size_t first) {
  const auto &a = mesh.position[mesh.corner[first]], &b = mesh.position[mesh.corner[first + 1]], &c = mesh.position[mesh.corner[first + 2]];
  return std::abs(static_cast<double>(b[0] - a[0]) * static_cast<double>(c[1] - a[1]) -
                  static_cast<double>(c[0] - a[0]) * static_cast<double>(b[1] - a[1])) /
         2;
}

std::map<std::uint32_t, double> area_by_row(const layers::FillMesh& mesh) {
  std::map<std::uint32_t, double> out;
  for (std::size_t c = 0; c < mesh.corner.size(); c += 3) out[mesh.row[mesh.corner[c]]] += triangle_area(mesh, c);
  return out;
}

bool covers(const layers::FillMesh& mesh, data::Point p) {
  const double x = p.x - mesh.origin.x, y = p.y - mesh.origin.y;
  for (std::size_t v = 0; v < mesh.corner.size(); v += 3) {
    int left = 0, right = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto &a = mesh.position[mesh.corner[v + i]], &b = mesh.position[mesh.corner[v + (i + 1) % 3]];
      const double side = static_cast<double>(b[0] - a[0]) * (y - static_cast<double>(a[1])) -
                          static_cast<double>(b[1] - a[1]) * (x - static_cast<double>(a[0]));
      left += side >= 0, right += side <= 0;
    }
    if (left == 3 || right == 3) return true;
  }
  return false;
}

double total_length(const layers::LineMesh& mesh) {
  double out = 0;
  for (const auto& [x0, y0, x1, y1] : mesh.segment) out += std::hypot(static_cast<double>(x1 - x0), static_cast<double>(y1 - y0));
  return out;
}

/// Two areas that meet along a wavy line of many vertices: x = 500 + 30 sin(y / 40), 0 <= y <= 1000.
data::Areas two_along_a_wave() {
  std::vector<data::Point> up, down;
  for (int i = 0; i <= 400; ++i) up.push_back({500 + 30 * std::sin(i * 2.5 / 40), i * 2.5});
  down.assign(up.rbegin(), up.rend());
  std::vector<data::Point> left = up, right = down;
  left.push_back({0, 1000}), left.push_back({0, 0});
  right.push_back({1000, 0}), right.push_back({1000, 1000});
  data::Areas out;
  add_area(out, {left});
  add_area(out, {right});
  return out;
}

/// A way from a to b of many vertices that swings to both sides; the same vertices both ways.
std::vector<data::Point> wavy(data::Point a, data::Point b) {
  std::vector<data::Point> out;
  for (int i = 0; i < 80; ++i) {
    const double t = i / 80.0, off = 25 * std::sin(t * 6 * M_PI) + 4 * std::sin(t * 46 * M_PI);
    const double x = b.x - a.x, y = b.y - a.y, length = std::hypot(x, y);
    out.push_back({a.x + x * t - y / length * off, a.y + y * t + x / length * off});
  }
  return out;
}

/// Three by three cells whose borders are all wavy, up to four meeting in a point; shared borders have the same vertices.
data::Areas mosaic() {
  const auto node = [](int i, int j) { return data::Point{i * 1000.0 + 90 * ((i * 7 + j * 3) % 4), j * 1000.0 + 80 * ((i * 5 + j) % 3)}; };
  data::Areas out;
  const auto walk = [](std::vector<data::Point>& ring, data::Point a, data::Point b, bool forward) {
    std::vector<data::Point> way = forward ? wavy(a, b) : wavy(b, a);
    if (!forward) {
      way.push_back(a);
      std::reverse(way.begin(), way.end());
      way.pop_back();
    }
    ring.insert(ring.end(), way.begin(), way.end());
  };
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 3; ++i) {
      std::vector<data::Point> ring;
      walk(ring, node(i, j), node(i + 1, j), true);
      walk(ring, node(i + 1, j), node(i + 1, j + 1), true);
      walk(ring, node(i + 1, j + 1), node(i, j + 1), false);
      walk(ring, node(i, j + 1), node(i, j), false);
      add_area(out, {ring});
    }
  return out;
}

using Spot = std::pair<std::int64_t, std::int64_t>;  ///< in units of 4 mm, which floats still tell apart
using Border = std::pair<Spot, Spot>;

Border border(const std::array<float, 2>& a, const std::array<float, 2>& b, data::Point origin) {
  const auto spot = [&](const std::array<float, 2>& p) {
    return Spot{std::llround((static_cast<double>(p[0]) + origin.x) * 1000 / 4),
                std::llround((static_cast<double>(p[1]) + origin.y) * 1000 / 4)};
  };
  return std::minmax(spot(a), spot(b));
}

/// Edges of triangles that only one triangle of a row has, and how many rows have them.
std::map<Border, int> outlines(const layers::FillMesh& mesh) {
  std::map<std::pair<std::uint32_t, Border>, int> triangles;
  for (std::size_t c = 0; c < mesh.corner.size(); c += 3)
    for (std::size_t i = 0; i < 3; ++i) {
      const std::uint32_t a = mesh.corner[c + i], b = mesh.corner[c + (i + 1) % 3];
      ++triangles[{mesh.row[a], border(mesh.position[a], mesh.position[b], mesh.origin)}];
    }
  std::map<Border, int> out;
  for (const auto& [edge, count] : triangles)
    if (count == 1) ++out[edge.second];
  return out;
}

TEST(FillMesh, HasTheAreaOfThePolygonWithoutItsHole) {
  data::Areas areas;
  add_area(areas, {box_ring(105000, 2300000, 105100, 2300100), box_ring(105040, 2300040, 105060, 2300060)});
  const layers::FillMesh mesh = layers::fill_mesh(areas, {7});
  EXPECT_NEAR(area_by_row(mesh).at(7), 100 * 100 - 20 * 20, 0.01);
  EXPECT_FALSE(covers(mesh, {105050, 2300050}));
  EXPECT_TRUE(covers(mesh, {105010, 2300050}));
  EXPECT_EQ(mesh.left_out, 0U);
}

TEST(FillMesh, LabelsEachRowAndTakesPolygonsOfSeveralParts) {
  data::Areas areas;
  test::add_ring(areas, box_ring(0, 0, 10, 10));
  test::end_polygon(areas);
  test::add_ring(areas, box_ring(20, 0, 30, 10));
  test::end_polygon(areas);
  test::end_row(areas);
  test::end_row(areas);  // a row without geometry
  add_area(areas, {box_ring(40, 0, 50, 10)});
  const auto area = area_by_row(layers::fill_mesh(areas, {3, 4, 5}));
  EXPECT_NEAR(area.at(3), 200, 1e-3);
  EXPECT_EQ(area.count(4), 0U);
  EXPECT_NEAR(area.at(5), 100, 1e-3);
}

TEST(FillMesh, MendsABowTie) {
  data::Areas areas;
  add_area(areas, {{{0, 0}, {10, 10}, {10, 0}, {0, 10}}});
  const layers::FillMesh mesh = layers::fill_mesh(areas, {0});
  EXPECT_NEAR(area_by_row(mesh).at(0), 50, 1e-3);
  EXPECT_EQ(mesh.left_out, 0U);
}

TEST(FillMesh, CountsWhatHasNoArea) {
  data::Areas areas;
  add_area(areas, {{{0, 0}, {10, 10}, {0, 0}}});
  EXPECT_EQ(layers::fill_mesh(areas, {0}).left_out, 1U);
}

TEST(FillMesh, KeepsAnIsletSmallerThanTheGrid) {
  data::Areas areas;
  add_area(areas, {box_ring(0, 0, 1000, 1000)});
  add_area(areas, {box_ring(2003, 2003, 2006, 2006)});
  const auto area = area_by_row(layers::fill_mesh(areas, {0, 1}, 64));
  EXPECT_NEAR(area.at(1), 9, 1e-2);
}

TEST(FillMesh, SimplifiedNeighboursLeaveNoGapAndNoOverlap) {
  const data::Areas areas = two_along_a_wave();
  const layers::FillMesh fine = layers::fill_mesh(areas, {0, 1}), coarse = layers::fill_mesh(areas, {0, 1}, 8);
  EXPECT_LT(coarse.corner.size(), fine.corner.size() / 4);
  const auto area = area_by_row(coarse);
  EXPECT_NEAR(area.at(0) + area.at(1), 1000.0 * 1000.0, 1000 * 0.5);  // the outer square alone moves, by the grid
  EXPECT_NEAR(area.at(0), area_by_row(fine).at(0), 1000 * 8);
}

TEST(LineMesh, DrawsASharedBorderOnce) {
  data::Areas areas;
  add_area(areas, {box_ring(0, 0, 10, 10)});
  add_area(areas, {box_ring(10, 0, 20, 10)});
  const layers::LineMesh mesh = layers::line_mesh(areas, 0);
  EXPECT_EQ(mesh.segment.size(), 7U);
  EXPECT_NEAR(total_length(mesh), 70, 1e-3);
}

TEST(LineMesh, DrawsOnlyTheRowsWanted) {
  data::Areas areas;
  add_area(areas, {box_ring(0, 0, 10, 10)});
  add_area(areas, {box_ring(10, 0, 20, 10)});
  EXPECT_EQ(layers::line_mesh(areas, 0, {0, 1}).segment.size(), 4U);
}

TEST(LineMesh, SnappingBringsNearlySharedBordersTogether) {
  data::Areas areas;  // the right square was digitised again, 3 m off
  add_area(areas, {box_ring(0, 0, 1000, 1000)});
  add_area(areas, {box_ring(1003, 2, 2003, 1002)});
  EXPECT_NEAR(total_length(layers::line_mesh(areas, 0)), 8000, 1);
  EXPECT_NEAR(total_length(layers::line_mesh(areas, 16)), 7000, 16 * 8);
}

TEST(LineMesh, ThinsASharedBorderOnceForBothSides) {
  const layers::LineMesh mesh = layers::line_mesh(two_along_a_wave(), 8);
  std::map<std::pair<float, float>, int> degree;
  for (const auto& [x0, y0, x1, y1] : mesh.segment) ++degree[{x0, y0}], ++degree[{x1, y1}];
  int joints = 0;
  for (const auto& [point, count] : degree) {
    EXPECT_GE(count, 2) << "no loose ends";
    joints += count == 3;
  }
  EXPECT_EQ(joints, 2) << "the two ends of the wave, and nothing else";
  EXPECT_LT(mesh.segment.size(), 120U);
}

TEST(LineMesh, ThinningStaysWithinItsTolerance) {
  const layers::LineMesh mesh = layers::line_mesh(two_along_a_wave(), 4);
  for (const auto& [x0, y0, x1, y1] : mesh.segment) {
    const double x = static_cast<double>(x0 + x1) / 2 + mesh.origin.x, y = static_cast<double>(y0 + y1) / 2 + mesh.origin.y;
    if (x < 440 || x > 560 || y < 10 || y > 990) continue;  // the straight outside
    EXPECT_NEAR(x, 500 + 30 * std::sin(y / 40), 2.5 * 4);
  }
}

/// At every scale: each piece of a border is drawn once, the fills on both its sides end exactly on it, and no fill ends elsewhere.
TEST(Mesh, NeighboursShareTheirBorderAtEveryTolerance) {
  const data::Areas areas = mosaic();
  std::size_t before = ~std::size_t{0};
  for (const double tolerance : {0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0}) {
    const layers::LineMesh lines = layers::line_mesh(areas, tolerance);
    std::vector<std::uint32_t> label(areas.size());
    std::iota(label.begin(), label.end(), 0U);
    const layers::FillMesh fills = layers::fill_mesh(areas, label, tolerance);
    std::map<Border, int> drawn;
    for (const auto& [x0, y0, x1, y1] : lines.segment) ++drawn[border({x0, y0}, {x1, y1}, lines.origin)];
    const auto ends = outlines(fills);
    std::size_t shared = 0;
    for (const auto& [edge, rows] : ends) {
      EXPECT_EQ(drawn.count(edge), 1U) << "a fill ends where no line is, at tolerance " << tolerance;
      shared += rows == 2;
      EXPECT_LE(rows, 2);
    }
    for (const auto& [edge, times] : drawn) {
      EXPECT_EQ(times, 1) << "drawn twice at tolerance " << tolerance;
      // A bend narrower than the grid becomes a spit without an area: its line stays, so that nothing is dropped silently.
      if (tolerance < 25) { EXPECT_EQ(ends.count(edge), 1U) << "a line where no fill ends, at tolerance " << tolerance; }
    }
    EXPECT_GE(shared, 12U) << "twelve borders between cells";
    EXPECT_LE(lines.segment.size(), before);
    before = lines.segment.size();
  }
  EXPECT_LT(before, 24U * 12);
}

TEST(LineMesh, CutsJointsOnlyWhereTwoSegmentsMeet) {
  data::Areas areas;
  add_area(areas, {box_ring(0, 0, 10, 10)});
  add_area(areas, {box_ring(10, 0, 20, 10)});
  const layers::LineMesh mesh = layers::line_mesh(areas, 0);
  ASSERT_EQ(mesh.vertex.size(), 4 * mesh.segment.size());
  for (std::size_t s = 0; s < mesh.segment.size(); ++s) {
    const auto& [x0, y0, x1, y1] = mesh.segment[s];
    const auto& [start_along, start_across, end_along, end_across] = mesh.vertex[4 * s].bisectors;
    EXPECT_EQ(start_along == 0 && start_across == 0, x0 == 0) << "three meet where x is in the middle";
    EXPECT_EQ(end_along == 0 && end_across == 0, x1 == 0);
    if (x0 != 0) { EXPECT_NEAR(std::abs(start_across), std::sqrt(0.5), 1e-6) << "a right angle is cut at 45 degrees"; }
  }
}

TEST(Mesh, RunsCoverEverythingOnceAndKnowTheirBox) {
  const data::Areas areas = two_along_a_wave();
  const layers::FillMesh fill = layers::fill_mesh(areas, {0, 1});
  std::uint32_t next = 0;
  for (const layers::MeshRun& run : fill.runs) {
    EXPECT_EQ(run.first, next);
    next += run.count;
    for (std::uint32_t c = run.first; c < next; ++c) {
      const auto& p = fill.position[fill.corner[c]];
      EXPECT_TRUE(p[0] >= run.box[0] && p[1] >= run.box[1] && p[0] <= run.box[2] && p[1] <= run.box[3]);
      EXPECT_EQ(fill.row[fill.corner[c]], run.row);
    }
  }
  EXPECT_EQ(next, fill.corner.size());
  const layers::LineMesh line = layers::line_mesh(areas, 0);
  next = 0;
  for (const layers::MeshRun& run : line.runs) {
    EXPECT_EQ(run.first, next);
    next += run.count;
  }
  EXPECT_EQ(next, line.segment.size());
}

TEST(Tolerance, IsAPowerOfTwoBelowHalfAPixelAndAnEighthWhereItIsFine) {
  std::set<double> seen;
  layers::View view;
  for (view.metres_per_pixel = 0.2; view.metres_per_pixel < 5000; view.metres_per_pixel *= 1.1) {
    view.fine = false;
    const double tolerance = layers::tolerance_for(view);
    EXPECT_LE(tolerance, view.metres_per_pixel / 2);
    EXPECT_GT(tolerance, view.metres_per_pixel / 4 - 1e-9);
    EXPECT_EQ(std::exp2(std::round(std::log2(tolerance))), tolerance);
    seen.insert(tolerance);
    view.fine = true;
    EXPECT_EQ(layers::tolerance_for(view), tolerance / 4);
  }
  EXPECT_LT(seen.size(), 20U);
  view.metres_per_pixel = 0.01;
  EXPECT_EQ(layers::tolerance_for(view), 0);
}

}  // namespace
