// Cells of column batches (the Arrow C data interface) -> our typed columns, whatever the source stored them as.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "data/source/read_table.h"

struct ArrowArray;
struct ArrowSchema;

namespace data {

/// Fills one column from batch after batch. What cannot be understood becomes unknown and is counted.
class ColumnBuilder {
 public:
  /// `decoder` turns the source's bytes into UTF-8: empty for UTF-8, else an ICU encoding name.
  ColumnBuilder(std::string name, FieldType type, std::string decoder);

  /// Throws Error for a stored type that cannot become the wished one (a geometry, a list).
  void append(const ArrowSchema& schema, const ArrowArray& array);
  void reserve(std::size_t rows);
  /// One cell, for sources that cannot give it in batches.
  void push_null();
  void push_integer(std::int64_t value);
  Column take(std::vector<std::string>& warnings);
  /// True when text beyond ASCII came, all of it UTF-8: what the encoding is, shown by the letters themselves.
  bool shows_utf8() const { return utf8_letters_ && !column_.legacy_bytes; }

 private:
  void push_real(double value);
  void push_text(std::string_view value);
  void push_day(std::int32_t day);
  std::uint32_t code_of(std::string_view value);
  void not_understood(std::string_view value);  ///< before the row is pushed

  std::string name_;
  FieldType type_;
  std::string decoder_;
  Column column_;
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> codes_;  ///< by the source's bytes
  std::unordered_map<std::string, std::uint32_t> values_;  ///< by the decoded value: several byte forms may mean one
  bool utf8_letters_ = false;
};

/// Yes, no or unknown: 1/0, true/false, có/không, x, đã kết nối, …; folded before comparing.
std::uint8_t flag_of(std::string_view text);

}  // namespace data
