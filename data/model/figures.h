// Which figure speaks for an indicator somewhere on some day: counted from the layers, or published.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "data/model/answers.h"
#include "data/model/target.h"

namespace data {

/// What a scope means here: a unit of this map, or an area that was dissolved into several of them. Without units it is nowhere on
/// this map ("VN", a neighbour), and only published figures speak for it.
struct Area {
  std::string scope;
  std::vector<int> units;
  std::string former;               ///< name of the dissolved area; else empty
  std::vector<std::string> shared;  ///< units that hold ground of the former area and of others: they are in no sum
  bool on_map() const { return !units.empty(); }
  bool operator==(const Area&) const = default;
};

/// All figures of one dataset as of one day. Give it the days it will be asked for first: the layers are counted once.
class Figures {
 public:
  Figures(const Dataset& dataset, const std::vector<Actual>& reported, Date date) : dataset_(dataset), reported_(reported), date_(date) {}

  void count(std::set<Date> days, unsigned threads, std::stop_token stop);

  Date date() const { return date_; }
  /// What the layers say on that day; empty before `count`.
  Answers counted_now() const {
    const auto now = counted_.find(date_);
    return now == counted_.end() ? Answers{date_, {}} : now->second;
  }
  const Dataset& dataset() const { return dataset_; }
  /// The definition, or a bare one with that id: only published figures can speak for it.
  Indicator indicator(const std::string& id, const std::string& unit) const;
  /// A code; "2025:33" is code 33 of the set of units valid since that year. A code that the project lists under "former" means
  /// the area as it was.
  Area area(const std::string& scope) const;

  /// The figure that holds on `day`. `strict`: one that is later than the day does not count, as at a deadline.
  std::optional<Actual> at(const Indicator& indicator, const Area& area, Date day, bool strict) const;
  std::optional<Actual> newest_after(const Indicator& indicator, const Area& area, Date day) const;
  std::optional<Actual> computed(const Indicator& indicator, const Area& area, Date day) const;
  /// Dated figures, oldest first; the most trusted last among those of one day.
  std::vector<Actual> published(const Indicator& indicator, const Area& area) const;
  std::vector<Actual> undated(const Indicator& indicator, const Area& area) const;
  /// One figure a day up to the day of all this, oldest first.
  std::vector<Actual> trend(const Indicator& indicator, const Area& area) const;
  /// The days `trend` wants counted.
  std::vector<Date> trend_dates(const Indicator& indicator) const;
  /// Why the layers give nothing, for people; empty when they do or were never meant to.
  std::string why_not_counted(const Indicator& indicator) const;

 private:
  std::optional<Area> former_area(const std::string& scope) const;
  bool changes_with_time(const Indicator& indicator) const;
  bool has_dates(LayerKind kind) const;
  Date data_date(const Indicator& indicator) const;
  bool speaks_for(const Actual& actual, const Area& area) const;
  Share share(const Answer& answer, const Area& area) const;

  const Dataset& dataset_;
  const std::vector<Actual>& reported_;
  Date date_;
  std::map<Date, Answers> counted_;
};

}  // namespace data
