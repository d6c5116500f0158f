#include "data/source/flat_geobuf_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "data/source/flat_buffer.h"
#include "data/source/flat_geobuf.h"
#include "data/source/piece_stream.h"

namespace data {
namespace {

using Bytes = std::span<const std::byte>;

/// A file that is read forwards, with a leap now and then, `usual` bytes at a time or what is asked for.
class Window {
 public:
  Window(const std::string& source, std::size_t usual) : file_(open(source.c_str(), O_RDONLY | O_CLOEXEC)), usual_(usual) {}
  ~Window() {
    if (file_ >= 0) close(file_);
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Valid until the next call; empty when the file ends before, or cannot be read.
  Bytes at(std::uint64_t from, std::size_t size) {
    if (from < begin_ || from - begin_ > held_ || held_ - (from - begin_) < size) fill(from, size);
    return from - begin_ <= held_ && held_ - (from - begin_) >= size ? Bytes(bytes_).subspan(from - begin_, size) : Bytes{};
  }
  template <typename T>
  std::optional<T> number(std::uint64_t from) {
    return FlatBuffer(at(from, sizeof(T))).at<T>(0);
  }

 private:
  void fill(std::uint64_t from, std::size_t size) {
    if (bytes_.size() < std::max(usual_, size)) bytes_.resize(std::max(usual_, size));
    begin_ = from, held_ = 0;
    while (held_ < bytes_.size()) {
      const ssize_t some = pread(file_, bytes_.data() + held_, bytes_.size() - held_, static_cast<off_t>(from + held_));
      if (some < 0 && errno == EINTR) continue;
      if (some <= 0) return;
      held_ += static_cast<std::size_t>(some);
    }
  }

  int file_;
  std::size_t usual_;
  std::vector<std::byte> bytes_;
  std::uint64_t begin_ = 0;
  std::size_t held_ = 0;
};

/// The packed R-tree between the header and the features: nodes of one level after the other, the root first; those of the lowest are the
/// features in their order.
class Index {
 public:
  explicit Index(const FlatHeader& header) : begin_(header.size), node_size_(header.node_size) {
    for (std::uint64_t n = header.features; levels_.empty() || levels_.front().count > 1;
         n = levels_.front().count / node_size_ + (levels_.front().count % node_size_ != 0))
      levels_.insert(levels_.begin(), {0, n});
    if (levels_.size() == 1) levels_.insert(levels_.begin(), {0, 1});  // a single feature has a root of its own
    for (std::size_t i = 1; i < levels_.size(); ++i) levels_[i].first = levels_[i - 1].first + levels_[i - 1].count;
  }

  std::uint64_t features_at() const { return begin_ + (levels_.back().first + levels_.back().count) * node_bytes; }

  /// Where a feature stands in the file.
  std::optional<std::uint64_t> feature(Window& file, std::uint64_t number) const {
    const auto offset = file.number<std::uint64_t>(place(levels_.back().first + number) + 4 * sizeof(double));
    return offset ? std::optional(features_at() + *offset) : std::nullopt;
  }

  /// The numbers of those whose boxes meet this one, in their order; nothing when the tree is none.
  std::optional<std::vector<std::uint64_t>> features_in(Window& file, const Box& box) const {
    std::vector<std::uint64_t> found{0};
    for (std::size_t level = 0; level < levels_.size(); ++level) {
      std::vector<std::uint64_t> next;
      for (const std::uint64_t node : found) {
        const FlatBuffer bytes(file.at(place(node), node_bytes));
        const auto min_x = bytes.at<double>(0), min_y = bytes.at<double>(8), max_x = bytes.at<double>(16), max_y = bytes.at<double>(24);
        const auto offset = bytes.at<std::uint64_t>(32);
        if (!offset) return std::nullopt;
        if (*max_x < box.min_x || *min_x > box.max_x || *max_y < box.min_y || *min_y > box.max_y) continue;
        if (level + 1 == levels_.size()) {
          next.push_back(node - levels_.back().first);
          continue;
        }
        const Level& below = levels_[level + 1];
        if (*offset < below.first || *offset >= below.first + below.count) return std::nullopt;
        const std::uint64_t end = std::min(*offset + node_size_, below.first + below.count);
        for (std::uint64_t child = *offset; child < end; ++child) next.push_back(child);
        if (next.size() > below.count) return std::nullopt;  // children of two
      }
      found = std::move(next);
    }
    if (std::adjacent_find(found.begin(), found.end(), std::greater_equal<>{}) != found.end()) return std::nullopt;
    return found;
  }

