#include "data/source/gdal.h"

#include <cpl_conv.h>
#include <cpl_error.h>

#include <filesystem>
#include <mutex>
#include <utility>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/tile_source.h"

namespace data {
namespace {

/// GDAL reads some layers on threads of its own; what it complains about there reaches no handler of ours.
std::mutex stray_mutex;
std::string stray_error;

void keep_stray_error(CPLErr kind, CPLErrorNum, const char* text) {
  if (kind < CE_Failure) return;
  const std::lock_guard lock(stray_mutex);
  stray_error = with_own_names(text);
}

bool is_connection_string(const std::string& source) { return source.find(':') != std::string::npos && !std::filesystem::exists(source); }

}  // namespace

void start_gdal() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Nothing is fetched and nothing is written beside a source, whatever the environment says.
    CPLSetConfigOption("GDAL_PAM_ENABLED", "NO");
    CPLSetConfigOption("OGR_SQLITE_JOURNAL", "OFF");
    CPLSetConfigOption("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", "{none}");
    // What a project does ask a server for is not waited for long.
    CPLSetConfigOption("GDAL_HTTP_CONNECTTIMEOUT", std::to_string(connection_timeout).c_str());
    CPLSetConfigOption("GDAL_HTTP_TIMEOUT", std::to_string(network_timeout).c_str());
    // A project names its fields, so a sheet's first row is its headings even where every cell is text.
    CPLSetConfigOption("OGR_XLSX_HEADERS", "FORCE");
    CPLSetConfigOption("OGR_ODS_HEADERS", "FORCE");
    CPLSetErrorHandler(keep_stray_error);  // and nothing is printed on anybody's terminal
    GDALAllRegister();
    serve_flat_geobuf();
  });
}

std::string take_stray_gdal_error() {
  const std::lock_guard lock(stray_mutex);
  return std::exchange(stray_error, {});
}

GdalErrors::GdalErrors() {
  CPLPushErrorHandlerEx(
      [](CPLErr kind, CPLErrorNum number, const char* text) { on_error(kind, number, text); }, this);
}

GdalErrors::~GdalErrors() { CPLPopErrorHandler(); }

void GdalErrors::on_error(int kind, int, const char* text) {
  auto* self = static_cast<GdalErrors*>(CPLGetErrorHandlerUserData());
  if (kind >= CE_Failure) self->errors_.push_back(with_own_names(text));
  else if (kind == CE_Warning) self->warnings_.push_back(with_own_names(text));
}

std::string GdalErrors::message() const {
  if (!errors_.empty()) return errors_.back();
  return warnings_.empty() ? std::string{} : warnings_.back();
}

std::string GdalErrors::cause() const {
  for (const std::string& error : errors_)
    if (const std::size_t at = error.find("HTTP status code"); at != std::string::npos) return error.substr(at, error.find('\n', at) - at);
  return first_error();
}

void require_source(const std::string& source) {
  const std::filesystem::path path(source);
  std::error_code ignored;
  if (is_connection_string(source) || source.rfind("/vsi", 0) == 0 || std::filesystem::exists(path, ignored)) return;
  std::filesystem::path folder = path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path();
  std::string hint = tr("check the path in the project file; it is relative to that file's folder");
  if (!std::filesystem::exists(folder, ignored)) hint = trf("the folder {} does not exist either", folder.string());
  throw Error({.what = tr("No such file"), .file = source, .hint = hint});
}

std::string crs_of(OGRSpatialReferenceH srs) {
  if (srs == nullptr) return {};
  const char* authority = OSRGetAuthorityName(srs, nullptr);
  const char* code = OSRGetAuthorityCode(srs, nullptr);
  if (authority && code) return std::string(authority) + ":" + code;
  char* wkt = nullptr;
  const char* options[] = {"FORMAT=WKT2_2018", nullptr};
  OSRExportToWktEx(srs, &wkt, options);
  std::string out = wkt ? wkt : "";
  CPLFree(wkt);
  return out;
}

GdalDataset open_read_only(const std::string& source, BooleansAs booleans) {
  start_gdal();
  require_source(source);
  const std::filesystem::path path(source);
  GdalErrors errors;
  std::vector<const char*> options;
  const std::string extension = path.extension().string();
  if (extension == ".gpkg" || extension == ".GPKG") options.push_back("NOLOCK=YES");
  // GDAL loses the last letter of values it recodes from legacy code pages, so the DBF comes as bytes and we decode.
  if (extension == ".shp" || extension == ".SHP" || extension == ".dbf" || extension == ".DBF") options.push_back("ENCODING=");
  // Codes keep their leading zeros: columns of text stay text until we decide.
  if (extension == ".csv" || extension == ".CSV") options.push_back("AUTODETECT_TYPE=NO");
  options.push_back(nullptr);
  const std::string name = flat_geobuf_name(source, booleans);
  GdalDataset dataset(GDALOpenEx(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, nullptr, options.data(), nullptr));
  if (!dataset)
    throw Error({.what = tr("Cannot open the file as map data or a table"),
                 .file = source,
                 .why = errors.message(),
                 .hint = tr("expected GeoPackage, Shapefile, FlatGeobuf, GeoJSON, KML, CSV or XLSX; `phusong inspect FILE` shows what a file holds")});
  return dataset;
}

}  // namespace data
