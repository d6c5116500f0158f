#include "data/source/read_table.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <future>
#include <thread>

#include "data/source/i18n.h"
#include "tests/support/scratch.h"
#include "tests/support/vector_source.h"

namespace data {
namespace {

/// Packed, a position in degrees moves by far less than a millimetre: 1e-9° is a tenth of one.
void expect_at(const Points& points, const std::vector<Point>& expected) {
  ASSERT_EQ(points.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(points.at(i).x, expected[i].x, 1e-9) << i;
    EXPECT_NEAR(points.at(i).y, expected[i].y, 1e-9) << i;
  }
}

namespace fs = std::filesystem;
using support::error_of;
using support::Feature;
using support::LayerSpec;
using support::Scratch;
using support::write_vector;

FieldWish want(const char* name, FieldType type = FieldType::text, bool required = true, const char* key = "") {
  return {name, type, required, key};
}

std::vector<std::string> texts(const Table& table, const char* name) {
  std::vector<std::string> out;
  const Column* column = table.find(name);
  if (!column) return {"no column"};
  for (std::size_t row = 0; row < column->text().code.size(); ++row) out.push_back(column->text().at(row));
  return out;
}
std::int32_t day(const char* text) { return static_cast<std::int32_t>(parse_date(text)->time_since_epoch().count()); }

/// Four households: the third lacks everything that can be lacking, the fourth is named in decomposed letters.
LayerSpec households() {
  LayerSpec spec;
  spec.name = "households";
  spec.fields = {{"commune_code"},          {"number", OFTInteger}, {"fiber", OFTInteger, OFSTBoolean},
                 {"connected_on", OFTDate}, {"size", OFTReal},      {"village"}};
  spec.features = {{{"08707", "8707", "1", "2022/12/31", "3.5", "Tích Sơn"}, "POINT (105.6 21.3)"},
                   {{"08710", "8710", "0", "2019/01/01", "2", "Liên Bảo"}, "POINT (105.61 21.31)"},
                   {{std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt}, "POINT (105.62 21.32)"},
                   {{"08707", "8707", "1", "2020/02/29", "4", "Ti\u0301ch So\u031Bn"}, "POINT (105.63 21.33)"}};
  return spec;
}

/// Two communes side by side, the second with a hole and an island.
LayerSpec communes() {
  LayerSpec spec;
  spec.name = "commune";
  spec.geometry = wkbMultiPolygon;
  spec.fields = {{"code"}, {"name"}};
  spec.features = {{{"08707", "Phường Tích Sơn"}, "MULTIPOLYGON (((105.6 21.3, 105.7 21.3, 105.7 21.4, 105.6 21.4, 105.6 21.3)))"},
                   {{"08710", "Phường Liên Bảo"},
                    "MULTIPOLYGON (((105.7 21.3, 105.9 21.3, 105.9 21.5, 105.7 21.5, 105.7 21.3), (105.75 21.35, 105.8 21.35, 105.8 21.4, "
                    "105.75 21.35)), ((106 21, "
                    "106.1 21, 106 21.1, 106 21)))"}};
  return spec;
}

ReadRequest request_for(const fs::path& source, Shape shape = Shape::none, std::vector<FieldWish> fields = {}) {
  set_language(Lang::en);
  ReadRequest request;
  request.source = source.string();
  request.shape = shape;
  request.fields = std::move(fields);
  request.map_crs = "EPSG:4326";
  request.key = "layers[2]";
  return request;
}

std::string error_when_reading(const ReadRequest& request) {
  return error_of([&] { read_table(request); });
}
void expect_parts(const std::string& error, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) EXPECT_NE(error.find(part), std::string::npos) << '"' << part << "\" is not in: " << error;
}

/// Runs it on a thread and gives up after a while, so that an endless stream is a failure and not a hang.
Table read_in_time(const ReadRequest& request, std::string* error) {
  std::stop_source stop;
  std::promise<Table> promise;
  std::future<Table> future = promise.get_future();
  std::jthread worker([&, token = stop.get_token()] {
    try {
      promise.set_value(read_table(request, token));
    } catch (const Error& e) {
      *error = e.what();
      promise.set_value({});
    }
  });
  if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready) {
    stop.request_stop();
    if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready) {
      ADD_FAILURE() << "reading never ends and cannot be stopped";
      std::abort();
    }
    ADD_FAILURE() << "reading never ends";
  }
  return future.get();
}

// --- Formats ----------------------------------------------------------------------------------------------------------

struct Format {
  const char* driver;
  const char* file;
  bool keeps_booleans;
  std::vector<const char*> options;  ///< FlatGeobuf keeps the order of rows only without its index; a DBF is Latin-1 unless told
};
class EveryFormat : public ::testing::TestWithParam<Format> {};
INSTANTIATE_TEST_SUITE_P(ReadTable, EveryFormat,
                         ::testing::Values(Format{"GPKG", "h.gpkg", true, {}}, Format{"FlatGeobuf", "h.fgb", true, {"SPATIAL_INDEX=NO"}},
                                           Format{"GeoJSON", "h.geojson", true, {}},
                                           Format{"ESRI Shapefile", "h.shp", false, {"ENCODING=UTF-8"}}),
                         [](const auto& format) { return std::string(format.param.file).substr(2); });