 private:
  static constexpr std::uint64_t node_bytes = 4 * sizeof(double) + sizeof(std::uint64_t);
  struct Level {
    std::uint64_t first = 0, count = 0;
  };
  std::uint64_t place(std::uint64_t node) const { return begin_ + node * node_bytes; }

  std::uint64_t begin_, node_size_;
  std::vector<Level> levels_;  ///< the root's first
};

/// What is read: all features, or those of these numbers.
struct Plan {
  std::string source;
  FileState state;
  FlatHeader header;
  Index index;
  bool geometry = false;
  std::vector<std::size_t> columns;                  ///< by field: which column of the file it is
  std::optional<std::vector<std::uint64_t>> wanted;  ///< numbers of features
  std::uint64_t rows() const { return wanted ? wanted->size() : header.features; }
};

/// Takes features apart into cells.
class Cells {
 public:
  explicit Cells(const Plan& plan) : plan_(plan), values_(plan.header.columns.size()) {
    for (const FlatColumn& column : plan.header.columns) layout_.push_back({width_of(column.type), false});
    for (const std::size_t column : plan.columns) layout_[column].wanted = true;
  }

  /// False for what is not plain.
  bool add(Bytes bytes, std::uint64_t number, CellColumns& out) {
    const FlatBuffer feature(bytes);
    const auto root = feature.follow(0);
    if (!root || feature.field(*root, own_columns)) return false;
    auto column = out.begin();
    column++->put(static_cast<std::int64_t>(number));
    if (plan_.geometry && !add_point(feature, *root, *column++)) return false;
    if (plan_.columns.empty()) return true;
    if (!find_values(feature, *root)) return false;
    for (const std::size_t from : plan_.columns)
      if (!add_value(plan_.header.columns[from].type, values_[from], *column++)) return false;
    return true;
  }

 private:
  enum : int { geometry = 0, properties = 1, own_columns = 2, xy = 1 };  // fields of the tables Feature and Geometry
  struct Layout {
    std::uint8_t width;  ///< in bytes; 0: its length stands before it
    bool wanted;
  };

  static std::uint8_t width_of(std::uint8_t type) {
    static constexpr std::array<std::uint8_t, FlatColumn::binary + 1> widths{1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 0, 0, 0, 0};
    return widths[type];
  }

  static bool add_point(const FlatBuffer& feature, std::uint64_t root, CellColumn& out) {
    const auto place = feature.field(root, geometry);
    if (!place) return out.put_null(), true;
    const auto table = feature.follow(*place);
    const auto field = table ? feature.field(*table, xy) : std::nullopt;
    const auto vector = field ? feature.follow(*field) : std::nullopt;
    if (!vector || feature.at<std::uint32_t>(*vector) != 2U) return false;
    const auto x = feature.at<double>(*vector + 4), y = feature.at<double>(*vector + 12);
    if (!x || !y) return false;
    std::array<char, 21> wkb{1, 1};  // little-endian, a point
    std::memcpy(wkb.data() + 5, &*x, sizeof *x), std::memcpy(wkb.data() + 13, &*y, sizeof *y);
    out.put(std::string_view(wkb.data(), wkb.size()));
    return true;
  }

