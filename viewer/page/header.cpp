// The page's top and bottom: what it shows, of when, and where every figure on it comes from.
#include <algorithm>

#include "viewer/page/layout.h"

namespace viewer {
namespace {

constexpr double chip_height = 25, chip_padding = 11, between = 14;

/// The name of an administrative document is set in 14 points, what follows it in 13 (Decree 30/2020/NĐ-CP, Annex I, section II.5).
TextStyle title_style(const layers::Theme& theme, const PageContent& page, bool on_paper) {
  const double size = page.official ? 14 * page.official->point : Type::title;
  return {.size = size,
          .weight = 700,
          .colour = theme.text,
          .align = on_paper ? Align::centre : Align::left,
          .max_lines = 2,
          .min_size = page.official ? 13 * page.official->point : 15};
}
double under_size(const PageContent& page) { return page.official ? 13 * page.official->point : Type::body; }
TextStyle subtitle_style(const layers::Theme& theme, const PageContent& page, bool on_paper) {
  return {.size = under_size(page),
          .weight = 400,
          .colour = page.official ? theme.text : theme.quiet,
          .align = on_paper ? Align::centre : Align::left,
          .max_lines = 2,
          .min_size = 0.77 * under_size(page)};
}
TextStyle chip_style(const layers::Theme& theme) {
  return {.size = Type::note, .weight = 600, .colour = theme.notice, .align = Align::centre, .middle = true};
}
TextStyle foot_style(const layers::Theme& theme) {
  return {.size = Type::note, .weight = 400, .colour = theme.quiet, .max_lines = 6, .min_size = 10};
}

std::string title_of(const PageContent& page, bool on_paper) { return on_paper ? upper(page.title) : page.title; }

std::string subtitle_of(const PageContent& page) {
  return page.target_line.empty() ? page.data_date : page.data_date + " · " + page.target_line;
}

double chip_width(const Canvas& canvas, const PageContent& page) {
  return page.illustrative.empty() ? 0 : canvas.measure(page.illustrative, chip_style(canvas.theme())).w + 2 * chip_padding + 1;
}

/// Title, then one line of place, dates and mark; on a narrow page the dates follow below.
struct HeaderSizes {
  double title = 0, place = 0, place_width = 0, subtitle = 0, subtitle_width = 0, chip = 0;
  bool apart = false;  ///< the dates stand on a line of their own
  double under() const {
    return apart ? std::max(place, chip > 0 ? chip_height : 0) + 3 + subtitle : std::max({place, subtitle, chip_height});
  }
};

TextStyle place_style(const layers::Theme& theme, const PageContent& page) {
  return {
      .size = under_size(page), .weight = 600, .colour = theme.text, .middle = true, .max_lines = 2, .min_size = 0.77 * under_size(page)};
}

HeaderSizes sizes_of(const Canvas& canvas, const PageContent& page, bool on_paper, double width) {
  HeaderSizes out;
  out.chip = chip_width(canvas, page);
  const double beside_chip = width - (out.chip > 0 ? out.chip + between : 0);
  const Size line = canvas.measure(title_of(page, on_paper), title_style(canvas.theme(), page, on_paper));
  const Size name = canvas.measure(page.place, place_style(canvas.theme(), page));
  const Size dates = canvas.measure(subtitle_of(page), subtitle_style(canvas.theme(), page, on_paper));
  out.title = (line.w > width ? 2 : 1) * line.h + 2;
  out.apart = name.w + between + dates.w + 2 > beside_chip;
  out.place_width = std::min(name.w + 1, beside_chip), out.place = (name.w + 1 > beside_chip ? 2 : 1) * name.h + 1;
  out.subtitle_width = out.apart ? width : dates.w + 1, out.subtitle = (dates.w + 1 > out.subtitle_width ? 2 : 1) * dates.h + 1;
  return out;
}

constexpr double inset_x = 20, inset_y = 13;  ///< of the bar that a screen's header is

std::vector<std::string> right_lines(const PageContent& page) {
  std::vector<std::string> out;
  const std::string last = page.stamp + (page.stamp.empty() || page.number.empty() ? "" : " · ") + (page.official ? "" : page.number);
  for (const std::string& line : {page.crs, page.data_date, last})
    if (!line.empty()) out.push_back(line);
  return out;
}

double right_width(const Canvas& canvas, const PageContent& page, double width) {
  double out = 0;
  for (const std::string& line : right_lines(page)) out = std::max(out, canvas.measure(line, foot_style(canvas.theme())).w + 1);
  return std::min(out, 0.42 * width);
}

}  // namespace

double header_height(const Canvas& canvas, const PageContent& page, bool on_paper, double width) {
  const HeaderSizes sizes = sizes_of(canvas, page, on_paper, on_paper ? width : width - 2 * inset_x);
  return sizes.title + 5 + sizes.under() + (on_paper ? 0 : 2 * inset_y);
}

void draw_header(Canvas& canvas, const Rect& rect, const PageContent& page, bool on_paper) {
  const layers::Theme& theme = canvas.theme();
  if (!on_paper) {
    canvas.fill(rect, theme.panel);
    canvas.line(rect.x, rect.bottom(), rect.right(), rect.bottom(), theme.line);
  }
  const Rect in = on_paper ? rect : rect.inset(inset_x, inset_y);
  const HeaderSizes sizes = sizes_of(canvas, page, on_paper, in.w);
  canvas.text({in.x, in.y, in.w, sizes.title}, title_of(page, on_paper), title_style(theme, page, on_paper), "title");
  const double row = sizes.apart ? std::max(sizes.place, sizes.chip > 0 ? chip_height : 0) : sizes.under();
  const double total = sizes.place_width + (sizes.apart ? 0 : between + sizes.subtitle_width) + (sizes.chip > 0 ? between + sizes.chip : 0);
  const double left = on_paper ? in.x + (in.w - total) / 2 : in.x, y = in.y + sizes.title + 5;
  TextStyle under = subtitle_style(theme, page, on_paper);
  under.middle = true;
  canvas.text({left, y, sizes.place_width, row}, page.place, place_style(theme, page), "place");
  if (sizes.apart) canvas.text({in.x, y + row + 3, in.w, sizes.subtitle}, subtitle_of(page), under, "subtitle");
  else
    canvas.text({left + sizes.place_width + between, y, sizes.subtitle_width, row}, subtitle_of(page), under.with(Align::left), "subtitle");
  if (sizes.chip <= 0) return;
  const Rect mark{left + total - sizes.chip, y + (row - chip_height) / 2, sizes.chip, chip_height};
  canvas.fill(mark, layers::faded(theme.notice, 0.10F), chip_height / 2);
  canvas.outline(mark, theme.notice, chip_height / 2);
  canvas.text(mark.inset(chip_padding, 2), page.illustrative, chip_style(theme), "illustrative");
}

double footer_height(const Canvas& canvas, const PageContent& page, double width) {
  const TextStyle style = foot_style(canvas.theme());
  const double right = right_width(canvas, page, width), line = canvas.measure("Ấg", style).h;
  const double left = page.source.empty() ? 0 : canvas.measure(page.source, style, width - right - 40).h;
  return 10 + std::max(std::min(left, 6 * line), static_cast<double>(right_lines(page).size()) * line) + 2;
}

void draw_footer(Canvas& canvas, const Rect& rect, const PageContent& page) {
  const layers::Theme& theme = canvas.theme();
  canvas.line(rect.x, rect.y, rect.right(), rect.y, theme.line);
  const double right = right_width(canvas, page, rect.w), top = rect.y + 10, line = canvas.measure("Ấg", foot_style(theme)).h;
  canvas.text({rect.x, top, rect.w - right - 40, rect.bottom() - top}, page.source, foot_style(theme), "source");
  double y = top;
  for (const std::string& text : right_lines(page)) {
    canvas.text({rect.right() - right, y, right, line + 0.5}, text, foot_style(theme).with(Align::right).lines(1), "imprint");
    y += line;
  }
}

namespace {

TextStyle paragraph_style(const layers::Theme& theme) {
  return {.size = Type::body, .weight = 400, .colour = theme.text, .max_lines = 12, .min_size = 11};
}

}  // namespace

double text_height(const Canvas& canvas, const std::string& text, double width) {
  return canvas.measure(text, paragraph_style(canvas.theme()), width).h + 1;
}

void draw_page_text(Canvas& canvas, const Rect& rect, const std::string& text) {
  canvas.text(rect, text, paragraph_style(canvas.theme()), "text");
}

}  // namespace viewer
