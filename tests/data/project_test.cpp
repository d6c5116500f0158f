#include "data/project.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "data/model/target.h"
#include "data/source/error.h"
#include "data/source/json_reader.h"

namespace data {
namespace {

namespace fs = std::filesystem;

/// A folder of its own for each test, gone afterwards.
class ProjectFile : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Lang::en);
    folder_ =
        fs::temp_directory_path() / ("phusong_project_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  Project read(const std::string& json) {
    std::ofstream(folder_ / "project.json") << json;
    return read_project(folder_, "/assets");
  }
  std::string error_of(const std::string& json) {
    try {
      read(json);
    } catch (const Error& error) { return error.what(); }
    return "no error";
  }
  fs::path folder_;
};

const std::string unit = R"({"level": "commune", "source": "units.gpkg", "layer": "commune", "code": "code", "name": "name"})";
std::string with_layer(const std::string& layer) {
  return R"({"version": 1, "crs": "EPSG:5897", "units": [)" + unit + R"(], "layers": [)" + layer + "]}";
}

TEST_F(ProjectFile, ReadsTheExampleOfTheContract) {
  const Project project = read(R"({ "version": 1, "$schema": "x",
    "title": {"vi": "Tỉnh Vĩnh Phúc", "en": "Vĩnh Phúc province"},
    "crs": "EPSG:5897", "date": "2022-12-31", "scope": "26", "illustrative": true,
    "units": [
      {"level": "province", "source": "units.gpkg", "layer": "province", "code": "code", "name": "name"},
      {"level": "commune",  "source": "/data/units.gpkg", "layer": "commune",  "code": "code", "name": "name", "parent": "parent_code"}],
    "layers": [
      {"id": "coverage", "kind": "broadband_coverage", "source": "PG:service=ioc", "layer": "public.coverage", "visible": false,
       "fields": {"technology": "technology", "download_mbps": "mbps"}},
      {"id": "households", "kind": "fiber_household", "source": "../households.fgb", "name": "Hộ", "date": "31/12/2022", "where": "x > 1",
       "crs": "EPSG:4326", "encoding": "windows-1258", "x": "lon", "y": "lat",
       "fields": {"unit": "commune_code", "connected": "fiber", "since": "connected_on"}}],
    "targets": "targets.json", "actuals": "sub/actuals.csv", "scenes": [], "layouts": [] })");
  EXPECT_TRUE(project.warnings.empty()) << project.warnings[0];
  EXPECT_EQ(project.path, folder_ / "project.json");
  EXPECT_EQ(project.title.en, "Vĩnh Phúc province");
  EXPECT_EQ(project.crs, "EPSG:5897");
  EXPECT_EQ(project.scope, "26");
  EXPECT_TRUE(project.illustrative);
  EXPECT_EQ(iso_date(project.date.value()), "2022-12-31");
  ASSERT_EQ(project.units.size(), 2u);
  EXPECT_EQ(project.units[0].source, (folder_ / "units.gpkg").string());
  EXPECT_EQ(project.units[1].source, "/data/units.gpkg");
  EXPECT_EQ(project.units[1].parent_field, "parent_code");
  EXPECT_EQ(project.units[1].key, "units[1]");
  ASSERT_EQ(project.layers.size(), 2u);
  EXPECT_EQ(project.layers[0].source, "PG:service=ioc");
  EXPECT_FALSE(project.layers[0].visible);
  EXPECT_EQ(project.layers[0].field("download_mbps"), "mbps");
  EXPECT_EQ(project.layers[0].field("operator"), "");
  const LayerSource& households = project.layers[1];
  EXPECT_EQ(households.kind, LayerKind::fiber_household);
  EXPECT_EQ(households.source, (folder_.parent_path() / "households.fgb").string());
  EXPECT_EQ(households.name.vi, "Hộ");
  EXPECT_EQ(iso_date(households.date.value()), "2022-12-31");
  EXPECT_EQ(households.x_field + households.y_field + households.where + households.encoding, "lonlatx > 1windows-1258");
  EXPECT_EQ(project.indicators, std::vector{fs::path("/assets/indicators/default.json")});
  EXPECT_EQ(project.targets, std::vector{folder_ / "targets.json"});
  EXPECT_EQ(project.actuals, std::vector{folder_ / "sub" / "actuals.csv"});
}

TEST_F(ProjectFile, FolderOrFileAreTheSameProject) {
  read(with_layer(""));
  EXPECT_EQ(read_project(folder_ / "project.json", "").path, read_project(folder_, "").path);
  EXPECT_TRUE(read_project(folder_, "").indicators.empty());
  EXPECT_EQ(read_project(folder_, "").title.vi, folder_.filename().string());
}

