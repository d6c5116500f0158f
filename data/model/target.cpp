#include "data/model/target.h"

#include <algorithm>
#include <array>
#include <set>

#include "data/source/csv.h"
#include "data/source/error.h"
#include "data/source/json_reader.h"

namespace data {
namespace {

constexpr std::array comparators{Comparator::at_least,  Comparator::more_than,    Comparator::equal,
                                 Comparator::at_most,   Comparator::rank_at_most, Comparator::rank_gain,
                                 Comparator::each_unit, Comparator::named_units,  Comparator::inherits};

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

std::optional<Date> read_deadline(const JsonNode& node) {
  const JsonNode deadline = node.at("deadline", tr("a date such as \"2022-12-31\", or null when none is stated"));
  if (deadline.is_null()) return std::nullopt;
  return deadline.date();
}

void check_period(const JsonNode& node) {
  const auto period = node.find("period");
  if (!period) return;
  const std::vector<JsonNode> ends = period->items();
  if (ends.size() != 2 || ends[0].date() > ends[1].date()) period->fail(tr("two dates, the earlier one first"));
}

Target read_target(const JsonNode& node, const std::set<std::string>& taken) {
  node.object().warn_unknown(
      {"id", "indicator", "scope", "set_for", "comparator", "value", "unit", "deadline", "period", "status", "source", "note"});
  Target target;
  const JsonNode id = node.at("id", tr("a short name of its own"));
  target.id = id.string();
  if (taken.contains(target.id)) id.fail(tr("an id that no other target has"));
  target.indicator = node.at("indicator", tr("the id of an indicator")).string();
  target.scope = node.at("scope", tr("the code of the unit it is judged on")).code();
  if (const auto set_for = node.find("set_for")) target.set_for = set_for->code();
  target.comparator = read_comparator(node.at("comparator", tr("a comparator such as \">=\"")));
  target.value = read_value(node);
  target.unit = node.at("unit", tr("the unit of the value, such as \"%\"")).string();
  target.deadline = read_deadline(node);
  check_period(node);
  const std::vector<std::string> statuses{"draft", "in_force", "superseded"};
  target.status = statuses[node.at("status", tr("the state of the document: draft, in_force or superseded")).one_of(statuses)];
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
  const auto date = parse_date(actual.date_text);
  if (!date) return why = trf("no usable date: \"{}\"", actual.date_text), std::nullopt;
  // A file separated by semicolons comes from a spreadsheet in Vietnamese: 3.000 is three thousand there.
  const std::string written = table.cell(row, at.value);
  const auto value = parse_number(written, table.delimiter == ';');
  if (!value) return why = trf("no usable value: \"{}\"", written), std::nullopt;
  if (actual.source.empty() && actual.address.empty()) return why = tr("no source, and no number is shown without one"), std::nullopt;
  actual.date = *date;
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
    case Comparator::named_units: return "named_units";
    case Comparator::inherits: return "inherits";
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
