#include "data/check.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "data/check_report.h"
#include "data/load.h"
#include "data/source/csv.h"
#include "data/source/i18n.h"
#include "tests/support/expect.h"
#include "tests/support/geojson.h"
#include "tests/support/raster_file.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

namespace fs = std::filesystem;
using support::Scratch;

/// A district of two communes, and layers that each test spells out.
class CheckLayers : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Lang::en);
    scratch_.write("district.geojson", support::GeoJson().box(105.6, 21.3, 105.8, 21.4, {{"code", "243"}, {"name", "Vĩnh Yên"}}).text());
    scratch_.write("communes.geojson", support::GeoJson()
                                           .box(105.6, 21.3, 105.7, 21.4, {{"code", "08707"}, {"name", "Tích Sơn"}, {"parent", "243"}})
                                           .box(105.7, 21.3, 105.8, 21.4, {{"code", "08710"}, {"name", "Liên Bảo"}, {"parent", "243"}})
                                           .text());
    scratch_.write("indicators.json", R"({"version": 1, "indicators": []})");
  }

  std::shared_ptr<const Loaded> load(const std::string& layers, const std::string& more = "") {
    const fs::path path = scratch_.write("project.json", R"({"version": 1, "title": "T", "crs": "EPSG:5897", "date": "2022-12-31",
      "indicators": "indicators.json", "units": [
        {"level": "district", "source": "district.geojson", "code": "code", "name": "name"},
        {"level": "commune", "source": "communes.geojson", "code": "code", "name": "name", "parent": "parent"}],
      "layers": [)" + layers + "]" + more + "}");
    LoadOptions options;
    options.codes = true;
    return load_project(path, {}, options);
  }
  LayerCheck check(const std::string& layer, const std::string& more = "") {
    checked_ = load(layer, more);
    return check_layers(*checked_->dataset).at(0);
  }
  /// A table by unit with the columns code, households, fiber.
  LayerCheck check_table(const std::string& rows, const std::string& more = "") {
    scratch_.write("table.csv", "code,households,fiber\n" + rows);
    return check(
        R"({"id": "t", "kind": "fiber_household", "source": "table.csv", "fields": {"unit": "code", "households": "households", "connected": "fiber"})" +
        more + "}");
  }
  /// Points with the columns lon, lat, id, unit, fiber, since.
  LayerCheck check_points(const std::string& rows, const std::string& more = "") {
    scratch_.write("points.csv", "lon,lat,id,unit,fiber,since\n" + rows);
    return check(R"({"id": "p", "kind": "fiber_household", "source": "points.csv", "crs": "EPSG:4326",
      "fields": {"code": "id", "unit": "unit", "connected": "fiber", "since": "since"})" +
                 more + "}");
  }
  Scratch scratch_;
  std::shared_ptr<const Loaded> checked_;
};

const Finding* find(const LayerCheck& check, std::string_view kind) {
  for (const Finding& finding : check.findings)
    if (finding.kind == kind) return &finding;
  return nullptr;
}

std::vector<std::string> kinds(const LayerCheck& check) {
  std::vector<std::string> out;
  for (const Finding& finding : check.findings) out.push_back(finding.kind);
  return out;
}

using Kinds = std::vector<std::string>;

constexpr const char* good_points = "105.65,21.35,A1,08707,1,2022-01-01\n105.75,21.35,A2,08710,0,\n";

TEST_F(CheckLayers, GoodDataHaveNoFinding) {
  const LayerCheck table = check_table("08707,1000,850\n08710,500,500\n");
  EXPECT_EQ(kinds(table), Kinds{});
  EXPECT_EQ(table.id, "t");
  EXPECT_EQ(table.source, "table.csv");
  EXPECT_EQ(table.read, 2u);
  EXPECT_EQ(table.used, 2u);
  EXPECT_EQ(table.crs, "");
  EXPECT_EQ(table.encoding, "");  // nothing but ASCII, and a CSV does not say
  EXPECT_EQ(table.error, "");
  const LayerCheck points = check_points(good_points);
  EXPECT_EQ(kinds(points), Kinds{});
  EXPECT_EQ(points.crs, "EPSG:4326");
  EXPECT_EQ(points.used, 2u);
}

