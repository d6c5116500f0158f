#include "data/source/raster.h"

#include <gtest/gtest.h>

#include <cmath>
#include <latch>
#include <thread>

#include "data/source/crs.h"
#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/raster_source.h"
#include "tests/support/expect.h"
#include "tests/support/raster_file.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

using support::RasterSpec;
using support::write_raster;
using Colour = std::array<int, 4>;

const std::string map_crs = "EPSG:5897";

class RasterFile : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }
  RasterRequest request(const std::filesystem::path& file) const {
    RasterRequest out;
    out.source = file.string(), out.map_crs = map_crs, out.around = {560320, 2359680}, out.key = "layers[0]";
    return out;
  }
  std::shared_ptr<const Raster> open(
      const RasterSpec& spec, const std::function<void(RasterRequest&)>& change = [](RasterRequest&) {}) {
    write_raster(scratch_ / "a.tif", spec);
    RasterRequest asked = request(scratch_ / "a.tif");
    change(asked);
    return Raster::open(asked);
  }
  std::string error_of(const RasterRequest& asked) {
    return support::error_of([&] { Raster::open(asked); });
  }
  support::Scratch scratch_;
};

Colour at(const RasterTile& tile, int x, int y) {
  if (tile.rgba.empty()) return {};
  const auto* p = tile.rgba.data() + 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(tile.size) + static_cast<std::size_t>(x));
  return {p[0], p[1], p[2], p[3]};
}
int largest_difference(const RasterTile& a, const RasterTile& b) {
  int out = a.rgba.size() == b.rgba.size() ? 0 : 255;
  for (std::size_t i = 0; i < std::min(a.rgba.size(), b.rgba.size()); ++i) out = std::max(out, std::abs(a.rgba[i] - b.rgba[i]));
  return out;
}
/// The box of 64 x 64 pixels of 10 m that RasterSpec's own grid covers.
const Box whole{560000, 2359360, 560640, 2360000};

TEST_F(RasterFile, APictureInTheMapsOwnCrsComesPixelForPixel) {
  RasterSpec spec;
  spec.bands = 3, spec.value = [](int band, int x, int y) { return band == 1 ? 4 * x : band == 2 ? 4 * y : 90; };
  const auto raster = open(spec);
  EXPECT_EQ(raster->info().crs, "EPSG:5897");
  EXPECT_NEAR(raster->info().pixel, 10, 1e-6);
  ASSERT_TRUE(raster->info().box);
  EXPECT_NEAR(raster->info().box->max_x, 560640, 1e-6);
  const RasterTile tile = raster->tile(whole, 64);
  for (int y = 0; y < 64; y += 7)
    for (int x = 0; x < 64; x += 7) EXPECT_EQ(at(tile, x, y), (Colour{4 * x, 4 * y, 90, 255})) << x << ' ' << y;
}

TEST_F(RasterFile, OutsideOfItThereIsNothing) {
  RasterSpec spec;
  spec.value = [](int, int, int) { return 200; };
  const auto raster = open(spec);
  EXPECT_TRUE(raster->tile({570000, 2359360, 570640, 2360000}, 64).rgba.empty());
  const RasterTile half = raster->tile({559680, 2359360, 560320, 2360000}, 64);
  EXPECT_EQ(at(half, 31, 20), (Colour{0, 0, 0, 0}));
  EXPECT_EQ(at(half, 32, 20), (Colour{200, 200, 200, 255}));
}

/// One bright pixel of a raster in degrees; on the map it must be where the vector layers would put it.
TEST_F(RasterFile, AKnownPlaceFallsOnItsPixelAcrossTheDatumStep) {
  const Transform to_map("EPSG:4326", map_crs);
  constexpr double step = 1.0 / 3600, west = 105.5, north = 21.4;
  RasterSpec spec;
  spec.width = spec.height = 200, spec.crs = "EPSG:4326", spec.grid = {west, step, 0, north, 0, -step};
  for (const auto& [column, row] : {std::pair{3, 5}, {100, 100}, {196, 190}}) {
    spec.value = [c = column, r = row](int, int x, int y) { return x == c && y == r ? 255 : 10; };
    const auto raster = open(spec);
    EXPECT_NEAR(raster->info().pixel, 30, 1.5) << "a second of arc";
    const Point there = to_map.apply(Point{west + (column + 0.5) * step, north - (row + 0.5) * step});
    const RasterTile tile = raster->tile({there.x - 320, there.y - 320, there.x + 320, there.y + 320}, 128);
    double weight = 0, x_sum = 0, y_sum = 0;
    for (int y = 0; y < 128; ++y)
      for (int x = 0; x < 128; ++x) {
        const double bright = std::max(0, at(tile, x, y)[0] - 10);
        weight += bright, x_sum += bright * (x + 0.5), y_sum += bright * (y + 0.5);
      }
    ASSERT_GT(weight, 0);
    EXPECT_NEAR(x_sum / weight, 64, 0.5) << "pixels of 5 m";
    EXPECT_NEAR(y_sum / weight, 64, 0.5);
  }
}

