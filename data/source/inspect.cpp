#include "data/source/inspect.h"

#include <ogr_srs_api.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <vector>

#include "data/source/crs.h"
#include "data/source/error.h"
#include "data/source/gdal.h"
#include "data/source/geometry.h"
#include "data/source/i18n.h"
#include "data/source/inspect_parts.h"
#include "data/source/text.h"

namespace data {
namespace {

constexpr int rows_shown = 5;
constexpr int rows_scanned = 2000;
constexpr std::size_t longest_value = 60;

struct DestroyFeature {
  void operator()(void* feature) const { OGR_F_Destroy(feature); }
};
using Feature = std::unique_ptr<void, DestroyFeature>;

std::string crs_line(OGRLayerH layer) {
  OGRSpatialReferenceH srs = OGR_L_GetSpatialRef(layer);
  if (srs == nullptr) return tr("none stated");
  const char* name = OSRGetName(srs);
  const char* authority = OSRGetAuthorityName(srs, nullptr);
  const char* code = OSRGetAuthorityCode(srs, nullptr);
  std::string out = authority && code ? std::string(authority) + ":" + code : tr("no code");
  return out + " (" + (name ? name : "?") + ")";
}

std::string as_text(OGRFeatureH feature, int field, bool legacy) {
  if (!OGR_F_IsFieldSetAndNotNull(feature, field)) return "–";
  const std::string raw = OGR_F_GetFieldAsString(feature, field);
  std::string value = legacy && !is_utf8(raw) ? decode(raw, "windows-1258") : nfc(raw);
  if (value.size() > longest_value) {
    std::size_t cut = longest_value;
    while (cut > 0 && (static_cast<unsigned char>(value[cut]) & 0xC0) == 0x80) --cut;
    value = value.substr(0, cut) + "…";
  }
  return value;
}

void write_layer(OGRLayerH layer, std::ostream& out) {
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
  const int fields = OGR_FD_GetFieldCount(definition);
  const bool geometry = OGR_L_GetGeomType(layer) != wkbNone;
  out << trf("Layer '{}'", OGR_L_GetName(layer)) << '\n';
  out << "  " << tr("rows") << ": " << format_integer(OGR_L_GetFeatureCount(layer, TRUE)) << '\n';
  out << "  " << tr("geometry") << ": " << (geometry ? OGRGeometryTypeToName(OGR_L_GetGeomType(layer)) : tr("none (a table)")) << '\n';
  OGREnvelope box{};
  if (geometry && OGR_L_GetExtent(layer, &box, TRUE) == OGRERR_NONE) {
    out << "  CRS: " << crs_line(layer) << '\n';
    out << fmt::format("  {}: {:.6g}, {:.6g}, {:.6g}, {:.6g}\n", tr("extent"), box.MinX, box.MinY, box.MaxX, box.MaxY);
    out << "  " << tr("coordinates look like") << ": " << coordinates_look_like({box.MinX, box.MinY, box.MaxX, box.MaxY}) << '\n';
  }
  std::vector<Feature> first;
  bool utf8 = true, plain = true;
  OGR_L_ResetReading(layer);
  for (int i = 0; i < rows_scanned; ++i) {
    Feature feature(OGR_L_GetNextFeature(layer));
    if (!feature) break;
    for (int f = 0; f < fields; ++f) {
      const std::string value = OGR_F_GetFieldAsString(feature.get(), f);
      utf8 &= is_utf8(value);
      plain &= std::all_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
    }
    if (i < rows_shown) first.push_back(std::move(feature));
  }
  out << "  " << tr("text looks like") << ": " << (plain ? "ASCII" : utf8 ? "UTF-8" : tr("a legacy code page, not UTF-8; shown below as windows-1258")) << '\n';
  out << "  " << tr("fields") << ":\n";
  std::size_t widest = 0;
  for (int f = 0; f < fields; ++f) widest = std::max(widest, std::string_view(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, f))).size());
  for (int f = 0; f < fields; ++f) {
    OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, f);
    std::string examples;
    for (const Feature& feature : first) examples += (examples.empty() ? "" : " | ") + as_text(feature.get(), f, !utf8);
    out << fmt::format("    {:<{}}  {:<9}  {}\n", OGR_Fld_GetNameRef(field), widest, OGR_GetFieldTypeName(OGR_Fld_GetType(field)), examples);
  }
}

GdalDataset open_table(const std::string& source, bool needed) {
  try {
    return open_read_only(source);
  } catch (const Error&) {
    if (needed) throw;
    return nullptr;
  }
}

}  // namespace

std::string coordinates_look_like(const Box& e) {
  if (e.min_x >= 102 && e.max_x <= 118 && e.min_y >= 6 && e.max_y <= 24) return tr("degrees, longitude and latitude (EPSG:4326)");
  if (e.min_y >= 102 && e.max_y <= 118 && e.min_x >= 6 && e.max_x <= 24) return tr("degrees with latitude first: the axes are swapped");
  if (e.min_x >= 300000 && e.max_x <= 900000 && e.min_y >= 800000 && e.max_y <= 2700000) return tr("metres, easting and northing (VN-2000 or UTM; the numbers alone do not tell the meridian)");
  if (e.min_y >= 300000 && e.max_y <= 900000 && e.min_x >= 800000 && e.max_x <= 2700000) return tr("metres with northing first: the axes are swapped");
  return tr("not the coordinates of a Vietnamese province");
}

void write_inspection(const std::string& source, std::ostream& out) {
  std::ostringstream rasters;
  const bool has_rasters = write_rasters(source, rasters);
  const GdalDataset dataset = open_table(source, !has_rasters);
  if (!dataset) {
    out << source << '\n' << rasters.str();
    return;
  }
  const GdalErrors errors;
  const int layers = GDALDatasetGetLayerCount(dataset.get());
  out << source << '\n';
  out << tr("format") << ": " << GDALGetDriverLongName(GDALGetDatasetDriver(dataset.get())) << '\n';
  if (has_rasters) out << rasters.str();
  else if (layers == 0) out << tr("The file holds no layer") << '\n';
  for (int i = 0; i < layers; ++i) write_layer(GDALDatasetGetLayer(dataset.get(), i), out);
  for (const std::string& warning : errors.warnings()) out << "! " << warning << '\n';
}

}  // namespace data