  /// Notes where each wanted value stands. They stand one after the other: which column's it is, its length perhaps, and the value.
  bool find_values(const FlatBuffer& feature, std::uint64_t root) {
    std::fill(values_.begin(), values_.end(), std::string_view{});
    const auto place = feature.field(root, properties);
    if (!place) return true;
    const auto vector = feature.follow(*place);
    const auto all = vector ? feature.bytes(*vector) : std::nullopt;
    if (!all) return false;
    const char* at = all->data();
    const char* const end = at + all->size();
    const auto left = [&] { return static_cast<std::size_t>(end - at); };
    while (at != end) {
      if (left() < sizeof(std::uint16_t)) return false;
      const auto column = as<std::uint16_t>({at, sizeof(std::uint16_t)});
      at += sizeof column;
      if (column >= layout_.size()) return false;
      std::size_t size = layout_[column].width;
      if (size == 0) {
        if (left() < sizeof(std::uint32_t)) return false;
        size = as<std::uint32_t>({at, sizeof(std::uint32_t)});
        at += sizeof(std::uint32_t);
      }
      if (left() < size) return false;
      if (layout_[column].wanted) {
        if (values_[column].data() != nullptr) return false;  // which of the two GDAL means is its own affair
        values_[column] = {at, size};
      }
      at += size;
    }
    return true;
  }

  template <typename T>
  static T as(std::string_view bytes) {
    T value;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  template <typename T>
  static bool put_integer(std::string_view bytes, CellColumn& out) {
    return out.put(static_cast<std::int64_t>(as<T>(bytes))), true;
  }

  static bool add_value(std::uint8_t type, std::string_view bytes, CellColumn& out) {
    if (bytes.data() == nullptr) return out.put_null(), true;
    switch (type) {
      case FlatColumn::byte: return put_integer<std::int8_t>(bytes, out);
      case FlatColumn::ubyte: return put_integer<std::uint8_t>(bytes, out);
      case FlatColumn::int16: return put_integer<std::int16_t>(bytes, out);
      case FlatColumn::uint16: return put_integer<std::uint16_t>(bytes, out);
      case FlatColumn::int32: return put_integer<std::int32_t>(bytes, out);
      case FlatColumn::uint32: return put_integer<std::uint32_t>(bytes, out);
      case FlatColumn::int64: return put_integer<std::int64_t>(bytes, out);
      case FlatColumn::float32: return out.put(static_cast<double>(as<float>(bytes))), true;
      case FlatColumn::float64: return out.put(as<double>(bytes)), true;
      case FlatColumn::boolean: {
        const auto flag = as<std::uint8_t>(bytes);
        return flag <= 1 && (out.put_flag(flag == 1), true);
      }
      case FlatColumn::text: return bytes.find('\0') == std::string_view::npos && (out.put(bytes), true);
      case FlatColumn::time: {
        const auto day = plain_time(bytes);
        return day && (out.put_day(*day), true);
      }
      default: return false;
    }
  }

  const Plan& plan_;
  std::vector<Layout> layout_;            ///< by column of the file
  std::vector<std::string_view> values_;  ///< of the feature at hand, by column of the file; without data: there is none
};

class PieceReader {
 public:
  explicit PieceReader(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)), file_(plan_->source, 256 << 10U), tree_(plan_->source, 4 << 10U), cells_(*plan_) {}

  bool read(std::size_t piece, CellColumns& out) {
    const std::uint64_t first = piece * rows_of_piece, end = std::min<std::uint64_t>(first + rows_of_piece, plan_->rows());
    return plan_->wanted ? read_listed(first, end, out) : read_run(first, end, out);
  }

 private:
  /// One after the other, from where the index says that the first stands to where it says that the next piece's does.
  bool read_run(std::uint64_t first, std::uint64_t end, CellColumns& out) {
    auto at = plan_->index.feature(tree_, first);
    for (std::uint64_t number = first; at && number < end; ++number) at = add(*at, number, out);
    return at && at == (end < plan_->header.features ? plan_->index.feature(tree_, end) : std::optional(plan_->state.size));
  }

  bool read_listed(std::uint64_t first, std::uint64_t end, CellColumns& out) {
    for (std::uint64_t i = first; i < end; ++i) {
      const std::uint64_t number = (*plan_->wanted)[i];
      const auto at = plan_->index.feature(tree_, number);
      if (!at || !add(*at, number, out)) return false;
    }
    return true;
  }

