// What the files that make up Raster share: how its pixels become colours, and GDAL's handles, one for each tile under way.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "data/source/crs.h"
#include "data/source/gdal.h"
#include "data/source/raster.h"

namespace data {

/// From a band's values to 0..1 of its brightness.
struct Stretch {
  double low = 0, high = 255;
};

/// How pixels become colours.
struct RasterLook {
  enum class Kind { grey, colour, palette, heights } kind = Kind::colour;
  std::vector<int> bands;        ///< of grey, or of red, green and blue; numbered from 1
  int alpha = 0;                 ///< its band; 0: none
  bool masked = false;           ///< by a value that means "no data", or by a mask of its own
  std::vector<Stretch> stretch;  ///< by entry of `bands`
  std::vector<std::array<std::uint8_t, 4>> palette;
  double offset = 0, scale = 1;  ///< from stored values to heights
};

/// The source at one of its sizes.
struct RasterLevel {
  int overview = -1;  ///< -1: the source itself
  int width = 0, height = 0;
  double factor = 1;  ///< pixels of the source in one of its own, along each side
};

struct RasterHandle {
  GdalDataset dataset;
  Transform to_source;  ///< from the map's CRS
};

struct Raster::Impl {
  RasterRequest request;
  std::string connection;  ///< what GDAL opens
  RasterInfo info;
  RasterLook look;
  double metres_per_unit = 1;        ///< of the map: degrees are about 111 km
  std::array<double, 6> to_pixel{};  ///< inverse geotransform: from the source's CRS to its pixels
  std::vector<RasterLevel> levels;   ///< finest first

  bool online = false;

  RasterHandle open_handle() const;
  /// Called for every tile: once in a while holds the folder of fetched ones to its size, meanwhile.
  void tidy_now_and_then();
  std::mutex mutex;
  std::vector<std::unique_ptr<RasterHandle>> idle;
  std::atomic<unsigned> tiles_read{0};
  std::jthread tidying;
};

/// A handle that nobody else uses, given back when it goes.
class RasterLease {
 public:
  explicit RasterLease(Raster::Impl& raster);
  ~RasterLease();
  RasterLease(const RasterLease&) = delete;
  RasterLease& operator=(const RasterLease&) = delete;
  RasterHandle* operator->() const { return handle_.get(); }

 private:
  Raster::Impl& raster_;
  std::unique_ptr<RasterHandle> handle_;
};

/// Pixels of a band: which, and into how many they are brought together.
struct RasterWindow {
  int x = 0, y = 0, width = 0, height = 0;
  int columns = 0, rows = 0;
};

/// The band at one of the raster's sizes.
GDALRasterBandH band_of(GDALDatasetH dataset, int band, const RasterLevel& level);

/// As numbers, row by row from the top. `mixed`: pixels brought together are averaged; else one stands for all. Throws Error when
/// the source cannot be read there; on a stop request the content is of no use.
std::vector<float> read_pixels(GDALRasterBandH band, const RasterWindow& window, bool mixed, const std::string& source,
                               const std::stop_token& stop = {});

/// Values beyond the range that 96 of 100 lie in are drawn like its ends, unless they are bytes. Throws Error for heights that are
/// asked of a picture.
RasterLook look_of(GDALDatasetH dataset, const std::vector<RasterLevel>& levels, const RasterRequest& request);

}  // namespace data
