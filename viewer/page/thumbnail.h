// A sheet as a small picture: for lists of sheets, and to look at before it is made.
#pragma once

#include "viewer/page/export.h"

namespace viewer {

/// `width` pixels wide; the map is shapes where it can be. Needs the map's GL context.
data::Image thumbnail_of(const Sheet& sheet, layers::Map& map, int width, const ExportOptions& options = {});

/// As large as fits into so many pixels, and no larger than the page: the same page with everything where it stands on it, its map made
/// of pixels. Needs the map's GL context.
data::Image preview_of(const Sheet& sheet, layers::Map& map, int width, int height);

}  // namespace viewer
