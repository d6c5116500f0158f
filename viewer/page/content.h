// What a page says, before anything is drawn: every word and figure, in the page's language, taken from one Loaded value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "layers/classify.h"
#include "layers/coverage_look.h"
#include "layers/mark_shape.h"
#include "viewer/page/page.h"

namespace viewer {

/// One target beside its actual, as a card shows it.
struct CardContent {
  std::string target_id;  ///< empty: none is set
  std::string name;
  std::string figure, figure_unit;       ///< "81,6" and "%"; "18" and "/ 63"
  std::string figure_note;               ///< "251.410 / 308.251 hộ"
  std::string figure_date;               ///< "đến 31/12/2022"
  std::string target, deadline, status;  ///< "≥ 70 %", "hạn 31/12/2022", "dự thảo"
  std::string target_line;               ///< "mục tiêu ≥ 70 % · hạn 31/12/2022"
  std::string verdict_word;
  std::string gap, gap_things;  ///< "vượt 11,6 điểm %", "còn thiếu 9.874 hộ"
  data::Verdict verdict = data::Verdict::no_data;
  std::optional<double> bar, tick;  ///< 0..1 along the bullet bar
  std::vector<double> trend;        ///< oldest first
  bool has_target = false;
};

/// What a legend, on a page or in the window, says of the marks of a layer of points.
struct MarkText {
  layers::MarkShape shape = layers::MarkShape::disc;
  bool hollow = false;
  layers::Colour colour{};
  std::string text;
};
/// From the first stage to the last; none for coverage.
std::vector<MarkText> mark_texts(const data::LayerData& layer, const layers::Theme& theme, data::Lang lang);

struct LegendEntry {
  enum class Symbol { area, no_data, coverage, mark, line };  ///< what the map's layers draw
  Symbol symbol = Symbol::area;
  layers::Colour colour{}, other{};  ///< other: the rim of a mark
  std::string text, count;
  double line_width = 1;
  layers::CoverageLook coverage{};
  layers::MarkShape shape = layers::MarkShape::disc;
  bool hollow = false;
};

struct LegendContent {
  std::string heading, count_heading, note;
  std::vector<LegendEntry> classes, symbols;
  bool empty() const { return classes.empty() && symbols.empty(); }
};

struct TableRow {
  std::string name, parent, parent_short, denominator, numerator, share, needed;
  std::optional<double> value;
  layers::Colour colour{};
  bool own = false;  ///< the unit that the page is about, among its neighbours
};

struct TableContent {
  std::string heading, none;                                             ///< none: what stands there when no unit is to be listed
  std::string name, parent, denominator, numerator, share, bar, needed;  ///< column headings; empty: no such column
  std::vector<TableRow> rows;         ///< worst first; those that have reached the target come after `listed`
  std::size_t listed = 0;             ///< rows that belong in the table; the rest is shown when the whole of it fits
  double bar_from = 0, bar_to = 100;  ///< values at the ends of the bullet bar
  std::optional<double> tick;         ///< the target's value
  bool both_languages = false;
};

/// What stands beside figures and on the map.
struct PageWords {
  std::string actual, target, verdict, no_target, north, grid_north;
  std::string scale;  ///< "Scale {}"
};

/// The head of an administrative document: Vietnamese on every page, as Decree 30/2020/NĐ-CP wants it.
struct OfficialContent {
  std::string parent, agency, number, place_date;
  double point = 1;  ///< a typographic point in design pixels
};

struct PageContent {
  std::string title, place, data_date, target_line, illustrative;  ///< illustrative: the mark, or empty
  std::string why_not;                                             ///< a sentence in place of figures when nothing can be computed
  std::string definition;                                          ///< of the indicator
  std::optional<layers::Choropleth> choropleth;
  std::optional<ShownTarget> target;  ///< the one in target_line
  std::optional<CardContent> score;
  std::vector<CardContent> others;
  std::vector<CardContent> strip;  ///< headline targets, without the score's own where that is shown
  LegendContent legend;
  TableContent table;
  std::string source, crs, stamp;
  std::string number;  ///< "2/7"; empty for the only page
  PageWords words;
  std::optional<OfficialContent> official;  ///< heads the first page only
  bool first = true;
  int level = 0, focus = 0;  ///< unit index of the area the page is about
  data::Box box;             ///< what the map must show whole
};

/// Throws data::Error for an unknown level, unit or indicator, and for an official page of a project that does not say whose. `spec` has
/// its defaults filled in.
PageContent gather_content(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec);

// The parts, each in a file of its own.

struct Subject {
  int level = 0, focus = 0;                    ///< as in PageContent
  const data::Indicator* indicator = nullptr;  ///< none: the map shows no figures
  bool counted = false;                        ///< the layers hold some for it
};
/// Throws data::Error for a level, unit or indicator that the project has not, naming those it has.
Subject subject_of(const data::Loaded& loaded, const PageSpec& spec);
/// Null when there is none of that id.
const data::Indicator* find_indicator(const data::Dataset& dataset, const std::string& id);

CardContent card_of(const data::ScoreRow& row, data::Lang lang);
/// The score's card, the others and the strip; `row`: the scorecard's that the page is about, if any.
void add_cards(PageContent& page, const data::Loaded& loaded, const data::Indicator* indicator, const data::ScoreRow* row, data::Lang lang);
LegendContent legend_of(const data::Loaded& loaded, const PageContent& page, const std::vector<std::string>& visible, const PageSpec& spec);
TableContent table_of(const data::Loaded& loaded, const PageContent& page, const PageSpec& spec);
/// "Digital addresses, broadband coverage"; of a map without layers, what else it shows.
std::string title_of_layers(const data::Loaded& loaded, const std::vector<std::string>& visible, const std::string& without,
                            data::Lang lang);
std::string source_line(const data::Loaded& loaded, const data::Indicator* indicator, const data::ScoreRow* row,
                        const std::vector<std::string>& visible, const PageSpec& spec);

/// The same page in both languages, given it in each.
PageContent in_both(PageContent vi, const PageContent& en);

/// Units of `level` inside `focus`, in the units' order.
std::vector<int> units_within(const data::UnitSet& units, int focus, int level);
std::string upper(const std::string& text);
/// The first letter in lower case, unless the word is an acronym: names inside a sentence.
std::string lowered(const std::string& name);

}  // namespace viewer
