// The cards: which of them a tab shows and in what order, what tells two apart, how parts are drawn.
#include "tests/support/panels.h"
#include "viewer/panels/card_tabs.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/words.h"

namespace viewer {
namespace {

using data::Verdict;

/// Rows as their pillar, whether they are headline, their figure (NaN: none) and their verdict.
struct Plain {
  const char* pillar;
  bool headline;
  double figure;
  Verdict verdict;
};

data::Scorecard scorecard_of(const std::vector<Plain>& rows) {
  data::Scorecard out;
  for (const Plain& plain : rows) {
    data::Indicator indicator = indicator_of("use", "%", "Hộ có cáp quang", "Households with fibre");
    indicator.pillar = plain.pillar;
    out.rows.push_back(score_row(indicator, plain.verdict, plain.figure, 70));
    out.rows.back().target.headline = plain.headline;
  }
  return out;
}

const double none = std::nan("");

data::Scorecard mixed_scorecard() {
  return scorecard_of({{"society", false, none, Verdict::no_data},
                       {"infrastructure", true, none, Verdict::not_computable},
                       {"infrastructure", true, 80, Verdict::met},
                       {"", false, 50, Verdict::behind},
                       {"infrastructure", false, 40, Verdict::missed},
                       {"society", true, 90, Verdict::met}});
}

/// A target of eight units: two reached, three short, three unknown.
data::ScoreRow composite_row() {
  data::ScoreRow row =
      score_row(indicator_of("use", "%", "Mỗi huyện có cáp quang", "Every district with fibre"), Verdict::missed, 63.4, 70);
  row.target.comparator = data::Comparator::each_unit, row.target.level = "district";
  for (int i = 0; i < 8; ++i) {
    data::Part part{
        .id = std::to_string(i), .label = "Huyện Tam Đảo " + std::to_string(i), .unit = 1, .actual = {}, .verdict = {}, .reason = {}};
    part.verdict = i % 3 == 0 ? Verdict::missed : i % 3 == 1 ? Verdict::no_data : Verdict::met;
    if (part.verdict != Verdict::no_data) part.actual = row.actual;
    row.parts.push_back(part);
  }
  return row;
}

TEST(CardTabs, HoldHeadlineTargetsThenThePillarsThatOccurFiguresFirst) {
  const auto tabs = ui::card_tabs(mixed_scorecard());
  ASSERT_EQ(tabs.size(), 4U);
  EXPECT_TRUE(tabs[0].headline);
  EXPECT_EQ(tabs[0].rows, (std::vector<int>{2, 5, 1}));
  EXPECT_EQ(tabs[1].pillar, "infrastructure");
  EXPECT_EQ(tabs[1].rows, (std::vector<int>{2, 4, 1}));
  EXPECT_EQ(tabs[2].pillar, "society");
  EXPECT_EQ(tabs[2].rows, (std::vector<int>{5, 0}));
  EXPECT_EQ(tabs[3].pillar, "general");  // a row without a pillar belongs to none of the others
  EXPECT_EQ(tabs[3].rows, std::vector<int>{3});
  EXPECT_EQ(ui::tab_of(tabs, "society"), 2U);
  EXPECT_EQ(ui::tab_of(tabs, "economy"), 0U);
}

TEST(CardTabs, TheFirstHoldsAllWhereTheProjectMarksNone) {
  data::Scorecard card = mixed_scorecard();
  for (data::ScoreRow& row : card.rows) row.target.headline = false;
  const auto tabs = ui::card_tabs(card);
  EXPECT_FALSE(tabs[0].headline);
  EXPECT_EQ(tabs[0].rows, (std::vector<int>{2, 3, 4, 5, 0, 1}));
}

TEST(CardTabs, ASinglePillarWithTheSameTargetsHasNoTab) {
  data::Scorecard card = scorecard_of({{"economy", false, 1, Verdict::behind}, {"economy", false, 2, Verdict::behind}});
  EXPECT_EQ(ui::card_tabs(card).size(), 1U);
  card.rows[0].target.headline = true;
  EXPECT_EQ(ui::card_tabs(card).size(), 2U);
}

TEST(CardTabs, APartWithAFigureIsAFigure) {
  data::Scorecard card = mixed_scorecard();
  card.rows[1].parts = {{.id = "a", .label = "a", .unit = -1, .actual = card.rows[2].actual, .verdict = Verdict::met, .reason = {}}};
  EXPECT_EQ(ui::card_tabs(card)[0].rows, (std::vector<int>{1, 2, 5}));
}

TEST(CardTabs, VerdictsAreCountedAndTheUnknownAreOne) {
  const auto counts = ui::verdicts_of(mixed_scorecard(), {0, 1, 2, 3, 5});
  ASSERT_EQ(counts.size(), 3U);
  EXPECT_EQ(counts[0].verdict, Verdict::met);
  EXPECT_EQ(counts[0].count, 2);
  EXPECT_EQ(counts[1].verdict, Verdict::behind);
  EXPECT_EQ(counts[1].count, 1);
  EXPECT_EQ(counts[2].verdict, Verdict::no_data);
  EXPECT_EQ(counts[2].count, 2);
}

TEST(CardWords, ADocumentIsKnownByItsNumber) {
  EXPECT_EQ(ui::short_document("Quyết định số 411/QĐ-TTg"), "411/QĐ-TTg");
  EXPECT_EQ(ui::short_document("Nghị quyết số 01-NQ/TU về Chương trình chuyển đổi số"), "01-NQ/TU");
  EXPECT_EQ(ui::short_document("Chính sách (bài báo 01/11/2021) giai đoạn 2021 - 2025"),
            "Chính sách (bài báo 01/11/2021) giai đoạn 2021 - 2025");
  EXPECT_EQ(ui::short_document(""), "");
}

TEST(CardWords, PartsAreCountedAndNamed) {
  data::set_language(data::Lang::en);
  const data::ScoreRow row = composite_row();
  EXPECT_EQ(ui::figure_of(row, data::Lang::en).number, "2");
  EXPECT_EQ(ui::figure_of(row, data::Lang::en).unit, "/ 8");
  EXPECT_EQ(ui::part_count_of(row), "2 of 8 reached, 3 without a figure");
  data::ScoreRow named = row;
  named.parts.resize(3);
  EXPECT_EQ(ui::part_names_of(named), "Met: Huyện Tam Đảo 2 · Missed: Huyện Tam Đảo 0 · No data: Huyện Tam Đảo 1");
  for (data::Part& part : named.parts) part.actual.reset();
  EXPECT_EQ(ui::figure_of(named, data::Lang::en).number, "–");
  data::set_language(data::Lang::vi);
}

TEST(CardWords, AFigureKeepsTheSignItWasPublishedWith) {
  data::set_language(data::Lang::en);
  data::ScoreRow row = score_row(indicator_of("use", "%", "a", "a"), Verdict::met, 95, 95);
  EXPECT_EQ(ui::figure_of(row, data::Lang::en).number, "95.0");
  EXPECT_EQ(ui::gap_of(row, data::Lang::en), "exactly at the target");
  for (const auto& [given, shown] :
       {std::pair{">", ">\u00A095.0"}, {"<", "<\u00A095.0"}, {"~", "≈\u00A095.0"}, {"<=", "≤\u00A095.0"}, {">=", "≥\u00A095.0"}}) {
    row.actual->comparator = given;
    EXPECT_EQ(ui::figure_of(row, data::Lang::en).number, shown);
    EXPECT_EQ(ui::gap_of(row, data::Lang::en), "at the target") << given;
  }
  EXPECT_EQ(ui::figure_of(row, data::Lang::en).unit, "%");
  data::set_language(data::Lang::vi);
}

TEST(CardWords, AnExpectedMonthIsNamedUntilLaterFiguresOvertakeIt) {
  data::ScoreRow row = score_row(indicator_of("use", "%", "a", "a"), Verdict::behind, 63.4, 70);
  EXPECT_EQ(ui::expected_of(row, data::Lang::en), "");
  row.forecast = data::Forecast{};
  row.forecast->outcome = data::Forecast::Outcome::dated, row.forecast->expected = day("2027-03-14");
  data::set_language(data::Lang::en);
  EXPECT_EQ(ui::expected_of(row, data::Lang::en), "expected Mar 2027");
  EXPECT_EQ(ui::month_of(day("2027-03-14"), data::Lang::vi), "03/2027");
  row.published = {row.trend.back()};
  EXPECT_NE(ui::expected_of(row, data::Lang::en), "");
  row.published[0].date += std::chrono::days{1};
  EXPECT_EQ(ui::expected_of(row, data::Lang::en), "");
  row.published[0].dated = false;  // nobody knows whether it is later
  EXPECT_NE(ui::expected_of(row, data::Lang::en), "");
  data::set_language(data::Lang::vi);
}

TEST(CardWords, WhoseTargetItIsAndWhetherItHoldsIsTagged) {
  data::set_language(data::Lang::en);
  data::ScoreRow row = score_row(indicator_of("use", "%", "a", "a"), Verdict::behind, 63.4, 70);
  EXPECT_EQ(ui::tags_of(row), std::vector<std::string>{"draft"});
  row.target.set_for = "VN", row.target.status = "superseded";
  EXPECT_EQ(ui::tags_of(row), (std::vector<std::string>{"National", "superseded"}));
  row.target.scope = "VN", row.target.set_for.clear(), row.target.status = "in_force";
  EXPECT_EQ(ui::tags_of(row), std::vector<std::string>{"Whole country"});
  data::set_language(data::Lang::vi);
}

class Cards : public Panels {
 protected:
  void show(data::Scorecard card) {
    auto loaded = std::make_shared<data::Loaded>(*state.loaded);
    loaded->scorecard = std::move(card);
    state.loaded = loaded;
  }
  bool opens(int row) {
    return find<ShowSource>(layout.cards, 0.5F, [&](const ShowSource& r) { return r.row == row; }).has_value();
  }
};

TEST_F(Cards, ATabAsksForItsPillarAndShowsItsTargetsOnly) {
  show(mixed_scorecard());
  EXPECT_TRUE(opens(1));
  EXPECT_FALSE(opens(3));
  const Box box = ui::box_of(layout.cards);
  std::vector<std::string> asked_for;
  for (float x = box.left + 4; x < box.right; x += 7) {
    requests.clear();
    click(x, box.top + 16);
    if (const auto* tab = asked<ShowPillar>(); tab && (asked_for.empty() || asked_for.back() != tab->pillar))
      asked_for.push_back(tab->pillar);
  }
  EXPECT_EQ(asked_for, (std::vector<std::string>{"infrastructure", "society", "general"}));  // the chosen one has nothing to ask
  state.pillar = "general";
  EXPECT_TRUE(opens(3));
  EXPECT_FALSE(opens(1));
  EXPECT_FALSE(opens(5));
}

TEST_F(Cards, AnotherTabBeginsWithItsFirstPage) {
  std::vector<Plain> rows(40, {"infrastructure", true, 50, Verdict::behind});
  for (std::size_t i = 20; i < 40; ++i) rows[i] = {"society", false, 50, Verdict::behind};
  show(scorecard_of(rows));
  const Box cards = ui::box_of(layout.cards);
  for (float x = cards.centre() - 60; x < cards.centre() + 60; x += 5) click(x, cards.bottom - 8);
  EXPECT_TRUE(opens(19));
  EXPECT_FALSE(opens(0));
  state.pillar = "society";
  EXPECT_TRUE(opens(20));
  EXPECT_FALSE(opens(39));
}

TEST_F(Cards, PartsAreDrawnAsPiecesThatDoNotRestOnColour) {
  frame();
  ImGui::NewFrame();
  ImDrawList list(ImGui::GetDrawListSharedData());
  list._ResetForNewFrame();
  list.PushTextureID(ImGui::GetIO().Fonts->TexID);
  list.PushClipRectFullScreen();
  const ui::Pen pen{&list, state.theme, 1};
  ui::segments(pen, {0, 0, 300, 12}, {Verdict::no_data, Verdict::missed, Verdict::met});
  const auto extent = [&](const layers::Colour& wanted) {
    Box out{1e9F, 1e9F, -1e9F, -1e9F};
    for (const ImDrawVert& v : list.VtxBuffer)
      if (v.col == ui::colour(wanted))
        out = {std::min(out.left, v.pos.x), std::min(out.top, v.pos.y), std::max(out.right, v.pos.x), std::max(out.bottom, v.pos.y)};
    return out;
  };
  const Box met = extent(state.theme->met), missed = extent(state.theme->missed), unknown = extent(state.theme->no_data);
  EXPECT_LT(met.right, missed.left);  // reached first, unknown last
  EXPECT_LT(missed.right, unknown.left);
  EXPECT_NEAR(met.height(), 12, 1.5);
  EXPECT_NEAR(missed.height(), 6, 1.5);
  EXPECT_NEAR(unknown.height(), 12, 1.5);
  EXPECT_NEAR(met.width(), missed.width(), 4);
  ImGui::EndFrame();
}

TEST_F(Cards, TextStaysInItsPlaceInEveryTabAndShape) {
  data::Scorecard card;
  const char* const pillars[] = {"infrastructure", "government", "economy", "society", "general"};
  for (int i = 0; i < 30; ++i) {
    data::ScoreRow row = i % 4 == 3 ? composite_row() : state.loaded->scorecard.rows[static_cast<std::size_t>(i) % 7];
    row.indicator.pillar = pillars[i < 25 ? i % 3 : i % 5];
    row.target.headline = i % 2 == 0, row.target.set_for = i % 3 == 0 ? "VN" : "";
    row.target.source.document = i % 2 == 0 ? "Quyết định số 27/QĐ-UBQGCĐS" : row.target.source.document;
    if (!row.trend.empty()) row.forecast = data::Forecast{}, row.forecast->expected = day("2027-03-14");
    if (row.actual && i % 3 == 1) row.actual->comparator = i % 2 == 0 ? "~" : "khoảng";
    if (row.actual && i % 5 == 2) row.indicator.unit = "doanh nghiệp", row.actual->value = 1234567, row.actual->comparator = ">";
    card.rows.push_back(row);
  }
  for (const auto& [w, h] : {std::pair{1280, 720}, {1366, 768}, {1920, 1080}, {2560, 1440}, {3840, 1080}, {7680, 2160}})
    for (const data::Lang lang : {data::Lang::vi, data::Lang::en})
      for (const char* pillar : {"", "infrastructure", "economy", "society", "general"}) {
        data::set_language(lang);
        state.lang = lang, state.pillar = pillar;
        resize(w, h);
        show(card);
        frame(), frame();
        expect_tidy(std::to_string(w) + "x" + std::to_string(h) + " " + pillar + (lang == data::Lang::en ? " en" : " vi"), layout.scale);
      }
  data::set_language(data::Lang::vi);
}

}  // namespace
}  // namespace viewer
