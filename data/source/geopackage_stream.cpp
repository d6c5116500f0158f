#include "data/source/geopackage_stream.h"

#include <fmt/format.h>
#include <ogr_recordbatch.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "data/source/geopackage_cells.h"

namespace data {

const int geopackage_needs_gdal = ENOTSUP;

namespace {

constexpr std::int64_t batch_rows = 8192;
constexpr unsigned most_readers = 8;

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;
using Columns = std::vector<CellColumn>;

/// Without locks and without looking for changes: whoever writes to the file is never held up by us, and FileState tells. Null when it
/// cannot be opened.
Database open_database(const std::string& source) {
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(source).string()) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '/';
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  uri += "?immutable=1";
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(uri.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  Database out(opened, &sqlite3_close);
  if (result != SQLITE_OK) out.reset();
  return out;
}

Statement prepare(const Database& database, const std::string& query) {
  sqlite3_stmt* made = nullptr;
  if (database) sqlite3_prepare_v2(database.get(), query.c_str(), -1, &made, nullptr);
  return {made, &sqlite3_finalize};
}

/// The first column of what a query answers: whole numbers. Nothing when it fails.
std::optional<std::vector<std::int64_t>> numbers(const Database& database, const std::string& query, const std::vector<std::string>& texts,
                                                 const std::vector<double>& reals = {}) {
  const Statement statement = prepare(database, query);
  if (!statement) return std::nullopt;
  int at = 0;
  for (const std::string& text : texts) sqlite3_bind_text(statement.get(), ++at, text.c_str(), -1, SQLITE_STATIC);
  for (const double real : reals) sqlite3_bind_double(statement.get(), ++at, real);
  std::vector<std::int64_t> out;
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(statement.get())) == SQLITE_ROW) out.push_back(sqlite3_column_int64(statement.get(), 0));
  if (step != SQLITE_DONE) return std::nullopt;
  return out;
}

std::string identifier(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) (out += c) += c == '"' ? "\"" : "";
  return out + '"';
}

/// By which a file is known again: another one in its place, or other contents, make another state. Nothing while somebody writes to it.
struct FileState {
  std::uint64_t device = 0, number = 0, size = 0;
  std::int64_t seconds = 0, nanoseconds = 0;
  bool operator==(const FileState&) const = default;
};

