#include "viewer/page/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "data/source/error.h"
#include "data/source/part.h"
#include "data/source/text.h"
#include "viewer/page/export_impl.h"
#include "viewer/page/sketch.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

constexpr int probe_side = 480;  ///< pixels of the picture that shows whether there is anything on a map

/// Whether the fill of some unit reaches into the map by more than its edge; without a look at the picture.
bool fills_a_unit(const Sheet& sheet) {
  if (std::find(sheet.visible.begin(), sheet.visible.end(), "fill") == sheet.visible.end()) return false;
  const layers::View& view = sheet.plan.place.view;
  if (std::min(view.width, view.height) < 16) return false;
  const data::Box extent = view.extent().grown(-4 * view.metres_per_pixel);
  const data::UnitSet& units = *sheet.dataset->units;
  return std::any_of(units.units.begin(), units.units.end(), [&](const data::Unit& unit) {
    return unit.level == sheet.content.level && unit.area_row >= 0 &&
           data::reaches_into(units.areas[static_cast<std::size_t>(unit.level)], static_cast<std::size_t>(unit.area_row), extent);
  });
}

/// The same map, small: marks and lines keep their width, so that one lone point is seen.
bool shows_anything(const Sheet& sheet, layers::Map& map) {
  if (fills_a_unit(sheet)) return true;
  layers::View view = sheet.plan.place.view;
  const double times = std::max(1.0, std::max(view.width, view.height) / static_cast<double>(probe_side));
  view.width = std::max(1, static_cast<int>(view.width / times)), view.height = std::max(1, static_cast<int>(view.height / times));
  view.metres_per_pixel *= times, view.pixel_ratio = 1;
  layers::PartRenderer renderer(map, view, *sheet.spec.theme, layers::DrawUpTo::borders);
  const data::Image picture = renderer.draw(0, 0, view.width, view.height);
  const std::uint8_t* first = picture.at(0, 0);
  for (std::size_t i = 0; i < picture.pixels.size(); i += 4)
    if (!std::equal(first, first + 3, picture.pixels.data() + i)) return true;
  // A map zoomed into the middle of one unit is one colour, and not nothing.
  for (std::size_t c = 0; c < 3; ++c)
    if (std::abs(first[c] - std::lround(sheet.spec.theme->map_ground[c] * 255)) > 1) return true;
  return false;
}

bool any_in(const data::Table& table, const data::Box& extent) {
  if (table.shape == data::Shape::areas) {
    for (std::size_t row = 0; row < table.areas.size(); ++row)
      if (table.areas.box(row).intersects(extent)) return true;
    return false;
  }
  for (std::size_t row = 0; row < table.points.size(); ++row)
    if (table.points.has(row) && extent.contains(table.points.at(row))) return true;
  return false;
}

/// Whether anything of a layer lies on the map; nothing when there is no such layer.
std::optional<bool> is_there(const Sheet& sheet, const std::string& id, const data::Box& extent) {
  const data::Dataset& dataset = *sheet.dataset;
  if (id == "fill" || id == "borders" || id == "labels")
    return std::any_of(dataset.units->units.begin(), dataset.units->units.end(),
                       [&](const data::Unit& unit) { return unit.box.intersects(extent); });
  for (const auto& layer : dataset.layers)
    if (layer && layer->source.id == id) {
      if (!layer->table) return std::nullopt;
      return layer->by_table() || any_in(*layer->table, extent);  // a table shows in the colours of the units
    }
  for (const auto& raster : dataset.rasters)
    if (raster->source.id == id) {
      if (!raster->error.empty()) return std::nullopt;
      const auto box = raster->raster ? raster->raster->info().box : std::nullopt;
      return !box || box->intersects(extent);
    }
  return std::nullopt;
}

