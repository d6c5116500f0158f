#include "viewer/loader.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <set>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "tests/support/geojson.h"
#include "tests/support/scratch.h"

namespace viewer {
namespace {

using support::Scratch;
using namespace std::chrono_literals;

/// Waits for results without sleeping blindly: the loader's own wake-up call is what ends the wait.
class Inbox {
 public:
  std::function<void()> wake() {
    return [this] {
      const std::lock_guard lock(mutex_);
      ++calls_;
      woken_.notify_all();
    };
  }
  /// Everything that arrives until `enough` of what has arrived, at most for half a minute.
  std::vector<Finished> until(Loader& loader, const std::function<bool(const std::vector<Finished>&)>& enough) {
    const auto end = std::chrono::steady_clock::now() + 30s;
    std::vector<Finished> all;
    while (true) {
      for (Finished& finished : loader.take()) all.push_back(std::move(finished));
      if (enough(all)) return all;
      std::unique_lock lock(mutex_);
      if (!woken_.wait_until(lock, end, [&] { return calls_ != seen_; })) {
        ADD_FAILURE() << "nothing more arrived; got " << all.size();
        return all;
      }
      seen_ = calls_;
    }
  }
  std::vector<Finished> until_count(Loader& loader, std::size_t count) {
    return until(loader, [count](const auto& all) { return all.size() >= count; });
  }
  int calls() {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable woken_;
  int calls_ = 0, seen_ = 0;
};

layers::Job job(
    const char* layer, std::uint64_t ticket,
    std::function<layers::Piece(std::stop_token)> run = [](std::stop_token) { return layers::Piece{}; }) {
  return {layer, ticket, std::move(run)};
}

template <typename T>
std::vector<T> of(const std::vector<Finished>& all) {
  std::vector<T> out;
  for (const Finished& finished : all)
    if (const T* one = std::get_if<T>(&finished)) out.push_back(*one);
  return out;
}

std::filesystem::path write_project(const Scratch& scratch) {
  scratch.write("units.geojson", support::GeoJson().box(105.6, 21.3, 105.7, 21.4, {{"code", "1"}, {"name", "A"}}).text());
  return scratch.write("project.json", R"({"version": 1, "title": "Test", "crs": "EPSG:5897", "date": "2022-12-31",
    "units": [{"level": "commune", "source": "units.geojson", "code": "code", "name": "name"}], "layers": []})");
}

TEST(Loader, EveryJobsPieceArrivesWithItsTicket) {
  Inbox inbox;
  Loader loader(3, inbox.wake());
  for (std::uint64_t ticket = 1; ticket <= 50; ++ticket)
    loader.submit(job("fill", ticket, [](std::stop_token) { return layers::Piece(layers::FillMesh{}); }));
  std::multiset<std::uint64_t> tickets;
  for (const PieceDone& done : of<PieceDone>(inbox.until_count(loader, 50))) {
    EXPECT_EQ(done.layer, "fill");
    EXPECT_TRUE(std::holds_alternative<layers::FillMesh>(done.piece));
    tickets.insert(done.ticket);
  }
  EXPECT_EQ(tickets.size(), 50u);
  EXPECT_EQ(std::set<std::uint64_t>(tickets.begin(), tickets.end()).size(), 50u);
  EXPECT_FALSE(loader.busy());
  EXPECT_GE(inbox.calls(), 1);
}

TEST(Loader, JobsRunSideBySideAndOffThisThread) {
  Inbox inbox;
  Loader loader(2, inbox.wake());
  std::latch both(2);
  std::atomic<bool> here{false};
  const auto self = std::this_thread::get_id();
  for (std::uint64_t ticket = 1; ticket <= 2; ++ticket)
    loader.submit(job("a", ticket, [&](std::stop_token) {
      here = here || std::this_thread::get_id() == self;
      both.arrive_and_wait();  // ends only when both are under way
      return layers::Piece{};
    }));
  EXPECT_EQ(inbox.until_count(loader, 2).size(), 2u);
  EXPECT_FALSE(here);
}

TEST(Loader, IsBusyUntilTheResultIsTaken) {
  Inbox inbox;
  Loader loader(1, inbox.wake());
  EXPECT_FALSE(loader.busy());
  std::latch go(1);
  loader.submit(job("a", 1, [&](std::stop_token) {
    go.wait();
    return layers::Piece{};
  }));
  EXPECT_TRUE(loader.busy());
  EXPECT_TRUE(loader.take().empty());
  EXPECT_TRUE(loader.busy());
  go.count_down();
  inbox.until_count(loader, 1);
  EXPECT_FALSE(loader.busy());
}

TEST(Loader, WhatWaitsForADiskOrANetworkHoldsNothingUp) {
  Inbox inbox;
  Loader loader(1, inbox.wake());
  std::latch answered(1);
  for (std::uint64_t ticket = 1; ticket <= 5; ++ticket) {
    layers::Job slow = job("far", ticket, [&](std::stop_token) {
      answered.wait();
      return layers::Piece{};
    });
    slow.waits = true;
    loader.submit(std::move(slow));
  }
  for (std::uint64_t ticket = 6; ticket <= 9; ++ticket) loader.submit(job("fill", ticket));
  std::set<std::uint64_t> tickets;
  for (const PieceDone& done : of<PieceDone>(inbox.until_count(loader, 4))) tickets.insert(done.ticket);
  EXPECT_EQ(tickets, (std::set<std::uint64_t>{6, 7, 8, 9})) << "on the one thread that computes";
  EXPECT_TRUE(loader.busy());
  answered.count_down();
  EXPECT_EQ(inbox.until_count(loader, 5).size(), 5u);
}

TEST(Loader, AJobsExceptionIsAMessageAndItsWishIsAnswered) {
  data::set_language(data::Lang::en);
  Inbox inbox;
  Loader loader(1, inbox.wake());
  loader.submit(job("fill", 7, [](std::stop_token) -> layers::Piece { throw data::Error({.what = "the polygon is inside out"}); }));
  const auto all = inbox.until_count(loader, 2);
  const auto told = of<TaskDone>(all);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_FALSE(told[0].good);
  EXPECT_NE(told[0].message.find("'fill'"), std::string::npos);
  EXPECT_NE(told[0].message.find("inside out"), std::string::npos);
  const auto done = of<PieceDone>(all);
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].ticket, 7u);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(done[0].piece));
  EXPECT_FALSE(loader.busy());
  loader.submit(job("fill", 8));  // the worker lives on
  EXPECT_EQ(of<PieceDone>(inbox.until_count(loader, 1)).size(), 1u);
}