std::optional<FileState> state_of(const std::string& source) {
  std::error_code error;
  const std::string file =
      std::filesystem::canonical(source, error).string();  // what is not written into it yet lies beside the file itself
  struct stat found {};
  if (error || stat(file.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  if (std::filesystem::exists(file + "-wal", error) || std::filesystem::exists(file + "-journal", error)) return std::nullopt;
  return FileState{found.st_dev, found.st_ino, static_cast<std::uint64_t>(found.st_size), found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

/// Whose ids a batch is made of: from first to last, or, where the ids are listed, those of these places in the list.
struct Piece {
  std::int64_t first = 0, last = 0;
};

/// What is read, and in which pieces.
struct Plan {
  static constexpr const char* function = "take_row";
  std::string source, query;  ///< the query's parameters: first and last id
  FileState state;
  std::vector<CellField> fields;
  std::optional<std::vector<std::int64_t>> ids;
  std::vector<Piece> pieces;
  std::int64_t rows = 0;  ///< about how many
};

std::vector<Piece> pieces_of_list(std::size_t size) {
  std::vector<Piece> out;
  const auto end = static_cast<std::int64_t>(size);
  for (std::int64_t first = 0; first < end; first += batch_rows) out.push_back({first, std::min(first + batch_rows, end) - 1});
  return out;
}

/// Nothing where ids lie so far apart that pieces of the range would be no pieces of the rows.
std::optional<std::vector<Piece>> pieces_of_range(std::int64_t first, std::int64_t last, std::int64_t rows) {
  const auto id = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  const std::uint64_t start = static_cast<std::uint64_t>(first), span = static_cast<std::uint64_t>(last) - start;
  const auto dense = static_cast<std::uint64_t>(std::max(rows, batch_rows)) * 4;
  if (span / dense > 0) return std::nullopt;
  std::vector<Piece> out;
  std::uint64_t done = 0;
  for (; span - done >= batch_rows; done += batch_rows) out.push_back({id(start + done), id(start + done + batch_rows - 1)});
  out.push_back({id(start + done), last});
  return out;
}

/// Columns that have been read and handed back, for the next piece: fresh memory costs as much as filling it.
class Spare {
 public:
  void put(Columns columns) noexcept {
    try {
      const std::lock_guard lock(mutex_);
      spare_.push_back(std::move(columns));
    } catch (...) {}  // then they are gone, and new ones will be made
  }
  std::optional<Columns> take() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return std::nullopt;
    Columns out = std::move(spare_.back());
    spare_.pop_back();
    for (CellColumn& column : out) column.clear();
    return out;
  }

 private:
  std::mutex mutex_;
  std::vector<Columns> spare_;
};

/// Reads pieces, by a connection of its own: what one thread reads holds up no other. The cells come as arguments of a function in the
/// query, which takes two thirds of the time that asking for them column by column does.
class PieceReader {
 public:
  PieceReader(const Plan& plan, Spare& spare) : plan_(plan), spare_(spare), database_(open_database(plan.source)) {
    if (database_) sqlite3_create_function(database_.get(), Plan::function, -1, SQLITE_UTF8, this, nullptr, &take_row, &end);
    statement_ = prepare(database_, plan.query);
  }
  PieceReader(const PieceReader&) = delete;  // SQLite knows where it is
  PieceReader& operator=(const PieceReader&) = delete;

  std::optional<Columns> read(const Piece& piece) {
    if (auto columns = spare_.take()) columns_ = std::move(*columns);
    else
      for (const CellField& field : plan_.fields) columns_.emplace_back(field.kind);
    bool good = statement_ != nullptr;
    if (!plan_.ids) good = good && add_rows(piece.first, piece.last);
    else
      good =
          good &&
          add_listed(
              std::span(*plan_.ids).subspan(static_cast<std::size_t>(piece.first), static_cast<std::size_t>(piece.last - piece.first + 1)));
    return good ? std::optional(std::move(columns_)) : std::nullopt;
  }

 private:
  /// What lies close together is read in one go, with the rows between: that is quicker than to look for each.
  bool add_listed(std::span<const std::int64_t> ids) {
    static constexpr std::uint64_t close = 16;
    while (!ids.empty()) {
      std::size_t run = 1;
      while (run < ids.size() && static_cast<std::uint64_t>(ids[run]) - static_cast<std::uint64_t>(ids[run - 1]) <= close) ++run;
      wanted_ = ids.first(run), ids = ids.subspan(run);
      if (!add_rows(wanted_.front(), wanted_.back())) return false;
    }
    return true;
  }

  bool add_rows(std::int64_t first, std::int64_t last) {
    sqlite3_bind_int64(statement_.get(), 1, first);
    sqlite3_bind_int64(statement_.get(), 2, last);
    const bool good = sqlite3_step(statement_.get()) == SQLITE_ROW;
    return sqlite3_reset(statement_.get()) == SQLITE_OK && good;
  }

  static void take_row(sqlite3_context* context, int, sqlite3_value** values) {
    auto& reader = *static_cast<PieceReader*>(sqlite3_user_data(context));
    const auto& wanted = reader.wanted_;  // the id comes first
    if (!wanted.empty() && !std::binary_search(wanted.begin(), wanted.end(), sqlite3_value_int64(values[0]))) return;
    try {
      for (CellColumn& column : reader.columns_)
        if (!column.take(*values++)) return sqlite3_result_error(context, "not plain", -1);
    } catch (...) { sqlite3_result_error_nomem(context); }  // SQLite is C, and no exception may pass it
  }
  static void end(sqlite3_context* context) { sqlite3_result_null(context); }

  const Plan& plan_;
  Spare& spare_;
  Columns columns_;
  std::span<const std::int64_t> wanted_;  ///< of the rows that come; empty: all of them
  Database database_;
  Statement statement_{nullptr, &sqlite3_finalize};
};

/// Pieces read on several threads and handed out in their order.
class PieceStream {
 public:
  explicit PieceStream(Plan plan) : plan_(std::move(plan)) {
    const std::size_t cores = std::clamp(std::thread::hardware_concurrency(), 1U, most_readers);
    const std::size_t readers = plan_.pieces.size() < 2 ? 0 : std::min(cores, plan_.pieces.size());
    ahead_ = 2 * readers;
    try {
      for (std::size_t i = 0; i < readers; ++i) readers_.emplace_back([this] { read_pieces(); });
    } catch (const std::system_error&) {}  // no more threads: those there are will do, or none
  }
  ~PieceStream() { give_up(); }
  PieceStream(const PieceStream&) = delete;
  PieceStream& operator=(const PieceStream&) = delete;

  const Plan& plan() const { return plan_; }
  const std::shared_ptr<Spare>& spare() const { return spare_; }
  bool at_end() const { return taken_ == plan_.pieces.size(); }

  /// Nothing when GDAL shall read it.
  std::optional<Columns> next() {
    if (readers_.empty()) return PieceReader(plan_, *spare_).read(plan_.pieces[taken_++]);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return gave_up_ || made_.contains(taken_); });
    if (gave_up_) return std::nullopt;
    auto out = std::move(made_.extract(taken_++).mapped());
    changed_.notify_all();
    return out;
  }

 private:
  void give_up() {
    const std::lock_guard lock(mutex_);
    gave_up_ = true;
    changed_.notify_all();
  }

  /// Not far ahead of who takes them: memory need not hold all rows twice.
  std::optional<std::size_t> begin_piece() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return gave_up_ || begun_ == plan_.pieces.size() || begun_ < taken_ + ahead_; });
    return gave_up_ || begun_ == plan_.pieces.size() ? std::nullopt : std::optional(begun_++);
  }

  void read_pieces() {
    try {
      PieceReader reader(plan_, *spare_);
      while (const auto piece = begin_piece()) {
        auto columns = reader.read(plan_.pieces[*piece]);
        if (!columns) return give_up();
        const std::lock_guard lock(mutex_);
        made_.emplace(*piece, std::move(*columns));
        changed_.notify_all();
      }
    } catch (...) { give_up(); }  // no memory perhaps: who reads after us finds it out where it can be said
  }

  const Plan plan_;
  const std::shared_ptr<Spare> spare_ = std::make_shared<Spare>();  ///< batches may outlive the stream
  std::size_t ahead_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t begun_ = 0, taken_ = 0;
  std::map<std::size_t, Columns> made_;
  bool gave_up_ = false;
  std::vector<std::jthread> readers_;  ///< last: they use all the others
};

