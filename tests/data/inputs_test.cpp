// What a project was read from: which files, and their fingerprints.
#include "data/inputs.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "data/source/kept_digest.h"
#include "data/source/raster.h"
#include "data/source/source_files.h"
#include "tests/support/expect.h"
#include "tests/support/geojson.h"
#include "tests/support/picture.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

namespace fs = std::filesystem;
using support::Scratch;

TEST(Sha256, IsTheStandardOnes) {  // the examples of FIPS 180-4
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const Scratch scratch;
  const std::string bytes(700'001, 'x');  // more than one block, and no whole number of them
  EXPECT_EQ(digest_of(scratch.write("a", bytes)), (FileDigest{bytes.size(), sha256(bytes)}));
  EXPECT_EQ(digest_of(scratch.write("empty", "")), (FileDigest{0, sha256("")}));
  EXPECT_FALSE(digest_of(scratch / "absent"));
}

TEST(Sha256, OfAFolderSeesNamesBytesAndPlaces) {
  const Scratch scratch;
  scratch.write("t/9/1/2.png", "a"), scratch.write("t/10/3.png", "bc");
  const auto first = digest_of(scratch / "t");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->bytes, 3u);
  EXPECT_EQ(first->sha256, sha256(sha256("bc") + "  10/3.png\n" + sha256("a") + "  9/1/2.png\n"));
  fs::rename(scratch / "t/10/3.png", scratch / "t/10/4.png");
  EXPECT_NE(digest_of(scratch / "t")->sha256, first->sha256);
}

TEST(Sha256, StopsWhenAsked) {
  const Scratch scratch;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(digest_of(scratch.write("a", "a"), stop.get_token()));
}

class KeptDigest : public ::testing::Test {
 protected:
  /// Large enough to be worth keeping, and not changed just now.
  void write(char letter) {
    scratch_.write("big", std::string(2 << 20, letter));
    std::this_thread::sleep_for(std::chrono::milliseconds(3100));  // the time of its entry cannot be set back
  }
  std::optional<FileDigest> digest() const { return kept_digest_of(scratch_ / "big", scratch_ / "kept"); }
  std::size_t kept() const {
    return fs::exists(scratch_ / "kept") ? static_cast<std::size_t>(std::distance(fs::directory_iterator(scratch_ / "kept"), {})) : 0;
  }
  Scratch scratch_;
};

TEST_F(KeptDigest, IsBelievedUntilAnythingAboutTheFileChanges) {
  write('a');
  const auto first = digest();
  EXPECT_EQ(first, digest_of(scratch_ / "big"));
  ASSERT_EQ(kept(), 1u);
  const fs::path entry = fs::directory_iterator(scratch_ / "kept")->path();
  // What is kept is what is used: a digest that was tampered with shows.
  std::string text = support::bytes_of(entry);
  text.replace(text.size() - 5, 4, "0000");
  scratch_.write("kept/" + entry.filename().string(), text);
  EXPECT_TRUE(digest()->sha256.ends_with("0000"));
  scratch_.write("kept/" + entry.filename().string(), text + "more");
  EXPECT_EQ(digest(), first) << "damaged, so read again";
  // The same size and the time of change set back to what it was: its entry has changed all the same.
  const auto time = fs::last_write_time(scratch_ / "big");
  scratch_.write("big", std::string(2 << 20, 'b'));
  fs::last_write_time(scratch_ / "big", time);
  EXPECT_EQ(digest(), digest_of(scratch_ / "big"));
  EXPECT_NE(digest(), first);
}

TEST_F(KeptDigest, SmallNewAndAbsentFilesAreRead) {
  scratch_.write("big", std::string(2 << 20, 'a'));
  EXPECT_TRUE(digest());
  EXPECT_EQ(kept(), 0u) << "changed just now";
  EXPECT_TRUE(kept_digest_of(scratch_.write("small", "a"), scratch_ / "kept"));
  EXPECT_FALSE(kept_digest_of(scratch_ / "absent", scratch_ / "kept"));
  EXPECT_EQ(kept(), 0u);
}

