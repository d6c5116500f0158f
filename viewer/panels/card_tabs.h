// Which targets the cards show: the headline ones, or those of one pillar of digital transformation.
#pragma once

#include <string>
#include <vector>

#include "viewer/panels/widgets.h"
#include "viewer/request.h"
#include "viewer/state.h"

namespace viewer::ui {

struct CardTab {
  std::string pillar;     ///< empty: the headline targets, or all where the project marks none
  bool headline = false;  ///< the project marks some
  std::vector<int> rows;  ///< of the scorecard: those with a figure first, else in its order
};

/// The first tab, then every pillar that occurs, in the order of data::pillars(); a single pillar that holds the same as the first has
/// none.
std::vector<CardTab> card_tabs(const data::Scorecard& scorecard);
/// The tab of a pillar; the first one when there is none.
std::size_t tab_of(const std::vector<CardTab>& tabs, const std::string& pillar);

struct VerdictCount {
  data::Verdict verdict = data::Verdict::no_data;
  int count = 0;
};
/// How the rows stand; verdicts that do not occur are left out, and what cannot be computed is told as no data.
std::vector<VerdictCount> verdicts_of(const data::Scorecard& scorecard, const std::vector<int>& rows);

/// Tabs with their counts and the tally of the chosen one, at the top of the box, by the longest names that fit; returns the height used.
float draw_tabs(const Pen& pen, const Box& box, const State& state, const std::vector<CardTab>& tabs, std::size_t chosen,
                Requests& requests);

}  // namespace viewer::ui
