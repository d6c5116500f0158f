// The shipped promises, against a table typed by hand from the documents themselves. The files are read here by plain
// nlohmann-json, so that a fault of the program's own reader cannot hide a fault of the files.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>

#include "data/source/csv.h"
#include "data/source/text.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::vector<std::string> folders{"vn", "vinh-phuc", "hung-yen", "ha-tinh", "thai-nguyen"};
fs::path assets() { return fs::path(PHUSONG_SOURCE_DIR) / "assets"; }
fs::path file_of(const std::string& folder, const char* name) { return assets() / "provinces" / folder / name; }

std::vector<json> list_in(const fs::path& path, const char* key) {
  std::ifstream in(path);
  return json::parse(in).at(key).get<std::vector<json>>();
}
std::vector<json> targets_of(const std::string& folder) { return list_in(file_of(folder, "targets.json"), "targets"); }
std::vector<json> indicators_of(const std::string& folder) { return list_in(file_of(folder, "indicators.json"), "indicators"); }
std::vector<json> default_indicators() { return list_in(assets() / "indicators/default.json", "indicators"); }

std::vector<json> all_targets() {
  std::vector<json> out;
  for (const std::string& folder : folders)
    for (json& target : targets_of(folder)) out.push_back(std::move(target));
  return out;
}

std::string id_of(const json& item) { return item.at("id").get<std::string>(); }
std::string quote_of(const json& target) { return target.at("source").at("quote").get<std::string>(); }

std::vector<std::string> strings_at(const json& item, const char* key) {
  return item.contains(key) ? item.at(key).get<std::vector<std::string>>() : std::vector<std::string>{};
}

// --- The five documents, as a person reads them -------------------------------------------------------------------------

struct Promise {
  const char *id, *folder, *scope, *comparator;
  std::optional<double> value;
  const char *unit, *deadline, *form, *status;  // deadline "": none
};

// clang-format off
const Promise promises[] = {
    {"T01", "vn",          "VN", ">=",          70,           "%",                    "2022-12-31", "end_of_year", "draft"},
    {"T02", "vn",          "VN", "=",           100,          "%",                    "2022-12-31", "end_of_year", "draft"},
    {"T03", "vn",          "VN", ">=",          85,           "per 100",              "2022-12-31", "end_of_year", "draft"},
    {"T04", "vn",          "VN", "=",           18,           "tasks",                "2022-12-31", "end_of_year", "draft"},
    {"T05", "vn",          "VN", "=",           5,            "policies",             "2022-12-31", "end_of_year", "draft"},
    {"T06", "vinh-phuc",   "26", "rank<=",      15,           "rank",                 "2025-12-31", "period",      "in_force"},
    {"T07", "ha-tinh",     "42", "rank<=",      20,           "rank",                 "",           "none",        "draft"},
    {"T08", "hung-yen",    "33", "inherits",    std::nullopt, "%",                    "2025-12-31", "by_year",     "in_force"},
    {"T09", "hung-yen",    "33", "rank_gain>=", 10,           "ranks",                "2025-12-31", "by_year",     "in_force"},
    {"T10", "hung-yen",    "33", "rank<=",      40,           "rank",                 "2025-12-31", "by_year",     "in_force"},
    {"T11", "hung-yen",    "33", "each_unit>=", 1,            "communes",             "",           "none",        "in_force"},
    {"T12", "hung-yen",    "33", "=",           100,          "%",                    "2025-12-31", "by_year",     "in_force"},
    {"T13", "hung-yen",    "33", ">=",          20,           "%",                    "2025-12-31", "by_year",     "in_force"},
    {"T14", "hung-yen",    "33", ">=",          1,            "%",                    "",           "every_year",  "in_force"},
    {"T15", "hung-yen",    "33", "majority",    1,            "engineers per agency", "",           "none",        "in_force"},
    {"T16", "thai-nguyen", "19", ">",           90,           "%",                    "2025-12-31", "by_year",     "in_force"},
    {"T17", "thai-nguyen", "19", ">",           700,          "enterprises",          "2025-12-31", "by_year",     "in_force"},
    {"T18", "thai-nguyen", "19", "named_units", 3,            "cities",               "2025-12-31", "by_year",     "in_force"},
    {"T19", "thai-nguyen", "19", "rank<=",      15,           "rank",                 "2025-12-31", "by_year",     "in_force"},
    {"T20", "thai-nguyen", "19", ">",           90,           "%",                    "2030-12-31", "by_year",     "in_force"},
    {"T21", "thai-nguyen", "19", ">",           3000,         "enterprises",          "2030-12-31", "by_year",     "in_force"},
    {"T22", "thai-nguyen", "19", "rank<=",      10,           "rank",                 "2030-12-31", "by_year",     "in_force"},
};
// clang-format on

