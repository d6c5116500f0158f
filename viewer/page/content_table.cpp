// What the table lists: units that miss the target, the largest gap first; without a target, the worst value first.
#include <algorithm>
#include <cmath>

#include "data/gaps.h"
#include "data/model/words.h"
#include "viewer/page/content.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

struct Entry {
  int unit = 0;
  data::Share share;
  double value = 0;
  std::int64_t needed = 0;
};

std::int64_t needed_by(const Entry& entry, const data::Target& target) {
  const auto gap = data::gap_of(target, data::counted(target.indicator, entry.share));
  if (!gap || gap->value <= 0) return 0;
  return gap->things.value_or(1);
}

/// A unit of the listed level holds none of it: it is listed among those beside it.
bool among_neighbours(const data::UnitSet& units, const PageContent& page) {
  const data::Unit& focus = units.units[static_cast<std::size_t>(page.focus)];
  return page.focus != 0 && focus.level >= page.level && focus.parent >= 0;
}

std::vector<Entry> entries_of(const data::Loaded& loaded, const PageContent& page, const std::optional<data::Target>& target) {
  const data::Answer* answer = loaded.answers.find(page.choropleth->indicator.id);
  const data::UnitSet& units = *loaded.dataset->units;
  const int within = among_neighbours(units, page) ? units.units[static_cast<std::size_t>(page.focus)].parent : page.focus;
  std::vector<Entry> out;
  for (const int unit : units_within(units, within, page.level)) {
    if (static_cast<std::size_t>(unit) >= answer->by_unit.size()) continue;
    Entry entry{unit, answer->by_unit[static_cast<std::size_t>(unit)]};
    const auto value = entry.share.value();
    if (!value) continue;
    entry.value = *value;
    if (target) entry.needed = needed_by(entry, *target);
    out.push_back(entry);
  }
  return out;
}

std::string heading_of(const std::vector<Entry>& all, const std::vector<Entry>& missing, bool has_target, const data::Indicator& indicator,
                       data::Lang lang) {
  if (!has_target) return indicator.higher_is_better ? tr("Values by unit, lowest first") : tr("Values by unit, highest first");
  if (missing.empty())
    return indicator.higher_is_better ? trf("All {} units have reached the target; lowest first", all.size())
                                      : trf("All {} units have reached the target; highest first", all.size());
  std::int64_t sum = 0;
  for (const Entry& entry : missing) sum += entry.needed;
  const std::string things = data::format_integer(sum, lang) + " " + indicator.things.in(lang);
  if (!indicator.higher_is_better)
    return trf("Over the target: {0} of {1} units · {2} fewer for all to reach it", missing.size(), all.size(), things);
  return trf("Below the target: {0} of {1} units · {2} more for all to reach it", missing.size(), all.size(), things);
}

/// "Xã Đạo Trù: place 11 of 13 in Huyện Tam Đảo": the same place as others with the same value.
std::string heading_among(const data::Loaded& loaded, const PageContent& page, const std::vector<Entry>& all) {
  const data::UnitSet& units = *loaded.dataset->units;
  const data::Unit& focus = units.units[static_cast<std::size_t>(page.focus)];
  const std::string& around = units.units[static_cast<std::size_t>(focus.parent)].name;
  const auto own = std::find_if(all.begin(), all.end(), [&](const Entry& entry) { return entry.unit == page.focus; });
  if (own == all.end()) return trf("{0}: no data; the others in {1}", focus.name, around);
  const bool higher = page.choropleth->indicator.higher_is_better;
  const auto ahead = std::count_if(all.begin(), all.end(),
                                   [&](const Entry& other) { return higher ? other.value > own->value : other.value < own->value; });
  return trf("{0}: place {1} of {2} in {3}", focus.name, ahead + 1, all.size(), around);
}

