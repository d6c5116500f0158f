// The sidecar as JSON, both ways.
#include <nlohmann/json.hpp>

#include "data/source/error.h"
#include "data/source/json_reader.h"
#include "viewer/sidecar.h"

namespace viewer {
namespace {

using data::tr;
using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }
Json or_null(const std::optional<data::Date>& date) { return date ? Json(data::iso_date(*date)) : Json(); }
Json json_of(const data::Box& box) { return Json::array({box.min_x, box.min_y, box.max_x, box.max_y}); }

Json json_of(const Sidecar::Picture& picture) {
  Json out{{"file", picture.file}, {"format", picture.format}, {"width", picture.width}, {"height", picture.height}};
  out["dpi"] = picture.dpi > 0 ? Json(picture.dpi) : Json();
  if (picture.width_mm > 0) out["paper_mm"] = Json::array({picture.width_mm, picture.height_mm});
  out["bytes"] = picture.digest.bytes, out["sha256"] = picture.digest.sha256;
  return out;
}

Json json_of(const Sidecar::Project& project) {
  Json out;
  if (project.sample.empty()) out["path"] = project.path;
  else out["sample"] = project.sample;
  Json title = Json::object();
  if (!project.title.vi.empty()) title["vi"] = project.title.vi;
  if (!project.title.en.empty()) title["en"] = project.title.en;
  out["title"] = std::move(title);
  return out;
}

Json json_of(const Sidecar::Page& page) {
  const char* lang = page.both_languages ? "both" : page.lang == data::Lang::vi ? "vi" : "en";
  Json out{{"layout", or_null(page.layout)}, {"lang", lang}, {"theme", page.theme}, {"level", page.level}};
  out["indicator"] = page.plain ? Json("none") : or_null(page.indicator);
  out["unit"] = or_null(page.unit);
  out["area"] = page.area ? json_of(*page.area) : Json();
  if (page.official) out["official"] = true;
  if (!page.printed.empty()) out["printed"] = page.printed;
  return out;
}

Json json_of(const SidecarLayer& layer) {
  Json out{{"id", layer.id}, {"date", or_null(layer.date)}};
  if (layer.opacity) out["opacity"] = *layer.opacity;
  return out;
}

Json json_of(const SidecarTarget& target) {
  return {{"id", target.id},
          {"indicator", target.indicator},
          {"verdict", target.verdict},
          {"document", or_null(target.document)},
          {"issuer", or_null(target.issuer)},
          {"date", or_null(target.date)},
          {"quote", or_null(target.quote)}};
}

template <typename T>
Json list_of(const std::vector<T>& items) {
  Json out = Json::array();
  for (const T& item : items) out.push_back(json_of(item));
  return out;
}

// --- Reading ---------------------------------------------------------------------------------------------------------

std::string text_at(const data::JsonNode& node, const char* key) { return node.at(key, tr("text")).string(); }

std::uint64_t count_of(const data::JsonNode& node) { return static_cast<std::uint64_t>(node.integer(0, tr("a whole number"))); }

std::vector<double> numbers(const data::JsonNode& node, std::size_t count) {
  std::vector<double> out;
  for (const data::JsonNode& item : node.items()) out.push_back(item.number());
  if (out.size() != count) node.fail(data::trf("a list of {} numbers", count));
  return out;
}

data::Box box_of(const data::JsonNode& node) {
  const auto v = numbers(node, 4);
  return {v[0], v[1], v[2], v[3]};
}

std::optional<data::FileDigest> digest_of(const data::JsonNode& node) {
  const auto bytes = node.find("bytes"), sum = node.find("sha256");
  if (!bytes && !sum) return std::nullopt;
  return data::FileDigest{count_of(node.at("bytes", tr("a whole number"))), text_at(node, "sha256")};
}

SidecarInput read_input(const data::JsonNode& node) {
  SidecarInput out;
  for (const data::JsonNode& part : node.at("for", tr("a list")).items()) out.parts.push_back(part.string());
  out.path = node.string_at("path"), out.source = node.string_at("source");
  if (out.path.empty() == out.source.empty()) node.fail_why(tr("it has either \"path\" or \"source\""));
  if (const auto shipped = node.find("shipped")) out.shipped = shipped->boolean();
  out.digest = digest_of(node);
  return out;
}

Sidecar::Picture read_picture(const data::JsonNode& node) {
  Sidecar::Picture out;
  const data::JsonNode file = node.at("file", tr("the name of a file"));
  out.file = file.string();
  // It is written beside the sidecar and nowhere else.
  if (out.file.find('/') != std::string::npos || out.file == "." || out.file == "..") file.fail(tr("the name of a file, without a folder"));
  out.format = text_at(node, "format");
  out.width = static_cast<int>(count_of(node.at("width", tr("a whole number"))));
  out.height = static_cast<int>(count_of(node.at("height", tr("a whole number"))));
  if (const auto dpi = node.find("dpi")) out.dpi = dpi->number();
  if (const auto paper = node.find("paper_mm")) {
    const auto mm = numbers(*paper, 2);
    out.width_mm = mm[0], out.height_mm = mm[1];
  }
  if (const auto digest = digest_of(node)) out.digest = *digest;
  return out;
}

Sidecar::Project read_project(const data::JsonNode& node) {
  Sidecar::Project out{.path = node.string_at("path"), .sample = node.string_at("sample"), .title = {}};
  if (out.path.empty() == out.sample.empty()) node.fail_why(tr("it has either \"path\" or \"sample\""));
  if (const auto title = node.find("title")) out.title = {.vi = title->string_at("vi"), .en = title->string_at("en")};
  return out;
}

Sidecar::Page read_page(const data::JsonNode& node) {
  Sidecar::Page out;
  out.layout = node.string_at("layout"), out.level = text_at(node, "level");
  const std::size_t lang = node.at("lang", tr("text")).one_of({"vi", "en", "both"});
  out.lang = lang == 1 ? data::Lang::en : data::Lang::vi, out.both_languages = lang == 2;
  if (const auto official = node.find("official")) out.official = official->boolean();
  const std::vector<std::string> themes{"dark", "light"};
  out.theme = themes[node.at("theme", tr("text")).one_of(themes)];
  out.indicator = node.string_at("indicator"), out.unit = node.string_at("unit"), out.printed = node.string_at("printed");
  out.plain = out.indicator == "none";
  if (out.plain) out.indicator.clear();
  if (const auto area = node.find("area")) out.area = box_of(*area);
  return out;
}

Sidecar::Camera read_camera(const data::JsonNode& node) {
  const auto centre = numbers(node.at("centre", tr("a list")), 2);
  return {text_at(node, "crs"),
          {centre[0], centre[1]},
          node.at("metres_per_pixel", tr("a number")).number(),
          box_of(node.at("extent", tr("a list")))};
}

SidecarLayer read_layer(const data::JsonNode& node) {
  SidecarLayer out{.id = text_at(node, "id"), .date = {}, .opacity = {}};
  if (const auto date = node.find("date")) out.date = date->date();
  if (const auto opacity = node.find("opacity")) out.opacity = opacity->number();
  return out;
}

SidecarTarget read_target(const data::JsonNode& node) {
  return {text_at(node, "id"),    node.string_at("indicator"), node.string_at("document"), node.string_at("issuer"),
          node.string_at("date"), node.string_at("quote"),     text_at(node, "verdict")};
}

}  // namespace

