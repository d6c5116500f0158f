// Every comparator at, just under and just over what it asks for; before, on and after the deadline; with nothing known; in a draft.
#include <gtest/gtest.h>

#include "data/model/scorecard.h"
#include "two_districts.h"

namespace data {
namespace {

using two_districts::day;

class Comparators : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }
};

Target target_of(Comparator comparator, const char* indicator, std::optional<double> value, const char* deadline = "2022-12-31") {
  Target target;
  target.id = "T";
  target.indicator = indicator;
  target.scope = "26";
  target.comparator = comparator;
  target.value = value;
  target.unit = "%";
  if (deadline) target.deadline = day(deadline), target.deadline_form = DeadlineForm::day;
  target.status = "in_force";
  return target;
}

Actual published(const char* indicator, const char* scope, const char* date, double value, const char* confidence = "high") {
  Actual actual;
  actual.indicator = indicator, actual.scope = scope, actual.date = day(date), actual.date_text = date, actual.value = value;
  actual.source = "paper", actual.confidence = confidence, actual.comparator = "=";
  return actual;
}

ScoreRow score_one(const std::vector<Target>& targets, const std::vector<Actual>& reported, const char* date = "2023-06-30") {
  const Dataset dataset = two_districts::make();
  return score(dataset, targets, reported, day(date), 1).rows.at(0);
}

// --- rank_gain>= ---------------------------------------------------------------------------------------------------

Target gain_of_ten(std::optional<double> from) {
  Target target = target_of(Comparator::rank_gain, "dti_rank", 10);
  target.baseline = Baseline{.value = from, .date = day("2020"), .date_text = "2020", .source = "DTI 2020"};
  return target;
}

TEST_F(Comparators, AGainIsCountedFromTheStatedRank) {
  const auto with_rank = [&](double rank, const char* deadline, const char* today) {
    Target target = gain_of_ten(43);
    target.deadline = day(deadline);
    return score_one({target}, {published("dti_rank", "26", "2022", rank)}, today).verdict;
  };
  EXPECT_EQ(with_rank(33, "2022-12-31", "2022-12-31"), Verdict::met);  // 43 - 33 = 10: exactly
  EXPECT_EQ(with_rank(34, "2022-12-31", "2022-12-31"), Verdict::missed);
  EXPECT_EQ(with_rank(32, "2022-12-31", "2023-06-30"), Verdict::met);
  EXPECT_EQ(with_rank(34, "2025-12-31", "2023-06-30"), Verdict::behind);  // no pace from one figure
  EXPECT_EQ(with_rank(33, "2025-12-31", "2023-06-30"), Verdict::met);
  const ScoreRow missed = score_one({gain_of_ten(43)}, {published("dti_rank", "26", "2022", 40)});
  EXPECT_EQ(missed.gap->value, 7);  // places still to climb to 33
  EXPECT_FALSE(missed.gap->things);
}

TEST_F(Comparators, AGainLooksUpTheRankOfItsBaseYear) {
  const std::vector<Actual> reported{published("dti_rank", "26", "2020", 55), published("dti_rank", "26", "2022", 45)};
  const ScoreRow row = score_one({gain_of_ten(std::nullopt)}, reported);
  EXPECT_EQ(row.verdict, Verdict::met);  // 55 -> 45
  EXPECT_EQ(row.target.baseline->value, 55);
  EXPECT_EQ(row.target.baseline->source, "paper");
}

TEST_F(Comparators, WithoutABaselineAGainCannotBeCounted) {
  Target target = gain_of_ten(43);
  target.baseline.reset();
  target.also = {"dti_gov_rank"};
  const ScoreRow row = score_one({target}, {published("dti_rank", "26", "2022", 12), published("dti_gov_rank", "26", "2022", 20)});
  EXPECT_EQ(row.verdict, Verdict::not_computable);
  EXPECT_NE(row.reason.find("does not say from which rank"), std::string::npos) << row.reason;
  EXPECT_NE(row.change.find("base year"), std::string::npos);
  ASSERT_EQ(row.parts.size(), 2u);  // the ranks are shown all the same
  EXPECT_EQ(row.parts[1].actual->value, 20);
  EXPECT_FALSE(row.gap);
}

