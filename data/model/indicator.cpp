#include "data/model/indicator.h"

#include <algorithm>
#include <set>

#include "data/source/error.h"
#include "data/source/json_reader.h"

namespace data {
namespace {

LayerKind read_kind(const JsonNode& node) { return static_cast<LayerKind>(node.one_of(layer_kind_names())); }

/// What may be inside what: only kinds that can hold areas.
LayerKind read_area_kind(const JsonNode& node) {
  const std::vector<LayerKind> areas{LayerKind::broadband_coverage, LayerKind::villages, LayerKind::sites};
  std::vector<std::string> names;
  for (const LayerKind kind : areas) names.emplace_back(name_of(kind));
  return areas[node.one_of(names)];
}

/// One value or a list of them.
std::vector<std::string> read_values(const JsonNode& node) {
  if (!node.is_array()) return {node.string(tr("text or a list of texts"))};
  std::vector<std::string> out;
  for (const JsonNode& item : node.items()) out.push_back(item.string());
  if (out.empty()) node.fail(tr("at least one value"));
  return out;
}

/// Roles are checked strictly: a misspelt condition would quietly count the wrong rows.
void check_role(const JsonNode& value, const std::string& role, LayerKind kind) {
  const std::vector<std::string>& roles = field_roles(kind);
  if (std::find(roles.begin(), roles.end(), role) != roles.end()) return;
  std::string known;
  for (const std::string& name : roles) known += (known.empty() ? "" : ", ") + name;
  value.fail_why(trf("{} has no field role of this name; its roles are {}", name_of(kind), known), did_you_mean(role, roles));
}

std::map<std::string, std::vector<std::string>> read_where(const JsonNode& node, LayerKind kind, std::optional<bool>* connected) {
  std::map<std::string, std::vector<std::string>> out;
  for (const auto& [role, value] : node.object(tr("an object of roles and wanted values")).members()) {
    check_role(value, role, kind);
    if (role == "connected" && connected) *connected = value.boolean();
    else out.emplace(role, read_values(value));
  }
  return out;
}

std::optional<Count::Coverage> read_coverage(const JsonNode& node) {
  const auto inside = node.find("inside"), outside = node.find("outside");
  if (!inside && !outside) return std::nullopt;
  if (inside && outside) outside->fail(tr("either \"inside\" or \"outside\", not both"));
  const JsonNode& place = inside ? *inside : *outside;
  place.object().warn_unknown({"layer", "where"});
  Count::Coverage coverage;
  coverage.inside = inside.has_value();
  coverage.layer = read_area_kind(place.at("layer", tr("the kind of layer whose areas are meant")));
  if (const auto where = place.find("where")) coverage.where = read_where(*where, coverage.layer, nullptr);
  return coverage;
}

Count read_count(const JsonNode& node) {
  node.object().warn_unknown({"count", "where", "inside", "outside"});
  Count count;
  count.layer = read_kind(node.at("count", tr("the kind of layer that is counted")));
  if (const auto where = node.find("where")) count.where = read_where(*where, count.layer, &count.connected);
  count.coverage = read_coverage(node);
  return count;
}

Indicator read_indicator(const JsonNode& node, const std::set<std::string>& taken) {
  node.object().warn_unknown(
      {"id", "name", "definition", "unit", "of", "better", "pillar", "things", "related", "numerator", "denominator"});
  Indicator indicator;
  const JsonNode id = node.at("id", tr("a short name of its own"));
  indicator.id = id.string();
  if (taken.contains(indicator.id)) id.fail(tr("an id that no other indicator has"));
  indicator.name = node.at("name", tr("text, or an object with \"vi\" and \"en\"")).text();
  if (const auto definition = node.find("definition")) indicator.definition = definition->text();
  if (const auto things = node.find("things")) indicator.things = things->text();
  if (const auto unit = node.find("unit")) indicator.unit = unit->string();
  if (const auto of = node.find("of")) indicator.of = static_cast<int>(of->integer(1, tr("how many are ranked, a whole number")));
  if (const auto better = node.find("better")) indicator.higher_is_better = better->one_of({"higher", "lower"}) == 0;
  else indicator.higher_is_better = indicator.unit != "rank";
  if (const auto pillar = node.find("pillar")) {
    pillar->one_of(pillars());
    indicator.pillar = pillar->string();
  }
  if (const auto related = node.find("related"))
    for (const JsonNode& other : related->items())
      indicator.related.push_back(
          {other.at("id", tr("the id of an indicator")).string(), other.at("why", tr("why it is not the same")).text()});
  if (const auto numerator = node.find("numerator")) indicator.numerator = read_count(*numerator);
  if (const auto denominator = node.find("denominator")) indicator.denominator = read_count(*denominator);
  // A percentage without its denominator is no figure at all.
  if (indicator.numerator && !indicator.denominator) node.fail_missing("denominator", tr("what the numerator is a share of"));
  if (indicator.denominator && !indicator.numerator) node.fail_missing("numerator", tr("what is counted"));
  return indicator;
}

}  // namespace

const std::vector<std::string>& pillars() {
  static const std::vector<std::string> all{"infrastructure", "government", "economy", "society", "general"};
  return all;
}

std::vector<Indicator> read_indicators(const std::filesystem::path& path, std::vector<std::string>* warnings) {
  const JsonFile file = JsonFile::read(path, tr("Cannot read the indicators"));
  file.require_version(1);
  const JsonNode root = file.root();
  root.warn_unknown({"$schema", "version", "indicators"});
  std::vector<Indicator> out;
  std::set<std::string> ids;
  for (const JsonNode& node : root.at("indicators", tr("a list of indicators")).items())
    ids.insert(out.emplace_back(read_indicator(node, ids)).id);
  if (warnings) warnings->insert(warnings->end(), file.warnings().begin(), file.warnings().end());
  return out;
}

}  // namespace data
