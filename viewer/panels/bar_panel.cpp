// The top bar: what this is, of which day, how much to trust it; at the right the switches and the clock.
#include <algorithm>
#include <chrono>
#include <ctime>

#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"
#include "viewer/panels/switcher.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;
using ui::Font;

constexpr float chevron_room = 22;

struct Clock {
  std::string time, date;
};

Clock clock_now(const State& state) {
  if (!state.clock.empty()) return {state.clock, {}};
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return {fmt::format("{:02}:{:02}", local.tm_hour, local.tm_min), data::format_date(data::today(), state.lang)};
}

struct Chip {
  std::string text, why;
  layers::Colour ink{}, edge{};
  bool keep = true;  ///< the others go when there is no room
};

/// Old data looks old: more than a year and the chip says how many, in the colour of "behind".
Chip date_chip(const State& state, data::Date day) {
  const layers::Theme& theme = *state.theme;
  Chip out{trf("Data of {}", data::format_date(day, state.lang)), {}, ui::mixed(theme.text, theme.quiet, 0.25F), theme.accent};
  const long years = (data::today() - day).count() * 100L / 36525;
  if (years < 1) return out;
  out.text += " · " + data::trn("{} year old", "{} years old", years);
  out.why = tr("The figures are more than a year old. Ask for the newest ones before deciding on them.");
  out.ink = theme.quiet, out.edge = theme.behind;
  return out;
}

std::string loading_words(const State& state) {
  if (state.generated_percent >= 0) return trf("Generating the sample: {}", data::format_percent(state.generated_percent, 0));
  return state.load_steps > 0 ? trf("Reading {0} of {1}", state.load_step, state.load_steps) : tr("Reading…");
}

std::vector<Chip> chips_of(const State& state) {
  const layers::Theme& theme = *state.theme;
  std::vector<Chip> out;
  if (!state.dataset) return out;
  const auto& project = state.dataset->project;
  if (state.loaded && !state.loaded->dated)
    out.push_back({state.loaded->date_words(state.lang), tr("Add \"date\" to the project file."), theme.notice, theme.notice});
  else if (const auto day = state.loaded ? std::optional(state.loaded->date) : project.date) out.push_back(date_chip(state, *day));
  if (project.illustrative)
    out.push_back({tr("Illustrative data"), tr("Points, coverage and borders are generated to show the program; they describe nobody."),
                   theme.notice, theme.notice});
  if (state.loading) out.push_back({loading_words(state), {}, theme.quiet, theme.line, false});
  return out;
}

/// A square button with an icon in it; returns its left edge.
float icon_button(const ui::Pen& pen, const char* id, float right, float middle, ui::Icon icon, const std::string& why, bool& clicked) {
  const float half = pen.px(15);
  const ui::Box box{right - 2 * half, middle - half, right, middle + half};
  const ui::Press press = ui::press(id, box);
  clicked = press.clicked;
  const layers::Theme& theme = *pen.theme;
  if (press.hovered) pen.list->AddRectFilled(box.min(), box.max(), ui::colour(theme.panel_raised), pen.px(7));
  ui::icon(pen, icon, {box.centre(), middle}, pen.px(icon == ui::Icon::help ? 14 : 16), press.hovered ? theme.text : theme.quiet);
  if (press.hovered) ui::tooltip(pen, why);
  return box.left;
}

/// "VI | EN": the one in use is filled.
float language_switch(const ui::Pen& pen, float right, float middle, data::Lang lang, Requests& requests) {
  const layers::Theme& theme = *pen.theme;
  const float wide = pen.px(34), half = pen.px(13);
  const ui::Box both{right - 2 * wide, middle - half, right, middle + half};
  pen.list->AddRectFilled(both.min(), both.max(), ui::colour(theme.panel), pen.px(7));
  pen.list->AddRect(both.min(), both.max(), ui::colour(theme.line), pen.px(7), 0, pen.hair());
  for (const data::Lang choice : {data::Lang::vi, data::Lang::en}) {
    const bool vi = choice == data::Lang::vi, on = choice == lang;
    const ui::Box box{vi ? both.left : both.left + wide, both.top, vi ? both.left + wide : both.right, both.bottom};
    const ui::Press press = ui::press(vi ? "vi" : "en", box);
    if (on)
      pen.list->AddRectFilled(box.inset(pen.px(2), pen.px(2)).min(), box.inset(pen.px(2), pen.px(2)).max(), ui::colour(theme.accent),
                              pen.px(5));
    const layers::Colour ink = on ? layers::rgb(0xFFFFFF) : press.hovered ? theme.text : theme.quiet;
    ui::text_centred(pen, Font::small_strong, box.centre(), ui::on_middle(Font::small_strong, middle), ui::colour(ink), vi ? "VI" : "EN");
    if (press.clicked && !on) requests.push_back(SetLanguage{choice});
    if (press.hovered) ui::tooltip(pen, vi ? "Tiếng Việt" : "English");
  }
  return both.left;
}

