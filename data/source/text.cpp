#include "data/source/text.h"

#include <fmt/format.h>
#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ctime>
#include <memory>
#include <utility>

#include "data/source/error.h"

namespace data {
namespace {

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string to_utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

bool is_ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) > 127) return false;
  return true;
}

const icu::Normalizer2& normalizer(bool compose) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* found = compose ? icu::Normalizer2::getNFCInstance(status) : icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) throw Error({.what = "ICU", .why = u_errorName(status)});
  return *found;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Groups of three digits separated by `mark`: "308251" -> "308.251".
std::string group_thousands(std::string digits, char mark) {
  for (int at = static_cast<int>(digits.size()) - 3; at > (digits[0] == '-' ? 1 : 0); at -= 3) digits.insert(static_cast<std::size_t>(at), 1, mark);
  return digits;
}

/// "1.234.567" without its marks; nothing when a group but the first has not three digits: "31.12.2022" is no number.
std::optional<std::string> ungrouped(std::string_view text, char mark) {
  std::string out;
  std::size_t group = 0;
  bool marked = false;
  for (const char c : text) {
    if (is_digit(c)) {
      out += c, ++group;
    } else {
      if (c != mark || group == 0 || group > 3 || (marked && group != 3)) return std::nullopt;
      marked = true, group = 0;
    }
  }
  if (marked && group != 3) return std::nullopt;
  return out;
}

/// What may follow a day: "17:00", "17:00:00.5Z", "17:00+07:00", with or without colons.
bool is_time(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (is_digit(c)) ++digits;
    else if (digits < 2 || std::string_view(":.,+-Z").find(c) == std::string_view::npos) return false;
  }
  return digits >= 2;
}

std::optional<Date> checked_date(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day ymd{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (!ymd.ok() || year < 1900 || year > 2200) return std::nullopt;
  return Date{ymd};
}

std::optional<Date> last_day(int year, unsigned month) {
  if (month < 1 || month > 12 || year < 1900 || year > 2200) return std::nullopt;
  return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::last};
}

}  // namespace

std::string nfc(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  if (!is_utf8(text)) return nfc(to_utf8(from_utf8(text)));  // ICU would leave stray bytes as they are
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  normalizer(true).normalizeUTF8(0, {text.data(), static_cast<std::int32_t>(text.size())}, sink, nullptr, status);
  return U_SUCCESS(status) ? out : to_utf8(from_utf8(text));
}

bool is_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    std::size_t more = 0;
    if (c < 0x80) more = 0;
    else if (c >= 0xC2 && c <= 0xDF) more = 1;
    else if (c >= 0xE0 && c <= 0xEF) more = 2;
    else if (c >= 0xF0 && c <= 0xF4) more = 3;
    else return false;
    if (i + more >= text.size() && more > 0) return false;
    const auto next = more > 0 ? static_cast<unsigned char>(text[i + 1]) : 0U;
    // Longer than need be, half a UTF-16 pair, past the last code point.
    if ((c == 0xE0 && next < 0xA0) || (c == 0xED && next > 0x9F) || (c == 0xF0 && next < 0x90) || (c == 0xF4 && next > 0x8F)) return false;
    for (std::size_t k = 1; k <= more; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    i += more + 1;
  }
  return true;
}

std::string fold(std::string_view text) {
  if (is_ascii(text)) {
    std::string out(text);
    for (char& c : out)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString plain = normalizer(false).normalize(from_utf8(text).foldCase(), status);
  icu::UnicodeString out;
  for (std::int32_t i = 0; i < plain.length();) {
    const UChar32 c = plain.char32At(i);
    i += U16_LENGTH(c);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    out.append(c == 0x111 ? UChar32{'d'} : c);
  }
  return to_utf8(out);
}

bool matches_search(std::string_view text, std::string_view needle) {
  const std::string where = fold(text), words = fold(needle);
  std::size_t at = 0;
  while (at < words.size()) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (end > at && where.find(words.substr(at, end - at)) == std::string::npos) return false;
    at = end + 1;
  }
  return true;
}

