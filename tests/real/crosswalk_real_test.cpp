// The statistics office's own conversion table of July 2025, where the collection is at hand; skipped elsewhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "data/load.h"
#include "data/source/csv.h"
#include "data/source/read_table.h"
#include "tests/support/scratch.h"

namespace {

namespace fs = std::filesystem;
using Codes = std::set<std::string>;
using Why = data::CarriedFigures::Why;

fs::path shared() { return support::shared_folder(PHUSONG_SOURCE_DIR); }

#define NEED_SHARED_DATA() \
  if (shared().empty()) GTEST_SKIP() << "the collection of real data is not here; PHUSONG_SHARED names its folder"

data::Crosswalk crosswalk() {
  std::vector<std::string> warnings;
  data::Crosswalk out = data::read_crosswalk({.path = shared() / "data/commune_crosswalk_2025.csv",
                                              .before = "Mã Xã cũ",
                                              .after = "Mã Xã mới",
                                              .how = "Ghi chú",
                                              .area = "Tỉnh cũ"},
                                             warnings);
  EXPECT_TRUE(warnings.empty()) << warnings[0];
  return out;
}

/// Cells of the rows of a file by the names of the columns.
std::vector<std::map<std::string, std::string>> rows_of(const char* file) {
  const data::CsvTable table = data::read_csv(shared() / file, "test");
  std::vector<std::map<std::string, std::string>> out;
  for (const data::CsvRow& row : table.rows) {
    auto& cells = out.emplace_back();
    for (std::size_t c = 0; c < table.header.size(); ++c) cells[table.header[c]] = table.cell(row, static_cast<int>(c));
  }
  return out;
}

Codes as_set(const std::vector<std::string>& codes) { return {codes.begin(), codes.end()}; }

TEST(RealCrosswalk, FormerVinhPhucIsThirtySixCommunesOfPhuTho) {
  NEED_SHARED_DATA();
  Codes phu_tho, former;  // by another source: the official letter of codes
  for (auto& row : rows_of("reference/admin_units.csv")) {
    if (row["kind"] != "commune_2025" || row["parent"] != "25") continue;
    phu_tho.insert(row["code"]);
    if (row["note"].find("former province 26") != std::string::npos) former.insert(row["code"]);
  }
  ASSERT_EQ(phu_tho.size(), 148u);
  const data::Crosswalk table = crosswalk();
  const auto vinh_phuc = table.former_area("26");
  EXPECT_EQ(as_set(vinh_phuc.whole), former);
  EXPECT_EQ(vinh_phuc.whole.size(), 36u);
  EXPECT_TRUE(vinh_phuc.part.empty());

  Codes three;
  for (const char* area : {"25", "26", "17"}) three.merge(as_set(table.former_area(area).whole));
  EXPECT_EQ(three, phu_tho);
}

TEST(RealCrosswalk, AReusedCodeIsNotTheSamePlace) {
  NEED_SHARED_DATA();
  const data::Crosswalk table = crosswalk();
  EXPECT_EQ(table.carry_forward("05482").code, "05482");  // phường Tân Long went into what is now phường Quan Triều
  EXPECT_EQ(table.carry_forward("05431").code, "05482");  // as did the older Quan Triều
  const auto back = table.carry_back("05482");
  EXPECT_EQ(back.code, "");
  EXPECT_EQ(as_set(back.others), (Codes{"05431", "05434", "05482", "05653"}));
  EXPECT_EQ(table.carry_back("08545").code, "08545");  // Thu Cúc, unchanged
}

TEST(RealCrosswalk, ElevenOldCommunesWereDivided) {
  NEED_SHARED_DATA();
  const data::Crosswalk table = crosswalk();
  Codes divided;
  for (const auto& [code, rows] : table.by_before())
    if (!table.carry_forward(code).others.empty()) divided.insert(code);
  EXPECT_EQ(table.by_before().size(), 1349u);
  EXPECT_EQ(divided, (Codes{"04891", "04957", "05221", "05461", "05467", "05932", "11989", "12004", "12322", "18082", "18796"}));
}

struct Province {
  const char* code;
  double households, carried, divided;
  std::size_t divided_units;
  double unknown;
};

// Communes that were merged before 2025 are in neither list (no code in the census table): what they held is held back, and so
// is what their neighbours hold, since a new unit with a missing part has no figure.
TEST(RealCrosswalk, HouseholdsOf2019AreCarriedOrHeldBack) {
  NEED_SHARED_DATA();
  const data::Crosswalk table = crosswalk();
  auto rows = rows_of("data/census_2019_communes.csv");
  for (const Province& province : {Province{"19", 359236, 190085, 9667, 3, 67790}, Province{"26", 308251, 169511, 0, 0, 59006},
                                   Province{"33", 377582, 176687, 9223, 3, 89881}, Province{"42", 378648, 158298, 4660, 2, 133995}}) {
    std::vector<data::UnitFigure> figures;
    for (auto& row : rows) {
      if (row["province_code"] != province.code) continue;
      if (row["level"] == "commune") figures.push_back({row["commune_code"], std::stod(row["households"])});
    }
    const data::CarriedFigures out = data::carry_figures(table, figures);
    double carried = 0;
    std::map<Why, double> held;
    for (const auto& unit : out.units) carried += unit.value.value_or(0);
    for (const auto& one : out.held) held[one.why] += one.figure.value;
    EXPECT_EQ(carried, province.carried) << province.code;
    EXPECT_EQ(held[Why::divided], province.divided) << province.code;
    EXPECT_EQ(held[Why::unknown], province.unknown) << province.code;
    EXPECT_EQ(carried + held[Why::divided] + held[Why::beside] + held[Why::unknown], province.households) << province.code;
    const auto divided = std::count_if(out.held.begin(), out.held.end(), [](const auto& one) { return one.why == Why::divided; });
    EXPECT_EQ(static_cast<std::size_t>(divided), province.divided_units) << province.code;
  }
}

// The census of Vĩnh Phúc by its old codes, on the map of today's Phú Thọ.
TEST(RealCrosswalk, OldTableOnTheNewMap) {
  NEED_SHARED_DATA();
  data::set_language(data::Lang::en);
  const data::Crosswalk table = crosswalk();
  data::ReadRequest request;
  request.source = (shared() / "data/phu_tho_2025_boundaries.gpkg").string();
  request.layer = "commune", request.map_crs = "EPSG:5897", request.shape = data::Shape::areas;
  request.fields = {{"code", data::FieldType::text, true, ""}, {"name", data::FieldType::text, true, ""}};
  std::vector<data::LevelTable> levels;
  levels.push_back({"commune", data::read_table(request), "code", "name", ""});
  const data::UnitSet units = data::build_units(std::move(levels), "25", "Tỉnh Phú Thọ");

  auto cells = std::make_shared<data::Table>();
  data::TextColumn codes;
  data::NumberColumn households;
  for (auto& row : rows_of("data/census_2019_communes.csv")) {
    if (row["province_code"] != "26" || row["level"] != "commune") continue;
    codes.code.push_back(row["commune_code"].empty() ? 0 : static_cast<std::uint32_t>(codes.dictionary.size()));
    if (!row["commune_code"].empty()) codes.dictionary.push_back(row["commune_code"]);
    households.value.push_back(std::stod(row["households"]));
  }
  cells->rows = codes.code.size();
  cells->columns = {{"unit", codes}, {"households", households}};
  data::LayerData layer;
  layer.source.id = "census", layer.source.codes = data::CodeList::before, layer.table = cells;
  layer.source.fields = {{"unit", "unit"}, {"households", "households"}};
  std::vector<std::string> warnings;
  data::place_rows(layer, units, warnings, 2, &table);

  double placed = 0;
  Codes receivers;
  for (std::size_t row = 0; row < cells->rows; ++row) {
    if (layer.unit[row] < 0) continue;
    placed += households.value[row];
    receivers.insert(units.units[static_cast<std::size_t>(layer.unit[row])].code);
  }
  EXPECT_EQ(placed, 308251 - 59006);
  EXPECT_EQ(receivers, as_set(table.former_area("26").whole));
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0], "Layer 'census': 31 rows belong to no known unit; their 59,006 households are in no sum");
}

