#include "data/project.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "data/source/error.h"
#include "data/source/json_reader.h"

namespace data {
namespace {

namespace fs = std::filesystem;

constexpr std::array kinds{LayerKind::digital_address, LayerKind::broadband_coverage, LayerKind::fiber_household, LayerKind::villages,
                           LayerKind::sites};

/// A directory stands for the project.json in it.
fs::path project_file(const fs::path& path) {
  std::error_code ignored;
  fs::path file = fs::absolute(fs::is_directory(path, ignored) ? path / "project.json" : path).lexically_normal();
  if (!fs::exists(file, ignored))
    throw Error({.what = tr("Cannot open the project"),
                 .file = file.string(),
                 .why = tr("there is no such file"),
                 .hint = tr("name a project.json, or a folder that holds one; 'phusong sample' makes one")});
  return file;
}

/// "PG:dbname=ioc", "https://…": a word of at least two letters and a colon. One letter would be a drive.
bool is_connection(std::string_view source) {
  if (source.starts_with("/vsi")) return true;
  const std::size_t colon = source.find(':');
  if (colon == std::string_view::npos || colon < 2) return false;
  return std::all_of(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-' || c == '.';
  });
}

std::string resolve(const fs::path& folder, const std::string& source) {
  const fs::path beside = (folder / fs::path(source)).lexically_normal();
  std::error_code ignored;
  return is_connection(source) && !fs::exists(beside, ignored) ? source : beside.string();
}

/// "EPSG:5897", or any other thing PROJ understands; whether it does is found out when the first layer is placed.
std::string read_crs(const JsonNode& root) {
  const std::string expected = tr("the CRS of the map as text, such as \"EPSG:5897\"");
  const std::string choices = tr("VN-2000: EPSG:5897 for Vĩnh Phúc, EPSG:9209 for Hưng Yên and Hà Tĩnh, EPSG:9213 for Thái Nguyên");
  const auto node = root.find("crs");
  if (!node) root.fail_missing("crs", expected, choices);
  if (!node->is_string() || node->string_or_empty().empty()) node->fail(expected, choices);
  return node->string();
}

UnitSource read_unit(const JsonNode& node, const fs::path& folder, const std::set<std::string>& taken) {
  node.object().warn_unknown({"level", "source", "layer", "code", "name", "parent", "crs", "encoding", "where"});
  UnitSource unit;
  unit.key = node.path();
  const JsonNode level = node.at("level", tr("the name of a level, such as \"commune\""));
  unit.level = level.string();
  if (taken.contains(unit.level)) level.fail(tr("a level that is not listed before"));
  unit.source = resolve(folder, node.at("source", tr("a file or a connection string")).string());
  unit.code_field = node.at("code", tr("the name of the field that holds the unit's code")).string();
  unit.name_field = node.at("name", tr("the name of the field that holds the unit's name")).string();
  unit.parent_field = node.string_at("parent");
  unit.layer = node.string_at("layer");
  unit.crs = node.string_at("crs");
  unit.encoding = node.string_at("encoding");
  unit.where = node.string_at("where");
  return unit;
}

std::map<std::string, std::string> read_fields(const JsonNode& layer, LayerKind kind) {
  std::map<std::string, std::string> out;
  const auto fields = layer.find("fields");
  if (!fields) return out;
  fields->object(tr("an object of roles and field names")).warn_unknown(field_roles(kind));
  for (const std::string& role : field_roles(kind))
    if (std::string field = fields->string_at(role.c_str()); !field.empty()) out.emplace(role, std::move(field));
  return out;
}

std::string read_id(const JsonNode& layer, const std::set<std::string>& taken) {
  const JsonNode node = layer.at("id", tr("a short name of its own"));
  std::string id = node.string();
  if (id.find_first_of(", \t") != std::string::npos) node.fail(tr("an id without spaces and commas"));
  if (taken.contains(id)) node.fail(tr("an id that no other layer has"));
  return id;
}

LayerSource read_layer(const JsonNode& node, const fs::path& folder, LayerKind kind) {
  node.warn_unknown({"id", "kind", "source", "layer", "fields", "name", "date", "visible", "crs", "encoding", "where", "x", "y", "codes"});
  LayerSource layer;
  layer.key = node.path();
  layer.kind = kind;
  layer.source = resolve(folder, node.at("source", tr("a file or a connection string")).string());
  layer.fields = read_fields(node, layer.kind);
  layer.layer = node.string_at("layer");
  layer.crs = node.string_at("crs");
  layer.encoding = node.string_at("encoding");
  layer.where = node.string_at("where");
  layer.x_field = node.string_at("x");
  layer.y_field = node.string_at("y");
  if (layer.x_field.empty() != layer.y_field.empty()) node.fail_why(tr("\"x\" and \"y\" belong together, one is missing"));
  if (const auto codes = node.find("codes")) layer.codes = codes->one_of({"old", "new"}) == 0 ? CodeList::before : CodeList::after;
  if (const auto name = node.find("name")) layer.name = name->text();
  if (const auto date = node.find("date")) layer.date = date->date();
  if (const auto visible = node.find("visible")) layer.visible = visible->boolean();
  return layer;
}

double number_between(const JsonNode& node, double least, double most) {
  const std::string expected = trf("a number between {} and {}", least, most);
  const double value = node.number(expected);
  if (!(value >= least && value <= most)) node.fail(expected);
  return value;
}

/// true, false, or an object that says where the light comes from.
std::optional<Hillshade> read_hillshade(const JsonNode& node) {
  if (node.is_boolean()) return node.boolean() ? std::optional(Hillshade{}) : std::nullopt;
  node.object(tr("true, false, or an object with \"azimuth\", \"altitude\" and \"z_factor\"")).warn_unknown({"azimuth", "altitude", "z_factor"});
  Hillshade light;
  if (const auto azimuth = node.find("azimuth")) light.azimuth = number_between(*azimuth, 0, 360);
  if (const auto altitude = node.find("altitude")) light.altitude = number_between(*altitude, 1, 90);
  if (const auto z_factor = node.find("z_factor")) light.z_factor = number_between(*z_factor, 0.001, 1000);
  return light;
}

RasterSource read_raster(const JsonNode& node, const fs::path& folder) {
  node.warn_unknown({"id", "kind", "source", "layer", "name", "crs", "hillshade", "opacity", "max_zoom", "attribution", "visible"});
  RasterSource raster;
  raster.key = node.path();
  raster.source = resolve(folder, node.at("source", tr("a file, a folder of tiles or a connection string")).string());
  raster.layer = node.string_at("layer");
  raster.crs = node.string_at("crs");
  if (const auto name = node.find("name")) raster.name = name->text();
  if (const auto hillshade = node.find("hillshade")) raster.hillshade = read_hillshade(*hillshade);
  if (const auto opacity = node.find("opacity")) raster.opacity = number_between(*opacity, 0, 1);
  if (const auto zoom = node.find("max_zoom")) raster.max_zoom = static_cast<int>(std::min(24L, zoom->integer(0, tr("a zoom level, 0 to 24"))));
  if (const auto attribution = node.find("attribution")) raster.attribution = attribution->text();
  if (const auto visible = node.find("visible")) raster.visible = visible->boolean();
  return raster;
}

void read_layers(Project& project, const JsonNode& layers, const fs::path& folder) {
  std::vector<std::string> names = layer_kind_names();
  names.emplace_back("raster");
  std::set<std::string> taken;
  for (const JsonNode& node : layers.items()) {
    std::string id = read_id(node.object(), taken);
    const std::size_t kind = node.at("kind", tr("the kind of the layer")).one_of(names);
    if (kind < kinds.size()) project.layers.push_back(read_layer(node, folder, kinds[kind])), project.layers.back().id = id;
    else project.rasters.push_back(read_raster(node, folder)), project.rasters.back().id = id;
    taken.insert(std::move(id));
  }
}

/// One file or a list of them, beside the project.
std::vector<fs::path> read_paths(const JsonNode& root, const char* key, const fs::path& folder) {
  const auto node = root.find(key);
  if (!node) return {};
  const auto beside = [&](const JsonNode& name) { return (folder / fs::path(name.string(tr("the name of a file")))).lexically_normal(); };
  if (!node->is_array()) return {beside(*node)};
  std::vector<fs::path> out;
  for (const JsonNode& name : node->items()) out.push_back(beside(name));
  return out;
}

CrosswalkSource read_crosswalk_source(const JsonNode& node, const fs::path& folder) {
  node.object(tr("an object with \"source\" and \"fields\"")).warn_unknown({"source", "fields"});
  CrosswalkSource out;
  out.path = (folder / fs::path(node.at("source", tr("the name of a file")).string(tr("the name of a file")))).lexically_normal();
  const auto fields = node.find("fields");
  if (!fields) return out;
  fields->object(tr("an object of roles and field names")).warn_unknown({"old", "new", "how", "area"});
  const auto named = [&](const char* role, std::string& column) {
    if (std::string name = fields->string_at(role); !name.empty()) column = std::move(name);
  };
  named("old", out.before), named("new", out.after), named("how", out.how), named("area", out.area);
  return out;
}

FormerArea read_former(const JsonNode& node, const std::set<std::string>& taken) {
  node.object().warn_unknown({"code", "name", "until"});
  const JsonNode code = node.at("code", tr("the code of the area, as text"));
  FormerArea area{.code = code.code(), .name = node.at("name", tr("the name of the area")).text(), .until = {}};
  if (taken.contains(area.code)) code.fail(tr("a code that no other former area has"));
  if (const auto until = node.find("until")) area.until = until->date();
  return area;
}

/// The keys of a map whose units were redrawn. Codes of another list cannot be understood without the table that joins the lists.
void read_redrawing(Project& project, const JsonNode& root, const fs::path& folder) {
  if (const auto since = root.find("units_since")) project.units_since = since->date();
  const auto crosswalk = root.find("crosswalk"), former = root.find("former");
  if (crosswalk) project.crosswalk = read_crosswalk_source(*crosswalk, folder);
  std::set<std::string> taken;
  if (former)
    for (const JsonNode& area : former->items()) taken.insert(project.former.emplace_back(read_former(area, taken)).code);
  if (crosswalk) return;
  if (!project.former.empty()) former->warn(tr("without \"crosswalk\" nobody knows which units these areas were made of"));
  for (const LayerSource& layer : project.layers)
    if (layer.codes != CodeList::own)
      root.fail_missing("crosswalk", tr("an object with \"source\" and \"fields\""), trf("{} needs it", layer.key + ".codes"));
}

Official read_official(const JsonNode& node) {
  node.object(tr("an object with \"parent\", \"agency\", \"number\", \"place\" and \"date\""))
      .warn_unknown({"parent", "agency", "number", "place", "date"});
  Official out{.parent = node.string_at("parent"),
               .agency = node.at("agency", tr("the agency that issues the document")).string(),
               .number = node.string_at("number"),
               .place = node.string_at("place"),
               .date = {}};
  if (const auto date = node.find("date")) out.date = date->date();
  return out;
}

/// Files beside the project, and layouts written out in it. `beside` collects the files' own warnings.
void read_layouts(Project& project, const JsonNode& list, const fs::path& folder, std::vector<std::string>& beside) {
  std::set<std::string> taken;
  for (const JsonNode& node : list.items()) {
    project.layouts.push_back(node.is_string() ? read_layout((folder / fs::path(node.string())).lexically_normal(), &beside) : read_layout(node));
    if (!taken.insert(project.layouts.back().id).second)
      node.fail_why(trf("there is a layout '{}' already", project.layouts.back().id));
  }
}

}  // namespace

