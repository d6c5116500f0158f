#include "data/quotes.h"

#include <unicode/uchar.h>
#include <unicode/uspoof.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace data {
namespace {

namespace fs = std::filesystem;

// --- Text as it is compared -------------------------------------------------------------------------------------------

/// Soft hyphen, zero-width space and joiners, marks of direction, word joiner, byte order mark.
bool is_invisible(char32_t c) {
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 || c == 0xFEFF;
}

std::u32string decoded(std::string_view utf8) {
  std::u32string out;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, size, c);
    out += c < 0 ? U'\uFFFD' : static_cast<char32_t>(c);
  }
  return out;
}

std::string encoded(std::u32string_view letters) {
  std::string out;
  for (const char32_t c : letters) {
    std::uint8_t bytes[U8_MAX_LENGTH];
    std::int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, static_cast<UChar32>(c));
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  }
  return out;
}

/// Invisible characters go first: one between a letter and its accent would keep them apart.
std::u32string composed(std::string_view utf8) {
  std::u32string visible = decoded(utf8);
  std::erase_if(visible, is_invisible);
  return decoded(nfc(encoded(visible)));
}

std::u32string_view trimmed(std::u32string_view text) {
  while (!text.empty() && text.front() == U' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == U' ') text.remove_suffix(1);
  return text;
}

// --- Whole words ------------------------------------------------------------------------------------------------------

bool is_digit(char32_t c) { return u_isdigit(static_cast<UChar32>(c)); }
bool is_word(char32_t c) { return u_isalnum(static_cast<UChar32>(c)); }

/// True where a word, or a number with its marks ("3.000", "1,0"), goes on across `at`.
bool inside_word(std::u32string_view text, std::size_t at) {
  if (at == 0 || at >= text.size()) return false;
  const char32_t before = text[at - 1], after = text[at];
  const auto mark = [](char32_t c) { return c == U'.' || c == U','; };
  if (is_word(before) && is_word(after)) return true;
  if (mark(before) && is_digit(after)) return at >= 2 && is_digit(text[at - 2]);
  return is_digit(before) && mark(after) && at + 1 < text.size() && is_digit(text[at + 1]);
}

// --- The search -------------------------------------------------------------------------------------------------------

constexpr std::size_t longest_cut = 400;

/// The pieces of a quote between its cuts.
std::vector<std::u32string> pieces_of(std::u32string_view quote) {
  std::vector<std::u32string> out;
  const auto keep = [&](std::u32string_view piece) {
    if (piece = trimmed(piece); !piece.empty()) out.emplace_back(piece);
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < quote.size();) {
    std::size_t end = at;
    while (end < quote.size() && quote[end] == U'.') ++end;
    if (end - at < 3) end = at;
    while (end < quote.size() && quote[end] == U'…') ++end;
    if (end == at) {
      ++at;
      continue;
    }
    const bool bracketed = at > begin && end < quote.size() &&
                           ((quote[at - 1] == U'[' && quote[end] == U']') || (quote[at - 1] == U'(' && quote[end] == U')'));
    keep(quote.substr(begin, at - begin - (bracketed ? 1 : 0)));
    begin = at = end + (bracketed ? 1 : 0);
  }
  keep(quote.substr(begin));
  return out;
}

struct Stretch {
  std::size_t begin = 0, end = 0;
};

std::vector<Stretch> occurrences(std::u32string_view text, std::u32string_view piece) {
  std::vector<Stretch> out;
  for (std::size_t at = text.find(piece); at != std::u32string_view::npos; at = text.find(piece, at + 1))
    if (!inside_word(text, at) && !inside_word(text, at + piece.size())) out.push_back({at, at + piece.size()});
  return out;
}

/// Where the whole chain of pieces begins, if it is there.
std::optional<std::size_t> find_chain(const std::vector<std::vector<Stretch>>& places) {
  std::vector<Stretch> chains = places.front();  // begin of the chain, end of its last piece so far
  for (std::size_t piece = 1; piece < places.size(); ++piece) {
    std::vector<Stretch> longer;
    auto last = chains.begin();
    for (const Stretch& place : places[piece]) {
      while (last != chains.end() && last->end <= place.begin) ++last;
      if (last == chains.begin()) continue;
      const Stretch& before = *std::prev(last);  // the nearest one, so the one the limit is kindest to
      if (place.begin - before.end <= longest_cut) longer.push_back({before.begin, place.end});
    }
    chains = std::move(longer);
  }
  if (chains.empty()) return std::nullopt;
  return chains.front().begin;
}

// --- The nearest place ------------------------------------------------------------------------------------------------

struct Nearest {
  Stretch place;
  std::size_t distance = 0;
};

/// Sellers' columns: what the first i letters of the pattern cost when they end here, and where they then began.
Nearest nearest_stretch(std::u32string_view text, std::u32string_view pattern) {
  struct Cell {
    std::size_t cost, begin;
  };
  std::vector<Cell> column(pattern.size() + 1);
  for (std::size_t i = 0; i < column.size(); ++i) column[i] = {i, 0};
  Nearest best{.place = {}, .distance = pattern.size()};
  for (std::size_t at = 0; at < text.size(); ++at) {
    Cell diagonal = column[0];
    column[0] = {0, at + 1};
    for (std::size_t i = 1; i < column.size(); ++i) {
      Cell cell{diagonal.cost + (text[at] == pattern[i - 1] ? 0 : 1), diagonal.begin};
      if (column[i].cost + 1 < cell.cost) cell = {column[i].cost + 1, column[i].begin};
      if (column[i - 1].cost + 1 < cell.cost) cell = {column[i - 1].cost + 1, column[i - 1].begin};
      diagonal = column[i];
      column[i] = cell;
    }
    // Of two ends that cost the same, the one that puts a wrong last letter in its place is the fairer.
    const bool further = column.back().cost == best.distance && column.back().begin == best.place.begin && best.place.end == at;
    if (column.back().cost < best.distance || further) best = {{column.back().begin, at + 1}, column.back().cost};
  }
  while (best.place.begin < best.place.end && text[best.place.begin] == U' ') ++best.place.begin;
  while (inside_word(text, best.place.begin)) --best.place.begin;
  while (inside_word(text, best.place.end)) ++best.place.end;
  return best;
}

std::vector<Stretch> words_of(std::u32string_view text, Stretch within) {
  std::vector<Stretch> out;
  for (std::size_t at = within.begin; at < within.end; ++at) {
    if (text[at] == U' ') continue;
    const std::size_t begin = at;
    while (at < within.end && text[at] != U' ') ++at;
    out.push_back({begin, at});
  }
  return out;
}

/// A run of words of the quote and the run that stands in its place in the text; either may be empty.
struct Difference {
  Stretch quote, text;  ///< of words
};

/// By the longest common subsequence of words.
std::vector<Difference> differences(const std::vector<std::u32string_view>& quote, const std::vector<std::u32string_view>& text) {
  const std::size_t wide = text.size() + 1;
  std::vector<std::size_t> common((quote.size() + 1) * wide, 0);  // of the words from (q, t) on
  for (std::size_t q = quote.size(); q-- > 0;)
    for (std::size_t t = text.size(); t-- > 0;)
      common[q * wide + t] =
          quote[q] == text[t] ? common[(q + 1) * wide + t + 1] + 1 : std::max(common[(q + 1) * wide + t], common[q * wide + t + 1]);
  std::vector<Difference> out;
  std::size_t q = 0, t = 0;
  while (q < quote.size() || t < text.size()) {
    if (q < quote.size() && t < text.size() && quote[q] == text[t]) {
      ++q, ++t;
      continue;
    }
    if (out.empty() || out.back().quote.end != q || out.back().text.end != t) out.push_back({{q, q}, {t, t}});
    const bool skip_text = q == quote.size() || (t < text.size() && common[q * wide + t + 1] > common[(q + 1) * wide + t]);
    skip_text ? ++t : ++q;
    out.back().quote.end = q, out.back().text.end = t;
  }
  return out;
}

std::string joined(const std::vector<std::u32string_view>& words, Stretch run) {
  std::string out;
  for (std::size_t i = run.begin; i < run.end; ++i) out += (i > run.begin ? " " : "") + encoded(words[i]);
  return out;
}

std::vector<std::u32string_view> cut(std::u32string_view text, const std::vector<Stretch>& words) {
  std::vector<std::u32string_view> out;
  for (const Stretch& word : words) out.push_back(text.substr(word.begin, word.end - word.begin));
  return out;
}

/// The first letters that differ, when they look the same to the eye: Ð for Đ, – for -. Else empty.
std::string look_alikes(const std::string& ours, const std::string& theirs) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::LocalUSpoofCheckerPointer checker(uspoof_open(&status));
  const auto size = [](const std::string& text) { return static_cast<std::int32_t>(text.size()); };
  const bool alike = U_SUCCESS(status) &&
                     uspoof_areConfusableUTF8(checker.getAlias(), ours.data(), size(ours), theirs.data(), size(theirs), &status) != 0 &&
                     U_SUCCESS(status);
  const std::u32string a = decoded(ours), b = decoded(theirs);
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (!alike || in_a == a.end() || in_b == b.end()) return {};
  return trf(", which looks the same (U+{:04X} and U+{:04X})", static_cast<std::uint32_t>(*in_a), static_cast<std::uint32_t>(*in_b));
}

