// Snapshots as files: the same page in every format, at any size, twice the same, where it should lie, and whole or not at all.
#include "viewer/page/export.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "data/png_file.h"
#include "data/source/error.h"
#include "export_sample.h"
#include "layers/headless_context.h"
#include "tests/support/expect.h"
#include "tests/support/points_at.h"
#include "tests/support/run.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using support::bytes_of;
using support::Scratch;

std::string said_by(const std::vector<std::string>& command) {
  std::vector<std::string> whole{"/usr/bin/env"};
  whole.insert(whole.end(), command.begin(), command.end());
  const support::Outcome outcome = support::run(whole, {{"LC_ALL", "C.UTF-8"}});
  EXPECT_EQ(outcome.code, 0) << command[0] << ": " << outcome.err;
  return outcome.out;
}

class Export : public testing::Test {
 protected:
  void SetUp() override { data::start_i18n(PHUSONG_LOCALE_DIR), data::set_language(data::Lang::vi); }

  PageSpec spec(const std::string& layout, int width = 0, int height = 0) const {
    PageSpec out;
    out.layout = layout, out.width = width, out.height = height, out.indicator = "fibre_hh_use";
    return out;
  }
  Sheet sheet(const PageSpec& spec, const std::vector<std::string>& layers = {}) {
    map_.set_dataset(loaded()->dataset);
    for (const auto& layer : loaded()->dataset->layers)
      map_.set_visible(layer->source.id, std::find(layers.begin(), layers.end(), layer->source.id) != layers.end());
    return prepare_sheet(*loaded(), map_, spec);
  }
  std::string written(const Sheet& sheet, const std::string& name, unsigned threads = 0) {
    ExportOptions options;
    options.threads = threads;
    write_sheet(sheet, map_, scratch_ / name, format_of(name), options);
    return bytes_of(scratch_ / name);
  }

  layers::HeadlessContext context_;
  layers::Map map_;
  Scratch scratch_;
};

TEST_F(Export, BandsAndColumnsMakeThePictureOfTheWhole) {
  for (const auto& [width, height] : {std::pair{5000, 1700}, {17000, 600}}) {
    const PageSpec wanted = spec("map", width, height);
    written(sheet(wanted, {"coverage", "villages"}), "bands.png");
    const data::Image bands = data::read_png(scratch_ / "bands.png");
    const data::ImageDifference difference = data::compare(bands, compose_page(*loaded(), map_, wanted));
    EXPECT_LE(difference.share_of_pixels, 2e-5) << width << 'x' << height;
  }
}

TEST_F(Export, APageBeyondTheLimitOfCairosPictures) {
  written(sheet(spec("map", 40000, 500)), "wide.png");
  int inked = 0;
  const data::PngHead head = data::scan_png(scratch_ / "wide.png", [&](int y, const std::uint8_t* rgba) {
    if (y < 60)  // the header's bar runs to the right edge, and nothing else does
      inked += std::equal(rgba, rgba + 3, rgba + std::size_t{4} * 39990);
    return true;
  });
  EXPECT_EQ(head.width, 40000);
  EXPECT_EQ(head.height, 500);
  EXPECT_GT(inked, 40);
}

/// Each pixel the mean of `times` x `times`.
data::Image reduced(const fs::path& file, int times) {
  const data::PngHead head = data::scan_png(file);
  const int width = head.width / times;
  data::Image out(width, head.height / times);
  std::vector<int> sum(static_cast<std::size_t>(width) * 3, 0);
  data::scan_png(file, [&](int y, const std::uint8_t* rgba) {
    for (int x = 0; x < width * times; ++x)
      for (std::size_t c = 0; c < 3; ++c) sum[static_cast<std::size_t>(x / times) * 3 + c] += rgba[static_cast<std::size_t>(x) * 4 + c];
    if (y % times != times - 1 || y / times >= out.height) return true;
    for (int x = 0; x < width; ++x) {
      std::uint8_t* pixel = out.at(x, y / times);
      for (std::size_t c = 0; c < 3; ++c) pixel[c] = static_cast<std::uint8_t>(sum[static_cast<std::size_t>(x) * 3 + c] / (times * times));
      pixel[3] = 255;
    }
    std::fill(sum.begin(), sum.end(), 0);
    return true;
  });
  return out;
}

