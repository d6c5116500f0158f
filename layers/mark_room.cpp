#include "layers/mark_room.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace layers {
namespace {

constexpr std::ptrdiff_t few_points = 24;  // that are kept clear in a square; among more, marks lie on some wherever they are
constexpr int most_steps = 60;             // of pushing apart
constexpr double touching = 0.25;          // design pixels of overlap that nobody sees
constexpr double smaller = 0.94;           // each time that there is no room
constexpr double hidden = 0.9;             // of a point's radius: how near another must be to lie under it
constexpr double frame = 1.75;             // times the size of a point, to be seen around another

/// A mark in its square, in design pixels of the farthest view that the tile is for.
struct Disc {
  PointMark* mark = nullptr;
  std::size_t layer = 0;
  data::Point at;
  double radius = 0, count = 1, share = 0;
  bool merged = false, place = false;  ///< place: looked for by itself, see MarkRule
};
bool is_point(const Disc& disc) { return !disc.merged && !disc.place; }

/// The side of a square, and the discs in it.
struct Square {
  data::Point corner;
  double side = 0;
  std::vector<Disc> discs;
};

/// By how much: once for each layer above.
void frame_hidden_points(std::vector<Disc>& discs) {
  for (Disc& below : discs) {
    if (below.merged) continue;
    std::set<std::size_t> above;
    for (const Disc& disc : discs)
      if (!disc.merged && disc.layer > below.layer && std::hypot(disc.at.x - below.at.x, disc.at.y - below.at.y) < hidden * disc.radius)
        above.insert(disc.layer);
    below.mark->size = static_cast<float>(std::pow(frame, above.size()));
    below.radius *= std::pow(frame, above.size());
  }
}

double overlap(const Disc& a, const Disc& b) { return a.radius + b.radius - std::hypot(b.at.x - a.at.x, b.at.y - a.at.y); }

bool hides_another_layers(const std::vector<Disc>& discs) {
  for (std::size_t i = 0; i < discs.size(); ++i)
    for (std::size_t j = i + 1; j < discs.size(); ++j)
      if (discs[i].layer != discs[j].layer && (discs[i].merged || discs[j].merged) && overlap(discs[i], discs[j]) > touching) return true;
  return false;
}

/// Where a disc goes that lies exactly on another: by its place in the list, so that the same squares come out alike.
data::Point some_way(std::size_t i) {
  const double golden_angle = 2.399963;
  return {std::cos(golden_angle * static_cast<double>(i) - 0.8), std::sin(golden_angle * static_cast<double>(i) - 0.8)};
}

/// A little to the side: what cannot get farther from the other for the edge of the square goes along that, to where it is wider.
data::Point turned(const data::Point& way) {
  const double angle = 0.12;
  return {way.x * std::cos(angle) - way.y * std::sin(angle), way.x * std::sin(angle) + way.y * std::cos(angle)};
}

void push_apart(Disc& a, Disc& b, std::size_t way) {
  const double over = overlap(a, b);
  if (over <= 0) return;
  const double distance = std::hypot(b.at.x - a.at.x, b.at.y - a.at.y);
  const data::Point from = distance > 1e-6 ? data::Point{(b.at.x - a.at.x) / distance, (b.at.y - a.at.y) / distance} : some_way(way);
  const data::Point along = turned(from);
  const double of_a = !a.merged ? 0 : b.merged ? over / 2 : over, of_b = over - of_a;
  a.at.x -= along.x * of_a, a.at.y -= along.y * of_a;
  if (b.merged) b.at.x += along.x * of_b, b.at.y += along.y * of_b;
}

void keep_inside(Disc& disc, const Square& square) {
  const auto within = [&](double at, double from) {
    return std::clamp(at, from + disc.radius, std::max(from + disc.radius, from + square.side - disc.radius));
  };
  disc.at = {within(disc.at.x, square.corner.x), within(disc.at.y, square.corner.y)};
}

/// The number is a box, wider than high.
bool hides_the_number(const Disc& above, const Disc& below) {
  const double half = number_room(readable_size(below.count), 1) / 2;
  const double dx = std::max(0.0, std::abs(above.at.x - below.at.x) - half);
  const double dy = std::max(0.0, std::abs(above.at.y - below.at.y) - least_number / 2);
  return std::hypot(dx, dy) < above.radius - touching;
}

bool all_readable(const std::vector<Disc>& discs) {
  for (const Disc& a : discs)
    for (const Disc& b : discs)
      if (&a != &b && !is_point(a) && b.merged && hides_the_number(a, b)) return false;
  return true;
}

/// The most that merged marks lie on each other afterwards.
double relax(Square& square) {
  std::vector<Disc>& discs = square.discs;
  double most = 0;
  for (int step = 0; step < most_steps; ++step) {
    for (std::size_t i = 0; i < discs.size(); ++i)
      for (std::size_t j = i + 1; j < discs.size(); ++j)
        if (discs[i].merged || discs[j].merged) push_apart(discs[i], discs[j], j);
    most = 0;
    for (Disc& disc : discs)
      if (disc.merged) keep_inside(disc, square);
    for (std::size_t i = 0; i < discs.size(); ++i)
      for (std::size_t j = i + 1; j < discs.size(); ++j)
        if (discs[i].merged && discs[j].merged) most = std::max(most, overlap(discs[i], discs[j]));
    if (most <= touching && !hides_another_layers(discs)) break;
  }
  return most;
}

/// Smaller and smaller until there is room, or their numbers could not be read.
void shrink(Square& square) {
  const std::vector<Disc> before = square.discs;
  bool least = false;
  for (double scale = 1; !least; scale *= smaller) {
    square.discs = before;
    least = true;
    for (Disc& disc : square.discs) {
      if (!disc.merged) continue;
      const double needed = readable_size(disc.count) / 2;
      disc.radius = std::max(disc.radius * scale, std::min(needed, disc.radius));
      least = least && disc.radius <= needed;
    }
    if (relax(square) <= touching) return;
  }
}

/// The two nearest of one layer become one. Whether there were any.
bool merge_nearest(std::vector<Disc>& discs) {
  double nearest = std::numeric_limits<double>::infinity();
  std::size_t first = 0, second = 0;
  for (std::size_t i = 0; i < discs.size(); ++i)
    for (std::size_t j = i + 1; j < discs.size(); ++j) {
      const double distance = std::hypot(discs[j].at.x - discs[i].at.x, discs[j].at.y - discs[i].at.y);
      if (discs[i].merged && discs[j].merged && discs[i].layer == discs[j].layer && distance < nearest)
        nearest = distance, first = i, second = j;
    }
  if (second == 0) return false;
  Disc& into = discs[first];
  const Disc& from = discs[second];
  const double count = into.count + from.count, part = from.count / count;
  into.at = {into.at.x + (from.at.x - into.at.x) * part, into.at.y + (from.at.y - into.at.y) * part};
  into.share += (from.share - into.share) * part, into.count = count, into.radius = merged_size(count) / 2;
  from.mark->count = 0;
  discs.erase(discs.begin() + static_cast<std::ptrdiff_t>(second));
  return true;
}

/// From where they were. Where they get stuck between points, over these; where many little ones leave no room, fewer larger ones of the
/// same points do; and over places only when nothing else is left.
void settle(Square& square) {
  std::vector<Disc> before = square.discs;
  const auto readable = [&] {
    square.discs = before;
    shrink(square);
    return all_readable(square.discs);
  };
  if (readable()) return;
  std::erase_if(before, is_point);
  while (!readable())
    if (!merge_nearest(before)) {
      std::erase_if(before, [](const Disc& disc) { return disc.place; });
      readable();
      return;
    }
}

}  // namespace

