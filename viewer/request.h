// Everything a person can ask of the program, as values: panels and input push them, App::handle carries them out.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "data/source/i18n.h"
#include "layers/view.h"
#include "viewer/export_choices.h"

namespace viewer {

struct OpenProject { std::filesystem::path path; };     ///< a file, a folder, or the id of a sample province where nothing has that name
struct OpenSample { std::string province; };          ///< the sample of a shipped province, generated first when it is not there yet
struct Reload {};
struct SelectUnit { int unit = -1; };                 ///< -1 clears
struct EnterUnit { int unit = 0; };                   ///< drill down: the table lists its children, the map flies to it
struct ShowLevel { int level = 0; };                  ///< fills and lists the units of another level
struct ChooseIndicator { std::string id; };           ///< colours the map and the table by it
struct ShowLayer { std::string id; bool visible = true; };
struct SetOpacity { std::string id; double opacity = 1; };  ///< of a basemap, 0..1
struct LookAt { layers::View view; bool animate = false; };
struct FitAll {};
struct ShowSource { int row = -1; };                  ///< opens the dossier of a scorecard row; -1 closes it
struct ShowPillar { std::string pillar; };            ///< whose cards are shown; empty: the headline targets
struct SetLanguage { data::Lang lang = data::Lang::vi; };
struct SetTheme { bool dark = true; };
struct SortTable { int column = 0; bool descending = false; };
struct SearchTable { std::string text; };
struct ShowPanels { bool shown = true; };
struct ShowMessages { bool shown = true; };
struct ShowHelp { bool shown = true; };
struct ShowSwitcher { bool shown = true; int line = 0; };       ///< the menu of provinces, with one line under the keys
struct ShowComparison { bool shown = true; bool shared_only = true; };  ///< shared_only: what two provinces or more have
struct KeepClear { std::vector<layers::Frame> frames; };   ///< what lies on the map, in pixels from its upper left corner: no name goes there
struct DismissMessages {};
struct ToggleFullScreen {};
struct SaveSnapshot {};                               ///< as the last one was saved; before there was one, the dialog
struct ShowExport { bool shown = true; };             ///< the dialog that saves a picture
struct SetExport { ExportChoices choices; };
struct MoveExportHand { ExportHand hand; };           ///< to another field of the dialog, or opens its fold
struct WalkExport { int by = 1; };                    ///< Tab in the dialog: to the next field, or the one before
struct StepExport { int by = 1; };                    ///< an arrow: the next choice of the field that the hand is on
struct SaveExport {};                                 ///< with the choices as they are
struct CopyPicture {};                                ///< the same, to the clipboard
struct Quit {};

using Request = std::variant<OpenProject, OpenSample, Reload, SelectUnit, EnterUnit, ShowLevel, ChooseIndicator, ShowLayer, SetOpacity, LookAt, FitAll, ShowSource, ShowPillar, SetLanguage, SetTheme,
                             SortTable, SearchTable, ShowPanels, ShowMessages, ShowHelp, ShowSwitcher, ShowComparison, KeepClear, DismissMessages, ToggleFullScreen, SaveSnapshot,
                             ShowExport, SetExport, MoveExportHand, WalkExport, StepExport, SaveExport, CopyPicture, Quit>;
using Requests = std::vector<Request>;

}  // namespace viewer
