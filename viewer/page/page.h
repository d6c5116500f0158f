// The snapshot page: title, map, legend, scale, verdict, table and source, composed round the rendered map.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/image.h"
#include "data/layout.h"
#include "data/load.h"
#include "layers/map.h"
#include "viewer/page/text_box.h"

namespace viewer {

struct PageSpec {
  std::string layout = "screen";                   ///< id of one of the project's or the shipped layouts, or the name of a file
  std::shared_ptr<const data::PageLayout> design;  ///< what `layout` names; null until with_defaults has found it
  int width = 0, height = 0;                       ///< device pixels; 0: the layout's own
  double dpi = 0;                                  ///< of paper; 0: what makes the given size that paper, or 150
  double width_mm = 0, height_mm = 0;              ///< of paper; 0: what the layout says, or the pixels at that density
  data::Lang lang = data::Lang::vi;
  bool both_languages = false;           ///< Vietnamese first, English after it and quieter; `lang` is vi then
  bool official = false;                 ///< headed as an administrative document; also when the layout says so
  int number = 1, of = 1;                ///< which page this is of how many
  const layers::Theme* theme = nullptr;  ///< null: light for paper, dark for screen and wall
  std::string indicator;                 ///< empty: the first target's that can be computed
  bool plain = false;                    ///< no indicator: the units keep the colour of land
  std::optional<data::Box> area;         ///< in the project's CRS; empty: the unit, or everything
  std::string unit;                      ///< code of the unit the page is about; empty: the whole project
  int level = -1;                        ///< which units are coloured and listed; -1: the deepest
  bool bare = false;                     ///< nothing but the map, edge to edge: what a GeoTIFF is without a layout
  std::string generated;                 ///< "HH:MM dd/mm/yyyy"; empty: no print stamp, so the same input gives the same bytes

  // Of the design; before it was found, a screen with figures.
  bool on_paper() const;
  bool map_only() const;  ///< neither figures nor a table beside the map
  /// False: nothing on the page was counted, so it can be made of what lies in its own part of the map (data::Loaded::extent).
  bool shows_figures() const { return !(map_only() && plain); }
  bool operator==(const PageSpec&) const = default;
};

/// The spec with every default filled in, but for the size of a bare map, which follows its area; `own` are the project's layouts. Throws
/// data::Error for an unknown layout, a size that cannot be drawn and an administrative document on a screen.
PageSpec with_defaults(PageSpec spec, const std::vector<data::PageLayout>& own = {});

/// The longest side of a page, device pixels; and that of a bare map that no size was given for.
constexpr int longest_side = 100'000, longest_bare_side = 4096;

/// Composes the page round the map, drawn here with the page's level, colours and kept-clear places, and with the layers
/// that are visible on it; needs a current GL context. Throws data::Error for an unknown layout,
/// level, unit or indicator, naming those there are.
data::Image compose_page(const data::Loaded& loaded, layers::Map& map, const PageSpec& spec);

/// Where the map of such a page will look, in the project's CRS; nothing is drawn. Throws as compose_page does.
layers::View page_view(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec);

/// Draws the map picture of a view. `clear` (in the picture's pixels) is covered by furniture: no names there.
using MapPainter = std::function<data::Image(const layers::View& view, const std::vector<layers::Frame>& clear)>;

/// The same page round any picture, with what it placed where; `visible` lists the ids of the layers that are drawn.
data::Image compose_page(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec, const MapPainter& paint,
                         PageRecord* record);

}  // namespace viewer
