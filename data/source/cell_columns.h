// Cells that we read ourselves, laid out as a batch of the Arrow C data interface: what comes after cannot tell it from one of GDAL's.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct ArrowArray;
struct ArrowSchema;

namespace data {

/// What a column holds, and how its cells lie in a batch.
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

  CellKind kind() const { return kind_; }
  std::int64_t rows() const { return rows_; }
  /// Appends a cell, by the function that is for its kind.
  void put_null();
  void put(std::int64_t number) { add(number), end_cell(); }
  void put(double number) { add(number), end_cell(); }
  void put_flag(bool flag) { add(static_cast<std::uint8_t>(flag)), end_cell(); }
  void put_day(std::int32_t day) { add(day), end_cell(); }
  void put(std::string_view bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()), end_cell(); }
  /// Empty again; its memory stays.
  void clear();
  /// As an array that lives no longer than this column.
  ArrowArray array();

 private:
  template <typename T>
  void add(T value) {
    const auto* bytes = reinterpret_cast<const char*>(&value);
    bytes_.insert(bytes_.end(), bytes, bytes + sizeof value);
  }
  void end_cell() {
    if (has_length()) ends_.push_back(static_cast<std::int64_t>(bytes_.size()));
    if (nulls_ > 0) mark(true);
    ++rows_;
  }
  void mark(bool valid);
  bool has_length() const { return kind_ == CellKind::text || kind_ == CellKind::geometry; }

  CellKind kind_;
  std::int64_t rows_ = 0, nulls_ = 0;
  std::vector<std::uint8_t> valid_;    ///< a bit each, from the first cell that is null
  std::vector<std::int64_t> ends_{0};  ///< of what has a length
  std::vector<char> bytes_;
  const void* buffers_[3] = {};
};
using CellColumns = std::vector<CellColumn>;

/// Hands a batch over, or the schema of all: owned by the receiver, until it calls release; a batch's columns then go `back`.
void give_batch(CellColumns columns, std::function<void(CellColumns)> back, ArrowArray& out);
void give_schema(std::vector<CellField> fields, ArrowSchema& out);

/// Of "2022-12-31", or of a time "2022-12-31T00:00:00" with or without thousandths and a Z: the day as it is written. Nothing for other
/// forms, which are GDAL's to read, and other zones.
std::optional<std::int32_t> plain_date(std::string_view text);
std::optional<std::int32_t> plain_time(std::string_view text);

}  // namespace data
