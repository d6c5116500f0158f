// Mouse and keys over a map without a window: ImGui is told where the pointer is, and every request is carried out as App would.
#include "viewer/input.h"

#include <gtest/gtest.h>
#include <imgui/imgui.h>

#include <cmath>

namespace viewer {
namespace {

using data::Point;

class Mouse : public ::testing::Test {
 protected:
  void SetUp() override {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {1920, 1080};
    io.DeltaTime = 1.0F / 60;
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    io.MousePos = {-1, -1};
    layout.width = 1920, layout.height = 1080;
    layout.map = {300, 70, 1500, 800};
    state.view.centre = {562055, 2356283};
    state.view.metres_per_pixel = 25;
    state.view.width = 1920, state.view.height = 1080;
    state.hovered = 5;
  }
  void TearDown() override { ImGui::DestroyContext(); }

  /// One frame; what was asked for is carried out and kept for the test to see.
  void frame() {
    Requests asked;
    ImGui::NewFrame();
    mouse.update(state, layout, asked);
    ImGui::Render();
    ImGui::GetIO().MouseWheel = 0;
    for (const Request& request : asked) {
      if (const auto* look = std::get_if<LookAt>(&request)) state.view = look->view;
      all.push_back(request);
    }
  }
  void point(double x, double y) {
    ImGui::GetIO().MousePos = {static_cast<float>(x), static_cast<float>(y)};
    frame();
  }
  void press(bool down) {
    ImGui::GetIO().MouseDown[0] = down;
    frame();
  }
  void drag(double x0, double y0, double x1, double y1, int steps = 10) {
    point(x0, y0);
    press(true);
    for (int i = 1; i <= steps; ++i) point(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps);
    press(false);
  }
  template <typename T>
  std::vector<T> asked() const {
    std::vector<T> out;
    for (const Request& request : all)
      if (const T* one = std::get_if<T>(&request)) out.push_back(*one);
    return out;
  }
  void expect_under(Point screen, Point map) const {
    const Point now = state.view.to_map(screen);
    EXPECT_NEAR(now.x, map.x, state.view.metres_per_pixel * 0.01);
    EXPECT_NEAR(now.y, map.y, state.view.metres_per_pixel * 0.01);
  }

