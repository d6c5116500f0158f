#include "data/source/curve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>

namespace data {
namespace {

const double none = std::numeric_limits<double>::quiet_NaN();

Coordinates scattered(std::size_t n, Box box, unsigned seed = 7) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> x(box.min_x, box.max_x), y(box.min_y, box.max_y);
  Coordinates out;
  for (std::size_t i = 0; i < n; ++i) out.x.push_back(x(random)), out.y.push_back(y(random));
  return out;
}

/// Every column says which row it was.
Table table_of(const Coordinates& places) {
  Table table;
  table.rows = places.size(), table.shape = Shape::points;
  TextColumn text;
  NumberColumn number;
  FlagColumn flag;
  DateColumn date;
  for (std::size_t i = 0; i < places.size(); ++i) {
    table.fid.push_back(static_cast<std::int64_t>(i));
    text.dictionary.push_back(std::to_string(i)), text.code.push_back(static_cast<std::uint32_t>(i + 1));
    number.value.push_back(static_cast<double>(i)), flag.value.push_back(static_cast<std::uint8_t>(i % 3)), date.day.push_back(static_cast<std::int32_t>(i));
  }
  table.columns = {{"t", text}, {"n", number}, {"f", flag}, {"d", date}};
  table.points = Points(places);
  return table;
}

TEST(Points, PackingMovesNothingByMoreThanHalfAStep) {
  for (const Box box : {Box{533000, 2339000, 582000, 2387000}, Box{102, 8, 118, 24}, Box{-1e-5, -1e-5, 1e-5, 1e-5}, Box{5e6, 5e6, 5e6 + 1e-3, 5e6 + 1e-3}}) {
    const Coordinates places = scattered(2000, box);
    const Points points(places);
    for (std::size_t i = 0; i < places.size(); ++i) {
      EXPECT_LE(std::abs(points.at(i).x - places.x[i]), points.step() / 2 * (1 + 1e-9));
      EXPECT_LE(std::abs(points.at(i).y - places.y[i]), points.step() / 2 * (1 + 1e-9));
    }
  }
  // Half a step is a hundredth of a millimetre or so in a province.
  EXPECT_LT(Points(scattered(10, {533000, 2339000, 582000, 2387000})).step(), 5e-5);
}

TEST(Points, TheSquareIsAlignedToTheMapNotToTheData) {
  const Points some(scattered(50, {533000, 2339000, 582000, 2387000})), more(scattered(5000, {533100, 2339200, 581000, 2386000}, 8));
  EXPECT_EQ(some.side(), more.side());
  EXPECT_EQ(some.corner(), more.corner());
  EXPECT_EQ(std::exp2(std::round(std::log2(some.side()))), some.side());
  EXPECT_EQ(std::remainder(some.corner().x, some.side() / 2), 0);
}

TEST(Points, ARowWithoutAPlaceHasNone) {
  const Points points(Coordinates{{1, none, 3}, {1, none, 3}});
  EXPECT_TRUE(points.has(0) && !points.has(1) && points.has(2));
  EXPECT_TRUE(std::isnan(points.at(1).x) && std::isnan(points.at(1).y));
  EXPECT_EQ(points.at(2), (Point{3, 3}));
  const Points nowhere(Coordinates{{none}, {none}});
  EXPECT_FALSE(nowhere.has(0));
}

TEST(Curve, InterleavesBits) {
  EXPECT_EQ(morton(0, 0), 0u);
  EXPECT_EQ(morton(1, 0), 1u);
  EXPECT_EQ(morton(0, 1), 2u);
  EXPECT_EQ(morton(3, 5), 0b100111u);
  EXPECT_EQ(morton(0xFFFFFFFFU, 0), 0x5555555555555555ULL);
}

TEST(Curve, EveryRowIsThereOnceWithAllItsCells) {
  Coordinates places = scattered(5000, {0, 0, 1000, 1000});
  places.x[17] = places.y[17] = none;
  const Table before = table_of(places);
  Table table = before;
  table.no_geometry.add(17);
  table.columns[1].unread.add(42, "x");
  order_along_curve(table, 3);
  ASSERT_TRUE(table.curve.ordered());
  std::set<std::int64_t> seen;
  for (std::size_t row = 0; row < table.rows; ++row) {
    const auto was = static_cast<std::size_t>(table.fid[row]);
    seen.insert(table.fid[row]);
    EXPECT_EQ(table.columns[0].text().at(row), std::to_string(was));
    EXPECT_EQ(table.columns[1].numbers().value[row], static_cast<double>(was));
    EXPECT_EQ(table.columns[2].flags().value[row], was % 3);
    EXPECT_EQ(table.columns[3].dates().day[row], static_cast<std::int32_t>(was));
    EXPECT_EQ(table.points.x()[row], before.points.x()[was]);
    EXPECT_EQ(table.points.y()[row], before.points.y()[was]);
  }
  EXPECT_EQ(seen.size(), table.rows);
  EXPECT_FALSE(table.points.has(table.rows - 1));  // without a place: last
  EXPECT_EQ(table.no_geometry.first[0].row, table.rows - 1);
  EXPECT_EQ(table.fid[table.columns[1].unread.first[0].row], 42);
}

TEST(Curve, LeavesHoldEveryPlacedRowOnceInAscendingOrder) {
  for (const std::size_t n : {0, 1, 7, 8, 100, 30000}) {
    Table table = table_of(scattered(n, {0, 0, 49000, 48000}));
    order_along_curve(table, 2);
    const Curve& curve = table.curve;
    ASSERT_EQ(curve.begin.size(), curve.leaf.size() + 1);
    EXPECT_EQ(curve.begin.front(), 0u);
    EXPECT_EQ(curve.begin.back(), n);
    EXPECT_LE(curve.leaf.size() * 8, std::max<std::size_t>(n, 8));
    EXPECT_TRUE(std::adjacent_find(curve.leaf.begin(), curve.leaf.end(), std::greater_equal<>()) == curve.leaf.end());
    for (std::size_t i = 0; i < curve.leaf.size(); ++i) {
      ASSERT_LT(curve.begin[i], curve.begin[i + 1]);
      for (std::uint32_t row = curve.begin[i]; row < curve.begin[i + 1]; ++row) {
        const int drop = 32 - curve.levels;
        const auto coarse = [&](std::uint32_t v) { return static_cast<std::uint32_t>(std::uint64_t{v} >> drop); };
        EXPECT_EQ(morton(coarse(table.points.x()[row]), coarse(table.points.y()[row])), curve.leaf[i]);
      }
    }
  }
}

TEST(Curve, LeavesAreAsFineAsTheirPointsAllow) {
  Table many = table_of(scattered(100000, {0, 0, 1000, 1000})), few = table_of(scattered(1000, {0, 0, 1000, 1000}));
  order_along_curve(many, 1), order_along_curve(few, 1);
  EXPECT_GT(many.curve.levels, few.curve.levels);
  EXPECT_GT(many.curve.leaf.size() * 8 * 4, 100000u / 2);  // one level finer would be too many
}

TEST(Curve, TheSameTableOnAnyNumberOfThreads) {
  Table one = table_of(scattered(90000, {0, 0, 1000, 1000})), four = one;
  order_along_curve(one, 1), order_along_curve(four, 4);
  EXPECT_EQ(one.fid, four.fid);
  EXPECT_EQ(one.curve.leaf, four.curve.leaf);
}

}  // namespace
}  // namespace data