/// Nothing for what is no single value, or not the value itself.
std::optional<CellKind> kind_of(OGRFieldDefnH field) {
  if (const char* domain = OGR_Fld_GetDomainName(field); domain && *domain) return std::nullopt;
  switch (OGR_Fld_GetType(field)) {
    case OFTInteger:
      return OGR_Fld_GetSubType(field) == OFSTBoolean ? CellKind::flag
             : OGR_Fld_GetSubType(field) == OFSTInt16 ? CellKind::integer_16
                                                      : CellKind::integer_32;
    case OFTInteger64: return CellKind::integer;
    case OFTReal: return OGR_Fld_GetSubType(field) == OFSTFloat32 ? CellKind::real_32 : CellKind::real;
    case OFTString: return CellKind::text;
    case OFTDate: return CellKind::date;
    case OFTDateTime: return CellKind::time;
    default: return std::nullopt;
  }
}

std::optional<std::vector<CellField>> fields_of(const GeoPackageWish& wish) {
  std::vector<CellField> out{{OGR_L_GetFIDColumn(wish.layer), CellKind::integer}};
  if (wish.geometry) out.push_back({OGR_L_GetGeometryColumn(wish.layer), CellKind::geometry});
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(wish.layer);
  for (const std::string& name : wish.fields) {
    const int index = OGR_FD_GetFieldIndex(definition, name.c_str());
    const auto kind = index < 0 ? std::nullopt : kind_of(OGR_FD_GetFieldDefn(definition, index));
    if (!kind) return std::nullopt;
    out.push_back({name, *kind});
  }
  constexpr std::size_t most_arguments = 100;  // of a function in SQLite, less a few
  if (out.size() > most_arguments || std::any_of(out.begin(), out.end(), [](const CellField& field) { return field.name.empty(); }))
    return std::nullopt;
  return out;
}

