// What a map needs beside it to be read: its legend, its scale bar and where north is.
#pragma once

#include "viewer/page/canvas.h"
#include "viewer/page/content.h"
#include "viewer/page/map_place.h"

namespace viewer {

/// The legend's size when no wider than `max_width`; nothing when there is nothing to explain.
Size legend_size(const Canvas& canvas, const LegendContent& legend, double max_width);
void draw_legend(Canvas& canvas, const Rect& rect, const LegendContent& legend);

Size scale_bar_size(bool numeric);
/// A bar of 1, 2 or 5 times a power of ten, true at the middle of the map; where there is room for it, with the numeric scale below.
void draw_scale_bar(Canvas& canvas, const Rect& rect, const MapPlace& place, const PageWords& words, data::Lang lang);

/// A length for a scale bar: the longest of 1, 2, 5 x 10^n metres that is at most `most`.
double nice_length(double most);

/// Clockwise turn from the top of the map to true north at `p`, in radians; nothing when it cannot be computed.
std::optional<double> turn_to_north(const std::string& crs, data::Point p);
constexpr Size north_size{34, 58};
/// Without a turn the arrow points up and says that it shows the grid's north.
void draw_north(Canvas& canvas, const Rect& rect, const std::optional<double>& turn, const PageWords& words);

}  // namespace viewer
