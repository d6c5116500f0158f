// A sheet as a file, in every format; and many sheets as one PDF. A file appears under its name whole, read back and found sound, or not
// at all: everything here throws data::Error and leaves nothing behind.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "viewer/page/picture_format.h"
#include "viewer/page/sheet.h"

namespace viewer {

struct ExportOptions {
  unsigned threads = 0;            ///< 0: one a core; the bytes do not depend on it
  bool world_file = false;         ///< beside a PNG: FILE.pgw, which says where on the ground its pixels lie
  layers::VectorLimits vector;     ///< what of the map of a PDF or an SVG may be shapes
  std::vector<std::string> named;  ///< layers that were asked for by name: one that shows nothing here is an error
};

/// "map.png" -> "map.pgw".
std::filesystem::path world_file_path(const std::filesystem::path& picture);

/// Draws and writes a sheet. `map` is in a current GL context.
void write_sheet(const Sheet& sheet, layers::Map& map, const std::filesystem::path& file, Format format, const ExportOptions& options = {});

/// The bytes of the PNG that write_sheet writes.
std::vector<std::uint8_t> png_of(const Sheet& sheet, layers::Map& map);

/// Throws when the sheet would not say what it should: nothing on its map, a layer of `named` that is missing or has nothing there, a
/// legend that does not fit whole.
void require_sound(const Sheet& sheet, layers::Map& map, const std::vector<std::string>& named);

/// What a PDF or an SVG says of itself.
struct DocumentInfo {
  std::string title, subject, keywords;
  data::Date date{};  ///< what it is dated: of the data or as asked for, never of the day it is made, so that the bytes repeat
};
DocumentInfo info_of(const Sheet& sheet);

/// The size of a sheet on paper, in points of 1/72 inch; a screen's pixels are 1/96 inch unless a density was asked for.
Size points_of(const PageSpec& spec);

/// Where a page of a book is found.
struct BookMark {
  std::string title;  ///< in the outline; empty: not there
  int parent = 0;     ///< what add() returned for the entry above; 0: at the top
  std::string label;  ///< the page's number as viewers show it; empty: they count
};

/// One PDF of many pages: sheets, and pages drawn otherwise.
class Book {
 public:
  Book(const std::filesystem::path& file, const DocumentInfo& info);
  ~Book();
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  /// A page of this sheet. Returns its outline entry, 0 when it has none.
  int add(const Sheet& sheet, layers::Map& map, const BookMark& mark = {}, const ExportOptions& options = {});
  /// A page of that many points, drawn by `draw` in points from its upper left corner.
  int add(Size points, const std::function<void(cairo_t*)>& draw, const BookMark& mark = {});
  int pages() const;
  /// Reads the file back and gives it its name. Without this call there is none.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace viewer
