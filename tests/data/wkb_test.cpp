#include "data/source/wkb.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

namespace data {
namespace {

/// Spells geometry byte by byte, in either byte order.
class Wkb {
 public:
  explicit Wkb(bool little = true) : little_(little) {}
  Wkb& type(std::uint32_t code) {
    bytes_.push_back(little_ ? 1 : 0);
    return number(code);
  }
  Wkb& number(std::uint32_t value) { return put(&value, sizeof value); }
  Wkb& at(std::initializer_list<double> values) {
    for (const double value : values) put(&value, sizeof value);
    return *this;
  }
  /// A closed square ring.
  Wkb& square(double x, double y, double side) { return number(5).at({x, y, x + side, y, x + side, y + side, x, y + side, x, y}); }
  const std::uint8_t* data() const { return bytes_.data(); }
  std::size_t size() const { return bytes_.size(); }

 private:
  Wkb& put(const void* value, std::size_t size) {
    std::vector<std::uint8_t> raw(size);
    std::memcpy(raw.data(), value, size);
    if (little_ != (std::endian::native == std::endian::little)) std::reverse(raw.begin(), raw.end());
    bytes_.insert(bytes_.end(), raw.begin(), raw.end());
    return *this;
  }
  bool little_;
  std::vector<std::uint8_t> bytes_;
};

bool append(const Wkb& wkb, Areas& areas) { return append_area(wkb.data(), wkb.size(), areas); }
bool append(const Wkb& wkb, Coordinates& points) { return append_point(wkb.data(), wkb.size(), points); }

TEST(Wkb, PointsOfEitherByteOrderWithAndWithoutHeight) {
  Coordinates points;
  EXPECT_TRUE(append(Wkb(true).type(1).at({105.6, 21.3}), points));
  EXPECT_TRUE(append(Wkb(false).type(1).at({105.6, 21.3}), points));
  EXPECT_TRUE(append(Wkb().type(1001).at({1, 2, 3}), points));          // ISO Z
  EXPECT_TRUE(append(Wkb().type(3001).at({4, 5, 6, 7}), points));       // ISO ZM
  EXPECT_TRUE(append(Wkb().type(0x80000001U).at({8, 9, 10}), points));  // the old 2.5D
  EXPECT_TRUE(append(Wkb().type(4).number(2).type(1).at({11, 12}).type(1).at({13, 14}), points));
  EXPECT_EQ(points.x, (std::vector<double>{105.6, 105.6, 1, 4, 8, 11}));
  EXPECT_EQ(points.y, (std::vector<double>{21.3, 21.3, 2, 5, 9, 12}));
}

TEST(Wkb, WhatIsNoPointBecomesARowWithoutPlace) {
  Coordinates points;
  EXPECT_TRUE(append_point(nullptr, 0, points));
  EXPECT_FALSE(append(Wkb().type(2).number(1).at({1, 2}), points));
  EXPECT_FALSE(append(Wkb().type(4).number(0), points));
  EXPECT_FALSE(append(Wkb().type(1).at({1}), points));
  ASSERT_EQ(points.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(std::isnan(points.x[i]) && std::isnan(points.y[i])) << i;
}

TEST(Wkb, APolygonWithAHoleIsTwoOpenRings) {
  Areas areas;
  EXPECT_TRUE(append(Wkb().type(3).number(2).square(0, 0, 10).square(4, 4, 2), areas));
  ASSERT_EQ(areas.size(), 1u);
  EXPECT_EQ(areas.first_polygon, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(areas.first_ring, (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(areas.first_vertex, (std::vector<std::uint32_t>{0, 4, 8}));
  EXPECT_EQ(areas.x, (std::vector<double>{0, 10, 10, 0, 4, 6, 6, 4}));
  EXPECT_EQ(areas.box(0), (Box{0, 0, 10, 10}));
}

TEST(Wkb, RowsPolygonsAndRingsKeepTheirBounds) {
  Areas areas;
  append_empty_area(areas);
  EXPECT_TRUE(append(Wkb(false).type(6).number(2).type(3).number(1).square(0, 0, 1).type(3).number(1).square(5, 5, 1), areas));
  EXPECT_TRUE(append(Wkb().type(1006).number(1).type(1003).number(1).number(4).at({0, 0, 9, 1, 0, 9, 1, 1, 9, 0, 0, 9}), areas));
  EXPECT_EQ(areas.first_polygon, (std::vector<std::uint32_t>{0, 0, 2, 3}));
  EXPECT_EQ(areas.first_ring, (std::vector<std::uint32_t>{0, 1, 2, 3}));
  EXPECT_EQ(areas.first_vertex, (std::vector<std::uint32_t>{0, 4, 8, 11}));
  EXPECT_EQ(areas.box(2), (Box{0, 0, 1, 1}));  // heights are dropped
  EXPECT_TRUE(areas.box(0).empty());
}

TEST(Wkb, OtherMembersOfACollectionAreSkipped) {
  Areas areas;
  EXPECT_TRUE(append(Wkb()
                         .type(7)
                         .number(5)
                         .type(1)
                         .at({1, 1})
                         .type(2)
                         .number(2)
                         .at({0, 0, 5, 5})
                         .type(3)
                         .number(1)
                         .square(2, 2, 3)
                         .type(5)
                         .number(1)
                         .type(2)
                         .number(2)
                         .at({0, 0, 1, 1})
                         .type(4)
                         .number(1)
                         .type(1)
                         .at({7, 7}),
                     areas));
  EXPECT_EQ(areas.box(0), (Box{2, 2, 5, 5}));
  EXPECT_EQ(areas.x.size(), 4u);
}

TEST(Wkb, ACollectionWithoutPolygonsIsNoArea) {
  Areas areas;
  EXPECT_FALSE(append(Wkb().type(7).number(1).type(1).at({1, 1}), areas));
  EXPECT_FALSE(append(Wkb().type(2).number(2).at({0, 0, 1, 1}), areas));
  EXPECT_FALSE(append(Wkb().type(1).at({1, 1}), areas));
  EXPECT_EQ(areas.size(), 3u);
  EXPECT_TRUE(areas.x.empty());
}

TEST(Wkb, EmptyIsEmptyAndNotBroken) {
  Areas areas;
  for (const std::uint32_t type : {3U, 6U, 7U}) {
    const Wkb wkb = Wkb().type(type).number(0);
    EXPECT_EQ(wkb_kind(wkb.data(), wkb.size()), WkbKind::empty) << type;
    EXPECT_TRUE(append(wkb, areas)) << type;
  }
  EXPECT_TRUE(append_area(nullptr, 0, areas));
  EXPECT_EQ(areas.size(), 4u);
  EXPECT_TRUE(areas.box().empty());
}

TEST(Wkb, RingsThatEncloseNothingAreLeftOut) {
  Areas areas;
  EXPECT_TRUE(append(Wkb().type(3).number(2).square(0, 0, 10).number(3).at({1, 1, 2, 2, 1, 1}), areas));
  EXPECT_EQ(areas.first_vertex, (std::vector<std::uint32_t>{0, 4}));
}

TEST(Wkb, CoordinatesThatAreNotFiniteSpoilTheRow) {
  for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
    Areas areas;
    EXPECT_FALSE(append(Wkb().type(3).number(1).number(4).at({0, 0, 1, 0, 1, bad, 0, 0}), areas));
    EXPECT_EQ(areas.size(), 1u);
    EXPECT_TRUE(areas.x.empty());
  }
}

TEST(Wkb, KindsAreToldByTheHeader) {
  const auto kind = [](const Wkb& wkb) { return wkb_kind(wkb.data(), wkb.size()); };
  EXPECT_EQ(kind(Wkb().type(1).at({1, 2})), WkbKind::point);
  EXPECT_EQ(kind(Wkb().type(4).number(1)), WkbKind::point);
  EXPECT_EQ(kind(Wkb().type(1006).number(1)), WkbKind::area);
  EXPECT_EQ(kind(Wkb(false).type(3003).number(1)), WkbKind::area);
  EXPECT_EQ(kind(Wkb().type(2).number(1)), WkbKind::other);
  EXPECT_EQ(kind(Wkb().type(99)), WkbKind::other);
  const std::uint8_t stump[] = {1, 3, 0};
  EXPECT_EQ(wkb_kind(stump, 3), WkbKind::broken);
  EXPECT_EQ(wkb_kind(nullptr, 0), WkbKind::empty);
}

TEST(Wkb, CutOffAnywhereIsNeverMoreThanAnEmptyRow) {
  const Wkb whole = Wkb().type(6).number(2).type(3).number(2).square(0, 0, 10).square(4, 4, 2).type(3).number(1).square(20, 20, 1);
  for (std::size_t size = 1; size < whole.size(); ++size) {
    // On the heap and of exactly that size, so that a sanitizer sees one byte too many.
    const std::vector<std::uint8_t> part(whole.data(), whole.data() + size);
    Areas areas;
    EXPECT_FALSE(append_area(part.data(), part.size(), areas)) << size;
    EXPECT_EQ(areas.size(), 1u);
    EXPECT_TRUE(areas.x.empty() && areas.first_vertex.size() == 1 && areas.first_ring.size() == 1) << size;
    Coordinates points;
    append_point(part.data(), part.size(), points);
    EXPECT_EQ(points.size(), 1u);
  }
}

TEST(Wkb, LyingCountsAllocateNothing) {
  Areas areas;
  EXPECT_FALSE(append(Wkb().type(3).number(0xFFFFFFFFU), areas));
  EXPECT_FALSE(append(Wkb().type(3).number(1).number(0xFFFFFFFFU).at({0, 0}), areas));
  EXPECT_FALSE(append(Wkb().type(6).number(0x7FFFFFFFU), areas));
  EXPECT_LT(areas.x.capacity(), 1000u);
}

TEST(Wkb, CollectionsInCollectionsEndSomewhere) {
  Wkb wkb;
  for (int depth = 0; depth < 100000; ++depth) wkb.type(7).number(1);
  wkb.type(3).number(1).square(0, 0, 1);
  Areas areas;
  EXPECT_FALSE(append(wkb, areas));
  EXPECT_EQ(areas.size(), 1u);
}

}  // namespace
}  // namespace data
