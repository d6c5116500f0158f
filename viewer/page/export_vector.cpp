// A sheet in points, for the surfaces of Cairo that keep shapes.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "data/source/error.h"
#include "viewer/page/export_impl.h"
#include "viewer/page/vector_map.h"

namespace viewer {
namespace {

/// Beyond this a picture inside a document takes more memory than it is worth: 1 GB on its way through Cairo.
constexpr double most_pixels = 120e6;
constexpr int widest = 32767;  ///< of one of Cairo's pictures

void paint_ground(Canvas& canvas, const Sheet& sheet, layers::Map& map, unsigned threads) {
  const layers::View& view = sheet.plan.place.view;
  if (static_cast<double>(view.width) * view.height > most_pixels || std::max(view.width, view.height) > widest)
    throw data::Error(
        {.what = data::trf("The map of {0} x {1} pixels is too large for a picture inside a document", view.width, view.height),
         .hint = data::tr("choose fewer dpi, or write a PNG")});
  layers::PartRenderer renderer(map, view, *sheet.spec.theme, layers::DrawUpTo::ground, threads);
  const Rect& frame = sheet.plan.map;
  canvas.picture(frame.x, frame.y, renderer.draw(0, 0, view.width, view.height));
}

}  // namespace

void draw_in_points(cairo_t* cr, const Sheet& sheet, layers::Map& map, const ExportOptions& options) {
  tune_map(sheet, map);
  const double points_per_pixel = points_of(sheet.spec).w / sheet.spec.width;
  cairo_save(cr);
  cairo_scale(cr, points_per_pixel, points_per_pixel);
  {
    Canvas canvas(cr, sheet.scale, *sheet.spec.theme, nullptr, family_of(sheet.spec));
    const layers::View& view = sheet.plan.place.view;
    layers::finish_jobs(map, view, options.threads);
    const layers::VectorScene scene = map.describe(view, *sheet.spec.theme, options.vector);
    spdlog::debug("map of {} corners and {} marks: {}", scene.corners, scene.marks,
                  scene.ground_whole ? "shapes" : "a picture below its borders");
    draw_ground(canvas, sheet);
    if (scene.ground_whole) paint_scene(canvas, sheet.plan.map, view, scene.ground);
    else paint_ground(canvas, sheet, map, options.threads);
    paint_scene(canvas, sheet.plan.map, view, scene.borders);
    draw_page(canvas, sheet, nullptr);
  }
  cairo_restore(cr);
}

cairo_status_t CairoStream::write(void* self, const unsigned char* bytes, unsigned size) {
  auto& stream = *static_cast<CairoStream*>(self);
  if (stream.trouble_) return CAIRO_STATUS_WRITE_ERROR;
  try {
    stream.sink_(bytes, size);
    return CAIRO_STATUS_SUCCESS;
  } catch (...) {
    stream.trouble_ = std::current_exception();  // Cairo is C: nothing may fly through it
    return CAIRO_STATUS_WRITE_ERROR;
  }
}

void CairoStream::check(cairo_status_t status) const {
  if (trouble_) std::rethrow_exception(trouble_);
  if (status != CAIRO_STATUS_SUCCESS) throw data::Error({.what = data::tr("Cannot draw the page"), .why = cairo_status_to_string(status)});
}

}  // namespace viewer
