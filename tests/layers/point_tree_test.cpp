#include "layers/point_tree.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "layers/point_tile.h"

namespace layers {
namespace {

struct Cloud {
  std::shared_ptr<data::LayerData> layer = std::make_shared<data::LayerData>();
  data::Coordinates places;
  std::vector<std::uint8_t> flag;
};

/// Villages of households, a few far away, some on the edges of squares, some twice at one place, some nowhere.
Cloud cloud(std::size_t n, unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> anywhere(0, 49000);
  std::normal_distribution<double> near(0, 300);
  Cloud out;
  data::Point village{};
  for (std::size_t i = 0; i < n; ++i) {
    if (i % 97 == 0) village = {533000 + anywhere(random), 2339000 + anywhere(random)};
    data::Point p{village.x + near(random), village.y + near(random)};
    if (i % 31 == 0) p = {std::round(p.x / 64) * 64, std::round(p.y / 64) * 64};
    if (i % 41 == 0 && i > 0 && i % 53 != 1) p = {out.places.x.back(), out.places.y.back()};
    if (i % 53 == 0) p = {std::nan(""), std::nan("")};
    out.places.x.push_back(p.x), out.places.y.push_back(p.y);
    out.flag.push_back(static_cast<std::uint8_t>(random() % 3));  // yes, no, unknown
  }
  auto table = std::make_shared<data::Table>();
  table->rows = n, table->shape = data::Shape::points;
  table->fid = data::Cells<std::int64_t>(std::vector<std::int64_t>(n));
  table->columns = {{"fiber", data::FlagColumn{out.flag}}};
  table->points = data::Points(out.places);
  out.layer->source.id = "households", out.layer->source.kind = data::LayerKind::fiber_household;
  out.layer->source.fields = {{"connected", "fiber"}};
  out.layer->table = table;
  return out;
}

/// Counted one by one from the packed positions.
CellCount brute(const Cloud& cloud, const Cell& cell) {
  CellCount out;
  const data::Points& points = cloud.layer->table->points;
  for (std::size_t row = 0; row < points.size(); ++row) {
    if (!points.has(row) || cell_at(points.at(row), cell.exponent) != cell) continue;
    ++out.total;
    out.good += cloud.flag[row] == 1;
  }
  return out;
}

CellCount everything(const Cloud& cloud) {
  CellCount out;
  for (std::size_t row = 0; row < cloud.flag.size(); ++row)
    if (cloud.layer->table->points.has(row)) ++out.total, out.good += cloud.flag[row] == 1;
  return out;
}

/// All tiles of a size that touch the points.
std::vector<Cell> tiles_over(const Cloud& cloud, int exponent) {
  data::Box box;
  const data::Points& points = cloud.layer->table->points;
  for (std::size_t row = 0; row < points.size(); ++row)
    if (points.has(row)) box.include(points.at(row));
  const Cell first = cell_at({box.min_x, box.min_y}, exponent), last = cell_at({box.max_x, box.max_y}, exponent);
  std::vector<Cell> out;
  for (std::int64_t y = first.y; y <= last.y; ++y)
    for (std::int64_t x = first.x; x <= last.x; ++x) out.push_back({exponent, x, y});
  return out;
}

TEST(PointTree, DrawnCellsSumUpToTheTableAtEveryZoom) {
  const Cloud points = cloud(40000, 3);
  const PointTree tree(points.layer);
  const CellCount all = everything(points);
  EXPECT_EQ(tree.size(), all.total);
  // From one tile over everything, and more, to tiles of 128 m.
  for (int exponent = tree.side_exponent() + 3; exponent >= 7; --exponent) {
    CellCount sum;
    for (const Cell& tile : tiles_over(points, exponent))
      for (const CellCount& cell : tree.count_cells(tile, tile.exponent - 5)) sum.total += cell.total, sum.good += cell.good;
    EXPECT_EQ(sum, all) << "tiles of 2^" << exponent;
  }
}

TEST(PointTree, EveryCellHoldsWhatLiesInIt) {
  const Cloud points = cloud(3000, 5);
  const PointTree tree(points.layer);
  for (const int exponent : {4, 7, 9, 12, tree.side_exponent() - 1, tree.side_exponent(), tree.side_exponent() + 2}) {
    const data::Point somewhere = points.layer->table->points.at(1234);
    const Cell area = cell_at(somewhere, exponent);
    const auto cells = tree.count_cells(area, exponent - 3);
    ASSERT_EQ(cells.size(), 64u);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Cell cell{exponent - 3, area.x * 8 + static_cast<std::int64_t>(i % 8), area.y * 8 + static_cast<std::int64_t>(i / 8)};
      EXPECT_EQ(cells[i], brute(points, cell)) << exponent << " cell " << i;
      EXPECT_EQ(tree.count(cell), cells[i]);
      EXPECT_EQ(tree.rows_in(cell).size(), cells[i].total);
    }
  }
}

TEST(PointTree, SquaresFarFromThePointsAreEmpty) {
  const Cloud points = cloud(500, 6);
  const PointTree tree(points.layer);
  EXPECT_EQ(tree.count(cell_at({0, 0}, 5)), CellCount{});
  EXPECT_EQ(tree.count(cell_at({-1e7, -1e7}, 12)), CellCount{});
  EXPECT_TRUE(tree.rows_in(cell_at({1e7, 1e7}, 10)).empty());
}

TEST(PointTree, NoPointsAtAll) {
  Cloud points = cloud(0, 1);
  const PointTree tree(points.layer);
  EXPECT_EQ(tree.size(), 0u);
  EXPECT_EQ(tree.count(cell_at({0, 0}, 3)), CellCount{});
  EXPECT_TRUE(count_tile(tree, cell_at({0, 0}, 12)).counts.empty());
  EXPECT_TRUE(mark_tile(tree, cell_at({0, 0}, 12), {}).marks.empty());
}

TEST(PointTree, NegativeCoordinatesToo) {
  Cloud points = cloud(2000, 9);
  for (double& x : points.places.x) x -= 560000;
  for (double& y : points.places.y) y -= 2365000;
  auto table = std::make_shared<data::Table>(*points.layer->table);
  table->points = data::Points(points.places);
  points.layer->table = table;
  const PointTree tree(points.layer);
  for (const int exponent : {6, 10, 14}) {
    const Cell area = cell_at({-10, -10}, exponent);
    EXPECT_EQ(tree.count(area), brute(points, area));
  }
}

TEST(PointTile, CountsBecomeLogarithmsAndShares) {
  Cloud points = cloud(0, 1);
  data::Coordinates places;
  std::vector<std::uint8_t> flag;
  const auto add = [&](double x, double y, std::uint8_t f, int times) {
    for (int i = 0; i < times; ++i) places.x.push_back(x), places.y.push_back(y), flag.push_back(f);
  };
  add(0.5, 0.5, 1, 64), add(1.5, 0.5, 0, 1), add(0.5, 1.5, 1, 999), add(0.5, 1.5, 0, 1);
  auto table = std::make_shared<data::Table>();
  table->rows = flag.size(), table->shape = data::Shape::points;
  table->fid = data::Cells<std::int64_t>(std::vector<std::int64_t>(flag.size()));
  table->columns = {{"fiber", data::FlagColumn{flag}}};
  table->points = data::Points(places);
  points.layer->table = table;
  const PointTree tree(points.layer);
  const PointTile tile = count_tile(tree, {tile_levels, 0, 0});
  ASSERT_EQ(tile.counts.size(), std::size_t{258 * 258});
  const auto cell = [](const PointTile& of, int x, int y) { return of.counts[static_cast<std::size_t>((y + 1) * count_side + x + 1)]; };
  EXPECT_EQ(cell(tile, 0, 0), (std::array<std::uint8_t, 2>{1 + 8 * 6, 255}));
  EXPECT_EQ(cell(tile, 1, 0), (std::array<std::uint8_t, 2>{1, 0}));
  EXPECT_EQ(cell(tile, 0, 1)[1], 254);  // one of a thousand is missing: not all
  EXPECT_EQ(cell(tile, 2, 0)[0], 0);
}

TEST(PointTile, ARimOfCellsIsThatOfTheTilesBeside) {
  const Cloud points = cloud(20000, 12);
  const PointTree tree(points.layer);
  const Cell middle = cell_at({points.places.x[1], points.places.y[1]}, 14);
  const auto cell = [](const PointTile& of, int x, int y) {
    return of.counts.empty() ? std::array<std::uint8_t, 2>{} : of.counts[static_cast<std::size_t>((y + 1) * count_side + x + 1)];
  };
  const PointTile tile = count_tile(tree, middle);
  int seen = 0;
  for (const int dx : {-1, 0, 1})
    for (const int dy : {-1, 0, 1}) {
      const PointTile beside = count_tile(tree, {middle.exponent, middle.x + dx, middle.y + dy});
      for (int x = -1; x <= tile_pixels; ++x)
        for (int y = -1; y <= tile_pixels; ++y) {
          const int there_x = x - dx * tile_pixels, there_y = y - dy * tile_pixels;
          if (there_x < 0 || there_y < 0 || there_x >= tile_pixels || there_y >= tile_pixels) continue;
          EXPECT_EQ(cell(tile, x, y), cell(beside, there_x, there_y)) << x << ',' << y;
          seen += cell(tile, x, y)[0] > 0 && (dx != 0 || dy != 0);
        }
    }
  EXPECT_GT(seen, 0);
}

TEST(PointTile, MarksStandForEveryPointAndDoNotOverlapInTheirSquare) {
  const Cloud points = cloud(20000, 11);
  const PointTree tree(points.layer);
  for (const int exponent : {8, 10, 11}) {
    CellCount sum;
    for (const Cell& cell : tiles_over(points, exponent)) {
      const PointTile tile = mark_tile(tree, cell, {});
      const double pixel = std::ldexp(1.0, exponent - tile_levels) / 1.5, square = std::ldexp(1.0, exponent - merge_levels);
      for (std::size_t i = 0; i < tile.marks.size(); ++i) {
        const PointMark& a = tile.marks[i];
        sum.total += static_cast<std::uint32_t>(a.count);
        sum.good += static_cast<std::uint32_t>(std::lround(a.count * a.share));
        for (std::size_t j = 0; j < i; ++j) {
          const PointMark& b = tile.marks[j];
          if (std::floor(a.place[0] / square) != std::floor(b.place[0] / square) ||
              std::floor(a.place[1] / square) != std::floor(b.place[1] / square))
            continue;
          if (a.count < 1.5F && b.count < 1.5F) {
            EXPECT_GT(std::hypot(a.place[0] - b.place[0], a.place[1] - b.place[1]), mark_size(pixel, 4) * pixel * 0.99);
          }
        }
      }
    }
    EXPECT_EQ(sum, everything(points)) << exponent;
  }
}

TEST(PointTile, PlacesAreNeverMerged) {
  Cloud points = cloud(3000, 12);
  const PointTree tree(points.layer);
  for (const Cell& cell : tiles_over(points, 16))
    for (const PointMark& mark : mark_tile(tree, cell, {.merge = false}).marks) EXPECT_EQ(mark.count, 1);
}

TEST(PointTile, ACellIsOneAndAHalfToThreePixels) {
  for (double metres = 0.013; metres < 3000; metres *= 1.37)
    for (const double ratio : {1.0, 1.5, 2.0}) {
      View view;
      view.metres_per_pixel = metres, view.pixel_ratio = ratio;
      const double cell = std::ldexp(1.0, tile_exponent(view) - tile_levels) / metres / ratio;
      EXPECT_GE(cell, 1.5);
      EXPECT_LE(cell, 3.0);
    }
}

TEST(CountLook, ALonePointShowsAndWhatIsMissingDoesNotDrown) {
  const auto level = [](double total) { return static_cast<std::uint8_t>(1 + std::lround(8 * std::log2(total))); };
  const CountLook look{{1, 0, 0, 1}, {0, 1, 0, 1}, 0};
  const auto colours = CountColours(look).of(
      {{0, 0}, {level(1), 255}, {level(64), 255}, {level(1e6), 255}, {level(64), 0}, {level(1), 0}, {level(64), 128}});
  using Pixel = std::array<std::uint8_t, 4>;
  EXPECT_EQ(colours[0], (Pixel{0, 0, 0, 0}));
  EXPECT_EQ(colours[1], (Pixel{0, 66, 0, 66}));    // 0.26
  EXPECT_EQ(colours[2], (Pixel{0, 217, 0, 217}));  // 0.26 + 6 x 0.11 is more than 0.85
  EXPECT_EQ(colours[3], (Pixel{0, 217, 0, 217}));
  EXPECT_EQ(colours[4], (Pixel{217, 0, 0, 217}));
  EXPECT_EQ(colours[5], (Pixel{140, 0, 0, 140}));  // 0.55
  EXPECT_EQ(colours[6][3], 217);
  EXPECT_NEAR(colours[6][0], colours[6][1], 2);
  CountLook closer = look;
  closer.thinning = 2;
  EXPECT_LT(CountColours(closer).of({{level(8), 255}})[0][3], CountColours(look).of({{level(8), 255}})[0][3]);
  closer.good[3] = 0.5F;
  EXPECT_EQ(CountColours(closer).of({{level(1), 255}})[0], (Pixel{0, 33, 0, 33}));
}

}  // namespace
}  // namespace layers
