// Reading only an extent: nothing that lies in it is lost, whatever the format, its index and its batches do.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <set>

#include "data/load.h"
#include "data/source/column_cache.h"
#include "data/source/crs.h"
#include "data/source/i18n.h"
#include "data/source/part.h"
#include "data/source/read_table.h"
#include "tests/support/scratch.h"
#include "tests/support/vector_source.h"

namespace data {
namespace {

namespace fs = std::filesystem;
using support::LayerSpec;
using support::Scratch;
using support::write_vector;

constexpr const char* map_crs = "EPSG:5897";

struct Format {
  const char* name;
  const char* driver;
  const char* extension;
  std::vector<const char*> options;
};
std::ostream& operator<<(std::ostream& out, const Format& format) { return out << format.name; }

/// Villages are dense and the land between them is empty, and rows come in no order: more of them than a batch holds.
LayerSpec scattered(std::size_t count) {
  std::mt19937_64 random(7);
  const auto unit = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  LayerSpec spec;
  spec.fields = {{"number", OFTInteger}, {"fiber", OFTInteger, OFSTBoolean}, {"since", OFTDate}};
  std::vector<Point> villages;
  for (int v = 0; v < 60; ++v) villages.push_back({105.3 + 0.5 * unit(), 21.1 + 0.4 * unit()});
  for (std::size_t i = 0; i < count; ++i) {
    const Point at = villages[random() % villages.size()];
    const double x = at.x + 0.01 * (unit() + unit() - 1), y = at.y + 0.01 * (unit() + unit() - 1);
    spec.features.push_back({{std::to_string(i), i % 3 == 0 ? std::optional<std::string>() : std::to_string(i % 2), "2022/01/01"},
                             "POINT (" + std::to_string(x) + " " + std::to_string(y) + ")"});
  }
  return spec;
}

/// A chequerboard of 40 by 40 squares with holes, numbered row by row.
LayerSpec squares() {
  LayerSpec spec;
  spec.geometry = wkbPolygon;
  spec.fields = {{"number", OFTInteger}, {"fiber", OFTInteger, OFSTBoolean}};
  for (int i = 0; i < 1600; ++i) {
    const double x = 105.3 + 0.01 * (i % 40), y = 21.1 + 0.01 * (i / 40.0 - (i % 40) / 40.0);
    const auto corner = [&](double dx, double dy) { return std::to_string(x + dx) + " " + std::to_string(y + dy); };
    const auto ring = [&](double a, double b) {
      return "(" + corner(a, a) + ", " + corner(b, a) + ", " + corner(b, b) + ", " + corner(a, b) + ", " + corner(a, a) + ")";
    };
    spec.features.push_back({{std::to_string(i), std::to_string(i % 2)}, "POLYGON (" + ring(0, 0.01) + ", " + ring(0.003, 0.007) + ")"});
  }
  return spec;
}

ReadRequest request_for(const fs::path& source, Shape shape, std::optional<Box> extent = {}) {
  set_language(Lang::en);
  ReadRequest request;
  request.source = source.string(), request.shape = shape, request.map_crs = map_crs, request.key = "layers[0]";
  request.fields = {{"number", FieldType::number, true, ""}, {"fiber", FieldType::flag, true, ""}};
  if (shape == Shape::points) request.fields.push_back({"since", FieldType::date, true, ""});
  request.extent = extent;
  return request;
}

/// What a row is known by: its number, with its flag, so that a shifted column shows.
std::map<int, int> rows_of(const Table& table) {
  std::map<int, int> out;
  for (std::size_t row = 0; row < table.rows; ++row)
    out[static_cast<int>(table.find("number")->numbers().value[row])] = table.find("fiber")->flags().value[row];
  EXPECT_EQ(out.size(), table.rows) << "a row is there twice";
  return out;
}

std::vector<Point> places_of(const LayerSpec& spec) {
  const Transform transform("EPSG:4326", map_crs);
  std::vector<Point> out;
  for (const auto& feature : spec.features) {
    const std::size_t open = feature.wkt.find('('), gap = feature.wkt.find(' ', open);
    out.push_back(transform.apply(Point{std::stod(feature.wkt.substr(open + 1)), std::stod(feature.wkt.substr(gap + 1))}));
  }
  return out;
}

class Extent : public ::testing::TestWithParam<Format> {
 protected:
  fs::path write(const LayerSpec& spec) {
    const fs::path file = scratch_ / (std::string("layer") + GetParam().extension);
    write_vector(file, GetParam().driver, {spec}, GetParam().options);
    return file;
  }
  Scratch scratch_;
};

TEST_P(Extent, HoldsEveryPointThatTheWholeFileHasThere) {
  const LayerSpec spec = scattered(70'000);
  const fs::path file = write(spec);
  const std::vector<Point> places = places_of(spec);
  const std::map<int, int> whole = rows_of(read_table(request_for(file, Shape::points)));
  ASSERT_EQ(whole.size(), places.size());
  const Point one = places[1234], other = places[777];
  Box all;
  for (const Point& p : places) all.include(p);
  const Box wide = all.grown(5000), left{all.min_x - 9000, all.min_y, all.centre().x, all.max_y};
  for (const Box& box :
       {wide, left, Box{one.x - 4000, one.y - 3000, one.x + 4000, one.y + 3000},
        Box{other.x - 700, other.y - 400, other.x + 700, other.y + 400}, Box{other.x - 60, other.y - 40, other.x + 60, other.y + 40},
        Box{one.x, one.y, one.x, one.y}, Box{all.min_x, one.y - 1, all.max_x, one.y + 1},
        Box{std::min(one.x, other.x), std::min(one.y, other.y), std::max(one.x, other.x), std::max(one.y, other.y)}}) {
    const Table table = read_table(request_for(file, Shape::points, box));
    const std::map<int, int> part = rows_of(table);
    std::size_t inside = 0, lost = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (!box.contains(places[i])) continue;
      ++inside;
      lost += !part.contains(static_cast<int>(i));
    }
    EXPECT_EQ(lost, 0u) << "of " << inside << " in a box " << box.width() << " m wide";
    EXPECT_GT(inside, 0u);
    for (const auto& [number, flag] : part) ASSERT_EQ(flag, whole.at(number)) << number;
    if (box.width() < 9000 && box.height() < 9000) { EXPECT_LT(table.rows, whole.size() / 2) << "the extent was not used"; }
    EXPECT_EQ(table.find("since")->dates().day.size(), table.rows);
    EXPECT_EQ(table.fid.size(), table.rows);
  }
}

TEST_P(Extent, HoldsEveryAreaThatReachesIntoIt) {
  const LayerSpec spec = squares();
  const fs::path file = write(spec);
  const Table whole = read_table(request_for(file, Shape::areas));
  const std::map<int, int> flags = rows_of(whole);
  const Point middle = whole.areas.box().centre();
  for (const double reach : {40.0, 600.0, 7000.0}) {
    const Box box = Box{middle.x, middle.y, middle.x, middle.y}.grown(reach);
    const std::map<int, int> part = rows_of(read_table(request_for(file, Shape::areas, box)));
    for (std::size_t row = 0; row < whole.rows; ++row) {
      if (reaches_into(whole.areas, row, box)) {
        EXPECT_TRUE(part.contains(static_cast<int>(whole.find("number")->numbers().value[row]))) << row << " at " << reach;
      }
    }
    for (const auto& [number, flag] : part) ASSERT_EQ(flag, flags.at(number)) << number;
    EXPECT_LT(part.size(), whole.rows / 2);
  }
}

TEST_P(Extent, WithNothingInItIsAnEmptyTableAndNoError) {
  const LayerSpec spec = scattered(500);
  const fs::path file = write(spec);
  Box all;
  for (const Point& p : places_of(spec)) all.include(p);
  for (const Box& box : {Box{all.max_x + 50'000, all.min_y, all.max_x + 60'000, all.max_y}, Box{all.min_x, 900'000, all.max_x, 950'000}}) {
    const Table table = read_table(request_for(file, Shape::points, box));
    EXPECT_EQ(table.rows, 0u);
    EXPECT_TRUE(table.warnings.empty());
    EXPECT_EQ(table.columns.size(), 3u);
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, Extent,
                         ::testing::Values(Format{"gpkg", "GPKG", ".gpkg", {}},
                                           Format{"gpkg_without_index", "GPKG", ".gpkg", {"SPATIAL_INDEX=NO"}},
                                           Format{"fgb", "FlatGeobuf", ".fgb", {}},
                                           Format{"fgb_without_index", "FlatGeobuf", ".fgb", {"SPATIAL_INDEX=NO"}},
                                           Format{"geojson", "GeoJSON", ".geojson", {}}, Format{"shp", "ESRI Shapefile", ".shp", {}},
                                           Format{"shp_with_index", "ESRI Shapefile", ".shp", {"SPATIAL_INDEX=YES"}}),
                         [](const auto& chosen) { return std::string(chosen.param.name); });

TEST(ExtentOfATable, WithoutAGeometryReadsItWhole) {
  const Scratch scratch;
  scratch.write("p.csv", "number,fiber,since,lon,lat\n1,1,2022-01-01,105.5,21.3\n2,0,2022-01-01,105.9,21.9\n");
  EXPECT_EQ(read_table(request_for(scratch / "p.csv", Shape::points, Box{0, 0, 1, 1})).rows, 2u);
}

TEST(ExtentOfATable, IsNeverKeptButContentWithAWholeOneThatIs) {
  const Scratch scratch;
  write_vector(scratch / "p.gpkg", "GPKG", {scattered(500)});
  fs::last_write_time(scratch / "p.gpkg", fs::file_time_type::clock::now() - std::chrono::minutes(5));
  const ColumnCache cache(scratch / "cache");
  const Table whole = read_table(request_for(scratch / "p.gpkg", Shape::points));
  const Point first = places_of(scattered(1)).front();
  const Box box = Box{first.x, first.y, first.x, first.y}.grown(300);
  const std::size_t part = read_table(request_for(scratch / "p.gpkg", Shape::points, box), cache).rows;
  EXPECT_LT(part, whole.rows);
  EXPECT_FALSE(fs::exists(scratch / "cache"));
  EXPECT_EQ(read_table(request_for(scratch / "p.gpkg", Shape::points), cache).rows, whole.rows);
  EXPECT_EQ(read_table(request_for(scratch / "p.gpkg", Shape::points, box), cache).rows, whole.rows);
}

TEST(ExtentOfATransform, HoldsWhatItsEdgesBowTo) {
  const Transform out("EPSG:5897", "EPSG:4326");
  const Box box{400'000, 2'300'000, 620'000, 2'420'000}, reach = out.reach_of(box);
  for (int i = 0; i <= 1000; ++i)
    for (const Point& p :
         {Point{std::lerp(box.min_x, box.max_x, i / 1000.0), box.max_y}, Point{box.min_x, std::lerp(box.min_y, box.max_y, i / 1000.0)}})
      EXPECT_TRUE(reach.contains(out.apply(p)));
  EXPECT_LT(reach.width(), 2.3);
  EXPECT_TRUE(out.reach_of(Box{}).empty());
}

/// A square from 0 to 10 with a hole from 4 to 6, then a far one.
Table two_areas() {
  Table table;
  for (const auto& [from, to] : {std::pair{0.0, 10.0}, {4.0, 6.0}, {100.0, 110.0}}) {
    for (const auto& [x, y] : {std::pair{from, from}, {to, from}, {to, to}, {from, to}})
      table.areas.x.push_back(x), table.areas.y.push_back(y);
    table.areas.first_vertex.push_back(static_cast<std::uint32_t>(table.areas.x.size()));
  }
  table.areas.first_ring = {0, 2, 3}, table.areas.first_polygon = {0, 1, 2};
  table.rows = 2, table.shape = Shape::areas, table.fid = {7, 9};
  table.columns = {{"code", TextColumn{{1, 2}, {"", "a", "b"}}}, {"speed", NumberColumn{{5, 6}}}};
  table.bad_geometry.add(1);
  return table;
}

TEST(PartOfATable, IsToldByTrueShapes) {
  const Areas areas = two_areas().areas;
  const auto reached = [&](const Box& box) { return reaches_into(areas, 0, box); };
  EXPECT_TRUE(reached({1, 1, 2, 2})) << "a box inside";
  EXPECT_TRUE(reached({-5, -5, 15, 15})) << "a box around";
  EXPECT_TRUE(reached({-5, 3, 15, 3.5})) << "a box across, with no corner of either in the other";
  EXPECT_TRUE(reached({10, 2, 12, 3})) << "a box beside, touching";
  EXPECT_FALSE(reached({4.5, 4.5, 5.5, 5.5})) << "a box in the hole";
  EXPECT_TRUE(reached({3.5, 4.5, 5.5, 5.5})) << "a box over the hole's edge";
  EXPECT_FALSE(reached({10.1, 2, 12, 3}));
  Areas slanted;
  slanted.x = {0, 10, 0}, slanted.y = {0, 10, 10};
  slanted.first_vertex = {0, 3}, slanted.first_ring = {0, 1}, slanted.first_polygon = {0, 1};
  EXPECT_FALSE(reaches_into(slanted, 0, {7, 1, 9, 3})) << "only its box does";
}

TEST(PartOfATable, KeepsTheRowsThatReachIntoIt) {
  Table table = two_areas();
  keep_part(table, {90, 90, 101, 101});
  ASSERT_EQ(table.rows, 1u);
  EXPECT_EQ(table.fid, std::vector<std::int64_t>{9});
  EXPECT_EQ(table.areas.x, (std::vector<double>{100, 110, 110, 100}));
  EXPECT_EQ(table.areas.size(), 1u);
  EXPECT_EQ(table.find("code")->text().at(0), "b");
  EXPECT_EQ(table.find("speed")->numbers().value, std::vector<double>{6});
  EXPECT_EQ(table.bad_geometry.count, 0u);
}

/// A project whose layers and page need only a part.
class PartOfAProject : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Lang::en);
    LayerSpec commune;
    commune.name = "commune", commune.geometry = wkbMultiPolygon, commune.fields = {{"code"}, {"name"}, {"parent_code"}};
    commune.features = {{{"08707", "Tích Sơn", "26"}, "MULTIPOLYGON (((105.2 21, 105.9 21, 105.9 21.6, 105.2 21.6, 105.2 21)))"}};
    write_vector(scratch_ / "units.gpkg", "GPKG", {commune});
    spec_ = scattered(2000);
    write_vector(scratch_ / "households.fgb", "FlatGeobuf", {spec_});
    project_ = scratch_.write("project.json", R"({"version": 1, "title": "Vĩnh Phúc", "crs": "EPSG:5897",
      "units": [{"level": "commune", "source": "units.gpkg", "code": "code", "name": "name", "parent": "parent_code"}],
      "layers": [{"id": "households", "kind": "fiber_household", "source": "households.fgb", "fields": {"connected": "fiber", "since": "since"}},
                 {"id": "lost", "kind": "villages", "source": "lost.gpkg", "fields": {"name": "name"}}]})");
  }
  Scratch scratch_;
  LayerSpec spec_;
  fs::path project_;
};

