// Pictures from the window: the dialog's preview, saving as chosen and as the last time, copying, and that no frame waits for any of it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "layers/headless_context.h"
#include "tests/support/app.h"
#include "tests/support/expect.h"
#include "tests/support/geojson.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"
#include "viewer/export_choices.h"
#include "viewer/offscreen.h"
#include "viewer/page/thumbnail.h"
#include "viewer/sidecar.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using support::GeoJson;
using support::Scratch;

class ExportDialog : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { data::start_i18n(PHUSONG_LOCALE_DIR); }
  void SetUp() override {
    data::set_language(data::Lang::en);
    GeoJson districts, communes, points;
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
    fs::create_directory(scratch_ / "out");
    before_ = fs::current_path();
    fs::current_path(scratch_ / "out");
  }
  void TearDown() override {
    screen_.reset();
    fs::current_path(before_);
  }
  void open(const fs::path& project) {
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
    for (const auto& entry : fs::directory_iterator(scratch_ / "out"))
      if (entry.path().extension() == ".png") out.push_back(entry.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
  }
  std::string result() const { return state().export_result ? state().export_result->text : "nothing"; }

  layers::HeadlessContext context_;
  Scratch scratch_;
  fs::path project_, before_;
  std::unique_ptr<Offscreen> screen_;
};

TEST_F(ExportDialog, TheFirstTimeTheDialogThenAsTheLastTime) {
  start();
  ask(SaveSnapshot{});
  EXPECT_TRUE(state().export_shown);
  EXPECT_TRUE(pictures().empty());
  ask(SaveExport{});
  ASSERT_EQ(pictures().size(), 1u) << result();
  EXPECT_HAS(pictures()[0], "_fibre-hh-use_20221231_en.png");
  EXPECT_HAS(result(), (scratch_ / "out" / pictures()[0]).string());
  EXPECT_TRUE(fs::exists(pictures()[0] + ".json"));
  ask(ShowExport{false});
  ask(SaveSnapshot{});
  EXPECT_FALSE(state().export_shown);
  EXPECT_EQ(pictures().size(), 2u) << "beside the first, never over it";
  ASSERT_TRUE(state().notice);
  EXPECT_HAS(state().notice->text, "-2.png");
  EXPECT_EQ(data::read_png(pictures()[1]).width, 1920);
}

TEST_F(ExportDialog, ANoticeGoesByItself) {
  start();
  ask(ShowExport{});
  ask(SaveExport{});
  ask(ShowExport{false});
  ask(SaveSnapshot{});
  ASSERT_TRUE(state().notice);
  for (int i = 0; i < 7 * 60; ++i) screen_->frame();
  EXPECT_FALSE(state().notice);
}

TEST_F(ExportDialog, ThePreviewIsThePageThatIsSaved) {
  start();
  ask(ShowExport{});
  EXPECT_NE(state().preview.texture, 0u);
  EXPECT_EQ(state().preview.page_width, 1920);
  EXPECT_EQ(state().preview.page_height, 1080);
  EXPECT_EQ(state().preview.width, static_cast<int>(preview_width * screen_->app().layout().scale)) << "what the dialog has room for";
  EXPECT_NEAR(static_cast<double>(state().preview.width) / state().preview.height, 1920.0 / 1080, 0.01);
  const auto first = state().preview.texture;
  ExportChoices choices;
  choices.layout = "a4", choices.dpi = 300;
  choose(choices);
  EXPECT_NE(state().preview.texture, first);
  EXPECT_EQ(state().preview.page_width, 3508);
  EXPECT_EQ(state().preview.page_height, 2480);
  ask(ShowExport{false});
  EXPECT_EQ(state().preview.texture, 0u);
}

/// Mean difference of two pictures of one size, in shades of 255.
double apart(const data::Image& a, const data::Image& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
  return sum / static_cast<double>(a.pixels.size());
}

/// Each pixel the mean of those that it stands for.
data::Image shrunk(const data::Image& from, int width, int height) {
  data::Image out(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const int x0 = x * from.width / width, x1 = std::max(x0 + 1, (x + 1) * from.width / width);
      const int y0 = y * from.height / height, y1 = std::max(y0 + 1, (y + 1) * from.height / height);
      for (std::size_t c = 0; c < 4; ++c) {
        int sum = 0;
        for (int v = y0; v < y1; ++v)
          for (int u = x0; u < x1; ++u) sum += from.at(u, v)[c];
        out.at(x, y)[c] = static_cast<std::uint8_t>(sum / ((x1 - x0) * (y1 - y0)));
      }
    }
  return out;
}

