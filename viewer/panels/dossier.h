// The dossier of a target, written from the top as on a sheet of paper; each part of it has a file of its own.
#pragma once

#include <string>
#include <vector>

#include "viewer/panels/marks.h"
#include "viewer/panels/widgets.h"
#include "viewer/request.h"
#include "viewer/state.h"

namespace viewer::ui {

/// Without a draw list the sheet is only measured: `y` moves on, nothing is drawn or pressed.
struct Sheet {
  Pen pen;
  const State& state;
  const data::ScoreRow& row;
  Requests& requests;
  float left = 0, right = 0, y = 0;
  float label = 0;  ///< width of the column of labels

  data::Lang lang() const { return state.lang; }
  bool drawn() const { return pen.list != nullptr; }
  float px(float design) const { return pen.px(design); }
  float body() const { return left + label; }  ///< where texts beside labels begin
};

// The parts, in the order a reader asks.
void write_verdict(Sheet& sheet);   ///< the figure, the verdict, why, and what would change it
void write_measured(Sheet& sheet);  ///< what is measured, how it was counted or who published it
void write_promised(Sheet& sheet);  ///< the clause, its document, and how it is read
void write_parts(Sheet& sheet);     ///< what a target is made of, where it is more than one value
void write_related(Sheet& sheet);   ///< figures that are near but not the same
void write_outlook(Sheet& sheet);   ///< figures and forecast, drawn and in words
void write_ranking(Sheet& sheet);   ///< the places of all provinces, where a league table is known
void write_figures(Sheet& sheet);   ///< every figure with its day and source

// What they are written with.
void heading(Sheet& sheet, const std::string& words);
/// A label, and beside it a text of any length.
void field(Sheet& sheet, const std::string& label, const std::string& words, Font role = Font::body);
/// Words without a label, in the column of texts.
void remark(Sheet& sheet, const std::string& words);
/// An address can be taken along: there is no browser on a wall. `id` is unique in the dossier.
void address(Sheet& sheet, int id, const std::string& where);
/// A line of text that can be pressed; true when it was.
bool link(Sheet& sheet, int id, const std::string& label, const std::string& words);

/// The scorecard row of a target; -1 when it has none.
int row_of_target(const State& state, const std::string& id);
std::string confidence_word(const std::string& word);
/// Names of layers from their ids, as computed figures carry them.
std::string layer_names(const State& state, const std::string& ids);

}  // namespace viewer::ui
