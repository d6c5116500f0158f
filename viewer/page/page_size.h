// Sizes of pages as people write them.
#pragma once

#include <array>
#include <string>
#include <utility>

#include "viewer/page/page.h"

namespace viewer {

/// "1920x1080". Throws data::Error for anything else.
std::pair<int, int> parse_size(const std::string& text);

/// Paper that a size may name, upright.
struct Paper {
  const char* name;
  double width_mm, height_mm;
};
inline constexpr std::array papers{Paper{"a5", 148, 210}, Paper{"a4", 210, 297}, Paper{"a3", 297, 420},
                                   Paper{"a2", 420, 594}, Paper{"a1", 594, 841}, Paper{"a0", 841, 1189}};

/// "1920x1080", "3x2@1920x1080" (a wall of screens), "a3-portrait". With `choose_layout` a wall of screens and a sheet of paper bring
/// the layout made for them. Throws data::Error for anything else, and for a wall that is too large.
void set_size(PageSpec& page, const std::string& text, bool choose_layout);

}  // namespace viewer
