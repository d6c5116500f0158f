#include "viewer/page/page.h"

#include <algorithm>
#include <cmath>

#include "data/source/error.h"
#include "viewer/page/layouts.h"
#include "viewer/page/sheet.h"
#include "viewer/page/sketch.h"

namespace viewer {

using data::tr;
using data::trf;

bool PageSpec::on_paper() const { return !bare && design && design->paper; }

bool PageSpec::map_only() const {
  using enum data::PagePart;
  return bare || (design && !design->holds(score) && !design->holds(strip) && !design->holds(cards) && !design->holds(table));
}

PageSpec with_defaults(PageSpec spec, const std::vector<data::PageLayout>& own) {
  if (!spec.design) spec.design = find_layout(spec.layout, own);
  const data::PageLayout& design = *spec.design;
  if (!spec.theme) spec.theme = design.dark ? &layers::dark_theme() : &layers::light_theme();
  if (spec.bare) {
    if ((spec.width > 0 && spec.width < 16) || (spec.height > 0 && spec.height < 16) || std::max(spec.width, spec.height) > longest_side)
      throw data::Error({.what = trf("A page of {0} x {1} pixels cannot be drawn", spec.width, spec.height),
                         .hint = tr("a map by itself is 16 x 16 to 100000 x 100000 pixels")});
    return spec;
  }
  if (design.official) spec.official = true;
  if (spec.official && !design.paper)
    throw data::Error(
        {.what = tr("Only paper can be an administrative document"), .hint = tr("choose a layout on paper, such as a4-portrait")});
  const bool own_size = spec.width <= 0 || spec.height <= 0;
  if (design.paper) {
    if (spec.dpi <= 0) spec.dpi = own_size ? 150 : std::max(spec.width, spec.height) / (std::max(design.width, design.height) / 25.4);
    const auto pixels = [&](double mm) { return static_cast<int>(std::lround(mm / 25.4 * spec.dpi)); };
    if (own_size) {
      spec.width = pixels(design.width), spec.height = pixels(design.height);
      spec.width_mm = design.width, spec.height_mm = design.height;
    }
  } else if (own_size) {
    spec.width = static_cast<int>(design.width), spec.height = static_cast<int>(design.height);
  }
  if (spec.width < 640 || spec.height < 480 || std::max(spec.width, spec.height) > longest_side)
    throw data::Error({.what = trf("A page of {0} x {1} pixels cannot be drawn", spec.width, spec.height),
                       .hint = tr("pages are 640 x 480 to 100000 x 100000 pixels")});
  return spec;
}

layers::View page_view(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec) {
  return prepare_sheet(loaded, visible, spec).plan.place.view;
}

data::Image compose_page(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec, const MapPainter& paint,
                         PageRecord* record) {
  const Sheet sheet = prepare_sheet(loaded, visible, spec);
  const PagePlan& plan = sheet.plan;
  const Sketch sketch(sheet.spec.width, sheet.spec.height);
  Canvas canvas(sketch.cr.get(), sheet.scale, *sheet.spec.theme, nullptr, family_of(sheet.spec));
  if (record) *record = record_of(sheet);
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
