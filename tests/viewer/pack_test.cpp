// The meeting pack as its users get it: what lies in the folder, what a second run does, and what a kill leaves behind.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFOutlineDocumentHelper.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <thread>

#include "data/image.h"
#include "tests/support/expect.h"
#include "tests/support/geojson.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"
#include "viewer/pack/manifest.h"
#include "viewer/pack/plan.h"
#include "viewer/pack/sheets.h"
#include "viewer/pack/slides.h"
#include "viewer/page/sheet.h"
#include "viewer/page/sketch.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using support::Outcome;
using support::Scratch;

/// One province, two districts, three communes, two of them of one name.
class Pack : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto box = [](double x, double width, const char* code, const char* name, const char* parent) {
      return support::GeoJson().box(105.5 + x, 21.3, 105.5 + x + width, 21.4, {{"code", code}, {"name", name}, {"parent", parent}});
    };
    scratch_.write("in/province.geojson", box(0, 0.3, "26", "Tỉnh Vĩnh Phúc", "").text());
    scratch_.write("in/districts.geojson",
                   box(0, 0.2, "251", "Huyện Tam Đảo", "26")
                       .box(105.7, 21.3, 105.8, 21.4, {{"code", "243"}, {"name", "Thành phố Vĩnh Yên"}, {"parent", "26"}})
                       .text());
    scratch_.write("in/communes.geojson",
                   box(0, 0.1, "08911", "Xã Đạo Trù", "251")
                       .box(105.6, 21.3, 105.7, 21.4, {{"code", "08908"}, {"name", "Xã Yên Dương"}, {"parent", "251"}})
                       .box(105.7, 21.3, 105.8, 21.4, {{"code", "08707"}, {"name", "Phường Tích Sơn"}, {"parent", "243"}})
                       .text());
    scratch_.write("in/households.csv", "code,households,fiber\n08911,1000,500\n08908,400,300\n08707,800,790\n");
    scratch_.write(
        "in/targets.json",
        R"({"version": 1, "targets": [{"id": "A", "indicator": "fibre_hh_use", "scope": "26", "comparator": ">=", "value": 90, "unit": "%",
      "deadline": "2025-12-31", "deadline_form": "day", "status": "in_force", "headline": true,
      "source": {"document": "Nghị quyết thử", "date": "2021-01-01", "issuer": "Tỉnh ủy", "quote": "phấn đấu 90% số hộ"}}]})");
    project_ = scratch_.write(
        "in/project.json",
        R"({"version": 1, "title": {"vi": "Tỉnh Vĩnh Phúc", "en": "Vĩnh Phúc province"}, "crs": "EPSG:5897", "date": "2022-12-31", "scope": "26",
      "illustrative": true, "units": [
      {"level": "province", "source": "province.geojson", "code": "code", "name": "name"},
      {"level": "district", "source": "districts.geojson", "code": "code", "name": "name", "parent": "parent"},
      {"level": "commune", "source": "communes.geojson", "code": "code", "name": "name", "parent": "parent"}],
      "layers": [{"id": "households", "kind": "fiber_household", "source": "households.csv",
      "fields": {"unit": "code", "households": "households", "connected": "fiber"}}], "targets": "targets.json"})");
  }
  Outcome pack(const std::string& folder, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{PHUSONG_BINARY, "pack", project_.string(), "-o", (scratch_ / folder).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return support::run(arguments, {{"XDG_CACHE_HOME", (scratch_ / "cache").string()}, {"LC_ALL", "C"}}, scratch_.path());
  }
  nlohmann::json manifest(const std::string& folder) { return nlohmann::json::parse(support::bytes_of(scratch_ / folder / "pack.json")); }

  Scratch scratch_;
  fs::path project_;
};

