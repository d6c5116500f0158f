// Answers -> what a person or a program reads: a table, JSON or CSV.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "data/load.h"

namespace data {

struct ReportOptions {
  std::string level;                    ///< only units of this level; empty: all levels
  std::vector<std::string> indicators;  ///< only these; empty: all
  std::string generated;                ///< time stamp, ISO 8601 UTC
};

/// Throws Error for a level or an indicator the project does not have, listing those it has.
void write_report_json(const Loaded& loaded, const ReportOptions& options, std::ostream& out);
void write_report_csv(const Loaded& loaded, const ReportOptions& options, std::ostream& out);
/// For a terminal: targets first, then units, aligned by display width.
void write_report_table(const Loaded& loaded, const ReportOptions& options, std::ostream& out);

}  // namespace data
