#include "layers/points_layer.h"

#include <gtest/gtest.h>

#include "layers/headless_context.h"
#include "layers/renderer.h"

namespace layers {
namespace {

std::shared_ptr<data::LayerData> layer_of(const data::Coordinates& places, const std::vector<std::uint8_t>& fiber) {
  auto layer = std::make_shared<data::LayerData>();
  auto table = std::make_shared<data::Table>();
  table->rows = fiber.size(), table->shape = data::Shape::points;
  table->fid = data::Cells<std::int64_t>(std::vector<std::int64_t>(fiber.size()));
  table->columns = {{"fiber", data::FlagColumn{fiber}}};
  table->points = data::Points(places);
  layer->source.id = "households", layer->source.kind = data::LayerKind::fiber_household;
  layer->source.fields = {{"connected", "fiber"}};
  layer->table = table;
  return layer;
}

/// 30 households around (100, 100), 20 of them connected, two far off, all on a map in metres.
std::shared_ptr<data::LayerData> households() {
  data::Coordinates places;
  std::vector<std::uint8_t> fiber;
  for (int i = 0; i < 30; ++i) places.x.push_back(100 + i % 6), places.y.push_back(100 + i / 6), fiber.push_back(i < 20);
  places.x.push_back(3000), places.y.push_back(100), fiber.push_back(0);
  places.x.push_back(3000), places.y.push_back(3000), fiber.push_back(1);
  return layer_of(places, fiber);
}

View view_at(double metres) {
  View view;
  view.centre = {1500, 1500}, view.metres_per_pixel = metres, view.width = 800, view.height = 800;
  return view;
}

void prepare(PointsLayer& layer, const View& view) {
  for (std::vector<Job> jobs = layer.wanted(view); !jobs.empty(); jobs = layer.wanted(view))
    for (Job& job : jobs) layer.accept(job.ticket, job.run({}));
}

/// On black.
data::Image picture_of(PointsLayer& layer, const View& view, const Theme& theme = light_theme()) {
  prepare(layer, view);
  const gl::Framebuffer target(view.width, view.height);
  target.bind();
  glViewport(0, 0, view.width, view.height);
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  layer.draw(view, theme);
  return read_pixels(view.width, view.height);
}

class PointsLayerTest : public testing::Test {
 protected:
  void settle(const View& view) {
    prepare(layer_, view);
    layer_.draw(view, dark_theme());
  }
  HeadlessContext context_;
  PointsLayer layer_{households(), std::make_shared<PointPainter>()};
};

TEST_F(PointsLayerTest, FromAfarTheSquareUnderThePointerIsCounted) {
  const View view = view_at(20);
  settle(view);
  EXPECT_FALSE(layer_.waiting());
  const auto under = layer_.under(view, view.to_screen({101, 101}));
  ASSERT_TRUE(under);
  EXPECT_EQ(under->count, (CellCount{30, 20}));
  EXPECT_TRUE(under->square.contains({100, 100}) && under->square.contains({105, 104}));
  EXPECT_GE(under->square.width(), 12 * 20);  // 12 to 24 pixels
  EXPECT_LE(under->square.width(), 24 * 20);
  EXPECT_FALSE(layer_.under(view, view.to_screen({2000, 2000})));
}

TEST_F(PointsLayerTest, FromNearByTheMarkUnderThePointerIsCounted) {
  View view = view_at(4);
  view.centre = {100, 100};
  settle(view);
  const auto many = layer_.under(view, view.to_screen({102.5, 102}));
  ASSERT_TRUE(many);
  EXPECT_EQ(many->count, (CellCount{30, 20}));  // a metre apart they would lie on each other
  EXPECT_TRUE(many->square.empty());
  view.centre = {3000, 100};
  settle(view);
  const auto one = layer_.under(view, view.to_screen({3000, 100}));
  ASSERT_TRUE(one);
  EXPECT_EQ(one->count, (CellCount{1, 0}));
  EXPECT_FALSE(layer_.under(view, view.to_screen({3100, 200})));
  view.metres_per_pixel = 0.05, view.centre = {102, 102};
  settle(view);
  const auto apart = layer_.under(view, view.to_screen({102, 102}));
  ASSERT_TRUE(apart);
  EXPECT_EQ(apart->count.total, 1u);
}

TEST_F(PointsLayerTest, NamesAreToldOfTheMarksThatAreDrawn) {
  const auto told = [&](const View& view) {
    std::vector<Obstacle> out;
    layer_.add_obstacles(view, out);
    return out;
  };
  EXPECT_TRUE(told(view_at(4)).empty()) << "nothing is made yet";
  settle(view_at(20));
  EXPECT_TRUE(told(view_at(20)).empty()) << "counts, and no marks";
  View view = view_at(4);
  settle(view);
  std::vector<Obstacle> marks = told(view);
  ASSERT_EQ(marks.size(), 3U);
  const auto number = std::find_if(marks.begin(), marks.end(), [](const Obstacle& mark) { return mark.number; });
  ASSERT_NE(number, marks.end());
  EXPECT_NEAR(number->at.x, 102.5, 40) << "kept inside its square";
  EXPECT_NEAR(number->at.y, 102, 40);
  EXPECT_EQ(number->radius, static_cast<double>(static_cast<float>(merged_size(30))) / 2);
  EXPECT_EQ(std::count_if(marks.begin(), marks.end(), [](const Obstacle& mark) { return !mark.number && mark.radius < 6; }), 2);
  view.pixel_ratio = 2, view.metres_per_pixel = 2, view.width = view.height = 1600;
  EXPECT_EQ(told(view).front().radius, 2 * marks.front().radius) << "device pixels";
  // Closer up other marks are needed; until they are made the same are drawn.
  view = view_at(0.05), view.centre = {102, 102};
  layer_.draw(view, dark_theme());
  EXPECT_EQ(told(view).size(), 1U);
  EXPECT_TRUE(told(view).front().number);
  settle(view);
  EXPECT_EQ(told(view).size(), 30U);
  layer_.visible = false;
  EXPECT_TRUE(told(view).empty());
}

TEST_F(PointsLayerTest, WhatNamesWaitForIsTheMarksAlone) {
  EXPECT_TRUE(layer_.wanted_marks(view_at(20)).empty()) << "where no marks are drawn not even the tree is made for them";
  const View view = view_at(4);
  std::vector<PointTile> made;
  for (std::vector<Job> jobs = layer_.wanted_marks(view); !jobs.empty(); jobs = layer_.wanted_marks(view))
    for (Job& job : jobs) {
      Piece piece = job.run({});
      if (const auto* tile = std::get_if<PointTile>(&piece)) made.push_back(*tile);
      layer_.accept(job.ticket, std::move(piece));
    }
  EXPECT_TRUE(std::any_of(made.begin(), made.end(), [](const PointTile& tile) { return !tile.marks.empty(); }));
  EXPECT_TRUE(std::all_of(made.begin(), made.end(), [](const PointTile& tile) { return tile.counts.empty(); }));
  std::vector<Obstacle> marks;
  layer_.add_obstacles(view, marks);
  EXPECT_EQ(marks.size(), 3U) << "before anything was drawn";
}

TEST_F(PointsLayerTest, AJobForAViewThatIsGoneIsGivenUpAndAskedForAgain) {
  settle(view_at(20));
  std::vector<Job> late = layer_.wanted(view_at(1));
  ASSERT_FALSE(late.empty());
  settle(view_at(20));
  layer_.wanted(view_at(20));  // the eye went back
  for (Job& job : late) {
    Piece piece = job.run({});
    EXPECT_TRUE(std::holds_alternative<std::monostate>(piece));
    layer_.accept(job.ticket, std::move(piece));
  }
  EXPECT_FALSE(layer_.waiting());
  EXPECT_FALSE(layer_.wanted(view_at(1)).empty());
}

TEST_F(PointsLayerTest, AFinePictureHasTheSameInItAtEverySizeAndInParts) {
  // Some thirty cells each way round the origin, where four tiles meet; some cells are empty.
  data::Coordinates places;
  std::vector<std::uint8_t> fiber;
  std::uint32_t random = 7;
  const auto next = [&] { return (random = random * 1664525U + 1013904223U) >> 16U; };
  for (int i = 0; i < 1500; ++i)
    places.x.push_back(static_cast<double>(next() % 1000) - 500), places.y.push_back(static_cast<double>(next() % 1000) - 500),
        fiber.push_back(next() % 2);
  PointsLayer layer(layer_of(places, fiber), std::make_shared<PointPainter>());
  View view;
  view.centre = {3.7, -5.1}, view.metres_per_pixel = 20, view.width = view.height = 60, view.fine = true;
  const data::Image small = picture_of(layer, view);
  constexpr int times = 3;
  View larger = view;
  larger.metres_per_pixel /= times, larger.pixel_ratio *= times, larger.width *= times, larger.height *= times;
  const data::Image large = picture_of(layer, larger);
  int coloured = 0;
  for (int y = 0; y < small.height; ++y)
    for (int x = 0; x < small.width; ++x)
      for (std::size_t c = 0; c < 3; ++c) {
        int sum = 0;
        for (int i = 0; i < times * times; ++i) sum += large.at(times * x + i % times, times * y + i / times)[c];
        EXPECT_NEAR(small.at(x, y)[c], static_cast<double>(sum) / (times * times), 1.5) << x << ' ' << y;
        coloured += small.at(x, y)[c] > 0;
      }
  EXPECT_GT(coloured, 2000);
  const Frame part{17, 5, 43, 52};
  const data::Image piece = picture_of(layer, part_of(view, part));
  for (int y = 0; y < piece.height; ++y)
    for (int x = 0; x < piece.width; ++x)
      for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(piece.at(x, y)[c], small.at(17 + x, 5 + y)[c], 1) << x << ' ' << y;
}

/// Colours are made once and stay, but not in another theme, and they come back.
TEST_F(PointsLayerTest, CountsHaveTheColoursOfTheThemeTheyAreDrawnIn) {
  const View view = view_at(20);
  View away = view;
  away.centre.x += 1e6;
  const data::Image light = picture_of(layer_, view), dark = picture_of(layer_, view, dark_theme());
  EXPECT_NE(light.pixels, dark.pixels);
  EXPECT_EQ(picture_of(layer_, view).pixels, light.pixels);
  for (int i = 0; i < 4; ++i) picture_of(layer_, away);
  EXPECT_EQ(picture_of(layer_, view).pixels, light.pixels);
}

TEST_F(PointsLayerTest, PanningWithinWhatIsThereAsksForNothing) {
  View view = view_at(20);
  settle(view);
  view.centre.x += 30;
  EXPECT_TRUE(layer_.wanted(view).empty());
}

}  // namespace
}  // namespace layers