  /// Where the next feature stands; nothing when GDAL shall read.
  std::optional<std::uint64_t> add(std::uint64_t at, std::uint64_t number, CellColumns& out) {
    static constexpr std::uint32_t largest = 1U << 26U;  // far beyond any point's
    const auto size = file_.number<std::uint32_t>(at);
    if (!size || *size > largest) return std::nullopt;
    const Bytes bytes = file_.at(at + sizeof *size, *size);
    if (bytes.size() != *size || !cells_.add(bytes, number, out)) return std::nullopt;
    return at + sizeof *size + *size;
  }

  std::shared_ptr<const Plan> plan_;
  Window file_, tree_;
  Cells cells_;
};

std::optional<CellKind> kind_of(std::uint8_t type) {
  switch (type) {
    case FlatColumn::boolean: return CellKind::flag;
    case FlatColumn::float32: return CellKind::real_32;
    case FlatColumn::float64: return CellKind::real;
    case FlatColumn::text: return CellKind::text;
    case FlatColumn::time: return CellKind::time;
    case FlatColumn::uint64:  // GDAL makes doubles of them
    case FlatColumn::json:
    case FlatColumn::binary: return std::nullopt;
    default: return type < FlatColumn::uint64 ? std::optional(CellKind::integer) : std::nullopt;
  }
}

/// The file's columns that are wished for, and what the stream hands out; false when one of them is not plain.
bool choose_columns(const FlatGeobufWish& wish, Plan& plan, std::vector<CellField>& out) {
  const std::vector<FlatColumn>& all = plan.header.columns;
  if (std::any_of(all.begin(), all.end(), [](const FlatColumn& column) { return column.type > FlatColumn::binary; })) return false;
  for (const std::string& name : wish.fields) {
    const auto named = [&](const FlatColumn& column) { return column.name == name; };
    const auto found = std::find_if(all.begin(), all.end(), named);
    const auto kind = std::count_if(all.begin(), all.end(), named) == 1 ? kind_of(found->type) : std::nullopt;
    if (!kind) return false;
    plan.columns.push_back(static_cast<std::size_t>(found - all.begin()));
    out.push_back({name, *kind});
  }
  return true;
}

}  // namespace

std::optional<std::int64_t> open_flat_geobuf_stream(const FlatGeobufWish& wish, ArrowArrayStream& out) {
  static_assert(std::endian::native == std::endian::little);  // as the format is
  const auto state = state_of_file(wish.source);
  const auto header = state ? flat_header_of(wish.source) : std::nullopt;
  if (!header || !header->indexed() || header->node_size < 2 || header->features > state->size) return std::nullopt;
  if (wish.geometry && header->geometry != FlatHeader::points) return std::nullopt;

  Plan made{wish.source, *state, *header, Index(*header), wish.geometry, {}, {}};
  PieceSource source;
  source.fields = {{"OGC_FID", CellKind::integer}};
  if (wish.geometry) source.fields.push_back({"wkb_geometry", CellKind::geometry});
  if (!choose_columns(wish, made, source.fields)) return std::nullopt;
  if (wish.box) {
    Window tree(wish.source, 64 << 10U);
    made.wanted = made.index.features_in(tree, *wish.box);
    if (!made.wanted) return std::nullopt;
  }
  const auto plan = std::make_shared<const Plan>(std::move(made));
  const std::uint64_t rows = plan->rows();
  source.pieces = static_cast<std::size_t>(rows / rows_of_piece + (rows % rows_of_piece != 0));
  source.reader = [plan]() -> ReadPiece {
    return [reader = std::make_shared<PieceReader>(plan)](std::size_t piece, CellColumns& columns) { return reader->read(piece, columns); };
  };
  source.unchanged = [plan] { return state_of_file(plan->source) == plan->state; };
  give_piece_stream(std::move(source), out);
  return static_cast<std::int64_t>(rows);
}

}  // namespace data
