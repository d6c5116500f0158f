// The dialog that saves a picture: the page as it will be at the left, what can be chosen at the right, what became of it below.
#include <algorithm>
#include <cmath>

#include "viewer/panels/choice.h"
#include "viewer/panels/dialog.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"
#include "viewer/panels/words.h"
#include "viewer/page/picture_format.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;
using ui::Font;

constexpr float edge = 18, caption = 26;  // around a page and below it
constexpr float options_width = 400, between = 28, foot = 68, row = 32, gap = 14;
constexpr float sheet_width = preview_width + 2 * edge + between + options_width + 56;  // a dialog has 28 at either side
constexpr float sheet_height = preview_height + 2 * edge + caption + 20 + foot + 64;    // and 64 above

/// Choices from the top down; each pushes a whole new set of choices.
struct Form {
  const ui::Pen& pen;
  const State& state;
  Requests& requests;
  float left = 0, right = 0, y = 0;
  ExportChoices choices;
  bool changed = false;

  ui::Box next(const std::string& title) {
    ui::section_title(pen, left, right, y + pen.px(11), title);
    const ui::Box box{left, y + pen.px(19), right, y + pen.px(19 + row)};
    y = box.bottom + pen.px(gap);
    return box;
  }
};

template <typename T, typename F>
std::vector<std::string> names_of(const T& items, F name) {
  std::vector<std::string> out;
  for (const auto& item : items) out.push_back(name(item));
  return out;
}

void format_row(Form& form) {
  const auto names = names_of(picture_formats, [](const PictureFormat& format) { return std::string(format.name); });
  int chosen = 0;
  for (std::size_t i = 0; i < picture_formats.size(); ++i)
    if (picture_formats[i].ending == form.choices.ending) chosen = static_cast<int>(i);
  if (const auto pressed = ui::segments(form.pen, "format", form.next(tr("Format")), names, chosen))
    form.choices.ending = picture_formats[static_cast<std::size_t>(*pressed)].ending, form.changed = true;
}

void layout_row(Form& form) {
  const auto layouts = layout_choices(*form.state.loaded);
  const auto names = names_of(layouts, [](const LayoutChoice& layout) { return layout.name; });
  const LayoutChoice now = chosen_layout(form.choices, *form.state.loaded);
  const auto at = std::find_if(layouts.begin(), layouts.end(), [&](const LayoutChoice& layout) { return layout.id == now.id; });
  if (const auto pressed = ui::drop_down(form.pen, "layout", form.next(tr("Page layout")), names, static_cast<int>(at - layouts.begin())))
    form.choices.layout = layouts[static_cast<std::size_t>(*pressed)].id, form.choices.size.clear(), form.changed = true;
}

void density_row(Form& form) {
  constexpr std::array densities{96, 150, 300, 600};
  const auto names = names_of(densities, [](int dpi) { return fmt::format("{} dpi", dpi); });
  const double now = form.choices.dpi > 0 ? form.choices.dpi : 150;
  const auto at = std::find(densities.begin(), densities.end(), static_cast<int>(now));
  if (const auto pressed = ui::segments(form.pen, "dpi", form.next(tr("Pixels per inch")), names,
                                        at == densities.end() ? -1 : static_cast<int>(at - densities.begin())))
    form.choices.dpi = densities[static_cast<std::size_t>(*pressed)], form.changed = true;
}

std::string shown_size(std::string size) { return size.replace(size.find('x'), 1, " × "); }

/// The layout's own size and other common screens side by side, and a line for any other.
void size_row(Form& form) {
  const LayoutChoice own = chosen_layout(form.choices, *form.state.loaded);
  std::vector<std::string> sizes{fmt::format("{}x{}", own.width, own.height)};
  for (const char* common : {"1920x1080", "3840x2160"})
    if (sizes.front() != common) sizes.emplace_back(common);
  const auto at = form.choices.size.empty() ? sizes.begin() : std::find(sizes.begin(), sizes.end(), form.choices.size);
  const int chosen = at == sizes.end() ? -1 : static_cast<int>(at - sizes.begin());
  ui::Box box = form.next(tr("Size in pixels"));
  const float other = form.pen.px(112);
  const ui::Box typed{box.right - other, box.top, box.right, box.bottom};
  box.right -= other + form.pen.px(8);
  if (const auto pressed = ui::segments(form.pen, "size", box, names_of(sizes, shown_size), chosen))
    form.choices.size = *pressed == 0 ? "" : sizes[static_cast<std::size_t>(*pressed)], form.changed = true;
  if (const auto text = ui::text_line(form.pen, "##size", typed, chosen < 0 ? form.choices.size : std::string(), tr("another")))
    form.choices.size = *text, form.changed = true;
}

