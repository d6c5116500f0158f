#include "data/model/target.h"

#include <unistd.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "data/source/error.h"

namespace data {
namespace {

namespace fs = std::filesystem;

class TargetFile : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }
  void TearDown() override { fs::remove(path_); }

  std::vector<Target> read(const std::string& target) {
    std::ofstream(path_, std::ios::binary) << R"({"version": 1, "targets": [)" << target << "]}";
    return read_targets(path_, &warnings_);
  }
  std::string error_of(const std::string& target) {
    try {
      read(target);
    } catch (const Error& error) { return error.what(); }
    return "no error";
  }
  std::vector<Actual> read_csv_text(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    return read_actuals(path_, warnings_);
  }
  fs::path path_ = fs::temp_directory_path() / ("phusong_target_test_" + std::to_string(getpid()) + ".txt");
  std::vector<std::string> warnings_;
};

/// A whole target with one part replaced.
std::string target(const std::string& from = {}, const std::string& to = {}) {
  std::string json = R"({"id": "T1", "indicator": "fibre_hh_use", "scope": "26", "comparator": ">=", "value": 70, "unit": "%",
    "deadline": "2022-12-31", "status": "draft", "source": {"document": "Dự thảo", "date": "2021", "issuer": "UB", "quote": "tối thiểu 70%"}})";
  if (!from.empty()) json.replace(json.find(from), from.size(), to);
  return json;
}

TEST_F(TargetFile, ReadsEveryPart) {
  const auto targets = read(target());
  ASSERT_EQ(targets.size(), 1u);
  EXPECT_EQ(targets[0].comparator, Comparator::at_least);
  EXPECT_EQ(targets[0].value, std::optional(70.0));
  EXPECT_EQ(iso_date(targets[0].deadline.value()), "2022-12-31");
  EXPECT_EQ(targets[0].status, "draft");
  EXPECT_EQ(targets[0].source.document, "Dự thảo");
  EXPECT_EQ(targets[0].source.date, "2021");
  EXPECT_EQ(targets[0].source.quote, "tối thiểu 70%");
  EXPECT_TRUE(warnings_.empty()) << warnings_[0];
}

TEST_F(TargetFile, EveryComparatorHasOneSpelling) {
  const std::vector<std::pair<std::string, Comparator>> all{{">=", Comparator::at_least},
                                                            {">", Comparator::more_than},
                                                            {"=", Comparator::equal},
                                                            {"<=", Comparator::at_most},
                                                            {"rank<=", Comparator::rank_at_most},
                                                            {"rank_gain>=", Comparator::rank_gain},
                                                            {"each_unit>=", Comparator::each_unit},
                                                            {"majority", Comparator::majority},
                                                            {"named_units", Comparator::named_units},
                                                            {"inherits", Comparator::inherits}};
  for (const auto& [spelling, comparator] : all) {
    const std::string whole = R"("level": "commune", "units": [{"code": "164", "name": "A"}], "of": ["T00"], "comparator": )";
    EXPECT_EQ(read(target(R"("comparator": ">=")", whole + "\"" + spelling + "\""))[0].comparator, comparator);
    EXPECT_EQ(name_of(comparator), spelling);
  }
  for (const auto& [spelling, needed] : {std::pair{"each_unit>=", "level"}, std::pair{"named_units", "units"}, std::pair{"inherits", "of"}})
    EXPECT_NE(error_of(target(">=", spelling)).find(std::string("targets[0].") + needed + ": missing"), std::string::npos) << spelling;
  const std::string message = error_of(target("\">=\"", "\"≥\""));
  EXPECT_NE(message.find("targets[0].comparator: found \"≥\""), std::string::npos) << message;
  EXPECT_NE(message.find("did you mean \">=\"?"), std::string::npos) << message;
  EXPECT_NE(error_of(target("\">=\"", "\"about\"")).find("expected one of >=, >, =, <=, rank<="), std::string::npos);
}

TEST_F(TargetFile, UnknownValuesAndDeadlinesAreNullNotMissing) {
  const auto targets = read(target("70,", "null,"));
  EXPECT_FALSE(targets[0].value);
  EXPECT_FALSE(read(target("\"2022-12-31\"", "null"))[0].deadline);
  EXPECT_NE(error_of(target("\"value\": 70,", "")).find("targets[0].value: missing, expected a number, or null"), std::string::npos);
  const std::string misspelt = error_of(target("\"deadline\"", "\"dedline\""));
  EXPECT_NE(misspelt.find("targets[0].deadline: missing"), std::string::npos) << misspelt;
  EXPECT_NE(misspelt.find("did you mean \"deadline\"?"), std::string::npos) << misspelt;
}

TEST_F(TargetFile, FaultsNameTheirPath) {
  EXPECT_NE(error_of(target("70,", "\"70\",")).find("targets[0].value: found \"70\""), std::string::npos);
  EXPECT_NE(error_of(target("\"26\"", "26")).find("targets[0].scope: found 26, expected a code as text"), std::string::npos);
  EXPECT_NE(
      error_of(target("\"draft\"", "\"final\"")).find("targets[0].status: found \"final\", expected one of draft, in_force, superseded"),
      std::string::npos);
  EXPECT_NE(error_of(target("\"document\": \"Dự thảo\",", "")).find("targets[0].source.document: missing"), std::string::npos);
  EXPECT_NE(error_of(target() + "," + target()).find("targets[1].id: found \"T1\""), std::string::npos);
  EXPECT_NE(error_of(target("\"2021\"", "\"spring\"")).find("targets[0].source.date: found \"spring\""), std::string::npos);
  EXPECT_NE(error_of(target("\"status\"", "\"period\": [\"2025\", \"2021\"], \"status\"")).find("targets[0].period"), std::string::npos);
}