/// A project on today's Phú Thọ that still answers for Vĩnh Phúc, from the project file to the verdict.
TEST(RealCrosswalk, AFormerProvinceKeepsItsTargets) {
  NEED_SHARED_DATA();
  data::set_language(data::Lang::en);
  const support::Scratch scratch;
  scratch.write("targets.json", R"({"version": 1, "targets": [
    {"id": "old", "indicator": "fibre_hh_use", "scope": "26", "comparator": ">=", "value": 10, "unit": "%", "deadline": null, "status": "in_force",
     "source": {"document": "d", "quote": "q"}},
    {"id": "new", "indicator": "fibre_hh_use", "scope": "25", "comparator": ">=", "value": 10, "unit": "%", "deadline": null, "status": "in_force",
     "source": {"document": "d", "quote": "q"}},
    {"id": "rank", "indicator": "dti_rank", "scope": "26", "comparator": "rank<=", "value": 15, "unit": "rank", "deadline": "2022-12-31",
     "status": "in_force", "source": {"document": "d", "quote": "q"}}]})");
  scratch.write("actuals.csv", "indicator,scope,date,value,source\ndti_rank,26,2022,18,DTI 2022\ndti_rank,25,2022,30,DTI 2022\n");
  const auto path = [&](const char* file) { return nlohmann::json((shared() / "data" / file).string()).dump(); };
  const std::string boundaries = path("phu_tho_2025_boundaries.gpkg");
  const auto loaded = data::load_project(scratch.write("project.json", R"({"version": 1, "title": "Phú Thọ", "crs": "EPSG:5897", "scope": "25",
    "date": "2025-12-31", "units_since": "2025-07-01",
    "units": [{"level": "province", "source": )" + boundaries + R"(, "layer": "province", "code": "code", "name": "full_name"},
              {"level": "commune", "source": )" + boundaries + R"(, "layer": "commune", "code": "code", "name": "full_name", "parent": "parent_code"}],
    "layers": [{"id": "census", "kind": "fiber_household", "source": )" + path("census_2019_communes.csv") + R"(, "codes": "old",
                "where": "level='commune' and province_code='26'",
                "fields": {"unit": "commune_code", "households": "households", "connected": "hh_urban"}}],
    "crosswalk": {"source": )" + path("commune_crosswalk_2025.csv") + R"(,
                  "fields": {"old": "Mã Xã cũ", "new": "Mã Xã mới", "how": "Ghi chú", "area": "Tỉnh cũ"}},
    "former": [{"code": "26", "name": "Vĩnh Phúc until June 2025", "until": "2025-06-30"}],
    "targets": "targets.json", "actuals": "actuals.csv"})"),
                                         fs::path(PHUSONG_SOURCE_DIR) / "assets", {});
  for (const std::string& error : loaded->dataset->errors) ADD_FAILURE() << error;
  const auto& rows = loaded->scorecard.rows;
  ASSERT_EQ(rows.size(), 3u);
  // Every household of the census with a code is in one of the 36 communes: 308,251 less 59,006 of communes merged before.
  EXPECT_EQ(rows[0].area, "Vĩnh Phúc until June 2025");
  ASSERT_TRUE(rows[0].actual);
  EXPECT_EQ(rows[0].actual->denominator, 308251 - 59006);
  EXPECT_EQ(rows[1].area, "");
  EXPECT_EQ(rows[1].actual->denominator, rows[0].actual->denominator);  // nothing was given for the other two
  EXPECT_EQ(rows[2].actual->value, 18);
  EXPECT_EQ(rows[2].verdict, data::Verdict::missed);
}

}  // namespace
