// How a province stands, in one line: verdicts counted, as a bar of segments and in words.
#pragma once

#include "data/peers.h"
#include "viewer/panels/widgets.h"

namespace viewer::ui {

/// One segment a verdict that occurs, with its number, the wider the more there are; the unknown is hatched.
void tally_bar(const Pen& pen, const Box& box, const data::Tally& tally);
/// Icon, number and word of each verdict that occurs, as many as fit; the whole is a tooltip where some do not.
void tally_words(const Pen& pen, float left, float right, float middle, const data::Tally& tally);

}  // namespace viewer::ui
