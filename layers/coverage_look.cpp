#include "layers/coverage_look.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "data/source/i18n.h"
#include "data/source/text.h"

namespace layers {
namespace {

constexpr float tint = 0.38F, tint_over_classes = 0.08F, edge = 0.75F, edge_over_classes = 0.9F, glow_over_classes = 0.2F;
constexpr float stripe = 0.9F, stripe_over_classes = 0.7F;

/// One way of being hatched. The first is fibre's own; none falls to the right as the stripes of no data do.
struct Way {
  int across_x, across_y;
  double period;
};
constexpr std::array ways{Way{1, -1, 10}, Way{0, 1, 6}, Way{1, 0, 6}, Way{2, -1, 16}, Way{1, -2, 16}};

bool is_fibre(const std::string& technology) {
  const std::string key = data::fold(technology);
  return key == "ftth" || key == "fiber" || key == "fibre" || key == "gpon" || key == "xgs-pon";
}

Colour colour_of(const std::string& technology, const Theme& theme) {
  if (is_fibre(technology)) return theme.fibre;
  switch (generation_of(technology)) {
    case 5: return theme.mobile_5g;
    case 4: return theme.mobile_4g;
    case 3: return theme.mobile_3g;
    default: return theme.coverage_other;
  }
}

}  // namespace

int generation_of(const std::string& technology) {
  const std::string key = data::fold(technology);
  if (key == "2g" || key == "gsm") return 2;
  if (key == "3g" || key == "umts") return 3;
  if (key == "4g" || key == "lte") return 4;
  if (key == "5g" || key == "nr") return 5;
  return 0;
}

std::vector<std::string> technologies_of(const data::LayerData& layer) {
  const data::Column* column = layer.column("technology");
  const auto* cells = column ? std::get_if<data::TextColumn>(&column->cells) : nullptr;
  if (!cells) return std::vector<std::string>(layer.table->rows > 0 ? 1 : 0);
  std::vector<std::uint8_t> used(cells->dictionary.size(), 0);
  for (std::size_t row = 0; row < layer.table->rows; ++row) used[cells->code[row]] = 1;
  std::vector<std::string> out;
  for (std::size_t code = 0; code < used.size(); ++code)
    if (used[code] != 0) out.push_back(cells->dictionary[code]);
  std::sort(out.begin(), out.end(), [](const std::string& a, const std::string& b) {
    const auto place = [](const std::string& t) { return std::tuple(generation_of(t) == 0, generation_of(t), !is_fibre(t)); };
    if (place(a) != place(b)) return place(a) < place(b);
    const int by_alphabet = data::compare_vi(a, b);
    return by_alphabet != 0 ? by_alphabet < 0 : a < b;
  });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<CoverageLook> coverage_looks(const std::vector<std::string>& technologies, const Theme& theme, bool over_classes) {
  std::vector<CoverageLook> out;
  std::size_t next = 0;
  for (const std::string& technology : technologies) {
    const Colour colour = colour_of(technology, theme);
    CoverageLook look;
    look.technology = technology;
    look.edge = faded(colour, over_classes ? edge_over_classes : edge);
    if (over_classes) look.edge_width = 1.25, look.glow = faded(colour, glow_over_classes), look.glow_width = 6;
    else look.ground = theme.land;
    if (generation_of(technology) > 0) {
      look.tint = faded(colour, over_classes ? tint_over_classes : tint);
    } else {
      if (next == 0 && !is_fibre(technology)) ++next;
      const Way& way = ways[next++ % ways.size()];
      look.stripes = Stripes{faded(colour, over_classes ? stripe_over_classes : stripe), way.across_x, way.across_y,
                             over_classes ? std::round(1.25 * way.period) : way.period, over_classes ? 1.0 : 1.4};
    }
    out.push_back(std::move(look));
  }
  return out;
}

std::string coverage_text(const std::string& technology) {
  return technology.empty() ? data::tr("broadband coverage") : data::trf("{} coverage", technology);
}

}  // namespace layers
