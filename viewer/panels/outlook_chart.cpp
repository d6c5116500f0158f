#include "viewer/panels/outlook_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "data/model/words.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/words.h"

namespace viewer::ui {
namespace {

using data::Date;
using std::chrono::days;

constexpr int samples = 24;  // the curves are smooth

double number(Date day) { return static_cast<double>(day.time_since_epoch().count()); }
int year_of(Date day) { return static_cast<int>(std::chrono::year_month_day{day}.year()); }
Date first_of(int year) { return Date{std::chrono::year{year} / std::chrono::January / 1}; }

std::vector<Outlook::Point> points_of(const data::ScoreRow& row) {
  std::vector<Outlook::Point> out;
  for (const auto* figures : {&row.trend, &row.published})
    for (const data::Actual& figure : *figures) {
      const auto same = [&](const Outlook::Point& p) { return p.day == figure.date && p.value == figure.value; };
      if (figure.dated && std::none_of(out.begin(), out.end(), same)) out.push_back({figure.date, figure.value, figure.computed});
    }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.day < b.day; });
  return out;
}

/// The same forecast asked for other days: what it says there is what it would say at a deadline on that day.
std::vector<Outlook::Ahead> ahead_of(const data::ScoreRow& row, Date to) {
  if (!row.forecast || !row.forecast->backtest_line || row.trend.empty()) return {};
  const Date last = row.trend.back().date;
  std::vector<Outlook::Ahead> out;
  for (int i = 0; i <= samples && to > last; ++i) {
    const Date day = std::max(last + days{1}, last + days{(to - last).count() * i / samples});
    const data::Forecast there = data::forecast_of(row, day, last).value_or(data::Forecast{});
    const auto shown = [&](std::optional<double> value) {
      return value && row.indicator.of > 0 ? std::min(*value, static_cast<double>(row.indicator.of)) : value;
    };
    if (there.value_at_deadline)
      out.push_back({day, *shown(there.value_at_deadline), shown(there.low_at_deadline), shown(there.high_at_deadline)});
  }
  return out;
}

/// Up to the deadline and the expected day, unless that is so far that the figures would be crowded into a corner.
Date end_of(const Outlook& outlook, const data::ScoreRow& row) {
  Date to = outlook.points.back().day;
  if (outlook.deadline) to = std::max(to, *outlook.deadline);
  const days known = std::max(to - outlook.points.front().day, days{365});
  if (row.forecast && row.forecast->backtest_line) {
    const Date far = to + days{known.count() * 3 / 2};
    to = row.forecast->expected ? std::clamp(*row.forecast->expected, to, far) : to + days{known.count() / 2};
  }
  return to + days{std::max<std::int64_t>((to - outlook.points.front().day).count() / 20, 20)};
}

void fit_values(Outlook& out, bool percent) {
  out.low = out.high = out.points.front().value;
  const auto take = [&](double value) { out.low = std::min(out.low, value), out.high = std::max(out.high, value); };
  for (const Outlook::Point& point : out.points) take(point.value);
  if (out.target) take(*out.target);
  for (const Outlook::Ahead& ahead : out.ahead) take(ahead.value);
  const double room = std::max((out.high - out.low) * 0.12, std::abs(out.high) * 0.01 + 1e-6);
  out.low -= room, out.high += room;
  if (out.low < 0 && out.points.front().value >= 0) out.low = 0;
  if (percent) out.high = std::min(out.high, 104.0);
}

/// 1, 2 or 5 times a power of ten, so that a few of them fill the height.
double step_of(double span) {
  const double rough = span / 3.5, power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough) return factor * power;
  return 10 * power;
}

/// The plot inside its gutters, and where a figure lies in it.
struct Plot {
  const Pen& pen;
  const Outlook& outlook;
  Box in;

  float x(Date day) const {
    const double span = std::max(number(outlook.to) - number(outlook.from), 1.0);
    return in.left + static_cast<float>((number(day) - number(outlook.from)) / span) * in.width();
  }
  float y(double value) const {
    const double up = (value - outlook.low) / (outlook.high - outlook.low);
    return in.bottom - static_cast<float>(outlook.lower_is_better ? 1 - up : up) * in.height();
  }
  ImVec2 at(Date day, double value) const { return {x(day), y(value)}; }
};

void draw_values(const Plot& plot, float left, data::Lang lang) {
  const Outlook& o = plot.outlook;
  const double step = step_of(o.high - o.low);
  const int decimals = step < 1 ? 1 : 0;
  for (double value = std::ceil(o.low / step) * step; value <= o.high; value += step) {
    if (o.ranks && value < 1) continue;
    const float y = plot.y(value);
    rule(plot.pen, plot.in.left, plot.in.right, y);
    text_fit_right(plot.pen, Font::small, left, plot.in.left - plot.pen.px(8), on_middle(Font::small, y), plot.pen.quiet(),
                   data::format_number(value, decimals, lang));
  }
}

