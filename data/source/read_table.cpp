#include "data/source/read_table.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <ogr_recordbatch.h>

#include <algorithm>
#include <future>
#include <memory>
#include <unordered_map>
#include <utility>

#include "data/source/boolean_fields.h"
#include "data/source/crs.h"
#include "data/source/error.h"
#include "data/source/gdal.h"
#include "data/source/flat_geobuf.h"
#include "data/source/flat_geobuf_stream.h"
#include "data/source/geopackage_stream.h"
#include "data/source/i18n.h"
#include "data/source/piece_stream.h"
#include "data/source/source_layer.h"
#include "data/source/table_builder.h"

namespace data {
namespace {

struct Stream {
  ArrowArrayStream stream{};
  void release() {
    if (stream.release) stream.release(&stream);
    stream = {};
  }
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { release(); }
};
struct Schema {
  ArrowSchema schema{};
  Schema() = default;
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;
  ~Schema() {
    if (schema.release) schema.release(&schema);
  }
};
/// While it lives, this thread's batches of a GeoPackage are made of features, if so wished.
class BatchesOf {
 public:
  explicit BatchesOf(bool features) { CPLSetThreadLocalConfigOption(option, features ? "YES" : nullptr); }
  ~BatchesOf() { CPLSetThreadLocalConfigOption(option, nullptr); }
  BatchesOf(const BatchesOf&) = delete;
  BatchesOf& operator=(const BatchesOf&) = delete;

 private:
  static constexpr const char* option = "OGR_GPKG_STREAM_BASE_IMPL";
};
/// May outlive the stream it came from.
struct Batch {
  ArrowArray array{};
  Batch() = default;
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
  ~Batch() {
    if (array.release) array.release(&array);
  }
};

/// Who makes the batches: of a GeoPackage's plain table and a FlatGeobuf's points we do, unless they turn out not to be plain (thrown as
/// GdalShallRead).
enum class Batches { ours_if_plain, gdals };
struct GdalShallRead {};

/// Reads one layer; keeps what must survive from batch to batch.
class TableReader {
 public:
  TableReader(const ReadRequest& request, Batches batches, std::stop_token stop, Progress* progress)
      : request_(request), stop_(std::move(stop)), progress_(progress), batches_(batches), builder_(request) {}

  Table read() {
    const bool as_bytes = booleans_do_better_as_bytes() && is_flat_geobuf(request_.source) && request_.where.empty();
    open(as_bytes ? BooleansAs::bytes : BooleansAs::booleans);
    names_ = field_names(OGR_L_GetLayerDefn(layer_));
    choose_fields();
    choose_shape();
    filter(layer_);
    box_ = filter_extent(layer_), table_.part = box_.has_value();
    if (!open_own_stream()) {
      if (as_bytes) know_bytes();
      expect(OGR_L_GetFeatureCount(layer_, FALSE));
      start_booleans();
      ignore_all_but(layer_, builder_.fields_in_batches(), builder_.reads_geometry());
    }
    stream();
    finish_booleans();
    return builder_.finish();
  }

 private:
  void open(BooleansAs booleans) {
    dataset_ = open_read_only(request_.source, booleans);
    layer_ = find_layer(dataset_.get(), request_);
  }

  /// Which columns are bytes now; where that is not known, booleans are booleans again.
  void know_bytes() {
    if (auto bytes = byte_columns(request_.source, table_.part)) {
      builder_.lay_as_bytes(std::move(*bytes));
      return;
    }
    open(BooleansAs::booleans);
    filter_extent(layer_);
  }

  void choose_fields() {
    table_.encoding = encoding_of(request_);
    const std::string decoder = table_.encoding == "UTF-8" ? std::string{} : table_.encoding;
    if (table_.encoding.empty() && is_utf8_by_design()) table_.encoding = "UTF-8";
    for (const FieldWish& wish : request_.fields) {
      if (wish.name.empty()) continue;
      const std::string name = resolve_field(names_, wish.name);
      if (name.empty() && wish.required) missing_field(request_, wish.name, wish.key, names_);
      if (name.empty() || !wish.read) continue;
      builder_.add_column(wish.name, name, wish.type, decoder);  // the column is found by the name that was asked for
    }
  }

