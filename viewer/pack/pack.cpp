#include "viewer/pack/pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "data/report_sheets.h"
#include "data/source/error.h"
#include "data/source/temporary_folder.h"
#include "data/version.h"
#include "layers/headless_context.h"
#include "viewer/pack/book.h"
#include "viewer/pack/contents.h"
#include "viewer/pack/index_page.h"
#include "viewer/pack/manifest.h"
#include "viewer/pack/sheets.h"
#include "viewer/pack/slides.h"
#include "viewer/page/export.h"
#include "viewer/places.h"
#include "viewer/progress_bar.h"
#include "viewer/units_table.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

constexpr const char *pack_pdf = "pack.pdf", *slides_pdf = "slides.pdf", *index_html = "index.html", *report_json = "report.json",
                     *tables_xlsx = "tables/tables.xlsx", *units_csv = "tables/units.csv", *targets_csv = "tables/targets.csv",
                     *gaps_csv = "tables/gaps.csv";

/// An update of the program may draw and say things otherwise.
std::string program_fingerprint() {
  std::string all;
  for (const std::filesystem::path& part : {std::filesystem::path("/proc/self/exe"), assets_dir(), locale_dir()})
    if (const auto digest = data::digest_of(part)) all += digest->sha256;
  return data::sha256(all);
}

PackRecipe recipe_of(const data::Loaded& loaded, const PackContents& contents) {
  PackRecipe recipe{data::version,
                    program_fingerprint(),
                    data::language() == data::Lang::vi ? "vi" : "en",
                    data::iso_date(loaded.date),
                    contents.layout,
                    contents.level,
                    contents.indicator,
                    {},
                    sidecar_inputs(loaded, sheet_spec(loaded, contents, 0))};
  for (const PackFormat format : contents.formats) recipe.formats.push_back(pack_format_names()[static_cast<std::size_t>(format)]);
  return recipe;
}

class Packing {
 public:
  Packing(std::shared_ptr<const data::Loaded> loaded, const PackCommand& command)
      : loaded_(std::move(loaded)),
        command_(command),
        contents_(command.contents),
        sheets_(contents_.holds(PackFormat::pdf) ? plan_sheets(*loaded_, contents_.level) : std::vector<SheetPlan>{}),
        folder_(command.output, recipe_of(*loaded_, contents_)) {
    plan();
  }

  void make() {
    tables();
    if (contents_.holds(PackFormat::slides)) lacking(slides_pdf, [&] { slides(); });
    if (contents_.holds(PackFormat::pdf)) {
      ProgressBar bar(tr("Sheets"));
      make_sheets(loaded_, sheets_, contents_, folder_, command_.jobs, [&](std::size_t done, std::size_t total) { bar.show(done, total); });
      lacking(pack_pdf, [&] { bind(); });
    }
    if (contents_.holds(PackFormat::html)) lacking(index_html, [&] { folder_.write(index_html, index_page(*loaded_, sheets_, listed())); });
    folder_.finish();
  }

  std::string summary() const {
    return trf("{0}: {1} files, {2} of them kept from before, {3} MB", command_.output.string(), files_.size(), folder_.kept(),
               data::format_number(static_cast<double>(folder_.bytes()) / 1e6, 1));
  }

 private:
  void plan() {
    if (contents_.holds(PackFormat::pdf)) files_.push_back(pack_pdf);
    if (contents_.holds(PackFormat::slides)) files_.push_back(slides_pdf);
    if (contents_.holds(PackFormat::xlsx)) files_.push_back(tables_xlsx);
    if (contents_.holds(PackFormat::csv)) files_.insert(files_.end(), {units_csv, targets_csv, gaps_csv});
    if (contents_.holds(PackFormat::json)) files_.push_back(report_json);
    if (contents_.holds(PackFormat::html)) files_.push_back(index_html);
    for (const SheetPlan& sheet : sheets_) files_.push_back(sheet.file), files_.push_back(sheet.thumbnail);
    folder_.expect(files_);
  }

  template <typename Make>
  void lacking(const char* file, const Make& make) {
    if (!folder_.has(file)) make();
  }

  void tables() {
    const data::ReportOptions all;  // without a time stamp: the same input gives the same bytes
    if (contents_.holds(PackFormat::xlsx)) lacking(tables_xlsx, [&] { folder_.write(tables_xlsx, data::report_xlsx(*loaded_, all)); });
    if (contents_.holds(PackFormat::json))
      lacking(report_json, [&] {
        std::ostringstream out;
        data::write_report_json(*loaded_, all, out);
        folder_.write(report_json, out.str());
      });
    if (!contents_.holds(PackFormat::csv)) return;
    // These are for a double-click on a desk in Việt Nam: without the mark its spreadsheets take UTF-8 for a legacy encoding.
    lacking(targets_csv, [&] { folder_.write(targets_csv, data::csv_of(data::target_sheet(*loaded_, all), true)); });
    lacking(gaps_csv, [&] { folder_.write(gaps_csv, data::csv_of(data::gap_sheet(*loaded_, all, -1), true)); });
    lacking(units_csv, [&] {
      std::ostringstream out;
      out << "\xEF\xBB\xBF";
      data::write_report_csv(*loaded_, all, out);
      folder_.write(units_csv, out.str());
    });
  }

