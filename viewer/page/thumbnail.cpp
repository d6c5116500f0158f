#include "viewer/page/thumbnail.h"

#include <cmath>

#include "viewer/page/export_impl.h"
#include "viewer/page/sketch.h"

namespace viewer {

data::Image thumbnail_of(const Sheet& sheet, layers::Map& map, int width, const ExportOptions& options) {
  const Size points = points_of(sheet.spec);
  const double scale = width / points.w;
  const Sketch sketch(width, static_cast<int>(std::lround(points.h * scale)));
  cairo_scale(sketch.cr.get(), scale, scale);
  draw_in_points(sketch.cr.get(), sheet, map, options);
  return image_of(sketch);
}

}  // namespace viewer
