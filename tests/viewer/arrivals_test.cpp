// What has been read so far, from the threads that read to the one that draws.
#include "viewer/arrivals.h"

#include <gtest/gtest.h>

#include <future>

namespace viewer {
namespace {

std::shared_ptr<const data::Dataset> one() { return std::make_shared<const data::Dataset>(); }

TEST(Arrivals, TheNewestIsTakenOnce) {
  Arrivals arrivals;
  const auto newest = one();
  arrivals.put(one());
  arrivals.put(newest);
  EXPECT_EQ(arrivals.take(), newest);
  EXPECT_FALSE(arrivals.ended());
  { const Arrivals::End end(arrivals); }
  EXPECT_TRUE(arrivals.ended());
  EXPECT_EQ(arrivals.take(), nullptr);
}

TEST(Arrivals, WhatWaitsAtTheEndIsNotTaken) {
  Arrivals arrivals;
  arrivals.put(one());
  { const Arrivals::End end(arrivals); }
  EXPECT_EQ(arrivals.take(), nullptr);
}

TEST(Arrivals, TheProjectIsWaitedFor) {
  Arrivals arrivals;
  auto reading = std::async(std::launch::async, [&] {
    const Arrivals::End end(arrivals);
    data::Project project;
    project.crs = "EPSG:5897";
    arrivals.announce(std::move(project));
  });
  const auto project = arrivals.project();
  ASSERT_TRUE(project);
  EXPECT_EQ(project->crs, "EPSG:5897");
  reading.get();
  EXPECT_TRUE(arrivals.project()) << "also afterwards";
}

TEST(Arrivals, NobodyWaitsForAProjectThatCannotBeRead) {
  Arrivals arrivals;
  auto reading = std::async(std::launch::async, [&] { const Arrivals::End end(arrivals); });
  EXPECT_FALSE(arrivals.project());
}

}  // namespace
}  // namespace viewer
