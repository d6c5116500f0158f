#include "data/model/tallies.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <optional>
#include <span>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/share_out.h"

namespace data {
namespace {

using Mask = std::vector<std::uint8_t>;
using Where = std::map<std::string, std::vector<std::string>>;

std::int32_t number_of(Date day) { return static_cast<std::int32_t>(day.time_since_epoch().count()); }

/// 1 for each dictionary entry that one of the accepted values matches, accents and case aside.
Mask accepted_codes(const TextColumn& column, const std::vector<std::string>& values) {
  Mask out(column.dictionary.size(), 0);
  for (std::size_t code = 0; code < out.size(); ++code)
    for (const std::string& value : values)
      if (fold(column.dictionary[code]) == fold(value)) out[code] = 1;
  return out;
}

bool holds(const std::vector<std::string>& values, const std::string& value) {
  return std::any_of(values.begin(), values.end(), [&](const std::string& one) { return fold(one) == fold(value); });
}

std::string key_of(const Where& where) {
  std::string key;
  for (const auto& [role, values] : where) {
    key += role + '=';
    for (const std::string& value : values) key += value + '|';
  }
  return key;
}
std::string key_of(const Count& count) {
  std::string key = name_of(count.layer);
  if (count.connected) key += *count.connected ? "+connected" : "-connected";
  key += '?' + key_of(count.where);
  if (count.coverage) key += (count.coverage->inside ? "in:" : "out:") + key_of(count.coverage->where) + name_of(count.coverage->layer);
  return key;
}

/// The days on which a count can change; the first is "always".
class Steps {
 public:
  /// At every day in the column, or only at those in `days`.
  Steps(const DateColumn* since, std::span<const std::int32_t> days, bool every_day)
      : days_{DateColumn::none}, every_day_(every_day || since == nullptr) {
    if (since == nullptr) return;
    if (!every_day) {
      days_.insert(days_.end(), days.begin(), days.end());
      return;
    }
    std::int32_t least = std::numeric_limits<std::int32_t>::max(), most = DateColumn::none;
    for (const std::int32_t day : since->day)
      if (day != DateColumn::none) least = std::min(least, day), most = std::max(most, day);
    if (most == DateColumn::none) return;
    first_ = least;
    index_.assign(static_cast<std::size_t>(most - least) + 1, 0);
    for (const std::int32_t day : since->day)
      if (day != DateColumn::none) index_[static_cast<std::size_t>(day - least)] = 1;
    for (std::size_t i = 0; i < index_.size(); ++i)
      if (index_[i] != 0) index_[i] = static_cast<std::uint32_t>(days_.size()), days_.push_back(least + static_cast<std::int32_t>(i));
  }
  std::size_t size() const { return days_.size(); }
  /// From which step on a row of that day counts; size() when on none.
  std::size_t from(std::int32_t day) const {
    if (day == DateColumn::none) return 0;
    if (!index_.empty()) return index_[static_cast<std::size_t>(day - first_)];
    return static_cast<std::size_t>(std::lower_bound(days_.begin(), days_.end(), day) - days_.begin());
  }
  /// Whether it is known what holds on that day.
  bool tells(std::int32_t day) const { return every_day_ || std::binary_search(days_.begin(), days_.end(), day); }
  /// The step that holds on a day.
  std::size_t at(std::int32_t day) const {
    return static_cast<std::size_t>(std::upper_bound(days_.begin(), days_.end(), day) - days_.begin()) - 1;
  }

 private:
  std::vector<std::int32_t> days_;  ///< ascending
  bool every_day_;
  std::int32_t first_ = 0;            ///< day of the first of the next
  std::vector<std::uint32_t> index_;  ///< by day: its step; empty when only some days are told apart
};

/// Rows with the same values of some roles.
struct Groups {
  std::vector<const TextColumn*> columns;
  std::vector<std::vector<std::uint32_t>> codes{{}};  ///< by group: the code in each column
  std::vector<std::uint32_t> of_row;                  ///< empty: all of them are in the only group
};

Groups groups_by(const std::vector<const TextColumn*>& columns, std::size_t rows) {
  Groups out{columns, {{}}, {}};
  if (columns.empty()) return out;
  out.codes.clear(), out.of_row.resize(rows);
  std::map<std::vector<std::uint32_t>, std::uint32_t> known;
  std::vector<std::uint32_t> codes(columns.size()), before;
  std::uint32_t group = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < columns.size(); ++c) codes[c] = columns[c]->code[row];
    if (row == 0 || codes != before) {  // neighbours are often alike
      const auto [found, fresh] = known.try_emplace(codes, static_cast<std::uint32_t>(known.size()));
      if (fresh) out.codes.push_back(codes);
      group = found->second, before = codes;
    }
    out.of_row[row] = group;
  }
  return out;
}