TEST_F(ProjectFile, AMissingFileSaysWhatToTry) {
  try {
    read_project(folder_, "");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.parts().file, (folder_ / "project.json").string());
    EXPECT_EQ(error.parts().why, "there is no such file");
    EXPECT_NE(error.parts().hint.find("phusong sample"), std::string::npos);
  }
}

TEST_F(ProjectFile, KeepsConnectionsButPrefersAFileOfThatName) {
  const auto source_of = [&](const std::string& source) {
    return read(with_layer(R"({"id": "a", "kind": "sites", "source": ")" + source + R"("})")).layers[0].source;
  };
  EXPECT_EQ(source_of("/vsizip/x.zip/y.shp"), "/vsizip/x.zip/y.shp");
  EXPECT_EQ(source_of("PG:dbname=ioc"), "PG:dbname=ioc");
  EXPECT_EQ(source_of("https://example.vn/a.geojson"), "https://example.vn/a.geojson");
  EXPECT_EQ(source_of("dữ liệu: xã.gpkg"), (folder_ / "dữ liệu: xã.gpkg").string());
  std::ofstream(folder_ / "PG:local.csv") << "x";
  EXPECT_EQ(source_of("PG:local.csv"), (folder_ / "PG:local.csv").string());
}

TEST_F(ProjectFile, WrongKindListsTheKinds) {
  const std::string message = error_of(with_layer(R"({"id": "a", "kind": "fibre", "source": "x"})"));
  EXPECT_NE(message.find((folder_ / "project.json").string()), std::string::npos) << message;
  EXPECT_NE(message.find(
                "layers[0].kind: found \"fibre\", expected one of digital_address, broadband_coverage, fiber_household, villages, sites"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("did you mean \"fiber_household\"?"), std::string::npos) << message;
}

TEST_F(ProjectFile, EveryRequiredKeyIsNamedWhenMissing) {
  EXPECT_NE(error_of(R"({"crs": "EPSG:5897", "units": []})").find("version: missing, expected 1"), std::string::npos);
  const std::string no_crs = error_of(R"({"version": 1, "units": []})");
  EXPECT_NE(no_crs.find("crs: missing"), std::string::npos) << no_crs;
  for (const char* code : {"EPSG:5897", "EPSG:9209", "EPSG:9213"}) EXPECT_NE(no_crs.find(code), std::string::npos) << no_crs;
  EXPECT_NE(error_of(R"({"version": 1, "crs": 5897, "units": []})").find("crs: found 5897, expected the CRS"), std::string::npos);
  EXPECT_NE(error_of(R"({"version": 1, "crs": "EPSG:5897"})").find("units: missing"), std::string::npos);
  EXPECT_NE(error_of(R"({"version": 1, "crs": "EPSG:5897", "units": []})").find("units: found an empty list, expected at least one level"),
            std::string::npos);
  for (const char* key : {"level", "source", "code", "name"}) {
    std::string json = with_layer("");
    const std::size_t at = json.find("\"" + std::string(key) + "\":");
    json.replace(at, std::string(key).size() + 3, "\"zzzzzz\":");
    EXPECT_NE(error_of(json).find("units[0]." + std::string(key) + ": missing"), std::string::npos) << key << ": " << error_of(json);
  }
  for (const char* key : {"id", "kind", "source"}) {
    std::string json = with_layer(R"({"id": "a", "kind": "sites", "source": "x"})");
    const std::size_t at = json.find("\"" + std::string(key) + "\":", json.find("layers"));
    json.replace(at, std::string(key).size() + 3, "\"zzzzzz\":");
    EXPECT_NE(error_of(json).find("layers[0]." + std::string(key) + ": missing"), std::string::npos) << key << ": " << error_of(json);
  }
}

TEST_F(ProjectFile, IdsAndLevelsAreUnique) {
  const std::string layer = R"({"id": "a", "kind": "sites", "source": "x"})";
  EXPECT_NE(error_of(with_layer(layer + "," + layer)).find("layers[1].id: found \"a\", expected an id that no other layer has"),
            std::string::npos);
  EXPECT_NE(
      error_of(R"({"version": 1, "crs": "EPSG:5897", "units": [)" + unit + "," + unit + "]}").find("units[1].level: found \"commune\""),
      std::string::npos);
  EXPECT_NE(error_of(with_layer(R"({"id": "a,b", "kind": "sites", "source": "x"})")).find("without spaces and commas"), std::string::npos);
}

TEST_F(ProjectFile, UnknownKeysAreWarnedAboutWithTheirPath) {
  const Project project =
      read(R"({"version": 1, "crs": "EPSG:5897", "unist": 1, "units": [)" + unit +
           R"(], "layers": [{"id": "a", "kind": "broadband_coverage", "source": "x", "fields": {"tecnology": "t", "speed": "s"}}]})");
  ASSERT_EQ(project.warnings.size(), 3u);
  EXPECT_EQ(project.warnings[0], "unist: unknown key, left out; did you mean \"units\"?");
  EXPECT_EQ(project.warnings[1], "layers[0].fields.speed: unknown key, left out; known are technology, operator, download_mbps");
  EXPECT_EQ(project.warnings[2], "layers[0].fields.tecnology: unknown key, left out; did you mean \"technology\"?");
}

TEST_F(ProjectFile, WrongTypesNameTheirPath) {
  EXPECT_NE(
      error_of(with_layer(R"({"id": "a", "kind": "sites", "source": "x", "visible": "yes"})")).find("layers[0].visible: found \"yes\""),
      std::string::npos);
  EXPECT_NE(
      error_of(with_layer(R"({"id": "a", "kind": "sites", "source": "x", "fields": {"code": 3}})")).find("layers[0].fields.code: found 3"),
      std::string::npos);
  EXPECT_NE(error_of(with_layer(R"({"id": "a", "kind": "sites", "source": "x", "x": "lon"})")).find("layers[0]: \"x\" and \"y\""),
            std::string::npos);
  EXPECT_NE(error_of(R"({"version": 1, "crs": "EPSG:5897", "date": "soon", "units": []})").find("date: found \"soon\""), std::string::npos);
  EXPECT_NE(error_of(R"({"version": 1, "crs": "EPSG:5897", "scope": 26, "units": []})").find("write it in quotes: \"26\""),
            std::string::npos);
}

TEST(LayerKinds, NamesAndRolesAreComplete) {
  EXPECT_EQ(layer_kind_names(),
            (std::vector<std::string>{"digital_address", "broadband_coverage", "fiber_household", "villages", "sites"}));
  EXPECT_STREQ(name_of(LayerKind::villages), "villages");
  for (const LayerKind kind :
       {LayerKind::digital_address, LayerKind::broadband_coverage, LayerKind::fiber_household, LayerKind::villages, LayerKind::sites})
    EXPECT_FALSE(field_roles(kind).empty());
}

TEST_F(ProjectFile, ABasemapIsALayerOfItsOwn) {
  const Project project = read(with_layer(R"({"id": "relief", "kind": "raster", "source": "dem.tif", "hillshade": true, "opacity": 0.6, "name": {"vi": "Địa hình"}},
    {"id": "households", "kind": "fiber_household", "source": "h.fgb"},
    {"id": "osm", "kind": "raster", "source": "https://tiles.example.vn/{z}/{x}/{y}.png", "attribution": "© OpenStreetMap", "max_zoom": 17, "visible": false},
    {"id": "own", "kind": "raster", "source": "tiles/{z}/{x}/{y}.png", "crs": "EPSG:3857", "layer": "a",
     "hillshade": {"azimuth": 300, "altitude": 30, "z_factor": 2}})"));
  EXPECT_TRUE(project.warnings.empty()) << project.warnings[0];
  ASSERT_EQ(project.rasters.size(), 3u);
  ASSERT_EQ(project.layers.size(), 1u);
  EXPECT_EQ(project.layers[0].key, "layers[1]");
  const RasterSource &relief = project.rasters[0], &osm = project.rasters[1], &own = project.rasters[2];
  EXPECT_EQ(relief.source, (folder_ / "dem.tif").string());
  EXPECT_EQ(relief.hillshade, Hillshade{});
  EXPECT_EQ(relief.opacity, 0.6);
  EXPECT_EQ(relief.name.vi, "Địa hình");
  EXPECT_TRUE(relief.visible);
  EXPECT_EQ(osm.source, "https://tiles.example.vn/{z}/{x}/{y}.png");
  EXPECT_FALSE(osm.hillshade);
  EXPECT_EQ(osm.opacity, 1);
  EXPECT_EQ(osm.max_zoom, 17);
  EXPECT_EQ(osm.attribution.in(Lang::vi), "© OpenStreetMap");
  EXPECT_FALSE(osm.visible);
  EXPECT_EQ(osm.key, "layers[2]");
  EXPECT_EQ(own.source, (folder_ / "tiles/{z}/{x}/{y}.png").string());
  EXPECT_EQ(own.hillshade, (Hillshade{300, 30, 2}));
  EXPECT_EQ(own.crs, "EPSG:3857");
  EXPECT_EQ(own.layer, "a");
}

TEST_F(ProjectFile, WhatABasemapCannotBe) {
  const auto raster = [](const std::string& more) { return with_layer(R"({"id": "r", "kind": "raster", "source": "a.tif", )" + more + "}"); };
  EXPECT_NE(error_of(raster(R"("opacity": 60)")).find("layers[0].opacity"), std::string::npos);
  EXPECT_NE(error_of(raster(R"("opacity": 60)")).find("between 0 and 1"), std::string::npos);
  EXPECT_NE(error_of(raster(R"("hillshade": "yes")")).find("layers[0].hillshade"), std::string::npos);
  EXPECT_NE(error_of(raster(R"("hillshade": {"altitude": 0})")).find("layers[0].hillshade.altitude"), std::string::npos);
  EXPECT_NE(error_of(raster(R"("max_zoom": -1)")).find("layers[0].max_zoom"), std::string::npos);
  EXPECT_NE(error_of(with_layer(R"({"id": "r", "kind": "raster", "source": "a.tif"}, {"id": "r", "kind": "sites", "source": "b.gpkg"})")).find("layers[1].id"),
            std::string::npos);
  const Project project = read(raster(R"("fields": {}, "opacty": 1)"));
  ASSERT_EQ(project.warnings.size(), 2u);
  EXPECT_NE((project.warnings[0] + project.warnings[1]).find("opacity"), std::string::npos) << "the nearest known key";
}

// The schemas are what editors complete from: they must say what the readers accept --------------------------------

JsonFile schema(const std::string& name) { return JsonFile::read(fs::path(PHUSONG_SOURCE_DIR) / "assets/schema" / name, "schema"); }

JsonNode walk(JsonNode node, const std::vector<const char*>& keys) {
  for (const char* key : keys) node = node.at(key, "a part of the schema");
  return node;
}

std::vector<std::string> strings_of(const JsonNode& list) {
  std::vector<std::string> out;
  for (const JsonNode& item : list.items()) out.push_back(item.string());
  return out;
}

TEST(Schemas, ProjectKnowsEveryKindAndRole) {
  const JsonFile file = schema("project.schema.json");
  const JsonNode layer = walk(file.root(), {"$defs", "layer"});
  EXPECT_EQ(strings_of(walk(layer, {"properties", "kind", "enum"})), layer_kind_names());
  const auto kinds = layer.at("allOf", "").items();
  ASSERT_EQ(kinds.size(), layer_kind_names().size());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    EXPECT_EQ(walk(kinds[i], {"if", "properties", "kind", "const"}).string(), layer_kind_names()[i]);
    std::vector<std::string> roles = field_roles(static_cast<LayerKind>(i)), listed;
    for (const auto& [role, node] : walk(kinds[i], {"then", "properties", "fields", "properties"}).members()) listed.push_back(role);
    std::sort(roles.begin(), roles.end());
    EXPECT_EQ(listed, roles);
  }
}

TEST(Schemas, ProjectKnowsBasemaps) {
  const JsonFile file = schema("project.schema.json");
  std::vector<std::string> kinds = layer_kind_names(), keys;
  kinds.emplace_back("raster");
  EXPECT_EQ(strings_of(walk(file.root(), {"properties", "layers", "items", "properties", "kind", "enum"})), kinds);
  for (const auto& [key, node] : walk(file.root(), {"$defs", "raster", "properties"}).members()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{"attribution", "crs", "hillshade", "id", "kind", "layer", "max_zoom", "name", "opacity", "source", "visible"}));
}

TEST(Schemas, IndicatorsKnowEveryKind) {
  const JsonFile file = schema("indicators.schema.json");
  EXPECT_EQ(strings_of(walk(file.root(), {"$defs", "count", "properties", "count", "enum"})), layer_kind_names());
}

TEST(Schemas, TargetsKnowEveryComparator) {
  const JsonFile file = schema("targets.schema.json");
  std::vector<std::string> comparators;
  for (int i = 0; i <= static_cast<int>(Comparator::inherits); ++i) comparators.emplace_back(name_of(static_cast<Comparator>(i)));
  EXPECT_EQ(strings_of(walk(file.root(), {"$defs", "target", "properties", "comparator", "enum"})), comparators);
}

}  // namespace
}  // namespace data
