#include "data/model/answers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <set>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/share_out.h"

namespace data {
namespace {

/// 1 for each dictionary entry that one of the accepted values matches, accents and case aside.
std::vector<std::uint8_t> accepted_codes(const TextColumn& column, const std::vector<std::string>& values) {
  std::vector<std::uint8_t> out(column.dictionary.size(), 0);
  for (std::size_t code = 0; code < out.size(); ++code)
    for (const std::string& value : values)
      if (fold(column.dictionary[code]) == fold(value)) out[code] = 1;
  return out;
}

/// Per unit and date: the sum, and whether anything at all was known.
struct Tally {
  std::vector<std::vector<double>> sum;          ///< by date, by unit
  std::vector<std::vector<std::uint8_t>> known;  ///< by date, by unit
  std::string why_not;                           ///< set when the count cannot be made
};

/// Counts rows of layers; remembers what several indicators ask in common.
class Counter {
 public:
  Counter(const Dataset& dataset, const std::vector<Date>& dates, unsigned threads, std::stop_token stop)
      : dataset_(dataset), threads_(threads), stop_(std::move(stop)) {
    for (const Date date : dates) days_.push_back(static_cast<std::int32_t>(date.time_since_epoch().count()));
  }

  const Tally& tally(const Count& count) {
    const std::string key = key_of(count);
    const auto known = tallies_.find(key);
    if (known != tallies_.end()) return known->second;
    return tallies_.emplace(key, make(count)).first->second;
  }

 private:
  using Mask = std::vector<std::uint8_t>;

  static std::string key_of(const std::map<std::string, std::vector<std::string>>& where) {
    std::string key;
    for (const auto& [role, values] : where) {
      key += role + '=';
      for (const std::string& value : values) key += value + '|';
    }
    return key;
  }
  static std::string key_of(const Count& count) {
    std::string key = name_of(count.layer);
    if (count.connected) key += *count.connected ? "+connected" : "-connected";
    key += '?' + key_of(count.where);
    if (count.coverage) key += (count.coverage->inside ? "in:" : "out:") + key_of(count.coverage->where) + name_of(count.coverage->layer);
    return key;
  }

  Tally make(const Count& count) {
    Tally tally;
    const std::size_t units = dataset_.units->units.size();
    tally.sum.assign(days_.size(), std::vector<double>(units, 0));
    tally.known.assign(days_.size(), std::vector<std::uint8_t>(units, 0));
    bool any = false;
    for (std::size_t l = 0; l < dataset_.layers.size(); ++l) {
      const LayerData& layer = *dataset_.layers[l];
      if (layer.source.kind != count.layer) continue;
      if (!layer.table) {
        tally.why_not = trf("layer '{}' did not load", layer.source.id);
        continue;
      }
      std::string problem;
      any |= layer.by_table() ? add_table(layer, count, tally, problem) : add_points(l, count, tally, problem);
      if (!problem.empty()) tally.why_not = problem;
    }
    if (any) tally.why_not.clear();
    else if (tally.why_not.empty()) tally.why_not = trf("the project has no layer of kind {}", name_of(count.layer));
    sum_up(tally);
    return tally;
  }

  /// Children into parents, deepest first: the units come level by level, so backwards is bottom-up.
  void sum_up(Tally& tally) const {
    const auto& units = dataset_.units->units;
    for (std::size_t d = 0; d < days_.size(); ++d)
      for (std::size_t u = units.size(); u-- > 1;) {
        const auto parent = static_cast<std::size_t>(units[u].parent);
        tally.sum[d][parent] += tally.sum[d][u];
        tally.known[d][parent] |= tally.known[d][u];
      }
  }

  /// True when figures of this layer hold on that day: a state without dates of its own says nothing of earlier days.
  bool holds_on(const LayerData& layer, std::int32_t day) const {
    const auto date = layer.source.date ? layer.source.date : dataset_.project.date;
    return !date || day >= static_cast<std::int32_t>(date->time_since_epoch().count());
  }

  bool add_table(const LayerData& layer, const Count& count, Tally& tally, std::string& problem) {
    if (count.coverage) {
      problem = trf("layer '{}' is a table by unit; whether a household lies inside coverage needs points", layer.source.id);
      return false;
    }
    const char* role = count.layer == LayerKind::digital_address && !count.connected ? "addresses"
                       : count.connected                                             ? "connected"
                                                                                     : "households";
    const Column* column = layer.column(role);
    if (!count.where.empty()) {
      const auto& [name, values] = *count.where.begin();
      problem = trf("layer '{}' is a table by unit and has no rows to filter by '{}'", layer.source.id, name);
      return false;
    }
    const Column* total = layer.column("households");
    if (column == nullptr || (count.connected && !*count.connected && total == nullptr)) {
      problem = trf("layer '{}' names no field for '{}'", layer.source.id, role);
      return false;
    }
    const auto& values = column->numbers().value;
    for (std::size_t row = 0; row < layer.unit.size(); ++row) {
      if (layer.unit[row] < 0) continue;
      double value = values[row];
      if (count.connected && !*count.connected) value = total->numbers().value[row] - value;
      if (std::isnan(value)) continue;
      const auto unit = static_cast<std::size_t>(layer.unit[row]);
      for (std::size_t d = 0; d < days_.size(); ++d) {
        if (count.connected && !holds_on(layer, days_[d])) continue;
        tally.sum[d][unit] += value;
        tally.known[d][unit] = 1;
      }
    }
    return true;
  }

