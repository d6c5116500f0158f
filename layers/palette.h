// Every colour of the program, in two themes: dark for the wall, light for the desk and for print.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "data/model/scorecard.h"

namespace layers {

/// Straight RGBA, 0..1.
using Colour = std::array<float, 4>;

/// 0xRRGGBB with an opacity.
constexpr Colour rgb(std::uint32_t hex, float alpha = 1.0F) {
  return {static_cast<float>(hex >> 16 & 255U) / 255.0F, static_cast<float>(hex >> 8 & 255U) / 255.0F, static_cast<float>(hex & 255U) / 255.0F, alpha};
}
constexpr Colour faded(Colour c, float alpha) { return {c[0], c[1], c[2], c[3] * alpha}; }

struct Theme {
  std::string_view id;
  // The screen.
  Colour ground, panel, panel_raised, line, text, quiet, accent, notice;
  // The map.
  Colour map_ground, land, border_inner, border_outer, hover, selected, label, label_halo, label_plate, no_data, no_data_hatch;
  // Points: connected / not connected, and address stages collected, notified, sign fixed.
  Colour connected, unconnected, point_plain;
  std::array<Colour, 3> stages;
  // Verdicts, by data::Verdict.
  Colour met, behind, missed, none;
  // Around a target: three below (worst first), three above (nearest first). Without one: five steps, low to high.
  std::array<Colour, 3> below, above;
  std::array<Colour, 5> steps;
  // Coverage by technology.
  Colour fibre, mobile_3g, mobile_4g, mobile_5g, coverage_other;

  Colour of(data::Verdict verdict) const;
};

const Theme& dark_theme();
const Theme& light_theme();

}  // namespace layers
