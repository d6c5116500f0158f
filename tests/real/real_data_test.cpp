// Real outlines and census figures of the four provinces, where the collection is at hand; skipped elsewhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "data/image.h"
#include "data/load.h"
#include "data/source/gdal.h"
#include "data/source/i18n.h"
#include "data/source/inspect.h"
#include "data/source/read_table.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

namespace {

namespace fs = std::filesystem;
using support::error_of;
using support::Scratch;

fs::path shared_data() {
  const fs::path folder = support::shared_folder(PHUSONG_SOURCE_DIR);
  return folder.empty() ? folder : folder / "data";
}

#define NEED_SHARED_DATA() \
  if (shared_data().empty()) GTEST_SKIP() << "the collection of real data is not here; PHUSONG_SHARED names its folder"

// --- The census, read by other means than the program's own -----------------------------------------------------------

struct CensusRow {
  std::string level, province, unit;
  std::int64_t households = 0;
  std::optional<std::int64_t> urban;  ///< the source leaves it empty, not 0, in rural communes
};

std::vector<CensusRow> census() {
  std::ifstream in(shared_data() / "census_2019_communes.csv");
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(in, line);) {
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.pop_back();
    std::vector<std::string> cells(1);
    for (const char c : line) c == ',' ? cells.emplace_back() : cells.back() += c, void();  // no cell is quoted
    lines.push_back(cells);
  }
  const auto column = [&](const char* name) {
    return static_cast<std::size_t>(std::find(lines[0].begin(), lines[0].end(), name) - lines[0].begin());
  };
  const std::size_t level = column("level"), province = column("province_code"), unit = column("poly_code"),
                    households = column("households"), urban = column("hh_urban");
  std::vector<CensusRow> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].size() <= unit) continue;
    std::optional<std::int64_t> in_town;
    if (!lines[i][urban].empty()) in_town = std::stoll(lines[i][urban]);
    rows.push_back({lines[i][level], lines[i][province], lines[i][unit], std::stoll(lines[i][households]), in_town});
  }
  return rows;
}

// --- Projects ---------------------------------------------------------------------------------------------------------

struct Province {
  const char *name, *code, *crs;
  std::size_t districts, communes;
  std::int64_t households;
};
const Province provinces[] = {{"vinh_phuc", "26", "EPSG:5897", 9, 137, 308251},
                              {"ha_tinh", "42", "EPSG:9209", 12, 262, 378648},
                              {"hung_yen", "33", "EPSG:9209", 10, 161, 377582},
                              {"thai_nguyen", "19", "EPSG:9213", 9, 181, 359236}};

fs::path write_project(const Scratch& scratch, const Province& province) {
  const std::string boundaries = (shared_data() / (std::string(province.name) + "_boundaries.gpkg")).string();
  const auto level = [&](const char* name) {
    return nlohmann::json{{"level", name},  {"source", boundaries}, {"layer", name},
                          {"code", "code"}, {"name", "full_name"},  {"parent", "parent_code"}};
  };
  const nlohmann::json project{{"version", 1},
                               {"title", {{"vi", "Thử với số liệu thật"}, {"en", "A test with real data"}}},
                               {"crs", province.crs},
                               {"scope", province.code},
                               {"date", "2019-04-01"},
                               {"units", {level("district"), level("commune")}},
                               {"layers",
                                {{{"id", "census"},
                                  {"kind", "fiber_household"},
                                  {"source", (shared_data() / "census_2019_communes.csv").string()},
                                  {"where", std::string("level='commune' and province_code='") + province.code + "'"},
                                  {"fields", {{"unit", "poly_code"}, {"households", "households"}, {"connected", "hh_urban"}}}}}}};
  return scratch.write("project.json", project.dump(1));
}

/// The district of each commune, as its row says: a few moved, so their codes do not begin with it.
std::map<std::string, std::string> parent_codes(const Province& province) {
  data::start_gdal();
  const auto dataset = data::open_read_only((shared_data() / (std::string(province.name) + "_boundaries.gpkg")).string());
  std::map<std::string, std::string> out;
  OGRLayerH layer = GDALDatasetGetLayerByName(dataset.get(), "commune");
  while (OGRFeatureH feature = OGR_L_GetNextFeature(layer)) {
    const auto cell = [&](const char* name) { return OGR_F_GetFieldAsString(feature, OGR_F_GetFieldIndex(feature, name)); };
    out[cell("code")] = cell("parent_code");
    OGR_F_Destroy(feature);
  }
  return out;
}

std::shared_ptr<const data::Loaded> load(const fs::path& project) {
  data::set_language(data::Lang::en);
  return data::load_project(project, PHUSONG_SHARE_DIR, {});
}

