#include "data/source/read_table.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <ogr_recordbatch.h>

#include <algorithm>
#include <cmath>
#include <future>
#include <map>
#include <memory>
#include <thread>
#include <unordered_map>
#include <utility>

#include "data/source/boolean_fields.h"
#include "data/source/columns.h"
#include "data/source/crs.h"
#include "data/source/curve.h"
#include "data/source/error.h"
#include "data/source/gdal.h"
#include "data/source/geopackage_stream.h"
#include "data/source/i18n.h"
#include "data/source/place_table.h"
#include "data/source/source_layer.h"
#include "data/source/wkb.h"

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

std::pair<const std::uint8_t*, std::size_t> blob_at(const ArrowSchema& schema, const ArrowArray& array, std::int64_t i) {
  const auto* valid = static_cast<const std::uint8_t*>(array.buffers[0]);
  const std::int64_t at = i + array.offset;
  if (valid && array.null_count != 0 && (valid[at / 8] >> (at % 8) & 1) == 0) return {nullptr, 0};
  const auto* bytes = static_cast<const std::uint8_t*>(array.buffers[2]);
  if (schema.format[0] == 'Z') {
    const auto* offsets = static_cast<const std::int64_t*>(array.buffers[1]);
    return {bytes + offsets[at], static_cast<std::size_t>(offsets[at + 1] - offsets[at])};
  }
  const auto* offsets = static_cast<const std::int32_t*>(array.buffers[1]);
  return {bytes + offsets[at], static_cast<std::size_t>(offsets[at + 1] - offsets[at])};
}

/// Who makes the batches: of a GeoPackage's plain table we do, unless it turns out to be none (thrown as GdalShallRead).
enum class Batches { ours_if_plain, gdals };
struct GdalShallRead {};

/// Reads one layer; keeps what must survive from batch to batch.
class TableReader {
 public:
  TableReader(const ReadRequest& request, Batches batches, std::stop_token stop, Progress* progress)
      : request_(request), stop_(std::move(stop)), progress_(progress), batches_(batches) {}

  Table read() {
    const bool as_bytes = booleans_do_better_as_bytes() && is_flat_geobuf(request_.source) && request_.where.empty();
    open(as_bytes ? BooleansAs::bytes : BooleansAs::booleans);
    names_ = field_names(OGR_L_GetLayerDefn(layer_));
    choose_fields();
    choose_shape();
    done_.assign(builders_.size(), false);
    filter(layer_);
    box_ = filter_extent(layer_), table_.part = box_.has_value();
    if (as_bytes) know_bytes();
    if (!open_own_stream()) {
      expect(OGR_L_GetFeatureCount(layer_, FALSE));
      start_booleans();
      ignore_the_rest();
    }
    stream();
    finish_booleans();
    finish();
    return std::move(table_);
  }

 private:
  void open(BooleansAs booleans) {
    dataset_ = open_read_only(request_.source, booleans);
    layer_ = find_layer(dataset_.get(), request_);
  }

  /// Which columns are bytes now; where that is not known, booleans are booleans again.
  void know_bytes() {
    if (auto bytes = byte_columns(request_.source, table_.part)) {
      bytes_ = std::move(*bytes);
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
      read_names_.push_back(name);
      builders_.emplace_back(wish.name, wish.type, decoder);  // the column is found by the name that was asked for
    }
  }

  /// Formats whose text is UTF-8 by their own definition; a shapefile or a CSV may hold anything.
  bool is_utf8_by_design() const {
    const std::string name = driver();
    return name == "GPKG" || name == "FlatGeobuf" || name == "GeoJSON" || name == "SQLite" || name == "XLSX";
  }

  /// Bytes are believed over words: text that is no UTF-8 leaves the encoding unknown, and UTF-8 letters show it.
  void settle_encoding() {
    if (std::any_of(table_.columns.begin(), table_.columns.end(), [](const Column& column) { return column.legacy_bytes; }))
      table_.encoding.clear();
    else if (table_.encoding.empty() &&
             std::any_of(builders_.begin(), builders_.end(), [](const ColumnBuilder& builder) { return builder.shows_utf8(); }))
      table_.encoding = "UTF-8";
  }

