#include "data/source/columns.h"

#include <ogr_recordbatch.h>

#include <array>
#include <algorithm>
#include <cmath>
#include <cstring>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace data {
namespace {

bool is_null(const ArrowArray& array, std::int64_t i) {
  const auto* valid = static_cast<const std::uint8_t*>(array.buffers[0]);
  if (array.null_count == 0 || valid == nullptr) return false;
  const std::int64_t at = i + array.offset;
  return (valid[at / 8] >> (at % 8) & 1) == 0;
}

template <typename T>
T value_at(const ArrowArray& array, std::int64_t i) {
  return static_cast<const T*>(array.buffers[1])[i + array.offset];
}

template <typename Offset>
std::string_view text_at(const ArrowArray& array, std::int64_t i) {
  const auto* offsets = static_cast<const Offset*>(array.buffers[1]) + array.offset;
  const auto* bytes = static_cast<const char*>(array.buffers[2]);
  return {bytes + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i])};
}

std::size_t row_count(const TextColumn& cells) { return cells.code.size(); }
std::size_t row_count(const NumberColumn& cells) { return cells.value.size(); }
std::size_t row_count(const FlagColumn& cells) { return cells.value.size(); }
std::size_t row_count(const DateColumn& cells) { return cells.day.size(); }

std::int32_t day_of(std::int64_t ticks, std::int64_t per_day) {
  std::int64_t day = ticks / per_day;
  if (ticks % per_day < 0) --day;
  return static_cast<std::int32_t>(day);
}

}  // namespace

std::uint8_t flag_of(std::string_view text) {
  static constexpr std::array yes{"1", "true", "t", "yes", "y", "co", "x", "dung", "da ket noi", "connected", "roi"};
  static constexpr std::array no{"0", "false", "f", "no", "n", "khong", "sai", "chua", "chua ket noi", "ko", "k"};
  const std::string key = fold(text);
  if (std::find(yes.begin(), yes.end(), key) != yes.end()) return 1;
  if (std::find(no.begin(), no.end(), key) != no.end()) return 0;
  return 2;
}

ColumnBuilder::ColumnBuilder(std::string name, FieldType type, std::string decoder) : name_(std::move(name)), type_(type), decoder_(std::move(decoder)) {
  column_.name = name_;
  switch (type_) {
    case FieldType::text: column_.cells = TextColumn{}; break;
    case FieldType::number: column_.cells = NumberColumn{}; break;
    case FieldType::flag: column_.cells = FlagColumn{}; break;
    case FieldType::date: column_.cells = DateColumn{}; break;
  }
  values_.emplace(std::string{}, 0);
}

void ColumnBuilder::append(const ArrowSchema& schema, const ArrowArray& array) {
  const std::string_view format = schema.format;
  const auto each = [&](auto push) {
    for (std::int64_t i = 0; i < array.length; ++i) is_null(array, i) ? push_null() : push(i);
  };
  if (schema.dictionary != nullptr) {  // a coded field domain: read the code, which is the value in the file
    each([&](std::int64_t i) { push_integer(value_at<std::int32_t>(array, i)); });
  } else if (format == "b") {
    each([&](std::int64_t i) {
      const std::int64_t at = i + array.offset;
      push_integer(static_cast<const std::uint8_t*>(array.buffers[1])[at / 8] >> (at % 8) & 1);
    });
  } else if (format == "c") { each([&](std::int64_t i) { push_integer(value_at<std::int8_t>(array, i)); });
  } else if (format == "C") { each([&](std::int64_t i) { push_integer(value_at<std::uint8_t>(array, i)); });
  } else if (format == "s") { each([&](std::int64_t i) { push_integer(value_at<std::int16_t>(array, i)); });
  } else if (format == "S") { each([&](std::int64_t i) { push_integer(value_at<std::uint16_t>(array, i)); });
  } else if (format == "i") { each([&](std::int64_t i) { push_integer(value_at<std::int32_t>(array, i)); });
  } else if (format == "I") { each([&](std::int64_t i) { push_integer(value_at<std::uint32_t>(array, i)); });
  } else if (format == "l") { each([&](std::int64_t i) { push_integer(value_at<std::int64_t>(array, i)); });
  } else if (format == "f") { each([&](std::int64_t i) { push_real(value_at<float>(array, i)); });
  } else if (format == "g") { each([&](std::int64_t i) { push_real(value_at<double>(array, i)); });
  } else if (format == "u") { each([&](std::int64_t i) { push_text(text_at<std::int32_t>(array, i)); });
  } else if (format == "U") { each([&](std::int64_t i) { push_text(text_at<std::int64_t>(array, i)); });
  } else if (format == "tdD") { each([&](std::int64_t i) { push_day(value_at<std::int32_t>(array, i)); });
  } else if (format == "tdm") { each([&](std::int64_t i) { push_day(day_of(value_at<std::int64_t>(array, i), 86400000)); });
  } else if (format.starts_with("tss")) { each([&](std::int64_t i) { push_day(day_of(value_at<std::int64_t>(array, i), 86400)); });
  } else if (format.starts_with("tsm")) { each([&](std::int64_t i) { push_day(day_of(value_at<std::int64_t>(array, i), 86400000)); });
  } else if (format.starts_with("tsu")) { each([&](std::int64_t i) { push_day(day_of(value_at<std::int64_t>(array, i), 86400000000)); });
  } else if (format.starts_with("tsn")) { each([&](std::int64_t i) { push_day(day_of(value_at<std::int64_t>(array, i), 86400000000000)); });
  } else {
    throw Error({.what = trf("Field '{}' holds lists or binary data, not single values", name_)});
  }
}

