// Power diagram on a raster: the plane is warped by noise first, so that its straight edges come out as natural lines.
#include "data/sample/mosaic.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

#include "data/sample/outline.h"
#include "data/sample/pieces.h"
#include "data/sample/random.h"

namespace data {
namespace {

constexpr double least_cells = 350000, most_cells = 900000;  ///< of a province; the former makes 60 m for 1,200 km²
constexpr double cells_of_smallest = 150;                    ///< what the smallest commune should have
constexpr int tile = 16;

struct Canvas {
  Mosaic mosaic;
  std::vector<Point> outline_at, border_at;  ///< where each cell's centre lies in the two warped planes
  double typical = 0;                        ///< the side of a typical commune, metres
};

double total_area(const std::vector<MosaicSite>& sites) {
  return std::accumulate(sites.begin(), sites.end(), 0.0, [](double sum, const MosaicSite& site) { return sum + site.area_m2; });
}

Point warp(Point p, double typical, double strength, std::uint64_t seed) {
  // Amplitude over wavelength stays small in every band, so the warp never folds and communes stay in one piece.
  struct Band {
    double wavelength, amplitude;
  };
  constexpr Band bands[] = {{1.7, 0.17}, {0.62, 0.105}, {0.28, 0.062}, {0.13, 0.030}};
  Point out = p;
  for (const Band& band : bands) {
    const double scale = band.wavelength * typical, reach = band.amplitude * typical * strength;
    out.x += reach * noise(p.x / scale, p.y / scale, scramble(seed, 1));
    out.y += reach * noise(p.x / scale, p.y / scale, scramble(seed, 2));
    seed = scramble(seed);
  }
  return out;
}

Canvas make_canvas(const std::vector<MosaicSite>& sites, std::uint64_t seed) {
  Canvas canvas;
  Mosaic& mosaic = canvas.mosaic;
  canvas.typical = std::sqrt(total_area(sites) / static_cast<double>(sites.size()));
  const double smallest =
      std::min_element(sites.begin(), sites.end(), [](const MosaicSite& a, const MosaicSite& b) { return a.area_m2 < b.area_m2; })->area_m2;
  mosaic.cell = std::sqrt(total_area(sites) / std::clamp(cells_of_smallest * total_area(sites) / smallest, least_cells, most_cells));
  Box box;
  for (const MosaicSite& site : sites) {
    const double reach = std::sqrt(site.area_m2 / std::numbers::pi) * 1.6 + canvas.typical;
    box.include(Point{site.centre.x - reach, site.centre.y - reach});
    box.include(Point{site.centre.x + reach, site.centre.y + reach});
  }
  mosaic.origin = {std::floor(box.min_x / mosaic.cell) * mosaic.cell, std::floor(box.min_y / mosaic.cell) * mosaic.cell};
  mosaic.width = static_cast<int>(box.width() / mosaic.cell) + 2;
  mosaic.height = static_cast<int>(box.height() / mosaic.cell) + 2;
  mosaic.label.assign(mosaic.index(0, mosaic.height), Mosaic::outside);
  canvas.outline_at.reserve(mosaic.label.size());
  canvas.border_at.reserve(mosaic.label.size());
  for (int y = 0; y < mosaic.height; ++y) {
    for (int x = 0; x < mosaic.width; ++x) {
      const Point p{mosaic.origin.x + (x + 0.5) * mosaic.cell, mosaic.origin.y + (y + 0.5) * mosaic.cell};
      canvas.border_at.push_back(warp(p, canvas.typical, 1.0, scramble(seed, 10)));
      canvas.outline_at.push_back(warp(p, canvas.typical, 1.5, scramble(seed, 20)));
    }
  }
  return canvas;
}

/// Labels every inside cell with the site of the smallest power distance. Sites that cannot win in a tile are left out
/// of it first, which makes the work independent of how many there are.
void label_cells(Canvas& canvas, const std::vector<MosaicSite>& sites, const std::vector<double>& weight) {
  Mosaic& mosaic = canvas.mosaic;
  const auto power = [&](std::size_t site, Point p) {
    const double dx = p.x - sites[site].centre.x, dy = p.y - sites[site].centre.y;
    return dx * dx + dy * dy - weight[site];
  };
  std::vector<std::size_t> rivals;
  for (int ty = 0; ty < mosaic.height; ty += tile) {
    for (int tx = 0; tx < mosaic.width; tx += tile) {
      const int end_x = std::min(tx + tile, mosaic.width), end_y = std::min(ty + tile, mosaic.height);
      Box box;
      for (int y = ty; y < end_y; ++y)
        for (int x = tx; x < end_x; ++x)
          if (mosaic.label[mosaic.index(x, y)]) box.include(canvas.border_at[mosaic.index(x, y)]);
      if (box.empty()) continue;
      const Point middle = box.centre();
      const double radius = std::hypot(box.width(), box.height()) / 2;
      std::size_t best = 0;
      for (std::size_t site = 1; site < sites.size(); ++site)
        if (power(site, middle) < power(best, middle)) best = site;
      rivals.clear();
      for (std::size_t site = 0; site < sites.size(); ++site) {
        const double apart = std::hypot(sites[site].centre.x - sites[best].centre.x, sites[site].centre.y - sites[best].centre.y);
        if (power(site, middle) - power(best, middle) <= 2 * radius * apart) rivals.push_back(site);
      }
      for (int y = ty; y < end_y; ++y) {
        for (int x = tx; x < end_x; ++x) {
          const std::size_t i = mosaic.index(x, y);
          if (!mosaic.label[i]) continue;
          std::size_t winner = rivals.front();
          for (const std::size_t site : rivals)
            if (power(site, canvas.border_at[i]) < power(winner, canvas.border_at[i])) winner = site;
          mosaic.label[i] = static_cast<std::uint16_t>(winner + 1);
        }
      }
    }
  }
}

std::vector<double> measure(const Mosaic& mosaic, std::size_t sites) {
  std::vector<double> area(sites);
  for (const std::uint16_t label : mosaic.label)
    if (label) area[label - 1u] += mosaic.cell * mosaic.cell;
  return area;
}

/// One Newton step for the weights: how areas answer to weights is the length of shared borders over twice the distance
/// of the centres, a graph Laplacian, solved by conjugate gradients.
std::vector<double> newton_step(const Mosaic& mosaic, const std::vector<MosaicSite>& sites, const std::vector<double>& missing) {
  const std::size_t n = sites.size();
  std::vector<std::map<std::size_t, double>> answer(n);
  std::vector<double> diagonal(n, 0.002);
  for (int y = 0; y < mosaic.height; ++y) {
    for (int x = 0; x < mosaic.width; ++x) {
      const std::size_t a = mosaic.at(x, y);
      for (const std::size_t b : {mosaic.at(x + 1, y), mosaic.at(x, y + 1)}) {
        if (!a || !b || a == b) continue;
        const double apart = std::hypot(sites[a - 1].centre.x - sites[b - 1].centre.x, sites[a - 1].centre.y - sites[b - 1].centre.y);
        const double share = 0.785 * mosaic.cell / (2 * std::max(apart, mosaic.cell));  // stairs are 4/pi longer than the line
        answer[a - 1][b - 1] += share, answer[b - 1][a - 1] += share;
        diagonal[a - 1] += share, diagonal[b - 1] += share;
      }
    }
  }
  const auto dot = [](const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
  };
  std::vector<double> step(n), rest = missing, heading = missing, image(n);
  double size = dot(rest, rest);
  for (int round = 0; round < 300 && size > 1; ++round) {
    for (std::size_t i = 0; i < n; ++i) {
      image[i] = diagonal[i] * heading[i];
      for (const auto& [j, share] : answer[i]) image[i] -= share * heading[j];
    }
    const double along = size / dot(heading, image);
    for (std::size_t i = 0; i < n; ++i) step[i] += along * heading[i], rest[i] -= along * image[i];
    const double left = dot(rest, rest);
    for (std::size_t i = 0; i < n; ++i) heading[i] = rest[i] + left / size * heading[i];
    size = left;
  }
  return step;
}

/// Moves sites so that each commune's middle, not the point that generates it, comes to lie at its real centre.
void recentre(const Mosaic& mosaic, const std::vector<MosaicSite>& real, std::vector<MosaicSite>& moved, double stride) {
  std::vector<Point> sum(real.size());
  std::vector<double> cells(real.size());
  for (int y = 0; y < mosaic.height; ++y) {
    for (int x = 0; x < mosaic.width; ++x) {
      const std::uint16_t label = mosaic.at(x, y);
      if (!label) continue;
      sum[label - 1u].x += mosaic.origin.x + (x + 0.5) * mosaic.cell;
      sum[label - 1u].y += mosaic.origin.y + (y + 0.5) * mosaic.cell;
      cells[label - 1u] += 1;
    }
  }
  const auto nudge = [](Point from, Point by, double most) {
    const double length = std::hypot(by.x, by.y), scale = length > most ? most / length : 1.0;
    return Point{from.x + by.x * scale, from.y + by.y * scale};
  };
  for (std::size_t i = 0; i < real.size(); ++i) {
    if (cells[i] == 0) continue;
    const double radius = std::sqrt(real[i].area_m2 / std::numbers::pi);
    const Point centre = real[i].centre, off{stride * (centre.x - sum[i].x / cells[i]), stride * (centre.y - sum[i].y / cells[i])};
    const Point site = nudge(moved[i].centre, off, stride * radius);
    moved[i].centre = nudge(centre, {site.x - centre.x, site.y - centre.y}, 0.7 * radius);
  }
}

/// Finds the weights that give every commune its area, by damped Newton steps. A step that would nearly wipe out a
/// commune is halved, since a commune without cells no longer answers to its weight.
class ShareOut {
 public:
  ShareOut(Canvas& canvas, const std::vector<MosaicSite>& sites) : canvas_(canvas), real_(sites), moved_(sites), weight_(sites.size()) {
    double inside = 0;
    for (const std::uint16_t label : canvas.mosaic.label) inside += label != 0;
    scale_ = inside * canvas.mosaic.cell * canvas.mosaic.cell / total_area(sites);
  }

