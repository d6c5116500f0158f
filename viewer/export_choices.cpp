#include "viewer/export_choices.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "data/source/i18n.h"
#include "viewer/commands.h"
#include "viewer/page/export.h"
#include "viewer/page/layouts.h"
#include "viewer/page/page_size.h"
#include "viewer/sidecar.h"
#include "viewer/state.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;

std::string indicator_of(const ExportChoices& choices, const State& state) {
  return choices.indicator.empty() ? state.indicator : choices.indicator;
}

/// Most of it: a province that is fitted to the screen touches its edges.
bool shows_whole(const State& state) {
  const data::Box all = state.units()->units[0].box;
  const data::Box seen = state.map_view.extent().grown(1e-6 * all.width());
  return seen.min_x <= all.min_x && seen.min_y <= all.min_y && seen.max_x >= all.max_x && seen.max_y >= all.max_y &&
         std::max(all.width() / seen.width(), all.height() / seen.height()) > 0.75;
}

}  // namespace

Format chosen_format(const ExportChoices& choices) {
  const PictureFormat* named = format_named(choices.name);
  return named ? named->format : format_of("a" + choices.ending);
}

std::vector<LayoutChoice> layout_choices(const ExportChoices& choices, const data::Loaded& loaded) {
  std::vector<LayoutChoice> out;
  const auto add = [&](const data::PageLayout& layout) {
    if (std::any_of(out.begin(), out.end(), [&](const LayoutChoice& known) { return known.id == layout.id; })) return;
    PageSpec page;
    page.layout = layout.id, page.design = std::make_shared<const data::PageLayout>(layout);
    page = with_defaults(page);
    out.push_back({layout.id, layout.name.in(data::language()), page.on_paper(), layout.official, page.width, page.height, page.width_mm,
                   page.height_mm});
  };
  for (const data::PageLayout& own : loaded.dataset->project.layouts) add(own);
  for (const data::PageLayout& shipped : shipped_layouts()) add(shipped);
  // What people expect first stands first.
  std::stable_partition(out.begin(), out.end(), [](const LayoutChoice& layout) { return layout.id == "screen"; });
  if (chosen_format(choices) == Format::geotiff) out.push_back({.id = {}, .name = data::tr("The map by itself, edge to edge")});
  return out;
}

LayoutChoice chosen_layout(const ExportChoices& choices, const data::Loaded& loaded) {
  const auto all = layout_choices(choices, loaded);
  const std::string id = layout_id(choices.layout);
  const auto found = std::find_if(all.begin(), all.end(), [&](const LayoutChoice& layout) { return layout.id == id; });
  return found == all.end() ? all.front() : *found;
}

std::string why_not_official(const ExportChoices& choices, const data::Loaded& loaded) {
  const LayoutChoice layout = chosen_layout(choices, loaded);
  if (layout.official) return data::tr("The layout heads its pages so by itself");
  if (!layout.on_paper) return data::tr("Only paper can be an administrative document");
  return loaded.dataset->project.official ? std::string() : data::tr("The project does not say whose document this is");
}

std::string why_no_world_file(const ExportChoices& choices) {
  return chosen_format(choices) == Format::png ? std::string() : data::tr("Only a PNG needs a world file");
}

int export_unit(const ExportChoices& choices, const State& state) {
  const data::UnitSet* units = state.units();
  if (!units) return -1;
  for (int level = units->deepest(); level >= 0 && !choices.unit.empty(); --level)
    if (const int found = units->find(level, choices.unit); found > 0) return found;
  if (state.selected > 0) return state.selected;
  return state.entered > 0 ? state.entered : -1;
}

ExportArea area_of(const ExportChoices& choices, const State& state) {
  if (choices.area == ExportArea::unit && export_unit(choices, state) < 0) return ExportArea::whole;
  if (choices.area) return *choices.area;
  return state.units() && shows_whole(state) ? ExportArea::whole : ExportArea::view;
}

const layers::Theme* theme_of(const ExportChoices& choices, const State& state) {
  const bool paper = state.loaded && chosen_layout(choices, *state.loaded).on_paper;
  const bool dark = choices.dark.value_or(!paper && state.theme->id == "dark");
  return dark ? &layers::dark_theme() : &layers::light_theme();
}

std::string default_name(const ExportChoices& choices, const State& state) {
  const data::UnitSet& units = *state.units();
  std::string place = data::slug(units.units[0].name), indicator = data::slug(indicator_of(choices, state));
  if (area_of(choices, state) == ExportArea::unit)
    place += "_" + data::slug(units.units[static_cast<std::size_t>(export_unit(choices, state))].name);
  std::string day = data::iso_date(state.loaded->date);
  std::erase(day, '-');
  const char* lang = choices.both_languages ? "vi-en" : choices.lang.value_or(state.lang) == data::Lang::vi ? "vi" : "en";
  return fmt::format("{}_{}_{}_{}{}", place, indicator.empty() ? "none" : indicator, day, lang, choices.ending);
}

SnapshotRequest export_request(const ExportChoices& choices, const State& state) {
  SnapshotRequest request;
  request.loaded = state.loaded;
  request.sidecar = choices.sidecar ? SidecarUse::written : SidecarUse::none;
  request.opacity = state.opacity, request.exact_layers = true;
  for (const auto& [id, on] : state.visible)
    if (on) request.layers.push_back(id);
  request.file = choices.name.empty() ? default_name(choices, state) : choices.name;
  if (!format_named(request.file)) request.file += choices.ending;
  PageSpec& page = request.page;
  const LayoutChoice layout = chosen_layout(choices, *state.loaded);
  page.bare = layout.id.empty();
  if (!page.bare) page.layout = layout.id;
  page.both_languages = choices.both_languages;
  page.lang = choices.both_languages ? data::Lang::vi : choices.lang.value_or(state.lang);
  page.theme = theme_of(choices, state);
  page.official = choices.official && why_not_official(choices, *state.loaded).empty();
  request.world_file = choices.world_file && why_no_world_file(choices).empty();
  if (layout.on_paper) page.dpi = choices.dpi;
  if (!choices.size.empty()) set_size(page, choices.size, false);
  page.plain = choices.indicator == "none";
  if (!page.plain) page.indicator = indicator_of(choices, state);
  page.level = state.level;
  const ExportArea area = area_of(choices, state);
  if (area == ExportArea::view) page.area = state.map_view.extent();
  if (area == ExportArea::unit) page.unit = state.units()->units[static_cast<std::size_t>(export_unit(choices, state))].code;
  return request;
}

fs::path free_path(const SnapshotRequest& request) {
  const std::string typed = request.file.string();
  const char* home = std::getenv("HOME");
  const fs::path wanted = typed.starts_with("~/") && home ? fs::path(home) / typed.substr(2) : request.file;
  const fs::path path = fs::absolute(wanted).lexically_normal();
  const auto there = [](const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
  };
  const auto taken = [&](const fs::path& file) {
    return there(file) || (request.sidecar == SidecarUse::written && there(sidecar_path(file))) ||
           (request.world_file && there(world_file_path(file)));
  };
  fs::path out = path;
  for (int n = 2; taken(out); ++n) out = path.parent_path() / fmt::format("{}-{}{}", path.stem().string(), n, path.extension().string());
  return out;
}

}  // namespace viewer
