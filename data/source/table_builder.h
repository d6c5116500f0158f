// Column batches -> a Table in the map's CRS: which column feeds what, geometry told apart by its kind, and what was wrong with it said.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "data/source/columns.h"
#include "data/source/read_table.h"
#include "data/source/source_layer.h"

namespace data {

/// Takes what one layer gives, batch after batch; not by two threads at once.
class TableBuilder {
 public:
  /// The request outlives it.
  explicit TableBuilder(const ReadRequest& request) : request_(request) {}

  /// What is known of the table before its first row: shape, systems, encoding, whether it is a part. Rows come by append alone.
  Table& table() { return table_; }

  /// The next column: its name in the table and in the source. `decoder` as ColumnBuilder's.
  void add_column(const std::string& name, const std::string& field, FieldType type, const std::string& decoder);
  /// Positions come from two columns of numbers, the last; they do not stay in the table.
  void add_coordinates(const CoordinateFields& fields);
  /// By column: the field it is read from.
  const std::vector<std::string>& fields() const { return fields_; }
  /// Whether positions are the source's own geometry.
  bool reads_geometry() const { return table_.shape != Shape::none && !coordinates_; }

  /// The column does not come in batches: each of its cells is pushed, in the order of the rows.
  void leave_out(std::size_t column) { left_out_[column] = true; }
  void push_boolean(std::size_t column, std::optional<int> value);
  /// The fields of all other columns.
  std::vector<std::string> fields_in_batches() const;
  /// Fields that stand in batches as bytes, whatever their schema says (byte_columns).
  void lay_as_bytes(std::map<std::string, bool> fields) { bytes_ = std::move(fields); }

  void reserve(std::int64_t rows);
  /// Which child of the batches' schema feeds what. Throws Error where a column has none. `all` are the layer's fields.
  void bind(const ArrowSchema& schema, const std::string& id, const std::vector<std::string>& all);
  void append(const ArrowSchema& schema, const ArrowArray& batch);

  /// Of the rows so far.
  const std::vector<std::int64_t>& ids() const { return ids_; }

  /// Places the rows in the map's CRS. Throws Error for a layer without rows, without the geometry wanted, or with none of it in reach.
  Table finish();

 private:
  void append_geometry(const std::uint8_t* bytes, std::size_t size);
  void require_what_was_wanted() const;
  void note_no_geometry();
  void take_columns();
  void take_coordinates();
  void place();

  const ReadRequest& request_;
  Table table_;
  std::vector<std::string> fields_;
  std::vector<ColumnBuilder> builders_;
  std::vector<bool> left_out_;          ///< by column
  std::vector<std::int64_t> child_of_;  ///< by column
  std::map<std::string, bool> bytes_;
  std::int64_t geometry_child_ = -1, id_child_ = -1;
  bool coordinates_ = false;
  std::vector<std::int64_t> ids_;
  Coordinates places_;  ///< of points, in the source's own system
  std::uint64_t fitting_ = 0, other_ = 0, broken_ = 0;
};

}  // namespace data
