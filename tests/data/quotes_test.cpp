#include "data/quotes.h"

#include <gtest/gtest.h>

#include "data/source/i18n.h"
#include "tests/support/expect.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

using support::Scratch;

class Quotes : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Lang::en); }
  static QuoteSearch search(std::string_view text, std::string_view quote) { return find_quote(comparable(text), quote); }
  static bool found(std::string_view text, std::string_view quote) { return search(text, quote).found; }
};

constexpr std::string_view plan =
    "Kế hoạch\n\nĐến năm 2025, phấn đấu trên 90% dịch vụ công trực tuyến mức độ 4;\ntối thiểu 70% hộ gia đình\ncó cáp quang.\n";

TEST_F(Quotes, LineBreaksAndWhiteSpaceDoNotMatter) {
  const QuoteSearch whole = search(plan, "tối thiểu 70% hộ gia đình có cáp quang");
  EXPECT_TRUE(whole.found);
  EXPECT_EQ(whole.line, 4u);
  EXPECT_EQ(whole.differs, "");
  EXPECT_TRUE(found(plan, "  tối thiểu\t70%\r\nhộ gia   đình có cáp quang "));
  EXPECT_TRUE(found("tối thiểu\u00A070%\u2003hộ\r\n\r\ngia đình", "tối thiểu 70% hộ gia đình"));
}

TEST_F(Quotes, InvisibleCharactersAndTheUnicodeFormDoNotMatter) {
  EXPECT_TRUE(found("\uFEFFcáp qu\u00ADang\u200B băng rộng", "cáp quang băng rộng"));
  EXPECT_TRUE(found("cáp quang", "c\u200Dáp qu\u00ADang"));
  const std::string decomposed = "tho\u0302\u0300n ba\u0309n";  // "thồn bản", each accent a character of its own
  EXPECT_TRUE(found(decomposed, "thồn bản"));
  EXPECT_TRUE(found("thồn bản", decomposed));
  EXPECT_TRUE(found("tho\u00AD\u0302n", "thôn"));  // a hyphen between a letter and its accent
}

TEST_F(Quotes, EverythingElseIsToTheLetter) {
  EXPECT_FALSE(found(plan, "Tối thiểu 70%"));
  EXPECT_FALSE(found(plan, "tối thiêu 70%"));
  EXPECT_FALSE(found(plan, "tối thiểu 75%"));
  EXPECT_FALSE(found(plan, "tối thiểu 70 %"));
  EXPECT_FALSE(found(plan, "Đến năm 2025 phấn đấu"));
  EXPECT_FALSE(found(plan, "hoà"));
  EXPECT_FALSE(found("hòa", "hoà"));
}

TEST_F(Quotes, AQuoteIsOfWholeWordsAndNumbers) {
  EXPECT_FALSE(found(plan, "0% hộ gia đình"));
  EXPECT_FALSE(found(plan, "hộ gia đìn"));
  EXPECT_FALSE(found("có trên 13.000 doanh nghiệp", "3.000 doanh nghiệp"));
  EXPECT_FALSE(found("bố trí 1,0% chi", "0% chi"));
  EXPECT_FALSE(found("bố trí 1,05 tỷ", "bố trí 1"));
  EXPECT_TRUE(found("bố trí 1,05 tỷ", "1,05 tỷ"));
  EXPECT_TRUE(found("Năm 2022. 40 xã", "40 xã"));
  EXPECT_TRUE(found("70%, 100% xã", "100% xã"));
  EXPECT_TRUE(found("13.000 và 3.000 doanh nghiệp", "3.000 doanh nghiệp"));  // the second place counts
}

TEST_F(Quotes, ThePiecesOfACutQuoteFollowOneAnother) {
  for (const char* quote : {"phấn đấu ... mức độ 4", "phấn đấu … mức độ 4", "phấn đấu [...] mức độ 4", "phấn đấu (…) mức độ 4",
                            "phấn đấu...mức độ 4", "... phấn đấu ... trực tuyến ... mức độ 4 ...", "phấn đấu ..... mức độ 4"})
    EXPECT_TRUE(found(plan, quote)) << quote;
  const QuoteSearch turned = search(plan, "mức độ 4 ... phấn đấu");
  EXPECT_FALSE(turned.found);
  EXPECT_HAS(turned.differs, "order");
  EXPECT_FALSE(found(plan, "phấn đấu mức độ 4"));
  EXPECT_TRUE(found("v.v... và các ngành", "v.v... và các ngành"));
  EXPECT_FALSE(found("phấn đấu [...] mức", "phấn đấu ] mức"));
}

TEST_F(Quotes, ThePiecesOfACutQuoteAreNear) {
  const auto apart = [](std::size_t letters) { return "mở " + std::string(letters - 2, 'x') + " kết"; };
  EXPECT_TRUE(found(apart(400), "mở … kết"));
  EXPECT_FALSE(found(apart(401), "mở … kết"));
  // The first opening is too far off; the second one is not.
  EXPECT_TRUE(found("mở " + apart(400), "mở … kết"));
  EXPECT_TRUE(found("a b " + std::string(300, 'x') + " b " + std::string(300, 'x') + " c", "a … b … c"));
  EXPECT_FALSE(found("a b " + std::string(300, 'x') + " " + std::string(300, 'x') + " c", "a … b … c"));
}

