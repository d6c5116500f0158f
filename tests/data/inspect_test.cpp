#include "data/source/inspect.h"

#include <gtest/gtest.h>

#include <sstream>

#include "data/source/i18n.h"
#include "data/source/text.h"
#include "tests/support/expect.h"
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
