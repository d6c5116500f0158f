// Column batches of our own reading: pieces of a file read side by side, handed out in their order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "data/source/cell_columns.h"

struct ArrowArrayStream;

namespace data {

constexpr std::int64_t rows_of_piece = 8192;  ///< about

/// What get_next() of such a stream returns where a file is not as plain as it seemed, or has changed: GDAL shall read it, and knows what to
/// say about it.
extern const int gdal_shall_read;

/// By which a file is known again: another one in its place, or other contents, make another state.
struct FileState {
  std::uint64_t device = 0, number = 0, size = 0;
  std::int64_t seconds = 0, nanoseconds = 0;
  bool operator==(const FileState&) const = default;
};
/// Nothing for what is no file.
std::optional<FileState> state_of_file(const std::string& path);

/// Appends the rows of a piece; false when GDAL shall read. Used by one thread.
using ReadPiece = std::function<bool(std::size_t piece, CellColumns& columns)>;

struct PieceSource {
  std::vector<CellField> fields;
  std::size_t pieces = 0;
  std::function<ReadPiece()> reader;  ///< made for each thread, on it
  std::function<bool()> unchanged;    ///< whether the file still is what was read; asked at the end
};

/// A stream as OGR_L_GetArrowStream gives it, read on several threads.
void give_piece_stream(PieceSource source, ArrowArrayStream& out);

}  // namespace data
