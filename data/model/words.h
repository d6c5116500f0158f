// A target, a figure and what lies between them in words, for the screen, the printed page and the terminal alike.
#pragma once

#include <optional>
#include <string>

#include "data/model/scorecard.h"

namespace data {

/// Fewest decimals, from one on, that tell no lie: 99.97 is not 100, 0.04 is not 0, 69.96 is not the 70 it missed. Places in a
/// ranking and counts of things have none.
int honest_decimals(double value, const Indicator& indicator, const std::optional<double>& beside = std::nullopt);

/// "81,6 %", "18", "85,7 trên 100 dân", "700 doanh nghiệp". `beside`: another figure it must not be taken for.
std::string figure_text(double value, const Indicator& indicator, Lang lang, const std::optional<double>& beside = std::nullopt);
/// What it was published with before the number, if not as exactly that: "> ", "≈ ", "≤ ".
std::string sign_text(const Actual& figure);
/// With that sign: "> 90 %".
std::string figure_text(const Actual& figure, const Indicator& indicator, Lang lang, const std::optional<double>& beside = std::nullopt);
/// Of a figure that no difference parts from its target: exactly there, unless it was published as more, less or about that.
std::string at_target_text(const Actual& figure);
/// What stands after the number: "%", "/ 63", "trên 100 dân", "doanh nghiệp".
std::string unit_text(const Indicator& indicator, Lang lang);
/// "11,6 điểm %", "3 bậc", "120 doanh nghiệp".
std::string difference_text(double amount, const Indicator& indicator, Lang lang);

/// "3,2 điểm % = 9.874 hộ", "0" when nothing is missing, "–" where nothing is known.
std::string gap_text(const ScoreRow& row, Lang lang);
/// A date as a source gives it: 31/12/2022 (vi) or 31 Dec 2022 (en), 09/2022 for a month; a year, or anything else, as it stands.
std::string given_date_text(const std::string& given, Lang lang);
/// Where a figure comes from: "counted: 251.410 of 308.251 households, 31/12/2022", or who published it and when.
std::string origin_text(const Actual& actual, const Indicator& indicator, Lang lang);
/// A mark for a verdict where there is no picture: ✔ ✖ ▲ ◆ –.
const char* symbol_of(Verdict verdict);

/// What is asked for: "≥ 70 %", "tốp 15", "tăng 10 bậc", "mỗi đơn vị ≥ 1 xã", "quá nửa", "cả 3 đơn vị nêu tên".
std::string aim_text(const Target& target, const Indicator& indicator, Lang lang);
/// By when, as the document puts it and as it is read: "hạn 31/12/2022", "đến hết năm 2025", "giai đoạn 2021–2025", "hằng năm (2025)".
/// Empty when no time is stated.
std::string deadline_text(const Target& target, Lang lang);
/// "hạ tầng số", "chính quyền số", …; "chung" for what belongs to none.
std::string pillar_text(const std::string& pillar, Lang lang);

/// Of a target: "draft", "in force", "superseded"; what nobody knows as it stands.
std::string status_text(const std::string& status, Lang lang = language());
/// A layer's own name, or what its kind is called.
std::string layer_text(const LayerSource& layer, Lang lang);

}  // namespace data
