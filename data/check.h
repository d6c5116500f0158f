// What is wrong with the data itself: findings that are certain, each with the rows it concerns and what to do about it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/model/answers.h"

namespace data {

struct FindingRow {
  std::optional<std::int64_t> fid;  ///< the source's own feature id; none when no row is meant (a unit, a field, a target)
  std::string code;                 ///< of the row or the unit; may be empty
  std::string detail;               ///< for people
};

struct Finding {
  static constexpr std::size_t shown = 20;
  std::string kind;              ///< "unknown_unit", …: stable, for machines
  std::uint64_t count = 0;       ///< of all rows concerned
  std::vector<FindingRow> rows;  ///< the first `shown` of them
};

struct LayerCheck {
  std::string id;
  bool basemap = false;                     ///< a raster: it has no rows, only a CRS and findings
  std::string source;                       ///< relative to the project where it lies beside it
  std::optional<std::uint64_t> read, used;  ///< rows; used are those that are counted or drawn. Unknown when it did not load
  std::string encoding, crs;                ///< as the reader knows them; empty: unknown
  std::vector<Finding> findings;
  std::string error;  ///< why it did not load; else empty
};

/// One target whose quote was looked for.
struct TargetCheck {
  std::string id, file;
  std::vector<Finding> findings;
};

struct QuoteCheck {
  std::filesystem::path sources;     ///< the folder; empty: nothing was checked
  std::vector<TargetCheck> targets;  ///< in the order given
  std::size_t address_only = 0;      ///< targets whose quote is of a page, not of a file
  std::size_t unquoted = 0;          ///< targets without a quote, or without a word of where it is from
};

struct Check {
  std::vector<LayerCheck> layers;
  QuoteCheck quotes;
  std::size_t faults() const;  ///< findings, of layers and of targets
};

/// One thing that can be wrong with a layer. `find` is a pure function; a count of 0 means that all is well.
struct Rule {
  const char* kind;
  Finding (*find)(const Dataset&, const LayerData&);
  const char* says;    ///< msgid for people; {} is the count
  const char* advice;  ///< msgid: what to do about it
};
/// Every rule, in the order of the report.
const std::vector<Rule>& layer_rules();

/// One thing that can be wrong with a basemap, by the same manners.
struct RasterRule {
  const char* kind;
  Finding (*find)(const Dataset&, const RasterData&);
  const char* says;
  const char* advice;
};
const std::vector<RasterRule>& raster_rules();

LayerCheck check_basemap(const Dataset& dataset, const RasterData& raster);

/// Every layer by every rule, the basemaps after the others. Codes of addresses and households are compared only when they were read (LoadOptions::codes).
std::vector<LayerCheck> check_layers(const Dataset& dataset);

}  // namespace data
