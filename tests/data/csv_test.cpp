#include "data/source/csv.h"

#include <gtest/gtest.h>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace data {
namespace {

CsvTable parse(const std::string& text) { return parse_csv(text, "test.csv", "Cannot read the test"); }

TEST(Csv, ReadsQuotesCommasAndLineBreaksInCells) {
  const CsvTable table = parse("a,b,c\n1,\"x, \"\"y\"\"\",z\n2,\"two\nlines\",\n3,last,row");
  EXPECT_EQ(table.header, (std::vector<std::string>{"a", "b", "c"}));
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[0].cells, (std::vector<std::string>{"1", "x, \"y\"", "z"}));
  EXPECT_EQ(table.rows[1].cells, (std::vector<std::string>{"2", "two\nlines", ""}));
  EXPECT_EQ(table.rows[0].line, 2u);
  EXPECT_EQ(table.rows[1].line, 3u);
  EXPECT_EQ(table.rows[2].line, 5u);
  EXPECT_EQ(table.rows[2].cells.back(), "row");
}

TEST(Csv, TakesCrlfBlankLinesAndSpacesInHeadings) {
  const CsvTable table = parse(" a , b\r\n\r\n1,2\r\n ,\r\n");
  EXPECT_EQ(table.header, (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.rows[0].line, 3u);
}

TEST(Csv, GuessesTheDelimiterFromTheFirstLine) {
  EXPECT_EQ(parse("a;b;c\n1,5;2;3").delimiter, ';');
  EXPECT_EQ(parse("a;b;c\n1,5;2;3").rows[0].cells[0], "1,5");
  EXPECT_EQ(parse("a,b\n1;2,3").delimiter, ',');
  EXPECT_EQ(parse("a\tb\n1\t2").delimiter, '\t');
  EXPECT_EQ(parse("\"x;y;z\",b\n1,2").delimiter, ',');
  EXPECT_EQ(parse("alone\n1").delimiter, ',');
}

TEST(Csv, ObeysExcelsSeparatorLine) {
  const CsvTable table = parse("sep=;\r\na;b\r\n1;2\r\n");
  EXPECT_EQ(table.header.size(), 2u);
  EXPECT_EQ(table.rows[0].line, 3u);
}

TEST(Csv, FindsColumnsExactlyThenIgnoringCase) {
  const CsvTable table = parse("Value,value,Ngày\n1,2,3");
  EXPECT_EQ(table.column("value"), 1);
  EXPECT_EQ(table.column("VALUE"), 0);
  EXPECT_EQ(table.column("ngày"), 2);
  EXPECT_EQ(table.column("absent"), -1);
}

TEST(Csv, CellsAreTrimmedAndMissingOnesEmpty) {
  const CsvTable table = parse("a,b,c\n  x ,y");
  EXPECT_EQ(table.cell(table.rows[0], 0), "x");
  EXPECT_EQ(table.cell(table.rows[0], 2), "");
  EXPECT_EQ(table.cell(table.rows[0], -1), "");
}

TEST(Csv, AnOpenQuoteNamesItsLine) {
  set_language(Lang::en);
  try {
    parse("a,b\n1,2\n3,\"open\n4,5\n");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("test.csv: line 3: a quote is opened and never closed"), std::string::npos) << error.what();
  }
}

TEST(Csv, AnEmptyFileIsAnError) {
  EXPECT_THROW(parse(""), Error);
  EXPECT_THROW(parse("\n\n"), Error);
}

TEST(Csv, WritesCellsThatReadBackTheSame) {
  EXPECT_EQ(csv_cell("Xã Đạo Trù"), "Xã Đạo Trù");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  for (const std::string text : {"plain", "a,b", "say \"x\"", "two\nlines", "\"", ""}) {
    const CsvTable table = parse("h,x\n" + csv_cell(text) + ",end");
    EXPECT_EQ(table.rows[0].cells[0], text);
    EXPECT_EQ(table.rows[0].cells[1], "end");
  }
}

}  // namespace
}  // namespace data
