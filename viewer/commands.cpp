#include "viewer/commands.h"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <ctime>
#include <fstream>
#include <iostream>
#include <mutex>
#include <sstream>
#include <thread>

#include "data/report.h"
#include "data/report_sheets.h"
#include "data/sample/sample.h"
#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/inspect.h"
#include "data/source/write_whole.h"
#include "viewer/places.h"
#include "viewer/progress_bar.h"

namespace viewer {
namespace {

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min,
                     utc.tm_sec);
}

/// Shows a load's progress from a thread of its own until it goes.
class LoadWatch {
 public:
  explicit LoadWatch(const data::LoadProgress& progress)
      : thread_([&progress](const std::stop_token& stop) {
          ProgressBar bar(data::tr("Reading"));
          std::mutex mutex;
          std::condition_variable_any stopped;  // who waits for the load must not wait for the bar
          std::unique_lock lock(mutex);
          while (!stop.stop_requested()) {
            bar.show(static_cast<std::uint64_t>(progress.step), static_cast<std::uint64_t>(progress.steps));
            stopped.wait_for(lock, stop, std::chrono::milliseconds(50), [&] { return stop.stop_requested(); });
          }
        }) {}

 private:
  std::jthread thread_;
};

std::filesystem::path project_of(const CommonOptions& options) {
  ProgressBar bar(data::tr("Generating the sample"));
  return find_project(options.project, options.assets, [&](std::uint64_t done, std::uint64_t total) { bar.show(done, total); });
}

}  // namespace

std::shared_ptr<const data::Loaded> load_for_command(const CommonOptions& options, const data::OnData& on_data) {
  const std::filesystem::path project = project_of(options);
  data::LoadProgress progress;
  std::shared_ptr<const data::Loaded> loaded;
  {
    const LoadWatch watch(progress);
    loaded = data::load_project(project, options.assets, options.load, {}, &progress, on_data);
  }
  for (const std::string& error : loaded->dataset->errors) fmt::print(stderr, "phusong: {}\n", error);
  if (options.verbose || options.strict)
    for (const std::string& warning : loaded->dataset->warnings) fmt::print(stderr, "phusong: {} {}\n", data::tr("warning:"), warning);
  return loaded;
}

int outcome(const data::Loaded& loaded, const CommonOptions& options) {
  if (!loaded.dataset->errors.empty()) return exit_failed;
  return options.strict && !loaded.dataset->warnings.empty() ? exit_faults : exit_done;
}

int run_report(const ReportCommand& options) {
  CommonOptions common = options.common;
  common.load.drawn = options.common.strict;  // who wants to hear of every fault has every field read
  const auto loaded = load_for_command(common);
  data::ReportOptions report;
  report.level = options.level;
  report.generated = utc_now();
  std::stringstream ids(options.indicator);
  for (std::string id; std::getline(ids, id, ',');)
    if (!id.empty()) report.indicators.push_back(id);
  if (options.format == "xlsx") {
    data::write_whole(options.output, data::report_xlsx(*loaded, report));
    return outcome(*loaded, options.common);
  }
  std::ostringstream out;
  if (options.format == "json") data::write_report_json(*loaded, report, out);
  else if (options.format == "csv") data::write_report_csv(*loaded, report, out);
  else data::write_report_table(*loaded, report, out);
  data::write_whole(options.output, out.str());
  return outcome(*loaded, options.common);
}

int run_sample(const SampleCommand& options) {
  data::SampleOptions sample;
  sample.households = options.households;
  std::filesystem::path project;
  {
    ProgressBar bar(data::tr("Generating the sample"));
    project = data::write_sample(options.province, options.output, options.common.assets, sample,
                                 [&](std::uint64_t done, std::uint64_t total) { bar.show(done, total); });
  }
  fmt::print("{}\n", project.string());
  return exit_done;
}

int run_inspect(const std::string& source) {
  data::write_inspection(source, std::cout);
  return exit_done;
}

}  // namespace viewer
