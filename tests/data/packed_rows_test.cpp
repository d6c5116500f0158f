// Rows packed in pieces on several threads are one zlib stream.
#include "data/packed_rows.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstring>
#include <random>
#include <vector>

namespace data {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// Packs rows in bands of so many.
Bytes packed(const Bytes& rows, std::size_t row_bytes, const std::vector<int>& bands, unsigned threads) {
  Bytes out;
  PackedRows packer(row_bytes, threads,
                    [&](const std::uint8_t* bytes, std::size_t size) { out.insert(out.end(), bytes, bytes + size); });
  std::size_t first = 0;
  for (const int band : bands) {
    packer.add(band, [&](int y, std::uint8_t* to) {
      std::memcpy(to, rows.data() + (first + static_cast<std::size_t>(y)) * row_bytes, row_bytes);
    });
    first += static_cast<std::size_t>(band);
  }
  packer.finish();
  return out;
}

Bytes unpacked(const Bytes& stream, std::size_t size) {
  Bytes out(size + 1);
  uLongf length = out.size();
  EXPECT_EQ(uncompress(out.data(), &length, stream.data(), stream.size()), Z_OK);
  out.resize(length);
  return out;
}

TEST(PackedRows, AreOneStreamWhateverTheBandsAndTheThreads) {
  constexpr std::size_t row_bytes = 8192, in_piece = 64;  // half a mebibyte
  std::mt19937 random(3);
  for (const std::size_t count : {std::size_t{1}, in_piece - 1, in_piece, in_piece + 1, 3 * in_piece, 5 * in_piece + 7}) {
    Bytes rows(count * row_bytes);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::uint8_t>(i % 97 < 60 ? 7 : random());
    const Bytes whole = packed(rows, row_bytes, {static_cast<int>(count)}, 1);
    EXPECT_EQ(unpacked(whole, rows.size()), rows) << count;
    EXPECT_EQ(packed(rows, row_bytes, {static_cast<int>(count)}, 4), whole) << count;
    std::vector<int> bands;
    for (std::size_t left = count; left > 0; left -= static_cast<std::size_t>(bands.back()))
      bands.push_back(static_cast<int>(std::min<std::size_t>(left, 1 + random() % 90)));
    EXPECT_EQ(packed(rows, row_bytes, bands, 3), whole) << count;
  }
}

TEST(PackedRows, NoRowsAreAStreamToo) { EXPECT_TRUE(unpacked(packed({}, 10, {}, 2), 0).empty()); }

/// Noise takes more room packed than plain; and no piece may be cut off where its room was full.
TEST(PackedRows, ThatCannotBePacked) {
  std::mt19937 random(5);
  for (const std::size_t row_bytes : {std::size_t{1}, std::size_t{1000}, std::size_t{1} << 20U}) {
    Bytes rows(3 * row_bytes);
    for (std::uint8_t& byte : rows) byte = static_cast<std::uint8_t>(random());
    EXPECT_EQ(unpacked(packed(rows, row_bytes, {2, 1}, 2), rows.size()), rows) << row_bytes;
  }
}

/// Longer than a piece by itself.
TEST(PackedRows, OfAnyLength) {
  Bytes rows(std::size_t{3} * 700000);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::uint8_t>(i / 1000);
  EXPECT_EQ(unpacked(packed(rows, 700000, {3}, 2), rows.size()), rows);
}

}  // namespace
}  // namespace data
