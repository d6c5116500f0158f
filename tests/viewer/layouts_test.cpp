// The shipped layouts and the parts they are made of: tidy at any size, in any language, with any names; and what each part shows.
#include "viewer/page/layouts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "data/source/crs.h"
#include "data/source/error.h"
#include "page_sample.h"
#include "viewer/page/furniture.h"
#include "viewer/page/layout.h"
#include "viewer/page/official.h"
#include "viewer/page/two_languages.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;

const std::pair<int, int> sizes[] = {{0, 0}, {640, 480}, {1080, 1920}, {2560, 1080}, {7680, 2160}};

void expect_tidy_everywhere(const data::Loaded& loaded, const std::string& of) {
  for (const data::PageLayout& layout : shipped_layouts())
    for (const Tongue tongue : {Tongue::vi, Tongue::en, Tongue::both})
      for (const auto& [width, height] : sizes) {
        PageRecord record;
        try {
          record = record_of(loaded, page_in(layout.id, tongue, width, height));
        } catch (const data::Error& error) {
          // Two languages of very long names on the smallest page: a legend that does not fit is said, not cut.
          EXPECT_TRUE(tongue == Tongue::both && width == 640 && of == "long names") << layout.id << ": " << error.what();
          continue;
        }
        const std::string what = of + " " + layout.id + " " + std::to_string(width) + "x" + std::to_string(height) + " " +
                                 std::to_string(static_cast<int>(tongue));
        expect_tidy(record, what);
        EXPECT_GE(record.map.h, 90) << what << ": no map";
        EXPECT_GE(record.map.w, 150) << what << ": no map";
      }
}

TEST(Layouts, AreTidyAtAnySizeInAnyLanguage) { expect_tidy_everywhere(sample(), "plain"); }
TEST(Layouts, AreTidyWithVeryLongNames) { expect_tidy_everywhere(sample(Case::long_names), "long names"); }
TEST(Layouts, AreTidyWithoutFigures) { expect_tidy_everywhere(sample(Case::no_indicator), "no figures"); }

TEST(Layouts, AreFoundAmongOwnShippedAndFiles) {
  EXPECT_EQ(find_layout("a4")->id, "a4-landscape");
  EXPECT_EQ(find_layout("a4-portrait")->width, 210);
  data::PageLayout own = *find_layout("wall");
  own.id = "screen", own.width = 1234;
  EXPECT_EQ(find_layout("screen", {own})->width, 1234) << "a project may replace a shipped layout";
  const fs::path file = fs::temp_directory_path() / ("phusong-layout-" + std::to_string(getpid()) + ".json");
  std::ofstream(file) << R"({"version": 1, "id": "x", "paper": "A5", "body": {"rows": [{"part": "header"}, {"part": "map"}]}})";
  EXPECT_EQ(find_layout(file.string())->width, 210);
  fs::remove(file);
  try {
    find_layout("poster", {own});
    FAIL();
  } catch (const data::Error& error) { EXPECT_NE(error.parts().hint.find("a4-portrait"), std::string::npos); }
}

TEST(Layouts, APartWithNothingToSayTakesNoRoom) {
  const auto parts_of = [](const data::Loaded& loaded, const std::string& layout) {
    std::set<std::string> out;
    for (const Placed& text : record_of(loaded, page_in(layout, Tongue::en)).texts) out.insert(text.part.substr(0, text.part.find('.')));
    return out;
  };
  const auto with = parts_of(sample(), "a4-portrait"), without = parts_of(sample(Case::no_indicator), "a4-portrait");
  EXPECT_TRUE(with.contains("strip") && with.contains("score") && with.contains("table") && !with.contains("card"));
  EXPECT_TRUE(without.contains("notice") && !without.contains("strip") && !without.contains("table"));
  EXPECT_TRUE(parts_of(sample(), "a4").contains("card"));
}