  State state;
  ScreenLayout layout;
  MapMouse mouse;
  Requests all;
};

TEST_F(Mouse, DraggingKeepsTheGrabbedPointUnderThePointer) {
  for (const Point to : {Point{900, 500}, Point{400, 100}, Point{601, 409}}) {
    const Point grabbed = state.view.to_map({600, 400});
    drag(600, 400, to.x, to.y);
    expect_under(to, grabbed);
    EXPECT_EQ(state.view.metres_per_pixel, 25);
  }
  EXPECT_TRUE(asked<SelectUnit>().empty());
  for (const LookAt& look : asked<LookAt>()) EXPECT_FALSE(look.animate);
}

TEST_F(Mouse, InOneLongStepToo) {
  const Point grabbed = state.view.to_map({600, 400});
  drag(600, 400, 1000, 700, 1);
  expect_under({1000, 700}, grabbed);
}

TEST_F(Mouse, ADragGoesOnBeyondTheMap) {
  const Point grabbed = state.view.to_map({600, 400});
  drag(600, 400, 100, 1000);
  expect_under({100, 1000}, grabbed);
  EXPECT_FALSE(mouse.dragging());
}

TEST_F(Mouse, AClickSelectsWhatIsUnderThePointerAndMovesNothing) {
  const layers::View before = state.view;
  drag(600, 400, 602, 401);  // a hand is never quite still
  EXPECT_EQ(state.view, before);
  ASSERT_EQ(asked<SelectUnit>().size(), 1u);
  EXPECT_EQ(asked<SelectUnit>()[0].unit, 5);
}

TEST_F(Mouse, OutsideTheMapNothingHappens) {
  point(100, 400);  // the panel on the left
  press(true);
  point(600, 400);
  press(false);
  point(1700, 400);
  ImGui::GetIO().MouseWheel = 3;
  frame();
  EXPECT_TRUE(all.empty());
  EXPECT_EQ(mouse_over_map(layout), std::nullopt);
  point(300, 70);
  EXPECT_NE(mouse_over_map(layout), std::nullopt);
  point(1500, 400);
  EXPECT_EQ(mouse_over_map(layout), std::nullopt);
}

TEST_F(Mouse, TheWheelKeepsThePointUnderThePointer) {
  for (const auto& [at, steps] : {std::pair{Point{600, 400}, 1.0F}, std::pair{Point{310, 790}, 5.0F}, std::pair{Point{1490, 80}, -3.0F}}) {
    point(at.x, at.y);
    const Point under = state.view.to_map(at);
    const double scale = state.view.metres_per_pixel;
    ImGui::GetIO().MouseWheel = steps;
    frame();
    expect_under(at, under);
    EXPECT_NEAR(state.view.metres_per_pixel, scale * std::pow(1.25, -static_cast<double>(steps)), 1e-9);
  }
}

TEST_F(Mouse, TheWheelStopsAtTheEndsAndStillKeepsThePoint) {
  point(600, 400);
  const Point under = state.view.to_map({600, 400});
  for (int i = 0; i < 100; ++i) {
    ImGui::GetIO().MouseWheel = 5;
    frame();
  }
  EXPECT_NEAR(state.view.metres_per_pixel, 0.01, 1e-9);
  expect_under({600, 400}, under);
  for (int i = 0; i < 200; ++i) {
    ImGui::GetIO().MouseWheel = -5;
    frame();
  }
  EXPECT_TRUE(std::isfinite(state.view.metres_per_pixel) && state.view.metres_per_pixel <= 1e5);
  EXPECT_TRUE(std::isfinite(state.view.centre.x));
}

TEST_F(Mouse, ADoubleClickZoomsInThere) {
  point(700, 300);
  const Point under = state.view.to_map({700, 300});
  for (int i = 0; i < 2; ++i) press(true), press(false);
  EXPECT_DOUBLE_EQ(state.view.metres_per_pixel, 12.5);
  expect_under({700, 300}, under);
}

TEST_F(Mouse, ABoxWithShiftIsShownWhole) {
  const Point a = state.view.to_map({500, 600}), b = state.view.to_map({900, 300});
  ImGui::GetIO().KeyShift = true;
  point(500, 300);
  press(true);
  point(900, 600);
  ASSERT_TRUE(mouse.box().has_value());
  EXPECT_EQ(mouse.box()->left, 500);
  EXPECT_EQ(mouse.box()->bottom, 600);
  press(false);
  EXPECT_FALSE(mouse.box().has_value());
  EXPECT_TRUE(asked<SelectUnit>().empty());
  ASSERT_EQ(asked<LookAt>().size(), 1u);
  for (const Point corner : {a, b}) {
    const Point s = state.view.to_screen(corner);
    EXPECT_GE(s.x, layout.map.left - 0.5);
    EXPECT_LE(s.x, layout.map.right + 0.5);
    EXPECT_GE(s.y, layout.map.top - 0.5);
    EXPECT_LE(s.y, layout.map.bottom + 0.5);
  }
  const Point middle = state.view.to_screen({(a.x + b.x) / 2, (a.y + b.y) / 2});
  EXPECT_NEAR(middle.x, 900, 0.5);
  EXPECT_NEAR(middle.y, 435, 0.5);
}

TEST_F(Mouse, ATinyBoxIsNoBox) {
  ImGui::GetIO().KeyShift = true;
  drag(500, 300, 503, 302);
  EXPECT_TRUE(all.empty());
}

// --- Keys -------------------------------------------------------------------------------------------------------------

class Keys : public ::testing::Test {
 protected:
  void SetUp() override {
    state.view.centre = {1000, 2000};
    state.view.metres_per_pixel = 10;
    state.view.width = 1920, state.view.height = 1000;
    state.theme = &layers::dark_theme();
  }
  Requests press(Key key, bool ctrl = false) const {
    Requests out;
    on_key(key, {.ctrl = ctrl}, state, out);
    return out;
  }
  template <typename T>
  T only(Key key, bool ctrl = false) const {
    const Requests out = press(key, ctrl);
    EXPECT_EQ(out.size(), 1u);
    EXPECT_TRUE(!out.empty() && std::holds_alternative<T>(out[0]));
    return !out.empty() && std::holds_alternative<T>(out[0]) ? std::get<T>(out[0]) : T{};
  }
  State state;
};

TEST_F(Keys, ArrowsPanByAShareOfTheWindow) {
  const double step = 0.15 * 1000 * 10;
  EXPECT_EQ(only<LookAt>(Key::left).view.centre, (Point{1000 - step, 2000}));
  EXPECT_EQ(only<LookAt>(Key::right).view.centre, (Point{1000 + step, 2000}));
  EXPECT_EQ(only<LookAt>(Key::up).view.centre, (Point{1000, 2000 + step}));  // north
  EXPECT_EQ(only<LookAt>(Key::down).view.centre, (Point{1000, 2000 - step}));
  EXPECT_TRUE(only<LookAt>(Key::left).animate);
}

TEST_F(Keys, PlusAndMinusZoomAboutTheMiddleAndUndoEachOther) {
  const layers::View in = only<LookAt>(Key::plus).view;
  EXPECT_NEAR(in.metres_per_pixel, 10 / 1.6, 1e-9);
  EXPECT_NEAR(in.centre.x, 1000, 1e-6);
  state.view = in;
  EXPECT_NEAR(only<LookAt>(Key::minus).view.metres_per_pixel, 10, 1e-9);
}

TEST_F(Keys, SingleKeys) {
  only<FitAll>(Key::home);
  only<Reload>(Key::f5);
  only<ToggleFullScreen>(Key::f11);
  EXPECT_TRUE(only<ShowHelp>(Key::question).shown);
  state.help_shown = true;
  EXPECT_FALSE(only<ShowHelp>(Key::question).shown);
  EXPECT_EQ(only<SetLanguage>(Key::letter_l).lang, data::Lang::en);
  state.lang = data::Lang::en;
  EXPECT_EQ(only<SetLanguage>(Key::letter_l).lang, data::Lang::vi);
  EXPECT_FALSE(only<SetTheme>(Key::letter_t).dark);
  state.theme = &layers::light_theme();
  EXPECT_TRUE(only<SetTheme>(Key::letter_t).dark);
}

TEST_F(Keys, WithControlOnly) {
  EXPECT_TRUE(press(Key::letter_s).empty());
  EXPECT_TRUE(press(Key::letter_q).empty());
  EXPECT_TRUE(press(Key::tab).empty());
  only<SaveSnapshot>(Key::letter_s, true);
  only<Quit>(Key::letter_q, true);
  EXPECT_FALSE(only<ShowPanels>(Key::tab, true).shown);
  state.panels_shown = false;
  EXPECT_TRUE(only<ShowPanels>(Key::tab, true).shown);
}

TEST_F(Keys, TheMenuIsWalkedThroughAndAnsweredByKeys) {
  auto peers = std::make_shared<data::Peers>();
  for (const char* id : {"ha-tinh", "hung-yen", "vinh-phuc"})
    peers->provinces.push_back({.id = id, .code = {}, .name = {}, .has_sample = true, .scorecard = {}, .published = {}});
  state.peers = peers, state.province = "hung-yen", state.recent = {{"/tmp/own/project.json", {}}};
  EXPECT_EQ(only<ShowSwitcher>(Key::letter_p, true).line, 1);
  EXPECT_TRUE(only<ShowSwitcher>(Key::letter_p, true).shown);
  EXPECT_TRUE(press(Key::letter_p).empty());
  EXPECT_TRUE(press(Key::enter).empty());

  state.switcher_shown = true, state.switcher_line = 0;
  EXPECT_EQ(only<ShowSwitcher>(Key::up).line, 4);  // round to the comparison
  EXPECT_EQ(only<ShowSwitcher>(Key::down).line, 1);
  EXPECT_FALSE(only<ShowSwitcher>(Key::escape).shown);
  EXPECT_FALSE(only<ShowSwitcher>(Key::letter_p, true).shown);
  EXPECT_TRUE(only<LookAt>(Key::left).animate);  // what the menu has no use for goes on
  const auto chosen = [&](int line) {
    state.switcher_line = line;
    const Requests out = press(Key::enter);
    EXPECT_FALSE(std::get<ShowSwitcher>(out.at(0)).shown);
    return out;
  };
  EXPECT_EQ(std::get<OpenSample>(chosen(0).at(1)).province, "ha-tinh");
  EXPECT_EQ(chosen(1).size(), 1u);  // it is open already
  EXPECT_EQ(std::get<OpenProject>(chosen(3).at(1)).path, "/tmp/own/project.json");
  EXPECT_TRUE(std::get<ShowComparison>(chosen(4).at(1)).shown);
}

TEST_F(Keys, PicturesAreSavedAsTheLastOneOrAsChosenNow) {
  only<SaveSnapshot>(Key::letter_s, true);
  Requests out;
  on_key(Key::letter_s, {.ctrl = true, .shift = true}, state, out);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_TRUE(std::get<ShowExport>(out[0]).shown);
  on_key(Key::letter_s, {.ctrl = false, .shift = true}, state, out);
  EXPECT_EQ(out.size(), 1u);
  EXPECT_TRUE(press(Key::enter).empty());
  state.export_shown = true;
  only<SaveExport>(Key::enter);
  EXPECT_TRUE(only<LookAt>(Key::left).animate) << "the map can still be moved, and the preview goes with it";
}

TEST_F(Keys, CComparesOnceThereIsSomethingToCompare) {
  EXPECT_TRUE(press(Key::letter_c).empty());
  state.peers = std::make_shared<data::Peers>();
  EXPECT_TRUE(only<ShowComparison>(Key::letter_c).shown);
  only<CopyPicture>(Key::letter_c, true);
  state.comparison_shown = true, state.comparison_shared_only = false;
  EXPECT_FALSE(only<ShowComparison>(Key::letter_c).shown);
  EXPECT_FALSE(only<ShowComparison>(Key::escape).shown);
  EXPECT_FALSE(only<ShowComparison>(Key::escape).shared_only);
  state.source_shown = 2;  // a dossier opened from it lies above
  EXPECT_EQ(only<ShowSource>(Key::escape).row, -1);
}

TEST_F(Keys, EscapeClosesOneThingAtATimeFromTheTop) {
  state.help_shown = true, state.source_shown = 2, state.messages_shown = true, state.selected = 4, state.entered = 3;
  EXPECT_FALSE(only<ShowHelp>(Key::escape).shown);
  state.help_shown = false, state.export_shown = true;
  EXPECT_FALSE(only<ShowExport>(Key::escape).shown);
  state.export_shown = false;
  EXPECT_EQ(only<ShowSource>(Key::escape).row, -1);
  state.source_shown = -1;
  EXPECT_FALSE(only<ShowMessages>(Key::escape).shown);
  state.messages_shown = false;
  EXPECT_EQ(only<SelectUnit>(Key::escape).unit, -1);
  state.selected = -1;
  EXPECT_EQ(only<EnterUnit>(Key::escape).unit, 0);
  state.entered = 0;
  EXPECT_TRUE(press(Key::escape).empty());
}

}  // namespace
}  // namespace viewer
