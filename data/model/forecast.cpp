#include "data/model/forecast.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <map>
#include <span>
#include <utility>

namespace data {
namespace {

/// As in judging: figures that differ by less are the same figure.
constexpr double tolerance = 1e-9;

double days_of(Date date) { return static_cast<double>(date.time_since_epoch().count()); }

/// One curve through figures that are to rise, fitted as a straight line of u: the figure itself, or -ln(limit - figure).
class Curve {
 public:
  /// `seen` has at least two figures on different days, each below the limit where there is one.
  Curve(std::span<const DatedFigure> seen, std::optional<double> limit) : limit_(limit), n_(static_cast<double>(seen.size())) {
    for (const DatedFigure& figure : seen) mean_x_ += days_of(figure.date) / n_, mean_u_ += straightened(figure.value) / n_;
    double sxu = 0;
    for (const DatedFigure& figure : seen) {
      const double x = days_of(figure.date) - mean_x_;
      sxx_ += x * x;
      sxu += x * (straightened(figure.value) - mean_u_);
    }
    slope_ = sxu / sxx_;
    double squares = 0, size = 0;
    for (const DatedFigure& figure : seen) {
      const double residual = straightened(figure.value) - line(figure.date);
      squares += residual * residual;
      size = std::max(size, std::abs(straightened(figure.value)));
    }
    if (n_ <= 2) return;
    spread_ = std::sqrt(squares / (n_ - 2));
    if (spread_ <= tolerance * size) spread_ = 0;  // only the last bits of doubles
    quantile_ = boost::math::quantile(boost::math::students_t(n_ - 2), 0.5 + Forecast::coverage / 2);
  }

  bool rises() const { return slope_ * sxx_ > tolerance; }
  bool has_interval() const { return spread_ > 0; }
  double at(Date date) const { return figure(line(date)); }
  double low(Date date) const { return figure(line(date) - margin(date)); }
  double high(Date date) const { return figure(line(date) + margin(date)); }

 private:
  double straightened(double value) const { return limit_ ? -std::log(*limit_ - value) : value; }
  double figure(double u) const { return limit_ ? *limit_ - std::exp(-u) : u; }
  double line(Date date) const { return mean_u_ + slope_ * (days_of(date) - mean_x_); }
  double margin(Date date) const {
    const double x = days_of(date) - mean_x_;
    return quantile_ * spread_ * std::sqrt(1 + 1 / n_ + x * x / sxx_);
  }

