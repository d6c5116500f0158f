#include "data/source/columns.h"

#include <gtest/gtest.h>
#include <ogr_recordbatch.h>

#include <cmath>
#include <cstring>

#include "data/source/i18n.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

/// A column batch as GDAL hands it over: `skip` leading cells that an offset hides, then the values.
template <typename T>
class Batch {
 public:
  Batch(const char* format, std::vector<T> values, std::vector<bool> valid = {}, std::int64_t skip = 0) : values_(std::move(values)) {
    schema.format = format;
    array.length = static_cast<std::int64_t>(values_.size()) - skip;
    array.offset = skip;
    array.n_buffers = 2;
    if (!valid.empty()) {
      bits_.assign(valid.size() / 8 + 1, 0);
      for (std::size_t i = 0; i < valid.size(); ++i) {
        if (valid[i]) bits_[i / 8] = static_cast<std::uint8_t>(bits_[i / 8] | (1U << (i % 8)));
        else ++array.null_count;
      }
    }
    buffers_[0] = bits_.empty() ? nullptr : bits_.data();
    buffers_[1] = values_.data();
    array.buffers = buffers_;
  }
  ArrowSchema schema{};
  ArrowArray array{};

 private:
  std::vector<T> values_;
  std::vector<std::uint8_t> bits_;
  const void* buffers_[3] = {};
};

class TextBatch {
 public:
  explicit TextBatch(const std::vector<std::string>& values) {
    for (const std::string& value : values) {
      bytes_ += value;
      offsets_.push_back(static_cast<std::int32_t>(bytes_.size()));
    }
    schema.format = "u";
    array.length = static_cast<std::int64_t>(values.size());
    array.n_buffers = 3;
    buffers_[1] = offsets_.data(), buffers_[2] = bytes_.data();
    array.buffers = buffers_;
  }
  ArrowSchema schema{};
  ArrowArray array{};

 private:
  std::string bytes_;
  std::vector<std::int32_t> offsets_{0};
  const void* buffers_[3] = {};
};

template <typename B>
Column built(FieldType type, const B& batch, std::vector<std::string>* warnings = nullptr, const std::string& decoder = "") {
  set_language(Lang::en);
  ColumnBuilder builder("field", type, decoder);
  builder.append(batch.schema, batch.array);
  std::vector<std::string> ignored;
  return builder.take(warnings ? *warnings : ignored);
}

std::vector<std::string> texts(const Column& column) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < column.text().code.size(); ++i) out.push_back(column.text().at(i));
  return out;
}

TEST(FlagOf, YesNoAndEverythingElse) {
  for (const char* yes : {"1", "true", "TRUE", "t", "Có", "co", "CÓ", "x", "X", "yes", "Y", "Đúng", "đã kết nối", "Rồi"})
    EXPECT_EQ(flag_of(yes), 1) << yes;
  for (const char* no : {"0", "false", "F", "Không", "khong", "no", "N", "Chưa", "chưa kết nối", "ko", "Sai"})
    EXPECT_EQ(flag_of(no), 0) << no;
  for (const char* unknown : {"", "2", "maybe", "-1", "10", "cong"}) EXPECT_EQ(flag_of(unknown), 2) << unknown;
}

TEST(Columns, EveryIntegerWidthAsNumberTextAndFlag) {
  const auto check = [](const auto& batch) {
    EXPECT_EQ(built(FieldType::number, batch).numbers().value, (std::vector<double>{1, 0, 7})) << batch.schema.format;
    EXPECT_EQ(texts(built(FieldType::text, batch)), (std::vector<std::string>{"1", "0", "7"})) << batch.schema.format;
    EXPECT_EQ(built(FieldType::flag, batch).flags().value, (std::vector<std::uint8_t>{1, 0, 2})) << batch.schema.format;
  };
  check(Batch<std::int8_t>("c", {1, 0, 7}));
  check(Batch<std::uint8_t>("C", {1, 0, 7}));
  check(Batch<std::int16_t>("s", {1, 0, 7}));
  check(Batch<std::uint16_t>("S", {1, 0, 7}));
  check(Batch<std::int32_t>("i", {1, 0, 7}));
  check(Batch<std::uint32_t>("I", {1, 0, 7}));
  check(Batch<std::int64_t>("l", {1, 0, 7}));
  check(Batch<float>("f", {1, 0, 7}));
  check(Batch<double>("g", {1, 0, 7}));
}

