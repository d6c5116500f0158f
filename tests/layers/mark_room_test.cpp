#include "layers/mark_room.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <span>

#include "tests/support/points_at.h"

namespace layers {
namespace {

constexpr int exponent = 10;  // of the tile
const Cell tile{exponent, 547, 2301};
const double pixel = farthest_metres(tile), square = tile.box().width() / (1 << merge_levels);

PointMark several(double x, double y, double count) {
  return {{static_cast<float>(x), static_cast<float>(y)}, static_cast<float>(count), 0.5F, 0, static_cast<float>(merged_size(count))};
}
PointMark single(double x, double y) { return {{static_cast<float>(x), static_cast<float>(y)}, 1, 1, 1, 1}; }

double radius_of(const PointMark& mark) {
  return (mark.several() ? static_cast<double>(mark.size) : mark_size(pixel, MarkRule{}.least)) / 2 * pixel;
}
double apart(const PointMark& a, const PointMark& b) { return std::hypot(a.place[0] - b.place[0], a.place[1] - b.place[1]); }
int square_of(const PointMark& mark) {
  return static_cast<int>(std::floor(mark.place[1] / square)) * (1 << merge_levels) + static_cast<int>(std::floor(mark.place[0] / square));
}

/// Villages whose houses two layers have, not quite at the same places: as addresses and households.
std::vector<TileMarks> town(std::size_t layers, unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> anywhere(0, tile.box().width());
  std::vector<data::Point> villages;
  for (int i = 0; i < 12; ++i) villages.push_back({anywhere(random), anywhere(random)});
  std::vector<TileMarks> out(layers);
  for (TileMarks& layer : out) {
    data::Coordinates places;
    for (const data::Point& village : villages) {
      std::normal_distribution<double> near(0, 60);
      const std::size_t houses = random() % 900;
      for (std::size_t i = 0; i < houses; ++i)
        places.x.push_back(tile.box().min_x + village.x + near(random)), places.y.push_back(tile.box().min_y + village.y + near(random));
    }
    layer.marks = mark_tile(PointTree(support::points_at(places, data::LayerKind::fiber_household)), tile, layer.rule).marks;
  }
  return out;
}

/// Numbers that another layer's mark, drawn later, lies on.
int hidden_numbers(std::span<const TileMarks> layers) {
  int out = 0;
  for (std::size_t below = 0; below < layers.size(); ++below)
    for (const PointMark& mark : layers[below].marks) {
      if (!mark.several()) continue;
      const double number = number_room(readable_size(mark.count), 1) / 2 * pixel;
      bool hidden = false;
      for (std::size_t above = below + 1; above < layers.size(); ++above)
        for (const PointMark& other : layers[above].marks) {
          if (!other.several()) continue;
          // The number is a box, wider than high.
          const double dx = std::max(0.0, std::abs(static_cast<double>(other.place[0] - mark.place[0])) - number);
          const double dy = std::max(0.0, std::abs(static_cast<double>(other.place[1] - mark.place[1])) - 3.5 * pixel);
          hidden = hidden || std::hypot(dx, dy) < radius_of(other) - 0.5 * pixel;
        }
      out += hidden;
    }
  return out;
}

TEST(MarkRoom, NoLayerHidesTheNumbersOfAnother) {
  for (const std::size_t count : {2U, 3U}) {
    int before = 0, after = 0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
      std::vector<TileMarks> layers = town(count, seed);
      before += hidden_numbers(layers);
      make_room(layers, tile);
      after += hidden_numbers(layers);
    }
    EXPECT_GT(before, 500) << count;
    EXPECT_EQ(after, 0) << count;
  }
}

/// By square: how many points its marks stand for, how many of them are good, and the single ones.
struct Sum {
  long points = 0, good = 0;
  std::vector<PointMark> single;
  bool operator==(const Sum&) const = default;
};
std::map<int, Sum> sums(const std::vector<PointMark>& marks) {
  std::map<int, Sum> out;
  for (const PointMark& mark : marks) {
    Sum& sum = out[square_of(mark)];
    sum.points += std::lround(mark.count), sum.good += std::lround(mark.count * mark.share);
    if (!mark.several()) sum.single.push_back(mark), sum.single.back().size = 1;
  }
  return out;
}

TEST(MarkRoom, EverySquareStillStandsForItsPoints) {
  int smaller = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const std::vector<TileMarks> before = town(3, seed);
    std::vector<TileMarks> after = before;
    make_room(after, tile);
    for (std::size_t l = 0; l < before.size(); ++l) {
      EXPECT_EQ(sums(after[l].marks), sums(before[l].marks)) << "and a single point is where it is";
      for (const PointMark& mark : after[l].marks) {
        if (!mark.several()) continue;
        EXPECT_GE(static_cast<double>(mark.size), readable_size(mark.count) - 1e-4);
        EXPECT_LE(static_cast<double>(mark.size), merged_size(mark.count) + 1e-4);
        smaller += static_cast<double>(mark.size) < merged_size(mark.count) - 1;
      }
    }
  }
  EXPECT_GT(smaller, 500);
}

