// What a press asks for, that the map stays free, that no text leaves its place.
#include <backends/imgui_impl_opengl3.h>

#include "data/source/error.h"
#include "layers/gl.h"
#include "layers/headless_context.h"
#include "layers/renderer.h"
#include "tests/support/panels.h"
#include "viewer/panels/legend.h"

namespace viewer {
namespace {

TEST_F(Panels, RegionsNeverOverlapAndPanelsHideInTurn) {
  for (const auto& [w, h] : {std::pair{640, 480},
                             {800, 600},
                             {1024, 768},
                             {1280, 720},
                             {1366, 768},
                             {1920, 1080},
                             {2560, 1080},
                             {3840, 2160},
                             {7680, 2160},
                             {1080, 1920}}) {
    const ScreenLayout screen = layout_for(w, h, 1, true);
    std::vector<Box> boxes;
    for (const layers::Frame* frame : {&screen.bar, &screen.left, &screen.map, &screen.cards, &screen.table, &screen.status})
      if (ui::shown(*frame)) boxes.push_back(ui::box_of(*frame));
    for (std::size_t a = 0; a < boxes.size(); ++a) {
      EXPECT_TRUE(boxes[a].left >= 0 && boxes[a].top >= 0 && boxes[a].right <= static_cast<float>(w) &&
                  boxes[a].bottom <= static_cast<float>(h))
          << w << 'x' << h;
      for (std::size_t b = 0; b < a; ++b)
        EXPECT_FALSE(boxes[a].left < boxes[b].right && boxes[b].left < boxes[a].right && boxes[a].top < boxes[b].bottom &&
                     boxes[b].top < boxes[a].bottom)
            << w << 'x' << h;
    }
    EXPECT_GT(screen.map.width() / screen.scale, 300) << w << 'x' << h;
    EXPECT_GT(screen.map.height() / screen.scale, 200) << w << 'x' << h;
    EXPECT_TRUE(!ui::shown(screen.table) || ui::shown(screen.left));
    EXPECT_TRUE(!ui::shown(screen.left) || ui::shown(screen.cards));
    const ScreenLayout bare = layout_for(w, h, 1, false);
    EXPECT_EQ(bare.map.width(), w);
    EXPECT_FALSE(ui::shown(bare.bar));
  }
}

/// Every letter and line over the map lies in a frame that names keep out of; it is told once, and again when it changes.
TEST_F(Panels, NamesAreKeptOutOfWhatLiesOnTheMap) {
  for (const bool shown : {true, false}) {
    state.panels_shown = shown;
    resize(1920, 1080);
    requests.clear();
    frame(), frame();
    const KeepClear* asked_for = asked<KeepClear>();
    ASSERT_NE(asked_for, nullptr);
    state.kept_clear = asked_for->frames;
    requests.clear();
    frame();
    EXPECT_EQ(asked<KeepClear>(), nullptr);
    const Box map = ui::box_of(layout.map);
    const ImDrawData* drawn = ImGui::GetDrawData();
    int letters = 0;
    for (int l = 0; l < drawn->CmdListsCount; ++l) {
      if (std::string(drawn->CmdLists[l]->_OwnerName ? drawn->CmdLists[l]->_OwnerName : "") != "##overlay") continue;
      for (const Glyph& glyph : glyphs_of(*drawn->CmdLists[l])) {
        ++letters;
        EXPECT_TRUE(std::any_of(state.kept_clear.begin(), state.kept_clear.end(),
                                [&](const layers::Frame& kept) {
                                  return glyph.box.left >= static_cast<float>(kept.left) + map.left &&
                                         glyph.box.right <= static_cast<float>(kept.right) + map.left &&
                                         glyph.box.top >= static_cast<float>(kept.top) + map.top &&
                                         glyph.box.bottom <= static_cast<float>(kept.bottom) + map.top;
                                }))
            << glyph.box.left << ' ' << glyph.box.top << (shown ? "" : " without panels");
      }
    }
    EXPECT_GT(letters, 20);
  }
}

TEST_F(Panels, DigitsAreEquallyWideAndNoLetterIsMissing) {
  for (int role = 0; role < static_cast<int>(ui::Font::count); ++role) {
    const ImFont* font = ui::font(static_cast<ui::Font>(role));
    for (char digit = '0'; digit <= '9'; ++digit) EXPECT_EQ(font->GetCharAdvance(static_cast<ImWchar>(digit)), font->GetCharAdvance('0'));
    for (const char16_t c : std::u16string(u"0123456789,.–−≈≤≥<>%/ \u00A0"))  // what a figure is written with, its sign included
      EXPECT_NE(font->FindGlyphNoFallback(static_cast<ImWchar>(c)), nullptr) << role << ": " << static_cast<int>(c);
    if (role >= static_cast<int>(ui::Font::numeral_row)) continue;
    for (const char16_t c : std::u16string(u"ẾệỘữẰẴẵựỢđĐ“”…–—≥≤×→·✓°′≈−"))
      EXPECT_NE(font->FindGlyphNoFallback(static_cast<ImWchar>(c)), nullptr) << static_cast<int>(c);
  }
  EXPECT_EQ(ui::capitals("Hộ có cáp quang được ưỡn"), "HỘ CÓ CÁP QUANG ĐƯỢC ƯỠN");
  EXPECT_LE(ui::width(ui::Font::body, ui::ellipsize(ui::Font::body, "Thuê bao băng rộng di động", 90)), 90);
}

TEST_F(Panels, ASwitchShowsAndHidesItsLayer) {
  const auto off = find<ShowLayer>(layout.left, 0.3F);
  ASSERT_TRUE(off);
  EXPECT_EQ(off->id, "households");
  EXPECT_FALSE(off->visible);
  state.visible[0].second = false;
  EXPECT_TRUE(find<ShowLayer>(layout.left, 0.3F, [](const ShowLayer& r) { return r.id == "households"; })->visible);
}

TEST_F(Panels, ASliderSetsTheOpacityOfABasemapAndNothingElse) {
  // Its row is the last of the switches; the slider stands at the right of it.
  const auto first = find<SetOpacity>(layout.left, 0.7F);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->id, "relief");
  const ImVec2 at = ImGui::GetIO().MousePos;
  EXPECT_EQ(asked<ShowLayer>(), nullptr) << "the switch beneath was not pressed";
  requests.clear();
  point(at.x, at.y);
  ImGui::GetIO().MouseDown[0] = true;
  frame(), frame();
  double before = -1;
  for (float x = at.x - 60; x < at.x + 60; x += 4) {  // dragged from end to end, also beyond them
    requests.clear();
    ImGui::GetIO().MousePos = {x, at.y + 40};
    frame(), frame();
    if (!asked<SetOpacity>()) continue;
    const double now = asked<SetOpacity>()->opacity;
    EXPECT_TRUE(now >= 0 && now <= 1) << now;
    EXPECT_GE(now, before);
    before = now, state.opacity[0].second = now;
  }
  EXPECT_EQ(before, 1);
  ImGui::GetIO().MouseDown[0] = false;
  frame(), frame();
  requests.clear();
  point(at.x + 20, at.y);
  EXPECT_EQ(asked<SetOpacity>(), nullptr) << "let go";
  state.visible.back().second = false;
  click(at.x - 8, at.y);
  ASSERT_TRUE(asked<ShowLayer>()) << "setting the opacity of what is switched off switches it on";
  EXPECT_TRUE(asked<ShowLayer>()->visible);
}

TEST_F(Panels, ABasemapIsSwitchedLikeAnyLayer) {
  const auto off = find<ShowLayer>(layout.left, 0.3F, [](const ShowLayer& r) { return r.id == "relief"; });
  ASSERT_TRUE(off);
  EXPECT_FALSE(off->visible);
}

TEST_F(Panels, TheListChoosesTheIndicatorAndTheLegendTheLevel) {
  EXPECT_EQ(find<ChooseIndicator>(layout.left, 0.3F)->id, "village");
  EXPECT_EQ(find<ShowLevel>(layout.left, 0.25F)->level, 1);
}

TEST_F(Panels, AHeaderSortsAndSortsBack) {
  const auto name = find<SortTable>(layout.table, 0.04F);
  ASSERT_TRUE(name);
  EXPECT_EQ(static_cast<TableColumn>(name->column), TableColumn::name);
  EXPECT_FALSE(name->descending);
  state.sort = TableColumn::name, state.descending = false;
  EXPECT_TRUE(find<SortTable>(layout.table, 0.04F)->descending);
}

TEST_F(Panels, ACardOpensItsDossierAndItsNameColoursTheMap) {
  EXPECT_EQ(find<ShowSource>(layout.cards, 0.5F)->row, 0);
  EXPECT_EQ(find<ShowSource>(layout.cards, 0.5F, [](const ShowSource& r) { return r.row == 6; })->row, 6);
  // The name of what the map shows already opens the dossier too; any other name colours the map by it.
  EXPECT_FALSE(find<ChooseIndicator>(layout.cards, 0.2F, [&](const ChooseIndicator& r) { return r.id == state.indicator; }));
  state.indicator = "another";
  EXPECT_EQ(find<ChooseIndicator>(layout.cards, 0.2F)->id, "use");
}

TEST_F(Panels, TypingSearches) {
  const Box box = ui::box_of(layout.table);
  click(box.right - 120, box.top + 25);
  requests.clear();
  ImGui::GetIO().AddInputCharactersUTF8("tam đảo");
  frame();
  ASSERT_TRUE(asked<SearchTable>());
  EXPECT_EQ(asked<SearchTable>()->text, "tam đảo");
  EXPECT_TRUE(ImGui::GetIO().WantTextInput);
}

TEST_F(Panels, OneClickSelectsARowTwoGoIn) {
  const auto one = find<SelectUnit>(layout.table, 0.1F);
  ASSERT_TRUE(one);
  EXPECT_EQ(one->unit, state.table[0].unit);
  const ImVec2 at = ImGui::GetIO().MousePos;
  requests.clear();
  for (int i = 0; i < 60; ++i) frame();
  click(at.x, at.y, 2);
  ASSERT_TRUE(asked<EnterUnit>());
  EXPECT_EQ(asked<EnterUnit>()->unit, state.table[0].unit);
  EXPECT_EQ(std::count_if(requests.begin(), requests.end(), [](const Request& r) { return std::holds_alternative<SelectUnit>(r); }), 1);
}

TEST_F(Panels, TheRowOfAUnitChosenOnTheMapComesIntoView) {
  const int last = state.table.back().unit;
  frame();
  state.selected = last;
  frame(), frame();
  EXPECT_TRUE(find<SelectUnit>(layout.table, 0.1F, [&](const SelectUnit& r) { return r.unit == last; }));
}

TEST_F(Panels, CrumbsLeadBackUp) {
  state.entered = state.units()->find(1, "241");
  state.table = units_table(state);
  EXPECT_EQ(find<EnterUnit>(layout.table, 0.04F)->unit, 0);
}

TEST_F(Panels, TheBarSwitchesLanguageThemeAndHelp) {
  const Box bar = ui::box_of(layout.bar);
  for (float x = bar.right - 10; x > bar.centre(); x -= 7) click(x, bar.middle());
  ASSERT_TRUE(asked<SetLanguage>() && asked<SetTheme>() && asked<ShowHelp>());
  EXPECT_EQ(asked<SetLanguage>()->lang, data::Lang::en);
  EXPECT_FALSE(asked<SetTheme>()->dark);
  ASSERT_TRUE(asked<ShowExport>());
  EXPECT_TRUE(asked<ShowExport>()->shown);
}

TEST_F(Panels, MessagesOpenFromTheStatusBarAndAreDismissed) {
  const Box status = ui::box_of(layout.status);
  click(status.right - 60, status.middle());
  ASSERT_TRUE(asked<ShowMessages>());
  state.messages_shown = true;
  bool dismissed = false;
  for (float y = 500; y < 700 && !dismissed; y += 9) click(1280, y), dismissed = asked<DismissMessages>() != nullptr;
  EXPECT_TRUE(dismissed);
}

TEST_F(Panels, ASheetClosesBesideItselfOnly) {
  state.source_shown = 0;
  frame(), frame();
  click(700, 540);
  EXPECT_FALSE(asked<ShowSource>());
  click(30, 500);
  ASSERT_TRUE(asked<ShowSource>());
  EXPECT_EQ(asked<ShowSource>()->row, -1);
  EXPECT_FALSE(asked<ShowLayer>());  // the panel beneath did not hear it
}

TEST_F(Panels, TheTitleOpensTheMenuAndALineOpensAProvince) {
  const Box bar = ui::box_of(layout.bar);
  click(bar.left + 60, bar.middle());
  ASSERT_TRUE(asked<ShowSwitcher>());
  EXPECT_TRUE(asked<ShowSwitcher>()->shown);
  EXPECT_EQ(asked<ShowSwitcher>()->line, 3);  // the province that is open
  state.switcher_shown = true;
  const layers::Frame menu{20, 60, 500, 560};
  EXPECT_EQ(find<OpenSample>(menu, 0.3F)->province, "ha-tinh");
  ASSERT_TRUE(asked<ShowSwitcher>());
  EXPECT_FALSE(asked<ShowSwitcher>()->shown);
  EXPECT_EQ(find<OpenSample>(menu, 0.3F, [](const OpenSample& r) { return r.province == "thai-nguyen"; })->province, "thai-nguyen");
  EXPECT_FALSE(find<OpenSample>(menu, 0.3F, [](const OpenSample& r) { return r.province == "vinh-phuc"; }));
  EXPECT_EQ(find<OpenProject>(menu, 0.3F)->path, state.recent[0].path);
  EXPECT_TRUE(find<ShowComparison>(menu, 0.3F)->shown);
  requests.clear();
  click(1000, 800);  // beside it
  ASSERT_TRUE(asked<ShowSwitcher>());
  EXPECT_FALSE(asked<ShowSwitcher>()->shown);
  EXPECT_FALSE(asked<SelectUnit>());
}

TEST_F(Panels, TheMenuOffersOnlyProvincesThatCanBeOpened) {
  auto peers = std::make_shared<data::Peers>(*state.peers);
  peers->provinces[0].has_sample = false;
  state.peers = peers, state.switcher_shown = true;
  const layers::Frame menu{20, 60, 500, 560};
  EXPECT_EQ(find<OpenSample>(menu, 0.3F)->province, "hung-yen");
  EXPECT_FALSE(find<OpenSample>(menu, 0.3F, [](const OpenSample& r) { return r.province == "ha-tinh"; }));
}

TEST_F(Panels, ACellOfTheOpenProvinceOpensItsDossierAndAHeaderOpensAnother) {
  state.comparison_shown = true;
  frame(), frame();
  const layers::Frame rows{40, 260, 1440, 800};
  // The open province is the last column; the cells of the others only explain themselves.
  EXPECT_EQ(find<ShowSource>(rows, 0.9F)->row, 0);
  EXPECT_EQ(find<ShowSource>(rows, 0.9F, [](const ShowSource& r) { return r.row == 2; })->row, 2);
  EXPECT_FALSE(find<ShowSource>(rows, 0.35F));
  const layers::Frame head{40, 60, 1440, 400};
  const auto opened = find<OpenSample>(head, 0.35F);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->province, "ha-tinh");
  ASSERT_TRUE(asked<ShowComparison>());
  EXPECT_FALSE(asked<ShowComparison>()->shown);
  EXPECT_FALSE(find<OpenSample>(head, 0.9F));
}

