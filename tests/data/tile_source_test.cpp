#include "data/source/tile_source.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <functional>
#include <thread>

#include "data/image.h"
#include "data/source/crs.h"
#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/raster.h"
#include "data/source/run_aside.h"
#include "tests/support/expect.h"
#include "tests/support/http_server.h"
#include "tests/support/raster_file.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

namespace fs = std::filesystem;
using Colour = std::array<int, 4>;

constexpr int deepest = 10;
constexpr double half_world = 20037508.342789244;

/// A tile of one colour: its column, its row and its zoom level, each times a factor, as red, green and blue.
Colour colour_of(int zoom, int x, int y) { return {x % 64 * 4, y % 64 * 4, zoom * 20, 255}; }

std::string tile_bytes(int zoom, int x, int y) {
  Image image(256, 256);
  const Colour c = colour_of(zoom, x, y);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = static_cast<std::uint8_t>(c[i % 4]);
  const auto png = encode_png(image);
  return {png.begin(), png.end()};
}

/// Web Mercator's column and row of a place, as in the OGC's "Two Dimensional Tile Matrix Set".
std::pair<int, int> tile_at(Point degrees, int zoom) {
  const double n = std::ldexp(1, zoom), lat = degrees.y * M_PI / 180;
  return {static_cast<int>((degrees.x + 180) / 360 * n), static_cast<int>((1 - std::asinh(std::tan(lat)) / M_PI) / 2 * n)};
}

const Point here{105.6, 21.3};

class Tiles : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Lang::en);
    start_gdal();
    there_ = Transform("EPSG:4326", "EPSG:5897").apply(here);
  }
  /// All that lie within two tiles of `here`.
  void write_tiles(const fs::path& folder, bool from_south) {
    for (int zoom = 0; zoom <= deepest; ++zoom) {
      const auto [x, y] = tile_at(here, zoom);
      for (int i = std::max(0, x - 2); i <= x + 2 && i < 1 << zoom; ++i)
        for (int j = std::max(0, y - 2); j <= y + 2 && j < 1 << zoom; ++j) {
          const fs::path file =
              folder / std::to_string(zoom) / std::to_string(i) / (std::to_string(from_south ? (1 << zoom) - 1 - j : j) + ".png");
          fs::create_directories(file.parent_path());
          std::ofstream(file, std::ios::binary) << tile_bytes(zoom, i, j);
        }
    }
  }
  RasterRequest request(const std::string& source) const {
    RasterRequest out;
    out.source = source, out.map_crs = "EPSG:5897", out.around = there_, out.key = "layers[0]", out.max_zoom = deepest;
    return out;
  }
  /// What the middle of a small square around `here` looks like, at about the scale of a zoom level.
  Colour seen(const Raster& raster, int zoom) const {
    const double pixel = raster.info().pixel * std::ldexp(1, deepest - zoom), half = 8 * pixel;
    const RasterTile tile = raster.tile({there_.x - half, there_.y - half, there_.x + half, there_.y + half}, 16);
    if (tile.rgba.empty()) return {};
    const auto* p = tile.rgba.data() + 4 * (8 * 16 + 8);
    return {p[0], p[1], p[2], p[3]};
  }
  Colour expected(int zoom) const {
    const auto [x, y] = tile_at(here, zoom);
    return colour_of(zoom, x, y);
  }
  support::Scratch scratch_;
  Point there_;
};

TEST_F(Tiles, AFolderOfTilesIsABasemap) {
  write_tiles(scratch_ / "tiles", false);
  const auto before = support::contents_of(scratch_.path());
  for (const std::string& source : {(scratch_ / "tiles").string(), (scratch_ / "tiles").string() + "/{z}/{x}/{y}.png",
                                    "file://" + (scratch_ / "tiles").string() + "/{z}/{x}/{y}.png"}) {
    const auto raster = Raster::open(request(source));
    EXPECT_FALSE(raster->info().box) << "it reaches round the world";
    EXPECT_NEAR(raster->info().pixel, 2 * half_world / 256 / 1024 * std::cos(here.y * M_PI / 180), 1);
    for (const int zoom : {10, 9, 6, 2}) EXPECT_EQ(seen(*raster, zoom), expected(zoom)) << source << ' ' << zoom;
  }
  EXPECT_EQ(support::contents_of(scratch_.path()), before);
}

