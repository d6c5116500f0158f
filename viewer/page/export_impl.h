// What the formats share; for the export_*.cpp alone.
#pragma once

#include <cairo.h>

#include <exception>

#include "data/source/error.h"
#include "data/source/whole_file.h"
#include "viewer/page/export.h"

namespace viewer {

void write_png(const Sheet& sheet, layers::Map& map, const std::filesystem::path& file, const ExportOptions& options);
void write_geotiff(const Sheet& sheet, layers::Map& map, const std::filesystem::path& file, const ExportOptions& options);
void write_pdf(const Sheet& sheet, layers::Map& map, const std::filesystem::path& file, const ExportOptions& options);
void write_svg(const Sheet& sheet, layers::Map& map, const std::filesystem::path& file, const ExportOptions& options);

/// Draws the sheet from the top in bands as wide as the page, of a multiple of 256 rows each but the last, some 32 MB.
void draw_bands(const Sheet& sheet, layers::Map& map, unsigned threads, const std::function<void(const data::Image& band)>& take);

/// Draws the sheet in points, from the upper left corner of the page. The map is shapes where it can be.
void draw_in_points(cairo_t* cr, const Sheet& sheet, layers::Map& map, const ExportOptions& options);

/// Cairo's bytes into a sink; what the sink throws is kept and thrown by check().
class CairoStream {
 public:
  using Sink = std::function<void(const unsigned char* bytes, unsigned size)>;
  explicit CairoStream(Sink sink) : sink_(std::move(sink)) {}
  static cairo_status_t write(void* self, const unsigned char* bytes, unsigned size);
  void check(cairo_status_t status) const;

 private:
  Sink sink_;
  std::exception_ptr trouble_;
};

/// An error that names the temporary file is made one of the asked name.
template <typename Work>
void named_as_asked(const data::WholeFile& file, const Work& work) {
  try {
    work();
  } catch (const data::Error& error) {
    data::Error::Parts parts = error.parts();
    if (parts.file != file.temporary().string()) throw;
    parts.file = file.wanted().string();
    throw data::Error(std::move(parts));
  }
}

}  // namespace viewer
