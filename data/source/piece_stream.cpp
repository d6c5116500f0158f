#include "data/source/piece_stream.h"

#include <ogr_recordbatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace data {

const int gdal_shall_read = ENOTSUP;

namespace {

constexpr unsigned most_readers = 8;

/// Columns that have been read and handed back, for the next piece: fresh memory costs as much as filling it.
class Spare {
 public:
  void put(CellColumns columns) noexcept {
    try {
      const std::lock_guard lock(mutex_);
      spare_.push_back(std::move(columns));
    } catch (...) {}  // then they are gone, and new ones will be made
  }
  std::optional<CellColumns> take() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return std::nullopt;
    CellColumns out = std::move(spare_.back());
    spare_.pop_back();
    for (CellColumn& column : out) column.clear();
    return out;
  }

 private:
  std::mutex mutex_;
  std::vector<CellColumns> spare_;
};

class PieceStream {
 public:
  explicit PieceStream(PieceSource source) : source_(std::move(source)) {
    const std::size_t cores = std::clamp(std::thread::hardware_concurrency(), 1U, most_readers);
    const std::size_t readers = source_.pieces < 2 ? 0 : std::min(cores, source_.pieces);
    ahead_ = 2 * readers;
    try {
      for (std::size_t i = 0; i < readers; ++i) readers_.emplace_back([this] { read_pieces(); });
    } catch (const std::system_error&) {}  // no more threads: those there are will do, or none
  }
  ~PieceStream() { give_up(); }
  PieceStream(const PieceStream&) = delete;
  PieceStream& operator=(const PieceStream&) = delete;

  const std::vector<CellField>& fields() const { return source_.fields; }
  const std::shared_ptr<Spare>& spare() const { return spare_; }
  bool at_end() const { return taken_ == source_.pieces; }
  bool unchanged() const { return source_.unchanged(); }

  /// Nothing when GDAL shall read.
  std::optional<CellColumns> next() {
    if (readers_.empty()) {
      if (!own_reader_) own_reader_ = source_.reader();
      return read(own_reader_, taken_++);
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return gave_up_ || made_.contains(taken_); });
    if (gave_up_) return std::nullopt;
    auto out = std::move(made_.extract(taken_++).mapped());
    changed_.notify_all();
    return out;
  }

 private:
  std::optional<CellColumns> read(const ReadPiece& reader, std::size_t piece) {
    CellColumns columns;
    if (auto used = spare_->take()) columns = std::move(*used);
    else
      for (const CellField& field : source_.fields) columns.emplace_back(field.kind);
    return reader(piece, columns) ? std::optional(std::move(columns)) : std::nullopt;
  }

  void give_up() {
    const std::lock_guard lock(mutex_);
    gave_up_ = true;
    changed_.notify_all();
  }

  /// Not far ahead of who takes them: memory need not hold all rows twice.
  std::optional<std::size_t> begin_piece() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return gave_up_ || begun_ == source_.pieces || begun_ < taken_ + ahead_; });
    return gave_up_ || begun_ == source_.pieces ? std::nullopt : std::optional(begun_++);
  }

  void read_pieces() {
    try {
      const ReadPiece reader = source_.reader();
      while (const auto piece = begin_piece()) {
        auto columns = read(reader, *piece);
        if (!columns) return give_up();
        const std::lock_guard lock(mutex_);
        made_.emplace(*piece, std::move(*columns));
        changed_.notify_all();
      }
    } catch (...) { give_up(); }  // no memory perhaps: who reads after us finds it out where it can be said
  }

  const PieceSource source_;
  const std::shared_ptr<Spare> spare_ = std::make_shared<Spare>();  ///< batches may outlive the stream
  ReadPiece own_reader_;
  std::size_t ahead_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t begun_ = 0, taken_ = 0;
  std::map<std::size_t, CellColumns> made_;
  bool gave_up_ = false;
  std::vector<std::jthread> readers_;  ///< last: they use all the others
};

PieceStream& stream_of(ArrowArrayStream* stream) { return *static_cast<PieceStream*>(stream->private_data); }

}  // namespace

std::optional<FileState> state_of_file(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  return FileState{found.st_dev, found.st_ino, static_cast<std::uint64_t>(found.st_size), found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

void give_piece_stream(PieceSource source, ArrowArrayStream& out) {
  out = {};
  out.get_schema = [](ArrowArrayStream* self, ArrowSchema* schema) {
    give_schema(stream_of(self).fields(), *schema);
    return 0;
  };
  out.get_next = [](ArrowArrayStream* self, ArrowArray* batch) {
    *batch = {};
    PieceStream& stream = stream_of(self);
    if (stream.at_end()) return stream.unchanged() ? 0 : gdal_shall_read;
    auto columns = stream.next();
    if (!columns) return gdal_shall_read;
    give_batch(
        std::move(*columns), [spare = stream.spare()](CellColumns read) { spare->put(std::move(read)); }, *batch);
    return 0;
  };
  out.get_last_error = [](ArrowArrayStream*) -> const char* { return nullptr; };
  out.release = [](ArrowArrayStream* self) {
    delete static_cast<PieceStream*>(std::exchange(self->private_data, nullptr));
    self->release = nullptr;
  };
  out.private_data = new PieceStream(std::move(source));
}

}  // namespace data
