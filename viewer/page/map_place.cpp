#include "viewer/page/map_place.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "viewer/page/rings.h"

namespace viewer {
namespace {

constexpr double edge = 14;       ///< design pixels between the frame and what stands in its corners
constexpr double breathing = 10;  ///< and between land and furniture
constexpr int cells = 360;        ///< along the longer side of the grid

/// The next round scale that is no finer than `denominator`: 1 : 250 000, not 1 : 243 817.
double round_scale(double denominator) {
  static constexpr std::array steps{1.0, 1.1,  1.2, 1.25, 1.4, 1.5,  1.6, 1.75, 1.8, 2.0, 2.25, 2.5, 2.75, 3.0, 3.25,
                                    3.5, 3.75, 4.0, 4.25, 4.5, 4.75, 5.0, 5.5,  6.0, 6.5, 7.0,  7.5, 8.0,  9.0, 10.0};
  const double power = std::pow(10, std::floor(std::log10(denominator)));
  for (const double step : steps)
    if (step * power >= denominator * (1 - 1e-9)) return step * power;
  return 10 * power;
}

struct Corner {
  bool right, bottom;
  bool operator==(const Corner&) const = default;
};
constexpr std::array corners{Corner{false, true}, Corner{true, true}, Corner{false, false}, Corner{true, false}};

Rect in_corner(const Rect& frame, Corner corner, Size size) {
  return {corner.right ? frame.right() - edge - size.w : frame.x + edge, corner.bottom ? frame.bottom() - edge - size.h : frame.y + edge,
          size.w, size.h};
}

class Placer {
 public:
  Placer(const Ground& ground, const MapRequest& request) : ground_(ground), request_(request), frame_(request.frame) {}

  MapPlace place() {
    const double room_x = std::max(1.0, frame_.w - 2 * edge), room_y = std::max(1.0, frame_.h - 2 * edge);
    const double tightest = std::max({request_.box.width() / room_x, request_.box.height() / room_y, 1e-9});
    static constexpr std::array<data::Point, 9> anchors{{{.5, .5}, {1, .5}, {0, .5}, {.5, 0}, {.5, 1}, {1, 0}, {1, 1}, {0, 0}, {0, 1}}};
    for (double share = 1; share > 0.45; share -= 0.02) {
      set_scale(tightest / share);
      for (const data::Point anchor : anchors) {
        set_centre(anchor, room_x, room_y);
        if (stacked() || apart()) return finish(false);
      }
    }
    set_scale(tightest);
    set_centre({.5, .5}, room_x, room_y);
    stack({false, true});
    out_.north = in_corner(frame_, {true, false}, request_.north);
    out_.locator = in_corner(frame_, {true, true}, request_.locator);
    return finish(true);
  }

 private:
  void set_scale(double units_per_pixel) {
    units_per_pixel_ = units_per_pixel;
    if (request_.dpi <= 0) return;
    // Device pixels are 1 / dpi inches on paper; a design pixel is `scale` of them.
    const double per_metre_of_paper = request_.dpi / 0.0254 / request_.scale;
    out_.denominator = round_scale(units_per_pixel * request_.metres_per_unit * per_metre_of_paper);
    units_per_pixel_ = out_.denominator / per_metre_of_paper / request_.metres_per_unit;
  }

  void set_centre(data::Point anchor, double room_x, double room_y) {
    const double slack_x = std::max(0.0, room_x - request_.box.width() / units_per_pixel_),
                 slack_y = std::max(0.0, room_y - request_.box.height() / units_per_pixel_);
    const data::Point middle = request_.box.centre();
    centre_ = {middle.x - (anchor.x - 0.5) * slack_x * units_per_pixel_, middle.y + (anchor.y - 0.5) * slack_y * units_per_pixel_};
  }

  bool free(const Rect& rect) const {
    const Rect wide = rect.inset(-breathing);
    const double middle_x = frame_.x + frame_.w / 2, middle_y = frame_.y + frame_.h / 2;
    return ground_.free({centre_.x + (wide.x - middle_x) * units_per_pixel_, centre_.y - (wide.bottom() - middle_y) * units_per_pixel_,
                         centre_.x + (wide.right() - middle_x) * units_per_pixel_, centre_.y - (wide.y - middle_y) * units_per_pixel_});
  }

  /// The legend with the scale bar below it, as one block.
  void stack(Corner corner) {
    const double gap = request_.legend.h > 0 && request_.scale_bar.h > 0 ? 14 : 0;
    const Rect block =
        in_corner(frame_, corner, {std::max(request_.legend.w, request_.scale_bar.w), request_.legend.h + gap + request_.scale_bar.h});
    out_.legend = {block.x, block.y, block.w, request_.legend.h};
    out_.scale_bar = {block.x, block.bottom() - request_.scale_bar.h, request_.scale_bar.w, request_.scale_bar.h};
  }

  bool place_rest(Corner taken, std::optional<Corner> also = {}) {
    std::vector<Corner> left;
    for (const Corner corner : {corners[3], corners[2], corners[1], corners[0]})
      if (corner != taken && (!also || corner != *also)) left.push_back(corner);
    // In a low frame what stands in one corner reaches into the next.
    const auto clear_of = [](const Rect& rect, const Rect& other) { return other.h <= 0 || !rect.inset(-breathing).intersects(other); };
    out_.north = out_.locator = {};
    const auto first_free = [&](Size size, Rect& rect) {
      if (size.h <= 0) return true;
      for (std::size_t i = 0; i < left.size(); ++i) {
        const Rect place = in_corner(frame_, left[i], size);
        if (!free(place) || !clear_of(place, out_.legend) || !clear_of(place, out_.scale_bar) || !clear_of(place, out_.north)) continue;
        rect = place;
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
        return true;
      }
      return false;
    };
    return first_free(request_.north, out_.north) && first_free(request_.locator, out_.locator);
  }