TEST_F(Pack, HoldsWhatAMeetingNeeds) {
  const Outcome made = pack("a");
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_TRUE(made.err.empty()) << made.err;  // no bar in a pipe
  for (const char* file :
       {"index.html", "pack.json", "pack.pdf", "slides.pdf", "report.json", "tables/tables.xlsx", "tables/units.csv", "tables/targets.csv",
        "tables/gaps.csv", "sheets/00-tinh-vinh-phuc.pdf", "sheets/01-huyen-tam-dao-251.pdf", "sheets/01-01-xa-dao-tru-08911.pdf",
        "sheets/01-02-xa-yen-duong-08908.pdf", "sheets/02-thanh-pho-vinh-yen-243.pdf", "sheets/02-01-phuong-tich-son-08707.pdf"})
    EXPECT_TRUE(fs::exists(scratch_ / "a" / file)) << file;
  const nlohmann::json listed = manifest("a");
  EXPECT_TRUE(listed["complete"]);
  EXPECT_FALSE(listed["files"].empty());
  for (const auto& file : listed["files"]) EXPECT_EQ(fs::file_size(scratch_ / "a" / file["file"].get<std::string>()), file["bytes"]);
}

TEST_F(Pack, TheMergedFileHasAnOutlineNumbersAndLinks) {
  ASSERT_EQ(pack("a", {"--formats", "pdf"}).code, 0);
  QPDF book;
  book.processFile((scratch_ / "a/pack.pdf").c_str());
  EXPECT_EQ(QPDFPageDocumentHelper(book).getAllPages().size(), 7U);  // contents and six sheets
  QPDFOutlineDocumentHelper outline(book);
  auto top = outline.getTopLevelOutlines();
  ASSERT_EQ(top.size(), 2U);
  EXPECT_EQ(top[1].getTitle(), "Tỉnh Vĩnh Phúc");
  auto districts = top[1].getKids();
  ASSERT_EQ(districts.size(), 2U);
  EXPECT_EQ(districts[0].getTitle(), "Huyện Tam Đảo");
  ASSERT_EQ(districts[0].getKids().size(), 2U);
  EXPECT_EQ(districts[0].getKids()[0].getTitle(), "Xã Đạo Trù");
  auto pages = QPDFPageDocumentHelper(book).getAllPages();
  EXPECT_EQ(districts[0].getKids()[0].getDestPage().getObjGen(), pages[3].getObjectHandle().getObjGen());
  QPDFObjectHandle contents = pages[0].getObjectHandle();
  EXPECT_EQ(contents.getKey("/Annots").getArrayNItems(), 6);
}

TEST_F(Pack, TheSameInputsGiveTheSameBytesWhateverTheNumberOfWorkers) {
  ASSERT_EQ(pack("a", {"--date", "2022-12-31", "--jobs", "1"}).code, 0);
  ASSERT_EQ(pack("b", {"--date", "2022-12-31", "--jobs", "3"}).code, 0);
  const auto a = support::contents_of(scratch_ / "a"), b = support::contents_of(scratch_ / "b");
  ASSERT_EQ(a.size(), b.size());
  for (const auto& [file, bytes] : a) EXPECT_TRUE(b.at(file) == bytes) << file;
}

TEST_F(Pack, ASecondRunMakesOnlyWhatLacks) {
  ASSERT_EQ(pack("a").code, 0);
  const auto before = support::contents_of(scratch_ / "a");
  const auto time = [&](const char* file) { return fs::last_write_time(scratch_ / "a" / file); };
  fs::remove(scratch_ / "a/sheets/01-01-xa-dao-tru-08911.pdf");
  std::ofstream(scratch_ / "a/tables/gaps.csv", std::ios::app) << "spoilt";
  const auto kept = time("sheets/00-tinh-vinh-phuc.pdf"), old = time("tables/gaps.csv");
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  ASSERT_EQ(pack("a").code, 0);
  EXPECT_EQ(time("sheets/00-tinh-vinh-phuc.pdf"), kept);
  EXPECT_NE(time("tables/gaps.csv"), old);
  EXPECT_TRUE(support::contents_of(scratch_ / "a") == before);
}

