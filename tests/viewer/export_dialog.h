// A window with a small project open, whose pictures go to a folder of their own.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "data/source/i18n.h"
#include "layers/headless_context.h"
#include "tests/support/app.h"
#include "tests/support/geojson.h"
#include "tests/support/scratch.h"
#include "viewer/offscreen.h"

namespace viewer {

class ExportDialog : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { data::start_i18n(PHUSONG_LOCALE_DIR); }
  void SetUp() override {
    data::set_language(data::Lang::en);
    support::GeoJson districts, communes, points;
    districts.box(105.6, 21.3, 105.8, 21.4, {{"code", "243"}, {"name", "Vĩnh Yên"}, {"parent", "26"}});
    districts.box(105.8, 21.3, 105.9, 21.4, {{"code", "244"}, {"name", "Huyện Tam Đảo"}, {"parent", "26"}});
    for (int i = 0; i < 3; ++i)
      communes.box(105.6 + i * 0.1, 21.3, 105.7 + i * 0.1, 21.4,
                   {{"code", "0870" + std::to_string(i)}, {"name", "Xã " + std::to_string(i)}, {"parent", i < 2 ? "243" : "244"}});
    for (int i = 0; i < 60; ++i) points.point(105.605 + i * 0.004, 21.35, {{"fiber", i % 3 != 0}});
    scratch_.write("in/districts.geojson", districts.text());
    scratch_.write("in/communes.geojson", communes.text());
    scratch_.write("in/households.geojson", points.text());
    scratch_.write("in/targets.json", R"({"version": 1, "targets": [{"id": "T1", "indicator": "pop_5g", "scope": "26", "comparator": ">=",
      "value": 70, "unit": "%", "deadline": "2025-12-31", "status": "draft", "headline": true,
      "source": {"document": "Kế hoạch thử", "issuer": "Sở", "date": "2022", "quote": "tối thiểu 70%", "file": "a.txt"}}]})");
    project_ = scratch_.write("in/project.json", R"({"version": 1, "title": {"vi": "Tỉnh thử", "en": "Test province"}, "crs": "EPSG:5897",
      "date": "2022-12-31", "scope": "26", "layouts": [
      {"id": "cramped", "screen": {"width": 1280, "height": 720}, "body":
        {"rows": [{"part": "header"}, {"columns": [{"part": "map", "max": 0.08}, {"part": "table"}]}, {"part": "footer"}]}}],
      "official": {"parent": "Ủy ban nhân dân tỉnh", "agency": "Sở thử"}, "targets": "targets.json", "units": [
      {"level": "district", "source": "districts.geojson", "code": "code", "name": "name", "parent": "parent"},
      {"level": "commune", "source": "communes.geojson", "code": "code", "name": "name", "parent": "parent"}],
      "layers": [{"id": "households", "kind": "fiber_household", "source": "households.geojson", "fields": {"connected": "fiber"}}]})");
    std::filesystem::create_directory(scratch_ / "out");
    before_ = std::filesystem::current_path();
    std::filesystem::current_path(scratch_ / "out");
  }
  void TearDown() override {
    screen_.reset();
    std::filesystem::current_path(before_);
  }
  void open(const std::filesystem::path& project) {
    screen_ = std::make_unique<Offscreen>(support::english_app(project), 1280, 720, 1);
    screen_->settle();
  }
  void start() {
    open(project_);
    ASSERT_NE(state().loaded, nullptr);
  }
  void ask(const Request& request) {
    screen_->app().handle(request);
    screen_->settle();
    ASSERT_TRUE(screen_->app().settled());
  }
  void choose(const ExportChoices& choices) { ask(SetExport{choices}); }
  const State& state() const { return screen_->app().state(); }
  std::vector<std::string> pictures() const {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(scratch_ / "out"))
      if (entry.path().extension() == ".png") out.push_back(entry.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
  }
  std::string result() const { return state().export_result ? state().export_result->text : "nothing"; }

  layers::HeadlessContext context_;
  support::Scratch scratch_;
  std::filesystem::path project_, before_;
  std::unique_ptr<Offscreen> screen_;
};

}  // namespace viewer
