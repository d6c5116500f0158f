// The commands that make pictures: the composed page, and the window's own screen.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>
#include <sstream>

#include "data/report_rows.h"
#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/write_whole.h"
#include "layers/gl.h"
#include "layers/headless_context.h"
#include "layers/map.h"
#include "viewer/arrivals.h"
#include "viewer/commands.h"
#include "viewer/offscreen.h"
#include "viewer/page/export.h"
#include "viewer/page/layouts.h"
#include "viewer/page/page_size.h"
#include "viewer/sidecar.h"
#include "viewer/units_table.h"

namespace viewer {

namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::stringstream in(text);
  for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
  return parts;
}

/// Of the map itself, not of the project.
bool is_furniture(const std::string& layer) { return layer == "fill" || layer == "borders" || layer == "labels"; }

/// xmin,ymin,xmax,ymax in the project's CRS, or a unit's code.
void read_area(const std::string& text, PageSpec& page) {
  if (text.empty()) return;
  const auto parts = split(text);
  if (parts.size() != 4) {
    page.unit = text;
    return;
  }
  double v[4];
  for (std::size_t i = 0; i < 4; ++i) {
    const auto number = data::parse_number(parts[i]);
    if (!number)
      throw data::Error({.what = data::trf("The area '{}' is not understood", text),
                         .hint = data::tr("write a unit's code, or xmin,ymin,xmax,ymax in the project's CRS")});
    v[i] = *number;
  }
  if (!(v[0] < v[2] && v[1] < v[3]))
    throw data::Error({.what = data::trf("The area '{}' is empty", text),
                       .hint = data::tr("write a unit's code, or xmin,ymin,xmax,ymax in the project's CRS")});
  page.area = data::Box{v[0], v[1], v[2], v[3]};
}

std::vector<std::string> chosen_layers(const std::string& text, const data::Dataset& dataset) {
  if (text.empty()) return {};
  std::vector<std::string> known{"fill", "borders", "labels"}, chosen = split(text);
  for (const auto& layer : dataset.layers) known.push_back(layer->source.id);
  for (const auto& raster : dataset.rasters) known.push_back(raster->source.id);
  for (const std::string& id : chosen)
    if (std::find(known.begin(), known.end(), id) == known.end())
      throw data::Error({.what = data::trf("No layer '{}' in the project", id),
                         .hint = data::trf("it has: {}", fmt::format("{}", fmt::join(known, ", ")))});
  return chosen;
}

/// On paper the colours of the units are the message; points over them only cost ink. --layers brings them back.
bool shows_layers(const PageSpec& page, const std::vector<std::string>& asked) { return !asked.empty() || !page.on_paper(); }

}  // namespace

PageSpec dress_map(const SnapshotRequest& request, layers::Map& map) {
  map.set_dataset(request.loaded->dataset);
  for (const auto& [id, share] : request.opacity) map.set_opacity(id, share);
  const bool whole_map = !request.exact_layers && std::none_of(request.layers.begin(), request.layers.end(), is_furniture);
  if (request.exact_layers || !request.layers.empty())
    for (const std::string& id : map.switchable()) {
      const bool named = std::find(request.layers.begin(), request.layers.end(), id) != request.layers.end();
      map.set_visible(id, named || (whole_map && is_furniture(id)));
    }
  PageSpec page = with_defaults(request.page, request.loaded->dataset->project.layouts);
  if (!request.exact_layers && !shows_layers(page, request.layers))
    for (const auto& layer : request.loaded->dataset->layers) map.set_visible(layer->source.id, false);
  return page;
}

namespace {

/// Needs a current context, the map's own. Returns the page as it was drawn.
Sheet save_picture(const SnapshotRequest& request, layers::Map& map) {
  const PageSpec page = dress_map(request, map);
  ExportOptions options;
  options.world_file = request.world_file;
  if (!request.exact_layers) options.named = request.layers;
  Sheet sheet = prepare_sheet(*request.loaded, map, page);
  write_sheet(sheet, map, request.file, format_of(request.file), options);
  return sheet;
}

/// The picture, and then what it was made of; fingerprints are taken while it is drawn. Nothing when no one asked for it.
std::optional<Sidecar> save_page(const SnapshotRequest& request, layers::Map& map) {
  std::optional<data::InputDigests> inputs;
  if (request.sidecar != SidecarUse::none) inputs.emplace(inputs_of(*request.loaded, request.page), request.loaded->dataset->kept);
  const Sheet sheet = save_picture(request, map);
  return inputs ? std::optional(account_for(request, sheet.spec, record_of(sheet), *inputs)) : std::nullopt;
}

}  // namespace

