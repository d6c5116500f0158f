// index.html: the pack's front door, in one file that needs no network, no script and no program but a browser.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "viewer/pack/plan.h"

namespace viewer {

/// A file of the pack that is not a sheet.
struct PackFile {
  std::string file, title;
  std::uint64_t bytes = 0;
};

/// HTML 5 in the current language: the files, targets beside actuals, who is missing what, the sheets as pictures; printable. A short
/// script, and only it, adds a search over units; without it everything is there and read in order.
std::string index_page(const data::Loaded& loaded, const std::vector<SheetPlan>& sheets, const std::vector<PackFile>& files);

}  // namespace viewer
