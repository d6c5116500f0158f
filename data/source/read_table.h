// The one way in: any vector source GDAL opens -> a Table in the map's CRS, read in columns, leaving the source untouched.
#pragma once

#include <atomic>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "data/source/table.h"

namespace data {

/// How a field's values are wanted; files store the same thing in many ways (1, "có", true, "TRUE").
enum class FieldType { text, number, flag, date };

struct FieldWish {
  std::string name;                  ///< as in the source; compared exactly, then ignoring case
  FieldType type = FieldType::text;
  bool required = true;
  std::string key;                   ///< the project key that asked, e.g. "layers[2].fields.unit", for messages
  bool read = true;                  ///< false: it is asked for by name only, and its values stay where they are
};

struct ReadRequest {
  std::string source;              ///< path or GDAL connection string, already resolved against the project's folder
  std::string layer;               ///< empty: the only layer, or an Error listing them
  std::vector<FieldWish> fields;   ///< nothing else is read
  std::string where;               ///< OGR SQL condition; may be empty
  std::string crs;                 ///< overrides what the file claims; may be empty
  std::string encoding;            ///< overrides the text encoding (ICU name); may be empty
  std::string x_field, y_field;    ///< coordinate columns of a table without geometry; may be empty
  std::string map_crs;             ///< coordinates come out in this
  Shape shape = Shape::none;       ///< what is wanted; another kind of geometry in the file is an Error
  bool shape_optional = false;     ///< points wanted, but a table without geometry will do (shape becomes none)
  bool along_curve = false;        ///< rows of points come in the order of a Morton curve instead of the file's
  std::string key;                 ///< the project key of the layer, e.g. "layers[2]", for messages
  /// A box in the map's CRS: rows with nothing in it may be left out (through the source's spatial index, where it has one), and no
  /// row is no error. The table then says whether it is a part; a part is never kept in a cache.
  std::optional<Box> extent;
};

/// What a long read tells whoever shows a progress bar. Written by the reader, read by anyone.
struct Progress {
  std::atomic<std::uint64_t> done{0}, total{0};  ///< rows; total is 0 while unknown
};

/// Runs on any thread. Throws Error (missing file, layer, field; wrong type; empty layer; unknown CRS). A stop request
/// ends it with an Error too. Rows whose values cannot be understood stay, as unknown, and are counted in the warnings.
Table read_table(const ReadRequest& request, std::stop_token stop = {}, Progress* progress = nullptr);

}  // namespace data