TEST(Loader, TasksReportTheirOutcome) {
  Inbox inbox;
  Loader loader(1, inbox.wake());
  loader.run_task(TaskDone::Kind::picture_saved, [] { return TaskDone{TaskDone::Kind::picture_saved, true, "written"}; });
  const auto good = of<TaskDone>(inbox.until_count(loader, 1));
  ASSERT_EQ(good.size(), 1u);
  EXPECT_TRUE(good[0].good);
  EXPECT_EQ(good[0].message, "written");
  loader.run_task(TaskDone::Kind::picture_copied, []() -> TaskDone { throw std::runtime_error("disk full"); });
  const auto bad = of<TaskDone>(inbox.until_count(loader, 1));
  ASSERT_EQ(bad.size(), 1u);
  EXPECT_FALSE(bad[0].good);
  EXPECT_EQ(bad[0].message, "disk full");
  EXPECT_EQ(bad[0].kind, TaskDone::Kind::picture_copied);
  EXPECT_FALSE(loader.busy());
}

TEST(Loader, OpensAProjectUnitsFirst) {
  const Scratch scratch;
  const auto project = write_project(scratch);
  Inbox inbox;
  Loader loader(1, inbox.wake());
  const auto generation = loader.open([&] { return project; }, {}, {});
  const auto all = inbox.until(loader, [](const auto& got) { return !of<ProjectReady>(got).empty() || !of<ProjectFailed>(got).empty(); });
  const auto data = of<DataReady>(all);
  const auto ready = of<ProjectReady>(all);
  ASSERT_EQ(data.size(), 2u);  // the units, then the layers while they are counted
  ASSERT_EQ(ready.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<DataReady>(all.front()));
  EXPECT_EQ(data[0].generation, generation);
  EXPECT_TRUE(data[0].dataset->layers.empty());
  EXPECT_EQ(data[1].dataset->layers.size(), data[1].dataset->project.layers.size());
  EXPECT_EQ(data[1].dataset->units, data[0].dataset->units);
  EXPECT_EQ(ready[0].generation, generation);
  EXPECT_EQ(ready[0].loaded->dataset->units->units.size(), 1u);
  ASSERT_NE(loader.progress(), nullptr);
  EXPECT_EQ(loader.progress()->step, loader.progress()->steps);
  EXPECT_FALSE(loader.busy());
}

