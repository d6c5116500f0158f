// Both languages go into the files themselves, so their bytes do not depend on the language of the person who asked.
#include "data/sample/project_files.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>

#include "data/source/error.h"

namespace data {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out)
    throw Error({.what = tr("Cannot write the file"),
                 .file = file.string(),
                 .why = system_message(errno),
                 .hint = tr("check that the disk has room and that the folder may be written to")});
}

Json both(std::string_view vi, std::string_view en) { return {{"vi", vi}, {"en", en}}; }

/// Files as people edit them: two levels on lines of their own, what is deeper beside its key.
Json unit_level(const char* level, bool has_parent) {
  Json out = {{"level", level}, {"source", "units.gpkg"}, {"layer", level}, {"code", "code"}, {"name", "name"}};
  if (has_parent) out["parent"] = "parent_code";
  return out;
}

constexpr std::string_view readme = R"({0}
{1}

DỮ LIỆU MINH HOẠ
================
Bộ dữ liệu này dùng để xem thử phần mềm Phủ Sóng. Điểm hộ, thôn, địa chỉ số, vùng phủ, nhà mạng, tốc độ, ngày lắp đặt
và đường ranh giới đều do máy sinh ra, không phải số liệu đo đạc hay quản lý. Không dùng để báo cáo.

Số liệu thật:
- tên và mã đơn vị hành chính ({2} xã, phường, thị trấn; {3} huyện, thị xã, thành phố) theo Tổng cục Thống kê;
- số hộ của từng xã: Tổng cục Thống kê, Tổng điều tra dân số và nhà ở ngày 01/4/2019{4};
- targets*.json, actuals*.csv, rankings-national.csv: mỗi dòng ghi rõ văn bản hoặc trang nguồn.
Mã bắt đầu bằng X không phải mã chính thức: xã đã sáp nhập hoặc đổi tên, mã cũ không có trong danh mục đã dùng.
Ranh giới, kể cả bờ biển nếu có, chỉ là sơ đồ: vị trí và diện tích từng xã gần đúng, hình dạng là tưởng tượng.
Ngày số liệu (minh hoạ): {5}. Hệ toạ độ: {6}; households.fgb và addresses.fgb theo WGS 84.

ILLUSTRATIVE DATA
=================
This data set is for trying out Phủ Sóng. Household points, villages, digital addresses, coverage, operators, speeds,
dates of connection and boundary lines are generated, neither measured nor kept by anyone. Not for reporting.

Real figures:
- names and codes of administrative units ({2} communes, {3} districts), General Statistics Office;
- households by commune: General Statistics Office, Population and Housing Census of 1 April 2019{7};
- targets*.json, actuals*.csv, rankings-national.csv: every row names its document or page.
Codes beginning with X are not official: those communes have since been merged or renamed and the list used has them no longer.
Boundaries, and the coast where there is one, are a diagram: place and area of every commune are about right, its shape is invented.
Date of the (illustrative) figures: {8}. Reference system: {6}; households.fgb and addresses.fgb are in WGS 84.
)";

}  // namespace

void write_project_json(const SampleProvince& province, const fs::path& folder) {
  const std::string date = iso_date(province.date);
  Json project;
  project["version"] = 1;
  project["title"] = both(province.name.vi, province.name.en);
  project["crs"] = province.crs;
  project["date"] = date;
  project["scope"] = province.code;
  project["illustrative"] = true;
  project["units"] = Json::array({unit_level("province", false), unit_level("district", true), unit_level("commune", true)});
  const auto layer = [&](const char* id, const char* kind, const char* source, Json name, Json fields) {
    return Json{{"id", id}, {"kind", kind}, {"name", std::move(name)}, {"source", source}, {"date", date}, {"fields", std::move(fields)}};
  };
  project["layers"] =
      Json::array({layer("addresses", "digital_address", "addresses.fgb", both("Địa chỉ số", "Digital addresses"),
                         {{"code", "address_code"}, {"unit", "commune_code"}, {"stage", "stage"}, {"since", "collected_on"}}),
                   layer("coverage", "broadband_coverage", "coverage.gpkg", both("Vùng phủ băng rộng", "Broadband coverage"),
                         {{"technology", "technology"}, {"operator", "operator"}, {"download_mbps", "download_mbps"}}),
                   layer("households", "fiber_household", "households.fgb", both("Hộ có cáp quang", "Households with fibre"),
                         {{"unit", "commune_code"}, {"connected", "fiber"}, {"since", "connected_on"}, {"operator", "operator"}}),
                   layer("villages", "villages", "villages.gpkg", both("Thôn, tổ dân phố", "Villages"),
                         {{"code", "code"}, {"name", "name"}, {"unit", "commune_code"}})});
  // The first picture shows one thing; the other layers are a switch away.
  for (Json& layer_json : project["layers"]) layer_json["visible"] = layer_json["id"] == "households";
  project["indicators"] = {"indicators.json", "indicators-national.json", "indicators-province.json"};
  project["targets"] = {"targets-national.json", "targets.json"};
  project["actuals"] = {"actuals.csv", "actuals-national.csv"};
  project["rankings"] = "rankings-national.csv";
  project["scenes"] = Json::array();
  project["layouts"] = Json::array();
  write_text(folder / "project.json", project.dump(2) + "\n");
}

void write_readme(const SampleProvince& province, const fs::path& folder) {
  std::uint64_t census = 0;
  for (const SampleCommune& commune : province.communes) census += commune.census_households;
  const std::uint64_t written = province.households();
  const auto scaled = [&](Lang lang, const char* text) {
    return census == written ? std::string{}
                             : fmt::format(fmt::runtime(text), format_integer(static_cast<std::int64_t>(census), lang),
                                           format_integer(static_cast<std::int64_t>(written), lang));
  };
  write_text(folder / "README.txt",
             fmt::format(fmt::runtime(readme), province.name.vi, province.name.en, province.communes.size(), province.districts.size(),
                         scaled(Lang::vi, " (tổng {} hộ, ở đây chia tỷ lệ thành {})"), format_date(province.date, Lang::vi), province.crs,
                         scaled(Lang::en, " ({} in all, here scaled to {})"), format_date(province.date, Lang::en)));
}

void copy_figures(const SampleProvince& province, const fs::path& assets, const fs::path& folder) {
  const fs::path nation = assets / "provinces" / "vn";
  const std::pair<fs::path, const char*> files[] = {{assets / "indicators" / "default.json", "indicators.json"},
                                                    {nation / "indicators.json", "indicators-national.json"},
                                                    {province.folder / "indicators.json", "indicators-province.json"},
                                                    {province.folder / "targets.json", "targets.json"},
                                                    {nation / "targets.json", "targets-national.json"},
                                                    {province.folder / "actuals.csv", "actuals.csv"},
                                                    {nation / "actuals.csv", "actuals-national.csv"},
                                                    {nation / "rankings.csv", "rankings-national.csv"}};
  for (const auto& [from, name] : files) {
    std::error_code failure;
    fs::copy_file(from, folder / name, failure);
    if (failure)
      throw Error({.what = tr("Cannot copy a file of the sample"),
                   .file = from.string(),
                   .why = system_message(failure.value()),
                   .hint = tr("check that the disk has room, or reinstall the program")});
  }
}

}  // namespace data
