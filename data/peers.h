// The provinces that are shipped with the program, each with its promises and what was published about them, side by side.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/model/ranking.h"
#include "data/model/scorecard.h"

namespace data {

struct Peer {
  std::string id, code;   ///< "vinh-phuc", "26"
  Text name;
  Scorecard scorecard;    ///< by published figures alone, so that no province is judged on illustrative data
};

struct Peers {
  std::vector<Peer> provinces;          ///< in the order of their folders
  std::vector<Indicator> indicators;    ///< every one that a target or a figure of theirs names
};

/// Reads `assets`/provinces and judges as of `date`. What cannot be read is left out and named in `warnings`.
Peers read_peers(const std::filesystem::path& assets, Date date, std::vector<std::string>& warnings);

}  // namespace data
