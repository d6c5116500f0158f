// The panels in process, without a window: what a press asks for, that the map stays free, that no text leaves its place.
#include <backends/imgui_impl_opengl3.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "data/source/error.h"
#include "layers/gl.h"
#include "layers/headless_context.h"
#include "layers/renderer.h"
#include "viewer/panels/panels.h"
#include "viewer/panels/widgets.h"
#include "viewer/units_table.h"

namespace viewer {
namespace {

using ui::Box;

data::Date day(const char* text) { return *data::parse_date(text); }

/// Units in a row, each a unit square wide; children lie in the strip of their parent.
data::LevelTable level(const std::string& name, const std::vector<std::array<std::string, 3>>& units, double wide) {
  data::LevelTable out{name, {}, "code", "name", "parent"};
  data::TextColumn code, title, parent;
  const auto add = [](data::TextColumn& column, const std::string& text) {
    column.code.push_back(static_cast<std::uint32_t>(column.dictionary.size()));
    column.dictionary.push_back(text);
  };
  for (std::size_t i = 0; i < units.size(); ++i) {
    add(code, units[i][0]), add(title, units[i][1]), add(parent, units[i][2]);
    const double left = wide * static_cast<double>(i), right = left + wide;
    for (const double x : {left, right, right, left}) out.table.areas.x.push_back(x);
    for (const double y : {0.0, 0.0, 3e4, 3e4}) out.table.areas.y.push_back(y);
    const auto next = static_cast<std::uint32_t>(i + 1);
    out.table.areas.first_polygon.push_back(next), out.table.areas.first_ring.push_back(next),
        out.table.areas.first_vertex.push_back(4 * next);
  }
  out.table.rows = units.size();
  out.table.shape = data::Shape::areas;
  out.table.columns = {{"code", code}, {"name", title}, {"parent", parent}};
  return out;
}

std::shared_ptr<data::UnitSet> small_province() {
  std::vector<std::array<std::string, 3>> districts, communes;
  for (int d = 0; d < 3; ++d) {
    districts.push_back({"24" + std::to_string(d), d == 0 ? "Thành phố Vĩnh Yên" : d == 1 ? "Huyện Tam Đảo" : "Huyện Lập Thạch", "26"});
    for (int c = 0; c < 12; ++c)
      communes.push_back({"0" + std::to_string(100 * d + c), "Xã Đồng Ích Nghĩa Hưng " + std::to_string(c), "24" + std::to_string(d)});
  }
  std::vector<data::LevelTable> levels;
  levels.push_back(level("province", {{"26", "Tỉnh Vĩnh Phúc", ""}}, 36e3));
  levels.push_back(level("district", districts, 12e3));
  levels.push_back(level("commune", communes, 1e3));
  return std::make_shared<data::UnitSet>(data::build_units(std::move(levels), "26", "Tỉnh Vĩnh Phúc"));
}

data::Indicator indicator_of(const char* id, const char* unit, const char* vi, const char* en) {
  data::Indicator out;
  out.id = id, out.unit = unit, out.name = {vi, en}, out.things = {"hộ", "households"}, out.definition = {vi, en};
  if (out.unit == "%") out.numerator = data::Count{}, out.denominator = data::Count{};
  if (out.unit == "rank") out.of = 63, out.higher_is_better = false;
  return out;
}

data::ScoreRow score_row(const data::Indicator& indicator, data::Verdict verdict, double figure, std::optional<double> target) {
  data::ScoreRow row;
  row.indicator = indicator, row.verdict = verdict;
  row.target.indicator = indicator.id, row.target.scope = "26", row.target.value = target, row.target.unit = indicator.unit;
  row.target.comparator = indicator.unit == "rank" ? data::Comparator::rank_at_most : data::Comparator::at_least;
  row.target.deadline = day("2025-12-31"), row.target.status = "draft";
  row.target.source = {"Dự thảo Kế hoạch chuyển đổi số quốc gia năm 2022 và các năm tiếp theo",
                       "Ủy ban Quốc gia",
                       "2022",
                       "tối thiểu 70% hộ gia đình có cáp quang",
                       "a.txt",
                       "https://example.vn/mot-dia-chi-rat-dai/de-thu-xem-co-bi-cat-hay-khong/trong-ho-so-cua-muc-tieu.html"};
  row.reason = "theo nhịp của hai số liệu gần nhất, đến 31/12/2025 sẽ là 100,0 %; văn bản mới là dự thảo";
  if (std::isnan(figure)) return row;  // nobody knows
  data::Actual actual;
  actual.indicator = indicator.id, actual.date = day("2022-12-31"), actual.value = figure, actual.computed = indicator.unit == "%";
  actual.source = "households", actual.address = row.target.source.address;
  if (actual.computed) actual.numerator = figure * 1000, actual.denominator = 100000;
  row.actual = actual;
  for (const double before : {0.6, 0.8, 1.0}) {
    row.trend.push_back(actual);
    row.trend.back().value = figure * before, row.trend.back().date -= std::chrono::days{static_cast<int>(1000 * (1 - before))};
  }
  row.gap = data::gap_of(row.target, row.actual);
  return row;
}

/// Four provinces under the same targets as the cards; the third has published nothing, the last set no target of its own.
std::shared_ptr<const data::Peers> four_peers(const std::vector<data::Indicator>& indicators) {
  auto out = std::make_shared<data::Peers>();
  out->date = day("2026-11-22");
  out->indicators = indicators;
  for (std::size_t i = 0; i < indicators.size(); ++i) out->indicators[i].pillar = i < 2 ? "infrastructure" : "government";
  const std::tuple<const char*, const char*, const char*> provinces[] = {{"ha-tinh", "42", "Tỉnh Hà Tĩnh"},
                                                                         {"hung-yen", "33", "Tỉnh Hưng Yên"},
                                                                         {"thai-nguyen", "19", "Tỉnh Thái Nguyên"},
                                                                         {"vinh-phuc", "26", "Tỉnh Vĩnh Phúc"}};
  for (const auto& [id, code, name] : provinces) {
    data::Peer peer;
    peer.id = id, peer.code = code, peer.name = {name, name}, peer.has_sample = true;
    for (std::size_t i = 0; i < indicators.size(); ++i) {
      data::ScoreRow row =
          score_row(out->indicators[i], i == 0 ? data::Verdict::met : data::Verdict::missed, i == 2 ? 18 : 81.6, i == 2 ? 15 : 70);
      row.target.id = "T" + std::to_string(i), row.target.scope = code, row.target.headline = true;
      if (peer.code == "26") row.target.set_for = "VN";
      row.actual->scope = code;
      if (peer.code != "19") peer.published.push_back(*row.actual);
      if (i != 1) peer.scorecard.rows.push_back(std::move(row));
    }
    out->provinces.push_back(std::move(peer));
  }
  out->compared = data::compare(*out);
  return out;
}

/// Everything a screen can show at once: long names, every verdict, a layer that failed.
State full_state(int cards = 7) {
  auto dataset = std::make_shared<data::Dataset>();
  dataset->project.title = {"Tỉnh Vĩnh Phúc", "Vĩnh Phúc province"};
  dataset->project.date = day("2022-12-31"), dataset->project.illustrative = true;
  dataset->units = small_province();
  dataset->indicators = {
      indicator_of("use", "%", "Hộ gia đình có cáp quang", "Households with fibre"),
      indicator_of("village", "%", "Thôn, bản phủ băng rộng di động", "Villages with mobile broadband"),
      indicator_of("rank", "rank", "Xếp hạng chuyển đổi số", "Digital-transformation rank"),
      indicator_of("mbb", "per 100", "Thuê bao băng rộng di động trên 100 dân", "Mobile-broadband subscriptions per 100 people")};
  auto households = std::make_shared<data::LayerData>(), broken = std::make_shared<data::LayerData>();
  households->source.id = "households", households->source.name = {"Hộ có cáp quang", "Households with fibre"};
  households->table = std::make_shared<data::Table>();
  broken->source.id = "coverage", broken->source.kind = data::LayerKind::broadband_coverage,
  broken->error = "Không đọc được lớp 'coverage': tệp hỏng";
  dataset->layers = {households, broken};
  auto loaded = std::make_shared<data::Loaded>();
  loaded->dataset = dataset, loaded->date = day("2022-12-31");
  for (const char* id : {"use", "village"}) {
    data::Answer answer{id, {}, {}};
    for (std::size_t u = 0; u < dataset->units->units.size(); ++u)
      answer.by_unit.push_back(u % 9 == 8 ? data::Share{} : data::Share{40.0 * static_cast<double>(u), 2000.0});
    loaded->answers.answers.push_back(answer);
  }
  const std::vector<data::Verdict> verdicts{data::Verdict::met,     data::Verdict::missed,   data::Verdict::behind,
                                            data::Verdict::no_data, data::Verdict::on_track, data::Verdict::not_computable};
  for (int i = 0; i < cards; ++i) {
    const data::Indicator& indicator = dataset->indicators[static_cast<std::size_t>(i) % 4];
    const double value = i % 4 == 3 ? std::nan("") : i % 4 == 2 ? 18.0 : 63.4;
    loaded->scorecard.rows.push_back(
        score_row(indicator, verdicts[static_cast<std::size_t>(i) % verdicts.size()], value, i % 4 == 2 ? 15 : 70));
    loaded->scorecard.rows.back().target.id = "T" + std::to_string(i);
  }
  State state;
  state.theme = &layers::dark_theme();
  state.dataset = dataset, state.loaded = loaded, state.indicator = "use", state.level = 2;
  state.choropleth = layers::choropleth_of(*loaded, dataset->indicators[0], 2, *state.theme);
  state.switchable = {"households", "coverage", "fill", "borders", "labels"};
  for (const std::string& id : state.switchable) state.visible.emplace_back(id, true);
  state.messages = {{Message::Kind::error, "Không đọc được lớp 'coverage'"}, {Message::Kind::warning, "51 hộ nằm ngoài mọi xã"}};
  state.pointer_wgs84 = data::Point{105.6, 21.3}, state.crs_name = "VN-2000 105°", state.clock = "07:58";
  state.table = units_table(state);
  state.peers = four_peers(dataset->indicators), state.province = "vinh-phuc";
  state.recent = {
      {"/home/mot-nguoi/ban-do/mot-thu-muc-rat-dai/du-an-rieng-cua-tinh-ta/project.json", {"Dự án riêng", "A project of one's own"}}};
  return state;
}

/// An ImGui context and a state; frames are drawn into nothing.
class Panels : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { data::start_i18n(PHUSONG_LOCALE_DIR); }  // Vietnamese words are the longer ones
  Panels() {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().MousePos = {-1, -1};
    resize(1920, 1080);
  }
  ~Panels() override { ImGui::DestroyContext(); }

