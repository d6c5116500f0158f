#include "data/source/tile_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "data/source/text.h"
#include "data/source/xml.h"
#include "data/version.h"

namespace data {
namespace {

namespace fs = std::filesystem;

/// Half the circumference of Web Mercator's sphere, in metres (EPSG:3857, radius 6378137 m).
constexpr const char* edge_of_the_world = "20037508.342789244";
/// A basemap may be a year old; one that has gone with the network would be worse.
constexpr long kept_seconds = 365L * 24 * 3600;

void replace(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
}

bool has_scheme(const std::string& source) { return source.find("://") != std::string::npos; }

/// libcurl wants file names as URLs; what a URL gives a meaning to is written in hexadecimal.
std::string file_url(const fs::path& path) {
  std::string out = "file://";
  for (const char c : fs::absolute(path).string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/._-~{}").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

bool is_number(const std::string& name) {
  return !name.empty() && name.size() < 9 && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<fs::path> numbered(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (is_number(entry.path().stem().string())) out.push_back(entry.path());
  std::sort(out.begin(), out.end(),
            [](const fs::path& a, const fs::path& b) { return std::stol(a.stem().string()) < std::stol(b.stem().string()); });
  return out;
}

std::optional<TileSource> tiles_in(const fs::path& folder, int max_zoom) {
  const std::vector<fs::path> zooms = numbered(folder);
  if (zooms.empty()) return std::nullopt;
  const std::vector<fs::path> columns = numbered(zooms.front());
  const std::vector<fs::path> rows = columns.empty() ? std::vector<fs::path>{} : numbered(columns.front());
  if (rows.empty()) return std::nullopt;
  TileSource out;
  out.url = file_url(folder) + "/${z}/${x}/${y}" + rows.front().extension().string();
  out.deepest = static_cast<int>(std::min<long>(max_zoom, std::stol(zooms.back().filename().string())));
  std::error_code ignored;
  out.rows_from_south = fs::exists(folder / "tilemapresource.xml", ignored);
  return out;
}

/// How servers are asked. Where one has no tile there is nothing to see; that it cannot be reached is an error.
std::string manners(const fs::path& cache) {
  std::string out = fmt::format(
      "<Timeout>{}</Timeout><MaxConnections>16</MaxConnections><UserAgent>phusong/{}</UserAgent><ZeroBlockHttpCodes>204,404</"
      "ZeroBlockHttpCodes>",
      network_timeout, version);
  // GDAL would look through the whole folder now and then, and wait for that when a raster is closed.
  if (!cache.empty())
    out += fmt::format("<Cache><Type>file</Type><Path>{}</Path><Expires>{}</Expires><CleanTimeout>0</CleanTimeout></Cache>",
                       escaped(cache.string()), kept_seconds);
  return out;
}

/// Between the commas that no quotes hold; the quotes go.
std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    else if (c == ',' && !quoted) out.emplace_back();
    else out.back() += c;
  }
  return out;
}

}  // namespace

std::optional<TileSource> tile_source(const std::string& source, int max_zoom) {
  const bool south = source.find("{-y}") != std::string::npos;
  const bool is_template = source.find("{z}") != std::string::npos && source.find("{x}") != std::string::npos &&
                           (south || source.find("{y}") != std::string::npos);
  std::error_code ignored;
  if (!is_template) return fs::is_directory(source, ignored) ? tiles_in(source, max_zoom) : std::nullopt;
  TileSource out{has_scheme(source) ? source : file_url(source), max_zoom, south};
  replace(out.url, "{z}", "${z}");
  replace(out.url, "{x}", "${x}");
  replace(out.url, south ? "{-y}" : "{y}", "${y}");
  return out;
}

std::string description_of(const TileSource& tiles, const fs::path& cache) {
  std::string out = "<GDAL_WMS><Service name=\"TMS\"><ServerUrl>" + escaped(tiles.url) + "</ServerUrl></Service>";
  out += fmt::format(
      "<DataWindow><UpperLeftX>-{0}</UpperLeftX><UpperLeftY>{0}</UpperLeftY><LowerRightX>{0}</LowerRightX><LowerRightY>-{0}</LowerRightY>"
      "<TileLevel>{1}</TileLevel><TileCountX>1</TileCountX><TileCountY>1</TileCountY><YOrigin>{2}</YOrigin></DataWindow>",
      edge_of_the_world, tiles.deepest, tiles.rows_from_south ? "bottom" : "top");
  out += "<Projection>EPSG:3857</Projection><BlockSizeX>256</BlockSizeX><BlockSizeY>256</BlockSizeY><BandsCount>4</BandsCount>";
  return out + manners(tiles.url.starts_with("file://") ? fs::path{} : cache) + "</GDAL_WMS>";
}

std::string description_of_wmts(const std::string& connection, const fs::path& cache) {
  std::string url, chosen;
  for (const std::string& part : parts_of(connection.substr(std::string_view("WMTS:").size()))) {
    const std::size_t equals = part.find('=');
    const std::string key = fold(part.substr(0, equals));
    const char* element = key == "layer"           ? "Layer"
                          : key == "style"         ? "Style"
                          : key == "tilematrixset" ? "TileMatrixSet"
                          : key == "tilematrix"    ? "TileMatrix"
                                                   : "";
    if (equals == std::string::npos || !*element) url += (url.empty() ? "" : ",") + part;
    else chosen += fmt::format("<{0}>{1}</{0}>", element, escaped(part.substr(equals + 1)));
  }
  return "<GDAL_WMTS><GetCapabilitiesUrl>" + escaped(url) + "</GetCapabilitiesUrl>" + chosen + manners(cache) + "</GDAL_WMTS>";
}

std::string with_manners(std::string description) {
  const std::size_t end = description.rfind("</GDAL_WM");
  if (end != std::string::npos && description.find("<Timeout>") == std::string::npos)
    description.insert(end, fmt::format("<Timeout>{}</Timeout>", network_timeout));
  return description;
}

}  // namespace data
