#include "data/source/whole_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

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

Error error_of(const std::filesystem::path& file, int error_number, const char* hint) {
  if (file == "-") return Error({.what = tr("Cannot write to standard output"), .why = std::strerror(error_number)});
  return Error({.what = tr("Cannot write the file"), .file = file.string(), .why = std::strerror(error_number), .hint = tr(hint)});
}

}  // namespace

WholeFile::WholeFile(const std::filesystem::path& wanted) : wanted_(wanted) {
  std::error_code ignored;
  // The file a link points to is replaced, not the link.
  path_ = std::filesystem::is_symlink(wanted, ignored) ? std::filesystem::weakly_canonical(wanted, ignored) : wanted;
  struct stat there {};
  streamed_ = wanted == "-" || (stat(path_.c_str(), &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode));
  if (streamed_ && wanted != "-" && access(path_.c_str(), W_OK) != 0)
    throw error_of(wanted_, errno, mark("check that the folder exists and may be written"));
  std::string name = path_.string() + ".XXXXXX";
  file_ = streamed_ ? memfd_create("phusong", MFD_CLOEXEC) : mkostemp(name.data(), O_CLOEXEC);
  if (file_ < 0) throw error_of(wanted_, errno, mark("check that the folder exists and may be written"));
  temporary_ = streamed_ ? "/proc/self/fd/" + std::to_string(file_) : name;
}

WholeFile::~WholeFile() {
  if (file_ < 0) return;
  ::close(file_);
  if (!streamed_) unlink(temporary_.c_str());
}

void WholeFile::fail(int error_number) const { throw error_of(wanted_, error_number, mark("check the free space on the disk")); }

void WholeFile::write(const void* bytes, std::size_t size) {
  if (!write_all(file_, bytes, size)) fail(errno);
}

void WholeFile::pass_on() {
  const int out = wanted_ == "-" ? STDOUT_FILENO : ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  if (out < 0) fail(errno);
  std::array<char, 65536> piece{};
  bool good = wanted_ != "-" || std::fflush(stdout) == 0;
  off_t at = 0;
  for (ssize_t got = 0; good && (got = pread(file_, piece.data(), piece.size(), at)) != 0; at += got)
    good = got > 0 && write_all(out, piece.data(), static_cast<std::size_t>(got));
  const int trouble = errno;
  if (out != STDOUT_FILENO && ::close(out) != 0 && good) fail(errno);
  if (!good) fail(trouble);
}

void WholeFile::keep(bool durable) {
  if (streamed_) return pass_on();
  const mode_t mask = umask(0);
  umask(mask);
  if (fchmod(file_, 0666 & ~mask) != 0 || (durable && fsync(file_) != 0)) fail(errno);
  const int file = std::exchange(file_, -1);
  if (::close(file) != 0) {
    const int trouble = errno;
    unlink(temporary_.c_str());
    fail(trouble);
  }
  if (std::rename(temporary_.c_str(), path_.c_str()) == 0) return;
  const Error cannot = error_of(wanted_, errno, mark("is the name taken by a folder?"));
  unlink(temporary_.c_str());
  throw cannot;
}

}  // namespace data
