// What cannot be read is told with what, which file, why and what to try; what is written oddly is read all the same.
#include "tests/data/reading.h"

namespace data {
namespace {

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
