// One text in two languages: Vietnamese first, English after it and quieter, what both have in common only once.
#pragma once

#include <string>

namespace viewer {

/// Around what is set quieter; Canvas understands them, nobody sees them.
constexpr char quieter_from = '\x1f', quieter_to = '\x1e';

bool in_two_languages(const std::string& text);
/// The text without the marks.
std::string without_marks(const std::string& text);

// Each returns the one text where both are the same, or one of them is empty.
std::string beside(const std::string& vi, const std::string& en);   ///< "Chú giải / Legend"
std::string stacked(const std::string& vi, const std::string& en);  ///< the English on a line of its own
/// Figures once, in Vietnamese form: "mục tiêu / target ≥ 70 %, hạn / due 31/12/2022". Texts that share no figure stand beside each other
/// when they are short, else one below the other.
std::string woven(const std::string& vi, const std::string& en);

}  // namespace viewer
