// Which part of a page stands where: measured before anything is drawn, so that nothing needs to be squeezed afterwards.
#pragma once

#include "viewer/page/canvas.h"
#include "viewer/page/content.h"
#include "viewer/page/map_place.h"

namespace viewer {

struct PagePlan {
  Rect page, header, score, notice, cards, table, footer;  ///< a part that is not shown is empty
  Rect map;
  MapPlace place;
  bool legend_boxed = false, bar_boxed = false, north_boxed = false;  ///< lies over something drawn: gets a ground of its own
};

/// Device pixels per design pixel: type grows with the page's shorter side and stays readable on the smallest.
double scale_of(const PageSpec& spec);

/// Where everything stands, but not yet what lies over something drawn.
PagePlan plan_map(const Canvas& canvas, const data::Loaded& loaded, const PageContent& page, const PageSpec& spec);
/// Lays out a page of content on a canvas of that scale.
PagePlan plan_page(const Canvas& canvas, const data::Loaded& loaded, const std::vector<std::string>& visible, const PageContent& page,
                   const PageSpec& spec);

// The page's top and bottom, in header.cpp.
double header_height(const Canvas& canvas, const PageContent& page, bool on_paper, double width);
void draw_header(Canvas& canvas, const Rect& rect, const PageContent& page, bool on_paper);
double footer_height(const Canvas& canvas, const PageContent& page, double width);
void draw_footer(Canvas& canvas, const Rect& rect, const PageContent& page);

}  // namespace viewer
