#include "data/source/read_ahead.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>

namespace data {
namespace {

constexpr sqlite3_int64 least_ahead = sqlite3_int64{32} << 10, most_ahead = sqlite3_int64{256} << 10;
/// So far behind the last page a page still follows it: between two of a table lie some of its index.
constexpr sqlite3_int64 close_by = sqlite3_int64{64} << 10;

/// Part of a file, which moves on with who reads it.
class Window {
 public:
  explicit Window(sqlite3_int64 file_size) : file_size_(file_size), bytes_(std::make_unique_for_overwrite<char[]>(most_ahead)) {}

  int read(sqlite3_file* file, char* to, int amount, sqlite3_int64 offset) {
    if (holds(amount, offset)) return take(to, amount, offset);
    const bool goes_on = follows(end_, offset), begins = follows(elsewhere_, offset);
    if (goes_on || begins) {
      ahead_ = goes_on ? std::min(2 * ahead_, most_ahead) : least_ahead;
      const sqlite3_int64 size = std::min(ahead_, file_size_ - offset);
      begin_ = end_ = offset;
      if (size >= amount && file->pMethods->xRead(file, bytes_.get(), static_cast<int>(size), offset) == SQLITE_OK) {
        end_ = offset + size;
        return take(to, amount, offset);
      }
    }
    elsewhere_ = offset + amount;
    return file->pMethods->xRead(file, to, amount, offset);
  }

 private:
  static bool follows(sqlite3_int64 end, sqlite3_int64 offset) { return offset >= end && offset - end <= close_by; }
  bool holds(int amount, sqlite3_int64 offset) const { return offset >= begin_ && offset + amount <= end_; }
  int take(char* to, int amount, sqlite3_int64 offset) const {
    std::memcpy(to, bytes_.get() + (offset - begin_), static_cast<std::size_t>(amount));
    return SQLITE_OK;
  }

  sqlite3_int64 file_size_;
  sqlite3_int64 begin_ = 0, end_ = 0, ahead_ = least_ahead / 2;
  sqlite3_int64 elsewhere_ = 0;  ///< the end of what was last read past the window
  std::unique_ptr<char[]> bytes_;
};

/// The system's file lies right behind it.
struct File {
  sqlite3_file base;
  Window* window;  ///< null for files that are written, too

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(File) % alignof(std::max_align_t) == 0);

File& file_of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return file_of(file).real(); }

int close(sqlite3_file* file) {
  delete file_of(file).window;
  return real(file)->pMethods->xClose(real(file));
}

int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  if (Window* window = file_of(file).window) return window->read(real(file), static_cast<char*>(to), amount, offset);
  return real(file)->pMethods->xRead(real(file), to, amount, offset);
}

/// Of the first version: without shared memory and mapped files, which what nobody changes does not need.
const sqlite3_io_methods methods{
    1,
    close,
    read,
    [](sqlite3_file* f, const void* from, int amount, sqlite3_int64 at) { return real(f)->pMethods->xWrite(real(f), from, amount, at); },
    [](sqlite3_file* f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); },
    [](sqlite3_file* f, int flags) { return real(f)->pMethods->xSync(real(f), flags); },
    [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
    [](sqlite3_file* f, int lock) { return real(f)->pMethods->xLock(real(f), lock); },
    [](sqlite3_file* f, int lock) { return real(f)->pMethods->xUnlock(real(f), lock); },
    [](sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); },
    [](sqlite3_file* f, int what, void* with) { return real(f)->pMethods->xFileControl(real(f), what, with); },
    [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    {}, {}, {}, {}, {}, {}};

sqlite3_vfs* system_vfs() {
  static sqlite3_vfs* const found = sqlite3_vfs_find(nullptr);
  return found;
}

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* given) {
  File& opened = *new (file) File{};
  const int result = system_vfs()->xOpen(system_vfs(), name, opened.real(), flags, given);
  if (opened.real()->pMethods == nullptr) return result;
  opened.base.pMethods = &methods;
  constexpr int wanted = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY;
  sqlite3_int64 size = 0;
  if (result != SQLITE_OK || (flags & wanted) != wanted || opened.real()->pMethods->xFileSize(opened.real(), &size) != SQLITE_OK) return result;
  try {
    opened.window = new Window(size);
  } catch (const std::bad_alloc&) {}  // then a page at a time
  return result;
}

}  // namespace

const char* read_ahead_vfs() {
  static const char* const name = [] {
    static sqlite3_vfs vfs;
    if (system_vfs() == nullptr) return static_cast<const char*>(nullptr);
    vfs = *system_vfs();  // all else is the system's
    vfs.zName = "read-ahead", vfs.xOpen = open, vfs.szOsFile += static_cast<int>(sizeof(File)), vfs.pNext = nullptr;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? vfs.zName : nullptr;
  }();
  return name;
}

}  // namespace data
