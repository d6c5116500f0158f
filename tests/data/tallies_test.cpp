// What was counted once and is then asked of other days and other rows, against rows counted one by one.
#include "data/model/tallies.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/data/counted_world.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

constexpr int first_year = 2015, years = 9;
const std::vector<const char*> companies{"VNPT", "Viettel", "FPT", ""};

struct Kept {
  std::vector<std::string> text;  ///< what the rows point into
  std::vector<Row> rows;
};

/// Households at random: some connected since a day, some since nobody knows when, some not, of some nothing is known.
Kept at_random(int count, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> x(-1, 21), y(-0.5, 10.5);
  Kept out;
  out.text.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    out.text.push_back(random() % 5 == 0 ? ""
                                         : fmt::format("{}-{:02}-{:02}", first_year + static_cast<int>(random() % years), 1 + random() % 12,
                                                       1 + random() % 28));
    out.rows.push_back({x(random), y(random), static_cast<std::uint8_t>(random() % 3), out.text.back().c_str(), "",
                        companies[random() % companies.size()]});
  }
  return out;
}

bool in_unit(const Row& row, const std::string& code) {
  const double left = code == "244" ? 10 : 0, right = code == "243" ? 10 : 20;
  return row.y >= 0 && row.y < 10 && row.x >= left && row.x < right;
}

/// Counted as the definition says it, row by row.
double by_hand(const std::vector<Row>& rows, const std::string& code, std::optional<bool> connected, Date when,
               const std::vector<std::string>& of) {
  const std::int32_t now = static_cast<std::int32_t>(when.time_since_epoch().count());
  double out = 0;
  for (const Row& row : rows) {
    if (!in_unit(row, code)) continue;
    if (!of.empty() && std::none_of(of.begin(), of.end(), [&](const std::string& one) { return fold(one) == fold(row.company); })) continue;
    const bool has = row.flag == 1 && days(row.since) <= now;
    if (!connected) ++out;
    else if (row.flag != 2) out += has == *connected;
  }
  return out;
}

Indicator share_of(const char* id, const Count& numerator) {
  Indicator out;
  out.id = id, out.numerator = numerator, out.denominator = all();
  return out;
}

RowFilter of_companies(const std::vector<std::string>& names) { return {LayerKind::fiber_household, {{"operator", names}}}; }

void expect_as_by_hand(const World& world, const std::vector<Row>& rows, const Answers& answers, const std::vector<std::string>& of) {
  for (const auto& [level, code] : {std::pair{1, "243"}, {1, "244"}, {0, "26"}}) {
    const Share with = world.of(answers.answers.at(0), level, code), without = world.of(answers.answers.at(1), level, code);
    EXPECT_EQ(with.numerator, by_hand(rows, code, true, answers.date, of)) << code << " " << iso_date(answers.date);
    EXPECT_EQ(without.numerator, by_hand(rows, code, false, answers.date, of)) << code << " " << iso_date(answers.date);
    EXPECT_EQ(with.denominator, by_hand(rows, code, std::nullopt, answers.date, of)) << code << " " << iso_date(answers.date);
  }
}

TEST(Tallies, AnyDayAndAnyFilterIsAsCountedByHandAndTheRowsAreGoneThroughOnce) {
  const Kept kept = at_random(30000, 11);
  World world({points("households", LayerKind::fiber_household, kept.rows)});
  world.dataset.indicators = {share_of("with", connected()), share_of("without", connected(false))};
  Tallies tallies(world.dataset, {}, 2);
  std::mt19937 random(5);
  const auto some_day = [&] {
    return day(
        fmt::format("{}-{:02}-{:02}", first_year - 1 + static_cast<int>(random() % (years + 2)), 1 + random() % 12, 1 + random() % 28)
            .c_str());
  };
  for (int i = 0; i < 40; ++i) expect_as_by_hand(world, kept.rows, tallies.answers(some_day()), {});
  EXPECT_EQ(tallies.passes(), 3u) << "connected, not connected, all";
  for (int i = 0; i < 40; ++i) {
    std::vector<std::string> of;
    while (of.empty())
      for (const char* one : companies)
        if (random() % 2 == 0) of.emplace_back(one);
    expect_as_by_hand(world, kept.rows, tallies.answers(some_day(), {of_companies(of)}), of);
  }
  EXPECT_EQ(tallies.passes(), 6u) << "and once more by company";
  expect_as_by_hand(world, kept.rows, tallies.answers(some_day()), {});
  EXPECT_EQ(tallies.passes(), 6u);
}

