// Sizes of pages as people write them.
#pragma once

#include <string>
#include <utility>

#include "viewer/page/page.h"

namespace viewer {

/// "1920x1080". Throws data::Error for anything else.
std::pair<int, int> parse_size(const std::string& text);

/// "1920x1080", "3x2@1920x1080" (a wall of screens), "a3-portrait". With `choose_layout` a wall of screens and a sheet of paper bring
/// the layout made for them. Throws data::Error for anything else, and for a wall that is too large.
void set_size(PageSpec& page, const std::string& text, bool choose_layout);

}  // namespace viewer
