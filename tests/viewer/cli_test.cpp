// The program as scripts meet it: exit codes, what goes to which stream, and what is on the disk afterwards.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "data/image.h"
#include "tests/support/expect.h"
#include "tests/support/geojson.h"
#include "tests/support/picture.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"
#include "two_communes.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using support::Outcome;
using support::Scratch;

class Cli : public ::testing::Test {
 protected:
  void SetUp() override {
    write_two_communes(scratch_);
    project_ = write_project("project.json", "households.csv");
    fs::create_directory(scratch_ / "out");
  }
  fs::path write_project(const std::string& name, const std::string& table, const std::string& more = "") {
    return scratch_.write(
        "in/" + name,
        R"({"version": 1, "title": {"vi": "Tỉnh thử", "en": "Test province"}, "crs": "EPSG:5897", "date": "2022-12-31", "units": [
      {"level": "commune", "source": "communes.geojson", "code": "code", "name": "name", "parent": "parent"}],
      "layers": [{"id": "households", "kind": "fiber_household", "source": ")" +
            table + R"(",
      "fields": {"unit": "code", "households": "households", "connected": "fiber"}}])" +
            more + "}");
  }
  Outcome run(std::vector<std::string> arguments, std::vector<std::pair<std::string, std::string>> environment = {}) {
    arguments.insert(arguments.begin(), PHUSONG_BINARY);
    environment.emplace_back("XDG_CACHE_HOME", (scratch_ / "cache").string());
    environment.emplace_back("LC_ALL", "C");
    environment.emplace_back("no_proxy", "127.0.0.1");
    return support::run(arguments, environment, scratch_ / "out");
  }
  std::size_t written() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(scratch_ / "out"), fs::directory_iterator{}));
  }
  Scratch scratch_;
  fs::path project_;
};

TEST_F(Cli, HelpAndVersionAreDone) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"},
                                                    {"--version"},
                                                    {"snapshot", "--help"},
                                                    {"report", "--help"},
                                                    {"inspect", "--help"},
                                                    {"sample", "--help"},
                                                    {"view", "--help"}}) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, 0) << arguments[0];
    EXPECT_HAS(outcome.out, "phusong");
    EXPECT_EQ(outcome.err, "");
  }
}

TEST_F(Cli, WrongUsageIsTwoWithNothingOnStandardOutput) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--no-such-flag"},
                                                    {"report", "--no-such-flag"},
                                                    {"snapshot"},
                                                    {"snapshot", project_.string()},
                                                    {"report", "--format", "pdf"},
                                                    {"inspect"},
                                                    {"sample", "vinh-phuc"},
                                                    {"report", "--lang", "fr"},
                                                    {"snapshot", "-o", "a.png", "--theme", "pink"},
                                                    {"report", "a", "b", "c"},
                                                    {"snapshot", "-o", "a.png", "--dpi", "many"}}) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, 2) << arguments[0] << ' ' << (arguments.size() > 1 ? arguments[1] : "") << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err, "");
  }
  EXPECT_EQ(written(), 0u);
}