  /// Formats whose text is UTF-8 by their own definition; a shapefile or a CSV may hold anything.
  bool is_utf8_by_design() const {
    const std::string name = driver();
    return name == "GPKG" || name == "FlatGeobuf" || name == "GeoJSON" || name == "SQLite" || name == "XLSX";
  }

  void choose_shape() {
    const OGRwkbGeometryType type = wkbFlatten(OGR_L_GetGeomType(layer_));
    table_.shape = request_.shape;
    if (request_.shape == Shape::none) return;
    CoordinateFields coordinates;
    if (type == wkbNone) {
      if (request_.shape == Shape::points) coordinates = coordinate_fields(request_, names_);
      if (coordinates.x.empty()) {
        if (request_.shape_optional) {
          table_.shape = Shape::none;
          return;
        }
        throw Error({.what = trf("The file has no geometry{}", with_key(request_.key)),
                     .file = request_.source,
                     .hint = request_.shape == Shape::points
                                 ? trf("name its coordinate columns as \"x\" and \"y\"; its fields are: {}", listed(names_, names_.size()))
                                 : std::string{}});
      }
      builder_.add_coordinates(coordinates);
    }
    table_.source_crs = !request_.crs.empty()  ? request_.crs
                        : type != wkbNone      ? crs_of(OGR_L_GetSpatialRef(layer_))
                        : coordinates.degrees  ? "EPSG:4326"
                                               : "";
    if (table_.source_crs.empty())
      throw Error({.what = trf("The file does not say which coordinate reference system it is in{}", with_key(request_.key)),
                   .file = request_.source,
                   .hint = tr("add \"crs\" to it in the project file, e.g. EPSG:4326 for degrees or EPSG:5897 for VN-2000 105°00′")});
    try {
      Transform(table_.source_crs, request_.map_crs);  // an unknown CRS is found out before the reading
    } catch (const Error& error) {
      Error::Parts parts = error.parts();
      parts.what += with_key(request_.crs.empty() ? request_.key : request_.key + ".crs");
      parts.file = request_.source;
      throw Error(parts);
    }
  }

  void ignore_all_but(OGRLayerH layer, const std::vector<std::string>& wanted, bool geometry) const {
    CPLStringList ignored;
    const std::string condition = fold(request_.where);
    for (const std::string& name : names_) {
      const bool read = std::find(wanted.begin(), wanted.end(), name) != wanted.end();
      // A filter is evaluated on the features read, so the fields it may name have to be there.
      if (!read && condition.find(fold(name)) == std::string::npos) ignored.AddString(name.c_str());
    }
    ignored.AddString("OGR_STYLE");
    if (!geometry) ignored.AddString("OGR_GEOMETRY");
    if (OGR_L_TestCapability(layer, OLCIgnoreFields)) OGR_L_SetIgnoredFields(layer, const_cast<const char**>(ignored.List()));
  }

  void filter(OGRLayerH layer) const {
    if (request_.where.empty()) return;
    GdalErrors errors;
    if (OGR_L_SetAttributeFilter(layer, request_.where.c_str()) != OGRERR_NONE)
      throw Error({.what = trf("The filter \"{}\" is not understood{}", request_.where, with_key(request_.key + ".where")),
                   .file = request_.source,
                   .why = errors.message(),
                   .hint = trf("its fields are: {}", listed(names_, names_.size()))});
  }

  /// Lets more through than reaches into the extent, never less: what meets the box returned, or all.
  std::optional<Box> filter_extent(OGRLayerH layer) const {
    if (!request_.extent || !builder_.reads_geometry()) return std::nullopt;
    const Box box = Transform(request_.map_crs, table_.source_crs).reach_of(*request_.extent);
    OGREnvelope all{};
    const bool known = OGR_L_GetExtent(layer, &all, FALSE) == OGRERR_NONE;
    if (box.empty() || (known && box.holds(Box{all.MinX, all.MinY, all.MaxX, all.MaxY}))) return std::nullopt;
    OGR_L_SetSpatialFilterRect(layer, box.min_x, box.min_y, box.max_x, box.max_y);
    return box;
  }

  void expect(std::int64_t rows) {
    expected_ = std::max<std::int64_t>(0, rows);
    if (progress_) progress_->done = 0, progress_->total = static_cast<std::uint64_t>(expected_);
    builder_.reserve(expected_);
  }

