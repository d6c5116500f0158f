#include "data/source/raster.h"

#include <gdal.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/kept_folder.h"
#include "data/source/raster_impl.h"
#include "data/source/raster_source.h"
#include "data/source/run_aside.h"

namespace data {
namespace {

/// Along a meridian of the GRS 80 ellipsoid, on average.
constexpr double metres_of_a_degree = 111133;

/// Some tens of megabytes, if all were fetched.
constexpr unsigned tiles_between_looks = 256;

std::vector<RasterLevel> levels_of(GDALRasterBandH band) {
  std::vector<RasterLevel> out;
  for (int i = -1; i < GDALGetOverviewCount(band); ++i) {
    GDALRasterBandH at = i < 0 ? band : GDALGetOverview(band, i);
    if (at == nullptr) continue;
    const int width = GDALGetRasterBandXSize(at), height = GDALGetRasterBandYSize(at);
    out.push_back({i, width, height, static_cast<double>(GDALGetRasterBandXSize(band)) / width});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.factor < b.factor; });
  return out;
}

/// A file that was cut short opens well; what it lacks is the last pixel of one of its sizes.
void read_the_ends(GDALDatasetH dataset, const std::vector<RasterLevel>& levels, const std::string& source) {
  for (const RasterLevel& level : levels)
    read_pixels(band_of(dataset, 1, level), {level.width - 1, level.height - 1, 1, 1, 1, 1}, false, source);
}

std::array<double, 6> placed_by(GDALDatasetH dataset, const RasterRequest& request) {
  std::array<double, 6> out{};
  if (GDALGetGeoTransform(dataset, out.data()) == CE_None) return out;
  const bool marks = GDALGetGCPCount(dataset) > 0;
  throw Error(
      {.what = tr("Nobody knows where the raster lies"),
       .file = request.source,
       .why = marks ? tr("it has ground control points instead of a grid") : tr("it holds no position and has no world file beside it"),
       .hint = marks ? tr("straighten it with gdalwarp first") : tr("save it as GeoTIFF from the program it comes from")});
}

std::string stated_crs(GDALDatasetH dataset, const RasterRequest& request) {
  std::string out = request.crs.empty() ? crs_of(GDALGetSpatialRef(dataset)) : request.crs;
  if (out.empty())
    throw Error(
        {.what = tr("The raster states no coordinate reference system"),
         .file = request.source,
         .hint = trf("add \"crs\" to {} in the project file, e.g. EPSG:4326 for degrees or EPSG:5897 for VN-2000 105°00′", request.key)});
  return out;
}

/// By a net over the whole raster; nothing where the map's CRS does not hold all of it.
std::optional<Box> box_on_map(const Transform& to_source, const Transform& to_map, const std::array<double, 6>& grid, int width,
                              int height) {
  constexpr int steps = 20;
  const double tolerance = 2 * (std::abs(grid[1]) + std::abs(grid[2]) + std::abs(grid[4]) + std::abs(grid[5]));
  Box out;
  for (int i = 0; i <= steps; ++i)
    for (int j = 0; j <= steps; ++j) {
      const double x = static_cast<double>(width) * i / steps, y = static_cast<double>(height) * j / steps;
      const Point there{grid[0] + x * grid[1] + y * grid[2], grid[3] + x * grid[4] + y * grid[5]};
      const Point on_map = to_map.apply(there), back = to_source.apply(on_map);
      if (!(std::abs(back.x - there.x) < tolerance && std::abs(back.y - there.y) < tolerance)) return std::nullopt;
      out.include(on_map);
    }
  return out;
}

/// The side of a square on the map that is as large as one of the source's pixels there.
double pixel_on_map(const Transform& to_source, const std::array<double, 6>& to_pixel, Point p, double step) {
  const auto pixel_at = [&](Point at) {
    const Point s = to_source.apply(at);
    return Point{to_pixel[0] + s.x * to_pixel[1] + s.y * to_pixel[2], to_pixel[3] + s.x * to_pixel[4] + s.y * to_pixel[5]};
  };
  const Point here = pixel_at(p), east = pixel_at({p.x + step, p.y}), north = pixel_at({p.x, p.y + step});
  const double area = std::abs((east.x - here.x) * (north.y - here.y) - (east.y - here.y) * (north.x - here.x));
  const double side = step / std::sqrt(area);
  return std::isfinite(side) && side > 0 ? side : 1;
}

/// As Transform, with the raster's name on what is wrong.
Transform way(const std::string& from, const std::string& to, const RasterRequest& request) {
  try {
    return {from, to};
  } catch (const Error& error) {
    Error::Parts parts = error.parts();
    parts.file = request.source;
    if (!request.crs.empty()) parts.what += " (" + request.key + ".crs)";
    throw Error(parts);
  }
}

/// The point of the box that is nearest.
Point within(const Box& box, Point p) { return {std::clamp(p.x, box.min_x, box.max_x), std::clamp(p.y, box.min_y, box.max_y)}; }

}  // namespace

GDALRasterBandH band_of(GDALDatasetH dataset, int band, const RasterLevel& level) {
  GDALRasterBandH whole = GDALGetRasterBand(dataset, band);
  return level.overview < 0 ? whole : GDALGetOverview(whole, level.overview);
}

