#include "data/load.h"

#include <gtest/gtest.h>

#include "data/source/i18n.h"
#include "tests/support/expect.h"
#include "tests/support/raster_file.h"
#include "tests/support/scratch.h"
#include "tests/support/vector_source.h"

namespace data {
namespace {

namespace fs = std::filesystem;
using support::error_of;
using support::LayerSpec;
using support::Scratch;
using support::write_vector;

/// A province of two communes, four households and a table, in files; the project is spelled out by each test.
class Load : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Lang::en);
    LayerSpec commune;
    commune.name = "commune", commune.geometry = wkbMultiPolygon, commune.fields = {{"code"}, {"name"}, {"parent_code"}};
    commune.features = {{{"08707", "Tích Sơn", "26"}, "MULTIPOLYGON (((105.6 21.3, 105.7 21.3, 105.7 21.4, 105.6 21.4, 105.6 21.3)))"},
                        {{"08710", "Liên Bảo", "26"}, "MULTIPOLYGON (((105.7 21.3, 105.8 21.3, 105.8 21.4, 105.7 21.4, 105.7 21.3)))"}};
    write_vector(scratch_ / "units.gpkg", "GPKG", {commune});
    LayerSpec points;
    points.fields = {{"fiber", OFTInteger, OFSTBoolean}, {"connected_on", OFTDate}, {"company"}};
    points.features = {{{"1", "2021/01/01", "VNPT"}, "POINT (105.65 21.35)"},
                       {{"0", std::nullopt, std::nullopt}, "POINT (105.66 21.35)"},
                       {{"1", "2022/06/30", "Viettel"}, "POINT (105.75 21.35)"},
                       {{"1", "2022/12/01", "VNPT"}, "POINT (100 10)"}};
    write_vector(scratch_ / "households.fgb", "FlatGeobuf", {points});
    scratch_.write("indicators.json",
                   R"({"version": 1, "indicators": [{"id": "use", "name": "Use", "definition": "d", "unit": "%", "better": "higher",
      "things": "households", "numerator": {"count": "fiber_household", "where": {"connected": true}}, "denominator": {"count": "fiber_household"}}]})");
  }
  static constexpr const char* households = R"({"id": "households", "kind": "fiber_household", "source": "households.fgb",
    "fields": {"connected": "fiber", "since": "connected_on"}})";
  static constexpr const char* communes =
      R"({"level": "commune", "source": "units.gpkg", "code": "code", "name": "name", "parent": "parent_code"})";

  fs::path project(const std::string& layers, const std::string& more = "", const std::string& units = communes,
                   const std::string& crs = "EPSG:5897") {
    return scratch_.write("project.json", R"({"version": 1, "title": "Vĩnh Phúc", "crs": ")" + crs +
                                              R"(", "indicators": "indicators.json", "units": [)" + units + R"(], "layers": [)" + layers +
                                              "]" + more + "}");
  }
  std::shared_ptr<const Loaded> load(const fs::path& path, LoadOptions options = {}) { return load_project(path, {}, options); }
  static Share share(const Loaded& loaded, int unit) { return loaded.answers.find("use")->by_unit[static_cast<std::size_t>(unit)]; }
  Scratch scratch_;
};

bool any_with(const std::vector<std::string>& lines, const std::string& part) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

TEST_F(Load, AWholeProject) {
  const auto loaded = load(project(households));
  EXPECT_TRUE(loaded->dataset->errors.empty()) << loaded->dataset->errors.front();
  const UnitSet& units = *loaded->dataset->units;
  ASSERT_EQ(units.units.size(), 3u);
  EXPECT_EQ(units.units[0].code, "26");  // the parent code that the communes share
  EXPECT_EQ(units.units[0].name, "Vĩnh Phúc");
  EXPECT_EQ(share(*loaded, 0).numerator, 2);
  EXPECT_EQ(share(*loaded, 0).denominator, 3);
  EXPECT_EQ(share(*loaded, units.find(1, "08710")).numerator, 1);
  EXPECT_TRUE(any_with(loaded->dataset->warnings, "1 of 4 points"));
  EXPECT_EQ(loaded->level_name(1), "Commune");
}

