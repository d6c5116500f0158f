// The screen as a picture that lasts from frame to frame: only the parts that changed are drawn again. On a software driver the
// panels cost more than the map, and they rarely change while the map moves.
#pragma once

#include <imgui.h>

#include <optional>
#include <vector>

#include "layers/gl.h"
#include "viewer/app.h"
#include "viewer/panels/widgets.h"

namespace viewer {

/// Lives on the GL thread. What it shows is, pixel by pixel, what drawing everything anew would show: the panels cover the map
/// or the ground, so no part needs what was there before.
class Canvas {
 public:
  /// Draws what changed of the map and of ImGui's geometry (after ImGui::Render); everything when the size is another.
  void draw(const MapPicture& map, ImDrawData& panels, int width, int height);
  /// Copies it to the window's own framebuffer.
  void show() const;
  /// Everything is drawn next time: the letters in ImGui's atlas are others.
  void forget() { picture_.reset(); }
  /// Which parts of the screen the last draw() renewed: none of them meet.
  const std::vector<ui::Box>& renewed() const { return renewed_; }
  const layers::gl::Framebuffer& picture() const { return *picture_; }

 private:
  /// One of ImGui's draw lists as it was last drawn, to compare with.
  struct Seen {
    Seen() = default;
    explicit Seen(const ImDrawList& now);
    bool same(const ImDrawList& now) const;
    /// Holds every pixel that may look different.
    ui::Box difference(const Seen& before) const;

    const ImDrawList* list = nullptr;
    std::vector<ImDrawVert> vertices;
    std::vector<ImDrawIdx> corners;
    std::vector<ImDrawCmd> commands;
  };
  std::vector<ui::Box> changed_parts(const MapPicture& map, const ImDrawData& panels);
  void draw_part(const ui::Box& part, const MapPicture& map, const ImDrawData& panels);

  std::optional<layers::gl::Framebuffer> picture_;
  std::vector<Seen> seen_;
  std::vector<ui::Box> renewed_;
};

}  // namespace viewer
