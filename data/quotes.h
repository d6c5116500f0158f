// Is a target's clause really in its document? To the letter, wherever the lines happen to break.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "data/check.h"
#include "data/model/target.h"

namespace data {

/// Text as quotes are compared: Unicode form NFC, white space and line breaks as one space, no soft hyphens and no
/// zero-width characters. Case, accents, digits and punctuation stay.
struct ComparableText {
  std::u32string letters;
  std::vector<std::uint32_t> line;  ///< by letter: the line it stands on, from 1
};
ComparableText comparable(std::string_view utf8);

struct QuoteSearch {
  bool found = false;
  std::uint32_t line = 0;  ///< where it begins; 0 when nothing like it was found
  std::string differs;     ///< for people, when it was not found: the nearest place and what is different there
};

/// Looks for the quote as whole words: “0 %” is not in “70 %”, nor “3.000” in “13.000”. "..." and "…", also in brackets, stand
/// for a cut: the pieces must follow one another in the text, each within 400 letters of the one before. The nearest place is
/// the stretch with the smallest edit distance (P. H. Sellers, The theory and computation of evolutionary distances, 1980).
QuoteSearch find_quote(const ComparableText& text, std::string_view quote);

/// Every target's quote in the file of `sources` that its provenance names. A file that is missing or no UTF-8 text is a
/// finding of each target that needs it. Targets without a file are counted, not checked.
QuoteCheck check_quotes(const std::vector<Target>& targets, const std::filesystem::path& sources);

/// What is shipped: the national targets and those of every province, in the order of the folders. Throws Error.
std::vector<Target> shipped_targets(const std::filesystem::path& assets);

}  // namespace data
