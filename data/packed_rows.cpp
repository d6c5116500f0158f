#include "data/packed_rows.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace data {
namespace {

constexpr std::size_t piece_bytes = std::size_t{512} << 10U;

/// Of a zlib stream at its fastest level, whose pieces reach back 32 KiB at most (RFC 1950).
constexpr std::array<std::uint8_t, 2> stream_head{0x78, 0x01};

struct Piece {
  std::vector<std::uint8_t> rows, packed;
  int count = 0;          ///< rows
  std::size_t bytes = 0;  ///< that were packed
  uLong checksum = 1;
};

/// What a thread packs with.
class Packer {
 public:
  explicit Packer(int level) {
    constexpr int raw = -15, memory = 8;
    if (deflateInit2(&stream_, level, Z_DEFLATED, raw, memory, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  }
  ~Packer() { deflateEnd(&stream_); }
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;

  void pack(Piece& piece, bool last) {
    deflateReset(&stream_);
    const uLong size = static_cast<uLong>(piece.rows.size());
    piece.packed.resize(deflateBound(&stream_, size) + 16);
    stream_.next_in = piece.rows.data(), stream_.avail_in = static_cast<uInt>(size);
    stream_.next_out = piece.packed.data(), stream_.avail_out = static_cast<uInt>(piece.packed.size());
    const int result = deflate(&stream_, last ? Z_FINISH : Z_SYNC_FLUSH);
    if (last ? result != Z_STREAM_END : result != Z_OK || stream_.avail_in > 0 || stream_.avail_out == 0)
      throw std::logic_error("zlib needs more room than it says");
    piece.packed.resize(stream_.total_out);
    piece.checksum = adler32_z(1, piece.rows.data(), piece.rows.size());
    piece.bytes = piece.rows.size();
    piece.rows = {};
  }

 private:
  z_stream stream_{};
};

}  // namespace

struct PackedRows::Impl {
  std::size_t row_bytes = 0;
  int level = 1, rows_in_piece = 1;
  unsigned threads = 1;
  Sink sink;
  Piece open;  ///< not yet full
  bool begun = false;
  uLong checksum = 1;

  void begin() {
    if (!std::exchange(begun, true)) sink(stream_head.data(), stream_head.size());
  }

  void put(const Piece& piece) {
    begin();
    sink(piece.packed.data(), piece.packed.size());
    checksum = adler32_combine(checksum, piece.checksum, static_cast<z_off_t>(piece.bytes));
  }

  void fill(Piece& piece, int first, int count, const WriteRow& write) const {
    const std::size_t at = piece.rows.size();
    piece.rows.resize(at + static_cast<std::size_t>(count) * row_bytes);
    for (int i = 0; i < count; ++i) write(first + i, piece.rows.data() + at + static_cast<std::size_t>(i) * row_bytes);
    piece.count += count;
  }
};

PackedRows::PackedRows(std::size_t row_bytes, int level, unsigned threads, Sink sink) : impl_(std::make_unique<Impl>()) {
  impl_->row_bytes = row_bytes, impl_->level = level, impl_->sink = std::move(sink);
  impl_->rows_in_piece = static_cast<int>(std::clamp<std::size_t>(piece_bytes / std::max<std::size_t>(row_bytes, 1), 1, 4096));
  impl_->threads = threads > 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
}

PackedRows::~PackedRows() = default;

void PackedRows::add(int count, const WriteRow& write) {
  struct Part {
    Piece piece;
    int first = 0, count = 0;
  };
  std::vector<Part> parts;
  for (int done = 0; done < count; done += parts.back().count) {
    Part part{parts.empty() ? std::exchange(impl_->open, {}) : Piece{}, done, 0};
    part.count = std::min(impl_->rows_in_piece - part.piece.count, count - done);
    parts.push_back(std::move(part));
  }
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    Packer packer(impl_->level);
    for (std::size_t i = next++; i < parts.size(); i = next++) {
      impl_->fill(parts[i].piece, parts[i].first, parts[i].count, write);
      if (parts[i].piece.count == impl_->rows_in_piece) packer.pack(parts[i].piece, false);
    }
  };
  std::vector<std::future<void>> others;
  for (std::size_t t = 1; t < std::min<std::size_t>(impl_->threads, parts.size()); ++t)
    others.push_back(std::async(std::launch::async, work));
  work();
  for (auto& other : others) other.get();
  for (Part& part : parts) {
    if (part.piece.count < impl_->rows_in_piece) impl_->open = std::move(part.piece);
    else impl_->put(part.piece);
  }
}

void PackedRows::finish() {
  Packer(impl_->level).pack(impl_->open, true);
  impl_->put(impl_->open);
  std::array<std::uint8_t, 4> end{};
  for (unsigned i = 0; i < 4; ++i) end[i] = static_cast<std::uint8_t>(impl_->checksum >> (24U - 8 * i));
  impl_->sink(end.data(), end.size());
}

}  // namespace data
