#include "data/model/forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace data {
namespace {

using Model = Forecast::Model;
using Outcome = Forecast::Outcome;
using std::chrono::days;

const Date start{std::chrono::year{2024} / 1 / 1};
const Date horizon = start + days{10000};

Date on(int day) { return start + days{day}; }
int day_of(std::optional<Date> date) { return date ? static_cast<int>((*date - start).count()) : -1; }

class Forecasts : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }
};

// Mean 58 on day 100, slope 1400 / 20000 = 0.07, residuals -1, 2, -1: s = sqrt(6). With one degree of freedom Student's t is
// Cauchy's law, whose 90 % quantile is tan(72°) = 3.0776835.
const std::vector<DatedFigure> bumpy{{on(0), 50}, {on(100), 60}, {on(200), 64}};

TEST_F(Forecasts, LineByHand) {
  const Forecast out = forecast(bumpy, 90, true, std::nullopt, on(300), horizon);
  EXPECT_EQ(out.outcome, Outcome::dated);
  EXPECT_EQ(out.model, Model::line);
  EXPECT_EQ(out.figures, 3u);
  EXPECT_EQ(out.refusal, "");
  EXPECT_EQ(out.no_interval, "");
  EXPECT_FALSE(out.reached);
  // 50 and 60 foretell 70 for day 200, where 64 came.
  EXPECT_NEAR(out.backtest_line.value(), 6, 1e-9);
  EXPECT_FALSE(out.backtest_saturating);
  // 58 + 0.07 d = 90 at d = 457.1; (32 - 0.07 d)² = 6 · 3.0776835² (4/3 + d²/20000) at d = 237.6 and 1938.9, d from day 100.
  EXPECT_EQ(day_of(out.expected), 558);
  EXPECT_EQ(day_of(out.earliest), 338);
  EXPECT_EQ(day_of(out.latest), 2039);
  EXPECT_NEAR(out.value_at_deadline.value(), 72, 1e-9);
  EXPECT_NEAR(out.low_at_deadline.value(), 72 - 13.763822, 1e-5);
  EXPECT_NEAR(out.high_at_deadline.value(), 72 + 13.763822, 1e-5);
}

TEST_F(Forecasts, SaturatingByHand) {
  // Missing 40, 20, 12.5: u = -ln of that has mean -3.070113, slope 0.00581575 a day, s = 0.0910982.
  const Forecast out = forecast({{on(0), 60}, {on(100), 80}, {on(200), 87.5}}, 95, true, 100, on(300), horizon);
  EXPECT_EQ(out.model, Model::saturating);
  EXPECT_NEAR(out.backtest_line.value(), 12.5, 1e-9);       // 100 foretold
  EXPECT_NEAR(out.backtest_saturating.value(), 2.5, 1e-9);  // 90 foretold
  EXPECT_EQ(day_of(out.expected), 352);                     // ln 5 is missing at d = 251.2
  EXPECT_NEAR(out.value_at_deadline.value(), 93.26739, 1e-4);
  EXPECT_NEAR(out.low_at_deadline.value(), 88.76707, 1e-4);
  EXPECT_NEAR(out.high_at_deadline.value(), 95.96469, 1e-4);
}

TEST_F(Forecasts, FiguresOnTheCurveHaveADateButNoInterval) {
  const Forecast halving = forecast({{on(0), 60}, {on(100), 80}, {on(200), 90}}, 95, true, 100, on(400), horizon);
  EXPECT_EQ(halving.model, Model::saturating);
  EXPECT_EQ(day_of(halving.expected), 300);
  EXPECT_NEAR(halving.value_at_deadline.value(), 97.5, 1e-9);
  EXPECT_NE(halving.no_interval, "");
  EXPECT_FALSE(halving.earliest || halving.latest || halving.low_at_deadline || halving.high_at_deadline);

  const Forecast steady = forecast({{on(0), 60}, {on(100), 70}, {on(200), 80}}, 95, true, 100, on(250), horizon);
  EXPECT_EQ(steady.model, Model::line);
  EXPECT_EQ(day_of(steady.expected), 350);
  EXPECT_NE(steady.no_interval, "");
}

TEST_F(Forecasts, OfSeveralFiguresOnADayTheLastCounts) {
  auto figures = bumpy;
  figures.insert(figures.begin(), {on(200), 99});
  figures.push_back({on(0), 50});
  const Forecast out = forecast(figures, 90, true, std::nullopt, {}, horizon);
  EXPECT_EQ(out.figures, 3u);
  EXPECT_EQ(day_of(out.expected), 558);
  EXPECT_FALSE(out.value_at_deadline);
}

