// As much of JSON Schema (draft 2020-12) as our schemas use; a keyword it does not know is a fault, so that nothing is taken on trust.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace support {

class Schema {
 public:
  explicit Schema(nlohmann::json schema) : schema_(std::move(schema)) {}
  /// What is wrong with `value`, one line each, with the path to it.
  std::vector<std::string> faults_of(const nlohmann::json& value) const {
    std::vector<std::string> out;
    check(schema_, value, "$", out);
    return out;
  }

 private:
  using Json = nlohmann::json;
  using Faults = std::vector<std::string>;

  static bool is_of(const Json& value, const std::string& type) {
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    return type == value.type_name();
  }

  static bool has_all(const Json& value, const Json& keys) {
    return std::all_of(keys.begin(), keys.end(), [&](const Json& key) { return value.contains(key.get<std::string>()); });
  }

  void check_object(const Json& schema, const Json& value, const std::string& at, Faults& faults) const {
    if (schema.contains("required") && !has_all(value, schema["required"]))
      faults.push_back(at + ": lacks one of " + schema["required"].dump());
    if (schema.contains("oneOf") && std::count_if(schema["oneOf"].begin(), schema["oneOf"].end(),
                                                  [&](const Json& one) { return has_all(value, one.at("required")); }) != 1)
      faults.push_back(at + ": not exactly one of " + schema["oneOf"].dump());
    for (const auto& [key, member] : value.items()) {
      const std::string path = at + "." + key;
      const Json more = schema.value("additionalProperties", Json(true));
      if (schema.contains("properties") && schema["properties"].contains(key)) check(schema["properties"][key], member, path, faults);
      else if (more.is_object()) check(more, member, path, faults);
      else if (more == false) faults.push_back(path + ": unknown");
    }
  }

  void check(const Json& schema, const Json& value, const std::string& at, Faults& faults) const {
    static const std::set<std::string> known{
        "$schema", "$id",     "$ref",     "$defs", "title",      "description",          "type",  "const",    "enum",
        "pattern", "minimum", "required", "oneOf", "properties", "additionalProperties", "items", "minItems", "maxItems"};
    for (const auto& [key, ignored] : schema.items())
      if (!known.contains(key)) faults.push_back(at + ": keyword " + key + " is not understood");
    if (schema.contains("$ref")) check(schema_.at(Json::json_pointer(schema["$ref"].get<std::string>().substr(1))), value, at, faults);
    if (schema.contains("type")) {
      const Json types = schema["type"].is_array() ? schema["type"] : Json::array({schema["type"]});
      if (std::none_of(types.begin(), types.end(), [&](const Json& type) { return is_of(value, type.get<std::string>()); }))
        return faults.push_back(at + ": is " + value.dump() + ", expected " + types.dump());
    }
    if (schema.contains("const") && value != schema["const"])
      faults.push_back(at + ": is " + value.dump() + ", expected " + schema["const"].dump());
    if (schema.contains("enum") && std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
      faults.push_back(at + ": is " + value.dump() + ", expected one of " + schema["enum"].dump());
    if (schema.contains("minimum") && value.is_number() && value < schema["minimum"]) faults.push_back(at + ": too small");
    if (schema.contains("pattern") && value.is_string() &&
        !std::regex_search(value.get<std::string>(), std::regex(schema["pattern"].get<std::string>())))
      faults.push_back(at + ": " + value.dump() + " is not " + schema["pattern"].dump());
    if (value.is_array()) {
      if (value.size() < schema.value("minItems", 0U) || value.size() > schema.value("maxItems", std::size_t(-1)))
        faults.push_back(at + ": wrong length");
      for (std::size_t i = 0; schema.contains("items") && i < value.size(); ++i)
        check(schema["items"], value[i], at + "[" + std::to_string(i) + "]", faults);
    }
    if (value.is_object()) check_object(schema, value, at, faults);
  }

  Json schema_;
};

}  // namespace support
