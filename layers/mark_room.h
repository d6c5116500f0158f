// Marks of several layers in the same places: they make room for each other, so that no layer hides another's numbers.
#pragma once

#include <vector>

#include "layers/point_tile.h"

namespace layers {

/// Of one layer, in a tile.
struct TileMarks {
  std::vector<PointMark> marks;
  MarkRule rule;
};

/// Merged marks that lie on marks of other layers move aside; where there is no room they become smaller, down to what their number needs;
/// and where that is not enough, neighbours of one layer become one. They stay in the square of the map whose points they stand for, so
/// what becomes of them rests on that square alone and nothing moves while one pans. Single points stay where they are, and are kept clear
/// where there are few; one that another layer's lies on is drawn larger, as a frame around that. All marks are of the same tile; layers
/// are in drawing order, the uppermost last. Takes less than a millisecond a crowded tile of two layers.
void make_room(std::vector<TileMarks>& layers, const Cell& tile);

}  // namespace layers
