// Light on heights: how bright the ground is where it slopes.
#pragma once

#include <vector>

namespace data {

/// Where the light comes from, in degrees clockwise from north and above the horizon. `z_factor` exaggerates the heights, or turns
/// their unit into metres (0.3048 for feet).
struct Hillshade {
  double azimuth = 315, altitude = 45, z_factor = 1;
  bool operator==(const Hillshade&) const = default;
};

/// The cosine of the angle between the light and the ground, 0 (in shadow) to 1, for each of size x size cells, top row first.
/// `heights` has one more cell on each side; `cell` is the side of a cell in metres. NaN is no height, and gives NaN; a neighbour
/// without one counts as level with the middle.
/// Slopes by B. K. P. Horn, "Hill shading and the reflectance map", Proceedings of the IEEE 69 (1981), as gdaldem takes them.
std::vector<float> hillshade(const std::vector<float>& heights, int size, double cell, const Hillshade& light);

/// What ground without slope gets: the sine of the light's altitude.
float level_ground(const Hillshade& light);

}  // namespace data
