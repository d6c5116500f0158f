#include "data/image.h"

#include <png.h>

#include <algorithm>
#include <cstdlib>

#include "data/png_file.h"
#include "data/source/error.h"
#include "data/source/i18n.h"

namespace data {
namespace {

/// Whether colours run into one another, as on photographs: hardly any pixel is as the one before it.
bool is_shaded(const Image& image) {
  std::int64_t same = 0, all = 0;
  for (int y = 0; y < image.height; y += 8)
    for (int x = 1; x < image.width; ++x, ++all) same += std::equal(image.at(x, y), image.at(x, y) + 4, image.at(x - 1, y));
  return same * 3 < all;
}

}  // namespace

std::vector<std::uint8_t> encode_png(const Image& image, double dpi, const std::map<std::string, std::string>& text) {
  std::vector<std::uint8_t> out;
  bool opaque = true;
  for (std::size_t i = 3; i < image.pixels.size() && opaque; i += 4) opaque = image.pixels[i] == 255;
  PngWriter writer({image.width, image.height, opaque, dpi, text, is_shaded(image)}, [&](const void* bytes, std::size_t size) {
    const auto* begin = static_cast<const std::uint8_t*>(bytes);
    out.insert(out.end(), begin, begin + size);
  });
  writer.rows(image);
  writer.finish();
  return out;
}

Image read_png(const std::filesystem::path& path) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_file(&header, path.c_str())) throw Error({.what = tr("Cannot read the picture"), .file = path.string(), .why = header.message});
  header.format = PNG_FORMAT_RGBA;
  Image image(static_cast<int>(header.width), static_cast<int>(header.height));
  if (!png_image_finish_read(&header, nullptr, image.pixels.data(), 0, nullptr))
    throw Error({.what = tr("Cannot read the picture"), .file = path.string(), .why = header.message});
  return image;
}

ImageDifference compare(const Image& a, const Image& b, int tolerance) {
  if (a.width != b.width || a.height != b.height) return {255, 1.0};
  ImageDifference out;
  std::size_t differing = 0;
  for (std::size_t i = 0; i < a.pixels.size(); i += 4) {
    int worst = 0;
    for (std::size_t c = 0; c < 4; ++c) worst = std::max(worst, std::abs(a.pixels[i + c] - b.pixels[i + c]));
    out.max_channel = std::max(out.max_channel, worst);
    differing += worst > tolerance;
  }
  out.share_of_pixels = a.pixels.empty() ? 0 : 4.0 * static_cast<double>(differing) / static_cast<double>(a.pixels.size());
  return out;
}

}  // namespace data
