// A folder of one's own among the system's temporary files, gone with this object: for libraries that only write to files.
#pragma once

#include <filesystem>
#include <string>

namespace data {

class TemporaryFolder {
 public:
  /// Throws Error when there is no room for it.
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace data
