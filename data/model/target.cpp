#include "data/model/target.h"

#include <algorithm>
#include <array>
#include <set>

#include "data/source/csv.h"
#include "data/source/error.h"
#include "data/source/json_reader.h"

namespace data {
namespace {

constexpr std::array comparators{Comparator::at_least,     Comparator::more_than, Comparator::equal,     Comparator::at_most,
                                 Comparator::rank_at_most, Comparator::rank_gain, Comparator::each_unit, Comparator::majority,
                                 Comparator::named_units,  Comparator::inherits};
constexpr std::array deadline_forms{DeadlineForm::day,    DeadlineForm::end_of_year, DeadlineForm::by_year,
                                    DeadlineForm::period, DeadlineForm::every_year,  DeadlineForm::none};

Comparator read_comparator(const JsonNode& node) {
  std::vector<std::string> names;
  for (const Comparator comparator : comparators) names.emplace_back(name_of(comparator));
  // The signs as documents print them are a fair guess, but one spelling keeps files comparable.
  const std::string sign = node.string_or_empty();
  if (sign == "≥" || sign == "=>") node.fail_why(trf("found \"{}\"", sign), did_you_mean(">=", names));
  if (sign == "≤" || sign == "=<") node.fail_why(trf("found \"{}\"", sign), did_you_mean("<=", names));
  return comparators[node.one_of(names)];
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    words += !blank && !inside;
    inside = !blank;
  }
  return words;
}

Provenance read_provenance(const JsonNode& node) {
  node.object(tr("an object that names the document")).warn_unknown({"document", "date", "issuer", "quote", "file", "address"});
  Provenance source;
  source.document = node.at("document", tr("the document that sets the target")).string();
  source.issuer = node.string_at("issuer");
  if (const auto date = node.find("date")) date->date(), source.date = date->string();
  source.quote = node.string_at("quote");
  source.file = node.string_at("file");
  source.address = node.string_at("address");
  constexpr std::size_t longest = 20;
  if (count_words(source.quote) > longest) node.warn(trf("the quote is longer than {} words; keep to the clause", longest));
  return source;
}

/// A value or a deadline may be unknown, but it has to say so: null, not a missing (or misspelt) key.
std::optional<double> read_value(const JsonNode& node) {
  const std::string expected = tr("a number, or null when the figure was not seen");
  const JsonNode value = node.at("value", expected);
  if (value.is_null()) return std::nullopt;
  return value.number(expected);
}

void read_period(const JsonNode& node, Target& target) {
  const auto period = node.find("period");
  if (!period) return;
  const std::vector<JsonNode> ends = period->items();
  if (ends.size() != 2 || ends[0].date() > ends[1].date()) period->fail(tr("two dates, the earlier one first"));
  target.period_start = ends[0].date();
}

void read_deadline(const JsonNode& node, Target& target) {
  const JsonNode deadline = node.at("deadline", tr("a date such as \"2022-12-31\", or null when none is stated"));
  if (!deadline.is_null()) target.deadline = deadline.date();
  read_period(node, target);
  target.deadline_form = !target.deadline ? DeadlineForm::none : target.period_start ? DeadlineForm::period : DeadlineForm::day;
  const auto form = node.find("deadline_form");
  if (!form) return;
  std::vector<std::string> names;
  for (const DeadlineForm each : deadline_forms) names.emplace_back(name_of(each));
  target.deadline_form = deadline_forms[form->one_of(names)];
  const bool dayless = target.deadline_form == DeadlineForm::every_year || target.deadline_form == DeadlineForm::none;
  if (dayless == target.deadline.has_value())
    form->fail_why(dayless ? trf("\"{}\" has no day, but a deadline is given", name_of(target.deadline_form))
                           : trf("\"{}\" needs a deadline", name_of(target.deadline_form)));
}

std::optional<Baseline> read_baseline(const JsonNode& node) {
  const auto found = node.find("baseline");
  if (!found) return std::nullopt;
  found->object().warn_unknown({"value", "date", "source"});
  Baseline baseline;
  const JsonNode date = found->at("date", tr("the date of the figure that the gain is counted from"));
  baseline.date = date.date(), baseline.date_text = date.string();
  if (const auto value = found->find("value")) baseline.value = value->number();
  baseline.source = found->string_at("source");
  if (baseline.value && baseline.source.empty()) found->warn(tr("the value has no source, and no number is shown without one"));
  return baseline;
}

std::vector<std::string> read_ids(const JsonNode& node, const char* key) {
  std::vector<std::string> out;
  if (const auto list = node.find(key))
    for (const JsonNode& id : list->items()) out.push_back(id.string());
  return out;
}

std::vector<NamedUnit> read_named(const JsonNode& node) {
  std::vector<NamedUnit> out;
  if (const auto list = node.find("units"))
    for (const JsonNode& unit : list->items())
      out.push_back({unit.at("code", tr("the code of the unit")).code(), unit.at("name", tr("the name of the unit")).string()});
  return out;
}

/// What a comparator cannot do without.
void require_parts(const JsonNode& node, const Target& target) {
  const auto need = [&](Comparator comparator, bool there, const char* key, const std::string& expected) {
    if (target.comparator == comparator && !there) node.fail_missing(key, expected);
  };
  need(Comparator::each_unit, !target.level.empty(), "level", tr("the level of units that each have to reach the value"));
  need(Comparator::named_units, !target.units.empty(), "units", tr("the units that the clause names"));
  need(Comparator::inherits, !target.of.empty(), "of", tr("the ids of the targets it repeats"));
}

Target read_target(const JsonNode& node, const std::set<std::string>& taken) {
  node.object().warn_unknown({"id",    "indicator", "scope",         "set_for", "local",  "headline",      "comparator", "value",
                              "unit",  "deadline",  "deadline_form", "period",  "status", "superseded_by", "baseline",   "level",
                              "units", "of",        "also",          "note",    "source"});
  Target target;
  const JsonNode id = node.at("id", tr("a short name of its own"));
  target.id = id.string();
  if (taken.contains(target.id)) id.fail(tr("an id that no other target has"));
  target.indicator = node.at("indicator", tr("the id of an indicator")).string();
  target.scope = node.at("scope", tr("the code of the unit it is judged on")).code();
  if (const auto set_for = node.find("set_for")) target.set_for = set_for->code();
  if (const auto local = node.find("local")) target.local = local->boolean();
  if (const auto headline = node.find("headline")) target.headline = headline->boolean();
  target.comparator = read_comparator(node.at("comparator", tr("a comparator such as \">=\"")));
  target.value = read_value(node);
  target.unit = node.at("unit", tr("the unit of the value, such as \"%\"")).string();
  read_deadline(node, target);
  const std::vector<std::string> statuses{"draft", "in_force", "superseded"};
  target.status = statuses[node.at("status", tr("the state of the document: draft, in_force or superseded")).one_of(statuses)];
  target.superseded_by = node.string_at("superseded_by");
  target.baseline = read_baseline(node);
  target.level = node.string_at("level");
  target.units = read_named(node);
  target.of = read_ids(node, "of");
  target.also = read_ids(node, "also");
  if (const auto note = node.find("note")) target.note = note->text();
  require_parts(node, target);
  target.source = read_provenance(node.at("source", tr("an object that names the document")));
  if (target.value && target.source.quote.empty()) node.warn(tr("the value has no quoted clause behind it (source.quote)"));
  if (target.unit == "%" && target.value && (*target.value < 0 || *target.value > 100))
    node.warn(tr("the value is a percentage outside 0 to 100"));
  return target;
}

/// The columns of actuals.csv; the first five are needed, the others may be missing.
struct ActualColumns {
  int indicator, scope, date, value, source, address, confidence, comparator, note;
};

ActualColumns find_columns(const CsvTable& table, const std::string& what) {
  const auto needed = [&](const char* name) {
    const int column = table.column(name);
    if (column >= 0) return column;
    std::string header;
    for (const std::string& cell : table.header) header += (header.empty() ? "" : ", ") + cell;
    throw Error({.what = what,
                 .file = table.file,
                 .why = trf("there is no column \"{}\"; the first line has {}", name, header),
                 .hint = tr("the columns are indicator, scope, date, value, unit, source, address, confidence, comparator, note")});
  };
  return {.indicator = needed("indicator"),
          .scope = needed("scope"),
          .date = needed("date"),
          .value = needed("value"),
          .source = needed("source"),
          .address = table.column("address"),
          .confidence = table.column("confidence"),
          .comparator = table.column("comparator"),
          .note = table.column("note")};
}

/// One row as an actual, or why it cannot be one.
std::optional<Actual> read_actual(const CsvTable& table, const CsvRow& row, const ActualColumns& at, std::string& why) {
  if (row.cells.size() > table.header.size())
    return why = trf("{} cells where the first line has {}; is a cell with a comma not quoted?", row.cells.size(), table.header.size()),
           std::nullopt;
  Actual actual;
  actual.indicator = table.cell(row, at.indicator);
  actual.scope = table.cell(row, at.scope);
  actual.date_text = table.cell(row, at.date);
  actual.comparator = table.cell(row, at.comparator);
  actual.source = table.cell(row, at.source);
  actual.address = table.cell(row, at.address);
  actual.confidence = table.cell(row, at.confidence);
  actual.note = table.cell(row, at.note);
  if (actual.indicator.empty()) return why = tr("no indicator"), std::nullopt;
  if (actual.scope.empty()) return why = tr("no scope"), std::nullopt;
  const bool unknown = fold(actual.date_text) == "unknown";
  const std::optional<Date> date = unknown ? Date{} : parse_date(actual.date_text);
  if (!date) return why = trf("no usable date: \"{}\"", actual.date_text), std::nullopt;
  // A file separated by semicolons comes from a spreadsheet in Vietnamese: 3.000 is three thousand there.
  const std::string written = table.cell(row, at.value);
  const auto value = parse_number(written, table.delimiter == ';');
  if (!value) return why = trf("no usable value: \"{}\"", written), std::nullopt;
  if (actual.source.empty() && actual.address.empty()) return why = tr("no source, and no number is shown without one"), std::nullopt;
  actual.date = *date;
  actual.dated = !unknown;
  if (unknown) actual.date_text.clear();
  actual.value = *value;
  if (actual.comparator.empty()) actual.comparator = "=";
  return actual;
}

}  // namespace

