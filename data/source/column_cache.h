// Tables kept between runs: what a layer of a file held, already in columns and placed, mapped into memory instead of read again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "data/source/read_table.h"

namespace data {

/// A folder of files, one a table, each of which may vanish or be damaged at any time: then the source is read again. Nothing here
/// throws, and a table is only given back when the source still has the size and the time of change that it was read with.
class ColumnCache {
 public:
  static constexpr std::uint64_t usual_limit = std::uint64_t{4} << 30;  ///< bytes

  /// An empty folder: nothing is kept or found. It is made when first needed.
  explicit ColumnCache(std::filesystem::path folder = {}, std::uint64_t limit = usual_limit) : folder_(std::move(folder)), limit_(limit) {}

  /// What a table is filed under: the source and its side files with sizes and times, everything the request asks, the language of the
  /// warnings, and the versions of the libraries that read and placed it. Empty when it cannot be kept: no plain file, or one
  /// changed so lately that a further change might not show.
  std::string key_of(const ReadRequest& request) const;

  std::optional<Table> find(const std::string& key) const;
  /// Whole or not at all; then the least recently used files go until the folder is within its limit.
  void keep(const std::string& key, const Table& table) const;

 private:
  std::filesystem::path file_of(const std::string& key) const;
  void tidy() const;

  std::filesystem::path folder_;
  std::uint64_t limit_;
};

/// read_table through the cache. A request for an extent is content with the whole table where that is kept, and keeps nothing itself.
Table read_table(const ReadRequest& request, const ColumnCache& cache, std::stop_token stop = {}, Progress* progress = nullptr);

}  // namespace data