TEST(Layouts, AnOwnTreeStandsAsItIsWritten) {
  const fs::path file = fs::temp_directory_path() / ("phusong-own-" + std::to_string(getpid()) + ".json");
  std::ofstream(file)
      << R"({"version": 1, "id": "x", "paper": {"size": "A4", "orientation": "portrait"}, "margins": {"left": 30, "right": 10}, "body": {"rows": [
    {"part": "text", "text": {"vi": "Lời đầu", "en": "First words"}},
    {"columns": [{"part": "table", "grow": 2}, {"part": "map", "max": 0.3, "legend": false, "north": false, "scale_bar": false}]},
    {"part": "header"}]}})";
  const PageRecord record = record_of(sample(), page_in(file.string(), Tongue::en));
  fs::remove(file);
  const double mm = record.width / 210;
  const auto placed = [&](const std::string& part) {
    return *std::find_if(record.texts.begin(), record.texts.end(), [&](const Placed& text) { return text.part == part; });
  };
  EXPECT_NEAR(placed("text").room.x, 30 * mm, 0.1);
  EXPECT_EQ(placed("text").text, "First words");
  EXPECT_LT(placed("text").box.bottom(), record.map.y);
  EXPECT_GT(placed("title").box.y, record.map.bottom());
  EXPECT_NEAR(record.map.right(), 200 * mm, 1.5);
  EXPECT_LE(record.map.w, 0.3 * 170 * mm + 1);
  EXPECT_LT(placed("table.heading").box.right(), record.map.x);
  for (const Placed& text : record.texts)
    EXPECT_FALSE(text.part.starts_with("legend") || text.part.starts_with("scale") || text.part == "north") << text.part;
  expect_tidy(record, "own");
}

TEST(Languages, BothStandOnOnePageAndFiguresOnce) {
  data::start_i18n(PHUSONG_LOCALE_DIR);
  const PageRecord record = record_of(sample(), page_in("a4", Tongue::both));
  EXPECT_EQ(texts_of(record, "title").at(0), "TỶ LỆ HỘ GIA ĐÌNH CÓ CÁP QUANG THEO XÃ, PHƯỜNG\nSHARE OF HOUSEHOLDS WITH FIBRE BY COMMUNE");
  int actuals = 0;
  for (const Placed& text : record.texts) actuals += text.part == "score.actual";
  EXPECT_EQ(actuals, 1);
  EXPECT_EQ(texts_of(record, "place").at(0), "Tỉnh Vĩnh Phúc / Vĩnh Phúc province");
}

TEST(Languages, AreWovenRoundTheirFigures) {
  const auto shown = [](const std::string& vi, const std::string& en) { return without_marks(woven(vi, en)); };
  EXPECT_EQ(shown("mục tiêu ≥ 70,5\u00A0%, hạn 31/12/2022", "target ≥ 70.5\u00A0%, due 31 Dec 2022"),
            "mục tiêu / target ≥ 70,5\u00A0%, hạn / due 31/12/2022");
  EXPECT_EQ(shown("số liệu đến 05/01/2023", "data as of 5 Jan 2023"), "số liệu đến / data as of 05/01/2023");
  EXPECT_EQ(shown("nay 99,6\u00A0% (31/12/2024)", "now 99.6\u00A0% (31 Dec 2024)"), "nay / now 99,6\u00A0% (31/12/2024)");
  EXPECT_EQ(shown("251.410 / 308.251 hộ", "251,410 of 308,251 households"), "251.410 / 308.251 hộ / households");
  EXPECT_EQ(shown("Chú giải", "Legend"), "Chú giải / Legend");
  EXPECT_EQ(shown("hộ gia đình chưa có cáp quang", "household without fibre"), "hộ gia đình chưa có cáp quang\nhousehold without fibre");
  EXPECT_EQ(shown("Huyện Tam Đảo", "Huyện Tam Đảo"), "Huyện Tam Đảo");
  EXPECT_EQ(shown("5 ở 7", "5 in 7"), "5 ở / in 7") << "a word without an unaccented letter is one";
  EXPECT_EQ(stacked("một", ""), "một");
}

