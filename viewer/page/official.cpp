#include "viewer/page/official.h"

#include <algorithm>

namespace viewer {
namespace {

// Said in Vietnamese on every document of the country, whatever the page's language.
constexpr const char* national_title = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
constexpr const char* motto = "Độc lập - Tự do - Hạnh phúc";

constexpr double left_share = 0.40, between = 0.02;  ///< the agencies' column, and what lies between the two
constexpr double rule_air = 3;                       ///< points between a line of text and the rule below it

/// Sizes in points within what Annex I, section II allows.
struct Styles {
  TextStyle parent, agency, title, motto, number, place;
  explicit Styles(const Canvas& canvas, double point) {
    const auto style = [&](double size, int weight, double least) {
      return TextStyle{.size = size * point,
                       .weight = weight,
                       .colour = canvas.theme().text,
                       .align = Align::centre,
                       .max_lines = 2,
                       .min_size = least * point,
                       .tabular = false};
    };
    parent = style(13, 400, 12), agency = style(13, 700, 12), title = style(13, 700, 12), motto = style(14, 700, 13);
    number = style(13, 400, 13), place = style(14, 400, 13);
    place.italic = true;
  }
};

struct Columns {
  Rect left, right;
};

Columns columns_of(const Rect& rect) {
  const double left = rect.w * left_share, gap = rect.w * between;
  return {{rect.x, rect.y, left, rect.h}, {rect.x + left + gap, rect.y, rect.w - left - gap, rect.h}};
}

/// Sets lines one below the other and returns where the last ends; its width goes to `last`.
class Stack {
 public:
  Stack(const Canvas& canvas, Canvas* pen, const Rect& column) : canvas_(canvas), pen_(pen), column_(column), y_(column.y) {}

  void text(const std::string& words, const TextStyle& style, const char* part) {
    if (words.empty()) return;
    // A long name shrinks to what the decree allows before it takes a second line.
    TextStyle own = style;
    Size size = canvas_.measure(words, own);
    for (; size.w > column_.w && own.size > own.min_size; size = canvas_.measure(words, own))
      own.size = std::max(own.min_size, own.size - 0.25);
    width_ = std::min(size.w, column_.w);
    if (size.w > column_.w) width_ = even_width(words, own), size = canvas_.measure(words, own, width_);
    if (pen_) pen_->text({column_.x + (column_.w - width_) / 2 - 1, y_, width_ + 2, size.h + 1}, words, own, part);
    y_ += size.h + 1;
  }

  /// A line of that share of the last text's width.
  void rule(double share, double air) {
    y_ += air / 2;
    const double width = width_ * share, x = column_.x + (column_.w - width) / 2;
    if (pen_) pen_->line(x, y_, x + width, y_, canvas_.theme().text, 1.2);
    y_ += air;
  }

  /// The narrowest that needs no more lines: no word is left alone on the last.
  double even_width(const std::string& words, const TextStyle& style) const {
    const double height = canvas_.measure(words, style, column_.w).h;
    double width = column_.w;
    for (double narrower = width - 4; narrower > 40; narrower -= 4) {
      const Size size = canvas_.measure(words, style, narrower);
      if (size.h > height + 0.5 || size.w > narrower) break;
      width = narrower;
    }
    return width;
  }

  void down_to(double y) { y_ = std::max(y_, y); }
  double y() const { return y_; }

 private:
  const Canvas& canvas_;
  Canvas* pen_;
  Rect column_;
  double y_, width_ = 0;
};

/// Measures without a pen, draws with one; returns the bottom.
double lay_out(const Canvas& canvas, Canvas* pen, const Rect& rect, const OfficialContent& content) {
  const Styles styles(canvas, content.point);
  const Columns columns = columns_of(rect);
  Stack left(canvas, pen, columns.left), right(canvas, pen, columns.right);
  left.text(content.parent, styles.parent, "official.parent");
  left.text(content.agency, styles.agency, "official.agency");
  left.rule(0.4, rule_air * content.point);
  right.text(national_title, styles.title, "official.nation");
  right.text(motto, styles.motto, "official.motto");
  right.rule(1, rule_air * content.point);
  const double line = std::max(left.y(), right.y()) + 2 * content.point;
  left.down_to(line), right.down_to(line);
  left.text(content.number, styles.number, "official.number");
  right.text(content.place_date, styles.place, "official.place");
  return std::max(left.y(), right.y());
}

}  // namespace

double official_height(const Canvas& canvas, const OfficialContent& content, double width) {
  return lay_out(canvas, nullptr, {0, 0, width, 0}, content);
}

void draw_official(Canvas& canvas, const Rect& rect, const OfficialContent& content) { lay_out(canvas, &canvas, rect, content); }

void draw_page_number(Canvas& canvas, const Rect& page, const PageContent& content) {
  if (!content.official || content.first) return;
  const double point = content.official->point, height = 18 * point;
  // Half way down the top margin.
  const double y = data::official_top / 2 * 72 / 25.4 * point - height / 2;
  canvas.text({page.x, y, page.w, height}, content.number.substr(0, content.number.find('/')),
              {.size = 13 * point, .weight = 400, .colour = canvas.theme().text, .align = Align::centre, .middle = true}, "page.number");
}

}  // namespace viewer
