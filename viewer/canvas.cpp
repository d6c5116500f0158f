#include "viewer/canvas.h"

#include <backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <iterator>
#include <utility>

namespace viewer {
namespace {

using ui::Box;

template <typename T>
bool equal(const std::vector<T>& a, const ImVector<T>& b) {
  return a.size() == static_cast<std::size_t>(b.Size) && (a.empty() || std::memcmp(a.data(), b.Data, a.size() * sizeof(T)) == 0);
}

bool empty(const Box& box) { return box.right <= box.left || box.bottom <= box.top; }

Box common(const Box& a, const Box& b) {
  return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right), std::min(a.bottom, b.bottom)};
}

Box around(const Box& a, const Box& b) {
  if (empty(a) || empty(b)) return empty(a) ? b : a;
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
}

/// In whole pixels, rounded as ImGui's backend does it: cut into parts, a rectangle must not lose a column at each.
Box clip_of(const ImDrawCmd& command) {
  const ImVec4& clip = command.ClipRect;
  const float left = std::trunc(clip.x), bottom = std::ceil(clip.w);
  return {left, bottom - std::trunc(clip.w - clip.y), left + std::trunc(clip.z - clip.x), bottom};
}

/// Parts that meet become one, so that nothing is drawn twice.
void add(std::vector<Box>& parts, Box part) {
  if (empty(part)) return;
  for (auto met = parts.begin(); met != parts.end();)
    if (!empty(common(*met, part))) {
      part = around(part, *met);
      parts.erase(met);
      met = parts.begin();
    } else {
      ++met;
    }
  parts.push_back(part);
}

bool alike(const ImDrawVert& a, const ImDrawVert& b) {
  return a.pos.x == b.pos.x && a.pos.y == b.pos.y && a.uv.x == b.uv.x && a.uv.y == b.uv.y && a.col == b.col;
}

/// A triangle as it is drawn, wherever it stands in the buffers.
struct Triangle {
  std::array<ImDrawVert, 3> corners;
  Box clip;
  ImTextureID texture;

  bool operator==(const Triangle& o) const {
    return std::equal(corners.begin(), corners.end(), o.corners.begin(), alike) && clip == o.clip && texture == o.texture;
  }
  Box bounds() const {
    Box box{corners[0].pos.x, corners[0].pos.y, corners[0].pos.x, corners[0].pos.y};
    for (const ImDrawVert& c : corners)
      box = {std::min(box.left, c.pos.x), std::min(box.top, c.pos.y), std::max(box.right, c.pos.x), std::max(box.bottom, c.pos.y)};
    return common(clip, {std::floor(box.left), std::floor(box.top), std::ceil(box.right), std::ceil(box.bottom)});
  }
};

std::vector<Triangle> triangles_of(const std::vector<ImDrawVert>& vertices, const std::vector<ImDrawIdx>& corners,
                                   const std::vector<ImDrawCmd>& commands) {
  std::vector<Triangle> out;
  out.reserve(corners.size() / 3);
  for (const ImDrawCmd& command : commands)
    for (unsigned first = command.IdxOffset; first + 2 < command.IdxOffset + command.ElemCount; first += 3) {
      const auto corner = [&](unsigned i) { return vertices[command.VtxOffset + corners[first + i]]; };
      out.push_back({{corner(0), corner(1), corner(2)}, clip_of(command), command.TextureId});
    }
  return out;
}

}  // namespace

bool Canvas::Seen::same(const ImDrawList& now) const {
  return equal(commands, now.CmdBuffer) && equal(corners, now.IdxBuffer) && equal(vertices, now.VtxBuffer);
}

Canvas::Seen::Seen(const ImDrawList& now)
    : list(&now),
      vertices(now.VtxBuffer.begin(), now.VtxBuffer.end()),
      corners(now.IdxBuffer.begin(), now.IdxBuffer.end()),
      commands(now.CmdBuffer.begin(), now.CmdBuffer.end()) {}

