// FILE.json beside a picture: what it says, that it makes the same picture again, and that it tells what is not as it was.
#include "viewer/sidecar.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/expect.h"
#include "tests/support/geojson.h"
#include "tests/support/picture.h"
#include "tests/support/run.h"
#include "tests/support/schema.h"
#include "tests/support/scratch.h"
#include "two_communes.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using support::Outcome;
using support::Scratch;

class SidecarFile : public ::testing::Test {
 protected:
  void SetUp() override {
    write_two_communes(scratch_);
    scratch_.write("in/sites.geojson",
                   support::GeoJson().point(105.65, 21.35, {{"name", "A"}}).point(105.75, 21.35, {{"name", "B"}}).text());
    support::write_picture(scratch_, "in/base", {20, 200, 40}, 105.4, 21.6, 0.001, 700);
    scratch_.write("in/targets.json",
                   R"({"version": 1, "targets": [{"id": "T1", "indicator": "fibre_hh_use", "scope": "26", "comparator": ">=",
      "value": 70, "unit": "%", "deadline": "2022-12-31", "status": "draft",
      "source": {"document": "Kế hoạch thử", "issuer": "Sở", "date": "2022", "quote": "tối thiểu 70% hộ", "file": "a.txt"}}]})");
    project_ = scratch_.write("in/project.json", R"({"version": 1, "title": {"vi": "Tỉnh thử", "en": "Test province"}, "crs": "EPSG:5897",
      "date": "2022-12-31", "scope": "26", "targets": "targets.json",
      "official": {"agency": "Sở Thông tin và Truyền thông", "place": "Vĩnh Yên"},
      "units": [{"level": "commune", "source": "communes.geojson", "code": "code", "name": "name", "parent": "parent"}],
      "layers": [{"id": "base", "kind": "raster", "crs": "EPSG:4326", "source": "base.png", "opacity": 0.4},
        {"id": "households", "kind": "fiber_household", "source": "households.csv", "date": "2022-11-30", "where": "code <> '0'",
         "fields": {"unit": "code", "households": "households", "connected": "fiber"}},
        {"id": "sites", "kind": "sites", "source": "sites.geojson", "fields": {"name": "name"}}]})");
    fs::create_directory(scratch_ / "out");
  }
  Outcome run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {PHUSONG_BINARY, "snapshot"});
    arguments.insert(arguments.end(), {"--lang", "en"});
    return support::run(arguments, {{"XDG_CACHE_HOME", (scratch_ / "cache").string()}, {"LC_ALL", "C"}}, scratch_ / "out");
  }
  /// Makes map.png and its sidecar.
  Outcome make(std::vector<std::string> more = {"--size", "640x480"}, const std::string& name = "map.png") {
    more.insert(more.begin(), {project_.string(), "-o", name});
    return run(more);
  }
  std::string bytes(const std::string& name) const { return support::bytes_of(scratch_ / ("out/" + name)); }
  json sidecar(const std::string& name = "map.png.json") const { return json::parse(bytes(name)); }
  void change(const std::string& key, const json& value) {
    json changed = sidecar();
    changed[json::json_pointer(key)] = value;
    scratch_.write("out/map.png.json", changed.dump());
  }
  Scratch scratch_;
  fs::path project_;
};

