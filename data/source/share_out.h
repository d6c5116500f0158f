// Work over a range of rows, shared between cores.
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace data {

/// Runs f(begin, end) over parts of [0, n) on up to `threads` threads, the caller's among them; few rows are not worth a thread.
template <typename F>
void share_out(std::size_t n, unsigned threads, F f) {
  const std::size_t parts = std::clamp<std::size_t>(n / 20000, 1, std::max(1U, threads));
  std::vector<std::jthread> workers;
  for (std::size_t p = 1; p < parts; ++p) workers.emplace_back([=] { f(n * p / parts, n * (p + 1) / parts); });
  f(0, n / parts);
}

}  // namespace data