  void run() {
    // Equal weights come first: under them nobody is without cells.
    solve(0.03, 40);
    double stride = 0.15;
    for (int move = 0; move < 12 && stride > 0.03; ++move) {
      const std::vector<MosaicSite> sites = moved_;
      const std::vector<double> weights = weight_;
      recentre(canvas_.mosaic, real_, moved_, stride);
      if (solve(0.06, 5)) continue;
      moved_ = sites, weight_ = weights;
      stride /= 2;
      measure_now();
    }
    solve(0.004, 12);
    // Beside far larger neighbours full steps swing about the goal for ever; half steps settle on it.
    if (worst() > 0.02) solve(0.01, 16, 0.5);
  }

 private:
  void measure_now() {
    label_cells(canvas_, moved_, weight_);
    area_ = measure(canvas_.mosaic, real_.size());
  }
  double wanted(std::size_t i) const { return real_[i].area_m2 * scale_; }
  double worst() const {
    double off = 0;
    for (std::size_t i = 0; i < real_.size(); ++i) off = std::max(off, std::abs(wanted(i) - area_[i]) / wanted(i));
    return off;
  }
  double emptiest() const {
    double least = 1;
    for (std::size_t i = 0; i < real_.size(); ++i) least = std::min(least, area_[i] / wanted(i));
    return least;
  }

