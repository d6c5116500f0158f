#include "viewer/loader.h"

#include <utility>

#include "data/source/error.h"
#include "data/source/give_way.h"
#include "data/source/i18n.h"

namespace viewer {

Loader::Loader(unsigned threads, std::function<void()> wake) : wake_(std::move(wake)) {
  for (const Lane lane : {computing, waiting})
    for (unsigned t = 0; t < std::max(1U, threads); ++t) workers_.emplace_back([this, lane](const std::stop_token& stop) { work(lane, stop); });
}

Loader::~Loader() {
  for (auto* group : {&workers_, &openers_, &tasks_})
    for (std::jthread& thread : *group) thread.request_stop();
  something_.notify_all();
}

std::uint64_t Loader::open(std::function<std::filesystem::path()> path, const std::filesystem::path& assets, const data::LoadOptions& options) {
  for (std::jthread& earlier : openers_) earlier.request_stop();
  std::uint64_t generation = 0;
  auto progress = std::make_shared<data::LoadProgress>();
  {
    const std::lock_guard lock(mutex_);
    generation = ++generation_;
    progress_ = progress;
    ++running_;
  }
  openers_.emplace_back([this, generation, progress, path = std::move(path), assets, options](const std::stop_token& stop) {
    Finished result;
    try {
      const auto on_data = [&](std::shared_ptr<const data::Dataset> dataset) { deliver(DataReady{generation, std::move(dataset)}); };
      result = ProjectReady{generation, data::load_project(path(), assets, options, stop, progress.get(), on_data)};
    } catch (const std::exception& error) {
      result = ProjectFailed{generation, error.what()};
    }
    {
      const std::lock_guard lock(mutex_);
      --running_;
    }
    deliver(std::move(result));
  });
  return generation;
}

void Loader::submit(layers::Job job) {
  {
    const std::lock_guard lock(mutex_);
    jobs_[job.waits ? waiting : computing].push_back(std::move(job));
    ++running_;
  }
  something_.notify_all();
}

void Loader::run_task(TaskDone::Kind kind, std::function<TaskDone()> task) {
  {
    const std::lock_guard lock(mutex_);
    ++running_;
  }
  tasks_.emplace_back([this, kind, task = std::move(task)] {
    TaskDone done;
    try {
      done = task();
    } catch (const std::exception& error) {
      done = {kind, false, error.what()};
    }
    {
      const std::lock_guard lock(mutex_);
      --running_;
    }
    deliver(std::move(done));
  });
}

std::vector<Finished> Loader::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(inbox_, {});
}

bool Loader::busy() const {
  const std::lock_guard lock(mutex_);
  return running_ > 0 || !inbox_.empty();
}

void Loader::deliver(Finished result) {
  {
    const std::lock_guard lock(mutex_);
    inbox_.push_back(std::move(result));
  }
  wake_();
}

void Loader::work(Lane lane, const std::stop_token& stop) {
  // What may come later gives way to the picture that is being drawn.
  if (lane == waiting) data::give_way();
  std::deque<layers::Job>& jobs = jobs_[lane];
  while (true) {
    layers::Job job;
    {
      std::unique_lock lock(mutex_);
      if (!something_.wait(lock, stop, [&jobs] { return !jobs.empty(); }) || stop.stop_requested()) return;
      job = std::move(jobs.front());
      jobs.pop_front();
    }
    PieceDone done{job.layer, job.ticket, {}};
    try {
      done.piece = job.run(stop);
    } catch (const std::exception& error) {
      deliver(TaskDone{TaskDone::Kind::layer, false, data::trf("Layer '{}' could not be prepared for drawing: {}", job.layer, error.what())});
    }
    {
      const std::lock_guard lock(mutex_);
      --running_;
    }
    deliver(std::move(done));
  }
}

}  // namespace viewer
