// Targets beside actuals: the one value that the panels, the report, the snapshot page and the pack all read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/model/answers.h"
#include "data/model/target.h"

namespace data {

enum class Verdict { met, missed, on_track, behind, not_computable, no_data };
/// The spelling in JSON: "met", "missed", "on_track", "behind", "not_computable", "no_data".
const char* name_of(Verdict verdict);
/// For people: "Đạt", "Chưa đạt", …
std::string label_of(Verdict verdict);

/// What is missing, in the indicator's unit and in things. Zero when the target is reached.
struct Gap {
  double value = 0;                    ///< percentage points, or places in a ranking
  std::optional<std::int64_t> things;  ///< ceil(target x denominator) - numerator; unknown without a denominator
};

struct ScoreRow {
  Target target;
  Indicator indicator;
  std::optional<Actual> actual;        ///< as of the deadline once that has passed, else the latest known
  std::optional<Actual> later;         ///< a newer figure after the deadline, shown beside, not instead
  std::vector<Actual> trend;           ///< dated figures up to the project's date, oldest first
  std::optional<Gap> gap;
  Verdict verdict = Verdict::no_data;
  std::string reason;                  ///< for people: why this verdict
  bool expired = false;                ///< the deadline is past as of the scorecard's date
};

struct Scorecard {
  Date date{};
  std::vector<ScoreRow> rows;          ///< in the order of targets.json
};

/// Judges one value. `trend` is oldest first and ends at or before `date`. Pure, so that it can be tested by hand.
/// At a deadline: met or missed. Before it: met when reached already, else on_track when a straight line through the last
/// two dated figures reaches the target in time, else behind.
Verdict judge(const Target& target, const std::optional<double>& actual, Date date, const std::vector<Actual>& trend, std::string* reason);

/// What a reader must know of the document before trusting a verdict: "; the document is a draft", or "".
std::string status_note(const Target& target);

/// needed = ceil(target x denominator / 100) - numerator for shares; plain difference otherwise.
std::optional<Gap> gap_of(const Target& target, const std::optional<Actual>& actual);

/// Judges every target as of `date` (the project's own by default), counting the layers at each deadline that has passed
/// and at twelve month-ends before `date` for the trend.
Scorecard score(const Dataset& dataset, const std::vector<Target>& targets, const std::vector<Actual>& reported, Date date, unsigned threads,
                std::stop_token stop = {});

}  // namespace data
