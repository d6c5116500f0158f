// project.json <-> Project: which files make up the map, and what their fields are called.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "data/layout.h"
#include "data/source/hillshade.h"
#include "data/source/text.h"

namespace data {

/// What a mission layer shows. Units are not a layer kind here: they are the ground everything else is counted on. Nor are rasters,
/// which nothing is counted from.
enum class LayerKind { digital_address, broadband_coverage, fiber_household, villages, sites };
const char* name_of(LayerKind kind);  ///< "fiber_household"
const std::vector<std::string>& layer_kind_names();              ///< the spelling of every kind, in the order of LayerKind
const std::vector<std::string>& field_roles(LayerKind kind);     ///< what `fields` of a layer of this kind may name

/// One level of administrative units, outermost first in Project::units.
struct UnitSource {
  std::string level;                          ///< "province", "district", "commune", "village": data, not code
  std::string source, layer;                  ///< source is absolute, or a connection string
  std::string code_field, name_field, parent_field;  ///< parent may be empty: found by position
  std::string crs, encoding, where;
  std::string key;                            ///< "units[1]", for messages
};

/// Which list of unit codes a table speaks: this map's own, or one of the two lists its crosswalk joins.
enum class CodeList { own, before, after };

/// The table that says what became of each unit of the old list, as CSV: "crosswalk" of the project.
struct CrosswalkSource {
  std::filesystem::path path;   ///< absolute; empty: the project has none
  std::string before = "old";   ///< column of the old code
  std::string after = "new";    ///< column of the new code
  std::string how = "how";      ///< column that says whether the old unit went there whole
  std::string area = "area";    ///< column of the area above the old unit; may be absent from the file under this name
};

/// An area that no longer exists, made of units of this map: Vĩnh Phúc within Phú Thọ.
struct FormerArea {
  std::string code;
  Text name;
  std::optional<Date> until;  ///< its last day
};

struct LayerSource {
  std::string id;
  LayerKind kind = LayerKind::fiber_household;
  Text name;                                  ///< empty: the kind's own name
  std::string source, layer;
  std::map<std::string, std::string> fields;  ///< role -> field: unit, connected, since, stage, technology, households, …
  std::string crs, encoding, where, x_field, y_field;
  std::optional<Date> date;                   ///< of the data; else the project's
  CodeList codes = CodeList::own;             ///< of the `unit` field
  bool visible = true;
  std::string key;                            ///< "layers[0]"

  const std::string& field(const std::string& role) const {
    static const std::string none;
    const auto found = fields.find(role);
    return found == fields.end() ? none : found->second;
  }
};

/// A picture of the ground under everything else: a layer of kind "raster".
struct RasterSource {
  std::string id;
  Text name;                           ///< empty: the kind's own name
  std::string source, layer, crs;      ///< as in LayerSource; also a folder of tiles or a template of their names
  std::optional<Hillshade> hillshade;  ///< it holds heights, and light and shadow are shown
  double opacity = 1;                  ///< 0..1
  int max_zoom = 19;                   ///< deepest level of a template of tiles
  Text attribution;                    ///< whose work it is, shown with it
  bool visible = true;
  std::string key;                     ///< "layers[0]"
};

/// What heads the pages of an administrative document (Decree 30/2020/NĐ-CP): "official" of the project.
struct Official {
  std::string parent;        ///< the agency above; may be empty
  std::string agency;        ///< that issues the document
  std::string number;        ///< "15/BC-TTĐH"; empty: left blank, to be written by hand
  std::string place;         ///< "Vĩnh Yên"
  std::optional<Date> date;  ///< of issue; nothing: left blank
};

struct Project {
  std::filesystem::path path;   ///< of project.json
  Text title;
  std::string crs;              ///< of the map, e.g. "EPSG:5897"
  std::string scope;            ///< code of the whole area, as targets name it ("26"); may be empty
  std::optional<Date> date;     ///< of the data
  bool illustrative = false;    ///< synthetic data: every picture says so
  std::vector<UnitSource> units;
  std::vector<LayerSource> layers;
  std::vector<RasterSource> rasters;  ///< those of "layers" with kind "raster", lowest first
  /// Files, each read in turn. No indicators named: the shipped ones.
  std::vector<std::filesystem::path> indicators, targets, actuals, rankings;
  CrosswalkSource crosswalk;
  std::vector<FormerArea> former;
  std::optional<Date> units_since;  ///< first day of the set of units this map shows
  std::vector<PageLayout> layouts;    ///< the project's own, read whole
  std::optional<Official> official;
  std::vector<std::string> warnings;                   ///< unknown keys, with their path
};

/// Reads and checks. Throws Error naming the key path, what was found and what was expected.
/// `assets` supplies the shipped indicators when the project names none.
Project read_project(const std::filesystem::path& path, const std::filesystem::path& assets);

}  // namespace data
