// What the export dialog asks: what is offered when, what is not and why, and how keys walk through it.
#include "viewer/panels/export_form.h"
#include "data/source/error.h"
#include "tests/support/expect.h"
#include "tests/support/panels.h"
#include "viewer/commands.h"
#include "viewer/input.h"
#include "viewer/page/page_size.h"

namespace viewer {
namespace {

class ExportForm : public Panels {
 protected:
  static void SetUpTestSuite() { data::start_i18n(PHUSONG_LOCALE_DIR), data::set_language(data::Lang::en); }
  static void TearDownTestSuite() { data::set_language(data::Lang::vi); }
  ExportForm() {
    state.lang = data::Lang::en, state.export_shown = true;
    state.map_view = layers::part_of(state.view, layout.map);
  }
  std::vector<std::string> ids() const {
    std::vector<std::string> out;
    for (const ExportField& field : export_fields(state)) out.push_back(field.id);
    return out;
  }
  std::optional<ExportField> field(const std::string& id) const {
    for (const ExportField& field : export_fields(state))
      if (field.id == id) return field;
    return std::nullopt;
  }
  bool asks(const std::string& id) const { return field(id).has_value(); }
  void choose(const std::string& id, const std::string& name) {
    const auto asked = field(id);
    ASSERT_TRUE(asked) << id;
    const auto at = std::find(asked->names.begin(), asked->names.end(), name);
    ASSERT_NE(at, asked->names.end()) << name;
    asked->choose(state.export_choices, static_cast<int>(at - asked->names.begin()));
  }
  void type(const std::string& id, const std::string& text) {
    const auto asked = field(id);
    ASSERT_TRUE(asked && asked->type) << id;
    asked->type(state.export_choices, text);
  }
  std::string chosen(const std::string& id) const {
    const auto asked = field(id);
    return asked && asked->chosen >= 0 ? asked->names[static_cast<std::size_t>(asked->chosen)] : "nothing";
  }
  SnapshotRequest request() const { return export_request(state.export_choices, state); }
  void press(Key key, Held held = {}) {
    requests.clear();
    on_key(key, held, state, requests);
    for (const Request& request : requests) {
      if (const auto* set = std::get_if<SetExport>(&request)) state.export_choices = set->choices;
      if (const auto* hand = std::get_if<MoveExportHand>(&request)) state.export_hand = hand->hand;
      if (const auto* walk = std::get_if<WalkExport>(&request)) state.export_hand = hand_after(state, walk->by);
      if (const auto* step = std::get_if<StepExport>(&request)) state.export_choices = choices_after(state, step->by).value();
    }
  }
  void own_document() {
    auto dataset = std::make_shared<data::Dataset>(*state.dataset);
    dataset->project.official = data::Official{};
    auto loaded = std::make_shared<data::Loaded>(*state.loaded);
    loaded->dataset = dataset, state.dataset = dataset, state.loaded = loaded;
  }
};

TEST_F(ExportForm, AtFirstItIsTheScreenAsItIs) {
  EXPECT_EQ(chosen("format"), "PNG");
  EXPECT_EQ(chosen("size"), "1920 × 1080");
  EXPECT_EQ(chosen("lang"), "English");
  const SnapshotRequest asked = request();
  EXPECT_EQ(asked.page.layout, "screen");
  EXPECT_FALSE(asked.page.both_languages || asked.page.official || asked.page.bare || asked.world_file);
}

TEST_F(ExportForm, BothLanguagesStandOnAVietnamesePage) {
  choose("lang", "Both");
  EXPECT_TRUE(request().page.both_languages);
  EXPECT_EQ(request().page.lang, data::Lang::vi);
  EXPECT_HAS(request().file.string(), "_vi-en.png");
  choose("lang", "English");
  EXPECT_FALSE(request().page.both_languages);
  EXPECT_EQ(request().page.lang, data::Lang::en);
}

TEST_F(ExportForm, ScreensHaveASizeAndPaperADensity) {
  EXPECT_FALSE(asks("dpi") || asks("paper"));
  choose("size", "3840 × 2160");
  EXPECT_EQ(request().page.width, 3840);
  choose("layout", "A4 landscape");
  EXPECT_FALSE(asks("size"));
  EXPECT_EQ(request().page.width, 0) << "its own";
  choose("dpi", "300 dpi");
  EXPECT_EQ(request().page.dpi, 300);
}

TEST_F(ExportForm, AWallBringsItsLayoutAndIsTyped) {
  EXPECT_FALSE(asks("screens") || asks("each"));
  choose("size", "Screen wall");
  EXPECT_EQ(request().page.layout, "wall");
  EXPECT_EQ(request().page.width, 5760);
  EXPECT_EQ(request().page.height, 2160);
  type("screens", "4x1"), type("each", "1280x720");
  EXPECT_EQ(state.export_choices.size, "4x1@1280x720") << "as the command line takes it";
  EXPECT_EQ(request().page.width, 5120);
  type("screens", "");
  EXPECT_EQ(chosen("size"), "Screen wall") << "while it is typed";
  EXPECT_THROW(request(), data::Error);
  state.export_choices = {}, state.export_choices.layout = "map";
  choose("size", "Screen wall");
  EXPECT_EQ(request().page.layout, "map") << "a layout that was chosen stays";
}

TEST_F(ExportForm, AnySizeCanBeTyped) {
  choose("size", "Another size");
  ASSERT_TRUE(asks("pixels"));
  EXPECT_EQ(field("pixels")->hint, "1920x1080");
  for (const char* size : {"1920x1080", "2560x1440", ""}) {
    type("pixels", size);
    EXPECT_TRUE(asks("pixels")) << "the line stays under the hands that type";
  }
  type("pixels", "2560x1440");
  EXPECT_EQ(request().page.width, 2560);
  choose("size", "3840 × 2160");
  EXPECT_FALSE(asks("pixels"));
}

TEST_F(ExportForm, PaperIsTheLayoutsOwnOrAnother) {
  choose("layout", "A3 landscape");
  EXPECT_EQ(chosen("paper"), "The layout's own: 420 × 297 mm");
  EXPECT_FALSE(asks("way")) << "what the layout says is not asked";
  choose("paper", "A4 · 210 × 297 mm");
  EXPECT_EQ(request().page.width_mm, 297);
  choose("way", "Portrait");
  EXPECT_EQ(request().page.height_mm, 297);
  choose("paper", "A3 · 297 × 420 mm");
  EXPECT_EQ(state.export_choices.size, "a3-portrait") << "it stays standing";
  choose("dpi", "96 dpi");
  EXPECT_EQ(request().page.width, 1123);
  EXPECT_EQ(field("paper")->names.size(), papers.size() + 1);
  choose("layout", "Screen");
  EXPECT_EQ(request().page.width, 0) << "a screen is on no paper";
}

TEST_F(ExportForm, TheHeadOfADocumentWantsPaperAndAProjectThatSaysWhose) {
  state.export_choices.official = true;
  EXPECT_HAS(field("official")->why_not, "Only paper");
  EXPECT_FALSE(request().page.official);
  choose("layout", "A4 portrait");
  EXPECT_HAS(field("official")->why_not, "does not say whose document");
  EXPECT_EQ(field("official")->chosen, 0);
  EXPECT_FALSE(request().page.official);
  own_document();
  EXPECT_EQ(field("official")->why_not, "");
  EXPECT_EQ(field("official")->chosen, 1);
  EXPECT_TRUE(request().page.official);
}

TEST_F(ExportForm, AWorldFileLiesBesideAPng) {
  state.export_choices.world_file = true;
  EXPECT_TRUE(request().world_file);
  for (const char* format : {"PDF", "SVG", "GeoTIFF"}) {
    choose("format", format);
    EXPECT_HAS(field("world")->why_not, "Only a PNG");
    EXPECT_FALSE(request().world_file) << format;
  }
}

TEST_F(ExportForm, OnlyAGeoTiffCanBeTheMapByItself) {
  const auto layouts = field("layout")->names;
  choose("format", "GeoTIFF");
  EXPECT_EQ(chosen("layout"), "Screen") << "a page, until it is chosen otherwise";
  choose("layout", "The map by itself, edge to edge");
  EXPECT_TRUE(request().page.bare);
  EXPECT_EQ(chosen("size"), "As the area has it");
  EXPECT_EQ(request().page.width, 0);
  choose("size", "1920 × 1080");
  EXPECT_EQ(request().page.width, 1920);
  choose("format", "PNG");
  EXPECT_EQ(field("layout")->names, layouts);
  EXPECT_EQ(chosen("layout"), "Screen");
  EXPECT_FALSE(request().page.bare);
}

TEST_F(ExportForm, TheNamesEndingAndTheFormatAreTheSame) {
  type("name", "ban do.pdf");
  EXPECT_EQ(chosen("format"), "PDF");
  choose("format", "SVG");
  EXPECT_EQ(request().file, "ban do.svg");
  type("name", "v1.2");
  EXPECT_EQ(request().file, "v1.2.svg");
}

// Keys -----------------------------------------------------------------------------------------------------------------

TEST_F(ExportForm, TabWalksOverAllOfItAndRound) {
  std::vector<std::string> walked;
  for (int i = 0; i < 40 && (walked.size() < 2 || walked.back() != walked.front()); ++i)
    press(Key::tab), walked.push_back(state.export_hand.field);
  EXPECT_EQ(walked, (std::vector<std::string>{"format", "layout", "size", "area", "indicator", "lang", "colours", "name", "more", "copy",
                                              "save", "format"}));
  press(Key::tab, {.shift = true});
  EXPECT_EQ(state.export_hand.field, "save");
  EXPECT_TRUE(state.export_hand.by_keys);
}

TEST_F(ExportForm, WhatIsFoldedAwayOrCannotBeChosenIsNoStop) {
  state.export_hand.field = "more";
  press(Key::space);
  EXPECT_TRUE(state.export_hand.more);
  std::vector<std::string> walked;
  while (walked.empty() || walked.back() != "copy") press(Key::tab), walked.push_back(state.export_hand.field);
  EXPECT_EQ(walked, (std::vector<std::string>{"world", "sidecar", "copy"})) << "a screen has no paper and no head";
}

TEST_F(ExportForm, ArrowsStepAndSpacePresses) {
  state.export_hand.field = "format";
  press(Key::right);
  EXPECT_EQ(chosen("format"), "PDF");
  press(Key::up), press(Key::left);
  EXPECT_EQ(chosen("format"), "PNG") << "not round";
  state.export_hand = {"sidecar", true, true};
  press(Key::space);
  EXPECT_FALSE(state.export_choices.sidecar);
  press(Key::right);
  EXPECT_TRUE(state.export_choices.sidecar);
  state.export_hand.field = "copy";
  press(Key::space);
  EXPECT_TRUE(asked<CopyPicture>());
}

TEST_F(ExportForm, ArrowsMoveTheMapUntilTheyHaveSomethingToChange) {
  press(Key::left);
  EXPECT_TRUE(asked<LookAt>());
  press(Key::tab), press(Key::left);
  EXPECT_FALSE(asked<LookAt>());
  press(Key::enter);
  EXPECT_TRUE(asked<SaveExport>());
  press(Key::escape);
  ASSERT_TRUE(asked<ShowExport>());
  EXPECT_FALSE(asked<ShowExport>()->shown);
  press(Key::letter_c, {.ctrl = true});
  EXPECT_TRUE(asked<CopyPicture>());
}

TEST_F(ExportForm, TheCaretGoesWhereTheHandDoes) {
  frame(), frame();
  state.export_hand = {"name", true, false};
  frame(), frame(), frame();
  ImGui::GetIO().AddInputCharacter('x');
  requests.clear();
  frame(), frame();
  ASSERT_TRUE(asked<SetExport>());
  EXPECT_EQ(asked<SetExport>()->choices.name, "x");
  state.export_hand.field = "more";
  frame(), frame();
  EXPECT_FALSE(ImGui::IsAnyItemActive()) << "else Space would be typed";
}

TEST_F(ExportForm, EscapeClosesAnOpenListFirst) {
  frame(), frame();
  bool opened = false;
  for (float y = 280; y < 500 && !opened; y += 9) click(1400, y), opened = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);
  ASSERT_TRUE(opened);
  press(Key::escape);
  EXPECT_TRUE(requests.empty());
  ImGui::GetIO().KeyMap[ImGuiKey_Escape] = 27;
  ImGui::GetIO().KeysDown[27] = true;
  frame(), frame();
  ImGui::GetIO().KeysDown[27] = false;
  frame();
  EXPECT_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
  press(Key::escape);
  EXPECT_TRUE(asked<ShowExport>());
}

TEST_F(ExportForm, ItIsTidyWithEverythingOpen) {
  own_document();
  for (const auto& [w, h, ratio] : {std::tuple{640, 480, 1.0}, {1000, 640, 1.0}, {1280, 720, 1.0}, {1920, 1080, 1.0}, {3840, 2160, 2.0}})
    for (const data::Lang lang : {data::Lang::vi, data::Lang::en})
      for (int variant = 0; variant < 4; ++variant) {
        data::set_language(lang), state.lang = lang;
        state.export_choices = {}, state.export_hand = {"", true, variant != 1};
        if (variant == 1)
          state.export_choices.layout = "wall", state.export_choices.size = "3x2@1920x1080", state.export_hand.field = "each";
        if (variant == 2)
          state.export_choices.layout = "a3", state.export_choices.size = "a3-portrait", state.export_hand.field = "sidecar";
        if (variant == 3) state.export_choices.ending = ".tif", state.export_choices.layout = "", state.export_choices.other_size = true;
        resize(w, h, ratio);
        for (int i = 0; i < 4; ++i) frame();
        expect_tidy(std::to_string(w) + " variant " + std::to_string(variant) + (lang == data::Lang::en ? " en" : " vi"), layout.scale);
      }
  data::set_language(data::Lang::en);
}

}  // namespace
}  // namespace viewer