std::string tell(const Difference& difference, const std::vector<std::u32string_view>& quote, const std::vector<std::u32string_view>& text,
                 std::uint32_t line) {
  const std::string ours = joined(quote, difference.quote), theirs = joined(text, difference.text);
  if (theirs.empty()) return trf("the quote has “{}”, the file has not (line {})", ours, line);
  if (ours.empty()) return trf("the file has “{}” (line {}), the quote has not", theirs, line);
  return trf("the quote has “{}”, the file has “{}” (line {})", ours, theirs, line) + look_alikes(ours, theirs);
}

/// What is different at the nearest place to a piece that is nowhere.
QuoteSearch search_nearest(const ComparableText& text, std::u32string_view piece) {
  const Nearest nearest = nearest_stretch(text.letters, piece);
  if (2 * nearest.distance > piece.size())
    return {.found = false, .line = 0, .differs = trf("nothing in the file resembles “{}”", encoded(piece))};
  constexpr std::size_t most = 3;
  const std::vector<Stretch> places = words_of(text.letters, nearest.place);
  const auto quoted = cut(piece, words_of(piece, {0, piece.size()})), written = cut(text.letters, places);
  QuoteSearch out{.found = false, .line = text.line[nearest.place.begin], .differs = {}};
  const std::vector<Difference> all = differences(quoted, written);
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i) {
    const std::size_t word = std::min(all[i].text.begin, places.size() - 1);
    out.differs += (i ? "; " : "") + tell(all[i], quoted, written, text.line[places[word].begin]);
  }
  if (all.size() > most) out.differs += "; …";
  return out;
}

