// Which part of a page stands where: measured before anything is drawn, so that nothing needs to be squeezed afterwards.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "viewer/page/canvas.h"
#include "viewer/page/content.h"
#include "viewer/page/map_place.h"

namespace viewer {

struct PagePlan {
  /// A part that is not shown is empty.
  Rect page, official, header, score, notice, strip, cards, map, table, footer;
  Rect frame;  ///< the map's before it was set on whole device pixels: the same at every size
  std::vector<std::pair<Rect, std::string>> texts;
  MapPlace place;
  bool legend_boxed = false, bar_boxed = false, north_boxed = false,
       locator_boxed = false;  ///< lies over something drawn: gets a ground of its own
};

/// The face a page is set in.
inline const char* family_of(const PageSpec& spec) { return spec.official ? official_family() : screen_family; }
/// Device pixels per design pixel: type grows with the page's shorter side and stays readable on the smallest screen.
double scale_of(const PageSpec& spec);

/// Design pixels to a unit of the layout's margins: a millimetre on paper, a pixel of a 1080-pixel page on screens.
double unit_of(const PageSpec& spec, double scale);

/// Whether a picture of the ground lies under the map.
bool shows_basemap(const data::Dataset& dataset, const std::vector<std::string>& visible);

/// Where everything stands, but not yet what lies over something drawn.
PagePlan plan_map(const Canvas& canvas, const data::Loaded& loaded, const PageContent& page, const PageSpec& spec);
/// Sets the map's frame on whole device pixels: its picture's are the page's. The map does not move with it, so that every size of the
/// page shows it at the same place.
void frame_on_whole_pixels(PagePlan& plan, double scale);
/// Lays out a page of content on a canvas of that scale.
PagePlan plan_page(const Canvas& canvas, const data::Loaded& loaded, const std::vector<std::string>& visible, const PageContent& page,
                   const PageSpec& spec);

/// Stands the parts of a body into a room, in design pixels: what is measured takes what it needs, map, cards and table share the rest.
void arrange(PagePlan& plan, const Canvas& canvas, const PageContent& page, const PageSpec& spec, const data::LayoutNode& body, Rect room);

// The page's top and bottom, in header.cpp.
double header_height(const Canvas& canvas, const PageContent& page, bool on_paper, double width);
void draw_header(Canvas& canvas, const Rect& rect, const PageContent& page, bool on_paper);
double footer_height(const Canvas& canvas, const PageContent& page, double width);
void draw_footer(Canvas& canvas, const Rect& rect, const PageContent& page);
double text_height(const Canvas& canvas, const std::string& text, double width);
void draw_page_text(Canvas& canvas, const Rect& rect, const std::string& text);

}  // namespace viewer
