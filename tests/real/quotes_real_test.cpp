// The shipped quotes in the documents they were taken from, where the collection is at hand; skipped elsewhere.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "data/check_report.h"
#include "data/quotes.h"
#include "data/source/i18n.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

namespace {

namespace fs = std::filesystem;
using support::Scratch;

fs::path documents() {
  const fs::path folder = support::shared_folder(PHUSONG_SOURCE_DIR);
  return folder.empty() ? folder : folder / "reference" / "sources";
}

#define NEED_DOCUMENTS() \
  if (!fs::exists(documents())) GTEST_SKIP() << "the texts of the documents are not here; PHUSONG_SHARED names their folder"

/// T01 to T22: the targets that were read in a document at hand.
std::set<std::string> read_in_documents() {
  std::set<std::string> out;
  for (int n = 1; n <= 22; ++n) out.insert(n < 10 ? "T0" + std::to_string(n) : "T" + std::to_string(n));
  return out;
}

TEST(QuotesReal, EveryQuoteIsInItsDocument) {
  NEED_DOCUMENTS();
  data::set_language(data::Lang::en);
  std::set<std::string> checked;
  for (const data::TargetCheck& target : data::check_quotes(data::shipped_targets(PHUSONG_SHARE_DIR), documents()).targets) {
    checked.insert(target.id);
    EXPECT_TRUE(target.findings.empty()) << target.id << ": " << target.findings.front().rows.front().detail;
  }
  EXPECT_EQ(checked, read_in_documents());
}

/// Each quote in turn, with one letter of it altered: that target is reported, and no other.
TEST(QuotesReal, OneAlteredLetterIsReportedAsExactlyThatOne) {
  NEED_DOCUMENTS();
  data::set_language(data::Lang::en);
  std::vector<data::Target> targets = data::shipped_targets(PHUSONG_SHARE_DIR);
  for (data::Target& target : targets) {
    if (target.source.file.empty() || target.source.quote.empty()) continue;
    const std::string whole = target.source.quote;
    const std::size_t at = whole.find_last_of("abcdeghiklmnopqrstuvxy");
    ASSERT_NE(at, std::string::npos) << whole;
    target.source.quote[at] = 'z';
    for (const data::TargetCheck& check : data::check_quotes(targets, documents()).targets) {
      ASSERT_EQ(check.findings.size(), check.id == target.id ? 1u : 0u) << check.id << " with " << target.id << " altered";
      if (check.id == target.id) {
        EXPECT_NE(check.findings[0].rows[0].detail.find("the file has “"), std::string::npos) << check.findings[0].rows[0].detail;
      }
    }
    target.source.quote = whole;
  }
}

/// The same by the program: a document is altered, not the quote.
TEST(QuotesReal, TheProgramNamesTheTargetAndExitsWithThree) {
  NEED_DOCUMENTS();
  const Scratch scratch;
  fs::copy(documents(), scratch / "sources");
  const auto check = [&](const char* format) {
    return support::run({PHUSONG_BINARY, "check", "--sources", (scratch / "sources").string(), "--format", format, "--lang", "en"});
  };
  const support::Outcome good = check("table");
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_NE(good.out.find("22 checked"), std::string::npos) << good.out;
  EXPECT_NE(good.out.find("22 found"), std::string::npos) << good.out;

  const fs::path document = scratch / "sources" / "002_2286edee4da0162a.txt";
  std::string text = support::bytes_of(document);
  const std::string before = "tối thiểu 70% hộ gia đình có cáp quang";
  ASSERT_NE(text.find(before), std::string::npos);
  for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) text[at + before.find("70")] = '9';
  scratch.write("sources/002_2286edee4da0162a.txt", text);
  const support::Outcome altered = check("json");
  EXPECT_EQ(altered.code, 3);
  const auto json = nlohmann::json::parse(altered.out);
  EXPECT_EQ(json["faults"], 1);
  EXPECT_EQ(json["targets"].size(), 22u);
  for (const auto& target : json["targets"]) {
    EXPECT_EQ(target["findings"].size(), target["id"] == "T01" ? 1u : 0u) << target;
    if (target["id"] == "T01") {
      EXPECT_EQ(target["findings"][0]["kind"], "quote_not_found");
      EXPECT_NE(target["findings"][0]["rows"][0]["detail"].get<std::string>().find("“70%”, the file has “90%”"), std::string::npos)
          << target;
    }
  }
}

}  // namespace
