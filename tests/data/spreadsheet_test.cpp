#include "data/spreadsheet.h"

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <thread>

#include "data/source/csv.h"
#include "data/source/gdal.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

Sheet small() {
  Sheet sheet;
  sheet.name = "Xã: [thử] một cái tên rất dài, dài hơn ba mươi mốt chữ";
  sheet.title = "Bảng thử";
  sheet.remarks = {"Số liệu 31/12/2022"};
  sheet.sources = {"Nguồn: tự đếm"};
  sheet.columns = {{"code", "Mã", SheetColumn::Kind::text},
                   {"name", "Tên", SheetColumn::Kind::text},
                   {"households", "Số hộ", SheetColumn::Kind::count},
                   {"share", "Tỷ lệ", SheetColumn::Kind::percent},
                   {"day", "Ngày", SheetColumn::Kind::date}};
  sheet.rows = {{std::string("08707"), std::string("Xã \"Đạo Trù\", miền núi"), 2345.0, 52.625, *parse_date("2022-12-31")},
                {std::string("=1+1"), std::string("Phường Tích Sơn"), {}, {}, {}}};
  return sheet;
}

std::string text_of(const std::vector<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

/// The rows of a workbook's first tab as a reader of spreadsheets sees them, empty cells empty.
std::vector<std::vector<std::string>> read_back(const support::fs::path& file, std::string* tab = nullptr) {
  start_gdal();
  std::unique_ptr<GDALDataset> book(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
  std::vector<std::vector<std::string>> out;
  if (!book) return out;
  OGRLayer* layer = book->GetLayer(0);
  if (tab) *tab = layer->GetName();
  for (const auto& feature : *layer) {
    out.emplace_back();
    for (int i = 0; i < feature->GetFieldCount(); ++i)
      out.back().emplace_back(feature->IsFieldSetAndNotNull(i) ? feature->GetFieldAsString(i) : "");
  }
  return out;
}

TEST(Spreadsheet, IsReadBackByAnotherProgramWithItsTypes) {
  const support::Scratch scratch;
  const auto file = scratch.write("a.xlsx", text_of(xlsx_of({small()}, "Thử", *parse_date("2022-12-31"), Lang::vi)));
  std::string tab;
  const auto rows = read_back(file, &tab);
  EXPECT_LE(std::count_if(tab.begin(), tab.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }), 31);
  EXPECT_EQ(tab.find('['), std::string::npos);
  ASSERT_GE(rows.size(), 6U);
  const auto head = std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row[0] == "Mã"; });
  ASSERT_NE(head, rows.end());
  const auto& first = *(head + 1);
  EXPECT_EQ(first[0], "08707");  // a code keeps its zero
  EXPECT_EQ(first[1], "Xã \"Đạo Trù\", miền núi");
  EXPECT_EQ(first[2], "2345");
  EXPECT_EQ(first[3], "52.625");
  EXPECT_EQ(first[4], "2022/12/31");
  const auto& second = *(head + 2);
  EXPECT_EQ(second[0], "=1+1");  // text, never a formula
  EXPECT_EQ(second[2], "");      // unknown is empty, not 0
  EXPECT_EQ(rows.back()[0], "Nguồn: tự đếm");
}

TEST(Spreadsheet, TheSameSheetsGiveTheSameBytesLater) {
  const auto once = xlsx_of({small(), small()}, "Thử", *parse_date("2022-12-31"), Lang::vi);
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));  // a time in a ZIP has steps of two seconds
  EXPECT_EQ(once, xlsx_of({small(), small()}, "Thử", *parse_date("2022-12-31"), Lang::vi));
}

TEST(Spreadsheet, CsvIsForPrograms) {
  const std::string text = csv_of(small(), false);
  EXPECT_EQ(text,
            "code,name,households,share,day\r\n"
            "08707,\"Xã \"\"Đạo Trù\"\", miền núi\",2345,52.625,2022-12-31\r\n"
            "=1+1,Phường Tích Sơn,,,\r\n");
  EXPECT_EQ(csv_of(small(), true), "\xEF\xBB\xBF" + text);
  EXPECT_EQ(parse_csv(csv_of(small(), true), "a.csv", "test").rows.size(), 2U);
}

}  // namespace
}  // namespace data