TEST_F(Tiles, RowsMayCountFromTheSouth) {
  write_tiles(scratch_ / "tiles", true);
  EXPECT_EQ(seen(*Raster::open(request((scratch_ / "tiles").string() + "/{z}/{x}/{-y}.png")), 9), expected(9));
  scratch_.write("tiles/tilemapresource.xml", "<TileMap/>");
  EXPECT_EQ(seen(*Raster::open(request((scratch_ / "tiles").string())), 9), expected(9));
}

TEST_F(Tiles, WhereAFolderHasNoTileThereIsNothing) {
  write_tiles(scratch_ / "a folder, Việt Nam & 100%", false);
  const auto raster = Raster::open(request((scratch_ / "a folder, Việt Nam & 100%").string()));
  EXPECT_EQ(seen(*raster, 10), expected(10));
  EXPECT_TRUE(raster->tile({there_.x + 400000, there_.y, there_.x + 401000, there_.y + 1000}, 16).rgba.empty());
}

TEST_F(Tiles, ADescriptionForGdalIsRead) {
  write_tiles(scratch_ / "tiles", false);
  scratch_.write("base.xml", description_of({"file://" + (scratch_ / "tiles").string() + "/${z}/${x}/${y}.png", deepest, false}, {}));
  EXPECT_FALSE(is_online((scratch_ / "base.xml").string()));
  EXPECT_EQ(seen(*Raster::open(request((scratch_ / "base.xml").string())), 8), expected(8));
}

TEST_F(Tiles, AnMBTilesFileIsRead) {
  if (GDALGetDriverByName("MBTiles") == nullptr) GTEST_SKIP() << "GDAL was built without MBTiles";
  support::RasterSpec spec;
  spec.driver = "MBTiles", spec.bands = 3, spec.width = spec.height = 512, spec.crs = "EPSG:3857";
  const Point corner = Transform("EPSG:4326", "EPSG:3857").apply(here);
  spec.grid = {corner.x - 256 * 19.1, 19.1, 0, corner.y + 256 * 19.1, 0, -19.1};
  spec.value = [](int band, int x, int) { return band == 1 ? (x < 256 ? 200 : 20) : 60; };
  spec.overviews = {2, 4};
  support::write_raster(scratch_ / "a.mbtiles", spec);
  const auto before = support::contents_of(scratch_.path());
  const auto raster = Raster::open(request((scratch_ / "a.mbtiles").string()));
  EXPECT_GT(raster->info().overviews, 0);
  const auto red_at = [&](double east) {
    const RasterTile tile = raster->tile({there_.x + east - 80, there_.y - 80, there_.x + east + 80, there_.y + 80}, 16);
    return tile.rgba.empty() ? -1 : static_cast<int>(tile.rgba[4 * (8 * 16 + 8)]);
  };
  EXPECT_NEAR(red_at(-300), 200, 12);
  EXPECT_NEAR(red_at(300), 20, 12);
  EXPECT_EQ(support::contents_of(scratch_.path()), before);
}

// --- From a server ----------------------------------------------------------------------------------------------------

std::optional<std::string> served(const std::string& path) {
  int zoom = 0, x = 0, y = 0;
  if (std::sscanf(path.c_str(), "/%d/%d/%d.png", &zoom, &x, &y) != 3 || zoom > deepest) return std::nullopt;
  return tile_bytes(zoom, x, y);
}