/// A sorrow of large countries: so many units and days that not every day can be kept.
TEST(Tallies, WhereNotEveryDayIsToldApartAnotherOneIsCountedAnew) {
  const Kept kept = at_random(3000, 12);
  World world({points("households", LayerKind::fiber_household, kept.rows)});
  world.dataset.indicators = {share_of("with", connected()), share_of("without", connected(false))};
  const std::vector<Date> expected{day("2018-03-01"), day("2020-06-30")};
  Tallies tallies(world.dataset, expected, 2, 64);
  for (const Date when : expected) expect_as_by_hand(world, kept.rows, tallies.answers(when), {});
  EXPECT_EQ(tallies.passes(), 3u);
  for (const char* other : {"2016-01-15", "2019-12-31", "2030-01-01"}) expect_as_by_hand(world, kept.rows, tallies.answers(day(other)), {});
  const auto passes = tallies.passes();
  EXPECT_GT(passes, 3u);
  for (const char* again : {"2016-01-15", "2018-03-01", "2030-01-01"}) expect_as_by_hand(world, kept.rows, tallies.answers(day(again)), {});
  EXPECT_EQ(tallies.passes(), passes);
}

TEST(Tallies, OfARoleWithVeryManyValuesOnlyThoseAskedForAreCounted) {
  const Kept kept = at_random(3000, 13);
  World world({points("households", LayerKind::fiber_household, kept.rows)});
  world.dataset.indicators = {share_of("with", connected()), share_of("without", connected(false))};
  Tallies tallies(world.dataset, {}, 2, 10);
  for (const std::vector<std::string>& of : {std::vector<std::string>{"VNPT"}, {"viettel", ""}, {"FPT"}, {"VNPT"}})
    for (const char* when : {"2016-01-15", "2019-12-31"})
      expect_as_by_hand(world, kept.rows, tallies.answers(day(when), {of_companies(of)}), of);
}

TEST(Tallies, OfSeveralFiltersAllHold) {
  const Kept kept = at_random(3000, 14);
  World world({points("households", LayerKind::fiber_household, kept.rows)});
  world.dataset.indicators = {share_of("with", connected()), share_of("without", connected(false))};
  Tallies tallies(world.dataset, {}, 2);
  expect_as_by_hand(world, kept.rows, tallies.answers(day("2019-12-31"), {of_companies({"VNPT", "FPT"}), of_companies({"Viettel", "fpt"})}),
                    {"FPT"});
}

TEST(Tallies, AFilterThatCannotBeSaysWhy) {
  World world({points("households", LayerKind::fiber_household, rows, {.company = false})});
  world.dataset.indicators = {share_of("with", connected())};
  Tallies tallies(world.dataset, {}, 1);
  EXPECT_NE(tallies.answers(day("2023-01-01"), {of_companies({"VNPT"})}).answers[0].why_not.find("operator"), std::string::npos);
  EXPECT_TRUE(tallies.answers(day("2023-01-01")).answers[0].why_not.empty());
  World table({by_unit({{"243", 10, 4}})});
  table.dataset.indicators = {share_of("with", connected())};
  Tallies sums(table.dataset, {}, 1);
  EXPECT_NE(sums.answers(day("2023-01-01"), {of_companies({"VNPT"})}).answers[0].why_not.find("operator"), std::string::npos);
}

TEST(Tallies, AFilterOfAnotherKindOfLayerChangesNothing) {
  World world({points("households", LayerKind::fiber_household, rows)});
  world.dataset.indicators = {share_of("with", connected())};
  Tallies tallies(world.dataset, {}, 1);
  const RowFilter other{LayerKind::digital_address, {{"stage", {"sign_fixed"}}}};
  EXPECT_EQ(world.of(tallies.answers(day("2023-01-01"), {other}).answers[0], 0, "26").numerator, 4);
  EXPECT_EQ(tallies.passes(), 2u);
}

TEST(Tallies, WhatWasStoppedIsCountedAnew) {
  World world({points("households", LayerKind::fiber_household, rows), coverage({{0, 0, 3.5, 3.5, "5G"}})});
  world.dataset.indicators = {share_of("covered", inside(true))};
  Tallies tallies(world.dataset, {}, 1);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_NE(support::error_of([&] { tallies.answers(day("2023-01-01"), {}, stop.get_token()); }), "no error");
  EXPECT_EQ(world.of(tallies.answers(day("2023-01-01")).answers[0], 0, "26").numerator, 3);
}

}  // namespace
}  // namespace data
