// Points of a FlatGeobuf file as column batches, read on several cores. GDAL takes its features one after the other, verifies each and
// makes an object of it, and before 3.8.3 garbles booleans in its batches (OSGeo/gdal#8998).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/source/geometry.h"

struct ArrowArrayStream;

namespace data {

struct FlatGeobufWish {
  std::string source;               ///< a file on a disk
  std::vector<std::string> fields;  ///< by their own names
  bool geometry = false;
  std::optional<Box> box;  ///< in the file's own system: only points that lie in it
};

/// A stream of pieces (piece_stream.h): the ids, called "OGC_FID", the points as WKB, called "wkb_geometry", and the fields, in the order of the
/// file. Booleans come as bytes, times as days. Returns how many rows will come; nothing, and no stream is made, for a file without an
/// index, which also says where each feature lies, for geometry other than points, and for fields of other types than numbers, booleans,
/// text and times. The format: flatgeobuf.org, header.fbs and feature.fbs; its index: packedrtree.h of its C++ implementation.
std::optional<std::int64_t> open_flat_geobuf_stream(const FlatGeobufWish& wish, ArrowArrayStream& out);

}  // namespace data
