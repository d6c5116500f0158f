// The program behind the window, on a context without one: what people ask for, and what becomes of the picture meanwhile.
#include "viewer/app.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "data/image.h"
#include "data/source/i18n.h"
#include "layers/headless_context.h"
#include "tests/support/app.h"
#include "tests/support/geojson.h"
#include "tests/support/http_server.h"
#include "tests/support/picture.h"
#include "tests/support/scratch.h"
#include "viewer/offscreen.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using support::GeoJson;
using support::Scratch;

class AppTest : public ::testing::Test {
 protected:
  void SetUp() override {
    data::set_language(data::Lang::en);
    write_units(3);
    GeoJson points;
    for (int i = 0; i < 60; ++i) points.point(105.605 + i * 0.004, 21.35, {{"fiber", i % 3 != 0}});
    scratch_.write("households.geojson", points.text());
    project_ = write_project("project.json");
  }
  /// Communes side by side, a tenth of a degree wide each, in one district.
  void write_units(int count) {
    GeoJson districts, communes;
    districts.box(105.6, 21.3, 105.8, 21.4, {{"code", "243"}, {"name", "Vĩnh Yên"}, {"parent", "26"}});
    districts.box(105.8, 21.3, 105.9, 21.4, {{"code", "244"}, {"name", "Tam Đảo"}, {"parent", "26"}});
    for (int i = 0; i < count; ++i)
      communes.box(
          105.6 + i * 0.1, 21.3, 105.7 + i * 0.1, 21.4,
          {{"code", std::to_string(i).insert(0, "0870")}, {"name", std::to_string(i).insert(0, "Xã ")}, {"parent", i < 2 ? "243" : "244"}});
    scratch_.write("districts.geojson", districts.text());
    scratch_.write("communes.geojson", communes.text());
  }
  fs::path write_project(const std::string& name, const std::string& households = "households.geojson", const std::string& more = "") {
    return scratch_.write(
        name, R"({"version": 1, "title": {"vi": "Tỉnh thử", "en": "Test province"}, "crs": "EPSG:5897", "date": "2022-12-31", "units": [
      {"level": "district", "source": "districts.geojson", "code": "code", "name": "name", "parent": "parent"},
      {"level": "commune", "source": "communes.geojson", "code": "code", "name": "name", "parent": "parent"}],
      "layers": [{"id": "households", "kind": "fiber_household", "source": ")" +
                  households + R"(", "fields": {"connected": "fiber"}})" + more + "]}");
  }
  void start(const fs::path& project) {
    start_only(project);
    screen_->settle();
  }
  void start_only(const fs::path& project) { screen_ = std::make_unique<Offscreen>(support::english_app(project), 1280, 720, 1); }
  void start() {
    start(project_);
    ASSERT_TRUE(screen_->app().settled());
    ASSERT_NE(state().loaded, nullptr);
  }
  void ask(const Request& request) {
    screen_->app().handle(request);
    screen_->settle();
    ASSERT_TRUE(screen_->app().settled());
  }
  const State& state() const { return screen_->app().state(); }
  int unit(int level, const char* code) const { return state().dataset->units->find(level, code); }
  std::string messages() const {
    std::string out;
    for (const Message& message : state().messages) out += message.text + '\n';
    return out;
  }
  double difference(const data::Image& a, const data::Image& b) const { return data::compare(a, b).share_of_pixels; }

  Scratch scratch_;
  fs::path project_;
  layers::HeadlessContext context_;
  std::unique_ptr<Offscreen> screen_;
};