  bool open_own_stream() {
    if (batches_ == Batches::gdals || !request_.where.empty()) return false;
    std::optional<std::int64_t> rows;
    if (driver() == "GPKG")
      rows = open_geopackage_stream({request_.source, layer_, builder_.fields(), builder_.reads_geometry(), box_}, stream_.stream);
    else if (is_flat_geobuf(request_.source))
      rows = open_flat_geobuf_stream({request_.source, builder_.fields(), builder_.reads_geometry(), box_}, stream_.stream);
    if (rows) expect(*rows);
    return own_stream_ = rows.has_value();
  }

  void stream() {
    GdalErrors errors;
    take_stray_gdal_error();
    const bool flat = driver() == "FlatGeobuf";
    // An empty FlatGeobuf's stream never ends in GDAL before 3.8 (OSGeo/gdal#8509); one that was cut short may seem empty.
    if (flat && !own_stream_ && !holds_any(errors)) return require_all_rows();
    ArrowArrayStream& source = stream_.stream;
    const char* options[] = {"INCLUDE_FID=YES", nullptr};
    const BatchesOf made(of_features_);
    if (!own_stream_ && !OGR_L_GetArrowStream(layer_, &source, const_cast<char**>(options))) fail(errors);
    Schema schema;
    if (source.get_schema(&source, &schema.schema) != 0) fail(errors);
    const char* id = OGR_L_GetFIDColumn(layer_);
    builder_.bind(schema.schema, id && *id ? id : "OGC_FID", names_);
    std::future<void> appending;  // one batch is taken in while GDAL makes the next
    while (true) {
      const auto batch = std::make_shared<Batch>();
      const int result = source.get_next(&source, &batch->array);
      if (own_stream_ && result == gdal_shall_read) throw GdalShallRead{};
      if (result != 0) fail(errors);
      if (batch->array.release == nullptr) break;
      if (stop_.stop_requested()) throw Error({.what = tr("Reading was stopped"), .file = request_.source});
      if (appending.valid()) appending.get();
      if (progress_) progress_->done += static_cast<std::uint64_t>(batch->array.length);
      if (own_stream_) {  // others make the next already
        builder_.append(schema.schema, batch->array);
        continue;
      }
      appending = std::async(std::launch::async, [this, batch, &schema, lang = language()] {
        const LanguageHere words(lang);
        builder_.append(schema.schema, batch->array);
      });
      if (!errors.first_error().empty()) break;  // a damaged GeoPackage hands out empty batches for ever
    }
    if (appending.valid()) appending.get();
    stream_.release();
    // A driver that stumbles in the middle ends the stream early and complains; a short table must not pass for a whole one.
    if (const std::string trouble = errors.first_error(); !trouble.empty())
      throw Error({.what = trf("Cannot read the layer to its end{}", with_key(request_.key)), .file = request_.source, .why = trouble});
    if (flat) require_all_rows();
    for (const std::string& warning : errors.warnings())
      if (table_.warnings.size() < 3) table_.warnings.push_back(warning);
  }

  /// Of a format whose files say how many they hold.
  void require_all_rows() const {
    if (!request_.where.empty() || table_.part || table_.rows >= static_cast<std::size_t>(expected_)) return;
    throw Error({.what = trf("Cannot read the layer to its end{}", with_key(request_.key)),
                 .file = request_.source,
                 .why = trf("it holds {} of {} rows", format_integer(static_cast<std::int64_t>(table_.rows)), format_integer(expected_))});
  }

  [[noreturn]] void fail(const GdalErrors& errors) const {
    const std::string why = errors.message().empty() ? take_stray_gdal_error() : errors.message();
    if (request_.where.empty())
      throw Error({.what = trf("Cannot read the layer{}", with_key(request_.key)), .file = request_.source, .why = why});
    throw Error({.what = trf("Cannot read the layer with the filter \"{}\"{}", request_.where, with_key(request_.key + ".where")),
                 .file = request_.source,
                 .why = why,
                 .hint = trf("its fields are: {}", listed(names_, names_.size()))});
  }

  bool holds_any(const GdalErrors& errors) const {
    OGR_L_ResetReading(layer_);
    OGRFeatureH first = OGR_L_GetNextFeature(layer_);
    if (first) OGR_F_Destroy(first);
    else if (!errors.first_error().empty()) fail(errors);
    OGR_L_ResetReading(layer_);
    return first != nullptr;
  }

  std::string driver() const { return GDALGetDriverShortName(GDALGetDatasetDriver(dataset_.get())); }

