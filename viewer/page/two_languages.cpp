#include "viewer/page/two_languages.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <glib.h>

namespace viewer {
namespace {

constexpr std::size_t short_text = 34;  ///< letters of both languages that still read as one label

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c); });
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

/// "9,874.5" → "9.874,5": only between digits, so that a comma after a figure stays one.
std::string with_vietnamese_points(std::string word) {
  for (std::size_t i = 1; i + 1 < word.size(); ++i)
    if ((word[i] == ',' || word[i] == '.') && std::isdigit(static_cast<unsigned char>(word[i - 1])) &&
        std::isdigit(static_cast<unsigned char>(word[i + 1])))
      word[i] = word[i] == ',' ? '.' : ',';
  return word;
}

/// English words with their figures and dates as Vietnamese writes them.
std::vector<std::string> with_vietnamese_figures(const std::vector<std::string>& words) {
  static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::vector<std::string> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto month = i + 2 < words.size() ? std::find(months.begin(), months.end(), words[i + 1]) : months.end();
    const std::string opening = words[i].starts_with('(') ? "(" : "", day = words[i].substr(opening.size());
    if (month != months.end() && day.size() <= 2 && has_digit(day) && words[i + 2].size() >= 4 && has_digit(words[i + 2])) {
      out.push_back(fmt::format("{}{:0>2}/{:02}/{}", opening, day, month - months.begin() + 1, words[i + 2]));
      i += 2;
    } else {
      out.push_back(with_vietnamese_points(words[i]));
    }
  }
  return out;
}

/// "≥", "·", "/": says the same in any language.
bool is_sign(const std::string& word) {
  for (const char* at = word.c_str(); *at; at = g_utf8_next_char(at))
    if (g_unichar_isalnum(g_utf8_get_char(at))) return false;  // "ở" is a word though no byte of it is a letter
  return true;
}

/// Worth saying only once: figures and signs, not words that happen to be spelt alike.
bool is_anchor(const std::string& word) { return has_digit(word) || is_sign(word); }

std::size_t letters_in(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0U) != 0x80U; }));
}

std::string joined(const std::vector<std::string>& words, std::size_t from, std::size_t to) {
  std::string out;
  for (std::size_t i = from; i < to; ++i) out += (out.empty() ? "" : " ") + words[i];
  return out;
}

std::string quieter(const std::string& text) { return quieter_from + text + quieter_to; }

}  // namespace

bool in_two_languages(const std::string& text) { return text.find(quieter_from) != std::string::npos; }

std::string without_marks(const std::string& text) {
  std::string out = text;
  std::erase_if(out, [](char c) { return c == quieter_from || c == quieter_to; });
  return out;
}

std::string beside(const std::string& vi, const std::string& en) {
  if (vi == en || en.empty() || (!vi.empty() && is_sign(vi))) return vi;
  return vi.empty() ? en : vi + " " + quieter("/ " + en);
}

std::string stacked(const std::string& vi, const std::string& en) {
  if (vi == en || en.empty()) return vi;
  return vi.empty() ? en : vi + "\n" + quieter(en);
}

std::string woven(const std::string& vi, const std::string& en) {
  if (vi == en || en.empty()) return vi;
  const std::vector<std::string> a = words_of(vi), b = with_vietnamese_figures(words_of(en));
  // The longest run of anchors both have, in order.
  std::vector<std::vector<int>> longest(a.size() + 1, std::vector<int>(b.size() + 1, 0));
  const auto anchored = [&](std::size_t i, std::size_t j) { return a[i] == b[j] && is_anchor(a[i]); };
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;)
      longest[i][j] = anchored(i, j) ? longest[i + 1][j + 1] + 1 : std::max(longest[i + 1][j], longest[i][j + 1]);
  if (longest[0][0] == 0) return letters_in(vi) + letters_in(en) <= short_text ? beside(vi, en) : stacked(vi, en);
  std::string out;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) out += (out.empty() ? "" : " ") + part;
  };
  for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    std::size_t to_i = i, to_j = j;
    while (to_i < a.size() && to_j < b.size() && !anchored(to_i, to_j))
      (longest[to_i + 1][to_j] >= longest[to_i][to_j + 1] ? to_i : to_j) += 1;
    if (to_i == a.size() || to_j == b.size()) to_i = a.size(), to_j = b.size();
    add(beside(joined(a, i, to_i), joined(b, j, to_j)));
    if (to_i < a.size()) add(a[to_i]);
    i = to_i + 1, j = to_j + 1;
  }
  return out;
}

}  // namespace viewer
