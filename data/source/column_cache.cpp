#include "data/source/column_cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <proj.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <type_traits>
#include <vector>

#include "data/source/error.h"
#include "data/source/gdal.h"
#include "data/source/i18n.h"
#include "data/source/kept_digest.h"
#include "data/source/kept_folder.h"
#include "data/source/write_whole.h"

namespace data {
namespace {

namespace fs = std::filesystem;

static_assert(std::endian::native == std::endian::little, "the files are of one byte order");

constexpr char magic[8] = {'P', 'S', 'C', 'O', 'L', 'S', '0', '3'};  // the last two: version of this format
constexpr const char* ending = ".columns";

/// Columns begin at multiples of this, so that they can be used where they lie.
constexpr std::size_t alignment = 8;
std::size_t padding(std::size_t size) { return (alignment - size % alignment) % alignment; }

struct Head {
  char magic[8];
  std::uint64_t size;      ///< bytes after the head
  std::uint64_t checksum;  ///< XXH3 of them
};

// --- Writing ---------------------------------------------------------------------------------------------------------

/// Gathers what belongs into a file; columns stay where they are and are written from there.
class Writer {
 public:
  Writer() { parts_.emplace_back(); }
  template <typename T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    bytes(&value, sizeof value);
  }
  void text(const std::string& value) { number<std::uint64_t>(value.size()), bytes(value.data(), value.size()); }
  template <typename Values>
  void cells(const Values& values) {
    using T = std::remove_cvref_t<decltype(values[0])>;
    number<std::uint64_t>(values.size());
    pad();
    if (values.size() == 0) return;
    parts_.back().outside = {values.data(), values.size() * sizeof(T)};
    size_ += values.size() * sizeof(T);
    parts_.emplace_back();
  }
  void texts(const std::vector<std::string>& values) {
    number<std::uint64_t>(values.size());
    for (const std::string& value : values) text(value);
  }
  void write(const fs::path& path) const {
    XXH3_state_t* state = XXH3_createState();
    XXH3_64bits_reset(state);
    std::vector<Bytes> all{{}};
    for (const Part& part : parts_)
      for (const Bytes& bytes : {Bytes{part.own.data(), part.own.size()}, part.outside})
        if (bytes.size > 0) all.push_back(bytes), XXH3_64bits_update(state, bytes.at, bytes.size);
    Head head{};
    std::memcpy(head.magic, magic, sizeof magic);
    head.size = size_, head.checksum = XXH3_64bits_digest(state);
    XXH3_freeState(state);
    all.front() = {&head, sizeof head};
    write_whole(path, all, false);
  }

