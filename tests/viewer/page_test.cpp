// The snapshot page: what it says, that nothing it says overlaps or leaves its box, and that the same input gives the same bytes.
#include "viewer/page/page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "data/source/error.h"
#include "layers/headless_context.h"
#include "layers/renderer.h"
#include "page_sample.h"
#include "tests/support/expect.h"
#include "tests/support/scratch.h"
#include "viewer/page/content.h"
#include "viewer/page/furniture.h"
#include "viewer/page/map_place.h"
#include "viewer/page/sheet.h"

namespace viewer {
namespace {


TEST(Page, NothingOverlapsOrLeavesItsBoxAtAnySize) {
  const std::pair<int, int> sizes[] = {{800, 600},   {1024, 768},  {1280, 720},  {1920, 1080},
                                       {1080, 1920}, {2560, 1080}, {3840, 2160}, {7680, 2160}};
  for (const Case which : {Case::full, Case::no_target, Case::no_indicator}) {
    const data::Loaded loaded = sample(which);
    for (const Lang lang : {Lang::vi, Lang::en}) {
      for (const auto& [width, height] : sizes)
        expect_tidy(record_of(loaded, spec_of("screen", width, height, lang)), std::to_string(width) + "x" + std::to_string(height));
      for (const char* layout : {"a4", "a3"}) expect_tidy(record_of(loaded, spec_of(layout, 0, 0, lang)), layout);
      expect_tidy(record_of(loaded, spec_of("a4", 1240, 1754, lang)), "a4 portrait");
    }
  }
}

TEST(Page, SameInputSameBytes) {
  const data::Loaded loaded = sample();
  data::Image first, second;
  record_of(loaded, spec_of("a4"), &first);
  record_of(loaded, spec_of("a4"), &second);
  EXPECT_EQ(first.width, 1754);
  EXPECT_EQ(first.height, 1240);
  EXPECT_EQ(first.pixels, second.pixels);
}

TEST(Page, SaysThatItsDataIsIllustrative) {
  data::Loaded loaded = sample();
  for (const auto& [width, height] : {std::pair{800, 600}, {1920, 1080}, {7680, 2160}})
    EXPECT_EQ(texts_of(record_of(loaded, spec_of("screen", width, height, Lang::en)), "illustrative"),
              std::vector<std::string>{"illustrative data"});
  auto real = std::make_shared<data::Dataset>(*loaded.dataset);
  real->project.illustrative = false;
  loaded.dataset = real;
  EXPECT_TRUE(texts_of(record_of(loaded, spec_of("a4")), "illustrative").empty());
}

TEST(Page, NamesWhoseWorkTheBasemapIs) {
  data::Loaded loaded = sample();
  auto dataset = std::make_shared<data::Dataset>(*loaded.dataset);
  auto base = std::make_shared<data::RasterData>();
  base->source.id = "base", base->source.attribution = {"© Cục Bản đồ", "© Mapping Department"};
  dataset->rasters = {base};
  loaded.dataset = dataset;
  const auto source_with = [&](const std::vector<std::string>& shown) {
    PageRecord record;
    compose_page(loaded, shown, spec_of("a4", 0, 0, Lang::en), blank(), &record);
    return texts_of(record, "source").at(0);
  };
  std::vector<std::string> with_base = visible;
  with_base.emplace_back("base");
  EXPECT_NE(source_with(with_base).find("Basemap: © Mapping Department."), std::string::npos) << source_with(with_base);
  EXPECT_EQ(source_with(visible).find("Mapping"), std::string::npos);
}

TEST(Page, PlatesOfLegendAndScaleBarLeaveTheMapBetweenThemToBeSeen) {
  const data::Loaded loaded = sample();
  Sheet sheet = prepare_sheet(loaded, visible, spec_of("screen", 1920, 1080));
  const Rect map = sheet.plan.map;
  Rect &legend = sheet.plan.place.legend, &bar = sheet.plan.place.scale_bar;
  legend.x = bar.x = map.x + 20;
  sheet.plan.legend_boxed = sheet.plan.bar_boxed = true;
  const auto is_bare = [&](double x, double y) {
    const data::Image pixel = draw_part(sheet, nullptr, static_cast<int>(x * sheet.scale), static_cast<int>(y * sheet.scale), 1, 1);
    const layers::Colour& ground = sheet.spec.theme->map_ground;
    return std::equal(ground.begin(), ground.begin() + 3, pixel.pixels.begin(),
                      [](float a, std::uint8_t b) { return std::abs(std::lround(a * 255) - b) <= 1; });
  };
  // In two corners of one side.
  legend.y = map.y + 20, bar.y = map.bottom() - 20 - bar.h;
  EXPECT_FALSE(is_bare(legend.x - 5, legend.y + legend.h / 2)) << "the legend's own plate";
  EXPECT_FALSE(is_bare(bar.x - 5, bar.y + bar.h / 2)) << "the scale bar's own plate";
  EXPECT_TRUE(is_bare(legend.x + 30, (legend.bottom() + bar.y) / 2));
  // Stacked, as one block: one plate for both.
  bar.y = legend.bottom() + 14;
  EXPECT_FALSE(is_bare(legend.x - 5, legend.bottom() + 10));
}

TEST(Page, ACardSaysHowSureItsFigureIs) {
  data::Loaded loaded = sample();
  data::ScoreRow row = loaded.scorecard.rows.front();
  row.actual->comparator = ">", row.actual->value = 95;
  EXPECT_EQ(card_of(row, Lang::en).figure, ">\u00A095.0");
  row.actual->comparator = "=";
  EXPECT_EQ(card_of(row, Lang::en).figure, "95.0");
}

TEST(Page, LegendHoldsEveryClassPresentAndCountsEveryUnit) {
  const data::Loaded loaded = sample();
  const layers::Choropleth fill = layers::choropleth_of(loaded, fibre(), loaded.dataset->units->deepest(), layers::dark_theme());
  std::set<std::string> expected;
  for (const int unit : loaded.dataset->units->of_level(loaded.dataset->units->deepest()))
    if (const int found = fill.class_of_unit[static_cast<std::size_t>(unit)]; found >= 0)
      expected.insert(fill.classes.label(found, Lang::en));
  expected.insert("no data");
  for (const auto& [width, height] : {std::pair{800, 600}, {1920, 1080}, {1080, 1920}}) {
    const PageRecord record = record_of(loaded, spec_of("screen", width, height, Lang::en));
    const auto shown = texts_of(record, "legend.class");
    EXPECT_EQ(std::set<std::string>(shown.begin(), shown.end()), expected);
    int sum = 0;
    for (const std::string& count : texts_of(record, "legend.count")) sum += std::stoi(count);
    EXPECT_EQ(sum, 36);
  }
}

TEST(Page, SwatchesOfCoverageHaveTheColoursOfTheMap) {
  const layers::HeadlessContext context;
  for (const layers::Theme* theme : {&layers::dark_theme(), &layers::light_theme()}) {
    data::Loaded loaded = sample();
    auto dataset = std::make_shared<data::Dataset>(*loaded.dataset);
    auto coverage = std::make_shared<data::LayerData>();
    data::LevelTable cells = level_table("coverage", "");  // 4G over everything, fibre over the eastern half
    add_square(cells, {"4G", "", ""}, 530000, 2335000, 60000), add_square(cells, {"FTTH", "", ""}, 556000, 2335000, 60000);
    coverage->source.id = "coverage", coverage->source.kind = data::LayerKind::broadband_coverage;
    coverage->source.fields["technology"] = "code";
    coverage->table = std::make_shared<const data::Table>(std::move(cells.table));
    dataset->layers = {coverage};
    loaded.dataset = dataset;
    layers::Map map;
    map.set_dataset(dataset);
    for (const char* id : {"borders", "labels"}) map.set_visible(id, false);
    PageSpec spec = spec_of("screen", 1920, 1080, Lang::en);
    spec.theme = theme, spec.plain = true;
    PageRecord record;
    const MapPainter paint = [&](const layers::View& view, const std::vector<layers::Frame>&) {
      return layers::render_image(map, view, *theme);
    };
    const data::Image page = compose_page(loaded, {"fill", "coverage"}, spec, paint, &record);
    const auto pixel = [&](double x, double y) {
      const std::uint8_t* p = page.at(static_cast<int>(x * record.scale), static_cast<int>(y * record.scale));
      return std::array<int, 3>{p[0], p[1], p[2]};
    };
    const auto on_map = [&](double x, double y) {
      const data::Point s = record.view.to_screen({x, y});
      return pixel(record.map.x + s.x / record.scale, record.map.y + s.y / record.scale);
    };
    const auto swatch = [&](const std::string& text, double dx, double dy) {
      for (const Placed& placed : record.texts)
        if (placed.part == "legend.symbol" && placed.text == text)
          return pixel(placed.room.x - 21 + dx, placed.room.y + placed.room.h / 2 + dy);
      ADD_FAILURE() << text << " is not in the legend";
      return std::array<int, 3>{};
    };
    const auto near = [](const std::array<int, 3>& a, const std::array<int, 3>& b) {
      return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])}) <= 2;
    };
    EXPECT_TRUE(near(swatch("4G coverage", 0, 0), on_map(545000, 2350000))) << "the tint over land, in " << theme->id;
    std::array<int, 3> land{};
    for (std::size_t c = 0; c < 3; ++c) land[c] = static_cast<int>(std::lround(theme->land[c] * 255));
    EXPECT_TRUE(near(swatch("FTTH coverage", 0, 0), land)) << "between two stripes, in " << theme->id;
    // Rising: left of the middle and above it lie stripes, across it from the lower left to the upper right lies none.
    EXPECT_FALSE(near(swatch("FTTH coverage", -2.5, -2.5), land));
    EXPECT_TRUE(near(swatch("FTTH coverage", -4, 4), land) && near(swatch("FTTH coverage", 4, -4), land));
  }
}

