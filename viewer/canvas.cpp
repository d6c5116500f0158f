#include "viewer/canvas.h"

#include <backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>
#include <cstring>

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

Box clip_of(const ImDrawCmd& command) { return {command.ClipRect.x, command.ClipRect.y, command.ClipRect.z, command.ClipRect.w}; }

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

}  // namespace

bool Canvas::Seen::same(const ImDrawList& now) const {
  return equal(commands, now.CmdBuffer) && equal(corners, now.IdxBuffer) && equal(vertices, now.VtxBuffer);
}

void Canvas::Seen::take(const ImDrawList& now) {
  list = &now;
  commands.assign(now.CmdBuffer.begin(), now.CmdBuffer.end());
  corners.assign(now.IdxBuffer.begin(), now.IdxBuffer.end());
  vertices.assign(now.VtxBuffer.begin(), now.VtxBuffer.end());
}

Box Canvas::Seen::bounds() const {
  Box clip, ink;
  for (const ImDrawCmd& command : commands)
    if (command.ElemCount > 0) clip = around(clip, clip_of(command));
  if (vertices.empty()) return {};
  ink = {vertices[0].pos.x, vertices[0].pos.y, vertices[0].pos.x, vertices[0].pos.y};
  for (const ImDrawVert& v : vertices)
    ink = {std::min(ink.left, v.pos.x), std::min(ink.top, v.pos.y), std::max(ink.right, v.pos.x), std::max(ink.bottom, v.pos.y)};
  return common(clip, {std::floor(ink.left), std::floor(ink.top), std::ceil(ink.right), std::ceil(ink.bottom)});
}

std::vector<Box> Canvas::changed_parts(const MapPicture& map, const ImDrawData& panels) {
  std::vector<Box> parts;
  if (map.changed) add(parts, ui::box_of(map.frame));
  const auto count = static_cast<std::size_t>(panels.CmdListsCount);
  bool same_windows = seen_.size() == count;
  for (std::size_t i = 0; i < count && same_windows; ++i) same_windows = seen_[i].list == panels.CmdLists[i];
  seen_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const ImDrawList& now = *panels.CmdLists[i];
    if (same_windows && seen_[i].same(now)) continue;
    const Box before = seen_[i].bounds();
    seen_[i].take(now);
    add(parts, around(before, seen_[i].bounds()));
  }
  // A window came or went: what it covered, or what lay in which order, is not worth working out.
  if (!same_windows) add(parts, {0, 0, static_cast<float>(picture_->colour().width()), static_cast<float>(picture_->colour().height())});
  return parts;
}

void Canvas::draw(const MapPicture& map, ImDrawData& panels, int width, int height) {
  if (!picture_ || picture_->colour().width() != width || picture_->colour().height() != height) {
    picture_.emplace(width, height);
    seen_.clear();
  }
  renewed_ = changed_parts(map, panels);
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
