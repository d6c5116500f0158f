// Cairo's objects with owners.
#pragma once

#include <cairo.h>

#include <memory>

#include "data/image.h"
#include "data/source/error.h"
#include "data/source/i18n.h"

namespace viewer {

struct DestroySurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DestroyCairo {
  void operator()(cairo_t* cr) const { cairo_destroy(cr); }
};

using CairoSurface = std::unique_ptr<cairo_surface_t, DestroySurface>;
using Cairo = std::unique_ptr<cairo_t, DestroyCairo>;

/// Pixels to draw on. Throws data::Error when there is no memory for them.
struct Sketch {
  Sketch(int width, int height) : surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)), cr(cairo_create(surface.get())) {
    if (cairo_status(cr.get()) != CAIRO_STATUS_SUCCESS)
      throw data::Error({.what = data::tr("Cannot draw the page"), .why = cairo_status_to_string(cairo_status(cr.get()))});
  }
  CairoSurface surface;
  Cairo cr;
};

data::Image image_of(const Sketch& sketch);

}  // namespace viewer
