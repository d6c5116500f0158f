// The composed screen: fixed regions that reflow with the window. Each panel is a function of the state that pushes requests.
#pragma once

#include "layers/view.h"
#include "viewer/request.h"
#include "viewer/state.h"

namespace viewer {

/// Regions in device pixels. A region that is hidden is empty (right <= left).
struct ScreenLayout {
  int width = 0, height = 0;
  double scale = 1;  ///< device pixels per design pixel of the 1920x1080 drawing
  layers::Frame bar, left, map, cards, table, status;
};

/// The room of a page in the export dialog, in design pixels: what previews are made for.
constexpr float preview_width = 800, preview_height = 474;

/// From 1280x720 to 7680x2160; on small windows panels go in turn (table, layers, cards), the map last.
ScreenLayout layout_for(int width, int height, double pixel_ratio, bool panels_shown);

/// Builds the fonts for a scale into the current ImGui context's atlas (Inter through fontconfig, full Vietnamese,
/// equal-width digits). Call again only when the scale has changed; the caller then renews the font texture.
void build_fonts(double scale);

/// Sets ImGui's style from the theme and the scale.
void apply_style(const layers::Theme& theme, double scale);

/// Draws everything that is not the map, between ImGui::NewFrame and ImGui::Render.
void draw_screen(const State& state, const ScreenLayout& layout, Requests& requests);

// One file each.
void bar_panel(const State&, const ScreenLayout&, Requests&);
void layers_panel(const State&, const ScreenLayout&, Requests&);
void cards_panel(const State&, const ScreenLayout&, Requests&);
void table_panel(const State&, const ScreenLayout&, Requests&);
void status_panel(const State&, const ScreenLayout&, Requests&);
void map_overlay(const State&, const ScreenLayout&, Requests&);     ///< breadcrumbs, scale bar, north arrow, hover card
void switcher_panel(const State&, const ScreenLayout&, Requests&);  ///< the menu of provinces under the title
void comparison_panel(const State&, const ScreenLayout&, Requests&);  ///< the provinces side by side
void source_panel(const State&, const ScreenLayout&, Requests&);    ///< the dossier of a target: "where does that number come from?"
void messages_panel(const State&, const ScreenLayout&, Requests&);
void export_panel(const State&, const ScreenLayout&, Requests&);    ///< the dialog that saves a picture
void notice_panel(const State&, const ScreenLayout&, Requests&);    ///< what just happened
void help_panel(const State&, const ScreenLayout&, Requests&);

}  // namespace viewer
