// What lies on the map without being map: scale bar, north arrow, the card at the pointer, and what to say when there is no map.
#include <algorithm>
#include <cmath>

#include "data/model/words.h"
#include "viewer/page/content.h"
#include "viewer/panels/crumbs.h"
#include "viewer/panels/legend.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"
#include "viewer/panels/words.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;
using ui::Font;
using Boxes = std::vector<ui::Box>;  ///< of what lies on the map, in the screen's pixels

/// Text that must be read on any map colour: the letters' own halo, then the letters.
void haloed(const ui::Pen& pen, Font role, float x, float baseline, const layers::Colour& ink, const std::string& words) {
  const float out = std::max(1.0F, std::round(1.2F * pen.scale));
  const ImU32 halo = ui::colour(pen.theme->label_halo, 0.75F);
  for (const ImVec2 d :
       {ImVec2{-1, 0}, ImVec2{1, 0}, ImVec2{0, -1}, ImVec2{0, 1}, ImVec2{-1, -1}, ImVec2{1, 1}, ImVec2{-1, 1}, ImVec2{1, -1}})
    ui::text(pen, role, x + d.x * out, baseline + d.y * out, halo, words);
  ui::text(pen, role, x, baseline, ui::colour(ink), words);
}

void solid(const ui::Pen& pen, float left, float top, float right, float bottom, ImU32 c) {
  pen.list->AddRectFilled({left, top}, {right, bottom}, c);
}

/// The largest 1, 2 or 5 times a power of ten that is at most `metres`.
double nice_length(double metres) {
  const double power = std::pow(10.0, std::floor(std::log10(metres)));
  for (const double lead : {5.0, 2.0, 1.0})
    if (lead * power <= metres) return lead * power;
  return power;
}

/// True length at the centre of the map; returns its right end.
float scale_bar(const ui::Pen& pen, const State& state, float left, float bottom) {
  const double metre = state.view.metres_per_pixel * state.true_metres;  // true metres of one device pixel
  if (!(metre > 0)) return left;
  const double length = nice_length(metre * static_cast<double>(pen.px(130)));
  const float wide = std::round(static_cast<float>(length / metre)), high = pen.px(6), thick = pen.px(2), edge = pen.hair();
  const ImU32 ink = ui::colour(state.theme->label), halo = ui::colour(state.theme->label_halo, 0.85F);
  solid(pen, left - edge, bottom - high - edge, left + thick + edge, bottom + edge, halo);
  solid(pen, left + wide - thick - edge, bottom - high - edge, left + wide + edge, bottom + edge, halo);
  solid(pen, left - edge, bottom - thick - edge, left + wide + edge, bottom + edge, halo);
  solid(pen, left, bottom - high, left + thick, bottom, ink);
  solid(pen, left + wide - thick, bottom - high, left + wide, bottom, ink);
  solid(pen, left, bottom - thick, left + wide, bottom, ink);
  const std::string words = data::format_length(length, state.lang);
  haloed(pen, Font::small, left + pen.px(1), bottom - high - pen.px(5), state.theme->label, words);
  return std::max(left + wide, left + ui::width(Font::small, words));
}

void north_arrow(const ui::Pen& pen, const State& state, float x, float bottom) {
  const float wide = pen.px(7), top = bottom - pen.px(24);
  const ImU32 ink = ui::colour(state.theme->label), halo = ui::colour(state.theme->label_halo, 0.85F);
  const float out = pen.px(2);
  pen.list->AddTriangleFilled({x, top - 2 * out}, {x + wide + 1.4F * out, bottom + out}, {x - wide - 1.4F * out, bottom + out}, halo);
  pen.list->AddTriangleFilled({x, top}, {x, bottom - pen.px(5)}, {x - wide, bottom}, ink);
  pen.list->AddTriangleFilled({x, top}, {x + wide, bottom}, {x, bottom - pen.px(5)},
                              ui::colour(ui::mixed(state.theme->label, state.theme->label_halo, 0.45F)));
  const std::string north = data::trc("compass", "N");
  haloed(pen, Font::small_strong, std::round(x - ui::width(Font::small_strong, north) / 2), top - pen.px(6), state.theme->label, north);
}

