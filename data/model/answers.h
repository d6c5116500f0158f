// The engine: layers counted per unit, for every computable indicator, as of a date.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "data/model/crosswalk.h"
#include "data/model/indicator.h"
#include "data/model/units.h"
#include "data/project.h"
#include "data/source/raster.h"
#include "data/source/table.h"

namespace data {

/// One mission layer, read and placed: every row knows its unit.
struct LayerData {
  LayerSource source;
  std::shared_ptr<const Table> table;  ///< null when reading failed
  std::vector<std::int32_t> unit;      ///< by row: unit index (any level), or -1 for a row outside every unit
  std::uint64_t unplaced = 0;          ///< rows with unit -1
  std::string error;                   ///< why it failed, for people; empty when it did not
  bool by_table() const { return table && table->shape == Shape::none; }
  /// The column that plays a role; null when the project names none, or nothing was read.
  const Column* column(const std::string& role) const {
    const std::string& field = source.field(role);
    return field.empty() || !table ? nullptr : table->find(field);
  }
};

/// One basemap. What is read of a network is not opened with the project: whoever draws it does, on a worker.
struct RasterData {
  RasterSource source;
  RasterRequest request;                 ///< what opens it
  bool online = false;
  std::shared_ptr<const Raster> raster;  ///< null when opening failed, or is still to be done
  std::string error;                     ///< why it failed, for people; empty when it did not
};

/// Everything a project's files hold, immutable once loaded and shared between threads.
struct Dataset {
  Project project;
  std::shared_ptr<const UnitSet> units;
  std::shared_ptr<const Crosswalk> crosswalk;  ///< null: the project has none, or it did not load
  std::vector<std::shared_ptr<const LayerData>> layers;
  std::vector<std::shared_ptr<const RasterData>> rasters;  ///< lowest first
  std::vector<Indicator> indicators;
  std::filesystem::path assets;       ///< folder of the program's own files
  std::filesystem::path kept;         ///< folder of what is kept between runs; empty: nothing is
  bool codes_read = false;            ///< the layers hold the codes of addresses and households too
  std::vector<std::string> warnings;  ///< of the project, the units, the layers, in the current language
  std::vector<std::string> errors;    ///< what did not load; the rest is still good
};

/// Gives every row its unit: by the code in `fields.unit` where there is one (at the deepest level that knows it),
/// else by position. `threads` workers share the point-in-polygon work. Codes of another list than the map's go through the
/// crosswalk; those that no single unit stands for are left to the position, and rows without one are unplaced and named in
/// `warnings` with what they hold. Throws Error when such a layer comes without a crosswalk.
void place_rows(LayerData& layer, const UnitSet& units, std::vector<std::string>& warnings, unsigned threads,
                const Crosswalk* crosswalk = nullptr);

/// A numerator over a denominator; a null is unknown, never 0.
struct Share {
  std::optional<double> numerator, denominator;
  /// In the indicator's own unit: a percentage for "%". Unknown if either part is, or if the denominator is 0.
  std::optional<double> value() const {
    if (!numerator || !denominator || *denominator == 0) return std::nullopt;
    return 100.0 * *numerator / *denominator;
  }
};

/// What one indicator says of every unit.
struct Answer {
  std::string indicator;
  std::vector<Share> by_unit;  ///< by unit index
  std::string why_not;         ///< for people: why nothing could be computed; empty when something was
};

struct Answers {
  Date date{};
  std::vector<Answer> answers;  ///< in the order of the indicators
  const Answer* find(std::string_view indicator) const {
    for (const Answer& a : answers)
      if (a.indicator == indicator) return &a;
    return nullptr;
  }
};

/// Counts every computable indicator as of each of `dates`, earliest first: a household connected later than the date counts as not yet
/// connected, an address collected later as not yet there. One pass over each layer whatever the number of dates.
std::vector<Answers> compute_answers(const Dataset& dataset, const std::vector<Date>& dates, unsigned threads, std::stop_token stop = {});

}  // namespace data
