// One tile of a basemap, as a worker makes it: read from the overview that fits, moved into the map's CRS, coloured or shaded.
#include <benchmark/benchmark.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <vector>

#include "data/source/gdal.h"
#include "data/source/raster.h"

namespace {

/// A second of arc, about 30 m, over a province in degrees: 4096 pixels a side, three bands of bytes or one of heights.
std::filesystem::path written(bool heights, bool overviews) {
  constexpr int side = 4096;
  const auto file = std::filesystem::temp_directory_path() /
                    ("phusong-bench-raster-" + std::to_string(getpid()) + (heights ? "h" : "c") + (overviews ? "o" : "") + ".tif");
  data::start_gdal();
  const int bands = heights ? 1 : 3;
  const char* options[] = {"TILED=YES", "COMPRESS=DEFLATE", nullptr};
  GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GTiff"), file.c_str(), side, side, bands, heights ? GDT_Int16 : GDT_Byte,
                                    const_cast<char**>(options));
  double grid[] = {105, 1.0 / 3600, 0, 22, 0, -1.0 / 3600};
  GDALSetGeoTransform(dataset, grid);
  OGRSpatialReferenceH srs = OSRNewSpatialReference(nullptr);
  OSRImportFromEPSG(srs, 4326);
  GDALSetSpatialRef(dataset, srs);
  OSRRelease(srs);
  std::vector<float> row(side);
  for (int b = 1; b <= bands; ++b)
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x)
        row[static_cast<std::size_t>(x)] =
            static_cast<float>(120 + 60 * std::sin(x / 37.0 + b) + 50 * std::cos(y / 53.0) + (x * 7 + y * 13) % 11);
      if (GDALRasterIO(GDALGetRasterBand(dataset, b), GF_Write, 0, y, side, 1, row.data(), side, 1, GDT_Float32, 0, 0) != CE_None) break;
    }
  int factors[] = {2, 4, 8, 16};
  if (overviews && GDALBuildOverviews(dataset, "AVERAGE", 4, factors, 0, nullptr, nullptr, nullptr) != CE_None)
    GDALClose(dataset), dataset = nullptr;
  if (dataset) GDALClose(dataset);
  return file;
}

/// range(0): heights or colours. range(1): metres of one pixel of the tile. range(2): overviews or none.
void raster_tile(benchmark::State& state) {
  const auto file = written(state.range(0) != 0, state.range(2) != 0);
  data::RasterRequest request;
  request.source = file.string(), request.map_crs = "EPSG:5897", request.around = {556000, 2364000};
  if (state.range(0) != 0) request.hillshade = data::Hillshade{};
  {
    const auto raster = data::Raster::open(request);
    const double side = 258.0 * static_cast<double>(state.range(1));
    int step = 0;
    for (auto _ : state) {
      // Another place each time, as panning asks for it.
      const double x = 530000 + 3000 * (step % 13), y = 2345000 + 3000 * (step % 11);
      benchmark::DoNotOptimize(raster->tile({x, y, x + side, y + side}, 258));
      ++step;
    }
  }
  std::filesystem::remove(file);
}
BENCHMARK(raster_tile)
    ->ArgNames({"heights", "metres", "overviews"})
    ->Args({0, 32, 1})
    ->Args({0, 256, 1})
    ->Args({0, 256, 0})
    ->Args({1, 32, 1})
    ->Args({1, 256, 1})
    ->Unit(benchmark::kMillisecond);

}  // namespace
