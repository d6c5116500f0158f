#include "data/source/column_cache.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "data/source/error.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

namespace fs = std::filesystem;
using support::Scratch;

const std::string header = "code,name,x,y,households,since,fiber\n";

class KeptColumns : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Lang::en);
    write(header + "00001,Hưng Yên,105.5,21.25,12,2022-03-01,1\n00002,,105.6,21.5,,,\n00003,Đạo Trù,,,a few,2021-01-05,0\n");
  }
  /// Written some time ago: what changed just now is not kept.
  void write(const std::string& text, int minutes_ago = 5) {
    scratch_.write("places.csv", text);
    fs::last_write_time(file_, fs::file_time_type::clock::now() - std::chrono::minutes(minutes_ago));
  }
  ReadRequest request() const {
    ReadRequest out;
    out.source = file_.string(), out.crs = "EPSG:4326", out.map_crs = "EPSG:5897";
    out.x_field = "x", out.y_field = "y", out.shape = Shape::points, out.key = "layers[0]";
    out.fields = {{"code", FieldType::text, true, "c"}, {"name", FieldType::text, true, "n"}, {"households", FieldType::number, true, "h"},
                  {"since", FieldType::date, true, "s"}, {"fiber", FieldType::flag, true, "f"}, {"gone", FieldType::text, false, "g"}};
    return out;
  }
  std::vector<fs::path> kept() const {
    std::vector<fs::path> out;
    if (fs::exists(folder_))
      for (const auto& entry : fs::directory_iterator(folder_)) out.push_back(entry.path());
    return out;
  }
  Scratch scratch_;
  fs::path file_ = scratch_ / "places.csv", folder_ = scratch_ / "cache";
  ColumnCache cache_{folder_};
};

template <typename T>
bool same_bits(const T& a, const T& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(*a.data())) == 0);  // NaN equals NaN
}

void expect_same(const FaultyRows& a, const FaultyRows& b) {
  EXPECT_EQ(a.count, b.count);
  ASSERT_EQ(a.first.size(), b.first.size());
  for (std::size_t i = 0; i < a.first.size(); ++i) EXPECT_EQ(std::pair(a.first[i].row, a.first[i].value), std::pair(b.first[i].row, b.first[i].value));
}

void expect_same(const Table& a, const Table& b) {
  EXPECT_EQ(a.rows, b.rows);
  EXPECT_EQ(a.fid, b.fid);
  EXPECT_EQ(a.shape, b.shape);
  EXPECT_TRUE(a.points.corner() == b.points.corner() && a.points.step() == b.points.step());
  EXPECT_TRUE(same_bits(a.points.x(), b.points.x()) && same_bits(a.points.y(), b.points.y()));
  EXPECT_EQ(a.curve.levels, b.curve.levels);
  EXPECT_TRUE(same_bits(a.curve.leaf, b.curve.leaf) && same_bits(a.curve.begin, b.curve.begin));
  EXPECT_TRUE(same_bits(a.areas.x, b.areas.x) && same_bits(a.areas.y, b.areas.y));
  EXPECT_EQ(a.areas.first_polygon, b.areas.first_polygon);
  EXPECT_EQ(a.areas.first_ring, b.areas.first_ring);
  EXPECT_EQ(a.areas.first_vertex, b.areas.first_vertex);
  EXPECT_EQ(a.source_crs, b.source_crs);
  EXPECT_EQ(a.warnings, b.warnings);
  EXPECT_EQ(a.encoding, b.encoding);
  expect_same(a.no_geometry, b.no_geometry), expect_same(a.bad_geometry, b.bad_geometry), expect_same(a.unplaced, b.unplaced);
  ASSERT_EQ(a.columns.size(), b.columns.size());
  for (std::size_t c = 0; c < a.columns.size(); ++c) {
    EXPECT_EQ(a.columns[c].name, b.columns[c].name);
    EXPECT_EQ(a.columns[c].legacy_bytes, b.columns[c].legacy_bytes);
    expect_same(a.columns[c].unread, b.columns[c].unread);
    ASSERT_EQ(a.columns[c].cells.index(), b.columns[c].cells.index());
    if (a.columns[c].cells.index() == 0) {
      EXPECT_EQ(a.columns[c].text().code, b.columns[c].text().code);
      EXPECT_EQ(a.columns[c].text().dictionary, b.columns[c].text().dictionary);
    }
    if (a.columns[c].cells.index() == 1) { EXPECT_TRUE(same_bits(a.columns[c].numbers().value, b.columns[c].numbers().value)); }
    if (a.columns[c].cells.index() == 2) { EXPECT_EQ(a.columns[c].flags().value, b.columns[c].flags().value); }
    if (a.columns[c].cells.index() == 3) { EXPECT_EQ(a.columns[c].dates().day, b.columns[c].dates().day); }
  }
}

