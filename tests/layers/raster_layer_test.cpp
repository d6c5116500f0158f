#include "layers/raster_layer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "data/source/error.h"
#include "layers/gl.h"
#include "layers/headless_context.h"
#include "layers/map.h"
#include "layers/renderer.h"
#include "tests/layers/squares.h"
#include "tests/support/raster_file.h"
#include "tests/support/scratch.h"

namespace {

using layers::Job;
using layers::RasterLayer;
using layers::Cell;
using Pixel = std::array<int, 3>;

int distance(const Pixel& a, const Pixel& b) { return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])}); }
Pixel pixel_of(const layers::Colour& c) {
  return {static_cast<int>(std::lround(c[0] * 255)), static_cast<int>(std::lround(c[1] * 255)), static_cast<int>(std::lround(c[2] * 255))};
}
Pixel mixed(const Pixel& a, const Pixel& b, double share) {
  Pixel out{};
  for (std::size_t i = 0; i < 3; ++i) out[i] = static_cast<int>(std::lround(a[i] * (1 - share) + b[i] * share));
  return out;
}

// --- Which tiles ------------------------------------------------------------------------------------------------------

TEST(TilePyramid, ATileIsFourOfTheNextFinerLevel) {
  for (const Cell key : {Cell{3, 5, -7}, Cell{-2, -1, 0}, Cell{0, 0, 0}}) {
    data::Box whole;
    for (int which = 0; which < 4; ++which) {
      const Cell inside = layers::child(key, which);
      EXPECT_EQ(layers::ancestor(inside, key.exponent), key);
      EXPECT_EQ(layers::ancestor(layers::child(inside, which), key.exponent), key);
      EXPECT_NEAR(inside.box().width(), key.box().width() / 2, 1e-9);
      whole.include(inside.box());
    }
    EXPECT_EQ(whole, key.box());
  }
}

TEST(TilePyramid, TilesCoverTheViewOnceAndTheNearestComeFirst) {
  const layers::View view{{556123, 2363987}, 7, 1920, 1080, 1};
  const int level = layers::pixel_exponent(view, 0.5);
  const auto tiles = layers::cells_of(view, level + layers::tile_levels, std::nullopt);
  double area = 0, before = 0;
  data::Box all;
  for (const Cell& key : tiles) {
    const data::Box box = key.box();
    EXPECT_TRUE(box.intersects(view.extent()));
    area += box.width() * box.height(), all.include(box);
    const double far = std::hypot(box.centre().x - view.centre.x, box.centre().y - view.centre.y);
    EXPECT_GE(far, before);
    before = far;
  }
  EXPECT_NEAR(area, all.width() * all.height(), 1);
  const data::Box seen = view.extent();
  EXPECT_TRUE(all.contains({seen.min_x, seen.min_y}) && all.contains({seen.max_x, seen.max_y}));
}

TEST(TilePyramid, PixelsFitTheViewAndAreNeverFinerThanTheSource) {
  for (double scale = 0.3; scale < 500; scale *= 1.13) {
    const double pixel = std::ldexp(1, layers::pixel_exponent({{}, scale, 100, 100, 1}, 0.01));
    EXPECT_LE(pixel, scale * 1.2);
    EXPECT_GE(pixel, scale * 0.59);
  }
  EXPECT_EQ(layers::pixel_exponent({{}, 0.3, 100, 100, 1}, 30), 4) << "16 m for pixels of 30 m";
  EXPECT_EQ(layers::pixel_exponent({{}, 0.3, 100, 100, 1}, 16), 4);
  const layers::View poster{{}, 3, 30000, 30000, 1};
  EXPECT_LE(layers::cells_of(poster, layers::pixel_exponent(poster, 0.1) + layers::tile_levels, std::nullopt).size(), 2000u);
}

TEST(TilePyramid, NothingIsAskedForBesideTheRaster) {
  const layers::View view{{0, 0}, 10, 1000, 1000, 1};
  EXPECT_TRUE(layers::cells_of(view, 3 + layers::tile_levels, data::Box{90000, 0, 91000, 1000}).empty());
  EXPECT_EQ(layers::cells_of(view, 3 + layers::tile_levels, data::Box{100, 100, 200, 200}).size(), 1u);
}

// --- What is drawn ----------------------------------------------------------------------------------------------------

