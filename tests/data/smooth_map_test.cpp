#include "data/source/smooth_map.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "data/source/crs.h"
#include "data/source/i18n.h"

namespace data {
namespace {

SmoothMap::Exact exact_of(const Transform& transform) {
  return [&transform](double* x, double* y, std::size_t count) { transform.apply(x, y, count); };
}

/// Farthest that the polynomial is from the exact map at a hundred thousand places in the box.
double worst_of(const SmoothMap& map, const SmoothMap::Exact& exact, const Box& box) {
  std::mt19937_64 random(7);
  const auto unit = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  std::vector<double> x, y;
  for (int i = 0; i < 100000; ++i) x.push_back(box.min_x + unit() * box.width()), y.push_back(box.min_y + unit() * box.height());
  std::vector<double> ex = x, ey = y;
  exact(ex.data(), ey.data(), ex.size());
  map.apply(x.data(), y.data(), x.size());
  double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i) worst = std::max({worst, std::abs(x[i] - ex[i]), std::abs(y[i] - ey[i])});
  return worst;
}

TEST(SmoothMap, EveryProvinceIsPlacedToATenthOfAMillimetre) {
  struct Place {
    const char* crs;
    Box box;
  };
  for (const auto& [crs, box] : {Place{"EPSG:5897", {105.3, 21.1, 105.8, 21.6}}, Place{"EPSG:9209", {104.9, 17.9, 106.5, 18.8}},
                                 Place{"EPSG:9213", {105.4, 21.3, 106.3, 22.1}}, Place{"EPSG:3405", {102.1, 8.4, 109.5, 23.4}}}) {
    const Transform transform("EPSG:4326", crs);
    const auto map = SmoothMap::fit(box, 1e-4, exact_of(transform));
    if (box.height() > 10 && !map) continue;  // the whole country may ask too much; it must not be wrong
    ASSERT_TRUE(map) << crs;
    EXPECT_LT(worst_of(*map, exact_of(transform), box), 1e-4) << crs << " degree " << map->degree();
  }
}

TEST(SmoothMap, BackToDegreesToo) {
  const Transform transform("EPSG:5897", "EPSG:4326");
  const Box box{533000, 2339000, 582000, 2387000};
  const auto map = SmoothMap::fit(box, 1e-9, exact_of(transform));
  ASSERT_TRUE(map);
  EXPECT_LT(worst_of(*map, exact_of(transform), box), 1e-9);
}

TEST(SmoothMap, WhatIsNotSmoothIsRefused) {
  const auto kinked = [](double* x, double*, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) x[i] = std::abs(x[i] - 0.3);
  };
  EXPECT_FALSE(SmoothMap::fit({0, 0, 1, 1}, 1e-4, kinked));
  const auto half = [](double* x, double* y, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      if (x[i] > 0.5) x[i] = y[i] = std::nan("");
  };
  EXPECT_FALSE(SmoothMap::fit({0, 0, 1, 1}, 1e-4, half));
  const auto same = [](double*, double*, std::size_t) {};
  EXPECT_FALSE(SmoothMap::fit({}, 1e-4, same));
  EXPECT_FALSE(SmoothMap::fit({1, 1, 1, 1}, 1e-4, same));  // a single place has no size
  EXPECT_EQ(SmoothMap::fit({0, 0, 1, 1}, 1e-4, same)->degree(), 4);
}

TEST(SmoothMap, NothingIsMadeUpOutsideTheBox) {
  const auto map = SmoothMap::fit({0, 0, 1, 1}, 1e-9, [](double*, double*, std::size_t) {});
  std::vector<double> x{0.5, 2, std::nan(""), 1, 0}, y{0.25, 0.5, 0.5, 1, -0.1};
  map->apply(x.data(), y.data(), x.size());
  EXPECT_NEAR(x[0], 0.5, 1e-12);
  EXPECT_NEAR(y[0], 0.25, 1e-12);
  EXPECT_TRUE(std::isnan(x[1]));
  EXPECT_TRUE(std::isnan(x[2]));
  EXPECT_NEAR(x[3], 1, 1e-12);
  EXPECT_TRUE(std::isnan(x[4]));
}

TEST(SmoothMap, HoweverTheWorkIsSharedTheResultIsTheSame) {
  const Transform transform("EPSG:4326", "EPSG:5897");
  const auto map = SmoothMap::fit({105.3, 21.1, 105.8, 21.6}, 1e-4, exact_of(transform));
  std::vector<double> x, y;
  for (int i = 0; i < 1000; ++i) x.push_back(105.3 + i * 0.0005), y.push_back(21.6 - i * 0.0004);
  std::vector<double> px = x, py = y;
  map->apply(x.data(), y.data(), x.size());
  for (std::size_t at = 0; at < px.size(); at += 37) map->apply(px.data() + at, py.data() + at, std::min<std::size_t>(37, px.size() - at));
  EXPECT_EQ(x, px);
  EXPECT_EQ(y, py);
}

}  // namespace
}  // namespace data
