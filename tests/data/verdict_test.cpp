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

Actual counted(double numerator, double denominator) {
  Actual actual = figure("2022-12-31", 100 * numerator / denominator);
  actual.numerator = numerator;
  actual.denominator = denominator;
  actual.computed = true;
  return actual;
}

Verdict on(const char* date, const Target& target, std::optional<double> actual, const std::vector<Actual>& trend = {}) {
  return judge(target, actual ? std::optional(figure(date, *actual)) : std::nullopt, day(date), trend, nullptr);
}

class Verdicts : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }
};

TEST_F(Verdicts, AtJustUnderAndJustOverTheTarget) {
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

TEST_F(Verdicts, EqualMeansAllForAHundredPercentAndExactlyOtherwise) {
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 100), 100), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 100), 100.2), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 100), 99.999), Verdict::missed);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 50), 50), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 50), 50.001), Verdict::missed);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::equal, 50), 49.999), Verdict::missed);
}

TEST_F(Verdicts, SharesOfWholeThingsAreNotLostToRounding) {
  // 701 of 1000 is 70.1 %: neither a bit less nor a bit more.
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::at_least, 70.1), 100.0 * 701 / 1000), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::more_than, 70.1), 100.0 * 701 / 1000), Verdict::missed);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::at_most, 70.1), 100.0 * 701 / 1000), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::at_least, 70), 100.0 * 699999 / 1000000), Verdict::missed);
}

TEST_F(Verdicts, BeforeOnAndAfterTheDeadline) {
  const Target target = share_target(Comparator::at_least, 70);
  EXPECT_EQ(on("2022-12-30", target, 69), Verdict::behind);
  EXPECT_EQ(on("2022-12-31", target, 69), Verdict::missed);
  EXPECT_EQ(on("2023-01-01", target, 69), Verdict::missed);
  EXPECT_EQ(on("2022-12-30", target, 70), Verdict::met);
  EXPECT_EQ(on("2022-12-31", target, 70), Verdict::met);
  EXPECT_EQ(on("2023-01-01", target, 70), Verdict::met);
}

TEST_F(Verdicts, WithoutADeadlineItIsJudgedNow) {
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::at_least, 70, nullptr), 70), Verdict::met);
  EXPECT_EQ(on("2022-12-31", share_target(Comparator::at_least, 70, nullptr), 69), Verdict::behind);
}

TEST_F(Verdicts, AStraightLineDecidesBeforeTheDeadline) {
  // 50 on 31 May, 60 on 30 June: ten points in 30 days, so 80 on 29 August, 60 days on.
  const std::vector<Actual> trend{figure("2022-01-01", 59), figure("2022-05-31", 50), figure("2022-06-30", 60)};
  EXPECT_EQ(on("2022-06-30", share_target(Comparator::at_least, 80, "2022-08-29"), 60, trend), Verdict::on_track);
  EXPECT_EQ(on("2022-06-30", share_target(Comparator::at_least, 80.01, "2022-08-29"), 60, trend), Verdict::behind);
  EXPECT_EQ(on("2022-06-30", share_target(Comparator::at_least, 80, "2022-08-28"), 60, trend), Verdict::behind);
  EXPECT_EQ(on("2022-06-30", share_target(Comparator::equal, 75, "2022-08-29"), 60, trend), Verdict::on_track);
  EXPECT_EQ(on("2022-06-30", share_target(Comparator::equal, 55, "2022-08-29"), 60, trend), Verdict::behind);
  std::string reason;
  judge(share_target(Comparator::at_least, 80, "2022-08-29"), figure("2022-06-30", 60), day("2022-06-30"), trend, &reason);
  EXPECT_EQ(reason, "at the pace of the last two figures it would stand at 80.0\u00A0% on 29 Aug 2022");
}

TEST_F(Verdicts, RanksAreOnTrackWhenTheyFall) {
  Target target = share_target(Comparator::rank_at_most, 10, "2023-12-31");
  target.unit = "rank";
  EXPECT_EQ(on("2022-12-31", target, 15, {figure("2021-12-31", 20), figure("2022-12-31", 15)}), Verdict::on_track);
  EXPECT_EQ(on("2022-12-31", target, 15, {figure("2021-12-31", 14), figure("2022-12-31", 15)}), Verdict::behind);
}

TEST_F(Verdicts, OneDayOfFiguresTellsNoPace) {
  const Target target = share_target(Comparator::at_least, 70, "2023-12-31");
  std::string reason;
  EXPECT_EQ(judge(target, figure("2022-12-31", 60), day("2022-12-31"), {figure("2022-12-31", 10), figure("2022-12-31", 60)}, &reason), Verdict::behind);
  EXPECT_NE(reason.find("fewer than two dated figures"), std::string::npos);
  EXPECT_EQ(on("2022-12-31", target, 60, {}), Verdict::behind);
}

