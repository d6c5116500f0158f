#include "viewer/panels/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace viewer::ui {
namespace {

int region_flags(Depth depth) {
  const int plain = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse;
  const int below = ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoFocusOnAppearing;
  return plain | (depth == Depth::sheet ? 0 : below) | (depth == Depth::untouchable ? ImGuiWindowFlags_NoInputs : 0);
}

}  // namespace

Box box_of(const layers::Frame& frame) {
  return {static_cast<float>(std::round(frame.left)), static_cast<float>(std::round(frame.top)),
          static_cast<float>(std::round(frame.right)), static_cast<float>(std::round(frame.bottom))};
}

ImU32 colour(const layers::Colour& c, float opacity) { return ImGui::ColorConvertFloat4ToU32({c[0], c[1], c[2], c[3] * opacity}); }

layers::Colour mixed(const layers::Colour& a, const layers::Colour& b, float share) {
  layers::Colour out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = a[i] + (b[i] - a[i]) * share;
  return out;
}

bool is_dark(const layers::Theme& theme) { return theme.ground[0] + theme.ground[1] + theme.ground[2] < 1.5F; }

float Pen::px(float design) const { return std::max(std::round(design * scale), design > 0 ? 1.0F : std::round(design * scale)); }

Region::Region(const char* id, const Box& b, const layers::Theme& theme, double scale, Depth depth) : box(b) {
  ImGui::SetNextWindowPos(b.min());
  ImGui::SetNextWindowSize({b.width(), b.height()});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::Begin(id, nullptr, region_flags(depth));
  ImGui::PopStyleVar(3);
  pen = {ImGui::GetWindowDrawList(), &theme, static_cast<float>(scale)};
}

Region::~Region() { ImGui::End(); }

Scroll::Scroll(const char* id, const Box& box, float content, const Pen& outer) : pen(outer) {
  ImGui::SetCursorScreenPos(box.min());
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 0);
  ImGui::BeginChild(id, {box.width(), box.height()}, false, ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav);
  ImGui::PopStyleVar(2);
  const bool scrolls = content > box.height() + 0.5F;
  ImGui::Dummy({1, content - (scrolls ? 0 : 1)});  // fixes the height of the content; what is drawn does not count for ImGui
  pen.list = ImGui::GetWindowDrawList();
  top = std::round(box.top - ImGui::GetScrollY());
  width = box.width() - (scrolls ? ImGui::GetStyle().ScrollbarSize + outer.px(4) : 0);
}

Scroll::~Scroll() { ImGui::EndChild(); }

void panel_frame(const Pen& pen, const Box& box) {
  pen.list->AddRectFilled(box.min(), box.max(), colour(pen.theme->panel), pen.px(10));
  pen.list->AddRect(box.min(), box.max(), colour(pen.theme->line), pen.px(10), 0, pen.hair());
}

void card_frame(const Pen& pen, const Box& box, bool hovered, bool marked) {
  const layers::Theme& theme = *pen.theme;
  const float round = pen.px(10);
  pen.list->AddRectFilled(box.min(), box.max(), colour(hovered ? theme.panel_raised : theme.panel), round);
  pen.list->AddRect(box.min(), box.max(), colour(hovered ? mixed(theme.line, theme.quiet, 0.45F) : theme.line), round, 0, pen.hair());
  if (!marked) return;
  const Box edge{box.left, box.top + round * 1.4F, box.left + pen.px(3), box.bottom - round * 1.4F};
  pen.list->AddRectFilled(edge.min(), edge.max(), colour(theme.accent), pen.px(2), ImDrawFlags_RoundCornersRight);
}

void rule(const Pen& pen, float left, float right, float y) {
  const float top = std::round(y);
  pen.list->AddRectFilled({left, top}, {right, top + pen.hair()}, colour(pen.theme->line));
}

float section_title(const Pen& pen, float left, float right, float baseline, std::string_view words) {
  return text_fit(pen, Font::small_strong, left, right, baseline, pen.quiet(), capitals(words), 0.7F * pen.scale);
}

float chip_width(const Pen& pen, std::string_view words) { return width(Font::small, words) + 2 * pen.px(11); }

