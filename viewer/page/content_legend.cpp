// What the legend explains: only what is on the map, from the best class to the worst, with how many units are in each.
#include <algorithm>

#include "data/model/words.h"
#include "viewer/page/content.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;
using Symbol = LegendEntry::Symbol;

bool shown(const std::vector<std::string>& visible, std::string_view id) {
  return std::find(visible.begin(), visible.end(), id) != visible.end();
}

void add_classes(LegendContent& legend, const layers::Choropleth& fill, const std::vector<int>& units, const PageSpec& spec) {
  std::vector<int> count(fill.classes.colours.size(), 0);
  int without = 0;
  for (const int unit : units) {
    const int found = fill.class_of_unit[static_cast<std::size_t>(unit)];
    ++(found < 0 ? without : count[static_cast<std::size_t>(found)]);
  }
  for (int i = static_cast<int>(count.size()) - 1; i >= 0; --i) {
    const auto at = static_cast<std::size_t>(i);
    if (count[at] > 0)
      legend.classes.push_back(
          {Symbol::area, fill.classes.colours[at], {}, fill.classes.label(i, spec.lang), data::format_integer(count[at], spec.lang)});
  }
  if (without > 0) legend.classes.push_back({Symbol::no_data, {}, {}, tr("no data"), data::format_integer(without, spec.lang)});
  if (!fill.indicator.higher_is_better) std::reverse(legend.classes.begin(), legend.classes.end() - (without > 0 ? 1 : 0));
  if (fill.classes.target && fill.target)
    legend.note = trf("Blue: target {} reached; orange: not yet.", data::aim_text(*fill.target, fill.indicator, spec.lang));
}

void add_layer(LegendContent& legend, const data::LayerData& layer, bool over_classes, const PageSpec& spec) {
  const layers::Theme& theme = *spec.theme;
  if (!layer.table || layer.by_table()) return;
  if (layer.source.kind == data::LayerKind::broadband_coverage)
    for (const layers::CoverageLook& look : layers::coverage_looks(layers::technologies_of(layer), theme, over_classes))
      legend.symbols.push_back({Symbol::coverage, {}, {}, layers::coverage_text(look.technology), {}, look.edge_width, look});
  for (MarkText& mark : mark_texts(layer, theme, spec.lang))
    legend.symbols.push_back({Symbol::mark, mark.colour, theme.label_halo, std::move(mark.text), {}, 1, {}, mark.shape, mark.hollow});
}

}  // namespace

std::vector<MarkText> mark_texts(const data::LayerData& layer, const layers::Theme& theme, data::Lang lang) {
  const layers::MarkShape shape = layers::shape_of(layer.source.kind);
  const auto named = [&](const std::string& otherwise) {
    const std::string name = lowered(layer.source.name.in(lang));
    return name.empty() ? otherwise : name;
  };
  switch (layer.source.kind) {
    case data::LayerKind::broadband_coverage: return {};
    case data::LayerKind::fiber_household:
      return {{shape, false, theme.connected, tr("household with fibre")}, {shape, true, theme.unconnected, tr("household without fibre")}};
    case data::LayerKind::digital_address:
      if (layer.source.field("stage").empty()) return {{shape, false, theme.stages[0], named(tr("digital address"))}};
      return {{shape, true, theme.stages[0], tr("address collected")},
              {shape, false, theme.stages[1], tr("owner notified")},
              {shape, false, theme.stages[2], tr("sign fixed")}};
    case data::LayerKind::villages: return {{shape, false, theme.point_plain, named(tr("village"))}};
    case data::LayerKind::sites: return {{shape, false, theme.point_plain, named(tr("school, clinic, office"))}};
  }
  return {};
}

LegendContent legend_of(const data::Loaded& loaded, const PageContent& page, const std::vector<std::string>& visible,
                        const PageSpec& spec) {
  LegendContent legend;
  legend.heading = tr("Legend");
  if (page.choropleth && shown(visible, "fill")) {
    legend.count_heading = tr("units");
    add_classes(legend, *page.choropleth, units_within(*loaded.dataset->units, page.focus, page.level), spec);
  }
  for (const auto& layer : loaded.dataset->layers)
    if (shown(visible, layer->source.id)) add_layer(legend, *layer, !legend.classes.empty(), spec);
  // Every level above the coloured one is drawn as a heavier line; the outline of the whole needs no explaining.
  if (shown(visible, "borders"))
    for (int level = page.level - 1; level >= 1; --level)
      legend.symbols.push_back(
          {Symbol::line, spec.theme->border_outer, spec.theme->land, trf("border: {}", lowered(loaded.level_name(level))), {}, 1.6});
  return legend;
}

}  // namespace viewer