/// 400 x 400 pixels of 10 m over the four kilometres of the squares, and rasters of the same ground.
class RasterLayerTest : public testing::Test {
 protected:
  RasterLayerTest() { only({}); }
  /// `pixels` a side over the 4 km.
  std::shared_ptr<data::RasterData> raster(const std::string& id, int pixels, const std::function<double(int, int, int)>& value,
                                           bool relief = false, int bands = 3) {
    support::RasterSpec spec;
    spec.width = spec.height = pixels, spec.bands = relief ? 1 : bands, spec.type = relief ? GDT_Float32 : GDT_Byte;
    spec.grid = {0, 4000.0 / pixels, 0, 4000, 0, -4000.0 / pixels}, spec.value = value;
    support::write_raster(scratch_ / (id + ".tif"), spec);
    auto out = std::make_shared<data::RasterData>();
    out->source.id = id;
    if (relief) out->source.hillshade = data::Hillshade{};
    out->request.source = (scratch_ / (id + ".tif")).string(), out->request.map_crs = "EPSG:5897", out->request.around = {2000, 2000};
    out->request.hillshade = out->source.hillshade;
    out->raster = data::Raster::open(out->request);
    return out;
  }
  void show(const std::shared_ptr<data::RasterData>& one) {
    dataset_ = test::dataset_of(test::squares(4));
    dataset_->rasters.push_back(one);
    map_.set_dataset(dataset_);
  }
  void only(const std::vector<std::string>& ids) {
    for (const char* id : {"fill", "borders", "labels"}) map_.set_visible(id, std::find(ids.begin(), ids.end(), id) != ids.end());
  }
  layers::Choropleth one_class() const {
    layers::Choropleth out;
    data::Target target;
    target.value = 70;
    out.classes = layers::classes_for(out.indicator, target, theme_);
    out.class_of_unit.assign(dataset_->units->units.size(), 3);
    return out;
  }
  data::Image drawn_now() {
    const layers::gl::Framebuffer target(view_.width, view_.height);
    target.bind();
    map_.draw(view_, theme_);
    return layers::read_pixels(view_.width, view_.height);
  }
  static Pixel at(const data::Image& image, double x, double y) {
    const auto* p = image.at(static_cast<int>(x), static_cast<int>(y));
    return {p[0], p[1], p[2]};
  }
  static void run(layers::Map& map, std::vector<Job> jobs) {
    for (Job& job : jobs) map.accept(job.layer, job.ticket, job.run({}));
  }

  support::Scratch scratch_;
  layers::HeadlessContext context_;
  layers::Map map_;
  const layers::Theme& theme_ = layers::dark_theme();
  std::shared_ptr<data::Dataset> dataset_;
  layers::View view_{{2000, 2000}, 10, 400, 400, 1};
};

TEST_F(RasterLayerTest, APictureLiesWhereItBelongs) {
  show(raster("a", 400, [](int band, int x, int y) { return band == 1 ? (x < 100 ? 250 : 20) : band == 2 ? (y < 300 ? 30 : 200) : 90; }));
  const data::Image image = layers::render_image(map_, view_, theme_);
  EXPECT_LE(distance(at(image, 98, 50), {250, 30, 90}), 2);
  EXPECT_LE(distance(at(image, 101, 50), {20, 30, 90}), 2) << "the edge within a pixel";
  EXPECT_LE(distance(at(image, 50, 297), {250, 30, 90}), 2);
  EXPECT_LE(distance(at(image, 50, 302), {250, 200, 90}), 2);
  view_.centre.x += 2000;
  EXPECT_LE(distance(at(layers::render_image(map_, view_, theme_), 300, 200), pixel_of(theme_.map_ground)), 1) << "beside it";
}

TEST_F(RasterLayerTest, OpacityMixesItWithTheGround) {
  show(raster("a", 64, [](int band, int, int) { return 60 * band; }));
  for (const double opacity : {1.0, 0.5, 0.0}) {
    map_.set_opacity("a", opacity);
    EXPECT_EQ(map_.opacity("a"), opacity);
    EXPECT_LE(
        distance(at(layers::render_image(map_, view_, theme_), 200, 200), mixed(pixel_of(theme_.map_ground), {60, 120, 180}, opacity)), 2);
  }
  map_.set_visible("a", false);
  EXPECT_LE(distance(at(layers::render_image(map_, view_, theme_), 200, 200), pixel_of(theme_.map_ground)), 1);
}

TEST_F(RasterLayerTest, ClassesKeepTheirHueOverAPicture) {
  show(raster("a", 64, [](int band, int, int) { return band == 2 ? 220 : 20; }));  // a strong green
  map_.set_choropleth(one_class());
  only({"fill"});
  const Pixel own = pixel_of(one_class().classes.colours[3]);
  const Pixel over = at(layers::render_image(map_, view_, theme_), 250, 250);
  EXPECT_GT(distance(over, own), 5) << "the picture shows through";
  const auto hue = [](const Pixel& p) { return std::atan2(std::sqrt(3.0) * (p[1] - p[2]), 2.0 * p[0] - p[1] - p[2]); };
  EXPECT_NEAR(hue(over), hue(own), 0.15);
  map_.set_visible("a", false);
  EXPECT_LE(distance(at(layers::render_image(map_, view_, theme_), 250, 250), own), 1);
  map_.set_visible("a", true), map_.set_opacity("a", 0);
  EXPECT_LE(distance(at(layers::render_image(map_, view_, theme_), 250, 250), own), 1);
}