TEST_F(Quotes, TheNearestPlaceSaysWhatDiffers) {
  EXPECT_EQ(search(plan, "phấn đấu trển 90% dịch vụ công").differs, "the quote has “trển”, the file has “trên” (line 3)");
  EXPECT_EQ(search(plan, "tối thiểu 70% hộ gia đình có cáp quan").differs, "the quote has “quan”, the file has “quang” (line 5)");
  EXPECT_EQ(search(plan, "tối thiểu khoảng 70% hộ gia đình").differs, "the quote has “khoảng”, the file has not (line 4)");
  EXPECT_EQ(search(plan, "phấn đấu trên 90% dịch vụ trực tuyến").differs, "the file has “công” (line 3), the quote has not");
  EXPECT_EQ(search(plan, "phấn dấu trên 95% dịch vụ công").differs,
            "the quote has “dấu”, the file has “đấu” (line 3); the quote has “95%”, the file has “90%” (line 3)");
  EXPECT_EQ(search("có trên 13.000 doanh nghiệp số", "3.000 doanh nghiệp số").differs,
            "the quote has “3.000”, the file has “13.000” (line 1)");
  EXPECT_EQ(search(plan, "phấn đấu … mức độ 5").differs, "the quote has “5”, the file has “4” (line 3)");
  EXPECT_EQ(search("Ðồng bằng", "Đồng bằng").differs,
            "the quote has “Đồng”, the file has “Ðồng” (line 1), which looks the same (U+0110 and U+00D0)");
  EXPECT_HAS(search("giai đoạn 2021 – 2025", "giai đoạn 2021 - 2025").differs, "U+002D and U+2013");
  const QuoteSearch nowhere = search(plan, "xếp hạng chuyển đổi số của tỉnh tăng ít nhất 10 bậc");
  EXPECT_EQ(nowhere.line, 0u);
  EXPECT_HAS(nowhere.differs, "nothing in the file resembles");
  EXPECT_HAS(search("", "có").differs, "nothing in the file resembles");
  EXPECT_FALSE(search(plan, "…").found);
}

TEST_F(Quotes, AnyOneLetterLessOrAnotherIsNoticed) {
  const std::u32string text = comparable(plan).letters;
  const auto utf8 = [](const std::u32string& letters) {
    std::string out;
    for (const char32_t c : letters) {
      if (c < 0x80) out += static_cast<char>(c);
      else if (c < 0x800) out += {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
      else out += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
    }
    return out;
  };
  const std::size_t begin = text.find(U"phấn đấu"), size = text.find(U';') - begin;
  const std::u32string quote = text.substr(begin, size);
  ASSERT_TRUE(found(plan, utf8(quote)));
  for (std::size_t at = 0; at < size; ++at) {
    if (quote[at] == U' ') continue;
    std::u32string other = quote, shorter = quote;
    other[at] = U'ỹ';
    shorter.erase(at, 1);
    for (const std::u32string& wrong : {other, shorter}) {
      if (wrong == text.substr(begin, size - 2) + U" ") continue;  // without its last word it is a shorter quote, and there
      const QuoteSearch search_result = search(plan, utf8(wrong));
      EXPECT_FALSE(search_result.found) << utf8(wrong);
      EXPECT_EQ(search_result.line, 3u) << utf8(wrong);
      EXPECT_HAS(search_result.differs, "the file has “");
    }
  }
}

Target target(const std::string& id, const std::string& quote, const std::string& file, const std::string& address = "") {
  Target out;
  out.id = id;
  out.source.quote = quote, out.source.file = file, out.source.address = address;
  return out;
}

TEST_F(Quotes, EveryTargetIsCheckedInItsFileOrCounted) {
  const Scratch scratch;
  scratch.write("plan.txt", std::string(plan));
  scratch.write("legacy.txt", "t\xF4n");
  const QuoteCheck check = check_quotes(
      {target("A", "trên 90% dịch vụ công", "plan.txt"), target("B", "trên 95% dịch vụ công", "plan.txt", "https://example.vn"),
       target("C", "trên 90%", "lost.txt"), target("D", "tôn", "legacy.txt"), target("E", "trên 90%", "", "https://example.vn"),
       target("F", "", "plan.txt"), target("G", "trên 90%", "")},
      scratch.path());
  EXPECT_EQ(check.address_only, 1u);
  EXPECT_EQ(check.unquoted, 2u);
  ASSERT_EQ(check.targets.size(), 4u);
  EXPECT_EQ(check.targets[0].id, "A");
  EXPECT_EQ(check.targets[0].file, "plan.txt");
  EXPECT_TRUE(check.targets[0].findings.empty());
  const auto only = [&](std::size_t at) -> const Finding& {
    EXPECT_EQ(check.targets[at].findings.size(), 1u);
    EXPECT_EQ(check.targets[at].findings.at(0).count, 1u);
    return check.targets[at].findings.at(0);
  };
  EXPECT_EQ(only(1).kind, "quote_not_found");
  EXPECT_HAS(only(1).rows.at(0).detail, "“90%”");
  EXPECT_EQ(only(2).kind, "source_unreadable");
  EXPECT_HAS(only(2).rows.at(0).detail, "lost.txt");
  EXPECT_EQ(only(3).kind, "source_unreadable");
  EXPECT_HAS(only(3).rows.at(0).detail, "UTF-8");
}

TEST_F(Quotes, WhatIsShippedIsReadFromEveryFolder) {
  const std::vector<Target> shipped = shipped_targets(PHUSONG_SHARE_DIR);
  std::size_t national = 0, of_vinh_phuc = 0;
  for (const Target& each : shipped) national += each.scope == "VN", of_vinh_phuc += each.scope == "26";
  EXPECT_GT(national, 10u);
  EXPECT_GT(of_vinh_phuc, 10u);
}

}  // namespace
}  // namespace data
