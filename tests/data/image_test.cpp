#include "data/image.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <random>
#include <thread>

#include "data/source/i18n.h"
#include "data/source/whole_file.h"
#include "data/source/write_whole.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

namespace fs = std::filesystem;
using support::Scratch;

Image noise(int width, int height, bool opaque) {
  Image image(width, height);
  std::mt19937 random(7);
  for (std::size_t i = 0; i < image.pixels.size(); ++i)
    image.pixels[i] = static_cast<std::uint8_t>(opaque && i % 4 == 3 ? 255 : random() % 256);
  return image;
}

void save(const fs::path& file, const std::vector<std::uint8_t>& bytes) {
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

TEST(Png, RoundTripsEveryPixelWithAndWithoutTransparency) {
  const Scratch scratch;
  for (const bool opaque : {true, false})
    for (const auto& [width, height] : {std::pair{1, 1}, std::pair{7, 3}, std::pair{300, 200}}) {
      const Image image = noise(width, height, opaque);
      save(scratch / "a.png", encode_png(image));
      const Image back = read_png(scratch / "a.png");
      EXPECT_EQ(back.width, width);
      EXPECT_EQ(back.height, height);
      EXPECT_EQ(back.pixels, image.pixels) << width << " opaque " << opaque;
    }
}

/// Flat pictures are packed in pieces: longer than one here.
TEST(Png, RoundTripsFlatPictures) {
  const support::Scratch scratch;
  for (const std::uint8_t alpha : {std::uint8_t{255}, std::uint8_t{128}}) {
    Image image(900, 700);
    for (int y = 0; y < image.height; ++y)
      for (int x = 0; x < image.width; ++x) {
        std::uint8_t* pixel = image.at(x, y);
        pixel[0] = static_cast<std::uint8_t>(x / 100 * 20), pixel[1] = static_cast<std::uint8_t>(y / 70 * 20), pixel[2] = 30, pixel[3] = alpha;
      }
    write_whole(scratch / "flat.png", encode_png(image));
    EXPECT_EQ(read_png(scratch / "flat.png").pixels, image.pixels);
  }
}

TEST(Png, TheSamePictureIsTheSameBytesAndCarriesItsText) {
  const Image image = noise(20, 10, true);
  const auto once = encode_png(image, 300, {{"Title", "Tỉnh Vĩnh Phúc"}, {"Software", "phusong"}});
  EXPECT_EQ(once, encode_png(image, 300, {{"Title", "Tỉnh Vĩnh Phúc"}, {"Software", "phusong"}}));
  const std::string bytes(once.begin(), once.end());
  EXPECT_NE(bytes.find("Tỉnh Vĩnh Phúc"), std::string::npos);
  const std::size_t chunk = bytes.find("pHYs");
  ASSERT_NE(chunk, std::string::npos);
  EXPECT_EQ(bytes.substr(chunk + 4, 9), std::string("\x00\x00\x2E\x23\x00\x00\x2E\x23\x01", 9));  // 11811 pixels a metre
  EXPECT_EQ(static_cast<int>(bytes[25]), 2);                                                      // opaque: RGB
  const auto plain = encode_png(image);
  EXPECT_EQ(std::string(plain.begin(), plain.end()).find("pHYs"), std::string::npos);
  EXPECT_EQ(static_cast<int>(encode_png(noise(20, 10, false))[25]), 6);  // RGBA
}

TEST(Png, WhatIsNoPictureIsAnErrorWithItsName) {
  const Scratch scratch;
  EXPECT_NE(support::error_of([&] { read_png(scratch / "absent.png"); }).find("absent.png"), std::string::npos);
  scratch.write("text.png", "not a picture");
  EXPECT_NE(support::error_of([&] { read_png(scratch / "text.png"); }).find("text.png"), std::string::npos);
  auto bytes = encode_png(noise(50, 50, true));
  bytes.resize(bytes.size() / 2);
  save(scratch / "half.png", bytes);
  EXPECT_NE(support::error_of([&] { read_png(scratch / "half.png"); }).find("half.png"), std::string::npos);
}

TEST(Compare, CountsPixelsBeyondTheTolerance) {
  const Image a = noise(10, 10, true);
  Image b = a;
  EXPECT_EQ(compare(a, b).max_channel, 0);
  b.at(3, 4)[1] = static_cast<std::uint8_t>(b.at(3, 4)[1] ^ 1);  // one step up or down
  EXPECT_EQ(compare(a, b).max_channel, 1);
  EXPECT_EQ(compare(a, b).share_of_pixels, 0);
  b.at(9, 9)[0] = static_cast<std::uint8_t>(b.at(9, 9)[0] ^ 128);
  b.at(0, 0)[2] = static_cast<std::uint8_t>(b.at(0, 0)[2] ^ 128);
  b.at(0, 0)[0] = static_cast<std::uint8_t>(b.at(0, 0)[0] ^ 128);  // two channels of one pixel count once
  EXPECT_EQ(compare(a, b).max_channel, 128);
  EXPECT_DOUBLE_EQ(compare(a, b).share_of_pixels, 0.02);
  EXPECT_EQ(compare(a, Image(9, 10)).max_channel, 255);
  EXPECT_EQ(compare(a, Image(9, 10)).share_of_pixels, 1);
  EXPECT_EQ(compare(Image(), Image()).share_of_pixels, 0);
}

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

TEST(WriteWhole, WritesAndReplaces) {
  const Scratch scratch;
  write_whole(scratch / "Báo cáo.txt", std::string("one"));
  EXPECT_EQ(support::bytes_of(scratch / "Báo cáo.txt"), "one");
  write_whole(scratch / "Báo cáo.txt", std::string("hai"));
  EXPECT_EQ(support::bytes_of(scratch / "Báo cáo.txt"), "hai");
  write_whole(scratch / "empty", std::vector<std::uint8_t>{});
  EXPECT_EQ(fs::file_size(scratch / "empty"), 0u);
  EXPECT_EQ(entries(scratch.path()), 2u);  // no temporary name stays
}

TEST(WriteWhole, OthersMayReadItAsTheMaskSays) {
  const Scratch scratch;
  const mode_t before = umask(022);
  write_whole(scratch / "a", std::string("x"));
  umask(027);
  write_whole(scratch / "b", std::string("x"));
  write_whole(scratch / "b", std::string("y"));
  umask(before);
  EXPECT_EQ(fs::status(scratch / "a").permissions() & fs::perms::mask, fs::perms(0644));
  EXPECT_EQ(fs::status(scratch / "b").permissions() & fs::perms::mask, fs::perms(0640));
}

TEST(WriteWhole, WhatIsNotKeptIsNotThere) {
  const Scratch scratch;
  scratch.write("a", "old");
  {
    WholeFile file(scratch / "a");
    file.write("new", 3);
    EXPECT_EQ(support::bytes_of(file.temporary()), "new") << "it can be read back before it is kept";
    EXPECT_EQ(support::bytes_of(scratch / "a"), "old");
  }
  EXPECT_EQ(support::bytes_of(scratch / "a"), "old");
  EXPECT_EQ(entries(scratch.path()), 1u);
}

/// A process that ends without a chance to tidy up. Not every file system has files without a name.
TEST(WriteWhole, AKillLeavesNothing) {
  const Scratch scratch;
  scratch.write("a", "old");
  const int nameless = open(scratch.path().c_str(), O_TMPFILE | O_RDWR, 0600);
  if (nameless < 0) GTEST_SKIP() << "a file here has a name from the start";
  close(nameless);
  EXPECT_EQ(support::in_child([&] {
              WholeFile file(scratch / "a");
              file.write("new", 3);
              raise(SIGKILL);
              return 0;
            }),
            -SIGKILL);
  EXPECT_EQ(support::bytes_of(scratch / "a"), "old");
  EXPECT_EQ(entries(scratch.path()), 1u);
}

TEST(WriteWhole, AMissingFolderIsAnErrorThatNamesTheFile) {
  set_language(Lang::en);
  const Scratch scratch;
  const std::string error = support::error_of([&] { write_whole(scratch / "no" / "map.png", std::string("x")); });
  EXPECT_NE(error.find("map.png"), std::string::npos) << error;
  EXPECT_NE(error.find("folder exists"), std::string::npos) << error;
  EXPECT_EQ(entries(scratch.path()), 0u);
}

TEST(WriteWhole, AFolderOfThatNameStaysAndNothingIsLeftBeside) {
  const Scratch scratch;
  fs::create_directory(scratch / "map.png");
  EXPECT_NE(support::error_of([&] { write_whole(scratch / "map.png", std::string("x")); }), "no error");
  EXPECT_TRUE(fs::is_directory(scratch / "map.png"));
  EXPECT_EQ(entries(scratch.path()), 1u);
}

/// An unprivileged process, because the superuser may write anywhere.
void give_up_privileges() {
  if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(98);
}

TEST(WriteWhole, AReadOnlyFolderIsAnErrorAndTheOldFileStays) {
  const Scratch scratch;
  scratch.write("closed/map.png", "old");
  fs::permissions(scratch.path(), fs::perms(0755));
  fs::permissions(scratch / "closed", fs::perms(0555));
  EXPECT_EQ(support::in_child([&] {
              give_up_privileges();
              const std::string error = support::error_of([&] { write_whole(scratch / "closed" / "map.png", std::string("new")); });
              return error.find("map.png") != std::string::npos ? 0 : 1;
            }),
            0);
  EXPECT_EQ(support::bytes_of(scratch / "closed" / "map.png"), "old");
  EXPECT_EQ(entries(scratch / "closed"), 1u);
}

TEST(WriteWhole, AFullDiskLeavesTheOldFileAndNothingElse) {
  const Scratch scratch;
  scratch.write("map.png", "old");
  EXPECT_EQ(support::in_child([&] {
              std::signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{100000, 100000};
              setrlimit(RLIMIT_FSIZE, &limit);
              const std::string error = support::error_of([&] { write_whole(scratch / "map.png", std::string(1000000, 'x')); });
              return error.find("map.png") != std::string::npos && error.find("File too large") != std::string::npos ? 0 : 1;
            }),
            0);
  EXPECT_EQ(support::bytes_of(scratch / "map.png"), "old");
  EXPECT_EQ(entries(scratch.path()), 1u);
}

TEST(WriteWhole, DashIsStandardOutput) {
  const fs::path before = fs::current_path();
  const Scratch scratch;
  fs::current_path(scratch.path());
  testing::internal::CaptureStdout();
  write_whole("-", std::string("a\0b\n", 4));
  EXPECT_EQ(testing::internal::GetCapturedStdout(), std::string("a\0b\n", 4));
  EXPECT_EQ(entries(scratch.path()), 0u);  // and no file called "-"
  fs::current_path(before);
}

TEST(WriteWhole, AFullStandardOutputIsAnError) {
  EXPECT_EQ(support::in_child([] {
              if (std::freopen("/dev/full", "w", stdout) == nullptr) return 97;
              return support::error_of([] { write_whole("-", std::string(100, 'x')); }).find("No space") != std::string::npos ? 0 : 1;
            }),
            0);
}

TEST(WriteWhole, ADeviceIsWrittenToAndNeverReplaced) {
  const Scratch scratch;
  ASSERT_EQ(mkfifo((scratch / "pipe").c_str(), 0600), 0);
  std::string received;
  {
    const std::jthread reader([&] { received = support::bytes_of(scratch / "pipe"); });
    write_whole(scratch / "pipe", std::string(100000, 'x'));
  }
  EXPECT_EQ(received, std::string(100000, 'x'));
  EXPECT_TRUE(fs::is_fifo(scratch / "pipe"));
  if (getuid() != 0) write_whole("/dev/null", std::string("x"));  // a mistake here would cost the superuser the device
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(WriteWhole, ALinkStaysALink) {
  const Scratch scratch;
  fs::create_directory(scratch / "store");
  scratch.write("store/real.png", "old");
  fs::create_symlink("store/real.png", scratch / "map.png");
  write_whole(scratch / "map.png", std::string("new"));
  EXPECT_TRUE(fs::is_symlink(scratch / "map.png"));
  EXPECT_EQ(support::bytes_of(scratch / "store" / "real.png"), "new");
}

}  // namespace
}  // namespace data