TEST_F(ExportDialog, ThePreviewIsThePageAsItStandsOnlySmaller) {
  start();
  for (const auto& [layout, size, dpi] :
       {std::tuple{"screen", "", 0.0}, {"screen", "3840x2160", 0.0}, {"a4-portrait", "", 300.0}, {"a3", "a3-portrait", 96.0}}) {
    ExportChoices choices;
    choices.layout = layout, choices.size = size, choices.dpi = dpi, choices.dark = false, choices.indicator = "none";
    const SnapshotRequest request = export_request(choices, state());
    layers::Map map;
    const PageSpec spec = dress_map(request, map);
    const Sheet sheet = prepare_sheet(*state().loaded, map, spec);
    const data::Image small = preview_of(sheet, map, 800, 474);
    EXPECT_TRUE(small.width == 800 || small.height == 474) << layout;
    const data::Image whole = compose_page(*state().loaded, map, spec);
    EXPECT_LT(apart(small, shrunk(whole, small.width, small.height)), 1.5) << layout << " " << size;
  }
}

TEST_F(ExportDialog, APreviewOfPaperSaysItsMillimetres) {
  start();
  ask(ShowExport{});
  EXPECT_EQ(state().preview.paper_width, 0);
  ExportChoices choices;
  choices.layout = "a3", choices.size = "a3-portrait", choices.dpi = 96;
  choose(choices);
  EXPECT_NEAR(state().preview.paper_width, 297, 1e-6);
  EXPECT_NEAR(state().preview.paper_height, 420, 1e-6);
}

TEST_F(ExportDialog, WhatWouldKeepAPageFromBeingWrittenIsSaidBefore) {
  start();
  ask(ShowExport{});
  for (const char* id : {"labels", "households", "borders", "fill"}) ask(ShowLayer{id, false});
  EXPECT_HAS(state().preview.error, "There is nothing on this map");
  ExportChoices choices;
  choices.lang = data::Lang::vi;
  choose(choices);
  EXPECT_HAS(state().preview.error, "There is nothing on this map") << "the screen's words, whatever the page's";
  ask(ShowLayer{"fill", true});
  EXPECT_EQ(state().preview.error, "");
  choices.layout = "cramped", choices.lang = data::Lang::en;
  choose(choices);
  EXPECT_HAS(state().preview.error, "no room for its legend");
}

TEST_F(ExportDialog, AllThatCanBeChosenIsWhatTheCommandLineMakes) {
  start();
  ExportChoices choices;
  choices.layout = "a4-portrait", choices.dpi = 96, choices.both_languages = choices.official = choices.world_file = true;
  choices.name = "a.png";
  ask(ShowExport{});
  choose(choices);
  EXPECT_EQ(state().preview.error, "");
  ask(SaveExport{});
  ASSERT_EQ(pictures(), std::vector<std::string>{"a.png"}) << result();
  EXPECT_TRUE(fs::exists("a.pgw"));
  const auto made = support::run({PHUSONG_BINARY, "snapshot", project_.string(), "--layout", "a4-portrait", "--dpi", "96", "--lang", "both",
                                  "--official", "--world-file", "--theme-by", state().indicator, "-o", "b.png", "--strict"},
                                 {{"XDG_CACHE_HOME", (scratch_ / "cache").string()}}, scratch_ / "out");
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_TRUE(support::bytes_of("a.pgw") == support::bytes_of("b.pgw"));
  const Sidecar by_dialog = read_sidecar("a.png.json"), by_command = read_sidecar("b.png.json");
  EXPECT_TRUE(by_dialog.page.both_languages && by_dialog.page.official);
  EXPECT_EQ(by_dialog.page, by_command.page);
}

TEST_F(ExportDialog, TheMapByItselfIsAGeoTiff) {
  start();
  ExportChoices choices;
  choices.ending = ".tif", choices.layout = "", choices.name = "a";
  ask(ShowExport{});
  choose(choices);
  EXPECT_EQ(state().preview.error, "");
  EXPECT_EQ(std::max(state().preview.page_width, state().preview.page_height), longest_bare_side) << "as large as its area makes it";
  choices.size = "600x400";
  choose(choices);
  EXPECT_EQ(state().preview.page_width, 600);
  ask(SaveExport{});
  EXPECT_TRUE(fs::exists("a.tif")) << result();
  EXPECT_TRUE(read_sidecar("a.tif.json").page.layout.empty());
}

TEST_F(ExportDialog, AWallOfScreensIsOnePicture) {
  start();
  ExportChoices choices;
  choices.layout = "wall", choices.size = "3x1@640x480", choices.name = "a.png";
  choose(choices);
  ask(SaveExport{});
  EXPECT_EQ(data::read_png("a.png").width, 1920) << result();
}

TEST_F(ExportDialog, NoFrameWaitsForAPreview) {
  start();
  screen_->app().handle(ShowExport{});
  int waited = 0;
  double longest = 0;
  while ((state().preview.pending || state().preview.texture == 0) && waited < 10000)
    longest = std::max(longest, screen_->frame()), ++waited;
  EXPECT_NE(state().preview.texture, 0u);
  EXPECT_GT(waited, 2) << "it came in the frame that asked for it";
  EXPECT_LT(longest, 2.0);
}

