// What panels say of a target, a figure and a layer, in the words the printed page uses too.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "viewer/panels/marks.h"
#include "viewer/state.h"

namespace viewer::ui {

/// "81,6" and "%", "18" and "/ 63", with the sign it was published with: "≈ 80"; "–" without a figure.
struct Figure {
  std::string number, unit;
};
Figure figure_of(const data::ScoreRow& row, data::Lang lang);

/// Judged by several parts; its card counts them instead of showing one value.
bool composite(const data::ScoreRow& row);
/// Of the row itself or of one of its parts.
bool has_figure(const data::ScoreRow& row);
/// "2 trên 8 đạt, 3 chưa có số liệu".
std::string part_count_of(const data::ScoreRow& row);
/// The parts by name, grouped by verdict: "Đạt: Sông Công · Chưa có số liệu: Phổ Yên".
std::string part_names_of(const data::ScoreRow& row);
/// Later figures are known than those a forecast was made from.
bool overtaken(const data::ScoreRow& row);
/// "dự kiến đạt 03/2027"; empty without an expected day, or where later figures have overtaken it.
std::string expected_of(const data::ScoreRow& row, data::Lang lang);
std::string month_of(data::Date day, data::Lang lang);  ///< "03/2027", "Mar 2027"
/// What a reader must see beside the document: whose target it is where that is not the province's own, and that it is a draft or replaced.
std::vector<std::string> tags_of(const data::ScoreRow& row);
/// "411/QĐ-TTg" of "Quyết định số 411/QĐ-TTg"; the whole name where it has no number.
std::string short_document(const std::string& document);

std::string name_of(const data::Indicator& indicator, data::Lang lang);
/// "70 %", "85,5 %": a target's value without a decimal it does not have.
std::string plain_value(double value, const std::string& unit, data::Lang lang);
/// A name inside a sentence or after another word: the first letter small, unless it begins an acronym.
std::string lowered(const std::string& name);
std::string basemap_name(const data::RasterSource& raster, data::Lang lang);
/// Whose work the visible basemaps are: "© OpenStreetMap · NASA"; empty when nobody has to be named.
std::string attributions_of(const State& state);
std::string aim_of(const data::ScoreRow& row, data::Lang lang);  ///< "Mục tiêu ≥ 70 % · hạn 31/12/2022"
std::string gap_of(const data::ScoreRow& row, data::Lang lang);  ///< "còn thiếu 3,2 điểm % = 9.874 hộ", or why nothing is known
std::string brief_aim_of(const data::ScoreRow& row, data::Lang lang);  ///< "≥ 70 % · hạn 31/12/2022"
std::string brief_gap_of(const data::ScoreRow& row, data::Lang lang);  ///< "còn thiếu 9.874 hộ" where things are counted
std::string later_of(const data::ScoreRow& row, data::Lang lang);      ///< "nay 85,1 % (31/12/2024)"; empty without one
std::string origin_of(const data::ScoreRow& row);                      ///< the document of the target, a draft always called one
/// "tính từ bản đồ", "số công bố 2022"; empty without a figure.
std::string kind_of(const data::ScoreRow& row, data::Lang lang);
std::string counted_of(const data::Actual& actual, const data::Indicator& indicator, data::Lang lang);  ///< "251.539 / 308.251 hộ"
std::string day_of(const data::Actual& actual, data::Lang lang);  ///< as published: a year stays a year
std::string day_of(const data::Provenance& source, data::Lang lang);
/// "251.539 / 308.251 hộ"; empty when unknown.
std::string parts_of(const data::Share& share, const data::Indicator& indicator, data::Lang lang);

/// Shares of a bullet bar: of 100 for percentages, of a little more than the larger otherwise.
struct Bar {
  std::optional<double> value, target;
};
Bar bar_of(const data::ScoreRow& row);
Trend trend_of(const data::ScoreRow& row);
Ladder ladder_of(const data::ScoreRow& row);

const data::Indicator* chosen_indicator(const State& state);
const data::LayerData* layer_of(const State& state, const std::string& id);

}  // namespace viewer::ui
