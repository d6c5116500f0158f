// Findings -> what a person or a program reads: lines with what to do, JSON or CSV.
#pragma once

#include <ostream>

#include "data/check.h"

namespace data {

/// {"layers": [{"id","source","read","used","encoding","crs","findings": [{"kind","count","rows": [{"fid","code","detail"}]}]}],
///  "targets": [{"id","file","findings"}], "faults"}. Unknown is null. A layer that did not load has an "error" besides.
void write_check_json(const Check& check, std::ostream& out);
/// One line a row of a finding; a finding's `count` stands on each of its lines.
void write_check_csv(const Check& check, std::ostream& out);
/// For a terminal: a line a layer, its findings below it, then the quotes.
void write_check_table(const Check& check, std::ostream& out);

}  // namespace data
