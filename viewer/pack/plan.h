// What a meeting pack is made of, before anything is drawn: which sheets, under which names, in which order.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "data/load.h"

namespace viewer {

/// What a pack can hold, as --formats spells it.
enum class PackFormat { pdf, slides, xlsx, csv, json, html };
const std::vector<std::string>& pack_format_names();  ///< the spelling of every format, in the order of PackFormat

struct PackContents {
  std::set<PackFormat> formats{PackFormat::pdf, PackFormat::slides, PackFormat::xlsx, PackFormat::csv, PackFormat::json, PackFormat::html};
  std::string layout = "a4";
  std::string level;      ///< the deepest that gets sheets of its own; empty: the deepest there is
  std::string indicator;  ///< what the sheets' maps show; empty: what the window opens with

  bool holds(PackFormat format) const { return formats.contains(format); }
};

/// One sheet: a unit of the project, the whole area first and each unit before those within it.
struct SheetPlan {
  int unit = 0;           ///< index into UnitSet::units
  int depth = 0;          ///< 0: the whole area
  std::string title;      ///< the unit's name
  std::string file;       ///< within the pack: "sheets/01-03-xa-dao-tru-08968.pdf"
  std::string thumbnail;  ///< "thumbnails/01-03-xa-dao-tru-08968.png"
};

constexpr int thumbnail_width = 360;  ///< pixels

/// Throws data::Error for a level that the project does not have. File names are ASCII, sort as the sheets do, and differ even where
/// names and codes do not.
std::vector<SheetPlan> plan_sheets(const data::Loaded& loaded, const std::string& level);

}  // namespace viewer
