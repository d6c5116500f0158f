// Snapshots by the program itself: sizes as people write them, standard output, and nothing half made whatever stops it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <thread>

#include "data/png_file.h"
#include "export_sample.h"
#include "tests/support/expect.h"
#include "tests/support/run.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using support::bytes_of;
using support::Scratch;

class ExportCommand : public testing::Test {
 protected:
  Scratch scratch_;
};

/// What the shell is told to do with the program, in the scratch folder.
support::Outcome shell(const Scratch& scratch, const std::string& words) {
  return support::run({"/bin/bash", "-c", words}, {{"PHUSONG", PHUSONG_BINARY}, {"PROJECT", project().string()}}, scratch.path());
}

TEST_F(ExportCommand, AFullDiskLeavesNothing) {
  for (const char* name : {"a.png", "a.pdf", "a.svg", "a.tif"}) {
    const support::Outcome outcome = shell(
        scratch_,
        std::string("trap '' XFSZ; ulimit -f 60; exec \"$PHUSONG\" snapshot \"$PROJECT\" --no-cache --lang en --layout a4 -o ") + name);
    EXPECT_EQ(outcome.code, 1) << name << outcome.err;
    EXPECT_HAS(outcome.err, name);
    EXPECT_HAS(outcome.err, "File too large") << "also where a library passes on what the system says";
    EXPECT_EQ(outcome.err.find(std::string(name) + "."), std::string::npos)
        << "the name that was asked for, not the temporary one: " << outcome.err;
    EXPECT_EQ(scratch_.entries(), 0U) << name;
  }
}

TEST_F(ExportCommand, AFolderThatMayNotBeWrittenIsSaid) {
  fs::create_directory(scratch_ / "closed");
  fs::permissions(scratch_ / "closed", fs::perms::owner_read | fs::perms::owner_exec);
  // Root may write anywhere until that right is taken from it; to become another user would also lose sight of a checkout in root's home.
  const std::string bound = getuid() == 0 ? "exec setpriv --inh-caps=-dac_override --bounding-set=-dac_override " : "exec ";
  for (const char* name : {"a.png", "a.pdf", "a.svg", "a.tif"}) {
    const support::Outcome outcome =
        shell(scratch_, bound + "\"$PHUSONG\" snapshot \"$PROJECT\" --no-cache --lang en --layout a4 -o closed/" + name);
    EXPECT_EQ(outcome.code, 1) << name;
    EXPECT_HAS(outcome.err, std::string("Cannot write the file: closed/") + name);
    EXPECT_TRUE(fs::is_empty(scratch_ / "closed"));
  }
}

/// Whether a process has a file open in a folder, under a name or under none yet.
bool writes_into(const fs::path& folder, pid_t process) {
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator("/proc/" + std::to_string(process) + "/fd", gone))
    if (fs::read_symlink(entry.path(), gone).string().starts_with(folder.string() + "/")) return true;
  return false;
}

/// Whether files can be written there before they have a name.
bool takes_nameless_files(const fs::path& folder) {
  const int file = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  return file >= 0 && close(file) == 0;
}

TEST_F(ExportCommand, AKillInTheMiddleLeavesNothing) {
  for (const char* name : {"a.png", "a.pdf", "a.svg", "a.tif"}) {
    const pid_t child = fork();
    if (child == 0) {
      execl(PHUSONG_BINARY, "phusong", "snapshot", project().c_str(), "--no-cache", "--size", "8000x8000", "--layout", "map", "--layers",
            "households", "-o", (scratch_ / name).c_str(), nullptr);
      _exit(127);
    }
    for (int tick = 0; tick < 6000 && !writes_into(scratch_.path(), child); ++tick)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(writes_into(scratch_.path(), child)) << name;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << name;
    EXPECT_FALSE(fs::exists(scratch_ / name)) << name;
    if (takes_nameless_files(scratch_.path())) { EXPECT_EQ(scratch_.entries(), 0U) << name; }
  }
}

TEST_F(ExportCommand, SizesAreSaidInPixelsScreensAndPaper) {
  const auto size = [&](const std::vector<std::string>& more) {
    std::vector<std::string> command{PHUSONG_BINARY, "snapshot", project().string(), "-o", (scratch_ / "a.png").string()};
    command.insert(command.end(), more.begin(), more.end());
    const support::Outcome outcome = support::run(command);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const data::PngHead head = data::scan_png(scratch_ / "a.png");
    return std::array{head.width, head.height, static_cast<int>(std::lround(head.dpi))};
  };
  EXPECT_EQ(size({"--size", "800x600"}), (std::array{800, 600, 0}));
  EXPECT_EQ(size({"--size", "2x1@1280x720"}), (std::array{2560, 720, 0}));
  EXPECT_EQ(size({"--size", "a4", "--dpi", "100"}), (std::array{1169, 827, 100}));
  EXPECT_EQ(size({"--size", "A4-portrait", "--dpi", "100"}), (std::array{827, 1169, 100}));
  const support::Outcome wrong =
      support::run({PHUSONG_BINARY, "snapshot", project().string(), "-o", (scratch_ / "b.png").string(), "--size", "b4"});
  EXPECT_EQ(wrong.code, 1);
}

TEST_F(ExportCommand, StandardOutputGetsTheWholePictureAndOnlyThat) {
  const support::Outcome outcome =
      support::run({PHUSONG_BINARY, "snapshot", project().string(), "-o", "-", "--size", "800x600"}, {}, scratch_.path());
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  support::run({PHUSONG_BINARY, "snapshot", project().string(), "-o", "a.png", "--size", "800x600"}, {}, scratch_.path());
  EXPECT_TRUE(outcome.out == bytes_of(scratch_ / "a.png"));
  EXPECT_EQ(scratch_.entries(), 2U) << "the picture and its sidecar";
}

}  // namespace
}  // namespace viewer
