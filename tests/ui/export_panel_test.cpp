// The dialog that saves a picture: every choice asks for a whole set of choices, and the buttons for what they say.
#include "tests/support/panels.h"

namespace viewer {
namespace {

class ExportPanel : public Panels {
 protected:
  ExportPanel() {
    state.export_shown = true;
    state.map_view = layers::part_of(state.view, layout.map);
    frame(), frame();
  }
  /// Presses its way over the options until a choice is asked for that `wanted` accepts, and carries it out.
  bool choose(float share_x, const std::function<bool(const ExportChoices&)>& wanted) {
    const Box column{1220, 280, 1590, 800};
    for (float y = column.top; y < column.bottom; y += 9) {
      requests.clear();
      click(column.left + share_x * column.width(), y);
      for (int i = 0; i < 24; ++i) frame();
      if (const SetExport* set = asked<SetExport>(); set && wanted(set->choices)) {
        state.export_choices = set->choices;
        return true;
      }
      if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup)) click(30, 30);
    }
    return false;
  }
  template <typename R>
  bool press_at_the_foot() {
    for (float x = 1610; x > 1300; x -= 9) {
      requests.clear();
      click(x, 863);
      if (asked<R>()) return true;
    }
    return false;
  }
};

TEST_F(ExportPanel, TheColoursTheLanguageAndTheAreaAreChosen) {
  EXPECT_TRUE(choose(0.95F, [](const ExportChoices& c) { return c.dark == false; }));
  EXPECT_TRUE(choose(0.35F, [](const ExportChoices& c) { return c.lang == data::Lang::en; }));
  EXPECT_TRUE(choose(0.05F, [](const ExportChoices& c) { return c.area == ExportArea::view; }));
  EXPECT_TRUE(choose(0.95F, [](const ExportChoices& c) { return c.area == ExportArea::whole; }));
}

TEST_F(ExportPanel, AUnitCanBeChosenOnceThereIsOne) {
  EXPECT_FALSE(choose(0.5F, [](const ExportChoices& c) { return c.area == ExportArea::unit; }));
  state.selected = state.units()->find(1, "240");
  EXPECT_TRUE(choose(0.5F, [](const ExportChoices& c) { return c.area == ExportArea::unit; }));
}

TEST_F(ExportPanel, PaperHasADensityAndScreensHaveASize) {
  EXPECT_FALSE(choose(0.65F, [](const ExportChoices& c) { return c.dpi == 300; }));
  state.export_choices = {}, state.export_choices.layout = "a4";
  EXPECT_TRUE(choose(0.65F, [](const ExportChoices& c) { return c.dpi == 300; }));
}

TEST_F(ExportPanel, RarerThingsLieBelowAFold) {
  EXPECT_FALSE(choose(0.05F, [](const ExportChoices& c) { return !c.sidecar; }));
  state.export_hand = {"sidecar", true, true};
  for (int i = 0; i < 4; ++i) frame();
  EXPECT_TRUE(choose(0.05F, [](const ExportChoices& c) { return !c.sidecar; }));
}

TEST_F(ExportPanel, ALayoutComesFromAList) {
  bool opened = false;
  for (float y = 280; y < 500 && !opened; y += 9) click(1400, y), opened = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);
  ASSERT_TRUE(opened);
  requests.clear();
  const float list = ImGui::GetIO().MousePos.y;
  for (float y = list + 75; y < list + 220 && !asked<SetExport>(); y += 11) click(1300, y);
  ASSERT_TRUE(asked<SetExport>());
  EXPECT_NE(asked<SetExport>()->choices.layout, "screen");
  EXPECT_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
}

TEST_F(ExportPanel, TheNameIsTyped) {
  bool typed = false;
  for (float y = 600; y < 800 && !typed; y += 9) {
    requests.clear();
    click(1400, y);
    ImGui::GetIO().AddInputCharacter('x');
    frame(), frame();
    if (const SetExport* set = asked<SetExport>()) typed = set->choices.name == "x";
  }
  EXPECT_TRUE(typed);
}

TEST_F(ExportPanel, TheButtonsSaveAndCopy) {
  EXPECT_TRUE(press_at_the_foot<SaveExport>());
  EXPECT_TRUE(press_at_the_foot<CopyPicture>());
  state.saving = true;
  EXPECT_FALSE(press_at_the_foot<SaveExport>()) << "one at a time";
}

TEST_F(ExportPanel, ItClosesBesideItselfAndByItsCross) {
  click(1200, 500);
  EXPECT_FALSE(asked<ShowExport>());
  click(30, 500);
  ASSERT_TRUE(asked<ShowExport>());
  EXPECT_FALSE(asked<ShowExport>()->shown);
  EXPECT_FALSE(asked<ShowLayer>());
}

}  // namespace
}  // namespace viewer