TEST_F(PartOfAProject, IsReadForDrawingAndCountsNothing) {
  const Point at = places_of(spec_).front();
  const Box box = Box{at.x, at.y, at.x, at.y}.grown(900);
  LoadOptions options;
  options.part = [&](const Dataset& dataset) {
    EXPECT_FALSE(dataset.units->units.empty());
    EXPECT_TRUE(dataset.layers.empty());
    return LoadPart{box, {"households"}};
  };
  const auto part = load_project(project_, {}, options);
  EXPECT_TRUE(part->dataset->errors.empty()) << "a layer that is not wanted was opened";
  EXPECT_EQ(part->extent, box);
  EXPECT_TRUE(part->answers.answers.empty());
  EXPECT_TRUE(part->scorecard.rows.empty());
  EXPECT_FALSE(part->dated) << "the newest row of a part is not the newest of all";
  ASSERT_TRUE(part->dataset->layers[0]->table);
  EXPECT_GT(part->dataset->layers[0]->table->rows, 0u);
  EXPECT_LT(part->dataset->layers[0]->table->rows, 1000u);
  EXPECT_FALSE(part->dataset->layers[1]->table);
  const auto whole = load_project(project_, {}, {});
  EXPECT_FALSE(whole->extent);
  EXPECT_EQ(whole->dataset->layers[0]->table->rows, 2000u);
  EXPECT_EQ(whole->dataset->errors.size(), 1u);
}

}  // namespace
}  // namespace data