TEST_F(AppTest, OpensShowsAndSettles) {
  start();
  EXPECT_EQ(state().dataset->units->units.size(), 6u);
  EXPECT_EQ(state().indicator, "fibre_hh_use");
  EXPECT_EQ(state().level, 2);
  EXPECT_EQ(state().table.size(), 3u);
  EXPECT_EQ(state().crs_name, "VN-2000 105°00′");
  EXPECT_NEAR(state().true_metres, 1 / 0.9999743, 1e-6);  // 0.9999 (1 + (0.75° cos 21.35°)² / 2)
  EXPECT_TRUE(state().choropleth.has_value());
  EXPECT_EQ(messages(), "");
  EXPECT_FALSE(state().loading);
  // The whole area is fitted into the map's own frame.
  const layers::Frame& map = screen_->app().layout().map;
  const data::Box box = state().dataset->units->units[0].box;
  for (const data::Point corner : {data::Point{box.min_x, box.min_y}, data::Point{box.max_x, box.max_y}}) {
    const data::Point s = state().view.to_screen(corner);
    EXPECT_TRUE(s.x >= map.left && s.x <= map.right && s.y >= map.top && s.y <= map.bottom) << s.x << ", " << s.y;
  }
}

TEST_F(AppTest, NothingMovesByItself) {
  start();
  const layers::View view = state().view;
  const data::Image before = screen_->picture();
  for (int i = 0; i < 5; ++i) screen_->frame();
  EXPECT_EQ(state().view, view);
  EXPECT_EQ(difference(before, screen_->picture()), 0);
}

TEST_F(AppTest, AProjectThatCannotBeOpenedIsAMessageAndTheProgramLivesOn) {
  start(scratch_ / "absent.json");
  EXPECT_TRUE(screen_->app().settled());
  EXPECT_EQ(state().loaded, nullptr);
  EXPECT_NE(messages().find("absent.json"), std::string::npos) << messages();
  EXPECT_TRUE(state().messages_shown);
  EXPECT_FALSE(screen_->app().quit_asked());
  ask(OpenProject{project_});
  EXPECT_NE(state().loaded, nullptr);
  EXPECT_EQ(messages(), "");
}

TEST_F(AppTest, RequestsWithoutAProjectDoNoHarm) {
  start(scratch_ / "absent.json");
  for (const Request& request : {Request{SelectUnit{3}}, Request{EnterUnit{2}}, Request{ShowLevel{1}}, Request{ChooseIndicator{"x"}},
                                 Request{FitAll{}}, Request{SaveSnapshot{}}, Request{SearchTable{"a"}}, Request{SortTable{1, true}},
                                 Request{ShowLayer{"households", false}}, Request{SetTheme{false}}, Request{Reload{}}})
    ask(request);
  screen_->click(640, 360);
  screen_->wheel(640, 360, 1);
  EXPECT_EQ(state().loaded, nullptr);
}

TEST_F(AppTest, ALayerThatFailsIsAMessageAndTheRestIsShown) {
  start(write_project("lost.json", "lost.geojson"));
  ASSERT_NE(state().loaded, nullptr);
  EXPECT_NE(messages().find("lost.geojson"), std::string::npos) << messages();
  EXPECT_TRUE(state().messages_shown);
  EXPECT_EQ(state().table.size(), 3u);
  for (const UnitRow& row : state().table) EXPECT_EQ(row.value, std::nullopt);
  ask(DismissMessages{});
  EXPECT_TRUE(state().messages.empty());
  EXPECT_FALSE(state().messages_shown);
}

TEST_F(AppTest, AReloadKeepsTheViewTheSelectionAndTheLevel) {
  start();
  ask(SelectUnit{unit(2, "08701")});
  ask(EnterUnit{unit(1, "243")});
  layers::View view = state().view;
  view.centre.x += 1234;
  ask(LookAt{view, false});
  const layers::View before = state().view;
  write_units(4);  // the day's data drop has one commune more
  ask(Reload{});
  EXPECT_EQ(state().dataset->units->units.size(), 7u);
  EXPECT_EQ(state().view, before);
  EXPECT_EQ(state().selected, unit(2, "08701"));
  EXPECT_EQ(state().entered, unit(1, "243"));
}