TEST(Promises, AreWhatTheDocumentsSay) {
  for (const Promise& promise : promises) {
    SCOPED_TRACE(promise.id);
    const std::vector<json> targets = targets_of(promise.folder);
    const auto found = std::find_if(targets.begin(), targets.end(), [&](const json& t) { return id_of(t) == promise.id; });
    ASSERT_NE(found, targets.end());
    const json& target = *found;
    EXPECT_EQ(target.at("scope"), promise.scope);
    EXPECT_EQ(target.at("comparator"), promise.comparator);
    EXPECT_EQ(target.at("value"), promise.value ? json(*promise.value) : json());
    EXPECT_EQ(target.at("unit"), promise.unit);
    EXPECT_EQ(target.at("deadline"), *promise.deadline ? json(promise.deadline) : json());
    EXPECT_EQ(target.at("deadline_form"), promise.form);
    EXPECT_EQ(target.at("status"), promise.status);
  }
}

TEST(Promises, EachIdStandsOnce) {
  std::map<std::string, int> times;
  for (const json& target : all_targets()) ++times[id_of(target)];
  for (const auto& [id, count] : times) EXPECT_EQ(count, 1) << id;
  for (const Promise& promise : promises) EXPECT_TRUE(times.contains(promise.id)) << promise.id;
}

TEST(Promises, CarryWhatTheirComparatorNeeds) {
  std::map<std::string, json> target;
  for (const json& one : all_targets()) target[id_of(one)] = one;
  EXPECT_EQ(target["T06"].at("period"), json({"2021-01-01", "2025-12-31"}));
  EXPECT_TRUE(target["T09"].at("baseline").is_null());
  EXPECT_EQ(strings_at(target["T09"], "also"), (std::vector<std::string>{"dti_gov_rank", "dti_econ_rank", "dti_soc_rank"}));
  EXPECT_EQ(target["T11"].at("level"), "district");
  std::vector<std::string> cities;
  for (const json& unit : target["T18"].at("units")) cities.push_back(unit.at("code"));
  EXPECT_EQ(cities, (std::vector<std::string>{"164", "165", "172"}));
  std::vector<std::string> cited;
  for (const json& one : targets_of("vn"))
    if (id_of(one).starts_with("QD749-") || id_of(one).starts_with("QD942-")) cited.push_back(id_of(one));
  EXPECT_EQ(cited.size(), 7u);
  EXPECT_EQ(strings_at(target["T08"], "of"), cited);
  EXPECT_EQ(target["T01"].at("superseded_by"), "QD27-fibre_hh_use");
  EXPECT_EQ(target["T02"].at("superseded_by"), "QD27-village_mbb_cov");
  for (const char* id : {"T01", "T02", "T03"}) EXPECT_EQ(target[id].value("local", false), true) << id;
  for (const char* id : {"T04", "T05", "QD749-digital_econ_share"}) EXPECT_FALSE(target[id].contains("local")) << id;
}

TEST(Promises, DeadlinesFitTheirForm) {
  for (const json& target : all_targets()) {
    SCOPED_TRACE(id_of(target));
    const std::string form = target.at("deadline_form");
    EXPECT_EQ(target.at("deadline").is_null(), form == "none" || form == "every_year");
    EXPECT_EQ(target.contains("period"), form == "period");
    if (form == "period") { EXPECT_EQ(target.at("period").at(1), target.at("deadline")); }
    if (form == "by_year" || form == "end_of_year") { EXPECT_TRUE(target.at("deadline").get<std::string>().ends_with("-12-31")); }
    if (target.contains("local")) { EXPECT_EQ(target.at("scope"), "VN"); }
  }
}

// --- Nothing points nowhere ---------------------------------------------------------------------------------------------

