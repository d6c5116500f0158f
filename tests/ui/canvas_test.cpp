#include "viewer/canvas.h"

#include <gtest/gtest.h>

#include <cstring>

#include "data/sample/sample.h"
#include "layers/headless_context.h"
#include "layers/renderer.h"
#include "tests/support/scratch.h"
#include "viewer/offscreen.h"

namespace viewer {
namespace {

class CanvasTest : public testing::Test {
 protected:
  CanvasTest() {
    AppOptions options;
    options.assets = PHUSONG_SHARE_DIR;
    options.project = data::write_sample("vinh-phuc", scratch_ / "sample", PHUSONG_SHARE_DIR, {3000, 2022});
    options.clock = "07:58 · 22/11/2026";
    screen_ = std::make_unique<Offscreen>(options, 1600, 900, 1);
    screen_->settle();
  }
  const State& state() const { return screen_->app().state(); }
  const ScreenLayout& layout() const { return screen_->app().layout(); }
  void ask(const Request& request) {
    screen_->app().handle(request);
    screen_->settle();
  }
  layers::View panned(double pixels) const {
    layers::View view = state().view;
    view.centre.x += pixels * view.metres_per_pixel;
    return view;
  }
  static data::Point middle(const layers::Frame& frame) { return {(frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2}; }
  void point_at(data::Point p) {
    screen_->move_pointer(p.x, p.y);
    screen_->settle();
  }
  /// What piled up part by part is what drawing everything at once gives.
  void expect_whole(const char* after) {
    const data::Image in_parts = screen_->picture();
    screen_->canvas().forget();
    screen_->frame();
    EXPECT_EQ(data::compare(in_parts, screen_->picture()).max_channel, 0) << after;
  }

  support::Scratch scratch_;
  layers::HeadlessContext context_;
  std::unique_ptr<Offscreen> screen_;
};

TEST_F(CanvasTest, PartsMakeTheSamePictureAsTheWhole) {
  expect_whole("opening");
  EXPECT_GE(state().kept_clear.size(), 2U);  // the scale bar's corner, and that the data are made up
  for (int i = 0; i < 3; ++i) ask(LookAt{panned(17.3), false});
  expect_whole("panning");
  ask(LookAt{layers::zoom_at(state().view, middle(layout().map), 0.3, 0.01, 1e4), false});
  expect_whole("zooming");
  for (const layers::Frame& frame : {layout().table, layout().map, layout().cards, layout().left, layout().bar, layout().map}) {
    point_at(middle(frame));
    expect_whole("pointing");
  }
  ask(SelectUnit{5});
  expect_whole("choosing");
  point_at(middle(layout().cards));
  screen_->wheel(middle(layout().cards).x, middle(layout().cards).y, -3);
  screen_->settle();
  expect_whole("scrolling");
  ask(ShowSource{0});
  expect_whole("a dossier");
  ask(LookAt{panned(40), false});
  expect_whole("panning under a dossier");
  ask(ShowSource{-1});
  expect_whole("closing it");
  ask(SetTheme{false});
  expect_whole("the other theme");
  ask(ShowPanels{false});
  expect_whole("no panels");
  ask(LookAt{panned(-90), false});
  ask(ShowPanels{true});
  expect_whole("panels again");
}

TEST_F(CanvasTest, OnlyWhatChangedIsDrawn) {
  screen_->frame();
  EXPECT_TRUE(screen_->canvas().renewed().empty());
  screen_->app().handle(LookAt{panned(12), false});
  screen_->frame();
  ASSERT_EQ(screen_->canvas().renewed().size(), 1U);
  const ui::Box part = screen_->canvas().renewed()[0], map = ui::box_of(layout().map);
  EXPECT_EQ(part.left, map.left);
  EXPECT_EQ(part.top, map.top);
  EXPECT_EQ(part.right, map.right);
  EXPECT_EQ(part.bottom, map.bottom);
  point_at(middle(layout().table));
  for (const ui::Box& renewed : screen_->canvas().renewed()) EXPECT_GE(renewed.top, map.bottom);
}

/// The same layers draw the window, a picture file and a page: names and lines do not differ by a pixel.
TEST_F(CanvasTest, AFileShowsTheSameMapAsTheScreen) {
  ask(LookAt{layers::zoom_at(state().view, middle(layout().map), 0.4, 0.01, 1e4), false});
  const data::Image screen = screen_->picture();
  layers::Map map;
  map.set_dataset(state().dataset);
  map.set_level(state().level);
  map.set_choropleth(state().choropleth);
  map.keep_clear(state().kept_clear);
  const layers::Frame& frame = layout().map;
  const data::Image file = layers::render_image(map, layers::part_of(state().view, frame), *state().theme);
  const int left = static_cast<int>(frame.left), top = static_cast<int>(frame.top);
  const int round = 20, overlay = 60;  // corners of the frame; scale bar and notice at its foot
  ASSERT_GT(file.height, 300);
  int different = 0, letters = 0;
  for (int y = round; y < file.height - overlay; ++y)
    for (int x = round; x < file.width - round; ++x) {
      different += std::memcmp(file.at(x, y), screen.at(left + x, top + y), 3) != 0;
      letters += file.at(x, y)[0] == 255 && file.at(x, y)[1] == 255 && file.at(x, y)[2] == 255;
    }
  EXPECT_EQ(different, 0);
  EXPECT_GT(letters, 200) << "a map without names proves little";
}

}  // namespace
}  // namespace viewer