void set_columns(TableContent& table, const data::Loaded& loaded, const PageContent& page, bool has_target, bool several_parents,
                 data::Lang lang) {
  const data::Indicator& indicator = page.choropleth->indicator;
  table.name = loaded.level_name(page.level);
  if (several_parents) table.parent = loaded.level_name(page.level - 1);
  table.denominator = trf("All {}", indicator.things.in(lang));
  table.numerator = indicator.name.in(lang);
  table.share = indicator.unit == "%" ? tr("Share") : tr("Value");
  table.bar = has_target ? tr("Against the target") : tr("Compared");
  if (has_target) table.needed = indicator.higher_is_better ? tr("Still needed") : tr("Too many");
}

}  // namespace

TableContent table_of(const data::Loaded& loaded, const PageContent& page, const PageSpec& spec) {
  const data::UnitSet& units = *loaded.dataset->units;
  const layers::Choropleth& fill = *page.choropleth;
  const auto target = fill.target ? data::unit_target(*fill.target) : std::nullopt;
  std::vector<Entry> all = entries_of(loaded, page, target), missing;
  std::copy_if(all.begin(), all.end(), std::back_inserter(missing), [](const Entry& e) { return e.needed > 0; });
  TableContent table;
  const bool neighbours = among_neighbours(units, page);
  table.heading = neighbours ? heading_among(loaded, page, all) : heading_of(all, missing, target.has_value(), fill.indicator, spec.lang);
  if (all.empty()) table.none = tr("No unit has data for this indicator.");

  const double worse = fill.indicator.higher_is_better ? 1 : -1;
  std::sort(all.begin(), all.end(), [&](const Entry& a, const Entry& b) {
    if (a.needed != b.needed) return a.needed > b.needed;
    if (a.value != b.value) return worse * a.value < worse * b.value;
    const auto &first = units.units[static_cast<std::size_t>(a.unit)], &second = units.units[static_cast<std::size_t>(b.unit)];
    const int order = data::compare_vi(first.name, second.name);
    return order != 0 ? order < 0 : first.code < second.code;
  });
  // The page's own unit leads: however many neighbours find room, it is among them.
  if (neighbours) std::stable_partition(all.begin(), all.end(), [&](const Entry& entry) { return entry.unit == page.focus; });
  int before = -1;
  bool several = false;
  double highest = 0;
  for (const Entry& entry : all) {
    const int above = units.units[static_cast<std::size_t>(entry.unit)].parent;
    several = several || (before >= 0 && above != before);
    before = above, highest = std::max(highest, entry.value);
  }
  set_columns(table, loaded, page, target.has_value(), several, spec.lang);
  table.listed = missing.empty() || neighbours || spec.design->all_rows ? all.size() : missing.size();
  for (const Entry& entry : all) {
    const data::Unit& unit = units.units[static_cast<std::size_t>(entry.unit)];
    const int found = fill.class_of_unit[static_cast<std::size_t>(entry.unit)];
    const std::string parent = several && unit.parent >= 0 ? units.units[static_cast<std::size_t>(unit.parent)].name : std::string();
    table.rows.push_back(
        {unit.name, parent, data::short_name(parent), data::format_integer(std::llround(*entry.share.denominator), spec.lang),
         data::format_integer(std::llround(*entry.share.numerator), spec.lang), data::figure_text(entry.value, fill.indicator, spec.lang),
         entry.needed > 0 ? data::format_integer(entry.needed, spec.lang) : "–", entry.value,
         found < 0 || !target ? spec.theme->accent : fill.classes.colours[static_cast<std::size_t>(found)],
         neighbours && entry.unit == page.focus});
  }
  if (target) table.tick = target->value;
  if (missing.empty()) table.needed.clear();
  // Shares of something common are read against the whole; rare ones would all be slivers, and get the scale they need.
  const double top = std::max(highest, table.tick.value_or(0));
  table.bar_to = fill.indicator.unit == "%" && top > 40 ? 100 : std::max(1e-9, 1.15 * top);
  return table;
}

}  // namespace viewer
