#include "data/model/units.h"

#include <gtest/gtest.h>

#include "data/source/i18n.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

struct Square {
  std::string code, name, parent;
  double x = 0, y = 0, side = 10;
};

TextColumn text_column(const std::vector<std::string>& values) {
  TextColumn column;
  for (const std::string& value : values) {
    if (!value.empty()) column.dictionary.push_back(value);
    column.code.push_back(value.empty() ? 0 : static_cast<std::uint32_t>(column.dictionary.size() - 1));
  }
  return column;
}

LevelTable level(const std::string& name, const std::vector<Square>& squares, bool with_parent = true) {
  LevelTable out;
  out.level = name, out.code_field = "code", out.name_field = "name", out.parent_field = with_parent ? "parent" : "";
  std::vector<std::string> codes, names, parents;
  for (const Square& s : squares) {
    codes.push_back(s.code), names.push_back(s.name), parents.push_back(s.parent);
    for (const Point p : {Point{s.x, s.y}, Point{s.x + s.side, s.y}, Point{s.x + s.side, s.y + s.side}, Point{s.x, s.y + s.side}})
      out.table.areas.x.push_back(p.x), out.table.areas.y.push_back(p.y);
    out.table.areas.first_vertex.push_back(static_cast<std::uint32_t>(out.table.areas.x.size()));
    out.table.areas.first_ring.push_back(static_cast<std::uint32_t>(out.table.areas.first_vertex.size() - 1));
    out.table.areas.first_polygon.push_back(static_cast<std::uint32_t>(out.table.areas.first_ring.size() - 1));
  }
  out.table.rows = squares.size();
  out.table.shape = Shape::areas;
  out.table.columns = {{"code", text_column(codes)}, {"name", text_column(names)}};
  if (with_parent) out.table.columns.push_back({"parent", text_column(parents)});
  return out;
}

UnitSet build(std::vector<LevelTable> levels, const std::string& code = "", const std::string& name = "Cả vùng") {
  set_language(Lang::en);
  return build_units(std::move(levels), code, name);
}

const std::string& name_of(const UnitSet& set, int unit) { return set.units.at(static_cast<std::size_t>(unit)).name; }
int parent_of(const UnitSet& set, int level, const std::string& code) {
  return set.units.at(static_cast<std::size_t>(set.find(level, code))).parent;
}

/// Province, two districts, three communes, told who belongs where.
std::vector<LevelTable> told() {
  return {level("province", {{"26", "Vĩnh Phúc", "", 0, 0, 20}}),
          level("district", {{"243", "Vĩnh Yên", "26", 0, 0, 10}, {"244", "Tam Đảo", "26", 10, 0, 10}}),
          level("commune",
                {{"08707", "Tích Sơn", "243", 0, 0, 5}, {"08710", "Liên Bảo", "243", 5, 0, 5}, {"08800", "Đạo Trù", "244", 10, 0, 10}})};
}

TEST(Units, AHierarchyByCode) {
  const UnitSet set = build(told());
  EXPECT_EQ(set.levels, (std::vector<std::string>{"province", "district", "commune"}));
  ASSERT_EQ(set.units.size(), 6u);
  EXPECT_EQ(set.units[0].code, "26");
  EXPECT_EQ(set.units[0].parent, -1);
  EXPECT_EQ(parent_of(set, 1, "244"), 0);
  EXPECT_EQ(parent_of(set, 2, "08710"), set.find(1, "243"));
  EXPECT_EQ(set.units[static_cast<std::size_t>(set.find(1, "243"))].children,
            (std::vector<int>{set.find(2, "08707"), set.find(2, "08710")}));
  EXPECT_TRUE(set.warnings.empty());
  EXPECT_EQ(set.find(2, "8707"), -1);  // codes are text: the zero counts
  EXPECT_EQ(set.find(1, "08707"), -1);
  EXPECT_EQ(set.find(9, "26"), -1);
  EXPECT_EQ(set.find(-1, "26"), -1);
}

TEST(Units, AHierarchyByPosition) {
  std::vector<LevelTable> levels = told();
  for (LevelTable& l : levels) l.parent_field.clear();
  const UnitSet set = build(std::move(levels));
  EXPECT_EQ(parent_of(set, 1, "244"), 0);
  EXPECT_EQ(parent_of(set, 2, "08707"), set.find(1, "243"));
  EXPECT_EQ(parent_of(set, 2, "08800"), set.find(1, "244"));
}