void require_legend(const Sheet& sheet) {
  if (sheet.content.legend.empty() || sheet.spec.bare) return;
  const PageRecord record = record_of(sheet);
  const auto clipped = [&](const Placed& text) {
    return text.part.starts_with("legend") &&
           (text.shortened || !text.room.contains(text.box, 1) || !sheet.plan.page.contains(text.box, 1));
  };
  const auto first = std::find_if(record.texts.begin(), record.texts.end(), clipped);
  const bool outside = !sheet.plan.page.contains(sheet.plan.place.legend, 1);
  if (!outside && first == record.texts.end()) return;
  throw data::Error({.what = tr("The legend does not fit on the page"),
                     .why = first == record.texts.end() ? std::string() : trf("there is no room for '{}'", first->text),
                     .hint = tr("choose a larger page, another layout or fewer layers")});
}

}  // namespace

void require_sound(const Sheet& sheet, layers::Map& map, const std::vector<std::string>& named) {
  tune_map(sheet, map);
  const data::Box extent = sheet.plan.place.view.extent();
  for (const std::string& id : named) {
    const std::optional<bool> there = is_there(sheet, id, extent);
    if (!there) throw data::Error({.what = trf("The layer '{}' is missing", id), .hint = tr("see what the project says of it")});
    if (!*there)
      throw data::Error(
          {.what = trf("The layer '{}' has nothing on this map", id), .hint = tr("choose another area, or leave the layer out")});
  }
  require_legend(sheet);
  if (!shows_anything(sheet, map))
    throw data::Error(
        {.what = tr("There is nothing on this map"), .hint = tr("choose an area of the project, and at least one layer that is drawn")});
}

DocumentInfo info_of(const Sheet& sheet) {
  std::string keywords = sheet.content.place;
  for (const std::string& word : {sheet.content.data_date, sheet.content.illustrative, sheet.content.crs})
    if (!word.empty()) keywords += (keywords.empty() ? "" : ", ") + word;
  return {sheet.title(), sheet.content.target_line.empty() ? sheet.project : sheet.content.target_line, keywords, sheet.date};
}

Size points_of(const PageSpec& spec) {
  if (spec.width_mm > 0 && spec.height_mm > 0) return {spec.width_mm / 25.4 * 72, spec.height_mm / 25.4 * 72};
  const double dpi = spec.dpi > 0 ? spec.dpi : 96;
  return {spec.width * 72.0 / dpi, spec.height * 72.0 / dpi};
}

void draw_bands(const Sheet& sheet, layers::Map& map, unsigned threads, const std::function<void(const data::Image& band)>& take) {
  constexpr int step = 256, widest = 16384;  // Cairo ends at 32767
  constexpr std::int64_t pixels = std::int64_t{8} << 20U;
  const int width = sheet.spec.width, height = sheet.spec.height;
  const int rows = step * static_cast<int>(std::max<std::int64_t>(1, pixels / step / width));
  layers::PartRenderer renderer = map_renderer(sheet, map, threads);
  for (int top = 0; top < height; top += rows) {
    const int high = std::min(rows, height - top);
    if (width <= widest) {
      take(draw_part(sheet, &renderer, 0, top, width, high));
      continue;
    }
    data::Image band(width, high);
    for (int left = 0; left < width; left += widest) {
      const data::Image part = draw_part(sheet, &renderer, left, top, std::min(widest, width - left), high);
      for (int y = 0; y < high; ++y) std::copy_n(part.at(0, y), std::size_t{4} * static_cast<std::size_t>(part.width), band.at(left, y));
    }
    take(band);
  }
}

void write_sheet(const Sheet& sheet, layers::Map& map, const std::filesystem::path& file, Format format, const ExportOptions& options) {
  require_sound(sheet, map, options.named);
  switch (format) {
    case Format::png: return write_png(sheet, map, file, options);
    case Format::pdf: return write_pdf(sheet, map, file, options);
    case Format::svg: return write_svg(sheet, map, file, options);
    case Format::geotiff: return write_geotiff(sheet, map, file, options);
  }
}

}  // namespace viewer