TEST(Locator, StandsOnPagesAboutAPartOnly) {
  const data::Loaded loaded = sample();
  const auto locator_of = [&](const PageSpec& spec) { return record_of(loaded, spec).furniture.at(3); };
  EXPECT_EQ(locator_of(page_in("a4", Tongue::vi)).h, 0);
  PageSpec unit = page_in("a4", Tongue::vi), area = page_in("map", Tongue::vi);
  unit.unit = "2404";
  EXPECT_GT(locator_of(unit).h, 40);
  expect_tidy(record_of(loaded, unit), "unit");
  area.area = data::Box{540000, 2345000, 549000, 2349000};
  EXPECT_GT(locator_of(area).h, 40);
  area.area = data::Box{530000, 2335000, 580000, 2390000};
  EXPECT_EQ(locator_of(area).h, 0) << "all of it is shown";
  const PageRecord record = record_of(loaded, unit);
  for (std::size_t i = 0; i < record.furniture.size(); ++i)
    for (std::size_t j = i + 1; j < record.furniture.size(); ++j)
      EXPECT_FALSE(record.furniture[i].intersects(record.furniture[j])) << i << " " << j;
}

data::Loaded of_an_agency() {
  data::Loaded loaded = sample();
  auto dataset = std::make_shared<data::Dataset>(*loaded.dataset);
  dataset->project.official = data::Official{"Ủy ban nhân dân tỉnh Vĩnh Phúc", "Trung tâm điều hành thông minh", "15/BC-TTĐH", "Vĩnh Yên",
                                             data::parse_date("2023-02-05")};
  loaded.dataset = dataset;
  return loaded;
}

