#include "data/source/geopackage_cells.h"

#include <sqlite3.h>

#include <cstdint>
#include <iterator>

namespace data {
namespace {

std::string_view text_of(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {text, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

std::string_view blob_of(sqlite3_value* value) {
  const auto* blob = static_cast<const char*>(sqlite3_value_blob(value));
  return {blob, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

}  // namespace

std::optional<std::string_view> wkb_in(std::string_view blob) {
  static constexpr std::size_t head = 8, envelopes[] = {0, 32, 48, 48, 64};
  static constexpr unsigned extended = 0x20;
  if (blob.size() < head || !blob.starts_with("GP")) return std::nullopt;
  const auto flags = static_cast<unsigned char>(blob[3]);
  const std::size_t envelope = flags >> 1U & 7U;
  if ((flags & extended) != 0 || envelope >= std::size(envelopes) || blob.size() < head + envelopes[envelope]) return std::nullopt;
  return blob.substr(head + envelopes[envelope]);
}

bool put_cell(CellColumn& column, sqlite3_value* value) {
  const int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return column.put_null(), true;
  const CellKind kind = column.kind();
  switch (kind) {
    case CellKind::integer:
    case CellKind::integer_32:
    case CellKind::integer_16: {
      const std::int64_t number = sqlite3_value_int64(value);
      const bool fits = kind == CellKind::integer      ? true
                        : kind == CellKind::integer_32 ? number == static_cast<std::int32_t>(number)
                                                        : number == static_cast<std::int16_t>(number);
      if (type != SQLITE_INTEGER || !fits) return false;
      column.put(number);
      return true;
    }
    case CellKind::real:
    case CellKind::real_32: {
      if (type != SQLITE_FLOAT && type != SQLITE_INTEGER) return false;
      const double number = sqlite3_value_double(value);
      column.put(kind == CellKind::real ? number : static_cast<double>(static_cast<float>(number)));
      return true;
    }
    case CellKind::flag: {
      const std::int64_t flag = sqlite3_value_int64(value);
      if (type != SQLITE_INTEGER || (flag != 0 && flag != 1)) return false;
      column.put_flag(flag == 1);
      return true;
    }
    case CellKind::date:
    case CellKind::time: {
      if (type != SQLITE_TEXT) return false;
      static constexpr std::size_t with_thousandths = std::string_view("2022-12-31T00:00:00.000").size();
      const std::string_view text = text_of(value);
      if (kind == CellKind::time && text.size() < with_thousandths) return false;  // GDAL warns of a time without
      const auto day = kind == CellKind::date ? plain_date(text) : plain_time(text);
      if (!day) return false;
      column.put_day(*day);
      return true;
    }
    case CellKind::text: {
      if (type != SQLITE_TEXT) return false;
      const std::string_view text = text_of(value);
      if (text.find('\0') != std::string_view::npos) return false;
      column.put(text);
      return true;
    }
    case CellKind::geometry: {
      const auto wkb = type == SQLITE_BLOB ? wkb_in(blob_of(value)) : std::nullopt;
      if (!wkb) return false;
      column.put(*wkb);
      return true;
    }
  }
  return false;
}

}  // namespace data
