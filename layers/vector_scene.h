// What a map shows as shapes instead of pixels: for paper and for files that are drawn again at any size. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "layers/mark_shape.h"
#include "layers/palette.h"
#include "layers/stripes.h"
#include "layers/topology.h"

namespace layers {

/// One area and its colour; its rings in map units, filled by the even-odd rule.
struct PaintedArea {
  std::vector<std::vector<data::Point>> rings;
  Colour colour{};                  ///< without any opacity: stripes alone
  std::optional<Stripes> stripes{};
};

/// Areas beside each other, then their stripes. Opaque ones share their borders without a gap.
struct PaintedAreas {
  std::vector<PaintedArea> areas;
};

struct PaintedLines {
  std::vector<Polyline> lines;
  Colour colour{};
  double width = 1;  ///< design pixels
};

/// One point; shaders/point_mark.frag draws the same.
struct PaintedMark {
  data::Point at;
  MarkShape shape = MarkShape::disc;
  bool hollow = false;
  double size = 5;  ///< across, design pixels, with its casing
  double band = 1;  ///< how wide the rim of a hollow one is
  Colour colour{};
};
struct PaintedMarks {
  std::vector<PaintedMark> marks;
  Colour casing{};
};

using Painted = std::variant<PaintedAreas, PaintedLines, PaintedMarks>;

/// Beyond these a picture is quicker to write and to show. Measured on two cores: 400 000 corners are 2.6 MB of PDF, written in 1.6 s and
/// shown by poppler in 2.7; 20 000 marks 1.2 MB, 1.5 s and 1.1. A province with its coverage has 46 000 to 73 000 corners on an A4 at 150 dpi.
struct VectorLimits {
  std::size_t corners = 400'000;
  std::size_t marks = 20'000;
};

/// In drawing order. What cannot be shapes (pictures, counts, more than the limits) is left to pixels.
struct VectorScene {
  bool ground_whole = true;     ///< false: what lies below the borders has to be a picture, and `ground` is of no use
  std::vector<Painted> ground;  ///< units, coverage, points
  std::vector<Painted> borders;
  std::size_t corners = 0, marks = 0;  ///< of the ground
};

/// The areas simplified as fill_mesh does it, those beyond `extent` left out; `colour_of(row)` is asked for each row that stays.
template <typename ColourOf>
PaintedAreas painted_areas(const data::Areas& areas, double tolerance, const data::Box& extent, const ColourOf& colour_of) {
  PaintedAreas out;
  const Topology topology = simplified(areas, tolerance);
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (areas.first_polygon[row] == areas.first_polygon[row + 1] || !areas.box(row).intersects(extent)) continue;
    PaintedArea area = colour_of(row);
    for (std::uint32_t r = areas.ring_begin(row); r < areas.ring_end(row); ++r) area.rings.push_back(ring_points(areas, &topology, r));
    out.areas.push_back(std::move(area));
  }
  return out;
}

/// Lines that touch `extent` at all.
std::vector<Polyline> lines_within(std::vector<Polyline> lines, const data::Box& extent);

std::size_t corners_of(const PaintedAreas& areas);
std::size_t corners_of(const PaintedLines& lines);

}  // namespace layers
