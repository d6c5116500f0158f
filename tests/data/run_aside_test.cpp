// What cannot be interrupted is left to itself, and a program that left some ends well all the same.
#include "data/source/run_aside.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "data/source/i18n.h"

namespace data {
namespace {

using namespace std::chrono_literals;

void until_none_runs() {
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (running_aside() > 0 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(running_aside(), 0);
}

TEST(RunAside, WhatEndsIsWaitedFor) {
  const std::stop_source stop;
  std::thread::id where;
  Lang spoken = Lang::vi;
  const LanguageHere words(Lang::en);
  EXPECT_TRUE(run_aside([&] { where = std::this_thread::get_id(), spoken = language(); }, stop.get_token()));
  EXPECT_NE(where, std::this_thread::get_id());
  EXPECT_EQ(spoken, Lang::en) << "it speaks as its caller does";
  EXPECT_TRUE(run_aside([&] { where = std::this_thread::get_id(); }, {}));
  EXPECT_EQ(where, std::this_thread::get_id()) << "nothing can stop it";
  EXPECT_EQ(running_aside(), 0);
}

TEST(RunAside, WhatItThrowsArrives) {
  const std::stop_source stop;
  EXPECT_THROW(run_aside([] { throw std::runtime_error("a"); }, stop.get_token()), std::runtime_error);
  EXPECT_EQ(running_aside(), 0);
}

TEST(RunAside, AStopRequestLeavesItToItself) {
  std::stop_source stop;
  const auto go = std::make_shared<std::latch>(1);
  const auto done = std::make_shared<std::atomic<bool>>(false);
  const std::jthread soon([&] { std::this_thread::sleep_for(20ms), stop.request_stop(); });
  EXPECT_FALSE(run_aside([go, done] { go->wait(), *done = true; }, stop.get_token()));
  EXPECT_FALSE(*done);
  EXPECT_EQ(running_aside(), 1);
  go->count_down();
  until_none_runs();
  EXPECT_TRUE(*done);
  EXPECT_EQ(go.use_count(), 1) << "what it held has gone";
}

TEST(RunAside, NoMoreThanSoManyAtOnce) {
  const auto go = std::make_shared<std::latch>(1);
  const auto most = std::make_shared<std::atomic<int>>(0);
  std::stop_source stop;
  std::vector<std::jthread> callers;
  for (int i = 0; i < most_aside + 8; ++i) callers.emplace_back([&] { run_aside([go, most] { ++*most, go->wait(); }, stop.get_token()); });
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (*most < most_aside && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(*most, most_aside);
  stop.request_stop();  // also ends the wait of those whose turn has not come
  callers.clear();
  go->count_down();
  until_none_runs();
  EXPECT_EQ(*most, most_aside);
}

/// Its work is still under way when the program ends.
[[noreturn]] void leave_and_end(bool stopped, int code) {
  std::atexit([] { std::fputs("taken down\n", stderr); });
  std::stop_source stop;
  {
    const std::jthread soon([&] { std::this_thread::sleep_for(50ms), stopped&& stop.request_stop(); });
    run_aside([stopped] { std::this_thread::sleep_for(stopped ? 60s : 0s); }, stop.get_token());
  }
  std::fputs("said before\n", stderr);
  end_program(code);
}

TEST(RunAsideDeathTest, TheProgramEndsWithItsOwnCodeAndTakesNothingDownUnderWorkLeft) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EXIT(leave_and_end(true, 3), ::testing::ExitedWithCode(3), "^said before\n$");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
  EXPECT_EXIT(leave_and_end(false, 4), ::testing::ExitedWithCode(4), "said before\ntaken down\n");
}

}  // namespace
}  // namespace data
