// The table of units: the same figures and colours as the map, searchable, sortable, ending in whole rows and a sum.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "data/model/words.h"
#include "viewer/page/content.h"
#include "viewer/panels/crumbs.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"
#include "viewer/panels/words.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;
using data::trn;
using ui::Font;

constexpr float row_height = 27, head_height = 28, title_height = 36;

struct Column {
  std::string head;
  std::optional<TableColumn> key;  ///< none: the bullet bar
  bool right = false;
  float left = 0, end = 0;  ///< device pixels
};

/// What the table is about, worked out once a frame.
struct Table {
  const State& state;
  const data::Indicator& indicator;
  std::optional<double> target;
  double whole = 100;  ///< value at the end of a bullet bar
  data::Share sum;
  std::int64_t missing = 0;
  bool has_missing = false;
};

Table table_of(const State& state, const data::Indicator& indicator) {
  Table out{state, indicator, {}, 100, {}, 0, false};
  if (state.choropleth) out.target = state.choropleth->classes.target;
  double most = out.target.value_or(0);
  for (const UnitRow& row : state.table) {
    if (row.share.numerator && row.share.denominator) {
      out.sum.numerator = out.sum.numerator.value_or(0) + *row.share.numerator;
      out.sum.denominator = out.sum.denominator.value_or(0) + *row.share.denominator;
    }
    if (row.missing) out.missing += *row.missing, out.has_missing = true;
    most = std::max(most, row.value.value_or(0));
  }
  if (indicator.unit != "%") out.whole = std::max(1e-9, 1.1 * most);
  return out;
}

std::string level_name(const State& state, int level) {
  return state.loaded && level >= 0 ? state.loaded->level_name(level) : std::string();
}

/// "XÃ CÒN THIẾU NHIỀU NHẤT SO VỚI MỤC TIÊU 70 % · CẦN THÊM 3.115 HỘ": what to read the rows for.
std::string heading_of(const Table& table) {
  const State& state = table.state;
  const std::string level = level_name(state, state.level);
  if (!table.target) return level + " · " + ui::name_of(table.indicator, state.lang);
  const std::string target = ui::plain_value(*table.target, table.indicator.unit, state.lang);
  const std::string things = data::format_integer(table.missing, state.lang) + " " + table.indicator.things.in(state.lang);
  const bool more = table.indicator.higher_is_better, worst_first = state.sort == TableColumn::missing && state.descending;
  if (table.has_missing && table.missing == 0) return trf("{0} · all have reached the target {1}", level, target);
  if (!table.has_missing) return trf("{0} · target {1}", level, target);
  if (!more) return trf("{0} over the target {1} · {2} too many", level, target, things);
  return worst_first ? trf("{0}: furthest from the target {1} · {2} still needed", level, target, things)
                     : trf("{0} · target {1} · {2} still needed", level, target, things);
}

struct Wish {
  Column column;
  float least = 0, share = 0;  ///< design pixels; of what is left over
  int keep = 9;                ///< in a narrow table the smallest go first
};

std::vector<Wish> wishes_of(const Table& table, const ui::Pen& pen, float wide) {
  const State& state = table.state;
  std::vector<Wish> out;
  out.push_back({{level_name(state, state.level), TableColumn::name}, 130, 1.0F});
  if (state.entered <= 0 && state.level > 1) out.push_back({{level_name(state, state.level - 1), TableColumn::parent}, 120, 0.8F, 2});
  out.push_back({{trf("All {}", table.indicator.things.in(state.lang)), TableColumn::denominator, true}, 84, 0.15F, 1});
  out.push_back({{ui::name_of(table.indicator, state.lang), TableColumn::numerator, true}, wide >= 900 ? 176.0F : 100.0F, 0.1F, 0});
  out.push_back({{table.indicator.unit == "%" ? tr("Share") : tr("Value"), TableColumn::value, true}, 76, 0.1F});
  out.push_back({{table.target ? tr("Against the target") : tr("Compared"), std::nullopt}, 110, wide > 1400 ? 2.2F : 1.1F, 3});
  if (table.target)
    out.push_back({{table.indicator.higher_is_better ? tr("Still needed") : tr("Too many"), TableColumn::missing, true}, 88, 0.1F});
  for (Wish& wish : out)  // a heading is read whole, but for the long name of an indicator
    if (wish.column.right && wish.column.key != TableColumn::numerator)
      wish.least = std::max(wish.least, ui::width(Font::small_strong, wish.column.head) / pen.scale + 16);
  return out;
}

