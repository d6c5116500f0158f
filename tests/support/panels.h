// The panels in process, without a window: a state to show, a mouse, and what may be said of letters that were drawn.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>

#include "viewer/panels/panels.h"
#include "viewer/panels/widgets.h"
#include "viewer/units_table.h"

namespace viewer {

using ui::Box;

inline data::Date day(const char* text) { return *data::parse_date(text); }

/// Units in a row, each a unit square wide; children lie in the strip of their parent.
inline data::LevelTable level(const std::string& name, const std::vector<std::array<std::string, 3>>& units, double wide) {
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

inline std::shared_ptr<data::UnitSet> small_province() {
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

inline data::Indicator indicator_of(const char* id, const char* unit, const char* vi, const char* en) {
  data::Indicator out;
  out.id = id, out.unit = unit, out.name = {vi, en}, out.things = {"hộ", "households"}, out.definition = {vi, en};
  if (out.unit == "%") out.numerator = data::Count{}, out.denominator = data::Count{};
  if (out.unit == "rank") out.of = 63, out.higher_is_better = false;
  return out;
}

inline data::ScoreRow score_row(const data::Indicator& indicator, data::Verdict verdict, double figure, std::optional<double> target) {
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
inline std::shared_ptr<const data::Peers> four_peers(const std::vector<data::Indicator>& indicators) {
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
inline State full_state(int cards = 7) {
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
  auto relief = std::make_shared<data::RasterData>();
  relief->source.id = "relief", relief->source.name = {"Địa hình nhìn từ trên cao xuống", "Relief seen from far above"};
  relief->source.attribution = {"© Cục Đo đạc, Bản đồ và Thông tin địa lý Việt Nam", "© Department of Survey and Mapping"};
  dataset->rasters = {relief};
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
  state.switchable = {"households", "coverage", "fill", "borders", "labels", "relief"};
  state.opacity = {{"relief", 0.6}};
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

struct Glyph {
  Box box;
  Box clip;
};

/// Glyphs of a draw list: quads that do not use the atlas's white pixel.
inline std::vector<Glyph> glyphs_of(const ImDrawList& list) {
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
inline void expect_tidy(const std::string& where, double layout_scale) {
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

}  // namespace viewer
