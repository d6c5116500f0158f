// A picture on the ground, for tests that have no GDAL at hand: a PNG and its world file.
#pragma once

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "data/image.h"
#include "data/source/write_whole.h"
#include "tests/support/scratch.h"

namespace support {

/// NAME.png and NAME.pgw: `size` x `size` pixels of one colour, from `left`, `top` downwards, each `step` wide.
inline void write_picture(const Scratch& scratch, const std::string& name, std::array<int, 3> colour, double left, double top, double step,
                          int size) {
  data::Image image(size, size);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = static_cast<std::uint8_t>(i % 4 == 3 ? 255 : colour[i % 4]);
  const std::vector<std::uint8_t> png = data::encode_png(image);
  scratch.write(name + ".png", {png.begin(), png.end()});
  scratch.write(name + ".pgw", fmt::format("{0}\n0\n0\n-{0}\n{1}\n{2}\n", step, left + step / 2, top - step / 2));
}

}  // namespace support
