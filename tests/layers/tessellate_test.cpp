#include "layers/tessellate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace layers {
namespace {

using Ring = std::vector<data::Point>;

Ring square(double x, double y, double side) { return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}; }

double area_of(const Triangles& triangles) {
  double sum = 0;
  for (std::size_t c = 0; c < triangles.corner.size(); c += 3) {
    const auto &a = triangles.position[triangles.corner[c]], &b = triangles.position[triangles.corner[c + 1]],
               &d = triangles.position[triangles.corner[c + 2]];
    sum += std::abs((b.x - a.x) * (d.y - a.y) - (d.x - a.x) * (b.y - a.y)) / 2;
  }
  return sum;
}

/// How many of the triangles hold the point, which lies on no edge.
int holding(const Triangles& triangles, data::Point p) {
  int out = 0;
  for (std::size_t c = 0; c < triangles.corner.size(); c += 3) {
    int left = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto &a = triangles.position[triangles.corner[c + i]], &b = triangles.position[triangles.corner[c + (i + 1) % 3]];
      left += (b.x - a.x) * (p.y - a.y) > (b.y - a.y) * (p.x - a.x);
    }
    out += left == 0 || left == 3;
  }
  return out;
}

/// Whether an odd number of edges lies to the right of the point.
bool odd(const std::vector<Ring>& rings, data::Point p) {
  bool out = false;
  for (const Ring& ring : rings)
    for (std::size_t v = 0, before = ring.size() - 1; v < ring.size(); before = v++) {
      const data::Point &a = ring[before], &b = ring[v];
      if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y)) out = !out;
    }
  return out;
}

TEST(Tessellator, LeavesHolesOpen) {
  Tessellator tessellator;
  EXPECT_DOUBLE_EQ(area_of(tessellator.fill({square(0, 0, 10), square(2, 2, 3)})), 91);
  EXPECT_DOUBLE_EQ(area_of(tessellator.fill({square(0, 0, 10), square(2, 2, 8)})), 36) << "a hole that touches two sides";
}

TEST(Tessellator, FillsBothWingsOfABowTie) {
  Tessellator tessellator;
  EXPECT_DOUBLE_EQ(area_of(tessellator.fill({{{0, 0}, {10, 10}, {10, 0}, {0, 10}}})), 50);
}

TEST(Tessellator, NothingComesOfNothing) {
  Tessellator tessellator;
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(tessellator.fill({}).corner.empty());
  EXPECT_TRUE(tessellator.fill({{{0, 0}, {1, 1}}}).corner.empty());
  EXPECT_TRUE(tessellator.fill({{{0, 0}, {1, 1}, {2, 2}}}).corner.empty());
  EXPECT_TRUE(tessellator.fill({{{3, 3}, {3, 3}, {3, 3}}}).corner.empty());
  EXPECT_TRUE(tessellator.fill({{{0, 0}, {none, 1}, {2, 2}}}).corner.empty());
  EXPECT_DOUBLE_EQ(area_of(tessellator.fill({square(0, 0, 2), {{0, 0}, {none, 1}, {2, 2}}})), 4) << "and it works on";
}

struct Score {
  int right = 0, wrong = 0;
};

/// Points anywhere in the square from 0 to `side`, each in one triangle where an odd number of rings goes round it, else in none.
void count(Tessellator& tessellator, const std::vector<Ring>& rings, double side, std::mt19937& random, Score& score) {
  const Triangles& made = tessellator.fill(rings);
  ASSERT_EQ(made.corner.size() % 3, 0u);
  for (const std::uint32_t corner : made.corner) ASSERT_LT(corner, made.position.size());
  std::uniform_real_distribution<double> anywhere(0, side);
  for (int i = 0; i < 20; ++i) {
    const data::Point p{anywhere(random), anywhere(random)};
    ++(holding(made, p) == (odd(rings, p) ? 1 : 0) ? score.right : score.wrong);
  }
}

/// A jagged outline round the middle, its corners on a grid, as simplifying leaves them.
Ring jagged(double middle, double least, double most, double grid, std::mt19937& random) {
  Ring out;
  std::uniform_real_distribution<double> far(least, most);
  for (int i = 0; i < 40; ++i) {
    const double angle = i * 0.15707963, r = far(random);
    out.push_back({std::round((middle + r * std::cos(angle)) / grid) * grid, std::round((middle + r * std::sin(angle)) / grid) * grid});
  }
  return out;
}

TEST(Tessellator, OutlinesOnAGridAreFilledWithoutGapOrOverlap) {
  std::mt19937 random(31);
  Tessellator tessellator;
  Score score;
  for (int round = 0; round < 2000; ++round)
    count(tessellator, {jagged(50, 30, 49, 2, random), jagged(50, 5, 24, 2, random)}, 100, random, score);
  EXPECT_EQ(score.wrong, 0) << "of " << score.right;
}

/// Rings at random, that cross, touch, double back and lie on each other: GLU loses a sliver once in some hundred thousand points.
TEST(Tessellator, RingsInATangleAreFilledToo) {
  std::mt19937 random(20221231);
  Tessellator tessellator;
  Score score;
  for (int round = 0; round < 20000; ++round) {
    const auto side = static_cast<unsigned>(2 + random() % 30);
    std::vector<Ring> rings(1 + random() % 4);
    for (Ring& ring : rings)
      for (std::size_t n = 3 + random() % 14; n > 0; --n)
        ring.push_back({static_cast<double>(random() % side), static_cast<double>(random() % side)});
    count(tessellator, rings, side - 1, random, score);
  }
  EXPECT_LE(score.wrong, 4) << "of " << score.right;
}

}  // namespace
}  // namespace layers
