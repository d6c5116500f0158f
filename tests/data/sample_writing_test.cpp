// What else writing a sample has to keep: the seed, the folder, the progress, and nothing left behind when it fails.
#include <gdal.h>
#include <gtest/gtest.h>
#include <ogr_api.h>
#include <sys/resource.h>

#include <csignal>

#include "data/source/error.h"
#include "data/source/gdal.h"
#include "tests/data/sample_folder.h"

namespace data {
namespace {

TEST(SampleSeed, ChangesThePlacesAndNotTheMap) {
  const Scratch scratch;
  write_sample("vinh-phuc", scratch / "one", assets(), {.households = 2000});
  write_sample("vinh-phuc", scratch / "other", assets(), {.households = 2000, .seed = 7});
  EXPECT_TRUE(bytes_of(scratch / "one" / "units.gpkg") == bytes_of(scratch / "other" / "units.gpkg"))
      << "the map does not depend on the seed";
  EXPECT_FALSE(bytes_of(scratch / "one" / "households.fgb") == bytes_of(scratch / "other" / "households.fgb"));
}

TEST(SampleErrors, ListsWhatItKnowsWhenTheProvinceIsUnknown) {
  const Scratch scratch;
  try {
    write_sample("atlantis", scratch / "out", assets());
    FAIL() << "an Error was expected";
  } catch (const Error& error) {
    EXPECT_NE(error.parts().what.find("atlantis"), std::string::npos);
    EXPECT_NE(error.parts().hint.find("vinh-phuc"), std::string::npos);
  }
  EXPECT_EQ(scratch.entries(), 0u);
}

TEST(SampleErrors, LeavesAFilledFolderAlone) {
  const Scratch scratch;
  fs::create_directory(scratch / "out");
  std::ofstream(scratch / "out" / "mine.txt") << "mine";
  EXPECT_THROW(write_sample("vinh-phuc", scratch / "out", assets(), {.households = 2000}), Error);
  EXPECT_EQ(bytes_of(scratch / "out" / "mine.txt"), "mine");
  EXPECT_EQ(scratch.entries(), 1u);
  std::ofstream(scratch / "file") << "mine";
  EXPECT_THROW(write_sample("vinh-phuc", scratch / "file", assets(), {.households = 2000}), Error);
  EXPECT_EQ(bytes_of(scratch / "file"), "mine");
}

TEST(SampleErrors, FillsAnEmptyFolderAndReportsProgress) {
  const Scratch scratch;
  fs::create_directory(scratch / "out");
  std::uint64_t last = 0, total = 0;
  bool ordered = true;
  const fs::path project =
      write_sample("vinh-phuc", scratch / "out", assets(), {.households = 2000}, [&](std::uint64_t done, std::uint64_t all) {
        ordered &= done >= last && done <= all;
        last = done, total = all;
      });
  EXPECT_EQ(project, scratch / "out" / "project.json");
  EXPECT_TRUE(fs::exists(project));
  EXPECT_TRUE(ordered);
  EXPECT_EQ(last, total);
  const GdalDataset written = open_read_only(scratch / "out" / "households.fgb");
  EXPECT_EQ(OGR_L_GetFeatureCount(GDALDatasetGetLayer(written.get(), 0), TRUE), 2000);
}

TEST(SampleErrors, LeavesNothingBehindWhenTheDiskTakesNoMore) {
  const Scratch scratch;
  // A child of its own, since a limit on file size cannot be taken back.
  EXPECT_EQ(support::in_child([&] {
              std::signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{2'000'000, 2'000'000};
              setrlimit(RLIMIT_FSIZE, &limit);
              try {
                write_sample("vinh-phuc", scratch / "out", assets(), {.households = households});
              } catch (const Error& error) { return error.parts().file.empty() || error.parts().why.empty() ? 2 : 0; }
              return 1;
            }),
            0);
  EXPECT_EQ(scratch.entries(), 0u);
}

}  // namespace
}  // namespace data