TEST_F(KeptColumns, WhatIsKeptIsWhatWasRead) {
  const Table read = read_table(request());
  const Table first = read_table(request(), cache_);
  ASSERT_EQ(kept().size(), 1u);
  const auto found = cache_.find(cache_.key_of(request()));
  ASSERT_TRUE(found);
  expect_same(*found, read);
  expect_same(first, read);
}

TEST_F(KeptColumns, ALargeTableIsUsedWhereItLiesAndStaysWhenItsFileGoes) {
  std::string text = header;
  for (int i = 0; i < 60000; ++i) text += fmt::format("{:05},Thôn {},{},{},{},2022-03-01,{}\n", i, i % 50, 105.4 + i % 200 * 0.001, 21.2 + i / 200 * 0.001, i % 9, i % 2);
  write(text);
  ReadRequest along = request();
  along.along_curve = true;
  const Table read = read_table(along);
  ASSERT_TRUE(read.curve.ordered());
  const Table kept_table = read_table(along, cache_);
  expect_same(kept_table, read);
  const auto found = cache_.find(cache_.key_of(along));
  ASSERT_TRUE(found);
  ASSERT_GT(fs::file_size(kept().at(0)), 1U << 20);
  const auto copy = *found;
  // One memory for all who look: copying a view does not copy what it looks at.
  EXPECT_EQ(copy.fid.data(), found->fid.data());
  EXPECT_EQ(copy.points.x().data(), found->points.x().data());
  fs::remove_all(folder_);
  expect_same(copy, read);
}

TEST_F(KeptColumns, ASecondReadDoesNotOpenTheSource) {
  read_table(request(), cache_);
  // The same size and time of change, other bytes: only the kept columns can still say what stood there.
  const auto time = fs::last_write_time(file_);
  const auto size = fs::file_size(file_);
  std::ofstream(file_, std::ios::binary) << std::string(size, '#');
  fs::last_write_time(file_, time);
  EXPECT_EQ(read_table(request(), cache_).rows, 3u);
}

TEST_F(KeptColumns, AChangedSourceIsReadAgain) {
  read_table(request(), cache_);
  write(header + "00009,Mới,105.5,21.25,1,,\n", 4);
  EXPECT_EQ(read_table(request(), cache_).rows, 1u);
  write(header + "00008,Mới,105.5,21.25,1,,\n", 3);  // the same size, another time
  EXPECT_EQ(read_table(request(), cache_).find("code")->text().at(0), "00008");
}

TEST_F(KeptColumns, ASideFileCountsToo) {
  const std::string before = cache_.key_of(request());
  const fs::path side = scratch_.write("places.prj", "x");
  fs::last_write_time(side, fs::file_time_type::clock::now() - std::chrono::minutes(9));
  EXPECT_NE(cache_.key_of(request()), before);
  scratch_.write("places2.csv", "x");  // another file altogether
  fs::remove(side);
  EXPECT_EQ(cache_.key_of(request()), before);
}

TEST_F(KeptColumns, AnotherQuestionHasAnotherAnswer) {
  const std::string key = cache_.key_of(request());
  const auto differs = [&](auto change) {
    ReadRequest other = request();
    change(other);
    return cache_.key_of(other) != key;
  };
  EXPECT_TRUE(differs([](ReadRequest& r) { r.map_crs = "EPSG:9209"; }));
  EXPECT_TRUE(differs([](ReadRequest& r) { r.where = "code <> 'a'"; }));
  EXPECT_TRUE(differs([](ReadRequest& r) { r.crs = "EPSG:4756"; }));
  EXPECT_TRUE(differs([](ReadRequest& r) { r.encoding = "windows-1258"; }));
  EXPECT_TRUE(differs([](ReadRequest& r) { r.layer = "l"; }));
  EXPECT_TRUE(differs([](ReadRequest& r) { r.x_field = "y"; }));
  EXPECT_TRUE(differs([](ReadRequest& r) { r.along_curve = true; }));
  EXPECT_TRUE(differs([](ReadRequest& r) { r.fields.pop_back(); }));
  EXPECT_TRUE(differs([](ReadRequest& r) { r.fields[0].type = FieldType::number; }));
  set_language(Lang::vi);  // warnings are sentences
  EXPECT_NE(cache_.key_of(request()), key);
}

