// FlatGeobuf files as GDAL is given them.
#include "data/source/flat_geobuf.h"

#include <fstream>
#include <random>

#include "tests/data/reading.h"

namespace data {
namespace {

/// Flags and numbers side by side; every fifth flag is null.
LayerSpec mixed(int rows) {
  LayerSpec spec;
  spec.fields = {{"name"}, {"fiber", OFTInteger, OFSTBoolean}, {"floors", OFTInteger}, {"nhà mới", OFTInteger, OFSTBoolean}};
  for (int i = 0; i < rows; ++i) {
    Feature feature{{std::to_string(i), i % 3 == 0 ? "1" : "0", std::to_string(i % 9), i % 7 == 2 ? "1" : "0"},
                    "POINT (" + std::to_string(105 + i * 1e-5) + " 21)"};
    if (i % 5 == 4) feature.cells[1] = std::nullopt;
    spec.features.push_back(feature);
  }
  return spec;
}

std::vector<std::byte> bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto* first = reinterpret_cast<const std::byte*>(text.data());
  return {first, first + text.size()};
}

void set_byte(const fs::path& file, std::uint64_t place, std::uint8_t value) {
  std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
  out.seekp(static_cast<std::streamoff>(place));
  out.put(static_cast<char>(value));
}

TEST(FlatGeobuf, TheHeaderNamesColumnsAndTheirTypes) {
  const Scratch scratch;
  write_vector(scratch / "a.fgb", "FlatGeobuf", {mixed(20)});
  write_vector(scratch / "b.fgb", "FlatGeobuf", {mixed(20)}, {"SPATIAL_INDEX=NO"});
  const auto header = flat_header(bytes_of(scratch / "a.fgb"));
  ASSERT_TRUE(header);
  EXPECT_TRUE(header->indexed());
  EXPECT_FALSE(flat_header(bytes_of(scratch / "b.fgb"))->indexed());
  ASSERT_EQ(header->columns.size(), 4u);
  EXPECT_EQ(header->columns[1].name, "fiber");
  EXPECT_EQ(header->columns[1].type, FlatColumn::boolean);
  EXPECT_GT(header->columns[2].type, FlatColumn::boolean);
  EXPECT_EQ(header->columns[3].name, "nhà mới");
  EXPECT_EQ(header->columns[3].type, FlatColumn::boolean);
}

/// Whatever the bytes are, an answer or none.
TEST(FlatGeobuf, DamagedHeadersAreNotUnderstoodOrHarmless) {
  const Scratch scratch;
  write_vector(scratch / "a.fgb", "FlatGeobuf", {mixed(3)});
  const std::vector<std::byte> good = bytes_of(scratch / "a.fgb");
  for (std::size_t size = 0; size < std::min<std::size_t>(good.size(), 400); ++size) (void)flat_header(std::span(good).first(size));
  std::mt19937 random(8);
  for (int round = 0; round < 20000; ++round) {
    std::vector<std::byte> bad = good;
    for (int i = 0; i < 4; ++i) bad[random() % std::min<std::size_t>(bad.size(), 500)] = static_cast<std::byte>(random());
    if (const auto header = flat_header(bad)) {
      for (const FlatColumn& column : header->columns) EXPECT_LT(column.type_place.value_or(0), bad.size());
    }
  }
}

/// Longer than a piece, and than a batch.
TEST(FlatGeobuf, BooleansAreWhatTheyAreInTheFile) {
  const Scratch scratch;
  constexpr int rows = 70000;
  for (const bool indexed : {true, false}) {
    const fs::path file = scratch / (indexed ? "a.fgb" : "b.fgb");
    write_vector(file, "FlatGeobuf", {mixed(rows)}, {indexed ? "SPATIAL_INDEX=YES" : "SPATIAL_INDEX=NO"});
    ASSERT_GT(fs::file_size(file), std::size_t{4} << 20U);
    const Table table = read_table(request_for(file, Shape::points,
                                               {want("name", FieldType::number), want("fiber", FieldType::flag),
                                                want("floors", FieldType::number), want("nhà mới", FieldType::flag)}));
    ASSERT_EQ(table.rows, std::size_t{rows});
    for (std::size_t row = 0; row < table.rows; ++row) {
      const int i = static_cast<int>(table.find("name")->numbers().value[row]);
      ASSERT_EQ(table.find("fiber")->flags().value[row], i % 5 == 4 ? 2 : i % 3 == 0 ? 1 : 0) << i;
      ASSERT_EQ(table.find("nhà mới")->flags().value[row], i % 7 == 2 ? 1 : 0) << i;
      ASSERT_EQ(table.find("floors")->numbers().value[row], i % 9) << i;
    }
  }
}

/// Types that GDAL never writes, and that its batches lay down otherwise than they say.
TEST(FlatGeobuf, ColumnsOfBytesAreReadAsNumbers) {
  if (!booleans_do_better_as_bytes()) GTEST_SKIP() << "only GDAL 3.6 is known to lay them so";
  const Scratch scratch;
  for (const FlatColumn::Type type : {FlatColumn::byte, FlatColumn::ubyte}) {
    const fs::path file = scratch / ("bytes" + std::to_string(type) + ".fgb");
    write_vector(file, "FlatGeobuf", {mixed(1000)});
    const auto header = flat_header(bytes_of(file));
    ASSERT_TRUE(header && header->columns.size() == 4 && header->columns[1].type_place);
    set_byte(file, *header->columns[1].type_place, type);
    const Table table = read_table(request_for(file, Shape::points, {want("name", FieldType::number), want("fiber", FieldType::number)}));
    ASSERT_EQ(table.rows, 1000u);
    for (std::size_t row = 0; row < table.rows; ++row) {
      const int i = static_cast<int>(table.find("name")->numbers().value[row]);
      const double value = table.find("fiber")->numbers().value[row];
      if (i % 5 == 4) ASSERT_TRUE(std::isnan(value)) << i;
      else ASSERT_EQ(value, i % 3 == 0 ? 1 : 0) << i;
    }
  }
}

TEST(FlatGeobuf, ErrorsNameTheFileAsItIsCalled) {
  const Scratch scratch;
  write_vector(scratch / "a.fgb", "FlatGeobuf", {mixed(2000)});
  fs::resize_file(scratch / "a.fgb", fs::file_size(scratch / "a.fgb") / 2);
  const std::string error = error_when_reading(request_for(scratch / "a.fgb", Shape::points, {want("fiber", FieldType::flag)}));
  EXPECT_NE(error.find("a.fgb"), std::string::npos) << error;
  EXPECT_EQ(error.find("/vsi"), std::string::npos) << error;
  EXPECT_EQ(with_own_names("cannot read /vsiphusong_flat//data/a.fgb, nor /vsiphusong_flat_bytes//data/b.fgb"),
            "cannot read /data/a.fgb, nor /data/b.fgb");
}

/// Cut off in its index, where GDAL finds no feature and says nothing.
TEST(FlatGeobuf, AFileCutShortIsNotAnEmptyOne) {
  const Scratch scratch;
  write_vector(scratch / "a.fgb", "FlatGeobuf", {mixed(20000)});
  fs::resize_file(scratch / "a.fgb", 100000);
  expect_parts(error_when_reading(request_for(scratch / "a.fgb", Shape::points, {want("fiber", FieldType::flag)})), {"a.fgb", "0 of 20,000"});
}

TEST(FlatGeobuf, OtherSourcesKeepTheirNames) {
  const Scratch scratch;
  scratch.write("a.gpkg", "");
  fs::create_directory(scratch / "folder.fgb");
  for (const std::string& source : {(scratch / "a.gpkg").string(), (scratch / "folder.fgb").string(), (scratch / "absent.fgb").string(),
                                    std::string("/vsizip/a.zip/b.fgb"), std::string("PG:dbname=x")})
    EXPECT_EQ(flat_geobuf_name(source, BooleansAs::bytes), source);
}

}  // namespace
}  // namespace data