TEST_F(Panels, TheComparisonSwitchesToAllIndicatorsAndCloses) {
  state.comparison_shown = true;
  frame(), frame();
  const auto all = find<ShowComparison>({40, 40, 1440, 200}, 0.92F, [](const ShowComparison& r) { return r.shown; });
  ASSERT_TRUE(all);
  EXPECT_FALSE(all->shared_only);
  requests.clear();
  click(4, 600);
  ASSERT_TRUE(asked<ShowComparison>());
  EXPECT_FALSE(asked<ShowComparison>()->shown);
  EXPECT_TRUE(asked<ShowComparison>()->shared_only);
}

TEST_F(Panels, TheMouseBelongsToTheMapOnTheMapOnly) {
  const auto captured = [&](const layers::Frame& f) {
    point(static_cast<float>(f.left + f.right) / 2, static_cast<float>(f.top + f.bottom) / 2);
    return ImGui::GetIO().WantCaptureMouse;
  };
  EXPECT_FALSE(captured(layout.map));
  for (const layers::Frame* frame : {&layout.bar, &layout.left, &layout.cards, &layout.table, &layout.status})
    EXPECT_TRUE(captured(*frame));
  state.help_shown = true;
  EXPECT_TRUE(captured(layout.map));
}

TEST_F(Panels, TooManyCardsComeInPages) {
  state = full_state(16);
  resize(1280, 720);
  EXPECT_FALSE(find<ShowSource>(layout.cards, 0.5F, [](const ShowSource& r) { return r.row == 15; }));
  const Box cards = ui::box_of(layout.cards);
  for (float x = cards.centre() - 60; x < cards.centre() + 60; x += 5) click(x, cards.bottom - 8);
  EXPECT_TRUE(find<ShowSource>(layout.cards, 0.5F, [](const ShowSource& r) { return r.row == 15; }));
}