TEST(MarkRoom, WhereThereIsRoomNothingChanges) {
  std::vector<TileMarks> layers(2);
  layers[0].marks = {several(square * 0.3, square * 0.3, 4), single(square * 2.5, square * 2.5)};
  layers[1].marks = {several(square * 0.8, square * 0.8, 4), single(square * 2.6, square * 2.5)};
  const std::vector<TileMarks> before = layers;
  make_room(layers, tile);
  for (std::size_t l = 0; l < 2; ++l) EXPECT_EQ(layers[l].marks, before[l].marks);
  std::vector<TileMarks> alone = town(1, 3), kept = alone;
  make_room(alone, tile);
  EXPECT_EQ(alone[0].marks, kept[0].marks);
}

TEST(MarkRoom, TwoInTheMiddleOfASquareTakeItsCorners) {
  for (const double off : {0.0, 0.3, -4.0}) {
    std::vector<TileMarks> layers(2);
    layers[0].marks = {several(square * 4.5, square * 1.5, 700)};
    layers[1].marks = {several(square * 4.5 + off * pixel, square * 1.5, 900)};
    make_room(layers, tile);
    const PointMark &a = layers[0].marks[0], &b = layers[1].marks[0];
    EXPECT_GE(apart(a, b), radius_of(a) + radius_of(b) - 0.3 * pixel) << off;
    EXPECT_GT(a.size, 25) << "no smaller than there is room for: 28 of 48 pixels";
    EXPECT_GT(b.size, 25);
  }
}

TEST(MarkRoom, APointUnderAnothersIsAFrameAroundIt) {
  std::vector<TileMarks> layers(3);
  const data::Point home{square * 3.5, square * 3.5}, other{square * 3.8, square * 3.2};
  layers[0].marks = {single(home.x, home.y), single(other.x, other.y)};
  layers[1].marks = {single(home.x + 0.5 * pixel, home.y)};
  layers[2].marks = {single(home.x, home.y + 0.5 * pixel), single(other.x, other.y + 9 * pixel)};
  make_room(layers, tile);
  EXPECT_GT(layers[0].marks[0].size, layers[1].marks[0].size * 1.5F);
  EXPECT_GT(layers[1].marks[0].size, layers[2].marks[0].size * 1.5F);
  EXPECT_EQ(layers[2].marks[0].size, 1);
  EXPECT_EQ(layers[0].marks[1], single(other.x, other.y)) << "seen as it is";
  EXPECT_EQ(layers[0].marks[0].place, single(home.x, home.y).place);
}

TEST(MarkRoom, APlaceIsNotCovered) {
  std::vector<TileMarks> layers(2);
  layers[0].marks = {single(square * 0.5, square * 0.5)}, layers[0].rule.merge = false;
  layers[1].marks = {several(square * 0.45, square * 0.5, 8)};
  make_room(layers, tile);
  EXPECT_EQ(layers[0].marks[0], single(square * 0.5, square * 0.5));
  EXPECT_GE(apart(layers[0].marks[0], layers[1].marks[0]), radius_of(layers[0].marks[0]) + radius_of(layers[1].marks[0]) - 0.5 * pixel);
}

}  // namespace
}  // namespace layers
