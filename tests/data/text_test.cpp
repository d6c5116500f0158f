#include "data/source/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "data/source/error.h"

namespace data {
namespace {

// Decomposed on purpose: i + acute, o + horn.
const std::string decomposed = "Ti\u0301ch So\u031Bn";

TEST(Nfc, ComposesAndReplacesWhatIsNotUtf8) {
  EXPECT_EQ(nfc(decomposed), "Tích Sơn");
  EXPECT_EQ(nfc("Tích Sơn"), "Tích Sơn");
  EXPECT_EQ(nfc("e\u0323\u0302"), "ệ");
  EXPECT_EQ(nfc("e\u0302\u0323"), "ệ");
  EXPECT_EQ(nfc("a\xFF"
                "b"),
            "a\uFFFDb");
  EXPECT_EQ(nfc("plain"), "plain");
  EXPECT_EQ(nfc(""), "");
}

TEST(IsUtf8, KnowsTheWholeOfIt) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("Phường Tích Sơn"));
  EXPECT_TRUE(is_utf8("\U0001F4F6"));
  EXPECT_FALSE(
      is_utf8("V\xDCnh Ph\xF3"
              "c"));
  EXPECT_FALSE(is_utf8("\xC3"));              // cut off
  EXPECT_FALSE(is_utf8("a\xE1\xBB"));         // cut off after two of three
  EXPECT_FALSE(is_utf8("\xC0\xAF"));          // two bytes for an ASCII letter
  EXPECT_FALSE(is_utf8("\xE0\x80\xAF"));      // three bytes for one
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // half a UTF-16 pair
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // past the last code point
  EXPECT_FALSE(is_utf8("\x80"));
}

TEST(Fold, DropsCaseTonesAndTheBarOfD) {
  EXPECT_EQ(fold("Tích Sơn"), "tich son");
  EXPECT_EQ(fold(decomposed), "tich son");
  EXPECT_EQ(fold("ĐẠO TRÙ"), "dao tru");
  EXPECT_EQ(fold("đ"), "d");
  EXPECT_EQ(fold("Nguyễn Ước"), "nguyen uoc");
  EXPECT_EQ(fold("ẤẦẨẪẬ ắằẳẵặ ốồổỗộ ớờởỡợ ứừửữự ỳỷỹýỵ"), "aaaaa aaaaa ooooo ooooo uuuuu yyyyy");
  EXPECT_EQ(fold("EPSG:4326 x_Y"), "epsg:4326 x_y");
  EXPECT_EQ(fold("Hoà Bình"), fold("Hòa Bình"));
}

TEST(Search, EveryWordSomewhereAccentsAside) {
  EXPECT_TRUE(matches_search("Phường Tích Sơn, Vĩnh Yên", "vinh son"));
  EXPECT_TRUE(matches_search("Phường Tích Sơn", "TÍCH"));
  EXPECT_TRUE(matches_search(decomposed, "tích  sơn "));
  EXPECT_TRUE(matches_search("Xã Đạo Trù", "dao"));
  EXPECT_TRUE(matches_search("anything", ""));
  EXPECT_TRUE(matches_search("anything", "   "));
  EXPECT_FALSE(matches_search("Phường Tích Sơn", "tich sen"));
}

/// The order as written is the order as sorted.
void expect_order(std::vector<std::string> wanted) {
  std::vector<std::string> sorted(wanted.rbegin(), wanted.rend());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return compare_vi(a, b) < 0; });
  EXPECT_EQ(sorted, wanted);
}

TEST(VietnameseOrder, LettersOfTheirOwn) {
  expect_order({"an", "az", "ăn", "ân", "ban"});
  expect_order({"da", "dy", "đa", "e"});
  expect_order({"ez", "êa", "g"});
  expect_order({"oz", "ôa", "ôz", "ơa", "p"});
  expect_order({"uz", "ưa", "v"});
}

TEST(VietnameseOrder, TonesOnlyBreakTies) {
  expect_order({"ba", "bà", "bả", "bã", "bá", "bạ"});
  expect_order({"ba", "bạ", "bac", "bạc", "bai"});  // a letter more weighs more than any tone
}

TEST(VietnameseOrder, NumbersByValueAndEqualFormsEqual) {
  expect_order({"Tổ dân phố 2", "Tổ dân phố 10", "Tổ dân phố 100"});
  EXPECT_EQ(compare_vi("Tích Sơn", decomposed), 0);
  EXPECT_EQ(compare_vi("", ""), 0);
  EXPECT_LT(compare_vi("", "a"), 0);
}

