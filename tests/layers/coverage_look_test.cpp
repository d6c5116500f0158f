// How networks look: in which order, tinted or hatched, in which direction, and how little they change the colour of a class.
#include "layers/coverage_look.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/layers/squares.h"

namespace {

using layers::Colour;
using layers::CoverageLook;

data::LayerData layer_of(const data::TextColumn& technology) {
  auto table = std::make_shared<data::Table>();
  table->rows = technology.code.size(), table->shape = data::Shape::areas;
  table->columns.push_back({"tech", technology});
  data::LayerData out;
  out.source.kind = data::LayerKind::broadband_coverage, out.source.fields["technology"] = "tech";
  out.table = std::move(table);
  return out;
}

Colour over(const Colour& top, const Colour& below) {
  Colour out{0, 0, 0, 1};
  for (std::size_t i = 0; i < 3; ++i) out[i] = top[i] * top[3] + below[i] * (1 - top[3]);
  return out;
}
double distance(const Colour& a, const Colour& b) {
  return 255 * std::hypot(static_cast<double>(a[0] - b[0]), static_cast<double>(a[1] - b[1]), static_cast<double>(a[2] - b[2]));
}

const std::vector<std::string> many{"2G", "3G", "4G", "5G", "FTTH", "ADSL", "Cáp đồng trục", "Vệ tinh", "WiMAX"};

TEST(CoverageLook, TechnologiesComeInDrawingOrder) {
  EXPECT_EQ(layers::technologies_of(layer_of(test::text_column({"Vệ tinh", "FTTH", "5G", "lte", "3G", "ADSL", "5G", "Cáp đồng trục"}))),
            (std::vector<std::string>{"3G", "lte", "5G", "FTTH", "ADSL", "Cáp đồng trục", "Vệ tinh"}));
}

TEST(CoverageLook, OnlyTechnologiesThatRowsHaveAreThere) {
  data::TextColumn column = test::text_column({"4G", "5G"});
  column.dictionary.push_back("FTTH");
  EXPECT_EQ(layers::technologies_of(layer_of(column)), (std::vector<std::string>{"4G", "5G"}));
  data::LayerData unnamed = layer_of(test::text_column({"4G"}));
  unnamed.source.fields.clear();
  EXPECT_EQ(layers::technologies_of(unnamed), (std::vector<std::string>{""})) << "rows that name none are on the map all the same";
}

TEST(CoverageLook, MobileIsTintedAndTheRestIsHatched) {
  for (const bool over_classes : {false, true})
    for (const CoverageLook& look : layers::coverage_looks(many, layers::dark_theme(), over_classes)) {
      EXPECT_EQ(look.stripes.has_value(), layers::generation_of(look.technology) == 0) << look.technology;
      EXPECT_EQ(look.tint[3] > 0, !look.stripes) << look.technology;
      EXPECT_EQ(look.ground[3] > 0, !over_classes) << "no one colour is below classes";
    }
}

TEST(CoverageLook, EachHatchHasADirectionOfItsOwnAndNoneFallsAsThatOfNoData) {
  std::set<double> directions;
  for (const CoverageLook& look : layers::coverage_looks(many, layers::dark_theme(), false))
    if (look.stripes) {
      EXPECT_LE(look.stripes->across_x * look.stripes->across_y, 0) << look.technology;
      directions.insert(std::atan2(look.stripes->across_y, look.stripes->across_x));
    }
  EXPECT_EQ(directions.size(), 5U);
  const layers::Stripes none = layers::no_data_stripes(layers::dark_theme());
  EXPECT_GT(none.across_x * none.across_y, 0);
}

TEST(CoverageLook, FibreRisesWhateverItIsCalledAndNothingElseDoesSo) {
  const auto rises = [](const CoverageLook& look) { return look.stripes->across_x == 1 && look.stripes->across_y == -1; };
  for (const std::string name : {"FTTH", "ftth", "GPON", "Fiber"})
    EXPECT_TRUE(rises(layers::coverage_looks({"4G", name}, layers::light_theme(), false).back())) << name;
  EXPECT_FALSE(rises(layers::coverage_looks({"4G", "ADSL"}, layers::light_theme(), false).back()));
  EXPECT_TRUE(layers::coverage_looks({"FTTH"}, layers::light_theme(), false).front().stripes) << "alone too";
}

TEST(CoverageLook, AClassKeepsItsColourUnderEveryNetwork) {
  for (const layers::Theme* theme : {&layers::dark_theme(), &layers::light_theme()}) {
    std::vector<Colour> classes(theme->below.begin(), theme->below.end());
    classes.insert(classes.end(), theme->above.begin(), theme->above.end());
    for (const CoverageLook& look : layers::coverage_looks(many, *theme, true))
      for (const Colour& own : classes) {
        Colour cover = look.tint;
        if (look.stripes) {
          cover = look.stripes->colour;
          cover[3] *= static_cast<float>(look.stripes->width * look.stripes->slope() / look.stripes->period);  // from afar
        }
        const Colour seen = over(cover, own);
        for (const Colour& other : classes)
          if (other != own) { EXPECT_LT(2 * distance(seen, own), distance(seen, other)) << look.technology << " in " << theme->id; }
        EXPECT_LT(distance(seen, own), 25) << look.technology << " in " << theme->id;
      }
  }
}

TEST(Stripes, MiddlesCrossTheBoxWhereTheSumIsHalfAPeriodOff) {
  const data::Box box{0, 0, 16, 16};
  std::vector<double> sums;
  for (const auto& [from, to] : layers::middle_lines({{}, 1, -1, 8, 1}, box, {0, 0})) {  // x - y of the map is x + y downwards
    EXPECT_NEAR(from.x + from.y, to.x + to.y, 1e-9) << "rising";
    EXPECT_GE(std::hypot(to.x - from.x, to.y - from.y), 16 * std::sqrt(2.0) - 1e-9) << "from side to side";
    sums.push_back(std::round(1e6 * (from.x + from.y)) / 1e6);
  }
  EXPECT_EQ(sums, (std::vector<double>{4, 12, 20, 28}));
  for (const auto& [from, to] : layers::middle_lines({{}, 0, 1, 6, 1}, box, {0, 1})) EXPECT_NEAR(from.y, to.y, 1e-9) << "level";
  EXPECT_EQ(layers::middle_lines({{}, 0, 1, 6, 1}, box, {0, 1}).size(), 3U) << "at 4, 10 and 16, where half of one is still seen";
  EXPECT_EQ(layers::middle_lines({{}, 1, 0, 6, 1}, box, {0, 0}, 2).size(), 1U) << "at 6; twice as large, the next is at 18";
}

}  // namespace