std::vector<Column> columns_of(const Table& table, const ui::Pen& pen, float left, float right) {
  auto wishes = wishes_of(table, pen, (right - left) / pen.scale);
  const float gap = pen.px(18);
  const auto least = [&] {
    float sum = gap * static_cast<float>(wishes.size() - 1);
    for (const Wish& wish : wishes) sum += pen.px(wish.least);
    return sum;
  };
  while (least() > right - left && wishes.size() > 3)
    wishes.erase(std::min_element(wishes.begin(), wishes.end(), [](const Wish& a, const Wish& b) { return a.keep < b.keep; }));
  float shares = 0;
  for (const Wish& wish : wishes) shares += wish.share;
  const float spare = std::max(0.0F, right - left - least());
  std::vector<Column> out;
  float x = left;
  for (Wish& wish : wishes) {
    wish.column.left = std::round(x);
    x += pen.px(wish.least) + spare * wish.share / shares;
    wish.column.end = std::min(std::round(x), right);
    x += gap;
    out.push_back(std::move(wish.column));
  }
  return out;
}

void draw_head(const ui::Pen& pen, const Table& table, const std::vector<Column>& columns, float top, Requests& requests) {
  const State& state = table.state;
  const float middle = std::round(top + pen.px(head_height) / 2);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Column& column = columns[i];
    const bool sorted = column.key && *column.key == state.sort;
    ui::Press press;
    if (column.key)
      press = ui::press(static_cast<int>(i), {column.left - pen.px(6), top, column.end + pen.px(6), top + pen.px(head_height)});
    const ImU32 ink = sorted || press.hovered ? pen.text() : pen.quiet();
    const float mark = sorted ? pen.px(14) : 0;
    if (column.right) {
      const float from = ui::text_fit_right(pen, Font::small_strong, column.left + mark, column.end,
                                            ui::on_middle(Font::small_strong, middle), ink, column.head);
      if (sorted)
        ui::icon(pen, state.descending ? ui::Icon::sort_down : ui::Icon::sort_up, {from - pen.px(9), middle}, pen.px(8), state.theme->text);
    } else {
      const float to = ui::text_fit(pen, Font::small_strong, column.left, column.end - mark, ui::on_middle(Font::small_strong, middle), ink,
                                    column.head);
      if (sorted)
        ui::icon(pen, state.descending ? ui::Icon::sort_down : ui::Icon::sort_up, {to + pen.px(10), middle}, pen.px(8), state.theme->text);
    }
    if (!press.clicked) continue;
    const bool words = *column.key == TableColumn::name || *column.key == TableColumn::parent;
    requests.push_back(SortTable{static_cast<int>(*column.key), sorted ? !state.descending : !words});
  }
}

layers::Colour hue_of(const State& state, int unit) {
  if (!state.choropleth || static_cast<std::size_t>(unit) >= state.choropleth->class_of_unit.size()) return state.theme->none;
  const int at = state.choropleth->class_of_unit[static_cast<std::size_t>(unit)];
  return at < 0 ? state.theme->none : state.choropleth->classes.colours[static_cast<std::size_t>(at)];
}

std::string whole_number(const std::optional<double>& value, data::Lang lang) {
  return value ? data::format_integer(std::llround(*value), lang) : "–";
}

/// One line: of a unit, or the sum.
void draw_cells(const ui::Pen& pen, const Table& table, const std::vector<Column>& columns, const UnitRow& row, const layers::Colour& hue,
                float middle, bool sum) {
  const data::Lang lang = table.state.lang;
  const Font role = sum ? Font::body_strong : Font::body;
  const ImU32 strong = pen.text(), soft = ui::colour(ui::mixed(table.state.theme->text, table.state.theme->quiet, 0.55F));
  const float base = ui::on_middle(role, middle);
  for (const Column& column : columns) {
    if (!column.key) {
      const ui::Box box{column.left, std::round(middle - pen.px(4)), column.end, std::round(middle - pen.px(4)) + pen.px(8)};
      const auto share = row.value ? std::optional(*row.value / table.whole) : std::nullopt;
      ui::bullet(pen, box, share, table.target ? std::optional(*table.target / table.whole) : std::nullopt, hue);
      continue;
    }
    const auto right = [&](ImU32 ink, const std::string& words) {
      ui::text_fit_right(pen, role, column.left, column.end, base, ink, words);
    };
    switch (*column.key) {
      case TableColumn::name: ui::text_fit(pen, role, column.left, column.end, base, strong, row.name); break;
      case TableColumn::parent: ui::text_fit(pen, role, column.left, column.end, base, soft, row.parent); break;
      case TableColumn::denominator: right(soft, whole_number(row.share.denominator, lang)); break;
      case TableColumn::numerator: right(soft, whole_number(row.share.numerator, lang)); break;
      case TableColumn::value: right(strong, row.value ? data::figure_text(*row.value, table.indicator, lang) : "–"); break;
      case TableColumn::missing:
        right(row.missing && *row.missing > 0 ? strong : pen.quiet(), row.missing ? data::format_integer(*row.missing, lang) : "–");
        break;
    }
  }
}