std::vector<std::string> names_of(const std::vector<fs::path>& files) {
  std::vector<std::string> out;
  for (const fs::path& file : files) out.push_back(file.filename().string());
  return out;
}
using Names = std::vector<std::string>;

TEST(SourceFiles, AShapefileIsSeveralFiles) {
  const Scratch scratch;
  for (const char* name : {"xa.shp", "xa.dbf", "xa.SHX", "xa.prj", "xa.cpg", "xa.csv", "xa.gpkg", "xb.dbf", "xa.shp.bak"})
    scratch.write(name, "1");
  EXPECT_EQ(names_of(files_of_source((scratch / "xa.shp").string())), (Names{"xa.shp", "xa.SHX", "xa.cpg", "xa.dbf", "xa.prj"}));
  EXPECT_EQ(names_of(files_of_source((scratch / "xa.csv").string())), (Names{"xa.csv", "xa.prj"}));
  EXPECT_EQ(names_of(files_of_source((scratch / "xa.gpkg").string())), (Names{"xa.gpkg"}));
}

TEST(SourceFiles, AGeoPackageMayHaveALog) {
  const Scratch scratch;
  scratch.write("a.gpkg", "1"), scratch.write("a.gpkg-wal", "");
  EXPECT_EQ(files_of_source((scratch / "a.gpkg").string()).size(), 1u);
  scratch.write("a.gpkg-wal", "changed");
  EXPECT_EQ(names_of(files_of_source((scratch / "a.gpkg").string())), (Names{"a.gpkg", "a.gpkg-wal"}));
}

TEST(SourceFiles, AVirtualSourceIsWhatItPointsTo) {
  const Scratch scratch;
  scratch.write("a.geojson", support::GeoJson().point(105, 21, {{"name", "A"}}).text());
  const auto vrt = scratch.write(
      "a.vrt",
      R"(<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource relativeToVRT="1">a.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>)");
  EXPECT_EQ(names_of(files_of_source(vrt.string())), (Names{"a.vrt", "a.geojson"}));
}

TEST(SourceFiles, WhatIsElsewhereOrGone) {
  const Scratch scratch;
  EXPECT_TRUE(files_of_source("PG:dbname=ioc").empty());
  EXPECT_TRUE(files_of_source("https://host/a.gpkg").empty());
  EXPECT_TRUE(files_of_source("/vsicurl/https://host/a.gpkg").empty());
  EXPECT_EQ(files_of_source((scratch / "absent.shp").string()), std::vector<fs::path>{scratch / "absent.shp"});
  const fs::path zip = scratch.write("a.zip", "x");
  EXPECT_EQ(files_of_source("/vsizip/" + zip.string() + "/in/a.shp"), std::vector<fs::path>{zip});
  EXPECT_EQ(files_of_source("GPKG:" + scratch.write("r.gpkg", "x").string() + ":photo"), std::vector<fs::path>{scratch / "r.gpkg"});
}

TEST(SourceFiles, ARasterHasItsWorldFile) {
  const Scratch scratch;
  support::write_picture(scratch, "base", {20, 200, 40}, 105.4, 21.6, 0.001, 40);
  RasterRequest request;
  request.source = (scratch / "base.png").string(), request.crs = "EPSG:4326", request.map_crs = "EPSG:5897";
  const Names names = names_of(files_of_raster(request));
  EXPECT_EQ(names.front(), "base.png");
  EXPECT_TRUE(
      std::any_of(names.begin(), names.end(), [](const std::string& name) { return name != "base.png" && name.starts_with("base."); }));
  scratch.write("tiles/9/1/2.png", "a");
  request.source = (scratch / "tiles").string();
  EXPECT_EQ(files_of_raster(request), std::vector<fs::path>{scratch / "tiles"});
  request.source = (scratch / "tiles/{z}/{x}/{y}.png").string();
  EXPECT_EQ(files_of_raster(request), std::vector<fs::path>{scratch / "tiles"});
}

