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
  actual.date = day(date);
  actual.date_text = date;
  actual.value = value;
  return actual;
}

Actual counted(double numerator, double denominator) {
  Actual actual = figure("2022-12-31", 100 * numerator / denominator);
  actual.numerator = numerator;
  actual.denominator = denominator;
  actual.computed = true;
  return actual;
}

Verdict on(const char* date, const Target& target, std::optional<double> actual, const std::vector<Actual>& trend = {}) {
  return judge(target, actual, day(date), trend, nullptr);
}

class Scores : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }
};

TEST_F(Scores, AtJustUnderAndJustOverTheTarget) {
  const auto last = [](Comparator comparator, double target, double actual) {
    return on("2022-12-31", share_target(comparator, target), actual);
  };
  EXPECT_EQ(last(Comparator::at_least, 70, 70), Verdict::met);
  EXPECT_EQ(last(Comparator::at_least, 70, 69.99), Verdict::missed);
  EXPECT_EQ(last(Comparator::at_least, 70, 70.01), Verdict::met);
  EXPECT_EQ(last(Comparator::more_than, 90, 90), Verdict::missed);
  EXPECT_EQ(last(Comparator::more_than, 90, 90.01), Verdict::met);
  EXPECT_EQ(last(Comparator::more_than, 90, 89.99), Verdict::missed);
  EXPECT_EQ(last(Comparator::at_most, 5, 5), Verdict::met);
  EXPECT_EQ(last(Comparator::at_most, 5, 5.01), Verdict::missed);
  EXPECT_EQ(last(Comparator::at_most, 5, 4.99), Verdict::met);
  EXPECT_EQ(last(Comparator::rank_at_most, 15, 15), Verdict::met);
  EXPECT_EQ(last(Comparator::rank_at_most, 15, 16), Verdict::missed);
  EXPECT_EQ(last(Comparator::rank_at_most, 15, 14), Verdict::met);
}

TEST_F(Scores, EqualMeansAllForAHundredPercentAndExactlyOtherwise) {
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 100), 100), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 100), 100.2), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 100), 99.999), Verdict::missed);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 50), 50), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 50), 50.001), Verdict::missed);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 50), 49.999), Verdict::missed);
}

TEST_F(Scores, SharesOfWholeThingsAreNotLostToRounding) {
  // 701 of 1000 is 70.1 %: neither a bit less nor a bit more.
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::at_least, 70.1), 100.0 * 701 / 1000), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::more_than, 70.1), 100.0 * 701 / 1000), Verdict::missed);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::at_most, 70.1), 100.0 * 701 / 1000), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::at_least, 70), 100.0 * 699999 / 1000000), Verdict::missed);
}

TEST_F(Scores, BeforeOnAndAfterTheDeadline) {
  const Target target = share_target(Comparator::at_least, 70);
  EXPECT_EQ(on("2022-12-30", target, 69), Verdict::behind);
  EXPECT_EQ(on("2022-12-31", target, 69), Verdict::missed);
  EXPECT_EQ(on("2023-01-01", target, 69), Verdict::missed);
  EXPECT_EQ(on("2022-12-30", target, 70), Verdict::met);
  EXPECT_EQ(on("2022-12-31", target, 70), Verdict::met);
  EXPECT_EQ(on("2023-01-01", target, 70), Verdict::met);
}

TEST_F(Scores, WithoutADeadlineItIsJudgedNow) {
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::at_least, 70, nullptr), 70), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::at_least, 70, nullptr), 69), Verdict::behind);
}