TEST_P(EveryFormat, PointsWithEveryKindOfField) {
  const Scratch scratch;
  LayerSpec spec = households();
  if (!GetParam().keeps_booleans) spec.fields[2].subtype = OFSTNone;
  spec.fields[0].name = "code", spec.fields[3].name = "since";  // a DBF has ten letters
  write_vector(scratch / GetParam().file, GetParam().driver, {spec}, GetParam().options);
  Progress progress;
  const Table table = read_table(request_for(scratch / GetParam().file, Shape::points,
                                             {want("code"), want("number", FieldType::text), want("fiber", FieldType::flag),
                                              want("since", FieldType::date), want("size", FieldType::number), want("village")}),
                                 {}, &progress);
  ASSERT_EQ(table.rows, 4u);
  EXPECT_EQ(table.shape, Shape::points);
  EXPECT_EQ(table.source_crs, "EPSG:4326");
  expect_at(table.points, {{105.6, 21.3}, {105.61, 21.31}, {105.62, 21.32}, {105.63, 21.33}});
  EXPECT_EQ(texts(table, "code"), (std::vector<std::string>{"08707", "08710", "", "08707"}));
  EXPECT_EQ(texts(table, "number"), (std::vector<std::string>{"8707", "8710", "", "8707"}));
  EXPECT_EQ(table.find("fiber")->flags().value, (std::vector<std::uint8_t>{1, 0, 2, 1}));
  EXPECT_EQ(table.find("since")->dates().day,
            (std::vector<std::int32_t>{day("2022-12-31"), day("2019-01-01"), DateColumn::none, day("2020-02-29")}));
  const auto& sizes = table.find("size")->numbers().value;
  EXPECT_EQ(sizes[0], 3.5);
  EXPECT_TRUE(std::isnan(sizes[2]));
  EXPECT_EQ(texts(table, "village"), (std::vector<std::string>{"Tích Sơn", "Liên Bảo", "", "Tích Sơn"}));
  EXPECT_EQ(table.find("village")->text().code[0], table.find("village")->text().code[3]);  // one value, whatever its form
  EXPECT_EQ(table.fid.size(), 4u);
  EXPECT_EQ(progress.done, 4u);
  EXPECT_EQ(table.warnings, std::vector<std::string>{});
}

TEST_P(EveryFormat, AreasWithHolesAndIslands) {
  const Scratch scratch;
  write_vector(scratch / GetParam().file, GetParam().driver, {communes()}, GetParam().options);
  const Table table = read_table(request_for(scratch / GetParam().file, Shape::areas, {want("code"), want("name")}));
  ASSERT_EQ(table.areas.size(), 2u);
  EXPECT_EQ(texts(table, "name"), (std::vector<std::string>{"Phường Tích Sơn", "Phường Liên Bảo"}));
  EXPECT_EQ(table.areas.box(0), (Box{105.6, 21.3, 105.7, 21.4}));
  EXPECT_EQ(table.areas.box(1), (Box{105.7, 21, 106.1, 21.5}));
  EXPECT_EQ(table.areas.first_polygon, (std::vector<std::uint32_t>{0, 1, 3}));
  EXPECT_EQ(table.areas.first_ring, (std::vector<std::uint32_t>{0, 1, 3, 4}));
  EXPECT_EQ(table.areas.x.size(), 4u + 4 + 3 + 3);
}

TEST_P(EveryFormat, AFilterOnAFieldThatIsNotOtherwiseRead) {
  const Scratch scratch;
  LayerSpec spec = households();
  spec.fields[0].name = "code", spec.fields[3].name = "since", spec.fields[2].subtype = OFSTNone;
  write_vector(scratch / GetParam().file, GetParam().driver, {spec});
  ReadRequest request = request_for(scratch / GetParam().file, Shape::points, {want("size", FieldType::number)});
  request.where = "code = '08707'";
  const Table table = read_table(request);
  ASSERT_EQ(table.rows, 2u);
  const Cells<double>& read = table.find("size")->numbers().value;
  std::vector<double> sizes(read.begin(), read.end());
  std::sort(sizes.begin(), sizes.end());  // FlatGeobuf keeps its own order
  EXPECT_EQ(sizes, (std::vector<double>{3.5, 4}));
  EXPECT_EQ(table.columns.size(), 1u);

  request.where = "CODE = '08710' AND number > 8000";
  EXPECT_EQ(read_table(request).rows, 1u);

  request.where = "code = 'nowhere'";
  std::string error;
  read_in_time(request, &error);
  expect_parts(error, {"empty", "layers[2]", GetParam().file, "code = 'nowhere'"});

  request.where = "no_such_field = 1";
  error.clear();
  read_in_time(request, &error);
  expect_parts(error, {"no_such_field", "layers[2]", GetParam().file, "village"});

  request.where = "code = = 1";
  error.clear();
  read_in_time(request, &error);
  expect_parts(error, {"code = = 1", "layers[2]", GetParam().file});
}

