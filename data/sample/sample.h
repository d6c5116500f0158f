// The sample provinces: real unit names, codes and census figures, with everything else generated from a seed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace data {

struct SampleOptions {
  std::uint64_t households = 0;  ///< 0: the census figure; otherwise communes are scaled in proportion, summing exactly to this
  std::uint64_t seed = 2022;
};

/// Ids of the provinces that can be generated, e.g. "vinh-phuc".
std::vector<std::string> sample_provinces(const std::filesystem::path& assets);

/// Writes a complete project (project.json, units.gpkg, households.fgb, addresses.fgb, coverage.gpkg, villages.gpkg,
/// indicators.json, targets.json, actuals.csv, README.txt) into `dir`, which appears whole or not at all.
/// `assets` is the program's share directory (…/share/phusong). Same inputs, same bytes.
/// `on_progress(done, total)` is called from this thread. Returns the path of project.json.
/// Throws Error: unknown province, `dir` exists and is not empty, disk full, …
std::filesystem::path write_sample(const std::string& province, const std::filesystem::path& dir, const std::filesystem::path& assets,
                                   const SampleOptions& options = {},
                                   const std::function<void(std::uint64_t, std::uint64_t)>& on_progress = {});

}  // namespace data
