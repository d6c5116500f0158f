#include "layers/points_layer.h"

#include <gtest/gtest.h>

#include "layers/headless_context.h"

namespace layers {
namespace {

/// 30 households around (100, 100), 20 of them connected, two far off, all on a map in metres.
std::shared_ptr<data::LayerData> households() {
  auto layer = std::make_shared<data::LayerData>();
  data::Coordinates places;
  std::vector<std::uint8_t> fiber;
  for (int i = 0; i < 30; ++i) places.x.push_back(100 + i % 6), places.y.push_back(100 + i / 6), fiber.push_back(i < 20);
  places.x.push_back(3000), places.y.push_back(100), fiber.push_back(0);
  places.x.push_back(3000), places.y.push_back(3000), fiber.push_back(1);
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

View view_at(double metres) {
  View view;
  view.centre = {1500, 1500}, view.metres_per_pixel = metres, view.width = 800, view.height = 800;
  return view;
}

class PointsLayerTest : public testing::Test {
 protected:
  void settle(const View& view) {
    for (std::vector<Job> jobs = layer_.wanted(view); !jobs.empty(); jobs = layer_.wanted(view))
      for (Job& job : jobs) layer_.accept(job.ticket, job.run({}));
    layer_.draw(view, dark_theme());
  }
  HeadlessContext context_;
  PointsLayer layer_{households()};
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

TEST_F(PointsLayerTest, PanningWithinWhatIsThereAsksForNothing) {
  View view = view_at(20);
  settle(view);
  view.centre.x += 30;
  EXPECT_TRUE(layer_.wanted(view).empty());
}

}  // namespace
}  // namespace layers