void make_room(std::vector<TileMarks>& layers, const Cell& tile) {
  const auto merged = [](const PointMark& mark) { return mark.count > 1.5F; };
  if (layers.size() < 2) return;
  const double pixel = farthest_metres(tile);
  constexpr int side = 1 << merge_levels;
  const double wide = tile.box().width() / side / pixel;
  std::vector<Square> squares(std::size_t{side} * side);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const double single = mark_size(pixel, layers[l].rule.least);
    for (PointMark& mark : layers[l].marks) {
      const data::Point at{static_cast<double>(mark.place[0]) / pixel, static_cast<double>(mark.place[1]) / pixel};
      const auto step = [&](double from) { return static_cast<std::size_t>(std::clamp(static_cast<int>(from / wide), 0, side - 1)); };
      Square& square = squares[step(at.y) * side + step(at.x)];
      square.corner = {static_cast<double>(step(at.x)) * wide, static_cast<double>(step(at.y)) * wide}, square.side = wide;
      square.discs.push_back({&mark, l, at, (merged(mark) ? static_cast<double>(mark.size) : single) / 2, static_cast<double>(mark.count),
                              static_cast<double>(mark.share), merged(mark), !layers[l].rule.merge});
    }
  }
  for (Square& square : squares) {
    frame_hidden_points(square.discs);
    if (std::count_if(square.discs.begin(), square.discs.end(), is_point) > few_points) std::erase_if(square.discs, is_point);
    if (!hides_another_layers(square.discs)) continue;
    settle(square);
    for (const Disc& disc : square.discs) {
      if (!disc.merged) continue;
      disc.mark->place = {static_cast<float>(disc.at.x * pixel), static_cast<float>(disc.at.y * pixel)};
      disc.mark->size = static_cast<float>(2 * disc.radius);
      disc.mark->count = static_cast<float>(disc.count), disc.mark->share = static_cast<float>(disc.share);
    }
  }
  for (TileMarks& layer : layers) std::erase_if(layer.marks, [](const PointMark& mark) { return mark.count == 0; });
}

}  // namespace layers
