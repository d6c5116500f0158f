#include "viewer/page/page.h"

#include <cairo.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <memory>

#include "data/source/error.h"
#include "layers/renderer.h"
#include "viewer/page/cards.h"
#include "viewer/page/focus.h"
#include "viewer/page/furniture.h"
#include "viewer/page/layout.h"
#include "viewer/page/table.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

struct DestroySurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DestroyCairo {
  void operator()(cairo_t* cr) const { cairo_destroy(cr); }
};

std::vector<layers::Frame> clear_of(const PagePlan& plan, double scale) {
  std::vector<layers::Frame> out;
  for (const Rect& rect : {plan.place.legend, plan.place.scale_bar, plan.place.north}) {
    if (rect.w <= 0 || rect.h <= 0) continue;
    const Rect wide = rect.inset(-6);
    out.push_back({(wide.x - plan.map.x) * scale, (wide.y - plan.map.y) * scale, (wide.right() - plan.map.x) * scale,
                   (wide.bottom() - plan.map.y) * scale});
  }
  return out;
}

void draw_furniture(Canvas& canvas, const PageContent& page, const PagePlan& plan, const std::string& crs, data::Lang lang) {
  const MapPlace& place = plan.place;
  const layers::Colour ground = layers::faded(canvas.theme().panel, 0.93F);
  const Rect legend = place.legend.inset(-9), bar = place.scale_bar.inset(-9, -6);
  const bool stacked = place.legend.h > 0 && std::abs(place.legend.x - place.scale_bar.x) < 1;
  if (stacked && (plan.legend_boxed || plan.bar_boxed)) {
    canvas.fill({legend.x, legend.y, legend.w, bar.bottom() - legend.y}, ground, 6);
  } else {
    if (plan.legend_boxed) canvas.fill(legend, ground, 6);
    if (plan.bar_boxed) canvas.fill(bar, ground, 6);
  }
  if (plan.north_boxed) canvas.fill(place.north.inset(-3, -5), ground, 6);
  draw_legend(canvas, place.legend, page.legend);
  draw_scale_bar(canvas, place.scale_bar, place, lang);
  draw_north(canvas, place.north, turn_to_north(crs, place.view.centre));
}

layers::Colour page_ground(const PageSpec& spec) { return spec.on_paper() ? spec.theme->panel : spec.theme->ground; }

/// Draws everything but the map, which is already there.
void draw_page(Canvas& canvas, const PageContent& page, const PagePlan& plan, const PageSpec& spec, const data::UnitSet& units,
               const std::string& crs) {
  draw_header(canvas, plan.header, page, spec.on_paper());
  if (page.focus != 0) draw_focus(canvas, plan.map, plan.place.view, units, page.focus);
  // A map that fills its frame, or whose ground is not the page's, is held together by a line.
  if (page.focus != 0 || spec.area || spec.theme->map_ground != page_ground(spec)) canvas.outline(plan.map, spec.theme->line);
  draw_furniture(canvas, page, plan, crs, spec.lang);
  if (plan.notice.h > 0) draw_notice(canvas, plan.notice, page.why_not);
  if (plan.score.h > 0) draw_score(canvas, plan.score, *page.score, page.definition);
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
  draw_footer(canvas, plan.footer, page);
}

data::Image image_of(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  data::Image out(cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface));
  const unsigned char* rows = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < out.height; ++y) {
    const auto* in = reinterpret_cast<const std::uint32_t*>(rows + static_cast<std::ptrdiff_t>(y) * stride);
    std::uint8_t* to = out.at(0, y);
    for (int x = 0; x < out.width; ++x, to += 4) {
      to[0] = static_cast<std::uint8_t>(in[x] >> 16), to[1] = static_cast<std::uint8_t>(in[x] >> 8),
      to[2] = static_cast<std::uint8_t>(in[x]);
      to[3] = 255;
    }
  }
  return out;
}

struct Sketch {
  Sketch(int width, int height) : surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)), cr(cairo_create(surface.get())) {
    if (cairo_status(cr.get()) != CAIRO_STATUS_SUCCESS)
      throw data::Error({.what = tr("Cannot draw the page"), .why = cairo_status_to_string(cairo_status(cr.get()))});
  }
  std::unique_ptr<cairo_surface_t, DestroySurface> surface;
  std::unique_ptr<cairo_t, DestroyCairo> cr;
};

