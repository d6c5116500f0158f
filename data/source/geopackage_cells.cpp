#include "data/source/geopackage_cells.h"

#include <ogr_recordbatch.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <iterator>
#include <utility>

namespace data {
namespace {

const char* format_of(CellKind kind) {
  switch (kind) {
    case CellKind::integer:
    case CellKind::integer_32:
    case CellKind::integer_16: return "l";
    case CellKind::real:
    case CellKind::real_32: return "g";
    case CellKind::flag: return "C";
    case CellKind::date:
    case CellKind::time: return "tdD";
    case CellKind::text: return "U";
    case CellKind::geometry: return "Z";
  }
  return "";
}

/// Above 99 where there are none.
unsigned two_digits(std::string_view text, std::size_t at) {
  const unsigned tens = static_cast<unsigned char>(text[at]) - unsigned{'0'},
                 ones = static_cast<unsigned char>(text[at + 1]) - unsigned{'0'};
  return tens < 10 && ones < 10 ? tens * 10 + ones : 100;
}

std::string_view text_of(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {text, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

std::string_view blob_of(sqlite3_value* value) {
  const auto* blob = static_cast<const char*>(sqlite3_value_blob(value));
  return {blob, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

struct HeldBatch {
  std::vector<CellColumn> columns;
  std::function<void(std::vector<CellColumn>)> back;
  std::vector<ArrowArray> arrays;
  std::vector<ArrowArray*> children;
  const void* no_buffer = nullptr;

  HeldBatch(std::vector<CellColumn> held, std::function<void(std::vector<CellColumn>)> goes_back)
      : columns(std::move(held)), back(std::move(goes_back)) {}
  ~HeldBatch() { back(std::move(columns)); }
  HeldBatch(const HeldBatch&) = delete;
  HeldBatch& operator=(const HeldBatch&) = delete;
};

struct HeldSchema {
  std::vector<CellField> fields;
  std::vector<ArrowSchema> schemas;
  std::vector<ArrowSchema*> children;
};

template <typename Held, typename Given>
void release(Given* given) {
  delete static_cast<Held*>(std::exchange(given->private_data, nullptr));
  given->release = nullptr;
}

}  // namespace

std::optional<std::int32_t> plain_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = two_digits(text, 0), of_century = two_digits(text, 2), month = two_digits(text, 5), day = two_digits(text, 8);
  if (std::max({year, of_century, month, day}) > 99) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year * 100 + of_century)), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::optional<std::int32_t> plain_time(std::string_view text) {
  if (text.ends_with('Z')) text.remove_suffix(1);
  if (text.size() != 23) return std::nullopt;
  if (const std::string_view time = text.substr(10); time != "T00:00:00.000") {
    const bool marks = time[0] == 'T' && time[3] == ':' && time[6] == ':' && time[9] == '.';
    const bool clock = two_digits(time, 1) < 24 && two_digits(time, 4) < 60 && two_digits(time, 7) < 60;
    if (!marks || !clock || two_digits(time, 10) > 99 || two_digits(time, 11) > 99) return std::nullopt;
  }
  return plain_date(text.substr(0, 10));
}

std::optional<std::string_view> wkb_in(std::string_view blob) {
  static constexpr std::size_t head = 8, envelopes[] = {0, 32, 48, 48, 64};
  static constexpr unsigned extended = 0x20;
  if (blob.size() < head || !blob.starts_with("GP")) return std::nullopt;
  const auto flags = static_cast<unsigned char>(blob[3]);
  const std::size_t envelope = flags >> 1U & 7U;
  if ((flags & extended) != 0 || envelope >= std::size(envelopes) || blob.size() < head + envelopes[envelope]) return std::nullopt;
  return blob.substr(head + envelopes[envelope]);
}

template <typename T>
void CellColumn::add(T value) {
  const std::size_t at = bytes_.size();
  bytes_.resize(at + sizeof value);
  std::memcpy(bytes_.data() + at, &value, sizeof value);
}

bool CellColumn::take(sqlite3_value* value) {
  if (rows_ % 8 == 0) valid_.push_back(0);
  if (const int type = sqlite3_value_type(value); type != SQLITE_NULL) {
    if (!take_value(value, type)) return false;
    valid_.back() |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(rows_ % 8));
  } else {
    ++nulls_;
    if (kind_ == CellKind::flag) add(std::uint8_t{0});
    else if (kind_ == CellKind::date || kind_ == CellKind::time) add(std::int32_t{0});
    else if (!has_length()) add(std::int64_t{0});
  }
  if (has_length()) ends_.push_back(static_cast<std::int64_t>(bytes_.size()));
  ++rows_;
  return true;
}

bool CellColumn::take_value(sqlite3_value* value, int type) {
  switch (kind_) {
    case CellKind::integer:
    case CellKind::integer_32:
    case CellKind::integer_16: {
      const std::int64_t number = sqlite3_value_int64(value);
      const bool fits = kind_ == CellKind::integer      ? true
                        : kind_ == CellKind::integer_32 ? number == static_cast<std::int32_t>(number)
                                                        : number == static_cast<std::int16_t>(number);
      if (type != SQLITE_INTEGER || !fits) return false;
      add(number);
      return true;
    }
    case CellKind::real:
    case CellKind::real_32: {
      if (type != SQLITE_FLOAT && type != SQLITE_INTEGER) return false;
      const double number = sqlite3_value_double(value);
      add(kind_ == CellKind::real ? number : static_cast<double>(static_cast<float>(number)));
      return true;
    }
    case CellKind::flag: {
      const std::int64_t flag = sqlite3_value_int64(value);
      if (type != SQLITE_INTEGER || (flag != 0 && flag != 1)) return false;
      add(static_cast<std::uint8_t>(flag));
      return true;
    }
    case CellKind::date:
    case CellKind::time: {
      if (type != SQLITE_TEXT) return false;
      const auto day = kind_ == CellKind::date ? plain_date(text_of(value)) : plain_time(text_of(value));
      if (!day) return false;
      add(*day);
      return true;
    }
    case CellKind::text: {
      if (type != SQLITE_TEXT) return false;
      const std::string_view text = text_of(value);
      if (text.find('\0') != std::string_view::npos) return false;
      add_bytes(text);
      return true;
    }
    case CellKind::geometry: {
      const auto wkb = type == SQLITE_BLOB ? wkb_in(blob_of(value)) : std::nullopt;
      if (!wkb) return false;
      add_bytes(*wkb);
      return true;
    }
  }
  return false;
}

ArrowArray CellColumn::array() {
  buffers_[0] = valid_.data();
  buffers_[1] = has_length() ? static_cast<const void*>(ends_.data()) : bytes_.data();
  buffers_[2] = bytes_.data();
  ArrowArray out{};
  out.length = rows_, out.null_count = nulls_;
  out.n_buffers = has_length() ? 3 : 2, out.buffers = buffers_;
  out.release = [](ArrowArray* self) { self->release = nullptr; };
  return out;
}

void CellColumn::clear() {
  rows_ = nulls_ = 0;
  valid_.clear(), bytes_.clear();
  ends_.assign(1, 0);
}

void give_batch(std::vector<CellColumn> columns, std::function<void(std::vector<CellColumn>)> back, ArrowArray& out) {
  auto held = std::make_unique<HeldBatch>(std::move(columns), std::move(back));
  for (CellColumn& column : held->columns) held->arrays.push_back(column.array());
  for (ArrowArray& array : held->arrays) held->children.push_back(&array);
  out = {};
  out.length = held->columns.front().rows();
  out.n_buffers = 1, out.buffers = &held->no_buffer;
  out.n_children = static_cast<std::int64_t>(held->children.size()), out.children = held->children.data();
  out.release = &release<HeldBatch, ArrowArray>;
  out.private_data = held.release();
}

void give_schema(std::vector<CellField> fields, ArrowSchema& out) {
  auto held = std::make_unique<HeldSchema>();
  held->fields = std::move(fields);
  for (const CellField& field : held->fields) {
    ArrowSchema& child = held->schemas.emplace_back();
    child.format = format_of(field.kind), child.name = field.name.c_str(), child.flags = ARROW_FLAG_NULLABLE;
    child.release = [](ArrowSchema* self) { self->release = nullptr; };
  }
  for (ArrowSchema& schema : held->schemas) held->children.push_back(&schema);
  out = {};
  out.format = "+s", out.name = "";
  out.n_children = static_cast<std::int64_t>(held->children.size()), out.children = held->children.data();
  out.release = &release<HeldSchema, ArrowSchema>;
  out.private_data = held.release();
}

}  // namespace data
