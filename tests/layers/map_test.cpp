#include "tests/layers/map_fixture.h"

namespace test {
namespace {

TEST_F(MapTest, UnitsHaveTheirClassesColour) {
  map_.set_dataset(dataset_);
  map_.set_choropleth(by_number());
  only({"fill"});
  render();
  for (int commune = 0; commune < 16; ++commune) {
    const int unit = commune + 3;
    if (unit % 7 == 6) continue;
    EXPECT_LE(distance(at_map(500 + 1000 * (commune % 4), 500 + 1000 * (commune / 4)),
                       pixel_of(by_number().classes.colours[static_cast<std::size_t>(unit % 7)])),
              1);
  }
}

TEST_F(MapTest, NoDataIsHatched) {
  map_.set_dataset(dataset_);
  map_.set_choropleth(by_number());
  only({"fill"});
  render();
  int ground = 0, stripe = 0;
  for (int x = 310; x < 390; ++x) {  // commune 3, unit 6
    ground += distance(at(x, 350), pixel_of(theme_.no_data)) <= 1;
    stripe += distance(at(x, 350), pixel_of(theme_.no_data_hatch)) <= 1;
  }
  EXPECT_GT(ground, 20);
  EXPECT_GT(stripe, 8);
  EXPECT_EQ(at(350, 350), at(351, 351)) << "at 45 degrees";
}

TEST_F(MapTest, WithoutClassesThereIsLand) {
  map_.set_dataset(dataset_);
  only({"fill"});
  render();
  EXPECT_LE(distance(at(50, 50), pixel_of(theme_.land)), 1);
  view_.centre.x += 1000;
  render();
  EXPECT_LE(distance(at(390, 200), pixel_of(theme_.map_ground)), 1);
}

TEST_F(MapTest, BordersOfTheShownLevelAreFineAndOuterOnesHeavier) {
  map_.set_dataset(dataset_);
  only({"fill", "borders"});
  view_.centre = {2005, 2005};  // borders run through the middle of pixels
  render();
  const Pixel inner = at_map(1000, 500), outer = at_map(2000, 500);
  EXPECT_LE(distance(inner, over(theme_.border_inner, theme_.land)), 2);
  EXPECT_LE(distance(outer, over(theme_.border_outer, theme_.land)), 6) << "over the fine line of the same border";
  EXPECT_LE(distance(at_map(1500, 500), pixel_of(theme_.land)), 1);
  EXPECT_GT(distance(at_map(2010, 500), pixel_of(theme_.land)), 10) << "1.6 px reach into the next pixel";
  EXPECT_LE(distance(at_map(1010, 500), pixel_of(theme_.land)), 1) << "1 px does not";
}

TEST_F(MapTest, TranslucentLinesStayEvenAtTheirJoints) {
  data::Areas areas;  // one commune whose south side has a vertex in its middle, bending slightly
  test::add_area(areas, {{{500, 500}, {2000, 500}, {3500, 900}, {3500, 3500}, {500, 3500}}});
  test::add_area(areas, {test::box_ring(6000, 6000, 7000, 7000)});
  data::Areas both = areas;
  std::vector<data::LevelTable> levels;
  levels.push_back(test::level("district", {"A", "B"}, std::move(both)));
  dataset_ = test::dataset_of(data::build_units(std::move(levels), "", "T"));
  map_.set_dataset(dataset_);
  only({"borders"});
  view_.centre = {2005, 2005}, view_.pixel_ratio = 6;
  render();
  const Pixel straight = at_map(1200, 500), joint = at_map(2000, 500), corner = at_map(500, 500);
  EXPECT_LE(distance(straight, over(theme_.border_inner, theme_.map_ground)), 2);
  EXPECT_LE(distance(joint, straight), 2);
  EXPECT_LE(distance(corner, straight), 2);
}

TEST_F(MapTest, TheChosenUnitIsOutlinedOnTop) {
  map_.set_dataset(dataset_);
  map_.set_selected(3 + 5);
  only({"fill"});
  view_.centre = {2005, 2005};
  render();
  EXPECT_LE(distance(at_map(1500, 1000), pixel_of(theme_.selected)), 2);
  EXPECT_LE(distance(at_map(500, 1000), pixel_of(theme_.land)), 1);
  map_.set_selected(-1);
  render();
  EXPECT_LE(distance(at_map(1500, 1000), pixel_of(theme_.land)), 1);
}

TEST_F(MapTest, NamesHaveLettersAndHalo) {
  map_.set_dataset(dataset_);
  only({"fill", "labels"});
  render();
  ASSERT_FALSE(map_.labels().empty());
  for (const layers::PlacedLabel& label : map_.labels()) {
    int letters = 0, halo = 0;
    for (double y = label.box.top; y < label.box.bottom; ++y)
      for (double x = label.box.left; x < label.box.right; ++x) {
        letters += distance(at(x, y), pixel_of(theme_.label)) <= 8;
        halo += distance(at(x, y), over(theme_.label_halo, theme_.land)) <= 3;
      }
    EXPECT_GT(letters, 5) << label.lines[0].text;
    EXPECT_GT(halo, 20) << label.lines[0].text;
  }
}

TEST_F(MapTest, NothingOfANameLiesOutsideItsBox) {
  map_.set_dataset(dataset_);
  only({"labels"});
  render();
  for (int y = 0; y < 400; ++y)
    for (int x = 0; x < 400; ++x) {
      if (at(x, y) == pixel_of(theme_.map_ground)) continue;
      EXPECT_TRUE(std::any_of(map_.labels().begin(), map_.labels().end(),
                              [&](const layers::PlacedLabel& l) {
                                return x >= l.box.left - 1.5 && x <= l.box.right + 0.5 && y >= l.box.top - 1.5 && y <= l.box.bottom + 0.5;
                              }))
          << x << ' ' << y;
    }
}

TEST_F(MapTest, PartsMakeTheSamePictureAsTheWhole) {
  add_coverage({{"4G", test::box_ring(700, 300, 3100, 3300)}, {"FTTH", test::box_ring(300, 700, 3300, 3100)}});
  map_.set_dataset(dataset_);
  map_.set_choropleth(by_number());
  const data::Image whole = layers::render_image(map_, view_, theme_);
  const data::Image parts = layers::render_image(map_, view_, theme_, 150);
  const auto difference = data::compare(whole, parts);
  EXPECT_LE(difference.share_of_pixels, 0.0002) << difference.max_channel;
}

TEST_F(MapTest, TheSameInputGivesTheSamePixels) {
  map_.set_dataset(dataset_);
  map_.set_choropleth(by_number());
  const data::Image first = layers::render_image(map_, view_, theme_);
  layers::Map other;
  other.set_dataset(dataset_);
  other.set_choropleth(by_number());
  EXPECT_EQ(first.pixels, layers::render_image(other, view_, theme_).pixels);
}

TEST_F(MapTest, ReadyBeforeThereIsAnythingItDrawsTheSame) {
  using enum data::LayerKind;
  add_sites_in_the_east();
  add_coverage({{"4G", test::box_ring(700, 300, 3100, 3300)}, {"FTTH", test::box_ring(300, 700, 3300, 3100)}});
  map_.set_dataset(dataset_);
  render();
  for (const auto& kinds : {std::vector<data::LayerKind>{}, {broadband_coverage}, {broadband_coverage, fiber_household}}) {
    layers::Map other;
    other.warm(kinds);
    EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    other.set_dataset(dataset_);
    EXPECT_EQ(image_.pixels, layers::render_image(other, view_, theme_).pixels);
  }
}

TEST_F(MapTest, ARefreshKeepsTheOldPictureUntilTheNewOneIsReady) {
  map_.set_dataset(dataset_);
  only({"fill"});
  render();
  map_.set_dataset(test::dataset_of(test::squares(4)));
  auto jobs = map_.wanted(view_);
  ASSERT_FALSE(jobs.empty());
  EXPECT_TRUE(map_.waiting());
  const layers::gl::Framebuffer target(view_.width, view_.height);
  target.bind();
  map_.draw(view_, theme_);
  image_ = layers::read_pixels(view_.width, view_.height);
  EXPECT_LE(distance(at(50, 50), pixel_of(theme_.land)), 1) << "of the old layer";
  render();
  EXPECT_LE(distance(at(50, 50), pixel_of(theme_.land)), 1);
  for (auto& job : jobs) map_.accept(job.layer, job.ticket, job.run({}));  // too late: they were made twice, and nothing breaks
  EXPECT_FALSE(map_.waiting());
}

TEST_F(MapTest, APieceForALayerSinceReplacedIsIgnored) {
  map_.set_dataset(dataset_);
  auto stale = map_.wanted(view_);
  map_.set_dataset(test::dataset_of(test::squares(2)));
  ASSERT_FALSE(map_.wanted(view_).empty());
  for (auto& job : stale) map_.accept(job.layer, job.ticket, job.run({}));
  EXPECT_TRUE(map_.waiting());
}

TEST_F(MapTest, AStoppedJobIsAskedForAgain) {
  map_.set_dataset(dataset_);
  std::stop_source stop;
  stop.request_stop();
  auto jobs = map_.wanted(view_);
  const std::size_t count = jobs.size();
  for (auto& job : jobs) map_.accept(job.layer, job.ticket, job.run(stop.get_token()));
  EXPECT_EQ(map_.wanted(view_).size(), count);
}

TEST_F(MapTest, SwitchesAreRememberedAcrossDatasets) {
  map_.set_dataset(dataset_);
  EXPECT_EQ(map_.switchable(), (std::vector<std::string>{"fill", "borders", "labels"}));
  map_.set_visible("labels", false);
  map_.set_dataset(test::dataset_of(test::squares(2)));
  EXPECT_FALSE(map_.visible("labels"));
  EXPECT_TRUE(map_.visible("fill"));
  EXPECT_FALSE(map_.visible("no such layer"));
}

TEST_F(MapTest, NothingLoadedIsAnEmptyGround) {
  render();
  EXPECT_LE(distance(at(200, 200), pixel_of(theme_.map_ground)), 1);
  EXPECT_TRUE(map_.switchable().empty());
}

}  // namespace
}  // namespace test
