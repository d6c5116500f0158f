// The formats a picture can have: the one list that the command line and the export dialog read.
#pragma once

#include <array>
#include <filesystem>
#include <string_view>

namespace viewer {

struct PictureFormat {
  std::string_view ending;  ///< in lower case
  const char* name;         ///< for people
};

inline constexpr std::array picture_formats{PictureFormat{".png", "PNG"}};

/// The format of that name's ending; null when there is none.
const PictureFormat* format_named(const std::filesystem::path& file);
/// Throws data::Error when the name ends in no known way, with those there are.
void require_format(const std::filesystem::path& file);

}  // namespace viewer
