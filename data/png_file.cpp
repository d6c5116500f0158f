#include "data/png_file.h"

#include <png.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <optional>
#include <vector>

#include "data/packed_rows.h"
#include "data/source/error.h"
#include "data/source/i18n.h"

namespace data {
namespace {

[[noreturn]] void fail(png_structp, png_const_charp message) { throw Error({.what = tr("PNG error"), .why = message}); }
void ignore(png_structp, png_const_charp) {}

void pass(png_structp png, png_bytep bytes, png_size_t length) { (*static_cast<PngWriter::Sink*>(png_get_io_ptr(png)))(bytes, length); }

void set_text(png_structp png, png_infop info, const std::map<std::string, std::string>& text) {
  std::vector<png_text> chunks;
  for (const auto& [key, value] : text) {
    png_text chunk{};
    chunk.compression = PNG_ITXT_COMPRESSION_NONE;
    chunk.key = const_cast<char*>(key.c_str());
    chunk.text = const_cast<char*>(value.c_str());
    chunk.itxt_length = value.size();
    chunks.push_back(chunk);
  }
  if (!chunks.empty()) png_set_text(png, info, chunks.data(), static_cast<int>(chunks.size()));
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

struct PngWriter::Impl {
  Sink sink;
  bool opaque = true;
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::optional<PackedRows> flat;  ///< rows without filters, packed on all cores; libpng knows one
  ~Impl() { png_destroy_write_struct(&png, &info); }
};

PngWriter::PngWriter(const PngHead& head, Sink sink, unsigned threads) : impl_(std::make_unique<Impl>()) {
  impl_->sink = std::move(sink), impl_->opaque = head.opaque;
  png_structp png = impl_->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, ignore);
  png_infop info = impl_->info = png_create_info_struct(png);
  png_set_write_fn(png, &impl_->sink, pass, nullptr);
  png_set_user_limits(png, 0x7FFFFFFF, 0x7FFFFFFF);
  // Of shades, level 4 takes a third of the time of the default for a few per cent more bytes.
  png_set_compression_level(png, 4);
  png_set_filter(png, 0, PNG_FILTER_SUB | PNG_FILTER_UP | PNG_FILTER_NONE);
  png_set_IHDR(png, info, static_cast<png_uint_32>(head.width), static_cast<png_uint_32>(head.height), 8,
               head.opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  if (head.dpi > 0) {
    const auto per_metre = static_cast<png_uint_32>(std::lround(head.dpi / 0.0254));
    png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
  }
  set_text(png, info, head.text);
  png_write_info(png, info);
  if (head.opaque) png_set_filler(png, 0, PNG_FILLER_AFTER);
  if (head.shaded) return;
  // A map drawn flat comes out as large without filters, in a fraction of the time.
  const std::size_t bytes = (head.opaque ? 3 : 4) * static_cast<std::size_t>(head.width) + 1;
  impl_->flat.emplace(bytes, threads, [png](const std::uint8_t* packed, std::size_t size) {
    png_write_chunk(png, reinterpret_cast<png_const_bytep>("IDAT"), packed, size);
  });
}

PngWriter::~PngWriter() = default;

void PngWriter::rows(const Image& band) {
  if (!impl_->flat) {
    for (int y = 0; y < band.height; ++y) png_write_row(impl_->png, band.at(0, y));
    return;
  }
  assert(band.width == static_cast<int>(png_get_image_width(impl_->png, impl_->info)));
  impl_->flat->add(band.height, [&](int y, std::uint8_t* to) {
    const std::uint8_t* from = band.at(0, y);
    *to++ = PNG_FILTER_VALUE_NONE;
    if (!impl_->opaque) std::copy_n(from, std::size_t{4} * static_cast<std::size_t>(band.width), to);
    else
      for (int x = 0; x < band.width; ++x, from += 4, to += 3) to[0] = from[0], to[1] = from[1], to[2] = from[2];
  });
}

void PngWriter::finish() {
  if (!impl_->flat) return png_write_end(impl_->png, impl_->info);
  impl_->flat->finish();
  png_write_chunk(impl_->png, reinterpret_cast<png_const_bytep>("IEND"), nullptr, 0);
}

PngHead scan_png(const std::filesystem::path& path, const std::function<bool(int, const std::uint8_t*)>& row) {
  const auto unreadable = [&](const std::string& why) {
    return Error({.what = tr("Cannot read the picture"), .file = path.string(), .why = why});
  };
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (!file) throw unreadable(system_message(errno));
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, ignore);
  png_infop info = png_create_info_struct(png);
  const auto destroy = [&](png_structp p) { png_destroy_read_struct(&p, &info, nullptr); };
  const std::unique_ptr<png_struct, decltype(destroy)> owner(png, destroy);
  try {
    png_init_io(png, file.get());
    png_set_user_limits(png, 0x7FFFFFFF, 0x7FFFFFFF);
    png_read_info(png, info);
    PngHead head{static_cast<int>(png_get_image_width(png, info)),
                 static_cast<int>(png_get_image_height(png, info)),
                 (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) == 0,
                 static_cast<double>(png_get_pixels_per_meter(png, info)) * 0.0254,
                 {},
                 false};
    if (png_get_interlace_type(png, info) != PNG_INTERLACE_NONE) throw unreadable(tr("its rows are interlaced"));
    png_set_expand(png), png_set_strip_16(png), png_set_gray_to_rgb(png);
    png_read_update_info(png, info);
    std::vector<std::uint8_t> pixels(png_get_rowbytes(png, info)), rgba(static_cast<std::size_t>(4) * static_cast<std::size_t>(head.width));
    const std::size_t channels = png_get_channels(png, info);
    bool wanted = row != nullptr;
    for (int y = 0; y < head.height; ++y) {
      png_read_row(png, pixels.data(), nullptr);
      if (!wanted) continue;
      for (std::size_t x = 0; x < static_cast<std::size_t>(head.width); ++x)
        for (std::size_t c = 0; c < 4; ++c) rgba[4 * x + c] = c < channels ? pixels[channels * x + c] : std::uint8_t{255};
      wanted = row(y, rgba.data());
    }
    png_read_end(png, nullptr);
    return head;
  } catch (const Error& error) {
    if (!error.parts().file.empty()) throw;
    throw unreadable(error.parts().why);
  }
}

}  // namespace data