/// What a province's project knows: the shipped definitions, the nation's and its own.
std::set<std::string> known_in(const std::string& folder) {
  std::set<std::string> ids;
  for (const json& indicator : default_indicators()) ids.insert(id_of(indicator));
  for (const json& indicator : indicators_of("vn")) ids.insert(id_of(indicator));
  for (const json& indicator : indicators_of(folder)) ids.insert(id_of(indicator));
  return ids;
}

TEST(Promises, EveryIndicatorIsDefinedOnce) {
  std::map<std::string, int> times;
  for (const json& indicator : default_indicators()) ++times[id_of(indicator)];
  for (const std::string& folder : folders)
    for (const json& indicator : indicators_of(folder)) ++times[id_of(indicator)];
  for (const auto& [id, count] : times) EXPECT_EQ(count, 1) << id;
}

TEST(Promises, EveryIndicatorNamedIsDefined) {
  for (const std::string& folder : folders) {
    const std::set<std::string> known = known_in(folder);
    for (const json& target : targets_of(folder)) {
      EXPECT_TRUE(known.contains(target.at("indicator"))) << folder << ": " << target.at("indicator");
      for (const std::string& id : strings_at(target, "also")) EXPECT_TRUE(known.contains(id)) << folder << ": " << id;
    }
    for (const char* name : {"actuals.csv", "rankings.csv"}) {
      if (!fs::exists(file_of(folder, name))) continue;
      const CsvTable table = read_csv(file_of(folder, name), name);
      const int column = table.column("indicator");
      ASSERT_GE(column, 0) << folder << "/" << name;
      for (const CsvRow& row : table.rows)
        EXPECT_TRUE(known.contains(table.cell(row, column))) << folder << "/" << name << ", line " << row.line;
    }
  }
}

TEST(Promises, RelatedIndicatorsAreDefinedAndSayWhy) {
  const auto check = [](const std::vector<json>& indicators, const std::set<std::string>& known) {
    for (const json& indicator : indicators) {
      if (!indicator.contains("related")) continue;
      for (const json& other : indicator.at("related")) {
        EXPECT_TRUE(known.contains(id_of(other))) << id_of(indicator) << " -> " << id_of(other);
        EXPECT_NE(id_of(other), id_of(indicator));
        for (const char* language : {"vi", "en"})
          EXPECT_FALSE(other.at("why").at(language).get<std::string>().empty()) << id_of(indicator) << " -> " << id_of(other);
      }
    }
  };
  check(default_indicators(), known_in("vn"));
  for (const std::string& folder : folders) check(indicators_of(folder), known_in(folder));
}

TEST(Promises, TargetsNamedByTargetsExist) {
  std::set<std::string> ids;
  for (const json& target : all_targets()) ids.insert(id_of(target));
  for (const json& target : all_targets()) {
    if (target.contains("superseded_by")) { EXPECT_TRUE(ids.contains(target.at("superseded_by"))) << id_of(target); }
    for (const std::string& id : strings_at(target, "of")) EXPECT_TRUE(ids.contains(id)) << id_of(target) << " -> " << id;
  }
}

// --- Quotes -------------------------------------------------------------------------------------------------------------

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

TEST(Promises, QuotesAreShortAndEveryValueHasOne) {
  for (const json& target : all_targets()) {
    SCOPED_TRACE(id_of(target));
    const json& source = target.at("source");
    EXPECT_LE(words_of(quote_of(target)).size(), 20u);
    if (!target.at("value").is_null()) { EXPECT_FALSE(quote_of(target).empty()); }
    EXPECT_TRUE(source.contains("file") || source.contains("address"));
  }
}

// Figures that stand in the same documents and promise nothing: money, children, votes, days, visitors.
TEST(Promises, FiguresThatAreNoTargetsStayOut) {
  for (const json& target : all_targets()) {
    SCOPED_TRACE(id_of(target));
    const std::string quote = nfc(quote_of(target));
    for (const char* phrase : {"5,2 tỷ", "84 cháu", "số phiếu", "2,4 tỷ", "15 ngày", "113 người", "triệu đồng", "truy cập32"})
      EXPECT_EQ(quote.find(nfc(phrase)), std::string::npos) << phrase;
    if (target.at("value").is_null()) continue;
    const double value = target.at("value");
    for (const double other : {5.2, 84.0, 2.4, 113.0, 16697.0, 319780.0}) EXPECT_NE(value, other);
    if (value == 15) { EXPECT_EQ(target.at("comparator"), "rank<="); }  // the 15 days without infection are no rank
  }
}

