// Rows of bytes as one zlib stream, packed on all cores, quickly rather than tightly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace data {

/// The stream is made of pieces of as many rows each, packed by themselves: the same rows give the same bytes on any number of cores.
class PackedRows {
 public:
  /// Writes row `y` of what is being given: `row_bytes` bytes at `to`. Called from several threads.
  using WriteRow = std::function<void(int y, std::uint8_t* to)>;
  using Sink = std::function<void(const std::uint8_t* bytes, std::size_t size)>;

  /// `threads` 0: as many as there are cores.
  PackedRows(std::size_t row_bytes, unsigned threads, Sink sink);
  ~PackedRows();
  PackedRows(const PackedRows&) = delete;
  PackedRows& operator=(const PackedRows&) = delete;

  /// The next `count` rows. Throws what the sink throws, and std::bad_alloc.
  void add(int count, const WriteRow& write);
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace data
