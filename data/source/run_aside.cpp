#include "data/source/run_aside.h"

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "data/source/i18n.h"

namespace data {
namespace {

struct Aside {
  std::mutex mutex;
  std::condition_variable_any changed;
  int running = 0;
  bool left = false;  ///< some work was not waited for
};

/// Never taken down: what was left to itself may end after everything else.
Aside& aside() {
  static Aside* const all = new Aside;
  return *all;
}

struct Outcome {
  bool ended = false;
  std::exception_ptr error;
};

void run(std::function<void()> work, Lang lang, const std::shared_ptr<Outcome>& outcome) {
  std::exception_ptr error;
  try {
    const LanguageHere words(lang);
    work();
  } catch (...) { error = std::current_exception(); }
  work = nullptr;  // what it holds goes before anybody is told
  Aside& all = aside();
  const std::lock_guard lock(all.mutex);
  outcome->error = std::exchange(error, nullptr);
  outcome->ended = true;
  --all.running;
  all.changed.notify_all();
}

}  // namespace

bool run_aside(std::function<void()> work, const std::stop_token& stop) {
  if (!stop.stop_possible()) return work(), true;
  Aside& all = aside();
  const auto outcome = std::make_shared<Outcome>();
  std::thread thread;
  {
    std::unique_lock lock(all.mutex);
    if (!all.changed.wait(lock, stop, [&all] { return all.running < most_aside; })) return false;
    thread = std::thread(run, std::move(work), language(), outcome);
    ++all.running;
    if (!all.changed.wait(lock, stop, [&outcome] { return outcome->ended; })) {
      all.left = true;
      thread.detach();
      return false;
    }
  }
  thread.join();
  if (outcome->error) std::rethrow_exception(outcome->error);
  return true;
}

int running_aside() {
  Aside& all = aside();
  const std::lock_guard lock(all.mutex);
  return all.running;
}

void end_program(int code) {
  bool left = false;
  {
    Aside& all = aside();
    const std::lock_guard lock(all.mutex);
    left = all.left;
  }
  if (!left) std::exit(code);
  std::fflush(nullptr);
  std::_Exit(code);
}

}  // namespace data
