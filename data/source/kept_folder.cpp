#include "data/source/kept_folder.h"

#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <tuple>
#include <utility>
#include <vector>

namespace data {
namespace {

namespace fs = std::filesystem;

struct Kept {
  std::pair<std::time_t, long> used;  ///< seconds, nanoseconds
  std::uint64_t size = 0;
  fs::path path;
};

std::vector<Kept> files_below(const fs::path& folder, LastUse by, const std::stop_token& stop) {
  std::vector<Kept> out;
  std::error_code failed;
  const auto pair_of = [](const timespec& time) { return std::pair{time.tv_sec, time.tv_nsec}; };
  for (fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, failed), end;
       !failed && at != end && !stop.stop_requested(); at.increment(failed)) {
    struct stat now {};
    if (lstat(at->path().c_str(), &now) != 0 || !S_ISREG(now.st_mode)) continue;
    const auto written = pair_of(now.st_mtim);
    out.push_back(
        {by == LastUse::read ? std::max(written, pair_of(now.st_atim)) : written, static_cast<std::uint64_t>(now.st_size), at->path()});
  }
  return out;
}

}  // namespace

void keep_within(const fs::path& folder, std::uint64_t limit, LastUse by, const std::stop_token& stop) {
  std::vector<Kept> all = files_below(folder, by, stop);
  std::uint64_t sum = 0;
  for (const Kept& kept : all) sum += kept.size;
  if (sum <= limit) return;
  std::sort(all.begin(), all.end(), [](const Kept& a, const Kept& b) { return std::tie(a.used, a.path) < std::tie(b.used, b.path); });
  for (const Kept& kept : all) {
    if (sum <= limit || stop.stop_requested()) return;
    std::error_code failed;
    fs::remove(kept.path, failed);
    if (!failed) sum -= kept.size;  // also when somebody else was faster: it is gone
  }
}

}  // namespace data
