#include "layers/label_layout.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <optional>
#include <unordered_map>

namespace layers {
namespace {

const std::vector<double> outer_sizes{15, 13}, shown_sizes{11.5, 10.5}, all_sizes{11.5, 10.5, 9.75, 9};
constexpr std::size_t looks_at_most = 300'000;         ///< places tried before giving up on making room: about a tenth of a second
constexpr double least_width = 16, least_height = 10;  ///< of a unit that could bear any name
constexpr double fits_within = 1.15;                   ///< a name may be this much wider or higher than its unit
constexpr double fits_calmly = 0.85;  ///< the same, for the whole name in one line, where names of an outer level tell the way already
constexpr double handicap_of_way = 0.3, handicap_of_outer_way = 0.7;  ///< what two lines, or leaving out "P.", must gain to be worth it
constexpr double good_enough = 0.5;                                   ///< a place at the heart with up to two corners of the name outside
constexpr double outside = 1.5, outside_among_marks = 4;  ///< what a name costs by its share outside: one that steps aside stays its unit's
// What a place among marks costs; sums of these are exact, in whatever order.
constexpr double needs_plate = 1.5, cuts_number = 1.5, hides_number = 0.5, hides_dot = 0.125;
constexpr double digits_across = 0.65, digits_down = 0.35;  ///< of a mark's radius, what its number takes to each side
constexpr double small_dot = 3.5;  ///< its radius in design pixels: letters over smaller ones are plain by their halo
constexpr double least_step = 6;   ///< design pixels between places among marks, downwards; across it is twice as far
constexpr int steps_away = 12;     ///< of such places from the heart

bool meet(const Frame& a, const Frame& b) { return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; }

/// Boxes in buckets over the view, so that a label is compared with its neighbours only.
class Boxes {
 public:
  Boxes(const View& view, double bucket)
      : bucket_(bucket),
        columns_(1 + static_cast<int>(view.width / bucket)),
        rows_(1 + static_cast<int>(view.height / bucket)),
        buckets_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

  void add(int id, const Frame& box) {
    empty_ = false;
    each_bucket(box, [&](int column, int row) { buckets_[at(column, row)].push_back({id, box}); });
  }
  void remove(int id, const Frame& box) {
    each_bucket(box, [&](int column, int row) { std::erase_if(buckets_[at(column, row)], [&](const Entry& e) { return e.id == id; }); });
  }
  /// Calls visit(id, its box) once for each that the box meets.
  template <typename Visit>
  void each_met(const Frame& box, const Visit& visit) const {
    if (empty_) return;
    each_bucket(box, [&](int column, int row) {
      for (const auto& [id, other] : buckets_[at(column, row)])  // two that share several buckets: in the first of these
        if (meet(other, box) && column_of(std::max(other.left, box.left)) == column && row_of(std::max(other.top, box.top)) == row)
          visit(id, other);
    });
  }
  std::vector<int> met_by(const Frame& box) const {
    std::vector<int> out;
    each_met(box, [&](int id, const Frame&) { out.push_back(id); });
    return out;
  }
  bool free(const Frame& box) const { return met_by(box).empty(); }
  bool empty() const { return empty_; }

