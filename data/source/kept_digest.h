// Fingerprints kept between runs: a file of gigabytes is not read again as long as nothing about it has changed.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>

#include "data/source/sha256.h"

namespace data {

/// digest_of(path), or what is kept of it in `folder` while the file still has the size, the times of change (of its contents and of its
/// entry, which nobody sets back) and the place on the disk that it had then. Small files and folders are always read, and so is a file
/// that changed so lately that a further change might not show. An empty folder: nothing is kept or found.
std::optional<FileDigest> kept_digest_of(const std::filesystem::path& path, const std::filesystem::path& folder,
                                         const std::stop_token& stop = {});

/// The ending of the files it keeps, beside those of ColumnCache.
inline constexpr const char* kept_digest_ending = ".sha256";

}  // namespace data