TEST_F(ExportDialog, WhatWasChosenIsWhatIsSaved) {
  start();
  ask(SelectUnit{state().units()->find(state().units()->level_of("district"), "244")});
  ExportChoices choices;
  choices.layout = "a4", choices.dpi = 96, choices.area = ExportArea::unit, choices.dark = true, choices.indicator = "none";
  choices.name = (scratch_ / "out/cua-toi").string();
  ask(ShowExport{});
  choose(choices);
  ask(SaveExport{});
  ASSERT_EQ(pictures(), std::vector<std::string>{"cua-toi.png"}) << result();
  const Sidecar said = read_sidecar("cua-toi.png.json");
  EXPECT_EQ(said.picture.width, 1123);
  EXPECT_EQ(said.page.layout, "a4-landscape");
  EXPECT_EQ(said.page.theme, "dark");
  EXPECT_EQ(said.page.unit, "244");
  EXPECT_TRUE(said.page.plain);
  EXPECT_EQ(said.page.lang, data::Lang::en);
  EXPECT_TRUE(state().export_choices.name.empty()) << "a name is for one picture";
}

TEST_F(ExportDialog, TheAreaOnTheScreenIsTheOneOnThePage) {
  start();
  EXPECT_EQ(area_of({}, state()), ExportArea::whole) << "all of it is on the screen";
  layers::View closer = state().view;
  closer.metres_per_pixel /= 5;
  ask(LookAt{closer, false});
  EXPECT_EQ(area_of({}, state()), ExportArea::view);
  ask(ShowExport{});
  ask(SaveExport{});
  const Sidecar said = read_sidecar(pictures().at(0) + ".json");
  ASSERT_TRUE(said.page.area);
  EXPECT_EQ(*said.page.area, state().map_view.extent());
  EXPECT_TRUE(said.camera.extent.holds(*said.page.area));
}

TEST_F(ExportDialog, LayersThatAreHiddenAreNotDrawn) {
  start();
  for (const char* id : {"labels", "households", "borders"}) ask(ShowLayer{id, false});
  ask(ShowExport{});
  ask(SaveExport{});
  const auto shown = read_sidecar(pictures().at(0) + ".json").layers;
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0].id, "fill");
  ask(ShowLayer{"fill", false});
  ask(SaveExport{});
  EXPECT_EQ(pictures().size(), 1u) << "a page with nothing on its map is none";
  EXPECT_HAS(result(), "nothing on this map");
}

TEST_F(ExportDialog, TheOtherLanguageIsThePagesOnly) {
  start();
  ExportChoices choices;
  choices.lang = data::Lang::vi, choices.name = "a.png";
  ask(ShowExport{});
  screen_->app().handle(SetExport{choices});
  for (int i = 0; i < 10000 && !screen_->app().settled(); ++i) {
    screen_->frame();
    ASSERT_EQ(data::language(), data::Lang::en) << "the screen's words never change";
  }
  EXPECT_EQ(state().preview.error, "");
  ask(SaveExport{});
  EXPECT_EQ(read_sidecar("a.png.json").page.lang, data::Lang::vi);
  // As a program does that speaks Vietnamese from its start: what loading puts into words, too.
  const auto made = support::run({PHUSONG_BINARY, "snapshot", "--from-sidecar", "a.png.json", "-o", "b.png", "--strict"},
                                 {{"XDG_CACHE_HOME", (scratch_ / "cache").string()}}, scratch_ / "out");
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_TRUE(support::bytes_of("a.png") == support::bytes_of("b.png"));
}

TEST_F(ExportDialog, FromTheWindowAndFromTheCommandLineAreTheSameBytes) {
  start();
  ask(ShowExport{});
  ExportChoices choices;
  choices.size = "1000x600";
  choose(choices);
  ask(SaveExport{});
  const std::string name = pictures().at(0);
  const auto made = support::run({PHUSONG_BINARY, "snapshot", "--from-sidecar", name + ".json", "-o", "again.png", "--strict"},
                                 {{"XDG_CACHE_HOME", (scratch_ / "cache").string()}}, scratch_ / "out");
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_TRUE(support::bytes_of(name) == support::bytes_of("again.png"));
}

TEST_F(ExportDialog, NoKeyIsLostBetweenTwoFrames) {
  start();
  ask(ShowExport{});
  for (const Key key : {Key::tab, Key::tab, Key::tab, Key::tab, Key::tab, Key::tab, Key::right, Key::right})
    on_key(key, {}, state(), screen_->app().requests());
  screen_->settle();
  EXPECT_EQ(state().export_hand.field, "lang");
  for (int i = 0; i < 2; ++i) on_key(Key::right, {}, state(), screen_->app().requests());
  screen_->settle();
  EXPECT_TRUE(state().export_choices.both_languages);
}