TEST_F(AppTest, AFailedReloadKeepsTheLastGoodPicture) {
  start();
  const auto loaded = state().loaded;
  fs::rename(scratch_ / "communes.geojson", scratch_ / "away");
  fs::rename(scratch_ / "districts.geojson", scratch_ / "far");
  ask(Reload{});
  EXPECT_EQ(state().loaded, loaded);
  EXPECT_EQ(state().table.size(), 3u);
  EXPECT_NE(messages().find("districts.geojson"), std::string::npos);
  EXPECT_TRUE(state().messages_shown);
  fs::rename(scratch_ / "away", scratch_ / "communes.geojson");
  fs::rename(scratch_ / "far", scratch_ / "districts.geojson");
  ask(Reload{});
  EXPECT_NE(state().loaded, loaded);
  EXPECT_EQ(messages(), "");
}

TEST_F(AppTest, AnotherProjectStartsAfresh) {
  start();
  ask(SelectUnit{unit(2, "08701")});
  ask(OpenProject{write_project("other.json")});
  EXPECT_EQ(state().selected, -1);
  EXPECT_EQ(state().entered, 0);
  EXPECT_EQ(state().dataset->project.path.filename(), "other.json");
}

TEST_F(AppTest, WhileAnotherProjectIsReadTheOldOneStaysAndTheCameraGoesWithTheNewUnits) {
  start();
  const auto loaded = state().loaded;
  layers::View view = state().view;
  view.centre.x += 5000, view.metres_per_pixel /= 3;
  ask(LookAt{view, false});
  ask(SearchTable{"khong co"});
  ask(ShowSource{0});
  screen_->app().handle(OpenProject{write_project("other.json")});
  EXPECT_EQ(state().loaded, loaded);
  EXPECT_TRUE(state().loading);
  screen_->settle();
  EXPECT_NE(state().loaded, loaded);
  EXPECT_EQ(state().search, "");
  EXPECT_EQ(state().table.size(), 3u);
  EXPECT_EQ(state().source_shown, -1);
  const layers::Frame& map = screen_->app().layout().map;
  const data::Point middle = state().view.to_screen(state().dataset->units->units[0].box.centre());
  EXPECT_NEAR(middle.x, (map.left + map.right) / 2, 1);
}

TEST_F(AppTest, AnotherProjectThatCannotBeReadLeavesTheOldOne) {
  start();
  const auto loaded = state().loaded;
  const layers::View view = state().view;
  for (const Request& request : {Request{OpenProject{scratch_ / "absent.json"}}, Request{OpenSample{"atlantis"}}}) {
    ask(request);
    EXPECT_EQ(state().loaded, loaded);
    EXPECT_EQ(state().view, view);
    EXPECT_TRUE(state().messages_shown);
  }
  EXPECT_NE(messages().find("absent.json"), std::string::npos) << messages();
  EXPECT_NE(messages().find("atlantis"), std::string::npos) << messages();
  ask(Reload{});  // of what is on the screen, not of what failed
  EXPECT_EQ(state().dataset->project.path, project_);
  EXPECT_EQ(messages(), "");
}

TEST_F(AppTest, ProjectsOfThisRunAreRememberedNewestFirst) {
  start();
  for (int i = 0; i < 6; ++i) ask(OpenProject{write_project(std::to_string(i) + ".json")});
  ask(OpenProject{scratch_ / "3.json"});
  ASSERT_EQ(state().recent.size(), 5u);
  EXPECT_EQ(state().recent[0].path, scratch_ / "3.json");
  EXPECT_EQ(state().recent[1].path, scratch_ / "5.json");
  EXPECT_EQ(state().recent[0].title.en, "Test province");
  EXPECT_EQ(state().province, "");
}

