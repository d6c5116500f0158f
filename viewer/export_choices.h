// What people choose when they save a picture of what they see, and the request that it becomes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/load.h"
#include "layers/palette.h"
#include "viewer/page/picture_format.h"

namespace viewer {

struct State;
struct SnapshotRequest;

/// What of the map the picture shows: what the screen does, one unit, or everything.
enum class ExportArea { view, unit, whole };

/// Empty or nothing: as the screen has it, or as the layout does.
struct ExportChoices {
  std::string ending = ".png";    ///< of a format in picture_formats
  std::string layout = "screen";  ///< empty, of a GeoTIFF: the map by itself, edge to edge
  std::string size;               ///< as set_size takes it: "1920x1080", "3x2@1920x1080", "a3-portrait"
  bool other_size = false;        ///< it is being typed, and stays so where it is empty or a common one
  double dpi = 0;                 ///< of a layout for paper
  std::optional<ExportArea> area;
  std::string unit;  ///< code, for ExportArea::unit; empty: the one selected, else the one drilled into
  std::optional<data::Lang> lang;
  bool both_languages = false;  ///< on one page; `lang` does not count then
  std::optional<bool> dark;
  std::string indicator;  ///< "none": the units keep the colour of land
  std::string name;       ///< of the file, as typed, with or without a folder
  // These count where they can: see why_not_official and why_no_world_file.
  bool official = false;    ///< headed as an administrative document
  bool world_file = false;  ///< beside a PNG
  bool sidecar = true;
  bool operator==(const ExportChoices&) const = default;
};

/// Where in the dialog somebody is.
struct ExportHand {
  std::string field;     ///< id of the field or button that keys act on; empty: none yet
  bool by_keys = false;  ///< came there by Tab, so that it has to be seen where that is
  bool more = false;     ///< the fold is open
  bool operator==(const ExportHand&) const = default;
};

/// The one that the typed name ends in; where it has no ending, the one chosen.
Format chosen_format(const ExportChoices& choices);

/// A page layout that can be chosen.
struct LayoutChoice {
  std::string id{}, name{};  ///< id: empty for the map by itself; name: for people, in the current language
  bool on_paper = false, official = false;
  int width = 0, height = 0;           ///< its own, in pixels; 0: as the area has it
  double width_mm = 0, height_mm = 0;  ///< its own paper
};
std::vector<LayoutChoice> layout_choices(const ExportChoices& choices, const data::Loaded& loaded);
/// The one chosen, or the first.
LayoutChoice chosen_layout(const ExportChoices& choices, const data::Loaded& loaded);

/// Why the page cannot be headed as an administrative document, or a world file not be written; empty: it can.
std::string why_not_official(const ExportChoices& choices, const data::Loaded& loaded);
std::string why_no_world_file(const ExportChoices& choices);

/// The unit that a picture of one unit would be about: selected, else drilled into; -1 when there is none.
int export_unit(const ExportChoices& choices, const State& state);
/// The area that was chosen; without a choice everything when all of it is on the screen, else what is on the screen.
ExportArea area_of(const ExportChoices& choices, const State& state);
const layers::Theme* theme_of(const ExportChoices& choices, const State& state);
/// ASCII and sortable: "vinh-phuc_fibre-hh-use_20221231_vi.png".
std::string default_name(const ExportChoices& choices, const State& state);

/// The picture that was chosen, of what the state shows. `file` is the name as typed or the default one. Needs state.loaded. Throws
/// data::Error when the size is not understood.
SnapshotRequest export_request(const ExportChoices& choices, const State& state);

/// Where the picture goes: "~/a.png" and "a.png" as an absolute path, with a number where the picture's name, or that of a file that will
/// lie beside it, is taken. Touches the disk.
std::filesystem::path free_path(const SnapshotRequest& request);

}  // namespace viewer
