// What the tests of our own streams share: a layer with everything in it, and the same source read by GDAL.
#pragma once

#include <ogr_recordbatch.h>

#include <random>

#include "data/source/piece_stream.h"
#include "tests/data/reading.h"

namespace data {

/// How many rows a stream hands out; nothing where it gives up.
inline std::optional<std::int64_t> drain(ArrowArrayStream& stream) {
  std::optional<std::int64_t> rows = 0;
  while (true) {
    ArrowArray batch;
    if (stream.get_next(&stream, &batch) == gdal_shall_read) {
      rows.reset();
      break;
    }
    if (!batch.release) break;
    *rows += batch.length;
    batch.release(&batch);
  }
  stream.release(&stream);
  return rows;
}

/// One of every type, null now and then, the ids far apart in places.
inline LayerSpec every_type(int rows) {
  std::mt19937 random(11);
  LayerSpec spec;
  spec.name = "hộ \"gia đình\"";
  spec.fields = {{"tên \"gọi\""},
                 {"fiber", OFTInteger, OFSTBoolean},
                 {"floors", OFTInteger},
                 {"short", OFTInteger, OFSTInt16},
                 {"number", OFTInteger64},
                 {"size", OFTReal},
                 {"float", OFTReal, OFSTFloat32},
                 {"since", OFTDate},
                 {"at", OFTDateTime},
                 {"select"}};
  for (int i = 0; i < rows; ++i) {
    const int day = 1 + i % 28, month = 1 + i % 12;
    const std::string date = fmt::format("{}/{:02}/{:02}", 2000 + i % 30, month, day);
    Feature feature{
        {"Nhà số " + std::to_string(i % 5000), std::to_string(random() % 2), std::to_string(i % 9 - 4), std::to_string(i % 30000),
         std::to_string(static_cast<std::int64_t>(i) << 33), std::to_string(i / 7.0), "0.5", date, date + " 10:20:30", i % 2 ? "có" : ""},
        fmt::format("POINT ({} {})", 105 + i * 1e-5, 21 + i % 100 * 1e-3)};
    if (i % 11 == 3) feature.wkt.clear();
    for (auto& cell : feature.cells)
      if (random() % 9 == 0) cell.reset();
    spec.features.push_back(std::move(feature));
  }
  return spec;
}

inline std::vector<FieldWish> every_wish() {
  return {want("tên \"gọi\""),
          want("fiber", FieldType::flag),
          want("floors", FieldType::number),
          want("short", FieldType::number),
          want("number", FieldType::number),
          want("size", FieldType::number),
          want("float"),
          want("since", FieldType::date),
          want("at", FieldType::date),
          want("select", FieldType::flag)};
}

inline bool same(const Column& a, const Column& b) {
  if (const auto* text = std::get_if<TextColumn>(&a.cells)) {
    for (std::size_t row = 0; row < text->code.size(); ++row)
      if (text->at(row) != b.text().at(row)) return false;
    return text->code.size() == b.text().code.size();
  }
  if (const auto* number = std::get_if<NumberColumn>(&a.cells)) {
    for (std::size_t row = 0; row < number->value.size(); ++row) {
      const double mine = number->value[row], other = b.numbers().value[row];
      if (mine != other && !(std::isnan(mine) && std::isnan(other))) return false;
    }
    return number->value.size() == b.numbers().value.size();
  }
  if (const auto* flag = std::get_if<FlagColumn>(&a.cells)) return flag->value == b.flags().value;
  return std::get<DateColumn>(a.cells).day == b.dates().day;
}

/// A condition that all rows meet makes GDAL read the table.
inline void expect_as_gdal_reads(ReadRequest request) {
  const Table ours = read_table(request);
  request.where = "1 = 1";
  const Table theirs = read_table(request);
  ASSERT_EQ(ours.rows, theirs.rows);
  EXPECT_EQ(ours.fid, theirs.fid);
  EXPECT_EQ(ours.warnings, theirs.warnings);
  ASSERT_EQ(ours.columns.size(), theirs.columns.size());
  for (std::size_t c = 0; c < ours.columns.size(); ++c) EXPECT_TRUE(same(ours.columns[c], theirs.columns[c])) << ours.columns[c].name;
  if (request.shape == Shape::points)
    for (std::size_t row = 0; row < ours.rows; ++row) {
      const Point a = ours.points.at(row), b = theirs.points.at(row);
      ASSERT_TRUE(a == b || (std::isnan(a.x) && std::isnan(b.x))) << row;
    }
  EXPECT_EQ(ours.no_geometry.count, theirs.no_geometry.count);
}

}  // namespace data
