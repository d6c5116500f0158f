// Pages small, for the export dialog: made on a thread of its own with a context of its own, so that no frame waits for one.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "data/image.h"
#include "viewer/commands.h"

namespace viewer {

/// A project that was read in one language, as it speaks the other: what loading puts into words is written anew by reading again.
/// Any thread.
class Translations {
 public:
  Translations(std::filesystem::path assets, data::LoadOptions options) : assets_(std::move(assets)), options_(std::move(options)) {}
  /// `loaded` itself where it speaks that language already. Throws data::Error as load_project does.
  std::shared_ptr<const data::Loaded> in(data::Lang lang, const std::shared_ptr<const data::Loaded>& loaded);

 private:
  std::filesystem::path assets_;
  data::LoadOptions options_;
  std::mutex mutex_;
  std::shared_ptr<const data::Loaded> original_, translated_;  ///< the last one asked for
};

/// The request with the project in the page's language. Throws data::Error when not all of the project could be read: a picture with a
/// layer missing would pass for the whole truth.
SnapshotRequest translated(SnapshotRequest request, Translations& translations);

struct Preview {
  std::uint64_t ticket = 0;
  data::Image picture;        ///< empty when there is an error
  int width = 0, height = 0;  ///< of the page itself, in its pixels
  Size paper_mm{};            ///< of the paper it is on; nothing: a screen
  std::string error;
};

class Previewer {
 public:
  /// `done` is called on the previewer's thread.
  Previewer(std::shared_ptr<Translations> translations, std::function<void(Preview)> done);
  Previewer(const Previewer&) = delete;
  Previewer& operator=(const Previewer&) = delete;

  /// At most that many pixels; of several asked for meanwhile only the newest is made. Returns its ticket.
  std::uint64_t ask(SnapshotRequest request, int width, int height);
  /// Lets go of the map and the context until it is asked again; what is under way is not delivered.
  void rest();
  /// Something is asked for and not yet delivered.
  bool busy() const;

 private:
  struct Wish {
    std::uint64_t ticket = 0;
    SnapshotRequest request;
    int width = 0, height = 0;
  };
  struct Studio;
  void work(const std::stop_token& stop);
  Preview make(Studio& studio, const Wish& wish) const;

  std::shared_ptr<Translations> translations_;
  std::function<void(Preview)> done_;
  mutable std::mutex mutex_;
  std::condition_variable_any something_;
  std::optional<Wish> wish_;
  bool rest_ = false;
  std::uint64_t ticket_ = 0, delivered_ = 0;
  std::jthread worker_;  ///< last: ends first
};

}  // namespace viewer
