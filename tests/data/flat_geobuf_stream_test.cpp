// Points of FlatGeobuf files read by ourselves: the same rows as GDAL gives, or GDAL's.
#include "data/source/flat_geobuf_stream.h"

#include <fstream>

#include "data/source/flat_geobuf.h"
#include "tests/data/as_gdal_reads.h"

namespace data {
namespace {

const std::vector<std::string> every_field{"tên \"gọi\"", "fiber", "floors", "short", "number", "size", "float", "since", "at", "select"};

std::optional<std::int64_t> rows_of_stream(const fs::path& file, const std::vector<std::string>& fields, std::optional<Box> box = {},
                                           bool geometry = true) {
  ArrowArrayStream stream;
  if (!open_flat_geobuf_stream({file.string(), fields, geometry, box}, stream)) return std::nullopt;
  return drain(stream);
}

/// An indexed file holds no feature without a place.
LayerSpec placed(int rows) {
  LayerSpec spec = every_type(rows);
  for (int i = 0; i < rows; ++i)
    spec.features[static_cast<std::size_t>(i)].wkt = fmt::format("POINT ({} {})", 105 + i * 1e-5, 21 + i % 100 * 1e-3);
  return spec;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put_bytes(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

/// Where the index's nodes of `rows` features end and these begin, after the format: levels of 16 to a node, 40 bytes each.
std::size_t features_at(const fs::path& file, std::size_t rows) {
  std::size_t nodes = rows;
  for (std::size_t level = rows;;) {
    level = (level + 15) / 16;
    nodes += level;
    if (level == 1) break;
  }
  return static_cast<std::size_t>(flat_header_of(file.string())->size) + nodes * 40;
}

TEST(FlatGeobufStream, HasTheRowsThatGdalHas) {
  const Scratch scratch;
  for (const int rows : {1, 7, 16, 17, 8191, 8192, 8193, 40000}) {
    SCOPED_TRACE(rows);
    const fs::path file = scratch / (std::to_string(rows) + " 100% #?.fgb");
    write_vector(file, "FlatGeobuf", {placed(rows)});
    EXPECT_EQ(rows_of_stream(file, every_field), rows);
    expect_as_gdal_reads(request_for(file, Shape::points, every_wish()));
    expect_as_gdal_reads(request_for(file, Shape::none, every_wish()));
  }
}

TEST(FlatGeobufStream, OfABoxHasWhatGdalHas) {
  const Scratch scratch;
  const fs::path file = scratch / "a.fgb";
  write_vector(file, "FlatGeobuf", {placed(30000)});
  EXPECT_EQ(rows_of_stream(file, {"fiber"}, Box{1, 1, 2, 2}), 0);
  std::mt19937 random(5);
  for (int round = 0; round < 40; ++round) {
    const double x = 105 + static_cast<double>(random() % 300) * 1e-3, y = 21 + static_cast<double>(random() % 100) * 1e-3, side = round % 4 * 0.01 + 0.002;
    ReadRequest request = request_for(file, Shape::points, every_wish());
    request.extent = Box{x, y, x + side, y + side};
    const auto rows = rows_of_stream(file, every_field, request.extent);
    ASSERT_TRUE(rows);
    EXPECT_LE(static_cast<std::size_t>(*rows), read_table(request).rows);  // which looks a little further
    expect_as_gdal_reads(request);
  }
  ReadRequest whole = request_for(file, Shape::points, {want("floors", FieldType::number)});
  const Table all = read_table(whole);
  const Box edge{all.points.at(1000).x, all.points.at(1000).y, all.points.at(1000).x, all.points.at(1000).y};
  EXPECT_GE(rows_of_stream(file, {"floors"}, edge.grown(1e-9)), 1);
}

TEST(FlatGeobufStream, OnlyPointsWithAnIndexAndPlainFields) {
  const Scratch scratch;
  write_vector(scratch / "a.fgb", "FlatGeobuf", {placed(50)}, {"SPATIAL_INDEX=NO"});
  EXPECT_EQ(rows_of_stream(scratch / "a.fgb", {"fiber"}), std::nullopt);
  EXPECT_EQ(read_table(request_for(scratch / "a.fgb", Shape::points, {want("fiber", FieldType::flag)})).rows, 50u);

  write_vector(scratch / "areas.fgb", "FlatGeobuf", {communes()});
  EXPECT_EQ(rows_of_stream(scratch / "areas.fgb", {"code"}), std::nullopt);
  EXPECT_EQ(rows_of_stream(scratch / "areas.fgb", {"code"}, {}, false), 2);
  EXPECT_EQ(texts(read_table(request_for(scratch / "areas.fgb", Shape::areas, {want("code")})), "code"),
            texts(read_table(request_for(scratch / "areas.fgb", Shape::none, {want("code")})), "code"));

  write_vector(scratch / "b.fgb", "FlatGeobuf", {placed(50)});
  EXPECT_EQ(rows_of_stream(scratch / "b.fgb", {"no such field"}), std::nullopt);
  EXPECT_EQ(rows_of_stream(scratch / "absent.fgb", {"fiber"}), std::nullopt);
  fs::create_directory(scratch / "folder.fgb");
  EXPECT_EQ(rows_of_stream(scratch / "folder.fgb", {"fiber"}), std::nullopt);
}

/// A day where it is written is not the day in Greenwich: whoever wrote the zone meant something, and GDAL knows what.
TEST(FlatGeobufStream, TimesOfOtherZonesAreGdals) {
  const Scratch scratch;
  LayerSpec spec = placed(9000);
  spec.features[8500].cells[8] = "2022/12/31 23:30:00+07";
  write_vector(scratch / "a.fgb", "FlatGeobuf", {spec});
  EXPECT_EQ(rows_of_stream(scratch / "a.fgb", {"fiber"}), 9000);
  EXPECT_EQ(rows_of_stream(scratch / "a.fgb", {"at"}), std::nullopt);
  expect_as_gdal_reads(request_for(scratch / "a.fgb", Shape::points, every_wish()));
}

TEST(FlatGeobufStream, AnIndexThatLeadsElsewhereIsNotFollowed) {
  const Scratch scratch;
  const fs::path file = scratch / "a.fgb";
  constexpr std::size_t rows = 20000;
  write_vector(file, "FlatGeobuf", {placed(rows)});
  const std::string good = bytes_of(file);
  const std::size_t leaves = features_at(file, rows) - rows * 40;
  const auto offset_of = [&](std::size_t feature) { return leaves + feature * 40 + 32; };
  for (const std::size_t feature : {std::size_t{0}, std::size_t{8192}, std::size_t{16384}}) {
    std::string bad = good;
    bad.replace(offset_of(feature), 8, good.substr(offset_of(feature + 1), 8));
    put_bytes(file, bad);
    EXPECT_EQ(rows_of_stream(file, {"fiber"}), std::nullopt) << feature;
  }
  put_bytes(file, good + "more");
  EXPECT_EQ(rows_of_stream(file, {"fiber"}), std::nullopt);
  put_bytes(file, good.substr(0, good.size() - 1));
  EXPECT_EQ(rows_of_stream(file, {"fiber"}), std::nullopt);
  put_bytes(file, good);
  EXPECT_EQ(rows_of_stream(file, {"fiber"}), static_cast<std::int64_t>(rows));
}

/// Whatever the bytes are, all of the rows, or none and GDAL reads.
TEST(FlatGeobufStream, DamageIsHarmless) {
  const Scratch scratch;
  const fs::path file = scratch / "a.fgb";
  write_vector(file, "FlatGeobuf", {placed(60)});
  const std::string good = bytes_of(file);
  const std::size_t from = features_at(file, 60) - 70 * 40;
  std::mt19937 random(3);
  int whole = 0;
  for (int round = 0; round < 1000; ++round) {
    std::string bad = good;
    for (int i = 0; i < 3; ++i) {
      const std::size_t at = round % 2 == 0 ? from + random() % (bad.size() - from) : random() % bad.size();
      bad[at] = static_cast<char>(random());
    }
    if (round % 50 == 0) bad.resize(random() % bad.size());
    put_bytes(file, bad);
    const auto rows = rows_of_stream(file, every_field);
    if (rows) ++whole;
    EXPECT_TRUE(!rows || *rows <= 60) << round;
    (void)rows_of_stream(file, every_field, Box{105, 21, 105.0003, 21.05});
  }
  EXPECT_GT(whole, 0);
}

TEST(FlatGeobufStream, AFileThatChangesWhileItIsReadIsReadAgain) {
  const Scratch scratch;
  const fs::path file = scratch / "a.fgb";
  write_vector(file, "FlatGeobuf", {placed(30000)});
  ArrowArrayStream stream;
  ASSERT_TRUE(open_flat_geobuf_stream({file.string(), {"fiber"}, false, {}}, stream));
  ArrowArray batch;
  ASSERT_EQ(stream.get_next(&stream, &batch), 0);
  batch.release(&batch);
  write_vector(scratch / "other.fgb", "FlatGeobuf", {placed(30000)});
  fs::rename(scratch / "other.fgb", file);
  EXPECT_EQ(drain(stream), std::nullopt);
}

}  // namespace
}  // namespace data