  bool solve(double tolerance, int rounds, double stride = 1) {
    measure_now();
    for (int round = 0; round < rounds && worst() > tolerance; ++round) {
      std::vector<double> missing(real_.size());
      for (std::size_t i = 0; i < missing.size(); ++i) missing[i] = wanted(i) - area_[i];
      const std::vector<double> step = newton_step(canvas_.mosaic, moved_, missing);
      const std::vector<double> before = weight_;
      const double least = 0.5 * emptiest();
      for (double factor = worst() > 0.5 ? 0.7 : stride; factor > 0.01; factor /= 2) {
        for (std::size_t i = 0; i < step.size(); ++i) weight_[i] = before[i] + factor * step[i];
        measure_now();
        if (emptiest() >= least) break;
      }
    }
    return worst() <= tolerance;
  }

  Canvas& canvas_;
  const std::vector<MosaicSite>& real_;
  std::vector<MosaicSite> moved_;
  std::vector<double> weight_, area_;
  double scale_ = 1;
};

std::uint16_t most_common_neighbour(const Mosaic& mosaic, int x, int y, std::uint16_t except) {
  std::uint16_t best = except;
  int best_count = 0;
  const std::uint16_t around[] = {mosaic.at(x - 1, y), mosaic.at(x + 1, y), mosaic.at(x, y - 1), mosaic.at(x, y + 1)};
  for (const std::uint16_t candidate : around) {
    const int count = static_cast<int>(std::count(std::begin(around), std::end(around), candidate));
    if (candidate != except && (count > best_count || (count == best_count && candidate < best))) best = candidate, best_count = count;
  }
  return best;
}

/// Hairs one cell wide would cross themselves once smoothed: a cell follows the majority of the eight around it.
void shave(Mosaic& mosaic) {
  const std::vector<std::uint16_t> before = mosaic.label;
  for (int y = 1; y + 1 < mosaic.height; ++y) {
    for (int x = 1; x + 1 < mosaic.width; ++x) {
      const std::uint16_t own = before[mosaic.index(x, y)];
      std::uint16_t around[9];
      int count = 0, like = 0;
      for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx) like += (around[count++] = before[mosaic.index(x + dx, y + dy)]) == own;
      if (like >= 5) continue;
      std::uint16_t best = own;
      int best_count = like;
      for (const std::uint16_t candidate : around) {
        const int of_it = static_cast<int>(std::count(around, around + 9, candidate));
        if (of_it > best_count || (of_it == best_count && best != own && candidate < best)) best = candidate, best_count = of_it;
      }
      mosaic.label[mosaic.index(x, y)] = best;
    }
  }
}

void join_pieces(Mosaic& mosaic, std::size_t sites) {
  std::vector<std::size_t> stray;
  for (std::size_t label = 0; label <= sites; ++label)
    keep_largest_piece(mosaic, mosaic.label, static_cast<std::uint16_t>(label), [&](std::size_t i) { stray.push_back(i); });
  std::sort(stray.begin(), stray.end());
  // Strays give way from their rims inwards; a label no site has marks what is still to be decided.
  constexpr std::uint16_t undecided = 0xFFFF;
  for (const std::size_t i : stray) mosaic.label[i] = undecided;
  while (!stray.empty()) {
    std::vector<std::size_t> rest;
    for (const std::size_t i : stray) {
      const int x = static_cast<int>(i % static_cast<std::size_t>(mosaic.width)),
                y = static_cast<int>(i / static_cast<std::size_t>(mosaic.width));
      const std::uint16_t found = most_common_neighbour(mosaic, x, y, undecided);
      if (found == undecided) rest.push_back(i);
      else mosaic.label[i] = found;
    }
    stray.swap(rest);
  }
}

/// Fills one cell wherever two cells of a group touch in a corner only. True when something changed.
template <typename Group>
bool open_corners(Mosaic& mosaic, Group group) {
  bool changed = false;
  for (int y = 0; y + 1 < mosaic.height; ++y) {
    for (int x = 0; x + 1 < mosaic.width; ++x) {
      const std::uint16_t a = mosaic.at(x, y), b = mosaic.at(x + 1, y), c = mosaic.at(x, y + 1), d = mosaic.at(x + 1, y + 1);
      if (group(a) == group(d) && group(a) != group(b) && group(a) != group(c))
        mosaic.label[mosaic.index(x + 1, y)] = a ? a : d, changed = true;
      else if (group(b) == group(c) && group(b) != group(a) && group(b) != group(d))
        mosaic.label[mosaic.index(x, y)] = b ? b : c, changed = true;
    }
  }
  return changed;
}

}  // namespace

Mosaic make_mosaic(const std::vector<MosaicSite>& sites, std::uint64_t seed) {
  Canvas canvas = make_canvas(sites, seed);
  draw_outline(canvas.mosaic, sites, canvas.outline_at, canvas.typical);
  ShareOut(canvas, sites).run();
  Mosaic& mosaic = canvas.mosaic;
  const auto district = [&](std::uint16_t label) { return label ? static_cast<int>(sites[label - 1u].district) : -1; };
  for (int round = 0; round < 3; ++round) shave(mosaic);
  for (int round = 0; round < 20; ++round) {
    join_pieces(mosaic, sites.size());
    bool changed = open_corners(mosaic, [](std::uint16_t label) { return static_cast<int>(label); });
    changed |= open_corners(mosaic, district);
    changed |= open_corners(mosaic, [](std::uint16_t label) { return label ? 1 : 0; });
    if (!changed) break;
  }
  return std::move(canvas.mosaic);
}

}  // namespace data
