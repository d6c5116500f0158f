// Page layouts as files: what is read, what is refused and how it is said, and that the schema knows what the reader accepts.
#include "data/layout.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "data/project.h"
#include "data/source/error.h"
#include "data/source/json_reader.h"

namespace data {
namespace {

namespace fs = std::filesystem;

PageLayout parse(const std::string& text, std::vector<std::string>* warnings = nullptr) {
  const JsonFile file = JsonFile::parse(text, "page.json", "Cannot read the page layout");
  PageLayout out = read_layout(file.root());
  if (warnings) *warnings = file.warnings();
  return out;
}

std::string refusal(const std::string& text) {
  try {
    parse(text);
  } catch (const Error& error) { return error.parts().why; }
  return "nothing was refused";
}

const std::string body = R"("body": {"rows": [{"part": "header"}, {"part": "map"}, {"part": "footer"}]})";

TEST(Layout, ReadsPaperMarginsAndTree) {
  const PageLayout layout =
      parse(R"({"id": "own", "name": {"vi": "Của tôi", "en": "Mine"}, "paper": {"size": "A3", "orientation": "portrait"},
    "theme": "dark", "margins": {"left": 30}, "gap": 5, "type": {"scale": 0.9},
    "body": {"rows": [{"part": "header"},
                      {"columns": [{"part": "map", "min": 0.4, "max": 0.6, "locator": false},
                                   {"rows": [{"part": "strip"}, {"part": "table", "rows": "all"}], "grow": 2}]},
                      {"part": "text", "text": "Nơi nhận"}, {"part": "text", "text": "Ký"}]},
    "body_tall": {"rows": [{"part": "header"}, {"part": "map"}]}})");
  EXPECT_TRUE(layout.paper && layout.dark && layout.all_rows);
  EXPECT_EQ(layout.width, 297);
  EXPECT_EQ(layout.height, 420);
  EXPECT_EQ(layout.left, 30);
  EXPECT_EQ(layout.top, 9);
  EXPECT_EQ(layout.gap, 5);
  EXPECT_EQ(layout.type_scale, 0.9);
  EXPECT_FALSE(layout.map.locator);
  EXPECT_TRUE(layout.map.legend);
  ASSERT_EQ(layout.body.children.size(), 4U);
  const LayoutNode& columns = layout.body.children[1];
  EXPECT_EQ(columns.kind, LayoutNode::Kind::columns);
  EXPECT_EQ(columns.children[0].min, 0.4);
  EXPECT_EQ(columns.children[1].grow, 2);
  EXPECT_EQ(layout.body.children[3].text.vi, "Ký");
  EXPECT_TRUE(layout.tall && layout.tall->holds(PagePart::map));
  EXPECT_FALSE(layout.wide);
  EXPECT_TRUE(layout.holds(PagePart::strip));
  EXPECT_FALSE(layout.holds(PagePart::cards));
}

TEST(Layout, PaperComesByNameByOrientationOrInMillimetres) {
  EXPECT_EQ(parse(R"({"id": "a", "paper": "A4", )" + body + "}").width, 297);
  EXPECT_EQ(parse(R"({"id": "a", "paper": {"size": "A4", "orientation": "portrait"}, )" + body + "}").width, 210);
  EXPECT_EQ(parse(R"({"id": "a", "paper": {"width": 900, "height": 600}, )" + body + "}").height, 600);
  EXPECT_FALSE(parse(R"({"id": "a", "screen": {"width": 1280, "height": 720}, )" + body + "}").paper);
}

TEST(Layout, OfficialPaperHasTheDecreesMargins) {
  const PageLayout layout = parse(R"({"id": "a", "paper": "A4", "official": true, )" + body + "}");
  EXPECT_TRUE(layout.top >= 20 && layout.top <= 25 && layout.bottom >= 20 && layout.bottom <= 25);
  EXPECT_TRUE(layout.left >= 30 && layout.left <= 35 && layout.right >= 15 && layout.right <= 20);
}

TEST(Layout, ErrorsNameTheKeyPath) {
  EXPECT_EQ(refusal(R"({"id": "a", "paper": "A9", )" + body + "}").substr(0, 6), "paper:");
  EXPECT_NE(refusal(R"({"id": "a", "paper": "A4", "body": {"rows": [{"part": "mapp"}]}})").find("body.rows[0].part"), std::string::npos);
  EXPECT_NE(refusal(R"({"id": "a", "paper": "A4", "body": {"rows": [{"part": "map"}, {"part": "map"}]}})").find("body.rows[1].part"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"id": "a", "paper": "A4", "body": {"rows": [{"part": "header"}]}})").find("\"map\""), std::string::npos);
  EXPECT_NE(refusal(R"({"id": "a", "paper": "A4", "body": {"columns": []}})").find("body.columns"), std::string::npos);
  EXPECT_NE(refusal(R"({"id": "a", "paper": "A4", "body": {"part": "map", "min": 0.6, "max": 0.4}})").find("body.max"), std::string::npos);
  EXPECT_NE(refusal(R"({"id": "a", "paper": "A4", "body": {"part": "map", "min": 4}})").find("body.min"), std::string::npos);
  EXPECT_NE(refusal(R"({"id": "a", "paper": "A4", "body": {"part": "map"}})").find("\"header\""), std::string::npos);
  EXPECT_NE(refusal(R"({"id": "a", "paper": "A4", "margins": {"top": 90}, )" + body + "}").find("margins.top"), std::string::npos);
  EXPECT_NE(refusal(R"({"id": "a", "paper": "A4", "screen": {"width": 800, "height": 600}, )" + body + "}").find("screen"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"id": "a", )" + body + "}").find("paper"), std::string::npos);
  EXPECT_NE(refusal(R"({"id": "a", "screen": {"width": 800, "height": 600}, "official": true, )" + body + "}").find("official"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"paper": "A4", )" + body + "}").find("id"), std::string::npos);
}