TEST_F(Forecasts, WhereBothModelsDidEquallyWellTheLineIsTaken) {
  const Forecast flat = forecast({{on(0), 50}, {on(100), 50}, {on(200), 50}}, 60, true, 100, {}, horizon);
  EXPECT_EQ(flat.model, Model::line);
  EXPECT_EQ(flat.outcome, Outcome::never);
  EXPECT_NE(flat.refusal, "");
}

TEST_F(Forecasts, ReachedSaysSinceWhen) {
  const Forecast out = forecast({{on(0), 50}, {on(100), 71}, {on(200), 69}, {on(300), 72}}, 70, true, 100, on(400), horizon);
  EXPECT_EQ(out.outcome, Outcome::reached);
  EXPECT_EQ(day_of(out.reached), 100);
  EXPECT_NE(out.refusal.find("10 Apr 2024"), std::string::npos) << out.refusal;
  EXPECT_FALSE(out.expected);
  // One figure is enough for that, but what was lost again is not reached.
  EXPECT_EQ(forecast({{on(0), 70}}, 70, true, 100, {}, horizon).outcome, Outcome::reached);
  // There once and below again: not reached, and figures that jump by more than is missing foretell nothing.
  const Forecast fell = forecast({{on(0), 50}, {on(100), 71}, {on(200), 69}}, 70, true, 100, {}, horizon);
  EXPECT_EQ(fell.outcome, Outcome::refused);
  EXPECT_NE(fell.refusal.find("jump too much"), std::string::npos) << fell.refusal;
}

TEST_F(Forecasts, MovingAwayIsNeverReached) {
  const Forecast out = forecast({{on(0), 64}, {on(100), 60}, {on(200), 50}}, 70, true, 100, on(300), horizon);
  EXPECT_EQ(out.outcome, Outcome::never);
  EXPECT_NE(out.refusal, "");
  EXPECT_FALSE(out.expected || out.earliest || out.latest);
  EXPECT_LT(out.value_at_deadline.value(), 50);
}

TEST_F(Forecasts, LevellingOffNeverReachesTheLimitItself) {
  const std::vector<DatedFigure> halving{{on(0), 60}, {on(100), 80}, {on(200), 90}};
  EXPECT_EQ(forecast(halving, 100, true, 100, {}, horizon).outcome, Outcome::never);
  EXPECT_EQ(forecast(halving, 99.9, true, 100, {}, horizon).outcome, Outcome::dated);
  EXPECT_EQ(forecast(bumpy, 101, true, 100, {}, horizon).outcome, Outcome::never);
}

TEST_F(Forecasts, BeyondTheHorizonThereIsNoDay) {
  const Forecast out = forecast(bumpy, 90, true, std::nullopt, {}, on(557));
  EXPECT_EQ(out.outcome, Outcome::beyond_horizon);
  EXPECT_FALSE(out.expected || out.latest);
  EXPECT_EQ(day_of(out.earliest), 338);
  EXPECT_NE(out.refusal, "");
  EXPECT_EQ(day_of(forecast(bumpy, 90, true, std::nullopt, {}, on(558)).expected), 558);
}

TEST_F(Forecasts, TooFewOrTooCloseFiguresAreRefused) {
  const Forecast two = forecast({{on(0), 50}, {on(200), 60}, {on(200), 61}}, 70, true, 100, on(300), horizon);
  EXPECT_EQ(two.outcome, Outcome::refused);
  EXPECT_NE(two.refusal.find("3"), std::string::npos) << two.refusal;
  EXPECT_FALSE(two.expected || two.value_at_deadline || two.backtest_line);
  EXPECT_EQ(forecast({}, 70, true, 100, {}, horizon).outcome, Outcome::refused);
  EXPECT_EQ(forecast({{on(0), 50}, {on(40), 55}, {on(89), 60}}, 70, true, 100, {}, horizon).outcome, Outcome::refused);
  EXPECT_EQ(forecast({{on(0), 50}, {on(40), 55}, {on(90), 60}}, 70, true, 100, {}, horizon).outcome, Outcome::dated);
  EXPECT_EQ(forecast({{on(0), 50}, {on(40), NAN}, {on(90), 60}}, 70, true, 100, {}, horizon).outcome, Outcome::refused);
}