TEST_F(ExportDialog, ACopyIsThePictureThatWouldBeSaved) {
  start();
  ExportChoices choices;
  choices.size = "800x600";
  choose(choices);
  ask(CopyPicture{});
  auto png = screen_->app().take_copied();
  ASSERT_TRUE(png);
  EXPECT_FALSE(screen_->app().take_copied()) << "once";
  const data::Image image = data::read_png(scratch_.write("copied.png", {png->begin(), png->end()}));
  EXPECT_EQ(image.width, 800);
  EXPECT_TRUE(pictures().empty());
  screen_->app().told_copied({});
  EXPECT_HAS(state().notice->text, "clipboard");
  screen_->app().told_copied("no display");
  EXPECT_EQ(state().notice->kind, Message::Kind::error);
  EXPECT_EQ(state().notice->text, "no display");
}

// What goes wrong ------------------------------------------------------------------------------------------------------

TEST_F(ExportDialog, WhatCannotBeWrittenIsSaidWithItsReason) {
  start();
  ask(ShowExport{});
  ExportChoices choices;
  choices.name = "/proc/none/a.png";
  choose(choices);
  ask(SaveExport{});
  EXPECT_EQ(state().export_result->kind, Message::Kind::error);
  EXPECT_HAS(result(), "/proc/none/a.png");
  EXPECT_FALSE(state().saving);
  EXPECT_FALSE(state().exported);
  EXPECT_EQ(state().export_choices.name, "/proc/none/a.png") << "it can be corrected";
}

TEST_F(ExportDialog, ASizeThatIsNotUnderstoodIsSaidAndMended) {
  start();
  ask(ShowExport{});
  ExportChoices choices;
  for (const char* size : {"12", "100x100", "x", "999999x1"}) {
    choices.size = size;
    choose(choices);
    EXPECT_NE(state().preview.error, "") << size;
    ask(SaveExport{});
    EXPECT_EQ(state().export_result->kind, Message::Kind::error) << size;
  }
  EXPECT_TRUE(pictures().empty());
  for (const char* size : {"900x600", "12", "900x600"}) {
    choices.size = size;
    choose(choices);
    EXPECT_EQ(state().preview.error.empty(), choices.size != "12") << "also when it is again as it was";
  }
}

TEST_F(ExportDialog, WithoutALayerThereIsNoPicture) {
  scratch_.write("in/households.geojson", "broken");
  open(project_);
  ask(ShowExport{});
  EXPECT_HAS(state().preview.error, "not everything in the project could be read");
  ask(SaveExport{});
  EXPECT_HAS(result(), "households.geojson");
  EXPECT_TRUE(pictures().empty());
}

TEST_F(ExportDialog, NothingIsSavedBeforeThereIsSomething) {
  open(scratch_ / "absent.json");
  ask(SaveSnapshot{});
  EXPECT_FALSE(state().export_shown);
  ask(CopyPicture{});
  EXPECT_FALSE(screen_->app().take_copied());
  ask(SaveExport{});
  EXPECT_TRUE(pictures().empty());
}

TEST_F(ExportDialog, GoesWhileAPreviewIsMade) {
  start();
  screen_->app().handle(ShowExport{});
  screen_->frame();
  screen_.reset();  // joins what is under way
}

TEST(ExportNames, AreFreeAndWhereTheyWereMeant) {
  const Scratch scratch;
  const auto free = [](const fs::path& wanted, bool world_file = false, SidecarUse sidecar = SidecarUse::none) {
    SnapshotRequest request;
    request.file = wanted, request.world_file = world_file, request.sidecar = sidecar;
    return free_path(request);
  };
  const fs::path wanted = scratch / "a.png";
  EXPECT_EQ(free(wanted), wanted);
  scratch.write("a.png", "1");
  EXPECT_EQ(free(wanted), scratch / "a-2.png");
  scratch.write("a-2.png", "1");
  EXPECT_EQ(free(wanted), scratch / "a-3.png");
  EXPECT_TRUE(free("b.png").is_absolute());
  EXPECT_EQ(free("~/no-such-picture.png"), fs::path(std::getenv("HOME")) / "no-such-picture.png");
  // What lies beside a picture goes over nothing either.
  scratch.write("c.pgw", "1"), scratch.write("d.png.json", "{}");
  EXPECT_EQ(free(scratch / "c.png"), scratch / "c.png");
  EXPECT_EQ(free(scratch / "c.png", true), scratch / "c-2.png");
  EXPECT_EQ(free(scratch / "d.png"), scratch / "d.png");
  EXPECT_EQ(free(scratch / "d.png", false, SidecarUse::written), scratch / "d-2.png");
}

}  // namespace
}  // namespace viewer
