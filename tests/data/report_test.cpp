#include "data/report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "data/model/words.h"
#include "data/source/csv.h"
#include "data/source/error.h"
#include "data/text_grid.h"
#include "data/version.h"
#include "two_districts.h"

namespace data {
namespace {

using two_districts::day;
using Json = nlohmann::ordered_json;

Target make_target(const char* id, const char* indicator, Comparator comparator, std::optional<double> value, const char* unit,
                   const char* deadline) {
  Target target;
  target.id = id;
  target.indicator = indicator;
  target.scope = "26";
  target.comparator = comparator;
  target.value = value;
  target.unit = unit;
  if (deadline) target.deadline = day(deadline);
  target.status = "in_force";
  target.source.document = std::string("Kế hoạch ") + id;
  return target;
}

/// 4 of 10 households connected by the end of 2022, 6 by the end of June 2023.
Loaded loaded_on(const char* date) {
  Loaded loaded;
  Dataset dataset = two_districts::make();
  dataset.project.title = {.vi = "Tỉnh Vĩnh Phúc", .en = "Vĩnh Phúc province"};
  dataset.project.illustrative = true;
  std::vector<Target> targets{make_target("A", "use", Comparator::at_least, 43, "%", "2022-12-31"),
                              make_target("B", "use", Comparator::at_least, 50, "%", nullptr),
                              make_target("C", "dti_rank", Comparator::rank_at_most, 15, "rank", "2025-12-31"),
                              make_target("D", "addresses", Comparator::equal, 100, "%", "2025-12-31"),
                              make_target("E", "use", Comparator::at_least, std::nullopt, "%", nullptr)};
  targets[0].status = "draft";
  targets[0].set_for = "VN";
  targets[0].source.issuer = "UBND";
  targets[0].source.quote = "tối thiểu 43%";
  Actual rank;
  rank.indicator = "dti_rank";
  rank.scope = "26";
  rank.date = day("2022");
  rank.date_text = "2022";
  rank.value = 18;
  rank.comparator = "=";
  rank.source = "DTI 2022";
  rank.confidence = "high";
  loaded.reported = {rank};
  loaded.date = day(date);
  loaded.answers = compute_answers(dataset, {loaded.date}, 1).front();
  loaded.scorecard = score(dataset, targets, loaded.reported, loaded.date, 1);
  loaded.dataset = std::make_shared<const Dataset>(std::move(dataset));
  return loaded;
}

using Writer = void (*)(const Loaded&, const ReportOptions&, std::ostream&);

std::string written(Writer writer, const ReportOptions& options = {}, const char* date = "2023-06-30") {
  std::ostringstream out;
  writer(loaded_on(date), options, out);
  return out.str();
}

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> out;
  for (const auto& [key, value] : object.items()) out.push_back(key);
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

class Report : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }
};

TEST_F(Report, JsonFollowsTheContract) {
  const Json report = Json::parse(written(write_report_json, {.level = {}, .indicators = {}, .generated = "2026-11-22T03:00:00Z"}));
  EXPECT_EQ(keys_of(report), (std::vector<std::string>{"project", "date", "data_date", "generated", "version", "illustrative", "units", "targets"}));
  EXPECT_EQ(report["project"], "Tỉnh Vĩnh Phúc");
  EXPECT_EQ(report["date"], "2023-06-30");
  EXPECT_EQ(report["data_date"], "2023-06-30");
  EXPECT_EQ(report["generated"], "2026-11-22T03:00:00Z");
  EXPECT_EQ(report["version"], version);
  EXPECT_EQ(report["illustrative"], true);
  ASSERT_EQ(report["units"].size(), 3u);
  const Json& root = report["units"][0];
  EXPECT_EQ(keys_of(root), (std::vector<std::string>{"level", "code", "name", "parent", "indicators"}));
  EXPECT_EQ(root["level"], "province");
  EXPECT_TRUE(root["parent"].is_null());
  EXPECT_EQ(root["indicators"]["use"].dump(), R"({"numerator":6,"denominator":10,"value":60,"kind":"computed"})");
  const Json& district = report["units"][1];
  EXPECT_EQ(district["code"], "243");
  EXPECT_EQ(district["parent"], "26");
  EXPECT_EQ(district["indicators"]["use"]["value"].dump(), "66.66666666666667");
  EXPECT_EQ(district["indicators"]["use"]["numerator"].dump(), "4");
  EXPECT_EQ(district["indicators"]["addresses"]["numerator"].dump(), "null");  // nobody counted: not 0
  EXPECT_EQ(district["indicators"]["addresses"]["value"].dump(), "null");
  EXPECT_FALSE(district["indicators"].contains("dti_rank"));
}