class RealProvince : public ::testing::TestWithParam<Province> {};
INSTANTIATE_TEST_SUITE_P(, RealProvince, ::testing::ValuesIn(provinces),
                         [](const auto& province) { return std::string(province.param.name); });

TEST_P(RealProvince, CensusHouseholdsAddUpAtEveryLevel) {
  NEED_SHARED_DATA();
  const Scratch scratch;
  const auto loaded = load(write_project(scratch, GetParam()));
  for (const std::string& error : loaded->dataset->errors) ADD_FAILURE() << error;
  const data::UnitSet& units = *loaded->dataset->units;
  ASSERT_EQ(units.levels, (std::vector<std::string>{"province", "district", "commune"}));
  EXPECT_EQ(units.of_level(1).size(), GetParam().districts);
  EXPECT_EQ(units.of_level(2).size(), GetParam().communes);

  struct Sum {
    std::int64_t households = 0;
    std::optional<double> urban;
  };
  std::map<std::string, Sum> by_commune, by_district;  // by the outlines' own codes
  const auto parents = parent_codes(GetParam());
  Sum province, lost;
  std::size_t lost_rows = 0;
  for (const CensusRow& row : census()) {
    if (row.level != "commune" || row.province != GetParam().code) continue;
    const auto add = [&](Sum& sum) {
      sum.households += row.households;
      if (row.urban) sum.urban = sum.urban.value_or(0) + static_cast<double>(*row.urban);
    };
    if (row.unit.empty()) {
      add(lost), ++lost_rows;
      continue;
    }
    add(by_commune[row.unit]), add(by_district[parents.at(row.unit)]), add(province);
  }
  EXPECT_EQ(province.households + lost.households, GetParam().households);

  const data::Answer* answer = loaded->answers.find("fibre_hh_use");
  ASSERT_NE(answer, nullptr);
  EXPECT_EQ(answer->why_not, "");
  const auto expect = [&](int unit, const Sum& sum) {
    const data::Share& share = answer->by_unit.at(static_cast<std::size_t>(unit));
    EXPECT_EQ(share.denominator, static_cast<double>(sum.households)) << units.path_of(unit);
    EXPECT_EQ(share.numerator, sum.urban) << units.path_of(unit);
  };
  expect(0, province);
  EXPECT_EQ(units.units[0].code, GetParam().code);
  for (const auto& [code, sum] : by_district) {
    ASSERT_GE(units.find(1, code), 0) << code;
    expect(units.find(1, code), sum);
  }
  for (const auto& [code, sum] : by_commune) {
    ASSERT_GE(units.find(2, code), 0) << code;
    expect(units.find(2, code), sum);
  }
  for (const int unit : units.of_level(2))
    if (!by_commune.contains(units.units[static_cast<std::size_t>(unit)].code)) {
      EXPECT_EQ(answer->by_unit[static_cast<std::size_t>(unit)].denominator, std::nullopt) << units.path_of(unit);
    }

  const auto& warnings = loaded->dataset->warnings;
  const std::string expected =
      std::to_string(lost_rows) + " rows belong to no known unit; their " + data::format_integer(lost.households) + " households";
  const bool told =
      std::any_of(warnings.begin(), warnings.end(), [&](const std::string& w) { return w.find(expected) != std::string::npos; });
  EXPECT_EQ(told, lost_rows > 0) << expected;
}

TEST_P(RealProvince, OutlinesLieWhereTheProvinceIs) {
  NEED_SHARED_DATA();
  // Windows of the domain reference, rounded outward, in metres of the province's own zone.
  const std::map<std::string, data::Box> windows{{"vinh_phuc", {533000, 2339000, 582000, 2387000}},
                                                 {"hung_yen", {541000, 2278000, 581000, 2324000}},
                                                 {"ha_tinh", {458000, 1980000, 608000, 2081000}},
                                                 {"thai_nguyen", {393000, 2358000, 473000, 2439000}}};
  const Scratch scratch;
  const auto loaded = load(write_project(scratch, GetParam()));
  const data::Box box = loaded->dataset->units->units[0].box, window = windows.at(GetParam().name);
  EXPECT_GT(box.min_x, window.min_x - 2000);
  EXPECT_LT(box.max_x, window.max_x + 2000);
  EXPECT_GT(box.min_y, window.min_y - 2000);
  EXPECT_LT(box.max_y, window.max_y + 2000);
}

