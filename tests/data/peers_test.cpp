// The provinces side by side: which figure and which target stand in a cell, by hand; then the files that are shipped.
#include "data/peers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/scratch.h"

namespace data {
namespace {

namespace fs = std::filesystem;

Date day(const char* text) { return *parse_date(text); }

Indicator indicator(const char* id, const char* pillar) {
  Indicator out;
  out.id = id, out.name = {id, id}, out.pillar = pillar;
  return out;
}

Target target(const char* id, const char* of, const char* scope, std::optional<double> value, const char* deadline) {
  Target out;
  out.id = id, out.indicator = of, out.scope = scope, out.value = value, out.unit = "%", out.status = "in_force";
  out.deadline = parse_date(deadline);
  out.deadline_form = out.deadline ? DeadlineForm::day : DeadlineForm::none;
  return out;
}

Target national(Target out) {
  out.scope = "VN", out.local = true;
  return out;
}

Actual figure(const char* of, const char* scope, const char* date, double value) {
  Actual out;
  out.indicator = of, out.scope = scope, out.date = day(date), out.date_text = date, out.value = value;
  out.comparator = "=", out.source = "a newspaper";
  return out;
}

Peer peer(const char* code, const std::vector<Target>& targets, const std::vector<Actual>& figures, Date date) {
  Peer out;
  out.id = out.code = code;
  Dataset dataset;
  dataset.project.scope = code;
  dataset.indicators = {indicator("fibre", "infrastructure"), indicator("files", "government"), indicator("odd", "")};
  out.scorecard = score(dataset, targets, figures, date, 1);
  for (const Actual& actual : figures)
    if (actual.scope == code) out.published.push_back(actual);
  return out;
}

class ComparedPeers : public ::testing::Test {
 protected:
  ComparedPeers() {
    set_language(Lang::en);
    peers_.indicators = {indicator("odd", ""), indicator("files", "government"), indicator("fibre", "infrastructure")};
  }
  /// Two provinces, "26" and "42", under one national target of fibre: 75 % by the end of 2022.
  std::vector<ComparedRow> compared(const char* date, const std::vector<Target>& own, const std::vector<Actual>& figures) {
    peers_.date = day(date);
    std::vector<Target> targets = own;
    targets.push_back(national(target("N", "fibre", "", 75, "2022-12-31")));
    peers_.provinces = {peer("26", of("26", targets), figures, peers_.date), peer("42", of("42", targets), figures, peers_.date)};
    return compare(peers_);
  }
  static std::vector<Target> of(const char* code, std::vector<Target> targets) {
    std::erase_if(targets, [&](const Target& each) { return each.scope != code && each.scope != "VN"; });
    return targets;
  }
  const ScoreRow& row(std::size_t province, const ComparedCell& cell) const {
    return peers_.provinces[province].scorecard.rows.at(static_cast<std::size_t>(cell.target));
  }
  Peers peers_;
};

TEST_F(ComparedPeers, TheNewestFigureUpToTheDayOfTheProvinceItself) {
  const std::vector<Actual> figures{figure("fibre", "26", "2022-12-31", 81.6), figure("fibre", "26", "2021-12-31", 72),
                                    figure("fibre", "26", "2026-06-30", 99),   figure("fibre", "42", "2022-12-31", 60),
                                    figure("fibre", "439", "2023-12-31", 40),  figure("fibre", "2025:42", "2025-12-31", 90)};
  const auto rows = compared("2023-06-30", {}, figures);
  ASSERT_EQ(rows.size(), 1u);  // nobody has a word on the other two
  EXPECT_EQ(rows[0].indicator.id, "fibre");
  EXPECT_EQ(rows[0].provinces, 2);
  ASSERT_EQ(rows[0].cells.size(), 2u);
  EXPECT_EQ(rows[0].cells[0].figure->value, 81.6);
  EXPECT_EQ(rows[0].cells[1].figure->value, 60);
  EXPECT_EQ(compared("2026-07-01", {}, figures)[0].cells[0].figure->value, 99);
  EXPECT_FALSE(compared("2020-01-01", {}, figures)[0].cells[0].figure);
}

TEST_F(ComparedPeers, VerdictsAreThoseOfTheDay) {
  const std::vector<Actual> figures{figure("fibre", "26", "2022-06-30", 81.6), figure("fibre", "42", "2022-06-30", 60),
                                    figure("fibre", "26", "2022-12-31", 82), figure("fibre", "42", "2022-12-31", 74)};
  auto rows = compared("2022-07-01", {}, figures);
  EXPECT_EQ(row(0, rows[0].cells[0]).verdict, Verdict::met);
  EXPECT_EQ(row(1, rows[0].cells[1]).verdict, Verdict::behind);
  rows = compared("2023-01-01", {}, figures);
  EXPECT_EQ(row(0, rows[0].cells[0]).verdict, Verdict::met);
  EXPECT_EQ(row(1, rows[0].cells[1]).verdict, Verdict::missed);
  EXPECT_EQ(row(1, rows[0].cells[1]).target.set_for, "VN");
}

TEST_F(ComparedPeers, AProvincesOwnTargetComesBeforeTheNations) {
  const auto rows = compared("2022-06-30", {target("A", "fibre", "42", 65, "2022-12-31")}, {});
  EXPECT_EQ(row(0, rows[0].cells[0]).target.id, "N");
  EXPECT_EQ(row(1, rows[0].cells[1]).target.id, "A");
  EXPECT_EQ(rows[0].provinces, 1);  // a national target alone is no word of the province's
}

TEST_F(ComparedPeers, ATargetWhoseFigureWasNotSeenGivesWayToOneThatCanBeJudged) {
  const auto rows =
      compared("2022-06-30", {target("A", "fibre", "42", std::nullopt, "2022-12-31"), target("B", "files", "42", std::nullopt, "")}, {});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(row(1, rows[0].cells[1]).target.id, "N");
  EXPECT_EQ(rows[0].provinces, 1);
  // Where it is the only one it stands, and nobody can judge it.
  EXPECT_EQ(row(1, rows[1].cells[1]).target.id, "B");
  EXPECT_EQ(row(1, rows[1].cells[1]).verdict, Verdict::no_data);
  EXPECT_EQ(rows[1].cells[0].target, -1);
}

TEST_F(ComparedPeers, OfSeveralDeadlinesTheNextOneElseTheLast) {
  const std::vector<Target> own{target("first", "files", "26", 40, "2022-12-31"), target("second", "files", "26", 70, "2024-12-31"),
                                target("third", "files", "26", 90, "2025-12-31")};
  const auto shown = [&](const char* date) {
    const auto rows = compared(date, own, {});
    return row(0, rows.at(1).cells[0]).target.id;
  };
  EXPECT_EQ(shown("2022-06-30"), "first");
  EXPECT_EQ(shown("2022-12-31"), "first");
  EXPECT_EQ(shown("2023-01-01"), "second");
  EXPECT_EQ(shown("2025-12-31"), "third");
  EXPECT_EQ(shown("2026-11-22"), "third");
}

TEST_F(ComparedPeers, ADraftGivesWayAndASupersededTargetIsGone) {
  Target draft = target("draft", "files", "26", 50, "2022-12-31"), old = target("old", "files", "42", 50, "2022-12-31");
  draft.status = "draft", old.status = "superseded";
  const auto rows = compared("2022-06-30", {draft, target("law", "files", "26", 60, "2025-12-31"), old}, {});
  EXPECT_EQ(row(0, rows.at(1).cells[0]).target.id, "law");
  EXPECT_EQ(rows[1].cells[1].target, -1);
}

TEST_F(ComparedPeers, RowsGoByPillarAndThoseThatAreSharedComeFirst) {
  peers_.indicators.insert(peers_.indicators.begin(), indicator("other", "infrastructure"));
  const auto rows =
      compared("2023-06-30", {},
               {figure("odd", "26", "2022-12-31", 1), figure("files", "42", "2022-12-31", 2), figure("other", "26", "2022-12-31", 3),
                figure("fibre", "26", "2022-12-31", 4), figure("fibre", "42", "2022-12-31", 5)});
  std::vector<std::string> ids;
  for (const ComparedRow& each : rows) ids.push_back(each.indicator.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"fibre", "other", "files", "odd"}));
  EXPECT_EQ(rows.back().indicator.pillar, "general");
}