  void choose_shape() {
    const OGRwkbGeometryType type = wkbFlatten(OGR_L_GetGeomType(layer_));
    table_.shape = request_.shape;
    if (request_.shape == Shape::none) return;
    if (type == wkbNone) {
      coordinates_ = request_.shape == Shape::points ? coordinate_fields(request_, names_) : CoordinateFields{};
      if (coordinates_.x.empty()) {
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
      for (const std::string& name : {coordinates_.x, coordinates_.y}) {
        read_names_.push_back(name);
        builders_.emplace_back(name, FieldType::number, std::string{});
      }
    }
    table_.source_crs = !request_.crs.empty()  ? request_.crs
                        : type != wkbNone      ? crs_of(OGR_L_GetSpatialRef(layer_))
                        : coordinates_.degrees ? "EPSG:4326"
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

  void ignore_the_rest() {
    std::vector<std::string> names;
    for (std::size_t b = 0; b < builders_.size(); ++b)
      if (!done_[b]) names.push_back(read_names_[b]);
    ignore_all_but(layer_, names, table_.shape != Shape::none && coordinates_.x.empty());
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
    if (!request_.extent || table_.shape == Shape::none || !coordinates_.x.empty()) return std::nullopt;
    const Box box = Transform(request_.map_crs, table_.source_crs).reach_of(*request_.extent);
    OGREnvelope all{};
    const bool known = OGR_L_GetExtent(layer, &all, FALSE) == OGRERR_NONE;
    if (box.empty() || (known && box.holds(Box{all.MinX, all.MinY, all.MaxX, all.MaxY}))) return std::nullopt;
    OGR_L_SetSpatialFilterRect(layer, box.min_x, box.min_y, box.max_x, box.max_y);
    return box;
  }

  void expect(std::int64_t rows) {
    static constexpr std::int64_t most_room = 1 << 26;  // what a file says of itself need not be true
    expected_ = std::max<std::int64_t>(0, rows);
    if (progress_) progress_->done = 0, progress_->total = static_cast<std::uint64_t>(expected_);
    const auto room = static_cast<std::size_t>(std::min(expected_, most_room));
    for (ColumnBuilder& builder : builders_) builder.reserve(room);
    table_.fid.reserve(room);
    if (table_.shape == Shape::points && coordinates_.x.empty()) places_.x.reserve(room), places_.y.reserve(room);
  }

  bool open_own_stream() {
    if (batches_ == Batches::gdals || driver() != "GPKG" || !request_.where.empty()) return false;
    const GeoPackageWish wish{request_.source, layer_, read_names_, table_.shape != Shape::none && coordinates_.x.empty(), box_};
    const auto rows = open_geopackage_stream(wish, stream_.stream);
    if (rows) expect(*rows);
    return own_stream_ = rows.has_value();
  }

  void stream() {
    GdalErrors errors;
    take_stray_gdal_error();
    const bool flat = driver() == "FlatGeobuf";
    if (flat && !holds_any(errors)) return;  // an empty FlatGeobuf's stream never ends in GDAL before 3.8 (OSGeo/gdal#8509)
    ArrowArrayStream& source = stream_.stream;
    const char* options[] = {"INCLUDE_FID=YES", nullptr};
    const BatchesOf made(of_features_);
    if (!own_stream_ && !OGR_L_GetArrowStream(layer_, &source, const_cast<char**>(options))) fail(errors);
    Schema schema;
    if (source.get_schema(&source, &schema.schema) != 0) fail(errors);
    bind(schema.schema);
    std::future<void> appending;  // one batch is taken in while GDAL makes the next
    while (true) {
      const auto batch = std::make_shared<Batch>();
      const int result = source.get_next(&source, &batch->array);
      if (own_stream_ && result == geopackage_needs_gdal) throw GdalShallRead{};
      if (result != 0) fail(errors);
      if (batch->array.release == nullptr) break;
      if (stop_.stop_requested()) throw Error({.what = tr("Reading was stopped"), .file = request_.source});
      if (appending.valid()) appending.get();
      if (progress_) progress_->done += static_cast<std::uint64_t>(batch->array.length);
      if (own_stream_) {  // others make the next already
        append(schema.schema, batch->array);
        continue;
      }
      appending = std::async(std::launch::async, [this, batch, &schema, lang = language()] {
        const LanguageHere words(lang);
        append(schema.schema, batch->array);
      });
      if (!errors.first_error().empty()) break;  // a damaged GeoPackage hands out empty batches for ever
    }
    if (appending.valid()) appending.get();
    stream_.release();
    // A driver that stumbles in the middle ends the stream early and complains; a short table must not pass for a whole one.
    if (const std::string trouble = errors.first_error(); !trouble.empty())
      throw Error({.what = trf("Cannot read the layer to its end{}", with_key(request_.key)), .file = request_.source, .why = trouble});
    if (flat && request_.where.empty() && !table_.part && table_.rows < static_cast<std::size_t>(expected_))
      throw Error({.what = trf("Cannot read the layer to its end{}", with_key(request_.key)),
                   .file = request_.source,
                   .why = trf("it holds {} of {} rows", format_integer(static_cast<std::int64_t>(table_.rows)), format_integer(expected_))});
    for (const std::string& warning : errors.warnings())
      if (table_.warnings.size() < 3) table_.warnings.push_back(warning);
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
    // Where our own stream would not do: features have whole booleans too, and take longer.
    if (driver() == "GPKG") {
      of_features_ =
          std::any_of(read_names_.begin(), read_names_.end(), [&](const std::string& name) { return is_boolean(layer_, name); });
      return;
    }
    std::vector<std::string> names;
    for (std::size_t b = 0; b < builders_.size(); ++b)
      if (is_boolean(layer_, read_names_[b])) boolean_builders_.push_back(b), names.push_back(read_names_[b]), done_[b] = true;
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
    for (std::size_t i = 0; i < boolean_builders_.size(); ++i)
      for (std::size_t row = 0; row < table_.rows; ++row) push_boolean(boolean_builders_[i], booleans_->value(i, row));
  }

  void push_boolean(std::size_t builder, std::optional<int> value) {
    if (value) builders_[builder].push_integer(*value);
    else builders_[builder].push_null();
  }

  /// In a part the rows of the two ways of reading are matched by their ids: the stream is content when the boxes of two areas meet.
  void match_booleans() {
    std::unordered_map<std::int64_t, std::size_t> row_of;
    for (std::size_t row = 0; row < booleans_->rows(); ++row) row_of.emplace(booleans_->ids()[row], row);
    for (std::size_t i = 0; i < boolean_builders_.size(); ++i)
      for (const std::int64_t fid : table_.fid) {
        const auto found = row_of.find(fid);
        push_boolean(boolean_builders_[i],
                     found != row_of.end() ? booleans_->value(i, found->second) : boolean_of(fid, boolean_builders_[i]));
      }
  }

  std::optional<int> boolean_of(std::int64_t fid, std::size_t builder) {
    OGR_L_SetIgnoredFields(layer_, nullptr);
    OGRFeatureH feature = OGR_L_GetFeature(layer_, fid);
    if (!feature)
      throw Error({.what = trf("Cannot read the layer to its end{}", with_key(request_.key)),
                   .file = request_.source,
                   .why = trf("feature {} was found once and not again", fid)});
    const auto value = BooleanFields::value_of(feature, OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer_), read_names_[builder].c_str()));
    OGR_F_Destroy(feature);
    return value;
  }

