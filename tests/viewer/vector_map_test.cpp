// The map as shapes on paper beside the map as pixels: every hatch lies where the shader puts it.
#include "viewer/page/vector_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "layers/headless_context.h"
#include "layers/map.h"
#include "layers/renderer.h"
#include "tests/layers/squares.h"
#include "viewer/page/sketch.h"

namespace viewer {
namespace {

/// A column of ground a network, with 4G below all of them.
std::shared_ptr<const data::Dataset> covered(const std::vector<std::string>& networks) {
  auto table = std::make_shared<data::Table>();
  std::vector<std::string> technology{"4G"};
  test::add_area(table->areas, {test::box_ring(0, 0, 4000, 4000)});
  for (const std::string& network : networks) {
    const double left = 800.0 * static_cast<double>(technology.size() - 1);
    test::add_area(table->areas, {test::box_ring(left + 50, 300, left + 750, 3700)});
    technology.push_back(network);
  }
  table->rows = technology.size(), table->shape = data::Shape::areas;
  table->columns.push_back({"tech", test::text_column(technology)});
  auto layer = std::make_shared<data::LayerData>();
  layer->source.id = "coverage", layer->source.kind = data::LayerKind::broadband_coverage;
  layer->source.fields["technology"] = "tech";
  layer->table = table;
  auto out = test::dataset_of(test::squares(4));
  out->layers.push_back(layer);
  return out;
}

TEST(VectorMap, HatchesLieWhereTheShaderPutsThem) {
  const layers::HeadlessContext context;
  layers::Map map;
  map.set_dataset(covered({"FTTH", "ADSL", "Cáp", "Vệ tinh", "WiMAX"}));
  for (const char* id : {"borders", "labels"}) map.set_visible(id, false);
  for (const double ratio : {1.0, 2.0}) {
    layers::View view{{2003, 2011}, 10, 420, 420, ratio};
    const data::Image pixels = layers::render_image(map, view, layers::light_theme());
    const layers::VectorScene scene = map.describe(view, layers::light_theme(), {});
    ASSERT_TRUE(scene.ground_whole);
    const Sketch sketch(view.width, view.height);
    Canvas canvas(sketch.cr.get(), ratio, layers::light_theme(), nullptr);
    canvas.fill({0, 0, view.width / ratio, view.height / ratio}, layers::light_theme().map_ground);
    paint_scene(canvas, {0, 0, view.width / ratio, view.height / ratio}, view, scene.ground);
    const data::Image shapes = image_of(sketch);
    const data::ImageDifference difference = data::compare(pixels, shapes, 40);
    EXPECT_LE(difference.share_of_pixels, 0.004) << "at " << ratio << ", by " << difference.max_channel;
  }
}

}  // namespace
}  // namespace viewer
