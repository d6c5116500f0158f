// Where in the whole a page's map lies: a small outline of everything with the page's unit filled, or the shown area boxed.
#pragma once

#include "viewer/page/canvas.h"
#include "viewer/page/content.h"

namespace viewer {

/// Nothing when the page shows most of the whole anyway, or the units have no outlines.
Size locator_size(const data::UnitSet& units, const PageContent& page, bool about_an_area);
/// `shown` is what the page's map holds, in the project's CRS.
void draw_locator(Canvas& canvas, const Rect& rect, const data::UnitSet& units, const PageContent& page, const data::Box& shown);

}  // namespace viewer