TEST_F(Pack, ChangedInputsOrOptionsMakeAllAnew) {
  ASSERT_EQ(pack("a", {"--formats", "csv,pdf"}).code, 0);
  const std::string before = support::bytes_of(scratch_ / "a/tables/gaps.csv");
  const auto sheet = fs::last_write_time(scratch_ / "a/sheets/00-tinh-vinh-phuc.pdf");
  scratch_.write("in/households.csv", "code,households,fiber\n08911,1000,600\n08908,400,300\n08707,800,790\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  ASSERT_EQ(pack("a", {"--formats", "csv,pdf"}).code, 0);
  EXPECT_NE(support::bytes_of(scratch_ / "a/tables/gaps.csv"), before);
  EXPECT_NE(fs::last_write_time(scratch_ / "a/sheets/00-tinh-vinh-phuc.pdf"), sheet);
  ASSERT_EQ(pack("a", {"--formats", "csv"}).code, 0);
  EXPECT_FALSE(fs::exists(scratch_ / "a/pack.pdf"));  // of another recipe: it would pass for part of this one
  EXPECT_TRUE(fs::exists(scratch_ / "a/tables/gaps.csv"));
}

TEST_F(Pack, ALayoutInAFileIsAnInputToo) {
  const fs::path layout =
      scratch_.write("in/own.json", support::bytes_of(fs::path(PHUSONG_SOURCE_DIR) / "assets/layouts/a4-landscape.json"));
  const auto made = [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(pack("a", {"--formats", "csv", "--layout", layout.string()}).code, 0);
    return fs::last_write_time(scratch_ / "a/tables/gaps.csv");
  };
  const auto first = made();
  EXPECT_EQ(made(), first);
  std::ofstream(layout, std::ios::app) << "\n";
  EXPECT_NE(made(), first);
  EXPECT_HAS(manifest("a")["recipe"]["inputs"].dump(), "\"own.json\"");
}

TEST_F(Pack, AKillLeavesNoHalfFileAndTheNextRunGoesOn) {
  ASSERT_EQ(pack("whole").code, 0);
  const auto whole = support::contents_of(scratch_ / "whole");
  std::size_t interrupted = 0;
  for (const int milliseconds : {150, 300, 500, 800}) {
    const pid_t child = fork();
    if (child == 0) {
      setenv("XDG_CACHE_HOME", (scratch_ / "cache").c_str(), 1);
      execl(PHUSONG_BINARY, PHUSONG_BINARY, "pack", project_.c_str(), "-o", (scratch_ / "a").c_str(), "--jobs", "2", nullptr);
      _exit(99);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    interrupted += WIFSIGNALED(status);
    if (!fs::exists(scratch_ / "a")) continue;
    for (const auto& [file, bytes] : support::contents_of(scratch_ / "a"))
      if (whole.contains(file) && file != "pack.json") {
        EXPECT_TRUE(whole.at(file) == bytes) << file << " after " << milliseconds << " ms";
      }
  }
  EXPECT_GT(interrupted, 0U);
  ASSERT_EQ(pack("a").code, 0);
  EXPECT_TRUE(support::contents_of(scratch_ / "a") == whole);  // nothing half, nothing left over, nothing missing
}

TEST_F(Pack, OtherPeoplesFilesAreNotTouched) {
  scratch_.write("a/notes.txt", "mine");
  const Outcome refused = pack("a");
  EXPECT_EQ(refused.code, 1);
  EXPECT_HAS(refused.err, (scratch_ / "a").string());
  EXPECT_EQ(support::contents_of(scratch_ / "a").size(), 1U);
  ASSERT_EQ(pack("b", {"--formats", "csv"}).code, 0);
  scratch_.write("b/notes.txt", "mine");
  ASSERT_EQ(pack("b", {"--formats", "json"}).code, 0);
  EXPECT_EQ(support::bytes_of(scratch_ / "b/notes.txt"), "mine");
}

TEST_F(Pack, WhatIsUnknownIsSaidBeforeAnythingIsWritten) {
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"--indicator", "fibre"}, {"--level", "village"}, {"--layout", "a0"}}) {
    const Outcome refused = pack("a", wrong);
    EXPECT_EQ(refused.code, 1) << wrong[1];
    EXPECT_HAS(refused.err, wrong[1]);
    EXPECT_FALSE(fs::exists(scratch_ / "a")) << wrong[1];
  }
  EXPECT_EQ(pack("a", {"--formats", "docx"}).code, 2);
}

