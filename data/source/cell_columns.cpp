#include "data/source/cell_columns.h"

#include <ogr_recordbatch.h>

#include <algorithm>
#include <chrono>
#include <memory>
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

struct HeldBatch {
  CellColumns columns;
  std::function<void(CellColumns)> back;
  std::vector<ArrowArray> arrays;
  std::vector<ArrowArray*> children;
  const void* no_buffer = nullptr;

  HeldBatch(CellColumns held, std::function<void(CellColumns)> goes_back)
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
  constexpr std::size_t seconds = 19, thousandths = 23;
  if (text.size() != seconds && text.size() != thousandths) return std::nullopt;
  const std::string_view time = text.substr(10);
  if (!std::string_view("T00:00:00.000").starts_with(time)) {
    const bool marks = time[0] == 'T' && time[3] == ':' && time[6] == ':';
    const bool clock = two_digits(time, 1) < 24 && two_digits(time, 4) < 60 && two_digits(time, 7) < 60;
    const bool rest = text.size() == seconds || (time[9] == '.' && two_digits(time, 10) < 100 && two_digits(time, 11) < 100);
    if (!marks || !clock || !rest) return std::nullopt;
  }
  return plain_date(text.substr(0, 10));
}

void CellColumn::put_null() {
  if (nulls_++ == 0) valid_.assign(static_cast<std::size_t>(rows_) / 8 + 1, 0xFF);  // all before it were not
  if (kind_ == CellKind::flag) add(std::uint8_t{0});
  else if (kind_ == CellKind::date || kind_ == CellKind::time) add(std::int32_t{0});
  else if (has_length()) ends_.push_back(static_cast<std::int64_t>(bytes_.size()));
  else add(std::int64_t{0});
  mark(false);
  ++rows_;
}

/// Whether the cell that is being appended is one.
void CellColumn::mark(bool valid) {
  const auto at = static_cast<std::size_t>(rows_) / 8;
  const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(rows_ % 8));
  if (at == valid_.size()) valid_.push_back(0xFF);
  if (!valid) valid_[at] = static_cast<std::uint8_t>(valid_[at] & ~bit);
}

ArrowArray CellColumn::array() {
  buffers_[0] = nulls_ > 0 ? valid_.data() : nullptr;
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

void give_batch(CellColumns columns, std::function<void(CellColumns)> back, ArrowArray& out) {
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
