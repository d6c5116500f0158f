#include "viewer/page/thumbnail.h"

#include <algorithm>
#include <cmath>

#include "viewer/page/export_impl.h"
#include "viewer/page/sketch.h"

namespace viewer {
namespace {

/// The plan stays as it is, in design pixels; of these there are `share` as many device pixels.
Sheet resized(Sheet sheet, double share) {
  PageSpec& spec = sheet.spec;
  const auto pixels = [&](double whole) { return std::max(1, static_cast<int>(std::lround(whole * share))); };
  spec.width = pixels(spec.width), spec.height = pixels(spec.height), spec.dpi *= share;
  sheet.scale *= share;
  layers::View& view = sheet.plan.place.view;
  view.metres_per_pixel /= share, view.pixel_ratio *= share;
  frame_on_whole_pixels(sheet.plan, sheet.scale);
  return sheet;
}

}  // namespace

data::Image thumbnail_of(const Sheet& sheet, layers::Map& map, int width, const ExportOptions& options) {
  const Size points = points_of(sheet.spec);
  const double scale = width / points.w;
  const Sketch sketch(width, static_cast<int>(std::lround(points.h * scale)));
  cairo_scale(sketch.cr.get(), scale, scale);
  draw_in_points(sketch.cr.get(), sheet, map, options);
  return image_of(sketch);
}

data::Image preview_of(const Sheet& sheet, layers::Map& map, int width, int height) {
  const Sheet small =
      resized(sheet, std::min({1.0, static_cast<double>(width) / sheet.spec.width, static_cast<double>(height) / sheet.spec.height}));
  tune_map(small, map);
  layers::PartRenderer renderer = map_renderer(small, map);
  return draw_part(small, &renderer, 0, 0, small.spec.width, small.spec.height);
}

}  // namespace viewer
