// The counting engine against a province counted by hand.
#include "data/model/answers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "tests/data/counted_world.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

#define EXPECT_SHARE(share, n, d)                             \
  do {                                                        \
    EXPECT_EQ((share).numerator, std::optional<double>(n));   \
    EXPECT_EQ((share).denominator, std::optional<double>(d)); \
  } while (false)

// --- Points -----------------------------------------------------------------------------------------------------------

TEST(Answers, PointsFarFromEveryUnitAreInAnotherReferenceSystem) {
  const auto far = points("households", LayerKind::fiber_household, rows);
  auto table = std::make_shared<Table>(*far->table);
  table->points = Points(Coordinates{std::vector<double>(table->rows, 2e6), std::vector<double>(table->rows, 1e6)});
  table->source_crs = "EPSG:32648";
  far->table = table, far->source.source = "/data/homes.fgb";
  try {
    World world({far});
    FAIL() << "placed";
  } catch (const Error& error) {
    for (const char* part : {"'households'", "/data/homes.fgb", "EPSG:32648", "far from the units", "\"crs\""})
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

TEST(Answers, PointsByPosition) {
  World world({points("households", LayerKind::fiber_household, rows)});
  const Answer answer = world.ask(connected(), all());
  EXPECT_SHARE(world.of(answer, 1, "243"), 3, 5);  // one is unknown; one is connected since nobody knows when, so long ago
  EXPECT_SHARE(world.of(answer, 1, "244"), 1, 2);
  EXPECT_SHARE(world.of(answer, 0, "26"), 4, 7);
  EXPECT_DOUBLE_EQ(*world.of(answer, 1, "243").value(), 60);
  EXPECT_EQ(world.dataset.layers[0]->unplaced, 1u);
  ASSERT_EQ(world.warnings.size(), 1u);
  EXPECT_EQ(world.warnings[0], "Layer 'households': 1 of 8 points lie outside every unit and are not counted");
}

TEST(Answers, PointsByCodeGoWhereTheCodeSays) {
  std::vector<Row> moved = rows;
  moved[0].code = "244";                               // stands in 243
  moved[1].code = "no such unit", moved[2].code = "";  // fall back to their position
  World world({points("households", LayerKind::fiber_household, moved, {.unit = true})});
  const Answer answer = world.ask(all(), all());
  EXPECT_SHARE(world.of(answer, 1, "243"), 4, 4);
  EXPECT_SHARE(world.of(answer, 1, "244"), 3, 3);
  ASSERT_EQ(world.warnings.size(), 2u);
  EXPECT_NE(world.warnings[0].find("1 unit codes are not in the units (no such unit)"), std::string::npos) << world.warnings[0];
}

TEST(Answers, PointsMayNameAnyLevel) {
  std::vector<Row> moved = rows;
  for (Row& row : moved) row.code = "26";
  World world({points("households", LayerKind::fiber_household, moved, {.unit = true})});
  const Answer answer = world.ask(all(), all());
  EXPECT_SHARE(world.of(answer, 0, "26"), 8, 8);
  EXPECT_SHARE(world.of(answer, 1, "243"), 0, 0);
  EXPECT_EQ(world.of(answer, 1, "243").value(), std::nullopt);  // 0 of 0 is nothing to divide
}

TEST(Answers, UnknownFlagsAreNeitherConnectedNorNot) {
  World world({points("households", LayerKind::fiber_household, rows, {.since = false})});
  EXPECT_SHARE(world.of(world.ask(connected(true), connected(false)), 1, "243"), 3, 1);
  EXPECT_SHARE(world.of(world.ask(connected(true), connected(false)), 1, "244"), 1, 1);
}

TEST(Answers, AsOfSeveralDaysAtOnce) {
  World world({points("households", LayerKind::fiber_household, rows)});
  const auto answers =
      world.ask_on(connected(), all(), {"2019-12-31", "2020-05-01", "2021-06-30", "2021-07-01", "2022-12-30", "2022-12-31", "2030-01-01"});
  std::vector<double> counted;
  for (const Answer& answer : answers) {
    counted.push_back(*world.of(answer, 0, "26").numerator);
    EXPECT_EQ(world.of(answer, 0, "26").denominator, 7);  // households are not dated by their connection
  }
  // 243's own fifth household has no day: none, that is long ago.
  EXPECT_EQ(counted, (std::vector<double>{1, 2, 2, 3, 3, 4, 4}));
}

TEST(Answers, AConnectionLaterThanTheDayIsNotYetOne) {
  World world({points("households", LayerKind::fiber_household, rows)});
  EXPECT_SHARE(world.of(world.ask(connected(false), all(), "2020-12-31"), 1, "244"), 2, 2);
  EXPECT_SHARE(world.of(world.ask(connected(false), all(), "2022-01-01"), 1, "244"), 1, 2);
}

TEST(Answers, AddressesCountFromTheDayTheyWereCollected) {
  World world({points("households", LayerKind::fiber_household, rows),
               points("addresses", LayerKind::digital_address, {rows.begin(), rows.begin() + 3})});
  const auto answers = world.ask_on(all(LayerKind::digital_address), all(), {"2020-04-30", "2020-05-01", "2022-12-31"});
  // The third has no day at all and is taken as always there.
  EXPECT_EQ(world.of(answers[0], 0, "26").numerator, 1);
  EXPECT_EQ(world.of(answers[1], 0, "26").numerator, 2);
  EXPECT_EQ(world.of(answers[2], 0, "26").numerator, 3);
}

TEST(Answers, AStateWithoutDaysSaysNothingOfEarlierOnes) {
  World world({points("households", LayerKind::fiber_household, rows, {.since = false})});
  world.dataset.project.date = day("2022-12-31");
  const auto answers = world.ask_on(connected(), all(), {"2022-12-30", "2022-12-31"});
  EXPECT_EQ(world.of(answers[0], 0, "26").numerator, std::nullopt);
  EXPECT_EQ(world.of(answers[0], 0, "26").denominator, 7);
  EXPECT_SHARE(world.of(answers[1], 0, "26"), 4, 7);
}

TEST(Answers, WhereComparesIgnoringCaseAndAccents) {
  World world({points("households", LayerKind::fiber_household, rows, {.since = false})});
  Count viettel = connected();
  viettel.where = {{"operator", {"VIETTEL"}}};
  EXPECT_SHARE(world.of(world.ask(viettel, all()), 1, "243"), 2, 5);
  viettel.where = {{"operator", {"viettel", "vnpt"}}};
  EXPECT_SHARE(world.of(world.ask(viettel, all()), 1, "243"), 3, 5);
  viettel.where = {{"operator", {"FPT"}}};
  EXPECT_SHARE(world.of(world.ask(viettel, all()), 1, "243"), 0, 5);  // known to be none
}

// --- Coverage ---------------------------------------------------------------------------------------------------------

TEST(Answers, InsideAndOutsideCoverage) {
  World world({points("households", LayerKind::fiber_household, rows),
               coverage({{0, 0, 2.5, 2.5, "FTTH"}, {1.5, 1.5, 4.5, 4.5, "4G"}, {15.5, 0, 20, 10, "FTTH"}, {40, 40, 60, 60, "FTTH"}})});
  EXPECT_SHARE(world.of(world.ask(inside(true), all()), 1, "243"), 4, 5);  // the second lies in two patches and counts once
  EXPECT_SHARE(world.of(world.ask(inside(false), all()), 1, "243"), 1, 5);
  EXPECT_SHARE(world.of(world.ask(inside(true, {{"technology", {"ftth"}}}), all()), 1, "243"), 2, 5);
  EXPECT_SHARE(world.of(world.ask(inside(true, {{"technology", {"FTTH"}}}), all()), 1, "244"), 1, 2);
  EXPECT_SHARE(world.of(world.ask(inside(false, {{"technology", {"FTTH"}}}), all()), 0, "26"), 4, 7);
  Count both = connected();
  both.coverage = Count::Coverage{.inside = true, .layer = LayerKind::broadband_coverage, .where = {{"technology", {"FTTH"}}}};
  EXPECT_SHARE(world.of(world.ask(both, inside(true, {{"technology", {"FTTH"}}})), 0, "26"), 2, 3);
}

TEST(Answers, NoCoverageLayerIsNullWithAReasonAndNotZero) {
  World world({points("households", LayerKind::fiber_household, rows)});
  const Answer answer = world.ask(inside(true), all());
  EXPECT_EQ(world.of(answer, 0, "26").numerator, std::nullopt);
  EXPECT_EQ(world.of(answer, 0, "26").value(), std::nullopt);
  EXPECT_NE(answer.why_not.find("broadband_coverage"), std::string::npos) << answer.why_not;
}

// --- Tables by unit ---------------------------------------------------------------------------------------------------

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

TEST(Answers, ATableByUnit) {
  World world({by_unit({{"243", 100, 40}, {"244", 50, 45}})});
  const Answer answer = world.ask(connected(), all());
  EXPECT_SHARE(world.of(answer, 1, "243"), 40, 100);
  EXPECT_SHARE(world.of(answer, 1, "244"), 45, 50);
  EXPECT_SHARE(world.of(answer, 0, "26"), 85, 150);
  EXPECT_SHARE(world.of(world.ask(connected(false), all()), 0, "26"), 65, 150);
  EXPECT_TRUE(world.warnings.empty());
}

TEST(Answers, ATableWithRowsOfSeveralLevelsIsNotCountedTwice) {
  World world({by_unit({{"26", 150, 85}, {"243", 100, 40}, {"244", 50, 45}})});
  EXPECT_SHARE(world.of(world.ask(connected(), all()), 0, "26"), 85, 150);
  ASSERT_EQ(world.warnings.size(), 1u);
  EXPECT_NE(world.warnings[0].find("1 rows above level district"), std::string::npos) << world.warnings[0];
}

TEST(Answers, RowsOfNoKnownUnitAreToldWithWhatTheyHeld) {
  World world({by_unit({{"243", 100, 40}, {"999", 1000, 1}, {"", 234, 1}, {"", unknown, 1}})});
  EXPECT_SHARE(world.of(world.ask(connected(), all()), 0, "26"), 40, 100);
  ASSERT_EQ(world.warnings.size(), 2u);
  EXPECT_NE(world.warnings[0].find("(999)"), std::string::npos) << world.warnings[0];
  EXPECT_NE(world.warnings[1].find("3 rows"), std::string::npos) << world.warnings[1];
  EXPECT_NE(world.warnings[1].find("1,234 households"), std::string::npos) << world.warnings[1];
}

TEST(Answers, AnUnknownCellIsUnknownAndNotZero) {
  World world({by_unit({{"243", 100, unknown}, {"244", unknown, 45}})});
  const Answer answer = world.ask(connected(), all());
  EXPECT_EQ(world.of(answer, 1, "243").numerator, std::nullopt);
  EXPECT_EQ(world.of(answer, 1, "243").denominator, 100);
  EXPECT_EQ(world.of(answer, 1, "244").value(), std::nullopt);
}

TEST(Answers, AUnitTheTableLeavesOutIsUnknown) {
  World world({by_unit({{"243", 100, 40}})});
  const Answer answer = world.ask(connected(), all());
  EXPECT_EQ(world.of(answer, 1, "244").numerator, std::nullopt);
  EXPECT_EQ(world.of(answer, 1, "244").denominator, std::nullopt);
}

TEST(Answers, ATableCannotSayWhoIsInsideCoverageOrWhoseLineItIs) {
  World world({by_unit({{"243", 100, 40}}), coverage({{0, 0, 20, 10, "FTTH"}})});
  const Answer covered = world.ask(inside(true), all());
  EXPECT_EQ(world.of(covered, 0, "26").numerator, std::nullopt);
  EXPECT_NE(covered.why_not.find("points"), std::string::npos) << covered.why_not;
  Count viettel = connected();
  viettel.where = {{"operator", {"Viettel"}}};
  const Answer filtered = world.ask(viettel, all());
  EXPECT_EQ(world.of(filtered, 0, "26").numerator, std::nullopt);
  EXPECT_NE(filtered.why_not.find("operator"), std::string::npos) << filtered.why_not;
}

TEST(Answers, ATableIsAStateOfItsOwnDay) {
  World world({by_unit({{"243", 100, 40}})});
  auto dated = std::make_shared<LayerData>(*world.dataset.layers[0]);
  dated->source.date = day("2022-12-31");
  world.dataset.layers[0] = dated;
  const auto answers = world.ask_on(connected(), all(), {"2022-12-30", "2022-12-31"});
  EXPECT_EQ(world.of(answers[0], 1, "243").numerator, std::nullopt);
  EXPECT_SHARE(world.of(answers[1], 1, "243"), 40, 100);
}

// --- What is missing --------------------------------------------------------------------------------------------------

TEST(Answers, NoLayerOfAKindIsNullWithAReasonAndNotZero) {
  World world({points("households", LayerKind::fiber_household, rows)});
  const Answer answer = world.ask(all(LayerKind::digital_address), all());
  for (const Share& share : answer.by_unit) {
    EXPECT_EQ(share.numerator, std::nullopt);
    EXPECT_EQ(share.value(), std::nullopt);
  }
  EXPECT_EQ(world.of(answer, 0, "26").denominator, 7);  // what is known stays known
  EXPECT_NE(answer.why_not.find("digital_address"), std::string::npos) << answer.why_not;
}

TEST(Answers, ALayerThatDidNotLoadIsNamed) {
  auto failed = std::make_shared<LayerData>();
  failed->source.id = "households", failed->source.kind = LayerKind::fiber_household, failed->error = "no such file";
  World world({failed});
  const Answer answer = world.ask(connected(), all());
  EXPECT_EQ(world.of(answer, 0, "26").denominator, std::nullopt);
  EXPECT_NE(answer.why_not.find("'households'"), std::string::npos) << answer.why_not;
}

TEST(Answers, AFieldTheLayerDoesNotNameIsNamed) {
  World world({points("households", LayerKind::fiber_household, rows, {.connected = false, .company = false})});
  const Answer answer = world.ask(connected(), all());
  EXPECT_EQ(world.of(answer, 0, "26").numerator, std::nullopt);
  EXPECT_NE(answer.why_not.find("'connected'"), std::string::npos) << answer.why_not;
  Count viettel = all();
  viettel.where = {{"operator", {"Viettel"}}};
  EXPECT_NE(world.ask(viettel, all()).why_not.find("'operator'"), std::string::npos);
}

TEST(Answers, PublishedOnlyIndicatorsSaySo) {
  World world({points("households", LayerKind::fiber_household, rows)});
  const Answer answer = world.ask(std::nullopt, std::nullopt);
  EXPECT_NE(answer.why_not.find("published"), std::string::npos) << answer.why_not;
  EXPECT_EQ(world.of(answer, 0, "26").value(), std::nullopt);
}

TEST(Answers, TwoLayersOfAKindAddUp) {
  World world({points("north", LayerKind::fiber_household, {rows.begin(), rows.begin() + 3}),
               points("south", LayerKind::fiber_household, {rows.begin() + 3, rows.end()})});
  EXPECT_SHARE(world.of(world.ask(connected(), all()), 0, "26"), 4, 7);
}

TEST(Answers, AStopRequestEndsIt) {
  World world({points("households", LayerKind::fiber_household, rows)});
  world.ask(connected(), all());
  std::stop_source stop;
  stop.request_stop();
  EXPECT_NE(support::error_of([&] { compute_answers(world.dataset, {day("2022-12-31")}, 2, stop.get_token()); }), "no error");
}

TEST(Answers, ManyPointsOnManyThreadsAreCountedOnceEach) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> x(-2, 22), y(-1, 11);
  std::vector<Row> many;
  double west = 0, east = 0;
  for (int i = 0; i < 90000; ++i) {
    many.push_back({x(random), y(random), static_cast<std::uint8_t>(i % 2), "", "", ""});
    const Row& row = many.back();
    if (row.y < 0 || row.y >= 10 || row.x < 0 || row.x >= 20) continue;
    ++(row.x < 10 ? west : east);
  }
  World world({points("households", LayerKind::fiber_household, many)});
  const Answer answer = world.ask(all(), all());
  EXPECT_SHARE(world.of(answer, 1, "243"), west, west);
  EXPECT_SHARE(world.of(answer, 1, "244"), east, east);
}

}  // namespace
}  // namespace data
