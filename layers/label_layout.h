// Which names go where: a pure function of the units and the view, so that it can be tested without a screen.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "data/model/units.h"
#include "layers/fonts.h"
#include "layers/view.h"

namespace layers {

enum class LabelDensity {
  normal,  ///< a name appears when it fits its unit
  all      ///< every name that can be placed without touching another
};

/// A mark that names keep off where they can: it stands on the ground and is as large on the screen at every scale.
struct Obstacle {
  data::Point at;       ///< in the map's CRS
  double radius = 0;    ///< device pixels
  bool number = false;  ///< something to read, not a lone dot
  bool operator==(const Obstacle&) const = default;
};

/// One name on the screen; everything in device pixels from the top left corner.
struct PlacedLabel {
  struct Line {
    std::string text;
    data::Point start;  ///< of the baseline
  };
  int unit = -1;
  bool outer = false;  ///< of a level above the shown one
  double size = 12;
  Weight weight = Weight::medium;
  std::vector<Line> lines;
  Frame box;           ///< with the halo: no two boxes meet
  bool plate = false;  ///< it lies on numbers or large dots, and so on a ground of its own
};

struct LabelRequest {
  View view;
  int level = 0;
  LabelDensity density = LabelDensity::normal;
  std::vector<Frame> keep_clear;
  std::vector<Obstacle> obstacles;
  int first = -1;  ///< a unit whose name matters most (the chosen one); -1 for none
  bool operator==(const LabelRequest&) const = default;
};

using MeasureText = std::function<TextSize(const std::string&, double size, Weight)>;

struct LabelLayout {
  std::vector<PlacedLabel> labels;  ///< in the order they were placed
  std::vector<int> dropped;         ///< units of the shown level, in view, whose name found no place
};

/// Outer levels first, then the shown level, larger units before smaller ones; the same input gives the same layout.
LabelLayout lay_out_labels(const data::UnitSet& units, const LabelRequest& request, const MeasureText& measure);

/// How far the halo reaches beyond the letters, in device pixels.
double halo_reach(double pixel_ratio);

/// The ground under a name in that box, if it has one, and how round its corners are. All grounds lie under all letters.
Frame plate_of(const Frame& box, double pixel_ratio);
double plate_radius(double pixel_ratio);

}  // namespace layers
