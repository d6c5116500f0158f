// Targets beside actuals: the one value that the panels, the report, the snapshot page and the pack all read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/model/answers.h"
#include "data/model/forecast.h"
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

/// A counted share as a figure of its indicator. The share's value must be known.
Actual counted(const std::string& indicator, const Share& share, Date date = {});

/// One of the things a target is made of: an inherited target, a named unit, one of several rankings, one unit of a level.
struct Part {
  std::string id;     ///< of the target, the unit or the indicator
  std::string label;  ///< for people
  int unit = -1;      ///< where it is on the map; -1 nowhere
  std::optional<Actual> actual;
  Verdict verdict = Verdict::no_data;
  std::string reason;
};

/// A figure of another indicator, offered where the asked one has none: to read, never to judge by.
struct RelatedFigure {
  Indicator indicator;
  Actual actual;
  Text why;  ///< why it is not the same
};

struct ScoreRow {
  Target target;  ///< with the scope it was judged on, and the deadline of the year where it is yearly
  Indicator indicator;
  std::optional<Actual> actual;        ///< as of the deadline once that has passed, else the latest known
  std::optional<Actual> later;         ///< a newer figure after the deadline, shown beside, not instead
  std::optional<Actual> country;       ///< the national figure of the same indicator, beside one of a province
  std::vector<Actual> trend;           ///< dated figures up to the project's date, oldest first
  std::vector<Actual> published;       ///< every published figure, whatever its date, oldest first; undated ones last
  std::vector<RelatedFigure> related;  ///< only without an actual
  std::vector<Part> parts;             ///< each_unit, named_units, inherits, rank_gain of several rankings
  std::optional<Gap> gap;
  Verdict verdict = Verdict::no_data;
  std::string reason;                ///< for people: why this verdict
  std::string change;                ///< for people: what would change it
  std::string area;                  ///< name of a dissolved area it is judged on; else empty
  std::optional<Forecast> forecast;  ///< for targets that are one value, with figures behind them
  bool expired = false;              ///< the deadline is past as of the scorecard's date
};

/// When the figures of the row's trend will be where its target wants them, and where they will be on `day`. Nothing for targets
/// that are no single value, or without a figure.
std::optional<Forecast> forecast_of(const ScoreRow& row, std::optional<Date> day, Date horizon);

struct Scorecard {
  Date date{};
  std::vector<ScoreRow> rows;  ///< in the order of targets.json
};

/// The target as one comparison of one value, where it is one: a majority is more than 50 %, a gain of ten places from 43 is a
/// rank of at most 33. Nothing for targets that are judged by their parts.
std::optional<Target> plain_form(const Target& target);
/// The one value it comes down to, in the indicator's unit.
std::optional<double> aimed_at(const Target& target);

/// Judges one figure. `trend` is oldest first and ends at or before `date`. Pure, so that it can be tested by hand.
/// At a deadline: met or missed; no_data when the figure is below the target and more than half a year older than the deadline. Before it: met when reached already, else on_track when a straight line through the last
/// two dated figures reaches the target in time, else behind (a scorecard asks the forecast first). A figure of another indicator is never judged.
Verdict judge(const Target& target, const std::optional<Actual>& actual, Date date, const std::vector<Actual>& trend, std::string* reason);

/// Of parts that all have to be reached: missed or behind as soon as one is, no_data while one is unknown, else met or on_track.
Verdict judge_parts(const std::vector<Part>& parts, std::string* reason);

/// What a reader must know of the document before trusting a verdict: "; the document is a draft", or "".
std::string status_note(const Target& target);

/// needed = ceil(target x denominator / 100) - numerator for shares; plain difference otherwise. Nothing between a target and
/// a figure of another indicator.
std::optional<Gap> gap_of(const Target& target, const std::optional<Actual>& actual);

/// Judges every target as of `date`, counting the layers at each deadline that has passed and at twelve month-ends before `date`
/// for the trend. National targets that are `local` are judged on the project's own area. A dataset without units is judged by
/// published figures alone. `counted`, if given, becomes what the layers say on `date`: one pass over the rows for both.
Scorecard score(const Dataset& dataset, const std::vector<Target>& targets, const std::vector<Actual>& reported, Date date,
                unsigned threads, std::stop_token stop = {}, Answers* counted = nullptr);

}  // namespace data