/// The map chose another unit: bring its row into the middle.
void follow_selection(const State& state, float row, float visible) {
  ImGuiStorage& kept = *ImGui::GetStateStorage();
  const ImGuiID id = ImGui::GetID("selected");
  if (kept.GetInt(id, -1) == state.selected) return;
  kept.SetInt(id, state.selected);
  for (std::size_t i = 0; i < state.table.size(); ++i)
    if (state.table[i].unit == state.selected) {
      const float top = static_cast<float>(i) * row;
      if (top < ImGui::GetScrollY() || top + row > ImGui::GetScrollY() + visible)
        ImGui::SetScrollY(std::round((top - visible / 2) / row) * row);
    }
}

void draw_rows(const ui::Region& region, const Table& table, const std::vector<Column>& columns, const ui::Box& box, Requests& requests) {
  const State& state = table.state;
  const float high = region.px(row_height);
  ui::Scroll scroll("##rows", box, static_cast<float>(state.table.size()) * high, region.pen);
  const ui::Pen& pen = scroll.pen;
  follow_selection(state, high, box.height());
  ImGui::SetCursorScreenPos({box.left, scroll.top});
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(state.table.size()), high);
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const UnitRow& row = state.table[static_cast<std::size_t>(i)];
      const float top = scroll.top + static_cast<float>(i) * high;
      const ui::Box line{box.left, top, box.left + scroll.width, top + high};
      const ui::Press press = ui::press(row.unit, line);
      const bool selected = row.unit == state.selected;
      if (selected) pen.list->AddRectFilled(line.min(), line.max(), ui::colour(state.theme->accent, 0.22F), pen.px(5));
      else if (press.hovered || row.unit == state.hovered)
        pen.list->AddRectFilled(line.min(), line.max(), ui::colour(state.theme->panel_raised), pen.px(5));
      else if (line.bottom < box.bottom - 1) ui::rule(pen, columns.front().left, columns.back().end, line.bottom - pen.hair());
      if (selected)
        pen.list->AddRectFilled({line.left, line.top + pen.px(4)}, {line.left + pen.px(3), line.bottom - pen.px(4)},
                                ui::colour(state.theme->selected), pen.px(2));
      draw_cells(pen, table, columns, row, hue_of(state, row.unit), std::round(line.middle()), false);
      if (press.clicked && ImGui::GetIO().MouseClickedLastCount[0] < 2) {      // the second click of two has already gone in
        ImGui::GetStateStorage()->SetInt(ImGui::GetID("selected"), row.unit);  // chosen here: no need to scroll to it
        requests.push_back(SelectUnit{row.unit});
      }
      if (press.doubled) requests.push_back(EnterUnit{row.unit});
    }
  clipper.End();
}

void draw_search(const ui::Region& region, const State& state, const ui::Box& box, Requests& requests) {
  const ui::Pen& pen = region.pen;
  std::array<char, 128> buffer{};
  std::strncpy(buffer.data(), state.search.c_str(), buffer.size() - 1);
  ImGui::SetCursorScreenPos(box.min());
  ImGui::SetNextItemWidth(box.width());
  ImGui::PushFont(ui::font(Font::small));
  const float pad = std::max(0.0F, std::floor((box.height() - ImGui::GetFontSize()) / 2));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {pen.px(30), pad});
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, box.height() / 2);
  if (ImGui::InputTextWithHint("##search", tr("Find a unit").c_str(), buffer.data(), buffer.size()))
    requests.push_back(SearchTable{buffer.data()});
  ImGui::PopStyleVar(2);
  ImGui::PopFont();
  ui::icon(pen, ui::Icon::search, {box.left + pen.px(16), box.middle()}, pen.px(13), state.theme->quiet);
  if (state.search.empty()) return;
  const ui::Box cross{box.right - box.height(), box.top, box.right, box.bottom};
  const ui::Press press = ui::press("##clear", cross);
  ui::icon(pen, ui::Icon::close, {cross.centre(), cross.middle()}, pen.px(10), press.hovered ? state.theme->text : state.theme->quiet);
  if (press.clicked) requests.push_back(SearchTable{});
}