TEST_F(RasterLayerTest, ReliefShadesTheClassesAndLeavesLevelGroundAlone) {
  show(raster(
      "r", 200, [](int, int x, int) { return x < 50    ? 40.0 * x
                                             : x < 100 ? 40.0 * (99 - x)
                                                       : 0.0; }, true));
  map_.set_choropleth(one_class());
  only({"fill"});
  const data::Image image = layers::render_image(map_, view_, theme_);
  const Pixel own = pixel_of(one_class().classes.colours[3]);
  EXPECT_LE(distance(at(image, 300, 210), own), 1) << "exactly what the legend says";
  const auto light = [](const Pixel& p) { return p[0] + p[1] + p[2]; };
  EXPECT_GT(light(at(image, 50, 210)), light(own) + 15);
  EXPECT_LT(light(at(image, 150, 210)), light(own) - 40);
}

TEST_F(RasterLayerTest, BasemapsAreTheLastToBeSwitched) {
  show(raster("a", 16, [](int, int, int) { return 1; }));
  EXPECT_EQ(map_.switchable(), (std::vector<std::string>{"fill", "borders", "labels", "a"}));
  auto broken = std::make_shared<data::RasterData>();
  broken->source.id = "b", broken->error = "no such file";
  dataset_ = test::dataset_of(test::squares(4));
  dataset_->rasters.push_back(broken);
  map_.set_dataset(dataset_);
  EXPECT_EQ(map_.switchable(), (std::vector<std::string>{"fill", "borders", "labels"}));
  map_.set_visible("fill", true);
  EXPECT_LE(distance(at(layers::render_image(map_, view_, theme_), 50, 50), pixel_of(theme_.land)), 1) << "the rest of the map lives";
}

TEST_F(RasterLayerTest, PartsMakeTheSamePictureAsTheWholeAndSoDoesAnotherMap) {
  const auto a = raster("a", 333, [](int band, int x, int y) { return (x * 7 * band + y * 3) % 256; });
  show(a);
  view_.metres_per_pixel = 8.3;
  const data::Image whole = layers::render_image(map_, view_, theme_);
  EXPECT_LE(data::compare(whole, layers::render_image(map_, view_, theme_, 150)).max_channel, 2);
  layers::Map other;
  other.set_dataset(dataset_);
  for (const char* id : {"fill", "borders", "labels"}) other.set_visible(id, false);
  EXPECT_EQ(layers::render_image(other, view_, theme_).pixels, whole.pixels);
}

// --- While tiles are under way ----------------------------------------------------------------------------------------

TEST_F(RasterLayerTest, CoarserTilesStandInAndNothingIsDrawnTwice) {
  show(raster(
      "a", 4000, [](int, int, int) { return 200; }, false, 1));
  map_.set_opacity("a", 0.5);
  layers::render_image(map_, view_, theme_);
  const Pixel expected = mixed(pixel_of(theme_.map_ground), {200, 200, 200}, 0.5);
  for (const double scale : {5.0, 2.5, 1.25, 20.0}) {
    view_.metres_per_pixel = scale;
    auto jobs = map_.wanted(view_);
    for (int round = 0; round < 3; ++round) {
      const data::Image image = drawn_now();
      const int from = scale > 10 ? 105 : 0, to = 400 - from;
      for (int y = from; y < to; y += 3)
        for (int x = from; x < to; x += 3) ASSERT_LE(distance(at(image, x, y), expected), 1) << scale << ": " << x << ' ' << y;
      // Only some of what was asked for arrives.
      for (std::size_t i = static_cast<std::size_t>(round); i < jobs.size(); i += 3)
        map_.accept(jobs[i].layer, jobs[i].ticket, jobs[i].run({}));
    }
    layers::render_image(map_, view_, theme_);
  }
}

