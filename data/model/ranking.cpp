#include "data/model/ranking.h"

#include <algorithm>
#include <set>

#include "data/source/csv.h"
#include "data/source/error.h"
#include "data/source/text.h"

namespace data {
namespace {

void give_places(Ranking& ranking) {
  std::stable_sort(ranking.rows.begin(), ranking.rows.end(),
                   [](const RankedValue& a, const RankedValue& b) { return a.year != b.year ? a.year < b.year : a.value > b.value; });
  int before = 0;  // how many of the same year come first
  for (std::size_t i = 0; i < ranking.rows.size(); ++i) {
    RankedValue& row = ranking.rows[i];
    before = i > 0 && ranking.rows[i - 1].year == row.year ? before + 1 : 0;
    row.place = before > 0 && ranking.rows[i - 1].value == row.value ? ranking.rows[i - 1].place : before + 1;
  }
}

Ranking& ranking_of(std::vector<Ranking>& all, const std::string& indicator) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Ranking& each) { return each.indicator == indicator; });
  if (found != all.end()) return *found;
  all.push_back({.indicator = indicator, .rows = {}});
  return all.back();
}

}  // namespace

std::vector<int> Ranking::years() const {
  std::set<int> out;
  for (const RankedValue& row : rows) out.insert(row.year);
  return {out.begin(), out.end()};
}

int Ranking::ranked_in(int year) const {
  return static_cast<int>(std::count_if(rows.begin(), rows.end(), [&](const RankedValue& row) { return row.year == year; }));
}

std::vector<Ranking> read_rankings(const std::filesystem::path& path, std::vector<std::string>& warnings) {
  const std::string what = tr("Cannot read the rankings");
  const CsvTable table = read_csv(path, what);
  int at[6];
  const char* const names[] = {"indicator", "scope", "name", "year", "value", "source"};
  for (int i = 0; i < 6; ++i) {
    at[i] = table.column(names[i]);
    if (at[i] < 0)
      throw Error({.what = what,
                   .file = table.file,
                   .why = trf("there is no column \"{}\"", names[i]),
                   .hint = tr("the columns are indicator, scope, name, year, value, source")});
  }
  std::vector<Ranking> out;
  for (const CsvRow& row : table.rows) {
    const auto year = parse_number(table.cell(row, at[3])), value = parse_number(table.cell(row, at[4]), table.delimiter == ';');
    const std::string indicator = table.cell(row, at[0]), scope = table.cell(row, at[1]);
    if (!year || !value || indicator.empty() || scope.empty()) {
      warnings.push_back(
          trf("{}, line {}: row left out: {}", path.filename().string(), row.line, tr("no indicator, scope, year or value")));
      continue;
    }
    Ranking& ranking = ranking_of(out, indicator);
    ranking.rows.push_back({.scope = scope,
                            .name = table.cell(row, at[2]),
                            .year = static_cast<int>(*year),
                            .value = *value,
                            .source = table.cell(row, at[5]),
                            .place = 0});
  }
  for (Ranking& ranking : out) give_places(ranking);
  return out;
}

std::vector<Actual> places_of(const Ranking& ranking) {
  std::vector<Actual> out;
  for (const RankedValue& row : ranking.rows) {
    Actual actual;
    actual.indicator = ranking.indicator;
    actual.scope = row.scope;
    actual.date = Date{std::chrono::year{row.year} / std::chrono::December / 31};
    actual.date_text = std::to_string(row.year);
    actual.value = row.place;
    actual.comparator = "=";
    actual.source = row.source;
    actual.confidence = "derived";
    actual.note = trf("place among {} by the published index {}", ranking.ranked_in(row.year), format_number(row.value, 4));
    out.push_back(std::move(actual));
  }
  return out;
}

}  // namespace data
