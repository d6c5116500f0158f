// Areas as paths of Cairo.
#pragma once

#include <cairo.h>

#include <cmath>

#include "data/source/geometry.h"

namespace viewer {

/// Adds the rings of a row to the path. `place(point)`: where a point of the map lies on the page; corners nearer than `apart` to the one
/// before are left out.
template <typename Place>
void add_rings(cairo_t* cr, const data::Areas& areas, std::size_t row, const Place& place, double apart = 0) {
  for (std::uint32_t ring = areas.ring_begin(row); ring < areas.ring_end(row); ++ring) {
    cairo_new_sub_path(cr);
    data::Point last{-1e9, -1e9};
    for (std::uint32_t v = areas.first_vertex[ring]; v < areas.first_vertex[ring + 1]; ++v) {
      const data::Point at = place(data::Point{areas.x[v], areas.y[v]});
      if (std::abs(at.x - last.x) + std::abs(at.y - last.y) < apart) continue;
      cairo_line_to(cr, at.x, at.y);
      last = at;
    }
    cairo_close_path(cr);
  }
}

}  // namespace viewer