TEST(Layout, UnknownKeysAreWarnedAbout) {
  std::vector<std::string> warnings;
  parse(
      R"({"id": "a", "paper": "A4", "colour": 1, "body": {"rows": [{"part": "map", "legende": false}, {"part": "header", "legend": true}]}})",
      &warnings);
  ASSERT_EQ(warnings.size(), 3U);
  EXPECT_NE(warnings[1].find("body.rows[0]"), std::string::npos) << warnings[1];
}

TEST(Layout, ShippedOnesAreReadWithoutAWarning) {
  std::vector<std::string> ids;
  for (const auto& entry : fs::directory_iterator(fs::path(PHUSONG_SOURCE_DIR) / "assets/layouts")) {
    std::vector<std::string> warnings;
    const PageLayout layout = read_layout(entry.path(), &warnings);
    EXPECT_TRUE(warnings.empty()) << warnings.front();
    EXPECT_EQ(entry.path().stem(), layout.id);
    EXPECT_FALSE(layout.name.vi.empty() || layout.name.en.empty());
    ids.push_back(layout.id);
  }
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(ids, (std::vector<std::string>{"a3", "a4-landscape", "a4-portrait", "map", "screen", "table-and-map", "wall"}));
}

class ProjectLayouts : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("phusong-layouts-" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  Project read(const std::string& more) {
    std::ofstream(folder_ / "project.json")
        << R"({"version": 1, "crs": "EPSG:5897", "units": [{"level": "commune", "source": "u.gpkg", "code": "c", "name": "n"}], )" << more
        << "}";
    return read_project(folder_ / "project.json", {});
  }
  fs::path folder_;
};

TEST_F(ProjectLayouts, AreFilesAndObjects) {
  std::ofstream(folder_ / "sheet.json") << R"({"version": 1, "id": "sheet", "odd": 1, "paper": "A4", )" << body << "}";
  const Project project = read(R"("layouts": ["sheet.json", {"id": "inline", "screen": {"width": 800, "height": 600}, )" + body + "}]");
  ASSERT_EQ(project.layouts.size(), 2U);
  EXPECT_EQ(project.layouts[0].id, "sheet");
  EXPECT_EQ(project.layouts[1].id, "inline");
  ASSERT_EQ(project.warnings.size(), 1U);
  EXPECT_EQ(project.warnings[0].substr(0, 11), "sheet.json:");
}

TEST_F(ProjectLayouts, OfTheSameIdAreRefused) {
  const std::string one = R"({"id": "a", "paper": "A4", )" + body + "}";
  EXPECT_THROW(read("\"layouts\": [" + one + "," + one + "]"), Error);
  EXPECT_THROW(read(R"("layouts": ["absent.json"])"), Error);
}

TEST_F(ProjectLayouts, OfficialSaysWhoseAndWhen) {
  const Project project = read(
      R"("official": {"parent": "UBND tỉnh", "agency": "Trung tâm điều hành", "number": "1/BC", "place": "Vĩnh Yên", "date": "2023-01-05"})");
  ASSERT_TRUE(project.official && project.official->date);
  EXPECT_EQ(project.official->agency, "Trung tâm điều hành");
  EXPECT_EQ(iso_date(*project.official->date), "2023-01-05");
  EXPECT_THROW(read(R"("official": {"parent": "UBND tỉnh"})"), Error);
  EXPECT_FALSE(read(R"("scenes": [])").official);
}

TEST(LayoutSchema, KnowsEveryPart) {
  const JsonFile file = JsonFile::read(fs::path(PHUSONG_SOURCE_DIR) / "assets/schema/layout.schema.json", "schema");
  std::vector<std::string> parts;
  for (const JsonNode& part : file.root().at("$defs", "").at("part", "").at("properties", "").at("part", "").at("enum", "").items())
    parts.push_back(part.string());
  EXPECT_EQ(parts, page_part_names());
}

}  // namespace
}  // namespace data
