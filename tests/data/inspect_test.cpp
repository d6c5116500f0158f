#include "data/source/inspect.h"

#include <gtest/gtest.h>

#include <sstream>

#include "data/source/i18n.h"
#include "data/source/text.h"
#include "tests/support/expect.h"
#include "tests/support/raster_file.h"
#include "tests/support/scratch.h"
#include "tests/support/vector_source.h"

namespace data {
namespace {

using support::LayerSpec;
using support::Scratch;
using support::write_vector;

std::string inspected(const std::filesystem::path& file) {
  set_language(Lang::en);
  std::ostringstream out;
  write_inspection(file.string(), out);
  return out.str();
}

TEST(Inspect, LayersFieldsCrsExtentAndFirstRows) {
  const Scratch scratch;
  LayerSpec points;
  points.name = "households", points.fields = {{"code"}, {"n", OFTInteger}};
  points.features = {{{"08707", "5"}, "POINT (105.6 21.3)"}, {{"08710", std::nullopt}, "POINT (105.7 21.4)"}};
  LayerSpec table;
  table.name = "census", table.crs = "", table.geometry = wkbNone, table.fields = {{"đơn vị"}};
  table.features = {{{"Tích Sơn"}, ""}};
  write_vector(scratch / "a.gpkg", "GPKG", {points, table});
  const auto before = support::contents_of(scratch.path());
  const std::string text = inspected(scratch / "a.gpkg");
  EXPECT_HAS(text, "GeoPackage");
  EXPECT_HAS(text, "Layer 'households'");
  EXPECT_HAS(text, "rows: 2");
  EXPECT_HAS(text, "EPSG:4326");
  EXPECT_HAS(text, "105.6, 21.3, 105.7, 21.4");
  EXPECT_HAS(text, "longitude and latitude");
  EXPECT_HAS(text, "08707 | 08710");
  EXPECT_HAS(text, "5 | –");
  EXPECT_HAS(text, "Layer 'census'");
  EXPECT_HAS(text, "none (a table)");
  EXPECT_HAS(text, "đơn vị");
  EXPECT_HAS(text, "Tích Sơn");
  EXPECT_EQ(support::contents_of(scratch.path()), before);
}

TEST(Inspect, TellsSwappedAxesAndMetres) {
  const Scratch scratch;
  LayerSpec spec;
  spec.fields = {{"a"}};
  spec.features = {{{"1"}, "POINT (21.3 105.6)"}};
  write_vector(scratch / "s.gpkg", "GPKG", {spec});
  EXPECT_HAS(inspected(scratch / "s.gpkg"), "latitude first: the axes are swapped");
  spec.crs = "EPSG:5897";
  spec.features = {{{"1"}, "POINT (562055 2356283)"}};
  write_vector(scratch / "m.gpkg", "GPKG", {spec});
  EXPECT_HAS(inspected(scratch / "m.gpkg"), "metres, easting and northing");
  spec.features = {{{"1"}, "POINT (2356283 562055)"}};
  write_vector(scratch / "n.gpkg", "GPKG", {spec});
  EXPECT_HAS(inspected(scratch / "n.gpkg"), "northing first: the axes are swapped");
  spec.features = {{{"1"}, "POINT (0 0)"}};
  write_vector(scratch / "o.gpkg", "GPKG", {spec});
  EXPECT_HAS(inspected(scratch / "o.gpkg"), "not the coordinates of a Vietnamese province");
}

TEST(Inspect, TellsLegacyTextAndShowsItReadable) {
  const Scratch scratch;
  LayerSpec spec;
  spec.fields = {{"TEN"}};
  spec.features = {{{"T\xED"
                     "ch S\xF5n"},
                    "POINT (105.6 21.3)"}};
  write_vector(scratch / "x.shp", "ESRI Shapefile", {spec}, {"ENCODING="});
  std::filesystem::remove(scratch / "x.cpg");
  const std::string text = inspected(scratch / "x.shp");
  EXPECT_HAS(text, "legacy code page");
  EXPECT_HAS(text, "Tích Sơn");
}

TEST(Inspect, LongValuesAreCutBetweenLetters) {
  const Scratch scratch;
  std::string value = "x";
  for (int i = 0; i < 60; ++i) value += "ệ";  // three bytes each: the cut falls inside one
  scratch.write("t.csv", "a,b\n" + value + ",1\n");
  const std::string text = inspected(scratch / "t.csv");
  EXPECT_TRUE(is_utf8(text));
  EXPECT_HAS(text, "ệ…");
}

TEST(Inspect, PixelsBandsOverviewsAndNoDataOfARaster) {
  const Scratch scratch;
  support::RasterSpec spec;
  spec.width = 600, spec.height = 400, spec.type = GDT_Int16, spec.nodata = -9999, spec.overviews = {2, 4};
  support::write_raster(scratch / "dem.tif", spec);
  const auto before = support::contents_of(scratch.path());
  const std::string text = inspected(scratch / "dem.tif");
  EXPECT_HAS(text, "GeoTIFF");
  EXPECT_HAS(text, "600 x 400");
  EXPECT_HAS(text, "Gray Int16");
  EXPECT_HAS(text, "EPSG:5897");
  EXPECT_HAS(text, "size of a pixel: 10 x 10");
  EXPECT_HAS(text, "metres, easting and northing");
  EXPECT_HAS(text, "overviews: 300 x 200, 150 x 100");
  EXPECT_HAS(text, "no data: -9999");
  EXPECT_EQ(support::contents_of(scratch.path()), before);
}

TEST(Inspect, ARasterThatLacksThingsSaysSo) {
  const Scratch scratch;
  support::RasterSpec spec;
  spec.bands = 4, spec.driver = "PNG", spec.placed = false, spec.crs = "";
  support::write_raster(scratch / "a.png", spec);
  const std::string text = inspected(scratch / "a.png");
  EXPECT_HAS(text, "bands: Red Byte, Green Byte, Blue Byte, Alpha Byte");
  EXPECT_HAS(text, "CRS: none stated");
  EXPECT_HAS(text, "nobody knows where it lies");
  EXPECT_HAS(text, "overviews: none");
  EXPECT_HAS(text, "alpha band");
}

TEST(Inspect, RastersAndTablesOfOneFileAreBothListed) {
  const Scratch scratch;
  support::RasterSpec spec;
  spec.bands = 3, spec.driver = "GPKG", spec.options = {"RASTER_TABLE=photo"};
  support::write_raster(scratch / "a.gpkg", spec);
  const std::string alone = inspected(scratch / "a.gpkg");
  EXPECT_HAS(alone, "64 x 64");
  EXPECT_EQ(alone.find("holds no layer"), std::string::npos);
}

TEST(Inspect, EmptyAndAbsent) {
  const Scratch scratch;
  LayerSpec spec;
  spec.fields = {{"a"}};
  write_vector(scratch / "e.fgb", "FlatGeobuf", {spec});
  EXPECT_HAS(inspected(scratch / "e.fgb"), "rows: 0");
  EXPECT_HAS(support::error_of([&] { inspected(scratch / "absent.gpkg"); }), "absent.gpkg");
}

}  // namespace
}  // namespace data