TEST_F(Report, JsonTargetsCarryTheirWholeStory) {
  const Json targets = Json::parse(written(write_report_json))["targets"];
  ASSERT_EQ(targets.size(), 5u);
  const Json& missed = targets[0];
  EXPECT_EQ(keys_of(missed),
            (std::vector<std::string>{"id", "indicator", "scope", "set_for", "comparator", "value", "unit", "deadline", "deadline_form", "status",
                                      "superseded_by", "actual", "later", "country", "related", "parts", "trend", "gap", "verdict", "reason",
                                      "change", "forecast", "expired", "source"}));
  EXPECT_EQ(missed["verdict"], "missed");
  EXPECT_EQ(missed["comparator"], ">=");
  EXPECT_EQ(missed["set_for"], "VN");
  EXPECT_EQ(missed["deadline"], "2022-12-31");
  EXPECT_EQ(missed["expired"], true);
  EXPECT_EQ(missed["actual"]["value"].dump(), "40");
  EXPECT_EQ(missed["actual"]["date"], "2022-12-31");
  EXPECT_EQ(missed["actual"]["kind"], "computed");
  EXPECT_EQ(missed["actual"]["numerator"].dump(), "4");
  EXPECT_EQ(missed["later"]["value"].dump(), "60");
  EXPECT_EQ(missed["gap"].dump(), R"({"value":3,"things":1})");  // 4.3 of 10 are needed, so 5
  EXPECT_NE(missed["reason"].get<std::string>().find("draft"), std::string::npos);
  EXPECT_EQ(missed["source"]["document"], "Kế hoạch A");
  EXPECT_EQ(missed["source"]["quote"], "tối thiểu 43%");
  EXPECT_TRUE(missed["source"]["date"].is_null());
  EXPECT_EQ(targets[1]["verdict"], "met");
  EXPECT_TRUE(targets[1]["deadline"].is_null());
  EXPECT_TRUE(targets[1]["set_for"].is_null());
  EXPECT_EQ(targets[1]["gap"].dump(), R"({"value":0,"things":0})");
  EXPECT_EQ(targets[2]["actual"]["kind"], "reported");
  EXPECT_EQ(targets[2]["actual"]["date"], "2022-12-31");
  EXPECT_EQ(targets[2]["actual"]["date_text"], "2022");
  EXPECT_EQ(targets[2]["gap"].dump(), R"({"value":3,"things":null})");
  EXPECT_EQ(targets[3]["verdict"], "not_computable");
  EXPECT_TRUE(targets[3]["actual"].is_null());
  EXPECT_TRUE(targets[3]["gap"].is_null());
  EXPECT_EQ(targets[4]["verdict"], "no_data");
  EXPECT_TRUE(targets[4]["value"].is_null());
}

TEST_F(Report, MachinesReadTheSameInEitherLanguage) {
  const std::string english = written(write_report_csv);
  set_language(Lang::vi);
  EXPECT_EQ(written(write_report_csv), english);
  EXPECT_EQ(Json::parse(written(write_report_json))["units"][1]["indicators"]["use"]["value"].dump(), "66.66666666666667");
}

