#include "viewer/picture_format.h"

#include <algorithm>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/text.h"

namespace viewer {

const PictureFormat* format_named(const std::filesystem::path& file) {
  const std::string ending = data::fold(file.extension().string());
  const auto* found =
      std::find_if(picture_formats.begin(), picture_formats.end(), [&](const auto& format) { return format.ending == ending; });
  return found == picture_formats.end() ? nullptr : found;
}

void require_format(const std::filesystem::path& file) {
  if (format_named(file)) return;
  std::string endings;
  for (const PictureFormat& format : picture_formats) endings += (endings.empty() ? "" : ", ") + std::string(format.ending);
  throw data::Error({.what = data::trf("Cannot write a snapshot as '{}'", file.filename().string()),
                     .hint = data::trf("give a name that ends in {}", endings)});
}

}  // namespace viewer