  bool add_points(std::size_t l, const Count& count, Tally& tally, std::string& problem) {
    const LayerData& layer = *dataset_.layers[l];
    const std::size_t rows = layer.unit.size();
    Mask counted(rows, 1);
    for (const auto& [role, values] : count.where) {
      const Column* column = layer.column(role);
      if (column == nullptr) {
        problem = trf("layer '{}' names no field for '{}'", layer.source.id, role);
        return false;
      }
      const Mask accepted = accepted_codes(column->text(), values);
      for (std::size_t row = 0; row < rows; ++row) counted[row] &= accepted[column->text().code[row]];
    }
    if (count.coverage) {
      const Mask* inside = coverage_mask(l, *count.coverage, problem);
      if (inside == nullptr) return false;
      for (std::size_t row = 0; row < rows; ++row)
        counted[row] &= static_cast<std::uint8_t>((*inside)[row] == (count.coverage->inside ? 1 : 0));
    }
    const Column* connected = count.connected ? layer.column("connected") : nullptr;
    if (count.connected && connected == nullptr) {
      problem = trf("layer '{}' names no field for '{}'", layer.source.id, "connected");
      return false;
    }
    // `since` dates the connection of a household and the collection of an address.
    const bool dated = count.connected || count.layer == LayerKind::digital_address;
    const Column* since = dated ? layer.column("since") : nullptr;
    add_rows(layer, count, counted, connected, since, dated, tally);
    return true;
  }

  /// On which of the dates a row counts: from `begin` up to, not including, `end`. States change once: a household is connected, an
  /// address is collected, and stays so.
  struct Span {
    std::size_t begin = 0, end = 0;
  };
  Span span_of(const Count& count, const std::uint8_t* flags, const std::int32_t* since, std::size_t row) const {
    const std::size_t all = days_.size();
    const auto from = [&] {
      return since == nullptr ? 0 : static_cast<std::size_t>(std::lower_bound(days_.begin(), days_.end(), since[row]) - days_.begin());
    };
    if (flags == nullptr) return {from(), all};
    if (flags[row] == 2) return {};  // unknown is neither connected nor not
    if (*count.connected) return flags[row] == 1 ? Span{from(), all} : Span{};
    return {0, flags[row] == 1 ? from() : all};
  }

  /// One pass over the rows whatever the number of dates: where a span begins and ends is noted, then summed along the dates.
  void add_rows(const LayerData& layer, const Count& count, const Mask& counted, const Column* connected, const Column* since, bool dated,
                Tally& tally) const {
    const std::size_t units = dataset_.units->units.size(), dates = days_.size();
    const std::uint8_t* flags = connected ? connected->flags().value.data() : nullptr;
    const std::int32_t* days = since ? since->dates().day.data() : nullptr;
    std::vector<std::int64_t> steps((dates + 1) * units, 0);
    std::mutex gate;
    share_out(counted.size(), threads_, [&](std::size_t begin, std::size_t end) {
      std::vector<std::int64_t> mine(steps.size(), 0);
      for (std::size_t row = begin; row < end; ++row) {
        if (counted[row] == 0 || layer.unit[row] < 0) continue;
        const Span span = span_of(count, flags, days, row);
        if (span.begin >= span.end) continue;
        ++mine[span.begin * units + static_cast<std::size_t>(layer.unit[row])];
        --mine[span.end * units + static_cast<std::size_t>(layer.unit[row])];
      }
      const std::lock_guard lock(gate);
      for (std::size_t i = 0; i < mine.size(); ++i) steps[i] += mine[i];
    });
    std::vector<std::int64_t> now(units, 0);
    for (std::size_t d = 0; d < dates; ++d) {
      for (std::size_t u = 0; u < units; ++u) now[u] += steps[d * units + u];
      if (dated && since == nullptr && !holds_on(layer, days_[d])) continue;
      for (std::size_t u = 0; u < units; ++u) tally.sum[d][u] += static_cast<double>(now[u]);
      // A layer of points knows every unit: where it has none, the count is 0.
      std::fill(tally.known[d].begin(), tally.known[d].end(), 1);
    }
  }

