// Overlapping coverage made one outline a technology, also through the folder of what is kept between runs.
#include "layers/coverage_shapes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "layers/kept_union.h"
#include "tests/support/scratch.h"

namespace layers {
namespace {

namespace fs = std::filesystem;

void add_square(data::Areas& areas, double x, double y, double side) {
  for (const auto& [dx, dy] : {std::pair{0.0, 0.0}, {side, 0.0}, {side, side}, {0.0, side}})
    areas.x.push_back(x + dx), areas.y.push_back(y + dy);
  areas.first_vertex.push_back(static_cast<std::uint32_t>(areas.x.size()));
  areas.first_ring.push_back(static_cast<std::uint32_t>(areas.first_vertex.size() - 1));
  areas.first_polygon.push_back(static_cast<std::uint32_t>(areas.first_ring.size() - 1));
}

/// Twice the area, holes taken away: outsides and insides turn in opposite ways.
double area_of(const data::Areas& areas, std::size_t row) {
  double sum = 0;
  for (std::uint32_t p = areas.first_polygon[row]; p < areas.first_polygon[row + 1]; ++p)
    for (std::uint32_t r = areas.first_ring[p]; r < areas.first_ring[p + 1]; ++r) {
      double ring = 0;
      const std::uint32_t first = areas.first_vertex[r], end = areas.first_vertex[r + 1];
      for (std::uint32_t v = first, before = end - 1; v < end; before = v++)
        ring += areas.x[before] * areas.y[v] - areas.x[v] * areas.y[before];
      sum += (r == areas.first_ring[p] ? 1 : -1) * std::abs(ring);
    }
  return sum / 2;
}

/// Two overlapping squares of the first technology, one of the second over a corner of them, one of a third apart.
struct Cells {
  data::Areas areas;
  std::vector<std::uint32_t> group{0, 1, 0, 2};
  Cells() {
    add_square(areas, 0, 0, 10);
    add_square(areas, 0, 0, 4);
    add_square(areas, 5, 0, 10);
    add_square(areas, 100, 100, 1);
  }
};

TEST(CoverageShapes, OverlappingCellsBecomeOneOutlineATechnology) {
  const Cells cells;
  const data::Areas outline = unite(cells.areas, cells.group, 3);
  ASSERT_EQ(outline.size(), 3u);
  EXPECT_DOUBLE_EQ(area_of(outline, 0), 150);
  EXPECT_DOUBLE_EQ(area_of(outline, 1), 16);
  EXPECT_DOUBLE_EQ(area_of(outline, 2), 1);
  EXPECT_EQ(outline.first_polygon[1], 1u) << "one outline, not two";
  EXPECT_EQ(unite(cells.areas, cells.group, 4).size(), 4u) << "a technology without cells has an empty row";
}

void add_ring(data::Areas& areas, const std::vector<data::Point>& ring) {
  for (const data::Point& p : ring) areas.x.push_back(p.x), areas.y.push_back(p.y);
  areas.first_vertex.push_back(static_cast<std::uint32_t>(areas.x.size()));
  areas.first_ring.push_back(static_cast<std::uint32_t>(areas.first_vertex.size() - 1));
  areas.first_polygon.push_back(static_cast<std::uint32_t>(areas.first_ring.size() - 1));
}

/// Whichever way it turns, and whether or not it crosses itself.
TEST(CoverageShapes, EveryRingCoversWhatLiesInIt) {
  const std::vector<data::Point> square{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, turned(square.rbegin(), square.rend());
  data::Areas opposite;
  add_ring(opposite, square), add_ring(opposite, turned), add_square(opposite, 5, 0, 10);
  EXPECT_DOUBLE_EQ(area_of(unite(opposite, {0, 0, 0}, 1), 0), 150);

  const std::vector<data::Point> bow{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, comb{{0, 0}, {10, 0}, {10, 10}, {6, 10}, {6, 2}, {4, 2}, {4, 10}, {0, 10}},
      twice{{0, 0}, {10, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}};
  for (const auto& [ring, area] : {std::pair{bow, 50.0}, {comb, 84.0}, {twice, 100.0}}) {
    data::Areas one;
    add_ring(one, ring);
    EXPECT_NEAR(area_of(unite(one, {0}, 1), 0), area, 1e-3);
  }
}

TEST(CoverageShapes, ManyCellsAreUnitedByHalves) {
  data::Areas areas;
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 20; ++x) add_square(areas, 10.0 * x, 10.0 * y, 12);
  EXPECT_NEAR(area_of(unite(areas, std::vector<std::uint32_t>(400, 0), 1), 0), 202 * 202, 1e-3);
}

/// Squares of whole units, far apart and on top of one another: what they cover can be counted.
TEST(CoverageShapes, ScatteredCellsCoverWhatTheyCoverOneByOne) {
  constexpr int side = 120;
  std::mt19937 random(7);
  for (const int count : {30, 200, 900}) {
    data::Areas areas;
    std::vector<std::uint8_t> covered(std::size_t{side} * side, 0);
    for (int i = 0; i < count; ++i) {
      const int size = 1 + static_cast<int>(random() % 9), left = static_cast<int>(random() % (side - 10)),
                bottom = static_cast<int>(random() % (side - 10));
      add_square(areas, left, bottom, size);
      for (int y = bottom; y < bottom + size; ++y)
        for (int x = left; x < left + size; ++x) covered[static_cast<std::size_t>(y * side + x)] = 1;
    }
    const data::Areas outline = unite(areas, std::vector<std::uint32_t>(static_cast<std::size_t>(count), 0), 1);
    EXPECT_NEAR(area_of(outline, 0), static_cast<double>(std::count(covered.begin(), covered.end(), 1)), 1e-3) << count << " cells";
    EXPECT_GT(outline.first_polygon[1], 1u) << "not all of them touch";
  }
}

TEST(CoverageShapes, APlaceIsTintedOnceByTheBestThatIsShown) {
  const Cells cells;
  const data::Areas outline = unite(cells.areas, cells.group, 3);
  const std::vector<std::vector<std::uint32_t>> over{{1}, {}, {}};
  const data::Areas all = uncovered_parts(outline, over, {1, 1, 1}), without = uncovered_parts(outline, over, {1, 0, 1}),
                    alone = uncovered_parts(outline, over, {0, 1, 0});
  EXPECT_DOUBLE_EQ(area_of(all, 0), 150 - 16);
  EXPECT_DOUBLE_EQ(area_of(all, 1), 16);
  EXPECT_DOUBLE_EQ(area_of(all, 2), 1);
  EXPECT_DOUBLE_EQ(area_of(without, 0), 150);
  EXPECT_EQ(area_of(without, 1), 0);
  EXPECT_EQ(area_of(alone, 0), 0);
  EXPECT_DOUBLE_EQ(area_of(alone, 1), 16);
}

TEST(CoverageShapes, WhatIsKeptIsWhatWouldBeMadeAgain) {
  const support::Scratch scratch;
  const Cells cells;
  const data::Areas made = unite(cells.areas, cells.group, 3);
  const auto same = [&](const data::Areas& areas) {
    return areas.x == made.x && areas.y == made.y && areas.first_polygon == made.first_polygon && areas.first_ring == made.first_ring &&
           areas.first_vertex == made.first_vertex;
  };
  EXPECT_TRUE(same(unite_kept(cells.areas, cells.group, 3, {})));
  EXPECT_TRUE(same(unite_kept(cells.areas, cells.group, 3, scratch / "kept")));
  ASSERT_EQ(std::distance(fs::directory_iterator(scratch / "kept"), fs::directory_iterator{}), 1);
  EXPECT_TRUE(same(unite_kept(cells.areas, cells.group, 3, scratch / "kept")));
  EXPECT_EQ(std::distance(fs::directory_iterator(scratch / "kept"), fs::directory_iterator{}), 1) << "it was found";

  Cells moved;
  moved.areas.x[0] -= 1e-6;
  EXPECT_FALSE(same(unite_kept(moved.areas, moved.group, 3, scratch / "kept"))) << "other cells have another outline";
  EXPECT_EQ(unite_kept(cells.areas, {0, 0, 0, 0}, 1, scratch / "kept").size(), 1u);
  EXPECT_EQ(std::distance(fs::directory_iterator(scratch / "kept"), fs::directory_iterator{}), 3);

  for (const auto& file : fs::directory_iterator(scratch / "kept")) fs::resize_file(file, fs::file_size(file) - 1);
  EXPECT_TRUE(same(unite_kept(cells.areas, cells.group, 3, scratch / "kept"))) << "a damaged file is no outline";
}

}  // namespace
}  // namespace layers
