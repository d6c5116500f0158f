#include "data/model/scorecard.h"

#include <gtest/gtest.h>

#include "two_districts.h"

namespace data {
namespace {

using two_districts::day;

Target share_target(Comparator comparator, std::optional<double> value, const char* deadline = "2022-12-31") {
  Target target;
  target.id = "T";
  target.indicator = "use";
  target.scope = "26";
  target.comparator = comparator;
  target.value = value;
  target.unit = "%";
  if (deadline) target.deadline = day(deadline);
  target.status = "in_force";
  return target;
}

Actual figure(const char* date, double value) {
  Actual actual;
  actual.indicator = "use";
  actual.date = day(date);
  actual.date_text = date;
  actual.value = value;
  return actual;
}

class Scores : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }
};

Actual published(const char* indicator, const char* scope, const char* date, double value, const char* confidence = "high") {
  Actual actual = figure(date, value);
  actual.indicator = indicator;
  actual.scope = scope;
  actual.source = "paper";
  actual.confidence = confidence;
  actual.comparator = "=";
  return actual;
}

ScoreRow score_one(const Target& target, const std::vector<Actual>& reported = {}, const char* date = "2023-06-30", bool dated = true) {
  const Dataset dataset = two_districts::make(dated);
  return score(dataset, {target}, reported, day(date), 1).rows.at(0);
}

TEST_F(Scores, AnExpiredTargetIsJudgedAsOfItsDeadline) {
  const ScoreRow met = score_one(share_target(Comparator::at_least, 40));
  EXPECT_EQ(met.verdict, Verdict::met);
  EXPECT_TRUE(met.expired);
  ASSERT_TRUE(met.actual);
  EXPECT_EQ(met.actual->value, 40);
  EXPECT_EQ(iso_date(met.actual->date), "2022-12-31");
  EXPECT_EQ(met.actual->numerator, 4);
  EXPECT_EQ(met.actual->denominator, 10);
  EXPECT_TRUE(met.actual->computed);
  EXPECT_EQ(met.actual->source, "households");
  ASSERT_TRUE(met.later);
  EXPECT_EQ(met.later->value, 60);
  EXPECT_EQ(iso_date(met.later->date), "2023-06-30");

  const ScoreRow missed = score_one(share_target(Comparator::at_least, 41));
  EXPECT_EQ(missed.verdict, Verdict::missed);  // though 60 % came later
  EXPECT_DOUBLE_EQ(missed.gap->value, 1);
  EXPECT_EQ(missed.gap->things, 1);
  EXPECT_EQ(score_one(share_target(Comparator::at_least, 40, "2022-12-30")).verdict, Verdict::missed);
}

TEST_F(Scores, TheTrendIsTwelveMonthEndsAndTheDayItself) {
  const ScoreRow row = score_one(share_target(Comparator::at_least, 80, "2023-12-31"));
  EXPECT_FALSE(row.expired);
  EXPECT_FALSE(row.later);
  ASSERT_EQ(row.trend.size(), 13u);
  EXPECT_EQ(iso_date(row.trend[0].date), "2022-06-30");
  EXPECT_EQ(row.trend[0].value, 20);
  EXPECT_EQ(iso_date(row.trend[6].date), "2022-12-31");
  EXPECT_EQ(row.trend[6].value, 40);
  EXPECT_EQ(iso_date(row.trend[8].date), "2023-02-28");
  EXPECT_EQ(row.trend[8].value, 50);
  EXPECT_EQ(iso_date(row.trend[12].date), "2023-06-30");
  EXPECT_EQ(row.trend[12].value, 60);
  EXPECT_EQ(row.verdict, Verdict::behind);  // nobody was connected in the last month
}

TEST_F(Scores, WithoutDatesThereIsNoTrendAndNoPast) {
  const ScoreRow row = score_one(share_target(Comparator::at_least, 80, "2023-12-31"), {}, "2023-06-30", false);
  ASSERT_EQ(row.trend.size(), 1u);
  EXPECT_EQ(row.trend[0].value, 60);
  EXPECT_NE(row.reason.find("fewer than two dated figures"), std::string::npos);

  const ScoreRow past = score_one(share_target(Comparator::at_least, 40), {}, "2023-06-30", false);
  EXPECT_EQ(past.verdict, Verdict::no_data);
  EXPECT_FALSE(past.actual);
  EXPECT_FALSE(past.gap);
  ASSERT_TRUE(past.later);
  EXPECT_EQ(past.later->value, 60);
  EXPECT_EQ(past.reason, "no figure as of 31 Dec 2022: the layers do not say how things were then");

  const ScoreRow with_report =
      score_one(share_target(Comparator::at_least, 40), {published("use", "26", "2022-11-30", 45)}, "2023-06-30", false);
  EXPECT_EQ(with_report.verdict, Verdict::met);
  EXPECT_EQ(with_report.actual->value, 45);
  EXPECT_FALSE(with_report.actual->computed);
  ASSERT_EQ(with_report.trend.size(), 2u);
  EXPECT_EQ(with_report.trend[1].value, 60);
}