TEST_F(Scores, AStraightLineDecidesBeforeTheDeadline) {
  // 50 on 31 May, 60 on 30 June: ten points in 30 days, so 80 on 29 August, 60 days on.
  const std::vector<Actual> trend{figure("2022-01-01", 59), figure("2022-05-31", 50), figure("2022-06-30", 60)};
  EXPECT_EQ(on("2022-06-30", share_target(Comparator::at_least, 80, "2022-08-29"), 60, trend), Verdict::on_track);
  EXPECT_EQ(on("2022-06-30", share_target(Comparator::at_least, 80.01, "2022-08-29"), 60, trend), Verdict::behind);
  EXPECT_EQ(on("2022-06-30", share_target(Comparator::at_least, 80, "2022-08-28"), 60, trend), Verdict::behind);
  EXPECT_EQ(on("2022-06-30", share_target(Comparator::equal, 75, "2022-08-29"), 60, trend), Verdict::on_track);
  EXPECT_EQ(on("2022-06-30", share_target(Comparator::equal, 55, "2022-08-29"), 60, trend), Verdict::behind);
  std::string reason;
  judge(share_target(Comparator::at_least, 80, "2022-08-29"), 60, day("2022-06-30"), trend, &reason);
  EXPECT_EQ(reason, "at the pace of the last two figures it would stand at 80.0\u00A0% on 29 Aug 2022");
}

TEST_F(Scores, RanksAreOnTrackWhenTheyFall) {
  Target target = share_target(Comparator::rank_at_most, 10, "2023-12-31");
  target.unit = "rank";
  EXPECT_EQ(on("2022-12-31", target, 15, {figure("2021-12-31", 20), figure("2022-12-31", 15)}), Verdict::on_track);
  EXPECT_EQ(on("2022-12-31", target, 15, {figure("2021-12-31", 14), figure("2022-12-31", 15)}), Verdict::behind);
}

TEST_F(Scores, OneDayOfFiguresTellsNoPace) {
  const Target target = share_target(Comparator::at_least, 70, "2023-12-31");
  std::string reason;
  EXPECT_EQ(judge(target, 60, day("2022-12-31"), {figure("2022-12-31", 10), figure("2022-12-31", 60)}, &reason), Verdict::behind);
  EXPECT_NE(reason.find("fewer than two dated figures"), std::string::npos);
  EXPECT_EQ(on("2022-12-31", target, 60, {}), Verdict::behind);
}

TEST_F(Scores, UnknownIsNeverZero) {
  std::string reason;
  EXPECT_EQ(judge(share_target(Comparator::at_least, std::nullopt), 60, day("2023-01-01"), {}, &reason), Verdict::no_data);
  EXPECT_EQ(reason, "the plan was found, its figure was not seen");
  EXPECT_EQ(judge(share_target(Comparator::at_least, 0), std::nullopt, day("2023-01-01"), {}, &reason), Verdict::no_data);
  EXPECT_EQ(judge(share_target(Comparator::at_most, 5), std::nullopt, day("2023-01-01"), {}, &reason), Verdict::no_data);
  for (const Comparator comparator : {Comparator::rank_gain, Comparator::each_unit, Comparator::named_units, Comparator::inherits}) {
    EXPECT_EQ(judge(share_target(comparator, 10), 60, day("2023-01-01"), {}, &reason), Verdict::not_computable);
    EXPECT_EQ(reason, "this kind of target is not judged yet");
  }
}

TEST_F(Scores, DraftsAreJudgedTheSameAndSaySo) {
  Target target = share_target(Comparator::at_least, 70);
  target.status = "draft";
  std::string reason;
  EXPECT_EQ(judge(target, 74, day("2022-12-31"), {}, &reason), Verdict::met);
  EXPECT_EQ(reason, "reached by the deadline; the document is a draft");
  target.status = "superseded";
  EXPECT_EQ(judge(target, 60, day("2022-12-31"), {}, &reason), Verdict::missed);
  EXPECT_EQ(reason, "not reached by the deadline; the document has been superseded");
}