TEST_F(AppTest, ASampleIsGeneratedOnceBesideTheDrawing) {
  setenv("XDG_CACHE_HOME", (scratch_ / "cache").c_str(), 1);
  start();
  screen_->app().handle(OpenSample{"vinh-phuc"});
  while (!screen_->app().settled() && state().generated_percent < 0) screen_->frame();
  EXPECT_GE(state().generated_percent, 0);
  EXPECT_EQ(state().dataset->project.path, project_);  // still there
  screen_->settle(240);
  unsetenv("XDG_CACHE_HOME");
  ASSERT_TRUE(screen_->app().settled());
  EXPECT_EQ(state().province, "vinh-phuc") << messages();
  EXPECT_LT(state().generated_percent, 0);
  EXPECT_EQ(state().dataset->units->units[0].code, "26");
  ASSERT_EQ(state().recent.size(), 1u);  // a sample has its own line in the menu
  EXPECT_EQ(state().recent[0].path, project_);
}

TEST_F(AppTest, EnteringAUnitListsItsPartsAndFliesThere) {
  start();
  ask(EnterUnit{unit(1, "243")});
  EXPECT_EQ(state().table.size(), 2u);
  EXPECT_EQ(state().level, 2);
  const data::Box box = state().dataset->units->units[static_cast<std::size_t>(unit(1, "243"))].box;
  const layers::Frame& map = screen_->app().layout().map;
  const data::Point middle = state().view.to_screen(box.centre());
  EXPECT_NEAR(middle.x, (map.left + map.right) / 2, 1);
  EXPECT_NEAR(middle.y, (map.top + map.bottom) / 2, 1);
  ask(EnterUnit{unit(2, "08700")});  // nothing below it: selected, and the list stays
  EXPECT_EQ(state().selected, unit(2, "08700"));
  EXPECT_EQ(state().entered, unit(1, "243"));
  ask(EnterUnit{0});
  EXPECT_EQ(state().table.size(), 3u);
}

TEST_F(AppTest, AWindowOfAnySizeFliesAndRests) {
  // The layout's own scale is not the screen's here; being told the same size again must change nothing.
  for (const auto& [width, height, ratio] : {std::tuple{1000, 700, 1.0}, std::tuple{1280, 720, 1.5}, std::tuple{1920, 1080, 2.0}}) {
    screen_.reset();
    screen_ = std::make_unique<Offscreen>(support::english_app(project_), width, height, ratio);
    screen_->settle();
    screen_->app().handle(EnterUnit{unit(1, "243")});
    EXPECT_TRUE(screen_->app().animating());
    screen_->frame();
    EXPECT_TRUE(screen_->app().animating());
    screen_->settle();
    const layers::Frame& map = screen_->app().layout().map;
    const data::Point middle = state().view.to_screen(state().dataset->units->units[static_cast<std::size_t>(unit(1, "243"))].box.centre());
    EXPECT_NEAR(middle.x, (map.left + map.right) / 2, 1) << width;
    const double scale = screen_->app().layout().scale;
    ask(ShowPanels{false});
    EXPECT_EQ(screen_->app().layout().scale, scale);
  }
}

TEST_F(AppTest, EnteringAboveTheShownLevelGoesOneDeeper) {
  start();
  ask(ShowLevel{1});
  EXPECT_EQ(state().table.size(), 2u);
  ask(EnterUnit{unit(1, "243")});
  EXPECT_EQ(state().level, 2);
}

TEST_F(AppTest, SelectingTwiceClears) {
  start();
  ask(SelectUnit{3});
  EXPECT_EQ(state().selected, 3);
  ask(SelectUnit{3});
  EXPECT_EQ(state().selected, -1);
}