TEST_P(EveryFormat, AnEmptyLayerIsAnErrorAndAnEnd) {
  const Scratch scratch;
  LayerSpec spec = households();
  spec.features.clear();
  spec.fields[0].name = "code", spec.fields[3].name = "since", spec.fields[2].subtype = OFSTNone;
  write_vector(scratch / GetParam().file, GetParam().driver, {spec});
  std::string error;
  read_in_time(request_for(scratch / GetParam().file, Shape::points, {want("code", FieldType::text, false)}), &error);
  expect_parts(error, {"empty", "layers[2]", GetParam().file});
}

TEST_P(EveryFormat, TheSourceStaysByteIdenticalWithNothingBesideIt) {
  const Scratch scratch;
  LayerSpec spec = households();
  spec.fields[0].name = "code", spec.fields[3].name = "since", spec.fields[2].subtype = OFSTNone;
  write_vector(scratch / GetParam().file, GetParam().driver, {spec});
  const auto before = support::contents_of(scratch.path());
  ReadRequest request = request_for(scratch / GetParam().file, Shape::points, {want("code")});
  request.map_crs = "EPSG:5897";
  read_table(request);
  request.where = "code = '08707'";
  read_table(request);
  EXPECT_EQ(support::contents_of(scratch.path()), before);
}

TEST_P(EveryFormat, ASourceInAReadOnlyFolder) {
  const Scratch scratch;
  LayerSpec spec = households();
  spec.fields[0].name = "code", spec.fields[3].name = "since", spec.fields[2].subtype = OFSTNone;
  fs::create_directory(scratch / "closed");
  write_vector(scratch / "closed" / GetParam().file, GetParam().driver, {spec});
  fs::permissions(scratch.path(), fs::perms(0755));
  for (const auto& entry : fs::directory_iterator(scratch / "closed")) fs::permissions(entry.path(), fs::perms(0444));
  fs::permissions(scratch / "closed", fs::perms(0555));
  EXPECT_EQ(support::in_child([&] {
              if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return 98;
              return read_table(request_for(scratch / "closed" / GetParam().file, Shape::points, {want("code")})).rows == 4 ? 0 : 1;
            }),
            0);
}

TEST_P(EveryFormat, CutOffAnywhereItIsAnErrorOrNothingLess) {
  const Scratch scratch;
  LayerSpec spec = households();
  spec.fields[0].name = "code", spec.fields[3].name = "since", spec.fields[2].subtype = OFSTNone;
  const std::vector<Feature> four = spec.features;
  for (int i = 0; i < 500; ++i) spec.features.insert(spec.features.end(), four.begin(), four.end());
  write_vector(scratch / GetParam().file, GetParam().driver, {spec});
  const std::string whole = support::bytes_of(scratch / GetParam().file);
  for (const double share : {0.0, 0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999}) {
    std::ofstream(scratch / GetParam().file, std::ios::binary)
        << whole.substr(0, static_cast<std::size_t>(share * static_cast<double>(whole.size())));
    std::string error;
    const Table table =
        read_in_time(request_for(scratch / GetParam().file, Shape::points, {want("code"), want("fiber", FieldType::flag)}), &error);
    if (error.empty()) { EXPECT_EQ(table.rows, 2004u) << share; }
    if (!error.empty()) expect_parts(error, {GetParam().file});
  }
}

// --- Booleans, dates, batches -----------------------------------------------------------------------------------------

TEST(ReadTable, BooleansOverManyRowsAreEachRowsOwn) {
  const Scratch scratch;
  LayerSpec spec;
  spec.fields = {{"id", OFTInteger}, {"fiber", OFTInteger, OFSTBoolean}, {"address", OFTInteger, OFSTBoolean}};
  constexpr int rows = 3000;
  for (int i = 0; i < rows; ++i) {
    Feature feature{{std::to_string(i), i % 7 == 3 ? "1" : "0", i % 2 ? "1" : "0"}, "POINT (" + std::to_string(105 + i * 1e-4) + " 21)"};
    if (i % 11 == 5) feature.cells[1] = std::nullopt;
    spec.features.push_back(feature);
  }
  write_vector(scratch / "b.gpkg", "GPKG", {spec});
  write_vector(scratch / "b.fgb", "FlatGeobuf", {spec});  // with its spatial index: another order of rows
  for (const char* file : {"b.gpkg", "b.fgb"})
    for (const char* where : {"", "id >= 1500", "address = 1"}) {
      ReadRequest request = request_for(scratch / file, Shape::points,
                                        {want("address", FieldType::flag), want("id", FieldType::number), want("fiber", FieldType::flag)});
      request.where = where;
      const Table table = read_table(request);
      EXPECT_EQ(table.rows, std::string(where).empty() ? 3000u : 1500u) << file << where;
      const auto& id = table.find("id")->numbers().value;
      const auto &fiber = table.find("fiber")->flags().value, &address = table.find("address")->flags().value;
      ASSERT_EQ(fiber.size(), table.rows);
      ASSERT_EQ(address.size(), table.rows);
      for (std::size_t row = 0; row < table.rows; ++row) {
        const int i = static_cast<int>(id[row]);
        ASSERT_EQ(fiber[row], i % 11 == 5 ? 2 : i % 7 == 3 ? 1 : 0) << file << " row " << i;
        ASSERT_EQ(address[row], i % 2) << file << " row " << i;
      }
    }
}

