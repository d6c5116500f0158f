#include "data/model/crosswalk.h"

#include <gtest/gtest.h>

#include "data/model/answers.h"
#include "data/source/json_reader.h"
#include "tests/support/scratch.h"
#include "two_districts.h"

namespace data {
namespace {

using support::error_of;
using support::Scratch;
namespace fs = std::filesystem;
using Codes = std::vector<std::string>;
using Why = CarriedFigures::Why;

// Eight old units of areas 19 and 26. 482 is used again: the new one is old 431, 434 and 482 together.
//   431, 434, 482 -> 482      500 -> 500, unchanged      501 -> 511, under another code
//   600 -> 600 and 610, in parts      605 -> 600 whole      700 -> 610 a part, the rest to nobody known
const std::string rows_of_it =
    "old,new,how,area\n"
    "431,482,Nhập toàn bộ,Tỉnh Một (19)\n"
    "434,482,\"NHẬP TOÀN BỘ \",Tỉnh Một (19)\n"
    "482,482,whole,26\n"
    "500,500,Giữ nguyên ,26\n"
    "501,511,1,Tỉnh Hai (26)\n"
    "600,600,Nhập một phần,26\n"
    "600,610,Nhập toàn bộ diện tích,26\n"
    "605,600,100,26\n"
    "700,610,0.4,19\n";

class Crosswalks : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }

  Crosswalk read(const std::string& text, CrosswalkSource source = {}) {
    source.path = scratch_.write("crosswalk.csv", text);
    return read_crosswalk(source, warnings_);
  }
  Scratch scratch_;
  std::vector<std::string> warnings_;
};

TEST_F(Crosswalks, ForwardOnlyWhenItWentWholeIntoOne) {
  const Crosswalk crosswalk = read(rows_of_it);
  EXPECT_TRUE(warnings_.empty()) << warnings_[0];
  for (const auto& [before, after] :
       {std::pair{"431", "482"}, {"434", "482"}, {"482", "482"}, {"500", "500"}, {"501", "511"}, {"605", "600"}}) {
    const Crosswalk::Step step = crosswalk.carry_forward(before);
    EXPECT_EQ(step.code, after);
    EXPECT_TRUE(step.others.empty() && step.why.empty()) << before;
  }
  const Crosswalk::Step divided = crosswalk.carry_forward("600");  // one row of two says whole: it is not
  EXPECT_EQ(divided.code, "");
  EXPECT_EQ(divided.others, (Codes{"600", "610"}));
  EXPECT_EQ(divided.why, "it was divided between 2 units");
  const Crosswalk::Step part = crosswalk.carry_forward("700");
  EXPECT_EQ(part.code, "");
  EXPECT_EQ(part.others, Codes{"610"});
  EXPECT_EQ(part.why, "only a part of it went to a known unit");
  const Crosswalk::Step unknown = crosswalk.carry_forward("511");
  EXPECT_TRUE(unknown.code.empty() && unknown.others.empty());
  EXPECT_EQ(unknown.why, "the old list has no such code");
}

TEST_F(Crosswalks, BackOnlyWhereOneWholeUnitStands) {
  const Crosswalk crosswalk = read(rows_of_it);
  EXPECT_EQ(crosswalk.carry_back("500").code, "500");
  EXPECT_EQ(crosswalk.carry_back("511").code, "501");
  const Crosswalk::Step merged = crosswalk.carry_back("482");
  EXPECT_EQ(merged.code, "");  // the code lives on, with other ground
  EXPECT_EQ(merged.others, (Codes{"431", "434", "482"}));
  EXPECT_EQ(merged.why, "it is made of 3 units");
  EXPECT_EQ(crosswalk.carry_back("501").why, "the new list has no such code");
  EXPECT_EQ(read("old,new,how\n1,2,part\n1,3,part\n").carry_back("2").why, "it is only a part of a unit");
}

TEST_F(Crosswalks, FormerAreasKeepMixedUnitsApart) {
  const Crosswalk crosswalk = read(rows_of_it);
  const auto second = crosswalk.former_area("26");
  EXPECT_EQ(second.whole, (Codes{"500", "511", "600"}));
  EXPECT_EQ(second.part, (Codes{"482", "610"}));
  const auto first = crosswalk.former_area("19");
  EXPECT_TRUE(first.whole.empty());
  EXPECT_EQ(first.part, (Codes{"482", "610"}));
  EXPECT_TRUE(crosswalk.former_area("2").whole.empty());
  EXPECT_TRUE(read("old,new,how\n1,2,whole\n").former_area("26").whole.empty());
}

