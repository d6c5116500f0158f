#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

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

// --- Among marks ------------------------------------------------------------------------------------------------------

using layers::Obstacle;

bool lies_on(const PlacedLabel& label, const Obstacle& mark, const layers::View& view) {
  const data::Point at = view.to_screen(mark.at);
  const layers::Frame& box = label.box;
  return std::hypot(at.x - std::clamp(at.x, box.left, box.right), at.y - std::clamp(at.y, box.top, box.bottom)) < mark.radius - 1;
}

bool lies_on_any(const PlacedLabel& label, const LabelRequest& request) {
  return std::any_of(request.obstacles.begin(), request.obstacles.end(),
                     [&](const Obstacle& mark) { return lies_on(label, mark, request.view); });
}

void expect_inside(const PlacedLabel& label, const data::UnitSet& units, const layers::View& view) {
  const data::Box& unit = units.units[static_cast<std::size_t>(label.unit)].box;
  const data::Point low = view.to_map({label.box.left, label.box.bottom}), high = view.to_map({label.box.right, label.box.top});
  EXPECT_TRUE(unit.contains(low) && unit.contains(high)) << label.lines[0].text;
}

/// Discs side by side over some ground, a number in each or none.
void cover(LabelRequest& request, const data::Box& ground, bool numbers, double apart = 12) {
  const double step = apart * request.view.metres_per_pixel;
  for (double y = ground.min_y; y < ground.max_y; y += step)
    for (double x = ground.min_x; x < ground.max_x; x += step) request.obstacles.push_back({{x, y}, 8, numbers});
}

TEST(LabelsAmongMarks, ANameStepsAsideWhereThereIsRoom) {
  const data::UnitSet units = test::squares(4);
  LabelRequest request = request_for(units, 1000, 1000);
  const LabelLayout before = layers::lay_out_labels(units, request, fixed_pitch);
  const PlacedLabel stood = *find(before, 8);
  request.obstacles = {{units.units[8].label, 19, true}};
  ASSERT_TRUE(lies_on_any(stood, request));
  const LabelLayout layout = layers::lay_out_labels(units, request, fixed_pitch);
  ASSERT_NE(find(layout, 8), nullptr);
  const PlacedLabel& label = *find(layout, 8);
  EXPECT_FALSE(lies_on_any(label, request));
  EXPECT_FALSE(label.plate);
  expect_inside(label, units, request.view);
  EXPECT_LT(std::hypot(label.box.left - stood.box.left, label.box.top - stood.box.top), 50) << "no farther than it must";
  // The others stay where they were: to the pixel, for the view is set on whole ones.
  ASSERT_EQ(layout.labels.size(), before.labels.size());
  for (const PlacedLabel& other : layout.labels)
    if (other.unit != 8) {
      EXPECT_NEAR(other.box.left, find(before, other.unit)->box.left, 1) << other.lines[0].text;
      EXPECT_NEAR(other.box.top, find(before, other.unit)->box.top, 1) << other.lines[0].text;
      EXPECT_FALSE(other.plate);
    }
}

TEST(LabelsAmongMarks, WithoutRoomItHasAPlateAndIsNotLost) {
  const data::UnitSet units = test::squares(4);
  for (const LabelDensity density : {LabelDensity::normal, LabelDensity::all}) {
    LabelRequest request = request_for(units, 1000, 1000, density);
    const std::size_t names = layers::lay_out_labels(units, request, fixed_pitch).labels.size();
    cover(request, units.units[0].box, true);
    const LabelLayout layout = layers::lay_out_labels(units, request, fixed_pitch);
    EXPECT_EQ(layout.labels.size(), names);
    expect_apart(layout.labels);
    for (const PlacedLabel& label : layout.labels) {
      EXPECT_TRUE(label.plate) << label.lines[0].text;
      expect_inside(label, units, request.view);
      const layers::Frame plate = layers::plate_of(label.box, 1);
      EXPECT_TRUE(plate.left < label.box.left && plate.right > label.box.right && plate.top < label.box.top &&
                  plate.bottom > label.box.bottom);
    }
  }
}