  void resize(int width, int height, double ratio = 1) {
    layout = layout_for(width, height, ratio, state.panels_shown);
    ImGui::GetIO().DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    state.view = layers::fit({0, 0, 36e3, 3e4}, width, height, layout.map, layout.scale);
    if (built != layout.scale) {
      build_fonts(layout.scale);
      unsigned char* pixels = nullptr;
      int w = 0, h = 0;
      ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &w, &h);
      ImGui::GetIO().Fonts->SetTexID(reinterpret_cast<ImTextureID>(1));
      built = layout.scale;
    }
    apply_style(*state.theme, layout.scale);
  }
  void frame() {
    ImGui::GetIO().DeltaTime = 1.0F / 60;
    ImGui::NewFrame();
    draw_screen(state, layout, requests);
    ImGui::Render();
  }
  void point(float x, float y) {
    ImGui::GetIO().MousePos = {x, y};
    frame(), frame();
  }
  /// Down for whole frames: ImGui 1.86 keeps no queue of inputs.
  void click(float x, float y, int times = 1) {
    point(x, y);
    for (int i = 0; i < times; ++i) {
      ImGui::GetIO().MouseDown[0] = true;
      frame(), frame();
      ImGui::GetIO().MouseDown[0] = false;
      frame(), frame();
    }
  }
  template <typename R>
  const R* asked() const {
    for (const Request& request : requests)
      if (const R* found = std::get_if<R>(&request)) return found;
    return nullptr;
  }
  /// Clicks its way down the frame until something is asked for that `wanted` accepts.
  template <typename R>
  std::optional<R> find(
      const layers::Frame& where, float share_x, const std::function<bool(const R&)>& wanted = [](const R&) { return true; }) {
    const Box box = ui::box_of(where);
    for (float y = box.top + 8; y < box.bottom - 4; y += 9) {
      requests.clear();
      click(box.left + share_x * box.width(), y);
      for (int i = 0; i < 24; ++i) frame();  // no two of these make a double click
      if (const R* found = asked<R>(); found && wanted(*found)) return *found;
    }
    return std::nullopt;
  }

