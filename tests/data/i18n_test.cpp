// Each case runs in a process of its own where it binds the catalogue: that is done once per process.
#include "data/source/i18n.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "tests/support/scratch.h"

namespace data {
namespace {

TEST(Catalogue, IsBoundAndObeysTheLanguageWithoutAnyLocaleInstalled) {
  EXPECT_EQ(support::in_child([] {
              setenv("LANG", "C", 1);
              setenv("LC_ALL", "C", 1);
              start_i18n(PHUSONG_LOCALE_DIR);
              const std::string vi = tr("Province", Lang::vi), en = tr("Province", Lang::en);
              if (vi != "Tỉnh") return 1;
              if (en != "Province") return 2;
              set_language(Lang::vi);
              if (tr("Province") != vi || trf("No such message {}", 5) != "No such message 5") return 3;
              set_language(Lang::en);
              if (tr("Province") != en) return 4;
              if (tr("") != "") return 5;  // not the catalogue's header
              set_language(Lang::vi);
              if (tr("") != "") return 6;
              if (std::to_string(0.5) != "0.500000") return 7;  // machine numbers keep their point
              return 0;
            }),
            0);
}

TEST(Catalogue, IsNotNeededToRun) {
  EXPECT_EQ(support::in_child([] {
              start_i18n("/nonexistent");
              return tr("Province", Lang::vi) == "Province" ? 0 : 1;
            }),
            0);
}

TEST(Catalogue, TheSystemSpeaksTheLanguageInForce) {
  if (!std::filesystem::exists("/usr/share/locale/vi/LC_MESSAGES/libc.mo"))
    GTEST_SKIP() << "the C library's translations are not installed";
  EXPECT_EQ(support::in_child([] {
              start_i18n(PHUSONG_LOCALE_DIR);
              set_language(Lang::vi);
              const std::string vi = system_message(ENOENT);
              if (vi.find("Không có tập tin") != 0) return 1;
              {
                const LanguageHere english(Lang::en);
                if (system_message(ENOENT) != "No such file or directory") return 2;
                if (system_message(987654).empty()) return 3;
              }
              return system_message(ENOENT) == vi ? 0 : 4;
            }),
            0);
}

TEST(Plurals, NumberIsWrittenForPeople) {
  set_language(Lang::en);
  EXPECT_EQ(trn("{} unit", "{} units", 1), "1 unit");
  EXPECT_EQ(trn("{} unit", "{} units", 2), "2 units");
  EXPECT_EQ(trn("{} unit", "{} units", 0), "0 units");
  EXPECT_EQ(trn("{} unit", "{} units", 12345), "12,345 units");
}

TEST(Context, FallsBackToTheMessageItself) {
  set_language(Lang::vi);
  EXPECT_EQ(trc("a context nobody has", "words nobody has"), "words nobody has");
  set_language(Lang::en);
  EXPECT_EQ(trc("a context nobody has", "words nobody has"), "words nobody has");
}

TEST(Text, FallsBackToTheOtherLanguage) {
  const Text both{"Tỉnh", "Province"}, only_vi{"Tỉnh", ""}, only_en{"", "Province"};
  EXPECT_EQ(both.in(Lang::vi), "Tỉnh");
  EXPECT_EQ(both.in(Lang::en), "Province");
  EXPECT_EQ(only_vi.in(Lang::en), "Tỉnh");
  EXPECT_EQ(only_en.in(Lang::vi), "Province");
  EXPECT_TRUE(Text{}.empty());
  EXPECT_FALSE(only_en.empty());
}

}  // namespace
}  // namespace data