TEST(LabelsAmongMarks, AnUncoveredCornerIsBetterThanAPlate) {
  const data::UnitSet units = test::squares(4);
  LabelRequest request = request_for(units, 1000, 1000);
  const data::Box& box = units.units[8].box;
  cover(request, {box.min_x, box.min_y, box.max_x, box.min_y + 0.7 * box.height()}, true);
  const LabelLayout layout = layers::lay_out_labels(units, request, fixed_pitch);
  ASSERT_NE(find(layout, 8), nullptr);
  EXPECT_FALSE(find(layout, 8)->plate);
  expect_inside(*find(layout, 8), units, request.view);
}

TEST(LabelsAmongMarks, DotsAreHiddenRatherThanNumbers) {
  const data::UnitSet units = test::squares(4);
  LabelRequest request = request_for(units, 1000, 1000);
  const data::Box& box = units.units[8].box;
  const double middle = box.centre().y - 0.1 * box.height();  // the heart lies among the numbers
  cover(request, {box.min_x, middle, box.max_x, box.max_y + 200}, true);
  cover(request, {box.min_x, box.min_y - 200, box.max_x, middle - 16 * request.view.metres_per_pixel}, false);
  const LabelLayout layout = layers::lay_out_labels(units, request, fixed_pitch);
  ASSERT_NE(find(layout, 8), nullptr);
  EXPECT_TRUE(find(layout, 8)->plate);
  for (const Obstacle& mark : request.obstacles) EXPECT_FALSE(mark.number && lies_on(*find(layout, 8), mark, request.view));
}

TEST(LabelsAmongMarks, NoNumberIsCutWhereItCanBeHiddenWhole) {
  const data::UnitSet units = test::squares(4, "Xã Bình Xuyên ");
  LabelRequest request = request_for(units, 1000, 1000);
  const LabelLayout before = layers::lay_out_labels(units, request, fixed_pitch);
  const layers::Frame stood = find(before, 8)->box;
  // Two numbers, one of them at the end of the name; and no way past them up or down.
  const double row = (stood.top + stood.bottom) / 2;
  for (double y = 0; y < 1000; y += 14)
    for (const double x : {stood.left + 30, stood.right}) request.obstacles.push_back({request.view.to_map({x, row + y - 490}), 14, true});
  const LabelLayout layout = layers::lay_out_labels(units, request, fixed_pitch);
  ASSERT_NE(find(layout, 8), nullptr);
  const layers::Frame plate = layers::plate_of(find(layout, 8)->box, 1);
  for (const double x : {stood.left + 30, stood.right})
    EXPECT_TRUE(plate.right < x - 8 || plate.left > x + 8 || (plate.left < x - 8 && plate.right > x + 8))
        << plate.left << ' ' << plate.right << ' ' << x;
}

TEST(LabelsAmongMarks, LettersOverASmallDotNeedNoPlate) {
  const data::UnitSet units = test::squares(4);
  for (const auto& [radius, number, plate] : {std::tuple{2.5, false, false}, {5.0, false, true}, {2.5, true, true}}) {
    LabelRequest request = request_for(units, 1000, 1000);
    cover(request, units.units[0].box, number);
    for (Obstacle& mark : request.obstacles) mark.radius = radius;
    for (const PlacedLabel& label : layers::lay_out_labels(units, request, fixed_pitch).labels) EXPECT_EQ(label.plate, plate) << radius;
  }
}

/// Marks strewn over everything, the same on every run.
void strew(LabelRequest& request, const data::Box& box, int count) {
  std::uint32_t random = 11;
  const auto next = [&] { return ((random = random * 1664525U + 1013904223U) >> 8U) / static_cast<double>(1U << 24U); };
  for (int i = 0; i < count; ++i) {
    const data::Point at{box.min_x + next() * box.width(), box.min_y + next() * box.height()};
    request.obstacles.push_back(i % 3 == 0 ? Obstacle{at, 5, false} : Obstacle{at, 8 + 11 * next(), true});
  }
}