std::string all_of(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

TEST_F(SidecarFile, SaysWhatThePictureIsMadeOf) {
  ASSERT_EQ(make().code, 0);
  const json said = sidecar();
  EXPECT_EQ(said["picture"]["file"], "map.png");
  EXPECT_EQ(said["picture"]["sha256"], data::sha256(bytes("map.png")));
  EXPECT_EQ(said["picture"]["bytes"], bytes("map.png").size());
  EXPECT_EQ(said["project"]["path"], "../in/project.json");
  EXPECT_EQ(said["filters"]["date"], "2022-12-31");
  EXPECT_EQ(said["filters"]["where"], json({{"layers[1]", "code <> '0'"}}));
  std::map<std::string, json> inputs;
  for (const json& input : said["inputs"]) inputs[input["path"].get<std::string>()] = input;
  for (const char* name : {"project.json", "communes.geojson", "households.csv", "sites.geojson", "base.png", "targets.json"}) {
    const std::string there = support::bytes_of(scratch_ / ("in/" + std::string(name)));
    EXPECT_EQ(inputs[name]["sha256"], data::sha256(there)) << name;
    EXPECT_EQ(inputs[name]["bytes"], there.size()) << name;
  }
  EXPECT_EQ(inputs["indicators/default.json"]["shipped"], true);
  EXPECT_TRUE(inputs.contains("base.pgw")) << "it says where the picture lies";
  EXPECT_EQ(inputs["households.csv"]["for"], json({"layers[1]"}));
  ASSERT_EQ(said["targets"].size(), 1u) << said["targets"];
  EXPECT_EQ(said["targets"][0]["id"], "T1");
  EXPECT_EQ(said["targets"][0]["quote"], "tối thiểu 70% hộ");
  EXPECT_EQ(said["targets"][0]["document"], "Kế hoạch thử");
  EXPECT_EQ(said["targets"][0]["verdict"], "missed");  // 950 of 1500
  std::map<std::string, json> layers;
  for (const json& layer : said["layers"]) layers[layer["id"].get<std::string>()] = layer;
  EXPECT_EQ(layers["base"]["opacity"], 0.4);
  EXPECT_EQ(layers["sites"]["date"], "2022-12-31") << "the project's, for want of one of its own";
  EXPECT_TRUE(layers.contains("labels"));
}

TEST_F(SidecarFile, TheCameraSeesTheWholeArea) {
  ASSERT_EQ(make().code, 0);
  const auto camera = read_sidecar(scratch_ / "out/map.png.json").camera;
  EXPECT_EQ(camera.crs, "EPSG:5897");
  EXPECT_NEAR(camera.centre.x, camera.extent.centre().x, 1e-6);
  EXPECT_GT(camera.extent.width(), 20000) << "0.2 degrees";
  EXPECT_NEAR(camera.extent.width() / camera.metres_per_pixel, std::round(camera.extent.width() / camera.metres_per_pixel), 1e-6);
}

TEST_F(SidecarFile, IsWhatItsSchemaSays) {
  const support::Schema schema(json::parse(support::bytes_of(fs::path(PHUSONG_SOURCE_DIR) / "assets/schema/sidecar.schema.json")));
  for (const std::vector<std::string>& more :
       std::vector<std::vector<std::string>>{{},
                                             {"--layout", "a4", "--area", "08707"},
                                             {"--layout", "map", "--theme-by", "none", "--layers", "sites"},
                                             {"--area", "570000,2357000,575000,2360000"}}) {
    ASSERT_EQ(make(more).code, 0);
    EXPECT_EQ(all_of(schema.faults_of(sidecar())), "");
  }
  json wrong = sidecar();
  wrong["picture"]["sha256"] = "ABC", wrong["page"]["theme"] = "pink", wrong["extra"] = 1, wrong["inputs"][0].erase("path");
  EXPECT_EQ(schema.faults_of(wrong).size(), 4u) << all_of(schema.faults_of(wrong));
}

TEST_F(SidecarFile, AProjectsOwnLayoutSaysWhetherAllOfTheDataIsNeeded) {
  // The shipped "map" shows no figures; one of that name that does must not be made of a part of the data.
  json project = json::parse(support::bytes_of(project_));
  project["layouts"] = json::parse(R"([{"id": "map", "screen": {"width": 1280, "height": 720},
      "body": {"rows": [{"part": "header"}, {"columns": [{"part": "map"}, {"part": "cards"}]}, {"part": "footer"}]}}])");
  scratch_.write("in/project.json", project.dump());
  ASSERT_EQ(make({"--layout", "map", "--theme-by", "none"}).code, 0);
  ASSERT_EQ(sidecar()["targets"].size(), 1u);
  EXPECT_EQ(sidecar()["targets"][0]["verdict"], "missed");
}

TEST_F(SidecarFile, NothingInItIsOfTheMomentOrTheFolder) {
  ASSERT_EQ(make().code, 0);
  const std::string first = bytes("map.png.json");
  EXPECT_EQ(first.find(scratch_.path().string()), std::string::npos);
  ASSERT_EQ(make().code, 0);
  EXPECT_EQ(bytes("map.png.json"), first);
}