TEST(ReadTable, MoreRowsThanOneBatch) {
  const Scratch scratch;
  LayerSpec spec;
  spec.fields = {{"id"}};
  constexpr int rows = 70000;  // GDAL hands out 65536 at a time
  for (int i = 0; i < rows; ++i)
    spec.features.push_back({{std::to_string(i % 1000)}, "POINT (105." + std::to_string(10000 + i % 90000) + " 21)"});
  write_vector(scratch / "many.gpkg", "GPKG", {spec});
  Progress progress;
  ReadRequest request = request_for(scratch / "many.gpkg", Shape::points, {want("id")});
  request.map_crs = "EPSG:5897";
  const Table table = read_table(request, {}, &progress);
  ASSERT_EQ(table.rows, static_cast<std::size_t>(rows));
  EXPECT_EQ(table.find("id")->text().dictionary.size(), 1001u);
  EXPECT_EQ(progress.done, static_cast<std::uint64_t>(rows));
  EXPECT_EQ(progress.total, static_cast<std::uint64_t>(rows));
  for (std::size_t row = 0; row < table.rows; row += 997) EXPECT_EQ(table.find("id")->text().at(row), std::to_string(row % 1000));
  EXPECT_EQ(table.fid.front(), 1);
  EXPECT_EQ(table.fid.back(), rows);
}

TEST(ReadTable, DateTimesBecomeDays) {
  const Scratch scratch;
  LayerSpec spec;
  spec.fields = {{"at", OFTDateTime}};
  spec.features = {
      {{"2022/12/31 23:59:59"}, "POINT (105 21)"}, {{"2023/01/01 00:00:00"}, "POINT (105 21)"}, {{std::nullopt}, "POINT (105 21)"}};
  write_vector(scratch / "t.gpkg", "GPKG", {spec});
  const Table table = read_table(request_for(scratch / "t.gpkg", Shape::points, {want("at", FieldType::date)}));
  EXPECT_EQ(table.find("at")->dates().day, (std::vector<std::int32_t>{day("2022-12-31"), day("2023-01-01"), DateColumn::none}));
}

// --- Tables without geometry ------------------------------------------------------------------------------------------

TEST(ReadTable, CsvWithNamedCoordinateColumns) {
  const Scratch scratch;
  scratch.write("p.csv", "code;Đông;Bắc\n08707;562055,19;2356283,31\n08710;;\n");
  ReadRequest request = request_for(scratch / "p.csv", Shape::points, {want("code")});
  request.x_field = "đông", request.y_field = "BẮC", request.crs = "EPSG:5897";
  const Table table = read_table(request);
  ASSERT_EQ(table.rows, 2u);
  EXPECT_NEAR(table.points.at(0).x, 105.6, 1e-6);
  EXPECT_NEAR(table.points.at(0).y, 21.3, 1e-6);
  EXPECT_TRUE(std::isnan(table.points.at(1).x));
  EXPECT_EQ(texts(table, "code"), (std::vector<std::string>{"08707", "08710"}));
  EXPECT_EQ(table.columns.size(), 1u);  // the coordinates are no columns any more
}

TEST(ReadTable, CsvWithUsualCoordinateColumnsNeedsNoWords) {
  const Scratch scratch;
  for (const char* header : {"code,lon,lat", "code,Longitude,Latitude", "code,LNG,LAT", "code,kinh_do,vi_do", "code,Kinh_độ,Vĩ_độ"}) {
    scratch.write("p.csv", std::string(header) + "\n08707,105.6,21.3\n");
    const Table table = read_table(request_for(scratch / "p.csv", Shape::points, {want("code")}));
    ASSERT_EQ(table.rows, 1u) << header;
    SCOPED_TRACE(header);
    expect_at(table.points, {{105.6, 21.3}});
    EXPECT_EQ(table.source_crs, "EPSG:4326") << header;
  }
}

TEST(ReadTable, CsvWithXAndYMustSayItsCrs) {
  const Scratch scratch;
  scratch.write("p.csv", "x,y\n562055.19,2356283.31\n");
  ReadRequest request = request_for(scratch / "p.csv", Shape::points);
  expect_parts(error_when_reading(request), {"coordinate reference system", "layers[2]", "p.csv", "EPSG:5897"});
  request.crs = "EPSG:5897";
  EXPECT_NEAR(read_table(request).points.at(0).x, 105.6, 1e-6);
}

