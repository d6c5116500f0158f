// XML and HTML: text as it is written there, and whether a file is XML at all.
#pragma once

#include <filesystem>
#include <string>

namespace data {

/// With its ampersands, angle brackets and quotation marks as entities.
std::string escaped(const std::string& text);

/// Throws Error when the file is not well-formed XML with `root` as its outermost element.
void require_well_formed(const std::filesystem::path& file, const std::string& root);

}  // namespace data
