// Writing one vector file through OGR, with every complaint turned into an Error and nothing left to chance in its bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "data/sample/borders.h"
#include "data/source/text.h"

namespace data {

enum class FileField { text, integer, number, flag, date };

struct FileColumn {
  const char* name;
  FileField type;
};

/// Layers are written one after the other. Nothing is promised until close() has returned.
class VectorFile {
 public:
  /// `format` is OGR's driver: GPKG or FlatGeobuf. `stamp` is what the file says about when it was written.
  VectorFile(const std::filesystem::path& file, const char* format, Date stamp);
  ~VectorFile();
  VectorFile(const VectorFile&) = delete;
  VectorFile& operator=(const VectorFile&) = delete;

  void begin_points(const char* layer, const std::string& crs, const std::vector<FileColumn>& columns);
  void begin_areas(const char* layer, const std::string& crs, const std::vector<FileColumn>& columns);

  /// The values of the next feature, by column index; unset columns are null.
  void set(int column, const char* text);
  void set(int column, const std::string& text) { set(column, text.c_str()); }
  void set(int column, std::int64_t value);
  void set(int column, double value);
  void set_date(int column, std::int32_t day);
  /// Ends a feature by giving it its place.
  void put(Point p);
  void put(const std::vector<Polygon>& polygons);

  /// Finishes the file and reads its row counts back: a full disk may show only now.
  void close();

 private:
  struct Impl;
  void begin(const char* layer, const std::string& crs, const std::vector<FileColumn>& columns, bool points);
  std::unique_ptr<Impl> impl_;
};

}  // namespace data
