#include "layers/stripes.h"

#include <cmath>

namespace layers {

double Stripes::slope() const { return std::hypot(across_x, across_y); }

Stripes no_data_stripes(const Theme& theme) { return {theme.no_data_hatch, 1, 1, 7, 1.683}; }

std::vector<std::array<data::Point, 2>> middle_lines(const Stripes& stripes, const data::Box& box, data::Point pin, double scale) {
  std::vector<std::array<data::Point, 2>> out;
  const double slope = stripes.slope(), period = stripes.period * scale;
  const data::Point middle = box.centre(), across{stripes.across_x / slope, -stripes.across_y / slope};
  const double half = std::hypot(box.width(), box.height()) / 2;
  const double reach =
      (std::abs(stripes.across_x) * box.width() + std::abs(stripes.across_y) * box.height()) / 2 + stripes.width * scale * slope / 2;
  const double at_middle = stripes.across_x * (middle.x - pin.x) - stripes.across_y * (middle.y - pin.y);
  for (double k = std::ceil((at_middle - reach) / period - 0.5); (k + 0.5) * period <= at_middle + reach; ++k) {
    const double off = ((k + 0.5) * period - at_middle) / slope;
    const data::Point on{middle.x + off * across.x, middle.y + off * across.y};
    out.push_back(
        {data::Point{on.x + half * across.y, on.y - half * across.x}, data::Point{on.x - half * across.y, on.y + half * across.x}});
  }
  return out;
}

}  // namespace layers