void save_page(const SnapshotRequest& request) {
  const layers::HeadlessContext context;
  layers::Map map;
  save_page(request, map);
}

std::vector<std::uint8_t> png_of(const SnapshotRequest& request) {
  const layers::HeadlessContext context;
  layers::Map map;
  const PageSpec page = dress_map(request, map);
  return png_of(prepare_sheet(*request.loaded, map, page), map);
}

namespace {

/// Everything but the indicator and the level, which the project has to know.
PageSpec page_of(const SnapshotOptions& options) {
  PageSpec page;
  page.layout = options.layout.empty() ? "screen" : options.layout;
  if (is_layout_file(page.layout)) page.design = find_layout(page.layout);  // read once, and warned of once
  page.bare = options.layout.empty() && format_of(options.output) == Format::geotiff;
  page.lang = options.common.lang;
  page.both_languages = options.both_languages, page.official = options.official;
  page.dpi = options.dpi;
  page.plain = options.theme_by == "none";
  page.generated = options.printed;
  if (!options.size.empty()) set_size(page, options.size, options.layout.empty());
  if (options.paper_mm.w > 0) page.width_mm = options.paper_mm.w, page.height_mm = options.paper_mm.h;
  if (!options.theme.empty()) page.theme = options.theme == "light" ? &layers::light_theme() : &layers::dark_theme();
  read_area(options.area, page);
  return page;
}

/// Empty: those that the project shows.
std::vector<std::string> asked_layers(const SnapshotOptions& options) {
  return options.layers.empty() ? std::vector<std::string>{} : split(options.layers);
}

std::vector<std::string> drawn_layers(const data::Project& project, const std::vector<std::string>& chosen) {
  if (!chosen.empty()) return chosen;
  std::vector<std::string> out;
  for (const data::LayerSource& source : project.layers)
    if (source.visible) out.push_back(source.id);
  for (const data::RasterSource& source : project.rasters)
    if (source.visible) out.push_back(source.id);
  return out;
}

/// All that shows in a view, and more by a share of its size.
data::Box seen_in(const layers::View& view, double more = 0) {
  const data::Box box = view.extent();
  return box.grown(layers::reach_of_points(view) + more * std::max(box.width(), box.height()));
}

/// Of a page without figures only what it shows. Its view is known for certain once the legend is, and the legend once the layers are read;
/// so the guess is made without them, a little too large, and where it was still too small it is made again.
std::shared_ptr<const data::Loaded> load_for_page(const SnapshotOptions& options, PageSpec page, Arrivals& arrivals) {
  CommonOptions common = options.common;
  const std::vector<std::string> chosen = asked_layers(options);
  std::shared_ptr<const data::Loaded> loaded;
  common.load.on_project = [&](const data::Project& project) { arrivals.announce(project); };
  common.load.part = [&](const data::Dataset& dataset) -> std::optional<data::LoadPart> {
    // Only now is it known what its layout holds: it may be the project's own.
    if (with_defaults(page, dataset.project.layouts).shows_figures()) return std::nullopt;
    data::Loaded known;
    if (loaded) known = *loaded;
    else known.dataset = std::make_shared<const data::Dataset>(dataset);
    page.level = data::chosen_level(*dataset.units, options.level);
    data::LoadPart part{{}, drawn_layers(dataset.project, chosen)};
    part.extent = seen_in(page_view(known, part.layers, page), 0.03);
    if (loaded) part.extent.include(*loaded->extent);
    return part;
  };
  do loaded = load_for_command(common, [&](std::shared_ptr<const data::Dataset> dataset) { arrivals.put(std::move(dataset)); });
  while (loaded->extent && loaded->dataset->errors.empty() &&
         !loaded->extent->holds(seen_in(page_view(*loaded, drawn_layers(loaded->dataset->project, chosen), page))));
  return loaded;
}

/// Of the layers that will be drawn, read already or not.
std::vector<data::LayerSource> sources_drawn(const data::Project& project, const std::vector<std::string>& drawn) {
  std::vector<data::LayerSource> out;
  for (const data::LayerSource& source : project.layers)
    if (std::find(drawn.begin(), drawn.end(), source.id) != drawn.end()) out.push_back(source);
  return out;
}

/// Whether coverage is still to come: what the legend says of it decides where there is room for names.
bool awaits_coverage(const data::Dataset& dataset, const std::vector<std::string>& drawn) {
  const std::vector<data::LayerSource> sources = sources_drawn(dataset.project, drawn);
  return std::any_of(sources.begin(), sources.end(), [&](const data::LayerSource& source) {
    return source.kind == data::LayerKind::broadband_coverage &&
           std::none_of(dataset.layers.begin(), dataset.layers.end(), [&](const auto& layer) { return layer->source.id == source.id; });
  });
}

/// Software GL compiles its shaders at the first drawing: best done while the first files are read.
void warm(layers::Map& map, const data::Project& project, const PageSpec& page, const std::vector<std::string>& asked) {
  std::vector<data::LayerKind> kinds;
  if (shows_layers(with_defaults(page, project.layouts), asked))
    for (const data::LayerSource& source : sources_drawn(project, drawn_layers(project, asked))) kinds.push_back(source.kind);
  map.warm(kinds);
}

/// Prepares what the map will draw of a data set that is still being read: outlines of coverage take longer than the reading of many a
/// layer. It is only a beginning, left off once everything has been read: the view is nearly the page's, and what cannot be planned will be
/// said when the page is. What cannot be drawn is said at once: a server that failed is not asked again so soon.
void prepare_early(SnapshotRequest request, const SnapshotOptions& options, const std::shared_ptr<const data::Dataset>& dataset,
                   Arrivals& arrivals, layers::Map& map) {
  const std::vector<std::string> drawn = drawn_layers(dataset->project, asked_layers(options));
  std::optional<Sheet> planned;
  try {
    auto known = std::make_shared<data::Loaded>();
    known->dataset = dataset;
    request.loaded = std::move(known);
    request.page.level = data::chosen_level(*dataset->units, options.level);
    request.page.plain = true;  // nothing has been counted yet
    request.layers = asked_layers(options);
    request.page = dress_map(request, map);
    planned = prepare_sheet(*request.loaded, drawn, request.page);
  } catch (const data::Error&) { return; }
  tune_map(*planned, map);
  layers::finish_jobs(map, planned->plan.place.view);
  if (!arrivals.ended() && !awaits_coverage(*dataset, drawn)) place_names(*planned, map);
}

}  // namespace