int compare_vi(std::string_view a, std::string_view b) {
  thread_local const std::unique_ptr<icu::Collator> collator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale("vi"), status));
    if (U_FAILURE(status)) throw Error({.what = "ICU", .why = u_errorName(status)});
    UErrorCode ignored = U_ZERO_ERROR;
    made->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, ignored);
    return made;
  }();
  UErrorCode status = U_ZERO_ERROR;
  return collator->compareUTF8({a.data(), static_cast<std::int32_t>(a.size())}, {b.data(), static_cast<std::int32_t>(b.size())}, status);
}

std::string format_integer(std::int64_t value, Lang lang) { return group_thousands(std::to_string(value), lang == Lang::vi ? '.' : ','); }

std::string format_number(double value, int decimals, Lang lang) {
  if (!std::isfinite(value)) return "–";
  const double scale = std::pow(10.0, decimals);
  double rounded = std::round(value * scale) / scale;
  if (rounded == 0) rounded = 0;  // drops the sign of -0
  std::string text = fmt::format("{:.{}f}", rounded, decimals);
  const std::size_t dot = std::min(text.find('.'), text.size());
  std::string whole = group_thousands(text.substr(0, dot), lang == Lang::vi ? '.' : ',');
  if (dot == text.size()) return whole;
  return whole + (lang == Lang::vi ? ',' : '.') + text.substr(dot + 1);
}

std::string format_percent(double value, int decimals, Lang lang) { return format_number(value, decimals, lang) + "\u00A0%"; }

std::string format_length(double metres, Lang lang) {
  const auto with_unit = [&](double value, const char* unit) { return format_number(value, value < 1 ? 1 : 0, lang) + "\u00A0" + unit; };
  if (metres >= 1000) return with_unit(metres / 1000, "km");
  return metres >= 1 ? with_unit(metres, "m") : with_unit(metres * 100, "cm");
}

std::string format_date(Date date, Lang lang) {
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day ymd{date};
  const unsigned day = static_cast<unsigned>(ymd.day()), month = static_cast<unsigned>(ymd.month());
  if (lang == Lang::vi) return fmt::format("{:02}/{:02}/{}", day, month, static_cast<int>(ymd.year()));
  return fmt::format("{} {} {}", day, months[month - 1], static_cast<int>(ymd.year()));
}

std::string iso_date(Date date) {
  const std::chrono::year_month_day ymd{date};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
}

std::optional<Date> parse_date(std::string_view text) {
  std::array<int, 3> part{};
  std::array<std::size_t, 3> length{};
  std::size_t count = 0, i = 0;
  char between = 0;
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  while (i < text.size() && text[i] == ' ') ++i;
  while (i < text.size() && count < 3) {
    if (!is_digit(text[i])) return std::nullopt;
    const std::size_t start = i;
    while (i < text.size() && is_digit(text[i])) part[count] = part[count] < 100000000 ? part[count] * 10 + (text[i] - '0') : part[count], ++i;
    length[count++] = i - start;
    std::size_t gap = i;
    while (gap < text.size() && text[gap] == ' ') ++gap;
    if (gap >= text.size()) { i = gap; break; }
    const char mark = text[gap];
    if (mark != '-' && mark != '/' && mark != '.') break;
    if (count == 3) break;
    if (between != 0 && mark != between) return std::nullopt;
    between = mark;
    i = gap + 1;
    while (i < text.size() && text[i] == ' ') ++i;
    if (i >= text.size()) return std::nullopt;
  }
  // After a whole date only a time may follow.
  if (i < text.size() && !(count == 3 || (count == 1 && length[0] == 8))) return std::nullopt;
  if (i < text.size() && ((text[i] != 'T' && text[i] != ' ') || !is_time(text.substr(std::min(text.find_first_not_of(" T", i), text.size()))))) return std::nullopt;
  const auto is_short = [&](std::size_t at) { return length[at] <= 2; };
  if (count == 1 && length[0] == 8) return checked_date(part[0] / 10000, static_cast<unsigned>(part[0] / 100 % 100), static_cast<unsigned>(part[0] % 100));
  if (count == 1 && length[0] == 4) return last_day(part[0], 12);
  if (count == 2 && length[0] == 4 && is_short(1) && between != '.') return last_day(part[0], static_cast<unsigned>(part[1]));
  if (count == 2 && length[1] == 4 && is_short(0)) return last_day(part[1], static_cast<unsigned>(part[0]));
  if (count == 3 && length[0] == 4 && is_short(1) && is_short(2)) return checked_date(part[0], static_cast<unsigned>(part[1]), static_cast<unsigned>(part[2]));
  if (count == 3 && length[2] == 4 && is_short(0) && is_short(1)) return checked_date(part[2], static_cast<unsigned>(part[1]), static_cast<unsigned>(part[0]));
  return std::nullopt;
}

