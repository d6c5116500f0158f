// The targets a meeting speaks of, and their figures in words, for the pack's index and its slides alike.
#pragma once

#include <string>
#include <vector>

#include "data/load.h"

namespace viewer {

/// Rows marked as headlines, none superseded; without any, the first eight that have a figure. In the scorecard's order.
std::vector<const data::ScoreRow*> headline_rows(const data::Loaded& loaded);

/// "81,6 %", "> 90 %", or "–" where nothing is known.
std::string actual_words(const data::ScoreRow& row);
/// Where that figure comes from; empty without one.
std::string origin_words(const data::ScoreRow& row);

/// A document, who issued it and when.
std::string document_words(const data::Provenance& source);

/// One line a layer that figures are counted from, then one a document that a headline stands in.
std::vector<std::string> source_lines(const data::Loaded& loaded);

}  // namespace viewer
