#include "data/source/raster_source.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/text.h"
#include "data/source/tile_source.h"

namespace data {
namespace {

namespace fs = std::filesystem;

/// Which of GDAL's drivers a source needs, where its name tells.
const char* driver_for(const std::string& connection) {
  if (connection.starts_with("<GDAL_WMS>")) return "WMS";
  if (connection.starts_with("WMTS:")) return "WMTS";
  const std::string extension = fold(fs::path(connection).extension().string());
  for (const auto& [ending, driver] : {std::pair{".mbtiles", "MBTiles"},
                                       {".gpkg", "GPKG"},
                                       {".ecw", "ECW"},
                                       {".sid", "MrSID"},
                                       {".jp2", "JP2OpenJPEG"},
                                       {".webp", "WEBP"},
                                       {".tif", "GTiff"},
                                       {".tiff", "GTiff"}})
    if (extension == ending) return driver;
  return "";
}

std::string hint_for(const std::string& connection) {
  const char* driver = driver_for(connection);
  if (*driver && GDALGetDriverByName(driver) == nullptr)
    return trf("the GDAL library of this computer was built without its driver {}; convert the file to GeoTIFF where it was made", driver);
  return tr(
      "expected GeoTIFF, MBTiles, GeoPackage, VRT, a WMTS or GDAL_WMS description, or tiles as zoom/column/row.png; `phusong inspect "
      "FILE` shows what a file holds");
}

/// The beginning of a small text file; empty for anything else.
std::string beginning_of(const std::string& source) {
  std::ifstream in(source, std::ios::binary);
  std::string out(16384, '\0');
  in.read(out.data(), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
  return out;
}

bool names_a_server(const std::string& text) {
  return text.find("http://") != std::string::npos || text.find("https://") != std::string::npos;
}

/// What GDAL is given: descriptions of services as text, with what makes them wait no longer than need be.
std::string opened_as(const std::string& connection, const RasterRequest& request) {
  if (connection.starts_with("WMTS:")) return description_of_wmts(connection, request.cache);
  if (fold(fs::path(connection).extension().string()) != ".xml") return connection;
  const std::string text = beginning_of(connection);
  return text.find("<GDAL_WM") == std::string::npos ? connection : with_manners(text);
}

/// A setting of this thread while it lives.
class Setting {
 public:
  Setting(const char* name, const std::string& value) : name_(name) {
    if (const char* before = CPLGetThreadLocalConfigOption(name, nullptr)) before_ = before;
    CPLSetThreadLocalConfigOption(name, value.c_str());
  }
  ~Setting() { CPLSetThreadLocalConfigOption(name_, before_.empty() ? nullptr : before_.c_str()); }
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;

 private:
  const char* name_;
  std::string before_;
};

}  // namespace

bool is_online(const std::string& source) {
  if (names_a_server(source)) return true;
  if (fold(fs::path(source).extension().string()) != ".xml") return false;
  const std::string text = beginning_of(source);
  return text.find("<GDAL_WM") != std::string::npos && names_a_server(text);
}

std::vector<std::pair<std::string, std::string>> rasters_in(GDALDatasetH dataset) {
  std::vector<std::pair<std::string, std::string>> out;
  if (GDALGetRasterCount(dataset) > 0) return out;
  char** list = GDALGetMetadata(dataset, "SUBDATASETS");
  for (int i = 1;; ++i) {
    const char* name = CSLFetchNameValue(list, ("SUBDATASET_" + std::to_string(i) + "_NAME").c_str());
    const char* words = CSLFetchNameValue(list, ("SUBDATASET_" + std::to_string(i) + "_DESC").c_str());
    if (name == nullptr) return out;
    out.emplace_back(name, words ? words : name);
  }
}

std::string name_inside(const std::string& connection) {
  const std::string_view layer = ",layer=";
  const std::size_t at = connection.find(layer);
  if (at == std::string::npos) return connection.substr(connection.find_last_of(':') + 1);
  std::string out = connection.substr(at + layer.size());
  if (out.starts_with('"')) return out.substr(1, out.find('"', 1) - 1);
  return out.substr(0, out.find(','));
}

std::string connection_of(const RasterRequest& request) {
  start_gdal();
  if (const auto tiles = tile_source(request.source, request.max_zoom)) return description_of(*tiles, request.cache);
  require_source(request.source);
  std::error_code ignored;
  if (fs::is_directory(request.source, ignored))
    throw Error({.what = tr("The folder holds no tiles"),
                 .file = request.source,
                 .hint = tr("tiles are laid out as zoom/column/row.png below it")});
  const GdalDataset dataset = open_raster(request.source, request);
  const auto inside = rasters_in(dataset.get());
  if (inside.empty()) return request.source;
  if (inside.size() == 1 && request.layer.empty()) return inside.front().first;
  std::string names;
  for (const auto& [connection, words] : inside) {
    const std::string name = name_inside(connection);
    if (!request.layer.empty() && (request.layer == name || request.layer == words || request.layer == connection)) return connection;
    names += (names.empty() ? "" : ", ") + name;
  }
  throw Error({.what = request.layer.empty() ? tr("The source holds several rasters") : trf("No raster '{}' in the source", request.layer),
               .file = request.source,
               .hint = trf("name one with \"layer\": {}", names)});
}

GdalDataset open_raster(const std::string& connection, const RasterRequest& request) {
  start_gdal();
  GdalErrors errors;
  // Services keep what they fetched; where nothing is to be kept, in memory rather than in the folder one happens to be in.
  const Setting cache("GDAL_DEFAULT_WMS_CACHE_PATH", request.cache.empty() ? "/vsimem/phusong-tiles" : request.cache.string());
  std::vector<const char*> options;
  const std::string extension = fold(fs::path(request.source).extension().string());
  if (extension == ".gpkg") options.push_back("NOLOCK=YES");
  options.push_back(nullptr);
  GdalDataset dataset(GDALOpenEx(opened_as(connection, request).c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, nullptr,
                                 options.data(), nullptr));
  if (!dataset)
    throw Error(
        {.what = tr("Cannot open the file as a raster"), .file = request.source, .why = errors.message(), .hint = hint_for(connection)});
  return dataset;
}

}  // namespace data