data::Image compose(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageContent& page, const PageSpec& spec,
                    const MapPainter& paint, PageRecord* record) {
  assert(!loaded.extent || !spec.shows_figures());  // a figure of a part would pass for one of the whole
  const Sketch sheet(spec.width, spec.height);
  Canvas canvas(sheet.cr.get(), scale_of(spec), *spec.theme, record);
  const PagePlan plan = plan_page(canvas, loaded, visible, page, spec);
  if (record) {
    record->width = plan.page.w, record->height = plan.page.h, record->scale = canvas.scale(), record->map = plan.map;
    record->furniture = {plan.place.legend, plan.place.scale_bar, plan.place.north};
    record->view = plan.place.view, record->level = page.level, record->layers = visible;
    if (page.target) record->targets.push_back(*page.target);
  }
  canvas.fill(plan.page, page_ground(spec));
  canvas.picture(plan.map.x, plan.map.y, paint(plan.place.view, clear_of(plan, canvas.scale())));
  draw_page(canvas, page, plan, spec, *loaded.dataset->units, loaded.dataset->project.crs);
  return image_of(sheet.surface.get());
}

struct Sheet {
  const char* layout;
  double width_mm, height_mm;  ///< 0: a screen
  int width, height;
};
constexpr Sheet sheets[] = {{"screen", 0, 0, 1920, 1080}, {"map", 0, 0, 1920, 1080}, {"a4", 297, 210, 0, 0}, {"a3", 420, 297, 0, 0}, {"wall", 0, 0, 3840, 2160}};

}  // namespace

PageSpec with_defaults(PageSpec spec) {
  const auto* sheet = std::find_if(std::begin(sheets), std::end(sheets), [&](const Sheet& s) { return spec.layout == s.layout; });
  if (sheet == std::end(sheets))
    throw data::Error({.what = trf("Unknown page layout '{}'", spec.layout), .hint = tr("it is one of screen, map, a4, a3, wall")});
  if (!spec.theme) spec.theme = spec.on_paper() ? &layers::light_theme() : &layers::dark_theme();
  const bool own_size = spec.width <= 0 || spec.height <= 0;
  if (spec.on_paper()) {
    if (spec.dpi <= 0) spec.dpi = own_size ? 150 : std::max(spec.width, spec.height) / (sheet->width_mm / 25.4);
    const auto pixels = [&](double mm) { return static_cast<int>(std::lround(mm / 25.4 * spec.dpi)); };
    if (own_size) spec.width = pixels(sheet->width_mm), spec.height = pixels(sheet->height_mm);
  } else if (own_size) {
    spec.width = sheet->width, spec.height = sheet->height;
  }
  if (spec.width < 640 || spec.height < 480 || spec.width > 30000 || spec.height > 30000)
    throw data::Error({.what = trf("A page of {0} x {1} pixels cannot be drawn", spec.width, spec.height),
                       .hint = tr("pages are 640 x 480 to 30000 x 30000 pixels")});
  return spec;
}

data::Box page_extent(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& asked) {
  const data::LanguageHere words(asked.lang);  // whatever the program speaks
  const PageSpec spec = with_defaults(asked);
  const Sketch sheet(1, 1);
  const Canvas canvas(sheet.cr.get(), scale_of(spec), *spec.theme, nullptr);
  return plan_map(canvas, loaded, gather_content(loaded, visible, spec), spec).place.view.extent();
}

data::Image compose_page(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& asked,
                         const MapPainter& paint, PageRecord* record) {
  const data::LanguageHere words(asked.lang);  // whatever the program speaks
  const PageSpec spec = with_defaults(asked);
  return compose(loaded, visible, gather_content(loaded, visible, spec), spec, paint, record);
}

data::Image compose_page(const data::Loaded& loaded, layers::Map& map, const PageSpec& asked, PageRecord* record) {
  const data::LanguageHere words(asked.lang);  // whatever the program speaks
  const PageSpec spec = with_defaults(asked);
  if (map.dataset() != loaded.dataset.get()) map.set_dataset(loaded.dataset);
  std::vector<std::string> visible;
  for (const std::string& id : map.switchable())
    if (map.visible(id)) visible.push_back(id);
  const PageContent page = gather_content(loaded, visible, spec);
  map.set_level(page.level);
  map.set_label_density(layers::LabelDensity::all);  // a page cannot be zoomed: every name that finds room is there
  map.set_choropleth(page.choropleth);
  map.set_hovered(-1);
  map.set_selected(-1);  // the page marks its own subject
  const MapPainter paint = [&](const layers::View& view, const std::vector<layers::Frame>& clear) {
    map.keep_clear(clear);
    return layers::render_image(map, view, *spec.theme);
  };
  return compose(loaded, visible, page, spec, paint, record);
}

}  // namespace viewer
