#include "data/source/write_whole.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace data {
namespace {

/// False, with errno set, when not all of it could be written.
bool write_all(int file, const void* bytes, std::size_t size) {
  const auto* at = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t done = ::write(file, at, size);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    at += done;
    size -= static_cast<std::size_t>(done);
  }
  return true;
}

bool write_all(int file, const std::vector<Bytes>& parts) {
  return std::all_of(parts.begin(), parts.end(), [&](const Bytes& part) { return write_all(file, part.at, part.size); });
}

}  // namespace

void write_whole(const std::filesystem::path& wanted, const std::vector<Bytes>& parts, bool durable) {
  if (wanted == "-") {
    const bool good = std::all_of(parts.begin(), parts.end(), [](const Bytes& part) { return std::fwrite(part.at, 1, part.size, stdout) == part.size; });
    if (!good || std::fflush(stdout) != 0)
      throw Error({.what = tr("Cannot write to standard output"), .why = std::strerror(errno)});
    return;
  }
  // The file a link points to is replaced, not the link.
  std::error_code ignored;
  const std::filesystem::path path = std::filesystem::is_symlink(wanted, ignored) ? std::filesystem::weakly_canonical(wanted, ignored) : wanted;
  const auto error = [&](const char* hint) {
    return Error({.what = tr("Cannot write the file"), .file = wanted.string(), .why = std::strerror(errno), .hint = tr(hint)});
  };
  struct stat there {};
  if (stat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode)) {  // /dev/null, a pipe: never renamed over
    const int device = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (device < 0) throw error(mark("check that the folder exists and may be written"));
    const bool good = write_all(device, parts);
    const Error trouble = error(mark("check the free space on the disk"));
    if (::close(device) != 0 || !good) throw trouble;
    return;
  }
  std::string temporary = path.string() + ".XXXXXX";
  const int file = mkstemp(temporary.data());
  if (file < 0) throw error(mark("check that the folder exists and may be written"));
  const bool written = write_all(file, parts);
  const mode_t mask = umask(0);
  umask(mask);
  const bool good = written && fchmod(file, 0666 & ~mask) == 0 && (!durable || fsync(file) == 0);
  const Error trouble = error(mark("check the free space on the disk"));
  if (::close(file) != 0 || !good) {
    unlink(temporary.c_str());
    throw trouble;
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) {
    const Error cannot = error(mark("is the name taken by a folder?"));
    unlink(temporary.c_str());
    throw cannot;
  }
}

void write_whole(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes) { write_whole(path, std::vector<Bytes>{{bytes.data(), bytes.size()}}); }
void write_whole(const std::filesystem::path& path, const std::string& text) { write_whole(path, std::vector<Bytes>{{text.data(), text.size()}}); }

}  // namespace data
