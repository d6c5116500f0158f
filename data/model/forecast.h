// When a target will be reached, if things go on as the dated figures say: a date, and how sure it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/source/text.h"

namespace data {

struct DatedFigure {
  Date date{};
  double value = 0;
};

/// Two models, both a least-squares line in time t (days):
///   line        y = a + b t
///   saturating  ln|limit - y| = a - k t, so y = limit - A exp(-k t): the modified exponential, what is missing shrinks by
///               the same share every day (Meade & Islam, Management Science 44(8), 1998, list it among the growth curves).
/// The one that would have foretold the later figures better is taken, each predicted from those before it alone (a rolling
/// forecasting origin, as in Hyndman & Athanasopoulos, Forecasting: Principles and Practice); at a tie the line.
/// A model that would have been further off than what is still missing foretells nothing: refused.
/// Interval: the prediction interval of a new observation, u0 ± t(n-2) s sqrt(1 + 1/n + (t0 - mean t)² / Sxx) with Student's t
/// and s² = residual sum of squares / (n - 2) (Draper & Smith, Applied Regression Analysis), of ln|limit - y| for the saturating model;
/// dates by inverting its bounds. It holds if the chosen model does: what nobody can foresee, and the choice of the model itself, are not
/// in it.
struct Forecast {
  enum class Model { line, saturating };
  enum class Outcome {
    refused,         ///< nothing was computed
    reached,         ///< the newest figure is there already; nothing more was computed
    dated,           ///< `expected` is a day
    beyond_horizon,  ///< it will be reached, after the horizon
    never            ///< the figures move away, stand still, or level off before what is wanted
  };
  static constexpr double coverage = 0.8;  ///< of the interval
  static constexpr int least_figures = 3;  ///< on as many different days
  static constexpr int least_days = 90;    ///< from the first to the last of them

  Outcome outcome = Outcome::refused;
  std::string refusal;          ///< for people: why there is no expected date; empty when there is one
  std::string no_interval;      ///< for people: why there is a date without an interval; else empty
  std::optional<Date> reached;  ///< the first figure that was there, when the newest one is
  Model model = Model::line;
  std::size_t figures = 0;  ///< days that were used
  /// Mean absolute error of the back-test in the indicator's unit; null where the model cannot be used: no limit, or a
  /// figure at or beyond it.
  std::optional<double> backtest_line, backtest_saturating;
  /// The day the model is there, and the days its interval's favourable and unfavourable bounds are; always after the newest
  /// figure. Null: not by the horizon, or never.
  std::optional<Date> expected, earliest, latest;
  /// At the deadline and never past the limit; null without a deadline after the newest figure. low <= high as numbers.
  std::optional<double> value_at_deadline, low_at_deadline, high_at_deadline;
};

/// `figures` in any order; of several on one day the last given counts. `limit` is what a figure that goes the wanted way
/// cannot pass: 100 for a share that is to rise, 0 for one that is to fall; null: only the line. No date after `horizon` is
/// looked for. Pure; never throws.
Forecast forecast(const std::vector<DatedFigure>& figures, double wanted, bool higher_is_better, std::optional<double> limit,
                  std::optional<Date> deadline, Date horizon);

}  // namespace data
