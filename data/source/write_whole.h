// Files that appear whole or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace data {

/// Bytes that lie somewhere in memory.
struct Bytes {
  const void* at = nullptr;
  std::size_t size = 0;
};

/// The file appears whole or not at all, as a WholeFile does: a link's target is replaced, a pipe or a device is written to, "-" is
/// standard output. Throws Error (folder missing, read-only, disk full) and leaves nothing behind.
void write_whole(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes);
void write_whole(const std::filesystem::path& path, const std::string& text);
/// One after the other. Not `durable`: the disk need not have it when this returns, for files that can be made again and that show
/// by themselves when they are damaged.
void write_whole(const std::filesystem::path& path, const std::vector<Bytes>& parts, bool durable = true);

}  // namespace data