TEST_F(Verdicts, UnknownIsNeverZero) {
  std::string reason;
  EXPECT_EQ(judge(share_target(Comparator::at_least, std::nullopt), figure("2023-01-01", 60), day("2023-01-01"), {}, &reason), Verdict::no_data);
  EXPECT_EQ(reason, "the plan was found, its figure was not seen");
  EXPECT_EQ(judge(share_target(Comparator::at_least, 0), std::nullopt, day("2023-01-01"), {}, &reason), Verdict::no_data);
  EXPECT_EQ(judge(share_target(Comparator::at_most, 5), std::nullopt, day("2023-01-01"), {}, &reason), Verdict::no_data);
  for (const Comparator comparator : {Comparator::each_unit, Comparator::named_units, Comparator::inherits}) {
    EXPECT_EQ(judge(share_target(comparator, 10), figure("2023-01-01", 60), day("2023-01-01"), {}, &reason), Verdict::not_computable);
    EXPECT_EQ(reason, "it is judged by its parts");
  }
}

TEST_F(Verdicts, AnOldFigureProvesThatItWasReachedNotThatItWasMissed) {
  const Target target = share_target(Comparator::at_least, 70);
  std::string reason;
  EXPECT_EQ(judge(target, figure("2021-12-31", 69), day("2023-06-30"), {}, &reason), Verdict::no_data);
  EXPECT_NE(reason.find("too old"), std::string::npos);
  EXPECT_EQ(judge(target, figure("2021-12-31", 70), day("2023-06-30"), {}, &reason), Verdict::met);
  EXPECT_EQ(judge(target, figure("2022-06-30", 69), day("2023-06-30"), {}, &reason), Verdict::no_data);  // 184 days before
  EXPECT_EQ(judge(target, figure("2022-07-01", 69), day("2023-06-30"), {}, &reason), Verdict::missed);
}

TEST_F(Verdicts, AnotherIndicatorSaysNothing) {
  const Target target = share_target(Comparator::at_least, 70);
  Actual other = counted(80, 100);
  other.indicator = "coverage";
  std::string reason;
  EXPECT_EQ(judge(target, other, day("2022-12-31"), {}, &reason), Verdict::not_computable);
  EXPECT_EQ(reason, "a figure of coverage says nothing of use");
  EXPECT_FALSE(gap_of(target, other));
}

TEST_F(Verdicts, DraftsAreJudgedTheSameAndSaySo) {
  Target target = share_target(Comparator::at_least, 70);
  target.status = "draft";
  std::string reason;
  EXPECT_EQ(judge(target, figure("2022-12-31", 74), day("2022-12-31"), {}, &reason), Verdict::met);
  EXPECT_EQ(reason, "reached by the deadline; the document is a draft");
  target.status = "superseded";
  EXPECT_EQ(judge(target, figure("2022-12-31", 60), day("2022-12-31"), {}, &reason), Verdict::missed);
  EXPECT_EQ(reason, "not reached by the deadline; the document has been superseded");
}

TEST_F(Verdicts, GapsCountWholeThings) {
  const auto gap = [](Comparator comparator, double value, const Actual& actual) {
    return *gap_of(share_target(comparator, value), actual);
  };
  // 16.1 % of 1000 is 161, though the product of the doubles is a hair more.
  EXPECT_EQ(gap(Comparator::at_least, 16.1, counted(161, 1000)).things, 0);
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

TEST_F(Verdicts, AVerdictOfMetLeavesNothingMissing) {
  for (const Comparator comparator : {Comparator::at_least, Comparator::more_than, Comparator::at_most})
    for (const double value : {33.3, 70.0, 70.1, 99.9})
      for (int n = 0; n <= 997; ++n) {
        const Target target = share_target(comparator, value);
        const Actual actual = counted(n, 997);
        const bool met = on("2022-12-31", target, actual.value) == Verdict::met;
        ASSERT_EQ(met, gap_of(target, actual)->things == 0) << name_of(comparator) << value << " " << n;
      }
}

TEST_F(Verdicts, GapsOfRanksArePlacesAndReportedGapsHaveNoThings) {
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

TEST_F(Verdicts, VerdictsHaveStableNames) {
  EXPECT_STREQ(name_of(Verdict::met), "met");
  EXPECT_STREQ(name_of(Verdict::on_track), "on_track");
  EXPECT_STREQ(name_of(Verdict::not_computable), "not_computable");
  EXPECT_STREQ(name_of(Verdict::no_data), "no_data");
  EXPECT_EQ(label_of(Verdict::behind), "Behind");
}

}  // namespace
}  // namespace data
