// PNG row by row: pictures larger than what fits in memory, written and read back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "data/image.h"

namespace data {

struct PngHead {
  int width = 0, height = 0;
  bool opaque = true;                       ///< stored as RGB; the alpha of the rows is not looked at
  double dpi = 0;                           ///< 0 leaves the density out
  std::map<std::string, std::string> text;  ///< becomes iTXt chunks (Title, Description, …)
  bool shaded = false;                      ///< colours run into one another, as on photographs; else they are flat, as on drawings
};

/// The same rows give the same bytes, on any number of threads (0: as many as there are cores).
class PngWriter {
 public:
  using Sink = std::function<void(const void* bytes, std::size_t size)>;
  PngWriter(const PngHead& head, Sink sink, unsigned threads = 0);
  ~PngWriter();
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;
  /// The next rows, as many as the band is high. Throws what the sink throws.
  void rows(const Image& band);
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Reads every row and gives it to `row` (RGBA, width pixels), until that wants no more. Throws Error when the file is not a whole PNG.
PngHead scan_png(const std::filesystem::path& path, const std::function<bool(int y, const std::uint8_t* rgba)>& row = {});

}  // namespace data
