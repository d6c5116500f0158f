// Tables for a terminal: columns aligned by what the terminal shows, not by bytes or letters.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace data {

/// Columns a terminal gives to the text: combining marks take none, wide letters two.
int display_width(std::string_view text);

/// Rows under headings. Headings are broken at spaces and stand on the table; the last column runs free.
class TextGrid {
 public:
  enum class Align { left, right };
  void column(const std::string& heading, Align align = Align::left);
  /// `notes` follow on lines of their own, indented.
  void row(std::vector<std::string> cells, std::vector<std::string> notes = {});
  bool empty() const { return rows_.empty(); }
  void write(std::ostream& out) const;

 private:
  struct Row {
    std::vector<std::string> cells, notes;
  };
  void write_line(std::ostream& out, const std::vector<std::string>& cells, const std::vector<int>& width) const;

  std::vector<std::vector<std::string>> headings_;  ///< by column, line by line
  std::vector<Align> aligns_;
  std::vector<Row> rows_;
};

}  // namespace data