  /// By row of points layer `l`: 1 inside any matching area. Null when there is no coverage to ask.
  const Mask* coverage_mask(std::size_t l, const Count::Coverage& coverage, std::string& problem) {
    const std::string key = std::to_string(l) + name_of(coverage.layer) + key_of(coverage.where);
    const auto known = masks_.find(key);
    if (known != masks_.end()) return &known->second;
    const Table& points = *dataset_.layers[l]->table;
    Mask mask(points.rows, 0);
    bool any = false;
    for (std::size_t a = 0; a < dataset_.layers.size(); ++a) {
      const LayerData& areas = *dataset_.layers[a];
      if (areas.source.kind != coverage.layer || !areas.table || areas.table->shape != Shape::areas) continue;
      std::vector<std::uint8_t> wanted(areas.table->rows, 1);
      for (const auto& [role, values] : coverage.where) {
        const Column* column = areas.column(role);
        if (column == nullptr) {
          problem = trf("layer '{}' names no field for '{}'", areas.source.id, role);
          return nullptr;
        }
        const Mask accepted = accepted_codes(column->text(), values);
        for (std::size_t row = 0; row < wanted.size(); ++row) wanted[row] &= accepted[column->text().code[row]];
      }
      const AreaUnion covered(areas.table->areas, wanted);
      share_out(points.rows, threads_, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end && !stop_.stop_requested(); ++row)
          if (mask[row] == 0) mask[row] = covered.contains(points.points.at(row)) ? 1 : 0;
      });
      any = true;
    }
    if (!any) {
      problem = trf("the project has no layer of kind {}", name_of(coverage.layer));
      return nullptr;
    }
    return &masks_.emplace(key, std::move(mask)).first->second;
  }

  const Dataset& dataset_;
  std::vector<std::int32_t> days_;
  unsigned threads_;
  std::stop_token stop_;
  std::map<std::string, Tally> tallies_;
  std::map<std::string, Mask> masks_;
};

/// What each distinct code of a layer stands for on this map.
struct PlacedCodes {
  std::vector<std::int32_t> unit;                ///< at the deepest level that knows the code; -1 for codes no level knows
  std::map<std::uint32_t, std::string> divided;  ///< codes of another list that no single unit stands for: "05461 → 05443 + 05467"
};

PlacedCodes place_codes(const TextColumn& column, const LayerSource& source, const UnitSet& units, const Crosswalk* crosswalk) {
  const bool other = source.codes != CodeList::own;
  if (other && crosswalk == nullptr)
    throw Error({.what = trf("Cannot place layer '{}'", source.id),
                 .why = tr("its unit codes are of another list, and there is no crosswalk to read them by")});
  const CodeList list = other ? crosswalk->list_of(units) : CodeList::own;
  PlacedCodes out{.unit = std::vector<std::int32_t>(column.dictionary.size(), -1), .divided = {}};
  for (std::uint32_t i = 1; i < out.unit.size(); ++i) {
    std::string code = column.dictionary[i];
    if (other) {
      const Crosswalk::Step step = crosswalk->carry(code, source.codes, list);
      if (!step.others.empty()) out.divided[i] = fmt::format("{} → {}", code, fmt::join(step.others, " + "));
      code = step.code;
    }
    for (int level = units.deepest(); level >= 0 && out.unit[i] < 0; --level) out.unit[i] = units.find(level, code);
  }
  return out;
}

/// Rows of one table at several levels would be counted twice: only the deepest level stays.
void keep_deepest_level(LayerData& layer, const UnitSet& units, std::vector<std::string>& warnings) {
  std::vector<std::uint64_t> rows(units.levels.size(), 0);
  for (const std::int32_t unit : layer.unit)
    if (unit >= 0) ++rows[static_cast<std::size_t>(units.units[static_cast<std::size_t>(unit)].level)];
  int deepest = -1;
  std::size_t levels = 0;
  for (std::size_t level = 0; level < rows.size(); ++level)
    if (rows[level] > 0) deepest = static_cast<int>(level), ++levels;
  if (levels < 2) return;
  std::int64_t dropped = 0;
  for (std::int32_t& unit : layer.unit)
    if (unit >= 0 && units.units[static_cast<std::size_t>(unit)].level != deepest) unit = -1, ++dropped;
  warnings.push_back(trf("Layer '{}' has rows of several levels; {} rows above level {} are not counted again", layer.source.id,
                         format_integer(dropped), units.levels[static_cast<std::size_t>(deepest)]));
}