// --- the card at the pointer

struct Line {
  Font role = Font::small;
  ImU32 ink = 0;
  std::string text, right;
};

std::vector<Line> hover_lines(const State& state, const ui::Pen& pen, std::optional<layers::Colour>& hue) {
  std::vector<Line> out;
  const auto at = static_cast<std::size_t>(state.hovered);
  const data::UnitSet* units = state.units();
  if (state.hovered >= 0 && units && at < units->units.size()) {
    const data::Unit& unit = units->units[at];
    out.push_back({Font::body_strong, pen.text(), unit.name, {}});
    if (unit.parent > 0) out.push_back({Font::small, pen.quiet(), units->path_of(unit.parent), {}});
    const data::Indicator* indicator = ui::chosen_indicator(state);
    const data::Answer* answer = indicator && state.loaded ? state.loaded->answers.find(indicator->id) : nullptr;
    if (answer && at < answer->by_unit.size()) {
      const data::Share& share = answer->by_unit[at];
      const auto value = share.value();
      out.push_back({Font::body_strong, pen.text(), ui::name_of(*indicator, state.lang),
                     value ? data::figure_text(*value, *indicator, state.lang) : tr("No data")});
      if (value) out.push_back({Font::small, pen.quiet(), {}, ui::parts_of(share, *indicator, state.lang)});
      const int found = value && state.choropleth ? state.choropleth->classes.class_of(value) : -1;
      if (found >= 0) hue = state.choropleth->classes.colours[static_cast<std::size_t>(found)];
    }
  }
  for (const layers::PointsUnder& under : state.under_pointer) {
    const data::LayerData* layer = ui::layer_of(state, under.layer);
    if (!layer) continue;
    const std::string total = data::format_integer(under.count.total, state.lang), name = ui::lowered(data::layer_text(layer->source, state.lang));
    const bool counted = layer->source.kind == data::LayerKind::fiber_household;
    const double wide = under.square.width() * state.true_metres;
    out.push_back({Font::small, pen.quiet(),
                   under.square.empty() ? trf("here: {}", name) : trf("in this square of {}: {}", data::format_length(wide, state.lang), name),
                   counted ? data::format_integer(under.count.good, state.lang) + " / " + total : total});
  }
  return out;
}

/// The square whose points the card counts, so that nobody has to guess.
void hover_square(const ui::Pen& pen, const State& state) {
  for (const layers::PointsUnder& under : state.under_pointer) {
    if (under.square.empty()) continue;
    const data::Point corner = state.view.to_screen({under.square.min_x, under.square.max_y}), end = state.view.to_screen({under.square.max_x, under.square.min_y});
    const auto at = [](data::Point p) { return ImVec2{static_cast<float>(std::round(p.x)), static_cast<float>(std::round(p.y))}; };
    pen.list->AddRect({at(corner).x - pen.hair(), at(corner).y - pen.hair()}, {at(end).x + pen.hair(), at(end).y + pen.hair()}, ui::colour(state.theme->map_ground, 0.8F), 0, 0, 3 * pen.hair());
    pen.list->AddRect(at(corner), at(end), ui::colour(state.theme->hover), 0, 0, pen.hair());
  }
}