const char* name_of(LayerKind kind) {
  switch (kind) {
    case LayerKind::digital_address: return "digital_address";
    case LayerKind::broadband_coverage: return "broadband_coverage";
    case LayerKind::fiber_household: return "fiber_household";
    case LayerKind::villages: return "villages";
    case LayerKind::sites: return "sites";
  }
  return "";
}

const std::vector<std::string>& layer_kind_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const LayerKind kind : kinds) out.emplace_back(name_of(kind));
    return out;
  }();
  return names;
}

const std::vector<std::string>& field_roles(LayerKind kind) {
  static const std::map<LayerKind, std::vector<std::string>> roles{
      {LayerKind::digital_address, {"code", "unit", "stage", "since", "addresses", "households", "object_class", "scheme"}},
      {LayerKind::broadband_coverage, {"technology", "operator", "download_mbps"}},
      {LayerKind::fiber_household, {"unit", "connected", "since", "operator", "code", "households", "village"}},
      {LayerKind::villages, {"code", "name", "unit", "households"}},
      {LayerKind::sites, {"code", "name", "kind", "unit"}}};
  return roles.at(kind);
}

Project read_project(const fs::path& path, const fs::path& assets) {
  Project project;
  project.path = project_file(path);
  const fs::path folder = project.path.parent_path();
  const JsonFile file = JsonFile::read(project.path, tr("Cannot read the project"));
  file.require_version(1);
  const JsonNode root = file.root();
  root.warn_unknown({"$schema", "version", "title", "crs", "scope", "date", "illustrative", "units", "layers", "crosswalk", "former",
                     "units_since", "indicators", "targets", "actuals", "rankings", "scenes", "layouts", "official"});
  if (const auto title = root.find("title")) project.title = title->text();
  else project.title.vi = folder.filename().string();
  project.crs = read_crs(root);
  if (const auto scope = root.find("scope")) project.scope = scope->code();
  if (const auto date = root.find("date")) project.date = date->date();
  if (const auto illustrative = root.find("illustrative")) project.illustrative = illustrative->boolean();

  const JsonNode units = root.at("units", tr("a list of unit levels, outermost first"));
  std::set<std::string> levels;
  for (const JsonNode& unit : units.items()) levels.insert(project.units.emplace_back(read_unit(unit, folder, levels)).level);
  if (project.units.empty()) units.fail(tr("at least one level of units"));
  if (const auto layers = root.find("layers")) read_layers(project, *layers, folder);

  read_redrawing(project, root, folder);

  project.indicators = read_paths(root, "indicators", folder);
  if (project.indicators.empty() && !assets.empty()) project.indicators = {assets / "indicators" / "default.json"};
  project.targets = read_paths(root, "targets", folder);
  project.actuals = read_paths(root, "actuals", folder);
  project.rankings = read_paths(root, "rankings", folder);
  if (const auto official = root.find("official")) project.official = read_official(*official);
  std::vector<std::string> beside;
  if (const auto layouts = root.find("layouts")) read_layouts(project, *layouts, folder, beside);
  project.warnings = file.warnings();
  project.warnings.insert(project.warnings.end(), beside.begin(), beside.end());
  return project;
}

}  // namespace data