/// How many rows of one layer a count finds: by group, step and unit.
struct Cube {
  Groups groups;
  Steps steps;
  std::size_t units = 0;
  std::vector<std::int32_t> sums{};          ///< as of each step, not in it
  std::optional<std::int32_t> known_from{};  ///< a state without dates of its own says nothing of earlier days
  const std::int32_t* row(std::size_t group, std::size_t step) const { return sums.data() + (group * steps.size() + step) * units; }
};

/// How rows are filtered: each value counted by itself, or only those that are asked for.
struct Filtered {
  const std::vector<const TextColumn*>& columns;
  const Where& filter;
  bool each_value;
};

/// Per unit: the sum, and whether anything at all was known.
struct Tally {
  std::vector<double> sum;
  Mask known;
  std::string why_not;  ///< set when the count cannot be made
};

/// The columns of a filter's roles.
std::optional<std::vector<const TextColumn*>> filter_columns(const LayerData& layer, const Where& filter, std::string& problem) {
  std::vector<const TextColumn*> out;
  for (const auto& [role, values] : filter) {
    const Column* column = layer.column(role);
    const auto* text = column ? std::get_if<TextColumn>(&column->cells) : nullptr;
    if (text == nullptr) {
      problem = trf("layer '{}' names no field of text for '{}'", layer.source.id, role);
      return std::nullopt;
    }
    out.push_back(text);
  }
  return out;
}

}  // namespace

struct Tallies::Impl {
  Impl(const Dataset& counted, unsigned on_threads, std::size_t most_of_one) : dataset(counted), threads(on_threads), most(most_of_one) {}

  const Dataset& dataset;
  unsigned threads;
  std::size_t most;
  std::vector<std::int32_t> expected{};  ///< days, ascending
  std::uint64_t passes = 0;
  std::map<std::string, Cube> cubes{};
  std::map<std::string, Mask> masks{};
  std::stop_token stop{};

  Tally tally(const Count& count, std::int32_t day, const std::vector<RowFilter>& filters);
  bool add_table(const LayerData& layer, const Count& count, const Where& filter, std::int32_t day, Tally& tally,
                 std::string& problem) const;
  bool add_points(std::size_t l, const Count& count, const Where& filter, std::int32_t day, Tally& tally, std::string& problem);
  const Cube* cube(std::size_t l, const Count& count, const Where& filter, std::int32_t day, std::string& problem);
  std::optional<Cube> make_cube(std::size_t l, const Count& count, const Filtered& by, std::int32_t day, std::string& problem);
  void add_rows(const LayerData& layer, const Count& count, const Mask& counted, const Column* connected, const Column* since,
                Cube& cube) const;
  std::optional<Mask> counted_rows(std::size_t l, const Count& count, std::string& problem);
  const Mask* coverage_mask(std::size_t l, const Count::Coverage& coverage, std::string& problem);
  void sum_up(Tally& tally) const;
  /// The day from which on figures of this layer hold, where it has no dates of its own.
  std::optional<std::int32_t> known_from(const LayerData& layer) const {
    const auto date = layer.source.date ? layer.source.date : dataset.project.date;
    return date ? std::optional(number_of(*date)) : std::nullopt;
  }
};

Tally Tallies::Impl::tally(const Count& count, std::int32_t day, const std::vector<RowFilter>& filters) {
  Tally out{std::vector<double>(dataset.units->units.size(), 0), Mask(dataset.units->units.size(), 0), {}};
  Where filter;
  for (const RowFilter& one : filters)
    if (one.layer == count.layer)
      for (const auto& [role, values] : one.where) {
        const auto [known, fresh] = filter.try_emplace(role, values);
        if (!fresh) std::erase_if(known->second, [&also = values](const std::string& value) { return !holds(also, value); });
      }
  bool any = false;
  for (std::size_t l = 0; l < dataset.layers.size(); ++l) {
    const LayerData& layer = *dataset.layers[l];
    if (layer.source.kind != count.layer) continue;
    if (!layer.table) {
      out.why_not = trf("layer '{}' did not load", layer.source.id);
      continue;
    }
    std::string problem;
    any |= layer.by_table() ? add_table(layer, count, filter, day, out, problem) : add_points(l, count, filter, day, out, problem);
    if (!problem.empty()) out.why_not = problem;
  }
  if (any) out.why_not.clear();
  else if (out.why_not.empty()) out.why_not = trf("the project has no layer of kind {}", name_of(count.layer));
  sum_up(out);
  return out;
}

