// From what a project names to an open GDAL raster: tile folders and templates, sources that hold several rasters, missing drivers.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "data/source/gdal.h"
#include "data/source/raster.h"

namespace data {

/// What GDAL opens for a request. Throws Error: no such file, a folder without tiles, several rasters and none named, none of that name.
std::string connection_of(const RasterRequest& request);

/// Opened read-only, without a network unless the source is one. Throws Error with GDAL's own reason; a format that this GDAL was built
/// without is named.
GdalDataset open_raster(const std::string& connection, const RasterRequest& request);

/// The rasters in a source that holds several: what GDAL calls each, and its name for people. Empty when it is itself one.
std::vector<std::pair<std::string, std::string>> rasters_in(GDALDatasetH dataset);

/// What a project calls one of them, from GDAL's name for it: "GPKG:file:name", "WMTS:…,layer=name,…".
std::string name_inside(const std::string& connection);


}  // namespace data
