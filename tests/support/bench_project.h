// What benchmarks measure on: PHUSONG_BENCH_PROJECT names a project's folder; without it a small sample is generated.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "data/sample/sample.h"

namespace support {

inline std::filesystem::path bench_project() {
  if (const char* given = std::getenv("PHUSONG_BENCH_PROJECT")) {
    const std::filesystem::path path = given;
    return std::filesystem::is_directory(path) ? path / "project.json" : path;
  }
  static const struct Made {
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("phusong-bench-sample-" + std::to_string(getpid()));
    std::filesystem::path project;
    Made() { project = data::write_sample("vinh-phuc", folder, PHUSONG_SHARE_DIR, {20000, 2022}); }
    ~Made() {
      std::error_code ignored;
      std::filesystem::remove_all(folder, ignored);
    }
  } made;
  return made.project;
}

}  // namespace support