/// Children into parents, deepest first: the units come level by level, so backwards is bottom-up.
void Tallies::Impl::sum_up(Tally& tally) const {
  const auto& units = dataset.units->units;
  for (std::size_t u = units.size(); u-- > 1;) {
    const auto parent = static_cast<std::size_t>(units[u].parent);
    tally.sum[parent] += tally.sum[u];
    tally.known[parent] |= tally.known[u];
  }
}

bool Tallies::Impl::add_table(const LayerData& layer, const Count& count, const Where& filter, std::int32_t day, Tally& tally,
                              std::string& problem) const {
  if (count.coverage) {
    problem = trf("layer '{}' is a table by unit; whether a household lies inside coverage needs points", layer.source.id);
    return false;
  }
  const char* role = count.layer == LayerKind::digital_address && !count.connected ? "addresses"
                     : count.connected                                             ? "connected"
                                                                                   : "households";
  const Column* column = layer.column(role);
  if (!count.where.empty() || !filter.empty()) {
    const auto& [name, values] = count.where.empty() ? *filter.begin() : *count.where.begin();
    problem = trf("layer '{}' is a table by unit and has no rows to filter by '{}'", layer.source.id, name);
    return false;
  }
  const Column* total = layer.column("households");
  if (column == nullptr || (count.connected && !*count.connected && total == nullptr)) {
    problem = trf("layer '{}' names no field for '{}'", layer.source.id, role);
    return false;
  }
  if (count.connected && day < known_from(layer).value_or(day)) return true;
  const auto& values = column->numbers().value;
  for (std::size_t row = 0; row < layer.unit.size(); ++row) {
    if (layer.unit[row] < 0) continue;
    double value = values[row];
    if (count.connected && !*count.connected) value = total->numbers().value[row] - value;
    if (std::isnan(value)) continue;
    const auto unit = static_cast<std::size_t>(layer.unit[row]);
    tally.sum[unit] += value, tally.known[unit] = 1;
  }
  return true;
}

bool Tallies::Impl::add_points(std::size_t l, const Count& count, const Where& filter, std::int32_t day, Tally& tally,
                               std::string& problem) {
  const Cube* found = cube(l, count, filter, day, problem);
  if (found == nullptr) return false;
  if (day < found->known_from.value_or(day)) return true;
  std::vector<Mask> accepted;
  if (!found->groups.columns.empty())
    for (const auto& [role, values] : filter) accepted.push_back(accepted_codes(*found->groups.columns[accepted.size()], values));
  const std::size_t step = found->steps.at(day);
  for (std::size_t g = 0; g < found->groups.codes.size(); ++g) {
    bool in = true;
    for (std::size_t c = 0; c < accepted.size(); ++c) in &= accepted[c][found->groups.codes[g][c]] != 0;
    const std::int32_t* sums = found->row(g, step);
    for (std::size_t u = 0; in && u < found->units; ++u) tally.sum[u] += sums[u];
  }
  // A layer of points knows every unit: where it has none, the count is 0.
  std::fill(tally.known.begin(), tally.known.end(), 1);
  return true;
}

/// What was counted before, where it tells that day and those values apart; else it is counted now.
const Cube* Tallies::Impl::cube(std::size_t l, const Count& count, const Where& filter, std::int32_t day, std::string& problem) {
  const auto columns = filter_columns(*dataset.layers[l], filter, problem);
  if (!columns) return nullptr;
  double numbers = static_cast<double>(dataset.units->units.size());
  for (const TextColumn* column : *columns) numbers *= static_cast<double>(column->dictionary.size());
  const bool each_value = numbers <= static_cast<double>(most);  // else only what is asked for is counted
  std::string key = std::to_string(l) + key_of(count);
  for (const auto& [role, values] : filter) key += '/' + role;
  if (!each_value) key += '/' + key_of(filter);
  const auto known = cubes.find(key);
  if (known != cubes.end() && known->second.steps.tells(day)) return &known->second;
  if (const auto at = std::lower_bound(expected.begin(), expected.end(), day); at == expected.end() || *at != day) expected.insert(at, day);
  const Filtered by{*columns, filter, each_value};
  std::optional<Cube> made = make_cube(l, count, by, day, problem);
  return made ? &cubes.insert_or_assign(key, std::move(*made)).first->second : nullptr;
}