TEST_F(Forecasts, LowerIsBetterIsTheMirrorImage) {
  const Forecast out = forecast({{on(0), 50}, {on(100), 40}, {on(200), 36}}, 10, false, std::nullopt, on(300), horizon);
  EXPECT_EQ(day_of(out.expected), 558);
  EXPECT_EQ(day_of(out.earliest), 338);
  EXPECT_EQ(day_of(out.latest), 2039);
  EXPECT_NEAR(out.low_at_deadline.value(), 28 - 13.763822, 1e-5);
  EXPECT_NEAR(out.high_at_deadline.value(), 28 + 13.763822, 1e-5);
  EXPECT_EQ(forecast({{on(0), 10}, {on(100), 9}}, 10, false, 0, {}, horizon).outcome, Outcome::reached);
  EXPECT_EQ(forecast({{on(0), 40}, {on(100), 45}, {on(200), 60}}, 10, false, 0, {}, horizon).outcome, Outcome::never);

  const Forecast halving = forecast({{on(0), 40}, {on(100), 20}, {on(200), 10}}, 5, false, 0, {}, horizon);
  EXPECT_EQ(halving.model, Model::saturating);
  EXPECT_EQ(day_of(halving.expected), 300);
  // A limit on the wrong side is no limit to this growth.
  EXPECT_EQ(forecast({{on(0), 40}, {on(100), 20}, {on(200), 10}}, 5, false, 100, {}, horizon).model, Model::line);
}

TEST_F(Forecasts, NothingIsForetoldPastTheLimit) {
  const Forecast out = forecast({{on(0), 50}, {on(100), 70}, {on(200), 91}}, 95, true, 100, on(400), horizon);
  EXPECT_EQ(out.model, Model::line);
  EXPECT_EQ(out.value_at_deadline.value(), 100);
  EXPECT_EQ(out.high_at_deadline.value(), 100);
}

// The interval promises that four of five figures to come lie in it; the day the truth crosses is at least as often between
// the days, since the truth strays less than a figure.
TEST_F(Forecasts, IntervalHoldsWhatItPromises) {
  std::mt19937 random(20251122);
  std::normal_distribution<double> noise(0, 2);
  const int worlds = 4000;
  int inside = 0, between = 0;
  for (int world = 0; world < worlds; ++world) {
    std::vector<DatedFigure> figures;
    for (int i = 0; i < 6; ++i) figures.push_back({on(90 * i), 40 + 0.05 * 90 * i + noise(random)});
    const Forecast out = forecast(figures, 90, true, std::nullopt, on(720), horizon);  // the truth is there on day 1000
    const double came = 40 + 0.05 * 720 + noise(random);
    inside += came >= out.low_at_deadline.value() && came <= out.high_at_deadline.value();
    between += day_of(out.earliest.value()) <= 1000 && (!out.latest || day_of(out.latest) >= 1000);
  }
  EXPECT_NEAR(static_cast<double>(inside) / worlds, 0.8, 0.02);
  EXPECT_GE(static_cast<double>(between) / worlds, 0.8);
}

// Households that use fibre, the whole country, % as published: 75.36 for 3/2023 (cafef.vn, 29/3/2023), 79 for the end of 2023
// and 85 for the end of 2024 (the ministry's review in Báo Ngày Nay), 82.3 for 10/2024 (the ministry's report on digital
// transformation), 85.1 for 6/2025 (vneconomy.vn).
TEST_F(Forecasts, NationalFibreSeriesForetoldFromItsFirstThreeFigures) {
  const auto date = [](const char* text) { return parse_date(text).value(); };
  std::vector<DatedFigure> figures{{date("2023-03"), 75.36}, {date("2023-12"), 79}, {date("2024-10"), 82.3}};
  const Forecast out = forecast(figures, 90, true, 100, date("2025-06"), date("2040"));
  // What was known in 2024 chose the curve that levels off, and it foretold 84.6: 0.5 points under what came. The line would have
  // been 0.2 points over.
  EXPECT_EQ(out.model, Model::saturating);
  EXPECT_NEAR(out.backtest_line.value(), 0.737, 0.001);
  EXPECT_NEAR(out.backtest_saturating.value(), 0.112, 0.001);
  EXPECT_NEAR(out.value_at_deadline.value() - 85.1, -0.50, 0.01);
  // Three figures that happen to lie near a curve make a narrow interval: what came is 0.3 points above it.
  EXPECT_NEAR(out.low_at_deadline.value(), 84.39, 0.01);
  EXPECT_NEAR(out.high_at_deadline.value(), 84.80, 0.01);

  figures.push_back({date("2024-12"), 85});
  figures.push_back({date("2025-06"), 85.1});
  const Forecast now = forecast(figures, 90, true, 100, date("2025-12"), date("2040"));
  EXPECT_EQ(now.model, Model::saturating);
  EXPECT_EQ(iso_date(now.expected.value()), "2027-01-18");
  EXPECT_EQ(iso_date(now.earliest.value()), "2026-06-12");
  EXPECT_EQ(iso_date(now.latest.value()), "2027-11-29");
}

}  // namespace
}  // namespace data