TEST_F(Pack, AProjectThatDoesNotLoadWholeGetsNoPack) {
  fs::remove(scratch_ / "in/households.csv");
  const Outcome refused = pack("a");
  EXPECT_EQ(refused.code, 1);
  EXPECT_FALSE(fs::exists(scratch_ / "a"));
}

TEST_F(Pack, TheIndexLinksOnlyToWhatIsThereAndAsksForNothingElse) {
  ASSERT_EQ(pack("a", {"--lang", "en"}).code, 0);
  const std::string html = support::bytes_of(scratch_ / "a/index.html");
  EXPECT_HAS(html, "<html lang=\"en\">");
  EXPECT_HAS(html, "Illustrative data");
  EXPECT_HAS(html, "Xã Đạo Trù");
  EXPECT_HAS(html, "phấn đấu 90% số hộ");
  EXPECT_EQ(html.find("http"), std::string::npos);
  for (const char* attribute : {"href=\"", "src=\""})
    for (std::size_t at = html.find(attribute); at != std::string::npos; at = html.find(attribute, at + 1)) {
      const std::size_t from = at + std::string(attribute).size();
      const std::string to = html.substr(from, html.find('"', from) - from);
      const bool inside = to.starts_with("#") && html.find("id=\"" + to.substr(1) + "\"") != std::string::npos;
      EXPECT_TRUE(inside || fs::exists(scratch_ / "a" / to)) << to;
    }
}

/// Every page and slide, in both languages: no text ends in an ellipsis, none leaves its room.
TEST_F(Pack, NothingIsCutShort) {
  data::start_i18n(PHUSONG_LOCALE_DIR);
  const auto loaded = data::load_project(project_, PHUSONG_SHARE_DIR, {});
  const data::Lang before = data::language();
  for (const data::Lang lang : {data::Lang::vi, data::Lang::en}) {
    data::set_language(lang);
    std::vector<PageRecord> records;
    const auto draw = [&](double scale, const layers::Theme& theme, const auto& what) {
      const Sketch sketch(8, 8);
      records.emplace_back();
      Canvas canvas(sketch.cr.get(), scale, theme, &records.back());
      what(canvas);
    };
    for (const SheetPlan& plan : plan_sheets(*loaded, "")) {
      const Sheet sheet = prepare_sheet(*loaded, std::vector<std::string>{}, sheet_spec(*loaded, {}, plan.unit));
      draw(sheet.scale, *sheet.spec.theme, [&](Canvas& canvas) { draw_furnishings(canvas, sheet); });
      EXPECT_FALSE(sheet.content.table.rows.empty()) << plan.title;
    }
    for (const Slide& slide : slides_of(*loaded, "")) draw(0.5, layers::light_theme(), [&](Canvas& canvas) { draw_slide(canvas, slide); });
    EXPECT_GE(records.size(), 10U);
    for (const PageRecord& record : records)
      for (const Placed& text : record.texts) {
        EXPECT_FALSE(text.shortened) << text.part << ": " << text.text;
        EXPECT_TRUE(text.room.contains(text.box, 1.0)) << text.part << ": " << text.text;
      }
  }
  data::set_language(before);
}

TEST(PackPlan, NamesAreAsciiAndSortAsTheSheetsDo) {
  EXPECT_EQ(data::slug("Xã Đạo Trù"), "xa-dao-tru");
  EXPECT_EQ(data::slug("  Thị trấn  «A/B» "), "thi-tran-a-b");
  EXPECT_EQ(data::slug("…"), "");
}

}  // namespace
}  // namespace viewer