/// Whether its rows have ids that are their own places in the file.
bool is_plain_table(const Database& database, const std::string& table, const std::string& id) {
  const auto tables =
      numbers(database, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1 AND sql NOT LIKE 'CREATE VIRTUAL%'", {table});
  const auto keys =
      numbers(database, "SELECT pk = 1 AND name = ?2 AND upper(type) = 'INTEGER' FROM pragma_table_info(?1) WHERE pk > 0", {table, id});
  // A key with an index of its own is no place in the file.
  const auto own_index = numbers(database, "SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk'", {table});
  return tables && tables->size() == 1 && keys && *keys == std::vector<std::int64_t>{1} && own_index && own_index->empty();
}

std::optional<Plan> plan_of(const GeoPackageWish& wish) {
  const auto state = state_of(wish.source);
  if (!state) return std::nullopt;
  auto fields = fields_of(wish);
  if (!fields) return std::nullopt;
  const Database database = open_database(wish.source);
  const std::string table = OGR_L_GetName(wish.layer), id = fields->front().name;
  if (!is_plain_table(database, table, id)) return std::nullopt;

  Plan out{wish.source, {}, *state, std::move(*fields), {}, {}, 0};
  std::string columns;
  // With the table's name before it: in quotes alone SQLite takes a name that it does not know for text.
  for (const CellField& field : out.fields) columns += (columns.empty() ? "t." : ", t.") + identifier(field.name);
  out.query = fmt::format("SELECT {0}({1}) FROM {2} AS t NOT INDEXED WHERE t.{3} BETWEEN ?1 AND ?2", Plan::function, columns,
                          identifier(table), identifier(id));
  if (wish.box) {
    if (OGR_L_TestCapability(wish.layer, OLCFastSpatialFilter) == 0) return std::nullopt;
    const std::string index = identifier("rtree_" + table + "_" + OGR_L_GetGeometryColumn(wish.layer));
    out.ids = numbers(database, fmt::format("SELECT id FROM {} WHERE maxx >= ?1 AND minx <= ?2 AND maxy >= ?3 AND miny <= ?4", index), {},
                      {wish.box->min_x, wish.box->max_x, wish.box->min_y, wish.box->max_y});
    if (!out.ids) return std::nullopt;
    std::sort(out.ids->begin(), out.ids->end());
    out.rows = static_cast<std::int64_t>(out.ids->size());
    out.pieces = pieces_of_list(out.ids->size());
    return out;
  }
  // What a file says of itself need not be true.
  constexpr std::int64_t most_rows = 1 << 28;
  out.rows = std::clamp<std::int64_t>(OGR_L_GetFeatureCount(wish.layer, FALSE), 0, most_rows);
  const auto ends =
      numbers(database, fmt::format("SELECT min({0}) FROM {1} UNION ALL SELECT max({0}) FROM {1}", identifier(id), identifier(table)), {});
  if (!ends || ends->size() != 2) return std::nullopt;
  if (auto pieces = pieces_of_range((*ends)[0], (*ends)[1], out.rows)) {
    out.pieces = std::move(*pieces);
    return out;
  }
  out.ids = numbers(database, fmt::format("SELECT {0} FROM {1} NOT INDEXED ORDER BY {0}", identifier(id), identifier(table)), {});
  if (!out.ids) return std::nullopt;
  out.rows = static_cast<std::int64_t>(out.ids->size());
  out.pieces = pieces_of_list(out.ids->size());
  return out;
}

PieceStream& stream_of(ArrowArrayStream* stream) { return *static_cast<PieceStream*>(stream->private_data); }

}  // namespace

std::optional<std::int64_t> open_geopackage_stream(const GeoPackageWish& wish, ArrowArrayStream& out) {
  auto plan = plan_of(wish);
  if (!plan) return std::nullopt;
  const std::int64_t rows = plan->rows;
  out = {};
  out.get_schema = [](ArrowArrayStream* self, ArrowSchema* schema) {
    give_schema(stream_of(self).plan().fields, *schema);
    return 0;
  };
  out.get_next = [](ArrowArrayStream* self, ArrowArray* batch) {
    *batch = {};
    const Plan& plan_read = stream_of(self).plan();
    if (stream_of(self).at_end()) return state_of(plan_read.source) == plan_read.state ? 0 : geopackage_needs_gdal;
    auto columns = stream_of(self).next();
    if (!columns) return geopackage_needs_gdal;
    give_batch(
        std::move(*columns), [spare = stream_of(self).spare()](Columns read) { spare->put(std::move(read)); }, *batch);
    return 0;
  };
  out.get_last_error = [](ArrowArrayStream*) -> const char* { return nullptr; };
  out.release = [](ArrowArrayStream* self) {
    delete static_cast<PieceStream*>(std::exchange(self->private_data, nullptr));
    self->release = nullptr;
  };
  out.private_data = new PieceStream(std::move(*plan));
  return rows;
}

}  // namespace data
