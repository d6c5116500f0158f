// JSON files read with manners: every complaint names the file, the key path, what was found and what was expected.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/source/i18n.h"
#include "data/source/text.h"

namespace data {

class JsonFile;

/// One value inside a JsonFile and the path that leads to it ("layers[2].fields.unit"). Cheap to copy; it must not
/// outlive its file. Getters throw Error when the value is not of the kind asked for; `expected` says what was hoped for,
/// for people, and defaults to the kind.
class JsonNode {
 public:
  const std::string& path() const { return path_; }
  bool is_null() const;
  bool is_string() const;
  bool is_boolean() const;
  bool is_array() const;

  // The way down.
  std::optional<JsonNode> find(const char* key) const;              ///< nothing when the key is absent or null
  JsonNode at(const char* key, const std::string& expected) const;  ///< throws when the key is absent; may be null
  std::vector<JsonNode> items() const;                              ///< of an array
  std::vector<std::pair<std::string, JsonNode>> members() const;    ///< of an object, in the order of the keys
  const JsonNode& object(const std::string& expected = {}) const;   ///< itself; throws when it is no object

  // Values. Text comes out in Unicode form NFC.
  std::string string(const std::string& expected = {}) const;  ///< not empty
  std::string string_or_empty() const;                         ///< null is empty too
  std::string code() const;                                    ///< a string; a number gets the hint to quote it
  double number(const std::string& expected = {}) const;
  long integer(long least, const std::string& expected) const;  ///< whole and not under `least`
  bool boolean() const;
  Text text() const;                                                ///< "…" or {"vi": "…", "en": "…"}
  Date date() const;                                                ///< in any form that parse_date reads
  std::size_t one_of(const std::vector<std::string>& names) const;  ///< which of the spellings it is

  /// The member as a string, or "" when absent or null.
  std::string string_at(const char* key) const;

  /// Warns of members that are not `known`, with the nearest known one where there is one.
  void warn_unknown(const std::vector<std::string>& known) const;
  void warn(const std::string& message) const;                                              ///< "path: message", into the file's warnings
  [[noreturn]] void fail(const std::string& expected, const std::string& hint = {}) const;  ///< "path: found …, expected …"
  [[noreturn]] void fail_why(const std::string& why, const std::string& hint = {}) const;   ///< "path: why"
  [[noreturn]] void fail_missing(const char* key, const std::string& expected, const std::string& hint = {}) const;

 private:
  friend class JsonFile;
  struct Source {
    std::string file, what;
    std::vector<std::string> warnings;
  };
  JsonNode(Source* source, const nlohmann::json* value, std::string path) : source_(source), value_(value), path_(std::move(path)) {}
  std::string found() const;
  JsonNode child(const std::string& key, const nlohmann::json& value) const;

  Source* source_;
  const nlohmann::json* value_;
  std::string path_;
};

/// A parsed file. `what` opens every error: "Cannot read the project".
class JsonFile {
 public:
  /// Throws Error: no such file, not UTF-8, not JSON (with line and column).
  static JsonFile read(const std::filesystem::path& path, const std::string& what);
  static JsonFile parse(std::string_view text, const std::string& file, const std::string& what);
  ~JsonFile();
  JsonFile(JsonFile&&) noexcept;
  JsonFile& operator=(JsonFile&&) noexcept;

  JsonNode root() const;
  /// Throws unless "version" is the one this program writes.
  void require_version(long version) const;
  const std::vector<std::string>& warnings() const { return source_->warnings; }

 private:
  JsonFile();
  std::unique_ptr<nlohmann::json> document_;
  std::unique_ptr<JsonNode::Source> source_;
};

/// The whole of a small text file as UTF-8 without its byte-order mark. Throws Error: missing, a folder, not UTF-8.
std::string read_utf8_file(const std::filesystem::path& path, const std::string& what);

/// The spelling among `names` that `word` was probably meant to be, or "" when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& names);
/// "did you mean \"unit\"?", or "" when nothing is near: the hint of an Error.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& names);

}  // namespace data