TEST(SourceFiles, SecretsAreNotTold) {
  EXPECT_EQ(without_secrets("PG:host=h dbname=ioc user=me password=s3cret tables=a"), "PG:host=h dbname=ioc user=me password=*** tables=a");
  EXPECT_EQ(without_secrets("PG:dbname='my ioc' password='two words' port=1"), "PG:dbname='my ioc' password=*** port=1");
  EXPECT_EQ(without_secrets("postgresql://me:s3cret@h:5432/ioc"), "postgresql://me:***@h:5432/ioc");
  EXPECT_EQ(without_secrets("MSSQL:server=h;database=d;UID=me;PWD=s3cret;"), "MSSQL:server=h;database=d;UID=me;PWD=***;");
  EXPECT_EQ(without_secrets("https://h/{z}/{x}/{y}.png?style=a&apikey=s3cret&access_token=b"),
            "https://h/{z}/{x}/{y}.png?style=a&apikey=***&access_token=***");
  EXPECT_EQ(without_secrets("https://h/{z}/{x}/{y}.png?key=s3cret"), "https://h/{z}/{x}/{y}.png?key=***");
  EXPECT_EQ(without_secrets("WMTS:https://h/wmts,layer=photo,tilematrixset=m"), "WMTS:https://h/wmts,layer=photo,tilematrixset=m");
}

class Inputs : public ::testing::Test {
 protected:
  void SetUp() override {
    scratch_.write("u.geojson", support::GeoJson().box(105.6, 21.3, 105.7, 21.4, {{"code", "08707"}, {"name", "Phường Tích Sơn"}}).text());
    scratch_.write("h.csv", "code,households,fiber\n08707,1000,850\n");
    scratch_.write("targets.json", R"({"version": 1, "targets": []})");
    project_ = scratch_.write("project.json", R"({"version": 1, "title": {"vi": "Thử"}, "crs": "EPSG:5897", "targets": "targets.json",
      "units": [{"level": "commune", "source": "u.geojson", "code": "code", "name": "name"}],
      "layers": [{"id": "a", "kind": "fiber_household", "source": "h.csv", "fields": {"unit": "code", "households": "households"}},
                 {"id": "b", "kind": "fiber_household", "source": "h.csv", "fields": {"unit": "code", "households": "households"}},
                 {"id": "lost", "kind": "fiber_household", "source": "lost.csv", "fields": {"unit": "code", "households": "households"}}]})");
  }
  std::vector<Input> inputs(const LoadOptions& options = {}) { return inputs_of(*load_project(project_, PHUSONG_SHARE_DIR, options)); }
  Scratch scratch_;
  fs::path project_;
};

TEST_F(Inputs, EachFileOnceWithWhoReadIt) {
  const std::vector<Input> all = inputs();
  Names names;
  for (const Input& input : all) names.push_back(input.path.filename().string());
  EXPECT_EQ(names, (Names{"project.json", "u.geojson", "h.csv", "lost.csv", "default.json", "targets.json"}));
  EXPECT_EQ(all[2].parts, (Names{"layers[0]", "layers[1]"}));
  EXPECT_EQ(all[3].parts, (Names{"layers[2]"}));
}

TEST_F(Inputs, FingerprintsComeInTheirOrder) {
  InputDigests digests(inputs());
  const auto& found = digests.wait();
  ASSERT_EQ(found.size(), 6u);
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], digest_of(digests.inputs()[i].path)) << i;
  EXPECT_TRUE(found[2]);
  EXPECT_FALSE(found[3]) << "lost.csv";
}

TEST_F(Inputs, WhatWasLeftClosedIsNone) {
  LoadOptions options;
  options.part = [](const Dataset& dataset) { return LoadPart{dataset.units->units[0].box, {"a"}}; };
  for (const Input& input : inputs(options)) {
    EXPECT_NE(input.path.filename(), "lost.csv");
    EXPECT_NE(input.path.filename(), "targets.json");
  }
}

}  // namespace
}  // namespace data
