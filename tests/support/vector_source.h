// Small vector files written through GDAL, row by row, so that a test reads what it has just spelled out.
#pragma once

#include <gdal.h>
#include <gtest/gtest.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/source/gdal.h"

namespace support {

struct Field {
  std::string name;
  OGRFieldType type = OFTString;
  OGRFieldSubType subtype = OFSTNone;
};

struct Feature {
  std::vector<std::optional<std::string>> cells;  ///< nullopt is null; OGR turns text into the field's type
  std::string wkt;                                ///< empty: no geometry
};

struct LayerSpec {
  std::string name = "layer";
  std::vector<Field> fields;
  std::vector<Feature> features;
  std::string crs = "EPSG:4326";  ///< empty: none
  OGRwkbGeometryType geometry = wkbPoint;
};

/// `driver` is OGR's short name. Options are creation options of the layers, "KEY=VALUE".
inline void write_vector(const std::filesystem::path& file, const char* driver, const std::vector<LayerSpec>& layers,
                         const std::vector<const char*>& options = {}) {
  data::start_gdal();
  GDALDriverH made_by = GDALGetDriverByName(driver);
  ASSERT_NE(made_by, nullptr) << driver;
  GDALDatasetH dataset = GDALCreate(made_by, file.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
  ASSERT_NE(dataset, nullptr) << file;
  std::vector<const char*> with_end = options;
  with_end.push_back(nullptr);
  for (const LayerSpec& spec : layers) {
    OGRSpatialReferenceH srs = nullptr;
    if (!spec.crs.empty()) {
      srs = OSRNewSpatialReference(nullptr);
      ASSERT_EQ(OSRSetFromUserInput(srs, spec.crs.c_str()), OGRERR_NONE);
      OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    }
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, spec.name.c_str(), srs, spec.geometry, const_cast<char**>(with_end.data()));
    ASSERT_NE(layer, nullptr) << spec.name;
    for (const Field& field : spec.fields) {
      OGRFieldDefnH definition = OGR_Fld_Create(field.name.c_str(), field.type);
      OGR_Fld_SetSubType(definition, field.subtype);
      ASSERT_EQ(OGR_L_CreateField(layer, definition, 1), OGRERR_NONE) << field.name;
      OGR_Fld_Destroy(definition);
    }
    const bool together = OGR_L_TestCapability(layer, OLCTransactions) != 0;
    if (together) { ASSERT_EQ(OGR_L_StartTransaction(layer), OGRERR_NONE); }
    for (const Feature& row : spec.features) {
      OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (row.cells[i]) OGR_F_SetFieldString(feature, static_cast<int>(i), row.cells[i]->c_str());
        else OGR_F_SetFieldNull(feature, static_cast<int>(i));
      }
      if (!row.wkt.empty()) {
        OGRGeometryH geometry = nullptr;
        std::string text = row.wkt;
        char* at = text.data();
        ASSERT_EQ(OGR_G_CreateFromWkt(&at, nullptr, &geometry), OGRERR_NONE) << row.wkt;
        OGR_F_SetGeometryDirectly(feature, geometry);
      }
      ASSERT_EQ(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
      OGR_F_Destroy(feature);
    }
    if (together) { ASSERT_EQ(OGR_L_CommitTransaction(layer), OGRERR_NONE); }
    if (srs) OSRRelease(srs);
  }
  GDALClose(dataset);
}

}  // namespace support
