// GeoTIFF, band of rows by band of rows: a picture that says where on the ground it lies.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "data/image.h"
#include "data/source/geometry.h"

namespace data {

struct GeoTiffHead {
  int width = 0, height = 0;  ///< pixels
  Point corner;               ///< the outer corner of the upper left pixel, in the CRS
  double pixel = 1;           ///< map units along both sides of one
  std::string crs;            ///< anything PROJ understands
  double dpi = 0;             ///< of paper; 0: not stated
  std::string title;          ///< TIFFTAG_DOCUMENTNAME; may be empty
  Box extent() const { return {corner.x, corner.y - height * pixel, corner.x + width * pixel, corner.y}; }
};

/// Opaque RGB in tiles of 256 x 256, DEFLATE, no overviews; the same rows give the same bytes. `path` need not have a suffix and is
/// overwritten: data::WholeFile gives it its name.
class GeoTiffWriter {
 public:
  static constexpr int tile = 256;

  /// Throws Error for a CRS that is unknown, a file that cannot be written.
  GeoTiffWriter(const std::filesystem::path& path, const GeoTiffHead& head);
  ~GeoTiffWriter();
  GeoTiffWriter(const GeoTiffWriter&) = delete;
  GeoTiffWriter& operator=(const GeoTiffWriter&) = delete;
  /// The next rows; every band but the last is a multiple of `tile` high. Throws Error when the disk takes no more.
  void rows(const Image& band);
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Reads every pixel back. Throws Error when it cannot, or when the file does not lie where `head` says.
void check_geotiff(const std::filesystem::path& path, const GeoTiffHead& head);

}  // namespace data
