// Which files on this computer a source is made of: what a project names, and what lies beside it and is read with it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace data {

struct RasterRequest;

/// Of a vector source or a table: the file itself first (there or not), then what belongs to it (x.shp with x.dbf, x.shx, x.prj, x.cpg;
/// what a .vrt points to); a folder; the archive around a "/vsizip/…". Empty for what is not on this computer ("PG:…").
std::vector<std::filesystem::path> files_of_source(const std::string& source);

/// Of a raster, as GDAL lists them: world file, overviews, the parts of a mosaic; the folder that tiles lie in. Empty as above.
std::vector<std::filesystem::path> files_of_raster(const RasterRequest& request);

/// The name of a source without what nobody should read: "PG:dbname=ioc password=***", "https://user:***@host/…?key=***".
std::string without_secrets(const std::string& source);

}  // namespace data
