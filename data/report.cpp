#include "data/report.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "data/model/words.h"
#include "data/report_rows.h"
#include "data/source/csv.h"
#include "data/source/error.h"
#include "data/source/json_reader.h"
#include "data/text_grid.h"
#include "data/version.h"

namespace data {
namespace {

using Json = nlohmann::ordered_json;

// For machines ----------------------------------------------------------------------------------------------------

/// Whole numbers are written as integers; unknown is null.
Json number(const std::optional<double>& value) {
  constexpr double exact = 9007199254740992.0;  // whole doubles are exact up to 2^53
  if (!value || !std::isfinite(*value)) return nullptr;
  if (*value == std::floor(*value) && std::abs(*value) < exact) return static_cast<std::int64_t>(*value);
  return *value;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json actual_json(const std::optional<Actual>& actual) {
  if (!actual) return nullptr;
  Json out{{"value", number(actual->value)},
           {"date", actual->dated ? Json(iso_date(actual->date)) : Json(nullptr)},
           {"kind", actual->computed ? "computed" : "reported"}};
  if (actual->date_text != iso_date(actual->date)) out["date_text"] = text_or_null(actual->date_text);
  if (!actual->comparator.empty() && actual->comparator != "=") out["comparator"] = actual->comparator;
  out["source"] = text_or_null(actual->source);
  if (!actual->address.empty()) out["address"] = actual->address;
  out["confidence"] = text_or_null(actual->confidence);
  out["numerator"] = number(actual->numerator);
  out["denominator"] = number(actual->denominator);
  if (!actual->note.empty()) out["note"] = actual->note;
  return out;
}

Json parts_json(const ScoreRow& row) {
  Json out = Json::array();
  for (const Part& part : row.parts)
    out.push_back({{"id", part.id},
                   {"name", part.label},
                   {"actual", actual_json(part.actual)},
                   {"verdict", name_of(part.verdict)},
                   {"reason", text_or_null(part.reason)}});
  return out;
}

Json related_json(const ScoreRow& row) {
  Json out = Json::array();
  for (const RelatedFigure& other : row.related)
    out.push_back({{"indicator", other.indicator.id}, {"actual", actual_json(other.actual)}, {"why", other.why.in(language())}});
  return out;
}

Json forecast_json(const std::optional<Forecast>& forecast) {
  if (!forecast) return nullptr;
  const auto day = [](const std::optional<Date>& date) { return date ? Json(iso_date(*date)) : Json(nullptr); };
  const bool made = forecast->outcome != Forecast::Outcome::refused && forecast->outcome != Forecast::Outcome::reached;
  return {{"expected", day(forecast->expected)},
          {"earliest", day(forecast->earliest)},
          {"latest", day(forecast->latest)},
          {"reached", day(forecast->reached)},
          {"model", made ? Json(forecast->model == Forecast::Model::line ? "line" : "saturating") : Json(nullptr)},
          {"figures", forecast->figures},
          {"error_line", number(forecast->backtest_line)},
          {"error_saturating", number(forecast->backtest_saturating)},
          {"reason", text_or_null(forecast->refusal.empty() ? forecast->no_interval : forecast->refusal)}};
}

Json target_json(const ScoreRow& row) {
  const Target& target = row.target;
  Json gap = nullptr;
  if (row.gap) gap = {{"value", number(row.gap->value)}, {"things", row.gap->things ? Json(*row.gap->things) : Json(nullptr)}};
  Json trend = Json::array();
  for (const Actual& figure : row.trend)
    trend.push_back(
        {{"date", iso_date(figure.date)}, {"value", number(figure.value)}, {"kind", figure.computed ? "computed" : "reported"}});
  return {{"id", target.id},
          {"indicator", target.indicator},
          {"scope", target.scope},
          {"set_for", text_or_null(target.set_for)},
          {"comparator", name_of(target.comparator)},
          {"value", number(target.value)},
          {"unit", target.unit},
          {"deadline", target.deadline ? Json(iso_date(*target.deadline)) : Json(nullptr)},
          {"deadline_form", name_of(target.deadline_form)},
          {"status", target.status},
          {"superseded_by", text_or_null(target.superseded_by)},
          {"actual", actual_json(row.actual)},
          {"later", actual_json(row.later)},
          {"country", actual_json(row.country)},
          {"related", related_json(row)},
          {"parts", parts_json(row)},
          {"trend", std::move(trend)},
          {"gap", std::move(gap)},
          {"verdict", name_of(row.verdict)},
          {"reason", row.reason},
          {"change", text_or_null(row.change)},
          {"forecast", forecast_json(row.forecast)},
          {"expired", row.expired},
          {"source",
           {{"document", target.source.document},
            {"date", text_or_null(target.source.date)},
            {"issuer", text_or_null(target.source.issuer)},
            {"quote", text_or_null(target.source.quote)},
            {"file", text_or_null(target.source.file)},
            {"address", text_or_null(target.source.address)}}}};
}

Json unit_json(const Loaded& loaded, int index, const std::vector<Counted>& columns) {
  const Unit& unit = unit_at(loaded, index);
  Json indicators = Json::object();
  for (const Counted& column : columns) {
    const Share share = column.of(index);
    indicators[column.indicator->id] = {{"numerator", number(share.numerator)},
                                        {"denominator", number(share.denominator)},
                                        {"value", number(share.value())},
                                        {"kind", share.value() ? Json("computed") : Json(nullptr)}};
  }
  return {{"level", level_of(loaded, unit)},
          {"code", text_or_null(unit.code)},
          {"name", unit.name},
          {"parent", unit.parent < 0 ? Json(nullptr) : text_or_null(unit_at(loaded, unit.parent).code)},
          {"indicators", std::move(indicators)}};
}

std::string csv_number(const std::optional<double>& value) {
  const Json written = number(value);
  return written.is_null() ? std::string{} : written.dump();
}

// For people ------------------------------------------------------------------------------------------------------

/// The indicator's name, and the place when that is not the whole area.
std::string target_name(const Loaded& loaded, const ScoreRow& row) {
  const std::string& name = row.indicator.name.in(language());
  const UnitSet& units = *loaded.dataset->units;
  if (row.target.scope == units.units[0].code || row.target.scope == loaded.dataset->project.scope) return name;
  for (int level = 0; level <= units.deepest(); ++level)
    if (const int unit = units.find(level, row.target.scope); unit >= 0) return name + " · " + unit_at(loaded, unit).name;
  return name + " · " + row.target.scope;
}

void write_targets(const Loaded& loaded, const ReportOptions& options, std::ostream& out) {
  TextGrid grid;
  constexpr auto right = TextGrid::Align::right;
  grid.column(tr("Target"));
  for (const std::string& heading : {tr("Actual"), tr("Promised"), tr("Gap")}) grid.column(heading, right);
  for (const std::string& heading : {tr("Verdict"), tr("Deadline"), tr("Document")}) grid.column(heading);
  for (const ScoreRow& row : loaded.scorecard.rows) {
    if (!is_asked(options, row.target.indicator)) continue;
    const Lang lang = language();
    const auto written = [&](const Actual& figure) { return figure_text(figure, row.indicator, lang, aimed_at(row.target)); };
    std::string actual = row.actual ? written(*row.actual) : "–";
    std::vector<std::string> notes;
    if (row.actual) notes.push_back(origin_text(*row.actual, row.indicator, lang));
    if (!row.reason.empty()) notes.push_back(row.reason);
    if (row.later) notes.push_back(trf("later: {} ({})", written(*row.later), origin_text(*row.later, row.indicator, lang)));
    const bool a_day = row.target.deadline && row.target.deadline_form == DeadlineForm::day;  // the column says what it is
    const std::string deadline = a_day ? format_date(*row.target.deadline) : deadline_text(row.target, lang);
    grid.row(
        {target_name(loaded, row), std::move(actual), aim_text(row.target, row.indicator, lang), gap_text(row, lang),
         std::string(symbol_of(row.verdict)) + " " + label_of(row.verdict), deadline.empty() ? "–" : deadline, row.target.source.document},
        std::move(notes));
  }
  if (grid.empty()) return;
  out << "\n";
  grid.write(out);
}

bool same_count(const Count& a, const Count& b) {
  return a.layer == b.layer && a.connected == b.connected && a.where == b.where && a.coverage == b.coverage;
}

void write_units(const Loaded& loaded, const ReportOptions& options, const std::vector<Counted>& all, std::ostream& out) {
  const UnitSet& units = *loaded.dataset->units;
  const int asked = chosen_level(*loaded.dataset->units, options.level);
  const int level = asked >= 0 ? asked : std::min(1, units.deepest());
  std::vector<Counted> shown, bases;  // a share is shown beside what it is a share of; most share one base
  for (const Counted& column : all) {
    if (!column.answer->why_not.empty()) continue;
    shown.push_back(column);
    const auto same = [&](const Counted& base) { return same_count(*base.indicator->denominator, *column.indicator->denominator); };
    if (std::none_of(bases.begin(), bases.end(), same)) bases.push_back(column);
  }
  TextGrid grid;
  constexpr auto right = TextGrid::Align::right;
  grid.column(tr("Code"));
  grid.column(loaded.level_name(level));
  for (const Counted& base : bases) grid.column(trf("Number of {}", base.indicator->things.in(language())), right);
  for (const Counted& column : shown) grid.column(column.indicator->name.in(language()), right);
  for (const int index : chosen_units(loaded, level)) {
    std::vector<std::string> cells{unit_at(loaded, index).code, unit_at(loaded, index).name};
    for (const Counted& base : bases) {
      const auto total = base.of(index).denominator;
      cells.push_back(total ? format_integer(std::llround(*total)) : "–");
    }
    for (const Counted& column : shown) {
      const auto value = column.of(index).value();
      cells.push_back(value ? figure_text(*value, *column.indicator, language()) : "–");
    }
    grid.row(std::move(cells));
  }
  out << "\n";
  grid.write(out);
  for (const Counted& column : all)
    if (!column.answer->why_not.empty())
      out << trf("{}: not counted: {}", column.indicator->name.in(language()), column.answer->why_not) << "\n";
}

}  // namespace

void write_report_json(const Loaded& loaded, const ReportOptions& options, std::ostream& out) {
  const std::vector<Counted> columns = counted_indicators(loaded, options);
  Json units = Json::array(), targets = Json::array();
  for (const int unit : chosen_units(loaded, chosen_level(*loaded.dataset->units, options.level)))
    units.push_back(unit_json(loaded, unit, columns));
  for (const ScoreRow& row : loaded.scorecard.rows)
    if (is_asked(options, row.target.indicator)) targets.push_back(target_json(row));
  const Project& project = loaded.dataset->project;
  const Json report{{"project", project.title.in(Lang::vi)},
                    {"date", iso_date(loaded.date)},
                    {"data_date", loaded.dated ? Json(iso_date(loaded.date)) : Json(nullptr)},
                    {"generated", text_or_null(options.generated)},
                    {"version", version},
                    {"illustrative", project.illustrative},
                    {"units", std::move(units)},
                    {"targets", std::move(targets)}};
  out << report.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

void write_report_csv(const Loaded& loaded, const ReportOptions& options, std::ostream& out) {
  const std::vector<Counted> columns = counted_indicators(loaded, options);
  const std::vector<int> units = chosen_units(loaded, chosen_level(*loaded.dataset->units, options.level));
  const auto line = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) out << (i ? "," : "") << csv_cell(cells[i]);
    out << "\r\n";
  };
  line({"level", "code", "name", "parent", "indicator", "numerator", "denominator", "value", "kind", "date"});
  for (const int index : units) {
    const Unit& unit = unit_at(loaded, index);
    for (const Counted& column : columns) {
      const Share share = column.of(index);
      line({level_of(loaded, unit), unit.code, unit.name, unit.parent < 0 ? "" : unit_at(loaded, unit.parent).code, column.indicator->id,
            csv_number(share.numerator), csv_number(share.denominator), csv_number(share.value()), share.value() ? "computed" : "",
            iso_date(loaded.answers.date)});
    }
  }
}

void write_report_table(const Loaded& loaded, const ReportOptions& options, std::ostream& out) {
  const std::vector<Counted> columns = counted_indicators(loaded, options);
  const Project& project = loaded.dataset->project;
  out << project.title.in(language()) << "\n" << loaded.date_words() << "\n";
  if (project.illustrative) out << tr("Illustrative data, not real figures") << "\n";
  write_targets(loaded, options, out);
  write_units(loaded, options, columns, out);
}

}  // namespace data
