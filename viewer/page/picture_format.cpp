#include "viewer/page/picture_format.h"

#include <algorithm>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/text.h"

namespace viewer {

const PictureFormat* format_named(const std::filesystem::path& file) {
  std::string ending = data::fold(file.extension().string());
  if (ending == ".tiff") ending = ".tif";
  const auto* found =
      std::find_if(picture_formats.begin(), picture_formats.end(), [&](const auto& format) { return format.ending == ending; });
  return found == picture_formats.end() ? nullptr : found;
}

Format format_of(const std::filesystem::path& file) {
  if (file == "-") return Format::png;
  if (const PictureFormat* found = format_named(file)) return found->format;
  std::string endings;
  for (const PictureFormat& format : picture_formats) endings += (endings.empty() ? "" : ", ") + std::string(format.ending);
  throw data::Error({.what = data::trf("Cannot write a snapshot as '{}'", file.filename().string()),
                     .hint = data::trf("give a name that ends in {}", endings)});
}

}  // namespace viewer