/// How far a name of the first layout lies from the same one of the other, on the screen.
std::optional<data::Point> way(const PlacedLabel& from, const LabelLayout& to) {
  const PlacedLabel* other = find(to, from.unit);
  if (!other || other->lines.size() != from.lines.size()) return std::nullopt;
  return data::Point{other->lines[0].start.x - from.lines[0].start.x, other->lines[0].start.y - from.lines[0].start.y};
}

TEST(LabelsAmongMarks, NamesGoWithTheGroundWhenOnePans) {
  const data::UnitSet units = test::squares(6, "Xã Bình Xuyên ");
  LabelRequest request = request_for(units, 1400, 1400);
  request.view.metres_per_pixel *= 0.8;  // what lies at the edges is cut by them
  strew(request, units.units[0].box, 2500);
  const LabelLayout before = layers::lay_out_labels(units, request, fixed_pitch);
  const LabelRequest start = request;
  int followed = 0, with_plates = 0;
  for (int i = 1; i <= 40; ++i) {
    request.view.centre.x = start.view.centre.x + 0.37 * i * request.view.metres_per_pixel;
    request.view.centre.y = start.view.centre.y - 0.21 * i * request.view.metres_per_pixel;
    const LabelLayout after = layers::lay_out_labels(units, request, fixed_pitch);
    std::optional<data::Point> all;
    for (const PlacedLabel& label : before.labels) {
      const data::Box& box = units.units[static_cast<std::size_t>(label.unit)].box;
      const data::Point low = start.view.to_screen({box.min_x, box.min_y}), high = start.view.to_screen({box.max_x, box.max_y});
      if (low.x < 40 || high.x > 1360 || high.y < 40 || low.y > 1360) continue;
      const auto moved = way(label, after);
      ASSERT_TRUE(moved) << label.lines[0].text;
      if (!all) all = moved;
      EXPECT_NEAR(moved->x, all->x, 1e-6) << label.lines[0].text << ' ' << i;
      EXPECT_NEAR(moved->y, all->y, 1e-6) << label.lines[0].text << ' ' << i;
      ++followed, with_plates += label.plate;
    }
    ASSERT_TRUE(all);
    EXPECT_NEAR(all->x, -0.37 * i, 1.01);
    EXPECT_NEAR(all->y, -0.21 * i, 1.01);
  }
  EXPECT_GT(followed, 400);
  EXPECT_GT(with_plates, 0);
}

TEST(LabelsAmongMarks, ANameOfAUnitLargerThanTheViewStaysWhereItIsForAWhile) {
  const data::UnitSet units = test::squares(4);
  LabelRequest request = request_for(units, 900, 600);
  request.view.metres_per_pixel = 0.5;
  request.view.centre = {260, 260};
  strew(request, units.units[3].box, 200);
  int hops = 0;
  std::optional<data::Point> last;
  for (int i = 0; i < 100; ++i, request.view.centre.x += 3 * request.view.metres_per_pixel) {
    const LabelLayout layout = layers::lay_out_labels(units, request, fixed_pitch);
    ASSERT_NE(find(layout, 3), nullptr);
    const data::Point at = request.view.to_map(find(layout, 3)->lines[0].start);
    hops += last && std::hypot(at.x - last->x, at.y - last->y) > 2 * request.view.metres_per_pixel;
    last = at;
  }
  EXPECT_LE(hops, 4) << "over a third of the view, step by step";
}

TEST(LabelsAmongMarks, TheirOrderDoesNotMatter) {
  const data::UnitSet units = test::squares(6);
  LabelRequest request = request_for(units, 1000, 1000, LabelDensity::all);
  strew(request, units.units[0].box, 500);
  const LabelLayout a = layers::lay_out_labels(units, request, fixed_pitch);
  std::reverse(request.obstacles.begin(), request.obstacles.end());
  const LabelLayout b = layers::lay_out_labels(units, request, fixed_pitch);
  ASSERT_EQ(a.labels.size(), b.labels.size());
  for (std::size_t i = 0; i < a.labels.size(); ++i) {
    EXPECT_EQ(a.labels[i].lines[0].start, b.labels[i].lines[0].start);
    EXPECT_EQ(a.labels[i].plate, b.labels[i].plate);
  }
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