  State state = full_state();
  ScreenLayout layout;
  Requests requests;
  double built = 0;
};

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

TEST_F(Panels, DigitsAreEquallyWideAndNoLetterIsMissing) {
  for (int role = 0; role < static_cast<int>(ui::Font::count); ++role) {
    const ImFont* font = ui::font(static_cast<ui::Font>(role));
    for (char digit = '0'; digit <= '9'; ++digit) EXPECT_EQ(font->GetCharAdvance(static_cast<ImWchar>(digit)), font->GetCharAdvance('0'));
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

// --- text

struct Glyph {
  Box box;
  Box clip;
};

/// Glyphs of a draw list: quads that do not use the atlas's white pixel.
std::vector<Glyph> glyphs_of(const ImDrawList& list) {
  const ImVec2 white = ImGui::GetIO().Fonts->TexUvWhitePixel;
  std::vector<Glyph> out;
  for (const ImDrawCmd& command : list.CmdBuffer)
    for (unsigned i = 0; i + 5 < command.ElemCount; i += 3) {
      const auto vertex = [&](unsigned k) -> const ImDrawVert& {
        return list.VtxBuffer[static_cast<int>(list.IdxBuffer[static_cast<int>(command.IdxOffset + i + k)] + command.VtxOffset)];
      };
      const ImDrawVert &a = vertex(0), &c = vertex(2);
      if (a.uv.x == white.x || c.uv.x == white.x || a.uv.x == c.uv.x) continue;
      out.push_back(
          {{a.pos.x, a.pos.y, c.pos.x, c.pos.y}, {command.ClipRect.x, command.ClipRect.y, command.ClipRect.z, command.ClipRect.w}});
      i += 3;
    }
  return out;
}

/// Nothing sticks out of its region, and no letter lies on another.
void expect_tidy(const std::string& where, double layout_scale) {
  const auto scale = static_cast<float>(layout_scale);
  const ImDrawData* drawn = ImGui::GetDrawData();
  for (int l = 0; l < drawn->CmdListsCount; ++l) {
    const ImDrawList& list = *drawn->CmdLists[l];
    const std::string name = list._OwnerName ? list._OwnerName : "";
    const bool scrolls = name.find('/') != std::string::npos;
    std::vector<Glyph> glyphs = glyphs_of(list);
    std::erase_if(glyphs, [&](const Glyph& g) { return scrolls && (g.box.bottom > g.clip.bottom || g.box.top < g.clip.top); });
    int out = 0, over = 0;
    for (std::size_t i = 0; i < glyphs.size(); ++i) {
      const Box &g = glyphs[i].box, &clip = glyphs[i].clip;
      out += g.left < clip.left - 1 || g.right > clip.right + 1 || g.top < clip.top - 1 || g.bottom > clip.bottom + 1;
      if (name == "##overlay") continue;  // a halo is the letters themselves, moved
      for (std::size_t k = i + 1; k < glyphs.size(); ++k) {
        const Box& o = glyphs[k].box;
        const float w = std::min(g.right, o.right) - std::max(g.left, o.left), h = std::min(g.bottom, o.bottom) - std::max(g.top, o.top);
        const float least = std::min(g.width() * g.height(), o.width() * o.height());
        const bool neighbours = w < 3 * scale;  // "đì": an accent and a bar may touch
        over += w > 0 && h > 0 && !neighbours && w * h > 0.45F * least;
      }
    }
    EXPECT_EQ(out, 0) << name << " at " << where;
    EXPECT_EQ(over, 0) << name << " at " << where;
  }
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
      for (int variant = 0; variant < 8; ++variant) {
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

}  // namespace
}  // namespace viewer