int run_snapshot(const SnapshotOptions& options, Remade* remade) {
  const Format format = format_of(options.output);
  if (options.world_file && format != Format::png)
    throw data::Error({.what = data::tr("Only a PNG needs a world file"), .hint = data::tr("a GeoTIFF says by itself where it lies")});
  SnapshotRequest request;
  request.file = options.output, request.world_file = options.world_file;
  request.page = page_of(options);
  request.exact_layers = options.exact_layers, request.opacity = options.opacity;
  Arrivals arrivals;
  auto loading = std::async(std::launch::async, [&] {
    const Arrivals::End end(arrivals);
    return load_for_page(options, request.page, arrivals);
  });
  // The graphics driver takes its time to start, and its shaders to compile: meanwhile files are read.
  const layers::HeadlessContext context;
  spdlog::debug("drawn by {}", layers::gl::renderer_name());
  layers::Map map;
  if (const auto project = arrivals.project()) warm(map, *project, request.page, asked_layers(options));
  while (auto dataset = arrivals.take()) prepare_early(request, options, dataset, arrivals, map);
  request.loaded = loading.get();
  // A picture with a layer missing would pass for the whole truth.
  if (!request.loaded->dataset->errors.empty()) {
    fmt::print(stderr, "phusong: {}\n", data::tr("No picture was written, because not everything in the project could be read"));
    if (remade) remade->inputs = sidecar_inputs(*request.loaded, request.page);
    return exit_failed;
  }
  PageSpec& page = request.page;
  if (!page.plain) page.indicator = options.theme_by.empty() ? default_indicator(*request.loaded) : options.theme_by;
  page.level = data::chosen_level(*request.loaded->dataset->units, options.level);
  request.layers = chosen_layers(options.layers, *request.loaded->dataset);
  request.sidecar = options.sidecar && options.output != "-" ? SidecarUse::written : remade ? SidecarUse::told : SidecarUse::none;
  const auto sidecar = save_page(request, map);
  if (remade && sidecar) *remade = {sidecar->inputs, sidecar->picture.digest};
  return outcome(*request.loaded, options.common);
}

int run_screenshot(const ScreenshotOptions& options) {
  const auto [width, height] = parse_size(options.size);
  const layers::HeadlessContext context;
  AppOptions app;
  app.assets = options.common.assets;
  app.project = options.common.project;
  app.load = options.common.load;
  app.lang = options.common.lang;
  app.dark = options.theme != "light";
  Offscreen screen(app, width, height, options.pixel_ratio);
  screen.settle();
  if (!screen.app().state().loaded) return exit_failed;  // the reason went to the log
  data::write_whole(options.output, data::encode_png(screen.picture()));
  return outcome(*screen.app().state().loaded, options.common);
}

}  // namespace viewer
