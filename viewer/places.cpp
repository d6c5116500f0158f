#include "viewer/places.h"

#include <cstdlib>

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
  const fs::path found = share_dir() / "phusong";
  std::error_code ignored;
  if (!fs::exists(found / "indicators" / "default.json", ignored))
    throw data::Error({.what = data::tr("The program's own files are missing"), .file = found.string(), .hint = data::tr("install it again, or run it from its build folder")});
  return found;
}

fs::path locale_dir() { return share_dir() / "locale"; }

fs::path cache_dir() {
  if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg && *xdg) return fs::path(xdg) / "phusong";
  const char* home = std::getenv("HOME");
  return fs::path(home && *home ? home : "/tmp") / ".cache" / "phusong";
}

fs::path sample_project(const fs::path& assets, const std::function<void(std::uint64_t, std::uint64_t)>& on_progress) {
  // A new version may generate another sample, so each has its own folder.
  const fs::path folder = cache_dir() / "samples" / data::version / "vinh-phuc";
  const fs::path project = folder / "project.json";
  std::error_code ignored;
  if (fs::exists(project, ignored)) return project;
  std::error_code failed;
  fs::create_directories(folder.parent_path(), failed);
  if (failed)
    throw data::Error({.what = data::tr("Cannot create the cache folder"), .file = folder.parent_path().string(), .why = failed.message(),
                       .hint = data::tr("set XDG_CACHE_HOME to a folder that may be written")});
  try {
    return data::write_sample("vinh-phuc", folder, assets, {}, on_progress);
  } catch (const data::Error&) {
    if (fs::exists(project, ignored)) return project;  // another instance was faster
    throw;
  }
}

}  // namespace viewer
