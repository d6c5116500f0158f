// Small rasters written through GDAL, pixel by pixel, so that a test knows what lies where.
#pragma once

#include <gdal.h>
#include <gtest/gtest.h>
#include <ogr_srs_api.h>

#include <array>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "data/source/gdal.h"

namespace support {

struct RasterSpec {
  int width = 64, height = 64, bands = 1;
  GDALDataType type = GDT_Byte;
  std::string crs = "EPSG:5897";                               ///< empty: none
  std::array<double, 6> grid{560000, 10, 0, 2360000, 0, -10};  ///< GDAL's geotransform
  std::function<double(int band, int x, int y)> value;         ///< none: all 0
  std::optional<double> nodata;
  std::vector<std::array<short, 4>> palette;
  std::vector<int> overviews;        ///< factors
  std::vector<const char*> options;  ///< of the driver, "KEY=VALUE"
  const char* driver = "GTiff";
  bool placed = true;  ///< has a geotransform
};

/// Through a copy in memory, because some drivers only copy.
inline void write_raster(const std::filesystem::path& file, const RasterSpec& spec) {
  data::start_gdal();
  GDALDatasetH made = GDALCreate(GDALGetDriverByName("MEM"), "", spec.width, spec.height, spec.bands, spec.type, nullptr);
  ASSERT_NE(made, nullptr);
  if (spec.placed) { ASSERT_EQ(GDALSetGeoTransform(made, const_cast<double*>(spec.grid.data())), CE_None); }
  if (!spec.crs.empty()) {
    OGRSpatialReferenceH srs = OSRNewSpatialReference(nullptr);
    ASSERT_EQ(OSRSetFromUserInput(srs, spec.crs.c_str()), OGRERR_NONE);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    ASSERT_EQ(GDALSetSpatialRef(made, srs), CE_None);
    OSRRelease(srs);
  }
  for (int b = 1; b <= spec.bands; ++b) {
    GDALRasterBandH band = GDALGetRasterBand(made, b);
    std::vector<double> values;
    for (int y = 0; spec.value && y < spec.height; ++y)
      for (int x = 0; x < spec.width; ++x) values.push_back(spec.value(b, x, y));
    if (spec.value) {
      ASSERT_EQ(GDALRasterIO(band, GF_Write, 0, 0, spec.width, spec.height, values.data(), spec.width, spec.height, GDT_Float64, 0, 0),
                CE_None);
    }
    if (spec.nodata) GDALSetRasterNoDataValue(band, *spec.nodata);
    if (spec.bands >= 3) GDALSetRasterColorInterpretation(band, static_cast<GDALColorInterp>(GCI_RedBand + b - 1));
    if (!spec.palette.empty()) {
      GDALColorTableH table = GDALCreateColorTable(GPI_RGB);
      for (std::size_t i = 0; i < spec.palette.size(); ++i) {
        const GDALColorEntry entry{spec.palette[i][0], spec.palette[i][1], spec.palette[i][2], spec.palette[i][3]};
        GDALSetColorEntry(table, static_cast<int>(i), &entry);
      }
      GDALSetRasterColorTable(band, table);
      GDALDestroyColorTable(table);
    }
  }
  std::vector<const char*> options = spec.options;
  options.push_back(nullptr);
  GDALDriverH driver = GDALGetDriverByName(spec.driver);
  ASSERT_NE(driver, nullptr) << spec.driver;
  GDALDatasetH copy = GDALCreateCopy(driver, file.c_str(), made, FALSE, const_cast<char**>(options.data()), nullptr, nullptr);
  GDALClose(made);
  ASSERT_NE(copy, nullptr) << file;
  if (!spec.overviews.empty()) {
    ASSERT_EQ(GDALBuildOverviews(copy, "AVERAGE", static_cast<int>(spec.overviews.size()), const_cast<int*>(spec.overviews.data()), 0,
                                 nullptr, nullptr, nullptr),
              CE_None);
  }
  GDALClose(copy);
}

}  // namespace support
