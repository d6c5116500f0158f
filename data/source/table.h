// A table is columns, not rows: what one layer of one source holds, in contiguous arrays, placed in the map's CRS.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "data/source/geometry.h"
#include "data/source/text.h"

namespace data {

/// Text as codes into a dictionary of distinct values (NFC UTF-8). Code 0 is always "" and stands for null too.
struct TextColumn {
  Cells<std::uint32_t> code;
  std::vector<std::string> dictionary{std::string{}};
  const std::string& at(std::size_t row) const { return dictionary[code[row]]; }
};

/// Three-valued truth per row: 0 no, 1 yes, 2 unknown (null or unreadable).
struct FlagColumn {
  Cells<std::uint8_t> value;
};

/// Days since 1970-01-01; `none` where unknown.
struct DateColumn {
  static constexpr std::int32_t none = std::numeric_limits<std::int32_t>::min();
  Cells<std::int32_t> day;
};

/// Numbers; NaN where null or unreadable.
struct NumberColumn {
  Cells<double> value;
};

/// Rows that share a fault: how many, and the first of them.
struct FaultyRows {
  static constexpr std::size_t kept = 20;
  struct Row {
    std::size_t row = 0;
    std::string value;  ///< as the source has it, where a value is at fault
  };
  std::uint64_t count = 0;
  std::vector<Row> first;
  void add(std::size_t row, std::string value = {}) {
    if (++count <= kept) first.push_back({row, std::move(value)});
  }
};

struct Column {
  std::string name;  ///< as the source spells it
  std::variant<TextColumn, NumberColumn, FlagColumn, DateColumn> cells;
  FaultyRows unread{};        ///< values that could not be understood and count as unknown
  bool legacy_bytes = false;  ///< held text that is no UTF-8 although nothing named another encoding

  const TextColumn& text() const { return std::get<TextColumn>(cells); }
  const NumberColumn& numbers() const { return std::get<NumberColumn>(cells); }
  const FlagColumn& flags() const { return std::get<FlagColumn>(cells); }
  const DateColumn& dates() const { return std::get<DateColumn>(cells); }
};

enum class Shape { none, points, areas };

/// Rows in the order of a Morton curve over the square of their points (Morton 1966: A Computer Oriented Geodetic Data Base): neighbours on
/// the map are neighbours in memory, and every quarter of a quarter of the square is one run of rows.
struct Curve {
  static constexpr int finest = 16;  ///< cells of the square are told apart down to 2^finest a side

  int levels = 0;                    ///< the leaves are cells of a grid of 2^levels by 2^levels
  Cells<std::uint32_t> leaf;         ///< codes of the leaves that hold points, ascending: bits of x and y interleaved, x lowest
  Cells<std::uint32_t> begin;        ///< rows of leaf i are begin[i] .. begin[i + 1]; the last entry is the number of rows with a position
  bool ordered() const { return !begin.empty(); }
};

struct Table {
  std::size_t rows = 0;
  Cells<std::int64_t> fid;  ///< the source's own feature id, by row
  std::vector<Column> columns;
  Shape shape = Shape::none;
  Points points;                      ///< when shape is points
  Curve curve;                        ///< when shape is points and the request asked for the order; rows without a position come last
  Areas areas;                        ///< when shape is areas
  std::string source_crs;             ///< what the file's CRS was, e.g. "EPSG:4326"; empty without geometry
  std::string encoding;               ///< of the text, as the project or the format says it, else as its letters show; empty: unknown
  FaultyRows no_geometry;             ///< rows without a position or an area
  FaultyRows bad_geometry;            ///< rows whose geometry is broken or of another kind than wanted
  FaultyRows unplaced;                ///< rows whose position has no place in the map's CRS
  std::vector<std::string> warnings;  ///< in the current language, one sentence each
  bool part = false;                  ///< only what reaches into the extent that was asked for

  /// The column that was asked for by `name`; null when the source has none (an optional field).
  const Column* find(std::string_view name) const {
    for (const Column& column : columns)
      if (column.name == name) return &column;
    return nullptr;
  }
};

}  // namespace data