 private:
  struct Entry {
    int id;
    Frame box;
  };
  /// What lies outside of the view is in the buckets at its edge.
  int column_of(double x) const { return static_cast<int>(std::clamp(x / bucket_, 0.0, columns_ - 1.0)); }
  int row_of(double y) const { return static_cast<int>(std::clamp(y / bucket_, 0.0, rows_ - 1.0)); }
  std::size_t at(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column);
  }
  template <typename Visit>
  void each_bucket(const Frame& box, const Visit& visit) const {
    for (int row = row_of(box.top); row <= row_of(box.bottom); ++row)
      for (int column = column_of(box.left); column <= column_of(box.right); ++column) visit(column, row);
  }
  double bucket_;
  int columns_, rows_;
  std::vector<std::vector<Entry>> buckets_;
  bool empty_ = true;
};

/// "P. Tích Sơn" -> "Tích Sơn", but "P. 3" stays: the last thing to give up before the name itself.
std::string without_kind(const std::string& name) {
  const std::size_t dot = name.find(". ");
  if (dot == std::string::npos || dot > 4 || dot + 2 >= name.size() || (name[dot + 2] >= '0' && name[dot + 2] <= '9')) return name;
  return name.substr(dot + 2);
}

/// Broken at the space that leaves the shortest longer line; empty when there is none. "TP. Vĩnh Yên" is not broken after "TP.".
std::vector<std::string> in_two_lines(const std::string& name, const MeasureText& measure, double size, Weight weight) {
  std::vector<std::string> best;
  double least = 0;
  for (std::size_t space = name.find(' '); space != std::string::npos; space = name.find(' ', space + 1)) {
    if (space == 0 || name[space - 1] == '.') continue;
    const std::string first = name.substr(0, space), second = name.substr(space + 1);
    const double width = std::max(measure(first, size, weight).width, measure(second, size, weight).width);
    if (best.empty() || width < least) best = {first, second}, least = width;
  }
  return best;
}

/// A way to write a name, measured: the box is relative to the anchor, the middle of the letters.
struct Form {
  double size = 0;
  Weight weight = Weight::medium;
  std::vector<PlacedLabel::Line> lines;
  Frame box;
};

Form make_form(const std::vector<std::string>& lines, double size, Weight weight, double pixel_ratio, const MeasureText& measure) {
  Form form{size, weight, {}, {}};
  const double pitch = std::ceil(size * 1.16), pad = halo_reach(pixel_ratio);
  double capital = 0, width = 0, ascent = 0, descent = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const TextSize m = measure(lines[i], size, weight);
    if (i == 0) capital = m.capital, ascent = m.ascent;
    if (i + 1 == lines.size()) descent = m.descent;
    width = std::max(width, m.width);
    form.lines.push_back({lines[i], {-m.width / 2, static_cast<double>(i) * pitch}});
  }
  const double last = static_cast<double>(lines.size() - 1) * pitch, shift = (capital - last) / 2;  // the letters' middle at 0
  for (auto& line : form.lines) line.start.y += shift;
  form.box = {-width / 2 - pad, shift - ascent - pad, width / 2 + pad, shift + last + descent + pad};
  return form;
}

Frame moved(const Frame& f, data::Point by) { return {f.left + by.x, f.top + by.y, f.right + by.x, f.bottom + by.y}; }

/// A disc is given by the square round it.
bool meets_disc(const Frame& box, const Frame& disc) {
  const double x = (disc.left + disc.right) / 2, y = (disc.top + disc.bottom) / 2, radius = disc.width() / 2;
  const double across = x - std::clamp(x, box.left, box.right), down = y - std::clamp(y, box.top, box.bottom);
  return across * across + down * down < radius * radius;
}

/// The view moved by less than a pixel, so that from one place on the ground to another there are as many whole pixels wherever one looks:
/// names placed in it move together while one pans, and none changes its mind.
View on_whole_pixels(View view) {
  const auto whole = [&](double at, int pixels) {
    return (std::round(at / view.metres_per_pixel - pixels / 2.0) + pixels / 2.0) * view.metres_per_pixel;
  };
  view.centre = {whole(view.centre.x, view.width), whole(view.centre.y, view.height)};
  return view;
}

/// The largest power of two up to that: what the ground is divided by, whatever is seen of it.
double power_of_two(double most) { return std::exp2(std::floor(std::log2(most))); }
double nearest_multiple(double at, double step) { return std::round(at / step) * step; }

class Placer {
 public:
  Placer(const data::UnitSet& units, const LabelRequest& request, const MeasureText& measure)
      : units_(units),
        request_(request),
        view_(request.obstacles.empty() ? request.view : on_whole_pixels(request.view)),
        px_(request.view.pixel_ratio),
        measure_(measure),
        boxes_(view_, 96),
        marks_(view_, 48 * px_) {
    int id = -1;
    for (const Frame& frame : request.keep_clear) boxes_.add(id--, frame);
    for (std::size_t i = 0; i < request.obstacles.size(); ++i) {
      const Obstacle& mark = request.obstacles[i];
      const data::Point at = view_.to_screen(mark.at);
      marks_.add(static_cast<int>(i), {at.x - mark.radius, at.y - mark.radius, at.x + mark.radius, at.y + mark.radius});
    }
  }