TEST_F(AppTest, ClickDragAndWheelOnTheMap) {
  start();
  const data::UnitSet& units = *state().dataset->units;
  const int wanted = unit(2, "08701");
  const data::Point at = state().view.to_screen(units.units[static_cast<std::size_t>(wanted)].label);
  screen_->click(at.x, at.y);
  screen_->settle();
  EXPECT_EQ(state().hovered, wanted);
  EXPECT_EQ(state().selected, wanted);
  ASSERT_TRUE(state().pointer_wgs84.has_value());
  EXPECT_NEAR(state().pointer_wgs84->x, 105.75, 0.02);
  EXPECT_NEAR(state().pointer_wgs84->y, 21.35, 0.02);

  const data::Point grabbed = state().view.to_map(at);
  screen_->drag(at.x, at.y, at.x + 60, at.y - 40, 6);
  screen_->settle();
  data::Point now = state().view.to_screen(grabbed);
  EXPECT_NEAR(now.x, at.x + 60, 0.6);
  EXPECT_NEAR(now.y, at.y - 40, 0.6);

  screen_->wheel(now.x, now.y, 2);
  screen_->settle();
  now = state().view.to_screen(grabbed);
  EXPECT_NEAR(now.x, at.x + 60, 1.5);
  EXPECT_NEAR(now.y, at.y - 40, 1.5);
}

TEST_F(AppTest, LayersThemesAndIndicatorsChangeThePicture) {
  start();
  const data::Image first = screen_->picture();
  ask(ShowLayer{"fill", false});
  EXPECT_FALSE(state().is_visible("fill"));
  EXPECT_GT(difference(first, screen_->picture()), 0.01);
  ask(ShowLayer{"fill", true});
  EXPECT_EQ(difference(first, screen_->picture()), 0);
  ask(SetTheme{false});
  EXPECT_GT(difference(first, screen_->picture()), 0.5);
  ask(ChooseIndicator{"no such indicator"});
  EXPECT_FALSE(state().choropleth.has_value());
}

TEST_F(AppTest, ABasemapHasASwitchAndAnOpacity) {
  support::write_picture(scratch_, "base", {20, 200, 40}, 105.4, 21.6, 0.001, 700);
  start(write_project("base.json", "households.geojson",
                      R"(, {"id": "base", "kind": "raster", "source": "base.png", "crs": "EPSG:4326", "opacity": 0.4})"));
  EXPECT_EQ(messages(), "");
  ASSERT_TRUE(screen_->app().settled());
  EXPECT_EQ(state().switchable.back(), "base");
  EXPECT_EQ(state().opacity_of("base"), 0.4);
  const data::Image faint = screen_->picture();
  ask(SetOpacity{"base", 1});
  EXPECT_EQ(state().opacity_of("base"), 1);
  EXPECT_GT(difference(faint, screen_->picture()), 0.1);
  ask(Reload{});
  EXPECT_EQ(state().opacity_of("base"), 1) << "what a person set stays";
  ask(SetOpacity{"base", 7});
  EXPECT_EQ(state().opacity_of("base"), 1);
  ask(SetOpacity{"households", 0.1});
  EXPECT_EQ(state().opacity.size(), 1u);
  ask(ShowLayer{"base", false});
  const data::Image without = screen_->picture();
  ask(SetOpacity{"base", 0.4});
  ask(ShowLayer{"base", true});
  EXPECT_EQ(difference(faint, screen_->picture()), 0);
  EXPECT_GT(difference(faint, without), 0.1);
}

/// A server that takes requests and never answers: the worst that a network can do.
TEST_F(AppTest, ABasemapThatNeverComesDelaysNoFrame) {
  const support::HttpServer server;
  start_only(write_project("far.json", "households.geojson",
                           R"(, {"id": "far", "kind": "raster", "source": ")" + server.url() + R"(/{z}/{x}/{y}.png"})"));
  std::vector<double> times;
  const auto coloured = [&] { return state().choropleth.has_value() && state().loaded; };
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while ((!coloured() || server.requests() == 0) && std::chrono::steady_clock::now() < end) screen_->frame();
  ASSERT_TRUE(coloured()) << "the rest of the map is there while the server is waited for";
  ASSERT_GT(server.requests(), 0);
  EXPECT_EQ(messages(), "");
  for (int i = 0; i < 60; ++i) {
    layers::View view = state().view;
    view.centre.x += 20 * view.metres_per_pixel;
    screen_->app().requests().push_back(LookAt{view, false});
    times.push_back(screen_->frame());
  }
  std::sort(times.begin(), times.end());
  EXPECT_LT(times[30], 0.5) << "a frame that waited would take seconds";
  EXPECT_LT(times.back(), 2.0);
  screen_->settle(40);
  EXPECT_NE(messages().find("'far'"), std::string::npos) << messages();
  EXPECT_NE(messages().find(server.url()), std::string::npos);
  EXPECT_EQ(state().messages.size(), 1u) << "said once";
}

