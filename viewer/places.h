// Where things are: the program's own assets beside the binary, the user's cache by the XDG rules.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace viewer {

/// …/share/phusong, found from the binary: the build tree and an installed one look alike. Throws data::Error when absent.
std::filesystem::path assets_dir();
/// …/share/locale beside it.
std::filesystem::path locale_dir();
/// $XDG_CACHE_HOME/phusong, or ~/.cache/phusong.
std::filesystem::path cache_dir();

/// Told how much of a sample is generated; from the thread that generates it.
using SampleProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// The province that is opened when nothing is asked for.
inline constexpr const char* first_province = "vinh-phuc";

/// Where the sample of a province lies once it is generated, as the project itself will name it. Touches no disk.
std::filesystem::path sample_file(const std::string& province);
/// The same, generated into the cache on the first call (a few seconds). Throws data::Error: unknown province, cache not writable.
std::filesystem::path sample_project(const std::string& province, const std::filesystem::path& assets,
                                     const SampleProgress& on_progress = {});
/// The project that was asked for: a file or a folder of that name, else the sample of the province with that id. Empty: the first
/// province. Throws data::Error for a word that is neither, naming the provinces there are.
std::filesystem::path find_project(const std::filesystem::path& asked, const std::filesystem::path& assets,
                                   const SampleProgress& on_progress = {});

}  // namespace viewer
