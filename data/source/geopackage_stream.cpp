#include "data/source/geopackage_stream.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include "data/source/geopackage_cells.h"
#include "data/source/piece_stream.h"
#include "data/source/read_ahead.h"

namespace data {
namespace {

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

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
  const int result = sqlite3_open_v2(uri.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, read_ahead_vfs());
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

/// Nothing while somebody writes to it.
std::optional<FileState> state_of(const std::string& source) {
  std::error_code error;
  const std::string file =
      std::filesystem::canonical(source, error).string();  // what is not written into it yet lies beside the file itself
  if (error || std::filesystem::exists(file + "-wal", error) || std::filesystem::exists(file + "-journal", error)) return std::nullopt;
  return state_of_file(file);
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
  for (std::int64_t first = 0; first < end; first += rows_of_piece) out.push_back({first, std::min(first + rows_of_piece, end) - 1});
  return out;
}

/// Nothing where ids lie so far apart that pieces of the range would be no pieces of the rows.
std::optional<std::vector<Piece>> pieces_of_range(std::int64_t first, std::int64_t last, std::int64_t rows) {
  const auto id = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  const std::uint64_t start = static_cast<std::uint64_t>(first), span = static_cast<std::uint64_t>(last) - start;
  const auto dense = static_cast<std::uint64_t>(std::max(rows, rows_of_piece)) * 4;
  if (span / dense > 0) return std::nullopt;
  std::vector<Piece> out;
  std::uint64_t done = 0;
  for (; span - done >= rows_of_piece; done += rows_of_piece) out.push_back({id(start + done), id(start + done + rows_of_piece - 1)});
  out.push_back({id(start + done), last});
  return out;
}

/// Reads pieces, by a connection of its own: what one thread reads holds up no other. The cells come as arguments of a function in the
/// query, which takes two thirds of the time that asking for them column by column does.
class PieceReader {
 public:
  explicit PieceReader(const Plan& plan) : plan_(plan), database_(open_database(plan.source)) {
    if (database_) sqlite3_create_function(database_.get(), Plan::function, -1, SQLITE_UTF8, this, nullptr, &take_row, &end);
    statement_ = prepare(database_, plan.query);
  }
  PieceReader(const PieceReader&) = delete;  // SQLite knows where it is
  PieceReader& operator=(const PieceReader&) = delete;

  bool read(const Piece& piece, CellColumns& columns) {
    if (!statement_) return false;
    columns_ = &columns;
    if (!plan_.ids) return add_rows(piece.first, piece.last);
    return add_listed(
        std::span(*plan_.ids).subspan(static_cast<std::size_t>(piece.first), static_cast<std::size_t>(piece.last - piece.first + 1)));
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
      for (CellColumn& column : *reader.columns_)
        if (!put_cell(column, *values++)) return sqlite3_result_error(context, "not plain", -1);
    } catch (...) { sqlite3_result_error_nomem(context); }  // SQLite is C, and no exception may pass it
  }
  static void end(sqlite3_context* context) { sqlite3_result_null(context); }

  const Plan& plan_;
  CellColumns* columns_ = nullptr;
  std::span<const std::int64_t> wanted_;  ///< of the rows that come; empty: all of them
  Database database_;
  Statement statement_{nullptr, &sqlite3_finalize};
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

}  // namespace

std::optional<std::int64_t> open_geopackage_stream(const GeoPackageWish& wish, ArrowArrayStream& out) {
  auto made = plan_of(wish);
  if (!made) return std::nullopt;
  const auto plan = std::make_shared<const Plan>(std::move(*made));
  PieceSource source;
  source.fields = plan->fields, source.pieces = plan->pieces.size();
  source.reader = [plan]() -> ReadPiece {
    return [plan, reader = std::make_shared<PieceReader>(*plan)](std::size_t piece, CellColumns& columns) {
      return reader->read(plan->pieces[piece], columns);
    };
  };
  source.unchanged = [plan] { return state_of(plan->source) == plan->state; };
  give_piece_stream(std::move(source), out);
  return plan->rows;
}

}  // namespace data
