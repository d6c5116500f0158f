#include "viewer/panels/marks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

namespace viewer::ui {
namespace {

/// Draws in units of half the icon around its middle, y down.
struct Sketch {
  ImDrawList* list;
  ImVec2 middle;
  float half;

  ImVec2 at(ImVec2 p) const { return {middle.x + p.x * half, middle.y + p.y * half}; }
  void stroke(std::span<const ImVec2> points, float width, ImU32 c, bool closed = false) const {
    for (const ImVec2& p : points) list->PathLineTo(at(p));
    list->PathStroke(c, closed ? ImDrawFlags_Closed : 0, std::max(1.0F, width * half));
  }
  void disc(ImVec2 p, float radius, ImU32 c) const { list->AddCircleFilled(at(p), radius * half, c, 32); }
  void ring(ImVec2 p, float radius, float width, ImU32 c) const {
    list->AddCircle(at(p), radius * half, c, 32, std::max(1.0F, width * half));
  }
  void arc(ImVec2 p, float radius, float from, float to, float width, ImU32 c) const {
    list->PathArcTo(at(p), radius * half, from * std::numbers::pi_v<float>, to * std::numbers::pi_v<float>, 20);
    list->PathStroke(c, 0, std::max(1.0F, width * half));
  }
  void fill(std::span<const ImVec2> points, ImU32 c) const {
    for (const ImVec2& p : points) list->PathLineTo(at(p));
    list->PathFillConvex(c);
  }
};

void sun(const Sketch& s, ImU32 c) {
  s.disc({0, 0}, 0.42F, c);
  for (int i = 0; i < 8; ++i) {
    const float a = static_cast<float>(i) * std::numbers::pi_v<float> / 4, x = std::cos(a), y = std::sin(a);
    s.stroke(std::array{ImVec2{0.66F * x, 0.66F * y}, ImVec2{0.95F * x, 0.95F * y}}, 0.18F, c);
  }
}

/// A crescent as a fan of thin quads between two arcs: the draw list fills convex shapes only.
void moon(const Sketch& s, ImU32 c) {
  constexpr int steps = 24;
  std::array<ImVec2, steps + 1> outer{}, inner{};
  for (int i = 0; i <= steps; ++i) {
    const float t = static_cast<float>(i) / steps, a = (0.30F + 1.40F * t) * std::numbers::pi_v<float>;
    const float b = (0.42F + 1.16F * t) * std::numbers::pi_v<float>;
    outer[static_cast<std::size_t>(i)] = s.at({0.85F * std::cos(a - 0.6F), 0.85F * std::sin(a - 0.6F)});
    inner[static_cast<std::size_t>(i)] =
        s.at({0.36F * std::cos(0.6F) + 0.72F * std::cos(b - 0.6F), -0.36F * std::sin(0.6F) + 0.72F * std::sin(b - 0.6F)});
  }
  for (std::size_t i = 0; i < steps; ++i) {
    s.list->PathLineTo(outer[i]), s.list->PathLineTo(outer[i + 1]), s.list->PathLineTo(inner[i + 1]), s.list->PathLineTo(inner[i]);
    s.list->PathFillConvex(c);
  }
}

void sheet(const Sketch& s, ImU32 c) {
  s.stroke(std::array{ImVec2{-0.6F, -0.85F}, ImVec2{0.25F, -0.85F}, ImVec2{0.62F, -0.45F}, ImVec2{0.62F, 0.85F}, ImVec2{-0.6F, 0.85F}},
           0.17F, c, true);
  for (const float y : {-0.1F, 0.22F, 0.54F}) s.stroke(std::array{ImVec2{-0.32F, y}, ImVec2{0.34F, y}}, 0.14F, c);
}

/// Two sheets of a map, one over the other.
void sheets(const Sketch& s, ImU32 c) {
  s.stroke(std::array{ImVec2{0, -0.78F}, ImVec2{0.85F, -0.3F}, ImVec2{0, 0.18F}, ImVec2{-0.85F, -0.3F}}, 0.17F, c, true);
  s.stroke(std::array{ImVec2{-0.85F, 0.2F}, ImVec2{0, 0.68F}, ImVec2{0.85F, 0.2F}}, 0.17F, c);
}

void triangle(const Sketch& s, ImU32 c, ImU32 inside) {
  s.fill(std::array{ImVec2{0, -0.88F}, ImVec2{0.96F, 0.82F}, ImVec2{-0.96F, 0.82F}}, c);
  s.stroke(std::array{ImVec2{0, -0.3F}, ImVec2{0, 0.28F}}, 0.24F, inside);
  s.disc({0, 0.56F}, 0.15F, inside);
}

void square_cross(const Sketch& s, ImU32 c, ImU32 inside) {
  s.list->AddRectFilled(s.at({-0.86F, -0.86F}), s.at({0.86F, 0.86F}), c, 0.3F * s.half);
  s.stroke(std::array{ImVec2{-0.38F, -0.38F}, ImVec2{0.38F, 0.38F}}, 0.27F, inside);
  s.stroke(std::array{ImVec2{-0.38F, 0.38F}, ImVec2{0.38F, -0.38F}}, 0.27F, inside);
}

void help_mark(const Sketch& s, ImU32 c) {
  s.arc({0, -0.34F}, 0.42F, -1.05F, 0.38F, 0.2F, c);
  s.stroke(std::array{ImVec2{0.16F, 0.04F}, ImVec2{0, 0.2F}, ImVec2{0, 0.38F}}, 0.2F, c);
  s.disc({0, 0.74F}, 0.14F, c);
}

/// A landscape in its frame.
void landscape(const Sketch& s, ImU32 c) {
  s.stroke(std::array{ImVec2{-0.9F, -0.72F}, ImVec2{0.9F, -0.72F}, ImVec2{0.9F, 0.72F}, ImVec2{-0.9F, 0.72F}}, 0.18F, c, true);
  s.stroke(std::array{ImVec2{-0.72F, 0.44F}, ImVec2{-0.2F, -0.1F}, ImVec2{0.14F, 0.22F}, ImVec2{0.4F, -0.02F}, ImVec2{0.74F, 0.34F}}, 0.17F, c);
  s.disc({0.36F, -0.34F}, 0.15F, c);
}

void star(const Sketch& s, ImU32 c) {
  const auto tip = [](int i, float radius) {
    const float a = (static_cast<float>(i) * 0.4F - 0.5F) * std::numbers::pi_v<float>;
    return ImVec2{radius * std::cos(a), radius * std::sin(a) + 0.06F};
  };
  const auto dent = [&](int i) {
    const float a = (static_cast<float>(i) * 0.4F - 0.3F) * std::numbers::pi_v<float>;
    return ImVec2{0.44F * std::cos(a), 0.44F * std::sin(a) + 0.06F};
  };
  std::array<ImVec2, 10> points{};
  for (std::size_t i = 0; i < 5; ++i) {
    const int ray = static_cast<int>(i);
    points[2 * i] = tip(ray, 0.98F), points[2 * i + 1] = dent(ray);
  }
  s.stroke(points, 0.18F, c, true);
}

void mast(const Sketch& s, ImU32 c) {
  s.stroke(std::array{ImVec2{0, -0.25F}, ImVec2{0, 0.9F}}, 0.2F, c);
  s.stroke(std::array{ImVec2{-0.42F, 0.9F}, ImVec2{0.42F, 0.9F}}, 0.2F, c);
  s.disc({0, -0.3F}, 0.2F, c);
  for (const float radius : {0.5F, 0.88F}) {
    s.arc({0, -0.3F}, radius, -0.3F, 0.3F, 0.17F, c);
    s.arc({0, -0.3F}, radius, 0.7F, 1.3F, 0.17F, c);
  }
}

/// A public building.
void columns(const Sketch& s, ImU32 c) {
  s.stroke(std::array{ImVec2{0, -0.9F}, ImVec2{0.9F, -0.38F}, ImVec2{-0.9F, -0.38F}}, 0.18F, c, true);
  for (const float x : {-0.55F, 0.0F, 0.55F}) s.stroke(std::array{ImVec2{x, -0.2F}, ImVec2{x, 0.6F}}, 0.2F, c);
  s.stroke(std::array{ImVec2{-0.9F, 0.84F}, ImVec2{0.9F, 0.84F}}, 0.2F, c);
}

void coins(const Sketch& s, ImU32 c) {
  s.ring({-0.25F, -0.25F}, 0.6F, 0.18F, c);
  s.arc({0.32F, 0.32F}, 0.6F, -0.42F, 0.92F, 0.18F, c);
}

void people(const Sketch& s, ImU32 c) {
  s.ring({-0.3F, -0.45F}, 0.36F, 0.18F, c);
  s.arc({-0.3F, 0.85F}, 0.62F, 1.0F, 2.0F, 0.18F, c);
  s.arc({0.38F, -0.45F}, 0.36F, -0.5F, 0.5F, 0.18F, c);
  s.arc({0.34F, 0.85F}, 0.6F, 1.55F, 2.0F, 0.18F, c);
}

/// The part of a bar between two shares of its width, with the bar's own round ends.
void bar_part(const Pen& pen, const Box& box, float to, ImU32 c) {
  const float round = box.height() / 2, right = box.left + std::max(to * box.width(), box.height());
  pen.list->AddRectFilled(box.min(), {std::min(right, box.right), box.bottom}, c, round);
}

void tick_mark(const Pen& pen, const Box& box, float share) {
  const float wide = pen.px(3), over = std::max(pen.px(3), std::round(box.height() * 0.4F));
  const float left = std::round(std::clamp(box.left + share * box.width() - wide / 2, box.left, box.right - wide));
  pen.list->AddRectFilled({left - pen.hair(), box.top - over}, {left + wide + pen.hair(), box.bottom + over}, colour(pen.theme->panel));
  pen.list->AddRectFilled({left, box.top - over}, {left + wide, box.bottom + over}, pen.text());
}

layers::Colour track(const Pen& pen) {
  return is_dark(*pen.theme) ? mixed(pen.theme->line, pen.theme->panel, 0.1F) : mixed(pen.theme->line, pen.theme->panel, 0.25F);
}

}  // namespace

void icon(const Pen& pen, Icon which, ImVec2 middle, float size, const layers::Colour& tone) {
  const Sketch s{pen.list, {std::round(middle.x), std::round(middle.y)}, size / 2};
  const ImU32 c = colour(tone), inside = colour(pen.theme->panel);
  switch (which) {
    case Icon::close:
      s.stroke(std::array{ImVec2{-0.6F, -0.6F}, ImVec2{0.6F, 0.6F}}, 0.2F, c);
      return s.stroke(std::array{ImVec2{-0.6F, 0.6F}, ImVec2{0.6F, -0.6F}}, 0.2F, c);
    case Icon::search:
      s.ring({-0.18F, -0.18F}, 0.58F, 0.2F, c);
      return s.stroke(std::array{ImVec2{0.26F, 0.26F}, ImVec2{0.82F, 0.82F}}, 0.22F, c);
    case Icon::sun: return sun(s, c);
    case Icon::moon: return moon(s, c);
    case Icon::help: return help_mark(s, c);
    case Icon::picture: return landscape(s, c);
    case Icon::chevron_right: return s.stroke(std::array{ImVec2{-0.3F, -0.6F}, ImVec2{0.3F, 0}, ImVec2{-0.3F, 0.6F}}, 0.24F, c);
    case Icon::chevron_down: return s.stroke(std::array{ImVec2{-0.6F, -0.3F}, ImVec2{0, 0.3F}, ImVec2{0.6F, -0.3F}}, 0.24F, c);
    case Icon::sort_up: return s.fill(std::array{ImVec2{0, -0.6F}, ImVec2{0.7F, 0.5F}, ImVec2{-0.7F, 0.5F}}, c);
    case Icon::sort_down: return s.fill(std::array{ImVec2{-0.7F, -0.5F}, ImVec2{0.7F, -0.5F}, ImVec2{0, 0.6F}}, c);
    case Icon::computed: return sheets(s, c);
    case Icon::document: return sheet(s, c);
    case Icon::warning: return triangle(s, c, inside);
    case Icon::error: return square_cross(s, c, inside);
    case Icon::note:
      s.ring({0, 0}, 0.86F, 0.18F, c);
      s.stroke(std::array{ImVec2{0, -0.05F}, ImVec2{0, 0.5F}}, 0.2F, c);
      return s.disc({0, -0.42F}, 0.14F, c);
    case Icon::clock:
      s.ring({0, 0}, 0.86F, 0.18F, c);
      return s.stroke(std::array{ImVec2{0, -0.5F}, ImVec2{0, 0.05F}, ImVec2{0.38F, 0.25F}}, 0.18F, c);
    case Icon::star: return star(s, c);
    case Icon::mast: return mast(s, c);
    case Icon::columns: return columns(s, c);
    case Icon::coins: return coins(s, c);
    case Icon::people: return people(s, c);
    case Icon::dots:
      for (const float x : {-0.68F, 0.0F, 0.68F}) s.disc({x, 0}, 0.19F, c);
  }
}

void verdict_icon(const Pen& pen, data::Verdict verdict, ImVec2 middle, float size) {
  const Sketch s{pen.list, {std::round(middle.x), std::round(middle.y)}, size / 2};
  const ImU32 c = colour(pen.theme->of(verdict)), inside = colour(pen.theme->panel);
  switch (verdict) {
    case data::Verdict::met:
      s.disc({0, 0}, 0.97F, c);
      return s.stroke(std::array{ImVec2{-0.46F, 0.03F}, ImVec2{-0.13F, 0.36F}, ImVec2{0.48F, -0.34F}}, 0.27F, inside);
    case data::Verdict::on_track:
      s.disc({0, 0}, 0.97F, c);
      s.stroke(std::array{ImVec2{-0.5F, 0}, ImVec2{0.4F, 0}}, 0.25F, inside);
      return s.stroke(std::array{ImVec2{0.06F, -0.38F}, ImVec2{0.46F, 0}, ImVec2{0.06F, 0.38F}}, 0.25F, inside);
    case data::Verdict::behind: return triangle(s, c, inside);
    case data::Verdict::missed: return square_cross(s, c, inside);
    case data::Verdict::not_computable:
    case data::Verdict::no_data: s.ring({0, 0}, 0.86F, 0.2F, c); return s.stroke(std::array{ImVec2{-0.4F, 0}, ImVec2{0.4F, 0}}, 0.22F, c);
  }
}

void bullet(const Pen& pen, const Box& box, std::optional<double> share, std::optional<double> tick, const layers::Colour& c) {
  if (share) {
    pen.list->AddRectFilled(box.min(), box.max(), colour(track(pen)), box.height() / 2);
    if (*share > 0) bar_part(pen, box, static_cast<float>(std::clamp(*share, 0.0, 1.0)), colour(c));
  } else {
    hatch(pen, box, box.height() / 2);
  }
  if (tick) tick_mark(pen, box, static_cast<float>(std::clamp(*tick, 0.0, 1.0)));
}

void segments(const Pen& pen, const Box& box, std::vector<data::Verdict> verdicts) {
  using data::Verdict;
  const auto place = [](Verdict verdict) {
    constexpr std::array order{Verdict::met, Verdict::on_track, Verdict::behind, Verdict::missed};  // then what is unknown
    return std::find(order.begin(), order.end(), verdict) - order.begin();
  };
  std::stable_sort(verdicts.begin(), verdicts.end(), [&](Verdict a, Verdict b) { return place(a) < place(b); });
  const float count = static_cast<float>(verdicts.size()), step = box.width() / count;
  const float gap = std::min(pen.px(3), std::floor(step * 0.3F)), round = std::min(pen.px(2), step / 4);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const float left = std::round(box.left + static_cast<float>(i) * step), right = std::round(box.left + static_cast<float>(i + 1) * step);
    const Box piece{left, box.top, std::max(right - (i + 1 < verdicts.size() ? gap : 0), left + 1), box.bottom};
    const ImU32 c = colour(pen.theme->of(verdicts[i]));
    switch (verdicts[i]) {
      case Verdict::met:
      case Verdict::on_track: pen.list->AddRectFilled(piece.min(), piece.max(), c, round); break;
      case Verdict::missed:
      case Verdict::behind:
        pen.list->AddRectFilled(piece.min(), piece.max(), colour(track(pen)), round);
        pen.list->AddRectFilled({piece.left, std::round(piece.middle())}, piece.max(), c, round);
        break;
      case Verdict::no_data:
      case Verdict::not_computable: hatch(pen, piece, round);
    }
  }
}

