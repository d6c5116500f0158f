#include <gtest/gtest.h>

#include <algorithm>

#include "layers/fonts.h"
#include "layers/label_layout.h"
#include "tests/layers/squares.h"

namespace {

using layers::LabelDensity;
using layers::LabelLayout;
using layers::LabelRequest;
using layers::PlacedLabel;

/// Every letter (byte) is 0.6 em wide: widths that can be worked out.
layers::TextSize fixed_pitch(const std::string& text, double size, layers::Weight) {
  return {0.6 * size * static_cast<double>(text.size()), 0.8 * size, 0.2 * size, 0.7 * size};
}

LabelRequest request_for(const data::UnitSet& units, int width, int height, LabelDensity density = LabelDensity::normal) {
  LabelRequest out;
  out.view = layers::fit(units.units[0].box, width, height, {0, 0, static_cast<double>(width), static_cast<double>(height)}, 1);
  out.level = units.deepest();
  out.density = density;
  return out;
}

void expect_apart(const std::vector<PlacedLabel>& labels) {
  for (std::size_t i = 0; i < labels.size(); ++i)
    for (std::size_t j = i + 1; j < labels.size(); ++j) {
      const layers::Frame &a = labels[i].box, &b = labels[j].box;
      EXPECT_FALSE(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
          << labels[i].lines[0].text << " on " << labels[j].lines[0].text;
    }
}

const PlacedLabel* find(const LabelLayout& layout, int unit) {
  const auto found = std::find_if(layout.labels.begin(), layout.labels.end(), [&](const PlacedLabel& l) { return l.unit == unit; });
  return found == layout.labels.end() ? nullptr : &*found;
}

TEST(Labels, AllFitWhenThereIsRoom) {
  const data::UnitSet units = test::squares(4);
  const LabelLayout layout = layers::lay_out_labels(units, request_for(units, 1000, 1000), fixed_pitch);
  EXPECT_EQ(layout.labels.size(), 18U) << "two districts and sixteen communes, not the whole";
  EXPECT_TRUE(layout.dropped.empty());
  expect_apart(layout.labels);
  EXPECT_TRUE(layout.labels[0].outer) << "outer names are placed first";
  EXPECT_GT(layout.labels[0].size, layout.labels[5].size);
}

TEST(Labels, AZoomedOutMapIsNotACloudOfWords) {
  const data::UnitSet units = test::squares(8);
  const LabelLayout layout = layers::lay_out_labels(units, request_for(units, 240, 240), fixed_pitch);
  EXPECT_EQ(layout.labels.size(), 2U);
  EXPECT_EQ(layout.dropped.size(), 64U);
}

TEST(Labels, NeverOverlapHoweverMany) {
  const data::UnitSet units = test::squares(12, "Thị trấn Một Hai ");
  for (const int size : {200, 400, 700, 1300}) {
    const LabelLayout layout = layers::lay_out_labels(units, request_for(units, size, size, LabelDensity::all), fixed_pitch);
    expect_apart(layout.labels);
    const auto named =
        static_cast<std::size_t>(std::count_if(layout.labels.begin(), layout.labels.end(), [](const PlacedLabel& l) { return !l.outer; }));
    EXPECT_EQ(named + layout.dropped.size(), 144U) << "what is not shown is counted";
  }
}

TEST(Labels, StayInsideTheViewAndOutOfPanels) {
  const data::UnitSet units = test::squares(4);
  LabelRequest request = request_for(units, 800, 800);
  request.view.centre.x += 1700;  // the left column leaves the screen
  request.keep_clear = {{500, 0, 800, 300}};
  const LabelLayout layout = layers::lay_out_labels(units, request, fixed_pitch);
  EXPECT_GT(layout.labels.size(), 5U);
  for (const PlacedLabel& label : layout.labels) {
    EXPECT_GE(label.box.left, 0);
    EXPECT_GE(label.box.top, 0);
    EXPECT_LE(label.box.right, 800);
    EXPECT_LE(label.box.bottom, 800);
    EXPECT_FALSE(label.box.right > 500 && label.box.top < 300) << label.lines[0].text;
  }
}

TEST(Labels, AUnitLargerThanTheScreenIsStillNamed) {
  const data::UnitSet units = test::squares(4);
  LabelRequest request = request_for(units, 400, 300);
  request.view.metres_per_pixel = 0.5;
  request.view.centre = {130, 120};  // a corner of commune 0, whose label point is far outside
  const LabelLayout layout = layers::lay_out_labels(units, request, fixed_pitch);
  ASSERT_NE(find(layout, 3), nullptr);
  EXPECT_GT(find(layout, 3)->size, 11.5) << "and larger, so close up";
}

TEST(Labels, AbbreviatesAndWrapsBeforeDropping) {
  data::Areas communes;
  test::add_area(communes, {test::box_ring(0, 0, 1000, 3000)});
  test::add_area(communes, {test::box_ring(1000, 0, 4000, 3000)});
  std::vector<data::LevelTable> levels;
  levels.push_back(test::level("commune", {"Phường Hội Hợp", "Thị trấn Yên Lạc"}, std::move(communes)));
  const data::UnitSet units = data::build_units(std::move(levels), "", "Tỉnh");
  LabelRequest request = request_for(units, 190, 150);
  const LabelLayout layout = layers::lay_out_labels(units, request, fixed_pitch);
  ASSERT_NE(find(layout, 2), nullptr);
  EXPECT_EQ(find(layout, 2)->lines[0].text, "TT. Yên Lạc");
  ASSERT_NE(find(layout, 1), nullptr) << "narrow";
  EXPECT_EQ(find(layout, 1)->lines.size(), 2U);
  expect_apart(layout.labels);
}

TEST(Labels, TheSameInputGivesTheSameLayout) {
  const data::UnitSet units = test::squares(10, "Xã Bình ");
  const LabelRequest request = request_for(units, 500, 500, LabelDensity::all);
  const LabelLayout a = layers::lay_out_labels(units, request, fixed_pitch), b = layers::lay_out_labels(units, request, fixed_pitch);
  ASSERT_EQ(a.labels.size(), b.labels.size());
  for (std::size_t i = 0; i < a.labels.size(); ++i) {
    EXPECT_EQ(a.labels[i].unit, b.labels[i].unit);
    EXPECT_EQ(a.labels[i].lines[0].start, b.labels[i].lines[0].start);
  }
}

TEST(Labels, TheChosenUnitIsNamedFirst) {
  const data::UnitSet units = test::squares(12, "Xã Bình Xuyên ");
  LabelRequest request = request_for(units, 420, 420);
  request.first = 40;
  const LabelLayout layout = layers::lay_out_labels(units, request, [](const std::string& t, double s, layers::Weight w) {
    layers::TextSize size = fixed_pitch(t, s, w);
    size.width /= 3;
    return size;
  });
  ASSERT_FALSE(layout.labels.empty());
  EXPECT_EQ(layout.labels[0].unit, 40);
}

TEST(Fonts, MeasureGrowsWithTextAndSize) {
  layers::Fonts fonts;
  const auto small = fonts.measure("Đạo Trù", 11, layers::Weight::medium), large = fonts.measure("Đạo Trù", 22, layers::Weight::medium);
  EXPECT_GT(small.width, 20);
  EXPECT_NEAR(large.width, 2 * small.width, small.width * 0.1);
  EXPECT_GT(fonts.measure("Đạo Trù Vĩnh Phúc", 11, layers::Weight::medium).width, small.width);
}

TEST(Fonts, StackedAccentsGetTheirRoom) {
  layers::Fonts fonts;
  const auto plain = fonts.measure("Ha", 40, layers::Weight::medium), accents = fonts.measure("Ẩ", 40, layers::Weight::medium);
  EXPECT_GT(accents.ascent, plain.ascent * 1.2);
  EXPECT_GT(fonts.measure("ạ", 40, layers::Weight::medium).descent, plain.descent);
  EXPECT_EQ(accents.capital, plain.capital) << "lines stay level";
}

TEST(Fonts, EveryVietnameseLetterHasAGlyph) {
  layers::Fonts fonts;
  const std::string letters =
      "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
      "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬBCDĐEÈÉẺẼẸÊỀẾỂỄỆGHIÌÍỈĨỊKLMNOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢPQRSTUÙÚỦŨỤƯỪỨỬỮỰVXYỲÝỶỸỴ";
  for (const auto& glyph : fonts.shape(letters, 20, layers::Weight::medium)) {
    EXPECT_NE(glyph.glyph, 0U);
    EXPECT_FALSE(fonts.render(glyph, 20, 0, 0).coverage.empty());
  }
}

TEST(Fonts, AnOutlineReachesBeyondItsGlyph) {
  layers::Fonts fonts;
  const layers::PlacedGlyph glyph = fonts.shape("H", 20, layers::Weight::medium).front();
  const auto letter = fonts.render(glyph, 20, 0, 0), halo = fonts.render(glyph, 20, 0, 2);
  EXPECT_LE(halo.left, letter.left - 1);
  EXPECT_LE(halo.top, letter.top - 1);
  EXPECT_GE(halo.width, letter.width + 3);
}

}  // namespace
