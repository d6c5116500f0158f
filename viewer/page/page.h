// The snapshot page: title, map, legend, scale, verdict, table and source, composed round the rendered map.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "data/image.h"
#include "data/load.h"
#include "layers/map.h"
#include "viewer/page/text_box.h"

namespace viewer {

struct PageSpec {
  std::string layout = "screen";  ///< screen, map, a4, a3, wall; map: no cards and no table beside the map
  int width = 0, height = 0;      ///< device pixels; 0: the layout's own (1920x1080, 297x210 mm, 420x297 mm, 3840x2160)
  double dpi = 0;                 ///< of paper; 0: what makes the given size that paper, or 150
  data::Lang lang = data::Lang::vi;
  const layers::Theme* theme = nullptr;  ///< null: light for paper, dark for screen and wall
  std::string indicator;                 ///< empty: the first target's that can be computed
  bool plain = false;                    ///< no indicator: the units keep the colour of land
  std::optional<data::Box> area;         ///< in the project's CRS; empty: the unit, or everything
  std::string unit;                      ///< code of the unit the page is about; empty: the whole project
  int level = -1;                        ///< which units are coloured and listed; -1: the deepest
  std::string generated;                 ///< "HH:MM dd/mm/yyyy"; empty: no print stamp, so the same input gives the same bytes

  bool on_paper() const { return layout == "a4" || layout == "a3"; }
  bool map_only() const { return layout == "map"; }
  /// False: nothing on the page was counted, so it can be made of what lies in its own part of the map (data::Loaded::extent).
  bool shows_figures() const { return !(map_only() && plain); }
  bool operator==(const PageSpec&) const = default;
};

/// The spec with every default filled in. Throws data::Error for an unknown layout or a size below 640x480.
PageSpec with_defaults(PageSpec spec);

/// Composes the page round the map, drawn here with the page's level, colours and kept-clear places, and with the layers
/// that are visible on it; needs a current GL context. Throws data::Error for an unknown layout,
/// level, unit or indicator, naming those there are.
data::Image compose_page(const data::Loaded& loaded, layers::Map& map, const PageSpec& spec, PageRecord* record = nullptr);

/// What the map of such a page will show, in the project's CRS; nothing is drawn. Throws as compose_page does.
data::Box page_extent(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec);

/// Draws the map picture of a view. `clear` (in the picture's pixels) is covered by furniture: no names there.
using MapPainter = std::function<data::Image(const layers::View& view, const std::vector<layers::Frame>& clear)>;

/// The same page round any picture, with what it placed where; `visible` lists the ids of the layers that are drawn.
data::Image compose_page(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec, const MapPainter& paint,
                         PageRecord* record);

}  // namespace viewer