TEST_F(Crosswalks, FiguresAreCarriedOrHeldAndNeverLost) {
  const Crosswalk crosswalk = read(rows_of_it);
  const std::vector<UnitFigure> figures{{"431", 10}, {"434", 20}, {"482", 40}, {"500", 5}, {"600", 100}, {"605", 7}, {"999", 3}};
  const CarriedFigures out = carry_figures(crosswalk, figures);
  ASSERT_EQ(out.units.size(), 4u);
  EXPECT_EQ(out.units[0].code, "482");
  EXPECT_EQ(out.units[0].value, std::optional(70.0));
  EXPECT_EQ(out.units[1].code, "500");
  EXPECT_EQ(out.units[1].value, std::optional(5.0));
  EXPECT_EQ(out.units[2].code, "600");
  EXPECT_FALSE(out.units[2].value);  // 605's 7 households and nobody knows how many of 600's 100
  EXPECT_EQ(out.units[2].divided, Codes{"600"});
  EXPECT_EQ(out.units[3].code, "610");
  EXPECT_FALSE(out.units[3].value);
  EXPECT_EQ(out.units[3].divided, (Codes{"600", "700"}));

  ASSERT_EQ(out.held.size(), 3u);
  EXPECT_EQ(out.held[0].figure.code, "600");
  EXPECT_EQ(out.held[0].why, Why::divided);
  EXPECT_EQ(out.held[0].others, (Codes{"600", "610"}));
  EXPECT_EQ(out.held[1].figure.code, "605");
  EXPECT_EQ(out.held[1].why, Why::beside);
  EXPECT_EQ(out.held[2].figure.code, "999");
  EXPECT_EQ(out.held[2].why, Why::unknown);
  double sum = 0;
  for (const auto& unit : out.units) sum += unit.value.value_or(0);
  for (const auto& held : out.held) sum += held.figure.value;
  EXPECT_DOUBLE_EQ(sum, 185);
}

TEST_F(Crosswalks, AUnitWithAMissingPartHasNoFigure) {
  const CarriedFigures out = carry_figures(read(rows_of_it), {{"431", 10}, {"482", 40}});
  ASSERT_EQ(out.units.size(), 1u);
  EXPECT_FALSE(out.units[0].value);
  EXPECT_EQ(out.units[0].missing, Codes{"434"});
  EXPECT_TRUE(out.units[0].divided.empty());
  ASSERT_EQ(out.held.size(), 2u);
  EXPECT_EQ(out.held[1].figure.value, 40);
  EXPECT_EQ(out.held[1].why, Why::beside);
}

TEST_F(Crosswalks, FilesWithFaults) {
  const CrosswalkSource named{.path = {}, .before = "Mã Xã cũ", .after = "Mã Xã mới", .how = "Ghi chú", .area = "Tỉnh cũ"};
  EXPECT_NE(error_of([&] { read(""); }).find("the file is empty"), std::string::npos);
  EXPECT_NE(error_of([&] { read("old,new,how\n"); }).find("it has no usable row"), std::string::npos);
  const std::string missing = error_of([&] { read("Mã Xã cũ,Ghi chú,Tỉnh cũ,\n1,whole,26,\n", named); });
  EXPECT_NE(missing.find("there is no column 'Mã Xã mới'; the columns are Mã Xã cũ, Ghi chú, Tỉnh cũ"), std::string::npos) << missing;
  EXPECT_NE(missing.find("crosswalk.fields.new"), std::string::npos) << missing;
  EXPECT_NE(error_of([&] { read("Mã Xã cũ,Mã Xã mới,Ghi chú\n1,2,whole\n", named); }).find("'Tỉnh cũ'"), std::string::npos);
  EXPECT_NE(error_of([&] { read_crosswalk({.path = scratch_ / "none.csv"}, warnings_); }).find("none.csv"), std::string::npos);
  EXPECT_TRUE(warnings_.empty());

  const Crosswalk crosswalk = read("old,new,how\n1,2,whole\n,3,whole\n1,2,part\n4,,whole\n");
  EXPECT_EQ(crosswalk.carry_forward("1").code, "2");
  ASSERT_EQ(warnings_.size(), 3u);
  EXPECT_NE(warnings_[0].find("line 3: a code is missing"), std::string::npos) << warnings_[0];
  EXPECT_NE(warnings_[1].find("line 4: 1 and 2 stood together"), std::string::npos) << warnings_[1];
}

// --- Placing ----------------------------------------------------------------------------------------------------------

UnitSet map_of(const Codes& codes) {
  std::vector<LevelTable> levels;
  levels.push_back(two_districts::level("province", {"25"}));
  levels.push_back(two_districts::level("commune", codes));
  return build_units(std::move(levels), "", "");
}

TextColumn text_column(const Codes& values) {
  TextColumn out;
  for (const std::string& value : values) {
    out.code.push_back(static_cast<std::uint32_t>(out.dictionary.size()));
    out.dictionary.push_back(value);
  }
  return out;
}