/// A row of a table whose code names no unit, or a unit that was divided, is in no sum; what it held must not vanish quietly.
void note_lost_rows(const LayerData& layer, const Column* code, const PlacedCodes& placed, std::vector<std::string>& warnings) {
  struct Lost {
    std::int64_t rows = 0;
    double households = 0;
  } nowhere, divided;
  const Column* households = layer.by_table() ? layer.column("households") : nullptr;
  std::set<std::string> which;
  for (std::size_t row = 0; row < layer.unit.size(); ++row) {
    if (layer.unit[row] >= 0) continue;
    const auto found = code ? placed.divided.find(code->text().code[row]) : placed.divided.end();
    if (found != placed.divided.end()) which.insert(found->second);
    Lost& lost = found != placed.divided.end() ? divided : nowhere;
    ++lost.rows;
    if (households && !std::isnan(households->numbers().value[row])) lost.households += households->numbers().value[row];
  }
  if (nowhere.rows > 0 && layer.by_table())
    warnings.push_back(trf("Layer '{}': {} rows belong to no known unit; their {} households are in no sum", layer.source.id,
                           format_integer(nowhere.rows), format_integer(std::llround(nowhere.households))));
  if (divided.rows == 0) return;
  std::string message = trf("Layer '{}': {} rows of units that no single unit of this map stands for ({}) are in no sum", layer.source.id,
                            format_integer(divided.rows), listed({which.begin(), which.end()}));
  if (households) message += trf("; they hold {} households", format_integer(std::llround(divided.households)));
  warnings.push_back(std::move(message));
}

}  // namespace

void place_rows(LayerData& layer, const UnitSet& units, std::vector<std::string>& warnings, unsigned threads, const Crosswalk* crosswalk) {
  const Table& table = *layer.table;
  layer.unit.assign(table.rows, -1);
  if (table.shape == Shape::areas) return;
  const Column* code = layer.column("unit");
  std::vector<std::string> unknown;
  PlacedCodes placed;
  if (code) {
    placed = place_codes(code->text(), layer.source, units, crosswalk);
    for (std::uint32_t c = 1; c < placed.unit.size(); ++c)
      if (placed.unit[c] < 0 && !placed.divided.contains(c)) unknown.push_back(code->text().dictionary[c]);
    share_out(table.rows, threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) layer.unit[row] = placed.unit[code->text().code[row]];
    });
  }
  if (table.shape == Shape::points)
    share_out(table.rows, threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row)
        for (int level = units.deepest(); level > 0 && layer.unit[row] < 0; --level)
          layer.unit[row] = units.at(table.points.at(row), level);
    });
  if (!unknown.empty())
    warnings.push_back(trf("Layer '{}': {} unit codes are not in the units ({})", layer.source.id,
                           format_integer(static_cast<std::int64_t>(unknown.size())), listed(unknown)));
  note_lost_rows(layer, code, placed, warnings);
  if (layer.by_table()) keep_deepest_level(layer, units, warnings);
  layer.unplaced = static_cast<std::uint64_t>(std::count(layer.unit.begin(), layer.unit.end(), -1));
  if (layer.unplaced > 0 && table.shape == Shape::points)
    warnings.push_back(trf("Layer '{}': {} of {} points lie outside every unit and are not counted", layer.source.id,
                           format_integer(static_cast<std::int64_t>(layer.unplaced)),
                           format_integer(static_cast<std::int64_t>(table.rows))));
}

std::vector<Answers> compute_answers(const Dataset& dataset, const std::vector<Date>& dates, unsigned threads, std::stop_token stop) {
  Counter counter(dataset, dates, std::max(1U, threads), stop);
  std::vector<Answers> out(dates.size());
  for (std::size_t d = 0; d < dates.size(); ++d) out[d].date = dates[d];
  const std::size_t units = dataset.units->units.size();
  for (const Indicator& indicator : dataset.indicators) {
    if (stop.stop_requested()) throw Error({.what = tr("Counting was stopped")});
    for (Answers& answers : out) answers.answers.push_back({indicator.id, std::vector<Share>(units), {}});
    if (!indicator.computable()) {
      for (Answers& answers : out) answers.answers.back().why_not = tr("only published figures exist for it");
      continue;
    }
    const Tally& numerator = counter.tally(*indicator.numerator);
    const Tally& denominator = counter.tally(*indicator.denominator);
    for (std::size_t d = 0; d < dates.size(); ++d) {
      Answer& answer = out[d].answers.back();
      answer.why_not = !numerator.why_not.empty() ? numerator.why_not : denominator.why_not;
      for (std::size_t u = 0; u < units; ++u) {
        if (numerator.why_not.empty() && numerator.known[d][u]) answer.by_unit[u].numerator = numerator.sum[d][u];
        if (denominator.why_not.empty() && denominator.known[d][u]) answer.by_unit[u].denominator = denominator.sum[d][u];
      }
    }
  }
  return out;
}

}  // namespace data
