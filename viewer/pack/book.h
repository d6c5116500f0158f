// Many PDF files bound into one, with an outline and links between its pages.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/source/text.h"

namespace viewer {

/// A rectangle of a page, in points from its upper left corner, that leads to another page.
struct BookLink {
  double x = 0, y = 0, w = 0, h = 0;
  std::size_t to = 0;  ///< index into the book's pages
};

/// A page of a file, and another one that is laid over it.
struct BookPage {
  std::filesystem::path file;
  std::size_t number = 0;  ///< of the page within its file, from 0
  std::filesystem::path over;
  std::size_t over_number = 0;
  std::string title;  ///< in the outline; empty: it has no entry
  int depth = 0;      ///< of the entry: below the nearest earlier one of a smaller depth
  std::vector<BookLink> links;
};

/// The same pages give the same bytes. Throws data::Error for a page that cannot be read.
std::vector<std::uint8_t> bind_book(const std::vector<BookPage>& pages, const std::string& title, data::Date day, data::Lang lang);

}  // namespace viewer