TEST_F(Panels, TextStaysInItsPlaceAtEverySize) {
  for (const auto& [w, h, ratio] : {std::tuple{640, 480, 1.0},
                                    {1000, 640, 1.0},
                                    {1280, 720, 1.0},
                                    {1366, 768, 1.0},
                                    {1920, 1080, 1.0},
                                    {2560, 1080, 1.0},
                                    {3840, 2160, 2.0},
                                    {1080, 1920, 1.0}})
    for (const data::Lang lang : {data::Lang::vi, data::Lang::en})
      for (int variant = 0; variant < 11; ++variant) {
        data::set_language(lang);
        state = full_state(variant == 1 ? 3 : 7);
        state.lang = lang;
        if (variant == 1) state.entered = state.units()->find(1, "241"), state.search = "xa", state.table = units_table(state);
        if (variant == 2) state.source_shown = 1;
        if (variant == 3) state.help_shown = true;
        if (variant == 4)
          state.messages_shown = true, state.loaded = nullptr, state.choropleth.reset(), state.loading = true, state.table.clear();
        if (variant == 5) state.switcher_shown = true;
        if (variant == 6) state.comparison_shown = true, state.comparison_shared_only = false;
        if (variant == 7) state.generated_percent = 40, state.loading = true, state.peers = nullptr, state.switcher_shown = true;
        if (variant >= 8) state.export_shown = true;
        if (variant == 9) state.selected = state.units()->find(1, "240"), state.export_choices.layout = "a4", state.preview.pending = true;
        if (variant == 9) state.preview.page_width = 3508, state.preview.page_height = 2480;
        if (variant == 10)
          state.notice =
              Message{Message::Kind::error, "Không ghi được tệp: /mot/thu-muc/rat-dai/ban-do.png: Không gian đĩa đã hết → xem lại"},
          state.preview.error = "Không hiểu kích thước '12' → viết là RỘNGxCAO tính bằng điểm ảnh, ví dụ 1920x1080",
          state.export_result = state.notice;
        resize(w, h, ratio);
        frame(), frame();
        expect_tidy(
            std::to_string(w) + "x" + std::to_string(h) + " variant " + std::to_string(variant) + (lang == data::Lang::en ? " en" : " vi"),
            layout.scale);
      }
  data::set_language(data::Lang::vi);
}

