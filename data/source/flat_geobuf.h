// FlatGeobuf files as GDAL is given them: in large pieces, and with booleans as bytes where GDAL garbles those of batches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace data {

/// How booleans of a file are declared to GDAL: its batches before 3.8.3 garble them (OSGeo/gdal#8998), and not bytes of 0 and 1, which are the
/// same in the file.
enum class BooleansAs { booleans, bytes };

/// The name under which GDAL is to open a FlatGeobuf file on a disk; any other source keeps its own. GDAL reads a file 4 KiB at a time, and
/// under a lock; under this name 256 KiB, which takes a quarter off the reading of a million small features.
std::string flat_geobuf_name(const std::string& source, BooleansAs how);

/// Text of GDAL's with the names of files as people know them.
std::string with_own_names(std::string text);

/// Where the types of boolean columns stand in the beginning of a FlatGeobuf file, its header at least; none when it is not understood.
/// The format: flatgeobuf.org, header.fbs; the tables: flatbuffers.dev, Internals.
std::vector<std::uint64_t> boolean_types(std::span<const std::byte> beginning);

}  // namespace data