TEST_F(Export, ALargePictureIsTheSmallOneFiner) {
  for (const auto& [width, height, layers] :
       {std::tuple{1440, 1080, std::vector<std::string>{"villages"}}, {1111, 1003, {"households"}}}) {  // whose frames fall between pixels
    const Sheet small = sheet(spec("screen", width, height), layers), large = sheet(spec("screen", 5 * width, 5 * height), layers);
    ASSERT_EQ(small.names.size(), large.names.size());
    for (std::size_t i = 0; i < small.names.size(); ++i) {
      ASSERT_EQ(small.names[i].unit, large.names[i].unit);
      EXPECT_NEAR(small.names[i].lines[0].start.x, large.names[i].lines[0].start.x, 1e-6);
      EXPECT_NEAR(small.names[i].lines[0].start.y, large.names[i].lines[0].start.y, 1e-6);
    }
    written(small, "small.png"), written(large, "large.png");
    const data::Image down = reduced(scratch_ / "large.png", 5), direct = data::read_png(scratch_ / "small.png");
    // Not the tolerance of two pictures of one size: rules and outlines lie on whole pixels at either, and letters, lines and the tips of
    // small diamonds end one pixel softly. But nothing lies elsewhere.
    EXPECT_LE(data::compare(down, direct, 24).share_of_pixels, layers.front() == "villages" ? 0.005 : 0.003);
    EXPECT_LE(data::compare(down, direct, 64).share_of_pixels, 0.0005);
  }
}

/// The same province, and sites close together over the eastern half of a town.
std::shared_ptr<const data::Loaded> with_sites(const data::Point& town) {
  data::Coordinates places;
  for (double y = -1500; y < 1500; y += 20)
    for (double x = 0; x < 1500; x += 20) places.x.push_back(town.x + x), places.y.push_back(town.y + y);
  auto dataset = std::make_shared<data::Dataset>(*loaded()->dataset);
  dataset->layers.push_back(support::points_at(places, data::LayerKind::sites));
  auto out = std::make_shared<data::Loaded>(*loaded());
  out->dataset = std::move(dataset);
  return out;
}