TEST_F(Cli, WhatIsNotUnderstoodIsSaidInTheOrderItWasWritten) {
  const Outcome outcome = run({"report", project_.string(), "one", "two", "--three", "--lang", "en"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_HAS(outcome.err, "not understood: one two --three\n");
}

TEST_F(Cli, AMissingProjectIsOneAndNamesTheFile) {
  for (const char* command : {"report", "snapshot"}) {
    const Outcome outcome = run({command, "/no/such/project.json", "--lang", "en", "-o", "a.png"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_HAS(outcome.err, "/no/such/project.json");
    EXPECT_HAS(outcome.err, "phusong:");
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
  }
  EXPECT_EQ(written(), 0u);
}

TEST_F(Cli, ABrokenProjectNamesItsKey) {
  const Outcome outcome = run({"report", scratch_.write("in/bad.json", R"({"version": 1, "crs": 5897})").string(), "--lang", "en"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_HAS(outcome.err, "bad.json");
  EXPECT_HAS(outcome.err, "crs");
}

TEST_F(Cli, AReportToAPipeIsTheReportAndNothingElse) {
  const Outcome outcome = run({"report", project_.string(), "--lang", "vi"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");  // no progress bar
  EXPECT_HAS(outcome.out, "Phường Tích Sơn");
  EXPECT_HAS(outcome.out, "1.000");
  EXPECT_HAS(outcome.out, "85,0\u00A0%");
  EXPECT_EQ(outcome.out.find('\r'), std::string::npos);
  EXPECT_EQ(outcome.out.find('\x1B'), std::string::npos);
  EXPECT_EQ(written(), 0u);
}

TEST_F(Cli, AFolderStandsForItsProject) { EXPECT_EQ(run({"report", (scratch_ / "in").string()}).code, 0); }

TEST_F(Cli, JsonIsForMachinesInEitherLanguage) {
  for (const char* lang : {"vi", "en"}) {
    const Outcome outcome = run({"report", project_.string(), "--format", "json", "--indicator", "fibre_hh_use", "--lang", lang});
    EXPECT_EQ(outcome.code, 0);
    const auto json = nlohmann::json::parse(outcome.out);
    bool found = false;
    for (const auto& unit : json["units"])
      if (unit["code"] == "08707") {
        found = true;
        EXPECT_EQ(unit["indicators"]["fibre_hh_use"]["numerator"], 850);
        EXPECT_EQ(unit["indicators"]["fibre_hh_use"]["denominator"], 1000);
        EXPECT_DOUBLE_EQ(unit["indicators"]["fibre_hh_use"]["value"].get<double>(), 85);
      }
    EXPECT_TRUE(found);
    EXPECT_EQ(json["date"], "2022-12-31");
  }
}

TEST_F(Cli, AReportIntoAFile) {
  const Outcome outcome = run({"report", project_.string(), "--format", "csv", "-o", "r.csv"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_HAS(support::bytes_of(scratch_ / "out" / "r.csv"), "08707");
  const Outcome nowhere = run({"report", project_.string(), "-o", "no/r.csv", "--lang", "en"});
  EXPECT_EQ(nowhere.code, 1);
  EXPECT_HAS(nowhere.err, "No such file or directory");  // the system's words too
  EXPECT_EQ(written(), 1u);
}

TEST_F(Cli, DashIsStandardOutput) {
  const Outcome report = run({"report", project_.string(), "--format", "csv", "-o", "-"});
  EXPECT_EQ(report.code, 0);
  EXPECT_HAS(report.out, "08707");
  const Outcome snapshot = run({"snapshot", project_.string(), "-o", "-", "--size", "640x480"});
  EXPECT_EQ(snapshot.code, 0) << snapshot.err;
  EXPECT_EQ(snapshot.err, "");
  EXPECT_EQ(snapshot.out.substr(0, 8), "\x89PNG\r\n\x1A\n");
  const data::Image picture = data::read_png(scratch_.write("dash.png", snapshot.out));
  EXPECT_EQ(picture.width, 640);
  EXPECT_EQ(picture.height, 480);
  EXPECT_EQ(written(), 0u);
}

TEST_F(Cli, ASnapshotTwiceIsTheSameBytes) {
  for (const char* name : {"a.png", "b.png"})
    EXPECT_EQ(run({"snapshot", project_.string(), "-o", name, "--size", "800x600", "--date", "2022-12-31"}).code, 0);
  EXPECT_EQ(support::bytes_of(scratch_ / "out" / "a.png"), support::bytes_of(scratch_ / "out" / "b.png"));
}

TEST_F(Cli, ASnapshotIntoAMissingFolderLeavesNothing) {
  const Outcome outcome = run({"snapshot", project_.string(), "-o", "no/such/map.png", "--size", "640x480", "--lang", "en"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_HAS(outcome.err, "no/such/map.png");
  EXPECT_EQ(written(), 0u);
}

TEST_F(Cli, SnapshotsComplainInWordsAndWriteNothing) {
  const std::tuple<std::vector<std::string>, const char*> wrong[] = {{{"-o", "map.jpg"}, "map.jpg"},
                                                                     {{"-o", "m.png", "--size", "big"}, "big"},
                                                                     {{"-o", "m.png", "--size", "0x100"}, "0x100"},
                                                                     {{"-o", "m.png", "--size", "-5x100"}, "-5x100"},
                                                                     {{"-o", "m.png", "--size", "999999999x999999999"}, "999999999"},
                                                                     {{"-o", "m.png", "--area", "99999"}, "99999"},
                                                                     {{"-o", "m.png", "--area", "5,5,1,1"}, "5,5,1,1"},
                                                                     {{"-o", "m.png", "--area", "a,b,c,d"}, "a,b,c,d"},
                                                                     {{"-o", "m.png", "--level", "galaxy"}, "galaxy"},
                                                                     {{"-o", "m.png", "--theme-by", "happiness"}, "happiness"},
                                                                     {{"-o", "m.png", "--layers", "nope"}, "nope"},
                                                                     {{"-o", "m.png", "--date", "yesterday"}, "yesterday"}};
  for (const auto& [arguments, word] : wrong) {
    std::vector<std::string> all{"snapshot", project_.string(), "--lang", "en"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Outcome outcome = run(all);
    EXPECT_EQ(outcome.code, 1) << word << ": " << outcome.err;
    EXPECT_HAS(outcome.err, word);
    EXPECT_EQ(outcome.out, "");
  }
  EXPECT_EQ(written(), 0u);
}

TEST_F(Cli, ALayerThatFailsIsOneForBothAndNoPicture) {
  const fs::path project = write_project("lost.json", "lost.csv");
  const Outcome report = run({"report", project.string(), "--lang", "en"});
  EXPECT_EQ(report.code, 1);
  EXPECT_HAS(report.err, "lost.csv");
  EXPECT_HAS(report.out, "Test province");  // what is known is still told
  const Outcome snapshot = run({"snapshot", project.string(), "-o", "m.png", "--lang", "en"});
  EXPECT_EQ(snapshot.code, 1);
  EXPECT_HAS(snapshot.err, "lost.csv");
  EXPECT_EQ(written(), 0u);
}

TEST_F(Cli, FaultsAreThreeWithStrictOnly) {
  scratch_.write("in/faulty.csv", "code,households,fiber\n08707,1000,850\n99999,500,100\n");
  const fs::path project = write_project("faulty.json", "faulty.csv");
  EXPECT_EQ(run({"report", project.string()}).code, 0);
  const Outcome strict = run({"report", project.string(), "--strict", "--lang", "en"});
  EXPECT_EQ(strict.code, 3);
  EXPECT_HAS(strict.err, "99999");
  EXPECT_HAS(strict.out, "Test province");
  EXPECT_EQ(run({"snapshot", project.string(), "-o", "m.png", "--size", "640x480", "--strict"}).code, 3);
  EXPECT_TRUE(fs::exists(scratch_ / "out" / "m.png"));  // done, but with faults
  EXPECT_EQ(run({"report", project_.string(), "--strict"}).code, 0);
}

TEST_F(Cli, VerboseTellsWarningsAndStaysDone) {
  scratch_.write("in/faulty.csv", "code,households,fiber\n08707,1000,850\n99999,500,100\n");
  const Outcome outcome = run({"report", write_project("faulty.json", "faulty.csv").string(), "--verbose", "--lang", "en"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_HAS(outcome.err, "99999");
}

TEST_F(Cli, ASnapshotHasItsBasemapOrIsNotWritten) {
  support::write_picture(scratch_, "in/base", {20, 200, 40}, 105.4, 21.6, 0.001, 700);
  const std::string layers = R"("layers": [{"id": "base", "kind": "raster", "crs": "EPSG:4326", "attribution": "© Somebody", "source": ")";
  const auto project = [&](const std::string& name, const std::string& source) {
    std::string text = support::bytes_of(project_);
    text.replace(text.find("\"layers\": ["), 11, layers + source + "\"}, ");
    return scratch_.write("in/" + name, text).string();
  };
  const Outcome good = run({"snapshot", project("base.json", "base.png"), "-o", "a.png"});
  EXPECT_EQ(good.code, 0) << good.err;
  EXPECT_EQ(run({"snapshot", project("base.json", "base.png"), "-o", "b.png"}).code, 0);
  EXPECT_EQ(support::bytes_of(scratch_ / "out/a.png"), support::bytes_of(scratch_ / "out/b.png"));
  EXPECT_EQ(run({"snapshot", project_.string(), "-o", "c.png"}).code, 0);
  EXPECT_GT(data::compare(data::read_png(scratch_ / "out/a.png"), data::read_png(scratch_ / "out/c.png")).share_of_pixels, 0.1);
  EXPECT_EQ(run({"snapshot", project("base.json", "base.png"), "-o", "d.png", "--layers", "households"}).code, 0);
  EXPECT_EQ(support::bytes_of(scratch_ / "out/d.png"), support::bytes_of(scratch_ / "out/c.png")) << "only what was named";
  for (const char* source : {"absent.png", "http://127.0.0.1:9/{z}/{x}/{y}.png"}) {
    const Outcome bad = run({"snapshot", project("bad.json", source), "-o", "bad.png", "--lang", "en"});
    EXPECT_EQ(bad.code, 1);
    EXPECT_HAS(bad.err, source);
    EXPECT_FALSE(fs::exists(scratch_ / "out/bad.png"));
  }
}

TEST_F(Cli, InspectShowsWhatAFileHolds) {
  const Outcome outcome = run({"inspect", (scratch_ / "in/communes.geojson").string(), "--lang", "en"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_HAS(outcome.out, "Phường Tích Sơn");
  EXPECT_HAS(outcome.out, "EPSG:4326");
  const Outcome absent = run({"inspect", "absent.gpkg", "--lang", "en"});
  EXPECT_EQ(absent.code, 1);
  EXPECT_HAS(absent.err, "absent.gpkg");
}

TEST_F(Cli, SampleWritesAProjectThatReportsAndRefusesToOverwrite) {
  const Outcome sample = run({"sample", "vinh-phuc", "-o", "s", "--households", "20000", "--lang", "en"});
  ASSERT_EQ(sample.code, 0) << sample.err;
  EXPECT_EQ(sample.err, "");
  const std::string project = sample.out.substr(0, sample.out.find('\n'));
  EXPECT_TRUE(fs::exists(scratch_ / "out" / "s" / "project.json"));
  EXPECT_HAS(project, "project.json");
  const Outcome report = run({"report", "s", "--format", "json"});
  EXPECT_EQ(report.code, 0) << report.err;
  EXPECT_GT(nlohmann::json::parse(report.out)["units"].size(), 130u);
  const Outcome again = run({"sample", "vinh-phuc", "-o", "s", "--lang", "en"});
  EXPECT_EQ(again.code, 1);
  const Outcome unknown = run({"sample", "atlantis", "-o", "t", "--lang", "en"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_HAS(unknown.err, "atlantis");
  EXPECT_EQ(written(), 1u);
}

TEST_F(Cli, APlainMapReadsOnlyItsPartAndShowsTheSameAsFromTheWhole) {
  ASSERT_EQ(run({"sample", "vinh-phuc", "-o", "s", "--households", "20000"}).code, 0);
  for (const auto& file : fs::directory_iterator(scratch_ / "out" / "s"))  // what was written just now is not kept
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::minutes(5));
  ASSERT_EQ(run({"report", "s"}).code, 0);
  ASSERT_FALSE(fs::is_empty(scratch_ / "cache" / "phusong" / "columns"));
  for (const char* area : {"08707", "243", "552000,2361000,553500,2362000"}) {
    const std::vector<std::string> common{"snapshot", "s",      "--layout", "map",      "--theme-by", "none",
                                          "--layers", "addresses,coverage,households", "--area", area, "--size",     "1280x720"};
    std::vector<std::string> from_kept = common, from_part = common;
    from_kept.insert(from_kept.end(), {"-o", "whole.png"});
    from_part.insert(from_part.end(), {"-o", "part.png", "--no-cache"});
    ASSERT_EQ(run(from_kept).code, 0);
    const Outcome outcome = run(from_part);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const auto difference =
        data::compare(data::read_png(scratch_ / "out" / "whole.png"), data::read_png(scratch_ / "out" / "part.png"));
    EXPECT_LT(difference.share_of_pixels, 1e-4) << area;  // a mark may round to the pixel beside
  }
}

TEST_F(Cli, APlainMapOpensNoLayerThatItDoesNotDraw) {
  const fs::path project = write_project("lost.json", "lost.csv");
  EXPECT_EQ(run({"snapshot", project.string(), "-o", "m.png", "--layout", "map", "--theme-by", "none", "--layers", "fill,borders"}).code, 0);
  const Outcome nothing =
      run({"snapshot", project.string(), "-o", "n.png", "--layout", "map", "--theme-by", "none", "--layers", "borders", "--lang", "en"});
  EXPECT_EQ(nothing.code, 1);
  EXPECT_HAS(nothing.err, "nothing on this map") << "fine borders are as dark as the ground under them";
  const Outcome counted = run({"snapshot", project.string(), "-o", "n.png", "--layout", "map", "--layers", "borders", "--lang", "en"});
  EXPECT_EQ(counted.code, 1);
  EXPECT_HAS(counted.err, "lost.csv");
  const Outcome shown = run({"snapshot", project.string(), "-o", "n.png", "--layout", "map", "--theme-by", "none", "--lang", "en"});
  EXPECT_EQ(shown.code, 1);
  EXPECT_EQ(std::count(shown.err.begin(), shown.err.end(), '\n'), 2) << shown.err;
  EXPECT_EQ(written(), 2u);  // m.png and what it is made of
}

TEST_F(Cli, ABareIdIsASampleGeneratedOnce) {
  const Outcome first = run({"report", "vinh-phuc", "--format", "json"});
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(first.err, "");
  EXPECT_GT(nlohmann::json::parse(first.out)["units"].size(), 130u);
  EXPECT_EQ(written(), 0u);  // in the cache, not here
  const auto before = support::contents_of(scratch_ / "cache" / "phusong" / "samples");
  const Outcome second = run({"snapshot", "vinh-phuc", "-o", "m.png", "--size", "640x480"});
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_TRUE(support::contents_of(scratch_ / "cache" / "phusong" / "samples") == before);
}

TEST_F(Cli, AFolderOfThatNameComesBeforeTheSample) {
  fs::copy(scratch_ / "in", scratch_ / "out" / "vinh-phuc", fs::copy_options::recursive);
  const Outcome outcome = run({"report", "vinh-phuc", "--lang", "en"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_HAS(outcome.out, "Test province");
  EXPECT_FALSE(fs::exists(scratch_ / "cache"));
}

TEST_F(Cli, AWordThatIsNeitherListsTheProvinces) {
  const std::vector<std::string> commands[] = {
      {"report", "atlantis"}, {"snapshot", "atlantis", "-o", "m.png"}, {"view", "atlantis", "--screenshot", "m.png"}};
  for (std::vector<std::string> arguments : commands) {
    arguments.insert(arguments.end(), {"--lang", "en"});
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, 1) << arguments[0];
    EXPECT_EQ(outcome.out, "");
    EXPECT_HAS(outcome.err, "'atlantis'");
    EXPECT_HAS(outcome.err, "vinh-phuc");
  }
  EXPECT_EQ(written(), 0u);
}

TEST_F(Cli, HelpNamesTheKeysOfTheMenuAndTheComparison) {
  const Outcome outcome = run({"--help", "--lang", "en"});
  EXPECT_HAS(outcome.out, "Ctrl+P");
  EXPECT_HAS(outcome.out, "id of a sample province");
}

TEST_F(Cli, ViewWithoutADisplaySaysWhatWorksWithoutOne) {
  const Outcome outcome = run({project_.string(), "--lang", "en"}, {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_HAS(outcome.err, "snapshot");
}

TEST_F(Cli, TheScreenIsDrawnWithoutADisplay) {
  const Outcome outcome =
      run({project_.string(), "--screenshot", "s.png", "--size", "1280x720", "--lang", "en"}, {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(data::read_png(scratch_ / "out" / "s.png").width, 1280);
  const Outcome lost = run({"/no/such/project.json", "--screenshot", "t.png", "--lang", "en"}, {{"DISPLAY", ""}});
  EXPECT_EQ(lost.code, 1);
  EXPECT_HAS(lost.err, "/no/such/project.json");
  EXPECT_EQ(written(), 1u);
}

TEST_F(Cli, TheSourcesAreNeverTouched) {
  const auto before = support::contents_of(scratch_ / "in");
  EXPECT_EQ(run({"report", project_.string()}).code, 0);
  EXPECT_EQ(run({"snapshot", project_.string(), "-o", "m.png", "--size", "640x480"}).code, 0);
  EXPECT_EQ(support::contents_of(scratch_ / "in"), before);
}

}  // namespace
}  // namespace viewer