TEST(Page, ListsUnitsBelowTheTargetByTheLargestGap) {
  const data::Loaded loaded = sample();
  PageSpec spec = with_defaults(spec_of("a4", 0, 0, Lang::en));
  const TableContent table = gather_content(loaded, visible, spec).table;
  ASSERT_FALSE(table.rows.empty());
  EXPECT_EQ(table.tick, 70);
  double before = 1e9;
  ASSERT_GT(table.listed, 0U);
  for (std::size_t i = 0; i < table.listed; ++i) {
    const TableRow& row = table.rows[i];
    EXPECT_LT(*row.value, 70);
    const double needed = *data::parse_number(row.needed), denominator = *data::parse_number(row.denominator),
                 numerator = *data::parse_number(row.numerator);
    EXPECT_EQ(needed, std::ceil(0.7 * denominator - 1e-9) - numerator);
    EXPECT_LE(needed, before);
    before = needed;
  }
  for (std::size_t i = table.listed; i < table.rows.size(); ++i) EXPECT_GE(*table.rows[i].value, 70);
  const PageRecord record = record_of(loaded, spec);
  EXPECT_EQ(record.table_rows + record.table_left_out, static_cast<int>(table.listed));
  EXPECT_EQ(texts_of(record, "table.more").size(), record.table_left_out > 0 ? 1U : 0U);
}

