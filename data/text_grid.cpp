#include "data/text_grid.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace data {
namespace {

constexpr int heading_width = 14;
constexpr int longest_rule = 120;

std::string padded(const std::string& text, int width, TextGrid::Align align) {
  const std::string blank(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ');
  return align == TextGrid::Align::right ? blank + text : text + blank;
}

/// Broken at spaces into lines of about `width`.
std::vector<std::string> wrapped(const std::string& text, int width) {
  std::vector<std::string> lines{""};
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (lines.back().empty()) lines.back() = word;
    else if (display_width(lines.back()) + 1 + display_width(word) <= width) lines.back() += " " + word;
    else lines.push_back(word);
    at = end + 1;
  }
  return lines;
}

}  // namespace

int display_width(std::string_view text) {
  const auto wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  int width = 0;
  for (std::int32_t i = 0; i < wide.length();) {
    const UChar32 c = wide.char32At(i);
    i += U16_LENGTH(c);
    const auto type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) continue;
    const int asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    width += asian == U_EA_WIDE || asian == U_EA_FULLWIDTH ? 2 : 1;
  }
  return width;
}

void TextGrid::column(const std::string& heading, Align align) {
  headings_.push_back(wrapped(heading, heading_width));
  aligns_.push_back(align);
}

void TextGrid::row(std::vector<std::string> cells, std::vector<std::string> notes) {
  cells.resize(headings_.size());
  rows_.push_back({std::move(cells), std::move(notes)});
}

void TextGrid::write(std::ostream& out) const {
  std::vector<int> width(headings_.size(), 1);
  std::size_t tallest = 0;
  for (std::size_t c = 0; c < headings_.size(); ++c) {
    for (const std::string& line : headings_[c]) width[c] = std::max(width[c], display_width(line));
    for (const Row& row : rows_) width[c] = std::max(width[c], display_width(row.cells[c]));
    tallest = std::max(tallest, headings_[c].size());
  }
  for (std::size_t line = 0; line < tallest; ++line) {
    std::vector<std::string> cells;
    for (const auto& heading : headings_) {
      const std::size_t from = tallest - heading.size();
      cells.push_back(line < from ? std::string{} : heading[line - from]);
    }
    write_line(out, cells, width);
  }
  int total = -2;
  for (const int w : width) total += w + 2;
  for (int i = 0; i < std::clamp(total, 1, longest_rule); ++i) out << "─";
  out << "\n";
  for (const Row& row : rows_) {
    write_line(out, row.cells, width);
    for (const std::string& note : row.notes) out << "    " << note << "\n";
  }
}

void TextGrid::write_line(std::ostream& out, const std::vector<std::string>& cells, const std::vector<int>& width) const {
  std::string line;
  for (std::size_t c = 0; c < cells.size(); ++c) line += padded(cells[c], width[c], aligns_[c]) + "  ";
  out << line.substr(0, line.find_last_not_of(' ') + 1) << "\n";
}

}  // namespace data