TEST(Columns, LongCodesKeepEveryDigit) {
  EXPECT_EQ(texts(built(FieldType::text, Batch<std::int64_t>("l", {123456789012345678}))),
            (std::vector<std::string>{"123456789012345678"}));
  // A spreadsheet turns a twelve-digit code into a real number.
  EXPECT_EQ(texts(built(FieldType::text, Batch<double>("g", {101000000001.0, 0.5}))), (std::vector<std::string>{"101000000001", "0.5"}));
}

TEST(Columns, NullsOfEachKindAndOffsets) {
  const std::vector<bool> valid{true, false, true, false, true};
  EXPECT_EQ(texts(built(FieldType::text, Batch<std::int32_t>("i", {1, 2, 3, 4, 5}, valid))),
            (std::vector<std::string>{"1", "", "3", "", "5"}));
  EXPECT_EQ(built(FieldType::flag, Batch<std::int32_t>("i", {1, 1, 0, 1, 1}, valid)).flags().value,
            (std::vector<std::uint8_t>{1, 2, 0, 2, 1}));
  const auto days = built(FieldType::date, Batch<std::int32_t>("tdD", {0, 1, 2, 3, 19357}, valid)).dates().day;
  EXPECT_EQ(days, (std::vector<std::int32_t>{0, DateColumn::none, 2, DateColumn::none, 19357}));
  const auto numbers = built(FieldType::number, Batch<double>("g", {1, 2, 3, 4, 5}, valid, 1)).numbers().value;  // the first cell is hidden
  ASSERT_EQ(numbers.size(), 4u);
  EXPECT_TRUE(std::isnan(numbers[0]) && std::isnan(numbers[2]));
  EXPECT_EQ(numbers[1], 3);
  EXPECT_EQ(numbers[3], 5);
}

TEST(Columns, BooleansArePackedBits) {
  // 0b10110010, 0b1: bit by bit from the lowest.
  Batch<std::uint8_t> batch("b", {0xB2, 0x01});
  batch.array.length = 9;
  EXPECT_EQ(built(FieldType::flag, batch).flags().value, (std::vector<std::uint8_t>{0, 1, 0, 0, 1, 1, 0, 1, 1}));
  batch.array.offset = 4, batch.array.length = 5;
  EXPECT_EQ(built(FieldType::flag, batch).flags().value, (std::vector<std::uint8_t>{1, 1, 0, 1, 1}));
}

TEST(Columns, DatesFromEveryClock) {
  constexpr std::int64_t day = 19357;  // 2022-12-31
  const auto one = [](const auto& batch) { return built(FieldType::date, batch).dates().day; };
  EXPECT_EQ(one(Batch<std::int32_t>("tdD", {day})), (std::vector<std::int32_t>{day}));
  EXPECT_EQ(one(Batch<std::int64_t>("tdm", {day * 86400000})), (std::vector<std::int32_t>{day}));
  EXPECT_EQ(one(Batch<std::int64_t>("tss:", {day * 86400 + 86399})), (std::vector<std::int32_t>{day}));
  EXPECT_EQ(one(Batch<std::int64_t>("tsm:", {day * 86400000 + 1})), (std::vector<std::int32_t>{day}));
  EXPECT_EQ(one(Batch<std::int64_t>("tsu:", {day * 86400000000})), (std::vector<std::int32_t>{day}));
  EXPECT_EQ(one(Batch<std::int64_t>("tsn:", {day * 86400000000000})), (std::vector<std::int32_t>{day}));
  EXPECT_EQ(one(Batch<std::int64_t>("tsm:", {-1})), (std::vector<std::int32_t>{-1}));  // the last moment of 1969
  EXPECT_EQ(one(TextBatch({"31/12/2022", "2022-12-31", "", "hôm qua"})),
            (std::vector<std::int32_t>{day, day, DateColumn::none, DateColumn::none}));
  EXPECT_EQ(one(Batch<std::int32_t>("i", {20221231, 2022, 5})), (std::vector<std::int32_t>{day, day, DateColumn::none}));
  EXPECT_EQ(texts(built(FieldType::text, Batch<std::int32_t>("tdD", {day}))), (std::vector<std::string>{"2022-12-31"}));
}

