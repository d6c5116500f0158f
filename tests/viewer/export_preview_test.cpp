// The export dialog's preview: the page that would be saved, only smaller; and no frame waits for it.
#include "export_dialog.h"
#include "tests/support/expect.h"
#include "viewer/export_choices.h"
#include "viewer/page/thumbnail.h"

namespace viewer {
namespace {

class ExportPreview : public ExportDialog {};

TEST_F(ExportPreview, ThePreviewIsThePageThatIsSaved) {
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

TEST_F(ExportPreview, ThePreviewIsThePageAsItStandsOnlySmaller) {
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

TEST_F(ExportPreview, APreviewOfPaperSaysItsMillimetres) {
  start();
  ask(ShowExport{});
  EXPECT_EQ(state().preview.paper_width, 0);
  ExportChoices choices;
  choices.layout = "a3", choices.size = "a3-portrait", choices.dpi = 96;
  choose(choices);
  EXPECT_NEAR(state().preview.paper_width, 297, 1e-6);
  EXPECT_NEAR(state().preview.paper_height, 420, 1e-6);
}

TEST_F(ExportPreview, WhatWouldKeepAPageFromBeingWrittenIsSaidBefore) {
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
  choices.layout = "cramped";
  choose(choices);
  EXPECT_HAS(state().preview.error, "no room for its legend");
}

TEST_F(ExportPreview, NoFrameWaitsForAPreview) {
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

TEST_F(ExportPreview, GoesWhileAPreviewIsMade) {
  start();
  screen_->app().handle(ShowExport{});
  screen_->frame();
  screen_.reset();  // joins what is under way
}

}  // namespace
}  // namespace viewer
