// Dated figures and where they lead, as numbers and as a drawing.
#pragma once

#include <optional>
#include <vector>

#include "data/model/scorecard.h"
#include "viewer/panels/widgets.h"

namespace viewer::ui {

struct Outlook {
  struct Point {
    data::Date day{};
    double value = 0;
    bool computed = false;
  };
  struct Ahead {
    data::Date day{};
    double value = 0;
    std::optional<double> low, high;  ///< of the 80 % interval
  };
  std::vector<Point> points;  ///< every dated figure, oldest first
  std::vector<Ahead> ahead;   ///< what the forecast's own model says from the newest figure on; empty without a forecast
  std::optional<double> target;
  std::optional<data::Date> deadline;
  data::Date from{}, to{};  ///< what is shown
  double low = 0, high = 1;
  bool lower_is_better = false, ranks = false;
};

/// Empty points where no figure has a date.
Outlook outlook_of(const data::ScoreRow& row);

/// Figures as points, the target and the forecast as dashed lines, the interval as a band, the deadline as a tick.
void outlook_chart(const Pen& pen, const Box& box, const Outlook& outlook, const data::ScoreRow& row, data::Lang lang);

}  // namespace viewer::ui
