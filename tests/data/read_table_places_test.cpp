// Where rows lie: geometry or columns of coordinates, in whichever reference system.
#include "tests/data/reading.h"

namespace data {
namespace {

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

}  // namespace
}  // namespace data