void area_row(Form& form) {
  const int unit = export_unit(form.choices, form.state);
  std::vector<std::string> names{tr("On the screen"), tr("Everything")};
  std::vector<ExportArea> areas{ExportArea::view, ExportArea::whole};
  if (unit > 0) {
    names.insert(names.begin() + 1, form.state.units()->units[static_cast<std::size_t>(unit)].name);
    areas.insert(areas.begin() + 1, ExportArea::unit);
  }
  const auto at = std::find(areas.begin(), areas.end(), area_of(form.choices, form.state));
  if (const auto pressed = ui::segments(form.pen, "area", form.next(tr("Area")), names, static_cast<int>(at - areas.begin())))
    form.choices.area = areas[static_cast<std::size_t>(*pressed)], form.changed = true;
}

/// Those that the layers can answer, and none.
void indicator_row(Form& form) {
  std::vector<std::string> names, ids;
  for (const data::Indicator& indicator : form.state.loaded->dataset->indicators) {
    const data::Answer* answer = form.state.loaded->answers.find(indicator.id);
    if (!indicator.computable() || !answer || !answer->why_not.empty()) continue;
    names.push_back(ui::name_of(indicator, form.state.lang)), ids.push_back(indicator.id);
  }
  names.push_back(tr("None: units keep the colour of land")), ids.emplace_back("none");
  const std::string now = form.choices.indicator.empty() ? form.state.indicator : form.choices.indicator;
  const auto at = std::find(ids.begin(), ids.end(), now);
  if (const auto pressed = ui::drop_down(form.pen, "indicator", form.next(tr("Indicator on the map")), names,
                                         at == ids.end() ? -1 : static_cast<int>(at - ids.begin())))
    form.choices.indicator = ids[static_cast<std::size_t>(*pressed)], form.changed = true;
}

/// Language and colours, side by side.
void look_row(Form& form) {
  const float middle = std::round((form.left + form.right) / 2), top = form.y, right = form.right;
  form.right = middle - form.pen.px(8);
  const std::vector<std::string> languages{"Tiếng Việt", "English"}, colours{tr("Dark"), tr("Light")};
  const bool vi = form.choices.lang.value_or(form.state.lang) == data::Lang::vi;
  if (const auto pressed = ui::segments(form.pen, "lang", form.next(tr("Language")), languages, vi ? 0 : 1))
    form.choices.lang = *pressed == 0 ? data::Lang::vi : data::Lang::en, form.changed = true;
  const float left = form.left;
  form.left = middle + form.pen.px(8), form.right = right, form.y = top;
  if (const auto pressed =
          ui::segments(form.pen, "theme", form.next(tr("Colours")), colours, ui::is_dark(*theme_of(form.choices, form.state)) ? 0 : 1))
    form.choices.dark = *pressed == 0, form.changed = true;
  form.left = left;
}

void name_row(Form& form) {
  if (const auto text =
          ui::text_line(form.pen, "##name", form.next(tr("File name")), form.choices.name, default_name(form.choices, form.state)))
    form.choices.name = *text, form.changed = true;
  const ui::Box box{form.left, form.y - form.pen.px(4), form.right, form.y + form.pen.px(24)};
  if (ui::toggle(form.pen, "##sidecar", box, tr("With a file that says what it was made of"), form.choices.sidecar))
    form.choices.sidecar = !form.choices.sidecar, form.changed = true;
}

void draw_options(Form& form) {
  format_row(form);
  layout_row(form);
  if (chosen_layout(form.choices, *form.state.loaded).on_paper) density_row(form);
  else size_row(form);
  area_row(form);
  indicator_row(form);
  look_row(form);
  name_row(form);
  if (form.changed) form.requests.push_back(SetExport{form.choices});
}

