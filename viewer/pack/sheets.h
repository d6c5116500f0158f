// The atlas: a sheet a unit, drawn by several workers at once, each with a map and a GL context of its own.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "viewer/pack/manifest.h"
#include "viewer/pack/plan.h"
#include "viewer/page/page.h"

namespace viewer {

/// What the page of a unit is; the whole area's for unit 0.
PageSpec sheet_spec(const data::Loaded& loaded, const PackContents& contents, int unit);

/// Told from the calling thread how many of the sheets are there.
using SheetProgress = std::function<void(std::size_t done, std::size_t total)>;

/// Draws the sheets and thumbnails that the folder lacks. The bytes do not depend on `jobs`. Throws the first data::Error of a worker;
/// the sheets that were done by then stay.
void make_sheets(const std::shared_ptr<const data::Loaded>& loaded, const std::vector<SheetPlan>& sheets, const PackContents& contents,
                 PackFolder& folder, unsigned jobs, const SheetProgress& progress);

}  // namespace viewer
