#include "data/source/json_reader.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "data/source/error.h"
#include "data/source/files.h"

namespace data {
namespace {

using nlohmann::json;

/// Long values are cut, at a character: a message has to stay one line.
std::string shortened(const std::string& text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::string quoted(const std::string& text) { return json(shortened(text)).dump(-1, ' ', false, json::error_handler_t::replace); }

/// Letters that must be changed, added, dropped or swapped with their neighbour to turn `a` into `b`.
std::size_t edits(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  std::iota(cost[0].begin(), cost[0].end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t k = 1; k <= b.size(); ++k) {
      cost[i][k] = std::min({cost[i - 1][k] + 1, cost[i][k - 1] + 1, cost[i - 1][k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1)});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) cost[i][k] = std::min(cost[i][k], cost[i - 2][k - 2] + 1);
    }
  return cost[a.size()][b.size()];
}

/// Where byte `at` of the text is, counted as an editor does: lines from 1, columns in characters from 1.
std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t at) {
  std::size_t line = 1, column = 1;
  for (std::size_t i = 0; i < std::min(at, text.size()); ++i) {
    if (text[i] == '\n') ++line, column = 1;
    else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++column;
  }
  return {line, column};
}

/// The parser's own words without its number and its idea of the place.
std::string parser_words(const std::string& message) {
  const std::size_t mark = message.find(": ", message.find("column "));
  return mark == std::string::npos ? message : message.substr(mark + 2);
}

std::string syntax_hint(std::string_view text, std::size_t line) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return tr("the file is empty");
  if (text[first] != '{' && text[first] != '[') return tr("this is not a JSON file; 'phusong inspect FILE' shows what a file really holds");
  return trf("look at line {} and the one before it for a missing or extra comma, quote or bracket", line);
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& names) {
  const std::string asked = fold(word);
  std::string best;
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  const auto consider = [&](const std::string& candidate, const std::string& name, std::size_t penalty) {
    const std::size_t allowed = std::min<std::size_t>(3, std::max<std::size_t>(1, candidate.size() / 3));
    const std::size_t distance = edits(asked, candidate);
    if (distance <= allowed && distance + penalty < fewest) fewest = distance + penalty, best = name;
  };
  for (const std::string& name : names) consider(fold(name), name, 0);
  // "fibre" is meant for "fiber_household": a part of a compound name, worse than any whole one.
  for (const std::string& name : names)
    for (std::size_t at = 0; at < name.size() && name.find('_') != std::string::npos;) {
      const std::size_t end = std::min(name.find('_', at), name.size());
      if (end - at >= 4) consider(fold(name.substr(at, end - at)), name, 10);
      at = end + 1;
    }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  const std::string name = nearest(word, names);
  return name.empty() ? std::string{} : trf("did you mean {}?", quoted(name));
}

std::string read_utf8_file(const std::filesystem::path& path, const std::string& what) {
  if (is_folder(path)) throw Error({.what = what, .file = path.string(), .why = tr("it is a folder")});
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) {
    const std::string why = errno == ENOENT ? tr("there is no such file") : system_message(errno);
    throw Error({.what = what, .file = path.string(), .why = why});
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (!is_utf8(text))
    throw Error({.what = what, .file = path.string(), .why = tr("it is not UTF-8 text"), .hint = tr("save it again as UTF-8")});
  return text;
}

bool JsonNode::is_null() const { return value_->is_null(); }
bool JsonNode::is_string() const { return value_->is_string(); }
bool JsonNode::is_boolean() const { return value_->is_boolean(); }
bool JsonNode::is_array() const { return value_->is_array(); }

JsonNode JsonNode::child(const std::string& key, const json& value) const {
  return {source_, &value, path_.empty() ? key : path_ + "." + key};
}

std::string JsonNode::found() const {
  if (value_->is_string()) return quoted(value_->get_ref<const std::string&>());
  if (value_->is_array()) return value_->empty() ? tr("an empty list") : tr("a list");
  if (value_->is_object()) return tr("an object");
  return shortened(value_->dump(-1, ' ', false, json::error_handler_t::replace));
}

void JsonNode::fail_why(const std::string& why, const std::string& hint) const {
  throw Error({.what = source_->what, .file = source_->file, .why = path_.empty() ? why : path_ + ": " + why, .hint = hint});
}

void JsonNode::fail(const std::string& expected, const std::string& hint) const {
  fail_why(trf("found {}, expected {}", found(), expected), hint);
}

void JsonNode::fail_missing(const char* key, const std::string& expected, const std::string& hint) const {
  child(key, *value_).fail_why(trf("missing, expected {}", expected), hint);
}

void JsonNode::warn(const std::string& message) const { source_->warnings.push_back(path_.empty() ? message : path_ + ": " + message); }

std::optional<JsonNode> JsonNode::find(const char* key) const {
  object();
  const auto member = value_->find(key);
  if (member == value_->end() || member->is_null()) return std::nullopt;
  return child(key, *member);
}

JsonNode JsonNode::at(const char* key, const std::string& expected) const {
  object();
  const auto member = value_->find(key);
  if (member != value_->end()) return child(key, *member);
  // A key that was only misspelt is worth more than the news that it is missing.
  std::string hint;
  for (const auto& [other, value] : value_->items())
    if (nearest(other, {key}) == key) hint = trf("there is {}: did you mean {}?", quoted(other), quoted(key));
  fail_missing(key, expected, hint);
}

std::vector<JsonNode> JsonNode::items() const {
  if (!value_->is_array()) fail(tr("a list"));
  std::vector<JsonNode> out;
  for (std::size_t i = 0; i < value_->size(); ++i) out.push_back({source_, &(*value_)[i], path_ + "[" + std::to_string(i) + "]"});
  return out;
}