TEST(Page, WithoutATargetListsFromTheLowestValue) {
  const data::Loaded loaded = sample(Case::no_target);
  const PageContent page = gather_content(loaded, visible, with_defaults(spec_of("a4", 0, 0, Lang::en)));
  ASSERT_EQ(page.table.rows.size(), 35U);
  EXPECT_TRUE(
      std::is_sorted(page.table.rows.begin(), page.table.rows.end(), [](const auto& a, const auto& b) { return *a.value < *b.value; }));
  EXPECT_TRUE(page.table.needed.empty());
  EXPECT_TRUE(texts_of(record_of(loaded, spec_of("a4")), "score.verdict").empty());
}

TEST(Page, WithoutAnIndicatorSaysWhyTheMapIsPlain) {
  const PageRecord record = record_of(sample(Case::no_indicator), spec_of("screen", 0, 0, Lang::en));
  ASSERT_EQ(texts_of(record, "notice").size(), 1U);
  EXPECT_TRUE(texts_of(record, "legend.class").empty());
  EXPECT_EQ(record.table_rows, 0);
}

TEST(Page, AboutOneUnitListsOnlyWhatItHolds) {
  PageSpec spec = with_defaults(spec_of("a4", 0, 0, Lang::en));
  spec.unit = "240";
  const data::Loaded loaded = sample();
  const PageContent page = gather_content(loaded, visible, spec);
  EXPECT_EQ(page.place, "Huyện Tam Đảo, Vĩnh Phúc province");
  EXPECT_TRUE(page.others.empty());
  for (const TableRow& row : page.table.rows) EXPECT_TRUE(row.parent.empty());
  expect_tidy(record_of(loaded, spec), "one unit");
}

TEST(Page, PrintStampOnlyWhenGiven) {
  const data::Loaded loaded = sample();
  PageSpec spec = spec_of("a4", 0, 0, Lang::en);
  const auto stamped = [&] {
    const auto lines = texts_of(record_of(loaded, spec), "imprint");
    return std::any_of(lines.begin(), lines.end(), [](const std::string& line) { return line.find("printed") != std::string::npos; });
  };
  EXPECT_FALSE(stamped());
  spec.generated = "07:58 22/11/2026";
  EXPECT_TRUE(stamped());
}

