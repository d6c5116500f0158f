// One measured thing with one definition. Definitions are JSON files, so a province can add its own without a build.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "data/project.h"
#include "data/source/text.h"

namespace data {

/// Which rows of a layer kind are counted. Points count one each; tables by unit contribute the column that matches
/// (`households` for everything, `connected` where connected is asked).
struct Count {
  LayerKind layer = LayerKind::fiber_household;
  std::optional<bool> connected;                          ///< {"where": {"connected": true}}
  std::map<std::string, std::vector<std::string>> where;  ///< role -> accepted values, compared accent-blind
  struct Coverage {                                       ///< {"inside": …} or {"outside": …}
    bool inside = true;
    LayerKind layer = LayerKind::broadband_coverage;
    std::map<std::string, std::vector<std::string>> where;
    bool operator==(const Coverage&) const = default;
  };
  std::optional<Coverage> coverage;
};

/// Another indicator that a reader may take for this one, and why it is not the same.
struct Related {
  std::string indicator;
  Text why;
};

struct Indicator {
  std::string id;
  Text name, definition, things;  ///< things: what is counted, "hộ" / "households"
  std::string unit = "%";         ///< "%", "per 100", "rank" or free text
  int of = 0;                     ///< for ranks: how many are ranked
  bool higher_is_better = true;
  std::string pillar;  ///< government, economy, society, infrastructure, general; may be empty
  std::vector<Related> related;
  std::optional<Count> numerator, denominator;  ///< absent: only published figures exist

  bool computable() const { return numerator && denominator; }
};

/// The pillars of digital transformation in the order they are shown; "general" is what belongs to none.
const std::vector<std::string>& pillars();

/// Throws Error naming the key path. Ids are unique. Unknown keys are named in `warnings`.
std::vector<Indicator> read_indicators(const std::filesystem::path& path, std::vector<std::string>* warnings = nullptr);

}  // namespace data
