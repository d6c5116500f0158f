#include "viewer/cli.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstring>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/version.h"
#include "viewer/check_command.h"
#include "viewer/commands.h"
#include "viewer/pack/pack.h"
#include "viewer/places.h"
#include "viewer/window.h"

namespace viewer {
namespace {

/// Raw values as typed; they are checked once everything is parsed, so that messages come in the asked language.
struct Raw {
  std::string project, date, lang = "vi";
  bool strict = false, verbose = false, no_cache = false, no_sidecar = false;
};

void add_common(CLI::App* command, Raw& raw, bool project = true, bool both_languages = false) {
  const auto languages = both_languages ? std::vector<std::string>{"vi", "en", "both"} : std::vector<std::string>{"vi", "en"};
  command->add_option("--lang", raw.lang, data::tr("Language of people's output"))
      ->check(CLI::IsMember(languages))
      ->type_name(both_languages ? "vi|en|both" : "vi|en");
  command->add_flag("--strict", raw.strict, data::tr("Faults in the data make the exit code 3"));
  command->add_flag("--verbose", raw.verbose, data::tr("Say more on standard error"));
  command->add_flag("--no-cache", raw.no_cache, data::tr("Read every source anew; keep and use no columns of earlier runs"));
  if (!project) return;
  command->add_option("PROJECT", raw.project, data::tr("project.json, its folder, or the id of a sample province; without it, vinh-phuc"));
  command->add_option("--date", raw.date, data::tr("As of this day instead of the project's, YYYY-MM-DD"))->type_name("YYYY-MM-DD");
}

CommonOptions common_of(const Raw& raw) {
  CommonOptions common;
  common.assets = assets_dir();
  common.project = raw.project;
  common.lang = raw.lang == "en" ? data::Lang::en : data::Lang::vi;
  common.strict = raw.strict;
  common.verbose = raw.verbose;
  if (!raw.no_cache) common.load.cache = cache_dir() / "columns", common.load.tiles = cache_dir() / "tiles";
  if (!raw.date.empty()) {
    common.load.date = data::parse_date(raw.date);
    if (!common.load.date) throw data::Error({.what = data::trf("The date '{}' is not understood", raw.date), .hint = data::tr("write it as YYYY-MM-DD, e.g. 2022-12-31")});
  }
  return common;
}

/// What CLI11 says by itself, in the asked language.
void speak(CLI::App& app) {
  const auto formatter = std::make_shared<CLI::Formatter>();
  const auto label = [&](const char* word, const std::string& said) { formatter->label(word, said); };
  label("Usage", data::tr("Usage")), label("OPTIONS", data::tr("OPTIONS")), label("SUBCOMMAND", data::tr("COMMAND"));
  label("Positionals", data::trc("command line", "Arguments")), label("REQUIRED", data::tr("(needed)")), label("TEXT", "");
  label("INT", "N"), label("UINT", "N"), label("FLOAT", "N");
  app.formatter(formatter);
  app.option_defaults()->group(data::trc("command line", "Options"));
  app.set_help_flag("-h,--help", data::tr("Show this help and end"));
  app.failure_message([](const CLI::App* at, const CLI::Error& error) {
    const std::string words = error.what();
    const auto is = [&](CLI::ExitCodes kind) { return error.get_exit_code() == static_cast<int>(kind); };
    std::string said = words;
    if (is(CLI::ExitCodes::ExtrasError)) said = data::trf("not understood: {}", fmt::format("{}", fmt::join(at->remaining(true), " ")));
    if (is(CLI::ExitCodes::RequiredError)) said = data::trf("missing: {}", words.substr(0, words.find(' ')));
    if (is(CLI::ExitCodes::ArgumentMismatch)) said = data::trf("a value is missing or too many are given: {}", words.substr(0, words.find_first_of(": ")));
    constexpr std::string_view excludes = " excludes ";
    if (const std::size_t between = words.find(excludes); is(CLI::ExitCodes::ExcludesError) && between != std::string::npos)
      said = data::trf("{0} and {1} do not go together", words.substr(0, between), words.substr(between + excludes.size()));
    return fmt::format("phusong: {}\n{}\n", said, data::trf("See {} --help", at->get_name()));
  });
}

struct ViewOptions {
  std::string theme = "dark", screenshot, size = "1920x1080";
  bool kiosk = false;
  int monitor = 0;
  double pixel_ratio = 1, quit_after = 0;
};

int run_view(const Raw& raw, const ViewOptions& view) {
  const CommonOptions common = common_of(raw);
  if (!view.screenshot.empty()) return run_screenshot({common, view.screenshot, view.size, view.theme, view.pixel_ratio});
  AppOptions app;
  app.assets = common.assets;
  app.project = common.project;
  app.load = common.load;
  app.lang = common.lang;
  app.dark = view.theme == "dark";
  run_window(app, {view.kiosk, view.monitor, common.verbose, view.quit_after});
  return exit_done;
}

void add_view(CLI::App* command, Raw& raw, ViewOptions& view) {
  add_common(command, raw);
  command->add_option("--theme", view.theme, data::tr("Colours: dark for a wall, light for a desk"))->check(CLI::IsMember({"dark", "light"}))->type_name("dark|light");
  command->add_flag("--kiosk", view.kiosk, data::tr("Full screen from the start"));
  command->add_option("--monitor", view.monitor, data::tr("Which monitor, counted from 0"))->type_name("N");
  command->add_option("--screenshot", view.screenshot, data::tr("Write the screen to a PNG instead of opening a window; needs no display"))->type_name("FILE");
  command->add_option("--size", view.size, data::tr("Size of the screenshot in pixels"))->type_name("WxH");
  command->add_option("--pixel-ratio", view.pixel_ratio, data::tr("Device pixels per design pixel of the screenshot"))->type_name("N");
  command->add_option("--quit-after", view.quit_after, data::tr("Close this many seconds after the picture is complete"))->type_name("S")->group("");
}

/// What a sidecar says is not asked for a second time.
void add_from_sidecar(CLI::App* command, SnapshotOptions& snapshot) {
  CLI::Option* from = command->add_option("--from-sidecar", snapshot.from_sidecar, data::tr("Make the picture again that this describes, and say what has changed since"))->type_name("FILE.json");
  for (const char* other : {"--size", "--dpi", "--layout", "--area", "--theme-by", "--theme", "--level", "--layers", "--date", "--official"}) from->excludes(command->get_option(other));
  command->callback([&snapshot] {
    if (snapshot.output.empty() && snapshot.from_sidecar.empty()) throw CLI::RequiredError("--output");
  });
}

void add_snapshot(CLI::App* command, Raw& raw, SnapshotOptions& snapshot) {
  add_common(command, raw, true, true);
  command->add_option("-o,--output", snapshot.output, data::tr("The file, a name that ends in .png, .pdf, .svg or .tif; - for a PNG on standard output"))->type_name("FILE");
  command->add_option("--size", snapshot.size, data::tr("Size in pixels, in screens side by side, or of paper: 1920x1080, 3x2@1920x1080, a3, a4-portrait"))->type_name("SIZE");
  command->add_option("--dpi", snapshot.dpi, data::tr("Pixels per inch of paper"))->type_name("N");
  command->add_option("--layout", snapshot.layout, data::tr("Page layout"))->type_name("ID|FILE.json");
  command->add_flag("--official", snapshot.official, data::tr("Head the page as an administrative document (Decree 30/2020), by the project's \"official\""));
  command->add_flag("--world-file", snapshot.world_file, data::tr("Beside a PNG, a .pgw that says where on the ground it lies"));
  command->add_option("--area", snapshot.area, data::tr("A unit's code, or xmin,ymin,xmax,ymax in the project's CRS"))->type_name("CODE|BOX");
  command->add_option("--theme-by", snapshot.theme_by, data::tr("The indicator that colours the units, or none"))->type_name("INDICATOR|none");
  command->add_option("--theme", snapshot.theme, data::tr("Colours: dark or light"))->check(CLI::IsMember({"dark", "light"}))->type_name("dark|light");
  command->add_option("--level", snapshot.level, data::tr("Which units are coloured and listed"))->type_name("LEVEL");
  command->add_option("--layers", snapshot.layers, data::tr("Only these layers, by id"))->type_name("ID,ID");
  command->add_flag("--no-sidecar", raw.no_sidecar, data::tr("Do not write beside the picture what it was made of (FILE.json)"));
  add_from_sidecar(command, snapshot);
}

void add_report(CLI::App* command, Raw& raw, ReportCommand& report) {
  add_common(command, raw);
  command->add_option("-o,--output", report.output, data::tr("File to write; standard output without it"))->type_name("FILE");
  command->add_option("--format", report.format, data::tr("Format"))->check(CLI::IsMember({"table", "json", "csv", "xlsx"}))->type_name("table|json|csv|xlsx");
  command->add_option("--level", report.level, data::tr("Only units of this level"))->type_name("LEVEL");
  command->add_option("--indicator", report.indicator, data::tr("Only these indicators"))->type_name("ID,ID");
}

void add_pack(CLI::App* command, Raw& raw, PackCommand& pack, std::vector<std::string>& formats) {
  add_common(command, raw);
  command->add_option("-o,--output", pack.output, data::tr("A new folder, or that of an earlier pack, which is brought up to date"))->required()->type_name("DIR");
  command->add_option("--formats", formats, data::tr("Only these of pdf, slides, xlsx, csv, json, html"))->delimiter(',')->check(CLI::IsMember(pack_format_names()))->type_name("NAME,NAME");
  command->add_option("--layout", pack.contents.layout, data::tr("Page layout of the sheets"))->type_name("LAYOUT");
  command->add_option("--level", pack.contents.level, data::tr("The deepest level that gets sheets of its own"))->type_name("LEVEL");
  command->add_option("--indicator", pack.contents.indicator, data::tr("The indicator that colours the sheets"))->type_name("ID");
  command->add_option("--jobs", pack.jobs, data::tr("Sheets drawn at once; without it, one a core"))->check(CLI::Range(1, 64))->type_name("N");
}

void add_check(CLI::App* command, Raw& raw, CheckCommand& check) {
  add_common(command, raw, false);
  command->add_option("PROJECT", raw.project, data::tr("project.json, its folder, or the id of a sample province; without it, vinh-phuc, or with --sources the shipped targets"));
  command->add_option("--sources", check.sources, data::tr("Folder of the documents' texts; without it, \"sources\" beside the project"))->type_name("DIR");
  command->add_option("--format", check.format, data::tr("Format"))->check(CLI::IsMember({"table", "json", "csv"}))->type_name("table|json|csv");
  command->add_option("-o,--output", check.output, data::tr("File to write; standard output without it"))->type_name("FILE");
}

void add_sample(CLI::App* command, Raw& raw, SampleCommand& sample) {
  add_common(command, raw, false);
  command->add_option("PROVINCE", sample.province, data::tr("The id of a province, such as vinh-phuc"))->required();
  command->add_option("-o,--output", sample.output, data::tr("A new folder"))->required()->type_name("DIR");
  command->add_option("--households", sample.households, data::tr("How many households; without it, the census figure"))->type_name("N");
}

std::set<PackFormat> formats_of(const std::vector<std::string>& names) {
  std::set<PackFormat> out;
  const auto& known = pack_format_names();
  for (const std::string& name : names) out.insert(static_cast<PackFormat>(std::find(known.begin(), known.end(), name) - known.begin()));
  return out.empty() ? PackContents{}.formats : out;
}

/// The language must be known before the first message, also before a usage error's.
data::Lang asked_language(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--lang=en") == 0) return data::Lang::en;
    if (std::strcmp(argv[i], "--lang") == 0 && i + 1 < argc && std::strcmp(argv[i + 1], "en") == 0) return data::Lang::en;
  }
  return data::Lang::vi;
}

void start_log(int argc, char** argv) {
  auto log = spdlog::stderr_color_mt("phusong");
  log->set_pattern("%H:%M:%S %^%l%$ %v");
  bool verbose = false;
  for (int i = 1; i < argc; ++i) verbose |= std::strcmp(argv[i], "--verbose") == 0;
  log->set_level(verbose ? spdlog::level::debug : spdlog::level::warn);
  spdlog::set_default_logger(log);
}

}  // namespace