TEST_F(Report, LevelsAndIndicatorsFilter) {
  const Json report = Json::parse(written(write_report_json, {.level = "district", .indicators = {"use"}, .generated = {}}));
  ASSERT_EQ(report["units"].size(), 2u);
  EXPECT_EQ(keys_of(report["units"][0]["indicators"]), (std::vector<std::string>{"use"}));
  EXPECT_EQ(report["targets"].size(), 3u);
  EXPECT_TRUE(report["generated"].is_null());
  const Json province = Json::parse(written(write_report_json, {.level = "province", .indicators = {}, .generated = {}}));
  ASSERT_EQ(province["units"].size(), 1u);
  EXPECT_EQ(province["units"][0]["code"], "26");
}

TEST_F(Report, ProvinceFindsTheWholeAreaWhateverItIsCalled) {
  Loaded loaded = loaded_on("2023-06-30");
  auto units = std::make_shared<UnitSet>(*loaded.dataset->units);
  units->levels[0] = "area";
  auto dataset = std::make_shared<Dataset>(*loaded.dataset);
  dataset->units = units;
  loaded.dataset = dataset;
  std::ostringstream out;
  write_report_json(loaded, {.level = "province", .indicators = {}, .generated = {}}, out);
  EXPECT_EQ(Json::parse(out.str())["units"][0]["level"], "area");
}

TEST_F(Report, UnknownLevelsAndIndicatorsListTheKnownOnes) {
  for (const Writer writer : {write_report_json, write_report_csv, write_report_table}) {
    try {
      written(writer, {.level = "distrct", .indicators = {}, .generated = {}});
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("No level 'distrct' in the project: it has: province, district"), std::string::npos)
          << error.what();
      EXPECT_NE(std::string(error.what()).find("did you mean \"district\"?"), std::string::npos) << error.what();
    }
    try {
      written(writer, {.level = {}, .indicators = {"fibre"}, .generated = {}});
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("no indicator \"fibre\"; it has use, addresses, dti_rank"), std::string::npos)
          << error.what();
    }
  }
}

TEST_F(Report, CsvIsLongAndQuotedByTheRules) {
  const std::string csv = written(write_report_csv, {.level = {}, .indicators = {"use", "addresses"}, .generated = {}});
  EXPECT_EQ(csv.substr(0, csv.find('\n') + 1), "level,code,name,parent,indicator,numerator,denominator,value,kind,date\r\n");
  const CsvTable table = parse_csv(csv, "report.csv", "test");
  ASSERT_EQ(table.rows.size(), 6u);
  EXPECT_EQ(table.rows[0].cells, (std::vector<std::string>{"province", "26", "26", "", "use", "6", "10", "60", "computed", "2023-06-30"}));
  EXPECT_EQ(table.rows[1].cells, (std::vector<std::string>{"province", "26", "26", "", "addresses", "", "10", "", "", "2023-06-30"}));
  EXPECT_EQ(table.rows[2].cells,
            (std::vector<std::string>{"district", "243", "243", "26", "use", "4", "6", "66.66666666666667", "computed", "2023-06-30"}));
}

TEST_F(Report, TableSaysWhatHowMuchAgainstWhat) {
  const std::string table = written(write_report_table);
  const auto lines = lines_of(table);
  EXPECT_EQ(lines[0], "Vĩnh Phúc province");
  EXPECT_EQ(lines[1], "Data of 30 Jun 2023");
  EXPECT_EQ(lines[2], "Illustrative data, not real figures");
  const auto line_with = [&](const std::string& part) {
    for (const std::string& line : lines)
      if (line.find(part) != std::string::npos) return line;
    return std::string("no line with ") + part;
  };
  const std::string missed = line_with("Kế hoạch A");
  for (const char* part : {"Indicator use", "40.0\u00A0%", "≥\u00A043\u00A0%", "3.0 points = 1 households", "✖ Missed", "31 Dec 2022"})
    EXPECT_NE(missed.find(part), std::string::npos) << part << "\n" << missed;
  EXPECT_NE(table.find("    counted: 4 of 10 households, 31 Dec 2022\n"), std::string::npos) << table;
  EXPECT_NE(table.find("    later: 60.0\u00A0% (counted: 6 of 10 households, 30 Jun 2023)\n"), std::string::npos) << table;
  EXPECT_NE(line_with("Kế hoạch B").find("✔ Met"), std::string::npos);
  EXPECT_NE(line_with("Kế hoạch C").find("top 15"), std::string::npos);
  EXPECT_NE(line_with("Kế hoạch C").find("3 places"), std::string::npos);
  EXPECT_NE(line_with("Kế hoạch C").find("◆ Behind"), std::string::npos);
  EXPECT_NE(table.find("    published: DTI 2022, 2022\n"), std::string::npos) << table;
  EXPECT_NE(line_with("Kế hoạch D").find("– Cannot be computed"), std::string::npos);
  EXPECT_NE(line_with("Kế hoạch E").find("– No data"), std::string::npos);
  EXPECT_NE(line_with("243").find("66.7\u00A0%"), std::string::npos) << table;
  EXPECT_NE(table.find("Indicator addresses: not counted:"), std::string::npos) << table;
}