void ladder(const Pen& pen, const Box& box, const Ladder& l, const layers::Colour& c) {
  const float round = box.height() / 2;
  const auto along = [&](double place) {
    const double share = l.of > 1 ? (l.of - std::clamp(place, 1.0, static_cast<double>(l.of))) / (l.of - 1) : 1;
    return box.left + round + static_cast<float>(share) * (box.width() - 2 * round);
  };
  pen.list->AddRectFilled(box.min(), box.max(), colour(track(pen)), round);
  if (l.target) {
    const float left = along(*l.target);
    pen.list->AddRectFilled({left, box.top}, box.max(), colour(pen.theme->met, 0.30F), round, ImDrawFlags_RoundCornersRight);
  }
  for (std::size_t i = 0; i < l.before.size(); ++i) {
    const float fade = 0.35F + 0.35F * static_cast<float>(i + 1) / static_cast<float>(l.before.size());
    pen.list->AddCircleFilled({along(l.before[i]), box.middle()}, box.height() * 0.32F, colour(pen.theme->quiet, fade), 20);
  }
  const float radius = std::round(box.height() * 0.78F);
  if (l.now) pen.list->AddCircleFilled({along(*l.now), box.middle()}, radius + pen.px(2), colour(pen.theme->panel), 32);
  if (l.now) pen.list->AddCircleFilled({along(*l.now), box.middle()}, radius, colour(c), 32);
  if (l.target) tick_mark(pen, box, (along(*l.target) - box.left) / box.width());
}

