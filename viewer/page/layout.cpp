#include "viewer/page/layout.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "data/source/crs.h"
#include "data/source/error.h"
#include "data/source/part.h"
#include "viewer/page/furniture.h"
#include "viewer/page/locator.h"

namespace viewer {
namespace {

constexpr double wide_from = 2.2;  ///< times as wide as high

/// True metres along the ellipsoid per unit of the map, to the east and west of `middle`, where a scale bar would lie.
double metres_per_unit(const std::string& crs, data::Point middle, double width) {
  try {
    const double reach = std::max(width, 1e-9) / 20;
    const double metres = data::ground_distance(crs, {middle.x - reach, middle.y}, {middle.x + reach, middle.y}) / (2 * reach);
    return std::isfinite(metres) && metres > 0 ? metres : 1;
  } catch (const data::Error&) { return 1; }  // a drawing without a CRS is measured in its own units
}

/// Everything with an area that is drawn: units, and coverage that reaches beyond them.
std::vector<Patch> drawn_patches(const data::Loaded& loaded, const std::vector<std::string>& visible) {
  std::vector<Patch> out = outline_of(*loaded.dataset->units, 0);
  for (const auto& layer : loaded.dataset->layers)
    if (layer->table && layer->table->shape == data::Shape::areas && std::find(visible.begin(), visible.end(), layer->source.id) != visible.end())
      out.push_back({&layer->table->areas, 0, layer->table->areas.size()});
  return out;
}

bool reaches_into(const Patch& patch, const data::Box& box) {
  for (std::size_t row = patch.first; row < patch.end; ++row)
    if (data::reaches_into(*patch.areas, row, box)) return true;
  return false;
}

void place_map_and_furniture(PagePlan& plan, const Canvas& canvas, const data::Loaded& loaded, const PageContent& page,
                             const PageSpec& spec) {
  const std::string& crs = loaded.dataset->project.crs;
  const data::MapFurniture& wanted = spec.design->map;
  const bool numeric = wanted.numeric_scale && spec.on_paper();
  const Ground focus(spec.area ? std::vector<Patch>{} : outline_of(*loaded.dataset->units, page.focus), page.box);
  plan.place = place_map(focus, {.box = page.box,
                                 .frame = plan.map,
                                 .scale = canvas.scale(),
                                 .legend = wanted.legend ? legend_size(canvas, page.legend, std::min(300.0, 0.45 * plan.map.w)) : Size{},
                                 .scale_bar = wanted.scale_bar ? scale_bar_size(numeric) : Size{},
                                 .north = wanted.north ? north_size : Size{},
                                 .locator = wanted.locator ? locator_size(*loaded.dataset->units, page, spec.area.has_value()) : Size{},
                                 .metres_per_unit = metres_per_unit(crs, page.box.centre(), page.box.width()),
                                 .dpi = spec.on_paper() ? spec.dpi : 0});
  // The map may have moved in its frame to make room: the bar is true where its middle came to lie.
  const layers::View& view = plan.place.view;
  plan.place.ground_per_pixel = view.metres_per_pixel * canvas.scale() * metres_per_unit(crs, view.centre, page.box.width());
}

/// A page whose legend is cut off would pass for a whole one; one whose scale bar lies on it cannot be read.
void require_room(const PagePlan& plan, const PageSpec& spec) {
  const std::array pieces{plan.place.legend, plan.place.scale_bar, plan.place.north, plan.place.locator};
  const auto fits = [&](const Rect& piece) {
    return piece.h <= 0 || (plan.map.contains(piece, 0.5) && std::none_of(pieces.begin(), pieces.end(), [&](const Rect& other) {
                              return &other != &piece && other.h > 0 && piece.intersects(other);
                            }));
  };
  if (!std::all_of(pieces.begin(), pieces.end(), fits))
    throw data::Error({.what = data::trf("The map of the layout '{}' has no room for its legend and scale", spec.design->id),
                       .hint = data::tr("choose a larger page, or give the map more room in the layout")});
}

/// What lies over something drawn gets a ground of its own.
void box_furniture(PagePlan& plan, double scale, const data::Loaded& loaded, const std::vector<std::string>& visible) {
  const layers::View& view = plan.place.view;
  const std::vector<Patch> drawn = drawn_patches(loaded, visible);
  const bool basemap = shows_basemap(*loaded.dataset, visible);
  const auto lies_over = [&](const Rect& rect) {
    if (rect.w <= 20 || rect.h <= 20) return false;
    const data::Point low = view.to_map({(rect.x - plan.map.x) * scale, (rect.bottom() - plan.map.y) * scale});
    const data::Point high = view.to_map({(rect.right() - plan.map.x) * scale, (rect.y - plan.map.y) * scale});
    const data::Box box{low.x, low.y, high.x, high.y};
    return basemap || std::any_of(drawn.begin(), drawn.end(), [&](const Patch& patch) { return reaches_into(patch, box); });
  };
  plan.legend_boxed = lies_over(plan.place.legend.inset(-6)), plan.bar_boxed = lies_over(plan.place.scale_bar.inset(-6));
  plan.north_boxed = lies_over(plan.place.north.inset(-4)), plan.locator_boxed = lies_over(plan.place.locator.inset(-6));
}

}  // namespace

bool shows_basemap(const data::Dataset& dataset, const std::vector<std::string>& visible) {
  return std::any_of(dataset.rasters.begin(), dataset.rasters.end(),
                     [&](const auto& raster) { return std::find(visible.begin(), visible.end(), raster->source.id) != visible.end(); });
}

void frame_on_whole_pixels(PagePlan& plan, double scale) {
  const Rect& frame = plan.frame;
  const auto snapped = [&](double v) { return std::round(v * scale) / scale; };
  plan.map = {snapped(frame.x), snapped(frame.y), snapped(frame.right()) - snapped(frame.x), snapped(frame.bottom()) - snapped(frame.y)};
  layers::View& view = plan.place.view;
  const layers::View& design = plan.place.design;
  view.width = std::max(1, static_cast<int>(std::lround(plan.map.w * scale)));
  view.height = std::max(1, static_cast<int>(std::lround(plan.map.h * scale)));
  const double right = plan.map.x + plan.map.w / 2 - frame.x - frame.w / 2, down = plan.map.y + plan.map.h / 2 - frame.y - frame.h / 2;
  view.centre = {design.centre.x + right * design.metres_per_pixel, design.centre.y - down * design.metres_per_pixel};
}

double unit_of(const PageSpec& spec, double scale) { return spec.on_paper() ? spec.dpi / 25.4 / scale : 1; }

double scale_of(const PageSpec& spec) {
  const double scale = std::min(spec.width, spec.height) / 1080.0 * spec.design->type_scale;
  return spec.on_paper() ? scale : std::max(scale, 10.0 / Type::note);
}

PagePlan plan_map(const Canvas& canvas, const data::Loaded& loaded, const PageContent& page, const PageSpec& spec) {
  const data::PageLayout& design = *spec.design;
  PagePlan plan;
  plan.page = {0, 0, spec.width / canvas.scale(), spec.height / canvas.scale()};
  const double shape = plan.page.w / plan.page.h;
  const bool furnished = page.choropleth && !page.others.empty();  // a very wide page has columns to fill
  const data::LayoutNode& body = shape < 1 && design.tall                         ? *design.tall
                                 : shape >= wide_from && design.wide && furnished ? *design.wide
                                                                                  : design.body;
  const double unit = unit_of(spec, canvas.scale());
  const bool by_decree = spec.official && !design.official;  // asked for on the command line: the decree's margins hold too
  const double top = (by_decree ? data::official_top : design.top) * unit, right = (by_decree ? data::official_right : design.right) * unit,
               bottom = (by_decree ? data::official_bottom : design.bottom) * unit,
               left = (by_decree ? data::official_left : design.left) * unit;
  arrange(plan, canvas, page, spec, body, {left, top, plan.page.w - left - right, plan.page.h - top - bottom});
  // What is worked out from the frame is the same at every size that the page is drawn at, and so it is whole design pixels.
  const Rect m = plan.map;
  plan.frame =
      plan.map = {std::round(m.x), std::round(m.y), std::round(m.right()) - std::round(m.x), std::round(m.bottom()) - std::round(m.y)};
  place_map_and_furniture(plan, canvas, loaded, page, spec);
  require_room(plan, spec);
  frame_on_whole_pixels(plan, canvas.scale());
  return plan;
}

PagePlan plan_page(const Canvas& canvas, const data::Loaded& loaded, const std::vector<std::string>& visible, const PageContent& page,
                   const PageSpec& spec) {
  PagePlan plan = plan_map(canvas, loaded, page, spec);
  box_furniture(plan, canvas.scale(), loaded, visible);
  return plan;
}

}  // namespace viewer