TEST(Columns, TextAsNumbersAndFlags) {
  const auto numbers = built(FieldType::number, TextBatch({"1.234,5", "3000", "", "n/a"})).numbers().value;
  EXPECT_EQ(numbers[0], 1234.5);
  EXPECT_EQ(numbers[1], 3000);
  EXPECT_TRUE(std::isnan(numbers[2]) && std::isnan(numbers[3]));
  EXPECT_EQ(built(FieldType::flag, TextBatch({"có", "Không", "", "?"})).flags().value, (std::vector<std::uint8_t>{1, 0, 2, 2}));
}

TEST(Columns, WhatIsNotUnderstoodIsCountedWithAnExample) {
  std::vector<std::string> warnings;
  built(FieldType::number, TextBatch({"1", "n/a", "", "?", "n/a"}), &warnings);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0], "Field 'field': 3 values are not a number and count as unknown, e.g. \"n/a\"");
  warnings.clear();
  built(FieldType::flag, Batch<std::int32_t>("i", {1, 5, 0}), &warnings);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("\"5\""), std::string::npos) << warnings[0];
  warnings.clear();
  built(FieldType::date, Batch<double>("g", {44926.5}), &warnings);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("44926.5"), std::string::npos) << warnings[0];
  warnings.clear();
  built(FieldType::text, TextBatch({"", "x"}), &warnings);
  EXPECT_TRUE(warnings.empty());
}

TEST(Columns, TextIsADictionaryOfDistinctValuesInNfc) {
  const Column column = built(FieldType::text, TextBatch({"Tích Sơn", "Ti\u0301ch So\u031Bn", "", "Đạo Trù", "Tích Sơn"}));
  EXPECT_EQ(column.text().dictionary, (std::vector<std::string>{"", "Tích Sơn", "Đạo Trù"}));
  EXPECT_EQ(column.text().code, (std::vector<std::uint32_t>{1, 1, 0, 2, 1}));
}

TEST(Columns, LegacyBytesAreDecodedAsNamedOrGuessedWithAWarning) {
  const std::string bytes =
      "T\xED"
      "ch S\xF5n";
  std::vector<std::string> warnings;
  EXPECT_EQ(texts(built(FieldType::text, TextBatch({bytes}), &warnings, "windows-1258")), (std::vector<std::string>{"Tích Sơn"}));
  EXPECT_TRUE(warnings.empty());
  EXPECT_EQ(texts(built(FieldType::text, TextBatch({bytes}), &warnings)), (std::vector<std::string>{"Tích Sơn"}));
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("windows-1258"), std::string::npos);
}

TEST(Columns, ListsAndBlobsAreNoValues) {
  const Batch<std::int32_t> list("+l", {1});
  const std::string error = support::error_of([&] { built(FieldType::text, list); });
  EXPECT_NE(error.find("field"), std::string::npos) << error;
}

TEST(Columns, BatchAfterBatchContinues) {
  ColumnBuilder builder("field", FieldType::text, "");
  const TextBatch first({"a", "b"}), second({"b", "c"});
  builder.append(first.schema, first.array);
  builder.push_null();
  builder.append(second.schema, second.array);
  builder.push_integer(7);
  std::vector<std::string> warnings;
  EXPECT_EQ(texts(builder.take(warnings)), (std::vector<std::string>{"a", "b", "", "b", "c", "7"}));
}

}  // namespace
}  // namespace data