void hover_card(const ui::Pen& pen, const State& state, const ui::Box& map) {
  if (!state.pointer || !state.loaded) return;
  hover_square(pen, state);
  std::optional<layers::Colour> hue;
  const auto lines = hover_lines(state, pen, hue);
  if (lines.empty()) return;
  float wide = pen.px(180), high = pen.px(20);
  for (const Line& line : lines) {
    const float gap = line.right.empty() || line.text.empty() ? 0 : pen.px(24);
    wide = std::max(wide, ui::width(line.role, line.text) + gap + ui::width(line.role, line.right)),
    high += ui::line(line.role) + pen.px(2);
  }
  wide = std::min(wide, std::min(pen.px(380), map.width() - pen.px(60))) + pen.px(28);
  if (high > map.height() - pen.px(20) || wide > map.width() - pen.px(20)) return;
  const data::Point p = state.view.to_screen(*state.pointer);
  const float x = static_cast<float>(p.x), y = static_cast<float>(p.y), off = pen.px(18);
  float left = x + off, top = y + off;
  if (left + wide > map.right - pen.px(8)) left = x - off - wide;
  if (top + high > map.bottom - pen.px(8)) top = y - off - high;
  left = std::round(std::clamp(left, map.left + pen.px(8), map.right - wide - pen.px(8))),
  top = std::round(std::clamp(top, map.top + pen.px(8), map.bottom - high - pen.px(8)));
  const ui::Box box{left, top, left + wide, top + high};
  for (int i = 3; i >= 1; --i) {
    const float out = pen.px(2) * static_cast<float>(i);
    pen.list->AddRectFilled({box.left - out, box.top - out + pen.px(2)}, {box.right + out, box.bottom + out + pen.px(2)},
                            IM_COL32(0, 0, 0, 24), pen.px(9) + out);
  }
  pen.list->AddRectFilled(box.min(), box.max(), ui::colour(state.theme->panel_raised, 0.97F), pen.px(8));
  pen.list->AddRect(box.min(), box.max(), ui::colour(ui::mixed(state.theme->line, state.theme->quiet, 0.35F)), pen.px(8), 0, pen.hair());
  if (hue)
    pen.list->AddRectFilled({left, top + pen.px(10)}, {left + pen.px(4), box.bottom - pen.px(10)}, ui::colour(*hue), pen.px(2),
                            ImDrawFlags_RoundCornersRight);
  float baseline = top + pen.px(9);
  for (const Line& line : lines) {
    baseline += ui::line(line.role) + pen.px(1);
    const float right = line.right.empty() ? box.right - pen.px(14)
                                           : ui::text_right(pen, line.role, box.right - pen.px(14), baseline,
                                                            line.role == Font::small ? pen.quiet() : pen.text(), line.right) -
                                                 pen.px(14);
    if (!line.text.empty())
      ui::text(pen, line.role, left + pen.px(14), baseline, line.ink, ui::ellipsize(line.role, line.text, right - left - pen.px(14)));
  }
}

// --- instead of a map

void progress(const ui::Pen& pen, const State& state, float x, float y) {
  const float wide = pen.px(260), high = pen.px(4);
  const float share = state.load_steps > 0 ? static_cast<float>(state.load_step) / static_cast<float>(state.load_steps) : 0.08F;
  solid(pen, x - wide / 2, y, x + wide / 2, y + high, ui::colour(state.theme->line));
  solid(pen, x - wide / 2, y, x - wide / 2 + wide * std::clamp(share, 0.02F, 1.0F), y + high, ui::colour(state.theme->accent));
}

/// Reading, failed or empty: said in the middle of the map, with what to try.
void no_map(const ui::Pen& pen, const State& state, const ui::Box& map) {
  std::string title = tr("No project is open."), words = tr("Start the program with a project file: phusong view PROJECT. F5 reads again.");
  const bool failed = !state.loading && std::any_of(state.messages.begin(), state.messages.end(),
                                                    [](const Message& m) { return m.kind == Message::Kind::error; });
  if (state.loading) title = tr("Reading…"), words = tr("The map appears as soon as the units are read.");
  if (failed) {
    title = tr("The project could not be read");
    for (const Message& message : state.messages)
      if (message.kind == Message::Kind::error) words = message.text;
  }
  const float room = std::min(pen.px(560), map.width() - pen.px(48)), left = std::round(map.centre() - room / 2);
  ui::Pen measure = pen;
  measure.list = nullptr;
  const float high = ui::paragraph(measure, Font::body, left, left + room, 0, 0, words, 8);
  float y = std::round(map.middle() - high / 2 - pen.px(30));
  if (failed) ui::icon(pen, ui::Icon::error, {left + pen.px(10), y - pen.px(6)}, pen.px(20), state.theme->missed);
  const float shift = failed ? pen.px(32) : 0;
  ui::text_fit(pen, Font::heading, left + shift, left + room, y, pen.text(), title);
  y += pen.px(14);
  ui::paragraph(pen, Font::body, left, left + room, y, pen.quiet(), words, 8);
  if (state.loading) progress(pen, state, left + pen.px(130), y + high + pen.px(18));
  if (failed)
    ui::text_fit(pen, Font::body, left, left + room, y + high + pen.px(28), pen.text(),
                 tr("Correct the file, then press F5 to read it again."));
}

