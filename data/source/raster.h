// Pictures of the ground through GDAL: what a raster source holds, and square tiles of it in the map's CRS, ready to be drawn.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "data/source/geometry.h"
#include "data/source/hillshade.h"

namespace data {

constexpr std::uint64_t usual_tile_limit = std::uint64_t{2} << 30;  ///< bytes

struct RasterRequest {
  std::string source;                            ///< see tile_source.h for folders and templates of tiles; else anything GDAL opens
  std::string layer;                             ///< one of the rasters in a source that has several; empty: the only one
  std::string crs;                               ///< overrides what the source claims; may be empty
  std::string map_crs;                           ///< tiles are asked for in this
  Point around;                                  ///< on the map: where the size of the source's pixels matters
  std::optional<Hillshade> hillshade;            ///< the band holds heights, and tiles show light and shadow
  int max_zoom = 19;                             ///< deepest level of a template of tiles
  std::filesystem::path cache;                   ///< folder where fetched tiles are kept; empty: they are not
  std::string key;                               ///< the project key, e.g. "layers[2]", for messages
  std::uint64_t cache_limit = usual_tile_limit;  ///< bytes that folder may hold; now and then what was not used lately is deleted
};

struct RasterInfo {
  int width = 0, height = 0;  ///< pixels
  int overviews = 0;
  std::string crs;         ///< as stated or overridden
  std::optional<Box> box;  ///< where it lies on the map; nothing when it reaches beyond what the map's CRS can hold
  double pixel = 1;        ///< map units of one of its pixels: finer tiles show no more
  bool discrete = false;   ///< colours that mean something (a palette) and must not be mixed
};

/// What lies on a square of ground, top row first, rows without padding. Premultiplied, so that edges stay clean when it is
/// stretched. Heights come as black and white of more or less opacity; level ground is transparent.
struct RasterTile {
  int size = 0;
  std::vector<std::uint8_t> rgba;  ///< empty: there is nothing here
};

/// An opened raster, shared between threads: each tile is read through a GDAL handle that nobody else uses meanwhile.
class Raster {
 public:
  /// Throws Error: no such file, no raster, no CRS, several rasters and none named, unreadable at its end. Null when a stop request
  /// came before a server had answered.
  static std::shared_ptr<const Raster> open(const RasterRequest& request, const std::stop_token& stop = {});
  ~Raster();
  Raster(const Raster&) = delete;
  Raster& operator=(const Raster&) = delete;

  const RasterInfo& info() const;
  /// `size` x `size` pixels over the square `box` of the map, from the overview that fits. Any thread. Throws Error when the
  /// source cannot be read there; a stop request ends it early with an empty tile, even while a server lets us wait.
  RasterTile tile(const Box& box, int size, std::stop_token stop = {}) const;

  struct Impl;

 private:
  explicit Raster(std::shared_ptr<Impl> impl);
  static std::shared_ptr<const Raster> open_here(const RasterRequest& request);
  std::shared_ptr<Impl> impl_;  ///< also held by reads that nobody waits for any more
};

/// True when opening or reading it uses a network: that is left to workers, and never part of loading a project.
bool is_online(const std::string& source);

/// Larger than this many pixels, a raster without overviews is slow to show whole.
constexpr std::int64_t pixels_without_overviews = std::int64_t{4096} * 4096;

}  // namespace data
