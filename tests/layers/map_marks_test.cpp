// Marks of points on the map: beside names and beside each other.
#include "tests/layers/map_fixture.h"

namespace test {
namespace {

TEST_F(MapTest, ANameThatLiesOnMarksHasAPlateUnderIt) {
  add_sites_in_the_east();
  map_.set_dataset(dataset_);
  view_.metres_per_pixel = 2, view_.width = view_.height = 1600;  // near by, where a site is as large as a letter
  only({"fill", "sites", "labels"});
  render();
  int with = 0, without = 0;
  for (const layers::PlacedLabel& label : map_.labels()) {
    EXPECT_EQ(label.plate, view_.to_map({label.box.right, 0}).x > 2000) << label.lines[0].text;
    const layers::Frame plate = layers::plate_of(label.box, 1);
    const Pixel edge = at(plate.left + 2, (plate.top + plate.bottom) / 2);
    if (label.plate) EXPECT_LE(distance(edge, over(theme_.label_plate, theme_.land)), 40) << label.lines[0].text;
    else EXPECT_LE(distance(edge, pixel_of(theme_.land)), 3) << label.lines[0].text;
    ++(label.plate ? with : without);
  }
  EXPECT_GE(with, 8);
  EXPECT_GE(without, 8);
  map_.set_visible("sites", false);
  render();
  for (const layers::PlacedLabel& label : map_.labels()) EXPECT_FALSE(label.plate) << label.lines[0].text;
}

TEST_F(MapTest, NamesAmongMarksAreTheSameInPartsAndWhereSomebodyElseDrawsThem) {
  add_sites_in_the_east();
  map_.set_dataset(dataset_);
  view_.metres_per_pixel = 2, view_.width = view_.height = 1600;
  const data::Image whole = layers::render_image(map_, view_, theme_);
  const std::vector<layers::PlacedLabel> labels = map_.labels();
  layers::Map other;
  other.set_dataset(dataset_);
  const data::Image parts = layers::render_image(other, view_, theme_, 500);
  EXPECT_LE(data::compare(whole, parts).share_of_pixels, 0.0002);
  layers::Map placer;
  placer.set_dataset(dataset_);
  layers::finish_jobs_of_names(placer, view_);
  const std::vector<layers::PlacedLabel> placed = placer.place_labels(view_);
  ASSERT_EQ(placed.size(), labels.size());
  int plates = 0;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    EXPECT_EQ(placed[i].lines[0].start, labels[i].lines[0].start);
    EXPECT_EQ(placed[i].plate, labels[i].plate);
    plates += placed[i].plate;
  }
  EXPECT_GT(plates, 0);
}

TEST_F(MapTest, ALayerMakesRoomForAnotherOnlyWhileThatIsSeen) {
  add_town();
  map_.set_dataset(dataset_);
  view_.metres_per_pixel = 2, view_.width = view_.height = 800;
  only({"fill", "fiber_household"});
  render();
  const data::Image alone = image_;
  only({"fill", "fiber_household", "digital_address"});
  render();
  const data::Image both = image_;
  only({"fill", "fiber_household"});
  render();
  EXPECT_EQ(data::compare(alone, image_).share_of_pixels, 0) << "back where it was";
  only({"fill", "fiber_household", "digital_address"});
  render();
  EXPECT_EQ(data::compare(both, image_).share_of_pixels, 0);
  layers::Map below;
  below.set_dataset(dataset_);
  below.set_visible("fiber_household", false), below.set_visible("labels", false), below.set_visible("borders", false);
  const auto rings = [&](const data::Image& image, const Colour& colour) {
    int out = 0;
    for (int y = 0; y < image.height; ++y)
      for (int x = 0; x < image.width; ++x) {
        const std::uint8_t* p = image.at(x, y);
        out += distance({p[0], p[1], p[2]}, pixel_of(colour)) <= 12;
      }
    return out;
  };
  const Colour address = theme_.stages[1];
  const int by_themselves = rings(layers::render_image(below, view_, theme_), address);
  ASSERT_GT(by_themselves, 2000);
  EXPECT_GT(rings(both, address), by_themselves * 0.5) << "smaller, and none is covered";
}

TEST_F(MapTest, MarksThatMadeRoomStayOnTheGroundWhenItIsPannedAndInParts) {
  add_town();
  map_.set_dataset(dataset_);
  view_.metres_per_pixel = 2, view_.width = view_.height = 800;
  only({"fill", "fiber_household", "digital_address"});
  render();
  const data::Image before = image_;
  layers::Map other;
  other.set_dataset(dataset_);
  other.set_visible("labels", false), other.set_visible("borders", false);
  EXPECT_LE(data::compare(before, layers::render_image(other, view_, theme_, 170)).share_of_pixels, 0.0002);
  view_.centre.x += 100 * view_.metres_per_pixel;
  render();
  int moved = 0;
  for (int y = 60; y < 740; ++y)
    for (int x = 160; x < 740; ++x) {
      const std::uint8_t *was = before.at(x, y), *is = image_.at(x - 100, y);
      moved += distance({was[0], was[1], was[2]}, {is[0], is[1], is[2]}) > 24;
    }
  EXPECT_LT(moved, 400) << "of 394,400 pixels";
}

}  // namespace
}  // namespace test