TEST_F(CheckLayers, UnknownUnits) {
  const LayerCheck table = check_table("08707,1000,850\n08710,1,1\n99999,500,100\n,20,10\n");
  EXPECT_EQ(kinds(table), Kinds{"unknown_unit"});
  EXPECT_EQ(table.read, 4u);
  EXPECT_EQ(table.used, 2u);
  const Finding& finding = table.findings[0];
  EXPECT_EQ(finding.count, 2u);
  ASSERT_EQ(finding.rows.size(), 2u);
  EXPECT_EQ(finding.rows[0].code, "99999");
  EXPECT_EQ(finding.rows[0].fid, checked_->dataset->layers[0]->table->fid[2]);
  EXPECT_EQ(finding.rows[1].code, "");

  const LayerCheck points = check_points(std::string(good_points) + "105.65,21.35,A3,99999,1,\n");
  EXPECT_EQ(kinds(points), Kinds{"unknown_unit"});
  EXPECT_EQ(points.used, 3u);  // its position says where
  EXPECT_HAS(points.findings[0].rows.at(0).detail, "08707 Tích Sơn");
}

TEST_F(CheckLayers, RowsOfACoarserLevelAreNamed) {
  const LayerCheck check = check_table("08707,1000,850\n08710,500,100\n243,1500,950\n");
  EXPECT_EQ(kinds(check), Kinds{"coarser_level"});
  EXPECT_EQ(check.findings[0].rows.at(0).code, "243");
  EXPECT_EQ(check.used, 2u);
}

TEST_F(CheckLayers, DividedUnitsAreNamed) {
  scratch_.write("old.csv",
                 "old,new,how,area\n00001,08707,Một phần,26\n00001,08710,Một phần,26\n00002,08707,Toàn bộ,26\n00003,08710,Toàn bộ,26\n");
  scratch_.write("table.csv", "code,households,fiber\n00001,10,5\n00002,10,5\n00003,10,5\n00009,10,5\n");
  const LayerCheck result = check(
      R"({"id": "t", "kind": "fiber_household", "source": "table.csv", "codes": "old", "fields": {"unit": "code", "households": "households", "connected": "fiber"}})",
      R"(, "crosswalk": {"source": "old.csv"})");
  ASSERT_EQ(result.error, "");
  EXPECT_EQ(kinds(result), (Kinds{"unknown_unit", "divided_unit"}));
  EXPECT_EQ(find(result, "unknown_unit")->rows.at(0).code, "00009");
  EXPECT_EQ(find(result, "divided_unit")->rows.at(0).code, "00001");
  EXPECT_EQ(result.used, 2u);
}

TEST_F(CheckLayers, PointsOutsideEveryUnitAndPointsInAnother) {
  const LayerCheck check = check_points(std::string(good_points) +
                                        "100,10,A3,,1,\n"             // outside, and no code
                                        "105.75,21.35,A4,08707,1,\n"  // in 08710
                                        "106.5,21.35,A5,08707,1,\n"   // outside, but the code counts
                                        "105.75,21.35,A6,243,1,\n"    // the district holds it
                                        "105.75,21.35,A7,,1,\n");
  EXPECT_EQ(kinds(check), (Kinds{"outside_units", "unit_disagrees"}));
  EXPECT_EQ(check.read, 7u);
  EXPECT_EQ(check.used, 6u);
  EXPECT_EQ(find(check, "outside_units")->count, 1u);
  const Finding& other = *find(check, "unit_disagrees");
  ASSERT_EQ(other.count, 2u);
  EXPECT_EQ(other.rows.at(0).code, "08707");
  EXPECT_HAS(other.rows.at(0).detail, "08710 Liên Bảo");
  EXPECT_HAS(other.rows.at(1).detail, "outside");
}

TEST_F(CheckLayers, UnitsWithoutData) {
  const LayerCheck points = check_points("105.65,21.35,A1,08707,1,\n");
  EXPECT_EQ(kinds(points), Kinds{"unit_without_data"});
  EXPECT_EQ(points.findings[0].count, 1u);
  EXPECT_EQ(points.findings[0].rows.at(0).code, "08710");
  EXPECT_EQ(points.findings[0].rows.at(0).fid, std::nullopt);
  EXPECT_EQ(kinds(check_table("08707,1000,850\n08710,,100\n")), Kinds{"unit_without_data"});
  EXPECT_EQ(kinds(check_table("243,1000,850\n")), Kinds{});  // a table of districts owes nothing about communes
}