TEST_F(Comparators, AGainOfSeveralRankingsNeedsThemAll) {
  Target target = gain_of_ten(std::nullopt);
  target.also = {"dti_gov_rank"};
  std::vector<Actual> reported{published("dti_rank", "26", "2020", 55), published("dti_rank", "26", "2022", 45),
                               published("dti_gov_rank", "26", "2020", 30), published("dti_gov_rank", "26", "2022", 21)};
  EXPECT_EQ(score_one({target}, reported).verdict, Verdict::missed);  // 30 -> 21 is nine
  reported.back().value = 20;
  EXPECT_EQ(score_one({target}, reported).verdict, Verdict::met);
  reported.pop_back();
  const ScoreRow unknown = score_one({target}, reported);
  EXPECT_EQ(unknown.parts[1].verdict, Verdict::no_data);  // only the figure of 2020 is left, two years before the deadline
}

// --- each_unit>= ---------------------------------------------------------------------------------------------------

TEST_F(Comparators, EachUnitHasToReachIt) {
  const auto each = [&](double value, const char* deadline, const char* today) {
    Target target = target_of(Comparator::each_unit, "use", value, deadline);
    target.level = "district";
    return score_one({target}, {}, today);
  };
  // At the end of 2022: 3 of 6 and 1 of 4; in June 2023: 4 of 6 and 2 of 4.
  EXPECT_EQ(each(25, "2022-12-31", "2023-06-30").verdict, Verdict::met);
  const ScoreRow missed = each(25.01, "2022-12-31", "2023-06-30");
  EXPECT_EQ(missed.verdict, Verdict::missed);
  ASSERT_EQ(missed.parts.size(), 2u);
  EXPECT_EQ(missed.parts[0].verdict, Verdict::met);
  EXPECT_EQ(missed.parts[1].id, "244");
  EXPECT_EQ(missed.parts[1].actual->value, 25);
  EXPECT_EQ(missed.parts[1].verdict, Verdict::missed);
  EXPECT_GE(missed.parts[1].unit, 0);
  EXPECT_EQ(missed.reason, "1 of 2 reached, 1: Missed");
  EXPECT_EQ(each(50, "2023-12-31", "2023-06-30").verdict, Verdict::met);
  EXPECT_EQ(each(90, "2023-07-31", "2023-06-30").verdict, Verdict::behind);
}

TEST_F(Comparators, EachUnitWithoutAFigureIsUnknownNotZero) {
  Target target = target_of(Comparator::each_unit, "pilots", 1, nullptr);
  target.level = "district";
  EXPECT_EQ(score_one({target}, {}).verdict, Verdict::no_data);
  EXPECT_EQ(score_one({target}, {published("pilots", "243", "2022", 1)}).verdict, Verdict::no_data);
  EXPECT_EQ(score_one({target}, {published("pilots", "243", "2022", 0)}).verdict, Verdict::behind);  // one that has none is enough
  EXPECT_EQ(score_one({target}, {published("pilots", "243", "2022", 1), published("pilots", "244", "2022", 2)}).verdict, Verdict::met);
  target.level = "commune";
  const ScoreRow none = score_one({target}, {});
  EXPECT_EQ(none.verdict, Verdict::not_computable);
  EXPECT_NE(none.reason.find("commune"), std::string::npos);
}

// --- majority ------------------------------------------------------------------------------------------------------

TEST_F(Comparators, AMajorityIsMoreThanHalf) {
  const auto with_share = [&](double share) {
    return score_one({target_of(Comparator::majority, "agencies", 1, nullptr)}, {published("agencies", "26", "2022", share)});
  };
  EXPECT_EQ(with_share(50).verdict, Verdict::behind);
  EXPECT_EQ(with_share(50.1).verdict, Verdict::met);
  EXPECT_EQ(with_share(49.9).verdict, Verdict::behind);
  EXPECT_NEAR(with_share(40).gap->value, 10, 1e-9);
  EXPECT_EQ(score_one({target_of(Comparator::majority, "agencies", 1, nullptr)}, {}).verdict, Verdict::no_data);
}

// --- named_units ---------------------------------------------------------------------------------------------------

Target three_cities(const char* deadline = "2022-12-31") {
  Target target = target_of(Comparator::named_units, "smart_city", 3, deadline);
  target.units = {{"243", "A"}, {"244", "B"}, {"999", "C"}};
  return target;
}

