#include "data/gaps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <sstream>

#include "data/report.h"
#include "data/report_sheets.h"
#include "data/source/csv.h"
#include "two_districts.h"

namespace data {
namespace {

using two_districts::day;

ScoreRow row_for(const char* id, Comparator comparator, double value, const char* scope = "26", const char* indicator = "use") {
  ScoreRow row;
  row.target.id = id, row.target.indicator = indicator, row.target.scope = scope;
  row.target.comparator = comparator, row.target.value = value, row.target.unit = "%", row.target.status = "in_force";
  return row;
}

/// Two districts with 6 and 4 households, 4 and 2 of them connected by the end of June 2023.
Loaded loaded_with(std::vector<ScoreRow> rows) {
  Loaded loaded;
  Dataset dataset = two_districts::make();
  loaded.date = day("2023-06-30");
  loaded.answers = compute_answers(dataset, {loaded.date}, 1).front();
  loaded.scorecard.rows = std::move(rows);
  loaded.dataset = std::make_shared<const Dataset>(std::move(dataset));
  return loaded;
}

std::string code_of(const Loaded& loaded, const UnitGap& gap) {
  return loaded.dataset->units->units[static_cast<std::size_t>(gap.unit)].code;
}

TEST(Gaps, AreCountedInPointsAndInThingsTheMostFirst) {
  const Loaded loaded = loaded_with({row_for("A", Comparator::at_least, 75)});
  const auto gaps = unit_gaps(loaded);
  ASSERT_EQ(gaps.size(), 3U);
  EXPECT_EQ(code_of(loaded, gaps[0]), "26");  // 6 of 10: 8 needed
  EXPECT_EQ(gaps[0].gap.things, 2);
  EXPECT_DOUBLE_EQ(gaps[0].gap.value, 15);
  EXPECT_EQ(code_of(loaded, gaps[1]), "244");  // 2 of 4: 3 needed, 25 points; before 243 with 4 of 6: 5 needed, 8.3 points
  EXPECT_EQ(gaps[1].gap.things, 1);
  EXPECT_EQ(code_of(loaded, gaps[2]), "243");
  EXPECT_EQ(gaps[2].gap.things, 1);
  EXPECT_NEAR(gaps[2].gap.value, 75 - 400.0 / 6, 1e-9);
}

TEST(Gaps, AUnitAtTheTargetIsNotBelowIt) {
  const Loaded loaded = loaded_with({row_for("A", Comparator::at_least, 50), row_for("B", Comparator::more_than, 50)});
  const auto gaps = unit_gaps(loaded, 1);
  ASSERT_EQ(gaps.size(), 1U);  // half is enough for "at least half", and one too few for "more than half"
  EXPECT_EQ(gaps[0].row, 1U);
  EXPECT_EQ(code_of(loaded, gaps[0]), "244");
  EXPECT_EQ(gaps[0].gap.things, 1);
}

TEST(Gaps, ATargetOfOneDistrictSaysNothingOfAnother) {
  const Loaded loaded = loaded_with({row_for("A", Comparator::at_least, 100, "243"), row_for("B", Comparator::at_least, 100, "VN")});
  const auto gaps = unit_gaps(loaded);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(code_of(loaded, gaps[0]), "243");
}

TEST(Gaps, WhatIsUnknownSupersededOrARankIsNotListed) {
  ScoreRow old = row_for("A", Comparator::at_least, 100);
  old.target.status = "superseded";
  ScoreRow rank = row_for("B", Comparator::rank_at_most, 1, "26", "dti_rank");
  rank.target.unit = "rank";
  ScoreRow unseen = row_for("C", Comparator::at_least, 0);
  unseen.target.value.reset();
  EXPECT_TRUE(unit_gaps(loaded_with({old, rank, unseen, row_for("D", Comparator::at_least, 100, "26", "addresses")})).empty());
}

TEST(Gaps, OnlyTheIndicatorsAskedFor) {
  const Loaded loaded = loaded_with({row_for("A", Comparator::at_least, 100)});
  EXPECT_EQ(unit_gaps(loaded, -1, {"use"}).size(), 3U);
  EXPECT_TRUE(unit_gaps(loaded, -1, {"addresses"}).empty());
}

/// What joins the two tables in another program.
std::set<std::string> keys_of(const std::string& csv) {
  const CsvTable table = parse_csv(csv, "a.csv", "test");
  std::set<std::string> out;
  for (const CsvRow& row : table.rows) {
    const auto cell = [&](const char* name) { return table.cell(row, table.column(name)); };
    out.insert(cell("level") + "|" + cell("code") + "|" + cell("parent"));
  }
  return out;
}

TEST(Gaps, TheirTableNamesUnitsAsTheTableOfTheUnitsDoes) {
  const Loaded loaded = loaded_with({row_for("A", Comparator::at_least, 75)});
  std::ostringstream units;
  write_report_csv(loaded, {}, units);
  const std::string gaps = csv_of(gap_sheet(loaded, {}, -1), false);
  EXPECT_EQ(keys_of(gaps), keys_of(units.str()));
  EXPECT_TRUE(keys_of(gaps).contains("district|243|26"));
}

/// Whatever the figures: the things of a gap are exactly enough, and who is not listed lacks nothing.
TEST(Gaps, TheThingsOfAGapAreEnoughAndNotOneTooMany) {
  std::mt19937 random(7);
  const auto whole = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
  for (int round = 0; round < 500; ++round) {
    const Comparator comparator = whole(0, 1) ? Comparator::at_least : Comparator::more_than;
    Loaded loaded = loaded_with({row_for("A", comparator, whole(0, 999) / 10.0)});
    for (Share& share : loaded.answers.answers[0].by_unit) {
      share.denominator = whole(1, 5000);
      share.numerator = whole(0, static_cast<int>(*share.denominator));
    }
    const auto gaps = unit_gaps(loaded);
    const double wanted = *loaded.scorecard.rows[0].target.value;
    const auto reached = [&](double numerator, double denominator) {
      const double value = 100 * numerator / denominator;
      return comparator == Comparator::at_least ? value >= wanted - 1e-9 : value > wanted + 1e-9;
    };
    for (int unit = 0; unit < 3; ++unit) {
      const Share& share = loaded.answers.answers[0].by_unit[static_cast<std::size_t>(unit)];
      const auto found = std::find_if(gaps.begin(), gaps.end(), [&](const UnitGap& gap) { return gap.unit == unit; });
      ASSERT_EQ(found == gaps.end(), reached(*share.numerator, *share.denominator)) << *share.numerator << "/" << *share.denominator;
      if (found == gaps.end()) continue;
      const double things = static_cast<double>(found->gap.things.value());
      ASSERT_GE(things, 1);
      if (*share.numerator + things <= *share.denominator) { ASSERT_TRUE(reached(*share.numerator + things, *share.denominator)); }
      ASSERT_FALSE(reached(*share.numerator + things - 1, *share.denominator));
    }
    for (std::size_t i = 1; i < gaps.size(); ++i) ASSERT_GE(*gaps[i - 1].gap.things, *gaps[i].gap.things);
  }
}

}  // namespace
}  // namespace data
