#include "viewer/check_command.h"

#include <sstream>

#include "data/check_report.h"
#include "data/quotes.h"
#include "data/source/error.h"
#include "data/source/files.h"
#include "data/source/i18n.h"
#include "data/source/write_whole.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;

void require_folder(const fs::path& path) {
  if (data::is_folder(path)) return;
  throw data::Error({.what = data::tr("Cannot check the quotes"),
                     .file = path.string(),
                     .why = data::tr("there is no such folder"),
                     .hint = data::tr("name the folder that holds the documents' texts")});
}

/// A file that cannot be read was told of when the project was loaded.
std::vector<data::Target> targets_of(const data::Project& project) {
  std::vector<data::Target> out;
  for (const fs::path& file : project.targets) {
    try {
      for (data::Target& target : data::read_targets(file)) out.push_back(std::move(target));
    } catch (const data::Error&) {}
  }
  return out;
}

void write(const data::Check& check, const CheckCommand& options) {
  std::ostringstream out;
  if (options.format == "json") data::write_check_json(check, out);
  else if (options.format == "csv") data::write_check_csv(check, out);
  else data::write_check_table(check, out);
  data::write_whole(options.output, out.str());
}

int run_shipped(const CheckCommand& options) {
  data::Check check;
  check.quotes = data::check_quotes(data::shipped_targets(options.common.assets), options.sources);
  write(check, options);
  return check.faults() > 0 ? exit_faults : exit_done;
}

}  // namespace

int run_check(const CheckCommand& options) {
  if (!options.sources.empty()) require_folder(options.sources);
  if (options.common.project.empty() && !options.sources.empty()) return run_shipped(options);
  CommonOptions common = options.common;
  common.load.codes = true;
  const auto loaded = load_for_command(common);
  const data::Project& project = loaded->dataset->project;
  data::Check check;
  check.layers = data::check_layers(*loaded->dataset);
  const fs::path beside = project.path.parent_path() / "sources";
  const fs::path sources = options.sources.empty() && data::is_folder(beside) ? beside : options.sources;
  if (!sources.empty()) check.quotes = data::check_quotes(targets_of(project), sources);
  write(check, options);
  const int code = outcome(*loaded, options.common);
  return code == exit_done && check.faults() > 0 ? exit_faults : code;
}

}  // namespace viewer