TEST_F(Panels, NoDatasetIsSaidNotCrashed) {
  State nothing;
  nothing.theme = &layers::light_theme();
  for (const bool loading : {true, false}) {
    state = nothing, state.loading = loading;
    resize(1280, 720);
    frame(), frame();
    expect_tidy("no dataset", layout.scale);
  }
}

TEST_F(Panels, TheScreenIsDrawnInTheThemesColours) {
  try {
    const layers::HeadlessContext context;
    ImGui_ImplOpenGL3_Init("#version 330 core");
    for (const layers::Theme* theme : {&layers::dark_theme(), &layers::light_theme()}) {
      layers::gl::Framebuffer target(1920, 1080);
      state.theme = theme;
      resize(1920, 1080);
      ImGui_ImplOpenGL3_NewFrame();
      frame(), frame();
      target.bind();
      ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
      const data::Image picture = layers::read_pixels(1920, 1080);
      const Box cards = ui::box_of(layout.cards);
      const auto* pixel = picture.at(static_cast<int>(cards.left) + 14, static_cast<int>(cards.top) + 5);
      for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(pixel[c], std::round(theme->panel[c] * 255), 1);
    }
    ImGui_ImplOpenGL3_Shutdown();
  } catch (const data::Error& error) { GTEST_SKIP() << error.what(); }
}

