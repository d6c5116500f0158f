// Folders of things kept between runs, held to a size: what can be had again goes, least recently used first.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace data {

/// What tells when a file of such a folder was last of use.
enum class LastUse {
  written,  ///< its time of change, which whoever uses it sets anew
  read      ///< the later of its time of change and the last read that the file system wrote down: often no finer than a day
};

/// Deletes the files that were of use longest ago, below `folder` at any depth, until those that are left have at most `limit` bytes.
/// Folders stay. Any number of threads and processes may do so at once, and read and write there meanwhile: none takes away
/// more than one alone would. What cannot be looked at or deleted is passed over; nothing throws. A stop request ends it soon.
void keep_within(const std::filesystem::path& folder, std::uint64_t limit, LastUse by, const std::stop_token& stop = {});

}  // namespace data
