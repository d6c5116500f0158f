#include "data/source/kept_digest.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <xxhash.h>

#include <ctime>
#include <fstream>
#include <string>

#include "data/source/error.h"
#include "data/source/write_whole.h"

namespace data {
namespace {

namespace fs = std::filesystem;

constexpr off_t worth_keeping = 1 << 20;

/// What must be as it was; empty for what is not worth keeping, or not safe.
std::string state_of(const fs::path& path) {
  struct stat now {};
  if (stat(path.c_str(), &now) != 0 || !S_ISREG(now.st_mode) || now.st_size < worth_keeping) return {};
  const auto seconds_ago = [](const timespec& time) { return std::time(nullptr) - time.tv_sec; };
  if (seconds_ago(now.st_mtim) < 2 || seconds_ago(now.st_ctim) < 2) return {};
  return fmt::format("{} {} {}.{} {}.{}", now.st_dev, now.st_ino, now.st_mtim.tv_sec, now.st_mtim.tv_nsec, now.st_ctim.tv_sec,
                     now.st_ctim.tv_nsec) +
         fmt::format("\n{}\n", fs::absolute(path).lexically_normal().string());
}

fs::path file_of(const fs::path& path, const fs::path& folder) {
  const std::string name = fs::absolute(path).lexically_normal().string();
  const XXH128_hash_t hash = XXH3_128bits(name.data(), name.size());
  return folder / fmt::format("{:016x}{:016x}{}", hash.high64, hash.low64, kept_digest_ending);
}

/// The state, then "BYTES SHA-256", and nothing else.
std::optional<FileDigest> find(const fs::path& file, const std::string& state) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!text.starts_with(state)) return std::nullopt;
  FileDigest out;
  char sum[65] = {};
  int end = 0;
  const char* rest = text.c_str() + state.size();
  unsigned long long bytes = 0;
  if (std::sscanf(rest, "%llu %64[0-9a-f]%n", &bytes, sum, &end) != 2 || rest[end] != '\n' || rest[end + 1] != '\0') return std::nullopt;
  out.bytes = bytes, out.sha256 = sum;
  return out.sha256.size() == 64 ? std::optional(out) : std::nullopt;
}

void keep(const fs::path& file, const std::string& state, const FileDigest& digest) {
  std::error_code ignored;
  fs::create_directories(file.parent_path(), ignored);
  const std::string text = state + fmt::format("{} {}\n", digest.bytes, digest.sha256);
  try {
    write_whole(file, std::vector<Bytes>{{text.data(), text.size()}}, false);
  } catch (const Error&) {}  // a full or read-only disk: it will be read again
}

}  // namespace

std::optional<FileDigest> kept_digest_of(const fs::path& path, const fs::path& folder, const std::stop_token& stop) {
  const std::string state = folder.empty() ? std::string() : state_of(path);
  if (state.empty()) return digest_of(path, stop);
  const fs::path file = file_of(path, folder);
  if (auto kept = find(file, state)) {
    std::error_code ignored;
    fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);  // used just now
    return kept;
  }
  auto out = digest_of(path, stop);
  if (out && state_of(path) == state) keep(file, state, *out);
  return out;
}

}  // namespace data
