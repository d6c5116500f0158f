// One square of the map filled from a raster: where each of its pixels lies in the source is worked out with the map's own datum step
// on a net, and between the net's nodes along straight lines; values are read once, from the overview that fits.
#include <gdal.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "data/source/positions.h"
#include "data/source/raster_impl.h"
#include "data/source/run_aside.h"

namespace data {
namespace {

constexpr int net_cells = 16;       ///< along a side
constexpr int largest_read = 4096;  ///< pixels a side, whatever the source
/// How black the deepest shadow is and how white the brightest slope.
constexpr float darkest = 0.85F, brightest = 0.5F;

/// Where the corners of the net's cells lie, in pixels of the source. NaN where the source's CRS does not reach.
struct Net {
  std::vector<double> x, y;
  Box box;  ///< of those that are known
  std::size_t at(int column, int row) const { return static_cast<std::size_t>(row) * (net_cells + 1) + static_cast<std::size_t>(column); }
};

Net net_over(const Box& square, const Transform& to_source, const std::array<double, 6>& to_pixel) {
  Net net;
  for (int row = 0; row <= net_cells; ++row)
    for (int column = 0; column <= net_cells; ++column) {
      net.x.push_back(square.min_x + square.width() * column / net_cells);
      net.y.push_back(square.max_y - square.height() * row / net_cells);
    }
  to_source.apply(net.x.data(), net.y.data(), net.x.size());
  for (std::size_t i = 0; i < net.x.size(); ++i) {
    const double east = net.x[i], north = net.y[i];
    net.x[i] = to_pixel[0] + east * to_pixel[1] + north * to_pixel[2];
    net.y[i] = to_pixel[3] + east * to_pixel[4] + north * to_pixel[5];
  }
  net.box = box_of(net.x, net.y);
  return net;
}

/// Calls `put(index, x, y)` for the middle of each pixel of a square of `size` pixels with its place in the source.
template <typename Put>
void walk(const Net& net, int size, Put put) {
  for (int row = 0; row < size; ++row) {
    const double v = (row + 0.5) * net_cells / size;
    const int j = static_cast<int>(v);
    const double down = v - j;
    for (int column = 0; column < size; ++column) {
      const double u = (column + 0.5) * net_cells / size;
      const int i = static_cast<int>(u);
      const double across = u - i;
      const std::size_t a = net.at(i, j), b = a + 1, c = net.at(i, j + 1), d = c + 1;
      const auto between = [&](const std::vector<double>& p) {
        return (p[a] * (1 - across) + p[b] * across) * (1 - down) + (p[c] * (1 - across) + p[d] * across) * down;
      };
      put(static_cast<std::size_t>(row) * static_cast<std::size_t>(size) + static_cast<std::size_t>(column), between(net.x),
          between(net.y));
    }
  }
}

/// The coarsest size of the source that is still as fine as what is asked for.
const RasterLevel& level_for(const std::vector<RasterLevel>& levels, double pixels_each) {
  const RasterLevel* best = &levels.front();
  for (const RasterLevel& level : levels)
    if (level.factor <= pixels_each * 1.01) best = &level;
  return *best;
}

/// What is read: the part under the net with a pixel more on each side. Without a fitting overview pixels are brought together, in
/// groups that are the same for every tile.
std::optional<RasterWindow> window_under(const Box& net, const RasterLevel& level, const RasterInfo& info, double pixels_each) {
  const double fx = static_cast<double>(info.width) / level.width, fy = static_cast<double>(info.height) / level.height;
  int group = std::max(1, static_cast<int>(pixels_each / level.factor + 0.01));
  const auto along = [&](double low, double high, int whole, int& first, int& count) {
    const double from = std::clamp(std::floor(low) - group, 0.0, static_cast<double>(whole)),
                 to = std::clamp(std::ceil(high) + group, 0.0, static_cast<double>(whole));
    first = static_cast<int>(from) / group * group;
    count = std::min(whole, (static_cast<int>(to) - first + group - 1) / group * group + first) - first;
  };
  RasterWindow out;
  do {
    along(net.min_x / fx, net.max_x / fx, level.width, out.x, out.width);
    along(net.min_y / fy, net.max_y / fy, level.height, out.y, out.height);
    if (net.empty() || out.width <= 0 || out.height <= 0) return std::nullopt;
    out.columns = (out.width + group - 1) / group, out.rows = (out.height + group - 1) / group;
    group *= 2;
  } while (out.columns > largest_read || out.rows > largest_read);
  return out;
}

/// Bands of a part of the source, and how much of each of its pixels is there.
struct Patch {
  RasterWindow window;
  double x_factor = 1, y_factor = 1;       ///< pixels of the source in one of the level's
  std::vector<std::vector<float>> values;  ///< by band
  std::vector<float> cover;                ///< 0..1