int run_command_line(int argc, char** argv) {
  data::set_language(asked_language(argc, argv));
  start_log(argc, argv);

  CLI::App app{data::tr("Phủ Sóng: coverage targets beside actuals, on the map of a province"), "phusong"};
  speak(app);
  app.set_version_flag("--version", fmt::format("phusong {}", data::version), data::tr("Show the version and end"));
  app.require_subcommand(0, 1);
  app.footer(data::tr("Keys in the window: Ctrl+P another province, C the provinces side by side, ? all keys"));

  Raw raw;
  ViewOptions view;
  add_view(&app, raw, view);
  CLI::App* view_command = app.add_subcommand("view", data::tr("Open the map (the default)"));
  add_view(view_command, raw, view);

  SnapshotOptions snapshot;
  CLI::App* snapshot_command = app.add_subcommand("snapshot", data::tr("Write the map with title, legend, scale and source as a picture"));
  add_snapshot(snapshot_command, raw, snapshot);

  ReportCommand report;
  CLI::App* report_command = app.add_subcommand("report", data::tr("Targets beside actuals and every indicator per unit, as a table, JSON, CSV or XLSX"));
  add_report(report_command, raw, report);

  PackCommand pack;
  std::vector<std::string> pack_formats;
  CLI::App* pack_command = app.add_subcommand("pack", data::tr("Make everything a meeting needs: a sheet a unit, one PDF, slides, tables, an index page"));
  add_pack(pack_command, raw, pack, pack_formats);

  CheckCommand check;
  CLI::App* check_command = app.add_subcommand("check", data::tr("Say what is wrong with the data, and whether the targets' quotes are in their documents"));
  add_check(check_command, raw, check);

  SampleCommand sample;
  CLI::App* sample_command = app.add_subcommand("sample", data::tr("Write a sample project with illustrative data"));
  add_sample(sample_command, raw, sample);

  std::string inspected;
  CLI::App* inspect_command = app.add_subcommand("inspect", data::tr("Show what a file really holds: layers, fields, CRS, encoding, first rows"));
  add_common(inspect_command, raw, false);
  inspect_command->add_option("FILE", inspected, data::tr("Anything GDAL opens"))->required();

  for (CLI::App* command : app.get_subcommands({})) {
    command->group(data::trc("command line", "Commands"));
    command->set_help_flag("-h,--help", data::tr("Show this help and end"));  // its own came before the words were set
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_done : exit_usage;
  }
  if (*snapshot_command) {
    snapshot.common = common_of(raw);
    snapshot.sidecar = !raw.no_sidecar, snapshot.both_languages = raw.lang == "both";
    return snapshot.from_sidecar.empty() ? run_snapshot(snapshot) : run_snapshot_again(snapshot);
  }
  if (*report_command) {
    report.common = common_of(raw);
    return run_report(report);
  }
  if (*pack_command) {
    pack.common = common_of(raw);
    pack.contents.formats = formats_of(pack_formats);
    return run_pack(pack);
  }
  if (*check_command) {
    check.common = common_of(raw);
    return run_check(check);
  }
  if (*sample_command) {
    sample.common = common_of(raw);
    return run_sample(sample);
  }
  if (*inspect_command) return run_inspect(inspected);
  return run_view(raw, view);
}

}  // namespace viewer
