// The names of the map, by the same hand on every kind of page: letters over their halo, and a plate under those that lie on marks.
#include "viewer/page/names.h"

#include <cmath>
#include <thread>

#include "data/source/share_out.h"

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

/// Of the stroke under the letters, in design pixels.
double halo_width() { return 2 * (layers::halo_reach(1) - 0.25); }

void stroke_halo(cairo_t* cr) {
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width(cr, halo_width());
  cairo_stroke(cr);
}

/// Adds the outline of a line of a name to Cairo's path.
PangoLayoutPtr add_letters(const Canvas& canvas, const layers::PlacedLabel& label, const layers::PlacedLabel::Line& line, data::Point middle) {
  PangoLayoutPtr layout = layout_of(canvas, line.text, label.size, label.weight);
  cairo_move_to(canvas.cairo(), middle.x + line.start.x, middle.y + line.start.y);
  pango_cairo_layout_line_path(canvas.cairo(), pango_layout_get_line_readonly(layout.get(), 0));
  return layout;
}

void draw_as_text(Canvas& canvas, const layers::PlacedLabel& label, data::Point middle) {
  cairo_t* cr = canvas.cairo();
  for (const auto& line : label.lines) {
    const PangoLayoutPtr layout = add_letters(canvas, label, line, middle);
    canvas.source(canvas.theme().label_halo);
    stroke_halo(cr);
    canvas.source(canvas.theme().label);
    cairo_move_to(cr, middle.x + line.start.x, middle.y + line.start.y);
    pango_cairo_show_layout_line(cr, pango_layout_get_line_readonly(layout.get(), 0));
    cairo_new_path(cr);
  }
}

void draw_plate(Canvas& canvas, const layers::PlacedLabel& label, data::Point middle) {
  const layers::Frame plate = layers::plate_of(label.box, 1);
  canvas.fill({middle.x + plate.left, middle.y + plate.top, plate.width(), plate.height()}, canvas.theme().label_plate,
              layers::plate_radius(1));
}

/// What names were placed round, in design pixels.
data::Point middle_of(const Sheet& sheet) {
  const Rect& frame = sheet.plan.frame;
  return {frame.x + frame.w / 2, frame.y + frame.h / 2};
}

/// Whether anything of a name, its plate too, lies in a rectangle of design pixels.
bool reaches_into(const layers::PlacedLabel& label, data::Point middle, const Rect& rect) {
  const layers::Frame box = layers::plate_of(label.box, 1);
  return middle.x + box.right >= rect.x && middle.x + box.left <= rect.right() && middle.y + box.bottom >= rect.y &&
         middle.y + box.top <= rect.bottom();
}

}  // namespace

bool is_of_subject(const Sheet& sheet, const layers::PlacedLabel& name) {
  const data::UnitSet& units = *sheet.dataset->units;
  const int focus = sheet.content.focus;
  if (focus == 0 || name.unit == focus) return true;
  return name.unit >= 0 && units.ancestor(name.unit, units.units[static_cast<std::size_t>(focus)].level) == focus;
}

NameOutlines::NameOutlines(const Sheet& sheet, const Rect& part) {
  const CairoSurface boundless(cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr));  // letters beyond the edge have no path
  const Cairo pen(cairo_create(boundless.get()));
  cairo_t* cr = pen.get();
  cairo_translate(cr, -part.x, -part.y);
  const Canvas canvas(cr, sheet.scale, *sheet.spec.theme, nullptr, family_of(sheet.spec));
  const Rect seen{part.x / sheet.scale, part.y / sheet.scale, part.w / sheet.scale, part.h / sheet.scale};
  const data::Point middle = middle_of(sheet);
  for (const layers::PlacedLabel& label : sheet.names) {
    if (reaches_into(label, middle, seen))
      for (const auto& line : label.lines) {
        add_letters(canvas, label, line, middle);
        add_line(cr, halo_width() / 2 * sheet.scale);
      }
    first_line_.push_back(lines_.size());
  }
  stroked_ = std::async(std::launch::async, [this, scale = sheet.scale] {
               data::share_out_each(lines_.size(), std::thread::hardware_concurrency(), [&](std::size_t i) { stroke(lines_[i], scale); });
             }).share();
}

/// Takes the path that Cairo holds.
void NameOutlines::add_line(cairo_t* cr, double reach) {
  cairo_save(cr);
  cairo_identity_matrix(cr);
  double left = 0, top = 0, right = 0, bottom = 0;
  cairo_path_extents(cr, &left, &top, &right, &bottom);
  const double room = reach + 1;  // curves are drawn to a tenth of a pixel
  Line& out = lines_.emplace_back();
  out.letters.reset(cairo_copy_path(cr));
  out.left = static_cast<int>(std::floor(left - room)), out.top = static_cast<int>(std::floor(top - room));
  out.width = static_cast<int>(std::ceil(right + room)) - out.left, out.height = static_cast<int>(std::ceil(bottom + room)) - out.top;
  cairo_restore(cr);
  cairo_new_path(cr);
}

void NameOutlines::stroke(Line& line, double scale) {
  line.halo.reset(cairo_image_surface_create(CAIRO_FORMAT_A8, line.width, line.height));
  const Cairo cr(cairo_create(line.halo.get()));
  cairo_translate(cr.get(), -line.left, -line.top);
  cairo_set_antialias(cr.get(), CAIRO_ANTIALIAS_GRAY);
  cairo_append_path(cr.get(), line.letters.get());
  cairo_scale(cr.get(), scale, scale);
  stroke_halo(cr.get());
  cairo_surface_flush(line.halo.get());
}

void NameOutlines::draw(Canvas& canvas, std::size_t name) const {
  stroked_.get();
  cairo_t* cr = canvas.cairo();
  cairo_save(cr);
  cairo_identity_matrix(cr);
  for (std::size_t i = first_line_[name]; i < first_line_[name + 1]; ++i) {
    const Line& line = lines_[i];
    canvas.source(canvas.theme().label_halo);
    cairo_mask_surface(cr, line.halo.get(), line.left, line.top);
    canvas.source(canvas.theme().label);
    cairo_append_path(cr, line.letters.get());
    cairo_fill(cr);
  }
  cairo_restore(cr);
}

void draw_names(Canvas& canvas, const Sheet& sheet, const NameOutlines* outlines, NamesOf what) {
  cairo_t* cr = canvas.cairo();
  const Rect& map = sheet.plan.map;
  const data::Point middle = middle_of(sheet);
  Rect clip;
  double right = 0, bottom = 0;
  cairo_save(cr);
  cairo_rectangle(cr, map.x, map.y, map.w, map.h);
  cairo_clip(cr);
  cairo_clip_extents(cr, &clip.x, &clip.y, &right, &bottom);
  clip.w = right - clip.x, clip.h = bottom - clip.y;
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < sheet.names.size(); ++i)
    if (is_of_subject(sheet, sheet.names[i]) == (what == NamesOf::subject) && reaches_into(sheet.names[i], middle, clip)) shown.push_back(i);
  for (const std::size_t i : shown)
    if (sheet.names[i].plate) draw_plate(canvas, sheet.names[i], middle);
  for (const std::size_t i : shown) {
    if (outlines) outlines->draw(canvas, i);
    else draw_as_text(canvas, sheet.names[i], middle);
  }
  cairo_restore(cr);
}

}  // namespace viewer