LayerData table_of(const Codes& codes, const std::vector<double>& households, CodeList list) {
  auto table = std::make_shared<Table>();
  table->rows = codes.size();
  table->columns = {{"unit", text_column(codes)}, {"households", NumberColumn{households}}};
  LayerData layer;
  layer.source.id = "fibre", layer.source.fields = {{"unit", "unit"}, {"households", "households"}}, layer.source.codes = list;
  layer.table = table;
  return layer;
}

TEST_F(Crosswalks, OldFiguresFindTheirNewUnits) {
  const Crosswalk crosswalk = read(rows_of_it);
  const UnitSet units = map_of({"482", "500", "511", "600", "610"});
  LayerData layer = table_of({"431", "482", "501", "600", "700", "511"}, {10, 40, 5, 100, 1000, 3}, CodeList::before);
  place_rows(layer, units, warnings_, 1, &crosswalk);
  const int merged = units.find(1, "482"), renamed = units.find(1, "511");
  EXPECT_EQ(layer.unit, (std::vector<std::int32_t>{merged, merged, renamed, -1, -1, -1}));  // 511 is no old code
  EXPECT_EQ(layer.unplaced, 3u);
  ASSERT_EQ(warnings_.size(), 3u);
  EXPECT_EQ(warnings_[0], "Layer 'fibre': 1 unit codes are not in the units (511)");
  EXPECT_EQ(warnings_[1], "Layer 'fibre': 1 rows belong to no known unit; their 3 households are in no sum");
  EXPECT_EQ(warnings_[2],
            "Layer 'fibre': 2 rows of units that no single unit of this map stands for (600 → 600 + 610, 700 → 610) are in no sum; "
            "they hold 1,100 households");
}

TEST_F(Crosswalks, NewFiguresOnAMapOfTheOldUnits) {
  const Crosswalk crosswalk = read(rows_of_it);
  const UnitSet units = map_of({"431", "434", "482", "501", "605", "700"});
  LayerData layer = table_of({"482", "511"}, {70, 5}, CodeList::after);
  place_rows(layer, units, warnings_, 1, &crosswalk);
  EXPECT_EQ(layer.unit, (std::vector<std::int32_t>{-1, units.find(1, "501")}));
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_NE(warnings_[0].find("(482 → 431 + 434 + 482)"), std::string::npos) << warnings_[0];
  // The map's own list needs no translation, named or not.
  LayerData own = table_of({"482", "501"}, {70, 5}, CodeList::before);
  place_rows(own, units, warnings_, 1, &crosswalk);
  EXPECT_EQ(own.unit, (std::vector<std::int32_t>{units.find(1, "482"), units.find(1, "501")}));
}

TEST_F(Crosswalks, PointsOfADividedUnitAreWhereTheyStand) {
  const Crosswalk crosswalk = read(rows_of_it);
  const UnitSet units = map_of({"600", "610"});  // x from 0 to 10, from 10 to 20
  LayerData layer = table_of({"600", "600", "600"}, {1, 1, 1}, CodeList::before);
  auto table = std::make_shared<Table>(*layer.table);
  table->shape = Shape::points;
  table->points = Points(Coordinates{.x = {5, 15, 99}, .y = {5, 5, 5}});
  layer.table = table;
  place_rows(layer, units, warnings_, 1, &crosswalk);
  EXPECT_EQ(layer.unit, (std::vector<std::int32_t>{units.find(1, "600"), units.find(1, "610"), -1}));
  ASSERT_EQ(warnings_.size(), 2u);
  EXPECT_EQ(warnings_[0], "Layer 'fibre': 1 rows of units that no single unit of this map stands for (600 → 600 + 610) are in no sum");
}

TEST_F(Crosswalks, CodesOfAnotherListAreNeverTakenForTheMapsOwn) {
  LayerData layer = table_of({"482"}, {70}, CodeList::before);
  const UnitSet units = map_of({"482", "500"});
  const std::string error = error_of([&] { place_rows(layer, units, warnings_, 1); });
  EXPECT_NE(error.find("there is no crosswalk"), std::string::npos) << error;
}

// --- The project's keys -----------------------------------------------------------------------------------------------

