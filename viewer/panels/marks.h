// Marks drawn as shapes: verdicts, icons, bars, trends, hatches. None of them depends on colour alone.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "data/model/scorecard.h"
#include "layers/stripes.h"
#include "viewer/panels/widgets.h"

namespace viewer::ui {

enum class Icon {
  close,
  search,
  sun,
  moon,
  help,
  picture,
  chevron_right,
  chevron_down,
  sort_up,
  sort_down,
  computed,
  document,
  warning,
  error,
  note,
  clock,
  // The headline targets and the pillars.
  star,
  mast,
  columns,
  coins,
  people,
  dots
};

/// Fits a square of `size` around the middle.
void icon(const Pen& pen, Icon which, ImVec2 middle, float size, const layers::Colour& c);
/// Disc with a check, disc with an arrow, triangle, square with a cross, ring with a dash: told apart without colour.
void verdict_icon(const Pen& pen, data::Verdict verdict, ImVec2 middle, float size);

/// Filled up to `share` of the box (0..1), with the target as a tick across it. No share is hatched.
void bullet(const Pen& pen, const Box& box, std::optional<double> share, std::optional<double> tick, const layers::Colour& c);

/// One piece a verdict, those reached first: reached is full, unknown is hatched, what is short stands half as high.
void segments(const Pen& pen, const Box& box, std::vector<data::Verdict> verdicts);

struct Ladder {
  int of = 0;                         ///< places; the last is at the left
  std::optional<double> now, target;  ///< places
  std::vector<double> before;         ///< earlier places, oldest first
};
/// Places in a ranking: the part that reaches the target, where it stood, where it stands.
void ladder(const Pen& pen, const Box& box, const Ladder& ladder, const layers::Colour& c);

struct Trend {
  std::vector<std::pair<double, double>> points;  ///< day, value; oldest first
  std::optional<double> target;
  bool lower_is_better = false;  ///< upwards is always better
};
void sparkline(const Pen& pen, const Box& box, const Trend& trend, const layers::Colour& c);

/// Dashes along a line of any number of points.
void dashed(const Pen& pen, std::span<const ImVec2> line, ImU32 c, float width);

/// A word in a thin frame, small enough to stand in a line of small text; its right edge is at `right`. Returns the left one.
float tag(const Pen& pen, float right, float middle, std::string_view words);
float tag_width(const Pen& pen, std::string_view words);

/// As the map draws them, within a box of such corners.
void stripes(const Pen& pen, const Box& box, const layers::Stripes& stripes, float rounding);
/// "No data", different from every class and from 0 %.
void hatch(const Pen& pen, const Box& box, float rounding);
void swatch(const Pen& pen, const Box& box, const layers::Colour& c);

}  // namespace viewer::ui