TEST(Loader, AProjectThatCannotBeOpenedIsAMessage) {
  data::set_language(data::Lang::en);
  const Scratch scratch;
  Inbox inbox;
  Loader loader(1, inbox.wake());
  const auto generation = loader.open([&] { return scratch / "absent.json"; }, {}, {});
  const auto failed = of<ProjectFailed>(inbox.until_count(loader, 1));
  ASSERT_EQ(failed.size(), 1u);
  EXPECT_EQ(failed[0].generation, generation);
  EXPECT_NE(failed[0].message.find("absent.json"), std::string::npos);
  loader.open([]() -> std::filesystem::path { throw std::runtime_error("no sample"); }, {}, {});
  EXPECT_EQ(of<ProjectFailed>(inbox.until_count(loader, 1)).at(0).message, "no sample");
}

TEST(Loader, ALaterOpenStopsTheEarlierOneWhoseResultsAreTold) {
  const Scratch scratch;
  const auto project = write_project(scratch);
  Inbox inbox;
  Loader loader(1, inbox.wake());
  std::latch second_asked(1);
  const auto first = loader.open(
      [&] {
        second_asked.wait();
        return project;
      },
      {}, {});
  const auto second = loader.open([&] { return project; }, {}, {});
  EXPECT_EQ(loader.generation(), second);
  EXPECT_GT(second, first);
  second_asked.count_down();
  const auto all = inbox.until(loader, [&](const auto& got) {
    bool stopped = false, ready = false;
    for (const auto& f : of<ProjectFailed>(got)) stopped |= f.generation == first;
    for (const auto& r : of<ProjectReady>(got)) ready |= r.generation == second;
    return stopped && ready;
  });
  // Whatever came of the earlier one carries its own generation, which is no longer the loader's.
  for (const auto& r : of<ProjectReady>(all)) EXPECT_EQ(r.generation, second);
  EXPECT_FALSE(loader.busy());
}

TEST(Loader, GoesWithoutWaitingForWhatIsQueued) {
  const auto start = std::chrono::steady_clock::now();
  std::atomic<int> run{0};
  {
    Inbox inbox;
    Loader loader(1, inbox.wake());
    std::latch started(1);
    loader.submit(job("a", 1, [&](const std::stop_token& stop) {
      started.count_down();
      while (!stop.stop_requested()) std::this_thread::yield();
      ++run;
      return layers::Piece{};
    }));
    for (std::uint64_t ticket = 2; ticket < 1000; ++ticket)
      loader.submit(job("a", ticket, [&](std::stop_token) {
        ++run;
        std::this_thread::sleep_for(50ms);
        return layers::Piece{};
      }));
    started.wait();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 20s);
  EXPECT_LT(run, 100);
}

}  // namespace
}  // namespace viewer
