#include "layers/classify.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/layers/squares.h"

namespace {

using layers::Classes;
using Breaks = std::vector<double>;

data::Indicator percentage(bool higher_is_better = true) {
  data::Indicator out;
  out.id = "share";
  out.higher_is_better = higher_is_better;
  return out;
}

data::Target target_of(double value, data::Comparator comparator = data::Comparator::at_least) {
  data::Target out;
  out.indicator = "share";
  out.comparator = comparator;
  out.value = value;
  return out;
}

Classes classes(double target) { return layers::classes_for(percentage(), target_of(target), layers::dark_theme()); }

/// Labels with plain spaces, to be read here.
std::string label(const Classes& c, int index, data::Lang lang = data::Lang::vi) {
  std::string out = c.label(index, lang);
  for (std::size_t at = out.find("\u00A0"); at != std::string::npos; at = out.find("\u00A0")) out.replace(at, 2, " ");
  return out;
}

TEST(Classes, BreakExactlyAtTheTarget) {
  EXPECT_EQ(classes(70).breaks, (Breaks{40, 55, 70, 80, 90}));
  EXPECT_EQ(classes(85).breaks, (Breaks{55, 70, 85, 90, 95}));
  EXPECT_EQ(classes(50).breaks, (Breaks{20, 35, 50, 65, 80}));
  EXPECT_EQ(classes(90).breaks, (Breaks{60, 75, 90, 93, 96}));
  EXPECT_EQ(classes(70).target, 70);
}

TEST(Classes, ATargetOfEverythingHasOneClassAbove) {
  const Classes c = classes(100);
  EXPECT_EQ(c.breaks, (Breaks{70, 85, 100}));
  EXPECT_EQ(label(c, 3), "= 100 %");
  EXPECT_EQ(c.class_of(100), 3);
  EXPECT_EQ(c.class_of(99.99), 2);
}

TEST(Classes, ALowTargetHasFewerClassesBelow) {
  EXPECT_EQ(classes(20).breaks.front(), 5);
  EXPECT_EQ(classes(10).breaks.front(), 10);
  for (double t = 1; t <= 100; ++t) {
    const Classes c = classes(t);
    EXPECT_EQ(c.colours.size(), c.breaks.size() + 1);
    EXPECT_TRUE(std::is_sorted(c.breaks.begin(), c.breaks.end()));
    EXPECT_EQ(std::adjacent_find(c.breaks.begin(), c.breaks.end()), c.breaks.end());
    EXPECT_GT(c.breaks.front(), 0);
    EXPECT_LE(c.breaks.back(), 100);
  }
}

TEST(Classes, OrangeBelowAndBlueAbove) {
  const auto& theme = layers::dark_theme();
  const Classes c = classes(70);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(c.colours[i], theme.below[i]);
    EXPECT_EQ(c.colours[i + 3], theme.above[i]);
  }
}

TEST(Classes, AValueOnABreakBelongsAbove) {
  const Classes c = classes(70);
  EXPECT_EQ(c.class_of(69.999), 2);
  EXPECT_EQ(c.class_of(70), 3);
  EXPECT_EQ(c.class_of(0), 0);
  EXPECT_EQ(c.class_of(100), 5);
  EXPECT_EQ(c.class_of(std::nullopt), -1);
  EXPECT_EQ(c.class_of(std::nan("")), -1);
}

TEST(Classes, LabelsReadAsInPrint) {
  const Classes c = classes(70);
  EXPECT_EQ(label(c, 0), "< 40 %");
  EXPECT_EQ(label(c, 1), "40 – 55 %");
  EXPECT_EQ(label(c, 5), "≥ 90 %");
  const Classes odd = layers::classes_for(percentage(), target_of(62.5), layers::dark_theme());
  EXPECT_NE(label(odd, 3).find("62,5"), std::string::npos) << label(odd, 3);
  EXPECT_NE(label(odd, 3, data::Lang::en).find("62.5"), std::string::npos);
}

TEST(Classes, LowerIsBetterIsTurnedRound) {
  const Classes c = layers::classes_for(percentage(false), target_of(30, data::Comparator::at_most), layers::dark_theme());
  const auto& theme = layers::dark_theme();
  EXPECT_EQ(c.class_of(30), 2) << "at most 30 is kept by 30 itself";
  EXPECT_EQ(c.class_of(30.001), 3);
  EXPECT_EQ(c.colours[2], theme.above[0]);
  EXPECT_EQ(c.colours[0], theme.above[2]);
  EXPECT_EQ(c.colours[3], theme.below[2]);
  EXPECT_EQ(c.colours.back(), theme.below[0]);
  EXPECT_EQ(label(c, 2), "20 – 30 %");
  EXPECT_EQ(label(c, 5), "≥ 60 %");
}

TEST(Classes, WithoutATargetFiveStepsOfTheScale) {
  const Classes c = layers::classes_for(percentage(), std::nullopt, layers::light_theme());
  EXPECT_EQ(c.breaks, (Breaks{20, 40, 60, 80}));
  EXPECT_EQ(c.colours.front(), layers::light_theme().steps.front());
  EXPECT_EQ(c.colours.back(), layers::light_theme().steps.back());
  EXPECT_FALSE(c.target);
}

TEST(Classes, ARankIsNoBreak) {
  const Classes c = layers::classes_for(percentage(), target_of(15, data::Comparator::rank_at_most), layers::dark_theme());
  EXPECT_FALSE(c.target);
}

data::Loaded loaded_squares(const std::vector<std::optional<double>>& percent) {
  data::Loaded out;
  out.dataset = test::dataset_of(test::squares(2));
  data::Answer answer;
  answer.indicator = "share";
  answer.by_unit.resize(out.dataset->units->units.size());
  for (std::size_t i = 0; i < percent.size(); ++i)
    if (percent[i]) answer.by_unit[3 + i] = {*percent[i], 100.0};
  out.answers.answers.push_back(answer);
  return out;
}

TEST(Choropleth, TakesTheFirstTargetWithAValue) {
  data::Loaded loaded = loaded_squares({30.0, 70.0, 95.0, std::nullopt});
  loaded.scorecard.rows.resize(2);
  loaded.scorecard.rows[0].target = target_of(0);
  loaded.scorecard.rows[0].target.value.reset();
  loaded.scorecard.rows[1].target = target_of(70);
  const layers::Choropleth c = layers::choropleth_of(loaded, percentage(), 2, layers::dark_theme());
  ASSERT_TRUE(c.target);
  EXPECT_EQ(c.class_of_unit, (std::vector<std::int8_t>{-1, -1, -1, 0, 3, 5, -1}));
  EXPECT_EQ(c.units_in_class, (std::vector<int>{1, 0, 0, 1, 0, 1, 1}));
}

TEST(Choropleth, OtherUnitsGetRoundBreaksAmongTheirValues) {
  data::Indicator indicator = percentage();
  indicator.unit = "Mbps";
  const layers::Choropleth c = layers::choropleth_of(loaded_squares({11.0, 48.0, 103.0, 220.0}), indicator, 2, layers::dark_theme());
  EXPECT_GE(c.classes.breaks.size(), 2U);
  for (const double b : c.classes.breaks) EXPECT_EQ(b, std::round(b / 5) * 5);
  EXPECT_EQ(c.class_of_unit[3], 0);
  EXPECT_EQ(c.class_of_unit[6], static_cast<int>(c.classes.breaks.size()));
}

}  // namespace
