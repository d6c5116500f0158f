#include "viewer/progress_bar.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace viewer {

ProgressBar::ProgressBar(std::string label) : label_(std::move(label)), terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (terminal_ && percent_ >= 0) fmt::print(stderr, "\r\033[K");
}

void ProgressBar::show(std::uint64_t done, std::uint64_t total) {
  if (!terminal_ || total == 0) return;
  const int percent = static_cast<int>(100 * done / total);
  if (percent == percent_) return;
  percent_ = percent;
  constexpr int width = 30;
  const int filled = percent * width / 100;
  fmt::print(stderr, "\r\033[K{} [{}{}] {} %", label_, std::string(static_cast<std::size_t>(filled), '#'), std::string(static_cast<std::size_t>(width - filled), ' '), percent);
  std::fflush(stderr);
}

}  // namespace viewer