TEST(ReadTable, CsvWithoutPositions) {
  const Scratch scratch;
  scratch.write("t.csv", "\xEF\xBB\xBFunit,households\n08707,\"1.234\"\n08710,n/a\n00001,12\n");
  ReadRequest request = request_for(scratch / "t.csv", Shape::none, {want("unit"), want("households", FieldType::number)});
  const Table table = read_table(request);
  EXPECT_EQ(texts(table, "unit"), (std::vector<std::string>{"08707", "08710", "00001"}));  // zeros stay
  EXPECT_EQ(table.shape, Shape::none);
  EXPECT_TRUE(std::isnan(table.find("households")->numbers().value[1]));
  ASSERT_EQ(table.warnings.size(), 1u);
  expect_parts(table.warnings[0], {"households", "n/a"});
  request.shape = Shape::points;
  expect_parts(error_when_reading(request), {"no geometry", "layers[2]", "t.csv", "unit, households"});
  request.shape_optional = true;
  EXPECT_EQ(read_table(request).shape, Shape::none);
  request.shape = Shape::areas, request.shape_optional = false;
  expect_parts(error_when_reading(request), {"no geometry", "layers[2]", "t.csv"});
}

TEST(ReadTable, XlsxTables) {
  const Scratch scratch;
  LayerSpec spec;
  spec.name = "Bảng 1", spec.crs = "", spec.geometry = wkbNone;
  spec.fields = {{"Mã xã"}, {"Số hộ", OFTInteger}, {"Ngày", OFTDate}};
  spec.features = {{{"08707", "1234", "2022/12/31"}, ""}, {{"08710", std::nullopt, std::nullopt}, ""}};
  write_vector(scratch / "t.xlsx", "XLSX", {spec});
  const auto before = support::contents_of(scratch.path());
  const Table table = read_table(
      request_for(scratch / "t.xlsx", Shape::none, {want("Mã xã"), want("Số hộ", FieldType::number), want("Ngày", FieldType::date)}));
  EXPECT_EQ(texts(table, "Mã xã"), (std::vector<std::string>{"08707", "08710"}));
  EXPECT_EQ(table.find("Số hộ")->numbers().value[0], 1234);
  EXPECT_TRUE(std::isnan(table.find("Số hộ")->numbers().value[1]));
  EXPECT_EQ(table.find("Ngày")->dates().day, (std::vector<std::int32_t>{day("2022-12-31"), DateColumn::none}));
  EXPECT_EQ(support::contents_of(scratch.path()), before);
}

TEST(ReadTable, XlsxTablesOfNothingButText) {
  const Scratch scratch;
  LayerSpec spec;
  spec.name = "s", spec.crs = "", spec.geometry = wkbNone;
  spec.fields = {{"code"}, {"name"}};
  spec.features = {{{"08707", "Tích Sơn"}, ""}, {{"08710", "Liên Bảo"}, ""}};
  write_vector(scratch / "t.xlsx", "XLSX", {spec});
  const Table table = read_table(request_for(scratch / "t.xlsx", Shape::none, {want("code"), want("name")}));
  EXPECT_EQ(texts(table, "code"), (std::vector<std::string>{"08707", "08710"}));
}

// --- Coordinate reference systems -------------------------------------------------------------------------------------

TEST(ReadTable, PlacesEverythingInTheMapsCrs) {
  const Scratch scratch;
  write_vector(scratch / "h.gpkg", "GPKG", {households(), communes()});
  ReadRequest request = request_for(scratch / "h.gpkg", Shape::points);
  request.layer = "households", request.map_crs = "EPSG:5897";
  const Table points = read_table(request);
  EXPECT_NEAR(points.points.at(0).x, 562055.1871, 0.01);
  EXPECT_NEAR(points.points.at(0).y, 2356283.3111, 0.01);
  request.layer = "commune", request.shape = Shape::areas;
  const Table areas = read_table(request);
  EXPECT_NEAR(areas.areas.x[0], 562055.1871, 0.01);
  EXPECT_NEAR(areas.areas.y[0], 2356283.3111, 0.01);
}

TEST(ReadTable, TheProjectsCrsOverridesTheFiles) {
  const Scratch scratch;
  LayerSpec spec = households();
  spec.crs = "EPSG:32648";  // a wrong claim: these are degrees
  write_vector(scratch / "h.gpkg", "GPKG", {spec});
  ReadRequest request = request_for(scratch / "h.gpkg", Shape::points);
  request.crs = "EPSG:4326";
  const Table table = read_table(request);
  EXPECT_NEAR(table.points.at(0).x, 105.6, 1e-9);
  EXPECT_EQ(table.source_crs, "EPSG:4326");
}

