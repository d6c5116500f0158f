// A map over squares, drawn without a display, and its pixels.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "layers/coverage_look.h"
#include "layers/headless_context.h"
#include "layers/map.h"
#include "layers/renderer.h"
#include "tests/layers/squares.h"
#include "tests/support/points_at.h"

namespace test {

using layers::Colour;
using Pixel = std::array<int, 3>;

inline Pixel pixel_of(const Colour& c) {
  return {static_cast<int>(std::lround(c[0] * 255)), static_cast<int>(std::lround(c[1] * 255)), static_cast<int>(std::lround(c[2] * 255))};
}
inline Pixel over(const Colour& top, const Colour& below) {
  Colour out{};
  for (std::size_t i = 0; i < 3; ++i) out[i] = top[i] * top[3] + below[i] * (1 - top[3]);
  return pixel_of(out);
}
inline Colour colour_of(const Pixel& p) {
  return {static_cast<float>(p[0]) / 255.0F, static_cast<float>(p[1]) / 255.0F, static_cast<float>(p[2]) / 255.0F, 1};
}
inline int distance(const Pixel& a, const Pixel& b) { return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])}); }

/// 400 x 400 pixels, 10 m each, over the 4 km of the squares: a commune is 100 pixels wide.
class MapTest : public testing::Test {
 protected:
  layers::HeadlessContext context_;
  layers::Map map_;
  const layers::Theme& theme_ = layers::dark_theme();
  std::shared_ptr<data::Dataset> dataset_ = test::dataset_of(test::squares(4));
  layers::View view_{{2000, 2000}, 10, 400, 400, 1};
  data::Image image_;

  void only(const std::vector<std::string>& ids) {
    for (const std::string& id : map_.switchable()) map_.set_visible(id, std::find(ids.begin(), ids.end(), id) != ids.end());
  }
  void render() { image_ = layers::render_image(map_, view_, theme_); }
  Pixel at(double x, double y) const {
    const auto* p = image_.at(static_cast<int>(x), static_cast<int>(y));
    return {p[0], p[1], p[2]};
  }
  Pixel at_map(double x, double y) const {
    const data::Point s = view_.to_screen({x, y});
    return at(s.x, s.y);
  }
  layers::CoverageLook look_of(const std::string& technology, const std::vector<std::string>& all, bool over_classes = false) const {
    for (layers::CoverageLook& look : layers::coverage_looks(all, theme_, over_classes))
      if (look.technology == technology) return look;
    return {};
  }
  layers::Choropleth by_number() const {
    layers::Choropleth out;
    data::Target target;
    target.value = 70;
    out.classes = layers::classes_for(out.indicator, target, theme_);
    for (std::size_t u = 0; u < dataset_->units->units.size(); ++u)
      out.class_of_unit.push_back(u % 7 == 6 ? std::int8_t{-1} : static_cast<std::int8_t>(u % 7));
    return out;
  }
  /// Marks at every scale; that half is full of them.
  void add_sites_in_the_east() {
    data::Coordinates places;
    for (double y = 0; y < 4000; y += 40)
      for (double x = 2000; x < 4000; x += 40) places.x.push_back(x), places.y.push_back(y);
    dataset_->layers.push_back(support::points_at(places, data::LayerKind::sites));
  }
  /// Two layers of a town evenly built, thirty points of one where there are twenty of the other.
  void add_town() {
    data::Coordinates homes, addresses;
    for (int i = 0; i < 12000; ++i) {
      const double x = 1000 + 2000 * std::fmod(i * 0.7548777, 1), y = 1000 + 2000 * std::fmod(i * 0.5698403, 1);
      homes.x.push_back(x), homes.y.push_back(y);
      if (i % 3 != 0) addresses.x.push_back(x + 3), addresses.y.push_back(y - 2);
    }
    dataset_->layers.push_back(support::points_at(addresses, data::LayerKind::digital_address));
    dataset_->layers.push_back(support::points_at(homes, data::LayerKind::fiber_household));
  }
  void add_coverage(const std::vector<std::pair<std::string, std::vector<data::Point>>>& cells) {
    auto table = std::make_shared<data::Table>();
    std::vector<std::string> technology;
    for (const auto& [name, ring] : cells) {
      test::add_area(table->areas, {ring});
      technology.push_back(name);
    }
    table->rows = cells.size();
    table->shape = data::Shape::areas;
    table->columns.push_back({"tech", test::text_column(technology)});
    auto layer = std::make_shared<data::LayerData>();
    layer->source.id = "coverage";
    layer->source.kind = data::LayerKind::broadband_coverage;
    layer->source.fields["technology"] = "tech";
    layer->table = table;
    dataset_->layers.push_back(layer);
  }
};

}  // namespace test