/// Letters and marks only: the articles break lines and may be decomposed.
std::string without_blanks(const std::string& text) {
  std::string out;
  for (const std::string& word : words_of(nfc(text))) out += word;
  return out;
}

TEST(Promises, EveryQuoteStandsInItsDocument) {
  const fs::path shared = support::shared_folder(PHUSONG_SOURCE_DIR);
  const fs::path sources = shared / "reference/sources";
  if (shared.empty() || !fs::exists(sources)) GTEST_SKIP() << "the five documents are not here; PHUSONG_SHARED names their folder";
  int found = 0;
  for (const json& target : all_targets()) {
    if (!target.at("source").contains("file")) continue;
    std::ifstream in(sources / target.at("source").at("file").get<std::string>(), std::ios::binary);
    ASSERT_TRUE(in) << id_of(target);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_NE(without_blanks(text).find(without_blanks(quote_of(target))), std::string::npos) << id_of(target);
    ++found;
  }
  EXPECT_EQ(found, 22);
}

// --- Published figures --------------------------------------------------------------------------------------------------

TEST(Promises, PublishedFiguresHaveValueScopeAndSource) {
  std::size_t rows = 0;
  for (const std::string& folder : folders) {
    const CsvTable table = read_csv(file_of(folder, "actuals.csv"), "actuals");
    EXPECT_EQ(table.header, (std::vector<std::string>{"indicator", "scope", "date", "value", "unit", "source", "address", "confidence",
                                                      "comparator", "note"}));
    for (const CsvRow& row : table.rows) {
      SCOPED_TRACE(folder + ", line " + std::to_string(row.line));
      const auto value = parse_number(table.cell(row, 3));
      ASSERT_TRUE(value);
      EXPECT_GE(*value, 0);
      EXPECT_TRUE(table.cell(row, 2) == "unknown" || parse_date(table.cell(row, 2))) << table.cell(row, 2);
      EXPECT_EQ(table.cell(row, 1).find('/'), std::string::npos);
      EXPECT_EQ(table.cell(row, 1) == "VN", folder == "vn");
      EXPECT_FALSE(table.cell(row, 5).empty());
    }
    rows += table.rows.size();
  }
  EXPECT_EQ(rows, 135u);
}

/// Place of a province when the index of a year is sorted; equal values share the better place.
int place(const CsvTable& table, const std::string& indicator, const std::string& scope, const std::string& year) {
  std::vector<double> all;
  double own = NAN;
  for (const CsvRow& row : table.rows) {
    if (table.cell(row, 0) != indicator || table.cell(row, 3) != year) continue;
    all.push_back(parse_number(table.cell(row, 4)).value());
    if (table.cell(row, 1) == scope) own = all.back();
  }
  return all.size() == 63 ? 1 + static_cast<int>(std::count_if(all.begin(), all.end(), [&](double v) { return v > own; })) : -1;
}

TEST(Promises, SortingTheIndexGivesThePublishedRanks) {
  const CsvTable table = read_csv(file_of("vn", "rankings.csv"), "rankings");
  EXPECT_EQ(table.header, (std::vector<std::string>{"indicator", "scope", "name", "year", "value", "source"}));
  EXPECT_EQ(table.rows.size(), 63u * 3 * 5);
  EXPECT_EQ(place(table, "dti_rank", "26", "2022"), 18);
  EXPECT_EQ(place(table, "dti_rank", "33", "2022"), 33);
  EXPECT_EQ(place(table, "dti_rank", "42", "2022"), 37);
  EXPECT_EQ(place(table, "dti_rank", "19", "2022"), 8);
  EXPECT_EQ(place(table, "dti_rank", "42", "2023"), 25);
  EXPECT_EQ(place(table, "dti_gov_rank", "42", "2023"), 23);
  EXPECT_EQ(place(table, "dti_econ_rank", "42", "2023"), 41);
  EXPECT_EQ(place(table, "dti_soc_rank", "42", "2023"), 37);
  EXPECT_EQ(place(table, "dti_infra_rank", "42", "2023"), 44);
}

}  // namespace
}  // namespace data