TEST_F(Comparators, NamedUnitsAreCountedOneByOne) {
  const Actual a = published("smart_city", "243", "2022", 1), b = published("smart_city", "244", "2022", 1),
               c = published("smart_city", "999", "2022", 1);
  EXPECT_EQ(score_one({three_cities()}, {a, b, c}).verdict, Verdict::met);
  Actual not_c = c;
  not_c.value = 0;
  const ScoreRow missed = score_one({three_cities()}, {a, b, not_c});
  EXPECT_EQ(missed.verdict, Verdict::missed);
  EXPECT_EQ(missed.reason, "2 of 3 named units have it");
  EXPECT_EQ(missed.parts[2].unit, -1);  // not on this map, yet its status is known
  EXPECT_EQ(score_one({three_cities("2025-12-31")}, {a, b, not_c}).verdict, Verdict::behind);
  const ScoreRow unknown = score_one({three_cities()}, {a, b});
  EXPECT_EQ(unknown.verdict, Verdict::no_data);
  EXPECT_EQ(unknown.reason, "2 of 3 named units have it, 1 without a figure");
  Target two = three_cities();
  two.value = 2;
  EXPECT_EQ(score_one({two}, {a, b}).verdict, Verdict::met);  // the third cannot change it
  Actual late = c;
  late.date = day("2023-03-01");
  EXPECT_EQ(score_one({three_cities()}, {a, b, late}).verdict, Verdict::no_data);  // after the deadline
}

// --- inherits ------------------------------------------------------------------------------------------------------

TEST_F(Comparators, InheritedTargetsAreJudgedOnTheInheritorsGround) {
  Target inherits = target_of(Comparator::inherits, "use", std::nullopt);
  inherits.of = {"N1", "N2"};
  Target first = target_of(Comparator::at_least, "use", 40), second = target_of(Comparator::at_least, "dvc", 80);
  first.id = "N1", first.scope = "VN", second.id = "N2", second.scope = "VN";
  const ScoreRow unknown = score_one({inherits, first, second}, {published("dvc", "VN", "2022", 90)});
  ASSERT_EQ(unknown.parts.size(), 2u);
  EXPECT_EQ(unknown.parts[0].verdict, Verdict::met);      // 4 of 10 here, not anywhere else
  EXPECT_EQ(unknown.parts[1].verdict, Verdict::no_data);  // the nation's figure is not the province's
  EXPECT_EQ(unknown.verdict, Verdict::no_data);
  EXPECT_EQ(score_one({inherits, first, second}, {published("dvc", "26", "2022", 79.9)}).verdict, Verdict::missed);
  EXPECT_EQ(score_one({inherits, first, second}, {published("dvc", "26", "2022", 80)}).verdict, Verdict::met);
  inherits.of = {"N1", "gone"};
  EXPECT_EQ(score_one({inherits, first, second}, {}).parts[1].verdict, Verdict::not_computable);
}

// --- Time ----------------------------------------------------------------------------------------------------------

TEST_F(Comparators, EveryYearIsJudgedOnTheLastYearThatHasEnded) {
  Target target = target_of(Comparator::at_least, "budget", 1, nullptr);
  target.deadline_form = DeadlineForm::every_year;
  target.source.date = "2022-03-31";
  const std::vector<Actual> reported{published("budget", "26", "2022", 1.0), published("budget", "26", "2023", 0.9)};
  EXPECT_EQ(score_one({target}, reported, "2023-06-30").verdict, Verdict::met);
  EXPECT_EQ(score_one({target}, reported, "2023-12-31").verdict, Verdict::missed);
  const ScoreRow unknown = score_one({target}, reported, "2025-02-01");  // of 2024 nothing is known
  EXPECT_EQ(unknown.verdict, Verdict::no_data);
  EXPECT_EQ(iso_date(*unknown.target.deadline), "2024-12-31");
  EXPECT_EQ(iso_date(*score_one({target}, reported, "2022-06-30").target.deadline), "2022-12-31");  // not before the document
}

TEST_F(Comparators, UndatedFiguresAreShownAndNeverJudged) {
  Actual undated = published("dvc", "26", "2022", 99);
  undated.dated = false;
  const ScoreRow row = score_one({target_of(Comparator::at_least, "dvc", 80)}, {undated});
  EXPECT_EQ(row.verdict, Verdict::no_data);
  EXPECT_FALSE(row.actual);
  ASSERT_EQ(row.published.size(), 1u);
}

// --- Scope ---------------------------------------------------------------------------------------------------------

