// A whole project, read: the steps from project.json to counted answers, for the window's worker and for every command.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "data/model/answers.h"
#include "data/model/ranking.h"
#include "data/model/scorecard.h"
#include "data/peers.h"

namespace data {

/// Everything known about a project as of one date. Shared read-only between threads.
struct Loaded {
  std::shared_ptr<const Dataset> dataset;
  Date date{};        ///< answers and scorecard are as of this day
  bool dated = true;  ///< false: neither the project nor its rows say a day, so `date` is only today
  Answers answers;
  Scorecard scorecard;
  std::vector<Actual> reported;  ///< published figures, places in rankings among them
  std::vector<Ranking> rankings;
  Peers peers;                ///< the shipped provinces, as of today
  Lang spoken = Lang::vi;     ///< language of the reasons, warnings and errors in it
  std::optional<Box> extent;  ///< set: only what lies in here was read, for drawing alone; nothing was counted or judged
  /// The project's own, or for want of one the name of the whole area.
  const std::string& title(Lang lang = language()) const;
  /// "Data of 31/12/2022", or that nobody said of which day.
  std::string date_words(Lang lang = language()) const;
  /// Name of a unit level for people, singular and capitalised: "Huyện, thành phố".
  std::string level_name(int level) const;
};

/// The part of a map that is wanted when nothing is to be counted.
struct LoadPart {
  Box extent;                       ///< in the map's CRS
  std::vector<std::string> layers;  ///< ids of those that are read; the others come without a table and without an error
};

struct LoadOptions {
  std::optional<Date> date;     ///< instead of the project's
  unsigned threads = 0;         ///< 0: one per core
  std::filesystem::path cache;  ///< folder of kept columns; empty: every source is read
  std::filesystem::path tiles;  ///< folder where tiles of basemaps are kept that were fetched; empty: they are not
  bool drawn = true;            ///< false: nothing will be, so that rows need no order that costs time
  bool codes = false;           ///< the codes of addresses and households too, which nothing counts or draws: to check them
  /// Set: told of the project before anything that it names is read.
  std::function<void(const Project&)> on_project;
  /// Set: asked once the units are known, before any layer is read, and only the part it names is read then (see Loaded::extent); when it
  /// names none, everything is.
  std::function<std::optional<LoadPart>(const Dataset&)> part;
};

/// How far a load is, for a progress bar.
struct LoadProgress {
  std::atomic<int> step{0}, steps{0};
  std::atomic<std::uint64_t> rows{0}, total_rows{0};
};

/// Takes what can be drawn so far: the units, then each layer as it has been read, at last all of them while they are counted (of a part
/// nothing is). Called from the loading threads, one at a time; a layer that is there stays the same value.
using OnData = std::function<void(std::shared_ptr<const Dataset>)>;

/// Units first, then layers side by side, then answers.
/// A layer that fails is named in dataset->errors; the others still load. Throws Error only when nothing can be shown:
/// the project file or the units cannot be read.
std::shared_ptr<const Loaded> load_project(const std::filesystem::path& project, const std::filesystem::path& assets,
                                           const LoadOptions& options, std::stop_token stop = {}, LoadProgress* progress = nullptr,
                                           const OnData& on_data = {});

}  // namespace data