  /// Those columns are read beside the batches, in the same order.
  void start_booleans() {
    if (!garbles_booleans(driver())) return;
    const std::vector<std::string>& fields = builder_.fields();
    // Where our own stream would not do: features have whole booleans too, and take longer.
    if (driver() == "GPKG") {
      of_features_ =
          std::any_of(fields.begin(), fields.end(), [&](const std::string& name) { return is_boolean(layer_, name); });
      return;
    }
    std::vector<std::string> names;
    for (std::size_t c = 0; c < fields.size(); ++c)
      if (is_boolean(layer_, fields[c])) boolean_columns_.push_back(c), names.push_back(fields[c]), builder_.leave_out(c);
    if (names.empty()) return;
    booleans_.emplace(
        request_.source, names, table_.part,
        [this, names](GDALDatasetH dataset) {
          OGRLayerH layer = find_layer(dataset, request_);
          filter(layer);
          filter_extent(layer);
          ignore_all_but(layer, names, table_.part);  // FlatGeobuf finds nothing in a box without geometry
          return layer;
        },
        stop_);
  }

  void finish_booleans() {
    if (!booleans_) return;
    try {
      booleans_->finish();
    } catch (const Error& error) {
      if (!error.parts().what.empty()) throw;
      throw Error(
          {.what = trf("Cannot read the layer to its end{}", with_key(request_.key)), .file = request_.source, .why = error.parts().why});
    }
    if (table_.part) return match_booleans();
    if (booleans_->rows() != table_.rows)
      throw Error({.what = trf("Cannot read the layer to its end{}", with_key(request_.key)),
                   .file = request_.source,
                   .why = tr("it changed while it was read")});
    for (std::size_t i = 0; i < boolean_columns_.size(); ++i)
      for (std::size_t row = 0; row < table_.rows; ++row) builder_.push_boolean(boolean_columns_[i], booleans_->value(i, row));
  }

  /// In a part the rows of the two ways of reading are matched by their ids: the stream is content when the boxes of two areas meet.
  void match_booleans() {
    std::unordered_map<std::int64_t, std::size_t> row_of;
    for (std::size_t row = 0; row < booleans_->rows(); ++row) row_of.emplace(booleans_->ids()[row], row);
    for (std::size_t i = 0; i < boolean_columns_.size(); ++i)
      for (const std::int64_t fid : builder_.ids()) {
        const auto found = row_of.find(fid);
        builder_.push_boolean(boolean_columns_[i],
                     found != row_of.end() ? booleans_->value(i, found->second) : boolean_of(fid, boolean_columns_[i]));
      }
  }

  std::optional<int> boolean_of(std::int64_t fid, std::size_t column) {
    OGR_L_SetIgnoredFields(layer_, nullptr);
    OGRFeatureH feature = OGR_L_GetFeature(layer_, fid);
    if (!feature)
      throw Error({.what = trf("Cannot read the layer to its end{}", with_key(request_.key)),
                   .file = request_.source,
                   .why = trf("feature {} was found once and not again", fid)});
    const auto value = BooleanFields::value_of(feature, OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer_), builder_.fields()[column].c_str()));
    OGR_F_Destroy(feature);
    return value;
  }

  const ReadRequest& request_;
  std::stop_token stop_;
  Progress* progress_;
  GdalDataset dataset_;
  OGRLayerH layer_ = nullptr;
  Batches batches_;
  std::vector<std::string> names_;  ///< every field of the layer
  std::optional<Box> box_;          ///< of a part, in the source's own system
  std::int64_t expected_ = 0;
  bool own_stream_ = false;
  Stream stream_;  ///< goes before the dataset does
  TableBuilder builder_;
  Table& table_ = builder_.table();

  bool of_features_ = false;  ///< a GeoPackage's batches are made of features: slower than its own, and not garbled
  std::vector<std::size_t> boolean_columns_;  ///< filled from the next, in its order
  std::optional<BooleanFields> booleans_;      ///< last: what it uses outlives it
};

}  // namespace

Table read_table(const ReadRequest& request, std::stop_token stop, Progress* progress) {
  try {
    return TableReader(request, Batches::ours_if_plain, stop, progress).read();
  } catch (const GdalShallRead&) {}
  return TableReader(request, Batches::gdals, std::move(stop), progress).read();
}

}  // namespace data
