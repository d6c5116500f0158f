#include "data/spreadsheet.h"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "data/source/csv.h"
#include "data/source/error.h"
#include "data/source/temporary_folder.h"
#include "data/text_grid.h"
#include "data/version.h"

namespace data {
namespace {

using Kind = SheetColumn::Kind;

constexpr std::size_t name_most = 31;  ///< letters of a tab's name
constexpr int narrowest = 8, widest = 44, prose_width = 60;

/// Unique, without the signs that a tab may not have, cut between letters.
std::string tab_name(const std::string& wanted, std::set<std::string>& taken) {
  const auto cut = [](const std::string& text, std::size_t most) {
    std::string out;
    std::size_t letters = 0;
    for (const char c : text) {
      if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U && ++letters > most) break;
      out += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
    }
    return out;
  };
  std::string name = cut(wanted, name_most);
  for (int n = 2; !taken.insert(fold(name)).second; ++n) name = cut(wanted, name_most - 4) + fmt::format(" ({})", n);
  return name;
}

class Book {
 public:
  Book(const std::string& file, std::string folder, const std::string& title, Date day, Lang lang)
      : folder_(std::move(folder)), lang_(lang) {
    lxw_workbook_options options{};
    options.tmpdir = folder_.data();
    book_ = workbook_new_opt(file.c_str(), &options);
    std::string name = title, program = fmt::format("phusong {}", version);
    lxw_doc_properties properties{};
    properties.title = name.data();
    properties.author = program.data();
    properties.created = static_cast<time_t>(day.time_since_epoch().count()) * 86400;
    workbook_set_properties(book_, &properties);
    make_formats();
  }

  void add(const Sheet& sheet) {
    lxw_worksheet* to = workbook_add_worksheet(book_, tab_name(sheet.name, taken_).c_str());
    lxw_row_t row = 0;
    worksheet_write_string(to, row++, 0, sheet.title.c_str(), title_);
    for (const std::string& remark : sheet.remarks) worksheet_write_string(to, row++, 0, remark.c_str(), quiet_);
    const lxw_row_t head = ++row;
    for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
      const auto column = static_cast<lxw_col_t>(c);
      const bool figures = sheet.columns[c].kind != Kind::text && sheet.columns[c].kind != Kind::prose;
      worksheet_set_column(to, column, column, width_of(sheet, c), nullptr);
      worksheet_write_string(to, head, column, sheet.columns[c].heading.c_str(), figures ? head_right_ : head_);
    }
    worksheet_set_row(to, head, head_height(sheet), nullptr);
    row = head + 1;
    for (const auto& cells : sheet.rows) write_row(to, row++, sheet.columns, cells);
    const auto last = static_cast<lxw_col_t>(std::max<std::size_t>(sheet.columns.size(), 1) - 1);
    if (!sheet.rows.empty()) worksheet_autofilter(to, head, 0, row - 1, last);
    worksheet_freeze_panes(to, head + 1, static_cast<lxw_col_t>(std::min(sheet.held, sheet.columns.size())));
    ++row;
    for (const std::string& source : sheet.sources) worksheet_write_string(to, row++, 0, source.c_str(), quiet_);
    worksheet_set_landscape(to), worksheet_set_paper(to, 9), worksheet_fit_to_pages(to, 1, 0), worksheet_repeat_rows(to, head, head);
    worksheet_set_footer(to, "&L&A&R&P/&N");
  }

  void close() {
    const lxw_error trouble = workbook_close(book_);
    if (trouble != LXW_NO_ERROR)
      throw Error(
          {.what = tr("Cannot write the spreadsheet"), .why = lxw_strerror(trouble), .hint = tr("check the free space on the disk")});
  }

 private:
  lxw_format* make_format(const char* numbers = nullptr) {
    lxw_format* out = workbook_add_format(book_);
    format_set_align(out, LXW_ALIGN_VERTICAL_TOP);
    if (numbers) format_set_num_format(out, numbers);
    return out;
  }