TEST_F(ComparedPeers, ATallyCountsWhatTheProvinceIsHeldTo) {
  Target headline = target("A", "files", "26", 50, "2022-12-31"), old = target("old", "files", "26", 50, "2022-12-31"),
         country = target("country", "files", "VN", 5, "2022-12-31");
  headline.headline = true, old.status = "superseded";
  compared("2023-06-30", {headline, target("B", "odd", "26", 50, ""), old, country}, {figure("files", "26", "2022-12-31", 49)});
  EXPECT_EQ(tally_of(peers_.provinces[0], false), (Tally{.met = 0, .on_track = 0, .behind = 0, .missed = 1, .unknown = 2}));
  EXPECT_EQ(tally_of(peers_.provinces[0], true), (Tally{.met = 0, .on_track = 0, .behind = 0, .missed = 1, .unknown = 0}));
  EXPECT_EQ(tally_of(peers_.provinces[0], false).all(), 3);
}

TEST_F(ComparedPeers, WhatCannotBeReadIsAWarningAndTheOthersStay) {
  support::Scratch scratch;
  scratch.write("indicators/default.json", R"({"version": 1, "indicators": []})");
  scratch.write("provinces/good/province.json", R"({"version": 1, "code": "01", "name": {"vi": "Tốt", "en": "Good"}})");
  scratch.write("provinces/torn/province.json", "{");
  std::vector<std::string> warnings;
  const Peers peers = read_peers(scratch.path(), day("2023-06-30"), warnings);
  ASSERT_EQ(peers.provinces.size(), 1u);
  EXPECT_EQ(peers.provinces[0].id, "good");
  EXPECT_FALSE(peers.provinces[0].has_sample);  // no table of communes
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("torn"), std::string::npos) << warnings[0];
}

