// The names of the map, by the same hand on every kind of page: letters over their halo, and a plate under those that lie on marks.
#include "viewer/page/sheet.h"

namespace viewer {
namespace {

int pango_weight(layers::Weight weight) {
  switch (weight) {
    case layers::Weight::regular: return 400;
    case layers::Weight::medium: return 500;
    case layers::Weight::semibold: return 600;
    case layers::Weight::bold: return 700;
  }
  return 400;
}

PangoLayoutPtr layout_of(const Canvas& canvas, const std::string& text, double size, layers::Weight weight) {
  PangoLayoutPtr layout(pango_layout_new(canvas.text_context()));
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, "Inter");
  pango_font_description_set_weight(font, static_cast<PangoWeight>(pango_weight(weight)));
  pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
  return layout;
}

void draw_line(Canvas& canvas, const layers::PlacedLabel& label, const layers::PlacedLabel::Line& line, data::Point middle, NamesAs how) {
  cairo_t* cr = canvas.cairo();
  const PangoLayoutPtr layout = layout_of(canvas, line.text, label.size, label.weight);
  PangoLayoutLine* letters = pango_layout_get_line_readonly(layout.get(), 0);
  const auto begin = [&] { cairo_move_to(cr, middle.x + line.start.x, middle.y + line.start.y); };
  begin();
  pango_cairo_layout_line_path(cr, letters);
  canvas.source(canvas.theme().label_halo);
  cairo_set_line_width(cr, 2 * (layers::halo_reach(1) - 0.25));
  if (how == NamesAs::text) {
    cairo_stroke(cr);
    canvas.source(canvas.theme().label);
    begin();
    pango_cairo_show_layout_line(cr, letters);
    return cairo_new_path(cr);
  }
  cairo_stroke_preserve(cr);
  canvas.source(canvas.theme().label);
  cairo_fill(cr);
}

void draw_plate(Canvas& canvas, const layers::PlacedLabel& label, data::Point middle) {
  const layers::Frame plate = layers::plate_of(label.box, 1);
  canvas.fill({middle.x + plate.left, middle.y + plate.top, plate.width(), plate.height()}, canvas.theme().label_plate,
              layers::plate_radius(1));
}

}  // namespace

bool is_of_subject(const Sheet& sheet, const layers::PlacedLabel& name) {
  const data::UnitSet& units = *sheet.dataset->units;
  const int focus = sheet.content.focus;
  if (focus == 0 || name.unit == focus) return true;
  return name.unit >= 0 && units.ancestor(name.unit, units.units[static_cast<std::size_t>(focus)].level) == focus;
}

void draw_names(Canvas& canvas, const Sheet& sheet, NamesAs how, NamesOf what) {
  cairo_t* cr = canvas.cairo();
  const Rect &map = sheet.plan.map, &frame = sheet.plan.frame;
  const data::Point middle{frame.x + frame.w / 2, frame.y + frame.h / 2};  // what they were placed round
  double left = 0, top = 0, right = 0, bottom = 0;
  cairo_save(cr);
  cairo_rectangle(cr, map.x, map.y, map.w, map.h);
  cairo_clip(cr);
  cairo_clip_extents(cr, &left, &top, &right, &bottom);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  std::vector<const layers::PlacedLabel*> shown;
  for (const layers::PlacedLabel& label : sheet.names) {
    if (is_of_subject(sheet, label) != (what == NamesOf::subject)) continue;
    const layers::Frame box = layers::plate_of(label.box, 1);
    if (middle.x + box.right >= left && middle.x + box.left <= right && middle.y + box.bottom >= top && middle.y + box.top <= bottom)
      shown.push_back(&label);
  }
  for (const auto* label : shown)
    if (label->plate) draw_plate(canvas, *label, middle);
  for (const auto* label : shown)
    for (const auto& line : label->lines) draw_line(canvas, *label, line, middle, how);
  cairo_restore(cr);
}

}  // namespace viewer
