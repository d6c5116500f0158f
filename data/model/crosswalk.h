// What became of the units of an older list: which ones went whole into which, so that figures can follow, or cannot.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/project.h"

namespace data {

struct UnitSet;

/// One old unit and one new unit that share ground.
struct CrosswalkRow {
  std::string before, after;  ///< codes, in the old and in the new list; the same code may mean different ground
  bool whole = false;         ///< the old unit is said to have gone there whole
  std::string area;           ///< the former area of the old unit, as written: "26" or "Tỉnh Vĩnh Phúc (26)"; may be empty
};

/// Immutable once built. An old unit is whole when it goes entirely into one new unit; any other is divided, whatever its
/// rows say one by one.
class Crosswalk {
 public:
  explicit Crosswalk(std::vector<CrosswalkRow> rows);

  /// What a code becomes in the other list.
  struct Step {
    std::string code;                 ///< the one unit that stands for it; empty when there is none
    std::vector<std::string> others;  ///< when there is none: every unit it shares ground with; none: the code is unknown
    std::string why;                  ///< for people, when there is none
  };
  Step carry_forward(std::string_view before) const;
  /// Only where the new unit is one whole old unit under another code: the figure of a merged unit is in no list before.
  Step carry_back(std::string_view after) const;
  /// A code of `from` as the list `to` has it; both before or after.
  Step carry(std::string_view code, CodeList from, CodeList to) const;

  /// The list that more of these codes are from; the new one when both know as many.
  CodeList list_of(const UnitSet& units) const;

  struct FormerUnits {
    std::vector<std::string> whole;  ///< new units whose every old unit was of the area
    std::vector<std::string> part;   ///< new units that took in ground from elsewhere too; never to be summed in silence
  };
  /// `area` is the code of a former area ("26"). In order of the codes.
  FormerUnits former_area(std::string_view area) const;

  using Related = std::map<std::string, std::vector<const CrosswalkRow*>, std::less<>>;
  const Related& by_before() const { return by_before_; }
  const Related& by_after() const { return by_after_; }
  Crosswalk(const Crosswalk&) = delete;
  Crosswalk& operator=(const Crosswalk&) = delete;
  Crosswalk(Crosswalk&&) = default;
  Crosswalk& operator=(Crosswalk&&) = default;

 private:
  std::vector<CrosswalkRow> rows_;  ///< never changed after construction, so that the pointers into it hold
  Related by_before_, by_after_;
};

/// Rows that lack a code or come twice are left out and named in `warnings`. Throws Error: the file cannot be read, a column
/// is missing, no row is usable.
Crosswalk read_crosswalk(const CrosswalkSource& source, std::vector<std::string>& warnings);

/// A figure that can be summed (households, not a percentage) of one unit.
struct UnitFigure {
  std::string code;
  double value = 0;
};

/// Figures of old units, as far as they can be said of new ones. Nothing is lost: the values of `units` and of `held` add up
/// to what came in.
struct CarriedFigures {
  struct Unit {
    std::string code;
    std::optional<double> value;       ///< null when a part is divided or missing
    std::vector<std::string> divided;  ///< old units of which it took an unknown part: it is partial
    std::vector<std::string> missing;  ///< old units wholly in it that no figure was given for
  };
  enum class Why { unknown, divided, beside };
  struct Held {
    UnitFigure figure;
    Why why = Why::unknown;           ///< no such old unit; itself divided; whole, but in a new unit whose value is null
    std::vector<std::string> others;  ///< the new units concerned
  };
  std::vector<Unit> units;  ///< every new unit that a figure touches, in order of the codes
  std::vector<Held> held;   ///< in the order given
};
CarriedFigures carry_figures(const Crosswalk& crosswalk, const std::vector<UnitFigure>& figures);

}  // namespace data