TEST(VietnameseOrder, IsSafeFromAnyThread) {
  std::vector<std::jthread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) wrong += compare_vi("Đạo Trù", "Dương") <= 0;
    });
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

TEST(FormatNumber, VietnameseAndEnglish) {
  EXPECT_EQ(format_integer(308251, Lang::vi), "308.251");
  EXPECT_EQ(format_integer(308251, Lang::en), "308,251");
  EXPECT_EQ(format_integer(0, Lang::vi), "0");
  EXPECT_EQ(format_integer(999, Lang::vi), "999");
  EXPECT_EQ(format_integer(1000, Lang::vi), "1.000");
  EXPECT_EQ(format_integer(-100, Lang::vi), "-100");
  EXPECT_EQ(format_integer(-1234567, Lang::en), "-1,234,567");
  EXPECT_EQ(format_number(85.1, 1, Lang::vi), "85,1");
  EXPECT_EQ(format_number(85.1, 1, Lang::en), "85.1");
  EXPECT_EQ(format_number(1234567.891, 2, Lang::vi), "1.234.567,89");
  EXPECT_EQ(format_number(1234567.891, 2, Lang::en), "1,234,567.89");
  EXPECT_EQ(format_percent(85.1, 1, Lang::vi), "85,1\u00A0%");
  EXPECT_EQ(format_percent(85.1, 1, Lang::en), "85.1\u00A0%");
}

TEST(FormatNumber, RoundsHalfAwayFromZeroAndHasNoMinusZero) {
  EXPECT_EQ(format_number(2.5, 0, Lang::vi), "3");
  EXPECT_EQ(format_number(-2.5, 0, Lang::vi), "-3");
  EXPECT_EQ(format_number(0.25, 1, Lang::vi), "0,3");
  EXPECT_EQ(format_number(-0.04, 1, Lang::vi), "0,0");
  EXPECT_EQ(format_number(-0.0, 0, Lang::vi), "0");
  EXPECT_EQ(format_number(999.95, 1, Lang::vi), "1.000,0");
  EXPECT_EQ(format_number(std::nan(""), 1, Lang::vi), "–");
  EXPECT_EQ(format_number(std::numeric_limits<double>::infinity(), 1, Lang::vi), "–");
}

Date day(int y, unsigned m, unsigned d) { return Date{std::chrono::year{y} / std::chrono::month{m} / std::chrono::day{d}}; }

TEST(FormatDate, ForPeopleAndForMachines) {
  EXPECT_EQ(format_date(day(2026, 11, 22), Lang::vi), "22/11/2026");
  EXPECT_EQ(format_date(day(2026, 11, 22), Lang::en), "22 Nov 2026");
  EXPECT_EQ(format_date(day(2026, 1, 2), Lang::vi), "02/01/2026");
  EXPECT_EQ(format_date(day(2026, 1, 2), Lang::en), "2 Jan 2026");
  EXPECT_EQ(iso_date(day(2026, 1, 2)), "2026-01-02");
  EXPECT_EQ(iso_date(day(1969, 12, 31)), "1969-12-31");
}

TEST(ParseDate, EveryFormItPromises) {
  const Date wanted = day(2022, 12, 31);
  for (const char* text : {"2022-12-31", "31/12/2022", "31.12.2022", "31-12-2022", "31 - 12 - 2022", "20221231", "2022-12", "2022",
                           "12/2022", " 2022-12-31 ", "2022/12/31", "2022-12-31T17:00:00", "2022-12-31 17:00:00", "2022-12-31T17:00:00Z",
                           "2022-12-31 23:59:59.999", "2022-12-31T17:00:00+07:00", "31/12/2022 17:00", "20221231T1700"})
    EXPECT_EQ(parse_date(text), wanted) << text;
  EXPECT_EQ(parse_date("1/2/2022"), day(2022, 2, 1));
  EXPECT_EQ(parse_date("2022-1-5"), day(2022, 1, 5));
  EXPECT_EQ(parse_date("2024-02"), day(2024, 2, 29));
  EXPECT_EQ(parse_date("2023-02"), day(2023, 2, 28));
  EXPECT_EQ(parse_date("29/02/2024"), day(2024, 2, 29));
}

