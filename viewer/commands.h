// The commands that need no display: each reads a project, writes its answer and says how it went.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/load.h"
#include "viewer/page/page.h"

namespace viewer {

/// What every command takes.
struct CommonOptions {
  std::filesystem::path assets, project;  ///< project empty: the bundled sample
  data::LoadOptions load;
  data::Lang lang = data::Lang::vi;
  bool strict = false, verbose = false;
};

/// Exit codes, as product documentation promises them.
enum Exit { exit_done = 0, exit_failed = 1, exit_usage = 2, exit_faults = 3 };

/// Whether what a picture was made of is of interest, and whether it is to lie beside the picture.
enum class SidecarUse { none, told, written };

/// A page ready to be made anywhere, also on a worker thread with a context of its own.
struct SnapshotRequest {
  std::shared_ptr<const data::Loaded> loaded;
  PageSpec page;
  std::filesystem::path file;
  std::vector<std::pair<std::string, double>> opacity;  ///< of basemaps; the project's own for the others
  std::vector<std::string> layers;  ///< ids that are drawn; empty: as the project says
  bool exact_layers = false;        ///< `layers` are all there is; else names, borders and fill come with those that name none of them
  bool world_file = false;          ///< beside a PNG
  SidecarUse sidecar = SidecarUse::written;
};
/// Makes the page on a headless context of this thread and writes it whole, in the format of its name, then its sidecar. Throws data::Error.
void save_page(const SnapshotRequest& request);
/// The same page as a PNG in memory.
std::vector<std::uint8_t> png_of(const SnapshotRequest& request);
/// Gives the map the data, the layers and the opacities that the request asks for; returns its page with every default. Needs the
/// map's context.
PageSpec dress_map(const SnapshotRequest& request, layers::Map& map);

struct Remade;

struct SnapshotOptions {
  CommonOptions common;
  std::filesystem::path output;
  std::string size, layout, area, theme_by, theme, level, layers;  ///< no layout: a bare map as a GeoTIFF, a screen as anything else
  double dpi = 0;
  bool both_languages = false, official = false;
  bool world_file = false;
  bool sidecar = true;
  // What only a sidecar asks for.
  std::filesystem::path from_sidecar;  ///< the picture that this describes, again
  std::vector<std::pair<std::string, double>> opacity;
  bool exact_layers = false;
  std::string printed;                 ///< the page's print stamp
  Size paper_mm{};                     ///< nothing: as `size` and the layout have it
};
/// `remade`, if given, is told what the picture was made of, also where that is why there is none.
int run_snapshot(const SnapshotOptions& options, Remade* remade = nullptr);
/// The picture that options.from_sidecar describes; says what is not as it was.
int run_snapshot_again(const SnapshotOptions& options);

struct ScreenshotOptions {
  CommonOptions common;
  std::filesystem::path output;
  std::string size = "1920x1080", theme = "dark";
  double pixel_ratio = 1;
};
/// The window's own screen, drawn without one.
int run_screenshot(const ScreenshotOptions& options);

struct ReportCommand {
  CommonOptions common;
  std::filesystem::path output = "-";
  std::string format = "table", level, indicator;
};
int run_report(const ReportCommand& options);

struct SampleCommand {
  CommonOptions common;
  std::string province;
  std::filesystem::path output;
  std::uint64_t households = 0;
};
int run_sample(const SampleCommand& options);

int run_inspect(const std::string& source);

/// Reads the project with a progress bar on a terminal; the date is that of `options`. Prints what did not load to stderr.
std::shared_ptr<const data::Loaded> load_for_command(const CommonOptions& options, const data::OnData& on_data = {});
/// What the command's exit code is once its output is written: 1 if something did not load, 3 with --strict and warnings.
int outcome(const data::Loaded& loaded, const CommonOptions& options);

}  // namespace viewer