TEST_F(Scores, GapsCountWholeThings) {
  const auto gap = [](Comparator comparator, double value, const Actual& actual) {
    return *gap_of(share_target(comparator, value), actual);
  };
  // 70 % of 1001 is 700.7: 701 are needed.
  EXPECT_EQ(gap(Comparator::at_least, 70, counted(600, 1001)).things, 101);
  EXPECT_EQ(gap(Comparator::at_least, 70, counted(700, 1001)).things, 1);
  EXPECT_EQ(gap(Comparator::at_least, 70, counted(701, 1001)).things, 0);
  EXPECT_EQ(gap(Comparator::at_least, 70, counted(900, 1001)).things, 0);
  EXPECT_DOUBLE_EQ(gap(Comparator::at_least, 70, counted(650, 1000)).value, 5);
  EXPECT_DOUBLE_EQ(gap(Comparator::at_least, 70, counted(900, 1000)).value, 0);
  EXPECT_EQ(gap(Comparator::at_least, 70.1, counted(701, 1000)).things, 0);
  // "more than 90 %" of 1000 needs 901; at exactly 900 one is missing though no point is.
  EXPECT_EQ(gap(Comparator::more_than, 90, counted(900, 1000)).things, 1);
  EXPECT_EQ(gap(Comparator::more_than, 90, counted(901, 1000)).things, 0);
  EXPECT_EQ(gap(Comparator::at_most, 5, counted(70, 1000)).things, 20);
  EXPECT_DOUBLE_EQ(gap(Comparator::at_most, 5, counted(70, 1000)).value, 2);
  EXPECT_EQ(gap(Comparator::at_most, 5, counted(30, 1000)).things, 0);
  EXPECT_EQ(gap(Comparator::equal, 100, counted(990, 1000)).things, 10);
  EXPECT_EQ(gap(Comparator::equal, 100, counted(1010, 1000)).things, 0);
  EXPECT_EQ(gap(Comparator::equal, 100, counted(1010, 1000)).value, 0);
  EXPECT_EQ(gap(Comparator::equal, 50, counted(520, 1000)).things, 20);
}

TEST_F(Scores, AVerdictOfMetLeavesNothingMissing) {
  for (const Comparator comparator : {Comparator::at_least, Comparator::more_than, Comparator::at_most})
    for (const double value : {33.3, 70.0, 70.1, 99.9})
      for (int n = 0; n <= 997; ++n) {
        const Target target = share_target(comparator, value);
        const Actual actual = counted(n, 997);
        const bool met = on("2022-12-31", target, actual.value) == Verdict::met;
        ASSERT_EQ(met, gap_of(target, actual)->things == 0) << name_of(comparator) << value << " " << n;
      }
}

TEST_F(Scores, GapsOfRanksArePlacesAndReportedGapsHaveNoThings) {
  Target rank = share_target(Comparator::rank_at_most, 15);
  rank.unit = "rank";
  EXPECT_EQ(gap_of(rank, figure("2022", 18))->value, 3);
  EXPECT_EQ(gap_of(rank, figure("2022", 12))->value, 0);
  EXPECT_FALSE(gap_of(rank, figure("2022", 18))->things);
  EXPECT_FALSE(gap_of(share_target(Comparator::at_least, 70), figure("2022", 60))->things);
  EXPECT_EQ(gap_of(share_target(Comparator::at_least, 70), figure("2022", 60))->value, 10);
  EXPECT_FALSE(gap_of(share_target(Comparator::at_least, 70), std::nullopt));
  EXPECT_FALSE(gap_of(share_target(Comparator::at_least, std::nullopt), figure("2022", 60)));
  EXPECT_FALSE(gap_of(share_target(Comparator::inherits, 70), figure("2022", 60)));
}

TEST_F(Scores, VerdictsHaveStableNames) {
  EXPECT_STREQ(name_of(Verdict::met), "met");
  EXPECT_STREQ(name_of(Verdict::on_track), "on_track");
  EXPECT_STREQ(name_of(Verdict::not_computable), "not_computable");
  EXPECT_STREQ(name_of(Verdict::no_data), "no_data");
  EXPECT_EQ(label_of(Verdict::behind), "Behind");
}

// Counted from two districts and ten households ---------------------------------------------------------------------

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
  EXPECT_EQ(row.verdict, Verdict::missed);
  EXPECT_EQ(iso_date(row.actual->date), "2023-06-30");
  EXPECT_NE(row.reason.find("the latest figure up to then is of 30 Jun 2023"), std::string::npos) << row.reason;
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

}  // namespace
}  // namespace data