TEST(Units, ACodeWeighsMoreThanAPosition) {
  // Drawn inside district 244 but said to belong to 243, as in maps whose outlines were thinned apart.
  auto levels = told();
  levels[2] = level("commune", {{"08707", "Tích Sơn", "243", 12, 2, 5}});
  EXPECT_EQ(parent_of(build(std::move(levels)), 2, "08707"), 2 - 1);
}

TEST(Units, AnUnknownParentCodeFallsBackToPosition) {
  auto levels = told();
  levels[2] = level("commune", {{"08707", "Tích Sơn", "999", 12, 2, 5}});
  const UnitSet set = build(std::move(levels));
  EXPECT_EQ(parent_of(set, 2, "08707"), set.find(1, "244"));
}

TEST(Units, AMissingLevelIsSkipped) {
  // Two levels as after July 2025; communes name the province at once.
  const UnitSet set = build(
      {level("province", {{"25", "Phú Thọ", "", 0, 0, 20}}), level("district", {}), level("commune", {{"08707", "A", "25", 0, 0, 5}})});
  EXPECT_EQ(set.levels, (std::vector<std::string>{"province", "commune"}));
  EXPECT_EQ(parent_of(set, 1, "08707"), 0);
}

TEST(Units, SeveralOutermostUnitsGetARootWithTheirCommonParentCode) {
  auto levels = told();
  levels.erase(levels.begin());
  const UnitSet set = build(std::move(levels));
  EXPECT_EQ(set.levels, (std::vector<std::string>{"province", "district", "commune"}));
  EXPECT_EQ(set.units[0].code, "26");
  EXPECT_EQ(set.units[0].name, "Cả vùng");
  EXPECT_EQ(set.units[0].area_row, -1);
  EXPECT_EQ(set.find(0, "26"), 0);
  EXPECT_EQ(set.units[0].box, (Box{0, 0, 20, 10}));
  EXPECT_EQ(set.units[0].label, (Point{10, 5}));
  EXPECT_EQ(set.of_level(0), (std::vector<int>{0}));
  EXPECT_TRUE(set.warnings.empty());
}

TEST(Units, TheProjectsOwnRootCodeWins) {
  auto levels = told();
  levels.erase(levels.begin());
  EXPECT_EQ(build(std::move(levels), "VP").units[0].code, "VP");
}

TEST(Units, NoCommonParentNoCode) {
  const UnitSet set = build({level("district", {{"243", "A", "26", 0, 0, 10}, {"331", "B", "33", 10, 0, 10}})});
  EXPECT_EQ(set.units[0].code, "");
}

TEST(Units, ASynthesisedRootOverProvincesHasAnotherLevelName) {
  const UnitSet set = build({level("province", {{"26", "A", "", 0, 0, 10}, {"33", "B", "", 10, 0, 10}})});
  EXPECT_EQ(set.levels, (std::vector<std::string>{"area", "province"}));
}

TEST(Units, DuplicateCodesAreWarnedOfAndTheFirstIsUsed) {
  const UnitSet set = build({level("commune", {{"1", "A", "", 0, 0, 10}, {"1", "B", "", 10, 0, 10}, {"2", "C", "", 20, 0, 10}})});
  ASSERT_EQ(set.warnings.size(), 1u);
  EXPECT_NE(set.warnings[0].find("commune"), std::string::npos) << set.warnings[0];
  EXPECT_NE(set.warnings[0].find("(1)"), std::string::npos) << set.warnings[0];
  EXPECT_EQ(name_of(set, set.find(1, "1")), "A");
  EXPECT_EQ(set.units.size(), 4u);  // both are still drawn
  EXPECT_EQ(name_of(set, set.at({15, 5}, 1)), "B");
}

TEST(Units, OrphansAreWarnedOfAndHungUnderTheRoot) {
  auto levels = told();
  levels[2] = level("commune", {{"08707", "Tích Sơn", "243", 0, 0, 5}, {"09999", "Đảo xa", "999", 500, 500, 5}});
  const UnitSet set = build(std::move(levels));
  EXPECT_EQ(parent_of(set, 2, "09999"), 0);
  ASSERT_EQ(set.warnings.size(), 1u);
  EXPECT_NE(set.warnings[0].find("Đảo xa"), std::string::npos);
  EXPECT_TRUE(set.units[0].box.contains({504, 504}));
}

