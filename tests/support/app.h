// The program as tests start it: in English, on two threads, and never at another hour.
#pragma once

#include <filesystem>

#include "viewer/app.h"

namespace support {

inline viewer::AppOptions english_app(const std::filesystem::path& project) {
  viewer::AppOptions options;
  options.assets = PHUSONG_SHARE_DIR;
  options.project = project;
  options.lang = data::Lang::en;
  options.threads = 2;
  options.clock = "07:58";
  return options;
}

}  // namespace support
