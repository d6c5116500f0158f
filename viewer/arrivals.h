// What has been read of a project so far, from the threads that read to the one that draws.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "data/load.h"

namespace viewer {

/// Only the newest waits. Any thread.
class Arrivals {
 public:
  /// Nothing more comes once this goes, whichever way the reading ends.
  class End {
   public:
    explicit End(Arrivals& of) : of_(of) {}
    ~End() { of_.close(); }
    End(const End&) = delete;
    End& operator=(const End&) = delete;

   private:
    Arrivals& of_;
  };

  void announce(data::Project project) {
    const std::lock_guard lock(mutex_);
    project_ = std::move(project);
    something_.notify_one();
  }
  /// Waits for the project; nothing when the reading ended before it was known.
  std::optional<data::Project> project() {
    std::unique_lock lock(mutex_);
    something_.wait(lock, [&] { return project_ || closed_; });
    return project_;
  }
  void put(std::shared_ptr<const data::Dataset> dataset) {
    const std::lock_guard lock(mutex_);
    newest_ = std::move(dataset);
    something_.notify_one();
  }
  /// Waits; null when nothing more comes: what was still waiting then is less than what was read.
  std::shared_ptr<const data::Dataset> take() {
    std::unique_lock lock(mutex_);
    something_.wait(lock, [&] { return newest_ || closed_; });
    return closed_ ? nullptr : std::exchange(newest_, nullptr);
  }
  /// Whether nothing more comes.
  bool ended() {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    something_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable something_;
  std::optional<data::Project> project_;
  std::shared_ptr<const data::Dataset> newest_;
  bool closed_ = false;
};

}  // namespace viewer