TEST(Page, PictureHasThePixelsOfItsFrame) {
  PageRecord record;
  layers::View seen;
  std::vector<layers::Frame> covered;
  const MapPainter paint = [&](const layers::View& view, const std::vector<layers::Frame>& clear) {
    seen = view, covered = clear;
    return blank()(view, clear);
  };
  compose_page(sample(), visible, spec_of("screen", 1366, 768), paint, &record);
  EXPECT_NEAR(seen.width, record.map.w * record.scale, 1e-6);
  EXPECT_NEAR(seen.height, record.map.h * record.scale, 1e-6);
  ASSERT_EQ(covered.size(), 3U);
  for (const layers::Frame& frame : covered)
    EXPECT_TRUE(frame.left >= 0 && frame.top >= 0 && frame.right <= seen.width && frame.bottom <= seen.height);
}

TEST(Page, MapShowsTheWholeAreaAndNoFurnitureOnIt) {
  const data::UnitSet units = sample_units();
  const data::Box box = units.units[0].box;
  const Ground ground(outline_of(units, 0), box);
  for (const double width : {500.0, 800.0, 1400.0}) {
    const MapRequest request{.box = box,
                             .frame = {20, 90, width, 700},
                             .scale = 1.5,
                             .legend = {190, 260},
                             .scale_bar = {200, 46},
                             .north = north_size,
                             .dpi = 150};
    const MapPlace place = place_map(ground, request);
    EXPECT_FALSE(place.crowded);
    const data::Box shown = place.view.extent();
    EXPECT_TRUE(shown.contains({box.min_x, box.min_y}) && shown.contains({box.max_x, box.max_y}));
    for (const Rect& piece : {place.legend, place.scale_bar, place.north}) {
      const data::Point top_left = place.view.to_map({(piece.x - 20) * 1.5, (piece.y - 90) * 1.5}),
                        bottom_right = place.view.to_map({(piece.right() - 20) * 1.5, (piece.bottom() - 90) * 1.5});
      EXPECT_FALSE(box.intersects({top_left.x, bottom_right.y, bottom_right.x, top_left.y})) << width;
    }
    // A round scale, and true: metres per device pixel over the size of a pixel on paper.
    EXPECT_NEAR(place.view.metres_per_pixel / (0.0254 / 150), place.denominator, 1e-6 * place.denominator);
    EXPECT_EQ(std::fmod(place.denominator, 1000), 0);
  }
}

TEST(Page, ScaleBarLengthsAreOneTwoFive) {
  EXPECT_EQ(nice_length(9999), 5000);
  EXPECT_EQ(nice_length(10000), 10000);
  EXPECT_EQ(nice_length(4300), 2000);
  EXPECT_EQ(nice_length(199), 100);
}

TEST(Page, NorthIsWhereProjSaysItIs) {
  // At zone 482's own meridian the grid's north is true; east of it true north lies to the west of grid north.
  const auto middle = turn_to_north("EPSG:5897", {500000, 2360000}), east = turn_to_north("EPSG:5897", {560000, 2360000});
  ASSERT_TRUE(middle && east);
  EXPECT_NEAR(*middle, 0, 1e-4);
  EXPECT_LT(*east, 0);
  EXPECT_GT(*east, -0.005);
  EXPECT_FALSE(turn_to_north("not a CRS", {0, 0}));
}

TEST(Page, AMapAloneHasNoCardsAndNoTable) {
  const data::Loaded loaded = sample();
  for (const auto& [width, height] : {std::pair{800, 600}, {1920, 1080}, {1080, 1920}, {3840, 2160}})
    for (const bool plain : {false, true}) {
      PageSpec spec = spec_of("map", width, height, Lang::en);
      spec.plain = plain;
      const PageRecord record = record_of(loaded, spec);
      expect_tidy(record, "map");
      EXPECT_NEAR(record.map.w, record.width - 32, 2) << "the map takes the page's width";
      for (const Placed& text : record.texts) {
        EXPECT_FALSE(text.part.starts_with("card") || text.part.starts_with("table") || text.part.starts_with("score")) << text.part;
        if (plain) { EXPECT_NE(text.part, "legend.count"); }
      }
      EXPECT_EQ(texts_of(record, "legend.class").empty(), plain);
      EXPECT_TRUE(texts_of(record, "notice").empty());
      EXPECT_EQ(texts_of(record, "title").size(), 1U);
    }
  EXPECT_EQ(texts_of(record_of(sample(Case::no_indicator), spec_of("map")), "notice").size(), 1U) << "it was to be coloured and is not";
}

