// Every format, every kind of value, many rows.
#include "tests/data/reading.h"

#include <unistd.h>

namespace data {
namespace {

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

}  // namespace
}  // namespace data