TEST_F(KeptColumns, AFreshFileIsNotKept) {
  write(header + "00001,A,105.5,21.25,1,,\n", 0);
  EXPECT_EQ(cache_.key_of(request()), "");
  EXPECT_EQ(read_table(request(), cache_).rows, 1u);
  EXPECT_TRUE(kept().empty());
}

TEST_F(KeptColumns, EveryDamageIsSeenAndTheSourceReadAgain) {
  const Table read = read_table(request(), cache_);
  const fs::path file = kept().at(0);
  std::string bytes;
  {
    std::ifstream in(file, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  const std::string key = cache_.key_of(request());
  for (std::size_t at = 0; at < bytes.size(); at += 7) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
    std::ofstream(file, std::ios::binary) << damaged;
    ASSERT_FALSE(cache_.find(key)) << "byte " << at;
  }
  for (const std::size_t length : {std::size_t{0}, std::size_t{5}, std::size_t{24}, bytes.size() / 2, bytes.size() - 1}) {
    std::ofstream(file, std::ios::binary) << bytes.substr(0, length);
    ASSERT_FALSE(cache_.find(key)) << length << " bytes";
  }
  std::ofstream(file, std::ios::binary) << bytes + "x";
  ASSERT_FALSE(cache_.find(key));
  expect_same(read_table(request(), cache_), read);
  EXPECT_TRUE(cache_.find(key));  // and kept anew
}

TEST_F(KeptColumns, AFileUnderAForeignNameIsNotTaken) {
  read_table(request(), cache_);
  ReadRequest other = request();
  other.where = "code <> 'a'";
  const fs::path mine = kept().at(0);
  read_table(other, cache_);
  for (const fs::path& file : kept())
    if (file != mine) fs::copy_file(mine, file, fs::copy_options::overwrite_existing);
  EXPECT_FALSE(cache_.find(cache_.key_of(other)));
}

TEST_F(KeptColumns, TheLeastUsedGoWhenThereIsNoRoom) {
  read_table(request(), cache_);
  const std::uint64_t one = fs::file_size(kept().at(0));
  const ColumnCache small(folder_, one * 5 / 2);
  const auto ask = [&](const char* where) {
    ReadRequest out = request();
    out.where = where;
    return out;
  };
  fs::last_write_time(kept().at(0), fs::file_time_type::clock::now() - std::chrono::hours(3));
  read_table(ask("code <> 'b'"), small);
  fs::last_write_time(kept().at(0), fs::file_time_type::clock::now() - std::chrono::hours(2));
  fs::last_write_time(kept().at(1), fs::file_time_type::clock::now() - std::chrono::hours(2));
  EXPECT_TRUE(small.find(small.key_of(request())));  // used just now
  read_table(ask("code <> 'c'"), small);
  EXPECT_EQ(kept().size(), 2u);
  EXPECT_TRUE(small.find(small.key_of(request())));
  EXPECT_FALSE(small.find(small.key_of(ask("code <> 'b'"))));
}

TEST_F(KeptColumns, NoFolderNoRoomNoHarm) {
  EXPECT_EQ(read_table(request(), ColumnCache{}).rows, 3u);
  EXPECT_EQ(read_table(request(), ColumnCache{"/proc/no/such/folder"}).rows, 3u);
  scratch_.write("blocked", "a file where the folder should be");
  EXPECT_EQ(read_table(request(), ColumnCache{scratch_ / "blocked"}).rows, 3u);
  ReadRequest missing = request();
  missing.source = (scratch_ / "none.csv").string();
  EXPECT_THROW(read_table(missing, cache_), Error);
  EXPECT_TRUE(kept().empty());
}

}  // namespace
}  // namespace data
