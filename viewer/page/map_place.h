// Where the map sits in its frame, as large as its legend, scale bar and north arrow leave room for, and none of them on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/model/units.h"
#include "layers/view.h"
#include "viewer/page/text_box.h"

namespace viewer {

/// Some rows of some areas: what must not be covered.
struct Patch {
  const data::Areas* areas;
  std::size_t first, end;
};
/// The outline of a unit: its own, or all of the outermost level that has one.
std::vector<Patch> outline_of(const data::UnitSet& units, int unit);
/// Where it lies: its own box, or that of all units.
data::Box box_of(const data::UnitSet& units, int unit);

/// Which parts of a box are taken: a coarse grid that answers "is this rectangle free?".
class Ground {
 public:
  Ground(const std::vector<Patch>& patches, const data::Box& box);
  bool free(const data::Box& rect) const;

 private:
  std::uint32_t sum(int x, int y) const {
    return sums_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_ + 1) + static_cast<std::size_t>(x)];
  }

  data::Box box_;
  double cell_ = 1;
  int width_ = 0, height_ = 0;
  std::vector<std::uint32_t> sums_;  ///< over all cells above and left, one row and column more than the grid
};

struct MapPlace {
  layers::View view;                       ///< of the map picture, in device pixels
  layers::View design;                     ///< the same in design pixels: where names are placed, so that they stand alike at every size
  Rect legend, scale_bar, north, locator;  ///< in design pixels of the page
  bool crowded = false;                    ///< no place was found where all of them are clear of the ground
  double ground_per_pixel = 1;             ///< true metres per design pixel at the middle of the map
  double denominator = 0;                  ///< 1 : N on paper; 0 elsewhere
};

struct MapRequest {
  data::Box box;
  Rect frame;        ///< design pixels
  double scale = 1;  ///< device pixels per design pixel
  Size legend, scale_bar, north;
  Size locator = {};           ///< any of the four: of no size when it is not there
  double metres_per_unit = 1;  ///< true metres per map unit at the middle of the box
  double dpi = 0;              ///< of paper: the scale is then a round number
};

MapPlace place_map(const Ground& ground, const MapRequest& request);

}  // namespace viewer
