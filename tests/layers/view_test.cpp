#include "layers/view.h"

#include <gtest/gtest.h>

namespace {

using layers::View;

TEST(View, ScreenAndMapAreInverse) {
  const View view{{560000, 2360000}, 12.5, 1920, 1080, 1};
  const data::Point p = view.to_map(view.to_screen({561234.5, 2358765.25}));
  EXPECT_NEAR(p.x, 561234.5, 1e-6);
  EXPECT_NEAR(p.y, 2358765.25, 1e-6);
  EXPECT_EQ(view.to_screen(view.centre), (data::Point{960, 540}));
  EXPECT_LT(view.to_screen({560000, 2360100}).y, 540) << "north is up";
}

TEST(View, FitShowsTheBoxInsideTheFrame) {
  const data::Box box{0, 0, 40000, 50000};
  const layers::Frame frame{320, 80, 1420, 800};
  const View view = layers::fit(box, 1920, 1080, frame, 1);
  const data::Point low = view.to_screen({0, 0}), high = view.to_screen({40000, 50000});
  EXPECT_GE(low.x, frame.left);
  EXPECT_LE(high.x, frame.right);
  EXPECT_GE(high.y, frame.top);
  EXPECT_LE(low.y, frame.bottom);
  EXPECT_NEAR((low.x + high.x) / 2, (frame.left + frame.right) / 2, 1e-6);
  EXPECT_NEAR((low.y + high.y) / 2, (frame.top + frame.bottom) / 2, 1e-6);
}

TEST(View, APartShowsTheSameMapAtTheSamePlaces) {
  const layers::View whole{{556000.25, 2361000.5}, 37.3, 1920, 1081, 1.25};
  const layers::Frame frame{325, 70, 1434, 766};
  const layers::View part = layers::part_of(whole, frame);
  EXPECT_EQ(part.width, 1109);
  EXPECT_EQ(part.height, 696);
  EXPECT_EQ(part.pixel_ratio, whole.pixel_ratio);
  for (const data::Point p : {data::Point{550000, 2350000}, data::Point{561234.5, 2367890}}) {
    EXPECT_NEAR(part.to_screen(p).x, whole.to_screen(p).x - frame.left, 1e-7);
    EXPECT_NEAR(part.to_screen(p).y, whole.to_screen(p).y - frame.top, 1e-7);
  }
}

TEST(View, ZoomKeepsThePointUnderThePointer) {
  const View view{{1000, 2000}, 10, 800, 600, 1};
  const data::Point pointer{123, 456};
  const View closer = layers::zoom_at(view, pointer, 0.5, 0.1, 1000);
  EXPECT_EQ(closer.metres_per_pixel, 5);
  EXPECT_NEAR(closer.to_map(pointer).x, view.to_map(pointer).x, 1e-9);
  EXPECT_NEAR(closer.to_map(pointer).y, view.to_map(pointer).y, 1e-9);
  EXPECT_EQ(layers::zoom_at(view, pointer, 0.001, 2, 1000).metres_per_pixel, 2) << "never closer than the finest";
}

}  // namespace
