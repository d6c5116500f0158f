#include "viewer/units_table.h"

#include <gtest/gtest.h>

#include "data/source/i18n.h"

namespace viewer {
namespace {

struct UnitSpec {
  const char *code, *name, *parent;
  std::optional<double> numerator, denominator;
};

data::TextColumn text_column(const std::vector<std::string>& values) {
  data::TextColumn column;
  for (const std::string& value : values) {
    column.code.push_back(value.empty() ? 0 : static_cast<std::uint32_t>(column.dictionary.size()));
    if (!value.empty()) column.dictionary.push_back(value);
  }
  return column;
}

data::LevelTable level(const char* name, const std::vector<UnitSpec>& units, double side) {
  data::LevelTable out;
  out.level = name, out.code_field = "code", out.name_field = "name", out.parent_field = "parent";
  std::vector<std::string> codes, names, parents;
  for (const UnitSpec& unit : units) {
    const double x = side * static_cast<double>(codes.size());
    for (const double v : {x, x + side, x + side, x}) out.table.areas.x.push_back(v);
    for (const double v : {0.0, 0.0, side, side}) out.table.areas.y.push_back(v);
    out.table.areas.first_vertex.push_back(static_cast<std::uint32_t>(out.table.areas.x.size()));
    out.table.areas.first_ring.push_back(static_cast<std::uint32_t>(out.table.areas.first_vertex.size() - 1));
    out.table.areas.first_polygon.push_back(static_cast<std::uint32_t>(out.table.areas.first_ring.size() - 1));
    codes.emplace_back(unit.code), names.emplace_back(unit.name), parents.emplace_back(unit.parent);
  }
  out.table.rows = units.size(), out.table.shape = data::Shape::areas;
  out.table.columns = {{"code", text_column(codes)}, {"name", text_column(names)}, {"parent", text_column(parents)}};
  return out;
}

/// Six communes in two districts; one without figures, one without a numerator.
const std::vector<UnitSpec> communes{{"1", "Xã Đạo Trù", "244", 90, 100},     {"2", "Xã Ấp 10", "243", 30, 100},
                                     {"3", "Phường Tích Sơn", "243", 40, 50}, {"4", "Xã Ấp 2", "243", std::nullopt, 400},
                                     {"5", "Xã An Hòa", "244", {}, {}},       {"6", "Xã Dương Xá", "244", 60, 200}};

class UnitsTable : public ::testing::Test {
 protected:
  void SetUp() override {
    data::set_language(data::Lang::en);
    std::vector<data::LevelTable> levels;
    levels.push_back(level("district", {{"243", "Thành phố Vĩnh Yên", "26", {}, {}}, {"244", "Huyện Tam Đảo", "26", {}, {}}}, 100));
    levels.push_back(level("commune", communes, 10));
    auto dataset = std::make_shared<data::Dataset>();
    dataset->units = std::make_shared<const data::UnitSet>(data::build_units(std::move(levels), "26", "Vĩnh Phúc"));
    data::Indicator indicator;
    indicator.id = "use";
    dataset->indicators = {indicator};
    auto loaded = std::make_shared<data::Loaded>();
    data::Answer answer{"use", std::vector<data::Share>(dataset->units->units.size()), {}};
    for (const UnitSpec& unit : communes)
      answer.by_unit[static_cast<std::size_t>(dataset->units->find(2, unit.code))] = {unit.numerator, unit.denominator};
    loaded->answers.answers = {answer};
    loaded->dataset = dataset;
    state.dataset = dataset, state.loaded = loaded;
    state.indicator = "use", state.level = 2;
    state.sort = TableColumn::name, state.descending = false;
  }
  void aim(double target) {
    layers::Choropleth choropleth;
    choropleth.target.emplace();
    choropleth.target->value = target, choropleth.target->unit = "%";
    state.choropleth = choropleth;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const UnitRow& row : units_table(state)) out.push_back(row.name);
    return out;
  }
  int unit(int at_level, const char* code) const { return state.dataset->units->find(at_level, code); }
  State state;
};

using Names = std::vector<std::string>;

TEST_F(UnitsTable, NamesInVietnameseOrderNumbersByValue) {
  EXPECT_EQ(names(), (Names{"Phường Tích Sơn", "Xã An Hòa", "Xã Ấp 2", "Xã Ấp 10", "Xã Dương Xá", "Xã Đạo Trù"}));
  state.descending = true;
  EXPECT_EQ(names(), (Names{"Xã Đạo Trù", "Xã Dương Xá", "Xã Ấp 10", "Xã Ấp 2", "Xã An Hòa", "Phường Tích Sơn"}));
}

TEST_F(UnitsTable, ByParentTheOrderWithinStaysTheFiles) {
  state.sort = TableColumn::parent;
  EXPECT_EQ(names(), (Names{"Xã Đạo Trù", "Xã An Hòa", "Xã Dương Xá", "Xã Ấp 10", "Phường Tích Sơn", "Xã Ấp 2"}));
}

TEST_F(UnitsTable, UnknownGoesLastWhateverTheDirection) {
  state.sort = TableColumn::value;
  EXPECT_EQ(names(), (Names{"Xã Ấp 10", "Xã Dương Xá", "Phường Tích Sơn", "Xã Đạo Trù", "Xã Ấp 2", "Xã An Hòa"}));
  state.descending = true;
  EXPECT_EQ(names(), (Names{"Xã Đạo Trù", "Phường Tích Sơn", "Xã Ấp 10", "Xã Dương Xá", "Xã Ấp 2", "Xã An Hòa"}));
  state.sort = TableColumn::denominator;
  EXPECT_EQ(names(), (Names{"Xã Ấp 2", "Xã Dương Xá", "Xã Đạo Trù", "Xã Ấp 10", "Phường Tích Sơn", "Xã An Hòa"}));
  state.sort = TableColumn::numerator, state.descending = false;
  EXPECT_EQ(names(), (Names{"Xã Ấp 10", "Phường Tích Sơn", "Xã Dương Xá", "Xã Đạo Trù", "Xã Ấp 2", "Xã An Hòa"}));
}

TEST_F(UnitsTable, WhatIsMissingToTheTarget) {
  aim(70);
  state.sort = TableColumn::missing, state.descending = true;
  const auto rows = units_table(state);
  ASSERT_EQ(rows.size(), 6u);
  EXPECT_EQ(rows[0].name, "Xã Dương Xá");
  EXPECT_EQ(rows[0].missing, 80);  // ceil(0.70 x 200) - 60
  EXPECT_EQ(rows[1].name, "Xã Ấp 10");
  EXPECT_EQ(rows[1].missing, 40);
  // Two need nothing more: the lower share first.
  EXPECT_EQ(rows[2].name, "Phường Tích Sơn");
  EXPECT_EQ(rows[2].missing, 0);
  EXPECT_EQ(rows[3].name, "Xã Đạo Trù");
  EXPECT_EQ(rows[3].missing, 0);
  EXPECT_EQ(rows[4].missing, std::nullopt);
  EXPECT_EQ(rows[5].missing, std::nullopt);
}

TEST_F(UnitsTable, WithoutATargetNothingIsMissing) {
  for (const UnitRow& row : units_table(state)) EXPECT_EQ(row.missing, std::nullopt);
}

TEST_F(UnitsTable, SearchesNamesAndParentsAccentsAside) {
  state.search = "dao";
  EXPECT_EQ(names(), (Names{"Xã An Hòa", "Xã Dương Xá", "Xã Đạo Trù"}));  // Tam Đảo too
  state.search = "DUONG tam";
  EXPECT_EQ(names(), (Names{"Xã Dương Xá"}));
  state.search = "nowhere";
  EXPECT_TRUE(names().empty());
}

TEST_F(UnitsTable, OnlyWhatLiesInTheEnteredUnit) {
  state.entered = unit(1, "243");
  EXPECT_EQ(names(), (Names{"Phường Tích Sơn", "Xã Ấp 2", "Xã Ấp 10"}));
}

TEST_F(UnitsTable, AnotherLevel) {
  state.level = 1;
  EXPECT_EQ(names(), (Names{"Huyện Tam Đảo", "Thành phố Vĩnh Yên"}));
  for (const UnitRow& row : units_table(state)) {
    EXPECT_EQ(row.parent, "");  // the root is no column's news
    EXPECT_EQ(row.value, std::nullopt);
  }
  state.level = 0;
  EXPECT_EQ(names(), (Names{"Vĩnh Phúc"}));
}

TEST_F(UnitsTable, AnIndicatorNobodyComputed) {
  state.indicator = "gone";
  state.sort = TableColumn::value;
  const auto rows = units_table(state);
  EXPECT_EQ(rows.size(), 6u);
  for (const UnitRow& row : rows) EXPECT_EQ(row.value, std::nullopt);
}

TEST(DefaultIndicator, TheFirstTargetsThatCanBeComputedElseTheFirst) {
  data::Loaded loaded;
  auto dataset = std::make_shared<data::Dataset>();
  loaded.dataset = dataset;
  EXPECT_EQ(default_indicator(loaded), "");
  for (const char* id : {"rank", "cover", "use"}) {
    data::Indicator indicator;
    indicator.id = id;
    dataset->indicators.push_back(indicator);
    loaded.answers.answers.push_back({id, {}, std::string(id) == "rank" ? "published only" : ""});
  }
  EXPECT_EQ(default_indicator(loaded), "cover");
  data::ScoreRow rank, use;
  rank.target.indicator = "rank", use.target.indicator = "use";
  loaded.scorecard.rows = {rank, use};
  EXPECT_EQ(default_indicator(loaded), "use");
  for (auto& answer : loaded.answers.answers) answer.why_not = "nothing loaded";
  EXPECT_EQ(default_indicator(loaded), "rank");
}

}  // namespace
}  // namespace viewer
