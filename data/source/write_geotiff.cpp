#include "data/source/write_geotiff.h"

#include <cpl_string.h>

#include <array>
#include <cmath>
#include <vector>

#include "data/source/error.h"
#include "data/source/gdal.h"
#include "data/source/i18n.h"

namespace data {
namespace {

Error trouble(const std::filesystem::path& path, const GdalErrors& errors) {
  return Error({.what = tr("Cannot write the GeoTIFF"),
                .file = path.string(),
                .why = errors.first_error(),
                .hint = tr("check the free space on the disk")});
}

std::string wkt_of(const std::string& crs) {
  const GdalErrors errors;
  OGRSpatialReferenceH srs = OSRNewSpatialReference(nullptr);
  char* wkt = nullptr;
  std::string out;
  if (OSRSetFromUserInput(srs, crs.c_str()) == OGRERR_NONE && OSRExportToWkt(srs, &wkt) == OGRERR_NONE) out = wkt;
  CPLFree(wkt);
  OSRDestroySpatialReference(srs);
  if (out.empty()) throw Error({.what = trf("The reference system '{}' cannot be written into a GeoTIFF", crs), .why = errors.message()});
  return out;
}

}  // namespace

struct GeoTiffWriter::Impl {
  std::filesystem::path path;
  GeoTiffHead head;
  GdalDataset dataset;
  int next = 0;  ///< row
};

GeoTiffWriter::GeoTiffWriter(const std::filesystem::path& path, const GeoTiffHead& head) : impl_(std::make_unique<Impl>()) {
  start_gdal();
  const std::string wkt = wkt_of(head.crs);
  impl_->path = path, impl_->head = head;
  const GdalErrors errors;
  CPLStringList options;
  for (const char* option : {"TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256", "COMPRESS=DEFLATE", "PREDICTOR=2", "ZLEVEL=6",
                             "INTERLEAVE=PIXEL", "PHOTOMETRIC=RGB", "BIGTIFF=IF_SAFER", "NUM_THREADS=1"})
    options.AddString(option);
  impl_->dataset.reset(GDALCreate(GDALGetDriverByName("GTiff"), path.c_str(), head.width, head.height, 3, GDT_Byte, options.List()));
  GDALDatasetH dataset = impl_->dataset.get();
  if (!dataset) throw trouble(path, errors);
  std::array<double, 6> placed{head.corner.x, head.pixel, 0, head.corner.y, 0, -head.pixel};
  GDALSetGeoTransform(dataset, placed.data());
  GDALSetProjection(dataset, wkt.c_str());
  GDALSetMetadataItem(dataset, "TIFFTAG_SOFTWARE", "phusong", nullptr);
  if (!head.title.empty()) GDALSetMetadataItem(dataset, "TIFFTAG_DOCUMENTNAME", head.title.c_str(), nullptr);
  if (head.dpi > 0) {
    const std::string dpi = std::to_string(std::lround(head.dpi));
    GDALSetMetadataItem(dataset, "TIFFTAG_XRESOLUTION", dpi.c_str(), nullptr);
    GDALSetMetadataItem(dataset, "TIFFTAG_YRESOLUTION", dpi.c_str(), nullptr);
    GDALSetMetadataItem(dataset, "TIFFTAG_RESOLUTIONUNIT", "2", nullptr);  // inches
  }
  if (!errors.first_error().empty()) throw trouble(path, errors);
}

GeoTiffWriter::~GeoTiffWriter() {
  const GdalErrors quiet;  // it is closed while another error is on its way
  impl_->dataset.reset();
}

void GeoTiffWriter::rows(const Image& band) {
  const GdalErrors errors;
  std::array<int, 3> bands{1, 2, 3};
  auto* pixels = const_cast<std::uint8_t*>(band.pixels.data());
  const CPLErr result = GDALDatasetRasterIOEx(impl_->dataset.get(), GF_Write, 0, impl_->next, band.width, band.height, pixels, band.width,
                                              band.height, GDT_Byte, 3, bands.data(), 4, GSpacing{4} * band.width, 1, nullptr);
  impl_->next += band.height;
  GDALFlushCache(impl_->dataset.get());  // its cache would hold the picture whole
  if (result != CE_None || !errors.first_error().empty()) throw trouble(impl_->path, errors);
}

void GeoTiffWriter::finish() {
  const GdalErrors errors;
  impl_->dataset.reset();
  if (!errors.first_error().empty()) throw trouble(impl_->path, errors);
}

void check_geotiff(const std::filesystem::path& path, const GeoTiffHead& head) {
  start_gdal();
  const GdalErrors errors;
  const auto wrong = [&](const std::string& why) {
    return Error({.what = tr("The GeoTIFF does not read back as it was written"), .file = path.string(), .why = why});
  };
  const GdalDataset dataset(GDALOpenEx(path.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, nullptr, nullptr, nullptr));
  if (!dataset) throw wrong(errors.first_error());
  std::array<double, 6> placed{};
  GDALGetGeoTransform(dataset.get(), placed.data());
  const bool same = GDALGetRasterXSize(dataset.get()) == head.width && GDALGetRasterYSize(dataset.get()) == head.height &&
                    std::abs(placed[0] - head.corner.x) < head.pixel / 100 && std::abs(placed[3] - head.corner.y) < head.pixel / 100 &&
                    std::abs(placed[1] / head.pixel - 1) < 1e-9 && std::abs(placed[5] / head.pixel + 1) < 1e-9 &&
                    GDALGetSpatialRef(dataset.get()) != nullptr;
  if (!same) throw wrong(tr("its size or its corners are others"));
  std::vector<std::uint8_t> rows(std::size_t{3} * GeoTiffWriter::tile * static_cast<std::size_t>(head.width));
  for (int y = 0; y < head.height; y += GeoTiffWriter::tile) {
    const int high = std::min(GeoTiffWriter::tile, head.height - y);
    if (GDALDatasetRasterIO(dataset.get(), GF_Read, 0, y, head.width, high, rows.data(), head.width, high, GDT_Byte, 3, nullptr, 3,
                            3 * head.width, 1) != CE_None)
      throw wrong(errors.first_error());
    GDALFlushCache(dataset.get());
  }
}

}  // namespace data
