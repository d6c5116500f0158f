// What a file really holds, told before anyone maps it: layers, fields, CRS and encoding as stated and as they look, first rows;
// pixels, bands, overviews of a raster.
#pragma once

#include <ostream>
#include <string>

namespace data {

/// Reads only. Throws Error when the file cannot be opened as map data or a table.
void write_inspection(const std::string& source, std::ostream& out);

}  // namespace data
