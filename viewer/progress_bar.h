// A progress line on a terminal, and nothing at all in a pipe.
#pragma once

#include <cstdint>
#include <string>

namespace viewer {

class ProgressBar {
 public:
  /// `label` is for people, in their language.
  explicit ProgressBar(std::string label);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  void show(std::uint64_t done, std::uint64_t total);

 private:
  std::string label_;
  int percent_ = -1;
  bool terminal_;
};

}  // namespace viewer