  LabelLayout run() {
    LabelLayout out;
    std::vector<int> order = units_to_name();
    std::vector<int> failed;
    named_above_ = std::any_of(order.begin(), order.end(), [&](int unit) { return outer(unit); });
    for (const int unit : order)
      if (!place(unit) && !outer(unit)) failed.push_back(unit);
    if (request_.density == LabelDensity::all)
      for (int round = 0; round < 3 && !failed.empty(); ++round) std::erase_if(failed, [&](int unit) { return make_room_for(unit); });
    for (const int unit : order)
      if (const auto found = placed_.find(unit); found != placed_.end()) out.labels.push_back(std::move(found->second));
    std::sort(failed.begin(), failed.end());
    out.dropped = std::move(failed);
    return out;
  }

 private:
  const data::Unit& unit(int u) const { return units_.units[static_cast<std::size_t>(u)]; }
  bool outer(int u) const { return unit(u).level < request_.level; }
  Frame screen_box(int u) const {
    const data::Box& b = unit(u).box;
    const data::Point a = view_.to_screen({b.min_x, b.max_y}), c = view_.to_screen({b.max_x, b.min_y});
    return {a.x, a.y, c.x, c.y};
  }
  Frame shown_box(int u) const {
    const Frame f = screen_box(u);
    return {std::max(f.left, 0.0), std::max(f.top, 0.0), std::min<double>(f.right, view_.width), std::min<double>(f.bottom, view_.height)};
  }

  /// In view, most important first. The whole area's own name is on every title already.
  std::vector<int> units_to_name() const {
    std::vector<int> out;
    const data::Box extent = view_.extent();
    for (std::size_t i = 0; i < units_.units.size(); ++i) {
      const data::Unit& u = units_.units[i];
      if (u.level > request_.level || (i == 0 && request_.level > 0) || u.name.empty() || !u.box.intersects(extent)) continue;
      if (u.level == 0 && request_.level > 0 && units_.of_level(0).size() == 1) continue;
      out.push_back(static_cast<int>(i));
    }
    // Where every name is wanted the small units, which have the least choice of place, go before the large ones.
    const bool small_first = request_.density == LabelDensity::all;
    std::stable_sort(out.begin(), out.end(), [&](int a, int b) {
      if ((a == request_.first) != (b == request_.first)) return a == request_.first;
      if (unit(a).level != unit(b).level) return unit(a).level < unit(b).level;
      const double size_a = unit(a).box.width() * unit(a).box.height(), size_b = unit(b).box.width() * unit(b).box.height();
      return small_first ? size_a < size_b : size_a > size_b;
    });
    return out;
  }

  /// Names grow in two steps as one comes closer, all together.
  double larger() const {
    const data::Box& whole = units_.units[0].box;
    const auto count = static_cast<double>(std::max<std::size_t>(1, units_.of_level(request_.level).size()));
    const double side = std::sqrt(whole.width() * whole.height() / count) / view_.metres_per_pixel / px_;
    return side < 220 ? 1.0 : side < 440 ? 13 / 11.5 : 15 / 11.5;
  }