  bool stacked() {
    for (const Corner corner : corners) {
      stack(corner);
      const Rect whole{out_.legend.x, out_.legend.y, out_.legend.w, out_.scale_bar.bottom() - out_.legend.y};
      if (free(whole) && place_rest(corner)) return true;
    }
    return false;
  }

  bool apart() {
    for (const Corner corner : corners) {
      out_.legend = in_corner(frame_, corner, request_.legend);
      if (!free(out_.legend)) continue;
      for (const Corner other : corners) {
        out_.scale_bar = in_corner(frame_, other, request_.scale_bar);
        if (other != corner && free(out_.scale_bar) && !out_.scale_bar.intersects(out_.legend) && place_rest(corner, other)) return true;
      }
    }
    return false;
  }

  MapPlace finish(bool crowded) {
    out_.crowded = crowded;
    out_.ground_per_pixel = units_per_pixel_ * request_.metres_per_unit;
    out_.view.width = std::max(1, static_cast<int>(std::lround(frame_.w * request_.scale)));
    out_.view.height = std::max(1, static_cast<int>(std::lround(frame_.h * request_.scale)));
    out_.view.metres_per_pixel = units_per_pixel_ / request_.scale;
    out_.view.pixel_ratio = request_.scale;
    out_.view.centre = centre_;
    out_.view.fine = true;
    out_.design = {centre_, units_per_pixel_, std::max(1, static_cast<int>(std::lround(frame_.w))),
                   std::max(1, static_cast<int>(std::lround(frame_.h))), 1};
    return out_;
  }

  const Ground& ground_;
  const MapRequest& request_;
  Rect frame_;
  MapPlace out_;
  double units_per_pixel_ = 1;  ///< map units per design pixel
  data::Point centre_;
};

}  // namespace

std::vector<Patch> outline_of(const data::UnitSet& units, int unit) {
  const data::Unit& own = units.units[static_cast<std::size_t>(unit)];
  if (own.area_row >= 0)
    return {{&units.areas[static_cast<std::size_t>(own.level)], static_cast<std::size_t>(own.area_row),
             static_cast<std::size_t>(own.area_row) + 1}};
  for (const data::Areas& areas : units.areas)
    if (areas.size() > 0) return {{&areas, 0, areas.size()}};
  return {};
}

data::Box box_of(const data::UnitSet& units, int unit) {
  data::Box box = units.units[static_cast<std::size_t>(unit)].box;
  if (box.empty())
    for (const data::Unit& any : units.units) box.include(any.box);
  return box;
}

Ground::Ground(const std::vector<Patch>& patches, const data::Box& box) : box_(box) {
  if (box.empty()) return;
  cell_ = std::max({box.width(), box.height(), 1e-9}) / cells;
  width_ = static_cast<int>(std::ceil(box.width() / cell_)) + 1, height_ = static_cast<int>(std::ceil(box.height() / cell_)) + 1;
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width_, height_);
  cairo_t* cr = cairo_create(surface);
  for (const Patch& patch : patches)
    for (std::size_t row = patch.first; row < patch.end; ++row)
      add_rings(cr, *patch.areas, row, [&](data::Point p) { return data::Point{(p.x - box.min_x) / cell_, (box.max_y - p.y) / cell_}; }, 0.2);
  // The stroke keeps a spit of land thinner than a cell from being missed; with round ends, an islet that is a point too.
  cairo_set_line_width(cr, 1.5);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_fill_preserve(cr);
  cairo_stroke(cr);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  const unsigned char* pixels = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  sums_.assign(static_cast<std::size_t>(width_ + 1) * static_cast<std::size_t>(height_ + 1), 0);
  for (int y = 0; y < height_; ++y)
    for (int x = 0; x < width_; ++x)
      sums_[static_cast<std::size_t>(y + 1) * static_cast<std::size_t>(width_ + 1) + static_cast<std::size_t>(x + 1)] =
          sum(x, y + 1) + sum(x + 1, y) - sum(x, y) + (pixels[static_cast<std::ptrdiff_t>(y) * stride + x] > 0 ? 1U : 0U);
  cairo_surface_destroy(surface);
}

bool Ground::free(const data::Box& rect) const {
  if (sums_.empty()) return true;
  const auto column = [&](double x, int extra) {
    return std::clamp(static_cast<int>(std::floor((x - box_.min_x) / cell_)) + extra, 0, width_);
  };
  const auto row = [&](double y, int extra) {
    return std::clamp(static_cast<int>(std::floor((box_.max_y - y) / cell_)) + extra, 0, height_);
  };
  const int left = column(rect.min_x, 0), right = column(rect.max_x, 1), top = row(rect.max_y, 0), bottom = row(rect.min_y, 1);
  return sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top) == 0;
}

MapPlace place_map(const Ground& ground, const MapRequest& request) { return Placer(ground, request).place(); }

}  // namespace viewer
