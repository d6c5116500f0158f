#include "viewer/page/page.h"

#include <algorithm>
#include <cmath>

#include "data/source/error.h"
#include "viewer/page/language_scope.h"
#include "viewer/page/sheet.h"
#include "viewer/page/sketch.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

struct Paper {
  const char* layout;
  double width_mm, height_mm;  ///< 0: a screen
  int width, height;
};
constexpr Paper papers[] = {{"screen", 0, 0, 1920, 1080}, {"map", 0, 0, 1920, 1080}, {"a4", 297, 210, 0, 0}, {"a3", 420, 297, 0, 0}, {"wall", 0, 0, 3840, 2160}};

}  // namespace

PageSpec with_defaults(PageSpec spec) {
  const auto* paper = std::find_if(std::begin(papers), std::end(papers), [&](const Paper& p) { return spec.layout == p.layout; });
  if (paper == std::end(papers))
    throw data::Error({.what = trf("Unknown page layout '{}'", spec.layout), .hint = tr("it is one of screen, map, a4, a3, wall")});
  if (!spec.theme) spec.theme = spec.on_paper() ? &layers::light_theme() : &layers::dark_theme();
  if (spec.bare) {
    if ((spec.width > 0 && spec.width < 16) || (spec.height > 0 && spec.height < 16) || std::max(spec.width, spec.height) > longest_side)
      throw data::Error({.what = trf("A page of {0} x {1} pixels cannot be drawn", spec.width, spec.height),
                         .hint = tr("a map by itself is 16 x 16 to 100000 x 100000 pixels")});
    return spec;
  }
  const bool own_size = spec.width <= 0 || spec.height <= 0;
  if (spec.on_paper()) {
    if (spec.dpi <= 0) spec.dpi = own_size ? 150 : std::max(spec.width, spec.height) / (paper->width_mm / 25.4);
    const auto pixels = [&](double mm) { return static_cast<int>(std::lround(mm / 25.4 * spec.dpi)); };
    if (own_size) {
      spec.width = pixels(paper->width_mm), spec.height = pixels(paper->height_mm);
      spec.width_mm = paper->width_mm, spec.height_mm = paper->height_mm;
    }
  } else if (own_size) {
    spec.width = paper->width, spec.height = paper->height;
  }
  if (spec.width < 640 || spec.height < 480 || std::max(spec.width, spec.height) > longest_side)
    throw data::Error({.what = trf("A page of {0} x {1} pixels cannot be drawn", spec.width, spec.height),
                       .hint = tr("pages are 640 x 480 to 100000 x 100000 pixels")});
  return spec;
}

data::Box page_extent(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec) {
  return prepare_sheet(loaded, visible, spec).plan.place.view.extent();
}

data::Image compose_page(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec, const MapPainter& paint,
                         PageRecord* record) {
  const Sheet sheet = prepare_sheet(loaded, visible, spec);
  const PagePlan& plan = sheet.plan;
  const Sketch sketch(sheet.spec.width, sheet.spec.height);
  Canvas canvas(sketch.cr.get(), sheet.scale, *sheet.spec.theme, record);
  if (record) {
    record->width = plan.page.w, record->height = plan.page.h, record->scale = canvas.scale(), record->map = plan.map;
    record->furniture = {plan.place.legend, plan.place.scale_bar, plan.place.north};
  }
  draw_ground(canvas, sheet);
  canvas.picture(plan.map.x, plan.map.y, paint(plan.place.view, kept_clear(sheet)));
  draw_furnishings(canvas, sheet);
  return image_of(sketch);
}

data::Image compose_page(const data::Loaded& loaded, layers::Map& map, const PageSpec& spec) {
  const Sheet sheet = prepare_sheet(loaded, map, spec);
  layers::PartRenderer renderer = map_renderer(sheet, map);
  return draw_part(sheet, &renderer, 0, 0, sheet.spec.width, sheet.spec.height);
}

}  // namespace viewer
