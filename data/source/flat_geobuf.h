// FlatGeobuf files as GDAL is given them: in large pieces, and with booleans as bytes where GDAL garbles those of batches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace data {

/// How booleans of a file are declared to GDAL. GDAL before 3.8.3 garbles them in batches (OSGeo/gdal#8998), but not bytes of 0 and 1,
/// which are the same in the file.
enum class BooleansAs { booleans, bytes };
/// Whether bytes are the better declaration: of GDAL 3.6 it is known where in a batch they stand (see `byte_columns`).
bool booleans_do_better_as_bytes();

bool is_flat_geobuf(const std::string& source);  ///< a file on a disk, by its name

/// Makes the names known to GDAL that flat_geobuf_name gives: once, and before any other thread uses it.
void serve_flat_geobuf();

/// The name under which GDAL is to open a FlatGeobuf file on a disk; any other source keeps its own. GDAL reads a file 4 KiB at a time, and
/// under a lock; under this name 256 KiB, which takes a quarter off the reading of a million small features.
std::string flat_geobuf_name(const std::string& source, BooleansAs how);

/// Text of GDAL's with the names of files as people know them.
std::string with_own_names(std::string text);

struct FlatColumn {
  enum Type : std::uint8_t {
    byte, ubyte, boolean, int16, uint16, int32, uint32, int64, uint64, float32, float64, text, json, time, binary
  };
  std::string name;
  std::uint8_t type = 0;
  std::optional<std::uint64_t> type_place;  ///< where in the file the type stands; none: it has its default
};
struct FlatHeader {
  static constexpr std::uint8_t points = 1;  ///< a value of `geometry`
  std::vector<FlatColumn> columns;
  std::uint64_t size = 0;  ///< where it ends in the file
  std::uint8_t geometry = 0;
  std::uint64_t features = 0;     ///< 0: not known
  std::uint16_t node_size = 16;  ///< of the spatial index; 0: there is none
  bool indexed() const { return node_size > 0 && features > 0; }
};
/// The beginning of a FlatGeobuf file, its header at least; nothing when it is not understood. The format: flatgeobuf.org, header.fbs; its
/// tables: flatbuffers.dev, Internals.
std::optional<FlatHeader> flat_header(std::span<const std::byte> beginning);
std::optional<FlatHeader> flat_header_of(const std::string& source);

/// The columns of bytes in a file whose booleans are bytes too, by name; true: signed. GDAL 3.6 lays them in batches as bytes, one after
/// another, and calls them 32-bit integers. Nothing where that is not so, or not sure: with another GDAL, in a part of a file without an
/// index.
std::optional<std::map<std::string, bool>> byte_columns(const std::string& source, bool part);

}  // namespace data
