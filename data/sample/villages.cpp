// Villages keep their distance from each other and gather in the habitable part of a commune; each grows a main road and side lanes.
#include "data/sample/villages.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "data/sample/random.h"
#include "data/source/table.h"

namespace data {
namespace {

constexpr double households_per_village = 180;
constexpr double most_land_per_village = 1.1e6;  ///< m²; what a commune has beyond that is forest and stays empty
constexpr double lane_step = 25;

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

Point inside_point(const Ground& ground, Random& random, double margin) {
  for (;; margin *= 0.8) {
    for (int attempt = 0; attempt < 200; ++attempt) {
      const Point p{random.range(ground.box().min_x, ground.box().max_x), random.range(ground.box().min_y, ground.box().max_y)};
      if (ground.contains(p, margin)) return p;
    }
  }
}

/// Centres by best candidate: far from the others, but not far from the heart where there is more land than villages need.
std::vector<Point> place_centres(const SampleCommune& commune, const Ground& ground, std::size_t count, Random& random) {
  const double land = commune.area_ha * 1e4 / static_cast<double>(count);
  const double spacing = 0.85 * std::sqrt(std::min(land, most_land_per_village));
  const double reach = 1.15 * std::sqrt(std::min(land, most_land_per_village) * static_cast<double>(count) / std::numbers::pi);
  const double pull = land > most_land_per_village ? 1.0 : 0.15;
  const double margin = std::min(110.0, 0.22 * std::sqrt(land));
  const Point heart = ground.contains(commune.centre, margin) ? commune.centre : inside_point(ground, random, margin);
  std::vector<Point> centres{heart};
  while (centres.size() < count) {
    Point best{};
    double best_score = -1e9;
    for (int attempt = 0; attempt < 40; ++attempt) {
      const Point p = inside_point(ground, random, margin);
      double nearest = 1e9;
      for (const Point& other : centres) nearest = std::min(nearest, distance(p, other));
      const double score = std::min(nearest / spacing, 1.0) - pull * std::max(0.0, distance(p, heart) / reach - 0.5) + 0.1 * random.unit();
      if (score > best_score) best_score = score, best = p;
    }
    centres.push_back(best);
  }
  return centres;
}

/// Walks from `start` in `heading`, bending a little, until `length` is used up or the commune ends.
Lane walk_lane(Point start, double heading, double length, double bend, const Ground& ground, Random& random) {
  Lane lane{.line = {start}};
  Point at = start;
  while (lane.length < length) {
    heading += bend * random.normal();
    const double step = std::min(lane_step, length - lane.length);
    const Point next{at.x + step * std::cos(heading), at.y + step * std::sin(heading)};
    if (!ground.contains(next, border_margin + 14)) break;
    lane.line.push_back(next);
    lane.length += step;
    at = next;
  }
  return lane;
}

Lane joined(Lane back, const Lane& ahead) {
  std::reverse(back.line.begin(), back.line.end());
  back.line.insert(back.line.end(), ahead.line.begin() + 1, ahead.line.end());
  back.length += ahead.length;
  return back;
}

void lay_lanes(Village& village, double towards, const Ground& ground, bool urban, Random& random) {
  const double frontage = urban ? 9 : 14;  // metres of lane for two houses facing each other, roughly
  const double wanted = std::clamp(village.weight * frontage / 2 * 1.3, 150.0, 4000.0);
  const double radius = std::clamp(0.52 * village.spacing, 70.0, std::clamp((urban ? 0.34 : 0.30) * wanted, 130.0, 430.0));
  const double bend = urban ? 0.04 : 0.14;
  village.lanes.push_back(joined(walk_lane(village.centre, towards + std::numbers::pi, radius, bend, ground, random),
                                 walk_lane(village.centre, towards, radius, bend, ground, random)));
  double total = village.lanes.front().length;
  // Side lanes leave the main road, then lanes leave those, until there is room for everybody.
  for (std::size_t parent = 0; parent < village.lanes.size() && parent < 20; ++parent) {
    const double gap = (urban ? 48 : 62) * (parent == 0 ? 1.0 : 1.3);
    double side = random.unit() < 0.5 ? 1 : -1;
    const std::vector<Point> line = village.lanes[parent].line;
    for (double at = gap * random.range(0.2, 0.8); total < wanted; at += gap * random.range(0.5, 1.6), side = -side) {
      const auto index = static_cast<std::size_t>(at / lane_step);
      if (index + 1 >= line.size()) break;
      const double heading = std::atan2(line[index + 1].y - line[index].y, line[index + 1].x - line[index].x);
      const double room = radius * 1.1 - distance(line[index], village.centre) * 0.6;
      Lane lane = walk_lane(line[index], heading + side * (std::numbers::pi / 2 + (urban ? 0.06 : 0.34) * random.normal()),
                            room * random.range(0.35, 1.0) * (parent == 0 ? 1.0 : 0.6), bend, ground, random);
      if (lane.length < 30) continue;
      total += lane.length;
      village.lanes.push_back(std::move(lane));
    }
  }
}

void order_from_heart(std::vector<Point>& centres) {
  // Numbers run along a walk from one village to the nearest not yet named, as people would have given them.
  for (std::size_t i = 0; i + 1 < centres.size(); ++i) {
    const auto next = std::min_element(centres.begin() + static_cast<std::ptrdiff_t>(i) + 1, centres.end(),
                                       [&](Point a, Point b) { return distance(a, centres[i]) < distance(b, centres[i]); });
    std::swap(centres[i + 1], *next);
  }
}

/// A straight bit of lane and the share of the village up to its end.
struct Stretch {
  Point a, b;
  double until = 0;
};

/// Houses crowd in the middle of a village and come in clumps; its ends peter out.
std::vector<Stretch> weigh_lanes(const Village& village, std::uint64_t seed) {
  double radius = 100, sum = 0;
  for (const Lane& lane : village.lanes) radius = std::max(radius, distance(lane.line.back(), village.centre));
  std::vector<Stretch> out;
  for (const Lane& lane : village.lanes) {
    for (std::size_t i = 0; i + 1 < lane.line.size(); ++i) {
      const Point a = lane.line[i], b = lane.line[i + 1];
      const double crowd = 0.22 + std::exp(-1.6 * distance(a, village.centre) / radius);
      sum += std::max(distance(a, b), 0.01) * crowd * (1 + 0.75 * noise(a.x / 90, a.y / 90, seed));
      out.push_back({a, b, sum});
    }
  }
  if (out.empty()) out.push_back({village.centre, {village.centre.x + 1, village.centre.y}, 1.0});
  return out;
}

}  // namespace

std::vector<Village> settle(const SampleProvince& province, const std::vector<Ground>& grounds, std::uint64_t seed) {
  std::vector<Village> villages;
  for (std::size_t c = 0; c < province.communes.size(); ++c) {
    const SampleCommune& commune = province.communes[c];
    Random random(scramble(seed, hash_text(commune.code)));
    const auto census = static_cast<double>(commune.census_households);
    const auto count = static_cast<std::size_t>(std::max(2.0, std::round(census / households_per_village)));
    std::vector<Point> centres = place_centres(commune, grounds[c], count, random);
    order_from_heart(centres);
    std::vector<double> weights(count);
    double sum = 0, far = 1;
    for (double& weight : weights) sum += weight = random.range(0.55, 1.45);
    for (double& weight : weights) weight *= census / sum;
    const std::vector<std::uint64_t> households = apportion(commune.households, weights);
    for (const Point& centre : centres) far = std::max(far, distance(centre, centres[0]));
    const bool urban = commune.urban_share > 0.5;
    for (std::size_t v = 0; v < count; ++v) {
      Village village;
      village.code = fmt::format("{}-{:02}", commune.code, v + 1);
      village.name = fmt::format("{} {}", urban ? "Tổ dân phố" : "Thôn", v + 1);
      village.commune = c;
      village.centre = {std::round(centres[v].x * 100) / 100, std::round(centres[v].y * 100) / 100};
      village.weight = weights[v];
      village.households = households[v];
      village.remoteness = distance(centres[v], centres[0]) / far;
      village.spacing = 1e9;
      double towards = random.range(-std::numbers::pi, std::numbers::pi);
      for (std::size_t other = 0; other < count; ++other) {
        const double away = distance(centres[v], centres[other]);
        if (other == v || away >= village.spacing) continue;
        village.spacing = away;
        towards = std::atan2(centres[other].y - centres[v].y, centres[other].x - centres[v].x);
      }
      lay_lanes(village, towards + 0.25 * random.normal(), grounds[c], urban, random);
      villages.push_back(std::move(village));
    }
  }
  return villages;
}

Households place_households(const SampleProvince& province, const std::vector<Ground>& grounds, const std::vector<Village>& villages,
                            std::uint64_t seed) {
  Households out;
  const std::uint64_t count = province.households();
  out.x.reserve(count), out.y.reserve(count), out.village.reserve(count);
  for (std::size_t v = 0; v < villages.size(); ++v) {
    const Village& village = villages[v];
    const Ground& ground = grounds[village.commune];
    Random random(scramble(seed, hash_text(village.code)));
    const std::vector<Stretch> stretches = weigh_lanes(village, random.next());
    const double total = stretches.back().until, slot = total / static_cast<double>(std::max<std::uint64_t>(village.households, 1));
    const double rows = std::clamp(6.5 / slot, 1.2, 4.0);  // houses stand deeper where frontage is scarce
    std::size_t at = 0;
    for (std::uint64_t h = 0; h < village.households; ++h) {
      const double along = (static_cast<double>(h) + random.range(0.05, 0.95)) * slot;
      while (at + 1 < stretches.size() && along > stretches[at].until) ++at;
      const Stretch& stretch = stretches[at];
      const double start = at ? stretches[at - 1].until : 0, t = std::clamp((along - start) / (stretch.until - start), 0.0, 1.0);
      const Point a = stretch.a, b = stretch.b;
      const double length = distance(a, b);
      Point house{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
      for (int attempt = 0; attempt < 6; ++attempt) {
        const double depth =
            random.unit() < 0.09 ? random.range(18, lane_reach) : 6 + 12 * std::floor(random.unit() * rows) + 4 * random.unit();
        const double side = ((h + static_cast<std::uint64_t>(attempt)) % 2 ? 1 : -1) * std::min(depth, lane_reach - 1);
        const Point p{house.x - side * (b.y - a.y) / length, house.y + side * (b.x - a.x) / length};
        if (!ground.contains(p, border_margin)) continue;
        house = p;
        break;
      }
      out.x.push_back(house.x), out.y.push_back(house.y);
      out.village.push_back(static_cast<std::uint32_t>(v));
    }
  }
  out.since.assign(out.size(), DateColumn::none);
  out.fibre_operator.assign(out.size(), 0);
  return out;
}

}  // namespace data