TEST_F(CheckLayers, Positions) {
  const LayerCheck check = check_points(std::string(good_points) + ",,A3,08707,1,\nabc,21.35,A4,08707,1,\n21.35,105.65,A5,08707,1,\n");
  EXPECT_EQ(kinds(check), (Kinds{"empty_geometry", "suspect_crs"}));
  EXPECT_EQ(find(check, "empty_geometry")->count, 2u);
  EXPECT_EQ(find(check, "suspect_crs")->count, 1u);
  EXPECT_EQ(check.used, 5u);  // the codes still count

  scratch_.write("mixed.geojson", R"({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[105.6, 21.3], [105.7, 21.3], [105.7, 21.4], [105.6, 21.3]]]}},
    {"type": "Feature", "properties": {}, "geometry": null},
    {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [105.65, 21.35]}}]})");
  const LayerCheck areas = this->check(R"({"id": "c", "kind": "broadband_coverage", "source": "mixed.geojson"})");
  EXPECT_EQ(kinds(areas), (Kinds{"empty_geometry", "invalid_geometry"}));
  EXPECT_EQ(areas.read, 3u);
  EXPECT_EQ(areas.used, 1u);
  EXPECT_EQ(areas.encoding, "UTF-8");
}

TEST_F(CheckLayers, CodesThatComeTwice) {
  const LayerCheck check = check_points(
      std::string(good_points) + "105.65,21.35,A1,08707,1,\n105.65,21.35,,08707,1,\n105.65,21.35,,08707,1,\n105.65,21.35,A1,08707,1,\n");
  EXPECT_EQ(kinds(check), Kinds{"duplicate_code"});
  EXPECT_EQ(check.findings[0].count, 2u);  // the first one is not too many, and no code is no code
  EXPECT_HAS(check.findings[0].rows.at(0).detail, "A1");

  LoadOptions without;  // nothing else needs the codes: they are not read for the map
  EXPECT_EQ(load_project(scratch_ / "project.json", {}, without)->dataset->layers[0]->table->find("id"), nullptr);
}

TEST_F(CheckLayers, AFieldOfCodesThatIsNotThereIsAFindingAndNotTheEnd) {
  scratch_.write("points.csv", "lon,lat\n105.65,21.35\n105.75,21.35\n");
  const LayerCheck result =
      check(R"({"id": "a", "kind": "digital_address", "source": "points.csv", "crs": "EPSG:4326", "fields": {"code": "address_code"}})");
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(kinds(result), Kinds{"missing_field"});
  EXPECT_HAS(result.findings[0].rows.at(0).detail, "address_code");
}

TEST_F(CheckLayers, TablesThatCannotBe) {
  const LayerCheck check = check_table("08707,1000,1001\n08710,500,-3\n");
  EXPECT_EQ(kinds(check), (Kinds{"connected_exceeds_total", "negative_number"}));
  EXPECT_EQ(check.findings[0].rows.at(0).detail, "1,001 of 1,000 households");
  EXPECT_EQ(check.findings[0].rows.at(0).code, "08707");
  EXPECT_HAS(check.findings[1].rows.at(0).detail, "-3");
  EXPECT_EQ(check.findings[1].rows.at(0).code, "08710");
}

TEST_F(CheckLayers, DatesAfterTheDayOfTheData) {
  const std::string rows = "105.65,21.35,A1,08707,1,2022-12-31\n105.75,21.35,A2,08710,1,2023-01-01\n";
  const LayerCheck check = check_points(rows);
  EXPECT_EQ(kinds(check), Kinds{"future_date"});
  EXPECT_EQ(check.findings[0].count, 1u);
  EXPECT_HAS(check.findings[0].rows.at(0).detail, "1 Jan 2023");
  EXPECT_EQ(kinds(check_points(rows, R"(, "date": "2023-06-30")")), Kinds{});  // the layer's own day comes first
}

TEST_F(CheckLayers, ValuesThatAreNotUnderstood) {
  const LayerCheck table = check_table("08707,many,850\n08710,500,\n08707,1000,n/a\n");
  EXPECT_EQ(kinds(table), Kinds{"unparsed_number"});
  EXPECT_EQ(table.findings[0].count, 2u);
  EXPECT_EQ(table.findings[0].rows.at(0).detail, "field 'fiber': “n/a”");
  EXPECT_EQ(table.findings[0].rows.at(0).fid, checked_->dataset->layers[0]->table->fid[2]);
  EXPECT_EQ(table.findings[0].rows.at(1).detail, "field 'households': “many”");
  const LayerCheck points = check_points(std::string(good_points) + "105.65,21.35,A3,08707,maybe,31/2/2022\n");
  EXPECT_EQ(kinds(points), (Kinds{"unparsed_date", "unparsed_flag"}));
  EXPECT_EQ(points.findings[0].rows.at(0).detail, "field 'since': “31/2/2022”");
}

