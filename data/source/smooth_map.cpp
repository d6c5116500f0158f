#include "data/source/smooth_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace data {
namespace {

constexpr int degrees[] = {4, 6, 8, 11};

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
  switch (degree_) {
    case degrees[0]: return apply_terms<degrees[0] + 1>(x, y, count);
    case degrees[1]: return apply_terms<degrees[1] + 1>(x, y, count);
    case degrees[2]: return apply_terms<degrees[2] + 1>(x, y, count);
    default: return apply_terms<degrees[3] + 1>(x, y, count);
  }
}

/// With the number of terms known to the compiler a point's sums stay in registers, and several points go side by side: half the time.
template <int n>
void SmoothMap::apply_terms(double* x, double* y, std::size_t count) const {
  constexpr std::size_t block = 32;
  using Lane = std::array<double, block>;
  const double* cx = x_.data();
  const double* cy = y_.data();
  for (std::size_t first = 0; first < count; first += block) {
    const std::size_t size = std::min(block, count - first);
    Lane u{}, v{}, sum_x, sum_y;
    for (std::size_t p = 0; p < size; ++p) {
      const bool inside = box_.contains({x[first + p], y[first + p]});
      u[p] = inside ? 2 * (x[first + p] - box_.min_x) / box_.width() - 1 : std::numeric_limits<double>::quiet_NaN();
      v[p] = 2 * (y[first + p] - box_.min_y) / box_.height() - 1;
    }
    for (std::size_t p = 0; p < block; ++p) {
      double tu[n], tv[n];
      tu[0] = tv[0] = 1, tu[1] = u[p], tv[1] = v[p];
      for (int k = 2; k < n; ++k) tu[k] = 2 * u[p] * tu[k - 1] - tu[k - 2], tv[k] = 2 * v[p] * tv[k - 1] - tv[k - 2];
      double sx = 0, sy = 0;
      for (int j = 0; j < n; ++j) {
        double row_x = 0, row_y = 0;
        for (int i = 0; i < n; ++i) row_x += cx[j * n + i] * tu[i], row_y += cy[j * n + i] * tu[i];
        sx += row_x * tv[j], sy += row_y * tv[j];
      }
      sum_x[p] = sx, sum_y[p] = sy;
    }
    std::copy_n(sum_x.begin(), size, x + first);
    std::copy_n(sum_y.begin(), size, y + first);
  }
}

}  // namespace data
