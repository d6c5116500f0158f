// Pictures compared with expected ones: one folder a case, case.json beside expected.png. UPDATE_GOLDEN=1 renews them; every
// case has probes too, single pixels that must be of a known colour, so that a wrongly renewed picture still fails.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "data/image.h"
#include "data/sample/sample.h"
#include "data/source/i18n.h"
#include "data/source/write_whole.h"
#include "layers/headless_context.h"
#include "viewer/offscreen.h"
#include "viewer/page/page.h"

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path& cases_dir() {
  static const fs::path dir = fs::path(PHUSONG_SOURCE_DIR) / "tests" / "golden";
  return dir;
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(cases_dir()))
    if (fs::exists(entry.path() / "case.json")) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

/// One sample of each size for all cases of this process: the same seed, the same pictures.
const fs::path& sample(const json& spec) {
  static const fs::path folder = fs::temp_directory_path() / ("phusong-golden-" + std::to_string(getpid()));
  static std::map<std::uint64_t, fs::path> made;
  if (made.empty())
    std::atexit([] {
      std::error_code ignored;
      fs::remove_all(folder, ignored);
    });
  const std::uint64_t households = spec.value("households", std::uint64_t{12000});
  fs::path& project = made[households];
  if (project.empty()) project = data::write_sample("vinh-phuc", folder / std::to_string(households), PHUSONG_SHARE_DIR, {households, 2022});
  return project;
}

data::Image draw_page(const json& spec, data::Lang lang) {
  const layers::HeadlessContext context;
  const auto loaded = data::load_project(sample(spec), PHUSONG_SHARE_DIR, {});
  layers::Map map;
  map.set_dataset(loaded->dataset);
  const json shown = spec.value("layers", json::object());
  for (const auto& [id, on] : shown.items()) map.set_visible(id, on.get<bool>());
  viewer::PageSpec page;
  page.layout = spec.at("layout");
  page.width = spec.at("width"), page.height = spec.at("height");
  page.lang = lang;
  page.indicator = spec.value("indicator", "fibre_hh_use");
  page.unit = spec.value("unit", "");
  page.theme = spec.value("theme", "dark") == "dark" ? nullptr : &layers::light_theme();
  if (const std::vector<double> area = spec.value("area", std::vector<double>{}); area.size() == 4) page.area = data::Box{area[0], area[1], area[2], area[3]};
  return viewer::compose_page(*loaded, map, viewer::with_defaults(page));
}

data::Image draw_screen(const json& spec, data::Lang lang) {
  const layers::HeadlessContext context;
  viewer::AppOptions options;
  options.assets = PHUSONG_SHARE_DIR;
  options.project = sample(spec);
  options.lang = lang;
  options.dark = spec.value("theme", "dark") == "dark";
  options.clock = "07:58 · 22/11/2026";
  viewer::Offscreen screen(options, spec.at("width"), spec.at("height"), spec.value("pixel_ratio", 1.0));
  screen.settle();
  return screen.picture();
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, looks_as_expected) {
  const fs::path folder = cases_dir() / GetParam();
  std::ifstream file(folder / "case.json");
  const json spec = json::parse(file);
  data::start_i18n(PHUSONG_LOCALE_DIR);
  const data::Lang lang = spec.value("lang", "vi") == "en" ? data::Lang::en : data::Lang::vi;
  data::set_language(lang);
  const data::Image actual = spec.at("what") == "screen" ? draw_screen(spec, lang) : draw_page(spec, lang);

  for (const json& probe : spec.at("probes")) {
    const std::uint8_t* pixel = actual.at(probe.at("at")[0], probe.at("at")[1]);
    const std::vector<int> rgb = probe.at("rgb");
    for (std::size_t c = 0; c < 3; ++c)
      EXPECT_NEAR(pixel[c], rgb[c], probe.value("tolerance", 6)) << probe.at("what") << " at " << probe.at("at") << " is " << int(pixel[0]) << ',' << int(pixel[1]) << ',' << int(pixel[2]);
  }
  if (std::getenv("UPDATE_GOLDEN")) {
    data::write_whole(folder / "expected.png", data::encode_png(actual));
    return;
  }
  const data::Image expected = data::read_png(folder / "expected.png");
  const data::ImageDifference difference = data::compare(actual, expected, spec.value("tolerance", 2));
  // 0.02 % of pixels, unless the case says more and why.
  const double allowed = spec.value("share", 0.0002);
  ASSERT_TRUE(!spec.contains("share") || spec.contains("reason")) << "a looser case must say why";
  if (difference.share_of_pixels > allowed) {
    const fs::path out = fs::temp_directory_path() / "phusong-golden-failures" / GetParam();
    fs::create_directories(out);
    data::write_whole(out / "actual.png", data::encode_png(actual));
    ADD_FAILURE() << difference.share_of_pixels * 100 << " % of pixels differ (at most by " << difference.max_channel << "); see " << (out / "actual.png");
  }
}

INSTANTIATE_TEST_SUITE_P(cases, Golden, testing::ValuesIn(case_names()), [](const auto& parameter) {
  std::string name = parameter.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