float chip(const Pen& pen, float left, float middle, std::string_view words, const layers::Colour& ink, const layers::Colour& edge) {
  const float half = pen.px(12), right = left + chip_width(pen, words);
  const ImVec2 min{left, std::round(middle) - half}, max{right, std::round(middle) + half};
  pen.list->AddRectFilled(min, max, colour(edge, 0.10F), half);
  pen.list->AddRect(min, max, colour(edge, 0.55F), half, 0, pen.hair());
  text(pen, Font::small, left + pen.px(11), on_middle(Font::small, std::round(middle)), colour(ink), words);
  return right;
}

void switch_mark(const Pen& pen, float left, float middle, bool on) {
  const layers::Theme& theme = *pen.theme;
  const float half = pen.px(8), wide = pen.px(30);
  const ImVec2 min{left, std::round(middle) - half}, max{left + wide, std::round(middle) + half};
  const layers::Colour off = mixed(theme.line, theme.quiet, is_dark(theme) ? 0.18F : 0.30F);
  pen.list->AddRectFilled(min, max, colour(on ? theme.accent : off), half);
  const layers::Colour knob = is_dark(theme) && !on ? mixed(theme.text, theme.quiet, 0.5F) : layers::rgb(0xFFFFFF);
  pen.list->AddCircleFilled({on ? max.x - half : min.x + half, std::round(middle)}, half - pen.px(2), colour(knob), 24);
}

void tooltip(const Pen& pen, std::string_view words) {
  if (words.empty()) return;
  const float room = pen.px(380), pad = pen.px(10);
  Pen measure = pen;
  measure.list = nullptr;
  const bool wraps = width(Font::body, words) > room;
  const float wide = wraps ? room : width(Font::body, words);
  const float high = paragraph(measure, Font::body, 0, wide + 1, 0, 0, words);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::BeginTooltip();
  ImGui::Dummy({wide + 2 * pad, high + 2 * pad});
  Pen over = pen;
  over.list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetWindowPos();
  paragraph(over, Font::body, at.x + pad, at.x + pad + wide + 1, at.y + pad, pen.text(), words);
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

void tooltip_here(const Pen& pen, const Box& box, std::string_view words) {
  if (ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) && box.contains(ImGui::GetMousePos())) tooltip(pen, words);
}

Press press(const char* id, const Box& box) {
  Press out;
  ImGui::SetCursorScreenPos(box.min());
  out.clicked = ImGui::InvisibleButton(id, {std::max(box.width(), 1.0F), std::max(box.height(), 1.0F)});
  ImGui::SetItemAllowOverlap();
  out.hovered = ImGui::IsItemHovered();
  out.doubled = out.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  return out;
}

Press press(int id, const Box& box) {
  ImGui::PushID(id);
  const Press out = press("##press", box);
  ImGui::PopID();
  return out;
}

std::optional<double> slider(const Pen& pen, const char* id, const Box& box, double share, bool faint) {
  const Press held = press(id, box);
  const bool active = ImGui::IsItemActive();
  const layers::Theme& theme = *pen.theme;
  const float knob = pen.px(6), half = pen.px(1.5F), left = box.left + knob, right = box.right - knob, middle = std::round(box.middle());
  const float at = std::round(left + (right - left) * static_cast<float>(std::clamp(share, 0.0, 1.0)));
  const layers::Colour off = mixed(theme.line, theme.quiet, is_dark(theme) ? 0.18F : 0.30F), on = faint ? off : theme.accent;
  pen.list->AddRectFilled({left, middle - half}, {right, middle + half}, colour(off), half);
  pen.list->AddRectFilled({left, middle - half}, {at, middle + half}, colour(on), half);
  pen.list->AddCircleFilled({at, middle}, knob, colour(active || held.hovered ? theme.text : mixed(theme.text, theme.quiet, faint ? 0.9F : 0.3F)), 20);
  if (!active) return std::nullopt;
  return std::clamp(static_cast<double>((ImGui::GetMousePos().x - left) / std::max(1.0F, right - left)), 0.0, 1.0);
}

}  // namespace viewer::ui
