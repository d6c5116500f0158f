#include "viewer/pack/manifest.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <string_view>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/sha256.h"
#include "data/source/write_whole.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* manifest_name = "pack.json";

Json recipe_json(const PackRecipe& recipe) {
  Json inputs = Json::array();
  for (const SidecarInput& input : recipe.inputs) inputs.push_back(json_of(input));
  return {{"version", recipe.version},     {"program", recipe.program}, {"lang", recipe.lang},
          {"date", recipe.date},           {"layout", recipe.layout},   {"level", recipe.level},
          {"indicator", recipe.indicator}, {"formats", recipe.formats}, {"inputs", std::move(inputs)}};
}

/// An earlier pack.json; null when there is none or it is damaged: then nothing in the folder is known to be good.
Json read_manifest(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  Json found = Json::parse(text, nullptr, false);
  return found.is_object() && found.contains("files") && found["files"].is_array() ? found : Json();
}

/// What a WholeFile calls a file before it is whole, where the file system wants a name.
bool is_half(const fs::path& file) {
  static const std::regex half(R"(.*\.(pdf|png|xlsx|csv|json|html)\.[A-Za-z0-9]{6})");
  return std::regex_match(file.filename().string(), half);
}

/// Names in a manifest are those of files within the folder, whatever somebody wrote into it.
bool is_within(const std::string& file) {
  const fs::path path = file;
  return !file.empty() && path.is_relative() && std::find(path.begin(), path.end(), "..") == path.end();
}

}  // namespace

bool PackRecipe::repeatable() const {
  return std::none_of(inputs.begin(), inputs.end(), [](const SidecarInput& input) { return !input.digest; });
}

PackFolder::PackFolder(fs::path folder, PackRecipe recipe) : folder_(std::move(folder)), recipe_(std::move(recipe)) {
  std::error_code failed;
  const auto cannot = [&](const std::string& why, const char* hint) {
    return data::Error({.what = data::tr("Cannot write the pack"), .file = folder_.string(), .why = why, .hint = data::tr(hint)});
  };
  fs::create_directories(folder_, failed);
  if (failed) throw cannot(data::system_message(failed.value()), data::mark("check that the folder exists and may be written"));
  const bool known = fs::exists(folder_ / manifest_name, failed);
  if (!known && !fs::is_empty(folder_, failed))
    throw cannot(data::tr("the folder holds other things and no pack"), data::mark("give a new folder, or that of an earlier pack"));
  adopt();
  save(false);
}

void PackFolder::adopt() {
  const Json found = read_manifest(folder_ / manifest_name);
  std::map<std::string, Made> earlier;
  for (const Json& file : found.is_object() ? found["files"] : Json::array())
    if (file.is_object() && file.contains("bytes") && file.contains("sha256") && is_within(file.value("file", "")))
      earlier[file.value("file", "")] = {file["bytes"].is_number_unsigned() ? file["bytes"].get<std::uint64_t>() : 0,
                                         file["sha256"].is_string() ? file["sha256"].get<std::string>() : std::string()};
  if (found.is_object() && recipe_.repeatable() && found.value("recipe", Json()) == recipe_json(recipe_))
    for (const auto& [file, made] : earlier)
      if (const auto digest = data::digest_of(folder_ / file); digest && digest->bytes == made.bytes && digest->sha256 == made.sha256)
        made_[file] = made;
  kept_ = made_.size();
  tidy(earlier);
}

void PackFolder::tidy(const std::map<std::string, Made>& earlier) {
  std::error_code ignored;
  for (const auto& [file, made] : earlier)
    if (!made_.contains(file)) fs::remove(folder_ / file, ignored);
  std::vector<fs::path> halves;
  for (const auto& entry : fs::recursive_directory_iterator(folder_, ignored))
    if (entry.is_regular_file(ignored) && is_half(entry.path())) halves.push_back(entry.path());
  for (const fs::path& half : halves) fs::remove(half, ignored);
}

void PackFolder::expect(const std::vector<std::string>& files) {
  const std::scoped_lock lock(mutex_);
  for (const std::string& file : files) made_.try_emplace(file);
  save(false);
}

bool PackFolder::has(const std::string& file) const {
  const std::scoped_lock lock(mutex_);
  const auto found = made_.find(file);
  return found != made_.end() && !found->second.sha256.empty();
}

void PackFolder::write(const std::string& file, const std::vector<std::uint8_t>& bytes) {
  const std::string_view view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  data::write_whole(place_for(file), bytes);
  const std::scoped_lock lock(mutex_);
  made_[file] = {bytes.size(), data::sha256(view)};
  save(false);
}

void PackFolder::write(const std::string& file, const std::string& text) {
  write(file, std::vector<std::uint8_t>(text.begin(), text.end()));
}

fs::path PackFolder::place_for(const std::string& file) const {
  std::error_code ignored;
  fs::create_directories((folder_ / file).parent_path(), ignored);  // whoever writes there says what is wrong with it
  return folder_ / file;
}

void PackFolder::wrote(const std::string& file) {
  const auto digest = data::digest_of(folder_ / file);
  if (!digest)
    throw data::Error({.what = data::tr("A file of the pack is gone before the pack is done"), .file = (folder_ / file).string()});
  const std::scoped_lock lock(mutex_);
  made_[file] = {digest->bytes, digest->sha256};
  save(false);
}

std::uint64_t PackFolder::bytes() const {
  const std::scoped_lock lock(mutex_);
  std::uint64_t sum = 0;
  for (const auto& [file, made] : made_) sum += made.bytes;
  return sum;
}

void PackFolder::finish() {
  const std::scoped_lock lock(mutex_);
  save(true);
}

void PackFolder::save(bool complete) {
  Json files = Json::array();
  for (const auto& [file, made] : made_)
    files.push_back({{"file", file}, {"bytes", made.bytes}, {"sha256", made.sha256.empty() ? Json(nullptr) : Json(made.sha256)}});
  const std::string text = Json{{"complete", complete}, {"recipe", recipe_json(recipe_)}, {"files", std::move(files)}}.dump(
                               2, ' ', false, Json::error_handler_t::replace) +
                           "\n";
  data::write_whole(folder_ / manifest_name, {{text.data(), text.size()}}, complete);
}

}  // namespace viewer
