// A promise: an indicator, a scope, a comparator, a value, a deadline, and the clause it was made in.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/source/text.h"

namespace data {

enum class Comparator { at_least, more_than, equal, at_most, rank_at_most, rank_gain, each_unit, majority, named_units, inherits };
/// The spelling in files: ">=", ">", "=", "<=", "rank<=", "rank_gain>=", "each_unit>=", "majority", "named_units", "inherits".
const char* name_of(Comparator comparator);

/// How the document states its time. Only `every_year` and `none` have no day; a year is read as its last day.
enum class DeadlineForm { day, end_of_year, by_year, period, every_year, none };
/// The spelling in files: "day", "end_of_year", …
const char* name_of(DeadlineForm form);

struct Provenance {
  std::string document, issuer;
  std::string date;           ///< as the source gives it: a day, a month or a year; empty when not stated
  std::string quote;          ///< at most 20 words of the clause
  std::string file, address;  ///< where the text was read
};

/// Where a gain is counted from. Without a value, the figure of that date is looked up.
struct Baseline {
  std::optional<double> value;
  Date date{};
  std::string date_text, source;
};

/// A unit the clause calls by name.
struct NamedUnit {
  std::string code, name;
};

struct Target {
  std::string id, indicator;
  std::string scope;      ///< code of the unit it is judged on, or "VN"
  std::string set_for;    ///< whose target it is when wider than the scope ("VN"); else empty
  bool local = false;     ///< a national target that each province is judged on too
  bool headline = false;  ///< among the first that a wall shows
  Comparator comparator = Comparator::at_least;
  std::optional<double> value;       ///< null: the plan exists, its figure was not seen
  std::string unit;                  ///< "%", "per 100", "rank", …
  std::optional<Date> deadline;      ///< null: none stated, or every year
  std::optional<Date> period_start;  ///< of a period
  DeadlineForm deadline_form = DeadlineForm::none;
  std::string status;                ///< draft, in_force, superseded
  std::string superseded_by;         ///< id of the target that took its place; may be empty
  std::optional<Baseline> baseline;  ///< rank_gain
  std::string level;                 ///< each_unit: which units
  std::vector<NamedUnit> units;      ///< named_units
  std::vector<std::string> of;       ///< inherits: ids of the targets it repeats
  std::vector<std::string> also;     ///< further indicators the same clause asks the same of
  Text note;                         ///< how the clause is read, where that needs saying
  Provenance source;
};

/// Throws Error naming the key path. Unknown keys and thin provenance are named in `warnings`.
std::vector<Target> read_targets(const std::filesystem::path& path, std::vector<std::string>* warnings = nullptr);

/// A figure that was published or computed, always with where it came from.
struct Actual {
  std::string indicator, scope;
  Date date{};
  bool dated = true;      ///< false: published without a date; shown, never judged
  std::string date_text;  ///< as published: a year stays a year
  double value = 0;
  std::string comparator;  ///< "=", ">" ("over 90 %"), "~"
  std::string source, address, confidence, note;
  bool computed = false;                         ///< from the layers; else reported
  std::optional<double> numerator, denominator;  ///< when computed
};

/// Columns indicator,scope,date,value,unit,source,address,confidence,comparator,note. A date of "unknown" is a figure without
/// one. Rows without a usable date or value are left out and named in `warnings`. Throws Error when the file cannot be read or a column is
/// missing.
std::vector<Actual> read_actuals(const std::filesystem::path& path, std::vector<std::string>& warnings);

}  // namespace data
