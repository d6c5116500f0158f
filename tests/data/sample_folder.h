// Where the tests of the sample write it, and how they look at its files.
#pragma once

#include <cstdint>

#include "data/sample/sample.h"
#include "tests/support/scratch.h"

namespace data {

namespace fs = std::filesystem;
using support::bytes_of;
using support::Scratch;

inline constexpr std::uint64_t households = 20000;

inline const fs::path& assets() {
  static const fs::path path = fs::path(PHUSONG_SOURCE_DIR) / "assets";
  return path;
}

}  // namespace data