/// Everything at the right end; returns where it begins.
float draw_right(const ui::Region& region, const State& state, Requests& requests) {
  const ui::Pen& pen = region.pen;
  const float middle = region.box.middle();
  const Clock clock = clock_now(state);
  float x = region.box.right - pen.px(18);
  x = ui::text_right(pen, Font::title, x, ui::on_middle(Font::title, middle), pen.quiet(), clock.date) - pen.px(12);
  x = ui::text_right(pen, Font::heading, x, ui::on_middle(Font::heading, middle), pen.text(), clock.time) - pen.px(20);
  bool clicked = false;
  x = icon_button(pen, "help", x, middle, ui::Icon::help, tr("Keys and mouse"), clicked) - pen.px(2);
  if (clicked) requests.push_back(ShowHelp{!state.help_shown});
  const bool dark = ui::is_dark(*state.theme);
  x = icon_button(pen, "theme", x, middle, dark ? ui::Icon::sun : ui::Icon::moon, dark ? tr("Light colours") : tr("Dark colours"),
                  clicked) -
      pen.px(10);
  if (clicked) requests.push_back(SetTheme{!dark});
  x += pen.px(8);
  x = icon_button(pen, "picture", x, middle, ui::Icon::picture, tr("Save or copy a picture (Ctrl+Shift+S)"), clicked) - pen.px(10);
  if (clicked) requests.push_back(ShowExport{});
  return language_switch(pen, x, middle, state.lang, requests) - pen.px(20);
}

/// The title opens the menu of provinces, and says so by a chevron; returns where it ends.
float draw_title(const ui::Region& region, const State& state, float left, float right, const std::string& title, Requests& requests) {
  const ui::Pen& pen = region.pen;
  const float middle = region.box.middle(), half = pen.px(19), beside = pen.px(chevron_room);
  const float end = std::min(left + ui::width(Font::heading, title), right - beside) + beside;
  const ui::Box box{left - pen.px(8), middle - half, end + pen.px(4), middle + half};
  const ui::Press press = ui::press("##title", box);
  if (press.hovered || state.switcher_shown)
    pen.list->AddRectFilled(box.min(), box.max(), ui::colour(state.theme->panel_raised), pen.px(7));
  ui::text_fit(pen, Font::heading, left, end - beside, ui::on_middle(Font::heading, middle), pen.text(), title);
  ui::icon(pen, ui::Icon::chevron_down, {end - pen.px(8), middle + pen.px(1)}, pen.px(12),
           press.hovered ? state.theme->text : state.theme->quiet);
  if (press.hovered && !state.switcher_shown) ui::tooltip(pen, tr("Another province (Ctrl+P)"));
  if (press.clicked) requests.push_back(ShowSwitcher{!state.switcher_shown, current_line(state)});
  return end;
}

}  // namespace

void bar_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  const ui::Region region("##bar", ui::box_of(layout.bar), *state.theme, layout.scale);
  const ui::Pen& pen = region.pen;
  pen.list->AddRectFilled(
      region.box.min(), region.box.max(),
      ui::colour(ui::is_dark(*state.theme) ? ui::mixed(state.theme->ground, state.theme->panel, 0.6F) : state.theme->panel));
  ui::rule(pen, region.box.left, region.box.right, region.box.bottom - pen.hair());
  const float right = draw_right(region, state, requests), middle = region.box.middle();
  float x = region.box.left + pen.px(20);

  const std::string title = state.dataset ? state.dataset->project.title.in(state.lang) : tr("Phủ Sóng");
  const std::string subtitle = tr("Broadband coverage and digital addresses");
  std::vector<Chip> chips = chips_of(state);
  const auto room = [&] {
    float out = 0;
    for (const Chip& chip : chips) out += ui::chip_width(pen, chip.text) + pen.px(10);
    return out;
  };
  const float title_width = ui::width(Font::heading, title) + pen.px(chevron_room);
  if (x + title_width + room() > right) std::erase_if(chips, [](const Chip& chip) { return !chip.keep; });
  const bool has_subtitle = x + title_width + ui::width(Font::body, subtitle) + room() + pen.px(40) < right;
  x = draw_title(region, state, x, right - room() - pen.px(10), title, requests) + pen.px(18);
  if (has_subtitle) x = ui::text(pen, Font::body, x, ui::on_middle(Font::body, middle), pen.quiet(), subtitle) + pen.px(20);
  for (const Chip& chip : chips) {
    if (x + ui::chip_width(pen, chip.text) > right) break;
    const float end = ui::chip(pen, x, middle, chip.text, chip.ink, chip.edge);
    if (!chip.why.empty()) ui::tooltip_here(pen, {x, middle - pen.px(13), end, middle + pen.px(13)}, chip.why);
    x = end + pen.px(10);
  }
}

}  // namespace viewer
