#include "viewer/pack/contents.h"

#include <algorithm>

#include "viewer/page/canvas.h"
#include "viewer/page/export.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

constexpr std::size_t columns = 3, rows = 38, a_page = columns * rows;
constexpr double margin = 60, head = 96, gutter = 46, number_width = 44, indent = 18;

/// What a page of the pack is drawn with: 1080 design pixels on its shorter side, as the sheets have.
class Paper {
 public:
  Paper(cairo_t* cr, Size points)
      : scale_(std::min(points.w, points.h) / 1080),
        width_(points.w / scale_),
        height_(points.h / scale_),
        canvas_(cr, scale_, layers::light_theme(), nullptr) {}
  Canvas& canvas() { return canvas_; }
  double scale() const { return scale_; }
  double width() const { return width_; }
  double height() const { return height_; }

  /// In the lower right corner, where no sheet has anything.
  void number(std::size_t page, std::size_t of) {
    const TextStyle style{.size = Type::note, .weight = 500, .colour = canvas_.theme().quiet, .align = Align::right};
    canvas_.text({width_ - 44 - 300, height_ - 28, 300, 20}, trf("page {0}/{1}", page, of), style, "page.number");
  }

 private:
  double scale_, width_, height_;
  Canvas canvas_;
};

void draw_heading(Paper& paper, const data::Loaded& loaded) {
  Canvas& canvas = paper.canvas();
  const layers::Theme& theme = canvas.theme();
  const double width = paper.width() - 2 * margin;
  canvas.text({margin, margin - 16, width, 34}, trf("{}: contents", loaded.title()), {.size = 26, .weight = 700, .colour = theme.text},
              "contents.title");
  std::string under = loaded.date_words();
  if (loaded.dataset->project.illustrative) under += " · " + tr("Illustrative data, not real figures");
  canvas.text({margin, margin + 22, width, 24}, under, {.size = Type::body, .weight = 400, .colour = theme.quiet}, "contents.date");
  canvas.line(margin, margin + 56, margin + width, margin + 56, theme.line);
}

BookLink draw_line(Paper& paper, const Rect& row, const SheetPlan& sheet, std::size_t page, std::size_t to) {
  Canvas& canvas = paper.canvas();
  const layers::Theme& theme = canvas.theme();
  TextStyle name{.size = Type::body, .weight = sheet.depth < 2 ? 600 : 400, .colour = theme.text, .middle = true, .min_size = 11};
  const double left = row.x + indent * std::max(0, sheet.depth - 1);
  const Rect taken = canvas.text({left, row.y, row.right() - number_width - left, row.h}, sheet.title, name, "contents.name");
  canvas.text({row.right() - number_width, row.y, number_width, row.h}, std::to_string(page), name.with(Align::right), "contents.page");
  const double y = row.y + row.h * 0.68;
  if (taken.right() + 8 < row.right() - number_width) canvas.line(taken.right() + 8, y, row.right() - number_width, y, theme.line);
  return {row.x * paper.scale(), row.y * paper.scale(), row.w * paper.scale(), row.h * paper.scale(), to};
}

}  // namespace

std::size_t contents_pages(std::size_t sheets) { return (sheets + a_page - 1) / a_page; }

std::vector<std::vector<BookLink>> write_contents(const std::filesystem::path& file, const data::Loaded& loaded,
                                                  const std::vector<SheetPlan>& sheets, Size points) {
  const std::size_t before = contents_pages(sheets.size()), all = before + sheets.size();
  std::vector<std::vector<BookLink>> links(before);
  Book book(file, {tr("Contents"), {}, {}, loaded.date});
  for (std::size_t page = 0; page < before; ++page)
    book.add(points, [&](cairo_t* cr) {
      Paper paper(cr, points);
      draw_heading(paper, loaded);
      const std::size_t first = page * a_page, here = std::min(sheets.size() - first, a_page), deep = (here + columns - 1) / columns;
      const double width = (paper.width() - 2 * margin - gutter * (columns - 1)) / columns,
                   step = (paper.height() - margin - head - 60) / rows;
      for (std::size_t i = first; i < first + here; ++i) {
        const std::size_t at = i - first;  // columns of one height, so that a last page is not two thirds empty
        const Rect row{margin + static_cast<double>(at / deep) * (width + gutter), head + 44 + static_cast<double>(at % deep) * step, width,
                       step};
        links[page].push_back(draw_line(paper, row, sheets[i], before + i + 1, before + i));
      }
      paper.number(page + 1, all);
    });
  for (std::size_t i = 0; i < sheets.size(); ++i) book.add(points, [&](cairo_t* cr) { Paper(cr, points).number(before + i + 1, all); });
  book.finish();
  return links;
}

}  // namespace viewer
