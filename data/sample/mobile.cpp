// Mobile cells: one lobed, ragged area per site. Hills raise the odds of shadows; a few villages stay outside them all.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "data/sample/coverage.h"
#include "data/sample/random.h"

namespace data {
namespace {

constexpr int cell_vertices = 48;
constexpr double tau = 2 * std::numbers::pi;

struct MobileOperator {
  const char* name;
  double reach;  ///< how its cells compare in size
  double skip;   ///< share of villages it does not go out of its way for
};
constexpr std::array<MobileOperator, 3> mobile_operators{{{"Viettel", 1.0, 0.0}, {"VNPT", 0.96, 0.1}, {"MobiFone", 0.92, 0.35}}};

struct Cell {
  Point site;
  std::array<double, cell_vertices> radius{};
  std::vector<Polygon> area;
  Ground ground;
};

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// How hard a village's land is for radio: 0 in the plain, 1 in the hills, judged by how its district lags in fibre.
double hilliness(const SampleProvince& province, const Village& village) {
  const SampleDistrict& district = province.districts[province.communes[village.commune].district];
  return std::clamp((province.fibre_use + 3 - district.fibre_use) / 28, 0.0, 1.0);
}

Ring to_ring(Point centre, const double* radius, int count) {
  Ring ring;
  for (int i = 0; i < count; ++i) {
    const double angle = tau * i / count;
    ring.push_back({std::round((centre.x + radius[i] * std::cos(angle)) * 100) / 100,
                    std::round((centre.y + radius[i] * std::sin(angle)) * 100) / 100});
  }
  return ring;
}

/// Pulls the rim in wherever `village` would be served, as a ridge between the two would.
void carve(Cell& cell, const Village& village, Random& random) {
  const double away = distance(cell.site, village.centre);
  const double angle = std::atan2(village.centre.y - cell.site.y, village.centre.x - cell.site.x);
  const double width = std::clamp(std::atan2(420.0, away), 0.12, 1.2);
  for (int i = 0; i < cell_vertices; ++i) {
    const double off = std::abs(std::remainder(tau * i / cell_vertices - angle, tau)) / width;
    if (off > 1.6) continue;
    const double limit = std::max(120.0, (away - 230) * (1 + 0.35 * std::max(0.0, off - 0.75)) - random.range(0, 60));
    cell.radius[static_cast<std::size_t>(i)] = std::min(cell.radius[static_cast<std::size_t>(i)], limit);
  }
}

Cell draw_cell(Point site, double reach, double hills, const std::vector<const Village*>& outside, Random& random) {
  Cell cell{.site = site, .radius = {}, .area = {}, .ground = {}};
  const double sector = random.range(0, tau);
  const std::uint64_t rough = random.next();
  for (int i = 0; i < cell_vertices; ++i) {
    const double angle = tau * i / cell_vertices, x = std::cos(angle), y = std::sin(angle);
    const double lobes = 0.88 + 0.12 * std::cos(3 * (angle - sector));
    const double ragged =
        1 + (0.22 + 0.2 * hills) * noise(x * 1.1 + 5, y * 1.1 + 5, rough) + (0.1 + 0.1 * hills) * noise(x * 3.4, y * 3.4, rough + 1);
    cell.radius[static_cast<std::size_t>(i)] = reach * lobes * std::clamp(ragged, 0.4, 1.5);
  }
  for (const Village* village : outside)
    if (distance(site, village->centre) < reach * 2) carve(cell, *village, random);
  Polygon polygon{to_ring(site, cell.radius.data(), cell_vertices)};
  if (random.unit() < 0.08 + 0.3 * hills) {
    const double angle = random.range(0, tau);
    const int at = static_cast<int>(angle / tau * cell_vertices) % cell_vertices;
    double rim = 1e9;  // the shadow keeps clear of the rim on its side
    for (int i = -9; i <= 9; ++i) rim = std::min(rim, cell.radius[static_cast<std::size_t>((at + i + cell_vertices) % cell_vertices)]);
    const double out = rim * random.range(0.45, 0.62), size = rim * random.range(0.13, 0.24);
    std::array<double, 14> radius{};
    for (double& r : radius) r = size * random.range(0.7, 1.15);
    Ring shadow = to_ring({site.x + out * std::cos(angle), site.y + out * std::sin(angle)}, radius.data(), static_cast<int>(radius.size()));
    std::reverse(shadow.begin(), shadow.end());
    if (out + size * 1.15 < rim * 0.93) polygon.push_back(std::move(shadow));
  }
  cell.area = {std::move(polygon)};
  cell.ground = Ground(cell.area);
  return cell;
}

void choose_outside(const SampleProvince& province, std::vector<Village>& villages, std::uint64_t seed) {
  std::vector<double> score(villages.size());
  for (std::size_t v = 0; v < villages.size(); ++v) {
    Random random(scramble(seed, hash_text(villages[v].code)));
    const SampleCommune& commune = province.communes[villages[v].commune];
    score[v] = hilliness(province, villages[v]) + villages[v].remoteness + std::min(villages[v].spacing / 900, 1.5) + 0.9 * random.unit() -
               2 * commune.urban_share - 0.25 * commune.centre_density() + (villages[v].fibre ? 0 : 0.5);
  }
  std::vector<std::size_t> order(villages.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return score[a] > score[b]; });
  std::vector<int> in_commune(province.communes.size());
  std::size_t left = std::min(province.villages_without_mobile, villages.size() / 10);
  for (const std::size_t v : order) {
    if (left == 0) break;
    if (in_commune[villages[v].commune] >= 3) continue;
    villages[v].mobile = false;
    ++in_commune[villages[v].commune], --left;
  }
}

Point near(const Village& village, double most, Random& random) {
  const double angle = random.range(0, tau), away = random.range(0.25, 1.0) * most;
  return {village.centre.x + away * std::cos(angle), village.centre.y + away * std::sin(angle)};
}

bool crowded(Point site, const std::vector<const Village*>& outside) {
  return std::any_of(outside.begin(), outside.end(), [&](const Village* village) { return distance(site, village->centre) < 480; });
}

std::vector<std::size_t> shuffled(std::size_t count, Random& random) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = 0; i + 1 < count; ++i) std::swap(order[i], order[i + random.below(static_cast<std::uint32_t>(count - i))]);
  return order;
}

