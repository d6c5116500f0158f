// A table of a GeoPackage as column batches, read through SQLite on several cores. GDAL reads one after the other what can be read side
// by side, and before 3.8.3 garbles booleans in its own batches (OSGeo/gdal#8998).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/source/gdal.h"
#include "data/source/geometry.h"

struct ArrowArrayStream;

namespace data {

struct GeoPackageWish {
  std::string source;               ///< a file on a disk
  OGRLayerH layer = nullptr;        ///< the table as GDAL knows it: its names and types
  std::vector<std::string> fields;  ///< by their own names
  bool geometry = false;
  std::optional<Box> box;  ///< in the table's own system: only rows that may reach into it, through the spatial index
};

/// A stream of pieces (piece_stream.h): the ids, the geometry as WKB and the fields, in the order of the ids. Booleans come as
/// bytes, dates and times as days. Returns about how many rows will come; nothing, and no stream is made, where it is no plain table of
/// single values (a view, a virtual table, lists, coded domains), for a box without a spatial index, and while somebody writes to the file.
std::optional<std::int64_t> open_geopackage_stream(const GeoPackageWish& wish, ArrowArrayStream& out);

}  // namespace data
