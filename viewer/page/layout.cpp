#include "viewer/page/layout.h"

#include <algorithm>
#include <cmath>

#include "data/source/crs.h"
#include "data/source/error.h"
#include "viewer/page/cards.h"
#include "viewer/page/furniture.h"
#include "viewer/page/table.h"

namespace viewer {
namespace {

constexpr double panel_padding = 14;
constexpr int fewest_rows = 8;  ///< the table keeps this many before cards get their room

/// Fills a column from the top: score or notice, then cards, then the table, sharing what height there is.
class Column {
 public:
  Column(const Canvas& canvas, const PageContent& page, bool on_paper)
      : canvas_(canvas), page_(page), on_paper_(on_paper), gap_(on_paper ? 18 : 14) {}

  Rect take_top(Rect& room, double height) const {
    const Rect out{room.x, room.y, room.w, height};
    room.y += height + gap_, room.h -= height + gap_;
    return out;
  }

  void lead(PagePlan& plan, Rect& room) const {
    if (!page_.why_not.empty()) plan.notice = take_top(room, notice_height(canvas_, page_.why_not, room.w));
    if (page_.score) plan.score = take_top(room, score_height(*page_.score, room.w));
  }

  double table_frame() const { return on_paper_ ? 0 : 2 * panel_padding; }

  double table_least(double width) const {
    if (!page_.choropleth) return 0;
    const int rows = std::min(fewest_rows, static_cast<int>(page_.table.listed));
    return table_height(canvas_, page_.table, width - table_frame(), rows) + table_frame();
  }

  /// With every row it can have in `room`: all of them, or only those that belong there.
  double table_most(double width, double room) const {
    const auto height = [&](std::size_t rows) {
      return table_height(canvas_, page_.table, width - table_frame(), static_cast<int>(rows)) + table_frame();
    };
    const double whole = height(page_.table.rows.size());
    return whole <= room ? whole + airy_row * static_cast<double>(page_.table.rows.size())
                         : height(page_.table.listed) + airy_row * static_cast<double>(page_.table.listed);
  }

  void cards_then_table(PagePlan& plan, Rect room) const {
    const int count = static_cast<int>(page_.others.size()), across = cards_across(room.w), down = (count + across - 1) / across;
    const double least = table_least(room.w), between = page_.choropleth ? gap_ : 0;
    const int fit = static_cast<int>((room.h - least - between + card_gap) / (card_height + card_gap));
    if (count > 0 && fit > 0) {
      const int shown = std::min(down, fit);
      const double snug = shown * (card_height + card_gap) - card_gap;
      const double spare = page_.choropleth ? room.h - between - snug - table_most(room.w, room.h - between - snug) : room.h - snug;
      plan.cards = take_top(
          room, snug + (page_.choropleth ? std::clamp(spare, 0.0, shown * (small_card_most - card_height)) : std::max(0.0, spare)));
    }
    if (!page_.choropleth || room.h < table_height(canvas_, page_.table, room.w - table_frame(), 0) + table_frame()) return;
    // A short table takes a little air between its rows, and no more of the page than that.
    plan.table = {room.x, room.y, room.w, std::min(room.h, table_most(room.w, room.h))};
  }

  double gap() const { return gap_; }

