// The sample is the first data anybody sees and what other tests stand on: its sums, its geometry and its bytes are pinned here.
#include "data/sample/sample.h"

#include <gdal.h>
#include <gtest/gtest.h>
#include <ogr_api.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>
#include <sstream>

#include "data/sample/borders.h"
#include "data/sample/ground.h"
#include "data/sample/province.h"
#include "data/source/crs.h"
#include "data/source/error.h"
#include "data/source/gdal.h"

namespace data {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t households = 20000;

const fs::path& assets() {
  static const fs::path path = fs::path(PHUSONG_SOURCE_DIR) / "assets";
  return path;
}

class Scratch {
 public:
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "phusong-sample-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Scratch() { fs::remove_all(path_); }
  fs::path operator/(const char* name) const { return path_ / name; }
  std::size_t entries() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator{})); }

 private:
  fs::path path_;
};

std::string bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

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

/// One sample for all tests that only look at it.
class Sample : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = new Scratch;
    project_ = write_sample("vinh-phuc", *scratch_ / "vp", assets(), {.households = households});
    communes_ = new std::vector<Row>(rows(file("units.gpkg"), "commune"));
  }
  static void TearDownTestSuite() {
    delete communes_;
    delete scratch_;
  }
  static fs::path file(const char* name) { return project_.parent_path() / name; }
  static const std::vector<Row>& communes() { return *communes_; }

  static inline Scratch* scratch_ = nullptr;
  static inline std::vector<Row>* communes_ = nullptr;
  static inline fs::path project_;
};

TEST_F(Sample, HasEveryFileOfAProject) {
  for (const char* name : {"project.json", "units.gpkg", "households.fgb", "addresses.fgb", "coverage.gpkg", "villages.gpkg",
                           "indicators.json", "targets.json", "actuals.csv", "README.txt"})
    EXPECT_TRUE(fs::exists(file(name))) << name;
  std::ifstream in(project_);
  const nlohmann::json project = nlohmann::json::parse(in);
  EXPECT_EQ(project.at("version"), 1);
  EXPECT_EQ(project.at("illustrative"), true);
  EXPECT_EQ(project.at("scope"), "26");
  EXPECT_EQ(project.at("crs"), "EPSG:5897");
  for (const nlohmann::json& layer : project.at("layers"))
    EXPECT_TRUE(fs::exists(project_.parent_path() / layer.at("source").get<std::string>()));
  EXPECT_EQ(scratch_->entries(), 1u) << "nothing is left beside the sample";
}

TEST_F(Sample, HouseholdsAddUpAndFollowTheCensus) {
  std::map<std::string, double> census;
  double total = 0;
  for (const SampleCommune& commune : read_province("vinh-phuc", assets(), 0).communes)
    total += census[commune.code] = static_cast<double>(commune.census_households);
  EXPECT_EQ(total, 308251);
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
  EXPECT_EQ(census.size(), 137u);
  EXPECT_EQ(found.size(), 137u);
  for (const auto& [code, count] : census) EXPECT_NEAR(found[code], count * static_cast<double>(households) / total, 1.0) << code;
  EXPECT_EQ(connected, 16320u);  // 81.6 %
}

TEST_F(Sample, CommunesAreValidAndNeitherOverlapNorLeaveGaps) {
  double sum = 0, worst = 0;
  std::vector<const Row*> members;
  for (const Row& row : communes()) {
    EXPECT_EQ(row.wkb_valid, "");
    EXPECT_EQ(row.polygons.size(), 1u) << row.cells.at("name");
    sum += area(row.polygons);
    worst = std::max(worst, std::abs(area(row.polygons) / 1e4 / std::stod(row.cells.at("area_ha")) - 1));
    members.push_back(&row);
  }
  EXPECT_LT(worst, 0.05);
  const Geometry joined = dissolve(members);
  EXPECT_NEAR(OGR_G_Area(joined.get()) / sum, 1, 1e-6);
  for (std::size_t a = 0; a < communes().size(); ++a) {
    const Geometry first = to_ogr(communes()[a].polygons);
    for (std::size_t b = a + 1; b < communes().size(); ++b) {
      if (!Ground(communes()[a].polygons).box().intersects(Ground(communes()[b].polygons).box())) continue;
      EXPECT_FALSE(OGR_G_Overlaps(first.get(), to_ogr(communes()[b].polygons).get()))
          << communes()[a].cells.at("name") << ", " << communes()[b].cells.at("name");
    }
  }
}

TEST_F(Sample, DistrictsAndProvinceAreExactDissolves) {
  const std::vector<Row> districts = rows(file("units.gpkg"), "district"), province = rows(file("units.gpkg"), "province");
  ASSERT_EQ(districts.size(), 9u);
  ASSERT_EQ(province.size(), 1u);
  std::vector<const Row*> all;
  for (const Row& district : districts) {
    EXPECT_EQ(district.wkb_valid, "");
    EXPECT_EQ(district.cells.at("parent_code"), "26");
    std::vector<const Row*> members;
    for (const Row& commune : communes())
      if (commune.cells.at("parent_code") == district.cells.at("code")) members.push_back(&commune);
    EXPECT_TRUE(same_area(dissolve(members), to_ogr(district.polygons))) << district.cells.at("name");
    all.push_back(&district);
  }
  EXPECT_EQ(province[0].wkb_valid, "");
  EXPECT_TRUE(same_area(dissolve(all), to_ogr(province[0].polygons)));
}