/// The new geometry may begin and end with what was there before; what lies between, then and now, is what changed.
Box Canvas::Seen::difference(const Seen& before) const {
  const std::vector<Triangle> then = triangles_of(before.vertices, before.corners, before.commands),
                              now = triangles_of(vertices, corners, commands);
  const auto first = std::mismatch(then.begin(), then.end(), now.begin(), now.end());
  const auto last =
      std::mismatch(then.rbegin(), std::make_reverse_iterator(first.first), now.rbegin(), std::make_reverse_iterator(first.second));
  Box out;
  for (auto t = first.first; t != last.first.base(); ++t) out = around(out, t->bounds());
  for (auto t = first.second; t != last.second.base(); ++t) out = around(out, t->bounds());
  return out;
}

/// Windows come and go: one that stays is compared with itself, of another all is new or all is gone. One that has changed its
/// place in the order is both.
std::vector<Box> Canvas::changed_parts(const MapPicture& map, const ImDrawData& panels) {
  std::vector<Box> parts;
  if (map.changed) add(parts, ui::box_of(map.frame));
  std::vector<Seen> before = std::exchange(seen_, {});
  auto next = before.begin();
  for (int i = 0; i < panels.CmdListsCount; ++i) {
    const ImDrawList& list = *panels.CmdLists[i];
    const auto old = std::find_if(next, before.end(), [&](const Seen& seen) { return seen.list == &list; });
    if (old != before.end()) {
      for (; next != old; ++next) add(parts, next->difference({}));
      ++next;
    }
    if (old != before.end() && old->same(list)) {
      seen_.push_back(std::move(*old));
    } else {
      seen_.emplace_back(list);
      add(parts, seen_.back().difference(old != before.end() ? *old : Seen()));
    }
  }
  for (; next != before.end(); ++next) add(parts, next->difference({}));
  return parts;
}

void Canvas::draw(const MapPicture& map, ImDrawData& panels, int width, int height) {
  const bool fresh = !picture_ || picture_->colour().width() != width || picture_->colour().height() != height;
  if (fresh) picture_.emplace(width, height);
  renewed_ = changed_parts(map, panels);
  if (fresh) renewed_ = {{0, 0, static_cast<float>(width), static_cast<float>(height)}};
  for (const Box& part : renewed_) draw_part(part, map, panels);
}

void Canvas::show() const {
  const int width = picture_->colour().width(), height = picture_->colour().height();
  glBindFramebuffer(GL_READ_FRAMEBUFFER, picture_->id());
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
  glDisable(GL_SCISSOR_TEST);
  glBlitFramebuffer(0, 0, width, height, 0, 0, width, height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

void Canvas::draw_part(const Box& part, const MapPicture& map, const ImDrawData& panels) {
  glDisable(GL_SCISSOR_TEST);
  if (const Box frame = ui::box_of(map.frame), shared = common(part, frame); !empty(shared)) {
    const auto left = static_cast<GLint>(shared.left), right = static_cast<GLint>(shared.right);
    const auto bottom = picture_->colour().height() - static_cast<GLint>(shared.bottom),
               top = picture_->colour().height() - static_cast<GLint>(shared.top);
    const auto off_x = static_cast<GLint>(frame.left), off_y = picture_->colour().height() - static_cast<GLint>(frame.bottom);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, map.picture.id());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, picture_->id());
    glBlitFramebuffer(left - off_x, bottom - off_y, right - off_x, top - off_y, left, bottom, right, top, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  }
  picture_->bind();
  // The same geometry, clipped to the part; lists that do not reach it are not even uploaded.
  std::vector<ImDrawList*> reached;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    ImDrawList& list = *panels.CmdLists[i];
    bool any = false;
    for (int c = 0; c < list.CmdBuffer.Size; ++c) {
      const Box clip = common(clip_of(seen_[i].commands[static_cast<std::size_t>(c)]), part);
      any = any || (!empty(clip) && list.CmdBuffer[c].ElemCount > 0);
      list.CmdBuffer[c].ClipRect = {clip.left, clip.top, clip.right, clip.bottom};
    }
    if (any) reached.push_back(&list);
  }
  ImDrawData clipped = panels;
  clipped.CmdLists = reached.data();
  clipped.CmdListsCount = static_cast<int>(reached.size());
  ImGui_ImplOpenGL3_RenderDrawData(&clipped);
}

}  // namespace viewer