TEST_F(RasterLayerTest, FewTilesAreUnderWayAndWhatIsNoLongerNeededIsStopped) {
  RasterLayer layer(raster(
      "a", 4000, [](int, int, int) { return 50; }, false, 1));
  view_ = {{1000, 1000}, 1, 800, 800, 1};
  std::vector<Job> jobs = layer.wanted(view_);
  EXPECT_FALSE(jobs.empty());
  EXPECT_LE(jobs.size(), 8u);
  EXPECT_TRUE(std::all_of(jobs.begin(), jobs.end(), [](const Job& job) { return job.waits; })) << "never before other work";
  EXPECT_TRUE(layer.wanted(view_).empty()) << "each wish is returned once";
  EXPECT_TRUE(layer.waiting());
  view_.centre = {3500, 3500};
  std::vector<Job> later = layer.wanted(view_);
  EXPECT_FALSE(later.empty()) << "those of the new view do not queue behind the old ones";
  for (Job& job : jobs) {
    layers::Piece piece = job.run({});
    EXPECT_TRUE(std::holds_alternative<std::monostate>(piece)) << "not read any more";
    layer.accept(job.ticket, std::move(piece));
  }
  for (int round = 0; !later.empty() && round < 20; ++round) {
    for (Job& job : later) layer.accept(job.ticket, job.run({}));
    later = layer.wanted(view_);
  }
  EXPECT_FALSE(layer.waiting());
  view_.centre = {1000, 1000};
  EXPECT_FALSE(layer.wanted(view_).empty()) << "what was stopped is asked for again";
}

TEST_F(RasterLayerTest, MemoryIsBoundedWhateverIsLookedAt) {
  constexpr std::size_t limit = 3 << 20;
  RasterLayer layer(raster(
                        "a", 4000, [](int, int x, int y) { return (x + y) % 200; }, false, 1),
                    limit);
  std::size_t most = 0;
  for (int step = 0; step < 12; ++step) {
    view_ = {{400.0 + 280 * step, 2000}, 1, 400, 400, 1};
    for (auto jobs = layer.wanted(view_); !jobs.empty(); jobs = layer.wanted(view_))
      for (Job& job : jobs) layer.accept(job.ticket, job.run({}));
    most = std::max(most, layer.bytes());
  }
  layer.wanted(view_);
  EXPECT_GT(most, limit / 2) << "tiles are kept";
  EXPECT_LE(layer.bytes(), limit);
}

TEST_F(RasterLayerTest, ARefreshKeepsTheOldPictureUntilTheNewOneIsThere) {
  show(raster("a", 64, [](int, int, int) { return 100; }));
  layers::render_image(map_, view_, theme_);
  const auto renewed = raster("b", 64, [](int, int, int) { return 220; });
  renewed->source.id = "a";
  show(renewed);
  std::vector<Job> jobs = map_.wanted(view_);
  EXPECT_LE(distance(at(drawn_now(), 200, 200), {100, 100, 100}), 1);
  run(map_, std::move(jobs));
  EXPECT_LE(distance(at(layers::render_image(map_, view_, theme_), 200, 200), {220, 220, 220}), 1);
}

TEST_F(RasterLayerTest, OneMessageIsEnoughForAllTilesThatCannotBeRead) {
  const auto data = raster(
      "a", 2000, [](int, int x, int y) { return (x * y) % 251; }, false, 1);
  std::filesystem::resize_file(scratch_ / "a.tif", 20000);
  RasterLayer layer(data);
  view_ = {{2000, 2000}, 2, 800, 800, 1};
  std::vector<Job> jobs = layer.wanted(view_);
  ASSERT_GT(jobs.size(), 2u);
  int told = 0, tiles = 0;
  for (Job& job : jobs) {
    layers::Piece piece;
    try {
      piece = job.run({});
    } catch (const data::Error& error) {
      ++told;
      EXPECT_NE(std::string(error.what()).find("a.tif"), std::string::npos);
    }
    tiles += std::holds_alternative<data::RasterTile>(piece);
    layer.accept(job.ticket, std::move(piece));
  }
  EXPECT_EQ(told, 1);
  EXPECT_LT(tiles, static_cast<int>(jobs.size()));
  EXPECT_FALSE(layer.waiting());
  for (const Job& again : layer.wanted(view_))
    for (const Job& job : jobs) EXPECT_NE(again.ticket, job.ticket);
}

TEST_F(RasterLayerTest, AServerThatFailedIsLeftAloneForAWhile) {
  auto far = std::make_shared<data::RasterData>();
  far->source.id = "far", far->online = true;
  far->request.source = "http://127.0.0.1:9/wmts", far->request.map_crs = "EPSG:5897";
  RasterLayer layer(far);
  std::vector<Job> jobs = layer.wanted(view_);
  ASSERT_EQ(jobs.size(), 1u) << "it is opened by a job";
  layer.accept(jobs[0].ticket, {});
  EXPECT_TRUE(layer.wanted(view_).empty());
  EXPECT_FALSE(layer.waiting());
}

}  // namespace