TEST_F(Tiles, WhatWasFetchedOnceIsThereWithoutANetwork) {
  std::string source;
  {
    support::HttpServer server(served);
    source = server.url() + "/{z}/{x}/{y}.png";
    EXPECT_TRUE(is_online(source));
    RasterRequest asked = request(source);
    asked.cache = scratch_ / "cache";
    EXPECT_EQ(seen(*Raster::open(asked), 9), expected(9));
    const int fetched = server.requests();
    EXPECT_GT(fetched, 0);
    EXPECT_EQ(seen(*Raster::open(asked), 9), expected(9));
    EXPECT_EQ(server.requests(), fetched) << "the second time from the cache";
  }
  RasterRequest asked = request(source);
  asked.cache = scratch_ / "cache";
  const auto raster = Raster::open(asked);
  EXPECT_EQ(seen(*raster, 9), expected(9));
  const std::string error = support::error_of([&] { seen(*raster, 4); });
  EXPECT_HAS(error, source);
  EXPECT_HAS(error, "is the network there?");
}

TEST_F(Tiles, WithoutACacheNothingIsKept) {
  support::HttpServer server(served);
  const RasterRequest asked = request(server.url() + "/{z}/{x}/{y}.png");
  EXPECT_EQ(seen(*Raster::open(asked), 9), expected(9));
  const int fetched = server.requests();
  EXPECT_EQ(seen(*Raster::open(asked), 9), expected(9));
  EXPECT_GT(server.requests(), fetched);
}

TEST_F(Tiles, WhereAServerHasNoTileThereIsNothing) {
  support::HttpServer server([](const std::string&) { return std::nullopt; });
  EXPECT_EQ(seen(*Raster::open(request(server.url() + "/{z}/{x}/{y}.png")), 9), (Colour{}));
}

TEST_F(Tiles, AServerThatNeverAnswersIsGivenUp) {
  support::HttpServer server;
  const auto raster = Raster::open(request(server.url() + "/{z}/{x}/{y}.png"));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_HAS(support::error_of([&] { seen(*raster, 9); }), server.url());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3 * network_timeout));
}

