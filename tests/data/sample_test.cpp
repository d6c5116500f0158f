// The sample is the first data anybody sees and what other tests stand on: its sums, its geometry and its bytes are pinned here.
#include "data/sample/sample.h"

#include <gdal.h>
#include <gtest/gtest.h>
#include <ogr_api.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "data/sample/borders.h"
#include "data/sample/ground.h"
#include "data/sample/province.h"
#include "data/source/crs.h"
#include "data/source/error.h"
#include "data/source/gdal.h"
#include "tests/data/sample_folder.h"

namespace data {
namespace {

namespace fs = std::filesystem;

struct Row {
  std::map<std::string, std::string> cells;  ///< a null cell is absent
  std::vector<Polygon> polygons;
  Point point;
  std::string wkb_valid;  ///< empty when OGR finds nothing wrong
};

std::vector<Polygon> polygons_of(OGRGeometryH multi) {
  std::vector<Polygon> out;
  for (int p = 0; p < OGR_G_GetGeometryCount(multi); ++p) {
    OGRGeometryH part = OGR_G_GetGeometryRef(multi, p);
    Polygon polygon;
    for (int r = 0; r < OGR_G_GetGeometryCount(part); ++r) {
      OGRGeometryH line = OGR_G_GetGeometryRef(part, r);
      Ring ring;
      for (int i = 0; i + 1 < OGR_G_GetPointCount(line); ++i) ring.push_back({OGR_G_GetX(line, i), OGR_G_GetY(line, i)});
      polygon.push_back(std::move(ring));
    }
    out.push_back(std::move(polygon));
  }
  return out;
}

std::vector<Row> rows(const fs::path& file, const char* layer) {
  const GdalDataset dataset = open_read_only(file.string());
  OGRLayerH from = GDALDatasetGetLayerByName(dataset.get(), layer);
  std::vector<Row> out;
  if (!from) return out;
  while (OGRFeatureH feature = OGR_L_GetNextFeature(from)) {
    Row row;
    for (int i = 0; i < OGR_F_GetFieldCount(feature); ++i)
      if (OGR_F_IsFieldSetAndNotNull(feature, i))
        row.cells[OGR_Fld_GetNameRef(OGR_F_GetFieldDefnRef(feature, i))] = OGR_F_GetFieldAsString(feature, i);
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (OGR_GT_Flatten(OGR_G_GetGeometryType(geometry)) == wkbPoint) {
      row.point = {OGR_G_GetX(geometry, 0), OGR_G_GetY(geometry, 0)};
    } else {
      row.polygons = polygons_of(geometry);
      if (!OGR_G_IsValid(geometry)) row.wkb_valid = row.cells["code"] + " is not valid";
    }
    out.push_back(std::move(row));
    OGR_F_Destroy(feature);
  }
  return out;
}

struct FreeGeometry {
  void operator()(void* geometry) const { OGR_G_DestroyGeometry(geometry); }
};
using Geometry = std::unique_ptr<void, FreeGeometry>;

Geometry to_ogr(const std::vector<Polygon>& polygons) {
  Geometry multi(OGR_G_CreateGeometry(wkbMultiPolygon));
  for (const Polygon& polygon : polygons) {
    OGRGeometryH part = OGR_G_CreateGeometry(wkbPolygon);
    for (const Ring& ring : polygon) {
      OGRGeometryH line = OGR_G_CreateGeometry(wkbLinearRing);
      for (std::size_t i = 0; i <= ring.size(); ++i) OGR_G_AddPoint_2D(line, ring[i % ring.size()].x, ring[i % ring.size()].y);
      OGR_G_AddGeometryDirectly(part, line);
    }
    OGR_G_AddGeometryDirectly(multi.get(), part);
  }
  return multi;
}

Geometry dissolve(const std::vector<const Row*>& members) {
  const Geometry all(OGR_G_CreateGeometry(wkbMultiPolygon));
  for (const Row* row : members) {
    const Geometry one = to_ogr(row->polygons);
    for (int i = 0; i < OGR_G_GetGeometryCount(one.get()); ++i) OGR_G_AddGeometry(all.get(), OGR_G_GetGeometryRef(one.get(), i));
  }
  return Geometry(OGR_G_UnionCascaded(all.get()));
}

bool same_area(const Geometry& a, const Geometry& b) {
  const Geometry difference(OGR_G_SymDifference(a.get(), b.get()));
  return difference && OGR_G_IsEmpty(difference.get());
}

/// What is known of a province before its sample is made.
struct Known {
  const char* test_name;
  const char* id;
  const char* code;
  const char* crs;
  std::size_t communes, districts;
  double census;                       ///< households in all
  std::size_t connected, addressed;    ///< of `households`, from the shares in province.json
  std::size_t without_mobile;          ///< villages
  std::set<std::string> last;          ///< districts where fewest households have fibre
  std::set<std::string> in_two_parts;  ///< districts that are so in truth
};

void PrintTo(const Known& known, std::ostream* out) { *out << known.id; }

struct Made {
  fs::path folder;
  std::vector<Row> communes;
};

/// One sample a province for all tests that only look at it.
class Sample : public testing::TestWithParam<Known> {
 protected:
  static void SetUpTestSuite() { scratch_ = new Scratch; }
  static void TearDownTestSuite() {
    made_.clear();
    delete scratch_;
  }
  static const Made& made() {
    const std::string id = GetParam().id;
    if (!made_.contains(id)) {
      const fs::path project = write_sample(id, *scratch_ / id.c_str(), assets(), {.households = households});
      EXPECT_EQ(scratch_->entries(), made_.size() + 1) << "nothing is left beside the sample";
      made_[id] = {project.parent_path(), rows(project.parent_path() / "units.gpkg", "commune")};
    }
    return made_[id];
  }
  static fs::path file(const char* name) { return made().folder / name; }
  static const std::vector<Row>& communes() { return made().communes; }

