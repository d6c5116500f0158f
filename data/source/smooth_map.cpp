#include "data/source/smooth_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace data {
namespace {

constexpr int degrees[] = {4, 6, 8, 11};
constexpr int most_terms = 12;

/// The points of a tensor grid with the given stations, between -1 and 1 on both axes, placed in the box: row by row.
void place(const Box& box, const std::vector<double>& stations, std::vector<double>& x, std::vector<double>& y) {
  x.clear(), y.clear();
  for (const double v : stations)
    for (const double u : stations) {
      x.push_back(box.min_x + (u + 1) / 2 * box.width());
      y.push_back(box.min_y + (v + 1) / 2 * box.height());
    }
}

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

/// Coefficients of the polynomial through the values at the nodes: a discrete cosine transform on both axes.
std::vector<double> coefficients(const std::vector<double>& values, int n) {
  const auto at = [&](int i, int k) { return std::cos(std::numbers::pi * i * (k + 0.5) / n); };
  std::vector<double> out(static_cast<std::size_t>(n) * n);
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i) {
      double sum = 0;
      for (int l = 0; l < n; ++l)
        for (int k = 0; k < n; ++k) sum += values[static_cast<std::size_t>(l) * n + k] * at(i, k) * at(j, l);
      out[static_cast<std::size_t>(j) * n + i] = sum * (i == 0 ? 1 : 2) * (j == 0 ? 1 : 2) / (n * n);
    }
  return out;
}

}  // namespace

std::optional<SmoothMap> SmoothMap::fit(const Box& box, double tolerance, const Exact& exact) {
  if (box.empty() || !(box.width() > 0) || !(box.height() > 0) || !std::isfinite(box.width()) || !std::isfinite(box.height()))
    return std::nullopt;
  std::vector<double> x, y, exact_x, exact_y;
  for (const int degree : degrees) {
    const int n = degree + 1;
    std::vector<double> nodes, fine;
    for (int k = 0; k < n; ++k) nodes.push_back(std::cos(std::numbers::pi * (k + 0.5) / n));
    for (int k = 0; k <= 4 * n; ++k) fine.push_back(-1 + 2.0 * k / (4 * n));
    place(box, nodes, x, y);
    exact(x.data(), y.data(), x.size());
    if (!all_finite(x) || !all_finite(y)) return std::nullopt;
    SmoothMap map;
    map.box_ = box, map.degree_ = degree, map.x_ = coefficients(x, n), map.y_ = coefficients(y, n);
    place(box, fine, x, y);
    exact_x = x, exact_y = y;
    exact(exact_x.data(), exact_y.data(), exact_x.size());
    map.apply(x.data(), y.data(), x.size());
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double off = std::max(std::abs(x[i] - exact_x[i]), std::abs(y[i] - exact_y[i]));
      worst = std::isfinite(off) ? std::max(worst, off) : std::numeric_limits<double>::infinity();
    }
    if (worst <= tolerance) return map;
  }
  return std::nullopt;
}

void SmoothMap::apply(double* x, double* y, std::size_t count) const {
  constexpr std::size_t block = 64;  // in step, so that the compiler uses wide registers
  using Lane = std::array<double, block>;
  std::array<Lane, most_terms> tu, tv;
  const int n = degree_ + 1;
  for (std::size_t first = 0; first < count; first += block) {
    const std::size_t size = std::min(block, count - first);
    Lane u{}, v{};
    for (std::size_t p = 0; p < size; ++p) {
      const bool inside = box_.contains({x[first + p], y[first + p]});
      u[p] = inside ? 2 * (x[first + p] - box_.min_x) / box_.width() - 1 : std::numeric_limits<double>::quiet_NaN();
      v[p] = 2 * (y[first + p] - box_.min_y) / box_.height() - 1;
    }
    const auto chebyshev = [n](std::array<Lane, most_terms>& t, const Lane& at) {
      t[0].fill(1);
      t[1] = at;
      for (int k = 2; k < n; ++k)
        for (std::size_t p = 0; p < block; ++p) t[k][p] = 2 * at[p] * t[k - 1][p] - t[k - 2][p];
    };
    chebyshev(tu, u), chebyshev(tv, v);
    Lane sum_x{}, sum_y{};
    for (int j = 0; j < n; ++j) {
      Lane row_x{}, row_y{};
      for (int i = 0; i < n; ++i) {
        const double cx = x_[static_cast<std::size_t>(j) * n + i], cy = y_[static_cast<std::size_t>(j) * n + i];
        for (std::size_t p = 0; p < block; ++p) row_x[p] += cx * tu[i][p], row_y[p] += cy * tu[i][p];
      }
      for (std::size_t p = 0; p < block; ++p) sum_x[p] += row_x[p] * tv[j][p], sum_y[p] += row_y[p] * tv[j][p];
    }
    std::copy_n(sum_x.begin(), size, x + first);
    std::copy_n(sum_y.begin(), size, y + first);
  }
}

}  // namespace data