TEST_F(RasterFile, ATransformIsInterpolatedOnlyWhereItIsStraightEnough) {
  RasterSpec spec;  // a degree wide, as far out as a province is shown
  spec.width = spec.height = 512, spec.crs = "EPSG:4326", spec.grid = {105, 1.0 / 512, 0, 22, 0, -1.0 / 512};
  spec.type = GDT_Float32, spec.value = [](int, int x, int) { return x; };
  const auto raster = open(spec);
  const Transform to_source(map_crs, "EPSG:4326");
  const Box box{520000, 2340000, 592000, 2412000};
  const RasterTile tile = raster->tile(box, 256);
  // 2 and 98 of 100 of the columns are black and white, and a byte stands for two columns between.
  for (int y = 3; y < 256; y += 50)
    for (int x = 3; x < 256; x += 50) {
      const Point p = to_source.apply(Point{box.min_x + (x + 0.5) * box.width() / 256, box.max_y - (y + 0.5) * box.height() / 256});
      const double column = (p.x - 105) * 512 - 0.5, grey = (column - 0.02 * 511) / (0.96 * 511) * 255;
      EXPECT_NEAR(at(tile, x, y)[0], std::clamp(grey, 0.0, 255.0), 1.1) << x << ' ' << y;
    }
}

TEST_F(RasterFile, OverviewsAreUsedWhereTheyAreFineEnough) {
  RasterSpec spec;
  spec.width = spec.height = 1024, spec.grid = {560000, 1, 0, 2361024, 0, -1}, spec.overviews = {2, 4, 8};
  spec.value = [](int, int, int) { return 40; };
  write_raster(scratch_ / "a.tif", spec);
  GDALDatasetH change = GDALOpen((scratch_ / "a.tif").c_str(), GA_Update);
  for (int i = 0; i < 3; ++i) {
    GDALRasterBandH overview = GDALGetOverview(GDALGetRasterBand(change, 1), i);
    GDALFillRaster(overview, 100 + 50 * i, 0);
  }
  GDALClose(change);
  const auto raster = Raster::open(request(scratch_ / "a.tif"));
  EXPECT_EQ(raster->info().overviews, 3);
  const auto grey = [&](int size) { return at(raster->tile({560000, 2360000, 561024, 2361024}, size), size / 2, size / 2)[0]; };
  EXPECT_EQ(grey(1024), 40);
  EXPECT_EQ(grey(600), 40) << "the next overview is coarser than that";
  EXPECT_EQ(grey(512), 100);
  EXPECT_EQ(grey(256), 150);
  EXPECT_EQ(grey(128), 200);
  EXPECT_EQ(grey(16), 200);
}

TEST_F(RasterFile, WithoutOverviewsPixelsAreAveragedAlikeInEveryTile) {
  RasterSpec spec;
  spec.width = spec.height = 1024, spec.grid = {560000, 1, 0, 2361024, 0, -1};
  spec.value = [](int, int x, int y) { return (x + y) % 2 == 0 ? 0 : 200; };
  const auto raster = open(spec);
  const RasterTile tile = raster->tile({560000, 2360000, 561024, 2361024}, 64);
  EXPECT_NEAR(at(tile, 30, 30)[0], 100, 1);
  const RasterTile left = raster->tile({560000, 2360000, 560512, 2360512}, 32),
                   right = raster->tile({560512, 2360000, 561024, 2360512}, 32);
  for (int y = 0; y < 32; ++y) {
    EXPECT_NEAR(at(left, 31, y)[0], at(tile, 31, 32 + y)[0], 1);
    EXPECT_NEAR(at(right, 0, y)[0], at(tile, 32, 32 + y)[0], 1);
  }
}

