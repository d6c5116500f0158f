// A smooth field, its bays closed by distance, cut at the level that gives the wanted area, and then bent by noise.
#include "data/sample/outline.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "data/sample/pieces.h"

namespace data {
namespace {

constexpr double negligible = -30;  ///< a power whose exponential adds nothing
constexpr double bay = 0.9;         ///< half the width of the bays that are closed, in sides of a typical commune

/// What one commune adds to the field: exp(power), 1 on the rim of a disc of its area.
struct Bump {
  Point centre;
  double disc = 0, softness = 0;  ///< m²

  double power(double dx, double dy) const { return (disc - dx * dx - dy * dy) / softness; }
};

/// Small communes fall off more steeply, or a coast of small ones would swell far out to sea; not in full proportion, or
/// they would be left standing alone.
std::vector<Bump> raise_bumps(const std::vector<MosaicSite>& sites, double typical) {
  std::vector<Bump> bumps;
  for (const MosaicSite& site : sites)
    bumps.push_back({.centre = site.centre,
                     .disc = site.area_m2 / std::numbers::pi,
                     .softness = std::pow(0.62 * typical, 2) * std::pow(site.area_m2 / (typical * typical), 2.0 / 3)});
  return bumps;
}

/// Squared distance, in cells, of every cell to the nearest one where `mask` equals `value`: two passes of parabolas.
std::vector<float> squared_distance(const Mosaic& mosaic, const std::vector<std::uint16_t>& mask, std::uint16_t value) {
  constexpr float far = 1e12F;
  std::vector<float> field(mask.size());
  for (std::size_t i = 0; i < mask.size(); ++i) field[i] = mask[i] == value ? 0 : far;
  std::vector<float> line, out;
  std::vector<int> peak;
  std::vector<float> from;
  const auto pass = [&](int count, std::size_t start, std::size_t stride) {
    const auto n = static_cast<std::size_t>(count);
    line.resize(n), peak.resize(n), from.resize(n + 1);
    for (std::size_t i = 0; i < n; ++i) line[i] = field[start + i * stride];
    std::size_t last = 0;
    peak[0] = 0, from[0] = -far, from[1] = far;
    for (int q = 1; q < count; ++q) {
      float meet = 0;
      for (;; --last) {
        const int p = peak[last];
        meet = ((line[static_cast<std::size_t>(q)] - line[static_cast<std::size_t>(p)]) + static_cast<float>(q * q - p * p)) /
               static_cast<float>(2 * (q - p));
        if (meet > from[last] || last == 0) break;
      }
      if (meet > from[last]) ++last;
      peak[last] = q, from[last] = last ? meet : -far, from[last + 1] = far;
    }
    std::size_t at = 0;
    for (int q = 0; q < count; ++q) {
      while (at < last && from[at + 1] < static_cast<float>(q)) ++at;
      const auto away = static_cast<float>(q - peak[at]);
      field[start + static_cast<std::size_t>(q) * stride] = away * away + line[static_cast<std::size_t>(peak[at])];
    }
  };
  for (int x = 0; x < mosaic.width; ++x) pass(mosaic.height, mosaic.index(x, 0), static_cast<std::size_t>(mosaic.width));
  for (int y = 0; y < mosaic.height; ++y) pass(mosaic.width, mosaic.index(0, y), 1);
  return field;
}

/// Closes bays narrower than twice `radius` cells.
void close_bays(Mosaic& mosaic, double radius) {
  const auto reach = static_cast<float>(radius * radius);
  const std::vector<float> to_inside = squared_distance(mosaic, mosaic.label, 1);
  std::vector<std::uint16_t> grown(mosaic.label.size());
  for (std::size_t i = 0; i < grown.size(); ++i) grown[i] = to_inside[i] <= reach;
  const std::vector<float> to_outside = squared_distance(mosaic, grown, 0);
  for (std::size_t i = 0; i < grown.size(); ++i) mosaic.label[i] = mosaic.label[i] || to_outside[i] > reach;
}

}  // namespace

void draw_outline(Mosaic& mosaic, const std::vector<MosaicSite>& sites, const std::vector<Point>& warped, double typical) {
  const std::vector<Bump> bumps = raise_bumps(sites, typical);
  std::vector<float> field(mosaic.label.size());
  std::vector<Bump> in_reach;
  for (int y = 0; y < mosaic.height; ++y) {
    const double at_y = mosaic.origin.y + (y + 0.5) * mosaic.cell;
    in_reach.clear();
    for (const Bump& bump : bumps)
      if (bump.power(0, at_y - bump.centre.y) > negligible) in_reach.push_back(bump);
    for (int x = 0; x < mosaic.width; ++x) {
      const double at_x = mosaic.origin.x + (x + 0.5) * mosaic.cell;
      double sum = 0;
      for (const Bump& bump : in_reach) {
        const double power = bump.power(at_x - bump.centre.x, at_y - bump.centre.y);
        if (power > negligible) sum += std::exp(power);
      }
      field[mosaic.index(x, y)] = static_cast<float>(sum > 0 ? std::log(sum) : -100.0);
    }
  }
  double wanted = 0;
  for (const MosaicSite& site : sites) wanted += site.area_m2 / (mosaic.cell * mosaic.cell);
  float low = -8, high = 8;
  for (int step = 0; step < 10; ++step) {
    const float level = (low + high) / 2;
    for (std::size_t i = 0; i < field.size(); ++i) mosaic.label[i] = field[i] > level ? 1 : 0;
    close_bays(mosaic, bay * typical / mosaic.cell);
    const auto inside = static_cast<double>(std::count(mosaic.label.begin(), mosaic.label.end(), 1));
    (inside > wanted ? low : high) = level;
  }
  // Warped last, so that closed bays get their share of the detail.
  const std::vector<std::uint16_t> plain_mask = mosaic.label;
  std::vector<std::uint16_t>& cells = mosaic.label;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const int x = static_cast<int>(std::floor((warped[i].x - mosaic.origin.x) / mosaic.cell));
    const int y = static_cast<int>(std::floor((warped[i].y - mosaic.origin.y) / mosaic.cell));
    cells[i] = x >= 0 && y >= 0 && x < mosaic.width && y < mosaic.height ? plain_mask[mosaic.index(x, y)] : 0;
  }
  keep_largest_piece(mosaic, cells, 1, [&](std::size_t i) { cells[i] = 0; });
  keep_largest_piece(mosaic, cells, 0, [&](std::size_t i) { cells[i] = 1; });
}

}  // namespace data