/// Words in a pill of their own, whose lower edge is at `bottom`, against the right edge.
ui::Box pill(const ui::Pen& pen, float left, float right, float bottom, const layers::Colour& ink, float opacity, const std::string& words) {
  const std::string cut = ui::ellipsize(Font::small, words, right - left);
  const ui::Box box{std::round(right - ui::width(Font::small, cut) - pen.px(10)), bottom - pen.px(24), right + pen.px(10), bottom};
  pen.list->AddRectFilled(box.min(), box.max(), ui::colour(pen.theme->panel, opacity), pen.px(12));
  ui::text(pen, Font::small, box.left + pen.px(10), ui::on_middle(Font::small, box.middle()), ui::colour(ink), cut);
  return box;
}

/// In the lower right corner: that the data are made up, and whose work the basemap is.
void notes(const ui::Pen& pen, const State& state, float left, float right, float bottom, Boxes& taken) {
  const std::string illustrative = state.dataset->project.illustrative ? tr("Illustrative data, not real figures") : std::string();
  if (!illustrative.empty() && right - ui::width(Font::small, illustrative) > left) {
    taken.push_back(pill(pen, left, right, bottom, state.theme->notice, 0.88F, illustrative));
    bottom = taken.back().top - pen.px(6);
  }
  if (const std::string by = ui::attributions_of(state); !by.empty() && right > left)
    taken.push_back(pill(pen, left, right, bottom, state.theme->text, 0.7F, by));
}

/// With the panels hidden the map still says what it is, of which day, and that it is made up if it is.
void bare_title(const ui::Pen& pen, const State& state, const ui::Box& map, Boxes& taken) {
  float x = map.left + pen.px(20);
  const float middle = map.top + pen.px(28);
  const std::string title = state.dataset->project.title.in(state.lang);
  haloed(pen, Font::heading, x, ui::on_middle(Font::heading, middle), state.theme->text, title);
  x += ui::width(Font::heading, title) + pen.px(16);
  if (const data::Indicator* indicator = ui::chosen_indicator(state)) {
    haloed(pen, Font::body, x, ui::on_middle(Font::body, middle), state.theme->text, ui::name_of(*indicator, state.lang));
    x += ui::width(Font::body, ui::name_of(*indicator, state.lang)) + pen.px(16);
  }
  const auto day = state.loaded ? std::optional(state.loaded->date) : state.dataset->project.date;
  if (day) {
    const std::string words = state.loaded ? state.loaded->date_words(state.lang) : trf("Data of {}", data::format_date(*day, state.lang));
    haloed(pen, Font::body, x, ui::on_middle(Font::body, middle), state.theme->quiet, words);
    x += ui::width(Font::body, words);
  }
  taken.push_back({map.left, map.top, x + pen.px(8), middle + pen.px(20)});
}