TEST_F(SidecarFile, IsReadAsItWasWritten) {
  ASSERT_EQ(make({"--layout", "a4", "--area", "570000.123456789,2357000.5,575000,2360000", "--size", "1200x850"}).code, 0);
  const Sidecar read = read_sidecar(scratch_ / "out/map.png.json");
  EXPECT_EQ(to_json(read), bytes("map.png.json"));
  EXPECT_EQ(read.page.area, (data::Box{570000.123456789, 2357000.5, 575000, 2360000}));
}

TEST_F(SidecarFile, TheSamePictureAgain) {
  for (const std::vector<std::string>& more :
       std::vector<std::vector<std::string>>{{},
                                             {"--theme", "light", "--size", "1333x777"},
                                             {"--layout", "a4"},
                                             {"--layout", "a3", "--dpi", "77"},
                                             {"--layout", "a4", "--size", "1200x850", "--layers", "sites,base"},
                                             {"--layout", "wall", "--area", "08710", "--level", "commune"},
                                             {"--layout", "map", "--theme-by", "none", "--layers", "sites"},
                                             {"--layers", "households,fill,borders"},
                                             {"--date", "2022-06-30", "--theme-by", "fibre_hh_use"},
                                             {"--area", "570000.1234567,2357000.7,575000.3,2360000.9", "--size", "640x480"}}) {
    const Outcome made = make(more);
    ASSERT_EQ(made.code, 0) << all_of(more) << made.err;
    const std::string picture = bytes("map.png"), said = bytes("map.png.json");
    fs::remove(scratch_ / "out/map.png");
    const Outcome again = run({"--from-sidecar", "map.png.json", "--strict"});
    EXPECT_EQ(again.code, 0) << all_of(more) << again.err;
    EXPECT_EQ(again.err, "") << all_of(more);
    EXPECT_TRUE(bytes("map.png") == picture) << all_of(more);
    EXPECT_EQ(bytes("map.png.json"), said) << all_of(more);
  }
}

TEST_F(SidecarFile, TheSameFileAgainInEveryFormatLanguageAndPaper) {
  fs::copy_file(fs::path(PHUSONG_SOURCE_DIR) / "assets/layouts/table-and-map.json", scratch_ / "in/own.json");
  for (const auto& [name, more] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"map.pdf", {"--layout", "a4"}},
           {"map.pdf", {"--size", "a3-portrait", "--dpi", "60"}},
           {"map.svg", {"--layout", "a4-portrait", "--official"}},
           {"map.tif", {"--size", "700x500"}},
           {"map.png", {"--layout", "../in/own.json"}}}) {
    const Outcome made = make(more, name);
    ASSERT_EQ(made.code, 0) << name << all_of(more) << made.err;
    const std::string picture = bytes(name), said = bytes(name + ".json");
    const Outcome again = run({"--from-sidecar", name + ".json", "--strict"});
    EXPECT_EQ(again.code, 0) << name << all_of(more) << again.err;
    EXPECT_EQ(again.err, "") << name << all_of(more);
    EXPECT_TRUE(bytes(name) == picture) << name << all_of(more);
    EXPECT_EQ(bytes(name + ".json"), said) << name << all_of(more);
  }
  EXPECT_EQ(sidecar()["page"]["layout"], "../in/own.json");
  scratch_.write("in/own.json", support::bytes_of(scratch_ / "in/own.json") + " ");
  const Outcome changed = run({"--from-sidecar", "map.png.json", "--strict"});
  EXPECT_EQ(changed.code, 3);
  EXPECT_NE(changed.err.find("changed: own.json"), std::string::npos) << changed.err;
}

