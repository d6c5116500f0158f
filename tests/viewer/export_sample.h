// A province that exports are made of.
#pragma once

#include "data/load.h"
#include "data/sample/sample.h"
#include "tests/support/scratch.h"

namespace viewer {

/// A small Vĩnh Phúc, made once for all tests of this process.
inline const std::filesystem::path& project() {
  static const support::Scratch folder;
  static const std::filesystem::path made = data::write_sample("vinh-phuc", folder / "p", PHUSONG_SHARE_DIR, {12000, 2022});
  return made;
}
inline std::shared_ptr<const data::Loaded> loaded() {
  static const auto made = data::load_project(project(), PHUSONG_SHARE_DIR, {});
  return made;
}

}  // namespace viewer