std::optional<double> parse_number(std::string_view text, bool vietnamese) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool no_break = text[i] == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0';
    plain += no_break ? ' ' : text[i];
    i += no_break;
  }
  while (!plain.empty() && plain.back() == ' ') plain.pop_back();
  plain.erase(0, std::min(plain.find_first_not_of(' '), plain.size()));
  const bool negative = plain.starts_with('-');
  if (negative || plain.starts_with('+')) plain.erase(0, 1);
  const std::size_t exponent = std::min(plain.find_first_of("eE"), plain.size());
  const std::string_view mantissa = std::string_view(plain).substr(0, exponent);

  const auto dots = std::count(mantissa.begin(), mantissa.end(), '.'), commas = std::count(mantissa.begin(), mantissa.end(), ',');
  char decimal = 0, group = dots ? '.' : commas ? ',' : ' ';
  if (dots && commas) {
    decimal = mantissa.rfind('.') > mantissa.rfind(',') ? '.' : ',';
    group = decimal == '.' ? ',' : '.';
  } else if (dots + commas == 1) {
    const std::size_t mark = mantissa.find(group);
    const bool may_group = mark >= 1 && mark <= 3 && mantissa[0] != '0' && mantissa.size() - mark - 1 == 3;
    if (!may_group || vietnamese == (group == ',')) decimal = std::exchange(group, ' ');
  }
  const std::size_t split = decimal ? mantissa.rfind(decimal) : mantissa.size();
  const auto whole = ungrouped(mantissa.substr(0, split), group);
  const std::string_view fraction = mantissa.substr(std::min(split + 1, mantissa.size()));
  if (!whole || !std::all_of(fraction.begin(), fraction.end(), is_digit)) return std::nullopt;
  if (decimal ? fraction.empty() : whole->empty()) return std::nullopt;

  const std::string digits = fmt::format("{}{}.{}{}", negative ? "-" : "", *whole, fraction, plain.substr(exponent));
  double value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::string slug(std::string_view text) {
  std::string out;
  for (const char c : fold(text))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    else if (!out.empty() && out.back() != '-') out += '-';
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

Date today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return Date{std::chrono::year{local.tm_year + 1900} / (local.tm_mon + 1) / local.tm_mday};
}

std::string decode(std::string_view bytes, const std::string& encoding) {
  if (is_ascii(bytes)) return std::string(bytes);
  UErrorCode status = U_ZERO_ERROR;
  // Converters keep state, so each call opens its own; ICU caches the tables.
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(encoding.c_str(), &status), &ucnv_close);
  if (U_FAILURE(status))
    throw Error({.what = trf("Unknown encoding '{}'", encoding), .hint = tr("use a name such as UTF-8, windows-1258 or ISO-8859-1")});
  std::u16string wide(bytes.size() * 2 + 1, u'\0');
  const std::int32_t length = ucnv_toUChars(converter.get(), wide.data(), static_cast<std::int32_t>(wide.size()), bytes.data(),
                                            static_cast<std::int32_t>(bytes.size()), &status);
  if (U_FAILURE(status)) throw Error({.what = trf("Cannot decode text as {}", encoding), .why = u_errorName(status)});
  return nfc(to_utf8(icu::UnicodeString(wide.data(), length)));
}

std::string listed(const std::vector<std::string>& values, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < values.size() && i < most; ++i) out += (i ? ", " : "") + values[i];
  return values.size() > most ? out + ", …" : out;
}

}  // namespace data