TEST_F(CheckLayers, TheEncodingIsSaidOnlyWhenItIsKnown) {
  scratch_.write("sites.csv", "lon,lat,name\n105.65,21.35,Tr\xFD\xF2ng\n");
  const std::string sites = R"({"id": "s", "kind": "sites", "source": "sites.csv", "crs": "EPSG:4326", "fields": {"name": "name"})";
  const LayerCheck legacy = check(sites + "}");
  EXPECT_EQ(kinds(legacy), Kinds{"legacy_encoding"});
  EXPECT_EQ(legacy.encoding, "");
  const LayerCheck named = check(sites + R"(, "encoding": "windows-1258"})");
  EXPECT_EQ(kinds(named), Kinds{});
  EXPECT_EQ(named.encoding, "windows-1258");
  scratch_.write("sites.csv", "lon,lat,name\n105.65,21.35,Trường\n");
  EXPECT_EQ(check(sites + "}").encoding, "UTF-8");
}

TEST_F(CheckLayers, AtMostTwentyRowsAreShownAndAllAreCounted) {
  std::string rows = good_points;
  for (int i = 0; i < 50; ++i) rows += "105.75,21.35,B" + std::to_string(i) + ",08707,perhaps,\n";
  const LayerCheck check = check_points(rows);
  EXPECT_EQ(kinds(check), (Kinds{"unit_disagrees", "unparsed_flag"}));
  for (const Finding& finding : check.findings) {
    EXPECT_EQ(finding.count, 50u) << finding.kind;
    EXPECT_EQ(finding.rows.size(), Finding::shown) << finding.kind;
  }
}

TEST_F(CheckLayers, EveryRowThatIsNotUsedIsInAFinding) {
  const LayerCheck points =
      check_points(std::string(good_points) + "100,10,A3,,1,\n100,10,A4,99999,1,\n,,A5,,1,\n,,A6,99999,1,\n,,A7,08707,1,\n");
  const auto count = [](const LayerCheck& check, const char* kind) { return find(check, kind) ? find(check, kind)->count : 0; };
  EXPECT_EQ(*points.read - *points.used, 4u);
  EXPECT_EQ(count(points, "outside_units"), 2u);
  EXPECT_EQ(count(points, "empty_geometry"), 3u);
  EXPECT_EQ(count(points, "unknown_unit"), 2u);
}

TEST_F(CheckLayers, ABasemapOfAnotherPlaceAndOneWithoutOverviews) {
  support::RasterSpec spec;
  spec.width = spec.height = 900, spec.grid = {560000, 10, 0, 2366000, 0, -10};
  support::write_raster(scratch_ / "a.tif", spec);
  const LayerCheck good = check(R"({"id": "base", "kind": "raster", "source": "a.tif"})");
  EXPECT_TRUE(good.basemap);
  EXPECT_EQ(good.source, "a.tif");
  EXPECT_EQ(good.crs, "EPSG:5897");
  EXPECT_EQ(kinds(good), Kinds{});
  EXPECT_EQ(kinds(check(R"({"id": "base", "kind": "raster", "source": "a.tif", "crs": "EPSG:9213"})")), Kinds{"suspect_crs"});
  spec.width = spec.height = 4100, spec.options = {"SPARSE_OK=TRUE", "TILED=YES"};
  support::write_raster(scratch_ / "a.tif", spec);
  const LayerCheck big = check(R"({"id": "base", "kind": "raster", "source": "a.tif"})");
  EXPECT_EQ(kinds(big), Kinds{"no_overviews"});
  EXPECT_HAS(find(big, "no_overviews")->rows[0].detail, "4,100 x 4,100");
}

