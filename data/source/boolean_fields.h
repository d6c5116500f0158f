// Boolean fields read beside the column batches, on a thread of their own: GDAL before 3.8.3 garbles them there (OSGeo/gdal#8998).
// Feature by feature, which takes twice as long; for FlatGeobuf, since a GeoPackage's batches can be made of features.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "data/source/gdal.h"

namespace data {

/// Whether booleans of a layer of this driver cannot be had from its own batches.
bool garbles_booleans(const std::string& driver);
bool is_boolean(OGRLayerH layer, const std::string& field);

class BooleanFields {
 public:
  /// A dataset of the caller's own -> the layer, filtered as the batches are; only `names` need be read of it.
  using Prepare = std::function<OGRLayerH(GDALDatasetH)>;

  /// Starts at once. With `ids`, rows are told apart by their feature ids too.
  BooleanFields(std::string source, std::vector<std::string> names, bool ids, Prepare prepare, std::stop_token stop);
  /// Gives up what is not read yet.
  ~BooleanFields();
  BooleanFields(const BooleanFields&) = delete;
  BooleanFields& operator=(const BooleanFields&) = delete;

  /// Waits for the end. Throws what went wrong: GDAL's own words as an Error without a file, or that reading was stopped.
  void finish() { reading_.get(); }
  std::size_t rows() const { return values_.front().size(); }
  /// Of the i-th name; null where the feature has none. After finish().
  std::optional<int> value(std::size_t name, std::size_t row) const {
    const std::int8_t v = values_[name][row];
    return v == null ? std::nullopt : std::optional<int>(v);
  }
  const std::vector<std::int64_t>& ids() const { return ids_; }

  static std::optional<int> value_of(OGRFeatureH feature, int field);

 private:
  static constexpr std::int8_t null = -1;
  void read(const std::string& source, const std::vector<std::string>& names, bool ids, const Prepare& prepare,
            const std::stop_token& stop);

  std::vector<std::vector<std::int8_t>> values_;  ///< by name, by row
  std::vector<std::int64_t> ids_;
  std::atomic<bool> give_up_{false};
  std::future<void> reading_;
};

}  // namespace data
