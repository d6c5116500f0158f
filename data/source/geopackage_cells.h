// Rows of a GeoPackage's table, cell by cell from SQLite, laid out as a batch of the Arrow C data interface.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct ArrowArray;
struct ArrowSchema;
struct sqlite3_value;

namespace data {

/// What a column of a GeoPackage holds, and how its cells lie in a batch.
enum class CellKind {
  integer,     ///< 64 bits
  integer_32,  ///< laid out alike, but of no more bits
  integer_16,
  real,      ///< a double
  real_32,   ///< laid out alike, but as a float has it
  flag,      ///< a byte, 0 or 1
  date,      ///< days since 1970-01-01, 32 bits
  time,      ///< the day of a time as it is written, laid out alike
  text,      ///< UTF-8
  geometry,  ///< WKB
};
struct CellField {
  std::string name;
  CellKind kind = CellKind::integer;
};

/// One column of a batch.
class CellColumn {
 public:
  explicit CellColumn(CellKind kind) : kind_(kind) {}

  /// Appends a cell. False when it is not what such a column holds: SQLite keeps anything anywhere.
  bool take(sqlite3_value* value);
  std::int64_t rows() const { return rows_; }
  /// Empty again; its memory stays.
  void clear();
  /// As an array that lives no longer than this column.
  ArrowArray array();

 private:
  bool take_value(sqlite3_value* value, int type);
  template <typename T>
  void add(T value);
  void add_bytes(std::string_view value) { bytes_.insert(bytes_.end(), value.begin(), value.end()); }
  bool has_length() const { return kind_ == CellKind::text || kind_ == CellKind::geometry; }

  CellKind kind_;
  std::int64_t rows_ = 0, nulls_ = 0;
  std::vector<std::uint8_t> valid_;    ///< a bit each
  std::vector<std::int64_t> ends_{0};  ///< of what has a length
  std::vector<char> bytes_;
  const void* buffers_[3] = {};
};

/// Hands a batch over, or the schema of all: owned by the receiver, until it calls release; a batch's columns then go `back`.
void give_batch(std::vector<CellColumn> columns, std::function<void(std::vector<CellColumn>)> back, ArrowArray& out);
void give_schema(std::vector<CellField> fields, ArrowSchema& out);

/// Of "2022-12-31", or of a time "2022-12-31T00:00:00.000", with a Z or without: the day as it is written. Nothing for other forms, which
/// GDAL warns of, and other zones.
std::optional<std::int32_t> plain_date(std::string_view text);
std::optional<std::int32_t> plain_time(std::string_view text);
/// The WKB in a GeoPackage's geometry blob (OGC 12-128r18, 2.1.3). Nothing for a blob of another kind.
std::optional<std::string_view> wkb_in(std::string_view blob);

}  // namespace data
