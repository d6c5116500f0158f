// Every shipped layout of every sample province in both languages: nothing overlaps, leaves its box or is cut short.
#include <gtest/gtest.h>

#include <filesystem>

#include "../viewer/page_sample.h"
#include "data/sample/sample.h"
#include "viewer/page/layouts.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;

class SampleProvince : public testing::TestWithParam<std::string> {};

/// The provinces' own names, shapes and targets, with few households, in the words of the catalogue.
TEST_P(SampleProvince, is_tidy_on_every_layout) {
  data::start_i18n(PHUSONG_LOCALE_DIR);
  const fs::path folder = fs::temp_directory_path() / ("phusong-layouts-" + std::to_string(getpid())) / GetParam();
  const auto project = data::write_sample(GetParam(), folder, PHUSONG_SHARE_DIR, {3000, 2022});
  const auto loaded = data::load_project(project, PHUSONG_SHARE_DIR, {});
  for (const data::PageLayout& layout : shipped_layouts())
    for (const Tongue tongue : {Tongue::vi, Tongue::en, Tongue::both}) {
      const PageRecord record = record_of(*loaded, page_in(layout.id, tongue));
      const std::string what = layout.id + " " + std::to_string(static_cast<int>(tongue));
      expect_tidy(record, what);
      for (const Placed& text : record.texts)
        EXPECT_FALSE(text.shortened) << what << ": " << text.part << " '" << text.text << "' is cut short";
    }
  PageSpec one = page_in("a4", Tongue::vi);
  for (const int unit : loaded->dataset->units->of_level(1)) {
    one.unit = loaded->dataset->units->units[static_cast<std::size_t>(unit)].code;
    expect_tidy(record_of(*loaded, one), one.unit);
  }
  fs::remove_all(folder.parent_path());
}

INSTANTIATE_TEST_SUITE_P(all, SampleProvince, testing::Values("vinh-phuc", "hung-yen", "ha-tinh", "thai-nguyen"),
                         [](const auto& parameter) {
                           std::string name = parameter.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace viewer
