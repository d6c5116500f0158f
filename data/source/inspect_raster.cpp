#include <gdal.h>

#include <array>
#include <cmath>

#include "data/source/crs.h"
#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/inspect_parts.h"
#include "data/source/raster_source.h"
#include "data/source/text.h"
#include "data/source/tile_source.h"

namespace data {
namespace {

std::string crs_words(GDALDatasetH dataset) {
  std::string crs = crs_of(GDALGetSpatialRef(dataset));
  if (crs.empty()) return tr("none stated");
  try {
    const CrsInfo info = describe_crs(crs);
    return (info.authority.empty() ? tr("no code") : info.authority) + " (" + info.name + ")";
  } catch (const Error&) { return crs; }
}

/// The corners, whichever way the rows run.
Box extent_of(const std::array<double, 6>& grid, int width, int height) {
  Box out;
  for (const double x : {0.0, static_cast<double>(width)})
    for (const double y : {0.0, static_cast<double>(height)})
      out.include(Point{grid[0] + x * grid[1] + y * grid[2], grid[3] + x * grid[4] + y * grid[5]});
  return out;
}

std::string overviews_of(GDALRasterBandH band) {
  std::string out;
  for (int i = 0; i < GDALGetOverviewCount(band); ++i)
    if (GDALRasterBandH overview = GDALGetOverview(band, i))
      out += (out.empty() ? "" : ", ") + fmt::format("{} x {}", GDALGetRasterBandXSize(overview), GDALGetRasterBandYSize(overview));
  return out.empty() ? tr("none") : out;
}

std::string nodata_of(GDALRasterBandH band) {
  int known = 0;
  const double value = GDALGetRasterNoDataValue(band, &known);
  if (known) return fmt::format("{:g}", value);
  return (GDALGetMaskFlags(band) & GMF_ALL_VALID) != 0 ? tr("none stated") : tr("a mask or an alpha band");
}

void write_raster(GDALDatasetH dataset, std::ostream& out) {
  const int width = GDALGetRasterXSize(dataset), height = GDALGetRasterYSize(dataset);
  GDALRasterBandH first = GDALGetRasterBand(dataset, 1);
  out << tr("Raster") << '\n';
  out << "  " << tr("pixels") << ": " << format_integer(width) << " x " << format_integer(height) << '\n';
  out << "  " << tr("bands") << ":";
  for (int b = 1; b <= GDALGetRasterCount(dataset); ++b) {
    GDALRasterBandH band = GDALGetRasterBand(dataset, b);
    out << (b > 1 ? ", " : " ") << GDALGetColorInterpretationName(GDALGetRasterColorInterpretation(band)) << ' '
        << GDALGetDataTypeName(GDALGetRasterDataType(band));
  }
  out << '\n';
  std::array<double, 6> grid{};
  if (GDALGetGeoTransform(dataset, grid.data()) == CE_None) {
    const Box box = extent_of(grid, width, height);
    out << "  CRS: " << crs_words(dataset) << '\n';
    out << fmt::format("  {}: {:.6g} x {:.6g}\n", tr("size of a pixel"), std::hypot(grid[1], grid[4]), std::hypot(grid[2], grid[5]));
    out << fmt::format("  {}: {:.6g}, {:.6g}, {:.6g}, {:.6g}\n", tr("extent"), box.min_x, box.min_y, box.max_x, box.max_y);
    out << "  " << tr("coordinates look like") << ": " << coordinates_look_like(box) << '\n';
  } else {
    out << "  CRS: " << crs_words(dataset) << '\n';
    out << "  " << tr("extent") << ": " << tr("none: nobody knows where it lies") << '\n';
  }
  out << "  " << tr("overviews") << ": " << overviews_of(first) << '\n';
  out << "  " << tr("no data") << ": " << nodata_of(first) << '\n';
}

}  // namespace

bool write_rasters(const std::string& source, std::ostream& out) {
  RasterRequest request;
  request.source = source;
  GdalDataset dataset;
  try {
    dataset = open_raster(tile_source(source, request.max_zoom) ? connection_of(request) : source, request);
  } catch (const Error&) { return false; }
  const GdalErrors quiet;
  const auto inside = rasters_in(dataset.get());
  if (inside.empty() && GDALGetRasterCount(dataset.get()) == 0) return false;
  out << tr("format") << ": " << GDALGetDriverLongName(GDALGetDatasetDriver(dataset.get())) << '\n';
  if (inside.empty()) write_raster(dataset.get(), out);
  for (const auto& [connection, words] : inside)
    out << trf("Raster '{}'", name_inside(connection)) << ": " << words << '\n';
  return true;
}

}  // namespace data
