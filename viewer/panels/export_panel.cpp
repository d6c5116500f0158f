// The dialog that saves a picture: the page as it will be at the left, what can be chosen at the right, what became of it below.
#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "viewer/panels/choice.h"
#include "viewer/panels/dialog.h"
#include "viewer/panels/export_form.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/panels.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;
using ui::Font;

constexpr float edge = 18, caption = 26;  // around a page and below it
constexpr float options_width = 400, between = 28, foot = 68;
constexpr float sheet_width = preview_width + 2 * edge + between + options_width + 56;             // a dialog has 28 at either side
constexpr float sheet_height = preview_height + 2 * edge + caption + 20 + foot + 64;               // and 64 above
constexpr float head = 19, control = 32, row = head + control + 14, switch_row = 32, reason = 17;  // of the options

/// Around what Space would press.
void mark(const ui::Pen& pen, const ui::Box& box) {
  const ui::Box ring = box.inset(-pen.px(3), -pen.px(3));
  pen.list->AddRect(ring.min(), ring.max(), ui::colour(pen.theme->accent), pen.px(9), 0, pen.px(2));
}

bool marked(const State& state, const std::string& id) { return state.export_hand.by_keys && state.export_hand.field == id; }

/// Fields from the top down; each pushes a whole new set of choices.
class Form {
 public:
  Form(const ui::Pen& pen, const State& state, Requests& requests, const ui::Box& seen, float left, float right, float top)
      : pen_(pen), state_(state), requests_(requests), seen_(seen), left_(left), right_(right), y_(top) {}

  void draw(const std::vector<ExportField>& fields) {
    for (const ExportField& field : fields)
      if (!field.rare) draw(field);
    fold();
    for (const ExportField& field : fields)
      if (field.rare && state_.export_hand.more) draw(field);
  }
  /// How high all of it is, in design pixels.
  static float height(const State& state, const std::vector<ExportField>& fields) {
    float out = switch_row;
    double full = 0;
    for (const ExportField& field : fields) {
      if (field.rare && !state.export_hand.more) continue;
      if (field.kind == ExportField::Kind::toggle) out += switch_row + (field.why_not.empty() ? 0 : reason);
      else if (full += field.share; full > 0.99) out += row, full = 0;
    }
    return out;
  }

 private:
  void draw(const ExportField& field) {
    if (field.kind == ExportField::Kind::toggle) return draw_toggle(field);
    const float gap = pen_.px(10), whole = right_ - left_ + gap;
    const float from = std::round(left_ + whole * static_cast<float>(full_));
    full_ += field.share;
    const bool last = full_ > 0.99;
    const float to = last ? right_ : std::round(left_ + whole * static_cast<float>(full_) - gap);
    ui::section_title(pen_, from, to, y_ + pen_.px(11), field.title);
    const ui::Box box{from, y_ + pen_.px(head), to, y_ + pen_.px(head + control)};
    if (last) y_ += pen_.px(row), full_ = 0;
    if (field.kind == ExportField::Kind::line) return draw_line(field, box);
    const auto pressed = field.kind == ExportField::Kind::list ? ui::drop_down(pen_, field.id.c_str(), box, field.names, field.chosen)
                                                               : ui::segments(pen_, field.id.c_str(), box, field.names, field.chosen);
    if (pressed) ask(field, *pressed);
    show_hand(field.id, box);
  }

  void draw_line(const ExportField& field, const ui::Box& box) {
    const bool wanted = marked(state_, field.id);
    if (const auto text = ui::text_line(pen_, ("##" + field.id).c_str(), box, field.text, field.hint, wanted)) {
      ExportChoices next = state_.export_choices;
      field.type(next, *text);
      requests_.push_back(SetExport{next});
    }
    const bool elsewhere = state_.export_hand.field != field.id;
    if (elsewhere && ImGui::IsItemActivated()) move_to(field.id);  // by a click
    else if (elsewhere && ImGui::IsItemActive() && state_.export_hand.by_keys) ImGui::ClearActiveID();
    show_hand(field.id, box);
  }

  void draw_toggle(const ExportField& field) {
    const ui::Box box{left_, y_, right_, y_ + pen_.px(switch_row - 6)};
    y_ += pen_.px(switch_row);
    const bool faint = !field.why_not.empty();
    if (ui::toggle(pen_, ("##" + field.id).c_str(), box, field.title, field.chosen == 1, faint)) ask(field, 1 - field.chosen);
    show_hand(field.id, box);
    if (!faint) return;
    ui::text_fit(pen_, Font::small, left_ + pen_.px(42), right_, y_ + pen_.px(5), pen_.quiet(), field.why_not);
    y_ += pen_.px(reason);
  }

