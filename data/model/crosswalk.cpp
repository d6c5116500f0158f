#include "data/model/crosswalk.h"

#include <algorithm>
#include <set>
#include <utility>

#include "data/model/units.h"
#include "data/source/csv.h"
#include "data/source/error.h"
#include "data/source/i18n.h"

namespace data {
namespace {

/// "Nhập toàn bộ", "Giữ nguyên" and their English kin; "Nhập một phần" and whatever else is written is a part.
bool says_whole(const std::string& how) {
  const std::string text = fold(how);
  for (const char* part : {"toan bo", "giu nguyen"})
    if (text.find(part) != std::string::npos) return true;
  return text == "whole" || text == "unchanged" || text == "1" || text == "100";
}

/// "26" is the area of "26" and of "Tỉnh Vĩnh Phúc (26)".
bool is_of(const std::string& area, std::string_view code) {
  return area == code || area.find("(" + std::string(code) + ")") != std::string::npos;
}

bool goes_whole(const std::vector<const CrosswalkRow*>& rows) { return rows.size() == 1 && rows[0]->whole; }

int required_column(const CsvTable& table, const std::string& name, const char* role, const std::string& what) {
  const int column = table.column(name);
  if (column >= 0) return column;
  std::string known;
  for (const std::string& header : table.header)
    if (!header.empty()) known += (known.empty() ? "" : ", ") + header;
  throw Error({.what = what,
               .file = table.file,
               .why = trf("there is no column '{}'; the columns are {}", name, known),
               .hint = trf("name the right one in {} of the project", std::string("crosswalk.fields.") + role)});
}

}  // namespace

Crosswalk::Crosswalk(std::vector<CrosswalkRow> rows) : rows_(std::move(rows)) {
  for (const CrosswalkRow& row : rows_) {
    by_before_[row.before].push_back(&row);
    by_after_[row.after].push_back(&row);
  }
}

Crosswalk::Step Crosswalk::carry_forward(std::string_view before) const {
  const auto found = by_before_.find(before);
  if (found == by_before_.end()) return {.code = {}, .others = {}, .why = tr("the old list has no such code")};
  if (goes_whole(found->second)) return {.code = found->second[0]->after, .others = {}, .why = {}};
  Step out;
  for (const CrosswalkRow* row : found->second) out.others.push_back(row->after);
  out.why =
      out.others.size() > 1 ? trf("it was divided between {} units", out.others.size()) : tr("only a part of it went to a known unit");
  return out;
}

Crosswalk::Step Crosswalk::carry_back(std::string_view after) const {
  const auto found = by_after_.find(after);
  if (found == by_after_.end()) return {.code = {}, .others = {}, .why = tr("the new list has no such code")};
  const auto& rows = found->second;
  if (rows.size() == 1 && goes_whole(by_before_.at(rows[0]->before))) return {.code = rows[0]->before, .others = {}, .why = {}};
  Step out;
  for (const CrosswalkRow* row : rows) out.others.push_back(row->before);
  out.why = rows.size() > 1 ? trf("it is made of {} units", rows.size()) : tr("it is only a part of a unit");
  return out;
}

Crosswalk::Step Crosswalk::carry(std::string_view code, CodeList from, CodeList to) const {
  if (from == to) return {.code = std::string(code), .others = {}, .why = {}};
  return from == CodeList::before ? carry_forward(code) : carry_back(code);
}

CodeList Crosswalk::list_of(const UnitSet& units) const {
  std::ptrdiff_t more_after = 0;
  for (const Unit& unit : units.units)
    more_after += static_cast<std::ptrdiff_t>(by_after_.count(unit.code)) - static_cast<std::ptrdiff_t>(by_before_.count(unit.code));
  return more_after >= 0 ? CodeList::after : CodeList::before;
}

Crosswalk::FormerUnits Crosswalk::former_area(std::string_view area) const {
  FormerUnits out;
  for (const auto& [code, rows] : by_after_) {
    const auto inside = std::count_if(rows.begin(), rows.end(), [&](const CrosswalkRow* row) { return is_of(row->area, area); });
    if (inside == 0) continue;
    (inside == std::ssize(rows) ? out.whole : out.part).push_back(code);
  }
  return out;
}

Crosswalk read_crosswalk(const CrosswalkSource& source, std::vector<std::string>& warnings) {
  const std::string what = tr("Cannot read the crosswalk of unit codes");
  const CsvTable table = read_csv(source.path, what);
  const int before = required_column(table, source.before, "old", what), after = required_column(table, source.after, "new", what);
  const int how = required_column(table, source.how, "how", what);
  // Under its default name the column of areas is a courtesy; a name that was chosen has to be there.
  const int area = source.area == CrosswalkSource{}.area ? table.column(source.area) : required_column(table, source.area, "area", what);
  std::vector<CrosswalkRow> rows;
  std::set<std::pair<std::string, std::string>> seen;
  for (const CsvRow& row : table.rows) {
    const auto note = [&](const std::string& why) { warnings.push_back(trf("{}: line {}: {}", table.file, row.line, why)); };
    CrosswalkRow next{table.cell(row, before), table.cell(row, after), says_whole(table.cell(row, how)), table.cell(row, area)};
    if (next.before.empty() || next.after.empty()) note(tr("a code is missing; the row is left out"));
    else if (!seen.emplace(next.before, next.after).second)
      note(trf("{} and {} stood together before; the row is left out", next.before, next.after));
    else rows.push_back(std::move(next));
  }
  if (rows.empty()) throw Error({.what = what, .file = table.file, .why = tr("it has no usable row")});
  return Crosswalk(std::move(rows));
}

CarriedFigures carry_figures(const Crosswalk& crosswalk, const std::vector<UnitFigure>& figures) {
  std::map<std::string, double, std::less<>> given;
  std::map<std::string, CarriedFigures::Unit> units;
  for (const UnitFigure& figure : figures) {
    given[figure.code] += figure.value;
    const auto found = crosswalk.by_before().find(figure.code);
    if (found == crosswalk.by_before().end()) continue;
    for (const CrosswalkRow* row : found->second) units[row->after].code = row->after;
  }
  for (auto& [code, unit] : units) {
    double sum = 0;
    for (const CrosswalkRow* row : crosswalk.by_after().at(code)) {
      const auto part = given.find(row->before);
      if (!goes_whole(crosswalk.by_before().at(row->before))) unit.divided.push_back(row->before);
      else if (part == given.end()) unit.missing.push_back(row->before);
      else sum += part->second;
    }
    if (unit.divided.empty() && unit.missing.empty()) unit.value = sum;
  }
  CarriedFigures out;
  for (const UnitFigure& figure : figures) {
    Crosswalk::Step step = crosswalk.carry_forward(figure.code);
    if (!step.others.empty()) out.held.push_back({figure, CarriedFigures::Why::divided, std::move(step.others)});
    else if (step.code.empty()) out.held.push_back({figure, CarriedFigures::Why::unknown, {}});
    else if (!units.at(step.code).value) out.held.push_back({figure, CarriedFigures::Why::beside, {step.code}});
  }
  for (auto& [code, unit] : units) out.units.push_back(std::move(unit));
  return out;
}

}  // namespace data