  /// The k-th way to write a name, the best first: in one line, in two, without "P.", then smaller. Null after the last.
  const Form* form(int u, std::size_t k) {
    Forms& forms = forms_[u];
    if (forms.names.empty()) {
      forms.names = {data::short_name(unit(u).name)};
      if (std::string bare = without_kind(forms.names[0]); bare != forms.names[0]) forms.names.push_back(std::move(bare));
    }
    const std::vector<double>& sizes = outer(u) ? outer_sizes : request_.density == LabelDensity::all ? all_sizes : shown_sizes;
    const double enlarged = larger();
    const Weight weight = outer(u) ? Weight::semibold : Weight::medium;
    while (forms.made.size() <= k && forms.next < 2 * forms.names.size() * sizes.size()) {
      const std::size_t step = forms.next++;
      const std::string& name = forms.names[step / 2 % forms.names.size()];
      const double size = sizes[step / 2 / forms.names.size()] * enlarged * px_;
      const std::vector<std::string> lines = step % 2 == 0 ? std::vector<std::string>{name} : in_two_lines(name, measure_, size, weight);
      if (!lines.empty()) forms.made.push_back(make_form(lines, size, weight, px_, measure_));
    }
    return k < forms.made.size() ? &forms.made[k] : nullptr;
  }

  /// Whether the unit is large enough on the screen to bear a name, before asking where it goes.
  bool deserves(int u) {
    if (request_.density == LabelDensity::all || u == request_.first) return true;
    const Frame f = screen_box(u);
    if (f.width() < least_width * px_ || f.height() < least_height * px_) return false;  // most of a country, without measuring a word
    if (outer(u) || !named_above_) return true;
    const Form* whole = form(u, 0);
    return whole && whole->box.width() <= fits_calmly * f.width() && 1.6 * whole->box.height() <= f.height();
  }
  bool fits(int u, const Form& form) const {
    if (request_.density == LabelDensity::all && !outer(u)) return true;
    const Frame f = screen_box(u);
    return form.box.width() <= fits_within * f.width() && form.box.height() <= fits_within * f.height();
  }

  /// Where the name stands best: at the unit's label point, or in the middle of what is seen of it. Among marks not quite in the middle,
  /// but where it stays until the view has moved on by a good part of itself.
  data::Point heart(int u) const {
    const data::Point label = view_.to_screen(unit(u).label);
    if (label.x >= 0 && label.y >= 0 && label.x < view_.width && label.y < view_.height) return label;
    const Frame f = shown_box(u);
    const data::Point middle{(f.left + f.right) / 2, (f.top + f.bottom) / 2};
    if (marks_.empty()) return middle;
    const double step = power_of_two(std::min(view_.width, view_.height) * view_.metres_per_pixel / 2);
    const data::Point ground = view_.to_map(middle);
    const data::Point near = view_.to_screen({nearest_multiple(ground.x, step), nearest_multiple(ground.y, step)});
    return {std::max(f.left, std::min(near.x, f.right)), std::max(f.top, std::min(near.y, f.bottom))};
  }

  using Places = std::vector<data::Point>;
  static Places nearest_first(const Places& places, data::Point middle) {
    std::vector<std::pair<double, data::Point>> near;
    for (const data::Point& p : places)
      near.emplace_back(std::hypot(p.x - middle.x, p.y - middle.y), data::Point{std::round(p.x), std::round(p.y)});
    std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Places out;
    for (const auto& [distance, p] : near) out.push_back(p);
    return out;
  }

  /// Other places inside the unit, nearest to its heart first.
  const Places& places(int u) {
    const auto [found, fresh] = places_.try_emplace(u);
    if (!fresh) return found->second;
    const Frame f = shown_box(u);
    const data::Point middle = heart(u);
    const double step_x = std::max(3.0 * px_, f.width() / 12), step_y = std::max(3.0 * px_, f.height() / 12);
    Places inside;
    for (double y = middle.y - std::floor((middle.y - f.top) / step_y) * step_y; y < f.bottom; y += step_y)
      for (double x = middle.x - std::floor((middle.x - f.left) / step_x) * step_x; x < f.right; x += step_x)
        if (const data::Point p{x, y}; units_.at(view_.to_map(p), unit(u).level) == u) inside.push_back(p);
    return found->second = nearest_first(inside, middle);
  }

