#include "viewer/page/sketch.h"

#include <cstddef>
#include <cstdint>

#include "data/source/share_out.h"

namespace viewer {

data::Image image_of(const Sketch& sketch) {
  cairo_surface_t* surface = sketch.surface.get();
  cairo_surface_flush(surface);
  data::Image out(cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface));
  const unsigned char* rows = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  data::share_out_rows(out.width, out.height, [&](int first, int end) {
    for (int y = first; y < end; ++y) {
      const auto* in = reinterpret_cast<const std::uint32_t*>(rows + static_cast<std::ptrdiff_t>(y) * stride);
      std::uint8_t* to = out.at(0, y);
      for (int x = 0; x < out.width; ++x, to += 4) {
        to[0] = static_cast<std::uint8_t>(in[x] >> 16), to[1] = static_cast<std::uint8_t>(in[x] >> 8),
        to[2] = static_cast<std::uint8_t>(in[x]);
        to[3] = 255;
      }
    }
  });
  return out;
}

}  // namespace viewer
