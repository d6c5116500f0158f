#include "data/source/source_layer.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace data {
namespace {

bool is_known_encoding(const std::string& encoding) {
  try {
    decode("\xE9", encoding);
    return true;
  } catch (const Error&) { return false; }
}

}  // namespace

std::string with_key(const std::string& key) { return key.empty() ? std::string{} : " (" + key + ")"; }

OGRLayerH find_layer(GDALDatasetH dataset, const ReadRequest& request) {
  std::vector<std::string> names;
  for (int i = 0; i < GDALDatasetGetLayerCount(dataset); ++i) {
    OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
    names.emplace_back(OGR_L_GetName(layer));
    if (names.back() == request.layer) return layer;
  }
  if (request.layer.empty() && names.size() == 1) return GDALDatasetGetLayer(dataset, 0);
  if (names.empty()) throw Error({.what = tr("The file holds no layer"), .file = request.source});
  const std::string what = request.layer.empty() ? trf("The file holds several layers; name one{}", with_key(request.key + ".layer"))
                                                 : trf("No layer '{}' in the file{}", request.layer, with_key(request.key + ".layer"));
  throw Error({.what = what, .file = request.source, .hint = trf("it holds: {}", listed(names, names.size()))});
}

std::vector<std::string> field_names(OGRFeatureDefnH definition) {
  std::vector<std::string> names;
  for (int i = 0; i < OGR_FD_GetFieldCount(definition); ++i) names.emplace_back(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i)));
  return names;
}

std::string resolve_field(const std::vector<std::string>& names, const std::string& wish) {
  if (wish.empty()) return {};
  if (std::find(names.begin(), names.end(), wish) != names.end()) return wish;
  for (const std::string& name : names)
    if (fold(name) == fold(wish)) return name;
  return {};
}

void missing_field(const ReadRequest& request, const std::string& field, const std::string& key, const std::vector<std::string>& names) {
  throw Error({.what = trf("No field '{}' in the file{}", field, with_key(key)),
               .file = request.source,
               .hint = trf("its fields are: {}", listed(names, names.size()))});
}

CoordinateFields coordinate_fields(const ReadRequest& request, const std::vector<std::string>& names) {
  static constexpr std::pair<const char*, const char*> usual[] = {
      {"lon", "lat"}, {"longitude", "latitude"}, {"lng", "lat"}, {"long", "lat"}, {"kinh_do", "vi_do"}, {"kinhdo", "vido"}, {"x", "y"}};
  if (!request.x_field.empty() || !request.y_field.empty()) {
    CoordinateFields given{resolve_field(names, request.x_field), resolve_field(names, request.y_field), false};
    if (given.x.empty()) missing_field(request, request.x_field, request.key + ".x", names);
    if (given.y.empty()) missing_field(request, request.y_field, request.key + ".y", names);
    given.degrees = fold(given.x).starts_with("lon") || fold(given.x).starts_with("kinh");
    return given;
  }
  for (const auto& [x, y] : usual) {
    CoordinateFields found{resolve_field(names, x), resolve_field(names, y), x[0] != 'x'};
    if (!found.x.empty() && !found.y.empty()) return found;
  }
  return {};
}

std::string encoding_of(const ReadRequest& request) {
  if (!request.encoding.empty()) {
    if (!is_known_encoding(request.encoding))
      throw Error({.what = trf("Unknown encoding '{}'{}", request.encoding, with_key(request.key + ".encoding")),
                   .file = request.source,
                   .hint = tr("use a name such as UTF-8, windows-1258 or ISO-8859-1")});
    return fold(request.encoding) == "utf-8" ? "UTF-8" : request.encoding;
  }
  std::filesystem::path path(request.source);
  const std::string extension = fold(path.extension().string());
  if (extension != ".shp" && extension != ".dbf") return {};
  for (const char* name : {".cpg", ".CPG"}) {
    std::ifstream file(path.replace_extension(name));
    std::string text;
    if (!std::getline(file, text)) continue;
    const std::string key = fold(text);
    if (key.find("utf") != std::string::npos || key.find("65001") != std::string::npos) return "UTF-8";
    std::string digits;
    for (const char c : key)
      if (c >= '0' && c <= '9') digits += c;
    if (key.find("8859") != std::string::npos) return "ISO-" + (digits.size() > 4 ? "8859-" + digits.substr(4) : std::string("8859-1"));
    if (digits.size() == 4) text = "windows-" + digits;
    while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.pop_back();
    return is_known_encoding(text) ? text : std::string{};
  }
  return {};
}

}  // namespace data