TEST(ReadTable, NoCrsAndUnknownCrsAreTold) {
  const Scratch scratch;
  LayerSpec spec = households();
  spec.crs = "", spec.fields = {{"code"}};
  for (Feature& feature : spec.features) feature.cells.resize(1);
  write_vector(scratch / "h.shp", "ESRI Shapefile", {spec});
  ReadRequest request = request_for(scratch / "h.shp", Shape::points);
  expect_parts(error_when_reading(request), {"does not say which coordinate reference system", "layers[2]", "h.shp", "\"crs\""});
  request.crs = "EPSG:999999";
  expect_parts(error_when_reading(request), {"EPSG:999999", "layers[2].crs", "h.shp", "EPSG:5897"});
  request.crs = "EPSG:4326";
  EXPECT_EQ(read_table(request).rows, 4u);
}

TEST(ReadTable, APrjAsArcGisWritesItIsPlacedWithTheDatumStep) {
  const Scratch scratch;
  LayerSpec spec;
  spec.crs = "", spec.fields = {{"code"}};
  spec.features = {{{"1"}, "POINT (562055.1871 2356283.3111)"}};
  write_vector(scratch / "h.shp", "ESRI Shapefile", {spec});
  scratch.write(
      "h.prj",
      R"(PROJCS["VN_2000_TM3_105",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],)"
      R"(UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],)"
      R"(PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]])");
  const Table table = read_table(request_for(scratch / "h.shp", Shape::points));
  EXPECT_NEAR(table.points.at(0).x, 105.6, 1e-7) << table.source_crs;
  EXPECT_NEAR(table.points.at(0).y, 21.3, 1e-7);
}

TEST(ReadTable, SwappedAxesAreToldAndNeverCrash) {
  const Scratch scratch;
  LayerSpec spec = communes();
  for (Feature& feature : spec.features) feature.wkt = "MULTIPOLYGON (((21.3 105.6, 21.3 105.7, 21.4 105.7, 21.3 105.6)))";
  write_vector(scratch / "c.gpkg", "GPKG", {spec});
  ReadRequest request = request_for(scratch / "c.gpkg", Shape::areas, {want("code")});
  request.map_crs = "EPSG:5897";
  expect_parts(error_when_reading(request), {"EPSG:5897", "EPSG:4326", "layers[2]", "c.gpkg", "swapped"});
}

TEST(ReadTable, AnAreaWithOneImpossibleVertexLosesItsShapeAndNotItsRow) {
  const Scratch scratch;
  LayerSpec spec = communes();
  spec.features[0].wkt = "MULTIPOLYGON (((105.6 21.3, 105.7 2000, 105.7 21.4, 105.6 21.3)))";
  write_vector(scratch / "c.gpkg", "GPKG", {spec});
  ReadRequest request = request_for(scratch / "c.gpkg", Shape::areas, {want("code")});
  request.map_crs = "EPSG:5897";
  const Table table = read_table(request);
  ASSERT_EQ(table.areas.size(), 2u);
  EXPECT_TRUE(table.areas.box(0).empty());
  EXPECT_FALSE(table.areas.box(1).empty());
  EXPECT_EQ(table.areas.first_polygon, (std::vector<std::uint32_t>{0, 0, 2}));
  EXPECT_EQ(table.areas.first_ring, (std::vector<std::uint32_t>{0, 2, 3}));
  for (const double x : table.areas.x) EXPECT_TRUE(std::isfinite(x));
  ASSERT_EQ(table.warnings.size(), 1u);
  expect_parts(table.warnings[0], {"1 ", "EPSG:5897"});
}

// --- Geometry ---------------------------------------------------------------------------------------------------------

TEST(ReadTable, OtherGeometryIsAnErrorWhenItIsAllThereIs) {
  const Scratch scratch;
  write_vector(scratch / "h.gpkg", "GPKG", {households(), communes()});
  ReadRequest request = request_for(scratch / "h.gpkg", Shape::areas);
  request.layer = "households";
  expect_parts(error_when_reading(request), {"areas", "layers[2]", "h.gpkg"});
  request.layer = "commune", request.shape = Shape::points;
  expect_parts(error_when_reading(request), {"points", "layers[2]", "h.gpkg"});
}

TEST(ReadTable, OddRowsAreCountedAndKept) {
  const Scratch scratch;
  LayerSpec spec;
  spec.geometry = wkbUnknown;
  spec.fields = {{"code"}};
  spec.features = {{{"1"}, "POINT (105 21)"}, {{"2"}, ""}, {{"3"}, "LINESTRING (105 21, 106 22)"}, {{"4"}, "MULTIPOINT (105.5 21.5, 1 1)"}};
  write_vector(scratch / "o.gpkg", "GPKG", {spec});
  const Table table = read_table(request_for(scratch / "o.gpkg", Shape::points, {want("code")}));
  ASSERT_EQ(table.rows, 4u);
  EXPECT_NEAR(table.points.at(0).x, 105, 1e-9);
  EXPECT_TRUE(std::isnan(table.points.at(1).x) && std::isnan(table.points.at(2).x));
  EXPECT_NEAR(table.points.at(3).x, 105.5, 1e-9);
  ASSERT_EQ(table.warnings.size(), 2u);
  expect_parts(table.warnings[0], {"1 ", "no geometry"});
  expect_parts(table.warnings[1], {"1 ", "another kind"});
}