std::vector<std::pair<std::string, JsonNode>> JsonNode::members() const {
  object();
  std::vector<std::pair<std::string, JsonNode>> out;
  for (const auto& [key, value] : value_->items()) out.emplace_back(key, child(key, value));
  return out;
}

const JsonNode& JsonNode::object(const std::string& expected) const {
  if (!value_->is_object()) fail(expected.empty() ? tr("an object") : expected);
  return *this;
}

std::string JsonNode::string(const std::string& expected) const {
  if (!value_->is_string() || value_->get_ref<const std::string&>().empty()) fail(expected.empty() ? tr("text") : expected);
  return nfc(value_->get_ref<const std::string&>());
}

std::string JsonNode::string_or_empty() const {
  if (value_->is_null() || (value_->is_string() && value_->get_ref<const std::string&>().empty())) return {};
  return string();
}

std::string JsonNode::code() const {
  if (value_->is_number()) fail(tr("a code as text"), trf("codes may start with 0, so write it in quotes: {}", quoted(value_->dump())));
  return string(tr("a code as text"));
}

double JsonNode::number(const std::string& expected) const {
  if (!value_->is_number()) {
    const std::string wish = expected.empty() ? tr("a number") : expected;
    const auto meant = value_->is_string() ? parse_number(value_->get_ref<const std::string&>()) : std::nullopt;
    fail(wish, meant ? trf("write {} without quotes", *meant) : std::string{});
  }
  return value_->get<double>();
}

long JsonNode::integer(long least, const std::string& expected) const {
  const double value = number(expected);
  if (value != std::floor(value) || value < static_cast<double>(least) || std::abs(value) > 1e15) fail(expected);
  return static_cast<long>(value);
}

bool JsonNode::boolean() const {
  if (!value_->is_boolean()) fail(tr("true or false"));
  return value_->get<bool>();
}

Text JsonNode::text() const {
  const std::string expected = tr("text, or an object with \"vi\" and \"en\"");
  if (value_->is_string()) return {.vi = string(expected), .en = {}};
  object(expected).warn_unknown({"vi", "en"});
  Text out{.vi = string_at("vi"), .en = string_at("en")};
  if (out.empty()) fail(expected);
  return out;
}

Date JsonNode::date() const {
  const std::string expected = tr("a date such as \"2022-12-31\"");
  const auto day = parse_date(string(expected));
  if (!day) fail(expected);
  return *day;
}

std::size_t JsonNode::one_of(const std::vector<std::string>& names) const {
  const std::string expected = trf("one of {}", listed(names, names.size()));
  const std::string word = string(expected);
  const auto match = std::find(names.begin(), names.end(), word);
  if (match == names.end()) fail(expected, did_you_mean(word, names));
  return static_cast<std::size_t>(match - names.begin());
}

std::string JsonNode::string_at(const char* key) const {
  const auto member = find(key);
  return member ? member->string_or_empty() : std::string{};
}

void JsonNode::warn_unknown(const std::vector<std::string>& known) const {
  for (const auto& [key, member] : members()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string hint = did_you_mean(key, known);
    member.warn(hint.empty() ? trf("unknown key, left out; known are {}", listed(known, known.size()))
                             : trf("unknown key, left out; {}", hint));
  }
}

JsonFile::JsonFile() : document_(std::make_unique<json>()), source_(std::make_unique<JsonNode::Source>()) {}
JsonFile::~JsonFile() = default;
JsonFile::JsonFile(JsonFile&&) noexcept = default;
JsonFile& JsonFile::operator=(JsonFile&&) noexcept = default;

JsonFile JsonFile::read(const std::filesystem::path& path, const std::string& what) {
  return parse(read_utf8_file(path, what), path.string(), what);
}

JsonFile JsonFile::parse(std::string_view text, const std::string& file, const std::string& what) {
  JsonFile out;
  out.source_->file = file;
  out.source_->what = what;
  // The parser keeps the last of two equal keys; a hand-edited file deserves to be told.
  std::vector<std::set<std::string>> open;
  const json::parser_callback_t notice = [&](int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    else if (event == json::parse_event_t::object_end) open.pop_back();
    else if (event == json::parse_event_t::key && !open.back().insert(parsed.get<std::string>()).second)
      out.source_->warnings.push_back(
          trf("the key {} is written twice in one object; the last one counts", quoted(parsed.get<std::string>())));
    return true;
  };
  try {
    *out.document_ = json::parse(text.begin(), text.end(), notice);
  } catch (const json::parse_error& error) {
    const auto [line, column] = line_and_column(text, error.byte > 0 ? error.byte - 1 : 0);
    throw Error({.what = what,
                 .file = file,
                 .why = trf("line {}, column {}: {}", line, column, parser_words(error.what())),
                 .hint = syntax_hint(text, line)});
  } catch (const json::exception& error) {  // a number too large for any type
    throw Error({.what = what, .file = file, .why = error.what()});
  }
  return out;
}

JsonNode JsonFile::root() const { return {source_.get(), document_.get(), ""}; }

void JsonFile::require_version(long version) const {
  const std::string expected = std::to_string(version);
  const JsonNode node = root().object().at("version", expected);
  if (!node.value_->is_number_integer() || node.value_->get<double>() != static_cast<double>(version))
    node.fail(expected, node.value_->is_number() && node.value_->get<double>() > static_cast<double>(version)
                            ? tr("the file was written for a newer release of the program")
                            : std::string{});
}

}  // namespace data
