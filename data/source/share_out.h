// Work shared between cores: over a range of rows, or one thing after the other.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <thread>
#include <vector>

namespace data {

/// In how many parts `n` rows are shared out to up to `threads` threads: few rows are not worth one.
inline std::size_t parts_of(std::size_t n, unsigned threads) { return std::clamp<std::size_t>(n / 20000, 1, std::max(1U, threads)); }

/// Runs f(part, begin, end) over the parts of [0, n), the caller's thread among theirs.
template <typename F>
void share_out_parts(std::size_t n, unsigned threads, F f) {
  const std::size_t parts = parts_of(n, threads);
  std::vector<std::jthread> workers;
  for (std::size_t p = 1; p < parts; ++p) workers.emplace_back([=] { f(p, n * p / parts, n * (p + 1) / parts); });
  f(std::size_t{0}, std::size_t{0}, n / parts);
}

/// The same where it does not matter which part it is: f(begin, end).
template <typename F>
void share_out(std::size_t n, unsigned threads, F f) {
  share_out_parts(n, threads, [=](std::size_t, std::size_t begin, std::size_t end) { f(begin, end); });
}

/// Runs f(i) for every i below `n` on up to `threads` threads, each of which takes the next when it has done one. Throws what the first
/// of them threw.
template <typename F>
void share_out_each(std::size_t n, unsigned threads, const F& f) {
  std::atomic<std::size_t> next{0};
  std::vector<std::future<void>> workers;
  for (std::size_t t = 0; t < std::min<std::size_t>(std::max(1U, threads), n); ++t)
    workers.push_back(std::async(std::launch::async, [&] {
      for (std::size_t i = next++; i < n; i = next++) f(i);
    }));
  for (std::future<void>& worker : workers) worker.get();
}

/// The rows of a picture, shared out by its pixels: f(first, end).
template <typename F>
void share_out_rows(int width, int height, F f) {
  const std::size_t wide = static_cast<std::size_t>(std::max(width, 1));
  share_out(wide * static_cast<std::size_t>(height), std::thread::hardware_concurrency(),
            [=](std::size_t begin, std::size_t end) { f(static_cast<int>(begin / wide), static_cast<int>(end / wide)); });
}

}  // namespace data
