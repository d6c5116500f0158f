// What the tests of reading tables share: small sources with known contents, requests for them, and what came back.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <future>
#include <thread>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/read_table.h"
#include "tests/support/scratch.h"
#include "tests/support/vector_source.h"

namespace data {

/// Packed, a position in degrees moves by far less than a millimetre: 1e-9° is a tenth of one.
inline void expect_at(const Points& points, const std::vector<Point>& expected) {
  ASSERT_EQ(points.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(points.at(i).x, expected[i].x, 1e-9) << i;
    EXPECT_NEAR(points.at(i).y, expected[i].y, 1e-9) << i;
  }
}

namespace fs = std::filesystem;
using support::error_of;
using support::Feature;
using support::LayerSpec;
using support::Scratch;
using support::write_vector;

inline FieldWish want(const char* name, FieldType type = FieldType::text, bool required = true, const char* key = "") {
  return {name, type, required, key};
}

inline std::vector<std::string> texts(const Table& table, const char* name) {
  std::vector<std::string> out;
  const Column* column = table.find(name);
  if (!column) return {"no column"};
  for (std::size_t row = 0; row < column->text().code.size(); ++row) out.push_back(column->text().at(row));
  return out;
}
inline std::int32_t day(const char* text) { return static_cast<std::int32_t>(parse_date(text)->time_since_epoch().count()); }

/// Four households: the third lacks everything that can be lacking, the fourth is named in decomposed letters.
inline LayerSpec households() {
  LayerSpec spec;
  spec.name = "households";
  spec.fields = {{"commune_code"},          {"number", OFTInteger}, {"fiber", OFTInteger, OFSTBoolean},
                 {"connected_on", OFTDate}, {"size", OFTReal},      {"village"}};
  spec.features = {{{"08707", "8707", "1", "2022/12/31", "3.5", "Tích Sơn"}, "POINT (105.6 21.3)"},
                   {{"08710", "8710", "0", "2019/01/01", "2", "Liên Bảo"}, "POINT (105.61 21.31)"},
                   {{std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt}, "POINT (105.62 21.32)"},
                   {{"08707", "8707", "1", "2020/02/29", "4", "Ti\u0301ch So\u031Bn"}, "POINT (105.63 21.33)"}};
  return spec;
}

/// Two communes side by side, the second with a hole and an island.
inline LayerSpec communes() {
  LayerSpec spec;
  spec.name = "commune";
  spec.geometry = wkbMultiPolygon;
  spec.fields = {{"code"}, {"name"}};
  spec.features = {{{"08707", "Phường Tích Sơn"}, "MULTIPOLYGON (((105.6 21.3, 105.7 21.3, 105.7 21.4, 105.6 21.4, 105.6 21.3)))"},
                   {{"08710", "Phường Liên Bảo"},
                    "MULTIPOLYGON (((105.7 21.3, 105.9 21.3, 105.9 21.5, 105.7 21.5, 105.7 21.3), (105.75 21.35, 105.8 21.35, 105.8 21.4, "
                    "105.75 21.35)), ((106 21, "
                    "106.1 21, 106 21.1, 106 21)))"}};
  return spec;
}

inline ReadRequest request_for(const fs::path& source, Shape shape = Shape::none, std::vector<FieldWish> fields = {}) {
  set_language(Lang::en);
  ReadRequest request;
  request.source = source.string();
  request.shape = shape;
  request.fields = std::move(fields);
  request.map_crs = "EPSG:4326";
  request.key = "layers[2]";
  return request;
}

inline std::string error_when_reading(const ReadRequest& request) {
  return error_of([&] { read_table(request); });
}
inline void expect_parts(const std::string& error, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) EXPECT_NE(error.find(part), std::string::npos) << '"' << part << "\" is not in: " << error;
}

/// Runs it on a thread and gives up after a while, so that an endless stream is a failure and not a hang.
inline Table read_in_time(const ReadRequest& request, std::string* error) {
  std::stop_source stop;
  std::promise<Table> promise;
  std::future<Table> future = promise.get_future();
  std::jthread worker([&, token = stop.get_token()] {
    try {
      promise.set_value(read_table(request, token));
    } catch (const Error& e) {
      *error = e.what();
      promise.set_value({});
    }
  });
  if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready) {
    stop.request_stop();
    if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready) {
      ADD_FAILURE() << "reading never ends and cannot be stopped";
      std::abort();
    }
    ADD_FAILURE() << "reading never ends";
  }
  return future.get();
}

}  // namespace data