TEST_F(RasterFile, NoDataIsTransparentAndColoursNothingBesideIt) {
  for (const GDALDataType type : {GDT_Byte, GDT_Int16, GDT_Float32}) {
    RasterSpec spec;
    spec.type = type, spec.nodata = 0, spec.value = [](int, int x, int y) { return x < 32 ? 0 : 100 + x + y; };
    const auto raster = open(spec);
    const RasterTile tile = raster->tile({560160, 2359520, 560480, 2359840}, 128);  // four times as fine as the source
    EXPECT_EQ(at(tile, 10, 50), (Colour{0, 0, 0, 0}));
    EXPECT_EQ(at(tile, 100, 50)[3], 255);
    bool edge = false;
    for (int x = 0; x < 128; ++x) {
      const Colour c = at(tile, x, 50);
      edge |= c[3] > 0 && c[3] < 255;
      if (type == GDT_Byte && c[3] > 60) { EXPECT_NEAR(c[0] * 255.0 / c[3], 160, 40) << "not darkened by the 0 that is no value"; }
    }
    EXPECT_TRUE(edge);
  }
}

TEST_F(RasterFile, ValuesThatAreNoNumberAreTransparent) {
  RasterSpec spec;
  spec.type = GDT_Float32, spec.value = [](int, int x, int) { return x < 32 ? std::nan("") : x; };
  const auto raster = open(spec);
  const RasterTile tile = raster->tile(whole, 64);
  EXPECT_EQ(at(tile, 10, 10)[3], 0);
  EXPECT_EQ(at(tile, 50, 10)[3], 255);
}

TEST_F(RasterFile, APaletteGivesItsColoursAndNoneBetween) {
  RasterSpec spec;
  spec.palette = {{255, 0, 0, 255}, {0, 0, 255, 255}, {0, 255, 0, 128}};
  spec.value = [](int, int x, int) { return x < 20 ? 0 : x < 40 ? 1 : 2; };
  const auto raster = open(spec);
  EXPECT_TRUE(raster->info().discrete);
  const RasterTile tile = raster->tile({560000, 2359520, 560480, 2360000}, 333);
  for (int x = 0; x < 333; ++x) {
    const Colour c = at(tile, x, 77);
    EXPECT_TRUE(c == (Colour{255, 0, 0, 255}) || c == (Colour{0, 0, 255, 255}) || c == (Colour{0, 255, 0, 255})) << x;
  }
  spec.driver = "PNG", spec.options = {"WORLDFILE=YES"};  // which keeps opacity, and no CRS
  write_raster(scratch_ / "a.png", spec);
  RasterRequest png = request(scratch_ / "a.png");
  png.crs = map_crs;
  EXPECT_EQ(at(Raster::open(png)->tile(whole, 64), 60, 7), (Colour{0, 128, 0, 128})) << "premultiplied";
}

TEST_F(RasterFile, SixteenBitsAreStretchedToWhatIsThere) {
  RasterSpec spec;
  spec.type = GDT_UInt16, spec.bands = 1, spec.width = spec.height = 100;
  spec.value = [](int, int x, int y) { return x == 0 && y == 0 ? 65535 : 1000 + 10 * x; };  // one outlier
  const auto raster = open(spec);
  const RasterTile tile = raster->tile({560000, 2359000, 561000, 2360000}, 100);
  EXPECT_EQ(at(tile, 1, 50)[0], 0);
  EXPECT_NEAR(at(tile, 50, 50)[0], 128, 4);
  EXPECT_EQ(at(tile, 98, 50)[0], 255);
}

TEST_F(RasterFile, BytesStayAsTheyAre) {
  RasterSpec spec;
  spec.value = [](int, int x, int) { return 100 + x / 8; };
  EXPECT_EQ(at(open(spec)->tile(whole, 64), 63, 5), (Colour{107, 107, 107, 255}));
}

TEST_F(RasterFile, AnAlphaBandIsOpacity) {
  RasterSpec spec;
  spec.bands = 4, spec.value = [](int band, int x, int) { return band < 4 ? 200 : x < 32 ? 0 : 127; };
  const RasterTile tile = open(spec)->tile(whole, 64);
  EXPECT_EQ(at(tile, 10, 10), (Colour{0, 0, 0, 0}));
  EXPECT_EQ(at(tile, 50, 10), (Colour{100, 100, 100, 127})) << "premultiplied";
}

TEST_F(RasterFile, LightFallsFromTheNorthWestAndLevelGroundIsLeftAlone) {
  RasterSpec spec;  // a roof whose ridge runs north to south, beside a plain
  spec.type = GDT_Float32, spec.width = 96;
  spec.value = [](int, int x, int) { return x < 32 ? 5.0 * x : x < 64 ? 5.0 * (63 - x) : 0.0; };
  const auto raster = open(spec, [](RasterRequest& r) { r.hillshade = Hillshade{}; });
  const RasterTile tile = raster->tile({560000, 2359360, 560960, 2360320}, 96);
  const Colour west = at(tile, 16, 60), east = at(tile, 48, 60), plain = at(tile, 85, 60);
  EXPECT_EQ(west[0], west[3]) << "white";
  EXPECT_GT(west[3], 20);
  EXPECT_EQ(east[0], 0) << "black";
  EXPECT_GT(east[3], 60);
  EXPECT_EQ(plain, (Colour{0, 0, 0, 0}));
  const auto from_east = open(spec, [](RasterRequest& r) { r.hillshade = Hillshade{90, 45, 1}; });
  EXPECT_EQ(at(from_east->tile({560000, 2359360, 560960, 2360320}, 96), 16, 60)[0], 0);
}