TEST_F(Scores, DataOlderThanTheDayJudgedKeepsItsOwnDate) {
  const ScoreRow row = score_one(share_target(Comparator::at_least, 70, "2025-12-31"), {}, "2026-06-30");
  EXPECT_EQ(row.verdict, Verdict::no_data);
  EXPECT_EQ(iso_date(row.actual->date), "2023-06-30");
  EXPECT_NE(row.reason.find("the latest figure up to the deadline is of 30 Jun 2023: too old"), std::string::npos) << row.reason;
  EXPECT_FALSE(row.gap);  // a gap of then is none of the deadline
  EXPECT_FALSE(row.later);
  EXPECT_EQ(iso_date(row.trend.back().date), "2023-06-30");
}

TEST_F(Scores, CountedFiguresArePreferredToPublishedOnes) {
  const ScoreRow row = score_one(share_target(Comparator::at_least, 40),
                                 {published("use", "26", "2022-12-31", 90), published("use", "26", "2024-01-01", 95)});
  EXPECT_EQ(row.actual->value, 40);
  EXPECT_EQ(row.later->value, 95);  // newer than what the layers hold
  EXPECT_FALSE(row.later->computed);
}

TEST_F(Scores, PublishedFiguresSpeakWhereNothingCanBeCounted) {
  Target rank = share_target(Comparator::rank_at_most, 15, "2025-12-31");
  rank.indicator = "dti_rank";
  rank.unit = "rank";
  const std::vector<Actual> reported{published("dti_rank", "26", "2022", 18), published("dti_rank", "26", "2021", 12),
                                     published("dti_rank", "26", "2023", 5), published("dti_rank", "27", "2022", 1)};
  const ScoreRow row = score_one(rank, reported);
  EXPECT_EQ(row.actual->value, 18);  // that of the end of 2023 is not known yet
  EXPECT_EQ(row.verdict, Verdict::behind);
  EXPECT_EQ(row.gap->value, 3);
  EXPECT_FALSE(row.gap->things);
  ASSERT_EQ(row.trend.size(), 2u);
  EXPECT_EQ(row.trend[0].value, 12);

  const ScoreRow nothing = score_one(rank);
  EXPECT_EQ(nothing.verdict, Verdict::no_data);
  EXPECT_EQ(nothing.reason, "not counted from the map, and no figure published up to 30 Jun 2023");
}

TEST_F(Scores, OfFiguresOfOneDayTheMostTrustedCounts) {
  Target rank = share_target(Comparator::rank_at_most, 15, "2025-12-31");
  rank.indicator = "dti_rank";
  EXPECT_EQ(score_one(rank, {published("dti_rank", "26", "2022", 18, "high"), published("dti_rank", "26", "2022", 9, "low")}).actual->value,
            18);
  EXPECT_EQ(
      score_one(rank, {published("dti_rank", "26", "2022", 9, "low"), published("dti_rank", "26", "2022", 18, "medium")}).actual->value,
      18);
}

TEST_F(Scores, FiguresPublishedAsOverAreMoreThan) {
  Target target = share_target(Comparator::more_than, 90);
  target.indicator = "dti_rank";
  Actual over = published("dti_rank", "26", "2022-12-31", 90);
  EXPECT_EQ(score_one(target, {over}).verdict, Verdict::missed);
  over.comparator = ">";
  EXPECT_EQ(score_one(target, {over}).verdict, Verdict::met);
}

TEST_F(Scores, ScopesAreTheWholeAreaOrAnyUnit) {
  Target target = share_target(Comparator::at_least, 50, "2023-12-31");
  target.scope = "VP";  // the project's own word for the whole area
  EXPECT_EQ(score_one(target).actual->value, 60);
  target.scope = "243";
  EXPECT_EQ(score_one(target).actual->numerator, 4);
  EXPECT_EQ(score_one(target).actual->denominator, 6);
  target.scope = "99";
  const ScoreRow row = score_one(target);
  EXPECT_EQ(row.verdict, Verdict::not_computable);
  EXPECT_EQ(row.reason, "no unit with the code 99 is on this map");
  EXPECT_FALSE(row.actual);
}

TEST_F(Scores, WhatTheLayersCannotSayIsNotComputable) {
  Target target = share_target(Comparator::at_least, 50, "2023-12-31");
  target.indicator = "addresses";
  target.status = "draft";
  const ScoreRow row = score_one(target);
  EXPECT_EQ(row.verdict, Verdict::not_computable);
  EXPECT_FALSE(row.actual);
  EXPECT_FALSE(row.gap);
  EXPECT_NE(row.reason.find("; the document is a draft"), std::string::npos) << row.reason;
  EXPECT_EQ(score_one(target, {published("addresses", "26", "2023", 55), published("addresses", "26", "2022", 55)}).verdict, Verdict::met);
}

