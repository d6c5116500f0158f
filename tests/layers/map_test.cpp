#include "layers/map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "layers/coverage_look.h"
#include "layers/gl.h"
#include "layers/headless_context.h"
#include "layers/renderer.h"
#include "tests/layers/squares.h"
#include "tests/support/points_at.h"

namespace {

using layers::Colour;
using Pixel = std::array<int, 3>;

Pixel pixel_of(const Colour& c) {
  return {static_cast<int>(std::lround(c[0] * 255)), static_cast<int>(std::lround(c[1] * 255)), static_cast<int>(std::lround(c[2] * 255))};
}
Pixel over(const Colour& top, const Colour& below) {
  Colour out{};
  for (std::size_t i = 0; i < 3; ++i) out[i] = top[i] * top[3] + below[i] * (1 - top[3]);
  return pixel_of(out);
}
Colour colour_of(const Pixel& p) {
  return {static_cast<float>(p[0]) / 255.0F, static_cast<float>(p[1]) / 255.0F, static_cast<float>(p[2]) / 255.0F, 1};
}
int distance(const Pixel& a, const Pixel& b) { return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])}); }

/// 400 x 400 pixels, 10 m each, over the 4 km of the squares: a commune is 100 pixels wide.
class MapTest : public testing::Test {
 protected:
  layers::HeadlessContext context_;
  layers::Map map_;
  const layers::Theme& theme_ = layers::dark_theme();
  std::shared_ptr<data::Dataset> dataset_ = test::dataset_of(test::squares(4));
  layers::View view_{{2000, 2000}, 10, 400, 400, 1};
  data::Image image_;

  void only(const std::vector<std::string>& ids) {
    for (const std::string& id : map_.switchable()) map_.set_visible(id, std::find(ids.begin(), ids.end(), id) != ids.end());
  }
  void render() { image_ = layers::render_image(map_, view_, theme_); }
  Pixel at(double x, double y) const {
    const auto* p = image_.at(static_cast<int>(x), static_cast<int>(y));
    return {p[0], p[1], p[2]};
  }
  Pixel at_map(double x, double y) const {
    const data::Point s = view_.to_screen({x, y});
    return at(s.x, s.y);
  }
  layers::CoverageLook look_of(const std::string& technology, const std::vector<std::string>& all, bool over_classes = false) const {
    for (layers::CoverageLook& look : layers::coverage_looks(all, theme_, over_classes))
      if (look.technology == technology) return look;
    return {};
  }
  layers::Choropleth by_number() const {
    layers::Choropleth out;
    data::Target target;
    target.value = 70;
    out.classes = layers::classes_for(out.indicator, target, theme_);
    for (std::size_t u = 0; u < dataset_->units->units.size(); ++u)
      out.class_of_unit.push_back(u % 7 == 6 ? std::int8_t{-1} : static_cast<std::int8_t>(u % 7));
    return out;
  }
  /// Marks at every scale; that half is full of them.
  void add_sites_in_the_east() {
    data::Coordinates places;
    for (double y = 0; y < 4000; y += 40)
      for (double x = 2000; x < 4000; x += 40) places.x.push_back(x), places.y.push_back(y);
    dataset_->layers.push_back(support::points_at(places, data::LayerKind::sites));
  }
  /// Two layers of a town evenly built, thirty points of one where there are twenty of the other.
  void add_town() {
    data::Coordinates homes, addresses;
    for (int i = 0; i < 12000; ++i) {
      const double x = 1000 + 2000 * std::fmod(i * 0.7548777, 1), y = 1000 + 2000 * std::fmod(i * 0.5698403, 1);
      homes.x.push_back(x), homes.y.push_back(y);
      if (i % 3 != 0) addresses.x.push_back(x + 3), addresses.y.push_back(y - 2);
    }
    dataset_->layers.push_back(support::points_at(addresses, data::LayerKind::digital_address));
    dataset_->layers.push_back(support::points_at(homes, data::LayerKind::fiber_household));
  }
  void add_coverage(const std::vector<std::pair<std::string, std::vector<data::Point>>>& cells) {
    auto table = std::make_shared<data::Table>();
    std::vector<std::string> technology;
    for (const auto& [name, ring] : cells) {
      test::add_area(table->areas, {ring});
      technology.push_back(name);
    }
    table->rows = cells.size();
    table->shape = data::Shape::areas;
    table->columns.push_back({"tech", test::text_column(technology)});
    auto layer = std::make_shared<data::LayerData>();
    layer->source.id = "coverage";
    layer->source.kind = data::LayerKind::broadband_coverage;
    layer->source.fields["technology"] = "tech";
    layer->table = table;
    dataset_->layers.push_back(layer);
  }
};

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

