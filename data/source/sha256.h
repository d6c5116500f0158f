// Fingerprints of files (SHA-256, FIPS 180-4): whether something is still the same, on any machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace data {

/// 64 hexadecimal digits in lower case, as sha256sum writes them.
std::string sha256(std::string_view bytes);

struct FileDigest {
  std::uint64_t bytes = 0;
  std::string sha256;
  bool operator==(const FileDigest&) const = default;
};

/// Of a file, or of a folder as a whole: the fingerprint of one line "SHA-256  path/within\n" for each file below it, in the order of
/// their paths, and the sum of their sizes. Nothing when it is not there, cannot be read to its end, or a stop was asked for.
std::optional<FileDigest> digest_of(const std::filesystem::path& path, const std::stop_token& stop = {});

}  // namespace data