void ColumnBuilder::reserve(std::size_t rows) {
  switch (type_) {
    case FieldType::text: std::get<TextColumn>(column_.cells).code.reserve(rows); break;
    case FieldType::number: std::get<NumberColumn>(column_.cells).value.reserve(rows); break;
    case FieldType::flag: std::get<FlagColumn>(column_.cells).value.reserve(rows); break;
    case FieldType::date: std::get<DateColumn>(column_.cells).day.reserve(rows); break;
  }
}

void ColumnBuilder::push_null() {
  switch (type_) {
    case FieldType::text: std::get<TextColumn>(column_.cells).code.push_back(0); break;
    case FieldType::number: std::get<NumberColumn>(column_.cells).value.push_back(std::nan("")); break;
    case FieldType::flag: std::get<FlagColumn>(column_.cells).value.push_back(2); break;
    case FieldType::date: std::get<DateColumn>(column_.cells).day.push_back(DateColumn::none); break;
  }
}

void ColumnBuilder::push_integer(std::int64_t value) {
  switch (type_) {
    case FieldType::text: std::get<TextColumn>(column_.cells).code.push_back(code_of(std::to_string(value))); break;
    case FieldType::number: std::get<NumberColumn>(column_.cells).value.push_back(static_cast<double>(value)); break;
    case FieldType::flag:
      if (value != 0 && value != 1) not_understood(std::to_string(value));
      std::get<FlagColumn>(column_.cells).value.push_back(value == 1 ? 1 : value == 0 ? 0 : 2);
      break;
    case FieldType::date: push_text(std::to_string(value)); break;
  }
}

void ColumnBuilder::push_real(double value) {
  if (type_ == FieldType::number) std::get<NumberColumn>(column_.cells).value.push_back(value);
  else if (std::isfinite(value) && value == std::floor(value) && std::abs(value) < 1e15) push_integer(static_cast<std::int64_t>(value));
  else if (type_ == FieldType::text && std::isfinite(value)) push_text(fmt::format("{}", value));
  else {
    if (std::isfinite(value)) not_understood(fmt::format("{}", value));
    push_null();
  }
}

void ColumnBuilder::push_text(std::string_view value) {
  switch (type_) {
    case FieldType::text: std::get<TextColumn>(column_.cells).code.push_back(code_of(value)); break;
    case FieldType::number: {
      const auto number = parse_number(value);
      if (!number && !value.empty()) not_understood(value);
      std::get<NumberColumn>(column_.cells).value.push_back(number.value_or(std::nan("")));
      break;
    }
    case FieldType::flag: {
      const std::uint8_t flag = flag_of(value);
      if (flag == 2 && !value.empty()) not_understood(value);
      std::get<FlagColumn>(column_.cells).value.push_back(flag);
      break;
    }
    case FieldType::date: {
      const auto date = parse_date(value);
      if (!date && !value.empty()) not_understood(value);
      std::get<DateColumn>(column_.cells).day.push_back(date ? static_cast<std::int32_t>(date->time_since_epoch().count()) : DateColumn::none);
      break;
    }
  }
}

void ColumnBuilder::push_day(std::int32_t day) {
  if (type_ == FieldType::date) std::get<DateColumn>(column_.cells).day.push_back(day);
  else push_text(iso_date(Date{std::chrono::days{day}}));
}

std::uint32_t ColumnBuilder::code_of(std::string_view value) {
  if (value.empty()) return 0;
  auto& text = std::get<TextColumn>(column_.cells);
  if (const auto known = codes_.find(value); known != codes_.end()) return known->second;
  std::string decoded;
  if (!decoder_.empty()) {
    decoded = decode(value, decoder_);
  } else if (is_utf8(value)) {
    decoded = nfc(value);
    utf8_letters_ |= std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) > 127; });
  } else {  // no encoding was named and it is not UTF-8: the code page of Vietnamese Windows is the likeliest
    column_.legacy_bytes = true;
    decoded = decode(value, "windows-1258");
  }
  const auto [entry, added] = values_.try_emplace(decoded, static_cast<std::uint32_t>(text.dictionary.size()));
  if (added) text.dictionary.push_back(std::move(decoded));
  codes_.emplace(value, entry->second);
  return entry->second;
}

void ColumnBuilder::not_understood(std::string_view value) {
  const std::size_t row = std::visit([](const auto& cells) { return row_count(cells); }, column_.cells);
  column_.unread.add(row, is_utf8(value) ? std::string(value) : decode(value, "windows-1258"));
}

Column ColumnBuilder::take(std::vector<std::string>& warnings) {
  if (column_.unread.count > 0) {
    const char* wished = type_ == FieldType::number ? mark("a number") : type_ == FieldType::flag ? mark("yes or no") : mark("a date");
    warnings.push_back(trf("Field '{}': {} values are not {} and count as unknown, e.g. \"{}\"", name_, format_integer(static_cast<std::int64_t>(column_.unread.count)), tr(wished), column_.unread.first.front().value));
  }
  if (column_.legacy_bytes) warnings.push_back(trf("Field '{}' is not UTF-8; read as windows-1258. Set \"encoding\" if names look wrong", name_));
  return std::move(column_);
}

}  // namespace data
