#include "data/source/sha256.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <new>
#include <vector>

#include "data/source/files.h"

namespace data {
namespace {

namespace fs = std::filesystem;

class Hash {
 public:
  Hash() : context_(EVP_MD_CTX_new()) {
    if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
  }
  void add(const void* bytes, std::size_t size) { EVP_DigestUpdate(context_.get(), bytes, size); }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context_.get(), digest.data(), &size);
    constexpr const char* digits = "0123456789abcdef";
    std::string out;
    for (unsigned i = 0; i < size; ++i) out += digits[digest[i] >> 4], out += digits[digest[i] & 15];
    return out;
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

struct Opened {
  explicit Opened(const fs::path& path) : file(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Opened() {
    if (file >= 0) ::close(file);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  int file;
};

std::optional<FileDigest> digest_of_file(const fs::path& path, const std::stop_token& stop) {
  const Opened in(path);
  if (in.file < 0) return std::nullopt;
  posix_fadvise(in.file, 0, 0, POSIX_FADV_SEQUENTIAL);
  std::vector<char> block(std::size_t{1} << 18);  // fits the second level of the processor's cache
  Hash hash;
  FileDigest out;
  while (!stop.stop_requested()) {
    const ssize_t size = ::read(in.file, block.data(), block.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return std::nullopt;
    if (size == 0) {
      out.sha256 = hash.hex();
      return out;
    }
    hash.add(block.data(), static_cast<std::size_t>(size));
    out.bytes += static_cast<std::uint64_t>(size);
  }
  return std::nullopt;
}

std::optional<FileDigest> digest_of_folder(const fs::path& folder, const std::stop_token& stop) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    if (std::error_code ignored; at->is_regular_file(ignored)) names.push_back(at->path().lexically_relative(folder).generic_string());
  if (failed) return std::nullopt;
  std::sort(names.begin(), names.end());
  std::string lines;
  FileDigest out;
  for (const std::string& name : names) {
    const auto one = digest_of_file(folder / name, stop);
    if (!one) return std::nullopt;
    lines += one->sha256 + "  " + name + "\n";
    out.bytes += one->bytes;
  }
  out.sha256 = sha256(lines);
  return out;
}

}  // namespace

std::string sha256(std::string_view bytes) {
  Hash hash;
  hash.add(bytes.data(), bytes.size());
  return hash.hex();
}

std::optional<FileDigest> digest_of(const fs::path& path, const std::stop_token& stop) {
  return is_folder(path) ? digest_of_folder(path, stop) : digest_of_file(path, stop);
}

}  // namespace data