TEST_F(RasterFile, TilesOfHeightsMeetWithoutASeam) {
  RasterSpec spec;
  spec.type = GDT_Float32, spec.width = spec.height = 256, spec.crs = "EPSG:4326", spec.grid = {105.5, 3e-4, 0, 21.4, 0, -3e-4};
  spec.value = [](int, int x, int y) { return 80 * std::sin(x / 9.0) * std::cos(y / 7.0); };
  const auto raster = open(spec, [](RasterRequest& r) { r.hillshade = Hillshade{}; });
  const Point corner{555000, 2361000};
  const auto square = [&](double east, double side) { return Box{corner.x + east, corner.y, corner.x + east + side, corner.y + side}; };
  const RasterTile both = raster->tile(square(0, 2560), 256), right = raster->tile(square(1280, 1280), 128);
  for (int y = 0; y < 128; ++y)
    for (int x = 0; x < 128; ++x) EXPECT_NEAR(at(right, x, y)[3], at(both, 128 + x, 128 + y)[3], 2);
}

TEST_F(RasterFile, AMapInDegreesIsShadedAlike) {
  RasterSpec spec;
  spec.type = GDT_Float32, spec.width = spec.height = 200, spec.crs = "EPSG:4326", spec.grid = {105.5, 1e-4, 0, 21.4, 0, -1e-4};
  spec.value = [](int, int x, int) { return 3.0 * x; };
  const auto in_degrees = open(spec, [](RasterRequest& r) {
    r.hillshade = Hillshade{}, r.map_crs = "EPSG:4326", r.around = {105.51, 21.39};
  });
  const auto in_metres = open(spec, [](RasterRequest& r) { r.hillshade = Hillshade{}; });
  EXPECT_NEAR(in_degrees->info().pixel, 1e-4, 1e-9);
  const Point middle = Transform("EPSG:4326", map_crs).apply(Point{105.51, 21.39});
  const Colour a = at(in_degrees->tile({105.509, 21.389, 105.511, 21.391}, 20), 10, 10);
  const Colour b = at(in_metres->tile({middle.x - 100, middle.y - 100, middle.x + 100, middle.y + 100}, 20), 10, 10);
  EXPECT_GT(b[3], 20);
  EXPECT_NEAR(a[3], b[3], 8) << "a degree of longitude is shorter than one of latitude";
}

TEST_F(RasterFile, AnyNumberOfThreadsReadsTheSame) {
  RasterSpec spec;
  spec.bands = 3, spec.width = spec.height = 300, spec.value = [](int band, int x, int y) { return (band * 40 + x * y) % 256; };
  const auto raster = open(spec);
  const auto tile_of = [&](int i) { return raster->tile({560000.0 + 200 * i, 2357000, 561500.0 + 200 * i, 2358500}, 128); };
  std::vector<RasterTile> alone, together(8);
  for (int i = 0; i < 8; ++i) alone.push_back(tile_of(i));
  {
    std::latch all(8);  // outlives who waits for it
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&, i] {
        all.arrive_and_wait();
        together[static_cast<std::size_t>(i)] = tile_of(i);
      });
  }
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(largest_difference(alone[i], together[i]), 0);
}

TEST_F(RasterFile, AStopRequestEndsItEarly) {
  RasterSpec spec;
  spec.value = [](int, int, int) { return 9; };
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(open(spec)->tile(whole, 64, stop.get_token()).rgba.empty());
}

TEST_F(RasterFile, NothingIsWrittenBesideASource) {
  RasterSpec spec;
  spec.type = GDT_Float32, spec.value = [](int, int x, int) { return x; };
  const auto raster = open(spec);
  const auto before = support::contents_of(scratch_.path());
  raster->tile(whole, 64);
  Raster::open(request(scratch_ / "a.tif"))->tile(whole, 32);
  EXPECT_EQ(support::contents_of(scratch_.path()), before);
}

