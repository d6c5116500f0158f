// The outer line of a province for which only the communes' centres and areas are known.
#pragma once

#include <vector>

#include "data/sample/mosaic.h"

namespace data {

/// Labels the province's cells 1 and all others 0: a level set of a smooth field round all centres, so that it has no
/// arcs of circles, with narrow bays closed and of the right area. `warped` says where each cell's centre lies in a
/// plane bent by noise; `typical` is the side of a typical commune in metres.
void draw_outline(Mosaic& mosaic, const std::vector<MosaicSite>& sites, const std::vector<Point>& warped, double typical);

}  // namespace data