/// The page on the ground of a desk, with its size below; or why there is none.
void draw_preview(const ui::Pen& pen, const State& state, const ui::Box& box) {
  const layers::Theme& theme = *pen.theme;
  const ExportPreview& preview = state.preview;
  pen.list->AddRectFilled(box.min(), box.max(), ui::colour(theme.ground), pen.px(10));
  pen.list->AddRect(box.min(), box.max(), ui::colour(theme.line), pen.px(10), 0, pen.hair());
  const ui::Box in = box.inset(pen.px(edge), pen.px(edge));
  const float words = pen.px(caption);
  const std::string size = preview.page_width > 0 ? trf("{0} × {1} pixels", data::format_integer(preview.page_width, state.lang),
                                                        data::format_integer(preview.page_height, state.lang))
                                                  : std::string();
  const std::string line = preview.pending ? (size.empty() ? tr("Drawing the page…") : size + " · " + tr("drawing anew…")) : size;
  ui::text_centred(pen, Font::small, in.centre(), ui::on_middle(Font::small, in.bottom - words / 4), pen.quiet(), line);
  if (!preview.error.empty()) {
    ui::icon(pen, ui::Icon::error, {in.left + pen.px(10), in.top + pen.px(14)}, pen.px(16), theme.missed);
    ui::paragraph(pen, Font::body, in.left + pen.px(30), in.right, in.top + pen.px(4), pen.text(), preview.error, 10);
    return;
  }
  if (preview.texture == 0) return;
  const float room = in.height() - words;
  const float share = std::min({in.width() / static_cast<float>(preview.width), room / static_cast<float>(preview.height)});
  const float w = std::round(static_cast<float>(preview.width) * share), h = std::round(static_cast<float>(preview.height) * share);
  const float left = std::round(in.centre() - w / 2), top = std::round(in.top + (room - h) / 2);
  for (int i = 3; i >= 1; --i) {
    const float out = pen.px(2) * static_cast<float>(i);
    pen.list->AddRectFilled({left - out, top - out + pen.px(3)}, {left + w + out, top + h + out + pen.px(3)}, IM_COL32(0, 0, 0, 16), out);
  }
  pen.list->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(preview.texture)), {left, top}, {left + w, top + h});
  pen.list->AddRect({left, top}, {left + w, top + h}, ui::colour(theme.line), 0, 0, pen.hair());
}

void draw_foot(const ui::Pen& pen, const State& state, const ui::Box& box, Requests& requests) {
  const std::string save = tr("Save"), copy = tr("Copy");
  const float half = pen.px(17), middle = std::round(box.middle());
  const bool faint = state.saving || !state.preview.error.empty();
  float right = box.right;
  const ui::Box saves{right - ui::button_width(pen, save), middle - half, right, middle + half};
  right = saves.left - pen.px(10);
  const ui::Box copies{right - ui::button_width(pen, copy), middle - half, right, middle + half};
  if (ui::button(pen, "##save", saves, save, true, faint)) requests.push_back(SaveExport{});
  if (ui::button(pen, "##copy", copies, copy, false, faint)) requests.push_back(CopyPicture{});
  ui::tooltip_here(pen, saves, "Ctrl+S");
  ui::tooltip_here(pen, copies, tr("To the clipboard, as PNG (Ctrl+C)"));
  if (!state.export_result) return;
  const bool error = state.export_result->kind == Message::Kind::error;
  ui::icon(pen, error ? ui::Icon::error : ui::Icon::note, {box.left + pen.px(8), middle}, pen.px(15),
           error ? pen.theme->missed : pen.theme->quiet);
  const float left = box.left + pen.px(26), end = copies.left - pen.px(20);
  ui::Pen measure = pen;
  measure.list = nullptr;
  const float high = ui::paragraph(measure, Font::small, left, end, 0, 0, state.export_result->text, 2);
  ui::paragraph(pen, Font::small, left, end, std::round(middle - high / 2), pen.text(), state.export_result->text, 2);
  ui::tooltip_here(pen, {left, box.top, end, box.bottom}, state.export_result->text);
}

}  // namespace

void export_panel(const State& state, const ScreenLayout& layout, Requests& requests) {
  const ui::Box screen{0, 0, static_cast<float>(layout.width), static_cast<float>(layout.height)};
  ui::Dialog dialog("##export", state, layout, screen, sheet_width, sheet_height, tr("Save a picture"));
  if (dialog.closed()) requests.push_back(ShowExport{false});
  if (!state.loaded) return;
  const ui::Pen& pen = dialog.pen();
  const ui::Box body{dialog.body.left, dialog.body.top + pen.px(20), dialog.body.right, dialog.body.bottom - pen.px(foot - 12)};
  const float options = std::round(body.right - pen.px(options_width));
  draw_preview(pen, state, {body.left, body.top, options - pen.px(between), body.bottom});
  {
    const float content = 7 * (pen.px(19 + row) + pen.px(gap)) + pen.px(28);
    const ui::Scroll scroll("##options", {options, body.top, body.right + pen.px(8), body.bottom}, content, pen);
    Form form{scroll.pen, state, requests, options, std::min(body.right, options + scroll.width), scroll.top, state.export_choices};
    draw_options(form);
  }
  ui::rule(pen, dialog.body.left - pen.px(27), dialog.body.right + pen.px(27), body.bottom + pen.px(12));
  draw_foot(pen, state, {body.left, body.bottom + pen.px(13), body.right, dialog.body.bottom + pen.px(12)}, requests);
}

}  // namespace viewer