TEST_F(CheckLayers, ABasemapThatCannotBeReadIsAnErrorAndAFarOneIsLeftAlone) {
  EXPECT_HAS(check(R"({"id": "base", "kind": "raster", "source": "lost.tif"})").error, "lost.tif");
  const LayerCheck far = check(R"({"id": "base", "kind": "raster", "source": "http://127.0.0.1:9/{z}/{x}/{y}.png"})");
  EXPECT_EQ(far.error, "");
  EXPECT_EQ(far.crs, "");
  EXPECT_EQ(kinds(far), Kinds{});
}

TEST_F(CheckLayers, TheRulesHaveNamesOfTheirOwnAndWords) {
  std::set<std::string> names;
  for (const Rule& rule : layer_rules()) {
    EXPECT_TRUE(names.insert(rule.kind).second) << rule.kind;
    EXPECT_HAS(std::string(rule.says), "{}");
    EXPECT_NE(std::string(rule.advice), "");
  }
  for (const RasterRule& rule : raster_rules()) EXPECT_NE(std::string(rule.says), "");
}

// --- What is written --------------------------------------------------------------------------------------------------

Check example() {
  Check check;
  check.layers.push_back({.id = "households",
                          .source = "h.fgb",
                          .read = 308251,
                          .used = 308200,
                          .encoding = "UTF-8",
                          .crs = "EPSG:4326",
                          .findings = {{.kind = "outside_units", .count = 51, .rows = {{17, "08707", "x 1, \"y\" 2"}}}},
                          .error = {}});
  check.layers.push_back(
      {.id = "lost", .source = "lost.csv", .read = {}, .used = {}, .encoding = {}, .crs = {}, .findings = {}, .error = "no such file"});
  check.quotes.sources = "docs";
  check.quotes.targets = {
      {.id = "T01", .file = "a.txt", .findings = {}},
      {.id = "T02", .file = "a.txt", .findings = {{.kind = "quote_not_found", .count = 1, .rows = {{{}, "T02", "differs"}}}}}};
  check.quotes.address_only = 3;
  return check;
}

template <typename Write>
std::string written(Write write, const Check& check) {
  std::ostringstream out;
  write(check, out);
  return out.str();
}

TEST(CheckReport, JsonIsExactlyAsDocumented) {
  const auto expected = nlohmann::ordered_json::parse(R"({
    "layers": [
      {"id": "households", "source": "h.fgb", "read": 308251, "used": 308200, "encoding": "UTF-8", "crs": "EPSG:4326",
       "findings": [{"kind": "outside_units", "count": 51, "rows": [{"fid": 17, "code": "08707", "detail": "x 1, \"y\" 2"}]}]},
      {"id": "lost", "source": "lost.csv", "read": null, "used": null, "encoding": null, "crs": null, "findings": [], "error": "no such file"}],
    "targets": [
      {"id": "T01", "file": "a.txt", "findings": []},
      {"id": "T02", "file": "a.txt", "findings": [{"kind": "quote_not_found", "count": 1, "rows": [{"fid": null, "code": "T02", "detail": "differs"}]}]}],
    "faults": 2})");
  EXPECT_EQ(nlohmann::ordered_json::parse(written(write_check_json, example())).dump(2), expected.dump(2));
}

TEST(CheckReport, CsvHasALineForEveryRow) {
  const CsvTable table = parse_csv(written(write_check_csv, example()), "check.csv", "");
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.header, (std::vector<std::string>{"what", "id", "source", "kind", "count", "fid", "code", "detail"}));
  EXPECT_EQ(table.rows[0].cells,
            (std::vector<std::string>{"layer", "households", "h.fgb", "outside_units", "51", "17", "08707", "x 1, \"y\" 2"}));
  EXPECT_EQ(table.rows[1].cells, (std::vector<std::string>{"layer", "lost", "lost.csv", "error", "", "", "", "no such file"}));
  EXPECT_EQ(table.rows[2].cells, (std::vector<std::string>{"target", "T02", "a.txt", "quote_not_found", "1", "", "T02", "differs"}));
}

TEST(CheckReport, PeopleAreToldWhatToDo) {
  set_language(Lang::en);
  const std::string text = written(write_check_table, example());
  for (const char* part : {"308,251 rows read, 308,200 used", "51 rows lie outside every unit", "[outside_units]", "row 17  08707",
                           "and 50 more", "→ correct their positions", "no such file", "2 checked in docs, 1 found", "T02  a.txt: differs",
                           "3 not checked here (address only)", "did not load: 1", "Faults: 2"})
    EXPECT_HAS(text, part);
  Check basemaps;
  basemaps.layers.push_back({.id = "base", .basemap = true, .source = "a.tif", .read = {}, .used = {}, .encoding = {}, .crs = "EPSG:5897",
                             .findings = {{.kind = "no_overviews", .count = 1, .rows = {{{}, "", "9,000 x 9,000 pixels"}}}}, .error = {}});
  basemaps.layers.push_back({.id = "far", .basemap = true, .source = "http://x", .read = {}, .used = {}, .encoding = {}, .crs = {}, .findings = {}, .error = {}});
  const std::string raster = written(write_check_table, basemaps);
  for (const char* part : {"basemap · CRS: EPSG:5897", "no overviews", "9,000 x 9,000 pixels", "gdaladdo", "comes from a network", "Faults: 1"})
    EXPECT_HAS(raster, part);
  const std::string nothing = written(write_check_table, Check{});
  EXPECT_HAS(nothing, "Quotes: not checked");
  EXPECT_HAS(nothing, "No faults");
}

}  // namespace
}  // namespace data
