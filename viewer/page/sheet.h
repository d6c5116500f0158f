// A page made ready: what it says and where everything stands. It can be drawn any number of times, on any Cairo surface, whole or in
// parts, as pixels or as shapes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "layers/map.h"
#include "layers/renderer.h"
#include "viewer/page/content.h"
#include "viewer/page/layout.h"

namespace viewer {

class NameOutlines;

struct Sheet {
  PageSpec spec;     ///< with its defaults
  double scale = 1;  ///< device pixels per design pixel
  PageContent content;
  PagePlan plan;
  std::string crs, project;                ///< of the map; the project's title, in the page's language
  data::Date date{};                       ///< of the data: what a file of this page is dated, so that its bytes repeat
  std::vector<std::string> visible;        ///< ids of the layers that are drawn
  std::vector<layers::PlacedLabel> names;  ///< of the map, in design pixels from its frame's middle
  std::shared_ptr<const data::Dataset> dataset;

  /// The map's frame, in whole device pixels from the page's upper left corner.
  int map_left() const;
  int map_top() const;
  /// Where the page's upper left corner lies on the map.
  data::Point corner() const;
  /// For people: "Share of households with fibre by commune – Vĩnh Phúc province".
  std::string title() const;
};

/// The page of what was loaded, without names on its map. Throws data::Error for an unknown layout, level, unit or indicator.
Sheet prepare_sheet(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec);
/// With the layers that are visible on the map, and their names placed. Needs the map's GL context, as everything does that takes a map.
Sheet prepare_sheet(const data::Loaded& loaded, layers::Map& map, const PageSpec& spec);

/// Places the names of a sheet that was prepared without a map. The map remembers where, for as long as nothing about it changes.
void place_names(Sheet& sheet, layers::Map& map);

/// Tells the map what this sheet shows: its level, colours and places kept clear. Whoever draws with a map does so first, for another
/// sheet may have used it meanwhile.
void tune_map(const Sheet& sheet, layers::Map& map);

/// Where furniture lies on the map, in the map's device pixels.
std::vector<layers::Frame> kept_clear(const Sheet& sheet);

/// The paper, and what the map is drawn on.
void draw_ground(Canvas& canvas, const Sheet& sheet);
/// Everything but the map, which is already there, and its names.
void draw_furnishings(Canvas& canvas, const Sheet& sheet);
/// All that lies over the map, and beside it. Names as outlines or, without (null), as text that can be searched and copied.
void draw_page(Canvas& canvas, const Sheet& sheet, const NameOutlines* outlines);

/// What the sheet holds and where, as draw_furnishings places it.
PageRecord record_of(const Sheet& sheet);

/// Pixels of the page from (left, top) on, the map's by `map`; null: the map is left to its ground.
data::Image draw_part(const Sheet& sheet, layers::PartRenderer* map, int left, int top, int width, int height);
/// What draws the map's pixels of a sheet, for draw_part.
layers::PartRenderer map_renderer(const Sheet& sheet, layers::Map& map, unsigned threads = 0);

}  // namespace viewer
