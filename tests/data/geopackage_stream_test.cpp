// Tables of GeoPackages read through SQLite: the same rows as GDAL gives, or GDAL's.
#include "data/source/geopackage_stream.h"

#include <ogr_recordbatch.h>
#include <sqlite3.h>

#include <fstream>
#include <memory>

#include "data/source/geopackage_cells.h"
#include "data/source/piece_stream.h"
#include "data/source/source_layer.h"
#include "tests/data/as_gdal_reads.h"

namespace data {
namespace {

void change(const fs::path& file, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  // The spatial index's triggers call functions that are GDAL's.
  for (const char* name : {"ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"})
    sqlite3_create_function(
        database, name, 1, SQLITE_UTF8, nullptr, [](sqlite3_context* c, int, sqlite3_value**) { sqlite3_result_int(c, 1); }, nullptr,
        nullptr);
  char* error = nullptr;
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error;
  sqlite3_free(error);
  sqlite3_close(database);
}

/// How many rows our own stream of the file's first layer hands out; nothing where there is no such stream, or it gives up.
std::optional<std::int64_t> rows_of_stream(const fs::path& file, const std::vector<std::string>& fields, std::optional<Box> box = {}) {
  const GdalDataset dataset = open_read_only(file.string());
  ReadRequest request;
  request.source = file.string(), request.layer = OGR_L_GetName(GDALDatasetGetLayer(dataset.get(), 0));
  ArrowArrayStream stream;
  if (!open_geopackage_stream({file.string(), find_layer(dataset.get(), request), fields, true, box}, stream)) return std::nullopt;
  return drain(stream);
}

TEST(GeoPackageStream, HasTheRowsThatGdalHas) {
  const Scratch scratch;
  for (const int rows : {1, 7, 8193, 40000}) {
    const fs::path file = scratch / (std::to_string(rows) + " 100% #?.gpkg");
    write_vector(file, "GPKG", {every_type(rows)});
    EXPECT_EQ(rows_of_stream(file, {"tên \"gọi\"", "fiber", "floors", "short", "number", "size", "float", "since", "at", "select"}), rows);
    expect_as_gdal_reads(request_for(file, Shape::points, every_wish()));
    expect_as_gdal_reads(request_for(file, Shape::none, every_wish()));
  }
  for (const auto& entry : fs::directory_iterator(scratch.path())) EXPECT_EQ(entry.path().extension(), ".gpkg") << "left behind";
}

TEST(GeoPackageStream, HasAreasToo) {
  const Scratch scratch;
  write_vector(scratch / "c.gpkg", "GPKG", {communes()});
  EXPECT_EQ(rows_of_stream(scratch / "c.gpkg", {"code"}), 2);
  ReadRequest request = request_for(scratch / "c.gpkg", Shape::areas, {want("code")});
  const Areas ours = read_table(request).areas;
  request.where = "1 = 1";
  const Areas theirs = read_table(request).areas;
  ASSERT_EQ(ours.size(), theirs.size());
  EXPECT_EQ(ours.box(), theirs.box());
}

/// Also at the ends of what an id can be.
TEST(GeoPackageStream, IdsMayLieFarApart) {
  const Scratch scratch;
  write_vector(scratch / "a.gpkg", "GPKG", {every_type(30000)});
  const std::string table = "\"hộ \"\"gia đình\"\"\"";
  change(scratch / "a.gpkg", "DELETE FROM " + table +
                                 " WHERE fid % 3 = 1 OR fid BETWEEN 500 AND 9000;"
                                 "UPDATE " +
                                 table +
                                 " SET fid = fid * 1000003 WHERE fid > 20000;"
                                 "UPDATE " +
                                 table +
                                 " SET fid = -9223372036854775808 WHERE fid = 2;"
                                 "UPDATE " +
                                 table + " SET fid = 9223372036854775807 WHERE fid = 3;");
  expect_as_gdal_reads(request_for(scratch / "a.gpkg", Shape::points, every_wish()));
}

/// SQLite keeps any value in any column; what it then is, GDAL says.
TEST(GeoPackageStream, ValuesOfAnotherTypeAreGdals) {
  const Scratch scratch;
  const std::vector<std::string> fields{"fiber", "floors", "size", "since", "at", "select"};
  const auto with = [&](const std::string& assignment) {
    const fs::path file = scratch / "b.gpkg";
    fs::remove(file);
    LayerSpec spec = every_type(20000);
    spec.name = "t";
    write_vector(file, "GPKG", {spec});
    change(file, "UPDATE t SET " + assignment + " WHERE fid = 19000");
    return file;
  };
  for (const char* assignment : {"floors = 'three'", "floors = 2.5", "size = 'large'", "fiber = 3", "since = '31/12/2022'",
                                 "at = '2022-12-31T23:00:00+07:00'", "since = 20221231"}) {
    SCOPED_TRACE(assignment);
    const fs::path file = with(assignment);
    EXPECT_EQ(rows_of_stream(file, fields), std::nullopt);
    expect_as_gdal_reads(request_for(file, Shape::points,
                                     {want("fiber", FieldType::number), want("floors", FieldType::number), want("size", FieldType::number),
                                      want("since", FieldType::date), want("at", FieldType::date)}));
  }
  const fs::path blob = with("geom = x'4750'");
  EXPECT_EQ(rows_of_stream(blob, fields), std::nullopt);
}

/// What both read, they read alike, and warn of alike.
TEST(GeoPackageStream, DatesAreReadAsGdalReadsThem) {
  const Scratch scratch;
  const fs::path file = scratch / "d.gpkg";
  for (const char* assignment :
       {"since = '2022-12-31T10:00:00'", "since = '2022-12-31Z'", "at = '2022-12-31'", "at = '2022-12-31T10:20:30'",
        "at = '2022-12-31T10:20:30.5'", "at = '2022-12-31T23:59:59Z'", "at = ''", "at = '2022-12-31T10:20Z'", "floors = 3000000000",
        "short = 40000", "float = 0.1", "size = 9e999", "number = 9223372036854775807"}) {
    SCOPED_TRACE(assignment);
    fs::remove(file);
    LayerSpec spec = every_type(50);
    spec.name = "t";
    write_vector(file, "GPKG", {spec});
    change(file, std::string("UPDATE t SET ") + assignment + " WHERE fid = 7");
    expect_as_gdal_reads(request_for(file, Shape::points, every_wish()));
  }
}

TEST(GeoPackageStream, AFileThatChangesWhileItIsReadIsReadAgain) {
  const Scratch scratch;
  const fs::path file = scratch / "a.gpkg";
  write_vector(file, "GPKG", {every_type(30000)});
  const GdalDataset dataset = open_read_only(file.string());
  ArrowArrayStream stream;
  ASSERT_TRUE(open_geopackage_stream({file.string(), GDALDatasetGetLayer(dataset.get(), 0), {"fiber"}, false, {}}, stream));
  ArrowArray batch;
  ASSERT_EQ(stream.get_next(&stream, &batch), 0);
  batch.release(&batch);
  write_vector(scratch / "other.gpkg", "GPKG", {every_type(40000)});
  fs::rename(scratch / "other.gpkg", file);
  int result = 0;
  while ((result = stream.get_next(&stream, &batch)) == 0 && batch.release) batch.release(&batch);
  EXPECT_EQ(result, gdal_shall_read);
  stream.release(&stream);
}

TEST(GeoPackageStream, OtherKindsOfTables) {
  const Scratch scratch;
  LayerSpec none = households();
  none.features.clear();
  write_vector(scratch / "empty.gpkg", "GPKG", {none});
  EXPECT_EQ(rows_of_stream(scratch / "empty.gpkg", {"village"}), 0);
  EXPECT_NE(error_when_reading(request_for(scratch / "empty.gpkg", Shape::points)).find("empty"), std::string::npos);

  write_vector(scratch / "keys.gpkg", "GPKG", {households()});
  change(scratch / "keys.gpkg",
         "CREATE TABLE t (fid INTEGER PRIMARY KEY NOT NULL, geom POINT, village TEXT, size REAL GENERATED ALWAYS AS (fid * 1.5)) WITHOUT "
         "ROWID;"
         "INSERT INTO t (fid, geom, village) SELECT fid, geom, village FROM households; DROP TABLE households;"
         "ALTER TABLE t RENAME TO households");
  EXPECT_EQ(rows_of_stream(scratch / "keys.gpkg", {"village"}), std::nullopt);
  EXPECT_EQ(read_table(request_for(scratch / "keys.gpkg", Shape::none, {want("village")})).rows, 4u);

  write_vector(scratch / "twice.gpkg", "GPKG", {households()});
  const Table twice = read_table(request_for(scratch / "twice.gpkg", Shape::points,
                                             {want("fiber", FieldType::flag), want("fiber", FieldType::number), want("Village")}));
  ASSERT_EQ(twice.columns.size(), 3u);
  EXPECT_EQ(twice.columns[0].flags().value[0], 1);
  EXPECT_EQ(twice.columns[1].numbers().value[0], 1);
}

TEST(GeoPackageStream, OnlyPlainTablesAndOnlyWithAnIndexForABox) {
  const Scratch scratch;
  const Box box{105.01, 21, 105.02, 22};
  write_vector(scratch / "a.gpkg", "GPKG", {every_type(9000)});
  EXPECT_LT(rows_of_stream(scratch / "a.gpkg", {"fiber"}, box), 1100);
  EXPECT_GT(rows_of_stream(scratch / "a.gpkg", {"fiber"}, box), 700);
  EXPECT_EQ(rows_of_stream(scratch / "a.gpkg", {"fiber"}, Box{1, 1, 2, 2}), 0);
  write_vector(scratch / "b.gpkg", "GPKG", {every_type(10)}, {"SPATIAL_INDEX=NO"});
  EXPECT_EQ(rows_of_stream(scratch / "b.gpkg", {"fiber"}, box), std::nullopt);

  LayerSpec plain = households();
  write_vector(scratch / "view.gpkg", "GPKG", {plain});
  change(scratch / "view.gpkg",
         "CREATE VIEW v AS SELECT fid AS OGC_FID, geom, village, fiber FROM households;"
         "UPDATE gpkg_contents SET table_name = 'v', identifier = 'v';"
         "UPDATE gpkg_geometry_columns SET table_name = 'v';");
  EXPECT_EQ(rows_of_stream(scratch / "view.gpkg", {"village"}), std::nullopt);
  ReadRequest of_view = request_for(scratch / "view.gpkg", Shape::points, {want("village")});
  of_view.layer = "v";
  EXPECT_EQ(read_table(of_view).rows, 4u);

  write_vector(scratch / "writing.gpkg", "GPKG", {plain});
  EXPECT_EQ(rows_of_stream(scratch / "writing.gpkg", {"village"}), 4);
  std::ofstream(scratch / "writing.gpkg-wal") << "not yet in the file";
  EXPECT_EQ(rows_of_stream(scratch / "writing.gpkg", {"village"}), std::nullopt);
  std::ofstream(scratch / "writing.gpkg-wal") << "not yet in the file";  // SQLite has cleared it away
  fs::create_directory(scratch / "elsewhere");
  fs::create_symlink(scratch / "writing.gpkg", scratch / "elsewhere" / "link.gpkg");
  EXPECT_EQ(rows_of_stream(scratch / "elsewhere" / "link.gpkg", {"village"}), std::nullopt);
}

TEST(GeoPackageStream, DamageIsSaidByName) {
  const Scratch scratch;
  write_vector(scratch / "a.gpkg", "GPKG", {every_type(30000)});
  std::fstream file(scratch / "a.gpkg", std::ios::binary | std::ios::in | std::ios::out);
  for (int page = 60; page < 400; page += 3) {
    file.seekp(page * 4096);
    file << std::string(4096, '\x55');
  }
  file.close();
  EXPECT_EQ(rows_of_stream(scratch / "a.gpkg", {"fiber"}), std::nullopt);
  const std::string error = error_when_reading(request_for(scratch / "a.gpkg", Shape::points, every_wish()));
  EXPECT_NE(error.find("a.gpkg"), std::string::npos) << error;
}

TEST(GeoPackageStream, ADayIsReadAsWrittenOrNotAtAll) {
  EXPECT_EQ(plain_date("1970-01-01"), 0);
  EXPECT_EQ(plain_date("2022-12-31"), day("2022-12-31"));
  EXPECT_EQ(plain_time("2022-12-31T23:59:59.999Z"), day("2022-12-31"));
  EXPECT_EQ(plain_time("2020-02-29T00:00:00.000"), day("2020-02-29"));
  EXPECT_EQ(plain_time("2020-02-29T00:00:00"), day("2020-02-29"));
  EXPECT_EQ(plain_time("2020-02-29T23:59:59Z"), day("2020-02-29"));
  for (const char* text : {"", "Z", "2022", "2022-12-31Z", "2022-13-01", "2022-00-10", "2021-02-29", "2022-12-32", "2022/12/31",
                           "31-12-2022", "-022-12-31", "2022-12-3a", "2022-12-31T00:00:00.000"})
    EXPECT_EQ(plain_date(text), std::nullopt) << text;
  for (const char* text :
       {"", "Z", "2022-12-31", "2022-12-31T10:00", "2022-12-31T24:00:00Z", "2022-12-31 10:00:00", "2022-12-31T10:00:00.", "2022-12-31 10:00:00.000", "2022-12-31T24:00:00.000",
        "2022-12-31T10:60:00.000", "2022-12-31T10:00:61.000", "2022-12-31T10:00:00,500", "2022-12-31T10:00:00.5xx",
        "2021-02-29T00:00:00.000", "2022-12-31T10:00:00.000+07:00", "2022-12-31T00:00:00.000ZZ"})
    EXPECT_EQ(plain_time(text), std::nullopt) << text;
}

TEST(GeoPackageStream, GeometryBlobsAreTakenApartByTheirHeader) {
  using namespace std::string_view_literals;
  EXPECT_EQ(wkb_in("GP\0\1\0\0\0\0wkb"sv), "wkb");
  EXPECT_EQ(wkb_in("GP\0\3\0\0\0\0"
                   "12345678901234567890123456789012wkb"sv),
            "wkb");
  EXPECT_EQ(wkb_in("GP\0\1\0\0\0\0"sv), "");
  for (const std::string_view blob : {""sv, "GP"sv, "XX\0\1\0\0\0\0wkb"sv, "GP\0\x21\0\0\0\0wkb"sv, "GP\0\3\0\0\0\0wkb"sv,
                                      "GP\0\x0b\0\0\0\0"
                                      "1234567890123456789012345678901234567890123456789012345678901234567890"sv})
    EXPECT_EQ(wkb_in(blob), std::nullopt);
}

}  // namespace
}  // namespace data
