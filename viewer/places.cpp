#include "viewer/places.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "data/sample/sample.h"
#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/version.h"

namespace viewer {
namespace fs = std::filesystem;
namespace {

fs::path share_dir() {
  std::error_code ignored;
  return (fs::read_symlink("/proc/self/exe", ignored).parent_path() / ".." / "share").lexically_normal();
}

}  // namespace

fs::path assets_dir() {
  fs::path found = share_dir() / "phusong";
  std::error_code ignored;
  if (!fs::exists(found / "indicators" / "default.json", ignored))
    throw data::Error({.what = data::tr("The program's own files are missing"),
                       .file = found.string(),
                       .hint = data::tr("install it again, or run it from its build folder")});
  return found;
}

fs::path locale_dir() { return share_dir() / "locale"; }

fs::path cache_dir() {
  if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg && *xdg) return fs::path(xdg) / "phusong";
  const char* home = std::getenv("HOME");
  return fs::path(home && *home ? home : "/tmp") / ".cache" / "phusong";
}

fs::path sample_file(const std::string& province) {
  // A new version may generate another sample, so each has its own folder.
  return fs::absolute(cache_dir() / "samples" / data::version / province / "project.json").lexically_normal();
}

fs::path sample_project(const std::string& province, const fs::path& assets, const SampleProgress& on_progress) {
  fs::path project = sample_file(province);
  const fs::path folder = project.parent_path();
  std::error_code ignored;
  if (fs::exists(project, ignored)) return project;
  std::error_code failed;
  fs::create_directories(folder.parent_path(), failed);
  if (failed)
    throw data::Error({.what = data::tr("Cannot create the cache folder"),
                       .file = folder.parent_path().string(),
                       .why = data::system_message(failed.value()),
                       .hint = data::tr("set XDG_CACHE_HOME to a folder that may be written")});
  try {
    return data::write_sample(province, folder, assets, {}, on_progress);
  } catch (const data::Error&) {
    if (fs::exists(project, ignored)) return project;  // another instance was faster
    throw;
  }
}

fs::path find_project(const fs::path& asked, const fs::path& assets, const SampleProgress& on_progress) {
  if (asked.empty()) return sample_project(first_province, assets, on_progress);
  std::error_code ignored;
  const bool a_word = !asked.has_parent_path() && !asked.has_extension();
  if (!a_word || fs::exists(asked, ignored)) return asked;
  const std::vector<std::string> known = data::sample_provinces(assets);
  if (std::find(known.begin(), known.end(), asked.string()) != known.end()) return sample_project(asked.string(), assets, on_progress);
  throw data::Error({.what = data::trf("There is no project and no sample province called '{}'", asked.string()),
                     .hint = data::trf("give a project.json, its folder, or one of: {}", fmt::format("{}", fmt::join(known, ", ")))});
}

}  // namespace viewer
