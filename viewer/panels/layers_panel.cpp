// The left panel: what is switched on, what colours the map, and what the colours and marks mean.
#include <algorithm>
#include <cmath>
#include <functional>

#include "data/model/words.h"
#include "viewer/page/content.h"
#include "viewer/panels/legend.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"
#include "viewer/panels/words.h"

namespace viewer {
namespace {

using data::tr;
using ui::Font;

/// One column being filled from the top.
struct Column {
  ui::Pen pen;
  float left = 0, right = 0, y = 0, squeeze = 1;
  bool measures() const { return pen.list == nullptr; }
  float pitch(float design) const { return std::round(pen.px(design) * squeeze); }
};

struct Switch {
  std::string name, count, error;
};

/// "4G · 5G": what a coverage layer distinguishes.
std::string technologies_in_words(const data::LayerData& layer) {
  std::string out;
  for (const std::string& name : layers::technologies_of(layer))
    if (!name.empty()) out += (out.empty() ? "" : " · ") + name;
  return out;
}

Switch switch_of(const State& state, const std::string& id) {
  if (id == "fill") return {tr("Units by colour"), {}, {}};
  if (id == "borders")
    return {tr("Borders"),
            state.table.empty() ? std::string()
                                : data::format_integer(static_cast<std::int64_t>(state.units()->of_level(state.level).size()), state.lang),
            {}};
  if (id == "labels") return {tr("Names"), {}, {}};
  if (const data::RasterData* basemap = state.basemap(id)) {
    const auto percent = static_cast<int>(std::lround(100 * state.opacity_of(id)));
    return {ui::basemap_name(basemap->source, state.lang), data::format_percent(percent, 0, state.lang), basemap->error};
  }
  const data::LayerData* layer = ui::layer_of(state, id);
  if (!layer) return {id, {}, {}};
  Switch out{data::layer_text(layer->source, state.lang), {}, layer->error};
  if (!layer->table) return out;
  out.count = layer->source.kind == data::LayerKind::broadband_coverage ? technologies_in_words(*layer) : std::string();
  if (out.count.empty()) out.count = data::format_integer(static_cast<std::int64_t>(layer->table->rows), state.lang);
  return out;
}

void heading(Column& column, const std::string& words) {
  if (!column.measures()) ui::section_title(column.pen, column.left, column.right, column.y + column.pen.px(13), words);
  column.y += column.pitch(26);
}

/// The light ground of a row under the pointer.
void row_ground(const ui::Pen& pen, const ui::Box& box) {
  const float out = pen.px(8);
  pen.list->AddRectFilled({box.left - out, box.top}, {box.right + out, box.bottom}, ui::colour(pen.theme->panel_raised), pen.px(6));
}

/// How strongly a basemap shows; moving it switches the basemap on.
void opacity_slider(const ui::Pen& pen, const ui::Box& box, const State& state, const std::string& id, Requests& requests) {
  const auto held = ui::slider(pen, ("##opacity " + id).c_str(), box, state.opacity_of(id), !state.is_visible(id));
  ui::tooltip_here(pen, box, tr("Opacity"));
  if (!held || *held == state.opacity_of(id)) return;
  requests.push_back(SetOpacity{id, *held});
  if (!state.is_visible(id)) requests.push_back(ShowLayer{id, true});
}

void switch_row(Column& column, const State& state, const std::string& id, Requests& requests) {
  const ui::Pen& pen = column.pen;
  const float high = column.pitch(31);
  const ui::Box box{column.left, column.y, column.right, column.y + high};
  column.y += high;
  if (column.measures()) return;
  const layers::Theme& theme = *state.theme;
  const Switch row = switch_of(state, id);
  const bool on = state.is_visible(id), failed = !row.error.empty();
  const ui::Press press = ui::press(id.c_str(), box);
  if (press.hovered) row_ground(pen, box);
  const float middle = std::round(box.middle());
  ui::switch_mark(pen, box.left, middle, on && !failed);
  float right = box.right, slider = 0;
  if (failed) {
    ui::icon(pen, ui::Icon::error, {right - pen.px(7), middle}, pen.px(14), theme.missed);
    right -= pen.px(22);
  } else if (state.basemap(id)) {
    const float wide = ui::width(Font::small, data::format_percent(100, 0, state.lang));
    ui::text_right(pen, Font::small, right, ui::on_middle(Font::small, middle), pen.quiet(), row.count);
    right -= wide + pen.px(4);
    slider = std::clamp(right - box.left - pen.px(50) - ui::width(Font::body, row.name), pen.px(44), pen.px(78));
  } else if (!row.count.empty() && ui::width(Font::body, row.name) + ui::width(Font::small, row.count) + pen.px(50) < box.width()) {
    right = ui::text_right(pen, Font::small, right, ui::on_middle(Font::small, middle), pen.quiet(), row.count) - pen.px(8);
  }
  ui::text_fit(pen, Font::body, box.left + pen.px(42), slider > 0 ? right - slider - pen.px(6) : right, ui::on_middle(Font::body, middle),
               ui::colour(failed ? theme.missed
                          : on   ? theme.text
                                 : theme.quiet),
               row.name);
  if (press.hovered && failed) ui::tooltip(pen, row.error);
  if (press.clicked) requests.push_back(ShowLayer{id, !on});
  if (slider > 0) opacity_slider(pen, {right - slider, box.top, right, box.bottom}, state, id, requests);
}

std::vector<const data::Indicator*> computable(const State& state) {
  std::vector<const data::Indicator*> out;
  if (!state.loaded) return out;
  for (const data::Indicator& indicator : state.loaded->dataset->indicators) {
    const data::Answer* answer = indicator.computable() ? state.loaded->answers.find(indicator.id) : nullptr;
    if (answer && answer->why_not.empty()) out.push_back(&indicator);
  }
  return out;
}

/// The value of the unit drilled into, so that the list is a small table in itself.
std::string value_here(const State& state, const data::Indicator& indicator) {
  const data::Answer* answer = state.loaded->answers.find(indicator.id);
  const auto at = static_cast<std::size_t>(std::max(state.entered, 0));
  if (!answer || at >= answer->by_unit.size()) return {};
  const auto value = answer->by_unit[at].value();
  return value ? data::figure_text(*value, indicator, state.lang) : std::string("–");
}

void indicator_row(Column& column, const State& state, const data::Indicator& indicator, Requests& requests) {
  const ui::Pen& pen = column.pen;
  const float high = column.pitch(28);
  const ui::Box box{column.left, column.y, column.right, column.y + high};
  column.y += high;
  if (column.measures()) return;
  const layers::Theme& theme = *state.theme;
  const bool chosen = indicator.id == state.indicator;
  const ui::Press press = ui::press(indicator.id.c_str(), box);
  if (press.hovered || chosen) row_ground(pen, box);
  if (chosen)
    pen.list->AddRectFilled({box.left - pen.px(8), box.top + pen.px(6)}, {box.left - pen.px(5), box.bottom - pen.px(6)},
                            ui::colour(theme.accent), pen.px(2));
  const float middle = std::round(box.middle());
  const Font role = chosen ? Font::small_strong : Font::small;
  const float value =
      ui::text_right(pen, role, box.right, ui::on_middle(role, middle), chosen ? pen.text() : pen.quiet(), value_here(state, indicator));
  ui::text_fit(pen, role, box.left + pen.px(2), value - pen.px(10), ui::on_middle(role, middle),
               chosen || press.hovered ? pen.text() : ui::colour(ui::mixed(theme.text, theme.quiet, 0.4F)),
               ui::name_of(indicator, state.lang));
  if (press.clicked && !chosen) requests.push_back(ChooseIndicator{indicator.id});
}

/// The list in a pop-up, where there is no room for it.
void indicator_menu(Column& column, const State& state, const std::vector<const data::Indicator*>& list, Requests& requests) {
  const ui::Pen& pen = column.pen;
  const float high = pen.px(36);
  const ui::Box box{column.left - pen.px(6), column.y, column.right + pen.px(6), column.y + high};
  column.y += high + pen.px(4);
  if (column.measures()) return;
  const layers::Theme& theme = *state.theme;
  const ui::Press press = ui::press("##choose", box);
  pen.list->AddRectFilled(box.min(), box.max(), ui::colour(press.hovered ? theme.panel_raised : theme.ground), pen.px(7));
  pen.list->AddRect(box.min(), box.max(), ui::colour(theme.line), pen.px(7), 0, pen.hair());
  const data::Indicator* chosen = ui::chosen_indicator(state);
  ui::icon(pen, ui::Icon::chevron_down, {box.right - pen.px(16), box.middle()}, pen.px(10), theme.quiet);
  ui::text_fit(pen, Font::body, box.left + pen.px(12), box.right - pen.px(30), ui::on_middle(Font::body, box.middle()), pen.text(),
               chosen ? ui::name_of(*chosen, state.lang) : tr("Choose an indicator"));
  if (press.clicked) ImGui::OpenPopup("##indicators");
  const float pad = pen.px(16), wide = box.width() + pen.px(90), tall = 2 * pen.px(8) + static_cast<float>(list.size()) * pen.px(30);
  ImGui::SetNextWindowPos({box.left, box.bottom + pen.px(4)});  // below the button, over the legend
  ImGui::SetNextWindowSize({wide, tall});
  if (!ImGui::BeginPopup("##indicators", ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoMove)) return;
  Column inner{pen, box.left + pad, box.left + wide - pad, box.bottom + pen.px(12), 30.0F / 28};
  inner.pen.list = ImGui::GetWindowDrawList();
  const std::size_t before = requests.size();
  for (const data::Indicator* indicator : list) indicator_row(inner, state, *indicator, requests);
  if (requests.size() > before) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

/// Which units are coloured and listed: one segment a level, the root left out.
void level_choice(Column& column, const State& state, Requests& requests) {
  const int first = 1, last = state.units()->deepest();
  if (last <= first || !state.loaded) return;
  const ui::Pen& pen = column.pen;
  const ui::Box all{column.left, column.y, column.right, column.y + pen.px(28)};
  column.y = all.bottom + column.pitch(9);
  if (column.measures()) return;
  const layers::Theme& theme = *state.theme;
  pen.list->AddRectFilled(all.min(), all.max(), ui::colour(theme.ground), pen.px(7));
  pen.list->AddRect(all.min(), all.max(), ui::colour(theme.line), pen.px(7), 0, pen.hair());
  const float wide = all.width() / static_cast<float>(last - first + 1);
  for (int level = first; level <= last; ++level) {
    const float left = std::round(all.left + wide * static_cast<float>(level - first));
    const ui::Box box = ui::Box{left, all.top, std::round(left + wide), all.bottom}.inset(pen.px(2), pen.px(2));
    const bool on = level == state.level;
    ImGui::PushID("level");
    const ui::Press press = ui::press(level, box);
    ImGui::PopID();
    if (on || press.hovered)
      pen.list->AddRectFilled(box.min(), box.max(),
                              ui::colour(on ? ui::mixed(theme.panel_raised, theme.accent, 0.35F) : theme.panel_raised), pen.px(5));
    const Font role = on ? Font::small_strong : Font::small;
    const std::string name = ui::ellipsize(role, state.loaded->level_name(level), box.width() - pen.px(8));
    ui::text_centred(pen, role, box.centre(), ui::on_middle(role, box.middle()), on || press.hovered ? pen.text() : pen.quiet(), name);
    if (press.clicked && !on) requests.push_back(ShowLevel{level});
  }
}

struct Plan {
  bool list = true;
  float squeeze = 1;
};

void fill_column(Column& column, const State& state, const Plan& plan, Requests& requests) {
  const auto list = computable(state);
  const auto items = ui::legend_items(state);
  heading(column, tr("Map layers"));
  for (const std::string& id : state.switchable) switch_row(column, state, id, requests);
  column.y += column.pitch(16);
  if (!list.empty()) {
    heading(column, tr("Indicator on the map"));
    if (plan.list)
      for (const data::Indicator* indicator : list) indicator_row(column, state, *indicator, requests);
    else indicator_menu(column, state, list, requests);
    column.y += column.pitch(16);
  }
  if (state.choropleth && state.is_visible("fill")) {
    heading(column, tr("Legend"));
    level_choice(column, state, requests);
    column.y = ui::class_legend(column.pen, state, column.left, column.right, column.y, column.squeeze) + column.pitch(16);
  }
  if (!items.empty()) {
    heading(column, tr("Points and coverage"));
    column.y = ui::mark_legend(column.pen, state, items, column.left, column.right, column.y, column.squeeze);
  }
}

/// The roomiest arrangement that fits; the panel scrolls only when none does.
Plan plan_for(Column column, const State& state, float room, float& height) {
  column.pen.list = nullptr;
  Requests nothing;
  const float top = column.y;
  for (const Plan& plan : {Plan{true, 1}, Plan{true, 0.9F}, Plan{false, 1}, Plan{false, 0.9F}, Plan{false, 0.8F}}) {
    Column trial = column;
    trial.squeeze = plan.squeeze;
    fill_column(trial, state, plan, nothing);
    height = trial.y - top;
    if (height <= room || plan.squeeze < 0.85F) return plan;
  }
  return {};
}

}  // namespace

void layers_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  const ui::Region region("##layers", ui::box_of(layout.left), *state.theme, layout.scale);
  const ui::Pen& pen = region.pen;
  ui::panel_frame(pen, region.box);
  const ui::Box inside = region.box.inset(pen.px(18), pen.px(16));
  Column column{pen, inside.left, inside.right, inside.top};
  if (!state.dataset) {
    heading(column, tr("Map layers"));
    ui::paragraph(pen, Font::body, inside.left, inside.right, column.y, pen.quiet(),
                  state.loading ? tr("Reading…") : tr("No project is open."));
    return;
  }
  float height = 0;
  const Plan plan = plan_for(column, state, inside.height(), height);
  // The scrolling part is as wide as the panel: the ground of a row reaches out of the text column.
  const ui::Scroll scroll("##column", {region.box.left, inside.top, region.box.right - pen.px(4), inside.bottom}, height, pen);
  column.pen = scroll.pen, column.squeeze = plan.squeeze, column.y = scroll.top;
  column.right = std::min(inside.right, region.box.left + scroll.width - pen.px(8));
  fill_column(column, state, plan, requests);
}

}  // namespace viewer
