// A picture in memory, to and from PNG files, and compared for the golden tests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace data {

/// RGBA, 8 bits a channel, not premultiplied, top row first, rows without padding.
struct Image {
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels;  ///< 4 * width * height

  Image() = default;
  Image(int w, int h) : width(w), height(h), pixels(static_cast<std::size_t>(4) * w * h) {}
  std::uint8_t* at(int x, int y) { return pixels.data() + 4 * (static_cast<std::size_t>(y) * width + x); }
  const std::uint8_t* at(int x, int y) const { return pixels.data() + 4 * (static_cast<std::size_t>(y) * width + x); }
};

/// The same image gives the same bytes. `text` becomes tEXt/iTXt chunks (Title, Description, …). Opaque images are
/// stored as RGB. `dpi` 0 leaves the density out.
std::vector<std::uint8_t> encode_png(const Image& image, double dpi = 0, const std::map<std::string, std::string>& text = {});
/// Throws Error when the file is not a readable PNG.
Image read_png(const std::filesystem::path& path);

struct ImageDifference {
  int max_channel = 0;          ///< largest difference of any channel of any pixel; 255 when the sizes differ
  double share_of_pixels = 0;   ///< of pixels with any channel differing by more than `tolerance`
};
ImageDifference compare(const Image& a, const Image& b, int tolerance = 2);

}  // namespace data