TEST_F(SidecarFile, TwoLanguagesComeBackAsTwo) {
  ASSERT_EQ(support::run({PHUSONG_BINARY, "snapshot", project_.string(), "-o", "map.png", "--lang", "both", "--size", "900x700"},
                         {{"XDG_CACHE_HOME", (scratch_ / "cache").string()}, {"LC_ALL", "C"}}, scratch_ / "out")
                .code,
            0);
  const std::string picture = bytes("map.png");
  const Outcome again = run({"--from-sidecar", "map.png.json", "--strict"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_TRUE(bytes("map.png") == picture);
}

TEST_F(SidecarFile, TheLanguageIsThatOfThePage) {
  const Outcome made = support::run({PHUSONG_BINARY, "snapshot", project_.string(), "-o", "map.png", "--lang", "vi"},
                                    {{"XDG_CACHE_HOME", (scratch_ / "cache").string()}, {"LC_ALL", "C"}}, scratch_ / "out");
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(sidecar()["page"]["lang"], "vi");
  ASSERT_EQ(run({"--from-sidecar", "map.png.json", "-o", "again.png"}).code, 0);
  EXPECT_TRUE(bytes("again.png") == bytes("map.png"));
}

TEST_F(SidecarFile, AnotherNameAndAnotherPlaceOfTheProject) {
  ASSERT_EQ(make().code, 0);
  ASSERT_EQ(run({"--from-sidecar", "map.png.json", "-o", "b.png", "--world-file"}).code, 0);
  EXPECT_TRUE(bytes("b.png") == bytes("map.png"));
  EXPECT_TRUE(fs::exists(scratch_ / "out/b.pgw")) << "of which a sidecar says nothing";
  EXPECT_TRUE(fs::exists(scratch_ / "out/b.png.json"));
  const Outcome standard = run({"--from-sidecar", "map.png.json", "-o", "-"});
  EXPECT_TRUE(standard.out == bytes("map.png"));
  fs::rename(scratch_ / "in", scratch_ / "moved");
  const Outcome lost = run({"--from-sidecar", "map.png.json", "-o", "c.png"});
  EXPECT_EQ(lost.code, 1);
  EXPECT_HAS(lost.err, (scratch_ / "in/project.json").string());
  const Outcome found = run({(scratch_ / "moved").string(), "--from-sidecar", "map.png.json", "-o", "c.png", "--strict"});
  EXPECT_EQ(found.code, 0) << found.err;
  EXPECT_TRUE(bytes("c.png") == bytes("map.png"));
}

TEST_F(SidecarFile, ASampleIsNamedByItsProvince) {
  ASSERT_EQ(run({"vinh-phuc", "-o", "map.png", "--size", "800x600"}).code, 0);
  EXPECT_EQ(sidecar()["project"]["sample"], "vinh-phuc");
  EXPECT_EQ(bytes("map.png.json").find(scratch_.path().string()), std::string::npos);
  const std::string picture = bytes("map.png");
  EXPECT_EQ(run({"--from-sidecar", "map.png.json", "--strict"}).code, 0);
  EXPECT_TRUE(bytes("map.png") == picture);
}

// What is not as it was ------------------------------------------------------------------------------------------------

TEST_F(SidecarFile, AChangedInputIsNamed) {
  ASSERT_EQ(make().code, 0);
  scratch_.write("in/households.csv", "code,households,fiber\n08707,1000,900\n08710,500,100\n");
  const Outcome again = run({"--from-sidecar", "map.png.json", "-o", "b.png"});
  EXPECT_EQ(again.code, 0);
  EXPECT_HAS(again.err, "changed: households.csv");
  EXPECT_EQ(std::count(again.err.begin(), again.err.end(), '\n'), 1) << again.err;
  EXPECT_FALSE(bytes("b.png") == bytes("map.png"));
  const Outcome strict = run({"--from-sidecar", "map.png.json", "-o", "b.png", "--strict"});
  EXPECT_EQ(strict.code, 3);
  EXPECT_TRUE(fs::exists(scratch_ / "out/b.png")) << "done, but not from the same inputs";
}

TEST_F(SidecarFile, AVanishedAndANewInputAreNamed) {
  ASSERT_EQ(make().code, 0);
  fs::rename(scratch_ / "in/households.csv", scratch_ / "in/figures.csv");
  std::string project = support::bytes_of(project_);
  project.replace(project.find("households.csv"), 14, "figures.csv");
  scratch_.write("in/project.json", project);
  const Outcome again = run({"--from-sidecar", "map.png.json", "-o", "b.png"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_HAS(again.err, "changed: project.json");
  EXPECT_HAS(again.err, "no longer used: households.csv");
  EXPECT_HAS(again.err, "new: figures.csv");
}

TEST_F(SidecarFile, AMissingInputIsAnErrorThatNamesIt) {
  ASSERT_EQ(make().code, 0);
  const std::string picture = bytes("map.png"), said = bytes("map.png.json");
  fs::remove(scratch_ / "in/targets.json");
  const Outcome again = run({"--from-sidecar", "map.png.json"});
  EXPECT_EQ(again.code, 1);
  EXPECT_HAS(again.err, "vanished: targets.json");
  EXPECT_HAS(again.err, "No picture was written");
  EXPECT_TRUE(bytes("map.png") == picture) << "the old one stays";
  EXPECT_EQ(bytes("map.png.json"), said);
}

TEST_F(SidecarFile, AnotherVersionOfTheProgramIsSaid) {
  ASSERT_EQ(make().code, 0);
  change("/program/version", "0.0.1");
  const Outcome again = run({"--from-sidecar", "map.png.json", "-o", "b.png", "--strict"});
  EXPECT_EQ(again.code, 0) << "the picture is the same";
  EXPECT_HAS(again.err, "0.0.1");
  EXPECT_HAS(again.err, "this is version");
}

TEST_F(SidecarFile, APictureThatCameOutOtherwiseIsSaid) {
  ASSERT_EQ(make().code, 0);
  change("/picture/sha256", std::string(64, '0'));
  const Outcome again = run({"--from-sidecar", "map.png.json", "-o", "b.png", "--strict"});
  EXPECT_EQ(again.code, 3);
  EXPECT_HAS(again.err, "byte for byte");
}

// What goes wrong ------------------------------------------------------------------------------------------------------

TEST_F(SidecarFile, ABrokenOneIsOneAndNamesThePlace) {
  ASSERT_EQ(make().code, 0);
  const std::string good = bytes("map.png.json");
  fs::remove(scratch_ / "out/map.png");
  const auto fails_with = [&](const std::string& word) {
    const Outcome outcome = run({"--from-sidecar", "map.png.json"});
    EXPECT_EQ(outcome.code, 1) << outcome.err;
    EXPECT_HAS(outcome.err, word);
    EXPECT_HAS(outcome.err, "map.png.json");
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_FALSE(fs::exists(scratch_ / "out/map.png"));
    scratch_.write("out/map.png.json", good);
  };
  scratch_.write("out/map.png.json", good.substr(0, good.size() / 2));
  fails_with("line");
  scratch_.write("out/map.png.json", "");
  fails_with("empty");
  change("/version", 2);
  fails_with("newer release");
  change("/page/theme", "pink");
  fails_with("page.theme");
  change("/picture/file", "../map.png");
  fails_with("picture.file");
  change("/page/area", {1, 2, 3});
  fails_with("page.area");
  change("/inputs/0/path", "");
  fails_with("inputs[0]");
  fs::remove(scratch_ / "out/map.png.json");
  fails_with("no such file");
}

TEST_F(SidecarFile, NothingThatItSaysIsAskedTwice) {
  ASSERT_EQ(make().code, 0);
  const Outcome outcome = run({"--from-sidecar", "map.png.json", "--size", "800x600"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_HAS(outcome.err, "--size and --from-sidecar do not go together");
  EXPECT_EQ(run({"--from-sidecar", "map.png.json", "--official"}).code, 2);
  EXPECT_EQ(run({}).code, 2) << "a name is needed, or a sidecar";
}

TEST_F(SidecarFile, NoneWhereNoneIsWantedOrNoneCanLie) {
  ASSERT_EQ(make({"--no-sidecar"}).code, 0);
  EXPECT_FALSE(fs::exists(scratch_ / "out/map.png.json"));
  const Outcome standard = run({project_.string(), "-o", "-", "--size", "640x480"});
  EXPECT_EQ(standard.code, 0);
  EXPECT_FALSE(fs::exists(scratch_ / "out/-.json"));
}

TEST_F(SidecarFile, OneThatCannotBeWrittenIsAFailure) {
  fs::create_directories(scratch_ / "out/map.png.json/taken");
  const Outcome outcome = make();
  EXPECT_EQ(outcome.code, 1);
  EXPECT_HAS(outcome.err, "map.png.json");
  EXPECT_HAS(outcome.err, "The picture is there");
  EXPECT_TRUE(fs::exists(scratch_ / "out/map.png"));
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(scratch_ / "out")) files += entry.is_regular_file() ? 1 : 0;
  EXPECT_EQ(files, 1u) << "no half-written one stays";
}

}  // namespace
}  // namespace viewer
