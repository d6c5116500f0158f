#include "viewer/panels/legend.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "data/model/words.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/words.h"

namespace viewer::ui {
namespace {

using data::tr;
using data::trf;

void add_items(std::vector<LegendItem>& out, const data::LayerData& layer, const State& state) {
  const layers::Theme& theme = *state.theme;
  if (layer.source.kind == data::LayerKind::broadband_coverage)
    for (const layers::CoverageLook& look :
         layers::coverage_looks(layers::technologies_of(layer), theme, state.choropleth && state.is_visible("fill"))) {
      LegendItem& item = out.emplace_back();
      item.text = layers::coverage_text(look.technology), item.coverage = look;
    }
  for (MarkText& mark : mark_texts(layer, theme, state.lang)) out.push_back({std::move(mark), {}});
}

void draw_coverage(const Pen& pen, const layers::CoverageLook& look, ImVec2 at) {
  const Box box{at.x - pen.px(9), at.y - pen.px(6), at.x + pen.px(9), at.y + pen.px(6)};
  for (const layers::Colour& fill : {look.ground, look.tint})
    if (fill[3] > 0) swatch(pen, box, fill);
  if (look.stripes) stripes(pen, box, *look.stripes, pen.px(3));
  pen.list->AddRect(box.min(), box.max(), colour(look.edge), pen.px(3), 0,
                    std::max(pen.hair(), static_cast<float>(look.edge_width) * pen.scale));
}

void trace(const Pen& pen, layers::MarkShape shape, ImVec2 at, float radius) {
  const float r = radius * static_cast<float>(layers::reach_of(shape));
  switch (shape) {
    case layers::MarkShape::disc: return pen.list->PathArcTo(at, r, 0, 2 * std::numbers::pi_v<float> * 23 / 24, 23);
    case layers::MarkShape::square: return pen.list->PathRect({at.x - r, at.y - r}, {at.x + r, at.y + r});
    case layers::MarkShape::diamond:
      for (const ImVec2 p : {ImVec2{0, -1}, ImVec2{1, 0}, ImVec2{0, 1}, ImVec2{-1, 0}})
        pen.list->PathLineTo({at.x + p.x * r, at.y + p.y * r});
  }
}

void draw_item(const Pen& pen, const LegendItem& item, ImVec2 middle) {
  const ImVec2 at{std::round(middle.x), std::round(middle.y)};
  if (item.coverage) return draw_coverage(pen, *item.coverage, at);
  const float radius = pen.px(5);
  const ImU32 c = colour(item.colour), casing = colour(mixed(pen.theme->panel, pen.theme->quiet, 0.6F));
  if (item.hollow) {
    trace(pen, item.shape, at, radius - pen.hair());
    return pen.list->PathStroke(c, ImDrawFlags_Closed, pen.px(2));
  }
  trace(pen, item.shape, at, radius);
  pen.list->PathFillConvex(c);
  trace(pen, item.shape, at, radius + pen.hair());
  pen.list->PathStroke(casing, ImDrawFlags_Closed, pen.hair());
}

/// A line between classes exactly where the target lies.
void target_line(const Pen& pen, float left, float y) {
  const float wide = pen.px(34), high = pen.px(2);
  pen.list->AddRectFilled({left - pen.px(4), std::round(y - high / 2)}, {left - pen.px(4) + wide, std::round(y - high / 2) + high},
                          pen.text());
}

struct ClassRow {
  std::string label;
  int count = 0, index = -1;  ///< -1: no data
};

std::vector<ClassRow> class_rows(const layers::Choropleth& fill, data::Lang lang) {
  std::vector<ClassRow> out;
  const int classes = static_cast<int>(fill.classes.colours.size());
  for (int i = classes - 1; i >= 0; --i) {
    const auto at = static_cast<std::size_t>(i);
    out.push_back({fill.classes.label(i, lang), at < fill.units_in_class.size() ? fill.units_in_class[at] : 0, i});
  }
  out.push_back({tr("No data"), fill.units_in_class.empty() ? 0 : fill.units_in_class.back(), -1});
  return out;
}

}  // namespace

std::vector<LegendItem> legend_items(const State& state) {
  std::vector<LegendItem> out;
  for (const std::string& id : state.switchable) {
    const data::LayerData* layer = layer_of(state, id);
    if (layer && layer->table && !layer->by_table() && state.is_visible(id)) add_items(out, *layer, state);
  }
  return out;
}

float class_legend(const Pen& pen, const State& state, float left, float right, float top, float squeeze) {
  const layers::Choropleth& fill = *state.choropleth;
  const auto rows = class_rows(fill, state.lang);
  const float pitch = std::round(pen.px(23) * squeeze), wide = pen.px(26), high = pen.px(14);
  float y = top;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ClassRow& row = rows[i];
    const float middle = std::round(y + pitch / 2);
    if (pen.list) {
      const Box box{left, middle - high / 2, left + wide, middle + high / 2};
      if (row.index < 0) hatch(pen, box, pen.px(3));
      else swatch(pen, box, fill.classes.colours[static_cast<std::size_t>(row.index)]);
      const ImU32 ink = row.count > 0 ? pen.text() : pen.quiet();
      const float end =
          text_right(pen, Font::small, right, on_middle(Font::small, middle), pen.quiet(), data::format_integer(row.count, state.lang));
      text_fit(pen, Font::small, left + wide + pen.px(12), end - pen.px(8), on_middle(Font::small, middle), ink, row.label);
      const bool at_target =
          row.index > 0 && fill.classes.target && fill.classes.breaks[static_cast<std::size_t>(row.index) - 1] == *fill.classes.target;
      if (at_target) target_line(pen, left, y + pitch);
    }
    y += pitch;
  }
  if (fill.classes.target) {
    const std::string value = plain_value(*fill.classes.target, fill.classes.unit, state.lang);
    y += pen.px(5);
    y += paragraph(pen, Font::small, left, right, y, pen.quiet(),
                   trf("The break at {} is the target: blue has reached it, orange has not.", value), 3);
  }
  return y;
}

float mark_legend(const Pen& pen, const State&, const std::vector<LegendItem>& items, float left, float right, float top, float squeeze) {
  const float pitch = std::round(pen.px(22) * squeeze), mark = pen.px(26), space = pen.px(14);
  float x = left, y = top;
  for (const LegendItem& item : items) {
    const float needs = mark + width(Font::small, item.text);
    if (x > left && x + needs > right) x = left, y += pitch;
    const float middle = std::round(y + pitch / 2);
    if (pen.list) {
      draw_item(pen, item, {x + pen.px(9), middle});
      text_fit(pen, Font::small, x + mark, right, on_middle(Font::small, middle), pen.text(), item.text);
    }
    x += needs + space;
  }
  return items.empty() ? top : y + pitch;
}

}  // namespace viewer::ui