TEST(Page, OnlyAPlainMapShowsNoFigures) {
  for (const char* layout : {"screen", "map", "a4", "wall"})
    for (const bool plain : {false, true}) {
      PageSpec spec = with_defaults(spec_of(layout));
      spec.plain = plain;
      EXPECT_EQ(spec.shows_figures(), !(plain && std::string(layout) == "map"));
    }
}

TEST(Page, ItsExtentIsThatOfTheMapThatIsDrawn) {
  const data::Loaded loaded = sample();
  for (const bool about_a_unit : {false, true}) {
    PageSpec spec = spec_of("map");
    spec.plain = true;
    if (about_a_unit) spec.unit = "2404";
    else spec.area = data::Box{540000, 2345000, 549000, 2349000};
    layers::View seen;
    const MapPainter paint = [&](const layers::View& view, const std::vector<layers::Frame>& clear) {
      seen = view;
      return blank()(view, clear);
    };
    compose_page(loaded, visible, spec, paint, nullptr);
    EXPECT_EQ(page_view(loaded, visible, spec).extent(), seen.extent());
  }
}

TEST(Page, RefusesWhatItCannotDraw) {
  const data::Loaded loaded = sample();
  EXPECT_THROW(with_defaults(spec_of("poster")), data::Error);
  EXPECT_THROW(with_defaults(spec_of("screen", 320, 200)), data::Error);
  PageSpec spec = spec_of("a4");
  spec.indicator = "nonsense";
  EXPECT_THROW(record_of(loaded, spec), data::Error);
  spec.indicator.clear(), spec.unit = "99999";
  EXPECT_THROW(record_of(loaded, spec), data::Error);
}

TEST(Page, SaysItsWordsInItsLanguageAndItsErrorsInTheReaders) {
  const data::Loaded loaded = sample();
  data::start_i18n(PHUSONG_LOCALE_DIR);
  const data::LanguageHere reader(Lang::en);
  const PageSpec spec = spec_of("a4", 0, 0, Lang::vi);
  EXPECT_EQ(texts_of(record_of(loaded, spec), "score.label").at(0), "Thực hiện");
  for (const bool both : {false, true}) {
    PageSpec wrong = spec;
    wrong.both_languages = both, wrong.indicator = "nonsense";
    EXPECT_HAS(support::error_of([&] { prepare_sheet(loaded, visible, wrong); }), "The project has no indicator 'nonsense'");
    wrong.indicator.clear(), wrong.unit = "99999";
    EXPECT_HAS(support::error_of([&] { prepare_sheet(loaded, visible, wrong); }), "No unit has the code '99999'");
    wrong.unit.clear(), wrong.official = true;
    EXPECT_HAS(support::error_of([&] { prepare_sheet(loaded, visible, wrong); }), "does not say whose document this is");
    wrong.layout = "poster";
    EXPECT_HAS(support::error_of([&] { prepare_sheet(loaded, visible, wrong); }), "Unknown page layout 'poster'");
  }
}

TEST(TextBox, ShrinksThenShortensAndNeverLeavesItsRoom) {
  const PangoContextPtr context = steady_text_context();
  const TextStyle style{.size = 22, .weight = 700, .max_lines = 2, .min_size = 15};
  const std::string text = "TỶ LỆ HỘ GIA ĐÌNH CÓ CÁP QUANG ẤẮẶỴỠ THEO XÃ, PHƯỜNG, THỊ TRẤN";
  double before = 1e9;
  for (const double width : {900.0, 420.0, 300.0, 120.0, 30.0}) {
    const Rect room{10, 20, width, 60};
    const FittedText fitted = fit_text(context.get(), room, text, style, "title");
    EXPECT_TRUE(room.contains(fitted.placed.box, 0.5)) << width;
    EXPECT_LE(fitted.placed.size, before);
    EXPECT_GE(fitted.placed.size, 15);
    before = fitted.placed.size;
  }
  EXPECT_FALSE(fit_text(context.get(), {0, 0, 900, 60}, text, style, "").placed.shortened);
  EXPECT_TRUE(fit_text(context.get(), {0, 0, 120, 60}, text, style, "").placed.shortened);
}

}  // namespace
}  // namespace viewer