std::vector<float> read_pixels(GDALRasterBandH band, const RasterWindow& window, bool mixed, const std::string& source,
                               const std::stop_token& stop) {
  std::vector<float> out(static_cast<std::size_t>(window.columns) * static_cast<std::size_t>(window.rows));
  GDALRasterIOExtraArg how;
  INIT_RASTERIO_EXTRA_ARG(how);
  how.eResampleAlg = mixed ? GRIORA_Average : GRIORA_NearestNeighbour;
  how.pfnProgress = [](double, const char*, void* token) {
    return static_cast<const std::stop_token*>(token)->stop_requested() ? FALSE : TRUE;
  };
  how.pProgressData = const_cast<std::stop_token*>(&stop);
  const GdalErrors errors;
  const CPLErr result = band == nullptr ? CE_Failure
                                        : GDALRasterIOEx(band, GF_Read, window.x, window.y, window.width, window.height, out.data(),
                                                         window.columns, window.rows, GDT_Float32, 0, 0, &how);
  if (result != CE_None && !stop.stop_requested())
    throw Error({.what = tr("Cannot read the raster"),
                 .file = source,
                 .why = errors.cause(),
                 .hint = is_online(source) ? tr("is the network there? What was fetched before is still shown")
                                           : tr("the file may have been cut short; copy it again")});
  return out;
}

RasterHandle Raster::Impl::open_handle() const { return {open_raster(connection, request), Transform(request.map_crs, info.crs)}; }

RasterLease::RasterLease(Raster::Impl& raster) : raster_(raster) {
  {
    const std::lock_guard lock(raster_.mutex);
    if (!raster_.idle.empty()) {
      handle_ = std::move(raster_.idle.back());
      raster_.idle.pop_back();
    }
  }
  if (!handle_) handle_ = std::make_unique<RasterHandle>(raster_.open_handle());
}

RasterLease::~RasterLease() {
  const std::lock_guard lock(raster_.mutex);
  raster_.idle.push_back(std::move(handle_));
}

/// The first look comes early, because many runs read few tiles; and it never keeps a tile waiting.
void Raster::Impl::tidy_now_and_then() {
  if (!online || request.cache.empty() || tiles_read++ % tiles_between_looks != 0) return;
  const std::lock_guard lock(mutex);
  tidying = std::jthread([folder = request.cache, limit = request.cache_limit](const std::stop_token& stop) {
    keep_within(folder, limit, LastUse::read, stop);
  });
}

std::shared_ptr<const Raster> Raster::open(const RasterRequest& request, const std::stop_token& stop) {
  if (!is_online(request.source)) return open_here(request);
  auto out = std::make_shared<std::shared_ptr<const Raster>>();
  return run_aside([request, out] { *out = open_here(request); }, stop) ? *out : nullptr;
}

std::shared_ptr<const Raster> Raster::open_here(const RasterRequest& request) {
  auto impl = std::make_shared<Impl>();
  impl->request = request;
  impl->online = is_online(request.source);
  impl->connection = connection_of(request);
  GdalDataset dataset = open_raster(impl->connection, request);
  if (GDALGetRasterCount(dataset.get()) == 0)
    throw Error(
        {.what = tr("The file holds no raster"), .file = request.source, .hint = tr("`phusong inspect FILE` shows what a file holds")});
  GDALRasterBandH band = GDALGetRasterBand(dataset.get(), 1);
  RasterInfo& info = impl->info;
  info.width = GDALGetRasterXSize(dataset.get()), info.height = GDALGetRasterYSize(dataset.get());
  impl->levels = levels_of(band);
  info.overviews = static_cast<int>(impl->levels.size()) - 1;
  std::array<double, 6> grid = placed_by(dataset.get(), request);
  if (GDALInvGeoTransform(grid.data(), impl->to_pixel.data()) == 0)
    throw Error({.what = tr("Nobody knows where the raster lies"), .file = request.source, .why = tr("its pixels have no size")});
  info.crs = stated_crs(dataset.get(), request);
  RasterHandle handle{std::move(dataset), way(request.map_crs, info.crs, request)};
  info.box = box_on_map(handle.to_source, way(info.crs, request.map_crs, request), grid, info.width, info.height);
  impl->metres_per_unit = describe_crs(request.map_crs).projected ? 1 : metres_of_a_degree;
  info.pixel = pixel_on_map(handle.to_source, impl->to_pixel, info.box ? within(*info.box, request.around) : request.around,
                            100 / impl->metres_per_unit);
  if (!impl->online) read_the_ends(handle.dataset.get(), impl->levels, request.source);
  impl->look = look_of(handle.dataset.get(), impl->levels, request);
  info.discrete = impl->look.kind == RasterLook::Kind::palette;
  impl->idle.push_back(std::make_unique<RasterHandle>(std::move(handle)));
  return std::shared_ptr<const Raster>(new Raster(std::move(impl)));
}

Raster::Raster(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Raster::~Raster() = default;
const RasterInfo& Raster::info() const { return impl_->info; }

}  // namespace data
