#include "viewer/panels/choice.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "viewer/panels/marks.h"

namespace viewer::ui {
namespace {

void field(const Pen& pen, const Box& box, bool hovered) {
  pen.list->AddRectFilled(box.min(), box.max(), colour(hovered ? pen.theme->panel_raised : pen.theme->ground), pen.px(7));
  pen.list->AddRect(box.min(), box.max(), colour(pen.theme->line), pen.px(7), 0, pen.hair());
}

std::optional<int> list_of(const Pen& pen, const Box& box, std::span<const std::string> names, int chosen) {
  std::optional<int> out;
  const float row = pen.px(30), pad = pen.px(8), content = row * static_cast<float>(names.size());
  const float above = box.top - pen.px(12), below = ImGui::GetIO().DisplaySize.y - box.bottom - pen.px(12);
  const bool hangs = below >= std::min(content + 2 * pad, above);
  const float high = std::min(content + 2 * pad, hangs ? below : above);
  ImGui::SetNextWindowPos({box.left, hangs ? box.bottom + pen.px(4) : box.top - pen.px(4) - high});
  ImGui::SetNextWindowSize({box.width(), high});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  const bool open = ImGui::BeginPopup("##list", ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoMove);
  ImGui::PopStyleVar();
  if (!open) return out;
  Pen inner = pen;
  inner.list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetWindowPos();
  {
    const Scroll scroll("##rows", {at.x, at.y + pad, at.x + box.width(), at.y + high - pad}, content, inner);
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
      const float top = scroll.top + row * static_cast<float>(i);
      const Box line{at.x + pen.px(4), top, at.x + scroll.width - pen.px(4), top + row};
      const Press pressed = press(i, line);
      if (pressed.hovered || i == chosen)
        scroll.pen.list->AddRectFilled(line.min(), line.max(), colour(pen.theme->panel_raised), pen.px(6));
      const Font role = i == chosen ? Font::body_strong : Font::body;
      text_fit(scroll.pen, role, line.left + pen.px(10), line.right - pen.px(8), on_middle(role, std::round(line.middle())), pen.text(),
               names[static_cast<std::size_t>(i)]);
      if (pressed.clicked) out = i;
    }
  }
  if (out || ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape))) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
  return out;
}

}  // namespace

std::optional<int> segments(const Pen& pen, const char* id, const Box& all, std::span<const std::string> names, int chosen) {
  std::optional<int> out;
  const layers::Theme& theme = *pen.theme;
  field(pen, all, false);
  ImGui::PushID(id);
  const float wide = all.width() / static_cast<float>(names.size());
  for (int i = 0; i < static_cast<int>(names.size()); ++i) {
    const float left = std::round(all.left + wide * static_cast<float>(i)), right = std::round(all.left + wide * static_cast<float>(i + 1));
    const Box box = Box{left, all.top, right, all.bottom}.inset(pen.px(2), pen.px(2));
    const Press pressed = press(i, box);
    const bool on = i == chosen;
    if (on || pressed.hovered) pen.list->AddRectFilled(box.min(), box.max(), colour(on ? theme.accent : theme.panel_raised), pen.px(5));
    const std::string& name = names[static_cast<std::size_t>(i)];
    const Font role = on ? Font::small_strong : Font::small;
    const ImU32 ink = on ? colour(layers::rgb(0xFFFFFF)) : pressed.hovered ? pen.text() : colour(mixed(theme.text, theme.quiet, 0.4F));
    const float room = box.width() - 2 * pen.px(6), base = on_middle(role, std::round(box.middle()));
    if (width(role, name) <= room) text_centred(pen, role, box.centre(), base, ink, name);
    else text_fit(pen, role, box.left + pen.px(6), box.right - pen.px(6), base, ink, name);
    if (pressed.clicked && !on) out = i;
  }
  ImGui::PopID();
  return out;
}

std::optional<int> drop_down(const Pen& pen, const char* id, const Box& box, std::span<const std::string> names, int chosen) {
  ImGui::PushID(id);
  const Press pressed = press("##choose", box);
  field(pen, box, pressed.hovered);
  icon(pen, Icon::chevron_down, {box.right - pen.px(16), box.middle()}, pen.px(10), pen.theme->quiet);
  if (chosen >= 0 && chosen < static_cast<int>(names.size()))
    text_fit(pen, Font::body, box.left + pen.px(12), box.right - pen.px(30), on_middle(Font::body, std::round(box.middle())), pen.text(),
             names[static_cast<std::size_t>(chosen)]);
  if (pressed.clicked) ImGui::OpenPopup("##list");
  const std::optional<int> out = list_of(pen, box, names, chosen);
  ImGui::PopID();
  return out == chosen ? std::nullopt : out;
}

std::optional<std::string> text_line(const Pen& pen, const char* id, const Box& box, const std::string& text, const std::string& hint,
                                     bool wanted) {
  std::array<char, 1024> buffer{};
  std::strncpy(buffer.data(), text.c_str(), buffer.size() - 1);
  ImGui::SetCursorScreenPos(box.min());
  ImGui::SetNextItemWidth(box.width());
  ImGui::PushFont(font(Font::body));
  const float pad = std::max(0.0F, (box.height() - ImGui::GetFontSize()) / 2);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {pen.px(12), pad});
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, pen.px(7));
  ImGui::PushStyleColor(ImGuiCol_Border, colour(pen.theme->line));
  // ImGui keeps the caret once it is there.
  if (wanted && ImGui::GetActiveID() != ImGui::GetID(id)) ImGui::SetKeyboardFocusHere();
  const bool changed = ImGui::InputTextWithHint(id, hint.c_str(), buffer.data(), buffer.size());
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
  ImGui::PopFont();
  return changed ? std::optional<std::string>(buffer.data()) : std::nullopt;
}

bool toggle(const Pen& pen, const char* id, const Box& box, std::string_view words, bool on, bool faint) {
  const Press pressed = press(id, box);
  switch_mark(pen, box.left, box.middle(), on && !faint);
  text_fit(pen, Font::body, box.left + pen.px(42), box.right, on_middle(Font::body, std::round(box.middle())),
           !faint && (on || pressed.hovered) ? pen.text() : pen.quiet(), words);
  return pressed.clicked && !faint;
}

float button_width(const Pen& pen, std::string_view words) { return width(Font::body_strong, words) + pen.px(36); }

bool button(const Pen& pen, const char* id, const Box& box, std::string_view words, bool filled, bool faint) {
  const Press pressed = press(id, box);
  const layers::Theme& theme = *pen.theme;
  const bool hovered = pressed.hovered && !faint;
  if (filled) pen.list->AddRectFilled(box.min(), box.max(), colour(theme.accent, faint ? 0.35F : hovered ? 1.0F : 0.88F), pen.px(7));
  else field(pen, box, hovered);
  const ImU32 ink = filled ? colour(layers::rgb(0xFFFFFF), faint ? 0.7F : 1.0F) : faint ? pen.quiet() : pen.text();
  text_centred(pen, Font::body_strong, box.centre(), on_middle(Font::body_strong, std::round(box.middle())), ink, words);
  return pressed.clicked && !faint;
}

}  // namespace viewer::ui
