// The pages that only the merged PDF has: its contents, and the number that every page of it bears.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "viewer/pack/book.h"
#include "viewer/pack/plan.h"
#include "viewer/page/text_box.h"

namespace viewer {

/// How many pages the contents take.
std::size_t contents_pages(std::size_t sheets);

/// Writes a PDF of the contents' pages, each with its number, followed by one page a sheet that bears nothing but that sheet's number,
/// to be laid over it. Returns where the contents lead, page by page. `points`: the size of a page.
std::vector<std::vector<BookLink>> write_contents(const std::filesystem::path& file, const data::Loaded& loaded,
                                                  const std::vector<SheetPlan>& sheets, Size points);

}  // namespace viewer