  std::optional<double> limit_;
  double n_, mean_x_ = 0, mean_u_ = 0, sxx_ = 0, slope_ = 0, spread_ = 0, quantile_ = 0;
};

/// One figure a day, oldest first, turned so that more is better.
std::vector<DatedFigure> one_a_day(const std::vector<DatedFigure>& figures, double sign) {
  std::map<Date, double> by_day;
  for (const DatedFigure& figure : figures)
    if (std::isfinite(figure.value)) by_day[figure.date] = sign * figure.value;
  std::vector<DatedFigure> out;
  for (const auto& [date, value] : by_day) out.push_back({date, value});
  return out;
}

double backtest(std::span<const DatedFigure> seen, std::optional<double> limit) {
  double errors = 0;
  for (std::size_t i = 2; i < seen.size(); ++i) errors += std::abs(Curve(seen.first(i), limit).at(seen[i].date) - seen[i].value);
  return errors / static_cast<double>(seen.size() - 2);
}

/// The first day after `last` on which `there` holds, not after `horizon`.
template <typename F>
std::optional<Date> first_day(Date last, Date horizon, F there) {
  for (Date day = last + std::chrono::days{1}; day <= horizon; day += std::chrono::days{1})
    if (there(day)) return day;
  return std::nullopt;
}

/// Why these figures say nothing of the future; empty when they do.
std::string too_thin(const std::vector<DatedFigure>& seen) {
  if (seen.size() < Forecast::least_figures)
    return trf("a forecast takes figures of {} different days, and there are {}", Forecast::least_figures, seen.size());
  const auto days = (seen.back().date - seen.front().date).count();
  if (days < Forecast::least_days) return trf("the figures span {} days, and a forecast takes {}", days, Forecast::least_days);
  return {};
}

/// Takes the model that did better. The saturating one needs every figure below the limit.
void choose_model(Forecast& out, std::span<const DatedFigure> seen, std::optional<double> limit) {
  out.backtest_line = backtest(seen, std::nullopt);
  const bool below = limit && std::all_of(seen.begin(), seen.end(), [&](const DatedFigure& f) { return f.value < *limit - tolerance; });
  if (!below) return;
  out.backtest_saturating = backtest(seen, limit);
  if (*out.backtest_saturating < *out.backtest_line - tolerance) out.model = Forecast::Model::saturating;
}

void find_days(Forecast& out, const Curve& curve, Date last, double wanted, std::optional<double> limit, Date horizon) {
  using Outcome = Forecast::Outcome;
  out.outcome = Outcome::never;
  if (!curve.rises()) {
    out.refusal = tr("the figures stand still or move away from the target");
    return;
  }
  if (limit && wanted > *limit + tolerance) {
    out.refusal = tr("the target lies beyond what is possible");
    return;
  }
  if (out.model == Forecast::Model::saturating && wanted > *limit - tolerance) {
    out.refusal = tr("the figures level off just before the target: less is missing every year, but something always is");
    return;
  }
  const auto reaches = [&](double value) { return value >= wanted - tolerance; };
  out.expected = first_day(last, horizon, [&](Date day) { return reaches(curve.at(day)); });
  out.outcome = out.expected ? Outcome::dated : Outcome::beyond_horizon;
  if (!out.expected) out.refusal = trf("at this pace not by {}", format_date(horizon));
  if (!curve.has_interval()) return;
  out.earliest = first_day(last, horizon, [&](Date day) { return reaches(curve.high(day)); });
  out.latest = first_day(last, horizon, [&](Date day) { return reaches(curve.low(day)); });
}

void look_at_deadline(Forecast& out, const Curve& curve, Date deadline, double sign, std::optional<double> limit) {
  const auto shown = [&](double value) { return sign * (limit ? std::min(value, *limit) : value); };
  out.value_at_deadline = shown(curve.at(deadline));
  if (!curve.has_interval()) return;
  out.low_at_deadline = shown(curve.low(deadline));
  out.high_at_deadline = shown(curve.high(deadline));
  if (sign < 0) std::swap(out.low_at_deadline, out.high_at_deadline);
}

}  // namespace

Forecast forecast(const std::vector<DatedFigure>& figures, double wanted, bool higher_is_better, std::optional<double> limit,
                  std::optional<Date> deadline, Date horizon) {
  const double sign = higher_is_better ? 1 : -1;
  const std::vector<DatedFigure> seen = one_a_day(figures, sign);
  wanted *= sign;
  if (limit) limit = sign * *limit;
  Forecast out;
  out.figures = seen.size();
  const auto there = [&](const DatedFigure& figure) { return figure.value >= wanted - tolerance; };
  if (!seen.empty() && there(seen.back())) {
    out.outcome = Forecast::Outcome::reached;
    out.reached = std::find_if(seen.begin(), seen.end(), there)->date;
    out.refusal = trf("reached: first seen in the figure of {}", format_date(*out.reached));
    return out;
  }
  out.refusal = too_thin(seen);
  if (!out.refusal.empty()) return out;
  choose_model(out, seen, limit);
  const double error = out.model == Forecast::Model::saturating ? *out.backtest_saturating : *out.backtest_line;
  if (error >= wanted - seen.back().value) {
    out.refusal = trf("the figures jump too much: earlier ones would have been foretold {} off, and {} is missing", format_number(error, 1),
                      format_number(wanted - seen.back().value, 1));
    return out;
  }
  const Curve curve(seen, out.model == Forecast::Model::saturating ? limit : std::nullopt);
  if (!curve.has_interval()) out.no_interval = tr("the figures lie exactly on the curve, so nothing says how far off it may be");
  find_days(out, curve, seen.back().date, wanted, limit, horizon);
  if (deadline && *deadline > seen.back().date) look_at_deadline(out, curve, *deadline, sign, limit);
  return out;
}

}  // namespace data
