// The formats a picture can have: the one list that the command line and the export dialog read.
#pragma once

#include <array>
#include <filesystem>
#include <string_view>

namespace viewer {

enum class Format { png, pdf, svg, geotiff };

struct PictureFormat {
  Format format;
  std::string_view ending;  ///< in lower case; a name may also end in .tiff
  const char* name;         ///< for people
};

inline constexpr std::array picture_formats{PictureFormat{Format::png, ".png", "PNG"}, PictureFormat{Format::pdf, ".pdf", "PDF"},
                                            PictureFormat{Format::svg, ".svg", "SVG"},
                                            PictureFormat{Format::geotiff, ".tif", "GeoTIFF"}};

/// The format of that name's ending; null when there is none.
const PictureFormat* format_named(const std::filesystem::path& file);
/// The same; "-" (standard output) is a PNG. Throws data::Error, with the endings there are, for any other.
Format format_of(const std::filesystem::path& file);

}  // namespace viewer