/// ... and what its colours mean, above the scale bar.
void bare_legend(const ui::Pen& pen, const State& state, const ui::Box& map, Boxes& taken) {
  if (!state.choropleth || !state.is_visible("fill")) return;
  ui::Pen measure = pen;
  measure.list = nullptr;
  const float pad = pen.px(14), wide = pen.px(190), left = map.left + pen.px(20), bottom = map.bottom - pen.px(66);
  const float high = ui::class_legend(measure, state, 0, wide - 2 * pad, 0, 1) + 2 * pad;
  if (high > map.height() - pen.px(160)) return;
  const ui::Box box{left, bottom - high, left + wide, bottom};
  pen.list->AddRectFilled(box.min(), box.max(), ui::colour(state.theme->panel, 0.92F), pen.px(8));
  ui::class_legend(pen, state, box.left + pad, box.right - pad, box.top + pad, 1);
  taken.push_back(box);
}

void overlay_crumbs(const State& state, const ScreenLayout& layout, Boxes& taken, Requests& requests) {
  if (ui::shown(layout.table) || state.entered <= 0 || !state.units()) return;
  const ui::Box map = ui::box_of(layout.map);
  const auto px = [&](double design) { return static_cast<float>(std::round(design * layout.scale)); };
  const float top = map.top + px(ui::shown(layout.bar) ? 10 : 48), right = std::min(map.right - px(12), map.left + px(480));
  const ui::Region region("##crumbs", {map.left + px(12), top, right, top + px(26)}, *state.theme, layout.scale);
  region.pen.list->AddRectFilled(region.box.min(), region.box.max(), ui::colour(state.theme->panel, 0.85F), px(6));
  ui::crumbs(region.pen, state, region.box.left + px(12), region.box.right - px(12), region.box.middle(), requests);
  taken.push_back(region.box);
}

/// The corner of the scale bar and the north arrow, whatever length the bar has: names do not move for it while one zooms.
ui::Box scale_corner(const ui::Pen& pen, const ui::Box& map, float bottom) {
  return {map.left + pen.px(12), bottom - pen.px(46), map.left + pen.px(200), bottom + pen.px(8)};
}

/// Names of the map keep out of these, and are told so when they change.
void keep_clear(const Boxes& taken, const State& state, const ui::Box& map, Requests& requests) {
  std::vector<layers::Frame> frames;
  for (const ui::Box& box : taken) frames.push_back({box.left - map.left, box.top - map.top, box.right - map.left, box.bottom - map.top});
  if (frames != state.kept_clear) requests.push_back(KeepClear{std::move(frames)});
}

}  // namespace

void map_overlay(const State& state, const ScreenLayout& layout, Requests& requests) {
  Boxes taken;
  overlay_crumbs(state, layout, taken, requests);
  const ui::Box map = ui::box_of(layout.map);
  const ui::Region region("##overlay", map, *state.theme, layout.scale, ui::Depth::untouchable);
  const ui::Pen& pen = region.pen;
  if (!state.dataset) return no_map(pen, state, map);
  const float bottom = map.bottom - pen.px(18);
  const float end = scale_bar(pen, state, map.left + pen.px(20), bottom);
  north_arrow(pen, state, end + pen.px(30), bottom);
  notes(pen, state, end + pen.px(60), map.right - pen.px(24), bottom + pen.px(4), taken);
  taken.push_back(scale_corner(pen, map, bottom));
  if (!ui::shown(layout.bar)) bare_title(pen, state, map, taken);
  if (!ui::shown(layout.left)) bare_legend(pen, state, map, taken);
  keep_clear(taken, state, map, requests);
  if (state.loading && !state.loaded) {
    const float half = pen.px(150), top = map.top + pen.px(14);
    pen.list->AddRectFilled({map.centre() - half, top}, {map.centre() + half, top + pen.px(50)}, ui::colour(state.theme->panel, 0.92F),
                            pen.px(8));
    ui::text_centred(pen, Font::body, map.centre(), ui::on_middle(Font::body, top + pen.px(19)), pen.text(), tr("Counting the layers…"));
    progress(pen, state, map.centre(), top + pen.px(36));
  }
  hover_card(pen, state, map);
}

}  // namespace viewer
