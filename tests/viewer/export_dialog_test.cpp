// Pictures from the window: saving as chosen and as the last time, copying, and what goes wrong.
#include "export_dialog.h"
#include "tests/support/expect.h"
#include "tests/support/run.h"
#include "viewer/export_choices.h"
#include "viewer/sidecar.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using support::Scratch;

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
  const auto made =
      support::run({PHUSONG_BINARY, "snapshot", project_.string(), "--layout", "a4-portrait", "--dpi", "96", "--lang", "both", "--layers",
                    "households", "--official", "--world-file", "--theme-by", state().indicator, "-o", "b.png", "--strict"},
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
