// Squares of ground at scales that are powers of two: which of them a view is made of. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "data/source/geometry.h"
#include "layers/view.h"

namespace layers {

/// A tile of `tile_pixels` a side, each 2^level map units wide; numbered from the origin of the map's CRS, so that a tile is the same
/// whatever is looked at.
struct TileKey {
  int level = 0;
  std::int64_t column = 0, row = 0;  ///< eastwards and northwards
  bool operator==(const TileKey&) const = default;
  bool operator<(const TileKey& o) const { return std::tie(level, column, row) < std::tie(o.level, o.column, o.row); }
};

constexpr int tile_pixels = 256;

data::Box box_of(const TileKey& key);
/// The tile of a coarser level that holds this one.
TileKey ancestor(const TileKey& key, int level);
/// 0..3: the tiles of the next finer level inside this one.
TileKey child(const TileKey& key, int which);

/// The level whose pixels are about as large as the view's and never finer than `finest` map units; `finest` of a source whose
/// pixels are that large.
int level_for(const View& view, double finest);

/// The tiles of a level that a view shows of `box` (nothing: of everywhere), those nearest to the middle first.
std::vector<TileKey> tiles_of(const View& view, int level, const std::optional<data::Box>& box);

}  // namespace layers
