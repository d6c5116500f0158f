#include "data/source/csv.h"

#include <algorithm>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/json_reader.h"
#include "data/source/text.h"

namespace data {
namespace {

std::string trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t";
  const std::size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blank) - first + 1));
}

/// The separator that occurs most in the first line, outside quotes; a comma when none does.
char guess_delimiter(std::string_view text) {
  std::size_t commas = 0, semicolons = 0, tabs = 0;
  bool in_quotes = false;
  for (const char c : text) {
    if (c == '"') in_quotes = !in_quotes;
    if (in_quotes) continue;
    if (c == '\n' || c == '\r') break;
    commas += c == ',', semicolons += c == ';', tabs += c == '\t';
  }
  if (tabs > commas && tabs > semicolons) return '\t';
  return semicolons > commas ? ';' : ',';
}

/// Excel's own way to name the separator: a first line "sep=;". Dropped from the text when it is there.
char take_separator_line(std::string_view& text) {
  if (!text.starts_with("sep=") || text.size() < 5) return '\0';
  const char mark = text[4];
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || end > 6) return '\0';
  text.remove_prefix(end + 1);
  return mark;
}

/// Walks the text once and hands out rows.
class Splitter {
 public:
  Splitter(std::string_view text, char delimiter, std::size_t first_line) : text_(text), delimiter_(delimiter), line_(first_line) {}

  bool done() const { return at_ >= text_.size(); }
  std::size_t open_quote() const { return open_quote_; }  ///< line of a quote that is never closed; 0 when there is none

  CsvRow next() {
    CsvRow row{.cells = {}, .line = line_};
    std::string cell;
    while (true) {
      if (at_ < text_.size() && text_[at_] == '"' && cell.empty()) quoted(cell);
      else if (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r') cell += text_[at_++];
      else {
        row.cells.push_back(nfc(cell));
        cell.clear();
        if (at_ >= text_.size() || text_[at_] != delimiter_) break;
        ++at_;
      }
    }
    end_of_line();
    return row;
  }

 private:
  void quoted(std::string& cell) {
    const std::size_t opened = line_;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
          ++at_;
          return;
        }
        ++at_;  // two quotes stand for one
      } else if (text_[at_] == '\n') {
        ++line_;
      }
      cell += text_[at_];
    }
    if (open_quote_ == 0) open_quote_ = opened;
  }

  void end_of_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0, line_, open_quote_ = 0;
};

bool blank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) { return trimmed(cell).empty(); });
}

}  // namespace

int CsvTable::column(std::string_view name) const {
  for (std::size_t i = 0; i < header.size(); ++i)
    if (header[i] == name) return static_cast<int>(i);
  const std::string wanted = fold(name);
  for (std::size_t i = 0; i < header.size(); ++i)
    if (fold(header[i]) == wanted) return static_cast<int>(i);
  return -1;
}

std::string CsvTable::cell(const CsvRow& row, int column) const {
  if (column < 0 || column >= static_cast<int>(row.cells.size())) return {};
  return trimmed(row.cells[static_cast<std::size_t>(column)]);
}

CsvTable read_csv(const std::filesystem::path& path, const std::string& what) {
  return parse_csv(read_utf8_file(path, what), path.string(), what);
}

CsvTable parse_csv(std::string_view text, const std::string& file, const std::string& what) {
  CsvTable table;
  table.file = file;
  const char named = take_separator_line(text);
  table.delimiter = named != '\0' ? named : guess_delimiter(text);
  Splitter splitter(text, table.delimiter, named != '\0' ? 2 : 1);
  while (!splitter.done()) {
    CsvRow row = splitter.next();
    if (blank(row)) continue;
    if (!table.header.empty()) table.rows.push_back(std::move(row));
    else
      for (const std::string& cell : row.cells) table.header.push_back(trimmed(cell));
  }
  if (splitter.open_quote() != 0)
    throw Error({.what = what,
                 .file = file,
                 .why = trf("line {}: a quote is opened and never closed", splitter.open_quote()),
                 .hint = tr("close it, or write a quote inside a cell as two quotes")});
  if (table.header.empty()) throw Error({.what = what, .file = file, .why = tr("the file is empty")});
  return table;
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace data
