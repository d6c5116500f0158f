// Worker threads and an inbox: jobs go in as values, results come out as values, the drawing thread never waits.
#pragma once

#include <array>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "data/load.h"
#include "layers/layer.h"
#include "viewer/previewer.h"

namespace viewer {

struct PieceDone {
  std::string layer;
  std::uint64_t ticket = 0;
  layers::Piece piece;
};
struct DataReady { std::uint64_t generation = 0; std::shared_ptr<const data::Dataset> dataset; };
struct ProjectReady { std::uint64_t generation = 0; std::shared_ptr<const data::Loaded> loaded; };
struct ProjectFailed { std::uint64_t generation = 0; std::string message; };
/// A task of its own ended; the message is for people.
struct TaskDone {
  enum class Kind { layer, picture_saved, picture_copied } kind = Kind::layer;
  bool good = true;
  std::string message;
  std::vector<std::uint8_t> bytes{};  ///< of a picture to copy
};

using Finished = std::variant<PieceDone, DataReady, ProjectReady, ProjectFailed, TaskDone, Preview>;

class Loader {
 public:
  /// `wake` is called from workers whenever something lands in the inbox.
  Loader(unsigned threads, std::function<void()> wake);
  ~Loader();
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  /// Reads a project on a thread of its own; an earlier one still under way is asked to stop and its results are dropped.
  /// `path` may come from a function, because even finding the sample may mean generating it.
  std::uint64_t open(std::function<std::filesystem::path()> path, const std::filesystem::path& assets, const data::LoadOptions& options);
  void submit(layers::Job job);
  /// Runs something slow beside the jobs; what it throws arrives as a TaskDone of that kind that is not good.
  void run_task(TaskDone::Kind kind, std::function<TaskDone()> task);
  /// Puts into the inbox what another thread finished.
  void deliver(Finished result);
  /// Everything finished since the last call.
  std::vector<Finished> take();
  bool busy() const;
  std::uint64_t generation() const { return generation_; }
  const data::LoadProgress* progress() const { return progress_.get(); }

 private:
  /// Jobs that compute, and jobs that wait for a disk or a network: a queue and threads for each.
  enum Lane { computing, waiting, lanes };
  void work(Lane lane, const std::stop_token& stop);

  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::condition_variable_any something_;
  std::array<std::deque<layers::Job>, lanes> jobs_;
  std::vector<Finished> inbox_;
  int running_ = 0;
  std::uint64_t generation_ = 0;
  std::shared_ptr<data::LoadProgress> progress_;
  std::vector<std::jthread> tasks_;
  std::vector<std::jthread> openers_;   ///< joined at the end; all but the last have been asked to stop
  std::vector<std::jthread> workers_;   ///< last member: stops first
};

}  // namespace viewer