TEST(ParseDate, NothingElse) {
  for (const char* text : {"",
                           " ",
                           "x",
                           "2022-13-01",
                           "2022-00-10",
                           "2022-02-29",
                           "31/04/2022",
                           "31/12/22",
                           "12/31/2022",
                           "44926",
                           "202212",
                           "2022-12-",
                           "2022--12",
                           "-2022",
                           "2022-12-31x",
                           "2022-12-31 dự kiến",
                           "2022-12-31 (dự kiến)",
                           "ngày 31/12/2022",
                           "31/12.2022",
                           "2022-012-031",
                           "00031/12/2022",
                           "31/12/2022/1",
                           "9999999999",
                           "0000-01-01",
                           "1899-12-31",
                           "2201-01-01",
                           "2022 12 31",
                           "2022.5",
                           "20221231 5 km"})
    EXPECT_EQ(parse_date(text), std::nullopt) << '"' << text << '"';
}

TEST(ParseNumber, CLocaleAndVietnamese) {
  EXPECT_EQ(parse_number("3000"), 3000);
  EXPECT_EQ(parse_number("3,000.5"), 3000.5);
  EXPECT_EQ(parse_number("3.000,5"), 3000.5);
  EXPECT_EQ(parse_number("85,1"), 85.1);
  EXPECT_EQ(parse_number("85.1"), 85.1);
  EXPECT_EQ(parse_number("1.234.567,8"), 1234567.8);
  EXPECT_EQ(parse_number("1,234,567.8"), 1234567.8);
  EXPECT_EQ(parse_number("4.022.638"), 4022638);
  EXPECT_EQ(parse_number("9.361,38"), 9361.38);
  EXPECT_EQ(parse_number("1 234 567"), 1234567);
  EXPECT_EQ(parse_number("1\u00A0234,5"), 1234.5);
  EXPECT_EQ(parse_number(" 12 "), 12);
  EXPECT_EQ(parse_number("-1.5"), -1.5);
  EXPECT_EQ(parse_number("+7"), 7);
  EXPECT_EQ(parse_number("1e3"), 1000);
  EXPECT_EQ(parse_number("1.5E-2"), 0.015);
  EXPECT_EQ(parse_number("0,5"), 0.5);
}

TEST(ParseNumber, ThreeDigitsAfterOneMark) {
  EXPECT_EQ(parse_number("3.125"), 3.125);
  EXPECT_EQ(parse_number("3.125", true), 3125);
  EXPECT_EQ(parse_number("3,125"), 3125);
  EXPECT_EQ(parse_number("3,125", true), 3.125);
  EXPECT_EQ(parse_number("3000.125", true), 3000.125);  // not a group of thousands: four digits stand before it
  EXPECT_EQ(parse_number("3000,125"), 3000.125);
  EXPECT_EQ(parse_number("1.5e3", true), 1500);
}

TEST(ParseNumber, RubbishIsNoNumber) {
  for (const char* text :
       {"",    " ",   "-",          "+",     ".",     ",",           "e",        "abc",     "12a",         "1-2",    "--5",
        "+-5", "5-3", "31.12.2022", "1.2.3", "1,5,3", "192.168.1.1", "1.23,456", "12,34.5", "1.234,567.8", "1,,000", "1..5",
        "nan", "inf", "0x10",       "1e999", "1e",    "85,1%",       "½",        "1,",      "1."})
    EXPECT_EQ(parse_number(text), std::nullopt) << '"' << text << '"' << " became " << parse_number(text).value_or(0);
}

TEST(Decode, Windows1258WritesTonesAsMarks) {
  EXPECT_EQ(decode("Ph\xFD\xF5\xCCng T\xED"
                   "ch S\xF5n",
                   "windows-1258"),
            "Phường Tích Sơn");
  EXPECT_EQ(decode("\xD0"
                   "a\xF2o Tr\xF9",
                   "windows-1258"),
            "Đạo Trù");
  EXPECT_EQ(decode("Nguy\xEA\xDEn \xDD\xF5\xEC"
                   "c",
                   "windows-1258"),
            "Nguyễn Ước");
  EXPECT_EQ(decode("Vi\xDEnh Y\xEAn", "windows-1258"), "Vĩnh Yên");
}

TEST(Decode, OtherNamesAndUnknownOnes) {
  EXPECT_EQ(decode("Caf\xE9", "ISO-8859-1"), "Café");
  EXPECT_EQ(decode("Tích", "UTF-8"), "Tích");
  try {
    decode("\xE9", "klingon");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("klingon"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("windows-1258"), std::string::npos);
  }
}

}  // namespace
}  // namespace data