  void slides() {
    const layers::HeadlessContext context;
    layers::Map map;
    map.set_dataset(loaded_->dataset);
    for (const auto& layer : loaded_->dataset->layers) map.set_visible(layer->source.id, false);
    Book book(folder_.place_for(slides_pdf), {trf("{}: targets and where we stand", loaded_->title()), {}, {}, loaded_->date});
    const std::vector<Slide> all = slides_of(*loaded_, contents_.indicator);
    for (const Slide& slide : all) {
      const BookMark mark{slide.title(), 0, {}};
      if (const auto* shown = std::get_if<MapSlide>(&slide.what)) {
        PageSpec spec;
        spec.layout = "map", spec.lang = data::language(), spec.indicator = shown->indicator, spec.theme = &layers::light_theme();
        // A smaller page has larger type for its size; only a picture of the ground needs the pixels of a large one.
        const double pixels = loaded_->dataset->rasters.empty() ? 0.5 : 1.0;
        spec.width = static_cast<int>(slide_width * pixels), spec.height = static_cast<int>(slide_height * pixels);
        spec.dpi = spec.width * 72 / slide_points;
        spec.number = book.pages() + 1, spec.of = static_cast<int>(all.size());
        book.add(prepare_sheet(*loaded_, map, spec), map, mark);
        continue;
      }
      book.add(
          {slide_points, slide_points * slide_height / slide_width},
          [&](cairo_t* cr) {
            Canvas canvas(cr, slide_points / slide_width, layers::light_theme(), nullptr);
            draw_slide(canvas, slide);
          },
          mark);
    }
    book.finish();
    folder_.wrote(slides_pdf);
  }

  void bind() {
    const data::TemporaryFolder workshop;
    const std::filesystem::path contents = workshop.path() / "contents.pdf";
    const Size points = points_of(with_defaults(sheet_spec(*loaded_, contents_, 0), loaded_->dataset->project.layouts));
    auto links = write_contents(contents, *loaded_, sheets_, points);
    std::vector<BookPage> pages;
    for (std::size_t i = 0; i < links.size(); ++i)
      pages.push_back({contents, i, {}, 0, i == 0 ? tr("Contents") : std::string(), 0, std::move(links[i])});
    for (std::size_t i = 0; i < sheets_.size(); ++i)
      pages.push_back({folder_.path_of(sheets_[i].file), 0, contents, links.size() + i, sheets_[i].title, sheets_[i].depth, {}});
    folder_.write(pack_pdf, bind_book(pages, trf("{}: meeting pack", loaded_->title()), loaded_->date, data::language()));
  }

  /// What the index offers besides the sheets; their sizes are known by now.
  std::vector<PackFile> listed() const {
    const std::vector<std::pair<const char*, std::string>> named{{pack_pdf, tr("All sheets in one file")},
                                                                 {slides_pdf, tr("Slides")},
                                                                 {tables_xlsx, tr("All tables")},
                                                                 {units_csv, tr("Indicators by unit")},
                                                                 {targets_csv, tr("Targets beside actuals")},
                                                                 {gaps_csv, tr("Units below their targets")},
                                                                 {report_json, tr("The report, for programs")}};
    std::vector<PackFile> out;
    for (const auto& [file, words] : named)
      if (folder_.has(file)) out.push_back({file, words, std::filesystem::file_size(folder_.path_of(file))});
    return out;
  }

  std::shared_ptr<const data::Loaded> loaded_;
  const PackCommand& command_;
  PackContents contents_;
  std::vector<SheetPlan> sheets_;
  PackFolder folder_;
  std::vector<std::string> files_;
};

}  // namespace

int run_pack(const PackCommand& options) {
  const auto loaded = load_for_command(options.common);
  // A pack with a layer missing would pass for the whole truth.
  if (!loaded->dataset->errors.empty()) {
    fmt::print(stderr, "phusong: {}\n", tr("No pack was made, because not everything in the project could be read"));
    return exit_failed;
  }
  PackCommand command = options;
  if (command.contents.indicator.empty()) command.contents.indicator = default_indicator(*loaded);
  // Says what is wrong with the layout or the indicator before anything is touched.
  page_view(*loaded, {}, sheet_spec(*loaded, command.contents, 0));
  Packing packing(loaded, command);
  packing.make();
  fmt::print("{}\n", packing.summary());
  return outcome(*loaded, options.common);
}

}  // namespace viewer