  /// Which child of the schema feeds what.
  void bind(const ArrowSchema& schema) {
    const char* fid = OGR_L_GetFIDColumn(layer_);
    const std::string fid_name = fid && *fid ? fid : "OGC_FID";
    child_of_builder_.assign(builders_.size(), -1);
    for (std::int64_t c = 0; c < schema.n_children; ++c) {
      const ArrowSchema& child = *schema.children[c];
      const std::string name = child.name;
      for (std::size_t b = 0; b < builders_.size(); ++b)
        if (read_names_[b] == name) child_of_builder_[b] = c;
      const bool binary = child.format[0] == 'z' || child.format[0] == 'Z';
      if (binary && geometry_child_ < 0 && std::find(names_.begin(), names_.end(), name) == names_.end()) geometry_child_ = c;
      if (name == fid_name && child.format[0] == 'l' && fid_child_ < 0) fid_child_ = c;
    }
    for (std::size_t b = 0; b < builders_.size(); ++b)
      if (child_of_builder_[b] < 0 && !done_[b]) missing_field(request_, read_names_[b], request_.key, names_);
  }

  void append(const ArrowSchema& schema, const ArrowArray& batch) {
    for (std::size_t b = 0; b < builders_.size(); ++b) {
      if (done_[b]) continue;
      const auto c = child_of_builder_[b];
      ArrowSchema child = *schema.children[c];
      if (const auto found = bytes_.find(read_names_[b]); found != bytes_.end()) child.format = found->second ? "c" : "C";
      builders_[b].append(child, *batch.children[c]);
    }
    for (std::int64_t i = 0; i < batch.length; ++i) {
      std::int64_t fid = static_cast<std::int64_t>(table_.fid.size());
      if (fid_child_ >= 0) {
        const ArrowArray& ids = *batch.children[fid_child_];
        fid = static_cast<const std::int64_t*>(ids.buffers[1])[i + ids.offset];
      }
      table_.fid.push_back(fid);
    }
    table_.rows += static_cast<std::size_t>(batch.length);
    if (table_.shape == Shape::none || !coordinates_.x.empty()) return;
    for (std::int64_t i = 0; i < batch.length; ++i) {
      std::pair<const std::uint8_t*, std::size_t> blob{nullptr, 0};
      if (geometry_child_ >= 0) blob = blob_at(*schema.children[geometry_child_], *batch.children[geometry_child_], i);
      append_geometry(blob.first, blob.second);
    }
  }

