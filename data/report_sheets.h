// Answers -> sheets: targets beside actuals, every indicator per unit, who is missing what, and where it all comes from.
#pragma once

#include <cstdint>
#include <vector>

#include "data/report.h"
#include "data/spreadsheet.h"

namespace data {

/// One row a target of the scorecard, as the document puts it and as it stands.
Sheet target_sheet(const Loaded& loaded, const ReportOptions& options);
/// One row a unit of one level; of every indicator the numerator, the denominator and the value.
Sheet unit_sheet(const Loaded& loaded, const ReportOptions& options, int level);
/// One row a unit and a target that it misses (see unit_gaps): actual, target, gap in points and in things, document and clause, the most
/// things first. `level` below 0: units of all levels.
Sheet gap_sheet(const Loaded& loaded, const ReportOptions& options, int level);
/// What the indicators mean, which layers they are counted from and which documents the targets stand in.
Sheet source_sheet(const Loaded& loaded, const ReportOptions& options);

/// All of them: targets, a sheet a level, the gaps of a sheet a level, sources. Throws Error for a level or an indicator the project
/// does not have.
std::vector<Sheet> report_sheets(const Loaded& loaded, const ReportOptions& options);
/// The same as a workbook.
std::vector<std::uint8_t> report_xlsx(const Loaded& loaded, const ReportOptions& options);

}  // namespace data
