#include "data/source/hillshade.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace data {
namespace {

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

}  // namespace

std::vector<float> hillshade(const std::vector<float>& heights, int size, double cell, const Hillshade& light) {
  const double up = std::sin(radians(light.altitude)), flat = std::cos(radians(light.altitude));
  const double east = flat * std::sin(radians(light.azimuth)), north = flat * std::cos(radians(light.azimuth));
  const double rise = light.z_factor / (8 * cell);
  const auto across = static_cast<std::size_t>(size) + 2;
  std::vector<float> out(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  for (std::size_t y = 0; y < across - 2; ++y)
    for (std::size_t x = 0; x < across - 2; ++x) {
      const float* above = heights.data() + y * across + x;
      const float middle = above[across + 1];
      const auto at = [&](std::size_t dx, std::size_t dy) {
        const float height = above[dy * across + dx];
        return static_cast<double>(std::isnan(height) ? middle : height);
      };
      const double to_east = rise * (at(2, 0) + 2 * at(2, 1) + at(2, 2) - at(0, 0) - 2 * at(0, 1) - at(0, 2));
      const double to_north = rise * (at(0, 0) + 2 * at(1, 0) + at(2, 0) - at(0, 2) - 2 * at(1, 2) - at(2, 2));
      const double lit = (up - east * to_east - north * to_north) / std::sqrt(1 + to_east * to_east + to_north * to_north);
      out[y * (across - 2) + x] = std::isnan(middle) ? middle : static_cast<float>(std::max(0.0, lit));
    }
  return out;
}

float level_ground(const Hillshade& light) { return static_cast<float>(std::sin(radians(light.altitude))); }

}  // namespace data