TEST_F(AppTest, LeavingDoesNotWaitForAServerThatNeverAnswers) {
  const support::HttpServer server;
  start_only(write_project("far.json", "households.geojson",
                           R"(, {"id": "far", "kind": "raster", "source": ")" + server.url() + R"(/{z}/{x}/{y}.png"})"));
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while ((!state().loaded || server.requests() == 0) && std::chrono::steady_clock::now() < end) screen_->frame();
  ASSERT_GT(server.requests(), 0);
  // The map's own requests, which may be several at once, have all been made when no more come.
  int asked = 0;
  while (server.requests() != asked && std::chrono::steady_clock::now() < end) {
    asked = server.requests();
    const auto quiet = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
    while (std::chrono::steady_clock::now() < quiet) screen_->frame();
  }
  // The dialog's preview asks the server too, for a map of its own.
  screen_->app().handle(ShowExport{});
  while ((server.requests() == asked || !state().preview.pending) && std::chrono::steady_clock::now() < end) screen_->frame();
  ASSERT_GT(server.requests(), asked);
  ASSERT_TRUE(state().preview.pending);
  const auto start = std::chrono::steady_clock::now();
  screen_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST_F(AppTest, TheOtherLanguageMovesNothing) {
  start();
  ask(SelectUnit{unit(2, "08701")});
  const layers::View view = state().view;
  ask(SetLanguage{data::Lang::vi});
  EXPECT_EQ(state().lang, data::Lang::vi);
  EXPECT_EQ(data::language(), data::Lang::vi);
  EXPECT_EQ(state().view, view);
  EXPECT_EQ(state().selected, unit(2, "08701"));
  EXPECT_NE(state().loaded, nullptr);
}

TEST_F(AppTest, PanelsGoAndComeBack) {
  start();
  const data::Image first = screen_->picture();
  ask(ShowPanels{false});
  EXPECT_EQ(screen_->app().layout().map.width(), 1280);
  ask(ShowPanels{true});
  EXPECT_EQ(difference(first, screen_->picture()), 0);
}

TEST_F(AppTest, ToggleAndQuitAreForTheWindow) {
  start();
  EXPECT_FALSE(screen_->app().take_full_screen_toggle());
  ask(ToggleFullScreen{});
  EXPECT_TRUE(screen_->app().take_full_screen_toggle());
  EXPECT_FALSE(screen_->app().take_full_screen_toggle());
  ask(Quit{});
  EXPECT_TRUE(screen_->app().quit_asked());
}

TEST_F(AppTest, ManyOpensInARowEndWithTheLast) {
  start();
  for (int i = 0; i < 8; ++i) screen_->app().handle(OpenProject{write_project(std::to_string(i) + ".json")});
  screen_->settle();
  EXPECT_TRUE(screen_->app().settled());
  ASSERT_NE(state().dataset, nullptr);
  EXPECT_EQ(state().dataset->project.path.filename(), "7.json");
  EXPECT_EQ(messages(), "");
}

TEST_F(AppTest, GoesWhileLoading) {
  for (int i = 0; i < 5; ++i) {
    Offscreen screen(support::english_app(project_), 640, 480, 1);
    for (int f = 0; f < i; ++f) screen.frame();
  }
}

}  // namespace
}  // namespace viewer
