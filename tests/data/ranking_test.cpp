#include "data/model/ranking.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

using support::Scratch;

const std::string header = "indicator,scope,name,year,value,source\n";

TEST(Rankings, TheHighestIndexIsFirstAndEqualsShareThePlace) {
  const Scratch scratch;
  std::vector<std::string> warnings;
  const auto all = read_rankings(scratch.write("r.csv", header + "dti,26,A,2022,0.5,S22\ndti,33,B,2022,0.7,S22\ndti,42,C,2022,0.5,S22\n"
                                                                 "dti,19,D,2022,0.4,S22\ndti,26,A,2023,0.1,S23\nother,26,A,2022,1,X\n"),
                                 warnings);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].years(), (std::vector<int>{2022, 2023}));
  EXPECT_EQ(all[0].ranked_in(2022), 4);
  std::vector<std::pair<std::string, int>> places;
  for (const RankedValue& row : all[0].rows) places.emplace_back(row.scope, row.place);
  EXPECT_EQ(places, (std::vector<std::pair<std::string, int>>{{"33", 1}, {"26", 2}, {"42", 2}, {"19", 4}, {"26", 1}}));
  EXPECT_TRUE(warnings.empty());
}

TEST(Rankings, PlacesAreFiguresWithTheSourceOfTheirOwnYear) {
  set_language(Lang::en);
  const Scratch scratch;
  std::vector<std::string> warnings;
  const auto all =
      read_rankings(scratch.write("r.csv", header + "dti,26,A,2022,0.5,S22\ndti,33,B,2022,0.7,S22\ndti,26,A,2023,0.9,S23\n"), warnings);
  const auto places = places_of(all.at(0));
  ASSERT_EQ(places.size(), 3u);
  EXPECT_EQ(places[1].scope, "26");
  EXPECT_EQ(places[1].value, 2);
  EXPECT_EQ(places[1].source, "S22");
  EXPECT_EQ(iso_date(places[1].date), "2022-12-31");
  EXPECT_EQ(places[1].date_text, "2022");
  EXPECT_EQ(places[1].confidence, "derived");
  EXPECT_EQ(places[1].note, "place among 2 by the published index 0.5000");
  EXPECT_EQ(places[2].source, "S23");
}

TEST(Rankings, BadRowsAreNamedAndBadFilesRefused) {
  set_language(Lang::en);
  const Scratch scratch;
  std::vector<std::string> warnings;
  const auto all =
      read_rankings(scratch.write("r.csv", header + "dti,26,A,2022,many,S\ndti,,A,2022,0.5,S\ndti,26,A,2022,0.5,S\n"), warnings);
  EXPECT_EQ(all.at(0).rows.size(), 1u);
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_NE(warnings[0].find("r.csv, line 2"), std::string::npos) << warnings[0];
  const std::string message =
      support::error_of([&] { read_rankings(scratch.write("s.csv", "indicator,scope,name,value,source\n"), warnings); });
  EXPECT_NE(message.find("there is no column \"year\""), std::string::npos) << message;
}

/// Published places, typed from reports of the years and not from the table.
TEST(Rankings, TheShippedTableGivesThePublishedPlaces) {
  std::vector<std::string> warnings;
  const auto all = read_rankings(std::filesystem::path(PHUSONG_SOURCE_DIR) / "assets/provinces/vn/rankings.csv", warnings);
  EXPECT_TRUE(warnings.empty());
  const auto place = [&](const char* scope, int year) {
    for (const Ranking& ranking : all)
      for (const RankedValue& row : ranking.rows)
        if (ranking.indicator == "dti_rank" && row.scope == scope && row.year == year) return row.place;
    return 0;
  };
  EXPECT_EQ(place("26", 2022), 18);
  EXPECT_EQ(place("33", 2022), 33);
  EXPECT_EQ(place("42", 2022), 37);
  EXPECT_EQ(place("19", 2022), 8);
  EXPECT_EQ(place("42", 2023), 25);
  for (const Ranking& ranking : all)
    for (const int year : ranking.years()) EXPECT_EQ(ranking.ranked_in(year), 63) << ranking.indicator << year;
}

}  // namespace
}  // namespace data
