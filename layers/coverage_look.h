// How a network looks on the map, on paper and in both legends. Any thread.
//
// Mobile generations are tints: a newer one replaces an older. Every other network lies over them and is hatched, so that between its
// stripes the colour below is seen as it is: hues never mix over an area. Alone in its data it is hatched all the same, because
// another layer may hold the mobile ones.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/model/answers.h"
#include "layers/stripes.h"

namespace layers {

/// The generation of a mobile network, so that newer ones replace older ones; 0 for anything else.
int generation_of(const std::string& technology);

/// The technologies of a coverage layer as its rows spell them, in drawing order, which is the legends' order too: mobile networks from the
/// oldest, then fibre, then all others. Empty for rows that name none.
std::vector<std::string> technologies_of(const data::LayerData& layer);

struct CoverageLook {
  std::string technology;
  Colour ground{};  ///< what the map has below: land; nothing over classes, because no one colour is below then
  Colour tint{};    ///< no opacity where it is hatched
  std::optional<Stripes> stripes;
  Colour edge{}, glow{};
  double edge_width = 1, glow_width = 0;  ///< design pixels
};

/// One by one for technologies in drawing order. Over classes all of them give way: a colour that means a percentage must stay that colour.
std::vector<CoverageLook> coverage_looks(const std::vector<std::string>& technologies, const Theme& theme, bool over_classes);

/// "4G coverage", as a legend says it.
std::string coverage_text(const std::string& technology);

}  // namespace layers
