// What people choose when they save a picture of what they see, and the request that it becomes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/load.h"
#include "layers/palette.h"

namespace viewer {

struct State;
struct SnapshotRequest;

/// What of the map the picture shows: what the screen does, one unit, or everything.
enum class ExportArea { view, unit, whole };

/// Empty or nothing: as the screen has it, or as the layout does.
struct ExportChoices {
  std::string ending = ".png";  ///< of a format in picture_formats
  std::string layout = "screen";
  std::string size;  ///< "1920x1080", as typed; of a layout for screens
  double dpi = 0;    ///< of a layout for paper
  std::optional<ExportArea> area;
  std::string unit;  ///< code, for ExportArea::unit; empty: the one selected, else the one drilled into
  std::optional<data::Lang> lang;
  std::optional<bool> dark;
  std::string indicator;  ///< "none": the units keep the colour of land
  std::string name;       ///< of the file, as typed, with or without a folder
  bool sidecar = true;
  bool operator==(const ExportChoices&) const = default;
};

/// A page layout that can be chosen.
struct LayoutChoice {
  std::string id, name;  ///< name: for people, in the current language
  bool on_paper = false;
  int width = 0, height = 0;  ///< its own, in pixels
};
std::vector<LayoutChoice> layout_choices(const data::Loaded& loaded);
/// The one chosen, or the first.
LayoutChoice chosen_layout(const ExportChoices& choices, const data::Loaded& loaded);

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

/// "~/a.png" and "a.png" as an absolute path; a name that is taken gets a number, and one without an ending that of the choice. Touches
/// the disk.
std::filesystem::path free_path(const std::filesystem::path& wanted);

}  // namespace viewer