Json json_of(const SidecarInput& input) {
  Json out;
  out["for"] = input.parts;
  if (input.path.empty()) out["source"] = input.source;
  else out["path"] = input.path;
  if (input.shipped) out["shipped"] = true;
  if (input.digest) out["bytes"] = input.digest->bytes, out["sha256"] = input.digest->sha256;
  return out;
}

std::string to_json(const Sidecar& sidecar) {
  Json where = Json::object();
  for (const auto& [part, condition] : sidecar.where) where[part] = condition;
  const Sidecar::Camera& camera = sidecar.camera;
  Json out{{"version", 1},
           {"program", {{"name", "phusong"}, {"version", sidecar.program}}},
           {"picture", json_of(sidecar.picture)},
           {"project", json_of(sidecar.project)},
           {"inputs", list_of(sidecar.inputs)},
           {"filters", {{"date", or_null(sidecar.date)}, {"where", where}}},
           {"page", json_of(sidecar.page)},
           {"camera",
            {{"crs", camera.crs},
             {"centre", Json::array({camera.centre.x, camera.centre.y})},
             {"metres_per_pixel", camera.metres_per_pixel},
             {"extent", json_of(camera.extent)}}},
           {"layers", list_of(sidecar.layers)},
           {"targets", list_of(sidecar.targets)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Sidecar read_sidecar(const std::filesystem::path& path) {
  const data::JsonFile file = data::JsonFile::read(path, tr("Cannot read what the picture was made of"));
  file.require_version(1);
  const data::JsonNode root = file.root();
  const std::string object = tr("an object");
  Sidecar out;
  out.program = text_at(root.at("program", object), "version");
  out.picture = read_picture(root.at("picture", object));
  out.project = read_project(root.at("project", object));
  for (const data::JsonNode& input : root.at("inputs", tr("a list")).items()) out.inputs.push_back(read_input(input));
  const data::JsonNode filters = root.at("filters", object);
  if (const auto date = filters.find("date")) out.date = date->date();
  if (const auto where = filters.find("where"))
    for (const auto& [part, condition] : where->members()) out.where.emplace_back(part, condition.string());
  out.page = read_page(root.at("page", object));
  out.camera = read_camera(root.at("camera", object));
  for (const data::JsonNode& layer : root.at("layers", tr("a list")).items()) out.layers.push_back(read_layer(layer));
  for (const data::JsonNode& target : root.at("targets", tr("a list")).items()) out.targets.push_back(read_target(target));
  return out;
}

}  // namespace viewer