  void fold() {
    const ui::Box box{left_, y_ - pen_.px(4), right_, y_ + pen_.px(switch_row - 10)};
    y_ += pen_.px(switch_row);
    const bool more = state_.export_hand.more;
    const ui::Press pressed = ui::press("##more", box);
    ui::icon(pen_, more ? ui::Icon::chevron_down : ui::Icon::chevron_right, {box.left + pen_.px(6), box.middle()}, pen_.px(10),
             pen_.theme->quiet);
    ui::text_fit(pen_, Font::small, box.left + pen_.px(20), box.right, ui::on_middle(Font::small, std::round(box.middle())),
                 pressed.hovered ? pen_.text() : pen_.quiet(), more ? tr("Less") : tr("More: paper, document head, files beside it"));
    if (pressed.clicked) requests_.push_back(MoveExportHand{{export_fold, false, !more}});
    show_hand(export_fold, box);
  }

  void ask(const ExportField& field, int chosen) {
    ask_for(state_, field, chosen, requests_);
    move_to(field.id);
  }
  void move_to(const std::string& id) { requests_.push_back(MoveExportHand{{id, false, state_.export_hand.more}}); }

  /// The ring, and what it is round brought into sight.
  void show_hand(const std::string& id, const ui::Box& box) {
    if (!marked(state_, id)) return;
    mark(pen_, box);
    const float above = box.top - pen_.px(head + 8) - seen_.top, below = box.bottom + pen_.px(12) - seen_.bottom;
    if (above < 0) ImGui::SetScrollY(std::max(0.0F, ImGui::GetScrollY() + above));
    else if (below > 0) ImGui::SetScrollY(ImGui::GetScrollY() + below);
  }

  const ui::Pen& pen_;
  const State& state_;
  Requests& requests_;
  ui::Box seen_;
  float left_, right_, y_;
  double full_ = 0;  ///< of the present row
};

/// "297 × 210 mm · 1,754 × 1,240 pixels"; empty before there is a page.
std::string size_words(const ExportPreview& preview, data::Lang lang) {
  if (preview.page_width == 0) return {};
  const std::string pixels =
      trf("{0} × {1} pixels", data::format_integer(preview.page_width, lang), data::format_integer(preview.page_height, lang));
  if (preview.paper_width <= 0) return pixels;
  return fmt::format("{:.0f} × {:.0f} mm · {}", preview.paper_width, preview.paper_height, pixels);
}

/// The page on the ground of a desk, with its size below; or why there is none.
void draw_preview(const ui::Pen& pen, const State& state, const ui::Box& box) {
  const layers::Theme& theme = *pen.theme;
  const ExportPreview& preview = state.preview;
  pen.list->AddRectFilled(box.min(), box.max(), ui::colour(theme.ground), pen.px(10));
  pen.list->AddRect(box.min(), box.max(), ui::colour(theme.line), pen.px(10), 0, pen.hair());
  const ui::Box in = box.inset(pen.px(edge), pen.px(edge));
  const float words = pen.px(caption);
  const std::string size = size_words(preview, state.lang);
  const std::string line = !preview.error.empty() ? std::string()
                           : preview.pending      ? (size.empty() ? tr("Drawing the page…") : size + " · " + tr("drawing anew…"))
                                                  : size;
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
  if (marked(state, export_save)) mark(pen, saves);
  if (marked(state, export_copy)) mark(pen, copies);
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
    const auto fields = export_fields(state);
    // Room at either side for the ring around a field.
    const float ring = pen.px(5);
    const ui::Box seen{options - ring, body.top - ring, body.right + pen.px(12), body.bottom};
    const ui::Scroll scroll("##options", seen, pen.px(Form::height(state, fields)) + 2 * ring, pen);
    const float right = std::min(body.right, seen.left + scroll.width - ring);
    Form(scroll.pen, state, requests, seen, options, right, scroll.top + ring).draw(fields);
  }
  ui::rule(pen, dialog.body.left - pen.px(27), dialog.body.right + pen.px(27), body.bottom + pen.px(12));
  draw_foot(pen, state, {body.left, body.bottom + pen.px(13), body.right, dialog.body.bottom + pen.px(12)}, requests);
}

}  // namespace viewer