TEST(Units, FindsByPositionAndClimbs) {
  const UnitSet set = build(told());
  EXPECT_EQ(name_of(set, set.at({2, 2}, 2)), "Tích Sơn");
  EXPECT_EQ(name_of(set, set.at({2, 2}, 1)), "Vĩnh Yên");
  EXPECT_EQ(set.at({2, 8}, 2), -1);  // in the district, in no commune
  EXPECT_EQ(set.at({100, 100}, 0), -1);
  const int commune = set.find(2, "08800");
  EXPECT_EQ(set.ancestor(commune, 1), set.find(1, "244"));
  EXPECT_EQ(set.ancestor(commune, 0), 0);
  EXPECT_EQ(set.ancestor(commune, 2), commune);
  EXPECT_EQ(set.ancestor(0, 1), -1);
  EXPECT_EQ(set.path_of(commune), "Đạo Trù, Tam Đảo");
  EXPECT_EQ(set.path_of(0), "Vĩnh Phúc");
  EXPECT_EQ(set.level_of("district"), 1);
  EXPECT_EQ(set.level_of("village"), -1);
  EXPECT_EQ(set.deepest(), 2);
  EXPECT_EQ(set.of_level(1), (std::vector<int>{1, 2}));
}

TEST(Units, LabelsStandInsideEvenAHorseshoe) {
  LevelTable bay = level("commune", {{"1", "U", "", 0, 0, 10}});
  // Open to the north: the middle of the box is outside.
  bay.table.areas.x = {0, 30, 30, 25, 25, 5, 5, 0};
  bay.table.areas.y = {0, 0, 30, 30, 5, 5, 30, 30};
  bay.table.areas.first_vertex = {0, 8};
  const UnitSet set = build({bay});
  EXPECT_EQ(set.at({15, 15}, 0), -1);
  EXPECT_EQ(set.at(set.units[0].label, 0), 0);
}

TEST(Units, LabelsAvoidHoles) {
  LevelTable ring = level("commune", {{"1", "O", "", 0, 0, 30}});
  for (const Point p : {Point{5, 5}, Point{25, 5}, Point{25, 25}, Point{5, 25}})
    ring.table.areas.x.push_back(p.x), ring.table.areas.y.push_back(p.y);
  ring.table.areas.first_vertex.push_back(8);
  ring.table.areas.first_ring.back() = 2;
  const UnitSet set = build({ring});
  EXPECT_EQ(set.at({15, 15}, 0), -1);
  EXPECT_EQ(set.at(set.units[0].label, 0), 0);
}

TEST(Units, NoUnitsAtAllIsAnError) {
  EXPECT_NE(support::error_of([] { build({}); }).find("units"), std::string::npos);
  EXPECT_NE(support::error_of([] { build({level("commune", {})}); }).find("units"), std::string::npos);
}

TEST(ShortName, AsOnPrintedMaps) {
  EXPECT_EQ(short_name("Thành phố Vĩnh Yên"), "TP. Vĩnh Yên");
  EXPECT_EQ(short_name("Thị xã Kỳ Anh"), "TX. Kỳ Anh");
  EXPECT_EQ(short_name("Thị trấn Hương Canh"), "TT. Hương Canh");
  EXPECT_EQ(short_name("Phường Tích Sơn"), "P. Tích Sơn");
  EXPECT_EQ(short_name("Xã Đạo Trù"), "Đạo Trù");
  EXPECT_EQ(short_name("Huyện Tam Đảo"), "Tam Đảo");
  EXPECT_EQ(short_name("Tỉnh Vĩnh Phúc"), "Vĩnh Phúc");
  EXPECT_EQ(short_name("Đặc khu Vân Đồn"), "ĐK. Vân Đồn");
  EXPECT_EQ(short_name("Phường 3"), "P. 3");
  EXPECT_EQ(short_name("Xã 4"), "Xã 4");  // the number alone would name nothing
  EXPECT_EQ(short_name("Vĩnh Yên"), "Vĩnh Yên");
  EXPECT_EQ(short_name("Xã "), "Xã ");
  EXPECT_EQ(short_name(""), "");
}

}  // namespace
}  // namespace data
