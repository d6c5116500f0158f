#include "viewer/sidecar.h"

#include <fmt/format.h>

#include <algorithm>

#include "data/source/error.h"
#include "data/source/files.h"
#include "data/source/i18n.h"
#include "data/source/write_whole.h"
#include "data/version.h"
#include "viewer/page/layouts.h"
#include "viewer/places.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using data::trf;

/// As seen from the folder, when both are likely to be moved together: at most two steps up, and not from the root.
std::string portable(const fs::path& path, const fs::path& folder) {
  const fs::path there = path.lexically_relative(folder);
  const auto up = std::count(there.begin(), there.end(), fs::path(".."));
  const auto depth = std::distance(folder.begin(), folder.end()) - 1;  // the root is a part too
  return there.empty() || up > 2 || up >= depth ? path.generic_string() : there.generic_string();
}

fs::path folder_of(const fs::path& file) { return fs::absolute(file).lexically_normal().parent_path(); }

Sidecar::Project project_of(const data::Project& project, const fs::path& picture) {
  Sidecar::Project out{.path = {}, .sample = {}, .title = project.title};
  const std::string id = project.path.parent_path().filename().string();
  if (!id.empty() && sample_file(id) == project.path) out.sample = id;
  else out.path = portable(project.path, folder_of(picture));
  return out;
}

std::vector<SidecarLayer> layers_of(const SnapshotRequest& request, const std::vector<std::string>& drawn) {
  const data::Dataset& dataset = *request.loaded->dataset;
  std::vector<SidecarLayer> out;
  for (const std::string& id : drawn) {
    SidecarLayer& layer = out.emplace_back();
    layer.id = id;
    for (const auto& known : dataset.layers)
      if (known->source.id == id) {
        layer.date = known->source.date;
        if (!layer.date && request.loaded->dated) layer.date = request.loaded->date;
      }
    for (const auto& known : dataset.rasters)
      if (known->source.id == id) layer.opacity = known->source.opacity;
    for (const auto& [asked, share] : request.opacity)
      if (asked == id && layer.opacity) layer.opacity = share;
  }
  return out;
}

std::vector<SidecarTarget> targets_of(const data::Loaded& loaded, const std::vector<ShownTarget>& shown) {
  std::vector<SidecarTarget> out;
  for (const ShownTarget& target : shown) {
    const auto known = [&](const SidecarTarget& other) { return other.id == target.id; };
    if (target.id.empty() || std::any_of(out.begin(), out.end(), known)) continue;
    for (const data::ScoreRow& row : loaded.scorecard.rows)
      if (row.target.id == target.id) {
        const data::Provenance& from = row.target.source;
        out.push_back({target.id, row.target.indicator, from.document, from.issuer, from.date, from.quote, data::name_of(target.verdict)});
        break;
      }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> filters_of(const data::Project& project) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& unit : project.units)
    if (!unit.where.empty()) out.emplace_back(unit.key, unit.where);
  for (const auto& layer : project.layers)
    if (!layer.where.empty()) out.emplace_back(layer.key, layer.where);
  return out;
}

Sidecar::Page page_of(const PageSpec& spec, const PageRecord& drawn, const data::UnitSet& units, const fs::path& folder) {
  Sidecar::Page page;
  if (!spec.bare) page.layout = is_layout_file(spec.layout) ? portable(fs::absolute(spec.layout).lexically_normal(), folder) : spec.layout;
  page.both_languages = spec.both_languages, page.official = spec.official && !spec.design->official;
  page.theme = spec.theme->id, page.lang = spec.lang, page.plain = spec.plain;
  page.level = units.levels[static_cast<std::size_t>(drawn.level)];
  page.unit = spec.unit, page.area = spec.area, page.indicator = spec.plain ? "" : spec.indicator, page.printed = spec.generated;
  return page;
}

std::string size_words(const SidecarInput& input) {
  return input.digest ? data::format_integer(static_cast<std::int64_t>(input.digest->bytes)) : "–";
}

std::vector<SidecarInput> inputs_of(const data::Dataset& dataset, data::InputDigests& inputs) {
  const auto& digests = inputs.wait();
  const fs::path folder = dataset.project.path.parent_path();
  std::vector<SidecarInput> out;
  for (std::size_t i = 0; i < digests.size(); ++i) {
    const data::Input& input = inputs.inputs()[i];
    SidecarInput& one = out.emplace_back(SidecarInput{input.parts, {}, false, input.source, digests[i]});
    if (input.path.empty()) continue;
    const fs::path inside = input.path.lexically_relative(dataset.assets);
    one.shipped = !inside.empty() && *inside.begin() != "..";
    one.path = one.shipped ? inside.generic_string() : portable(input.path, folder);
  }
  return out;
}