TEST_F(Sample, PlacesLieInsideTheirCommuneAndConnectedOnesInsideFibreCoverage) {
  std::map<std::string, Ground> grounds;
  for (const Row& commune : communes()) grounds[commune.cells.at("code")] = Ground(commune.polygons);
  std::vector<std::pair<std::string, Ground>> fibre;
  for (const Row& row : rows(file("coverage.gpkg"), "coverage"))
    if (row.cells.at("technology") == "FTTH") fibre.emplace_back(row.cells.at("operator"), Ground(row.polygons));
  const Transform to_map("EPSG:4326", "EPSG:5897");
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

TEST_F(Sample, SeventeenVillagesAreWithoutMobileBroadband) {
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
  EXPECT_EQ(uncovered, 17u);
}

TEST_F(Sample, AddressesAreUniqueTenDigitTexts) {
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
  EXPECT_EQ(all.size(), 12680u);  // 63.4 %
  EXPECT_EQ(codes.size(), all.size());
  EXPECT_GT(leading_zero, 0u);
  EXPECT_EQ(stages.size(), 3u);
  EXPECT_GT(stages["collected"], stages["notified"]);
  EXPECT_GT(stages["notified"], stages["sign_fixed"]);
}

TEST_F(Sample, IsTheSameBytesEveryTimeAndAnotherWithAnotherSeed) {
  write_sample("vinh-phuc", *scratch_ / "again", assets(), {.households = households});
  write_sample("vinh-phuc", *scratch_ / "other", assets(), {.households = households, .seed = 7});
  for (const fs::directory_entry& entry : fs::directory_iterator(project_.parent_path())) {
    const std::string name = entry.path().filename().string();
    EXPECT_TRUE(bytes(entry.path()) == bytes(*scratch_ / "again" / name)) << name;
  }
  EXPECT_TRUE(bytes(file("units.gpkg")) == bytes(*scratch_ / "other" / "units.gpkg")) << "the map does not depend on the seed";
  EXPECT_FALSE(bytes(file("households.fgb")) == bytes(*scratch_ / "other" / "households.fgb"));
  fs::remove_all(*scratch_ / "again");
  fs::remove_all(*scratch_ / "other");
}

TEST(SampleErrors, ListsWhatItKnowsWhenTheProvinceIsUnknown) {
  const Scratch scratch;
  try {
    write_sample("atlantis", scratch / "out", assets());
    FAIL() << "an Error was expected";
  } catch (const Error& error) {
    EXPECT_NE(error.parts().what.find("atlantis"), std::string::npos);
    EXPECT_NE(error.parts().hint.find("vinh-phuc"), std::string::npos);
  }
  EXPECT_EQ(scratch.entries(), 0u);
}

TEST(SampleErrors, LeavesAFilledFolderAlone) {
  const Scratch scratch;
  fs::create_directory(scratch / "out");
  std::ofstream(scratch / "out" / "mine.txt") << "mine";
  EXPECT_THROW(write_sample("vinh-phuc", scratch / "out", assets(), {.households = 2000}), Error);
  EXPECT_EQ(bytes(scratch / "out" / "mine.txt"), "mine");
  EXPECT_EQ(scratch.entries(), 1u);
  std::ofstream(scratch / "file") << "mine";
  EXPECT_THROW(write_sample("vinh-phuc", scratch / "file", assets(), {.households = 2000}), Error);
  EXPECT_EQ(bytes(scratch / "file"), "mine");
}

TEST(SampleErrors, FillsAnEmptyFolderAndReportsProgress) {
  const Scratch scratch;
  fs::create_directory(scratch / "out");
  std::uint64_t last = 0, total = 0;
  bool ordered = true;
  const fs::path project =
      write_sample("vinh-phuc", scratch / "out", assets(), {.households = 2000}, [&](std::uint64_t done, std::uint64_t all) {
        ordered &= done >= last && done <= all;
        last = done, total = all;
      });
  EXPECT_EQ(project, scratch / "out" / "project.json");
  EXPECT_TRUE(fs::exists(project));
  EXPECT_TRUE(ordered);
  EXPECT_EQ(last, total);
  EXPECT_EQ(rows(scratch / "out" / "households.fgb", "households").size(), 2000u);
}

TEST(SampleErrors, LeavesNothingBehindWhenTheDiskTakesNoMore) {
  const Scratch scratch;
  // A child of its own, since a limit on file size cannot be taken back.
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{2'000'000, 2'000'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write_sample("vinh-phuc", scratch / "out", assets(), {.households = households});
      _exit(1);
    } catch (const Error& error) { _exit(error.parts().file.empty() || error.parts().why.empty() ? 2 : 0); } catch (...) {
      _exit(3);
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(scratch.entries(), 0u);
}

}  // namespace
}  // namespace data
