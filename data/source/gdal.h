// GDAL, started once and safely: drivers registered, numbers in the C locale, errors captured instead of printed.
// Only data/source/*.cpp include this: it is where GDAL's handles get owners.
#pragma once

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <memory>
#include <string>
#include <vector>

#include "data/source/flat_geobuf.h"

namespace data {

/// Registers GDAL's drivers on the first call; cheap afterwards. Safe from any thread.
void start_gdal();

/// The last thing GDAL complained about on a thread of its own, once; empty when there was none. It may come from another
/// layer read at the same time: good enough for the words of an error that would have none.
std::string take_stray_gdal_error();

struct CloseDataset {
  void operator()(GDALDatasetH handle) const { GDALClose(handle); }
};
using GdalDataset = std::unique_ptr<void, CloseDataset>;

/// Collects what GDAL complains about on this thread while it lives, so that our errors can carry its own words.
class GdalErrors {
 public:
  GdalErrors();
  ~GdalErrors();
  GdalErrors(const GdalErrors&) = delete;
  GdalErrors& operator=(const GdalErrors&) = delete;
  /// The most telling message so far (the last error, else the last warning), or empty.
  std::string message() const;
  /// What a server said rather than what was then missing, or the first error: those after it follow from it.
  std::string cause() const;
  std::string first_error() const { return errors_.empty() ? std::string{} : errors_.front(); }
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  static void on_error(int kind, int number, const char* text);
  std::vector<std::string> errors_, warnings_;
};

/// Throws Error when `source` looks like a file and there is none.
void require_source(const std::string& source);

/// "EPSG:4326", or WKT where no authority numbers it; empty for none.
std::string crs_of(OGRSpatialReferenceH srs);

/// Opens a vector source read-only and so that nothing beside it changes (GeoPackage with immutable/NOLOCK).
/// Throws Error: no such file, not a format GDAL knows, unreadable.
GdalDataset open_read_only(const std::string& source, BooleansAs booleans = BooleansAs::booleans);

}  // namespace data