class RedrawnProjects : public Crosswalks {
 protected:
  Project project(const std::string& keys, const std::string& layer = {}) {
    scratch_.write("project.json", R"({"version": 1, "crs": "EPSG:5897",
      "units": [{"level": "commune", "source": "units.gpkg", "code": "code", "name": "name"}],
      "layers": [{"id": "fibre", "kind": "fiber_household", "source": "fibre.csv")" +
                                       layer + "}]" + keys + "}");
    return read_project(scratch_.path(), {});
  }
};

TEST_F(RedrawnProjects, EveryKeyIsRead) {
  const Project read = project(R"json(, "units_since": "2025-07-01",
    "crosswalk": {"source": "crosswalk.csv", "fields": {"old": "Mã Xã cũ", "new": "Mã Xã mới", "how": "Ghi chú"}},
    "former": [{"code": "26", "name": {"vi": "Tỉnh Vĩnh Phúc (đến 30/6/2025)", "en": "Vĩnh Phúc"}, "until": "2025-06-30"},
               {"code": "17", "name": "Tỉnh Hoà Bình"}])json",
                               R"(, "codes": "old")");
  EXPECT_TRUE(read.warnings.empty()) << read.warnings[0];
  EXPECT_EQ(iso_date(read.units_since.value()), "2025-07-01");
  EXPECT_EQ(read.crosswalk.path, scratch_ / "crosswalk.csv");
  EXPECT_EQ(read.crosswalk.before, "Mã Xã cũ");
  EXPECT_EQ(read.crosswalk.after, "Mã Xã mới");
  EXPECT_EQ(read.crosswalk.how, "Ghi chú");
  EXPECT_EQ(read.crosswalk.area, "area");
  ASSERT_EQ(read.former.size(), 2u);
  EXPECT_EQ(read.former[0].code, "26");
  EXPECT_EQ(read.former[0].name.en, "Vĩnh Phúc");
  EXPECT_EQ(iso_date(read.former[0].until.value()), "2025-06-30");
  EXPECT_FALSE(read.former[1].until);
  EXPECT_EQ(read.layers[0].codes, CodeList::before);
  EXPECT_EQ(project(R"(, "crosswalk": {"source": "c.csv"})", R"(, "codes": "new")").layers[0].codes, CodeList::after);

  const Project plain = project("");
  EXPECT_EQ(plain.layers[0].codes, CodeList::own);
  EXPECT_TRUE(plain.crosswalk.path.empty() && plain.former.empty() && !plain.units_since);
}

TEST_F(RedrawnProjects, FaultsNameTheirPath) {
  const auto error = [&](const std::string& keys, const std::string& layer = {}) { return error_of([&] { project(keys, layer); }); };
  EXPECT_NE(error("", R"(, "codes": "old")").find("layers[0].codes needs it"), std::string::npos);
  EXPECT_NE(error(R"(, "crosswalk": {"source": "c.csv"})", R"(, "codes": "older")").find("layers[0].codes"), std::string::npos);
  EXPECT_NE(error(R"(, "crosswalk": "c.csv")").find("crosswalk: found"), std::string::npos);
  EXPECT_NE(error(R"(, "crosswalk": {})").find("crosswalk.source"), std::string::npos);
  EXPECT_NE(error(R"(, "former": [{"name": "x"}])").find("former[0].code"), std::string::npos);
  EXPECT_NE(error(R"(, "former": [{"code": "26"}])").find("former[0].name"), std::string::npos);
  EXPECT_NE(error(R"(, "former": [{"code": "1", "name": "x"}, {"code": "1", "name": "y"}])").find("former[1].code"), std::string::npos);
  EXPECT_NE(error(R"(, "former": [{"code": "1", "name": "x", "until": "soon"}])").find("former[0].until"), std::string::npos);
  EXPECT_NE(error(R"(, "units_since": "soon")").find("units_since"), std::string::npos);

  const auto warnings = project(R"(, "crosswalk": {"source": "c.csv", "fields": {"olt": "x"}})").warnings;
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("crosswalk.fields.olt"), std::string::npos) << warnings[0];
  EXPECT_EQ(project(R"(, "former": [{"code": "26", "name": "x"}])").warnings.size(), 1u);
}

TEST(Schemas, ProjectKnowsTheKeysOfARedrawnMap) {
  const JsonFile file = JsonFile::read(fs::path(PHUSONG_SOURCE_DIR) / "assets/schema/project.schema.json", "schema");
  const JsonNode keys = file.root().at("properties", "");
  const auto roles = keys.at("crosswalk", "").at("properties", "").at("fields", "").at("properties", "");
  const CrosswalkSource source;
  EXPECT_EQ(roles.at("old", "").string_at("default"), source.before);
  EXPECT_EQ(roles.at("new", "").string_at("default"), source.after);
  EXPECT_EQ(roles.at("how", "").string_at("default"), source.how);
  EXPECT_EQ(roles.at("area", "").string_at("default"), source.area);
  EXPECT_EQ(keys.at("former", "").at("items", "").at("properties", "").members().size(), 3u);
  EXPECT_TRUE(keys.find("units_since"));
  EXPECT_TRUE(file.root().at("$defs", "").at("layer", "").at("properties", "").find("codes"));
}

}  // namespace
}  // namespace data
