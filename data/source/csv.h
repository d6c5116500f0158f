// Small CSV files that people keep in spreadsheets, by RFC 4180 and a little more: BOM, CRLF, ';' as Excel writes it here.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace data {

struct CsvRow {
  std::vector<std::string> cells;  ///< NFC UTF-8, as written between the delimiters
  std::size_t line = 0;            ///< where the row begins in the file, from 1
};

struct CsvTable {
  std::string file;
  char delimiter = ',';
  std::vector<std::string> header;  ///< trimmed
  std::vector<CsvRow> rows;         ///< blank lines are left out

  int column(std::string_view name) const;  ///< exactly, then ignoring case; -1 when there is none
  /// The cell, trimmed; "" past the end of a short row.
  std::string cell(const CsvRow& row, int column) const;
};

/// Throws Error: no such file, not UTF-8, a quote that is never closed (with its line). `what` opens the message.
CsvTable read_csv(const std::filesystem::path& path, const std::string& what);
CsvTable parse_csv(std::string_view text, const std::string& file, const std::string& what);

/// A cell as RFC 4180 writes it: quoted only where it has to be.
std::string csv_cell(std::string_view text);

}  // namespace data