TEST(ReadTable, CollectionsGiveTheirPolygons) {
  const Scratch scratch;
  LayerSpec spec;
  spec.geometry = wkbUnknown;
  spec.fields = {{"code"}};
  spec.features = {{{"1"}, "GEOMETRYCOLLECTION (POINT (0 0), POLYGON ((105 21, 106 21, 106 22, 105 21)))"}, {{"2"}, "POLYGON EMPTY"}};
  write_vector(scratch / "o.gpkg", "GPKG", {spec});
  const Table table = read_table(request_for(scratch / "o.gpkg", Shape::areas, {want("code")}));
  EXPECT_EQ(table.areas.box(0), (Box{105, 21, 106, 22}));
  EXPECT_TRUE(table.areas.box(1).empty());
  ASSERT_EQ(table.warnings.size(), 1u);
  expect_parts(table.warnings[0], {"1 ", "no geometry"});
}

// --- Errors -----------------------------------------------------------------------------------------------------------

TEST(ReadTable, AMissingFileNamesItAndAMissingFolderToo) {
  const Scratch scratch;
  expect_parts(error_when_reading(request_for(scratch / "absent.gpkg")), {"No such file", "absent.gpkg", "relative to that file's folder"});
  expect_parts(error_when_reading(request_for(scratch / "no" / "absent.gpkg")),
               {"absent.gpkg", (scratch / "no").string(), "does not exist either"});
}

TEST(ReadTable, WhatIsNoMapDataSaysWhatWouldBe) {
  const Scratch scratch;
  for (const char* name : {"a.gpkg", "a.fgb", "a.shp", "a.geojson", "a.xlsx", "a.txt"}) {
    scratch.write(name, "these are not the bytes you are looking for");
    expect_parts(error_when_reading(request_for(scratch / name)), {name, "GeoPackage", "inspect"});
  }
  scratch.write("zero.gpkg", "");
  expect_parts(error_when_reading(request_for(scratch / "zero.gpkg")), {"zero.gpkg"});
  fs::create_directory(scratch / "folder");
  expect_parts(error_when_reading(request_for(scratch / "folder")), {"folder"});
}

TEST(ReadTable, LayersAreNamedWhenTheWishIsUnclearOrUnknown) {
  const Scratch scratch;
  write_vector(scratch / "two.gpkg", "GPKG", {households(), communes()});
  ReadRequest request = request_for(scratch / "two.gpkg");
  expect_parts(error_when_reading(request), {"several layers", "layers[2].layer", "two.gpkg", "households, commune"});
  request.layer = "ward";
  expect_parts(error_when_reading(request), {"'ward'", "layers[2].layer", "two.gpkg", "households, commune"});
}

TEST(ReadTable, FieldsAreFoundIgnoringCaseAndAccentsElseNamed) {
  const Scratch scratch;
  scratch.write("t.csv", "Mã xã,Số hộ,so ho\n08707,12,13\n");
  const Table table = read_table(request_for(scratch / "t.csv", Shape::none,
                                             {want("MA XA"), want("so ho", FieldType::number), want("absent", FieldType::text, false)}));
  EXPECT_EQ(texts(table, "MA XA"), (std::vector<std::string>{"08707"}));
  EXPECT_EQ(table.find("so ho")->numbers().value[0], 13);  // the exact name wins
  EXPECT_EQ(table.find("absent"), nullptr);
  expect_parts(
      error_when_reading(request_for(scratch / "t.csv", Shape::none, {want("code", FieldType::text, true, "layers[2].fields.unit")})),
      {"'code'", "layers[2].fields.unit", "t.csv", "Mã xã, Số hộ, so ho"});
  ReadRequest request = request_for(scratch / "t.csv", Shape::points);
  request.x_field = "kinh", request.y_field = "vi", request.crs = "EPSG:4326";
  expect_parts(error_when_reading(request), {"'kinh'", "layers[2].x", "t.csv", "Mã xã"});
}

TEST(ReadTable, TheSameFieldMayBeAskedForTwice) {
  const Scratch scratch;
  scratch.write("t.csv", "code,n\n08707,1\n");
  const Table table =
      read_table(request_for(scratch / "t.csv", Shape::none, {want("code"), want("n", FieldType::number), want("N", FieldType::flag)}));
  EXPECT_EQ(table.find("n")->numbers().value[0], 1);
  EXPECT_EQ(table.find("N")->flags().value[0], 1);
}

TEST(ReadTable, AStopRequestEndsIt) {
  const Scratch scratch;
  write_vector(scratch / "h.gpkg", "GPKG", {households()});
  write_vector(scratch / "h.fgb", "FlatGeobuf", {households()});
  std::stop_source stop;
  stop.request_stop();
  for (const char* file : {"h.gpkg", "h.fgb"})
    for (const bool boolean : {false, true}) {
      const ReadRequest request = request_for(scratch / file, Shape::points, {want("fiber", boolean ? FieldType::flag : FieldType::text)});
      expect_parts(error_of([&] { read_table(request, stop.get_token()); }), {"stopped", file});
    }
}