TEST_F(Report, AFigureIsWrittenAsSureAsItsSourceIs) {
  Actual figure;
  figure.value = 90;
  const Indicator share = two_districts::counted_indicator("use", LayerKind::fiber_household, true);
  for (const auto& [given, expected] : {std::pair{"", "90.0\u00A0%"},
                                        {"=", "90.0\u00A0%"},
                                        {">", ">\u00A090.0\u00A0%"},
                                        {"~", "≈\u00A090.0\u00A0%"},
                                        {"<=", "≤\u00A090.0\u00A0%"}}) {
    figure.comparator = given;
    EXPECT_EQ(figure_text(figure, share, Lang::en), expected) << given;
  }
}

TEST_F(Report, TableWritesNumbersByLanguage) {
  set_language(Lang::vi);
  const std::string table = written(write_report_table, {.level = "district", .indicators = {"use"}, .generated = {}});
  EXPECT_NE(table.find("Tỉnh Vĩnh Phúc\n"), std::string::npos);
  EXPECT_NE(table.find("66,7\u00A0%"), std::string::npos) << table;
  EXPECT_NE(table.find("31/12/2022"), std::string::npos);
  EXPECT_EQ(table.find("Xếp hạng"), std::string::npos);
}

TEST_F(Report, RoundingNeverTurnsAMissIntoAHit) {
  Loaded loaded = loaded_on("2023-06-30");
  ScoreRow& row = loaded.scorecard.rows[0];
  row.target.value = 70;
  row.actual->value = 69.96;
  row.gap = Gap{.value = 0.04, .things = 4};
  std::ostringstream out;
  write_report_table(loaded, {}, out);
  EXPECT_NE(out.str().find("69.96\u00A0%"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("0.04 points = 4 households"), std::string::npos) << out.str();
  row.actual->value = 99.97;
  std::ostringstream nearly;
  write_report_table(loaded, {}, nearly);
  EXPECT_NE(nearly.str().find("99.97\u00A0%"), std::string::npos) << nearly.str();
}

TEST(TextGrid, WidthsAreWhatATerminalShows) {
  EXPECT_EQ(display_width("Hộ gia đình"), 11);
  EXPECT_EQ(display_width("Xa\xCC\x83"), 2);
  EXPECT_EQ(display_width("✔ 70\u00A0%"), 6);
  EXPECT_EQ(display_width("漢"), 2);
  EXPECT_EQ(display_width(""), 0);
}

TEST(TextGrid, ColumnsLineUpUnderBrokenHeadings) {
  TextGrid grid;
  grid.column("Huyện");
  grid.column("Hộ gia đình có cáp quang", TextGrid::Align::right);
  grid.row({"Tam Đảo", "9"}, {"a note"});
  grid.row({"Vĩnh Tường", "1.234"});
  std::ostringstream out;
  grid.write(out);
  EXPECT_EQ(out.str(),
            "            Hộ gia đình có\n"
            "Huyện            cáp quang\n"
            "──────────────────────────\n"
            "Tam Đảo                  9\n"
            "    a note\n"
            "Vĩnh Tường           1.234\n");
}

}  // namespace
}  // namespace data