/// Who only counts reads what tells rows apart only where an indicator wants it, but it has to be there.
TEST_F(Load, WhatNothingCountsIsNotReadToCount) {
  const auto with = [](const char* field) {
    return std::string(R"({"id": "households", "kind": "fiber_household", "source": "households.fgb",
      "fields": {"connected": "fiber", "since": "connected_on", "operator": ")") +
           field + "\"}}";
  };
  LoadOptions counted;
  counted.drawn = false;
  EXPECT_TRUE(any_with(load(project(with("owner")), counted)->dataset->errors, "'owner'"));
  const fs::path plain = project(with("company"));
  EXPECT_NE(load(plain)->dataset->layers[0]->column("operator"), nullptr);
  const auto loaded = load(plain, counted);
  EXPECT_EQ(loaded->dataset->layers[0]->column("operator"), nullptr);
  EXPECT_EQ(share(*loaded, 0).numerator, 2);

  scratch_.write("indicators.json",
                 R"({"version": 1, "indicators": [{"id": "use", "name": "Use", "definition": "d", "unit": "%", "better": "higher",
    "things": "households", "numerator": {"count": "fiber_household", "where": {"operator": "vnpt"}}, "denominator": {"count": "fiber_household"}}]})");
  const auto of_one = load(plain, counted);
  EXPECT_NE(of_one->dataset->layers[0]->column("operator"), nullptr);
  EXPECT_EQ(share(*of_one, 0).numerator, 1);
}

TEST_F(Load, TheDayIsAskedForElseTheProjectsElseTheNewestInTheData) {
  EXPECT_EQ(iso_date(load(project(households))->date), "2022-12-01");
  const fs::path dated = project(households, R"(, "date": "2021-12-31")");
  EXPECT_EQ(iso_date(load(dated)->date), "2021-12-31");
  EXPECT_EQ(share(*load(dated), 0).numerator, 1);
  LoadOptions options;
  options.date = parse_date("2020-01-01");
  EXPECT_EQ(iso_date(load(dated, options)->date), "2020-01-01");
  EXPECT_EQ(share(*load(dated, options), 0).numerator, 0);
  EXPECT_TRUE(load(dated)->dated);
}

TEST_F(Load, AFailingLayerLeavesTheOthersAndOneError) {
  const auto loaded =
      load(project(std::string(R"({"id": "lost", "kind": "villages", "source": "lost.gpkg", "fields": {"name": "name"}}, )") + households +
                   R"(, {"id": "addresses", "kind": "digital_address", "source": "households.fgb", "fields": {"stage": "no_such"}})"));
  ASSERT_EQ(loaded->dataset->errors.size(), 2u);
  EXPECT_NE(loaded->dataset->errors[0].find("lost.gpkg"), std::string::npos);
  EXPECT_NE(loaded->dataset->errors[1].find("layers[2].fields.stage"), std::string::npos) << loaded->dataset->errors[1];
  EXPECT_NE(loaded->dataset->errors[1].find("fiber, connected_on"), std::string::npos) << loaded->dataset->errors[1];
  ASSERT_EQ(loaded->dataset->layers.size(), 3u);
  EXPECT_EQ(loaded->dataset->layers[0]->table, nullptr);
  EXPECT_FALSE(loaded->dataset->layers[0]->error.empty());
  EXPECT_EQ(loaded->dataset->layers[1]->table->rows, 4u);
  EXPECT_EQ(share(*loaded, 0).denominator, 3);
}

TEST_F(Load, UnitsThatCannotBeReadAreFatal) {
  const std::string error =
      error_of([&] { load(project(households, "", R"({"level": "commune", "source": "gone.gpkg", "code": "code", "name": "name"})")); });
  EXPECT_NE(error.find("gone.gpkg"), std::string::npos) << error;
  const std::string field =
      error_of([&] { load(project(households, "", R"({"level": "commune", "source": "units.gpkg", "code": "ma", "name": "name"})")); });
  for (const char* part : {"'ma'", "units[0].code", "units.gpkg", "parent_code"}) EXPECT_NE(field.find(part), std::string::npos) << field;
}

