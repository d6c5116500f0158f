#include "layers/palette.h"

namespace layers {

const Theme& dark_theme() {
  static const Theme theme{
      .id = "dark",
      .ground = rgb(0x0A0F1A), .panel = rgb(0x101A2B), .panel_raised = rgb(0x16233A), .line = rgb(0x1D2A40),
      .text = rgb(0xE6EDF7), .quiet = rgb(0x93A1B8), .accent = rgb(0x2D6CDF), .notice = rgb(0xE9B949),
      .map_ground = rgb(0x0A0F1A), .land = rgb(0x1A2740), .border_inner = rgb(0x0A0F1A, 0.85F), .border_outer = rgb(0xE6EDF7, 0.9F),
      .hover = rgb(0xFFFFFF, 0.95F), .selected = rgb(0xFFD34D), .label = rgb(0xFFFFFF), .label_halo = rgb(0x0A0F1A, 0.92F),
      .label_plate = rgb(0x0A0F1A, 0.9F),
      .no_data = rgb(0x232E42), .no_data_hatch = rgb(0x4A5670),
      .connected = rgb(0xF4F8FF), .unconnected = rgb(0xFF9D2E), .point_plain = rgb(0xF4F8FF),
      .stages = {rgb(0xB9A6FF), rgb(0x8C7BFF), rgb(0xE7DBFF)},
      .met = rgb(0x56B4E9), .behind = rgb(0xE69F00), .missed = rgb(0xE8743B), .none = rgb(0x7F8CA3),
      .below = {rgb(0x8C3D05), rgb(0xC8690F), rgb(0xF0A44B)}, .above = {rgb(0x8FC3E8), rgb(0x4B93CF), rgb(0x2763A8)},
      .steps = {rgb(0x24415F), rgb(0x2F6389), rgb(0x4B8CB4), rgb(0x82B7D6), rgb(0xC3E1F0)},
      .fibre = rgb(0x2BC4B4), .mobile_3g = rgb(0x8FA3BF), .mobile_4g = rgb(0x6FA8FF), .mobile_5g = rgb(0xCC79A7), .coverage_other = rgb(0xB7C3D6)};
  return theme;
}

const Theme& light_theme() {
  static const Theme theme{
      .id = "light",
      .ground = rgb(0xEEF2F7), .panel = rgb(0xFFFFFF), .panel_raised = rgb(0xF4F7FB), .line = rgb(0xD5DDE8),
      .text = rgb(0x14202F), .quiet = rgb(0x55647A), .accent = rgb(0x1F5FD0), .notice = rgb(0x9A5B00),
      .map_ground = rgb(0xFFFFFF), .land = rgb(0xE6ECF3), .border_inner = rgb(0xFFFFFF, 0.9F), .border_outer = rgb(0x1B2A3F, 0.9F),
      .hover = rgb(0x14202F, 0.95F), .selected = rgb(0xC2185B), .label = rgb(0x101A2B), .label_halo = rgb(0xFFFFFF, 0.92F),
      .label_plate = rgb(0xFFFFFF, 0.9F),
      .no_data = rgb(0xF0F2F5), .no_data_hatch = rgb(0xA9B4C4),
      .connected = rgb(0x123A6B), .unconnected = rgb(0xB33C00), .point_plain = rgb(0x14202F),
      .stages = {rgb(0x7A5BD0), rgb(0x5B3FB8), rgb(0x3A1F8C)},
      .met = rgb(0x1F6FB2), .behind = rgb(0x9A6700), .missed = rgb(0xB8470F), .none = rgb(0x6B778A),
      .below = {rgb(0x8C3D05), rgb(0xC8690F), rgb(0xF0A44B)}, .above = {rgb(0x8FC3E8), rgb(0x4B93CF), rgb(0x2763A8)},
      .steps = {rgb(0xD3E6F2), rgb(0xA6CCE3), rgb(0x6CA9CF), rgb(0x3A7DB0), rgb(0x1D4F82)},
      .fibre = rgb(0x0E8A7D), .mobile_3g = rgb(0x6B7A90), .mobile_4g = rgb(0x2F6FDB), .mobile_5g = rgb(0xA8437C), .coverage_other = rgb(0x5A6B82)};
  return theme;
}

Colour Theme::of(data::Verdict verdict) const {
  switch (verdict) {
    case data::Verdict::met:
    case data::Verdict::on_track: return met;
    case data::Verdict::behind: return behind;
    case data::Verdict::missed: return missed;
    case data::Verdict::not_computable:
    case data::Verdict::no_data: return none;
  }
  return none;
}

}  // namespace layers