std::optional<Cube> Tallies::Impl::make_cube(std::size_t l, const Count& count, const Filtered& by, std::int32_t day,
                                             std::string& problem) {
  const LayerData& layer = *dataset.layers[l];
  auto counted = counted_rows(l, count, problem);
  if (!counted) return std::nullopt;
  if (!by.each_value) {
    std::size_t c = 0;
    for (const auto& [role, values] : by.filter) {
      const Mask accepted = accepted_codes(*by.columns[c], values);
      for (std::size_t row = 0; row < counted->size(); ++row) (*counted)[row] &= accepted[by.columns[c]->code[row]];
      ++c;
    }
  }
  const Column* connected = count.connected ? layer.column("connected") : nullptr;
  if (count.connected && connected == nullptr) {
    problem = trf("layer '{}' names no field for '{}'", layer.source.id, "connected");
    return std::nullopt;
  }
  // `since` dates the connection of a household and the collection of an address.
  const bool dated = count.connected || count.layer == LayerKind::digital_address;
  const Column* since = dated ? layer.column("since") : nullptr;
  const DateColumn* dates = since ? &since->dates() : nullptr;
  const std::vector<const TextColumn*> apart = by.each_value ? by.columns : std::vector<const TextColumn*>{};
  Cube out{groups_by(apart, layer.unit.size()), Steps(dates, expected, true), dataset.units->units.size()};
  const auto too_many = [&] { return out.groups.codes.size() * out.steps.size() * out.units > most; };
  if (too_many()) out.steps = Steps(dates, expected, false);
  if (too_many()) out.steps = Steps(dates, std::span(&day, 1), false);
  if (dated && since == nullptr) out.known_from = known_from(layer);
  add_rows(layer, count, *counted, connected, since, out);
  ++passes;
  return out;
}

/// States change once: a household is connected, an address is collected, and stays so. So a row counts from a step on, or until one.
void Tallies::Impl::add_rows(const LayerData& layer, const Count& count, const Mask& counted, const Column* connected, const Column* since,
                             Cube& cube) const {
  const std::size_t units = cube.units, steps = cube.steps.size();
  const std::uint8_t* flags = connected ? connected->flags().value.data() : nullptr;
  const std::int32_t* days = since ? since->dates().day.data() : nullptr;
  const std::uint32_t* groups = cube.groups.of_row.empty() ? nullptr : cube.groups.of_row.data();
  cube.sums.assign(cube.groups.codes.size() * steps * units, 0);
  std::mutex gate;
  share_out(counted.size(), threads, [&](std::size_t begin, std::size_t end) {
    std::vector<std::int32_t> mine(cube.sums.size(), 0);
    for (std::size_t row = begin; row < end; ++row) {
      if (counted[row] == 0 || layer.unit[row] < 0 || (flags && flags[row] == 2)) continue;  // unknown is neither connected nor not
      std::int32_t* cells = mine.data() + (groups ? groups[row] : 0) * steps * units + static_cast<std::size_t>(layer.unit[row]);
      const bool yes = flags == nullptr || flags[row] == 1, wanted = flags == nullptr || *count.connected;
      if (!yes && wanted) continue;
      const std::size_t from = !yes ? steps : days ? cube.steps.from(days[row]) : 0;  // when it came to be connected
      if (!wanted) ++cells[0];
      if (from < steps) cells[from * units] += wanted ? 1 : -1;
    }
    const std::lock_guard lock(gate);
    for (std::size_t i = 0; i < mine.size(); ++i) cube.sums[i] += mine[i];
  });
  for (std::size_t g = 0; g < cube.groups.codes.size(); ++g)
    for (std::size_t i = (g * steps + 1) * units; i < (g + 1) * steps * units; ++i) cube.sums[i] += cube.sums[i - units];
}