TEST_F(Comparators, ALocalNationalTargetIsJudgedHereAndShowsTheNation) {
  Target target = target_of(Comparator::at_least, "use", 40);
  target.scope = "VN";
  const std::vector<Actual> reported{published("use", "VN", "2022-11-30", 76), published("use", "VN", "2023-06-30", 79)};
  target.local = true;
  const ScoreRow here = score_one({target}, reported);
  EXPECT_EQ(here.target.set_for, "VN");
  EXPECT_EQ(here.target.scope, "VP");
  EXPECT_EQ(here.verdict, Verdict::met);
  EXPECT_TRUE(here.actual->computed);
  EXPECT_EQ(here.country->value, 76);  // as of the deadline, like the figure beside it
  target.local = false;
  const ScoreRow there = score_one({target}, reported);
  EXPECT_EQ(there.target.scope, "VN");
  EXPECT_FALSE(there.actual->computed);
  EXPECT_EQ(there.actual->value, 76);
  EXPECT_FALSE(there.country);
}

TEST_F(Comparators, WithoutAMapOnlyPublishedFiguresSpeak) {
  Dataset nowhere;
  nowhere.project.scope = "33";
  Target target = target_of(Comparator::rank_at_most, "dti_rank", 40);
  target.scope = "33";
  const std::vector<Actual> reported{published("dti_rank", "33", "2022", 33)};
  EXPECT_EQ(score(nowhere, {target}, reported, day("2026-11-22"), 1).rows.at(0).verdict, Verdict::met);
  target.value = 32;
  EXPECT_EQ(score(nowhere, {target}, reported, day("2026-11-22"), 1).rows.at(0).verdict, Verdict::missed);
}

TEST_F(Comparators, ARelatedFigureIsOfferedAndNeverJudged) {
  Dataset dataset = two_districts::make();
  Indicator access;
  access.id = "access", access.name = {"Có thể dùng", "Can get"};
  access.related = {{"cov", {"phủ không phải là có thể dùng", "covered is not can get"}}};
  dataset.indicators.push_back(access);
  const Target target = target_of(Comparator::at_least, "access", 50);
  const ScoreRow row = score(dataset, {target}, {published("cov", "26", "2022", 93)}, day("2023-06-30"), 1).rows.at(0);
  EXPECT_EQ(row.verdict, Verdict::no_data);
  ASSERT_EQ(row.related.size(), 1u);
  EXPECT_EQ(row.related[0].actual.value, 93);
  EXPECT_EQ(row.related[0].why.en, "covered is not can get");
  const ScoreRow known =
      score(dataset, {target}, {published("cov", "26", "2022", 93), published("access", "26", "2022", 51)}, day("2023-06-30"), 1)
          .rows.at(0);
  EXPECT_EQ(known.verdict, Verdict::met);
  EXPECT_TRUE(known.related.empty());
}

TEST_F(Comparators, BeforeTheDeadlineTheForecastOfThreeFiguresDecides) {
  // 60, 70, 79 a year apart: a line of about 9.5 a year reaches 90 early in 2024; the last two alone say the same.
  std::vector<Actual> steady{published("dvc", "26", "2020", 60), published("dvc", "26", "2021", 70), published("dvc", "26", "2022", 79)};
  Target target = target_of(Comparator::at_least, "dvc", 90, "2024-12-31");
  const ScoreRow in_time = score_one({target}, steady);
  ASSERT_TRUE(in_time.forecast);
  EXPECT_EQ(in_time.forecast->outcome, Forecast::Outcome::dated);
  EXPECT_EQ(in_time.verdict, Verdict::on_track);
  EXPECT_NE(in_time.reason.find("the forecast from 3 figures expects it on"), std::string::npos) << in_time.reason;
  target.deadline = *in_time.forecast->expected - std::chrono::days{1};
  EXPECT_EQ(score_one({target}, steady).verdict, Verdict::behind);
  target.deadline = *in_time.forecast->expected;
  EXPECT_EQ(score_one({target}, steady).verdict, Verdict::on_track);
  steady.erase(steady.begin());  // two figures: no forecast, the line through them
  target.deadline = day("2024-12-31");
  const ScoreRow two = score_one({target}, steady);
  EXPECT_EQ(two.forecast->outcome, Forecast::Outcome::refused);
  EXPECT_EQ(two.verdict, Verdict::on_track);
  EXPECT_NE(two.reason.find("at the pace of the last two figures"), std::string::npos);
}

TEST_F(Comparators, DraftsSayThatTheyAreDrafts) {
  for (const Comparator comparator : {Comparator::named_units, Comparator::majority, Comparator::rank_gain}) {
    Target target = comparator == Comparator::named_units ? three_cities()
                    : comparator == Comparator::rank_gain ? gain_of_ten(43)
                                                          : target_of(comparator, "agencies", 1);
    target.status = "draft";
    EXPECT_NE(score_one({target}, {}).reason.find("the document is a draft"), std::string::npos) << name_of(comparator);
  }
}

}  // namespace
}  // namespace data