 private:
  struct Part {
    std::vector<std::uint8_t> own;
    Bytes outside;  ///< after it
  };
  void bytes(const void* from, std::size_t n) {
    const auto* begin = static_cast<const std::uint8_t*>(from);
    parts_.back().own.insert(parts_.back().own.end(), begin, begin + n);
    size_ += n;
  }
  void pad() {
    constexpr std::uint64_t nothing = 0;
    bytes(&nothing, padding(size_));
  }
  std::vector<Part> parts_;
  std::size_t size_ = 0;
};

enum class Kind : std::uint8_t { text, number, flag, date };

void write_faulty(Writer& out, const FaultyRows& faulty) {
  out.number(faulty.count);
  out.number<std::uint64_t>(faulty.first.size());
  for (const FaultyRows::Row& row : faulty.first) out.number<std::uint64_t>(row.row), out.text(row.value);
}

void write_column(Writer& out, const Column& column) {
  out.text(column.name);
  write_faulty(out, column.unread);
  out.number(static_cast<std::uint8_t>(column.legacy_bytes));
  out.number(static_cast<std::uint8_t>(column.cells.index()));
  if (const auto* text = std::get_if<TextColumn>(&column.cells)) out.cells(text->code), out.texts(text->dictionary);
  else if (const auto* numbers = std::get_if<NumberColumn>(&column.cells)) out.cells(numbers->value);
  else if (const auto* flags = std::get_if<FlagColumn>(&column.cells)) out.cells(flags->value);
  else if (const auto* dates = std::get_if<DateColumn>(&column.cells)) out.cells(dates->day);
}

Writer written(const std::string& key, const Table& table) {
  Writer out;
  out.text(key);
  out.number<std::uint64_t>(table.rows);
  out.number(static_cast<std::uint8_t>(table.shape));
  out.text(table.source_crs), out.text(table.encoding), out.texts(table.warnings), out.cells(table.fid);
  for (const FaultyRows* faulty : {&table.no_geometry, &table.bad_geometry, &table.unplaced}) write_faulty(out, *faulty);
  out.number(table.points.corner().x), out.number(table.points.corner().y), out.number(table.points.step());
  out.cells(table.points.x()), out.cells(table.points.y());
  out.number<std::int32_t>(table.curve.levels), out.cells(table.curve.leaf), out.cells(table.curve.begin);
  out.cells(table.areas.x), out.cells(table.areas.y);
  out.cells(table.areas.first_polygon), out.cells(table.areas.first_ring), out.cells(table.areas.first_vertex);
  out.number<std::uint64_t>(table.columns.size());
  for (const Column& column : table.columns) write_column(out, column);
  return out;
}

// --- Reading ---------------------------------------------------------------------------------------------------------

/// A file in memory for as long as this lives; empty when it cannot be had.
class Mapping {
 public:
  explicit Mapping(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    struct stat status {};
    if (fstat(file, &status) == 0 && status.st_size > 0) {
      void* at = mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
      if (at != MAP_FAILED) data_ = static_cast<const std::uint8_t*>(at), size_ = static_cast<std::size_t>(status.st_size);
    }
    ::close(file);
  }
  ~Mapping() {
    if (data_) munmap(const_cast<std::uint8_t*>(data_), size_);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  const std::uint8_t* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  const std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Files from this size on stay mapped and their columns are used where they lie; smaller ones are copied and let go.
constexpr std::size_t worth_mapping = 1 << 20;

/// Reads what Writer wrote; after the first thing that does not fit, everything is empty and `good` is false.
class Cursor {
 public:
  Cursor(const std::uint8_t* at, std::size_t left, std::shared_ptr<const void> keeper)
      : begin_(at), at_(at), left_(left), keeper_(std::move(keeper)) {}
  bool good() const { return good_; }
  bool at_end() const { return good_ && left_ == 0; }
  template <typename T>
  T number() {
    T value{};
    if (take(sizeof value)) std::memcpy(&value, at_ - sizeof value, sizeof value);
    return value;
  }
  std::string text() {
    const auto size = number<std::uint64_t>();
    return take(size) ? std::string(reinterpret_cast<const char*>(at_ - size), size) : std::string{};
  }
  template <typename T>
  Cells<T> cells() {
    const auto count = number<std::uint64_t>();
    take(padding(static_cast<std::size_t>(at_ - begin_)));
    if (!good_ || count > left_ / sizeof(T)) return good_ = false, Cells<T>{};
    take(count * sizeof(T));
    const auto* values = reinterpret_cast<const T*>(at_ - count * sizeof(T));
    if (keeper_) return Cells<T>(values, count, keeper_);
    return std::vector<T>(values, values + count);
  }
  template <typename T>
  std::vector<T> vector() {
    const Cells<T> found = cells<T>();
    return {found.begin(), found.end()};
  }
  std::vector<std::string> texts() {
    std::vector<std::string> out;
    for (auto count = number<std::uint64_t>(); good_ && count > 0; --count) out.push_back(text());
    return out;
  }

 private:
  bool take(std::uint64_t n) {
    if (!good_ || n > left_) return good_ = false;
    at_ += n, left_ -= n;
    return true;
  }
  const std::uint8_t* begin_;
  const std::uint8_t* at_;
  std::size_t left_;
  std::shared_ptr<const void> keeper_;  ///< of the bytes; null: what is read is copied
  bool good_ = true;
};

FaultyRows read_faulty(Cursor& in) {
  FaultyRows out;
  out.count = in.number<std::uint64_t>();
  for (auto left = in.number<std::uint64_t>(); in.good() && left > 0; --left) {
    const auto row = in.number<std::uint64_t>();
    out.first.push_back({static_cast<std::size_t>(row), in.text()});
  }
  return out;
}

bool read_column(Cursor& in, Column& column) {
  column.name = in.text();
  column.unread = read_faulty(in);
  column.legacy_bytes = in.number<std::uint8_t>() != 0;
  switch (static_cast<Kind>(in.number<std::uint8_t>())) {
    case Kind::text: {
      TextColumn cells;
      cells.code = in.cells<std::uint32_t>(), cells.dictionary = in.texts();
      column.cells = std::move(cells);
      return in.good();
    }
    case Kind::number: column.cells = NumberColumn{in.cells<double>()}; return in.good();
    case Kind::flag: column.cells = FlagColumn{in.cells<std::uint8_t>()}; return in.good();
    case Kind::date: column.cells = DateColumn{in.cells<std::int32_t>()}; return in.good();
  }
  return false;
}

std::optional<Table> read_kept(const std::shared_ptr<const Mapping>& file, const std::string& key) {
  Head head{};
  if (file->size() < sizeof head) return std::nullopt;
  std::memcpy(&head, file->data(), sizeof head);
  const std::uint8_t* payload = file->data() + sizeof head;
  if (std::memcmp(head.magic, magic, sizeof magic) != 0 || head.size != file->size() - sizeof head ||
      head.checksum != XXH3_64bits(payload, head.size))
    return std::nullopt;
  Cursor in(payload, head.size, file->size() >= worth_mapping ? file : nullptr);
  if (in.text() != key) return std::nullopt;
  Table table;
  table.rows = in.number<std::uint64_t>();
  table.shape = static_cast<Shape>(in.number<std::uint8_t>());
  table.source_crs = in.text(), table.encoding = in.text(), table.warnings = in.texts(), table.fid = in.cells<std::int64_t>();
  for (FaultyRows* faulty : {&table.no_geometry, &table.bad_geometry, &table.unplaced}) *faulty = read_faulty(in);
  Point corner;
  corner.x = in.number<double>(), corner.y = in.number<double>();
  const auto step = in.number<double>();
  auto x = in.cells<std::uint32_t>(), y = in.cells<std::uint32_t>();
  table.points = Points(corner, step, std::move(x), std::move(y));
  table.curve.levels = in.number<std::int32_t>();
  table.curve.leaf = in.cells<std::uint32_t>(), table.curve.begin = in.cells<std::uint32_t>();
  table.areas.x = in.vector<double>(), table.areas.y = in.vector<double>();
  table.areas.first_polygon = in.vector<std::uint32_t>(), table.areas.first_ring = in.vector<std::uint32_t>();
  table.areas.first_vertex = in.vector<std::uint32_t>();
  for (auto columns = in.number<std::uint64_t>(); in.good() && columns > 0; --columns)
    if (!read_column(in, table.columns.emplace_back())) return std::nullopt;
  return in.at_end() ? std::optional(std::move(table)) : std::nullopt;
}

// --- Naming ----------------------------------------------------------------------------------------------------------

/// Name, size and time of change of the file and of those that belong to it: x.shp with x.dbf, x.prj, x.cpg; x.gpkg with x.gpkg-wal.
/// Empty when one changed within the last two seconds: the clock of the file system may not tell a further change apart.
std::string state_of(const fs::path& source) {
  std::error_code failed;
  const fs::path folder = source.parent_path().empty() ? fs::path(".") : source.parent_path();
  const std::string stem = source.stem().string();
  std::vector<std::string> parts;
  const auto lately = fs::file_time_type::clock::now() - std::chrono::seconds(2);
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    const std::string name = at->path().filename().string();
    const bool belongs =
        name == source.filename().string() || (name.starts_with(stem) && name.size() > stem.size() && name[stem.size()] == '.');
    if (!belongs || !at->is_regular_file(failed)) continue;
    const auto changed = at->last_write_time(failed);
    if (failed || changed > lately) return {};
    parts.push_back(fmt::format("{}|{}|{}", name, at->file_size(failed), changed.time_since_epoch().count()));
  }
  if (failed || parts.empty()) return {};
  std::sort(parts.begin(), parts.end());
  return fmt::format("{}\n{}", fs::weakly_canonical(folder, failed).string(), fmt::join(parts, "\n"));
}

constexpr int revision = 3;  ///< of how sources are read here

/// Another version may read or place otherwise.
std::string library_versions() { return fmt::format("{} GDAL {} PROJ {}", revision, GDALVersionInfo("VERSION_NUM"), proj_info().version); }

}  // namespace

std::string ColumnCache::key_of(const ReadRequest& request) const {
  std::error_code failed;
  if (folder_.empty() || !fs::is_regular_file(request.source, failed)) return {};
  const std::string state = state_of(request.source);
  if (state.empty()) return {};
  std::string key = fmt::format("{}\n{}\nlayer {}\nwhere {}\ncrs {}\nencoding {}\nxy {} {}\nmap {}\nshape {} {} {}\nlang {}\n{}", state,
                                fs::path(request.source).filename().string(), request.layer, request.where, request.crs, request.encoding,
                                request.x_field, request.y_field, request.map_crs, static_cast<int>(request.shape), request.shape_optional,
                                request.along_curve, static_cast<int>(language()), library_versions());
  for (const FieldWish& field : request.fields)
    if (field.read) key += fmt::format("\nfield {}|{}|{}|{}", field.name, static_cast<int>(field.type), field.required, field.key);
  return key;
}

fs::path ColumnCache::file_of(const std::string& key) const {
  const XXH128_hash_t hash = XXH3_128bits(key.data(), key.size());
  return folder_ / fmt::format("{:016x}{:016x}{}", hash.high64, hash.low64, ending);
}

std::optional<Table> ColumnCache::find(const std::string& key) const {
  if (key.empty()) return std::nullopt;
  const fs::path file = file_of(key);
  auto table = read_kept(std::make_shared<const Mapping>(file), key);
  std::error_code ignored;
  if (table) fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);  // used just now
  return table;
}

