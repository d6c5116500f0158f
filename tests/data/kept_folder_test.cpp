// A folder of kept things is held to a size, whoever else does the same.
#include "data/source/kept_folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace data {
namespace {

namespace fs = std::filesystem;

class KeptFolder : public ::testing::Test {
 protected:
  /// Of 100 bytes, written and read so many days ago.
  void put(const std::string& name, int written, int read) {
    const fs::path path = scratch_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << std::string(100, 'x');
    const auto ago = [](int days) { return timespec{std::time(nullptr) - 86400L * days, 0}; };
    const timespec times[2] = {ago(read), ago(written)};
    ASSERT_EQ(utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  }
  std::set<std::string> left() const {
    std::set<std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(scratch_.path()))
      if (entry.is_regular_file()) out.insert(entry.path().filename().string());
    return out;
  }
  support::Scratch scratch_;
};

using Names = std::set<std::string>;

TEST_F(KeptFolder, TheLeastUsedGoAtAnyDepth) {
  put("a", 1, 1), put("1/b", 4, 4), put("1/2/c", 2, 2), put("3/d", 3, 3);
  keep_within(scratch_.path(), 400, LastUse::written);
  EXPECT_EQ(left(), (Names{"a", "b", "c", "d"})) << "there is room";
  keep_within(scratch_.path(), 399, LastUse::written);
  EXPECT_EQ(left(), (Names{"a", "c", "d"}));
  keep_within(scratch_.path(), 250, LastUse::written);
  EXPECT_EQ(left(), (Names{"a", "c"}));
  EXPECT_TRUE(fs::is_directory(scratch_ / "1" / "2")) << "another may be about to write there";
  keep_within(scratch_.path(), 0, LastUse::written);
  EXPECT_EQ(left(), Names{});
}

TEST_F(KeptFolder, AReadIsAUseWhereOnlyReadsTell) {
  put("fetched long ago, read today", 90, 0), put("fetched last week", 7, 7), put("fetched and read last month", 60, 30);
  keep_within(scratch_.path(), 200, LastUse::read);
  EXPECT_EQ(left(), (Names{"fetched long ago, read today", "fetched last week"}));
  keep_within(scratch_.path(), 100, LastUse::written);
  EXPECT_EQ(left(), (Names{"fetched last week"}));
}

TEST_F(KeptFolder, WhatALinkPointsToIsNotItsOwn) {
  put("a", 1, 1);
  const support::Scratch elsewhere;
  elsewhere.write("precious", std::string(1000, 'x'));
  fs::create_directory_symlink(elsewhere.path(), scratch_ / "folder");
  fs::create_symlink(elsewhere / "precious", scratch_ / "file");
  keep_within(scratch_.path(), 100, LastUse::written);
  EXPECT_EQ(left(), (Names{"a", "file"}));
  keep_within(scratch_.path(), 0, LastUse::written);
  EXPECT_TRUE(fs::exists(elsewhere / "precious"));
}

TEST_F(KeptFolder, NoFolderIsNoHarm) {
  keep_within(scratch_ / "absent", 0, LastUse::written);
  keep_within({}, 0, LastUse::written);
  EXPECT_FALSE(fs::exists(scratch_ / "absent"));
}

TEST_F(KeptFolder, AStopRequestLeavesTheRest) {
  put("a", 1, 1);
  std::stop_source stop;
  stop.request_stop();
  keep_within(scratch_.path(), 0, LastUse::written, stop.get_token());
  EXPECT_EQ(left(), Names{"a"});
}

TEST_F(KeptFolder, ManyAtOnceTakeNoMoreThanOneWould) {
  constexpr int files = 600, room = 200, processes = 4;
  for (int i = 0; i < files; ++i) put(std::to_string(i % 16) + "/" + std::to_string(i), i, i);
  std::vector<pid_t> children;
  for (int i = 0; i < processes; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      keep_within(scratch_.path(), 100 * room, LastUse::written);
      _exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) waitpid(child, nullptr, 0);
  const Names names = left();
  EXPECT_EQ(names.size(), static_cast<std::size_t>(room));
  EXPECT_TRUE(names.contains("0") && names.contains(std::to_string(room - 1))) << "those used last";
}

}  // namespace
}  // namespace data
