// `phusong check` as scripts meet it: exit codes, streams, and which quotes are looked for.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/expect.h"
#include "tests/support/geojson.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using support::Outcome;
using support::Scratch;

class CheckCommandLine : public ::testing::Test {
 protected:
  void SetUp() override {
    scratch_.write("in/communes.geojson", support::GeoJson()
                                              .box(105.6, 21.3, 105.7, 21.4, {{"code", "08707"}, {"name", "Phường Tích Sơn"}})
                                              .box(105.7, 21.3, 105.8, 21.4, {{"code", "08710"}, {"name", "Phường Liên Bảo"}})
                                              .text());
    scratch_.write("in/good.csv", "code,households,fiber\n08707,1000,850\n08710,500,100\n");
    scratch_.write("in/targets.json",
                   R"({"version": 1, "targets": [{"id": "A", "indicator": "fibre_hh_use", "scope": "26", "comparator": ">=",
      "value": 70, "unit": "%", "deadline": "2022-12-31", "status": "draft",
      "source": {"document": "D", "quote": "tối thiểu 70% hộ gia đình", "file": "plan.txt"}}]})");
  }
  fs::path project(const std::string& table, const std::string& more = "") {
    return scratch_.write("in/project.json", R"({"version": 1, "title": "T", "crs": "EPSG:5897", "date": "2022-12-31",
      "units": [{"level": "commune", "source": "communes.geojson", "code": "code", "name": "name"}],
      "layers": [{"id": "households", "kind": "fiber_household", "source": ")" +
                                                 table +
                                                 R"(", "fields": {"unit": "code", "households": "households", "connected": "fiber"}}],
      "targets": "targets.json")" + more + "}");
  }
  Outcome check(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {PHUSONG_BINARY, "check", "--lang", "en"});
    return support::run(arguments, {{"XDG_CACHE_HOME", (scratch_ / "cache").string()}, {"LC_ALL", "C"}}, scratch_.path());
  }
  Scratch scratch_;
};

TEST_F(CheckCommandLine, GoodDataIsDoneAndQuotesAreSaidToBeUnchecked) {
  const Outcome outcome = check({project("good.csv").string()});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  EXPECT_HAS(outcome.out, "households  good.csv");
  EXPECT_HAS(outcome.out, "Quotes: not checked");
  EXPECT_HAS(outcome.out, "No faults");
}

TEST_F(CheckCommandLine, FaultsAreThreeInEveryFormat) {
  scratch_.write("in/faulty.csv", "code,households,fiber\n08707,1000,1850\n08710,500,100\n99999,1,1\n");
  const std::string faulty = project("faulty.csv").string();
  for (const char* format : {"table", "json", "csv"}) {
    const Outcome outcome = check({faulty, "--format", format});
    EXPECT_EQ(outcome.code, 3) << format;
    EXPECT_EQ(outcome.err, "") << format;
    EXPECT_HAS(outcome.out, "connected_exceeds_total");
    EXPECT_HAS(outcome.out, "99999");
  }
  const auto json = nlohmann::json::parse(check({faulty, "--format", "json"}).out);
  EXPECT_EQ(json["faults"], 2);
  EXPECT_EQ(json["layers"][0]["read"], 3);
  EXPECT_EQ(json["layers"][0]["used"], 2);
  EXPECT_EQ(json["targets"].size(), 0u);
  EXPECT_EQ(json.size(), 3u);
  const Outcome file = check({faulty, "--format", "json", "-o", "check.json"});
  EXPECT_EQ(file.code, 3);
  EXPECT_EQ(file.out, "");
  EXPECT_EQ(nlohmann::json::parse(support::bytes_of(scratch_ / "check.json")), json);
}

TEST_F(CheckCommandLine, ALayerThatDidNotLoadIsOneAndTheRestIsTold) {
  const Outcome outcome = check({project("lost.csv").string(), "--format", "json"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_HAS(outcome.err, "lost.csv");
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_TRUE(json["layers"][0]["read"].is_null());
  EXPECT_HAS(json["layers"][0]["error"].get<std::string>(), "lost.csv");
  EXPECT_EQ(check({"/no/such/project.json"}).code, 1);
}

TEST_F(CheckCommandLine, WarningsOfTheProjectAreFaultsWithStrictOnly) {
  const std::string odd = project("good.csv", R"(, "colour": "blue")").string();
  EXPECT_EQ(check({odd}).code, 0);
  const Outcome strict = check({odd, "--strict"});
  EXPECT_EQ(strict.code, 3);
  EXPECT_HAS(strict.err, "colour");
}

TEST_F(CheckCommandLine, QuotesAreLookedForBesideTheProjectOrWhereAsked) {
  const std::string good = project("good.csv").string();
  scratch_.write("in/sources/plan.txt", "Phấn đấu tối thiểu 70%\nhộ gia đình");
  scratch_.write("other/plan.txt", "Phấn đấu tối thiểu 75% hộ gia đình");
  const Outcome beside = check({good});
  EXPECT_EQ(beside.code, 0) << beside.out;
  EXPECT_HAS(beside.out, "1 checked");
  const Outcome asked = check({good, "--sources", "other"});
  EXPECT_EQ(asked.code, 3);
  EXPECT_HAS(asked.out, "the quote has “70%”, the file has “75%” (line 1)");
  const Outcome nowhere = check({good, "--sources", "no/such/folder"});
  EXPECT_EQ(nowhere.code, 1);
  EXPECT_HAS(nowhere.err, "no/such/folder");
  EXPECT_EQ(nowhere.out, "");
}

TEST_F(CheckCommandLine, WithoutAProjectTheShippedTargetsAreChecked) {
  fs::create_directory(scratch_ / "empty");
  const Outcome outcome = check({"--sources", "empty", "--format", "json"});
  EXPECT_EQ(outcome.code, 3);
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["layers"].size(), 0u);
  EXPECT_GT(json["targets"].size(), 10u);
  for (const auto& target : json["targets"]) EXPECT_EQ(target["findings"][0]["kind"], "source_unreadable") << target;
}

TEST_F(CheckCommandLine, WrongUsageIsTwo) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--format", "pdf"}, {"a", "b"}, {"--sources"}, {"--date", "2022-01-01"}})
    EXPECT_EQ(check(arguments).code, 2) << arguments[0];
}

TEST_F(CheckCommandLine, TheSourcesAreNeverTouched) {
  const std::string good = project("good.csv").string();
  scratch_.write("in/sources/plan.txt", "tối thiểu 70% hộ gia đình");
  const auto before = support::contents_of(scratch_ / "in");
  EXPECT_EQ(check({good}).code, 0);
  EXPECT_EQ(support::contents_of(scratch_ / "in"), before);
}

}  // namespace
}  // namespace viewer
