// Connected pieces of a raster, for throwing away specks and filling holes.
#pragma once

#include <cstdint>
#include <vector>

#include "data/sample/mosaic.h"

namespace data {

/// Keeps the largest connected piece of `value` and hands the others to `fate(index)`.
template <typename Fate>
void keep_largest_piece(const Mosaic& mosaic, const std::vector<std::uint16_t>& cells, std::uint16_t value, Fate fate) {
  std::vector<std::uint8_t> seen(cells.size());
  std::vector<std::size_t> largest, piece;
  const auto drop = [&](const std::vector<std::size_t>& all) {
    for (const std::size_t i : all) fate(i);
  };
  for (std::size_t start = 0; start < cells.size(); ++start) {
    if (seen[start] || cells[start] != value) continue;
    piece.assign(1, start);
    seen[start] = 1;
    for (std::size_t head = 0; head < piece.size(); ++head) {
      const int x = static_cast<int>(piece[head] % static_cast<std::size_t>(mosaic.width)),
                y = static_cast<int>(piece[head] / static_cast<std::size_t>(mosaic.width));
      const auto visit = [&](int nx, int ny) {
        if (nx < 0 || ny < 0 || nx >= mosaic.width || ny >= mosaic.height) return;
        const std::size_t next = mosaic.index(nx, ny);
        if (!seen[next] && cells[next] == value) seen[next] = 1, piece.push_back(next);
      };
      visit(x - 1, y), visit(x + 1, y), visit(x, y - 1), visit(x, y + 1);
    }
    if (piece.size() > largest.size()) {
      drop(largest);
      largest = piece;
    } else {
      drop(piece);
    }
  }
}

}  // namespace data
