// Text, numbers and dates as people in Việt Nam write and sort them; machines get the C locale elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/source/i18n.h"

namespace data {

using Date = std::chrono::sys_days;  ///< a calendar day; columns store days since 1970-01-01

/// UTF-8 in Unicode form NFC. Bytes that are not UTF-8 become U+FFFD.
std::string nfc(std::string_view text);
bool is_utf8(std::string_view text);

/// Lower case without accents and with đ as d: the key of every accent-blind comparison. "Tích Sơn" -> "tich son".
std::string fold(std::string_view text);
/// True when every word of `needle` occurs in `text`, both folded; an empty needle matches everything.
bool matches_search(std::string_view text, std::string_view needle);

/// "a, b, c, …": the first `most` of a list in a sentence.
std::string listed(const std::vector<std::string>& values, std::size_t most = 5);

/// Vietnamese dictionary order (đ after d, tones after letters). <0, 0, >0. Safe from any thread.
int compare_vi(std::string_view a, std::string_view b);

/// 308251 -> "308.251" (vi) or "308,251" (en).
std::string format_integer(std::int64_t value, Lang lang = language());
/// 85.1 with 1 decimal -> "85,1" or "85.1". Rounds half away from zero; never writes "-0,0".
std::string format_number(double value, int decimals, Lang lang = language());
/// The number followed by a no-break space and "%", as both languages' public documents here write it.
std::string format_percent(double value, int decimals = 1, Lang lang = language());
/// "12 km", "500 m", "20 cm": a round length, or one that may be rounded to such.
std::string format_length(double metres, Lang lang = language());
/// 22/11/2026 (vi) or 22 Nov 2026 (en).
std::string format_date(Date date, Lang lang = language());
/// 2026-11-22, for machines.
std::string iso_date(Date date);

/// Reads 2022-12-31, 31/12/2022, 31.12.2022, 31-12-2022, 31 - 12 - 2022, 20221231, 2022-12, 12/2022 and
/// 2022 (a month or a year means its last day), with an optional time after it. Nothing else.
std::optional<Date> parse_date(std::string_view text);
/// Reads C-locale and Vietnamese numbers: 3000, 3.000, 3,000.5, 85,1, 1.234.567,8. A single dot followed by exactly
/// three digits is read as the C locale would ("3.125" is 3.125) unless `vietnamese`. Groups have three digits each: a date
/// or an address with dots is no number.
std::optional<double> parse_number(std::string_view text, bool vietnamese = false);

/// "Tỉnh Vĩnh Phúc" -> "tinh-vinh-phuc": lower-case ASCII letters and digits with hyphens, for names of files.
std::string slug(std::string_view text);

/// Today by the local clock.
Date today();

/// Decodes bytes of a named legacy encoding (ICU's names: windows-1258, ISO-8859-1, …) to NFC UTF-8.
/// Throws Error for a name ICU does not know.
std::string decode(std::string_view bytes, const std::string& encoding);

}  // namespace data