  /// The same among marks, close together and only round the heart, where they lie on the ground and not on what is seen of the unit: a
  /// name keeps its place while one pans.
  const Places& places_among_marks(int u) {
    const auto [found, fresh] = places_among_marks_.try_emplace(u);
    if (!fresh) return found->second;
    const Frame f = shown_box(u);
    const data::Point middle = heart(u), ground = view_.to_map(middle);
    const double step_y = power_of_two(2 * least_step * px_ * view_.metres_per_pixel), step_x = 2 * step_y;
    Places inside;
    for (int row = -steps_away; row <= steps_away; ++row)
      for (int column = -steps_away; column <= steps_away; ++column) {
        const data::Point at{nearest_multiple(ground.x, step_x) + column * step_x, nearest_multiple(ground.y, step_y) + row * step_y};
        const data::Point p = view_.to_screen(at);
        if (p.x >= f.left && p.y >= f.top && p.x < f.right && p.y < f.bottom && units_.at(at, unit(u).level) == u) inside.push_back(p);
      }
    return found->second = nearest_first(inside, middle);
  }

  bool inside_view(const Frame& f) const { return f.left >= 1 && f.top >= 1 && f.right <= view_.width - 1 && f.bottom <= view_.height - 1; }

  /// The share of the box's edge that lies in the unit: a name across a border is nobody's.
  double share_inside(int u, const Frame& f) const {
    int inside = 0;
    for (const double y : {f.top, f.bottom})
      for (const double x : {f.left, (f.left + f.right) / 2, f.right}) inside += units_.at(view_.to_map({x, y}), unit(u).level) == u;
    return inside / 6.0;
  }

  void put(int u, const Form& form, data::Point at, const Frame& box) {
    PlacedLabel label{u, outer(u), form.size, form.weight, form.lines, box, hidden_by(box).plate};
    for (auto& line : label.lines) line.start.x += at.x, line.start.y += at.y;
    boxes_.add(u, box);
    placed_[u] = std::move(label);
  }

  struct Hidden {
    double cost = 0;
    bool plate = false;  ///< is needed
  };
  /// Half a number would pass for another one: it costs more than a whole one out of sight.
  static double cost_of_number(const Frame& plate, const Frame& disc) {
    const double x = (disc.left + disc.right) / 2, y = (disc.top + disc.bottom) / 2;
    const double across = digits_across * disc.width() / 2, down = digits_down * disc.width() / 2;
    const Frame digits{x - across, y - down, x + across, y + down};
    const bool covered =
        plate.left <= digits.left && plate.right >= digits.right && plate.top <= digits.top && plate.bottom >= digits.bottom;
    return meet(plate, digits) && !covered ? cuts_number : hides_number;
  }
  Hidden hidden_by(const Frame& box) const {
    const Frame plate = plate_of(box, px_);
    Hidden out;
    marks_.each_met(box, [&](int id, const Frame& disc) {
      if (!meets_disc(box, disc)) return;
      const Obstacle& mark = request_.obstacles[static_cast<std::size_t>(id)];
      out.cost += mark.number ? cost_of_number(plate, disc) : hides_dot;
      out.plate = out.plate || mark.number || mark.radius > small_dot * px_;
    });
    if (out.plate) out.cost += needs_plate;
    return out;
  }

  struct Choice {
    const Form* form = nullptr;
    data::Point at;
    double cost = 0;
    bool beaten_by(double other) const { return !form || other < cost; }
  };

  /// What a place costs: the way from the heart, the marks it lies on, and the part of the name outside the unit. It may be taken.
  void consider(int u, const Form& form, data::Point at, data::Point middle, double handicap, Choice& best) {
    ++looks_;
    const Frame box = moved(form.box, at);
    double cost = std::hypot(at.x - middle.x, at.y - middle.y) / (form.size * 4) + hidden_by(box).cost;
    if (!best.beaten_by(handicap + cost) || !inside_view(box) || !boxes_.free(box)) return;
    cost += (marks_.empty() ? outside : outside_among_marks) * (1 - share_inside(u, box));
    if (best.beaten_by(handicap + cost)) best = {&form, at, handicap + cost};
  }

