// What the inspection of tables and of rasters share.
#pragma once

#include <ostream>
#include <string>

#include "data/source/geometry.h"

namespace data {

/// What coordinates of this size are likely to be, whatever the file says.
std::string coordinates_look_like(const Box& box);

/// Writes what rasters a source holds; false when it holds none.
bool write_rasters(const std::string& source, std::ostream& out);

}  // namespace data
