// A file that appears whole or not at all, written piece by piece before it has a name.
#pragma once

#include <cstddef>
#include <filesystem>

namespace data {

/// From construction to keep() nothing lies under the asked name; what was not kept is gone with this object, or with a process that is
/// killed: on Linux's own file systems the file has no name until then, on others a temporary one beside that asked for. A link's target
/// is replaced, a pipe or a device gets the bytes when they are kept, "-" is standard output. Every function throws Error: folder
/// missing or read-only, disk full.
class WholeFile {
 public:
  explicit WholeFile(const std::filesystem::path& wanted);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  void write(const void* bytes, std::size_t size);
  /// By which name it can be opened until it is kept: for libraries that write files themselves, and to read back what was written.
  const std::filesystem::path& temporary() const { return temporary_; }
  const std::filesystem::path& wanted() const { return wanted_; }
  /// Not `durable`: the disk need not have it when this returns.
  void keep(bool durable = true);
  /// What went wrong with the last call of the system, as an Error of this file.
  [[noreturn]] void fail(int error_number) const;

 private:
  void pass_on();  ///< to what is no file and cannot be renamed over
  void name_it();  ///< what has none yet
  bool has_name() const { return !named_.empty(); }

  std::filesystem::path wanted_, path_, named_, temporary_;
  int file_ = -1;
  bool streamed_ = false;
};

}  // namespace data
