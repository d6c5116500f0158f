#include "data/model/indicator.h"

#include <unistd.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "data/source/error.h"

namespace data {
namespace {

class IndicatorFile : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }
  void TearDown() override { std::filesystem::remove(path_); }

  std::vector<Indicator> read(const std::string& indicator) {
    std::ofstream(path_) << R"({"version": 1, "indicators": [)" << indicator << "]}";
    return read_indicators(path_, &warnings_);
  }
  std::string error_of(const std::string& indicator) {
    try {
      read(indicator);
    } catch (const Error& error) { return error.what(); }
    return "no error";
  }
  std::filesystem::path path_ = std::filesystem::temp_directory_path() / ("phusong_indicator_test_" + std::to_string(getpid()) + ".json");
  std::vector<std::string> warnings_;
};

TEST_F(IndicatorFile, ShippedFileParsesWithoutWarnings) {
  const auto indicators = read_indicators(std::filesystem::path(PHUSONG_SOURCE_DIR) / "assets/indicators/default.json", &warnings_);
  EXPECT_TRUE(warnings_.empty()) << warnings_[0];
  std::set<std::string> ids;
  for (const Indicator& indicator : indicators) {
    ids.insert(indicator.id);
    EXPECT_FALSE(indicator.name.vi.empty() || indicator.name.en.empty()) << indicator.id;
    EXPECT_FALSE(indicator.definition.vi.empty() || indicator.definition.en.empty()) << indicator.id;
  }
  for (const char* id :
       {"fibre_hh_use", "fibre_hh_cov", "pop_5g", "uncovered_hh", "village_mbb_cov", "address_hh", "mbb_per100", "dti_rank"})
    EXPECT_TRUE(ids.contains(id)) << id;
}

TEST_F(IndicatorFile, ShippedDefinitionsMeanWhatTheySay) {
  const auto all = read_indicators(std::filesystem::path(PHUSONG_SOURCE_DIR) / "assets/indicators/default.json");
  const auto find = [&](const std::string& id) {
    return *std::find_if(all.begin(), all.end(), [&](const Indicator& i) { return i.id == id; });
  };
  const Indicator use = find("fibre_hh_use");
  EXPECT_TRUE(use.computable());
  EXPECT_EQ(use.numerator->connected, std::optional(true));
  EXPECT_FALSE(use.denominator->connected);
  EXPECT_TRUE(use.numerator->where.empty());
  const Indicator outside = find("uncovered_hh");
  EXPECT_FALSE(outside.higher_is_better);
  EXPECT_FALSE(outside.numerator->coverage->inside);
  const Indicator villages = find("village_mbb_cov");
  EXPECT_EQ(villages.numerator->layer, LayerKind::villages);
  EXPECT_TRUE(villages.numerator->coverage->inside);
  EXPECT_EQ(villages.numerator->coverage->where.at("technology").size(), 5u);
  const Indicator signs = find("address_hh_signed");
  EXPECT_EQ(signs.numerator->where.at("stage"), (std::vector<std::string>{"sign_fixed"}));
  const Indicator rank = find("dti_rank");
  EXPECT_FALSE(rank.computable());
  EXPECT_EQ(rank.of, 63);
  EXPECT_FALSE(rank.higher_is_better);
}

TEST_F(IndicatorFile, DefaultsAndSingleValues) {
  const auto indicators =
      read(R"({"id": "a", "name": "A", "numerator": {"count": "sites", "where": {"kind": "school"}}, "denominator": {"count": "sites"}},
              {"id": "b", "name": "B", "unit": "rank"})");
  ASSERT_EQ(indicators.size(), 2u);
  EXPECT_EQ(indicators[0].unit, "%");
  EXPECT_TRUE(indicators[0].higher_is_better);
  EXPECT_EQ(indicators[0].numerator->where.at("kind"), (std::vector<std::string>{"school"}));
  EXPECT_FALSE(indicators[1].higher_is_better);
}

TEST_F(IndicatorFile, FaultsNameTheirPath) {
  EXPECT_NE(error_of(R"({"id": "a"})").find("indicators[0].name: missing"), std::string::npos);
  EXPECT_NE(error_of(R"({"id": "a", "name": "A"}, {"id": "a", "name": "B"})").find("indicators[1].id: found \"a\""), std::string::npos);
  EXPECT_NE(
      error_of(R"({"id": "a", "name": "A", "better": "up"})").find("indicators[0].better: found \"up\", expected one of higher, lower"),
      std::string::npos);
  EXPECT_NE(error_of(R"({"id": "a", "name": "A", "numerator": {"count": "sites"}})").find("indicators[0].denominator: missing"),
            std::string::npos);
  EXPECT_NE(error_of(R"({"id": "a", "name": "A", "numerator": {"count": "house"}, "denominator": {"count": "sites"}})")
                .find("indicators[0].numerator.count: found \"house\", expected one of digital_address"),
            std::string::npos);
  EXPECT_NE(error_of(R"({"id": "a", "name": "A", "of": 0})").find("indicators[0].of: found 0"), std::string::npos);
}

TEST_F(IndicatorFile, MisspeltConditionsAreErrorsNotZeroes) {
  const std::string message = error_of(R"({"id": "a", "name": "A")"
                                       R"(, "numerator": {"count": "fiber_household", "where": {"conected": true}})"
                                       R"(, "denominator": {"count": "fiber_household"}})");
  EXPECT_NE(message.find("indicators[0].numerator.where.conected: fiber_household has no field role of this name"), std::string::npos)
      << message;
  EXPECT_NE(message.find("did you mean \"connected\"?"), std::string::npos) << message;
  const std::string in_coverage =
      error_of(R"({"id": "a", "name": "A")"
               R"(, "numerator": {"count": "villages", "inside": {"layer": "broadband_coverage", "where": {"speed": ["1"]}}})"
               R"(, "denominator": {"count": "villages"}})");
  EXPECT_NE(in_coverage.find("numerator.inside.where.speed: broadband_coverage has no field role"), std::string::npos) << in_coverage;
}

TEST_F(IndicatorFile, InsideAndOutsideExcludeEachOther) {
  const std::string place = R"({"layer": "broadband_coverage"})";
  EXPECT_NE(error_of(R"({"id": "a", "name": "A", "numerator": {"count": "villages", "inside": )" + place + R"(, "outside": )" + place +
                     R"(}, "denominator": {"count": "villages"}})")
                .find("not both"),
            std::string::npos);
  EXPECT_NE(error_of(R"({"id": "a", "name": "A")"
                     R"(, "numerator": {"count": "villages", "inside": {"layer": "fiber_household"}})"
                     R"(, "denominator": {"count": "villages"}})")
                .find("numerator.inside.layer: found \"fiber_household\", expected one of broadband_coverage, villages, sites"),
            std::string::npos);
}

TEST_F(IndicatorFile, UnknownKeysAreWarnedAbout) {
  read(R"({"id": "a", "name": "A", "beter": "higher"})");
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_EQ(warnings_[0], "indicators[0].beter: unknown key, left out; did you mean \"better\"?");
}

}  // namespace
}  // namespace data
