// What the screen shows, as one value: panels read it and push requests; only App changes it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/load.h"
#include "layers/classify.h"
#include "layers/palette.h"
#include "layers/points_layer.h"
#include "layers/view.h"
#include "viewer/export_choices.h"

namespace viewer {

struct Message {
  enum class Kind { note, warning, error } kind = Kind::note;
  std::string text;
};

/// One line of the units table, ready to be drawn.
struct UnitRow {
  int unit = 0;
  std::string name, parent;
  data::Share share;               ///< of the chosen indicator
  std::optional<double> value;     ///< in the indicator's unit
  std::optional<std::int64_t> missing;  ///< things still needed to reach the target in this unit; empty without a target
};

/// The page as it would be saved, small.
struct ExportPreview {
  std::uint32_t texture = 0;            ///< GL's; 0: none yet
  int width = 0, height = 0;            ///< of the texture
  int page_width = 0, page_height = 0;  ///< of the page, in its own pixels
  double paper_width = 0, paper_height = 0;  ///< millimetres of its paper; 0: a screen
  bool pending = false;                 ///< a newer one is being made
  std::string error;                    ///< why there is none
};

/// A project opened in this run that is no sample of the program's own.
struct RecentProject {
  std::filesystem::path path;
  data::Text title;
};

enum class TableColumn { name, parent, denominator, numerator, value, missing };

struct State {
  data::Lang lang = data::Lang::vi;
  const layers::Theme* theme = nullptr;

  std::shared_ptr<const data::Dataset> dataset;   ///< as soon as units are read
  std::shared_ptr<const data::Loaded> loaded;     ///< once everything is
  std::shared_ptr<const data::Peers> peers;       ///< the shipped provinces, once a project is read; part of `loaded`
  std::string province;                           ///< id of the shipped province whose sample is open; empty: a project of one's own
  std::vector<RecentProject> recent;              ///< newest first
  bool loading = false;
  int generated_percent = -1;                     ///< of the sample that is being generated; negative while none is
  int load_step = 0, load_steps = 0;

  std::string indicator;                          ///< id of the one that colours the map
  std::optional<layers::Choropleth> choropleth;   ///< with its classes, target and counts per class
  int level = 0;                                  ///< the level that is filled and listed
  int entered = 0;                                ///< the unit drilled into; 0 the whole area
  int selected = -1, hovered = -1;                ///< units

  std::vector<UnitRow> table;                     ///< filtered and sorted
  TableColumn sort = TableColumn::missing;
  bool descending = true;
  std::string search;

  std::vector<std::string> switchable;            ///< layer ids in panel order
  std::vector<std::pair<std::string, bool>> visible;
  std::vector<std::pair<std::string, double>> opacity;  ///< of the basemaps among them
  std::vector<Message> messages;
  bool messages_shown = false, panels_shown = true, help_shown = false;
  bool switcher_shown = false;
  int switcher_line = 0;                          ///< the one that Enter chooses
  bool comparison_shown = false, comparison_shared_only = true;
  std::string pillar;                             ///< whose cards are shown; empty: the headline targets
  int source_shown = -1;                          ///< scorecard row whose dossier is open

  bool export_shown = false, exported = false;    ///< exported: a picture was saved by these choices
  ExportChoices export_choices;
  ExportHand export_hand;                         ///< where in the dialog somebody is
  ExportPreview preview;
  bool saving = false;
  std::optional<Message> export_result;           ///< what became of the last picture, for the dialog
  std::optional<Message> notice;                  ///< shown over the map for some seconds

  layers::View view, map_view;                    ///< map_view: the part that no panel covers
  std::vector<layers::Frame> kept_clear;          ///< of that part, for what lies on it: names keep out
  std::optional<data::Point> pointer;             ///< map position under the pointer, when it is over the map
  std::optional<data::Point> pointer_wgs84;       ///< longitude, latitude
  std::string crs_name;                           ///< short, for the status bar
  double true_metres = 1;                         ///< per map metre, at the centre
  std::vector<layers::PointsUnder> under_pointer; ///< by layer of points that has any there
  std::string clock;                              ///< shown on the bar instead of the time of day; empty: the real one
  std::string renderer;                           ///< the graphics driver's name

  bool is_visible(const std::string& id) const {
    for (const auto& [layer, on] : visible)
      if (layer == id) return on;
    return true;
  }
  /// The basemap of that id; null for any other layer.
  const data::RasterData* basemap(const std::string& id) const {
    if (dataset)
      for (const auto& raster : dataset->rasters)
        if (raster->source.id == id) return raster.get();
    return nullptr;
  }
  double opacity_of(const std::string& id) const {
    for (const auto& [layer, share] : opacity)
      if (layer == id) return share;
    return 1;
  }
  const data::UnitSet* units() const { return dataset ? dataset->units.get() : nullptr; }
};

}  // namespace viewer
