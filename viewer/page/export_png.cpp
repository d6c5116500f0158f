// PNG in bands: pages of any size in little memory.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "data/png_file.h"
#include "data/source/error.h"
#include "viewer/page/export_impl.h"

namespace viewer {
namespace {

/// Six lines: the pixel's size, how it is turned, and where the middle of the upper left one lies.
std::string world_file_of(const Sheet& sheet) {
  const double pixel = sheet.plan.place.view.metres_per_pixel;
  const data::Point corner = sheet.corner();
  return fmt::format("{:.12g}\n0\n0\n{:.12g}\n{:.15g}\n{:.15g}\n", pixel, -pixel, corner.x + pixel / 2, corner.y - pixel / 2);
}

/// Every row is read, the picture has its size and is more than one colour.
void check_png(const std::filesystem::path& file, const data::PngHead& head) {
  std::optional<std::array<std::uint8_t, 3>> first;
  bool one_colour = true;
  const data::PngHead read = data::scan_png(file, [&](int, const std::uint8_t* rgba) {
    for (int x = 0; x < head.width && one_colour; ++x, rgba += 4) {
      if (!first) first = {rgba[0], rgba[1], rgba[2]};
      one_colour = std::equal(first->begin(), first->end(), rgba);
    }
    return one_colour;
  });
  if (read.width == head.width && read.height == head.height && !one_colour) return;
  throw data::Error({.what = data::tr("The picture does not read back as it was written"), .file = file.string()});
}

data::PngHead head_of(const Sheet& sheet) {
  return {sheet.spec.width,
          sheet.spec.height,
          true,
          sheet.spec.dpi,
          {{"Title", sheet.title()}, {"Software", "phusong"}},
          shows_basemap(*sheet.dataset, sheet.visible)};
}

void stream_png(const Sheet& sheet, layers::Map& map, unsigned threads, const std::function<void(const void*, std::size_t)>& sink) {
  data::PngWriter writer(head_of(sheet), sink, threads);
  tune_map(sheet, map);
  draw_bands(sheet, map, threads, [&](const data::Image& band) { writer.rows(band); });
  writer.finish();
}

}  // namespace

std::vector<std::uint8_t> png_of(const Sheet& sheet, layers::Map& map) {
  require_sound(sheet, map, {});
  std::vector<std::uint8_t> out;
  stream_png(sheet, map, 0, [&](const void* bytes, std::size_t size) {
    const auto* from = static_cast<const std::uint8_t*>(bytes);
    out.insert(out.end(), from, from + size);
  });
  return out;
}

std::filesystem::path world_file_path(const std::filesystem::path& picture) {
  return std::filesystem::path(picture).replace_extension(".pgw");
}

void write_png(const Sheet& sheet, layers::Map& map, const std::filesystem::path& file, const ExportOptions& options) {
  data::WholeFile out(file);
  std::optional<data::WholeFile> world;
  if (options.world_file) {
    if (file == "-")
      throw data::Error({.what = data::tr("A world file lies beside a picture, and standard output has no place beside it"),
                         .hint = data::tr("give the picture a name")});
    world.emplace(world_file_path(file));
    const std::string text = world_file_of(sheet);
    world->write(text.data(), text.size());
  }
  stream_png(sheet, map, options.threads, [&](const void* bytes, std::size_t size) { out.write(bytes, size); });
  named_as_asked(out, [&] { check_png(out.temporary(), head_of(sheet)); });
  out.keep();
  if (world) world->keep();
}

}  // namespace viewer