void draw_title(const ui::Region& region, const Table& table, const ui::Box& in, Requests& requests) {
  const ui::Pen& pen = region.pen;
  const State& state = table.state;
  const float middle = std::round(in.top + pen.px(15)), search = std::min(pen.px(190), in.width() * 0.3F);
  draw_search(region, state, {in.right - search, middle - pen.px(13), in.right, middle + pen.px(13)}, requests);
  float x = in.left, right = in.right - search - pen.px(16);
  if (state.entered > 0) x = ui::crumbs(pen, state, x, x + (right - x) * 0.5F, middle, requests) + pen.px(18);
  const std::string count = trn("{} unit", "{} units", static_cast<long>(state.table.size()));
  if (!state.search.empty())
    right = ui::text_right(pen, Font::small, right, ui::on_middle(Font::small, middle), pen.text(), count) - pen.px(14);
  ui::section_title(pen, x, right, ui::on_middle(Font::small_strong, middle), heading_of(table));
}

void draw_sum(const ui::Region& region, const Table& table, const std::vector<Column>& columns, float top) {
  const State& state = table.state;
  ui::rule(region.pen, region.box.left + region.pen.hair(), region.box.right - region.pen.hair(), top);
  UnitRow sum;
  const auto& units = state.units()->units;
  const auto at = static_cast<std::size_t>(std::clamp(state.entered, 0, static_cast<int>(units.size()) - 1));
  sum.name = state.search.empty() ? units[at].name : trn("{} unit found", "{} units found", static_cast<long>(state.table.size()));
  sum.parent = state.search.empty() ? trn("{} unit", "{} units", static_cast<long>(state.table.size())) : std::string();
  sum.share = table.sum, sum.value = table.sum.value();
  if (table.has_missing) sum.missing = table.missing;
  const int found = state.choropleth ? state.choropleth->classes.class_of(sum.value) : -1;
  const layers::Colour hue = found < 0 ? state.theme->none : state.choropleth->classes.colours[static_cast<std::size_t>(found)];
  draw_cells(region.pen, table, columns, sum, hue, std::round(top + region.px(row_height + 3) / 2), true);
}

}  // namespace

void table_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  const ui::Region region("##table", ui::box_of(layout.table), *state.theme, layout.scale);
  const ui::Pen& pen = region.pen;
  ui::panel_frame(pen, region.box);
  const ui::Box in = region.box.inset(pen.px(18), pen.px(10));
  const data::Indicator* indicator = ui::chosen_indicator(state);
  if (!state.loaded || !state.units() || !indicator) {
    const std::string words = state.loading ? tr("Reading…") : tr("Nothing to list yet.");
    ui::text_fit(pen, Font::body, in.left, in.right, ui::on_middle(Font::body, in.top + pen.px(16)), pen.quiet(), words);
    return;
  }
  const Table table = table_of(state, *indicator);
  draw_title(region, table, in, requests);
  const float rows_top = in.top + pen.px(title_height) + pen.px(head_height) - pen.px(4),
              sum_top = region.box.bottom - pen.px(row_height + 5);
  const float rows = std::floor((sum_top - rows_top) / pen.px(row_height)) * pen.px(row_height);
  const bool scrolls = static_cast<float>(state.table.size()) * pen.px(row_height) > rows + 0.5F;
  const auto columns = columns_of(table, pen, in.left, in.right - (scrolls ? pen.px(10) : 0));
  draw_head(pen, table, columns, in.top + pen.px(title_height) - pen.px(4), requests);
  ui::rule(pen, in.left, in.right, rows_top - pen.hair());
  if (state.table.empty())
    ui::text_fit(pen, Font::body, in.left, in.right, ui::on_middle(Font::body, rows_top + pen.px(20)), pen.quiet(),
                 trf("No unit is called “{}”.", state.search));
  else draw_rows(region, table, columns, {region.box.left + pen.px(8), rows_top, region.box.right - pen.px(8), rows_top + rows}, requests);
  draw_sum(region, table, columns, sum_top);
}

}  // namespace viewer