const char* name_of(Comparator comparator) {
  switch (comparator) {
    case Comparator::at_least: return ">=";
    case Comparator::more_than: return ">";
    case Comparator::equal: return "=";
    case Comparator::at_most: return "<=";
    case Comparator::rank_at_most: return "rank<=";
    case Comparator::rank_gain: return "rank_gain>=";
    case Comparator::each_unit: return "each_unit>=";
    case Comparator::majority: return "majority";
    case Comparator::named_units: return "named_units";
    case Comparator::inherits: return "inherits";
  }
  return "";
}

const char* name_of(DeadlineForm form) {
  switch (form) {
    case DeadlineForm::day: return "day";
    case DeadlineForm::end_of_year: return "end_of_year";
    case DeadlineForm::by_year: return "by_year";
    case DeadlineForm::period: return "period";
    case DeadlineForm::every_year: return "every_year";
    case DeadlineForm::none: return "none";
  }
  return "";
}

std::vector<Target> read_targets(const std::filesystem::path& path, std::vector<std::string>* warnings) {
  const JsonFile file = JsonFile::read(path, tr("Cannot read the targets"));
  file.require_version(1);
  const JsonNode root = file.root();
  root.warn_unknown({"$schema", "version", "targets"});
  std::vector<Target> out;
  std::set<std::string> ids;
  for (const JsonNode& node : root.at("targets", tr("a list of targets")).items()) ids.insert(out.emplace_back(read_target(node, ids)).id);
  if (warnings) warnings->insert(warnings->end(), file.warnings().begin(), file.warnings().end());
  return out;
}

std::vector<Actual> read_actuals(const std::filesystem::path& path, std::vector<std::string>& warnings) {
  const std::string what = tr("Cannot read the published figures");
  const CsvTable table = read_csv(path, what);
  const ActualColumns columns = find_columns(table, what);
  std::vector<Actual> out;
  for (const CsvRow& row : table.rows) {
    std::string why;
    if (auto actual = read_actual(table, row, columns, why)) out.push_back(std::move(*actual));
    else warnings.push_back(trf("{}, line {}: row left out: {}", path.filename().string(), row.line, why));
  }
  return out;
}

}  // namespace data