// --- Targets ----------------------------------------------------------------------------------------------------------

/// A document of the folder, or why it cannot be compared.
struct Source {
  ComparableText text;
  std::string problem;
};

Source read_source(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::error_code ignored;
  if (!in || fs::is_directory(path, ignored)) return {{}, trf("there is no file “{}”", path.string())};
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!is_utf8(bytes.str())) return {{}, trf("“{}” is not text in UTF-8", path.string())};
  return {comparable(bytes.str()), {}};
}

}  // namespace

ComparableText comparable(std::string_view utf8) {
  ComparableText out;
  std::uint32_t number = 0;
  while (!utf8.empty()) {
    ++number;
    const std::size_t end = utf8.find('\n');
    for (const char32_t c : composed(utf8.substr(0, end)) + U' ') {
      const bool space = u_isUWhiteSpace(static_cast<UChar32>(c));
      if (space && (out.letters.empty() || out.letters.back() == U' ')) continue;
      out.letters += space ? U' ' : c;
      out.line.push_back(number);
    }
    utf8.remove_prefix(end == std::string_view::npos ? utf8.size() : end + 1);
  }
  return out;
}

QuoteSearch find_quote(const ComparableText& text, std::string_view quote) {
  const std::vector<std::u32string> pieces = pieces_of(comparable(quote).letters);
  if (pieces.empty()) return {.found = false, .line = 0, .differs = tr("the quote holds no words")};
  std::vector<std::vector<Stretch>> places;
  for (const std::u32string& piece : pieces) {
    places.push_back(occurrences(text.letters, piece));
    if (places.back().empty()) return search_nearest(text, piece);
  }
  if (const auto begin = find_chain(places)) return {.found = true, .line = text.line[*begin], .differs = {}};
  return {.found = false,
          .line = text.line[places.front().front().begin],
          .differs = trf("its pieces are in the file, but not in this order within {} letters of each other", longest_cut)};
}

QuoteCheck check_quotes(const std::vector<Target>& targets, const fs::path& sources) {
  QuoteCheck out;
  out.sources = sources;
  std::map<std::string, Source> known;
  for (const Target& target : targets) {
    const Provenance& source = target.source;
    if (source.quote.empty() || (source.file.empty() && source.address.empty())) ++out.unquoted;
    else if (source.file.empty()) ++out.address_only;
    if (source.quote.empty() || source.file.empty()) continue;
    const auto [entry, fresh] = known.try_emplace(source.file);
    if (fresh) entry->second = read_source(sources / source.file);
    TargetCheck check{.id = target.id, .file = source.file, .findings = {}};
    const auto add = [&](const char* kind, const std::string& detail) {
      check.findings.push_back({.kind = kind, .count = 1, .rows = {{.fid = {}, .code = target.id, .detail = detail}}});
    };
    if (const std::string& problem = entry->second.problem; !problem.empty()) add("source_unreadable", problem);
    else if (const QuoteSearch search = find_quote(entry->second.text, source.quote); !search.found) add("quote_not_found", search.differs);
    out.targets.push_back(std::move(check));
  }
  return out;
}

std::vector<Target> shipped_targets(const fs::path& assets) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::directory_iterator at(assets / "provinces", failed), end; !failed && at != end; at.increment(failed))
    if (fs::exists(at->path() / "targets.json", failed)) files.push_back(at->path() / "targets.json");
  std::sort(files.begin(), files.end());
  std::vector<Target> out;
  for (const fs::path& file : files)
    for (Target& target : read_targets(file)) out.push_back(std::move(target));
  return out;
}

}  // namespace data