  /// The cheapest free place for one way of writing, if it beats `best`.
  void consider_places(int u, const Form& f, double handicap, Choice& best) {
    const data::Point raw = heart(u), middle{std::round(raw.x), std::round(raw.y)};
    const auto consider_all = [&](const Places& places) {
      for (const data::Point& at : places) {
        if (!best.beaten_by(handicap + std::hypot(at.x - middle.x, at.y - middle.y) / (f.size * 4))) break;  // the rest are farther still
        consider(u, f, at, middle, handicap, best);
      }
    };
    if (units_.at(view_.to_map(middle), unit(u).level) == u) consider(u, f, middle, middle, handicap, best);
    if (best.form && best.cost <= good_enough) return;
    if (!marks_.empty()) consider_all(places_among_marks(u));
    if (marks_.empty() || !best.form) consider_all(places(u));
  }

  /// The best place of the largest size that has one.
  bool place(int u) {
    if (!deserves(u)) return false;
    Choice best;
    std::size_t ways = 0;
    for (std::size_t k = 0; const Form* f = form(u, k); ++k) {
      if (best.form && (best.cost <= good_enough || best.form->size > f->size)) break;
      if (fits(u, *f)) consider_places(u, *f, (outer(u) ? handicap_of_outer_way : handicap_of_way) * static_cast<double>(ways), best);
      ++ways;
    }
    if (best.form) put(u, *best.form, best.at, moved(best.form->box, best.at));
    return best.form != nullptr;
  }

  /// Takes a place held by one or two others, if those find another.
  bool make_room_for(int u) {
    for (std::size_t k = 0; const Form* f = form(u, k); ++k)
      for (const data::Point& at : places(u)) {
        if (looks_ > looks_at_most) return false;
        const Frame box = moved(f->box, at);
        if (!inside_view(box)) continue;
        const std::vector<int> holders = boxes_.met_by(box);
        if (holders.size() <= 2 && std::none_of(holders.begin(), holders.end(), [](int h) { return h < 0; }) &&
            displace(u, *f, at, holders))
          return true;
      }
    return false;
  }

  bool displace(int u, const Form& f, data::Point at, const std::vector<int>& holders) {
    std::vector<PlacedLabel> before;
    for (const int h : holders) {
      before.push_back(std::move(placed_[h]));
      boxes_.remove(h, before.back().box), placed_.erase(h);
    }
    put(u, f, at, moved(f.box, at));
    if (std::all_of(holders.begin(), holders.end(), [&](int h) { return place(h); })) return true;
    for (const int h : holders) take_away(h);
    take_away(u);
    for (PlacedLabel& label : before) {
      boxes_.add(label.unit, label.box);
      placed_[label.unit] = std::move(label);
    }
    return false;
  }

  void take_away(int u) {
    const auto found = placed_.find(u);
    if (found == placed_.end()) return;
    boxes_.remove(u, found->second.box);
    placed_.erase(found);
  }

  struct Forms {
    std::vector<std::string> names;
    std::size_t next = 0;  ///< of the ways still to be measured
    std::deque<Form> made;
  };
  const data::UnitSet& units_;
  const LabelRequest& request_;
  View view_;
  double px_;
  const MeasureText& measure_;
  bool named_above_ = false;
  std::size_t looks_ = 0;
  Boxes boxes_, marks_;
  std::unordered_map<int, PlacedLabel> placed_;
  std::unordered_map<int, Forms> forms_;
  std::unordered_map<int, Places> places_, places_among_marks_;
};

}  // namespace

double halo_reach(double pixel_ratio) { return 1.75 * pixel_ratio; }

Frame plate_of(const Frame& box, double pixel_ratio) {
  const double across = 3 * pixel_ratio, down = 1.25 * pixel_ratio;
  return {box.left - across, box.top - down, box.right + across, box.bottom + down};
}

double plate_radius(double pixel_ratio) { return 4 * pixel_ratio; }

LabelLayout lay_out_labels(const data::UnitSet& units, const LabelRequest& request, const MeasureText& measure) {
  return Placer(units, request, measure).run();
}

}  // namespace layers