void sparkline(const Pen& pen, const Box& box, const Trend& trend, const layers::Colour& c) {
  if (trend.points.size() < 2 || box.width() < 8 || box.height() < 4) return;
  double low = trend.points[0].second, high = low;
  for (const auto& [day, value] : trend.points) low = std::min(low, value), high = std::max(high, value);
  if (trend.target && (*trend.target - high) < (high - low) * 1.5 && (low - *trend.target) < (high - low) * 1.5)
    low = std::min(low, *trend.target), high = std::max(high, *trend.target);
  const double span = std::max(high - low, 1e-9), first = trend.points.front().first,
               days = std::max(trend.points.back().first - first, 1.0);
  const auto place = [&](double day, double value) {
    const double up = high - low < 1e-9 ? 0.5 : (trend.lower_is_better ? high - value : value - low) / span;
    return ImVec2{box.left + static_cast<float>((day - first) / days) * box.width(), box.bottom - static_cast<float>(up) * box.height()};
  };
  if (trend.target && *trend.target >= low && *trend.target <= high) {
    const float y = std::round(place(first, *trend.target).y), step = pen.px(3);
    for (float x = box.left; x < box.right; x += 2 * step)
      pen.list->AddRectFilled({x, y}, {std::min(x + step, box.right), y + pen.hair()}, colour(pen.theme->quiet, 0.75F));
  }
  std::vector<ImVec2> line;
  for (const auto& [day, value] : trend.points) line.push_back(place(day, value));
  for (std::size_t i = 1; i < line.size(); ++i) {  // a soft ground under the line; thin slices, so that each is convex
    pen.list->PathLineTo(line[i - 1]), pen.list->PathLineTo(line[i]), pen.list->PathLineTo({line[i].x, box.bottom + pen.px(2)});
    pen.list->PathLineTo({line[i - 1].x, box.bottom + pen.px(2)});
    const ImDrawListFlags kept = pen.list->Flags;
    pen.list->Flags &= ~ImDrawListFlags_AntiAliasedFill;  // edges between slices would show
    pen.list->PathFillConvex(colour(c, 0.10F));
    pen.list->Flags = kept;
  }
  pen.list->AddPolyline(line.data(), static_cast<int>(line.size()), colour(c), 0, pen.px(2));
  pen.list->AddCircleFilled(line.back(), pen.px(4), colour(c), 24);
}

