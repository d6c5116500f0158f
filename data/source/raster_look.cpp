#include <gdal.h>

#include <algorithm>
#include <cmath>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/raster_impl.h"

namespace data {
namespace {

/// The share at each end that is taken for outliers, as GIS programs do.
constexpr double outliers = 0.02;
constexpr int sampled_side = 512, sampled_blocks = 6;

using Palette = std::vector<std::array<std::uint8_t, 4>>;

Palette palette_of(GDALRasterBandH band) {
  Palette out;
  GDALColorTableH table = GDALGetRasterColorTable(band);
  if (table == nullptr || GDALGetPaletteInterpretation(table) != GPI_RGB) return out;
  const auto byte = [](short value) { return static_cast<std::uint8_t>(std::clamp<short>(value, 0, 255)); };
  for (int i = 0; i < GDALGetColorEntryCount(table); ++i) {
    const GDALColorEntry& c = *GDALGetColorEntry(table, i);
    out.push_back({byte(c.c1), byte(c.c2), byte(c.c3), byte(c.c4)});
  }
  return out;
}

/// The first band of an interpretation; 0 without one.
int band_that_is(GDALDatasetH dataset, GDALColorInterp wanted) {
  for (int b = 1; b <= GDALGetRasterCount(dataset); ++b)
    if (GDALGetRasterColorInterpretation(GDALGetRasterBand(dataset, b)) == wanted) return b;
  return 0;
}

/// Places that show the range of the values without reading everything: the whole where that is small, else blocks spread over it.
std::vector<RasterWindow> sampled_windows(GDALRasterBandH band, const RasterLevel& level) {
  if (level.width <= 4 * sampled_side && level.height <= 4 * sampled_side)
    return {{0, 0, level.width, level.height, std::min(level.width, sampled_side), std::min(level.height, sampled_side)}};
  int wide = 1, high = 1;
  GDALGetBlockSize(band, &wide, &high);
  wide = std::min(wide, level.width), high = std::min(high, level.height);
  const auto spread = [](int i, int whole, int block) { return (whole - block) / (sampled_blocks - 1) * i / block * block; };
  std::vector<RasterWindow> out;
  for (int j = 0; j < sampled_blocks; ++j)
    for (int i = 0; i < sampled_blocks; ++i)
      out.push_back({spread(i, level.width, wide), spread(j, level.height, high), wide, high, std::min(wide, sampled_side),
                     std::min(high, sampled_side)});
  return out;
}

Stretch stretch_of(GDALDatasetH dataset, int band, const std::vector<RasterLevel>& levels, const std::string& source) {
  const auto small =
      std::find_if(levels.rbegin(), levels.rend(), [](const RasterLevel& l) { return std::max(l.width, l.height) >= sampled_side; });
  const RasterLevel& level = small == levels.rend() ? levels.front() : *small;
  GDALRasterBandH at = band_of(dataset, band, level);
  std::vector<float> values;
  for (const RasterWindow& window : sampled_windows(at, level)) {
    const std::vector<float> read = read_pixels(at, window, false, source), mask = read_pixels(GDALGetMaskBand(at), window, false, source);
    for (std::size_t i = 0; i < read.size(); ++i)
      if (mask[i] > 0 && std::isfinite(read[i])) values.push_back(read[i]);
  }
  if (values.empty()) return {0, 1};
  const auto at_share = [&](double share) {
    const auto rank = static_cast<std::ptrdiff_t>(std::llround(share * static_cast<double>(values.size() - 1)));
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return static_cast<double>(values[static_cast<std::size_t>(rank)]);
  };
  const Stretch out{at_share(outliers), at_share(1 - outliers)};
  return out.high > out.low ? out : Stretch{out.low - 0.5, out.low + 0.5};
}

}  // namespace

RasterLook look_of(GDALDatasetH dataset, const std::vector<RasterLevel>& levels, const RasterRequest& request) {
  using Kind = RasterLook::Kind;
  GDALRasterBandH first = GDALGetRasterBand(dataset, 1);
  const int bands = GDALGetRasterCount(dataset);
  RasterLook out;
  out.alpha = band_that_is(dataset, GCI_AlphaBand);
  out.masked = out.alpha == 0 && (GDALGetMaskFlags(first) & GMF_ALL_VALID) == 0;
  out.palette = palette_of(first);
  const bool several = bands - (out.alpha > 0 ? 1 : 0) >= 3;
  if (request.hillshade) {
    if (several || !out.palette.empty())
      throw Error({.what = tr("Light and shadow need a raster of heights"),
                   .file = request.source,
                   .why = several ? trf("it has {} bands", bands) : tr("it is a picture with a palette"),
                   .hint = trf("take \"hillshade\" away from {}", request.key)});
    int known = 0;
    out.kind = Kind::heights, out.bands = {1};
    out.offset = GDALGetRasterOffset(first, &known), out.scale = GDALGetRasterScale(first, &known);
    return out;
  }
  out.kind = !out.palette.empty() ? Kind::palette : several ? Kind::colour : Kind::grey;
  out.bands = {1};
  if (out.kind == Kind::colour) {
    out.bands = {band_that_is(dataset, GCI_RedBand), band_that_is(dataset, GCI_GreenBand), band_that_is(dataset, GCI_BlueBand)};
    if (std::find(out.bands.begin(), out.bands.end(), 0) != out.bands.end()) out.bands = {1, 2, 3};
  }
  for (const int band : out.bands) {
    const bool stretched = out.kind != Kind::palette && GDALGetRasterDataType(GDALGetRasterBand(dataset, band)) != GDT_Byte;
    out.stretch.push_back(stretched ? stretch_of(dataset, band, levels, request.source) : Stretch{});
  }
  return out;
}

}  // namespace data
