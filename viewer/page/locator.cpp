#include "viewer/page/locator.h"

#include <algorithm>

#include "viewer/page/map_place.h"
#include "viewer/page/rings.h"

namespace viewer {
namespace {

constexpr double longest = 118, shortest = 46, margin = 4;
constexpr double same_spot = 0.4;    ///< corners nearer to each other are one
constexpr double most_of_all = 0.6;  ///< a page that shows more than this of the whole needs no locator

}  // namespace

Size locator_size(const data::UnitSet& units, const PageContent& page, bool about_an_area) {
  const data::Box whole = box_of(units, 0);
  if ((page.focus == 0 && !about_an_area) || whole.empty() || outline_of(units, 0).empty()) return {};
  if (page.box.width() > most_of_all * whole.width() && page.box.height() > most_of_all * whole.height()) return {};
  const double scale = (longest - 2 * margin) / std::max(whole.width(), whole.height());
  return {std::max(shortest, whole.width() * scale + 2 * margin), std::max(shortest, whole.height() * scale + 2 * margin)};
}

void draw_locator(Canvas& canvas, const Rect& rect, const data::UnitSet& units, const PageContent& page, const data::Box& shown) {
  const layers::Theme& theme = canvas.theme();
  const data::Box whole = box_of(units, 0);
  const double scale = std::min((rect.w - 2 * margin) / whole.width(), (rect.h - 2 * margin) / whole.height());
  const auto draw_unit = [&](int unit, layers::Colour land, layers::Colour edge) {
    for (const Patch& patch : outline_of(units, unit))
      for (std::size_t row = patch.first; row < patch.end; ++row)
        add_rings(
            canvas.cairo(), *patch.areas, row,
            [&](data::Point p) {
              return data::Point{rect.x + margin + (p.x - whole.min_x) * scale, rect.y + margin + (whole.max_y - p.y) * scale};
            },
            same_spot);
    canvas.fill_path(land, edge, 1);
  };
  draw_unit(0, theme.land, theme.quiet);
  const data::Unit& focus = units.units[static_cast<std::size_t>(page.focus)];
  if (page.focus != 0 && focus.area_row >= 0) return draw_unit(page.focus, theme.accent, theme.accent);
  data::Box box = page.focus == 0 ? shown : focus.box;
  box = {std::max(box.min_x, whole.min_x), std::max(box.min_y, whole.min_y), std::min(box.max_x, whole.max_x),
         std::min(box.max_y, whole.max_y)};
  if (box.empty()) return;
  // Never smaller than can be seen.
  const double w = std::max(5.0, box.width() * scale), h = std::max(5.0, box.height() * scale);
  const Rect frame{rect.x + margin + (box.centre().x - whole.min_x) * scale - w / 2,
                   rect.y + margin + (whole.max_y - box.centre().y) * scale - h / 2, w, h};
  canvas.fill(frame, layers::faded(theme.accent, 0.25F));
  canvas.outline(frame, theme.accent, 0, 1.6);
}

}  // namespace viewer
