#include "data/source/source_files.h"

#include <cpl_string.h>

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include "data/source/error.h"
#include "data/source/files.h"
#include "data/source/raster_source.h"
#include "data/source/text.h"
#include "data/source/tile_source.h"

namespace data {
namespace {

namespace fs = std::filesystem;

/// What GDAL's drivers read beside a file of some ending, as endings in the place of its own.
const std::set<std::string>& companions_of(const std::string& extension) {
  static const std::map<std::string, std::set<std::string>> known{{".shp", {".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx"}},
                                                                  {".dbf", {".cpg"}},
                                                                  {".tab", {".dat", ".map", ".id", ".ind"}},
                                                                  {".mif", {".mid"}},
                                                                  {".csv", {".csvt", ".prj"}},
                                                                  {".gml", {".xsd", ".gfs"}}};
  static const std::set<std::string> none;
  const auto found = known.find(extension);
  return found == known.end() ? none : found->second;
}

std::vector<fs::path> with_companions(const fs::path& file) {
  std::vector<fs::path> out{file};
  const std::set<std::string>& endings = companions_of(fold(file.extension().string()));
  std::error_code failed;
  if (!endings.empty())
    for (fs::directory_iterator at(file.parent_path(), failed), end; !failed && at != end; at.increment(failed))
      if (at->path().stem() == file.stem() && endings.contains(fold(at->path().extension().string()))) out.push_back(at->path());
  std::sort(out.begin() + 1, out.end());
  // What a GeoPackage or SQLite file was changed by and has not taken in yet.
  if (const fs::path log = file.string() + "-wal"; is_file(log) && !fs::is_empty(log, failed)) out.push_back(log);
  return out;
}

/// "/vsizip//maps/x.zip/roads.shp" -> "/maps/x.zip"; nothing for what is no file here ("/vsicurl/…").
std::optional<fs::path> archive_of(const std::string& source) {
  const std::size_t slash = source.find('/', 1);
  if (!source.starts_with("/vsi") || slash == std::string::npos) return std::nullopt;
  for (fs::path at = source.substr(slash + 1); !at.empty() && at != at.root_path(); at = at.parent_path())
    if (is_file(at)) return at;
  return std::nullopt;
}

/// The file inside a connection: GPKG:/maps/x.gpkg:photo, NETCDF:"/maps/x.nc":height.
std::optional<fs::path> file_in(const std::string& connection) {
  std::string rest = connection.substr(std::min(connection.size(), connection.find(':') + 1));
  std::erase(rest, '"');
  for (std::size_t end = rest.size(); end != std::string::npos && end > 0; end = rest.rfind(':', end - 1))
    if (const fs::path path = rest.substr(0, end); path.is_absolute() && is_file(path)) return path;
  return std::nullopt;
}

std::vector<fs::path> listed_by(GDALDatasetH dataset) {
  std::vector<fs::path> out;
  char** list = GDALGetFileList(dataset);
  for (char** name = list; name && *name; ++name) {
    if (is_file(*name)) out.push_back(fs::absolute(*name).lexically_normal());
    else if (const auto archive = archive_of(*name)) out.push_back(*archive);
  }
  CSLDestroy(list);
  return out;
}

/// The first stays where it is, each once.
std::vector<fs::path> tidied(std::vector<fs::path> files) {
  if (files.size() > 1) std::sort(files.begin() + 1, files.end());
  std::set<fs::path> seen;
  std::erase_if(files, [&](const fs::path& file) { return !seen.insert(file).second; });
  return files;
}

std::vector<fs::path> files_of_vrt(const fs::path& file) {
  std::vector<fs::path> out{file};
  try {
    for (const fs::path& part : listed_by(open_read_only(file.string()).get()))
      for (fs::path& one : with_companions(part)) out.push_back(std::move(one));
  } catch (const Error&) {}  // whoever reads it will say why
  return tidied(std::move(out));
}

}  // namespace

std::vector<fs::path> files_of_source(const std::string& source) {
  if (const auto archive = archive_of(source)) return {*archive};
  const fs::path path(source);
  if (is_folder(path)) return {path};
  if (is_file(path)) return fold(path.extension().string()) == ".vrt" ? files_of_vrt(path) : with_companions(path);
  if (path.is_absolute() && !source.starts_with("/vsi")) return {path};
  if (const auto inside = file_in(source)) return with_companions(*inside);
  return {};
}

std::vector<fs::path> files_of_raster(const RasterRequest& request) {
  std::vector<fs::path> out = files_of_source(request.source);
  if (is_online(request.source) || out.empty() || is_folder(out.front())) return out;
  if (const std::size_t wild = request.source.find('{'); wild != std::string::npos && tile_source(request.source, request.max_zoom))
    return {fs::path(request.source.substr(0, wild)).parent_path()};
  try {
    for (fs::path& file : listed_by(open_raster(connection_of(request), request).get())) out.push_back(std::move(file));
  } catch (const Error&) {}  // whoever draws it will say why
  return tidied(std::move(out));
}

std::string without_secrets(const std::string& source) {
  static const std::regex in_address(R"((://[^/@:\s]*):[^/@\s]*@)");
  static const std::regex in_pair(
      R"((^|[\s,;:?&])((?:[\w-]*(?:password|passwd|passphrase|pwd|token|secret|signature)|(?:api|access|app|private)?[_-]?key|pass|sig)\s*=\s*)('(?:[^'\\]|\\.)*'|"[^"]*"|[^\s,;&'"]+))",
      std::regex::icase);
  return std::regex_replace(std::regex_replace(source, in_address, "$1:***@"), in_pair, "$1$2***");
}

}  // namespace data