TEST_F(Load, OneLevelThatFailsLeavesTheOthers) {
  const auto loaded = load(
      project(households, "", std::string(R"({"level": "district", "source": "gone.gpkg", "code": "code", "name": "name"}, )") + communes));
  ASSERT_EQ(loaded->dataset->errors.size(), 1u);
  EXPECT_NE(loaded->dataset->errors[0].find("gone.gpkg"), std::string::npos);
  EXPECT_EQ(loaded->dataset->units->levels, (std::vector<std::string>{"province", "commune"}));
}

TEST_F(Load, AnUnknownMapCrsIsSaidWithTheProjectsNameBeforeAnythingIsRead) {
  const std::string error = error_of(
      [&] { load(project(households, "", R"({"level": "commune", "source": "gone.gpkg", "code": "c", "name": "n"})", "EPSG:999999")); });
  for (const char* part : {"EPSG:999999", "project.json", "(crs)", "EPSG:5897"}) EXPECT_NE(error.find(part), std::string::npos) << error;
}

TEST_F(Load, FiguresThatCannotBeReadAreErrorsAndNotTheEnd) {
  scratch_.write("targets.json", "{");
  const auto loaded = load(project(households, R"(, "targets": "targets.json", "actuals": "gone.csv")"));
  EXPECT_EQ(loaded->dataset->errors.size(), 2u);
  EXPECT_TRUE(any_with(loaded->dataset->errors, "targets.json"));
  EXPECT_TRUE(any_with(loaded->dataset->errors, "gone.csv"));
  EXPECT_EQ(share(*loaded, 0).denominator, 3);
}

TEST_F(Load, ATableByUnitNextToPoints) {
  scratch_.write("t.csv", "xã,hộ,cáp\n08707,1.200,600\n08710,800,n/a\n");
  const auto loaded = load(project(
      R"({"id": "t", "kind": "fiber_household", "source": "t.csv", "fields": {"unit": "xã", "households": "hộ", "connected": "cáp"}})"));
  EXPECT_TRUE(loaded->dataset->errors.empty()) << loaded->dataset->errors.front();
  EXPECT_TRUE(loaded->dataset->layers[0]->by_table());
  EXPECT_TRUE(any_with(loaded->dataset->warnings, "n/a"));
  EXPECT_EQ(share(*loaded, 0).numerator, 600);
}

TEST_F(Load, UnitsComeFirstThenLayersThenAnswers) {
  std::vector<std::shared_ptr<const Dataset>> seen;
  const auto loaded = load_project(project(households), {}, {}, {}, nullptr,
                                   [&](std::shared_ptr<const Dataset> dataset) { seen.push_back(std::move(dataset)); });
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0]->units->units.size(), 3u);
  EXPECT_TRUE(seen[0]->layers.empty());
  ASSERT_EQ(seen[1]->layers.size(), 1u);
  EXPECT_EQ(seen[1]->layers[0], loaded->dataset->layers[0]);  // the same rows: what was drawn of them need not be drawn anew
  EXPECT_EQ(seen[1]->units, loaded->dataset->units);
}

TEST_F(Load, LayersComeOneByOneInTheProjectsOrderAndStayTheSameValues) {
  const auto named = [](const std::string& id) { return R"({"id": ")" + id + R"(", "kind": "villages", "source": "households.fgb"})"; };
  const std::string lost = R"({"id": "lost", "kind": "villages", "source": "lost.gpkg"})";
  std::vector<std::shared_ptr<const Dataset>> seen;
  LoadOptions options;
  options.threads = 3;
  const auto loaded = load_project(project(named("a") + "," + lost + "," + named("b") + "," + named("c")), {}, options, {}, nullptr,
                                   [&](std::shared_ptr<const Dataset> dataset) { seen.push_back(std::move(dataset)); });
  ASSERT_GE(seen.size(), 4u) << "units, two layers at least before the last one, all";
  EXPECT_TRUE(seen.front()->layers.empty());
  EXPECT_EQ(seen.back()->layers, loaded->dataset->layers);
  for (std::size_t i = 1; i + 1 < seen.size(); ++i) {
    const auto& some = seen[i]->layers;
    EXPECT_GT(some.size(), seen[i - 1]->layers.size());
    std::vector<std::string> ids;
    for (const auto& layer : some)
      if (layer->table) ids.push_back(layer->source.id);
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
    for (const auto& layer : some) EXPECT_EQ(std::count(loaded->dataset->layers.begin(), loaded->dataset->layers.end(), layer), 1);
  }
}

