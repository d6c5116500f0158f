#include "layers/mark_room.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>

namespace layers {
namespace {

constexpr std::ptrdiff_t few_points = 24;  // that are kept clear in a square; among more, marks lie on some wherever they are
constexpr int most_steps = 45;             // of pushing apart
constexpr double touching = 0.25;          // design pixels of overlap that nobody sees
constexpr double smaller = 0.9;            // each time that there is no room
constexpr double fullest = 0.8;            // of a square's area: more is not filled by up to thirty equal discs
constexpr double hidden = 0.9;             // of a point's radius: how near another must be to lie under it
constexpr double frame = 1.75;             // times the size of a point, to be seen around another

/// A mark in its square, in design pixels of the farthest view that the tile is for.
struct Disc {
  PointMark* mark = nullptr;
  std::size_t layer = 0;
  data::Point at;
  double radius = 0, count = 1, share = 0;
  double needed = 0;                   ///< the radius that the number can still be read with
  bool merged = false, place = false;  ///< place: looked for by itself, see MarkRule
};
bool is_point(const Disc& disc) { return !disc.merged && !disc.place; }
void resize(Disc& disc, double size) { disc.radius = size / 2, disc.needed = readable_size(disc.count) / 2; }

/// What is in a square of the map; merged marks come first.
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

/// How far they lie on each other; 0: not at all.
double overlap(const Disc& a, const Disc& b) {
  const double x = b.at.x - a.at.x, y = b.at.y - a.at.y, reach = a.radius + b.radius, square = x * x + y * y;
  return square >= reach * reach ? 0 : reach - std::sqrt(square);
}

/// Where a disc goes that lies exactly on another: by its place in the list, so that the same squares come out alike.
data::Point some_way(std::size_t i) {
  const double golden_angle = 2.399963;
  return {std::cos(golden_angle * static_cast<double>(i) - 0.8), std::sin(golden_angle * static_cast<double>(i) - 0.8)};
}

/// Merged marks give way, and a little to the side: what cannot get farther from the other for the edge of the square goes along that, to
/// where it is wider.
void push_apart(Disc& a, Disc& b, std::size_t way) {
  const double over = overlap(a, b);
  if (over <= 0) return;
  constexpr double cosine = 0.9888, sine = 0.1494;  // of 8.6 degrees
  const double distance = std::hypot(b.at.x - a.at.x, b.at.y - a.at.y);
  const data::Point from = distance > 1e-6 ? data::Point{(b.at.x - a.at.x) / distance, (b.at.y - a.at.y) / distance} : some_way(way);
  const data::Point along{from.x * cosine - from.y * sine, from.x * sine + from.y * cosine};
  const double of_a = b.merged ? over / 2 : over, of_b = over - of_a;
  a.at.x -= along.x * of_a, a.at.y -= along.y * of_a;
  if (b.merged) b.at.x += along.x * of_b, b.at.y += along.y * of_b;
}

void keep_inside(Disc& disc, const Square& square) {
  const auto within = [&](double at, double from) {
    return std::clamp(at, from + disc.radius, std::max(from + disc.radius, from + square.side - disc.radius));
  };
  disc.at = {within(disc.at.x, square.corner.x), within(disc.at.y, square.corner.y)};
}

/// The most that merged marks lie on each other, and whether any lies on what another layer has.
struct Contact {
  double merged = 0;
  bool layers = false;
};
Contact contact(const std::vector<Disc>& discs) {
  Contact out;
  for (std::size_t i = 0; i < discs.size() && discs[i].merged; ++i)
    for (std::size_t j = i + 1; j < discs.size(); ++j) {
      const double over = overlap(discs[i], discs[j]);
      if (discs[j].merged) out.merged = std::max(out.merged, over);
      out.layers = out.layers || (over > touching && discs[i].layer != discs[j].layer);
    }
  return out;
}

/// Whether merged marks lie beside each other now.
bool relax(Square& square) {
  std::vector<Disc>& discs = square.discs;
  Contact left = contact(discs);
  for (int step = 0; step < most_steps && (left.merged > touching || left.layers); ++step) {
    for (std::size_t i = 0; i < discs.size() && discs[i].merged; ++i)
      for (std::size_t j = i + 1; j < discs.size(); ++j) push_apart(discs[i], discs[j], j);
    for (std::size_t i = 0; i < discs.size() && discs[i].merged; ++i) keep_inside(discs[i], square);
    left = contact(discs);
  }
  return left.merged <= touching;
}

/// The number is a box, wider than high.
bool hides_the_number(const Disc& above, const Disc& below) {
  const double half = number_room(2 * below.needed, 1) / 2;
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

/// Whether merged marks fill more of the square than discs within a square can.
bool crowded(const Square& square) {
  double filled = 0;
  for (const Disc& disc : square.discs)
    if (disc.merged) filled += std::numbers::pi * disc.radius * disc.radius;
  return filled > fullest * square.side * square.side;
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
      disc.radius = std::max(disc.radius * scale, disc.needed);
      least = least && disc.radius <= disc.needed;
    }
    if ((least || !crowded(square)) && relax(square)) return;
  }
}

/// The two nearest of one layer become one. Whether there were any.
bool merge_nearest(std::vector<Disc>& discs) {
  double nearest = std::numeric_limits<double>::infinity();
  std::size_t first = 0, second = 0;
  for (std::size_t i = 0; i < discs.size() && discs[i].merged; ++i)
    for (std::size_t j = i + 1; j < discs.size() && discs[j].merged; ++j) {
      const double distance = std::hypot(discs[j].at.x - discs[i].at.x, discs[j].at.y - discs[i].at.y);
      if (discs[i].layer == discs[j].layer && distance < nearest) nearest = distance, first = i, second = j;
    }
  if (second == 0) return false;
  Disc& into = discs[first];
  const Disc& from = discs[second];
  const double count = into.count + from.count, part = from.count / count;
  into.at = {into.at.x + (from.at.x - into.at.x) * part, into.at.y + (from.at.y - into.at.y) * part};
  into.share += (from.share - into.share) * part, into.count = count;
  resize(into, merged_size(count));
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
      Disc& disc = square.discs.emplace_back();
      disc.mark = &mark, disc.layer = l, disc.at = at, disc.merged = mark.several(), disc.place = !layers[l].rule.merge;
      disc.count = static_cast<double>(mark.count), disc.share = static_cast<double>(mark.share);
      resize(disc, disc.merged ? static_cast<double>(mark.size) : single);
    }
  }
  for (Square& square : squares) {
    frame_hidden_points(square.discs);
    if (std::count_if(square.discs.begin(), square.discs.end(), is_point) > few_points) std::erase_if(square.discs, is_point);
    std::stable_partition(square.discs.begin(), square.discs.end(), [](const Disc& disc) { return disc.merged; });
    if (!contact(square.discs).layers) continue;
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
