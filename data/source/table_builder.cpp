#include "data/source/table_builder.h"

#include <ogr_recordbatch.h>

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

#include "data/source/curve.h"
#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/place_table.h"
#include "data/source/positions.h"
#include "data/source/wkb.h"

namespace data {
namespace {

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

std::string count(std::uint64_t rows) { return format_integer(static_cast<std::int64_t>(rows)); }

}  // namespace

void TableBuilder::add_column(const std::string& name, const std::string& field, FieldType type, const std::string& decoder) {
  fields_.push_back(field);
  builders_.emplace_back(name, type, decoder);
  left_out_.push_back(false);
}

void TableBuilder::add_coordinates(const CoordinateFields& fields) {
  for (const std::string& name : {fields.x, fields.y}) add_column(name, name, FieldType::number, {});
  coordinates_ = true;
}

void TableBuilder::push_boolean(std::size_t column, std::optional<int> value) {
  if (value) builders_[column].push_integer(*value);
  else builders_[column].push_null();
}

std::vector<std::string> TableBuilder::fields_in_batches() const {
  std::vector<std::string> out;
  for (std::size_t c = 0; c < fields_.size(); ++c)
    if (!left_out_[c]) out.push_back(fields_[c]);
  return out;
}

void TableBuilder::reserve(std::int64_t rows) {
  constexpr std::int64_t most = 1 << 26;  // what a file says of itself need not be true
  const auto room = static_cast<std::size_t>(std::clamp<std::int64_t>(rows, 0, most));
  for (ColumnBuilder& builder : builders_) builder.reserve(room);
  ids_.reserve(room);
  if (table_.shape == Shape::points && reads_geometry()) places_.x.reserve(room), places_.y.reserve(room);
}

void TableBuilder::bind(const ArrowSchema& schema, const std::string& id, const std::vector<std::string>& all) {
  child_of_.assign(builders_.size(), -1);
  for (std::int64_t c = 0; c < schema.n_children; ++c) {
    const ArrowSchema& child = *schema.children[c];
    const std::string name = child.name;
    for (std::size_t b = 0; b < builders_.size(); ++b)
      if (fields_[b] == name) child_of_[b] = c;
    const bool binary = child.format[0] == 'z' || child.format[0] == 'Z';
    if (binary && geometry_child_ < 0 && std::find(all.begin(), all.end(), name) == all.end()) geometry_child_ = c;
    if (name == id && child.format[0] == 'l' && id_child_ < 0) id_child_ = c;
  }
  for (std::size_t b = 0; b < builders_.size(); ++b)
    if (child_of_[b] < 0 && !left_out_[b]) missing_field(request_, fields_[b], request_.key, all);
}

void TableBuilder::append(const ArrowSchema& schema, const ArrowArray& batch) {
  for (std::size_t b = 0; b < builders_.size(); ++b) {
    if (left_out_[b]) continue;
    ArrowSchema child = *schema.children[child_of_[b]];
    if (const auto found = bytes_.find(fields_[b]); found != bytes_.end()) child.format = found->second ? "c" : "C";
    builders_[b].append(child, *batch.children[child_of_[b]]);
  }
  if (id_child_ >= 0) {
    const ArrowArray& ids = *batch.children[id_child_];
    const auto* first = static_cast<const std::int64_t*>(ids.buffers[1]) + ids.offset;
    ids_.insert(ids_.end(), first, first + batch.length);
  } else {
    for (std::int64_t i = 0; i < batch.length; ++i) ids_.push_back(static_cast<std::int64_t>(ids_.size()));
  }
  table_.rows += static_cast<std::size_t>(batch.length);
  if (!reads_geometry()) return;
  for (std::int64_t i = 0; i < batch.length; ++i) {
    std::pair<const std::uint8_t*, std::size_t> blob{nullptr, 0};
    if (geometry_child_ >= 0) blob = blob_at(*schema.children[geometry_child_], *batch.children[geometry_child_], i);
    append_geometry(blob.first, blob.second);
  }
}

void TableBuilder::append_geometry(const std::uint8_t* bytes, std::size_t size) {
  const bool points = table_.shape == Shape::points;
  if (points && append_plain_point(bytes, size, places_)) {
    ++fitting_;
    return;
  }
  const WkbKind kind = wkb_kind(bytes, size);
  const bool fits = kind == (points ? WkbKind::point : WkbKind::area);
  const std::size_t row = points ? places_.size() : table_.areas.size();
  if (kind == WkbKind::empty) table_.no_geometry.add(row);
  else if (fits) ++fitting_;
  else ++other_;
  const bool good = points ? append_point(bytes, size, places_) : append_area(bytes, size, table_.areas);
  if (!good && fits) ++broken_;
  if (kind != WkbKind::empty && !(good && fits)) table_.bad_geometry.add(row);
}

void TableBuilder::note_no_geometry() {
  if (table_.no_geometry.count > 0) table_.warnings.push_back(trf("{} rows have no geometry", count(table_.no_geometry.count)));
}

Table TableBuilder::finish() {
  require_what_was_wanted();
  if (!coordinates_) note_no_geometry();
  if (other_ > 0) table_.warnings.push_back(trf("{} rows have another kind of geometry and are not drawn", count(other_)));
  if (broken_ > 0) table_.warnings.push_back(trf("{} geometries are broken and are not drawn", count(broken_)));
  table_.fid = std::move(ids_);
  take_columns();
  if (coordinates_) take_coordinates();
  if (table_.shape != Shape::none) place();
  return std::move(table_);
}

void TableBuilder::require_what_was_wanted() const {
  if (table_.rows == 0 && !table_.part) {
    const std::string hint = request_.where.empty() ? std::string{} : trf("no row passes the filter \"{}\"", request_.where);
    throw Error({.what = trf("The layer is empty{}", with_key(request_.key)), .file = request_.source, .hint = hint});
  }
  if (other_ > 0 && fitting_ == 0)
    throw Error({.what = trf("The layer holds {} where {} are wanted{}", tr("other geometry"),
                             table_.shape == Shape::points ? tr("points") : tr("areas"), with_key(request_.key)),
                 .file = request_.source,
                 .hint = tr("`phusong inspect FILE` shows what a file holds")});
}

/// Bytes are believed over words: text that is no UTF-8 leaves the encoding unknown, and UTF-8 letters show it.
void TableBuilder::take_columns() {
  for (ColumnBuilder& builder : builders_) table_.columns.push_back(builder.take(table_.warnings));
  if (std::any_of(table_.columns.begin(), table_.columns.end(), [](const Column& column) { return column.legacy_bytes; }))
    table_.encoding.clear();
  else if (table_.encoding.empty() &&
           std::any_of(builders_.begin(), builders_.end(), [](const ColumnBuilder& builder) { return builder.shows_utf8(); }))
    table_.encoding = "UTF-8";
}

void TableBuilder::take_coordinates() {
  const auto take_numbers = [&] {
    const Cells<double>& values = table_.columns.back().numbers().value;
    std::vector<double> out(values.begin(), values.end());
    table_.columns.pop_back();
    return out;
  };
  places_.y = take_numbers();
  places_.x = take_numbers();
  for (std::size_t row = 0; row < table_.rows; ++row)
    if (!is_position(places_.x[row], places_.y[row])) table_.no_geometry.add(row);
  note_no_geometry();
}

void TableBuilder::place() {
  if (table_.shape == Shape::areas) place_areas(table_, request_.map_crs);
  else place_points(table_, std::move(places_), request_.map_crs);
  const std::uint64_t lost = table_.unplaced.count, known = table_.rows - table_.no_geometry.count - table_.bad_geometry.count;
  if (lost == known && (lost > 0 || coordinates_))
    throw Error({.what = trf("None of the positions can be placed in {}{}", request_.map_crs, with_key(request_.key)),
                 .file = request_.source,
                 .why = trf("they were taken as {}", table_.source_crs),
                 .hint = tr("are longitude and latitude swapped, or is its \"crs\" another one?")});
  if (lost > 0) table_.warnings.push_back(trf("{} positions cannot be placed in {}", count(lost), request_.map_crs));
  if (request_.along_curve && table_.shape == Shape::points) order_along_curve(table_, std::max(1U, std::thread::hardware_concurrency()));
}

}  // namespace data