  /// The place of a pixel of the source among `cover`, in columns and rows from the patch's upper left corner.
  Point place(double x, double y) const {
    return {(x / x_factor - window.x) * window.columns / window.width, (y / y_factor - window.y) * window.rows / window.height};
  }
  std::size_t index(int column, int row) const {
    return static_cast<std::size_t>(std::clamp(row, 0, window.rows - 1)) * static_cast<std::size_t>(window.columns) +
           static_cast<std::size_t>(std::clamp(column, 0, window.columns - 1));
  }
};

Patch read_patch(const RasterLook& look, GDALDatasetH dataset, const RasterLevel& level, const RasterWindow& window, const RasterInfo& info,
                 const std::string& source, const std::stop_token& stop) {
  Patch out{window, static_cast<double>(info.width) / level.width, static_cast<double>(info.height) / level.height, {}, {}};
  const bool mixed = look.kind != RasterLook::Kind::palette;
  // A stopped reading says nothing of why it ended, and each further band of a dead server would be waited for.
  for (const int band : look.bands) {
    out.values.push_back(read_pixels(band_of(dataset, band, level), window, mixed, source, stop));
    if (stop.stop_requested()) return out;
  }
  out.cover.assign(out.values.front().size(), 1);
  if (look.alpha > 0 || look.masked) {
    GDALRasterBandH mask =
        look.alpha > 0 ? band_of(dataset, look.alpha, level) : GDALGetMaskBand(band_of(dataset, look.bands.front(), level));
    const float whole = look.alpha > 0 && GDALGetRasterDataType(mask) == GDT_UInt16 ? 65535.0F : 255.0F;
    out.cover = read_pixels(mask, window, look.alpha > 0 && mixed, source, stop);
    for (float& c : out.cover) c = std::clamp(c / whole, 0.0F, 1.0F);
  }
  for (const auto& band : out.values)
    for (std::size_t i = 0; i < band.size(); ++i)
      if (!std::isfinite(band[i])) out.cover[i] = 0;
  return out;
}

/// One place of the source: its bands, and how much of it is there.
struct Sample {
  std::array<float, 3> value{};
  float cover = 0;
};

/// Between the four nearest pixels, those that hold nothing left out.
Sample mixed_at(const Patch& patch, double x, double y) {
  const Point p = patch.place(x, y);
  const double left = std::floor(p.x - 0.5), top = std::floor(p.y - 0.5);
  const auto across = static_cast<float>(p.x - 0.5 - left), down = static_cast<float>(p.y - 0.5 - top);
  Sample out;
  for (int corner = 0; corner < 4; ++corner) {
    const std::size_t i = patch.index(static_cast<int>(left) + (corner & 1), static_cast<int>(top) + (corner >> 1));
    const float weight = ((corner & 1) != 0 ? across : 1 - across) * (corner >> 1 != 0 ? down : 1 - down) * patch.cover[i];
    if (weight <= 0) continue;
    out.cover += weight;
    for (std::size_t b = 0; b < patch.values.size(); ++b) out.value[b] += weight * patch.values[b][i];
  }
  if (out.cover > 0)
    for (float& value : out.value) value /= out.cover;
  return out;
}

Sample nearest_at(const Patch& patch, double x, double y) {
  const Point p = patch.place(x, y);
  const std::size_t i = patch.index(static_cast<int>(std::floor(p.x)), static_cast<int>(std::floor(p.y)));
  return {{patch.values.front()[i], 0, 0}, patch.cover[i]};
}

void put_colour(std::uint8_t* to, float red, float green, float blue, float opacity) {
  const auto byte = [&](float share) { return static_cast<std::uint8_t>(std::lround(std::clamp(share, 0.0F, 1.0F) * opacity * 255)); };
  to[0] = byte(red), to[1] = byte(green), to[2] = byte(blue), to[3] = byte(1);
}

void put_sample(std::uint8_t* to, const Sample& sample, const RasterLook& look) {
  if (look.kind == RasterLook::Kind::palette) {
    const auto index = static_cast<std::size_t>(std::max(0.0F, sample.value[0]));
    if (index >= look.palette.size()) return;
    const auto& c = look.palette[index];
    return put_colour(to, static_cast<float>(c[0]) / 255, static_cast<float>(c[1]) / 255, static_cast<float>(c[2]) / 255,
                      sample.cover * static_cast<float>(c[3]) / 255);
  }
  std::array<float, 3> share{};
  for (std::size_t b = 0; b < look.bands.size(); ++b)
    share[b] =
        static_cast<float>((static_cast<double>(sample.value[b]) - look.stretch[b].low) / (look.stretch[b].high - look.stretch[b].low));
  if (look.bands.size() == 1) share[1] = share[2] = share[0];
  put_colour(to, share[0], share[1], share[2], sample.cover);
}

void put_light(std::uint8_t* to, float lit, float level) {
  if (std::isnan(lit)) return;
  if (lit < level) put_colour(to, 0, 0, 0, darkest * (level - lit) / level);
  else put_colour(to, 1, 1, 1, brightest * (lit - level) / std::max(1 - level, 1e-6F));
}

bool inside(const RasterInfo& info, double x, double y) { return x >= 0 && y >= 0 && x <= info.width && y <= info.height; }

RasterTile colours(const Net& net, const Patch& patch, const Raster::Impl& raster, int size) {
  RasterTile out{size,
                 std::vector<std::uint8_t>(static_cast<std::size_t>(4) * static_cast<std::size_t>(size) * static_cast<std::size_t>(size))};
  walk(net, size, [&](std::size_t i, double x, double y) {
    if (!inside(raster.info, x, y)) return;
    const Sample sample = raster.info.discrete ? nearest_at(patch, x, y) : mixed_at(patch, x, y);
    if (sample.cover > 0) put_sample(out.rgba.data() + 4 * i, sample, raster.look);
  });
  return out;
}

/// `net` has one pixel more on each side.
RasterTile light_and_shadow(const Net& net, const Patch& patch, const Raster::Impl& raster, int size, double cell) {
  const int wide = size + 2;
  std::vector<float> heights(static_cast<std::size_t>(wide) * static_cast<std::size_t>(wide), std::numeric_limits<float>::quiet_NaN());
  walk(net, wide, [&](std::size_t i, double x, double y) {
    if (!inside(raster.info, x, y)) return;
    const Sample sample = mixed_at(patch, x, y);
    if (sample.cover > 0) heights[i] = static_cast<float>(static_cast<double>(sample.value[0]) * raster.look.scale + raster.look.offset);
  });
  const Hillshade& light = *raster.request.hillshade;
  const std::vector<float> lit = hillshade(heights, size, cell, light);
  RasterTile out{size, std::vector<std::uint8_t>(4 * lit.size())};
  for (std::size_t i = 0; i < lit.size(); ++i) put_light(out.rgba.data() + 4 * i, lit[i], level_ground(light));
  return out;
}

RasterTile tile_here(Raster::Impl& raster, const Box& box, int size, const std::stop_token& stop) {
  const double cell = box.width() / size;
  const bool heights = raster.look.kind == RasterLook::Kind::heights;
  const Box square = heights ? Box{box.min_x - cell, box.min_y - cell, box.max_x + cell, box.max_y + cell} : box;
  if (stop.stop_requested()) return {};
  const RasterLease handle(raster);
  const Net net = net_over(square, handle->to_source, raster.to_pixel);
  if (!net.box.intersects({0, 0, static_cast<double>(raster.info.width), static_cast<double>(raster.info.height)})) return {};
  const double pixels_each = cell / raster.info.pixel;
  const RasterLevel& level = level_for(raster.levels, pixels_each);
  const auto window = window_under(net.box, level, raster.info, pixels_each);
  if (!window) return {};
  const Patch patch = read_patch(raster.look, handle->dataset.get(), level, *window, raster.info, raster.request.source, stop);
  if (stop.stop_requested()) return {};
  RasterTile out = heights ? light_and_shadow(net, patch, raster, size, cell * raster.metres_per_unit) : colours(net, patch, raster, size);
  const bool nothing = std::all_of(out.rgba.begin(), out.rgba.end(), [](std::uint8_t byte) { return byte == 0; });
  return nothing ? RasterTile{} : std::move(out);
}

}  // namespace

RasterTile Raster::tile(const Box& box, int size, std::stop_token stop) const {
  if (!impl_->online) return tile_here(*impl_, box, size, stop);
  auto out = std::make_shared<RasterTile>();
  if (!run_aside([raster = impl_, out, box, size, stop] { *out = tile_here(*raster, box, size, stop); }, stop)) return {};
  impl_->tidy_now_and_then();
  return std::move(*out);
}

}  // namespace data