TEST_F(Panels, SwatchesOfCoverageHaveTheColoursOfTheMap) {
  auto coverage = std::make_shared<data::LayerData>();
  auto table = std::make_shared<data::Table>();
  data::TextColumn technology;
  technology.dictionary = {"", "FTTH", "4G"}, technology.code = std::vector<std::uint32_t>{1, 2};
  table->rows = 2, table->columns.push_back({"tech", technology}), table->shape = data::Shape::areas;
  coverage->source.id = "coverage", coverage->source.kind = data::LayerKind::broadband_coverage;
  coverage->source.fields["technology"] = "tech", coverage->table = table;
  auto dataset = std::make_shared<data::Dataset>(*state.loaded->dataset);
  dataset->layers = {coverage};
  auto loaded = std::make_shared<data::Loaded>(*state.loaded);
  loaded->dataset = dataset;
  state.dataset = dataset, state.loaded = loaded, state.switchable = {"coverage"}, state.choropleth.reset();
  try {
    const layers::HeadlessContext context;
    ImGui_ImplOpenGL3_Init("#version 330 core");
    for (const layers::Theme* theme : {&layers::dark_theme(), &layers::light_theme()}) {
      state.theme = theme;
      const std::vector<ui::LegendItem> items = ui::legend_items(state);
      ASSERT_EQ(items.size(), 2U);
      EXPECT_EQ(items[0].text, data::trf("{} coverage", "4G")) << "in drawing order, as on pages";
      layers::gl::Framebuffer target(400, 100);
      ImGui_ImplOpenGL3_NewFrame();
      ImGui::GetIO().DisplaySize = {400, 100};
      ImGui::NewFrame();
      const ui::Pen pen{ImGui::GetForegroundDrawList(), theme, 1};
      ui::mark_legend(pen, state, items, 20, 160, 20, 1);  // a column: 22 a row, swatches around 29
      ImGui::Render();
      target.bind();
      glViewport(0, 0, 400, 100);
      glClearColor(1, 0, 1, 1), glClear(GL_COLOR_BUFFER_BIT);
      ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
      const data::Image picture = layers::read_pixels(400, 100);
      const auto off = [&](int x, int y, const layers::Colour& top) {  // from the colour that the map has on plain land
        int most = 0;
        for (std::size_t c = 0; c < 3; ++c) {
          const float mixed = top[c] * top[3] + theme->land[c] * (1 - top[3]);
          most = std::max(most, std::abs(static_cast<int>(picture.at(x, y)[c]) - static_cast<int>(std::lround(mixed * 255))));
        }
        return most;
      };
      EXPECT_LE(off(29, 31, items[0].coverage->tint), 2) << "the tint over land, in " << theme->id;
      EXPECT_LE(off(29, 53, theme->land), 2) << "between two stripes, in " << theme->id;
      EXPECT_GT(off(26, 50, theme->land), 20) << "on one, in " << theme->id;
      EXPECT_LE(off(26, 56, theme->land), 2) << "rising, in " << theme->id;
    }
    ImGui_ImplOpenGL3_Shutdown();
  } catch (const data::Error& error) { GTEST_SKIP() << error.what(); }
}

}  // namespace
}  // namespace viewer