  void make_formats() {
    title_ = make_format();
    format_set_bold(title_), format_set_font_size(title_, 14);
    quiet_ = make_format();
    format_set_font_color(quiet_, 0x5B6770);
    for (lxw_format** head : {&head_, &head_right_}) {
      *head = make_format();
      format_set_bold(*head), format_set_text_wrap(*head), format_set_bottom(*head, LXW_BORDER_MEDIUM);
      format_set_align(*head, LXW_ALIGN_VERTICAL_BOTTOM), format_set_bg_color(*head, 0xE8EEF2);
    }
    format_set_align(head_right_, LXW_ALIGN_RIGHT);
    // A format names its signs as English does; whoever opens the file sees those of their own country.
    const std::string points = fmt::format("#,##0.00\" {}\"", trc("unit", "points", lang_));
    formats_ = {{Kind::text, make_format()},
                {Kind::prose, make_format()},
                {Kind::count, make_format("#,##0")},
                {Kind::number, make_format("#,##0.##")},
                {Kind::percent, make_format("0.00\" %\"")},
                {Kind::points, make_format(points.c_str())},
                {Kind::date, make_format(lang_ == Lang::vi ? "dd/mm/yyyy" : "d mmm yyyy")}};
    format_set_text_wrap(formats_[Kind::prose]);
  }

  void write_row(lxw_worksheet* to, lxw_row_t row, const std::vector<SheetColumn>& columns, const std::vector<SheetCell>& cells) {
    for (std::size_t c = 0; c < cells.size() && c < columns.size(); ++c) {
      const auto column = static_cast<lxw_col_t>(c);
      lxw_format* format = formats_[columns[c].kind];
      if (const auto* text = std::get_if<std::string>(&cells[c])) {
        if (!text->empty()) worksheet_write_string(to, row, column, text->c_str(), format);
      } else if (const auto* number = std::get_if<double>(&cells[c])) {
        // "0.##" leaves a whole number its sign of decimals: "70."
        if (columns[c].kind == Kind::number && *number == std::round(*number)) format = formats_[Kind::count];
        if (std::isfinite(*number)) worksheet_write_number(to, row, column, *number, format);
      } else if (const auto* day = std::get_if<Date>(&cells[c])) {
        constexpr int epoch = 25569;  // 1970-01-01 in days as spreadsheets count them
        worksheet_write_number(to, row, column, static_cast<double>(day->time_since_epoch().count() + epoch), format);
      }
    }
  }

  static std::string shown(const SheetCell& cell, Kind kind) {
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* number = std::get_if<double>(&cell)) {
      if (kind == Kind::count) return format_integer(std::llround(*number));
      return format_number(*number, 2) + (kind == Kind::points ? " points" : " %");
    }
    return std::holds_alternative<Date>(cell) ? "00/00/0000" : "";
  }

  /// Wide enough for what it holds; a heading takes several lines before it widens its column.
  static double width_of(const Sheet& sheet, std::size_t column) {
    const SheetColumn& of = sheet.columns[column];
    if (of.kind == Kind::prose) return prose_width;
    int width = std::max(narrowest, (display_width(of.heading) + 2) / 3 + 3);
    for (const auto& row : sheet.rows)
      if (column < row.size()) width = std::max(width, display_width(shown(row[column], of.kind)) + 2);
    return std::min(width, widest);
  }

  static double head_height(const Sheet& sheet) {
    double lines = 1;
    for (std::size_t c = 0; c < sheet.columns.size(); ++c)
      lines = std::max(lines, std::ceil(1.25 * display_width(sheet.columns[c].heading) / width_of(sheet, c)));
    return 15 * std::min(lines, 5.0) + 4;
  }

  std::string folder_;
  Lang lang_;
  lxw_workbook* book_ = nullptr;
  lxw_format *title_ = nullptr, *quiet_ = nullptr, *head_ = nullptr, *head_right_ = nullptr;
  std::map<Kind, lxw_format*> formats_;
  std::set<std::string> taken_;
};

std::string plain_cell(const SheetCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return csv_cell(*text);
  if (const auto* day = std::get_if<Date>(&cell)) return iso_date(*day);
  const auto* number = std::get_if<double>(&cell);
  return number && std::isfinite(*number) ? fmt::format("{}", *number) : std::string();
}

}  // namespace

std::vector<std::uint8_t> xlsx_of(const std::vector<Sheet>& sheets, const std::string& title, Date day, Lang lang) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "book.xlsx").string();
  Book book(file, folder.path().string(), title, day, lang);
  for (const Sheet& sheet : sheets) book.add(sheet);
  book.close();
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string csv_of(const Sheet& sheet, bool mark) {
  std::string out = mark ? "\xEF\xBB\xBF" : "";
  const auto line = [&](const auto& cells, const auto& text) {
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i ? "," : "") + text(cells[i]);
    out += "\r\n";
  };
  line(sheet.columns, [](const SheetColumn& column) { return csv_cell(column.id); });
  for (const auto& row : sheet.rows) line(row, plain_cell);
  return out;
}

}  // namespace data