/// A tick where a year begins, its number in the middle of what is shown of it: the figure of a year stands at its end.
void draw_years(const Plot& plot) {
  const Pen& pen = plot.pen;
  const int first = year_of(plot.outlook.from), last = year_of(plot.outlook.to);
  const float wide = width(Font::small, "2025");
  const int every =
      std::max(1, static_cast<int>(std::ceil((wide + pen.px(16)) * static_cast<float>(last - first + 1) / plot.in.width())));
  for (int year = first; year <= last; ++year) {
    const float begin = std::max(plot.x(first_of(year)), plot.in.left), end = std::min(plot.x(first_of(year + 1)), plot.in.right);
    if (year > first)
      pen.list->AddRectFilled({std::round(begin), plot.in.bottom}, {std::round(begin) + pen.hair(), plot.in.bottom + pen.px(5)},
                              colour(pen.theme->quiet, 0.6F));
    if ((year - first) % every == 0 && (every > 1 || end - begin >= wide))
      text_centred(pen, Font::small, (begin + end) / 2, plot.in.bottom + pen.px(9) + capital(Font::small), pen.quiet(), std::to_string(year));
  }
}

void draw_ahead(const Plot& plot, const layers::Colour& c) {
  const Pen& pen = plot.pen;
  const auto& ahead = plot.outlook.ahead;
  const ImDrawListFlags kept = pen.list->Flags;
  pen.list->Flags &= ~ImDrawListFlags_AntiAliasedFill;  // edges between slices would show
  for (std::size_t i = 1; i < ahead.size(); ++i) {
    const Outlook::Ahead &a = ahead[i - 1], &b = ahead[i];
    if (!a.low || !a.high || !b.low || !b.high) continue;
    pen.list->PathLineTo(plot.at(a.day, *a.low)), pen.list->PathLineTo(plot.at(b.day, *b.low));
    pen.list->PathLineTo(plot.at(b.day, *b.high)), pen.list->PathLineTo(plot.at(a.day, *a.high));
    pen.list->PathFillConvex(colour(c, 0.16F));
  }
  pen.list->Flags = kept;
  std::vector<ImVec2> line;
  for (const Outlook::Ahead& each : ahead) line.push_back(plot.at(each.day, each.value));
  dashed(pen, line, colour(c), pen.px(2));
}

void draw_points(const Plot& plot, const layers::Colour& c) {
  const Pen& pen = plot.pen;
  std::vector<ImVec2> line;
  for (const Outlook::Point& point : plot.outlook.points) line.push_back(plot.at(point.day, point.value));
  pen.list->AddPolyline(line.data(), static_cast<int>(line.size()), colour(c, 0.45F), 0, pen.px(1.5F));
  for (std::size_t i = 0; i < line.size(); ++i) {
    pen.list->AddCircleFilled(line[i], pen.px(5), colour(pen.theme->panel), 24);
    if (plot.outlook.points[i].computed) pen.list->AddCircleFilled(line[i], pen.px(4), colour(c), 24);
    else pen.list->AddCircle(line[i], pen.px(3.5F), colour(c), 24, pen.px(2));
  }
}

}  // namespace

Outlook outlook_of(const data::ScoreRow& row) {
  Outlook out;
  out.points = points_of(row);
  if (out.points.empty()) return out;
  out.target = data::aimed_at(row.target), out.deadline = row.target.deadline;
  out.lower_is_better = !row.indicator.higher_is_better, out.ranks = row.indicator.unit == "rank";
  out.to = end_of(out, row);
  out.ahead = ahead_of(row, out.to);
  out.from = std::min(out.points.front().day, out.deadline.value_or(out.points.front().day));
  out.from -= days{std::max<std::int64_t>((out.to - out.from).count() / 25, 20)};
  fit_values(out, row.indicator.unit == "%");
  return out;
}

void outlook_chart(const Pen& pen, const Box& box, const Outlook& outlook, const data::ScoreRow& row, data::Lang lang) {
  const layers::Colour& c = pen.theme->of(row.verdict);
  const Plot plot{pen, outlook, {box.left + pen.px(52), box.top + pen.px(24), box.right - pen.px(96), box.bottom - pen.px(26)}};
  const Box& in = plot.in;
  draw_values(plot, box.left, lang);
  draw_years(plot);
  if (outlook.target) {
    const float y = std::round(plot.y(*outlook.target));
    dashed(pen, std::array{ImVec2{in.left, y}, ImVec2{in.right, y}}, pen.text(), pen.px(1.5F));
    text_fit(pen, Font::small_strong, in.right + pen.px(8), box.right, on_middle(Font::small_strong, y), pen.text(),
             data::aim_text(row.target, row.indicator, lang));
  }
  if (outlook.deadline) {
    const float x = std::round(plot.x(*outlook.deadline));
    pen.list->AddRectFilled({x, in.top - pen.px(4)}, {x + pen.px(1.5F), in.bottom}, colour(pen.theme->text, 0.55F));
    const std::string when = data::format_date(*outlook.deadline, lang);
    const float half = width(Font::small, when) / 2, middle = std::clamp(x, box.left + half, box.right - half);
    text_centred(pen, Font::small, middle, in.top - pen.px(9), pen.text(), when);
  }
  pen.list->PushClipRect({in.left, in.top - pen.px(4)}, {in.right, in.bottom + pen.px(4)}, true);
  draw_ahead(plot, c);
  draw_points(plot, c);
  pen.list->PopClipRect();
}

}  // namespace viewer::ui