TEST_F(RasterFile, ACrsOfTheProjectGoesBeforeTheFiles) {
  RasterSpec spec;
  spec.crs = "EPSG:9213", spec.value = [](int, int, int) { return 77; };
  const auto raster = open(spec, [](RasterRequest& r) { r.crs = "EPSG:5897"; });
  EXPECT_EQ(at(raster->tile(whole, 64), 30, 30)[0], 77);
  EXPECT_EQ(at(open(spec)->tile(whole, 64), 30, 30)[3], 0) << "156 km further east";
}

// --- What can be wrong ------------------------------------------------------------------------------------------------

TEST_F(RasterFile, WhatCannotBeOpenedIsNamed) {
  EXPECT_HAS(error_of(request(scratch_ / "absent.tif")), "No such file");
  EXPECT_HAS(error_of(request(scratch_ / "absent.tif")), "absent.tif");
  const std::string broken = error_of(request(scratch_.write("broken.tif", "II*\0 this is no picture")));
  EXPECT_HAS(broken, "broken.tif");
  EXPECT_HAS(broken, "Cannot open the file as a raster");
  const std::string format = error_of(request(scratch_.write("x.ecw", "whatever")));
  EXPECT_HAS(format, GDALGetDriverByName("ECW") ? "x.ecw" : "built without its driver ECW");
  EXPECT_HAS(error_of(request(scratch_.write("folder/readme.txt", "no tiles").parent_path())), "holds no tiles");
}

TEST_F(RasterFile, AFileThatWasCutShortIsFoundOutWhenItIsOpened) {
  RasterSpec spec;
  spec.width = spec.height = 512, spec.options = {"TILED=YES"}, spec.value = [](int, int x, int y) { return (x * 31 + y * 17) % 251; };
  write_raster(scratch_ / "a.tif", spec);
  const std::string bytes = support::bytes_of(scratch_ / "a.tif");
  const auto cut = scratch_.write("cut.tif", bytes.substr(0, bytes.size() * 2 / 3));
  const std::string error = error_of(request(cut));
  EXPECT_HAS(error, "cut.tif");
  EXPECT_HAS(error, "cut short");
}

TEST_F(RasterFile, ARasterWithoutAPlaceOrACrsIsRefusedNotGuessed) {
  RasterSpec spec;
  spec.crs = "";
  write_raster(scratch_ / "a.tif", spec);
  EXPECT_HAS(error_of(request(scratch_ / "a.tif")), "add \"crs\" to layers[0]");
  spec.placed = false, spec.driver = "PNG";
  write_raster(scratch_ / "b.png", spec);
  EXPECT_HAS(error_of(request(scratch_ / "b.png")), "world file");
  RasterRequest unknown = request(scratch_ / "a.tif");
  unknown.crs = "EPSG:0";
  EXPECT_HAS(error_of(unknown), "layers[0].crs");
}

TEST_F(RasterFile, APictureIsNoHeights) {
  RasterSpec spec;
  spec.bands = 3;
  write_raster(scratch_ / "a.tif", spec);
  RasterRequest asked = request(scratch_ / "a.tif");
  asked.hillshade = Hillshade{};
  EXPECT_HAS(error_of(asked), "heights");
}

TEST_F(RasterFile, OneOfSeveralRastersIsNamed) {
  RasterSpec spec;
  spec.driver = "GPKG", spec.bands = 3, spec.options = {"RASTER_TABLE=one"}, spec.value = [](int, int, int) { return 50; };
  write_raster(scratch_ / "two.gpkg", spec);
  EXPECT_EQ(at(Raster::open(request(scratch_ / "two.gpkg"))->tile(whole, 64), 9, 9)[0], 50);
  spec.options = {"APPEND_SUBDATASET=YES", "RASTER_TABLE=two"}, spec.value = [](int, int, int) { return 150; };
  write_raster(scratch_ / "two.gpkg", spec);
  RasterRequest asked = request(scratch_ / "two.gpkg");
  EXPECT_HAS(error_of(asked), "one, two");
  asked.layer = "two";
  const auto before = support::contents_of(scratch_.path());
  EXPECT_EQ(at(Raster::open(asked)->tile(whole, 64), 9, 9)[0], 150);
  EXPECT_EQ(support::contents_of(scratch_.path()), before);
  EXPECT_EQ(name_inside("WMTS:http://a.b/c.xml,layer=base,style=x"), "base");
  EXPECT_EQ(name_inside("WMTS:http://a.b/c.xml,layer=\"two, words\",style=x"), "two, words");
  asked.layer = "three";
  EXPECT_HAS(error_of(asked), "No raster 'three'");
}

}  // namespace
}  // namespace data