TEST_P(RealProvince, ASnapshotIsWrittenAndTheSourcesAreUntouched) {
  NEED_SHARED_DATA();
  const Scratch scratch;
  const fs::path project = write_project(scratch, GetParam()),
                 boundaries = shared_data() / (std::string(GetParam().name) + "_boundaries.gpkg"),
                 table = shared_data() / "census_2019_communes.csv";
  const auto names = [] {
    std::set<std::string> out;
    for (const auto& entry : fs::directory_iterator(shared_data())) out.insert(entry.path().filename().string());
    return out;
  };
  const std::string before = support::bytes_of(boundaries), table_before = support::bytes_of(table);
  const auto names_before = names();
  const auto outcome = support::run(
      {PHUSONG_BINARY, "snapshot", project.string(), "-o", (scratch / "map.png").string(), "--size", "1280x720", "--lang", "en"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_TRUE(fs::exists(scratch / "map.png")) << outcome.err;
  const data::Image picture = data::read_png(scratch / "map.png");
  EXPECT_EQ(picture.width, 1280);
  EXPECT_EQ(picture.height, 720);
  std::set<std::uint32_t> colours;
  for (int y = 0; y < picture.height; y += 4)
    for (int x = 0; x < picture.width; x += 4)
      colours.insert(static_cast<std::uint32_t>(picture.at(x, y)[0] << 16 | picture.at(x, y)[1] << 8 | picture.at(x, y)[2]));
  EXPECT_GT(colours.size(), 20u);  // a blank page is no success
  EXPECT_EQ(support::bytes_of(boundaries), before);
  EXPECT_EQ(support::bytes_of(table), table_before);
  EXPECT_EQ(names(), names_before);
}

// --- After July 2025 --------------------------------------------------------------------------------------------------

TEST(RealTwoLevels, PhuThoHasCommunesAndNoDistricts) {
  NEED_SHARED_DATA();
  const Scratch scratch;
  const std::string file = (shared_data() / "phu_tho_2025_boundaries.gpkg").string();
  const auto level = [&](const char* name) {
    return nlohmann::json{{"level", name},  {"source", file},      {"layer", name},
                          {"code", "code"}, {"name", "full_name"}, {"parent", "parent_code"}};
  };
  const auto loaded = load(scratch.write("project.json", nlohmann::json{{"version", 1},
                                                                        {"title", "Phú Thọ"},
                                                                        {"crs", "EPSG:5897"},
                                                                        {"units", {level("province"), level("commune")}},
                                                                        {"layers", nlohmann::json::array()}}
                                                             .dump()));
  for (const std::string& error : loaded->dataset->errors) ADD_FAILURE() << error;
  const data::UnitSet& units = *loaded->dataset->units;
  ASSERT_EQ(units.levels, (std::vector<std::string>{"province", "commune"}));
  EXPECT_EQ(units.units[0].code, "25");
  EXPECT_EQ(units.of_level(1).size(), 148u);
  for (const int unit : units.of_level(1)) EXPECT_EQ(units.units[static_cast<std::size_t>(unit)].parent, 0);
  // The file repeats each ring's first vertex; we do not.
  const auto vertices = [](const data::Areas& areas) { return areas.x.size() + areas.first_vertex.size() - 1; };
  EXPECT_EQ(vertices(units.areas[1]), 265824u);
  EXPECT_EQ(vertices(units.areas[0]), 1781u);
  // Every commune's name stands inside it.
  for (const int unit : units.of_level(1))
    EXPECT_EQ(units.at(units.units[static_cast<std::size_t>(unit)].label, 1), unit) << units.path_of(unit);
}

// --- Awkward files ----------------------------------------------------------------------------------------------------

data::ReadRequest request_for(const char* file, data::Shape shape, const std::vector<const char*>& fields) {
  data::set_language(data::Lang::en);
  data::ReadRequest request;
  request.source = (shared_data() / "awkward" / file).string();
  request.shape = shape, request.map_crs = "EPSG:5897", request.key = "layers[0]";
  for (const char* field : fields) request.fields.push_back({field, data::FieldType::text, true, ""});
  return request;
}

TEST(RealAwkward, Windows1258KeepsItsLastLetters) {
  NEED_SHARED_DATA();
  for (const char* encoding : {"windows-1258", ""}) {
    data::ReadRequest request = request_for("vp_xa_cp1258.shp", data::Shape::areas, {"TEN_XA", "TEN_HUYEN", "MA_XA"});
    request.encoding = encoding;
    const data::Table table = data::read_table(request);
    ASSERT_EQ(table.rows, 137u);
    const auto& names = table.find("TEN_XA")->text().dictionary;
    EXPECT_NE(std::find(names.begin(), names.end(), "Phường Tích Sơn"), names.end()) << names.at(1);
    for (const std::string& name : names) EXPECT_TRUE(name.empty() || name.find(' ') != std::string::npos) << name;  // "Xã …", "Phường …"
    EXPECT_EQ(table.warnings.empty(), *encoding != '\0');
    // The same names as in the outlines this file was made from.
    data::ReadRequest original = request_for("../vinh_phuc_boundaries.gpkg", data::Shape::areas, {"full_name", "code"});
    original.layer = "commune";
    const data::Table reference = data::read_table(original);
    std::map<std::string, std::string> wanted;
    for (std::size_t row = 0; row < reference.rows; ++row)
      wanted[reference.find("code")->text().at(row)] = reference.find("full_name")->text().at(row);
    for (std::size_t row = 0; row < table.rows; ++row)
      EXPECT_EQ(table.find("TEN_XA")->text().at(row), wanted[table.find("MA_XA")->text().at(row)]) << encoding;
  }
}

TEST(RealAwkward, TopoJsonWithoutCrs) {
  NEED_SHARED_DATA();
  data::ReadRequest request = request_for("vnm.topo.json", data::Shape::areas, {"name"});
  const std::string error = error_of([&] { data::read_table(request); });
  EXPECT_NE(error.find("coordinate reference system"), std::string::npos) << error;
  EXPECT_NE(error.find("vnm.topo.json"), std::string::npos) << error;
  request.crs = "EPSG:4326";
  const data::Table table = data::read_table(request);
  EXPECT_EQ(table.rows, 64u);
  EXPECT_EQ(table.find("name")->text().code.size(), 64u);
}

TEST(RealAwkward, SelfIntersectingCommunesAreStillPlaces) {
  NEED_SHARED_DATA();
  const data::Table table = data::read_table(request_for("communes_2025_raw_invalid.geojson", data::Shape::areas, {"a02_xa"}));
  EXPECT_EQ(table.rows, 3u);
  for (std::size_t row = 0; row < 3; ++row) EXPECT_FALSE(table.areas.box(row).empty());
}

TEST(RealAwkward, RawOpenStreetMapIsReadOrRefusedWithWords) {
  NEED_SHARED_DATA();
  data::ReadRequest request = request_for("hanoi_admin_2025.osm", data::Shape::areas, {"name"});
  const std::string several = error_of([&] { data::read_table(request); });
  EXPECT_NE(several.find("multipolygons"), std::string::npos) << several;
  request.layer = "multipolygons";
  const std::string error = error_of([&] {
    const data::Table table = data::read_table(request);
    EXPECT_GE(table.rows, 126u);
    EXPECT_EQ(table.areas.size(), table.rows);
    const auto& names = table.find("name")->text().dictionary;
    EXPECT_NE(std::find(names.begin(), names.end(), "Phường Hoàn Kiếm"), names.end());
  });
  if (error != "no error") { EXPECT_NE(error.find("hanoi_admin_2025.osm"), std::string::npos) << error; }
}

TEST(RealAwkward, EveryFileIsDrawnAsUnitsOrRefusedWithWords) {
  NEED_SHARED_DATA();
  const std::tuple<const char*, const char*, const char*, const char*, const char*> files[] = {
      {"vnm.topo.json", "", "id", "name", "EPSG:4326"},
      {"communes_2025_raw_invalid.geojson", "", "a02_xa", "a03_ten", ""},
      {"hanoi_admin_2025.osm", "multipolygons", "osm_id", "name", ""},
      {"vp_xa_cp1258.shp", "", "MA_XA", "TEN_XA", ""}};
  for (const auto& [file, layer, code, name, crs] : files) {
    const Scratch scratch;
    nlohmann::json unit{
        {"level", "commune"}, {"source", (shared_data() / "awkward" / file).string()}, {"layer", layer}, {"code", code}, {"name", name}};
    if (*crs) unit["crs"] = crs;
    const fs::path project = scratch.write(
        "project.json",
        nlohmann::json{{"version", 1}, {"title", file}, {"crs", "EPSG:5897"}, {"units", {unit}}, {"layers", nlohmann::json::array()}}
            .dump());
    const auto outcome = support::run(
        {PHUSONG_BINARY, "snapshot", project.string(), "-o", (scratch / "map.png").string(), "--size", "800x600", "--lang", "en"});
    EXPECT_TRUE(outcome.code == 0 || outcome.code == 1) << file << ": " << outcome.code << '\n' << outcome.err;
    EXPECT_EQ(fs::exists(scratch / "map.png"), outcome.code == 0) << file << outcome.err;
    if (outcome.code == 1) { EXPECT_NE(outcome.err.find(file), std::string::npos) << outcome.err; }
    const auto inspected = support::run({PHUSONG_BINARY, "inspect", (shared_data() / "awkward" / file).string(), "--lang", "en"});
    EXPECT_EQ(inspected.code, 0) << inspected.err;
    EXPECT_NE(inspected.out.find("Layer '"), std::string::npos) << file;
  }
}

}  // namespace