TEST(ReadTable, ADamagedPageOfAGeoPackageIsNoShorterTable) {
  const Scratch scratch;
  LayerSpec spec;
  spec.fields = {{"id"}, {"note"}};
  for (int i = 0; i < 3000; ++i) spec.features.push_back({{std::to_string(i), std::string(100, 'x')}, "POINT (105 21)"});
  write_vector(scratch / "d.gpkg", "GPKG", {spec});
  const std::string whole = support::bytes_of(scratch / "d.gpkg");
  int errors = 0;
  for (const double place : {0.2, 0.35, 0.5, 0.65, 0.8, 0.95}) {
    std::string damaged = whole;
    const std::size_t page = static_cast<std::size_t>(place * static_cast<double>(whole.size())) / 4096 * 4096;
    for (std::size_t i = page; i < std::min(page + 4096, damaged.size()); ++i) damaged[i] = '\x7F';
    std::ofstream(scratch / "d.gpkg", std::ios::binary) << damaged;
    std::string error;
    const Table table = read_in_time(request_for(scratch / "d.gpkg", Shape::points, {want("id")}), &error);
    if (error.empty()) { EXPECT_EQ(table.rows, 3000u) << place; }
    errors += !error.empty();
  }
  EXPECT_GT(errors, 2);
}

TEST(ReadTable, AGeoPackageInWriteAheadModeGetsNoFilesBesideIt) {
  const Scratch scratch;
  write_vector(scratch / "w.gpkg", "GPKG", {households()});
  // The mode is two bytes of the header of an SQLite file.
  std::string bytes = support::bytes_of(scratch / "w.gpkg");
  bytes[18] = bytes[19] = 2;
  std::ofstream(scratch / "w.gpkg", std::ios::binary) << bytes;
  const auto before = support::contents_of(scratch.path());
  EXPECT_EQ(read_table(request_for(scratch / "w.gpkg", Shape::points, {want("village")})).rows, 4u);
  EXPECT_EQ(support::contents_of(scratch.path()), before);
}

// --- Encodings of a DBF -----------------------------------------------------------------------------------------------

class Dbf : public ::testing::Test {
 protected:
  /// A shapefile whose two values are windows-1258 bytes: "Phường Tích Sơn", "Đạo Trù".
  void SetUp() override {
    LayerSpec spec;
    spec.fields = {{"TEN_XA"}, {"MA_XA"}};
    spec.features = {{{"Ph\xFD\xF5\xCCng T\xED"
                       "ch S\xF5n",
                       "1"},
                      "POINT (105.6 21.3)"},
                     {{"\xD0"
                       "a\xF2o Tr\xF9",
                       "2"},
                      "POINT (105.6 21.4)"}};
    write_vector(scratch_ / "x.shp", "ESRI Shapefile", {spec}, {"ENCODING="});
    fs::remove(scratch_ / "x.cpg");
  }
  Table read(const std::string& encoding = "") {
    ReadRequest request = request_for(scratch_ / "x.shp", Shape::points, {want("TEN_XA"), want("MA_XA")});
    request.encoding = encoding;
    return read_table(request);
  }
  Scratch scratch_;
};

const std::vector<std::string> names{"Phường Tích Sơn", "Đạo Trù"};

TEST_F(Dbf, GuessesWindows1258AndSaysSo) {
  const Table table = read();
  EXPECT_EQ(texts(table, "TEN_XA"), names);
  ASSERT_EQ(table.warnings.size(), 1u);
  expect_parts(table.warnings[0], {"TEN_XA", "windows-1258"});
}

TEST_F(Dbf, ObeysTheProjectThenTheCpg) {
  const Table named = read("windows-1258");
  EXPECT_EQ(texts(named, "TEN_XA"), names);
  EXPECT_TRUE(named.warnings.empty());
  for (const char* cpg : {"1258", "CP1258", "ANSI 1258", "windows-1258\n"}) {
    scratch_.write("x.cpg", cpg);
    const Table table = read();
    EXPECT_EQ(texts(table, "TEN_XA"), names) << cpg;
    EXPECT_TRUE(table.warnings.empty()) << cpg;
  }
  scratch_.write("x.cpg", "ISO-8859-1");
  EXPECT_EQ(texts(read(), "TEN_XA")[1], "Ða\u00F2o Trù");  // the file's word is taken, right or wrong
  EXPECT_EQ(texts(read("windows-1258"), "TEN_XA"), names);
}

TEST_F(Dbf, AnUnknownEncodingIsAnErrorWithItsName) {
  expect_parts(error_of([&] { read("klingon"); }), {"klingon", "x.shp", "layers[2]"});
}

}  // namespace
}  // namespace data
