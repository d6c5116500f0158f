#include "data/report_sheets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "data/gaps.h"
#include "data/model/words.h"
#include "data/report_rows.h"

namespace data {
namespace {

using Kind = SheetColumn::Kind;

SheetCell number_cell(const std::optional<double>& value) { return value ? SheetCell(*value) : SheetCell(); }
SheetCell date_cell(const std::optional<Date>& date) { return date ? SheetCell(*date) : SheetCell(); }

/// A document's date may be a month or a year: that stays as it was written.
SheetCell written_date(const std::string& text) {
  const auto day = text.size() == 10 ? parse_date(text) : std::nullopt;
  return day ? SheetCell(*day) : SheetCell(text);
}

Kind kind_of(const Indicator& indicator) { return indicator.unit == "%" ? Kind::percent : Kind::number; }

std::vector<std::string> remarks_of(const Loaded& loaded) {
  std::vector<std::string> out{loaded.date_words()};
  if (loaded.dataset->project.illustrative) out.back() += " · " + tr("Illustrative data, not real figures");
  return out;
}

/// A sheet before its columns: what it is, and as of which day.
Sheet begun(const Loaded& loaded, std::string name, std::string title) {
  Sheet out;
  out.name = std::move(name), out.title = std::move(title), out.remarks = remarks_of(loaded);
  return out;
}

std::string layer_names(const Loaded& loaded, const Indicator& indicator) {
  std::vector<std::string> names;
  for (const auto& layer : loaded.dataset->layers) {
    const auto counts = [&](const std::optional<Count>& count) {
      return count && (count->layer == layer->source.kind || (count->coverage && count->coverage->layer == layer->source.kind));
    };
    if (!layer->table || (!counts(indicator.numerator) && !counts(indicator.denominator))) continue;
    const std::string& name = layer->source.name.in(language());
    const auto date = layer->source.date ? layer->source.date : loaded.dataset->project.date;
    names.push_back(fmt::format("{}{}", name.empty() ? layer->source.id : name, date ? " (" + format_date(*date) + ")" : ""));
  }
  return listed(names, names.size());
}

/// "Computed from the layers …" under a table of counted figures.
std::vector<std::string> counted_sources(const Loaded& loaded, const std::vector<Counted>& columns) {
  std::vector<std::string> out;
  for (const Counted& column : columns) {
    const std::string& name = column.indicator->name.in(language());
    if (!column.answer->why_not.empty()) out.push_back(trf("{}: not counted: {}", name, column.answer->why_not));
    else
      out.push_back(
          trf("{0}: counted from {1}. {2}", name, layer_names(loaded, *column.indicator), column.indicator->definition.in(language())));
  }
  return out;
}

std::string place_name(const Loaded& loaded, const Target& target) {
  const UnitSet& units = *loaded.dataset->units;
  if (target.scope == units.units[0].code || target.scope == loaded.dataset->project.scope) return loaded.title();
  for (int level = 0; level <= units.deepest(); ++level)
    if (const int unit = units.find(level, target.scope); unit >= 0) return unit_at(loaded, unit).name;
  return target.scope;
}

}  // namespace

Sheet target_sheet(const Loaded& loaded, const ReportOptions& options) {
  Sheet sheet = begun(loaded, tr("Targets"), trf("{}: targets beside actuals", loaded.title()));
  sheet.columns = {{"id", tr("Id"), Kind::text},
                   {"indicator_name", tr("Indicator"), Kind::text},
                   {"indicator", tr("Indicator's id"), Kind::text},
                   {"scope", tr("Area's code"), Kind::text},
                   {"area", tr("Area"), Kind::text},
                   {"aim", tr("Promised"), Kind::text},
                   {"comparator", tr("Comparison"), Kind::text},
                   {"target", tr("Target"), Kind::number},
                   {"unit", tr("Unit"), Kind::text},
                   {"deadline", tr("Deadline"), Kind::date},
                   {"actual", tr("Actual"), Kind::number},
                   {"actual_date", tr("Actual as of"), Kind::date},
                   {"kind", tr("Counted or published"), Kind::text},
                   {"numerator", tr("Numerator"), Kind::count},
                   {"denominator", tr("Denominator"), Kind::count},
                   {"gap", tr("Gap"), Kind::number},
                   {"gap_things", tr("Gap in things"), Kind::count},
                   {"things", tr("Things"), Kind::text},
                   {"verdict", tr("Verdict"), Kind::text},
                   {"reason", tr("Reason"), Kind::prose},
                   {"document", tr("Document"), Kind::text},
                   {"document_date", tr("Document's date"), Kind::date},
                   {"issuer", tr("Issuer"), Kind::text},
                   {"status", tr("Status"), Kind::text},
                   {"quote", tr("Clause"), Kind::prose},
                   {"actual_source", tr("Actual's source"), Kind::prose}};
  for (const ScoreRow& row : loaded.scorecard.rows) {
    const Target& target = row.target;
    if (!is_asked(options, target.indicator)) continue;
    const Actual none{};
    const Actual& actual = row.actual ? *row.actual : none;
    const auto known = [&](const std::optional<double>& value) { return row.actual ? number_cell(value) : SheetCell(); };
    sheet.rows.push_back({target.id,
                          row.indicator.name.in(language()),
                          target.indicator,
                          target.scope,
                          place_name(loaded, target),
                          aim_text(target, row.indicator, language()),
                          std::string(name_of(target.comparator)),
                          number_cell(target.value),
                          target.unit,
                          date_cell(target.deadline),
                          known(actual.value),
                          row.actual && actual.dated ? SheetCell(actual.date) : SheetCell(),
                          !row.actual       ? ""
                          : actual.computed ? tr("counted")
                                            : tr("published"),
                          known(actual.numerator),
                          known(actual.denominator),
                          row.gap ? SheetCell(row.gap->value) : SheetCell(),
                          row.gap && row.gap->things ? SheetCell(static_cast<double>(*row.gap->things)) : SheetCell(),
                          row.indicator.things.in(language()),
                          label_of(row.verdict),
                          row.reason,
                          target.source.document,
                          written_date(target.source.date),
                          target.source.issuer,
                          status_text(target.status),
                          target.source.quote,
                          actual.computed ? tr("counted from the layers") : actual.source});
  }
  sheet.sources = {tr("Values are in the unit of their row; an empty cell is unknown, not zero.")};
  return sheet;
}

Sheet unit_sheet(const Loaded& loaded, const ReportOptions& options, int level) {
  const std::vector<Counted> columns = counted_indicators(loaded, options);
  const UnitSet& units = *loaded.dataset->units;
  Sheet sheet = begun(loaded, loaded.level_name(level), trf("{0}: indicators by {1}", loaded.title(), loaded.level_name(level)));
  sheet.sources = counted_sources(loaded, columns);
  sheet.columns = {{"code", tr("Code"), Kind::text}, {"name", loaded.level_name(level), Kind::text}};
  if (level > 0) sheet.columns.push_back({"parent_name", loaded.level_name(level - 1), Kind::text});
  for (const Counted& column : columns) {
    if (!column.answer->why_not.empty()) continue;
    const std::string& name = column.indicator->name.in(language());
    const std::string& things = column.indicator->things.in(language());
    sheet.columns.push_back({column.indicator->id + "_numerator", trf("{0}: number of {1}", name, things), Kind::count});
    sheet.columns.push_back({column.indicator->id + "_denominator", trf("Of all {}", things), Kind::count});
    sheet.columns.push_back({column.indicator->id, trf("{0} ({1})", name, column.indicator->unit), kind_of(*column.indicator)});
  }
  for (const int index : chosen_units(loaded, level)) {
    const Unit& unit = unit_at(loaded, index);
    std::vector<SheetCell> cells{unit.code, unit.name};
    if (level > 0) cells.emplace_back(unit.parent < 0 ? std::string() : units.units[static_cast<std::size_t>(unit.parent)].name);
    for (const Counted& column : columns) {
      if (!column.answer->why_not.empty()) continue;
      const Share share = column.of(index);
      for (const auto& part : {share.numerator, share.denominator, share.value()}) cells.push_back(number_cell(part));
    }
    sheet.rows.push_back(std::move(cells));
  }
  return sheet;
}

Sheet gap_sheet(const Loaded& loaded, const ReportOptions& options, int level) {
  Sheet sheet = begun(loaded, level < 0 ? tr("Gaps") : trf("Gaps, {}", loaded.level_name(level)),
                      trf("{}: units below their targets, the most things first", loaded.title()));
  sheet.columns = {{"level_name", tr("Level"), Kind::text},
                   {"code", tr("Code"), Kind::text},
                   {"name", tr("Name"), Kind::text},
                   {"parent_name", tr("Within"), Kind::text},
                   {"level", tr("Level's id"), Kind::text},
                   {"parent", tr("Code of what it lies in"), Kind::text},
                   {"indicator_name", tr("Indicator"), Kind::text},
                   {"indicator", tr("Indicator's id"), Kind::text},
                   {"actual", tr("Actual"), Kind::percent},
                   {"target", tr("Target"), Kind::percent},
                   {"gap_points", tr("Gap in points"), Kind::points},
                   {"gap_things", tr("Gap in things"), Kind::count},
                   {"things", tr("Things"), Kind::text},
                   {"numerator", tr("Numerator"), Kind::count},
                   {"denominator", tr("Denominator"), Kind::count},
                   {"deadline", tr("Deadline"), Kind::date},
                   {"target_id", tr("Target's id"), Kind::text},
                   {"status", tr("Status"), Kind::text},
                   {"document", tr("Document"), Kind::text},
                   {"quote", tr("Clause"), Kind::prose}};
  sheet.held = 3;
  for (const UnitGap& gap : unit_gaps(loaded, level, options.indicators)) {
    const Unit& unit = unit_at(loaded, gap.unit);
    const ScoreRow& row = loaded.scorecard.rows[gap.row];
    const Unit none, &above = unit.parent < 0 ? none : unit_at(loaded, unit.parent);
    sheet.rows.push_back({loaded.level_name(unit.level),
                          unit.code,
                          unit.name,
                          above.name,
                          level_of(loaded, unit),
                          above.code,
                          row.indicator.name.in(language()),
                          row.target.indicator,
                          gap.value,
                          number_cell(row.target.value),
                          gap.gap.value,
                          gap.gap.things ? SheetCell(static_cast<double>(*gap.gap.things)) : SheetCell(),
                          row.indicator.things.in(language()),
                          number_cell(gap.share.numerator),
                          number_cell(gap.share.denominator),
                          date_cell(row.target.deadline),
                          row.target.id,
                          status_text(row.target.status),
                          row.target.source.document,
                          row.target.source.quote});
  }
  sheet.sources = {tr("Gap in things: the target's share of the denominator, rounded up to whole things, less the numerator."),
                   tr("A target of the whole area is held against each unit's own share; a unit without a figure is not listed.")};
  return sheet;
}

Sheet source_sheet(const Loaded& loaded, const ReportOptions& options) {
  Sheet sheet = begun(loaded, tr("Sources"), trf("{}: where the figures come from", loaded.title()));
  sheet.columns = {{"kind", tr("What"), Kind::text},
                   {"name", tr("Name"), Kind::text},
                   {"date", tr("Date"), Kind::date},
                   {"detail", tr("Detail"), Kind::prose},
                   {"address", tr("Address"), Kind::prose}};
  for (const Counted& column : counted_indicators(loaded, options))
    sheet.rows.push_back({tr("Indicator"), column.indicator->name.in(language()), SheetCell(),
                          column.answer->why_not.empty() ? column.indicator->definition.in(language()) : column.answer->why_not,
                          layer_names(loaded, *column.indicator)});
  for (const auto& layer : loaded.dataset->layers) {
    const std::string& name = layer->source.name.in(language());
    sheet.rows.push_back({tr("Layer"), name.empty() ? layer->source.id : name,
                          date_cell(layer->source.date ? layer->source.date : loaded.dataset->project.date),
                          layer->table ? trf("{} rows", format_integer(static_cast<std::int64_t>(layer->table->rows))) : layer->error,
                          std::filesystem::path(layer->source.source).filename().string()});
  }
  std::vector<std::string> named;
  for (const ScoreRow& row : loaded.scorecard.rows) {
    const Provenance& source = row.target.source;
    if (!is_asked(options, row.target.indicator) || std::find(named.begin(), named.end(), source.document) != named.end()) continue;
    named.push_back(source.document);
    sheet.rows.push_back({tr("Document"), source.document, written_date(source.date), source.issuer, source.address});
  }
  return sheet;
}

std::vector<Sheet> report_sheets(const Loaded& loaded, const ReportOptions& options) {
  const int asked = chosen_level(*loaded.dataset->units, options.level);
  std::vector<Sheet> out{target_sheet(loaded, options)};
  const auto each_level = [&](const auto& make) {
    for (int level = 0; level <= loaded.dataset->units->deepest(); ++level)
      if (asked < 0 || asked == level) out.push_back(make(loaded, options, level));
  };
  each_level(unit_sheet);
  each_level(gap_sheet);
  out.push_back(source_sheet(loaded, options));
  return out;
}

std::vector<std::uint8_t> report_xlsx(const Loaded& loaded, const ReportOptions& options) {
  return xlsx_of(report_sheets(loaded, options), loaded.title(), loaded.date, language());
}

}  // namespace data
