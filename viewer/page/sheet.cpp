#include "viewer/page/sheet.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "viewer/page/cards.h"
#include "viewer/page/focus.h"
#include "viewer/page/furniture.h"
#include "viewer/page/locator.h"
#include "viewer/page/names.h"
#include "viewer/page/official.h"
#include "viewer/page/sketch.h"
#include "viewer/page/strip.h"
#include "viewer/page/table.h"

namespace viewer {
namespace {

/// What the furniture covers of the map, in design pixels.
std::vector<layers::Frame> clear_of(const PagePlan& plan) {
  std::vector<layers::Frame> out;
  for (const Rect& rect : {plan.place.legend, plan.place.scale_bar, plan.place.north, plan.place.locator}) {
    if (rect.w <= 0 || rect.h <= 0) continue;
    const Rect wide = rect.inset(-6);
    out.push_back({wide.x - plan.frame.x, wide.y - plan.frame.y, wide.right() - plan.frame.x, wide.bottom() - plan.frame.y});
  }
  return out;
}

void draw_furniture(Canvas& canvas, const PageContent& page, const PagePlan& plan, const PageSpec& spec, const data::Dataset& dataset) {
  const MapPlace& place = plan.place;
  const layers::Colour ground = layers::faded(canvas.theme().panel, 0.93F);
  const Rect legend = place.legend.inset(-9), bar = place.scale_bar.inset(-9, -6);
  // Two corners of one side begin at the same x, too: one plate for both would lie over the map between them.
  const double between = place.scale_bar.y - place.legend.bottom();
  const bool stacked =
      place.legend.h > 0 && std::abs(place.legend.x - place.scale_bar.x) < 1 && between >= 0 && between < place.scale_bar.h;
  if (stacked && (plan.legend_boxed || plan.bar_boxed)) {
    canvas.fill({legend.x, legend.y, legend.w, bar.bottom() - legend.y}, ground, 6);
  } else {
    if (plan.legend_boxed) canvas.fill(legend, ground, 6);
    if (plan.bar_boxed) canvas.fill(bar, ground, 6);
  }
  if (plan.locator_boxed) canvas.fill(place.locator.inset(-6), ground, 6);
  if (plan.north_boxed) canvas.fill(place.north.inset(-3, -5), ground, 6);
  if (place.legend.h > 0) draw_legend(canvas, place.legend, page.legend);
  if (place.scale_bar.h > 0) draw_scale_bar(canvas, place.scale_bar, place, page.words, spec.lang);
  if (place.north.h > 0) draw_north(canvas, place.north, turn_to_north(dataset.project.crs, place.view.centre), page.words);
  if (place.locator.h > 0) draw_locator(canvas, place.locator, *dataset.units, page, place.view.extent());
}

layers::Colour page_ground(const PageSpec& spec) { return spec.on_paper() ? spec.theme->panel : spec.theme->ground; }

/// The map alone, edge to edge: the area asked for lies in it exactly, and more only where the picture is wider or higher than it.
void plan_bare(Sheet& sheet) {
  PageSpec& spec = sheet.spec;
  const data::Box box =
      spec.area ? sheet.content.box : sheet.content.box.grown(0.02 * std::max(sheet.content.box.width(), sheet.content.box.height()));
  const double longer = std::max({box.width(), box.height(), 1e-9});
  if (spec.width <= 0 || spec.height <= 0) {
    spec.width = std::max(1, static_cast<int>(std::ceil(longest_bare_side * box.width() / longer - 1e-9)));
    spec.height = std::max(1, static_cast<int>(std::ceil(longest_bare_side * box.height() / longer - 1e-9)));
  }
  sheet.scale = scale_of(spec);
  layers::View& view = sheet.plan.place.view;
  view.centre = box.centre(), view.width = spec.width, view.height = spec.height, view.pixel_ratio = sheet.scale;
  view.metres_per_pixel = std::max({box.width() / spec.width, box.height() / spec.height, 1e-9});
  view.fine = true;
  sheet.plan.page = sheet.plan.frame = sheet.plan.map = {0, 0, spec.width / sheet.scale, spec.height / sheet.scale};
  sheet.plan.place.design = {view.centre, view.metres_per_pixel * sheet.scale, static_cast<int>(std::lround(sheet.plan.map.w)),
                             static_cast<int>(std::lround(sheet.plan.map.h)), 1};
}

/// Where a page is about one unit, its border would cut the names that lie across it in two, half of them veiled; and the name of what
/// holds it would read as its own.
void drop_cut_names(Sheet& sheet) {
  if (sheet.content.focus == 0) return;
  const data::UnitSet& units = *sheet.dataset->units;
  const int focus = sheet.content.focus, level = units.units[static_cast<std::size_t>(focus)].level;
  std::erase_if(sheet.names, [&](const layers::PlacedLabel& name) {
    if (is_of_subject(sheet, name)) return false;
    for (int i = 0; i <= 8; ++i)
      for (const double y : {name.box.top, (name.box.top + name.box.bottom) / 2, name.box.bottom}) {
        const data::Point at{name.box.left + (name.box.right - name.box.left) * i / 8, y};
        if (units.at(sheet.plan.place.design.to_map(at), level) == focus) return true;
      }
    return false;
  });
}

}  // namespace

int Sheet::map_left() const { return static_cast<int>(std::lround(plan.map.x * scale)); }
int Sheet::map_top() const { return static_cast<int>(std::lround(plan.map.y * scale)); }

data::Point Sheet::corner() const { return plan.place.view.to_map({static_cast<double>(-map_left()), static_cast<double>(-map_top())}); }

std::string Sheet::title() const { return content.place.empty() ? content.title : content.title + " – " + content.place; }

Sheet prepare_sheet(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& asked) {
  Sheet sheet;
  sheet.spec = with_defaults(asked, loaded.dataset->project.layouts);
  assert(!loaded.extent || !sheet.spec.shows_figures());  // a figure of a part would pass for one of the whole
  sheet.content = gather_content(loaded, visible, sheet.spec);
  sheet.crs = loaded.dataset->project.crs, sheet.project = loaded.dataset->project.title.in(sheet.spec.lang);
  sheet.date = loaded.date, sheet.visible = visible, sheet.dataset = loaded.dataset;
  if (sheet.spec.bare) {
    plan_bare(sheet);
    return sheet;
  }
  sheet.scale = scale_of(sheet.spec);
  const Sketch none(1, 1);
  sheet.plan = plan_page(Canvas(none.cr.get(), sheet.scale, *sheet.spec.theme, nullptr, family_of(sheet.spec)), loaded, visible,
                         sheet.content, sheet.spec);
  return sheet;
}

Sheet prepare_sheet(const data::Loaded& loaded, layers::Map& map, const PageSpec& spec) {
  if (map.dataset() != loaded.dataset.get()) map.set_dataset(loaded.dataset);
  std::vector<std::string> visible;
  for (const std::string& id : map.switchable())
    if (map.visible(id)) visible.push_back(id);
  Sheet sheet = prepare_sheet(loaded, visible, spec);
  place_names(sheet, map);
  return sheet;
}

void place_names(Sheet& sheet, layers::Map& map) {
  tune_map(sheet, map);
  layers::View view = sheet.plan.place.design;
  view.fine = true;  // of marks no more than show
  const double x = view.width / 2.0, y = view.height / 2.0;
  layers::finish_jobs_of_names(map, view);
  sheet.names = map.place_labels(view);
  drop_cut_names(sheet);
  for (layers::PlacedLabel& name : sheet.names) {
    name.box = {name.box.left - x, name.box.top - y, name.box.right - x, name.box.bottom - y};
    for (auto& line : name.lines) line.start.x -= x, line.start.y -= y;
  }
}

void tune_map(const Sheet& sheet, layers::Map& map) {
  if (map.dataset() != sheet.dataset.get()) map.set_dataset(sheet.dataset);
  map.set_level(sheet.content.level);
  map.set_label_density(layers::LabelDensity::all);  // a page cannot be zoomed: every name that finds room is there
  map.set_choropleth(sheet.content.choropleth);
  map.set_hovered(-1);
  map.set_selected(-1);  // the page marks its own subject
  map.keep_clear(clear_of(sheet.plan));
}

void draw_ground(Canvas& canvas, const Sheet& sheet) {
  // A little more than the page: paper is not a whole number of pixels.
  canvas.fill(sheet.plan.page.inset(-2), page_ground(sheet.spec));
  canvas.fill(sheet.plan.map, sheet.spec.theme->map_ground);
}

void draw_furnishings(Canvas& canvas, const Sheet& sheet) {
  const PageContent& page = sheet.content;
  const PagePlan& plan = sheet.plan;
  const PageSpec& spec = sheet.spec;
  if (spec.bare) return;
  const data::LanguageHere words(spec.lang);
  if (plan.official.h > 0) draw_official(canvas, plan.official, *page.official);
  draw_page_number(canvas, plan.page, page);
  if (plan.header.h > 0) draw_header(canvas, plan.header, page, spec.on_paper());
  if (page.focus != 0) draw_focus(canvas, plan.map, plan.place.view, *sheet.dataset->units, page.focus);
  // A map that fills its frame, or whose ground is not the page's, is held together by a line.
  if (page.focus != 0 || spec.area || spec.theme->map_ground != page_ground(spec)) canvas.outline(plan.map, spec.theme->line);
  draw_furniture(canvas, page, plan, spec, *sheet.dataset);
  if (plan.notice.h > 0) draw_notice(canvas, plan.notice, page.why_not);
  if (plan.score.h > 0) draw_score(canvas, plan.score, *page.score, page.definition, page.words);
  if (plan.strip.h > 0) draw_strip(canvas, plan.strip, page.strip);
  if (plan.cards.h > 0) draw_cards(canvas, plan.cards, page.others);
  if (plan.table.h > 0) {
    Rect table = plan.table;
    if (!spec.on_paper()) {
      canvas.fill(table, canvas.theme().panel, 8);
      canvas.outline(table, canvas.theme().line, 8);
      table = table.inset(14, 14);
    }
    draw_table(canvas, table, page.table);
  }
  for (const auto& [rect, text] : plan.texts) draw_page_text(canvas, rect, text);
  if (plan.footer.h > 0) draw_footer(canvas, plan.footer, page);
}

void draw_page(Canvas& canvas, const Sheet& sheet, const NameOutlines* outlines) {
  draw_names(canvas, sheet, outlines, NamesOf::surroundings);
  draw_furnishings(canvas, sheet);
  draw_names(canvas, sheet, outlines, NamesOf::subject);
}

PageRecord record_of(const Sheet& sheet) {
  const PagePlan& plan = sheet.plan;
  PageRecord out;
  out.width = plan.page.w, out.height = plan.page.h, out.scale = sheet.scale, out.map = plan.map;
  out.furniture = {plan.place.legend, plan.place.scale_bar, plan.place.north, plan.place.locator};
  out.view = plan.place.view, out.level = sheet.content.level, out.layers = sheet.visible;
  if (sheet.content.target) out.targets.push_back(*sheet.content.target);
  const Sketch none(1, 1);
  Canvas canvas(none.cr.get(), sheet.scale, *sheet.spec.theme, &out, family_of(sheet.spec));
  draw_furnishings(canvas, sheet);
  return out;
}

std::vector<layers::Frame> kept_clear(const Sheet& sheet) {
  std::vector<layers::Frame> out = clear_of(sheet.plan);
  for (layers::Frame& f : out) f = {f.left * sheet.scale, f.top * sheet.scale, f.right * sheet.scale, f.bottom * sheet.scale};
  return out;
}

layers::PartRenderer map_renderer(const Sheet& sheet, layers::Map& map, unsigned threads) {
  return {map, sheet.plan.place.view, *sheet.spec.theme, layers::DrawUpTo::borders, threads};
}

data::Image draw_part(const Sheet& sheet, layers::PartRenderer* map, int left, int top, int width, int height) {
  const NameOutlines names(sheet, {static_cast<double>(left), static_cast<double>(top), static_cast<double>(width), static_cast<double>(height)});
  const Sketch sketch(width, height);
  cairo_translate(sketch.cr.get(), -left, -top);
  Canvas canvas(sketch.cr.get(), sheet.scale, *sheet.spec.theme, nullptr, family_of(sheet.spec));
  draw_ground(canvas, sheet);
  const layers::View& view = sheet.plan.place.view;
  const int map_left = std::max(left, sheet.map_left()), map_top = std::max(top, sheet.map_top());
  const int map_right = std::min(left + width, sheet.map_left() + view.width),
            map_bottom = std::min(top + height, sheet.map_top() + view.height);
  if (map && map_left < map_right && map_top < map_bottom)
    canvas.picture(map_left / sheet.scale, map_top / sheet.scale,
                   map->draw(map_left - sheet.map_left(), map_top - sheet.map_top(), map_right - map_left, map_bottom - map_top));
  draw_page(canvas, sheet, &names);
  return image_of(sketch);
}

}  // namespace viewer
