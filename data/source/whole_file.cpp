#include "data/source/whole_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>
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
  if (file == "-") return Error({.what = tr("Cannot write to standard output"), .why = system_message(error_number)});
  return Error({.what = tr("Cannot write the file"), .file = file.string(), .why = system_message(error_number), .hint = tr(hint)});
}

/// Gives `make` names beside `path` until it takes one; that name, or none with errno set.
template <typename Make>
std::filesystem::path beside(const std::filesystem::path& path, const Make& make) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device dice;
  while (true) {
    std::string name = path.string() + ".";
    for (int i = 0; i < 6; ++i) name += letters[dice() % letters.size()];
    if (make(name.c_str())) return name;
    if (errno != EEXIST) return {};
  }
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
  const std::filesystem::path folder = path_.has_parent_path() ? path_.parent_path() : ".";
  file_ = streamed_ ? memfd_create("phusong", MFD_CLOEXEC) : ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  if (file_ < 0 && !streamed_)  // not every file system can
    named_ = beside(path_, [&](const char* name) { return (file_ = ::open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0666)) >= 0; });
  if (file_ < 0) throw error_of(wanted_, errno, mark("check that the folder exists and may be written"));
  temporary_ = has_name() ? named_ : std::filesystem::path("/proc/self/fd/" + std::to_string(file_));
}

WholeFile::~WholeFile() {
  if (file_ >= 0) ::close(file_);
  if (has_name()) unlink(named_.c_str());
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

void WholeFile::name_it() {
  const auto link_to = [&](const char* name) { return linkat(AT_FDCWD, temporary_.c_str(), AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0; };
  if (link_to(path_.c_str())) return;
  if (errno == EEXIST) named_ = beside(path_, link_to);  // only a rename takes the place of another file
  if (!has_name()) fail(errno);
}

void WholeFile::keep(bool durable) {
  if (streamed_) return pass_on();
  if (durable && fsync(file_) != 0) fail(errno);
  if (!has_name()) name_it();
  if (::close(std::exchange(file_, -1)) != 0) fail(errno);
  if (!has_name()) return;
  if (std::rename(named_.c_str(), path_.c_str()) != 0) throw error_of(wanted_, errno, mark("is the name taken by a folder?"));
  named_.clear();
}

}  // namespace data