TEST_F(Export, NamesAmongMarksStandAlikeOnEveryKindOfPage) {
  const data::UnitSet& units = *loaded()->dataset->units;
  const data::Point town = units.units[static_cast<std::size_t>(units.find(units.deepest(), "08707"))].label;
  const auto crowded = with_sites(town);
  map_.set_dataset(crowded->dataset);
  for (const auto& layer : crowded->dataset->layers) map_.set_visible(layer->source.id, layer->source.id == "sites");
  const auto near_by = [&](int width, int height) {
    PageSpec out = spec("map", width, height);
    out.area = data::Box{town.x - 1000, town.y - 700, town.x + 1000, town.y + 700};
    return out;
  };
  const Sheet small = prepare_sheet(*crowded, map_, near_by(1200, 900)), large = prepare_sheet(*crowded, map_, near_by(4800, 3600));
  const auto with_plate = std::find_if(small.names.begin(), small.names.end(), [](const auto& name) { return name.plate; });
  ASSERT_NE(with_plate, small.names.end());
  EXPECT_TRUE(std::any_of(small.names.begin(), small.names.end(), [](const auto& name) { return !name.plate; }));
  ASSERT_EQ(small.names.size(), large.names.size());
  for (std::size_t i = 0; i < small.names.size(); ++i) {
    EXPECT_EQ(small.names[i].unit, large.names[i].unit);
    EXPECT_EQ(small.names[i].plate, large.names[i].plate);
    EXPECT_NEAR(small.names[i].lines[0].start.x, large.names[i].lines[0].start.x, 1e-6);
    EXPECT_NEAR(small.names[i].lines[0].start.y, large.names[i].lines[0].start.y, 1e-6);
  }
  // The plate, where no letter is: within its left edge.
  const layers::Frame plate = layers::plate_of(with_plate->box, 1);
  const Rect& frame = small.plan.frame;
  const double x = frame.x + frame.w / 2 + plate.left + 2, y = frame.y + frame.h / 2 + (plate.top + plate.bottom) / 2;
  const auto is_plate = [&](const data::Image& image) {
    const std::uint8_t* pixel =
        image.at(static_cast<int>(x / small.plan.page.w * image.width), static_cast<int>(y / small.plan.page.h * image.height));
    const layers::Colour& colour = small.spec.theme->label_plate;
    return std::equal(pixel, pixel + 3, colour.begin(), [](int a, float b) { return std::abs(a - std::lround(b * 255)) <= 26; });
  };
  written(small, "a.png"), written(large, "large.png"), written(small, "a.pdf"), written(small, "a.svg");
  said_by({"pdftoppm", "-png", "-singlefile", "-scale-to-x", "1200", "-scale-to-y", "900", scratch_ / "a.pdf", scratch_ / "drawn"});
  EXPECT_TRUE(is_plate(data::read_png(scratch_ / "a.png")));
  EXPECT_TRUE(is_plate(data::read_png(scratch_ / "large.png")));
  EXPECT_TRUE(is_plate(data::read_png(scratch_ / "drawn.png")));
  // In bands as in one piece.
  const data::Image whole = compose_page(*crowded, map_, near_by(4800, 3600));
  EXPECT_LE(data::compare(whole, data::read_png(scratch_ / "large.png")).share_of_pixels, 2e-5);
}