 private:
  const Canvas& canvas_;
  const PageContent& page_;
  bool on_paper_;
  double gap_;
};

/// A map beside a column; a very wide page has the cards in a column of their own between them.
void lay_wide(PagePlan& plan, const Column& column, const PageContent& page, Rect body, double aspect) {
  const bool three = body.w / body.h > 2.6 && page.choropleth && !page.others.empty();
  const double wanted = body.h * aspect + 60;
  const double map = three ? std::clamp(wanted * 1.15, 0.32 * body.w, 0.48 * body.w) : std::clamp(wanted, 0.44 * body.w, 0.60 * body.w);
  plan.map = {body.x, body.y, map, body.h};
  Rect rest{body.x + map + column.gap(), body.y, body.w - map - column.gap(), body.h};
  if (!three) {
    column.lead(plan, rest);
    return column.cards_then_table(plan, rest);
  }
  const double cards = std::max(460.0, 0.46 * rest.w);
  Rect middle{rest.x, rest.y, cards, rest.h};
  column.lead(plan, middle);
  plan.cards = middle;
  plan.table = {rest.x + cards + column.gap(), rest.y, rest.w - cards - column.gap(), rest.h};
}

/// The map takes the body, below the reason why it is not coloured.
void lay_map(PagePlan& plan, const Column& column, Rect body) {
  column.lead(plan, body);
  plan.map = body;
}

/// Score, map, cards, table, from the top.
void lay_tall(PagePlan& plan, const Column& column, const PageContent& page, Rect body, double aspect) {
  column.lead(plan, body);
  const double below = column.table_least(body.w) + (page.others.empty() ? 0 : card_height + column.gap());
  const double wanted = std::min(body.w / aspect + 20, std::max(0.58 * body.h, body.h - below - column.gap()));
  plan.map = column.take_top(body, std::clamp(wanted, 0.40 * body.h, 0.66 * body.h));
  column.cards_then_table(plan, body);
}

double metres_per_unit(const std::string& crs, data::Point middle) {
  try {
    if (data::describe_crs(crs).projected) return 1 / data::scale_factor(crs, middle);
    return 111320 * std::cos(middle.y * 0.017453292519943295);
  } catch (const data::Error&) { return 1; }
}

/// Everything with an area that is drawn near one of the boxes: units, and coverage that reaches beyond them.
std::vector<Patch> drawn_patches(const data::Loaded& loaded, const std::vector<std::string>& visible, const std::vector<data::Box>& boxes) {
  std::vector<Patch> out = outline_of(*loaded.dataset->units, 0);
  for (const auto& layer : loaded.dataset->layers) {
    if (!layer->table || layer->table->shape != data::Shape::areas ||
        std::find(visible.begin(), visible.end(), layer->source.id) == visible.end())
      continue;
    const data::Areas& areas = layer->table->areas;
    for (std::size_t row = 0; row < areas.size(); ++row) {
      const data::Box own = areas.box(row);
      if (std::any_of(boxes.begin(), boxes.end(), [&](const data::Box& box) { return own.intersects(box); })) out.push_back({&areas, row, row + 1});
    }
  }
  return out;
}

void place_map_and_furniture(PagePlan& plan, const Canvas& canvas, const data::Loaded& loaded, const PageContent& page, const PageSpec& spec) {
  const std::string& crs = loaded.dataset->project.crs;
  const Ground focus(spec.area ? std::vector<Patch>{} : outline_of(*loaded.dataset->units, page.focus), page.box);
  plan.place = place_map(focus, {.box = page.box,
                                 .frame = plan.map,
                                 .scale = canvas.scale(),
                                 .legend = legend_size(canvas, page.legend, std::min(300.0, 0.45 * plan.map.w)),
                                 .scale_bar = scale_bar_size(spec.on_paper()),
                                 .north = north_size,
                                 .metres_per_unit = metres_per_unit(crs, page.box.centre()),
                                 .dpi = spec.on_paper() ? spec.dpi : 0});
}

/// What lies over something drawn gets a ground of its own.
void box_furniture(PagePlan& plan, double scale, const data::Loaded& loaded, const std::vector<std::string>& visible) {
  const layers::View& view = plan.place.view;
  std::vector<data::Box> boxes;
  for (const Rect& rect : {plan.place.legend.inset(-6), plan.place.scale_bar.inset(-6), plan.place.north.inset(-4)}) {
    const data::Point low = view.to_map({(rect.x - plan.map.x) * scale, (rect.bottom() - plan.map.y) * scale});
    const data::Point high = view.to_map({(rect.right() - plan.map.x) * scale, (rect.y - plan.map.y) * scale});
    boxes.push_back(rect.w > 0 && rect.h > 0 ? data::Box{low.x, low.y, high.x, high.y} : data::Box{});
  }
  const Ground drawn(drawn_patches(loaded, visible, boxes), view.extent());
  const bool basemap = std::any_of(loaded.dataset->rasters.begin(), loaded.dataset->rasters.end(), [&](const auto& raster) {
    return std::find(visible.begin(), visible.end(), raster->source.id) != visible.end();
  });
  const auto over = [&](const data::Box& box) { return !box.empty() && (basemap || !drawn.free(box)); };
  plan.legend_boxed = over(boxes[0]), plan.bar_boxed = over(boxes[1]), plan.north_boxed = over(boxes[2]);
}

}  // namespace

double scale_of(const PageSpec& spec) {
  const double short_side = std::min(spec.width, spec.height);
  // An A3 is read from the same chair as an A4: its type grows less than its sheet.
  const double scale = short_side / (spec.layout == "a3" ? 1320.0 : 1080.0);
  return spec.on_paper() ? scale : std::max(scale, 10.0 / Type::note);
}

PagePlan plan_map(const Canvas& canvas, const data::Loaded& loaded, const PageContent& page, const PageSpec& spec) {
  const bool paper = spec.on_paper();
  const double margin = paper ? 44 : 16;
  PagePlan plan;
  plan.page = {0, 0, spec.width / canvas.scale(), spec.height / canvas.scale()};
  const double inner = plan.page.w - 2 * margin;
  const double head = header_height(canvas, page, paper, paper ? inner : plan.page.w), foot = footer_height(canvas, page, inner);
  plan.header = paper ? Rect{margin, margin, inner, head} : Rect{0, 0, plan.page.w, head};
  plan.footer = {margin, plan.page.h - (paper ? margin - 12 : 10) - foot, inner, foot};
  const double top = plan.header.bottom() + (paper ? 18 : 14);
  const Rect body{margin, top, inner, plan.footer.y - 14 - top};

  const Column column(canvas, page, paper);
  const double aspect = page.box.height() > 0 ? std::clamp(page.box.width() / page.box.height(), 0.4, 3.0) : 1;
  if (spec.map_only()) lay_map(plan, column, body);
  else if (plan.page.w > plan.page.h) lay_wide(plan, column, page, body, aspect);
  else lay_tall(plan, column, page, body, aspect);
  // What is worked out from the frame is the same at every size that the page is drawn at, and so it is whole design pixels.
  const Rect m = plan.map;
  plan.map = {std::round(m.x), std::round(m.y), std::round(m.right()) - std::round(m.x), std::round(m.bottom()) - std::round(m.y)};
  place_map_and_furniture(plan, canvas, loaded, page, spec);
  // The picture's pixels are the page's: its frame lies on whole ones.
  const Rect whole = plan.map;
  plan.map.x = canvas.snap(whole.x), plan.map.y = canvas.snap(whole.y);
  plan.map.w = canvas.snap(whole.right()) - plan.map.x, plan.map.h = canvas.snap(whole.bottom()) - plan.map.y;
  plan.place.view.width = std::max(1, static_cast<int>(std::lround(plan.map.w * canvas.scale())));
  plan.place.view.height = std::max(1, static_cast<int>(std::lround(plan.map.h * canvas.scale())));
  return plan;
}

PagePlan plan_page(const Canvas& canvas, const data::Loaded& loaded, const std::vector<std::string>& visible, const PageContent& page,
                   const PageSpec& spec) {
  PagePlan plan = plan_map(canvas, loaded, page, spec);
  box_furniture(plan, canvas.scale(), loaded, visible);
  return plan;
}

}  // namespace viewer
