// Coverage on the map: tints, stripes, and what shows between them.
#include "tests/layers/map_fixture.h"

namespace test {
namespace {

TEST_F(MapTest, TenOverlappingCellsAreOneTint) {
  std::vector<std::pair<std::string, std::vector<data::Point>>> cells{{"4G", test::box_ring(0, 0, 1500, 4000)}};
  for (int i = 0; i < 10; ++i) cells.emplace_back("4G", test::box_ring(500 + i, 500, 1400, 3500));
  add_coverage(cells);
  map_.set_dataset(dataset_);
  only({"fill", "coverage"});
  render();
  const Pixel alone = at_map(250, 2000), crowded = at_map(1000, 2000);
  EXPECT_EQ(alone, crowded);
  EXPECT_GT(distance(alone, pixel_of(theme_.land)), 15);
  EXPECT_LE(distance(at_map(3000, 2000), pixel_of(theme_.land)), 1);
}

TEST_F(MapTest, ABetterNetworkReplacesTheTintOfAWorseOne) {
  add_coverage(
      {{"4G", test::box_ring(0, 0, 4000, 4000)}, {"5G", test::box_ring(2200, 0, 4000, 4000)}, {"3G", test::box_ring(0, 0, 4000, 4000)}});
  map_.set_dataset(dataset_);
  only({"fill", "coverage"});
  render();
  const Pixel four = at_map(1000, 1500), five = at_map(3000, 1500);
  EXPECT_GT(distance(four, five), 10);
  map_.set_technologies("coverage", {"5g"});
  render();
  EXPECT_EQ(at_map(3000, 1500), five);
  EXPECT_LE(distance(at_map(1000, 1500), pixel_of(theme_.land)), 1);
  EXPECT_EQ(map_.technologies("coverage"), (std::vector<std::string>{"3G", "4G", "5G"}));
}

TEST_F(MapTest, BetweenTheStripesOfFibreMobileCoverageIsAsItIsAlone) {
  add_coverage({{"FTTH", test::box_ring(2000, 0, 4000, 4000)}, {"4G", test::box_ring(0, 0, 4000, 4000)}});
  map_.set_dataset(dataset_);
  only({"fill", "coverage"});
  for (const double ratio : {1.0, 2.0}) {
    view_.pixel_ratio = ratio;
    render();
    const layers::CoverageLook fibre = look_of("FTTH", {"4G", "FTTH"});
    const Pixel alone = at(100, 200);
    EXPECT_LE(distance(alone, over(look_of("4G", {"4G", "FTTH"}).tint, theme_.land)), 1);
    const Pixel crossed = over(fibre.stripes->colour, colour_of(alone));
    int between = 0, stripe = 0;
    for (int x = 210; x < 370; ++x) {
      between += at(x, 200) == alone;
      stripe += distance(at(x, 200), crossed) <= 2;
      EXPECT_EQ(at(x, 200), at(x + 1, 199)) << "rising at 45 degrees";
      EXPECT_EQ(at(x, 200), at(x + static_cast<int>(fibre.stripes->period * ratio), 200));
    }
    EXPECT_GT(between, 160 / 2) << "half of it and more";
    EXPECT_GT(stripe, 160 / 12) << "one pixel a stripe and more";
  }
}

TEST_F(MapTest, HatchesAreToldApartByTheirDirections) {
  add_coverage({{"FTTH", test::box_ring(0, 0, 1000, 4000)},
                {"ADSL", test::box_ring(1000, 0, 2000, 4000)},
                {"Cáp", test::box_ring(2000, 0, 3000, 4000)}});
  map_.set_dataset(dataset_);
  only({"fill", "coverage"});
  render();
  const auto alike = [&](int left, int dx, int dy) {
    for (int i = 20; i < 80; ++i)
      for (int j = 20; j < 80; ++j)
        if (at(left + i, 100 + j) != at(left + i + dx, 100 + j + dy)) return false;
    return true;
  };
  EXPECT_TRUE(alike(0, 1, -1) && !alike(0, 1, 1) && !alike(0, 1, 0) && !alike(0, 0, 1)) << "fibre rises";
  EXPECT_TRUE(alike(100, 1, 0) && !alike(100, 0, 1)) << "the next is level";
  EXPECT_TRUE(alike(200, 0, 1) && !alike(200, 1, 0)) << "then upright";
}

TEST_F(MapTest, StripesOfFibreStayOnTheGroundWhenItIsPanned) {
  add_coverage({{"FTTH", test::box_ring(0, 0, 4000, 4000)}, {"ADSL", test::box_ring(2000, 0, 4000, 4000)}});
  map_.set_dataset(dataset_);
  only({"fill", "coverage"});
  render();
  const data::Image before = image_;
  view_.centre.x += 130, view_.centre.y += 30;  // 13 pixels and 3
  render();
  for (int y = 50; y < 350; ++y)
    for (int x = 50; x < 350; ++x)
      for (int c = 0; c < 3; ++c) ASSERT_LE(std::abs(image_.at(x, y)[c] - before.at(x + 13, y - 3)[c]), 1) << x << ' ' << y;
}

TEST_F(MapTest, BetweenTheStripesAClassIsItsOwnColour) {
  add_coverage({{"FTTH", test::box_ring(0, 0, 4000, 4000)}});
  map_.set_dataset(dataset_);
  map_.set_choropleth(by_number());
  only({"fill", "coverage"});
  render();
  const Pixel own = pixel_of(by_number().classes.colours[3]);  // commune 0, unit 3
  int between = 0;
  for (int x = 20; x < 80; ++x)
    for (int y = 320; y < 380; ++y) between += distance(at(x, y), own) <= 1;
  EXPECT_GT(between, 60 * 60 * 7 / 10);
  EXPECT_LT(between, 60 * 60 * 95 / 100) << "and yet there are stripes";
}

TEST_F(MapTest, ShapesHaveTheHatchToo) {
  add_coverage({{"FTTH", test::box_ring(0, 0, 2000, 4000)}, {"4G", test::box_ring(0, 0, 4000, 4000)}});
  map_.set_dataset(dataset_);
  only({"coverage"});
  render();
  const layers::VectorScene scene = map_.describe(view_, theme_, {});
  ASSERT_TRUE(scene.ground_whole);
  const auto& areas = std::get<layers::PaintedAreas>(scene.ground.at(0)).areas;
  ASSERT_EQ(areas.size(), 2U);
  EXPECT_EQ(areas[0].colour, look_of("4G", {"4G", "FTTH"}).tint);
  EXPECT_FALSE(areas[0].stripes);
  EXPECT_EQ(areas[1].colour[3], 0) << "nothing but stripes";
  EXPECT_EQ(areas[1].stripes, look_of("FTTH", {"4G", "FTTH"}).stripes);
}

TEST_F(MapTest, StripesSpreadWhereANetworkFillsWhatIsSeen) {
  add_coverage({{"FTTH", test::box_ring(0, 0, 4000, 4000)}});
  map_.set_dataset(dataset_);
  only({"coverage"});
  const layers::Stripes base = *look_of("FTTH", {"FTTH"}).stripes;
  const double far = 2 * view_.metres_per_pixel;
  for (const auto& [nearer, times] : {std::pair{1, 1}, {4, 2}, {16, 3}}) {
    view_.metres_per_pixel = far / nearer;
    render();
    const layers::VectorScene scene = map_.describe(view_, theme_, {});
    ASSERT_TRUE(scene.ground_whole);
    layers::Stripes wanted = base;
    wanted.period *= times;
    EXPECT_EQ(std::get<layers::PaintedAreas>(scene.ground.at(0)).areas.at(0).stripes, wanted) << nearer;
  }
}

TEST_F(MapTest, ClassesShowThroughCoverage) {
  add_coverage({{"4G", test::box_ring(0, 0, 4000, 4000)}});
  map_.set_dataset(dataset_);
  map_.set_choropleth(by_number());
  only({"fill", "coverage"});
  render();
  EXPECT_LE(distance(at_map(500, 500), pixel_of(by_number().classes.colours[3])), 30);
}

}  // namespace
}  // namespace test
