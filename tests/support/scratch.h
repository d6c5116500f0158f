// A folder of its own for a test, gone afterwards, and what tests ask of files.
#pragma once

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "data/source/error.h"

namespace support {

namespace fs = std::filesystem;

class Scratch {
 public:
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "phusong-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Scratch() {
    std::error_code ignored;
    for (const auto& entry : fs::recursive_directory_iterator(path_, ignored))
      if (entry.is_directory()) fs::permissions(entry.path(), fs::perms::owner_all, fs::perm_options::add, ignored);
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const { return path_; }
  fs::path operator/(const std::string& name) const { return path_ / name; }
  fs::path write(const std::string& name, const std::string& bytes) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  /// How many files and folders lie in it, those in folders of it aside.
  std::size_t entries() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator{})); }

 private:
  fs::path path_;
};

inline std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Every file below a folder and its bytes: equal before and after means that nothing was touched and nothing added.
inline std::map<std::string, std::string> contents_of(const fs::path& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    out[fs::relative(entry.path(), folder).string()] = entry.is_regular_file() ? bytes_of(entry.path()) : std::string("folder");
  return out;
}

/// The message of the Error that `f` throws, or "no error".
template <typename F>
std::string error_of(F f) {
  try {
    f();
  } catch (const data::Error& error) { return error.what(); }
  return "no error";
}

/// Runs `f` in a process of its own, for what would change this one; returns its exit code, or -signal. `f` returns the code.
template <typename F>
int in_child(F f) {
  const pid_t child = fork();
  if (child == 0) {
    int code = 99;
    try {
      code = f();
    } catch (...) {}
    _exit(code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// The collection of real files that is not part of the sources, or "" where there is none.
inline fs::path shared_folder(const char* source_dir) {
  const char* override_dir = std::getenv("PHUSONG_SHARED");
  const fs::path folder = override_dir && *override_dir ? fs::path(override_dir) : fs::path(source_dir) / ".." / "shared";
  std::error_code ignored;
  return fs::exists(folder / "data", ignored) ? folder.lexically_normal() : fs::path{};
}

}  // namespace support