void ColumnCache::keep(const std::string& key, const Table& table) const {
  if (key.empty()) return;
  std::error_code failed;
  fs::create_directories(folder_, failed);
  if (failed) return;
  try {
    written(key, table).write(file_of(key));
    tidy();
  } catch (const Error&) {  // a full or read-only disk: the source will be read again
  } catch (const std::bad_alloc&) {}
}

void ColumnCache::tidy() const {
  // What a program left half written when it was killed, long ago: nothing will find it.
  const auto an_hour_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  std::error_code failed;
  for (fs::directory_iterator at(folder_, failed), end; !failed && at != end; at.increment(failed)) {
    std::error_code gone;
    const bool ours = at->path().extension() == ending || at->path().extension() == kept_digest_ending;
    if (!ours && at->last_write_time(gone) < an_hour_ago && !gone) fs::remove(at->path(), gone);
  }
  keep_within(folder_, limit_, LastUse::written);
}

Table read_table(const ReadRequest& request, const ColumnCache& cache, std::stop_token stop, Progress* progress) {
  const std::string key = cache.key_of(request);
  if (auto kept = cache.find(key)) {
    if (progress) progress->done = progress->total = kept->rows;
    return std::move(*kept);
  }
  Table table = read_table(request, std::move(stop), progress);
  if (table.part || key.empty() || cache.key_of(request) != key) return table;  // changed while it was read
  cache.keep(key, table);
  // From now on in the memory of the file, which the system may take back and bring again, not in our own.
  if (auto kept = cache.find(key)) return std::move(*kept);
  return table;
}

}  // namespace data
