// The provinces that are shipped with the program, each with its promises and what was published about them, side by side.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/model/ranking.h"
#include "data/model/scorecard.h"

namespace data {

struct Peer {
  std::string id, code;  ///< "vinh-phuc", "26"
  Text name;
  bool has_sample = false;        ///< its folder holds what a sample project is generated from
  Scorecard scorecard;            ///< by published figures alone, so that no province is judged on illustrative data
  std::vector<Actual> published;  ///< dated, of the province itself; per indicator oldest first, of one day the most trusted last
};

/// What one province has to say in one row.
struct ComparedCell {
  std::optional<Actual> figure;  ///< the newest one up to the day of the comparison
  int target = -1;               ///< row of its scorecard that it is held to; -1: none
};

struct ComparedRow {
  Indicator indicator;              ///< never without a pillar
  std::vector<ComparedCell> cells;  ///< one a province
  int provinces = 0;                ///< how many have a figure or a target that they set themselves
};

struct Peers {
  Date date{};                        ///< judged as of this day
  std::vector<Peer> provinces;        ///< in the order of their folders
  std::vector<Indicator> indicators;  ///< every one that a target or a figure of theirs names
  std::vector<ComparedRow> compared;  ///< what `compare` makes of them
};

/// How many targets came to each verdict. What nobody could judge is unknown.
struct Tally {
  int met = 0, on_track = 0, behind = 0, missed = 0, unknown = 0;
  int all() const { return met + on_track + behind + missed + unknown; }
  bool operator==(const Tally&) const = default;
};

/// Of the targets that the province is held to, in documents that still hold; those of other areas do not count.
Tally tally_of(const Peer& peer, bool headline_only);

/// Every indicator for which a province has a target or a dated figure, by pillar in the order of `pillars()`; within one, those
/// that most provinces share come first. Of several targets a province is held to the one with a value, its own before the nation's,
/// one in force before a draft, and of these the next that falls due, else the last that did.
std::vector<ComparedRow> compare(const Peers& peers);

/// Reads `assets`/provinces and judges as of `date`. What cannot be read is left out and named in `warnings`.
Peers read_peers(const std::filesystem::path& assets, Date date, std::vector<std::string>& warnings);

}  // namespace data