TEST_F(Tiles, AStopRequestEndsTheWaitForASilentServer) {
  const auto in_time = [](const std::function<void(std::stop_token)>& read) {
    std::stop_source stop;
    const std::jthread soon([&stop] { std::this_thread::sleep_for(std::chrono::milliseconds(200)), stop.request_stop(); });
    const auto start = std::chrono::steady_clock::now();
    read(stop.get_token());
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_GE(took, std::chrono::milliseconds(150)) << "it was waited for";
    EXPECT_LT(took, std::chrono::seconds(1));
  };
  {
    support::HttpServer server;
    auto raster = Raster::open(request(server.url() + "/{z}/{x}/{y}.png"));
    const double half = 8 * raster->info().pixel;
    in_time([&](const std::stop_token& stop) {
      EXPECT_TRUE(raster->tile({there_.x - half, there_.y - half, there_.x + half, there_.y + half}, 16, stop).rgba.empty());
    });
    EXPECT_GT(server.requests(), 0);
    raster.reset();  // what is still under way keeps what it needs
    if (GDALGetDriverByName("WMTS"))
      in_time([&](const std::stop_token& stop) { EXPECT_EQ(Raster::open(request("WMTS:" + server.url() + "/wmts.xml"), stop), nullptr); });
    EXPECT_GT(running_aside(), 0);
  }
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(3 * network_timeout);
  while (running_aside() > 0 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(running_aside(), 0) << "with the server the wait has ended";
}

TEST_F(Tiles, WhatIsKeptHasALimit) {
  support::HttpServer server(served);
  const auto kept = [this] {
    std::uintmax_t out = 0;
    std::error_code gone;
    for (const auto& entry : fs::recursive_directory_iterator(scratch_ / "cache"))
      if (entry.is_regular_file(gone)) out += entry.file_size(gone);
    return out;
  };
  RasterRequest asked = request(server.url() + "/{z}/{x}/{y}.png");
  asked.cache = scratch_ / "cache";
  const auto look = [&] {
    const auto raster = Raster::open(asked);
    for (int zoom = 3; zoom <= deepest; ++zoom) EXPECT_EQ(seen(*raster, zoom), expected(zoom));
  };
  look();
  const std::uintmax_t all = kept();
  asked.cache_limit = all / 3;
  const auto raster = Raster::open(asked);
  EXPECT_EQ(seen(*raster, 9), expected(9));
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (kept() > asked.cache_limit && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_LE(kept(), asked.cache_limit);
  EXPECT_GT(kept(), 0U);
  const int before = server.requests();
  look();
  EXPECT_GT(server.requests(), before) << "what went is fetched again";
}

TEST_F(Tiles, ADescriptionSaysHowLongToWait) {
  EXPECT_EQ(with_manners("<GDAL_WMS><Timeout>9</Timeout></GDAL_WMS>"), "<GDAL_WMS><Timeout>9</Timeout></GDAL_WMS>");
  EXPECT_HAS(with_manners("<GDAL_WMTS></GDAL_WMTS>\n"), "<Timeout>6</Timeout></GDAL_WMTS>");
  const std::string wmts = description_of_wmts("WMTS:http://a.b/c?d=e,f&g,layer=\"two, words\",style=x", "/kept");
  EXPECT_HAS(wmts, "<GetCapabilitiesUrl>http://a.b/c?d=e,f&amp;g</GetCapabilitiesUrl>");
  EXPECT_HAS(wmts, "<Layer>two, words</Layer><Style>x</Style>");
  EXPECT_HAS(wmts, "<Timeout>6</Timeout>");
  EXPECT_HAS(wmts, "<Path>/kept</Path>");
}

TEST_F(Tiles, AWmtsServiceIsRead) {
  if (GDALGetDriverByName("WMTS") == nullptr) GTEST_SKIP() << "GDAL was built without WMTS";
  std::string capabilities;
  support::HttpServer server([&](const std::string& path) { return path == "/wmts.xml" ? std::optional(capabilities) : served(path); });
  capabilities =
      R"(<?xml version="1.0"?><Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" version="1.0.0">
<Contents><Layer><ows:Title>Base</ows:Title><ows:Identifier>base</ows:Identifier><Style isDefault="true"><ows:Identifier>default</ows:Identifier></Style>
<Format>image/png</Format><TileMatrixSetLink><TileMatrixSet>web</TileMatrixSet></TileMatrixSetLink>
<ResourceURL format="image/png" resourceType="tile" template=")" +
      server.url() + R"(/{TileMatrix}/{TileCol}/{TileRow}.png"/></Layer>
<TileMatrixSet><ows:Identifier>web</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS>)";
  for (int zoom = 0; zoom <= deepest; ++zoom)
    capabilities += fmt::format(
        "<TileMatrix><ows:Identifier>{}</ows:Identifier><ScaleDenominator>{:.9f}</ScaleDenominator><TopLeftCorner>-{} {}</TopLeftCorner>"
        "<TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>{}</MatrixWidth><MatrixHeight>{}</MatrixHeight></TileMatrix>",
        zoom, 2 * half_world / 256 / std::ldexp(1, zoom) / 0.00028, half_world, half_world, 1 << zoom, 1 << zoom);
  capabilities += "</TileMatrixSet></Contents></Capabilities>";
  RasterRequest asked = request("WMTS:" + server.url() + "/wmts.xml");
  asked.cache = scratch_ / "cache";
  EXPECT_TRUE(is_online(asked.source));
  EXPECT_EQ(seen(*Raster::open(asked), 9), expected(9));
  EXPECT_FALSE(support::contents_of(scratch_ / "cache").empty()) << "kept where the program keeps things";
  asked.cache.clear();
  EXPECT_EQ(seen(*Raster::open(asked), 8), expected(8));
  EXPECT_FALSE(fs::exists("gdalwmscache")) << "nor anywhere else";
}

}  // namespace
}  // namespace data
