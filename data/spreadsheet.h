// Tables for a spreadsheet: typed cells under headings, written as XLSX for people and as CSV for programs.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "data/source/text.h"

namespace data {

/// Nothing is an empty cell: unknown, never 0.
using SheetCell = std::variant<std::monostate, std::string, double, Date>;

struct SheetColumn {
  enum class Kind { text, prose, count, number, percent, points, date };  ///< prose: long, wrapped; points: differences of percentages
  std::string id;                                                         ///< heading in CSV, ASCII
  std::string heading;                                                    ///< for people
  Kind kind = Kind::text;
};

struct Sheet {
  std::string name;                  ///< of the tab; shortened to what XLSX allows
  std::string title;                 ///< above the headings
  std::vector<std::string> remarks;  ///< below the title: date, what is listed
  std::vector<std::string> sources;  ///< below the rows
  std::vector<SheetColumn> columns;
  std::vector<std::vector<SheetCell>> rows;
  std::size_t held = 2;  ///< first columns that stay in sight when scrolled sideways
};

/// A workbook. The same sheets give the same bytes: it is dated `day`, not now. Percentages stay numbers of percent (81.6), as in JSON
/// and CSV, and show their sign by their format. Throws Error when the disk of temporary files is full.
std::vector<std::uint8_t> xlsx_of(const std::vector<Sheet>& sheets, const std::string& title, Date day, Lang lang);

/// Headings and rows by RFC 4180, C locale, ISO dates. `mark`: begins with a byte order mark, without which spreadsheets in Việt Nam
/// read a file that is double-clicked in a legacy encoding.
std::string csv_of(const Sheet& sheet, bool mark);

}  // namespace data