TEST_F(TargetFile, ThinProvenanceIsWarnedAbout) {
  read(target("tối thiểu 70%", ""));
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_NE(warnings_[0].find("targets[0]: the value has no quoted clause"), std::string::npos);
  warnings_.clear();
  read(target("tối thiểu 70%", "a b c d e f g h i k l m n o p q r s t u v"));
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_NE(warnings_[0].find("longer than 20 words"), std::string::npos);
  warnings_.clear();
  read(target("70,", "170,"));
  ASSERT_EQ(warnings_.size(), 1u);
}

TEST_F(TargetFile, ShippedTargetsAndActualsParseWithoutWarnings) {
  for (const auto& folder : fs::directory_iterator(fs::path(PHUSONG_SOURCE_DIR) / "assets/provinces")) {
    const fs::path targets = folder.path() / "targets.json", actuals = folder.path() / "actuals.csv";
    if (fs::exists(targets)) { EXPECT_FALSE(read_targets(targets, &warnings_).empty()) << targets; }
    if (fs::exists(actuals)) { EXPECT_FALSE(read_actuals(actuals, warnings_).empty()) << actuals; }
  }
  EXPECT_TRUE(warnings_.empty()) << warnings_[0];
  const auto targets = read_targets(fs::path(PHUSONG_SOURCE_DIR) / "assets/provinces/vn/targets.json");
  EXPECT_EQ(targets.at(0).id, "T01");
  EXPECT_EQ(targets.at(0).scope, "VN");
  EXPECT_TRUE(targets.at(0).local);
  EXPECT_TRUE(targets.at(0).headline);
  EXPECT_EQ(targets.at(0).superseded_by, "QD27-fibre_hh_use");
  EXPECT_EQ(targets.at(0).deadline_form, DeadlineForm::end_of_year);
}

TEST_F(TargetFile, ShippedActualsKeepTheirDates) {
  const auto actuals = read_actuals(fs::path(PHUSONG_SOURCE_DIR) / "assets/provinces/vinh-phuc/actuals.csv", warnings_);
  const auto rank =
      std::find_if(actuals.begin(), actuals.end(), [](const Actual& a) { return a.indicator == "dti_rank" && a.value == 12; });
  ASSERT_NE(rank, actuals.end());
  EXPECT_EQ(rank->date_text, "2021");
  EXPECT_EQ(iso_date(rank->date), "2021-12-31");
  EXPECT_EQ(rank->source, "DTI 2021, dti.gov.vn");
  EXPECT_EQ(rank->confidence, "high");
  EXPECT_FALSE(rank->computed);
}

const std::string header = "indicator,scope,date,value,unit,source,address,confidence,comparator,note\n";

TEST_F(TargetFile, ActualsWithoutDateValueOrSourceAreLeftOutAndNamed) {
  const auto actuals =
      read_csv_text(header +
                    "a,26,soon,1,%,s,,high,=,\na,26,2022,many,%,s,,high,=,\na,26,2022,1,%,,,high,=,\n,26,2022,1,%,s,,,,\n"
                    "a,,2022,1,%,s,,,,\na,26,2022,85,1,%,s,,high,=,,\na,26,2022-05,\"85,1\",%,,http://x,high,>,ok\n");
  ASSERT_EQ(actuals.size(), 1u);
  EXPECT_EQ(actuals[0].value, 85.1);
  EXPECT_EQ(iso_date(actuals[0].date), "2022-05-31");
  EXPECT_EQ(actuals[0].comparator, ">");
  ASSERT_EQ(warnings_.size(), 6u);
  EXPECT_EQ(warnings_[0], path_.filename().string() + ", line 2: row left out: no usable date: \"soon\"");
  EXPECT_NE(warnings_[1].find("line 3: row left out: no usable value: \"many\""), std::string::npos);
  EXPECT_NE(warnings_[2].find("no source"), std::string::npos);
  EXPECT_NE(warnings_[5].find("12 cells where the first line has 10"), std::string::npos) << warnings_[5];
}

TEST_F(TargetFile, AFigureWithoutADateIsKeptAsOne) {
  const auto actuals = read_csv_text(header + "a,26,unknown,94,per 100,s,,low,=,about 2021\n");
  ASSERT_EQ(actuals.size(), 1u);
  EXPECT_FALSE(actuals[0].dated);
  EXPECT_EQ(actuals[0].date_text, "");
  EXPECT_TRUE(warnings_.empty());
}

TEST_F(TargetFile, SemicolonFilesHoldVietnameseNumbers) {
  const auto actuals =
      read_csv_text("\xEF\xBB\xBFindicator;scope;date;value;source\r\nfirms;19;31/12/2024;3.000;x\r\nshare;19;31/12/2024;85,1;x\r\n");
  ASSERT_EQ(actuals.size(), 2u);
  EXPECT_EQ(actuals[0].value, 3000);
  EXPECT_EQ(actuals[1].value, 85.1);
  EXPECT_EQ(actuals[1].comparator, "=");
}

TEST_F(TargetFile, AMissingColumnIsNamedWithThoseThere) {
  try {
    read_csv_text("indicator_id,scope,date,value,source\n");
    FAIL() << "no error";
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("there is no column \"indicator\"; the first line has indicator_id, scope"), std::string::npos) << message;
    EXPECT_NE(message.find(path_.string()), std::string::npos);
  }
}

}  // namespace
}  // namespace data
