// Tiles in the web's numbering, from a folder or a server: turned into what GDAL's WMS driver opens.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace data {

struct TileSource {
  std::string url;               ///< with ${z}, ${x} and ${y}
  int deepest = 19;              ///< zoom level
  bool rows_from_south = false;  ///< y counts from the south (TMS) rather than from the north (XYZ)
};

/// Understands a template ("https://host/{z}/{x}/{y}.png", "tiles/{z}/{x}/{-y}.png", where {-y} counts from the south) and a folder
/// of tiles laid out zoom/column/row.ext; with a tilemapresource.xml its rows count from the south. Nothing for any other source.
std::optional<TileSource> tile_source(const std::string& source, int max_zoom);

/// A GDAL_WMS description of tiles in Web Mercator. `cache` keeps what was fetched; empty: nothing is kept.
std::string description_of(const TileSource& tiles, const std::filesystem::path& cache);

/// A GDAL_WMTS description of what GDAL's "WMTS:URL,layer=…,style=…,tilematrixset=…" names: only a description says how long to wait.
std::string description_of_wmts(const std::string& connection, const std::filesystem::path& cache);

/// A description somebody wrote, with a time limit where it has none: GDAL's own is five minutes.
std::string with_manners(std::string description);

/// Seconds until an answer is given up, and until a connection is.
constexpr int network_timeout = 6, connection_timeout = 3;

}  // namespace data
