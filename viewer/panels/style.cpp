// ImGui's own parts (search box, scroll bars, tooltips) in the theme's colours, so that nothing on screen looks like a toolkit.
#include <imgui.h>

#include "viewer/panels/panels.h"
#include "viewer/panels/widgets.h"

namespace viewer {
namespace {

ImVec4 vec(const layers::Colour& c, float opacity = 1) { return {c[0], c[1], c[2], c[3] * opacity}; }

void set_colours(ImGuiStyle& style, const layers::Theme& theme) {
  const ImVec4 nothing{0, 0, 0, 0};
  const ImVec4 soft = vec(ui::mixed(theme.line, theme.quiet, 0.35F)), softer = vec(ui::mixed(theme.line, theme.quiet, 0.65F));
  for (ImVec4& c : style.Colors) c = nothing;
  style.Colors[ImGuiCol_Text] = vec(theme.text);
  style.Colors[ImGuiCol_TextDisabled] = vec(theme.quiet);
  style.Colors[ImGuiCol_TextSelectedBg] = vec(theme.accent, 0.45F);
  style.Colors[ImGuiCol_WindowBg] = vec(theme.panel);
  style.Colors[ImGuiCol_PopupBg] = vec(theme.panel);
  style.Colors[ImGuiCol_Border] = vec(ui::mixed(theme.line, theme.quiet, 0.25F));
  style.Colors[ImGuiCol_FrameBg] = vec(theme.ground);
  style.Colors[ImGuiCol_FrameBgHovered] = style.Colors[ImGuiCol_FrameBgActive] = vec(theme.ground);
  style.Colors[ImGuiCol_ScrollbarGrab] = soft;
  style.Colors[ImGuiCol_ScrollbarGrabHovered] = style.Colors[ImGuiCol_ScrollbarGrabActive] = softer;
  style.Colors[ImGuiCol_NavHighlight] = vec(theme.accent);
}

}  // namespace

void apply_style(const layers::Theme& theme, double scale) {
  const auto px = [&](double design) { return static_cast<float>(design * scale); };
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.WindowMinSize = {1, 1};
  style.WindowBorderSize = 0, style.PopupBorderSize = 1, style.FrameBorderSize = 1;
  style.PopupRounding = px(8), style.FrameRounding = px(6), style.ScrollbarRounding = px(5), style.WindowRounding = px(10);
  style.WindowPadding = {px(12), px(10)}, style.FramePadding = {px(10), px(5)}, style.ItemSpacing = {px(8), px(6)};
  style.ScrollbarSize = px(8);
  style.AntiAliasedLinesUseTex = false;  // the atlas draws lines up to 63 px only, and thick ones are drawn here
  set_colours(style, theme);
}

}  // namespace viewer