std::optional<Mask> Tallies::Impl::counted_rows(std::size_t l, const Count& count, std::string& problem) {
  const LayerData& layer = *dataset.layers[l];
  const std::size_t rows = layer.unit.size();
  Mask counted(rows, 1);
  for (const auto& [role, values] : count.where) {
    const Column* column = layer.column(role);
    if (column == nullptr) {
      problem = trf("layer '{}' names no field for '{}'", layer.source.id, role);
      return std::nullopt;
    }
    const Mask accepted = accepted_codes(column->text(), values);
    for (std::size_t row = 0; row < rows; ++row) counted[row] &= accepted[column->text().code[row]];
  }
  if (count.coverage) {
    const Mask* inside = coverage_mask(l, *count.coverage, problem);
    if (inside == nullptr) return std::nullopt;
    for (std::size_t row = 0; row < rows; ++row)
      counted[row] &= static_cast<std::uint8_t>((*inside)[row] == (count.coverage->inside ? 1 : 0));
  }
  return counted;
}

/// By row of points layer `l`: 1 inside any matching area. Null when there is no coverage to ask.
const Mask* Tallies::Impl::coverage_mask(std::size_t l, const Count::Coverage& coverage, std::string& problem) {
  const std::string key = std::to_string(l) + name_of(coverage.layer) + key_of(coverage.where);
  const auto known = masks.find(key);
  if (known != masks.end()) return &known->second;
  const Table& points = *dataset.layers[l]->table;
  Mask mask(points.rows, 0);
  bool any = false;
  for (const auto& layer : dataset.layers) {
    const LayerData& areas = *layer;
    if (areas.source.kind != coverage.layer || !areas.table || areas.table->shape != Shape::areas) continue;
    Mask wanted(areas.table->rows, 1);
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
    share_out(points.rows, threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end && !stop.stop_requested(); ++row)
        if (mask[row] == 0) mask[row] = covered.contains(points.points.at(row)) ? 1 : 0;
    });
    if (stop.stop_requested()) throw Error({.what = tr("Counting was stopped")});
    any = true;
  }
  if (!any) {
    problem = trf("the project has no layer of kind {}", name_of(coverage.layer));
    return nullptr;
  }
  return &masks.emplace(key, std::move(mask)).first->second;
}

Tallies::Tallies(const Dataset& dataset, const std::vector<Date>& days, unsigned threads, std::size_t most)
    : impl_(std::make_unique<Impl>(dataset, std::max(1U, threads), most)) {
  for (const Date day : days) impl_->expected.push_back(number_of(day));
  std::sort(impl_->expected.begin(), impl_->expected.end());
  impl_->expected.erase(std::unique(impl_->expected.begin(), impl_->expected.end()), impl_->expected.end());
}

Tallies::~Tallies() = default;

std::uint64_t Tallies::passes() const { return impl_->passes; }

Answers Tallies::answers(Date day, const std::vector<RowFilter>& filters, std::stop_token stop) {
  impl_->stop = std::move(stop);
  const std::int32_t number = number_of(day);
  const std::size_t units = impl_->dataset.units->units.size();
  std::map<std::string, Tally> asked;  // several indicators count the same
  const auto tally = [&](const Count& count) -> const Tally& {
    const std::string key = key_of(count);
    const auto known = asked.find(key);
    return known != asked.end() ? known->second : asked.emplace(key, impl_->tally(count, number, filters)).first->second;
  };
  Answers out{day, {}};
  for (const Indicator& indicator : impl_->dataset.indicators) {
    if (impl_->stop.stop_requested()) throw Error({.what = tr("Counting was stopped")});
    Answer& answer = out.answers.emplace_back(Answer{indicator.id, std::vector<Share>(units), {}});
    if (!indicator.computable()) {
      answer.why_not = tr("only published figures exist for it");
      continue;
    }
    const Tally &numerator = tally(*indicator.numerator), &denominator = tally(*indicator.denominator);
    answer.why_not = !numerator.why_not.empty() ? numerator.why_not : denominator.why_not;
    for (std::size_t u = 0; u < units; ++u) {
      if (numerator.why_not.empty() && numerator.known[u]) answer.by_unit[u].numerator = numerator.sum[u];
      if (denominator.why_not.empty() && denominator.known[u]) answer.by_unit[u].denominator = denominator.sum[u];
    }
  }
  return out;
}

}  // namespace data
