// Where what a page shows is from: the document behind its target, who counted its figures and when, whose basemap it lies on.
#include <fmt/ranges.h>

#include <algorithm>

#include "data/model/words.h"
#include "viewer/page/content.h"

namespace viewer {
namespace {

using data::trf;

bool is_drawn(const data::LayerData& layer, const std::vector<std::string>& visible) {
  return layer.table && !layer.by_table() && std::find(visible.begin(), visible.end(), layer.source.id) != visible.end();
}

std::string named_with_date(const data::Loaded& loaded, const data::LayerData& layer, data::Lang lang) {
  return fmt::format("“{}” ({})", data::layer_text(layer.source, lang), data::format_date(layer.source.date.value_or(loaded.date), lang));
}

std::string source_of_layers(const data::Loaded& loaded, const std::vector<std::string>& visible, data::Lang lang) {
  std::vector<std::string> names;
  for (const auto& layer : loaded.dataset->layers)
    if (is_drawn(*layer, visible)) names.push_back(named_with_date(loaded, *layer, lang));
  return names.empty() ? std::string{} : trf("Layers: {}.", fmt::join(names, ", "));
}

/// The layers an indicator is counted from, each once.
std::string layers_behind(const data::Loaded& loaded, const data::Indicator& indicator, data::Lang lang) {
  std::vector<data::LayerKind> kinds;
  for (const auto& count : {indicator.numerator, indicator.denominator}) {
    if (!count) continue;
    kinds.push_back(count->layer);
    if (count->coverage) kinds.push_back(count->coverage->layer);
  }
  std::vector<std::string> names;
  for (const auto& layer : loaded.dataset->layers)
    if (layer->table && std::find(kinds.begin(), kinds.end(), layer->source.kind) != kinds.end())
      names.push_back(named_with_date(loaded, *layer, lang));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string source_of(const data::Loaded& loaded, const data::Indicator* indicator, const data::ScoreRow* row, data::Lang lang) {
  std::vector<std::string> out;
  if (row) {
    std::vector<std::string> parts;
    for (const std::string& part : {row->target.source.document, data::given_date_text(row->target.source.date, lang),
                                    row->target.source.issuer, data::status_text(row->target.status, lang)})
      if (!part.empty()) parts.push_back(part);
    if (!parts.empty()) out.push_back(trf("Target: {}.", fmt::join(parts, ", ")));
  }
  if (row && row->actual && !row->actual->computed) {
    out.push_back(trf("Actual: published figure, {0}, {1}.", row->actual->source, data::given_date_text(row->actual->date_text, lang)));
  } else if (indicator) {
    if (const std::string names = layers_behind(loaded, *indicator, lang); !names.empty())
      out.push_back(trf("Actual: computed on the map from {}.", names));
  }
  if (indicator && !indicator->definition.empty()) out.push_back(trf("Definition: {}", indicator->definition.in(lang)));
  return fmt::format("{}", fmt::join(out, " "));
}

/// "Basemap: © OpenStreetMap." of those that are drawn; empty when nobody has to be named.
std::string credit_of(const data::Dataset& dataset, const std::vector<std::string>& visible, data::Lang lang) {
  std::vector<std::string> names;
  for (const auto& raster : dataset.rasters)
    if (const std::string& by = raster->source.attribution.in(lang);
        !by.empty() && std::find(visible.begin(), visible.end(), raster->source.id) != visible.end())
      names.push_back(by);
  return names.empty() ? std::string() : trf("Basemap: {}.", fmt::join(names, ", "));
}

}  // namespace

std::string title_of_layers(const data::Loaded& loaded, const std::vector<std::string>& visible, const std::string& without,
                            data::Lang lang) {
  std::vector<std::string> names;
  for (const auto& layer : loaded.dataset->layers)
    if (is_drawn(*layer, visible))
      names.push_back(names.empty() ? data::layer_text(layer->source, lang) : lowered(data::layer_text(layer->source, lang)));
  return names.empty() ? without : fmt::format("{}", fmt::join(names, ", "));
}

std::string source_line(const data::Loaded& loaded, const data::Indicator* indicator, const data::ScoreRow* row,
                        const std::vector<std::string>& visible, const PageSpec& spec) {
  std::string out = spec.plain ? source_of_layers(loaded, visible, spec.lang) : source_of(loaded, indicator, row, spec.lang);
  const std::string credit = credit_of(*loaded.dataset, visible, spec.lang);
  return out + (out.empty() || credit.empty() ? "" : " ") + credit;
}

}  // namespace viewer
