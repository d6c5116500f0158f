#include "data/source/flat_geobuf.h"

#include <cpl_error.h>
#include <cpl_vsi.h>
#include <fcntl.h>
#include <gdal_version.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>

#include "data/source/flat_buffer.h"

namespace data {
namespace {

constexpr const char *in_pieces = "/vsiphusong_flat/", *with_bytes = "/vsiphusong_flat_bytes/";

constexpr std::size_t magic_size = 8;
constexpr int geometry_field = 2, columns_field = 7, count_field = 8, index_field = 9, name_field = 0,
              type_field = 1;  // their places in the tables Header and Column

/// One open file.
class File {
 public:
  explicit File(int file) : file_(file) {}
  ~File() { close(file_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::optional<FlatHeader> header() const {
    std::vector<std::byte> beginning(most_header);
    beginning.resize(fetch(beginning.data(), beginning.size(), 0));
    return flat_header(beginning);
  }
  /// From now on booleans are bytes, where the header is understood.
  void declare_bytes() {
    const auto known = header();
    for (const FlatColumn& column : known ? known->columns : std::vector<FlatColumn>{})
      if (column.type == FlatColumn::boolean) boolean_types_.push_back(*column.type_place);
  }
  std::uint64_t tell() const { return place_; }
  bool at_end() const { return ended_; }
  bool seek(std::uint64_t offset, int whence) {
    ended_ = false;
    if (whence == SEEK_END) {
      struct stat about {};
      if (fstat(file_, &about) != 0) return false;
      offset += static_cast<std::uint64_t>(about.st_size);
    }
    place_ = whence == SEEK_CUR ? place_ + offset : offset;
    return true;
  }
  std::size_t read(std::byte* out, std::size_t wanted) {
    std::size_t got = 0;
    while (got < wanted) {
      if (place_ < begin_ || place_ >= begin_ + piece_.size()) refill();
      if (piece_.empty()) {
        ended_ = error_ == 0;
        if (error_ != 0) CPLError(CE_Failure, CPLE_FileIO, "%s", std::generic_category().message(error_).c_str());
        break;
      }
      const std::size_t from = place_ - begin_, some = std::min(wanted - got, piece_.size() - from);
      std::memcpy(out + got, piece_.data() + from, some);
      got += some, place_ += some;
    }
    return got;
  }

 private:
  static constexpr std::size_t piece = std::size_t{256} << 10U, most_header = std::size_t{1} << 20U;

  std::size_t fetch(std::byte* out, std::size_t size, std::uint64_t from, int* error = nullptr) const {
    std::size_t got = 0;
    while (got < size) {
      const ssize_t some = pread(file_, out + got, size - got, static_cast<off_t>(from + got));
      if (some < 0 && errno == EINTR) continue;
      if (some < 0 && error) *error = errno;
      if (some <= 0) break;
      got += static_cast<std::size_t>(some);
    }
    return got;
  }
  void refill() {
    piece_.resize(piece);
    error_ = 0;
    piece_.resize(fetch(piece_.data(), piece, place_, &error_));
    begin_ = place_;
    for (const std::uint64_t type : boolean_types_)
      if (type >= begin_ && type < begin_ + piece_.size()) piece_[type - begin_] = std::byte{FlatColumn::ubyte};
  }

  int file_;
  std::vector<std::byte> piece_;
  std::uint64_t begin_ = 0, place_ = 0;  ///< of the piece in the file; of the next byte
  bool ended_ = false;
  int error_ = 0;                             ///< of the last reading, as errno has it
  std::vector<std::uint64_t> boolean_types_;  ///< where those stand that are to read as bytes
};

File* as_file(void* handle) { return static_cast<File*>(handle); }

/// `bytes`: not null when booleans are to be bytes.
void* open_file(void* bytes, const char* name, const char* access) {
  if (access == nullptr || access[0] != 'r' || std::strchr(access, '+') != nullptr) return nullptr;
  const int file = open(name, O_RDONLY | O_CLOEXEC);
  if (file < 0) return nullptr;
  try {
    auto out = std::make_unique<File>(file);
    if (bytes) out->declare_bytes();
    return out.release();
  } catch (const std::bad_alloc&) { return nullptr; }
}

int about_file(void*, const char* name, VSIStatBufL* out, int) { return stat64(name, out); }

void install(const char* prefix, bool bytes) {
  static int yes = 1;
  VSIFilesystemPluginCallbacksStruct* calls = VSIAllocFilesystemPluginCallbacksStruct();
  calls->pUserData = bytes ? &yes : nullptr;
  calls->open = open_file;
  calls->stat = about_file;
  calls->tell = [](void* file) -> vsi_l_offset { return as_file(file)->tell(); };
  calls->seek = [](void* file, vsi_l_offset offset, int whence) { return as_file(file)->seek(offset, whence) ? 0 : -1; };
  calls->read = [](void* file, void* out, std::size_t size, std::size_t count) {
    return size == 0 ? 0 : as_file(file)->read(static_cast<std::byte*>(out), size * count) / size;
  };
  calls->eof = [](void* file) { return as_file(file)->at_end() ? 1 : 0; };
  calls->close = [](void* file) {
    delete as_file(file);
    return 0;
  };
  VSIInstallPluginHandler(prefix, calls);
  VSIFreeFilesystemPluginCallbacksStruct(calls);
}

}  // namespace

bool booleans_do_better_as_bytes() { return GDAL_VERSION_NUM / 10000 == 306; }

std::optional<FlatHeader> flat_header(std::span<const std::byte> beginning) {
  constexpr std::array<unsigned char, magic_size - 1> magic{'f', 'g', 'b', 3, 'f', 'g', 'b'};  // the last one is the patch level
  const auto size = FlatBuffer(beginning).at<std::uint32_t>(magic_size);
  if (!size || std::memcmp(beginning.data(), magic.data(), magic.size()) != 0) return std::nullopt;
  constexpr std::size_t start = magic_size + sizeof *size;
  if (beginning.size() - start < *size) return std::nullopt;
  const FlatBuffer header(beginning.subspan(start, *size));
  const auto table = header.follow(0);
  if (!table) return std::nullopt;
  FlatHeader out;
  out.size = start + *size;
  const auto node = header.field(*table, index_field), features = header.field(*table, count_field),
             geometry = header.field(*table, geometry_field);
  if (geometry) out.geometry = header.at<std::uint8_t>(*geometry).value_or(0);
  if (features) out.features = header.at<std::uint64_t>(*features).value_or(0);
  if (node) out.node_size = header.at<std::uint16_t>(*node).value_or(0);
  const auto columns = header.field(*table, columns_field);
  const auto list = columns ? header.follow(*columns) : std::nullopt;
  const std::uint64_t count = list ? header.at<std::uint32_t>(*list).value_or(0) : 0;
  std::size_t letters = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto column = header.follow(*list + 4 + 4 * i);
    const auto place = column ? header.field(*column, name_field) : std::nullopt;
    const auto name = place ? header.follow(*place) : std::nullopt;
    if (!name) return std::nullopt;
    FlatColumn& made = out.columns.emplace_back();
    made.name = header.bytes(*name).value_or(std::string_view{});
    if ((letters += made.name.size()) > *size) return std::nullopt;  // many references to one long name
    if (const auto type = header.field(*column, type_field))
      made.type = header.at<std::uint8_t>(*type).value_or(0), made.type_place = start + *type;
  }
  return out;
}

bool is_flat_geobuf(const std::string& source) {
  const std::filesystem::path path(source);
  std::error_code ignored;
  return (path.extension() == ".fgb" || path.extension() == ".FGB") && std::filesystem::is_regular_file(path, ignored);
}

void serve_flat_geobuf() { install(in_pieces, false), install(with_bytes, true); }

std::string flat_geobuf_name(const std::string& source, BooleansAs how) {
  if (!is_flat_geobuf(source)) return source;
  return (how == BooleansAs::bytes ? with_bytes : in_pieces) + source;
}

std::optional<FlatHeader> flat_header_of(const std::string& source) {
  const int file = open(source.c_str(), O_RDONLY | O_CLOEXEC);
  return file < 0 ? std::nullopt : File(file).header();
}

std::optional<std::map<std::string, bool>> byte_columns(const std::string& source, bool part) {
  const auto header = booleans_do_better_as_bytes() ? flat_header_of(source) : std::nullopt;
  if (!header || (part && !header->indexed())) return std::nullopt;
  std::map<std::string, bool> out;
  std::set<std::string> seen;
  for (const FlatColumn& column : header->columns) {
    if (!seen.insert(column.name).second) return std::nullopt;  // which of them GDAL means is its own affair
    if (column.type <= FlatColumn::boolean) out[column.name] = column.type == FlatColumn::byte;
  }
  return out;
}

std::string with_own_names(std::string text) {
  for (const std::string_view prefix : {in_pieces, with_bytes})
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) text.erase(at, prefix.size());
  return text;
}

}  // namespace data