  static inline Scratch* scratch_ = nullptr;
  static inline std::map<std::string, Made> made_;
};

TEST_P(Sample, HasEveryFileOfAProject) {
  for (const char* name : {"project.json", "units.gpkg", "households.fgb", "addresses.fgb", "coverage.gpkg", "villages.gpkg",
                           "indicators.json", "targets.json", "actuals.csv", "README.txt"})
    EXPECT_TRUE(fs::exists(file(name))) << name;
  std::ifstream in(file("project.json"));
  const nlohmann::json project = nlohmann::json::parse(in);
  EXPECT_EQ(project.at("version"), 1);
  EXPECT_EQ(project.at("illustrative"), true);
  EXPECT_EQ(project.at("scope"), GetParam().code);
  EXPECT_EQ(project.at("crs"), GetParam().crs);
  for (const nlohmann::json& layer : project.at("layers")) EXPECT_TRUE(fs::exists(made().folder / layer.at("source").get<std::string>()));
}

TEST_P(Sample, ReadmeTellsWhatIsRealInThisProvince) {
  const std::string text = bytes_of(file("README.txt"));
  const SampleProvince province = read_province(GetParam().id, assets(), 0);
  EXPECT_NE(text.find(province.name.vi), std::string::npos);
  EXPECT_NE(text.find(province.name.en), std::string::npos);
  EXPECT_NE(text.find(std::to_string(GetParam().communes) + " communes, " + std::to_string(GetParam().districts) + " districts"),
            std::string::npos);
  EXPECT_NE(text.find(format_integer(static_cast<std::int64_t>(GetParam().census), Lang::vi)), std::string::npos);
  EXPECT_NE(text.find(GetParam().crs), std::string::npos);
  // It says that codes beginning with X are not official, so all others have to look official, and there have to be some.
  std::size_t placeholders = 0;
  for (const SampleCommune& commune : province.communes) {
    const bool placeholder = commune.code.starts_with("X" + province.districts[commune.district].code + "-");
    placeholders += placeholder;
    EXPECT_TRUE(placeholder || (commune.code.size() == 5 && commune.code.find_first_not_of("0123456789") == std::string::npos))
        << commune.code;
  }
  EXPECT_GT(placeholders, 0u);
}

TEST_P(Sample, HouseholdsAddUpAndFollowTheCensus) {
  std::map<std::string, double> census;
  double total = 0;
  for (const SampleCommune& commune : read_province(GetParam().id, assets(), 0).communes)
    total += census[commune.code] = static_cast<double>(commune.census_households);
  EXPECT_EQ(total, GetParam().census);
  std::map<std::string, double> found;
  std::uint64_t connected = 0;
  const std::vector<Row> all = rows(file("households.fgb"), "households");
  for (const Row& row : all) {
    found[row.cells.at("commune_code")] += 1;
    const bool fibre = row.cells.at("fiber") == "1";
    connected += fibre;
    EXPECT_EQ(row.cells.contains("connected_on"), fibre);
    EXPECT_EQ(row.cells.contains("operator"), fibre);
    if (fibre) { EXPECT_LE(row.cells.at("connected_on").substr(0, 10), "2022/12/28"); }
  }
  EXPECT_EQ(all.size(), households);
  EXPECT_EQ(census.size(), GetParam().communes);
  EXPECT_EQ(found.size(), GetParam().communes);
  for (const auto& [code, count] : census) EXPECT_NEAR(found[code], count * static_cast<double>(households) / total, 1.0) << code;
  EXPECT_EQ(connected, GetParam().connected);
}

TEST_P(Sample, TheWeakestDistrictsComeLast) {
  std::map<std::string, std::string> district_of;
  for (const Row& commune : communes()) district_of[commune.cells.at("code")] = commune.cells.at("parent_code");
  std::map<std::string, std::pair<double, double>> counted;
  for (const Row& row : rows(file("households.fgb"), "households")) {
    auto& [connected, all] = counted[district_of.at(row.cells.at("commune_code"))];
    connected += row.cells.at("fiber") == "1", all += 1;
  }
  std::vector<std::pair<double, std::string>> ranking;
  for (const auto& [code, counts] : counted) ranking.emplace_back(counts.first / counts.second, code);
  std::sort(ranking.begin(), ranking.end());
  std::set<std::string> last;
  for (std::size_t i = 0; i < GetParam().last.size(); ++i) last.insert(ranking[i].second);
  EXPECT_EQ(last, GetParam().last);
}

TEST_P(Sample, CommunesAreValidAndNeitherOverlapNorLeaveGaps) {
  double sum = 0;
  std::vector<const Row*> members;
  std::vector<Geometry> shapes;
  std::vector<Box> boxes;
  for (const Row& row : communes()) {
    EXPECT_EQ(row.wkb_valid, "");
    EXPECT_EQ(row.polygons.size(), 1u) << row.cells.at("name");
    sum += area(row.polygons);
    EXPECT_NEAR(area(row.polygons) / 1e4 / std::stod(row.cells.at("area_ha")), 1, 0.05) << row.cells.at("name");
    members.push_back(&row);
    shapes.push_back(to_ogr(row.polygons));
    boxes.push_back(Ground(row.polygons).box());
  }
  const Geometry joined = dissolve(members);
  EXPECT_NEAR(OGR_G_Area(joined.get()) / sum, 1, 1e-6);
  EXPECT_EQ(OGR_GT_Flatten(OGR_G_GetGeometryType(joined.get())), wkbPolygon) << "one piece";
  EXPECT_EQ(OGR_G_GetGeometryCount(joined.get()), 1) << "no hole";
  for (std::size_t a = 0; a < shapes.size(); ++a)
    for (std::size_t b = a + 1; b < shapes.size(); ++b)
      if (boxes[a].intersects(boxes[b])) {
        EXPECT_FALSE(OGR_G_Overlaps(shapes[a].get(), shapes[b].get()))
            << communes()[a].cells.at("name") << ", " << communes()[b].cells.at("name");
      }
}

TEST_P(Sample, MostCommunesHoldTheirRealPoint) {
  std::map<std::string, Ground> grounds;
  for (const Row& commune : communes()) grounds[commune.cells.at("code")] = Ground(commune.polygons);
  std::size_t holding = 0;
  for (const SampleCommune& commune : read_province(GetParam().id, assets(), 0).communes)
    holding += grounds.at(commune.code).contains(commune.centre);
  EXPECT_GT(static_cast<double>(holding), 0.9 * static_cast<double>(communes().size()));
}

TEST_P(Sample, DistrictsAndProvinceAreExactDissolves) {
  const std::vector<Row> districts = rows(file("units.gpkg"), "district"), province = rows(file("units.gpkg"), "province");
  ASSERT_EQ(districts.size(), GetParam().districts);
  ASSERT_EQ(province.size(), 1u);
  std::vector<const Row*> all;
  for (const Row& district : districts) {
    EXPECT_EQ(district.wkb_valid, "");
    EXPECT_EQ(district.cells.at("parent_code"), GetParam().code);
    EXPECT_EQ(district.polygons.size(), GetParam().in_two_parts.contains(district.cells.at("code")) ? 2u : 1u) << district.cells.at("name");
    std::vector<const Row*> members;
    for (const Row& commune : communes())
      if (commune.cells.at("parent_code") == district.cells.at("code")) members.push_back(&commune);
    EXPECT_TRUE(same_area(dissolve(members), to_ogr(district.polygons))) << district.cells.at("name");
    all.push_back(&district);
  }
  EXPECT_EQ(province[0].wkb_valid, "");
  EXPECT_TRUE(same_area(dissolve(all), to_ogr(province[0].polygons)));
}

TEST_P(Sample, PlacesLieInsideTheirCommuneAndConnectedOnesInsideFibreCoverage) {
  std::map<std::string, Ground> grounds;
  for (const Row& commune : communes()) grounds[commune.cells.at("code")] = Ground(commune.polygons);
  std::vector<std::pair<std::string, Ground>> fibre;
  for (const Row& row : rows(file("coverage.gpkg"), "coverage"))
    if (row.cells.at("technology") == "FTTH") fibre.emplace_back(row.cells.at("operator"), Ground(row.polygons));
  const Transform to_map("EPSG:4326", GetParam().crs);
  const auto covered = [&](const std::string& network, Point p) {
    return std::any_of(fibre.begin(), fibre.end(), [&](const auto& area) { return area.first == network && area.second.contains(p); });
  };
  std::size_t outside_commune = 0, outside_fibre = 0;
  for (const Row& row : rows(file("households.fgb"), "households")) {
    const Point p = to_map.apply(row.point);
    outside_commune += !grounds.at(row.cells.at("commune_code")).contains(p);
    if (row.cells.at("fiber") == "1") outside_fibre += !covered(row.cells.at("operator"), p);
  }
  EXPECT_EQ(outside_commune, 0u);
  EXPECT_EQ(outside_fibre, 0u);
  for (const Row& row : rows(file("villages.gpkg"), "villages"))
    EXPECT_TRUE(grounds.at(row.cells.at("commune_code")).contains(row.point)) << row.cells.at("code");
}

TEST_P(Sample, AFewVillagesAreWithoutMobileBroadband) {
  std::vector<Ground> cells;
  const std::vector<Row> coverage = rows(file("coverage.gpkg"), "coverage");
  EXPECT_LT(coverage.size(), 2500u);
  std::size_t vertices = 0;
  for (const Row& row : coverage) {
    EXPECT_EQ(row.wkb_valid, "");
    for (const Polygon& polygon : row.polygons)
      for (const Ring& ring : polygon) vertices += ring.size();
    if (row.cells.at("technology") != "FTTH") cells.emplace_back(row.polygons);
  }
  EXPECT_LT(vertices, 200000u);
  std::size_t uncovered = 0;
  for (const Row& village : rows(file("villages.gpkg"), "villages"))
    uncovered += std::none_of(cells.begin(), cells.end(), [&](const Ground& cell) { return cell.contains(village.point); });
  EXPECT_EQ(uncovered, GetParam().without_mobile);
}

TEST_P(Sample, AddressesAreUniqueTenDigitTexts) {
  std::set<std::string> codes;
  std::map<std::string, int> stages;
  std::size_t leading_zero = 0;
  const std::vector<Row> all = rows(file("addresses.fgb"), "addresses");
  for (const Row& row : all) {
    const std::string& code = row.cells.at("address_code");
    EXPECT_EQ(code.size(), 10u);
    EXPECT_EQ(code.find_first_not_of("0123456789"), std::string::npos) << code;
    codes.insert(code);
    leading_zero += code[0] == '0';
    ++stages[row.cells.at("stage")];
    EXPECT_EQ(row.cells.at("collected_on").substr(0, 4), "2022");
  }
  EXPECT_EQ(all.size(), GetParam().addressed);
  EXPECT_EQ(codes.size(), all.size());
  EXPECT_GT(leading_zero, 0u);
  EXPECT_EQ(stages.size(), 3u);
  EXPECT_GT(stages["collected"], stages["notified"]);
  EXPECT_GT(stages["notified"], stages["sign_fixed"]);
}

TEST_P(Sample, IsTheSameBytesEveryTime) {
  const Scratch scratch;
  write_sample(GetParam().id, scratch / "again", assets(), {.households = households});
  for (const fs::directory_entry& entry : fs::directory_iterator(made().folder)) {
    const std::string name = entry.path().filename().string();
    EXPECT_TRUE(bytes_of(entry.path()) == bytes_of(scratch / "again" / name)) << name;
  }
}

const std::vector<Known> provinces{{.test_name = "vinh_phuc",
                                    .id = "vinh-phuc",
                                    .code = "26",
                                    .crs = "EPSG:5897",
                                    .communes = 137,
                                    .districts = 9,
                                    .census = 308251,
                                    .connected = 16320,
                                    .addressed = 12680,
                                    .without_mobile = 17,
                                    .last = {"248"},
                                    .in_two_parts = {}},
                                   {.test_name = "hung_yen",
                                    .id = "hung-yen",
                                    .code = "33",
                                    .crs = "EPSG:9209",
                                    .communes = 161,
                                    .districts = 10,
                                    .census = 377582,
                                    .connected = 16480,
                                    .addressed = 11640,
                                    .without_mobile = 2,
                                    .last = {"333"},
                                    .in_two_parts = {}},
                                   {.test_name = "ha_tinh",
                                    .id = "ha-tinh",
                                    .code = "42",
                                    .crs = "EPSG:9209",
                                    .communes = 262,
                                    .districts = 13,
                                    .census = 378648,
                                    .connected = 14100,
                                    .addressed = 9360,
                                    .without_mobile = 21,
                                    .last = {"439", "441", "444"},
                                    .in_two_parts = {"445"}},
                                   {.test_name = "thai_nguyen",
                                    .id = "thai-nguyen",
                                    .code = "19",
                                    .crs = "EPSG:9213",
                                    .communes = 180,
                                    .districts = 9,
                                    .census = 359236,
                                    .connected = 14400,
                                    .addressed = 10520,
                                    .without_mobile = 14,
                                    .last = {"170"},
                                    .in_two_parts = {}}};

std::string test_name(const testing::TestParamInfo<Known>& known) { return known.param.test_name; }

INSTANTIATE_TEST_SUITE_P(Provinces, Sample, testing::ValuesIn(provinces), test_name);

}  // namespace
}  // namespace data
