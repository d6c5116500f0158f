#include "viewer/page/page_size.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/text.h"

namespace viewer {

std::pair<int, int> parse_size(const std::string& text) {
  const std::size_t cross = text.find_first_of("xX");
  int width = 0, height = 0;
  const auto whole = [](const char* begin, const char* end, int& value) {
    const auto [stop, code] = std::from_chars(begin, end, value);
    return code == std::errc{} && stop == end;
  };
  if (cross == std::string::npos || !whole(text.data(), text.data() + cross, width) ||
      !whole(text.data() + cross + 1, text.data() + text.size(), height) || width < 1 || height < 1)
    throw data::Error({.what = data::trf("The size '{}' is not understood", text),
                       .hint = data::tr("write it as WIDTHxHEIGHT in pixels such as 1920x1080, as screens such as 3x2@1920x1080, or as paper such as a4 or a3-portrait")});
  return {width, height};
}

namespace {

/// "3x2@1920x1080": so many screens across and down, of that many pixels each.
bool set_wall(PageSpec& page, const std::string& text) {
  const std::size_t at = text.find('@');
  if (at == std::string::npos) return false;
  const auto [across, down] = parse_size(text.substr(0, at));
  const auto [width, height] = parse_size(text.substr(at + 1));
  const std::int64_t wide = std::int64_t{across} * width, high = std::int64_t{down} * height;
  if (std::max(wide, high) > longest_side)
    throw data::Error({.what = data::trf("The size '{}' is not understood", text), .hint = data::trf("a page is at most {} pixels a side", longest_side)});
  page.width = static_cast<int>(wide), page.height = static_cast<int>(high);
  return true;
}

/// "a3", "a3-portrait": paper, lying unless it is said to stand, at the dpi asked for or 150.
bool set_paper(PageSpec& page, const std::string& text) {
  const std::string name = data::fold(text), upright = "-portrait", lying = "-landscape";
  const bool stands = name.ends_with(upright);
  const std::string bare = stands ? name.substr(0, name.size() - upright.size()) : name.ends_with(lying) ? name.substr(0, name.size() - lying.size()) : name;
  const auto* paper = std::find_if(papers.begin(), papers.end(), [&](const Paper& p) { return bare == p.name; });
  if (paper == papers.end()) return false;
  page.width_mm = stands ? paper->width_mm : paper->height_mm, page.height_mm = stands ? paper->height_mm : paper->width_mm;
  if (page.dpi <= 0) page.dpi = 150;
  page.width = static_cast<int>(std::lround(page.width_mm / 25.4 * page.dpi)), page.height = static_cast<int>(std::lround(page.height_mm / 25.4 * page.dpi));
  return true;
}

}  // namespace

void set_size(PageSpec& page, const std::string& text, bool choose_layout) {
  const bool wall = set_wall(page, text), paper = !wall && set_paper(page, text);
  if (!wall && !paper) std::tie(page.width, page.height) = parse_size(text);
  if (!choose_layout || page.bare) return;
  if (wall) page.layout = "wall";
  if (paper) page.layout = std::max(page.width_mm, page.height_mm) > 297 ? "a3" : page.width_mm < page.height_mm ? "a4-portrait" : "a4";
}

}  // namespace viewer