Sidecar sidecar_of(const SnapshotRequest& request, const PageSpec& page, const PageRecord& drawn, const data::FileDigest& picture,
                   data::InputDigests& inputs) {
  const data::Dataset& dataset = *request.loaded->dataset;
  Sidecar out;
  out.program = data::version;
  out.picture = {.file = request.file.filename().string(),
                 .format = data::fold(request.file.extension().string()),
                 .width = page.width,
                 .height = page.height,
                 .dpi = page.dpi,
                 .width_mm = page.width_mm,
                 .height_mm = page.height_mm,
                 .digest = picture};
  std::erase(out.picture.format, '.');
  out.project = project_of(dataset.project, request.file);
  if (request.loaded->dated) out.date = request.loaded->date;
  out.inputs = inputs_of(dataset, inputs);
  out.where = filters_of(dataset.project);
  out.page = page_of(page, drawn, *dataset.units, folder_of(request.file));
  out.camera = {dataset.project.crs, drawn.view.centre, drawn.view.metres_per_pixel, drawn.view.extent()};
  out.layers = layers_of(request, drawn.layers);
  out.targets = targets_of(*request.loaded, drawn.targets);
  return out;
}

}  // namespace

std::vector<data::Input> inputs_of(const data::Loaded& loaded, const PageSpec& page) {
  return data::inputs_of(loaded, is_layout_file(page.layout) ? fs::absolute(page.layout).lexically_normal() : fs::path());
}

fs::path sidecar_path(const fs::path& picture) { return picture.string() + ".json"; }

std::vector<SidecarInput> sidecar_inputs(const data::Loaded& loaded, const PageSpec& page) {
  data::InputDigests digests(inputs_of(loaded, page), loaded.dataset->kept);
  return inputs_of(*loaded.dataset, digests);
}

Sidecar account_for(const SnapshotRequest& request, const PageSpec& page, const PageRecord& drawn, data::InputDigests& inputs) {
  const bool lies_there = data::is_file(request.file);  // not a pipe, a device or standard output
  const auto digest = lies_there ? data::digest_of(request.file) : std::nullopt;
  Sidecar out = sidecar_of(request, page, drawn, digest.value_or(data::FileDigest{}), inputs);
  if (request.sidecar != SidecarUse::written || !lies_there) return out;
  try {
    data::write_whole(sidecar_path(request.file), to_json(out));
  } catch (const data::Error& error) {
    data::Error::Parts parts = error.parts();
    parts.what = data::tr("The picture is there, but what it was made of could not be written beside it");
    throw data::Error(parts);
  }
  return out;
}

SnapshotOptions options_of(const Sidecar& sidecar, const fs::path& folder) {
  SnapshotOptions out;
  const Sidecar::Page& page = sidecar.page;
  out.output = folder / sidecar.picture.file;
  if (sidecar.project.sample.empty()) out.common.project = (folder / fs::path(sidecar.project.path)).lexically_normal();
  else out.common.project = sample_file(sidecar.project.sample);
  std::error_code ignored;
  if (!sidecar.project.sample.empty() && !fs::exists(out.common.project, ignored)) out.common.project = sidecar.project.sample;
  out.common.load.date = sidecar.date;
  out.common.lang = page.lang;
  out.size = fmt::format("{}x{}", sidecar.picture.width, sidecar.picture.height);
  if (sidecar.picture.width_mm > 0) out.paper_mm = {sidecar.picture.width_mm, sidecar.picture.height_mm};
  out.layout = is_layout_file(page.layout) ? (folder / fs::path(page.layout)).lexically_normal().string() : page.layout;
  out.both_languages = page.both_languages, out.official = page.official;
  out.dpi = sidecar.picture.dpi, out.theme = page.theme, out.level = page.level, out.printed = page.printed;
  out.theme_by = page.plain ? "none" : page.indicator;
  out.area = page.area ? fmt::format("{},{},{},{}", page.area->min_x, page.area->min_y, page.area->max_x, page.area->max_y) : page.unit;
  out.exact_layers = true;
  for (const SidecarLayer& layer : sidecar.layers) {
    out.layers += (out.layers.empty() ? "" : ",") + layer.id;
    if (layer.opacity) out.opacity.emplace_back(layer.id, *layer.opacity);
  }
  return out;
}

std::vector<std::string> changes_between(const std::vector<SidecarInput>& before, const std::vector<SidecarInput>& now) {
  std::vector<std::string> out;
  const auto find = [](const std::vector<SidecarInput>& list, const SidecarInput& wanted) {
    return std::find_if(list.begin(), list.end(), [&](const SidecarInput& other) {
      return other.path == wanted.path && other.source == wanted.source && other.shipped == wanted.shipped;
    });
  };
  for (const SidecarInput& old : before) {
    const auto found = find(now, old);
    if (found == now.end()) out.push_back(trf("no longer used: {}", old.name()));
    else if (old.digest && !found->digest) out.push_back(trf("vanished: {}", old.name()));
    else if (old.digest != found->digest)
      out.push_back(trf("changed: {0} ({1} → {2} bytes)", old.name(), size_words(old), size_words(*found)));
  }
  for (const SidecarInput& one : now)
    if (find(before, one) == before.end()) out.push_back(trf("new: {}", one.name()));
  return out;
}

}  // namespace viewer