void add(std::vector<CoverageArea>& areas, const char* technology, const char* network, int speed, const Cell& cell) {
  areas.push_back({.technology = technology, .network = network, .download_mbps = speed, .polygons = cell.area});
}

std::vector<Cell> draw_4g(const SampleProvince& province, const std::vector<Village>& villages, const std::vector<const Village*>& outside,
                          std::vector<CoverageArea>& areas, std::uint64_t seed) {
  std::vector<Cell> all;
  for (std::size_t o = 0; o < mobile_operators.size(); ++o) {
    const MobileOperator& owner = mobile_operators[o];
    Random random(scramble(seed, o));
    std::vector<Point> sites;
    for (const std::size_t v : shuffled(villages.size(), random)) {
      const Village& village = villages[v];
      const SampleCommune& commune = province.communes[village.commune];
      const double hills = hilliness(province, village);
      const double reach =
          owner.reach * (1500 + 550 * hills) * std::clamp(1.25 - 0.06 * commune.centre_density(), 0.6, 1.2) * random.range(0.85, 1.15);
      const bool bothers = random.unit() >= owner.skip * (0.4 + 0.6 * hills);
      const Point site = near(village, 260, random);
      if (!village.mobile || !bothers || crowded(site, outside)) continue;
      if (std::any_of(sites.begin(), sites.end(), [&](Point other) { return distance(other, village.centre) < 0.84 * reach; })) continue;
      sites.push_back(site);
      Cell cell = draw_cell(site, reach, hills, outside, random);
      add(areas, "4G", owner.name, 30 + static_cast<int>(random.below(7)) * 5, cell);
      all.push_back(std::move(cell));
    }
  }
  return all;
}

/// Small cells for the villages that must be reached and, by chance or by a shadow, are not.
void fill_gaps(const SampleProvince& province, const std::vector<Village>& villages, const std::vector<const Village*>& outside,
               std::vector<Cell>& cells, std::vector<CoverageArea>& areas, std::uint64_t seed) {
  for (std::size_t v = 0; v < villages.size(); ++v) {
    const Village& village = villages[v];
    Random random(scramble(seed, hash_text(village.code)));
    const auto reached = [&] {
      return std::any_of(cells.begin(), cells.end(), [&](const Cell& cell) { return cell.ground.contains(village.centre, 5); });
    };
    if (!village.mobile || reached()) continue;
    for (int attempt = 0; attempt < 40 && !reached(); ++attempt) {
      Cell cell = draw_cell(near(village, 150.0 - 3 * attempt, random), 720, hilliness(province, village), outside, random);
      if (!cell.ground.contains(village.centre, 5)) continue;
      add(areas, "4G", mobile_operators[random.below(2)].name, 30, cell);
      cells.push_back(std::move(cell));
    }
  }
}

void draw_5g(const SampleProvince& province, const std::vector<Village>& villages, const std::vector<const Village*>& outside,
             std::vector<CoverageArea>& areas, std::uint64_t seed) {
  Random random(scramble(seed, 5));
  std::vector<std::size_t> order(villages.size());
  std::vector<double> score(villages.size());
  double total = 0, reached = 0;
  for (std::size_t v = 0; v < villages.size(); ++v) {
    const SampleCommune& commune = province.communes[villages[v].commune];
    const SampleDistrict& district = province.districts[commune.district];
    // Towns first, those of the best-served districts before the others.
    score[v] = commune.urban_share * (0.6 + district.fibre_use / 100) + 0.06 * commune.centre_density() + 0.25 * random.unit() -
               0.3 * villages[v].remoteness;
    order[v] = v;
    total += villages[v].weight;
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return score[a] > score[b]; });
  std::vector<std::uint8_t> done(villages.size());
  for (const std::size_t v : order) {
    if (reached >= total * province.households_5g / 100) break;
    if (done[v] || !villages[v].mobile) continue;
    const double reach = random.range(520, 780);
    const Cell cell = draw_cell(near(villages[v], 120, random), reach, 0.1, outside, random);
    const std::size_t owner = random.unit() < 0.55 ? 0 : random.unit() < 0.6 ? 1 : 2;
    add(areas, "5G", mobile_operators[owner].name, 100 + static_cast<int>(random.below(7)) * 50, cell);
    for (std::size_t other = 0; other < villages.size(); ++other) {
      if (done[other] || !cell.ground.contains(villages[other].centre)) continue;
      done[other] = 1;
      reached += villages[other].weight;
    }
  }
}

}  // namespace

std::vector<CoverageArea> draw_mobile(const SampleProvince& province, std::vector<Village>& villages, std::uint64_t seed) {
  choose_outside(province, villages, scramble(seed, 1));
  std::vector<const Village*> outside;
  for (const Village& village : villages)
    if (!village.mobile) outside.push_back(&village);
  std::vector<CoverageArea> areas;
  std::vector<Cell> cells = draw_4g(province, villages, outside, areas, scramble(seed, 2));
  fill_gaps(province, villages, outside, cells, areas, scramble(seed, 3));
  draw_5g(province, villages, outside, areas, scramble(seed, 4));
  return areas;
}

}  // namespace data