TEST_F(Scores, AnIndicatorNobodyDefinedIsJudgedByPublishedFiguresOnly) {
  Target target = share_target(Comparator::at_least, 50);
  target.indicator = "smartphones";
  EXPECT_EQ(score_one(target).verdict, Verdict::no_data);
  EXPECT_EQ(score_one(target).indicator.name.vi, "smartphones");
  EXPECT_EQ(score_one(target, {published("smartphones", "26", "2022", 55)}).verdict, Verdict::met);
}

// What has no date of its own: coverage, and the stage of an address ----------------------------------------------

/// Adds coverage over district 243 (6 households) and an indicator of the households inside it.
Dataset with_coverage() {
  Dataset dataset = two_districts::make();
  auto layer = std::make_shared<LayerData>();
  layer->source.id = "coverage";
  layer->source.kind = LayerKind::broadband_coverage;
  auto areas = std::make_shared<Table>(two_districts::level("coverage", {"243", "beyond"}).table);
  for (std::size_t v = 4; v < 8; ++v) areas->areas.x[v] += 100;  // the second one lies outside the province
  layer->table = areas;
  layer->unit.assign(areas->rows, -1);
  dataset.layers.push_back(layer);
  Indicator inside = two_districts::counted_indicator("covered", LayerKind::fiber_household, {});
  inside.numerator->coverage = Count::Coverage{.inside = true, .layer = LayerKind::broadband_coverage, .where = {}};
  dataset.indicators.push_back(inside);
  return dataset;
}

TEST_F(Scores, CoverageSaysNothingOfEarlierDays) {
  Target target = share_target(Comparator::at_least, 50, "2023-12-31");
  target.indicator = "covered";
  Dataset dataset = with_coverage();
  const ScoreRow now = score(dataset, {target}, {}, day("2023-06-30"), 1).rows.at(0);
  ASSERT_TRUE(now.actual);
  EXPECT_EQ(now.actual->value, 60);
  EXPECT_EQ(now.actual->source, "households, coverage");
  EXPECT_EQ(now.trend.size(), 1u);  // twelve equal months would be a line nobody measured
  target.deadline = day("2022-12-31");
  const ScoreRow past = score(dataset, {target}, {}, day("2023-06-30"), 1).rows.at(0);
  EXPECT_EQ(past.verdict, Verdict::no_data);
  EXPECT_FALSE(past.actual);
  ASSERT_TRUE(past.later);
  EXPECT_EQ(past.later->value, 60);
  dataset.indicators.back().numerator->connected = true;  // dated connections inside undated coverage are no trend either
  EXPECT_EQ(score(dataset, {target}, {}, day("2023-06-30"), 1).rows.at(0).trend.size(), 1u);
}

TEST_F(Scores, AFigureIsAsOldAsTheOldestLayerBehindIt) {
  Dataset dataset = with_coverage();
  auto old = std::make_shared<LayerData>(*dataset.layers[1]);
  old->source.date = day("2022-11-30");
  dataset.layers[1] = old;
  Target target = share_target(Comparator::at_least, 50);
  target.indicator = "covered";
  const ScoreRow row = score(dataset, {target}, {}, day("2023-06-30"), 1).rows.at(0);
  ASSERT_TRUE(row.actual);
  EXPECT_EQ(iso_date(row.actual->date), "2022-11-30");
  EXPECT_EQ(row.verdict, Verdict::met);
}

TEST_F(Scores, TheStageOfAnAddressHasNoDate) {
  Dataset dataset = two_districts::make();
  auto layer = std::make_shared<LayerData>(*dataset.layers[0]);
  layer->source.id = "addresses";
  layer->source.kind = LayerKind::digital_address;
  layer->source.fields = {{"stage", "stage"}, {"since", "connected_on"}};
  auto table = std::make_shared<Table>(*layer->table);
  TextColumn stage;
  stage.dictionary.push_back("sign_fixed");
  stage.code = std::vector<std::uint32_t>(table->rows, 1);
  table->columns.push_back({"stage", stage});
  layer->table = table;
  dataset.layers.push_back(layer);
  dataset.indicators.push_back(two_districts::counted_indicator("signed", LayerKind::digital_address, {}));
  dataset.indicators.back().numerator->where["stage"] = {"sign_fixed"};
  Target target = share_target(Comparator::at_least, 50, "2023-12-31");
  target.indicator = "signed";
  EXPECT_EQ(score(dataset, {target}, {}, day("2023-06-30"), 1).rows.at(0).trend.size(), 1u);
  target.indicator = "addresses";  // when they were collected is known
  EXPECT_EQ(score(dataset, {target}, {}, day("2023-06-30"), 1).rows.at(0).trend.size(), 13u);
}

TEST_F(Scores, OnItsLastDayATargetIsJudgedButNotExpired) {
  const ScoreRow row = score_one(share_target(Comparator::at_least, 61, "2023-06-30"));
  EXPECT_EQ(row.verdict, Verdict::missed);
  EXPECT_FALSE(row.expired);
  EXPECT_EQ(row.actual->value, 60);
  EXPECT_FALSE(row.later);
}

}  // namespace
}  // namespace data