TEST(Official, HeadsThePageAsTheDecreeSays) {
  const data::Loaded loaded = of_an_agency();
  for (const char* layout : {"a4-portrait", "a4", "a3"})
    for (const Tongue tongue : {Tongue::vi, Tongue::both}) {
      PageSpec spec = page_in(layout, tongue);
      spec.official = true;
      const PageRecord record = record_of(loaded, spec);
      expect_tidy(record, layout);
      const data::PageLayout design = *find_layout(layout);
      const double mm = record.width / design.width, point = mm * 25.4 / 72;
      const auto placed = [&](const std::string& part) {
        const auto found = std::find_if(record.texts.begin(), record.texts.end(), [&](const Placed& text) { return text.part == part; });
        return found == record.texts.end() ? Placed{} : *found;
      };
      EXPECT_EQ(placed("official.parent").text, "ỦY BAN NHÂN DÂN TỈNH VĨNH PHÚC");
      EXPECT_EQ(placed("official.agency").text, "TRUNG TÂM ĐIỀU HÀNH THÔNG MINH");
      EXPECT_EQ(placed("official.nation").text, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
      EXPECT_EQ(placed("official.motto").text, "Độc lập - Tự do - Hạnh phúc");
      EXPECT_EQ(placed("official.number").text, "Số: 15/BC-TTĐH");
      EXPECT_EQ(placed("official.place").text, "Vĩnh Yên, ngày 05 tháng 02 năm 2023");
      for (const auto& [part, least, most] : {std::tuple{"parent", 12.0, 13.0},
                                              {"agency", 12.0, 13.0},
                                              {"nation", 12.0, 13.0},
                                              {"motto", 13.0, 14.0},
                                              {"number", 13.0, 13.0},
                                              {"place", 13.0, 14.0}}) {
        const double size = placed(std::string("official.") + part).size / point;
        EXPECT_GE(size, least - 0.05) << layout << " " << part;
        EXPECT_LE(size, most + 0.05) << layout << " " << part;
      }
      for (const Placed& text : record.texts) {
        EXPECT_GE(text.box.x, 30 * mm - 0.5) << text.text;
        EXPECT_LE(text.box.right(), record.width - 15 * mm + 0.5) << text.text;
        EXPECT_GE(text.box.y, 20 * mm - 0.5) << text.text;
      }
    }
}

TEST(Official, LeavesOpenWhatIsNotKnown) {
  data::Loaded loaded = of_an_agency();
  auto dataset = std::make_shared<data::Dataset>(*loaded.dataset);
  dataset->project.official = data::Official{"", "Trung tâm điều hành", "", "", {}};
  loaded.dataset = dataset;
  PageSpec spec = page_in("a4-portrait", Tongue::vi);
  spec.official = true;
  const PageRecord record = record_of(loaded, spec);
  EXPECT_TRUE(texts_of(record, "official.parent").empty());
  EXPECT_NE(texts_of(record, "official.place").at(0).find("ngày      tháng"), std::string::npos);
  EXPECT_THROW(record_of(sample(), spec), data::Error) << "nobody says whose document it is";
  spec = page_in("screen", Tongue::vi);
  spec.official = true;
  EXPECT_THROW(record_of(loaded, spec), data::Error) << "a screen is no document";
}

TEST(Official, NumbersPagesFromTheSecondOn) {
  PageSpec spec = page_in("a4-portrait", Tongue::vi);
  spec.official = true, spec.of = 3;
  EXPECT_TRUE(texts_of(record_of(of_an_agency(), spec), "page.number").empty());
  spec.number = 2;
  const PageRecord second = record_of(of_an_agency(), spec);
  EXPECT_EQ(texts_of(second, "page.number"), std::vector<std::string>{"2"});
  EXPECT_TRUE(texts_of(second, "official.nation").empty());
  spec.official = false;
  const auto imprint = texts_of(record_of(sample(), spec), "imprint");
  EXPECT_EQ(imprint.back(), "2/3");
}

TEST(ScaleBar, IsTrueAtTheMapsMiddle) {
  // The same place in three projections, two of which are far from true to scale or not in metres at all.
  for (const char* crs : {"EPSG:5897", "EPSG:3857", "EPSG:4326"}) {
    data::Loaded loaded = sample();
    auto dataset = std::make_shared<data::Dataset>(*loaded.dataset);
    const data::Transform to("EPSG:5897", crs);
    data::UnitSet units = sample_units();
    for (data::Areas& areas : units.areas)
      for (std::size_t i = 0; i < areas.x.size(); ++i) {
        const data::Point p = to.apply(data::Point{areas.x[i], areas.y[i]});
        areas.x[i] = p.x, areas.y[i] = p.y;
      }
    for (data::Unit& unit : units.units) {
      data::Box box;
      for (const data::Point corner : {data::Point{unit.box.min_x, unit.box.min_y}, data::Point{unit.box.max_x, unit.box.max_y}})
        box.include(to.apply(corner));
      unit.box = box;
    }
    dataset->units = std::make_shared<const data::UnitSet>(std::move(units)), dataset->project.crs = crs;
    loaded.dataset = dataset;
    const PageSpec spec = with_defaults(page_in("a4", Tongue::vi));
    cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t* cr = cairo_create(surface);
    {
      const Canvas canvas(cr, scale_of(spec), *spec.theme, nullptr);
      const PagePlan plan = plan_map(canvas, loaded, gather_content(loaded, visible, spec), spec);
      const layers::View& view = plan.place.view;
      const double bar = 100 * canvas.scale();  // device pixels
      const double metres = data::ground_distance(crs, view.to_map({view.width / 2.0 - bar / 2, view.height / 2.0}),
                                                  view.to_map({view.width / 2.0 + bar / 2, view.height / 2.0}));
      EXPECT_NEAR(100 * plan.place.ground_per_pixel / metres, 1, 2e-5) << crs;
      // And the numeric scale says the same, on paper.
      const double paper = 100 * canvas.scale() / spec.dpi * 0.0254;
      EXPECT_NEAR(metres / paper / plan.place.denominator, 1, 2e-4) << crs;
    }
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
  }
}

}  // namespace
}  // namespace viewer
