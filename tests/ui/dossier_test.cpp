// The dossier: every kind of target in it, what its lines lead to, and that its drawings say what the numbers say.
#include "viewer/panels/dossier.h"
#include "tests/support/panels.h"
#include "viewer/panels/outlook_chart.h"
#include "viewer/panels/rank_chart.h"

namespace viewer {
namespace {

using data::Verdict;

data::Actual figure(const char* date, double value) {
  data::Actual out;
  out.indicator = "use", out.scope = "26", out.value = value, out.comparator = ">", out.confidence = "medium";
  out.date = day(date), out.date_text = date, out.source = "Báo cáo tổng kết công tác thông tin và truyền thông của tỉnh";
  out.address = "https://example.vn/mot-dia-chi-rat-dai/de-thu-xem-co-bi-cat-hay-khong/trong-ho-so-cua-muc-tieu.html";
  out.note = "số làm tròn trong bài báo; báo cáo gốc chưa đọc được";
  return out;
}

data::Part part(const char* id, const char* label, int unit, Verdict verdict) {
  data::Part out{.id = id, .label = label, .unit = unit, .actual = figure("2022", 63.4), .verdict = verdict, .reason = "đến hạn chưa đạt"};
  if (verdict == Verdict::no_data) out.actual.reset();
  return out;
}

/// Sixty-three provinces that change places every year; in the last one 26 stands among its peers 33, 19 and 42.
data::Ranking ranking() {
  data::Ranking out{.indicator = "rank", .rows = {}};
  const std::vector<int> together{33, 26, 19, 42};
  for (const auto& [year, step] : {std::pair{2022, 20}, {2023, 22}, {2024, 25}}) {
    std::vector<int> scopes;  // a step without a divisor in common with 63 meets every province once
    for (int place = 0; place < 63; ++place) scopes.push_back(place * step % 63);
    if (year == 2024) {
      std::erase_if(scopes, [&](int scope) { return std::find(together.begin(), together.end(), scope) != together.end(); });
      scopes.insert(scopes.begin() + 12, together.begin(), together.end());
    }
    for (int place = 1; place <= 63; ++place) {
      const std::string scope = std::to_string(scopes[static_cast<std::size_t>(place - 1)]);
      out.rows.push_back({.scope = scope,
                          .name = "Tỉnh số " + scope,
                          .year = year,
                          .value = 0.9 - 0.01 * place,
                          .source = "DTI, dti.gov.vn",
                          .place = place});
    }
  }
  return out;
}

/// Twenty-one households in a hundred more every year, with a little noise: a forecast has an interval.
data::ScoreRow forecast_row(bool falls = false) {
  data::ScoreRow row = score_row(indicator_of("use", "%", "Hộ gia đình có cáp quang", "Households with fibre"), Verdict::behind, 63.4, 90);
  row.trend.clear();
  const double values[] = {20, 27, 33, 41, 46, 55, 59};
  for (int i = 0; i < 7; ++i) {
    data::Actual each = *row.actual;
    each.date = day("2020-12-31") + std::chrono::days{120 * i}, each.value = falls ? 100 - values[i] : values[i];
    row.trend.push_back(each);
  }
  row.actual = row.trend.back();
  if (falls) row.target.comparator = data::Comparator::at_most, row.target.value = 10, row.indicator.higher_is_better = false;
  std::vector<data::DatedFigure> figures;
  for (const data::Actual& each : row.trend) figures.push_back({each.date, each.value});
  row.forecast = data::forecast(figures, *row.target.value, !falls, falls ? 0 : 100, row.target.deadline, day("2047-12-31"));
  return row;
}

/// Every kind of row a dossier may be asked to tell of.
std::vector<data::ScoreRow> rows_of_each_kind() {
  const data::Indicator use = indicator_of("use", "%", "Hộ gia đình có cáp quang", "Households with fibre");
  std::vector<data::ScoreRow> out{forecast_row(), forecast_row(true)};
  data::ScoreRow none = score_row(use, Verdict::no_data, std::nan(""), 70);  // 2: no figure, but one of something near
  none.change = "một số liệu có ngày kèm nguồn", none.country = figure("2022-09", 83);
  none.related = {{indicator_of("village", "%", "Thôn, bản phủ băng rộng di động", "Villages with mobile broadband"),
                   figure("2022", 99),
                   {"Là vùng phủ theo thôn, không phải thuê bao.", "Coverage by village, not subscriptions."}}};
  none.published = {figure("2022", 71.3)};
  none.published[0].dated = false;
  out.push_back(none);
  data::ScoreRow one = score_row(use, Verdict::missed, 63.4, 70);  // 3: one figure, replaced by another target
  one.trend = {*one.actual}, one.published = {figure("2022", 63.4)}, one.target.superseded_by = "T0", one.target.status = "superseded";
  one.target.note = {"Văn bản ghi tỷ lệ phổ cập; ở đây hiểu là tỷ lệ hộ.", "The text says penetration, read here as households."};
  one.target.deadline_form = data::DeadlineForm::period, one.target.period_start = day("2021-01-01");
  one.forecast = data::forecast({{day("2022-12-31"), 63.4}}, 70, true, 100, std::nullopt, day("2040-12-31"));
  out.push_back(one);
  data::ScoreRow many = forecast_row();  // 4: many published figures of several days
  for (int year = 2015; year < 2026; ++year) many.published.push_back(figure(std::to_string(year).c_str(), 5.0 * (year - 2014)));
  out.push_back(many);
  data::ScoreRow inherits = none;  // 5
  inherits.related.clear(), inherits.target.comparator = data::Comparator::inherits, inherits.target.value.reset();
  inherits.target.of = {"T0", "T3", "gone"};
  inherits.parts = {part("T0", "Hộ gia đình có cáp quang", -1, Verdict::behind), part("T3", "Thôn, bản phủ băng rộng", -1, Verdict::met),
                    part("gone", "gone", -1, Verdict::not_computable)};
  out.push_back(inherits);
  data::ScoreRow units = one;  // 6
  units.target.comparator = data::Comparator::each_unit, units.target.level = "district";
  units.parts = {part("240", "Thành phố Vĩnh Yên", 1, Verdict::met), part("241", "Huyện Tam Đảo", 2, Verdict::missed),
                 part("999", "Huyện chưa có trên bản đồ với một cái tên rất dài để thử xem có bị cắt", -1, Verdict::no_data)};
  out.push_back(units);
  data::ScoreRow named = units;  // 7
  named.target.comparator = data::Comparator::named_units;
  out.push_back(named);
  data::ScoreRow rank =  // 8
      score_row(indicator_of("rank", "rank", "Xếp hạng chuyển đổi số", "Digital-transformation rank"), Verdict::behind, 18, 15);
  rank.target.comparator = data::Comparator::rank_gain, rank.target.value = 10, rank.target.baseline = data::Baseline{};
  rank.target.baseline->value = 28, rank.target.baseline->date_text = "2020", rank.target.baseline->source = "VnExpress";
  out.push_back(rank);
  for (std::size_t i = 0; i < out.size(); ++i) out[i].target.id = "T" + std::to_string(i);
  return out;
}

class Dossier : public Panels {
 protected:
  Dossier() {
    auto loaded = std::make_shared<data::Loaded>(*state.loaded);
    loaded->scorecard.rows = rows_of_each_kind();
    loaded->rankings = {ranking()};
    for (const char* code : {"19", "33", "42"}) loaded->peers.provinces.emplace_back().code = code;
    state.loaded = loaded;
  }
  /// Clicks on a column of the open dossier.
  template <typename R>
  std::optional<R> find_in_dossier(const std::function<bool(const R&)>& wanted = [](const R&) { return true; }) {
    const float centre = ui::shown(layout.cards) ? static_cast<float>(layout.cards.left) / 2 : 960;
    return find<R>({centre - 100.0, 40, centre + 100.0, 1060}, 0.5F, wanted);
  }
  /// Where the letters of the dossier stand.
  std::vector<float> lines() {
    std::vector<float> out;
    const ImDrawData* drawn = ImGui::GetDrawData();
    for (int l = 0; l < drawn->CmdListsCount; ++l)
      if (std::string(drawn->CmdLists[l]->_OwnerName).find("##dossier") != std::string::npos)
        for (const Glyph& glyph : glyphs_of(*drawn->CmdLists[l])) out.push_back(glyph.box.top);
    return out;
  }
};

TEST_F(Dossier, EveryKindIsTidyAtEverySize) {
  const auto rows = static_cast<int>(state.loaded->scorecard.rows.size());
  for (const auto& [w, h] : {std::pair{640, 480}, {1280, 720}, {1920, 1080}, {1080, 1920}, {3840, 2160}})
    for (const data::Lang lang : {data::Lang::vi, data::Lang::en})
      for (int row = 0; row < rows; ++row)
        for (const int turns : {0, 4, 40}) {  // the top, some way down, the end
          data::set_language(lang);
          state.lang = lang, state.source_shown = row;
          resize(w, h);
          const auto centre = static_cast<float>(ui::shown(layout.cards) && w > 1000 ? layout.cards.left / 2 : w / 2);
          point(centre, static_cast<float>(h) / 2);
          for (int i = 0; i < turns; ++i) ImGui::GetIO().MouseWheel = -1, frame();
          ImGui::GetIO().MousePos = {-1, -1};
          frame(), frame();
          expect_tidy("row " + std::to_string(row) + " " + std::to_string(w) + "x" + std::to_string(h) + " turns " + std::to_string(turns) +
                          (lang == data::Lang::en ? " en" : " vi"),
                      layout.scale);
        }
  data::set_language(data::Lang::vi);
}

TEST_F(Dossier, AUnitAmongThePartsIsSelectedAndTheMapComesFree) {
  state.source_shown = 6;
  const auto selected = find_in_dossier<SelectUnit>();
  ASSERT_TRUE(selected);
  EXPECT_EQ(selected->unit, 1);
  ASSERT_TRUE(asked<ShowSource>());
  EXPECT_EQ(asked<ShowSource>()->row, -1);
  EXPECT_EQ(find_in_dossier<SelectUnit>([](const SelectUnit& r) { return r.unit != 1; })->unit, 2);
  // Selecting what is selected already would let it go.
  state.selected = 1;
  EXPECT_EQ(find_in_dossier<SelectUnit>()->unit, 2);
  EXPECT_FALSE(find_in_dossier<SelectUnit>([](const SelectUnit& r) { return r.unit != 2; }));
}

TEST_F(Dossier, AnInheritedTargetAndTheOneThatTookItsPlaceOpenTheirDossiers) {
  state.source_shown = 5;
  EXPECT_EQ(find_in_dossier<ShowSource>([](const ShowSource& r) { return r.row >= 0; })->row, 0);
  EXPECT_EQ(find_in_dossier<ShowSource>([](const ShowSource& r) { return r.row > 0; })->row, 3);
  state.source_shown = 3;
  EXPECT_EQ(find_in_dossier<ShowSource>([](const ShowSource& r) { return r.row >= 0; })->row, 0);
}

TEST_F(Dossier, AnotherOneIsReadFromItsTop) {
  resize(1280, 720);
  state.source_shown = 4;
  frame(), frame(), frame();
  const std::vector<float> fresh = lines();
  ASSERT_FALSE(fresh.empty());
  point(480, 400);
  for (int i = 0; i < 5; ++i) ImGui::GetIO().MouseWheel = -1, frame();
  frame();
  EXPECT_NE(lines(), fresh);
  state.source_shown = -1;
  frame();
  state.source_shown = 4;
  frame(), frame(), frame();
  EXPECT_EQ(lines(), fresh);
  for (int i = 0; i < 5; ++i) ImGui::GetIO().MouseWheel = -1, frame();
  state.source_shown = 8;
  frame();
  state.source_shown = 4;
  frame(), frame(), frame();
  EXPECT_EQ(lines(), fresh);
}

TEST_F(Dossier, FigureVerdictClauseAndDocumentNeedNoScrolling) {
  for (const auto& [w, h] : {std::pair{1920, 1080}, {3840, 2160}}) {
    resize(w, h);
    for (const data::ScoreRow& row : state.loaded->scorecard.rows) {
      const ui::Pen pen{nullptr, state.theme, static_cast<float>(layout.scale)};
      ui::Sheet sheet{pen, state, row, requests, 0, pen.px(750), 0, pen.px(136)};
      ui::write_verdict(sheet), ui::write_measured(sheet), ui::write_promised(sheet);
      EXPECT_LT(sheet.y, static_cast<float>(h) - pen.px(24 + 64 + 12)) << row.target.id << " at " << h;
    }
  }
}

TEST(Outlook, TheDrawnCurveIsTheForecast) {
  for (const bool falls : {false, true}) {
    const data::ScoreRow row = forecast_row(falls);
    ASSERT_TRUE(row.forecast && row.forecast->expected && row.forecast->value_at_deadline && row.forecast->low_at_deadline);
    const ui::Outlook outlook = ui::outlook_of(row);
    ASSERT_GT(outlook.ahead.size(), 2U);
    EXPECT_GE(outlook.to, *row.forecast->expected);
    EXPECT_GE(outlook.to, *row.target.deadline);
    const auto at = [&](data::Date when, auto value) {  // between two samples
      for (std::size_t i = 1; i < outlook.ahead.size(); ++i) {
        const auto &a = outlook.ahead[i - 1], &b = outlook.ahead[i];
        if (a.day <= when && when <= b.day)
          return value(a) +
                 (value(b) - value(a)) * static_cast<double>((when - a.day).count()) / static_cast<double>((b.day - a.day).count());
      }
      return std::nan("");
    };
    const auto value = [](const ui::Outlook::Ahead& a) { return a.value; };
    EXPECT_NEAR(at(*row.forecast->expected, value), *row.target.value, 0.5) << falls;
    EXPECT_NEAR(at(*row.target.deadline, value), *row.forecast->value_at_deadline, 0.5) << falls;
    EXPECT_NEAR(at(*row.target.deadline, [](const auto& a) { return *a.low; }), *row.forecast->low_at_deadline, 0.7) << falls;
    EXPECT_NEAR(at(*row.target.deadline, [](const auto& a) { return *a.high; }), *row.forecast->high_at_deadline, 0.7) << falls;
    for (const ui::Outlook::Point& point : outlook.points) EXPECT_TRUE(point.value >= outlook.low && point.value <= outlook.high);
    EXPECT_TRUE(*outlook.target >= outlook.low && *outlook.target <= outlook.high);
  }
}

TEST(Outlook, WithoutDatesThereIsNothingAndWithOneFigureNoCurve) {
  const auto rows = rows_of_each_kind();
  EXPECT_TRUE(ui::outlook_of(rows[2]).points.empty());
  const ui::Outlook one = ui::outlook_of(rows[3]);
  EXPECT_EQ(one.points.size(), 1U);
  EXPECT_TRUE(one.ahead.empty());
  const ui::Outlook many = ui::outlook_of(rows[4]);
  EXPECT_EQ(many.points.size(), 18U);  // seven counted and eleven published, of different days
  EXPECT_TRUE(std::is_sorted(many.points.begin(), many.points.end(), [](const auto& a, const auto& b) { return a.day < b.day; }));
}

TEST(RankChart, FollowsEachProvinceThroughTheYearsAndDrawsItsOwnLast) {
  data::Ranking few{.indicator = "rank", .rows = {}};
  const auto add = [&](const char* scope, int year, int place) {
    few.rows.push_back(
        {.scope = scope, .name = std::string("Tỉnh ") + scope, .year = year, .value = 1.0 / place, .source = "x", .place = place});
  };
  add("26", 2022, 1), add("19", 2022, 2), add("01", 2022, 3);
  add("01", 2023, 1), add("26", 2023, 2);
  const ui::RankChart chart = ui::rank_chart_of(few, "26", {"19", "26"}, 1);
  EXPECT_EQ(chart.years, (std::vector<int>{2022, 2023}));
  EXPECT_EQ(chart.last, 3);
  ASSERT_EQ(chart.lines.size(), 3U);
  EXPECT_EQ(chart.lines[0].name, "Tỉnh 01");
  EXPECT_EQ(chart.lines[1].kind, ui::RankChart::Kind::peer);
  EXPECT_EQ(chart.lines[1].places, (std::vector<std::optional<int>>{2, std::nullopt}));
  EXPECT_EQ(chart.lines[2].kind, ui::RankChart::Kind::own);
  EXPECT_EQ(chart.lines[2].places, (std::vector<std::optional<int>>{1, 2}));
}

}  // namespace
}  // namespace viewer