// --- the files that are shipped

class ShippedPeers : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Lang::en);
    peers_ = read_peers(PHUSONG_SHARE_DIR, day("2026-11-22"), warnings_);
  }
  const Peer* find(const std::string& id) const {
    const auto found = std::find_if(peers_.provinces.begin(), peers_.provinces.end(), [&](const Peer& each) { return each.id == id; });
    return found == peers_.provinces.end() ? nullptr : &*found;
  }
  std::vector<std::string> warnings_;
  Peers peers_;
};

TEST_F(ShippedPeers, ParseWithoutWarnings) {
  EXPECT_EQ(warnings_, std::vector<std::string>{});
  EXPECT_EQ(iso_date(peers_.date), "2026-11-22");
  for (const Peer& each : peers_.provinces) {
    EXPECT_FALSE(each.name.vi.empty() || each.name.en.empty()) << each.id;
    EXPECT_TRUE(each.has_sample) << each.id;
    for (const Actual& actual : each.published)
      EXPECT_TRUE(actual.scope == each.code && actual.dated && !actual.source.empty()) << actual.indicator;
  }
}

TEST_F(ShippedPeers, TheFourProvincesWithThePromisesOfTheirPlans) {
  if (!fs::exists(fs::path(PHUSONG_SHARE_DIR) / "provinces" / "ha-tinh" / "province.json"))
    GTEST_SKIP() << "only Vĩnh Phúc has its sample's files here";
  ASSERT_EQ(peers_.provinces.size(), 4u);
  const std::tuple<const char*, const char*, std::vector<const char*>> expected[] = {
      {"ha-tinh", "42", {"T07"}},
      {"hung-yen", "33", {"T08", "T09", "T10", "T11", "T12", "T13", "T14", "T15"}},
      {"thai-nguyen", "19", {"T16", "T17", "T18", "T19", "T20", "T21", "T22"}},
      {"vinh-phuc", "26", {"T06"}}};
  for (const auto& [id, code, targets] : expected) {
    const Peer* peer = find(id);
    ASSERT_NE(peer, nullptr) << id;
    EXPECT_EQ(peer->code, code);
    std::set<std::string> held;
    for (const ScoreRow& row : peer->scorecard.rows)
      if (row.target.scope == code) held.insert(row.target.id);
    for (const char* target : targets) EXPECT_TRUE(held.contains(target)) << id << ' ' << target;
    for (const char* everywhere : {"T01", "T02", "T03"}) EXPECT_TRUE(held.contains(everywhere)) << id << ' ' << everywhere;
    EXPECT_GT(tally_of(*peer, true).all(), 0);
  }
}

TEST_F(ShippedPeers, TheRankingIsSharedAndItsFiguresAreThePublishedOnes) {
  const auto rank =
      std::find_if(peers_.compared.begin(), peers_.compared.end(), [](const ComparedRow& row) { return row.indicator.id == "dti_rank"; });
  ASSERT_NE(rank, peers_.compared.end());
  EXPECT_EQ(rank->provinces, static_cast<int>(peers_.provinces.size()));
  for (std::size_t i = 0; i < peers_.provinces.size(); ++i) {
    ASSERT_TRUE(rank->cells[i].figure) << peers_.provinces[i].id;
    EXPECT_GE(iso_date(rank->cells[i].figure->date), "2022-12-31") << peers_.provinces[i].id;
    EXPECT_FALSE(rank->cells[i].figure->computed);
  }
  const Peer* own = find("vinh-phuc");
  ASSERT_NE(own, nullptr);
  const ComparedCell& cell = rank->cells[static_cast<std::size_t>(own - peers_.provinces.data())];
  EXPECT_EQ(own->scorecard.rows.at(static_cast<std::size_t>(cell.target)).target.id, "T06");
}

}  // namespace
}  // namespace data