void stripes(const Pen& pen, const Box& box, const layers::Stripes& stripes, float rounding) {
  const float inset = rounding * 0.3F;
  pen.list->PushClipRect({box.left + inset, box.top}, {box.right - inset, box.bottom}, true);
  const auto point = [](const data::Point& p) { return ImVec2{static_cast<float>(p.x), static_cast<float>(p.y)}; };
  for (const auto& [from, to] :
       layers::middle_lines(stripes, {box.left, box.top, box.right, box.bottom}, {box.centre(), box.middle()}, pen.scale))
    pen.list->AddLine(point(from), point(to), colour(stripes.colour), std::max(1.0F, static_cast<float>(stripes.width) * pen.scale));
  pen.list->PopClipRect();
}

void hatch(const Pen& pen, const Box& box, float rounding) {
  pen.list->AddRectFilled(box.min(), box.max(), colour(pen.theme->no_data), rounding);
  stripes(pen, box, layers::no_data_stripes(*pen.theme), rounding);
}

void dashed(const Pen& pen, std::span<const ImVec2> line, ImU32 c, float width) {
  const float dash = pen.px(5), gap = pen.px(4);
  float done = 0;  // along the line, within one dash and its gap
  for (std::size_t i = 1; i < line.size(); ++i) {
    const ImVec2 a = line[i - 1], b = line[i];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    const auto at = [&](float along) { return ImVec2{a.x + (b.x - a.x) * along / length, a.y + (b.y - a.y) * along / length}; };
    for (float from = 0; from < length;) {
      const bool inked = done < dash;
      const float step = std::max(std::min((inked ? dash : dash + gap) - done, length - from), 0.01F);
      if (inked) pen.list->AddLine(at(from), at(from + step), c, width);
      from += step;
      done = done + step >= dash + gap - 0.005F ? 0 : done + step;
    }
  }
}

float tag_width(const Pen& pen, std::string_view words) { return width(Font::small, words) + 2 * pen.px(5); }

float tag(const Pen& pen, float right, float middle, std::string_view words) {
  const float left = std::round(right - tag_width(pen, words)), half = std::round(line(Font::small) / 2);
  const layers::Theme& theme = *pen.theme;
  pen.list->AddRect({left, std::round(middle) - half}, {right, std::round(middle) + half}, colour(mixed(theme.line, theme.quiet, 0.5F)),
                    pen.px(4), 0, pen.hair());
  text(pen, Font::small, left + pen.px(5), on_middle(Font::small, std::round(middle)), pen.quiet(), words);
  return left;
}

void swatch(const Pen& pen, const Box& box, const layers::Colour& c) {
  pen.list->AddRectFilled(box.min(), box.max(), colour(c), pen.px(3));
}

}  // namespace viewer::ui
