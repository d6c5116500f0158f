// Where things are: the program's own assets beside the binary, the user's cache by the XDG rules.
#pragma once

#include <filesystem>
#include <functional>

namespace viewer {

/// …/share/phusong, found from the binary: the build tree and an installed one look alike. Throws data::Error when absent.
std::filesystem::path assets_dir();
/// …/share/locale beside it.
std::filesystem::path locale_dir();
/// $XDG_CACHE_HOME/phusong, or ~/.cache/phusong.
std::filesystem::path cache_dir();

/// The bundled sample's project.json, generated into the cache on the first call (a few seconds).
std::filesystem::path sample_project(const std::filesystem::path& assets, const std::function<void(std::uint64_t, std::uint64_t)>& on_progress = {});

}  // namespace viewer
