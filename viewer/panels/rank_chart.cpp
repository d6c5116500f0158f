#include "viewer/panels/rank_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "data/source/i18n.h"
#include "viewer/panels/marks.h"

namespace viewer::ui {
namespace {

using Kind = RankChart::Kind;

struct Plot {
  const Pen& pen;
  const RankChart& chart;
  Box in;

  float x(std::size_t year) const {
    const auto steps = static_cast<float>(std::max<std::size_t>(chart.years.size() - 1, 1));
    return in.left + in.width() * static_cast<float>(year) / steps;
  }
  float y(int place) const {
    return in.top + in.height() * static_cast<float>(place - 1) / static_cast<float>(std::max(chart.last - 1, 1));
  }
};

layers::Colour tone_of(const Pen& pen, Kind kind) {
  if (kind == Kind::own) return pen.theme->accent;
  return kind == Kind::peer ? mixed(pen.theme->quiet, pen.theme->text, 0.35F) : mixed(pen.theme->panel, pen.theme->quiet, 0.24F);
}

void draw_line(const Plot& plot, const RankChart::Line& line) {
  const Pen& pen = plot.pen;
  const ImU32 c = colour(tone_of(pen, line.kind));
  const float thick = line.kind == Kind::own ? pen.px(3) : line.kind == Kind::peer ? pen.px(1.5F) : pen.hair();
  std::optional<ImVec2> before;
  for (std::size_t year = 0; year < line.places.size(); ++year) {
    if (!line.places[year]) {
      before.reset();
      continue;
    }
    const ImVec2 here{plot.x(year), plot.y(*line.places[year])};
    if (before) pen.list->AddLine(*before, here, c, thick);
    before = here;
    if (line.kind == Kind::other) continue;
    pen.list->AddCircleFilled(here, line.kind == Kind::own ? pen.px(5) : pen.px(3), c, 24);
  }
}

struct Label {
  float y = 0;
  std::string words;
  Kind kind = Kind::peer;
};

/// From top to bottom, none nearer to the one above than a line, none below the plot.
void spread(std::vector<Label>& labels, float top, float bottom, float step) {
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.y < b.y; });
  float least = top;
  for (Label& label : labels) label.y = std::max(label.y, least), least = label.y + step;
  float most = bottom;
  for (auto label = labels.rbegin(); label != labels.rend(); ++label) label->y = std::min(label->y, most), most = label->y - step;
}

void draw_names(const Plot& plot, float right) {
  const Pen& pen = plot.pen;
  std::vector<Label> labels;
  for (const RankChart::Line& line : plot.chart.lines)
    if (line.kind != Kind::other && line.places.back())
      labels.push_back({plot.y(*line.places.back()), std::to_string(*line.places.back()) + "  " + line.name, line.kind});
  spread(labels, plot.in.top, plot.in.bottom, line(Font::body));
  for (const Label& label : labels) {
    const bool own = label.kind == Kind::own;
    const Font role = own ? Font::body_strong : Font::small;
    text_fit(pen, role, plot.in.right + pen.px(14), right, on_middle(role, label.y), own ? pen.text() : colour(tone_of(pen, Kind::peer)),
             label.words);
  }
}

/// Its earlier places, above its line; the last one stands beside its name.
void draw_places(const Plot& plot, const RankChart::Line& own) {
  const Pen& pen = plot.pen;
  for (std::size_t year = 0; year + 1 < own.places.size(); ++year) {
    if (!own.places[year]) continue;
    const std::string words = std::to_string(*own.places[year]);
    const float y = plot.y(*own.places[year]) - pen.px(9), half = width(Font::body_strong, words) / 2 + pen.px(3);
    const float x = year == 0 ? plot.x(0) + half : plot.x(year);  // clear of the scale beside it
    pen.list->AddRectFilled({x - half, y - capital(Font::body_strong) - pen.px(3)}, {x + half, y + pen.px(3)},
                            colour(pen.theme->panel, 0.8F), pen.px(3));
    text_centred(pen, Font::body_strong, x, y, pen.text(), words);
  }
}

void draw_scale(const Plot& plot, float left) {
  const Pen& pen = plot.pen;
  const float right = plot.in.left - pen.px(22);
  const auto tick = [&](int place, Font role, ImU32 c, const std::string& words) {
    text_fit_right(pen, role, left, right, on_middle(role, plot.y(place)), c, words);
  };
  const float near = line(Font::small);
  const auto free = [&](int place) { return !plot.chart.target || std::abs(plot.y(place) - plot.y(*plot.chart.target)) >= near; };
  for (const int place : {1, plot.chart.last})
    if (free(place)) tick(place, Font::small, pen.quiet(), std::to_string(place));
  if (plot.chart.target) {
    const float y = std::round(plot.y(*plot.chart.target));
    dashed(pen, std::array{ImVec2{right + pen.px(6), y}, ImVec2{plot.in.right + pen.px(6), y}}, pen.text(), pen.px(1.5F));
    tick(*plot.chart.target, Font::small_strong, pen.text(), data::trf("top {}", *plot.chart.target));
  }
  for (std::size_t year = 0; year < plot.chart.years.size(); ++year) {
    const float x = std::round(plot.x(year));
    pen.list->AddRectFilled({x, plot.in.top}, {x + pen.hair(), plot.in.bottom}, colour(pen.theme->line));
    text_centred(pen, Font::small, x, plot.in.bottom + pen.px(12) + capital(Font::small), pen.quiet(),
                 std::to_string(plot.chart.years[year]));
  }
}

}  // namespace

RankChart rank_chart_of(const data::Ranking& ranking, const std::string& own, const std::vector<std::string>& peers,
                        std::optional<int> target) {
  RankChart out;
  out.years = ranking.years(), out.target = target;
  std::vector<std::string> scopes;
  for (const data::RankedValue& row : ranking.rows) {
    out.last = std::max(out.last, row.place);
    auto found = std::find(scopes.begin(), scopes.end(), row.scope);
    if (found == scopes.end()) {
      const bool peer = std::find(peers.begin(), peers.end(), row.scope) != peers.end();
      out.lines.push_back({row.name, std::vector<std::optional<int>>(out.years.size()),
                           row.scope == own ? Kind::own
                           : peer           ? Kind::peer
                                            : Kind::other});
      found = scopes.insert(scopes.end(), row.scope);
    }
    const auto year = std::find(out.years.begin(), out.years.end(), row.year) - out.years.begin();
    out.lines[static_cast<std::size_t>(found - scopes.begin())].places[static_cast<std::size_t>(year)] = row.place;
  }
  std::stable_sort(out.lines.begin(), out.lines.end(), [](const auto& a, const auto& b) { return a.kind < b.kind; });
  return out;
}

void rank_chart(const Pen& pen, const Box& box, const RankChart& chart) {
  if (chart.years.empty()) return;
  const Plot plot{pen, chart, {box.left + pen.px(90), box.top + pen.px(18), box.right - pen.px(170), box.bottom - pen.px(28)}};
  draw_scale(plot, box.left);
  for (const RankChart::Line& line : chart.lines) draw_line(plot, line);
  draw_names(plot, box.right);
  if (!chart.lines.empty() && chart.lines.back().kind == Kind::own) draw_places(plot, chart.lines.back());
}

}  // namespace viewer::ui