  void append_geometry(const std::uint8_t* bytes, std::size_t size) {
    const WkbKind kind = wkb_kind(bytes, size);
    const bool points = table_.shape == Shape::points, fits = kind == (points ? WkbKind::point : WkbKind::area);
    const std::size_t row = points ? places_.size() : table_.areas.size();
    if (kind == WkbKind::empty) table_.no_geometry.add(row);
    else if (fits) ++fitting_;
    else ++other_;
    const bool good = points ? append_point(bytes, size, places_) : append_area(bytes, size, table_.areas);
    if (!good && fits) ++broken_;
    if (kind != WkbKind::empty && !(good && fits)) table_.bad_geometry.add(row);
  }

  void note_no_geometry() {
    const std::uint64_t rows = table_.no_geometry.count;
    if (rows > 0) table_.warnings.push_back(trf("{} rows have no geometry", format_integer(static_cast<std::int64_t>(rows))));
  }

  void finish() {
    if (table_.rows == 0 && !table_.part) {
      const std::string hint = request_.where.empty() ? std::string{} : trf("no row passes the filter \"{}\"", request_.where);
      throw Error({.what = trf("The layer is empty{}", with_key(request_.key)), .file = request_.source, .hint = hint});
    }
    if (other_ > 0 && fitting_ == 0)
      throw Error({.what = trf("The layer holds {} where {} are wanted{}", tr("other geometry"),
                               table_.shape == Shape::points ? tr("points") : tr("areas"), with_key(request_.key)),
                   .file = request_.source,
                   .hint = tr("`phusong inspect FILE` shows what a file holds")});
    const auto count = [](std::uint64_t n) { return format_integer(static_cast<std::int64_t>(n)); };
    if (coordinates_.x.empty()) note_no_geometry();
    if (other_ > 0) table_.warnings.push_back(trf("{} rows have another kind of geometry and are not drawn", count(other_)));
    if (broken_ > 0) table_.warnings.push_back(trf("{} geometries are broken and are not drawn", count(broken_)));
    for (ColumnBuilder& builder : builders_) table_.columns.push_back(builder.take(table_.warnings));
    settle_encoding();
    if (!coordinates_.x.empty()) {
      const auto take_numbers = [&] {
        const Cells<double>& values = table_.columns.back().numbers().value;
        std::vector<double> out(values.begin(), values.end());
        table_.columns.pop_back();
        return out;
      };
      places_.y = take_numbers();
      places_.x = take_numbers();
      for (std::size_t row = 0; row < table_.rows; ++row)
        if (!is_positioned(places_, row)) table_.no_geometry.add(row);
      note_no_geometry();
    }
    if (table_.shape == Shape::none) return;
    if (table_.shape == Shape::areas) place_areas(table_, request_.map_crs);
    else place_points(table_, std::move(places_), request_.map_crs);
    const std::uint64_t lost = table_.unplaced.count, known = table_.rows - table_.no_geometry.count - table_.bad_geometry.count;
    if (lost == known && (lost > 0 || !coordinates_.x.empty()))
      throw Error({.what = trf("None of the positions can be placed in {}{}", request_.map_crs, with_key(request_.key)),
                   .file = request_.source,
                   .why = trf("they were taken as {}", table_.source_crs),
                   .hint = tr("are longitude and latitude swapped, or is its \"crs\" another one?")});
    if (lost > 0) table_.warnings.push_back(trf("{} positions cannot be placed in {}", count(lost), request_.map_crs));
    if (request_.along_curve && table_.shape == Shape::points) order_along_curve(table_, std::max(1U, std::thread::hardware_concurrency()));
  }

  const ReadRequest& request_;
  std::stop_token stop_;
  Progress* progress_;
  GdalDataset dataset_;
  OGRLayerH layer_ = nullptr;
  Batches batches_;
  std::optional<Box> box_;  ///< of a part, in the source's own system
  std::int64_t expected_ = 0;
  bool own_stream_ = false;
  Stream stream_;  ///< goes before the dataset does
  std::vector<std::string> names_;       ///< every field of the layer
  std::vector<std::string> read_names_;  ///< by builder: the field it reads
  std::map<std::string, bool> bytes_;    ///< fields that stand in batches as bytes, whatever their schema says (byte_columns)
  std::vector<ColumnBuilder> builders_;
  std::vector<std::int64_t> child_of_builder_;
  std::vector<bool> done_;  ///< by builder: not filled from the stream
  std::int64_t geometry_child_ = -1, fid_child_ = -1;
  CoordinateFields coordinates_;
  Coordinates places_;  ///< of points, in the source's own system
  std::uint64_t fitting_ = 0, other_ = 0, broken_ = 0;
  Table table_;

  bool of_features_ = false;  ///< a GeoPackage's batches are made of features: slower than its own, and not garbled
  std::vector<std::size_t> boolean_builders_;  ///< filled from the next, in its order
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
