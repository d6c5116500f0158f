// The places of all provinces over the years, one of them in the light.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/model/ranking.h"
#include "viewer/panels/widgets.h"

namespace viewer::ui {

struct RankChart {
  enum class Kind { other, peer, own };
  struct Line {
    std::string name;
    std::vector<std::optional<int>> places;  ///< one a year
    Kind kind = Kind::other;
  };
  std::vector<int> years;
  std::vector<Line> lines;  ///< the others first, its own last: that is how they are drawn
  int last = 1;             ///< the worst place
  std::optional<int> target;
};

RankChart rank_chart_of(const data::Ranking& ranking, const std::string& own, const std::vector<std::string>& peers,
                        std::optional<int> target);

/// Years from left to right, the first place on top.
void rank_chart(const Pen& pen, const Box& box, const RankChart& chart);

}  // namespace viewer::ui
