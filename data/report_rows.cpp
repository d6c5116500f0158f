#include "data/report_rows.h"

#include <algorithm>

#include "data/source/error.h"
#include "data/source/json_reader.h"

namespace data {
namespace {

void check_indicators(const Loaded& loaded, const std::vector<std::string>& asked) {
  std::vector<std::string> known;
  for (const Indicator& indicator : loaded.dataset->indicators) known.push_back(indicator.id);
  for (const std::string& id : asked)
    if (std::find(known.begin(), known.end(), id) == known.end())
      throw Error({.what = tr("Cannot write the report"),
                   .why = trf("the project has no indicator \"{}\"; it has {}", id, listed(known, known.size())),
                   .hint = did_you_mean(id, known)});
}

}  // namespace

int chosen_level(const UnitSet& units, const std::string& name) {
  if (name.empty()) return -1;
  if (const int level = units.level_of(name); level >= 0) return level;
  if (name == "province") return 0;
  throw Error({.what = trf("No level '{}' in the project", name),
               .why = trf("it has: {}", listed(units.levels, units.levels.size())),
               .hint = did_you_mean(name, units.levels)});
}

bool is_asked(const ReportOptions& options, const std::string& indicator) {
  return options.indicators.empty() ||
         std::find(options.indicators.begin(), options.indicators.end(), indicator) != options.indicators.end();
}

std::vector<Counted> counted_indicators(const Loaded& loaded, const ReportOptions& options) {
  check_indicators(loaded, options.indicators);
  std::vector<Counted> out;
  for (const Answer& answer : loaded.answers.answers) {
    const auto& all = loaded.dataset->indicators;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Indicator& i) { return i.id == answer.indicator; });
    if (found != all.end() && found->computable() && is_asked(options, answer.indicator)) out.push_back({&*found, &answer});
  }
  return out;
}

std::vector<int> chosen_units(const Loaded& loaded, int level) {
  std::vector<int> out;
  for (int unit = 0; unit < static_cast<int>(loaded.dataset->units->units.size()); ++unit)
    if (level < 0 || loaded.dataset->units->units[static_cast<std::size_t>(unit)].level == level) out.push_back(unit);
  return out;
}

}  // namespace data