TEST_F(MapTest, ANameThatLiesOnMarksHasAPlateUnderIt) {
  add_sites_in_the_east();
  map_.set_dataset(dataset_);
  view_.metres_per_pixel = 2, view_.width = view_.height = 1600;  // near by, where a site is as large as a letter
  only({"fill", "sites", "labels"});
  render();
  int with = 0, without = 0;
  for (const layers::PlacedLabel& label : map_.labels()) {
    EXPECT_EQ(label.plate, view_.to_map({label.box.right, 0}).x > 2000) << label.lines[0].text;
    const layers::Frame plate = layers::plate_of(label.box, 1);
    const Pixel edge = at(plate.left + 2, (plate.top + plate.bottom) / 2);
    if (label.plate) EXPECT_LE(distance(edge, over(theme_.label_plate, theme_.land)), 40) << label.lines[0].text;
    else EXPECT_LE(distance(edge, pixel_of(theme_.land)), 3) << label.lines[0].text;
    ++(label.plate ? with : without);
  }
  EXPECT_GE(with, 8);
  EXPECT_GE(without, 8);
  map_.set_visible("sites", false);
  render();
  for (const layers::PlacedLabel& label : map_.labels()) EXPECT_FALSE(label.plate) << label.lines[0].text;
}

TEST_F(MapTest, NamesAmongMarksAreTheSameInPartsAndWhereSomebodyElseDrawsThem) {
  add_sites_in_the_east();
  map_.set_dataset(dataset_);
  view_.metres_per_pixel = 2, view_.width = view_.height = 1600;
  const data::Image whole = layers::render_image(map_, view_, theme_);
  const std::vector<layers::PlacedLabel> labels = map_.labels();
  layers::Map other;
  other.set_dataset(dataset_);
  const data::Image parts = layers::render_image(other, view_, theme_, 500);
  EXPECT_LE(data::compare(whole, parts).share_of_pixels, 0.0002);
  layers::Map placer;
  placer.set_dataset(dataset_);
  layers::finish_jobs_of_names(placer, view_);
  const std::vector<layers::PlacedLabel> placed = placer.place_labels(view_);
  ASSERT_EQ(placed.size(), labels.size());
  int plates = 0;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    EXPECT_EQ(placed[i].lines[0].start, labels[i].lines[0].start);
    EXPECT_EQ(placed[i].plate, labels[i].plate);
    plates += placed[i].plate;
  }
  EXPECT_GT(plates, 0);
}

TEST_F(MapTest, ALayerMakesRoomForAnotherOnlyWhileThatIsSeen) {
  add_town();
  map_.set_dataset(dataset_);
  view_.metres_per_pixel = 2, view_.width = view_.height = 800;
  only({"fill", "fiber_household"});
  render();
  const data::Image alone = image_;
  only({"fill", "fiber_household", "digital_address"});
  render();
  const data::Image both = image_;
  only({"fill", "fiber_household"});
  render();
  EXPECT_EQ(data::compare(alone, image_).share_of_pixels, 0) << "back where it was";
  only({"fill", "fiber_household", "digital_address"});
  render();
  EXPECT_EQ(data::compare(both, image_).share_of_pixels, 0);
  layers::Map below;
  below.set_dataset(dataset_);
  below.set_visible("fiber_household", false), below.set_visible("labels", false), below.set_visible("borders", false);
  const auto rings = [&](const data::Image& image, const Colour& colour) {
    int out = 0;
    for (int y = 0; y < image.height; ++y)
      for (int x = 0; x < image.width; ++x) {
        const std::uint8_t* p = image.at(x, y);
        out += distance({p[0], p[1], p[2]}, pixel_of(colour)) <= 12;
      }
    return out;
  };
  const Colour address = theme_.stages[1];
  const int by_themselves = rings(layers::render_image(below, view_, theme_), address);
  ASSERT_GT(by_themselves, 2000);
  EXPECT_GT(rings(both, address), by_themselves * 0.5) << "smaller, and none is covered";
}

TEST_F(MapTest, MarksThatMadeRoomStayOnTheGroundWhenItIsPannedAndInParts) {
  add_town();
  map_.set_dataset(dataset_);
  view_.metres_per_pixel = 2, view_.width = view_.height = 800;
  only({"fill", "fiber_household", "digital_address"});
  render();
  const data::Image before = image_;
  layers::Map other;
  other.set_dataset(dataset_);
  other.set_visible("labels", false), other.set_visible("borders", false);
  EXPECT_LE(data::compare(before, layers::render_image(other, view_, theme_, 170)).share_of_pixels, 0.0002);
  view_.centre.x += 100 * view_.metres_per_pixel;
  render();
  int moved = 0;
  for (int y = 60; y < 740; ++y)
    for (int x = 160; x < 740; ++x) {
      const std::uint8_t *was = before.at(x, y), *is = image_.at(x - 100, y);
      moved += distance({was[0], was[1], was[2]}, {is[0], is[1], is[2]}) > 24;
    }
  EXPECT_LT(moved, 400) << "of 394,400 pixels";
}

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