TEST_F(Load, ProgressEndsAtItsEnd) {
  LoadProgress progress;
  load_project(project(std::string(households) + R"(, {"id": "lost", "kind": "villages", "source": "lost.gpkg"})"), {}, {}, {}, &progress);
  EXPECT_EQ(progress.steps, 4);
  EXPECT_EQ(progress.step, 4);
  EXPECT_EQ(progress.rows, 4u);
}

TEST_F(Load, BasemapsAreOpenedAndThoseThatCannotBeAreNamed) {
  support::RasterSpec spec;
  support::write_raster(scratch_ / "base.tif", spec);
  const auto loaded = load(project(std::string(households) + R"(, {"id": "base", "kind": "raster", "source": "base.tif", "opacity": 0.5},
    {"id": "lost", "kind": "raster", "source": "lost.tif"}, {"id": "net", "kind": "raster", "source": "http://127.0.0.1:9/{z}/{x}/{y}.png"})"));
  const Dataset& dataset = *loaded->dataset;
  ASSERT_EQ(dataset.rasters.size(), 3u);
  ASSERT_TRUE(dataset.rasters[0]->raster);
  EXPECT_EQ(dataset.rasters[0]->source.opacity, 0.5);
  EXPECT_FALSE(dataset.rasters[1]->raster);
  EXPECT_HAS(dataset.rasters[1]->error, "lost.tif");
  ASSERT_EQ(dataset.errors.size(), 1u);
  EXPECT_EQ(dataset.errors[0], dataset.rasters[1]->error);
  EXPECT_TRUE(dataset.rasters[2]->online);
  EXPECT_FALSE(dataset.rasters[2]->raster) << "a network is no part of loading";
  EXPECT_EQ(dataset.rasters[2]->error, "");
  EXPECT_EQ(share(*loaded, 0).denominator, 3.0) << "the rest of the project is there";
}

TEST_F(Load, ABigRasterWithoutOverviewsIsWarnedOf) {
  support::RasterSpec spec;
  spec.width = 4097, spec.height = 4096, spec.options = {"SPARSE_OK=TRUE", "TILED=YES"};
  support::write_raster(scratch_ / "big.tif", spec);
  const char* layer = R"({"id": "big", "kind": "raster", "source": "big.tif"})";
  EXPECT_TRUE(any_with(load(project(layer))->dataset->warnings, "gdaladdo"));
  spec.overviews = {2, 4};
  support::write_raster(scratch_ / "big.tif", spec);
  EXPECT_FALSE(any_with(load(project(layer))->dataset->warnings, "gdaladdo"));
}

TEST_F(Load, AStopRequestEndsIt) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_NE(error_of([&] { load_project(project(households), {}, {}, stop.get_token()); }).find("stopped"), std::string::npos);
  // … also when it comes after the units.
  std::stop_source later;
  EXPECT_NE(error_of([&] {
              load_project(project(households), {}, {}, later.get_token(), nullptr,
                           [&](const std::shared_ptr<const Dataset>&) { later.request_stop(); });
            }).find("stopped"),
            std::string::npos);
}

TEST_F(Load, ThreadsDoNotChangeTheAnswer) {
  LoadOptions one, many;
  one.threads = 1, many.threads = 8;
  const fs::path path =
      project(std::string(households) +
              R"(, {"id": "b", "kind": "fiber_household", "source": "households.fgb", "fields": {"connected": "fiber"}})");
  EXPECT_EQ(share(*load(path, one), 0).numerator, share(*load(path, many), 0).numerator);
  EXPECT_EQ(load(path, one)->dataset->warnings, load(path, many)->dataset->warnings);
}

}  // namespace
}  // namespace data
