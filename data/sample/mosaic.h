// A province laid out as a raster of commune numbers: every commune round its real centre, with its real area.
// Schematic: only centres and areas are real, the lines between are invented, and look like lines that people drew.
#pragma once

#include <cstdint>
#include <vector>

#include "data/source/geometry.h"

namespace data {

struct MosaicSite {
  Point centre;
  double area_m2 = 0;
  std::size_t district = 0;
};

struct Mosaic {
  static constexpr std::uint16_t outside = 0;  ///< other labels are the site's index + 1

  int width = 0, height = 0;
  double cell = 0;                   ///< metres
  Point origin;                      ///< the lower left corner of cell (0, 0)
  std::vector<std::uint16_t> label;  ///< row by row from below

  std::uint16_t at(int x, int y) const { return x < 0 || y < 0 || x >= width || y >= height ? outside : label[index(x, y)]; }
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
  }
};

/// Every label but `outside` is one connected piece, and no two cells of one commune, of one district or of the
/// province meet in a corner only, so that borders have a clear course everywhere.
Mosaic make_mosaic(const std::vector<MosaicSite>& sites, std::uint64_t seed);

}  // namespace data