TEST_F(Export, EveryFormatIsTheSameBytesTwiceAndOnAnyNumberOfThreads) {
  for (const char* name : {"a.png", "a.pdf", "a.svg", "a.tif"}) {
    const std::string first = written(sheet(spec("a4"), {"coverage", "households"}), name, 1);
    EXPECT_GT(first.size(), 20'000U);
    EXPECT_TRUE(written(sheet(spec("a4"), {"coverage", "households"}), name, 1) == first) << name;
    EXPECT_TRUE(written(sheet(spec("a4"), {"coverage", "households"}), name, 2) == first) << name;
  }
}

TEST_F(Export, EveryFormatIsTheSameBytesFromAnyProcess) {
  for (const char* name : {"a.png", "a.pdf", "a.svg", "a.tif"}) {
    std::vector<std::string> bytes;
    for (const char* threads : {"1", "2", "2"}) {
      const support::Outcome outcome = support::run({PHUSONG_BINARY, "snapshot", project().string(), "--layout", "a4", "-o", name},
                                                    {{"LP_NUM_THREADS", threads}}, scratch_.path());
      ASSERT_EQ(outcome.code, 0) << outcome.err;
      bytes.push_back(bytes_of(scratch_ / name));
    }
    EXPECT_TRUE(bytes[0] == bytes[1] && bytes[1] == bytes[2]) << name;
  }
}

TEST_F(Export, APdfIsPaperWithTextThatCanBeFound) {
  written(sheet(spec("a4")), "a.pdf");
  const std::string pdf = scratch_ / "a.pdf", text = said_by({"pdftotext", "-layout", pdf, "-"}), info = said_by({"pdfinfo", pdf}),
                    fonts = said_by({"pdffonts", pdf});
  EXPECT_HAS(text, "TỶ LỆ HỘ GIA ĐÌNH CÓ CÁP QUANG THEO XÃ, PHƯỜNG");
  EXPECT_HAS(text, "Tam Đảo") << "a name on the map";
  EXPECT_HAS(info, "841.89 x 595.276 pts (A4)");
  EXPECT_HAS(info, "Tỷ lệ hộ gia đình có cáp quang theo xã, phường");
  EXPECT_HAS(info, "Dec 31 ");
  EXPECT_HAS(info, "2022");
  std::istringstream lines(fonts);
  std::string line;
  std::getline(lines, line), std::getline(lines, line);
  int count = 0;
  for (; std::getline(lines, line); ++count) EXPECT_HAS(line, "yes yes yes") << "embedded, subset, searchable";
  EXPECT_GE(count, 2);
}

TEST_F(Export, APageInBothLanguagesSaysEachThingInBoth) {
  PageSpec both = spec("a4");
  both.both_languages = true;
  written(sheet(both), "a.pdf");
  const std::string text = said_by({"pdftotext", "-layout", scratch_ / "a.pdf", "-"});
  EXPECT_HAS(text, "TỶ LỆ HỘ GIA ĐÌNH CÓ CÁP QUANG THEO XÃ, PHƯỜNG");
  EXPECT_HAS(text, "SHARE OF HOUSEHOLDS WITH FIBRE BY COMMUNE");
}

TEST_F(Export, AnAdministrativeDocumentIsSetInOneFaceThatHasEveryLetter) {
  auto dataset = std::make_shared<data::Dataset>(*loaded()->dataset);
  dataset->project.official.emplace();
  dataset->project.official->parent = "Ủy ban nhân dân tỉnh Vĩnh Phúc", dataset->project.official->agency = "Sở Thông tin và Truyền thông";
  dataset->project.official->number = "12/BC-STTTT", dataset->project.official->place = "Vĩnh Yên";
  auto with_head = std::make_shared<data::Loaded>(*loaded());
  with_head->dataset = dataset;
  PageSpec wanted = spec("a4-portrait");
  wanted.official = true;
  map_.set_dataset(dataset);
  for (const auto& layer : dataset->layers) map_.set_visible(layer->source.id, false);
  written(prepare_sheet(*with_head, map_, wanted), "a.pdf");
  std::istringstream fonts(said_by({"pdffonts", scratch_ / "a.pdf"}));
  std::string line;
  std::getline(fonts, line), std::getline(fonts, line);
  for (int count = 0; std::getline(fonts, line); ++count)
    EXPECT_TRUE(line.find("+Inter") != std::string::npos || line.find("+Tinos") != std::string::npos ||
                line.find("+TimesNewRoman") != std::string::npos)
        << "a letter was taken from another face: " << line;
  EXPECT_HAS(said_by({"pdftotext", "-layout", scratch_ / "a.pdf", "-"}), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
}

TEST_F(Export, APdfLooksAsThePicture) {
  for (const std::vector<std::string>& layers : {std::vector<std::string>{}, {"coverage", "villages"}, {"households"}}) {
    const Sheet page = sheet(spec("a4"), layers);
    written(page, "a.pdf"), written(page, "a.png");
    EXPECT_EQ(bytes_of(scratch_ / "a.pdf").find("/Subtype /Image") != std::string::npos, layers == std::vector<std::string>{"households"})
        << "counts are pixels, the rest is shapes";
    said_by({"pdftoppm", "-png", "-singlefile", "-scale-to-x", "1754", "-scale-to-y", "1240", scratch_ / "a.pdf", scratch_ / "drawn"});
    const data::Image drawn = data::read_png(scratch_ / "drawn.png"), picture = data::read_png(scratch_ / "a.png");
    EXPECT_LE(data::compare(drawn, picture, 80).share_of_pixels, 0.02) << layers.size();
  }
}

TEST_F(Export, AnSvgIsWellFormedAndHasItsTitle) {
  const std::string svg = written(sheet(spec("a4"), {"villages"}), "a.svg");
  said_by({"xmllint", "--noout", scratch_ / "a.svg"});
  EXPECT_HAS(svg, "<title>Tỷ lệ hộ gia đình có cáp quang theo xã, phường – Tỉnh Vĩnh Phúc</title>");
  EXPECT_HAS(svg, "width=\"841.8");
  EXPECT_EQ(svg.find("<image"), std::string::npos) << "villages are shapes";
}

TEST_F(Export, ABareGeoTiffLiesExactlyWhereItWasAskedFor) {
  PageSpec wanted = spec("map", 1200, 900);
  wanted.bare = true, wanted.area = data::Box{550000, 2350000, 562000, 2357000};
  written(sheet(wanted), "a.tif");
  const auto info = nlohmann::json::parse(said_by({"gdalinfo", "-json", scratch_ / "a.tif"}));
  // 12 km on 1200 pixels; the height grows from 7 to 9 km round the same middle.
  EXPECT_EQ(info["geoTransform"], (std::vector<double>{550000, 10, 0, 2358000, 0, -10}));
  EXPECT_EQ(info["cornerCoordinates"]["lowerRight"], (std::vector<double>{562000, 2349000}));
  EXPECT_HAS(info["coordinateSystem"]["wkt"].get<std::string>(), "VN-2000 / TM-3 zone 482");
  EXPECT_EQ(info["bands"].size(), 3U);
  EXPECT_EQ(info["metadata"]["IMAGE_STRUCTURE"]["COMPRESSION"], "DEFLATE");
  wanted.width = wanted.height = 0;
  const Sheet free = sheet(wanted);
  EXPECT_EQ(free.spec.width, 4096);
  EXPECT_NEAR(free.plan.place.view.extent().height(), 7000, 12000.0 / 4096);
}

TEST_F(Export, APageIsOnTheGroundAsItsMapIs) {
  const Sheet page = sheet(spec("a4"));
  written(page, "a.tif");
  ExportOptions options;
  options.world_file = true;
  write_sheet(page, map_, scratch_ / "a.png", Format::png, options);
  const data::Point middle = page.plan.place.view.centre, corner = page.corner();
  const double pixel = page.plan.place.view.metres_per_pixel;
  const double x = page.map_left() + page.plan.place.view.width / 2.0, y = page.map_top() + page.plan.place.view.height / 2.0;
  EXPECT_NEAR(corner.x + x * pixel, middle.x, 1e-6);
  EXPECT_NEAR(corner.y - y * pixel, middle.y, 1e-6);
  const auto info = nlohmann::json::parse(said_by({"gdalinfo", "-json", scratch_ / "a.tif"}));
  EXPECT_NEAR(info["geoTransform"][0].get<double>(), corner.x, pixel / 100);
  EXPECT_NEAR(info["geoTransform"][3].get<double>(), corner.y, pixel / 100);
  const auto beside = nlohmann::json::parse(said_by({"gdalinfo", "-json", scratch_ / "a.png"}));
  EXPECT_NEAR(beside["geoTransform"][0].get<double>(), corner.x, pixel / 100) << "GDAL reads the world file";
  EXPECT_NEAR(beside["geoTransform"][3].get<double>(), corner.y, pixel / 100);
}

TEST_F(Export, AKnownPlaceFallsOnItsPixel) {
  const data::Table& villages = *std::find_if(loaded()->dataset->layers.begin(), loaded()->dataset->layers.end(),
                                              [](const auto& layer) { return layer->source.id == "villages"; })
                                     ->get()
                                     ->table;
  const data::Point place = villages.points.at(villages.points.size() / 2);
  PageSpec wanted = spec("map", 1600, 1600);
  wanted.bare = true, wanted.theme = &layers::light_theme();
  wanted.area = data::Box{place.x - 900, place.y - 700, place.x + 700, place.y + 900};
  Sheet page = sheet(wanted, {"villages"});
  page.names.clear();  // a name may stand on the mark
  written(page, "a.tif");
  const auto at = [&](double x, double y) {
    std::array<int, 3> out{};
    std::istringstream values(
        said_by({"gdallocationinfo", "-valonly", "-geoloc", scratch_ / "a.tif", std::to_string(x), std::to_string(y)}));
    for (int& value : out) values >> value;
    return out;
  };
  const layers::Colour ink = wanted.theme->point_plain;
  const auto is_mark = [&](const std::array<int, 3>& rgb) {
    return std::equal(rgb.begin(), rgb.end(), ink.begin(), [](int a, float b) { return std::abs(a - std::lround(b * 255)) <= 2; });
  };
  EXPECT_TRUE(is_mark(at(place.x, place.y)));
  // A diamond: as far to each side.
  std::array<int, 4> reach{};
  for (std::size_t side = 0; side < 4; ++side)
    while (reach[side] < 60 && is_mark(at(place.x + (side == 0) * reach[side] - (side == 1) * reach[side],
                                          place.y + (side == 2) * reach[side] - (side == 3) * reach[side])))
      ++reach[side];
  EXPECT_NEAR(reach[0], reach[1], 1);
  EXPECT_NEAR(reach[2], reach[3], 1);
}

TEST_F(Export, ABookHasItsPagesOutlineAndLabels) {
  Book book(scratch_ / "book.pdf", {"Hồ sơ họp", "Tỉnh Vĩnh Phúc", "", loaded()->date});
  const Sheet first = sheet(spec("a4"));
  const int top = book.add(first, map_, {"Toàn tỉnh", 0, "1"});
  PageSpec of_a_unit = spec("a4");
  of_a_unit.unit = "248";
  book.add(sheet(of_a_unit), map_, {"Huyện Tam Đảo", top, "2"});
  book.add({960, 540}, [](cairo_t* cr) { cairo_rectangle(cr, 10, 10, 100, 100), cairo_fill(cr); }, {"Trình chiếu", 0, "3"});
  EXPECT_EQ(book.pages(), 3);
  EXPECT_FALSE(fs::exists(scratch_ / "book.pdf"));
  book.finish();
  const std::string info = said_by({"pdfinfo", "-f", "1", "-l", "3", scratch_ / "book.pdf"}), bytes = bytes_of(scratch_ / "book.pdf");
  EXPECT_HAS(info, "Pages:           3");
  EXPECT_HAS(info, "Page    2 size:  841.89 x 595.276 pts (A4)");
  EXPECT_HAS(info, "Page    3 size:  960 x 540 pts");
  EXPECT_HAS(info, "Hồ sơ họp");
  EXPECT_HAS(bytes, "/Outlines");
  EXPECT_HAS(bytes, "/PageLabels");
  EXPECT_EQ(scratch_.entries(), 1U);
}

TEST_F(Export, ABookThatIsNotFinishedIsNotThere) {
  {
    Book book(scratch_ / "book.pdf", {"T", "", "", loaded()->date});
    book.add(sheet(spec("a4")), map_);
  }
  EXPECT_EQ(scratch_.entries(), 0U);
}

TEST_F(Export, WhatWouldNotSayWhatItShouldIsNotWritten) {
  const auto error = [&](const Sheet& page, const std::vector<std::string>& named = {}) {
    ExportOptions options;
    options.named = named;
    return support::error_of([&] { write_sheet(page, map_, scratch_ / "a.png", Format::png, options); });
  };
  data::set_language(data::Lang::en);
  PageSpec elsewhere = spec("map", 800, 600);
  elsewhere.lang = data::Lang::en, elsewhere.area = data::Box{700000, 2000000, 710000, 2008000};
  EXPECT_HAS(error(sheet(elsewhere)), "nothing on this map");
  EXPECT_HAS(error(sheet(elsewhere), {"villages"}), "'villages' has nothing on this map");
  EXPECT_HAS(error(sheet(spec("map", 800, 600)), {"wells"}), "'wells' is missing");
  Sheet crowded = sheet(spec("map", 800, 600));
  crowded.content.legend.classes[0].text = std::string(400, 'W');
  EXPECT_HAS(error(crowded), "legend does not fit");
  EXPECT_EQ(scratch_.entries(), 0U);
  EXPECT_EQ(error(sheet(spec("map", 800, 600), {"villages"}), {"villages"}), "no error");
}

}  // namespace
}  // namespace viewer
