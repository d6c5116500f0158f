// A sheet as a small picture, for lists of sheets.
#pragma once

#include "viewer/page/export.h"

namespace viewer {

/// `width` pixels wide; the map is shapes where it can be. Needs the map's GL context.
data::Image thumbnail_of(const Sheet& sheet, layers::Map& map, int width, const ExportOptions& options = {});

}  // namespace viewer
