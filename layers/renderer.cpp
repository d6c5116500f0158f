#include "layers/renderer.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <future>
#include <thread>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "layers/gl.h"

namespace layers {
namespace {

/// On all cores, but taken in the order they were wished for: the picture does not depend on who was first.
void finish_jobs(Map& map, const View& view) {
  for (std::vector<Job> jobs = map.wanted(view); !jobs.empty(); jobs = map.wanted(view)) {
    std::vector<std::packaged_task<Piece()>> tasks;
    std::vector<std::future<Piece>> pieces;
    for (const Job& job : jobs) pieces.push_back(tasks.emplace_back([&job] { return job.run({}); }).get_future());
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> workers;
    for (std::size_t t = 0; t < std::min<std::size_t>(jobs.size(), std::max(1U, std::thread::hardware_concurrency())); ++t)
      workers.emplace_back([&] {
        for (std::size_t i = next++; i < tasks.size(); i = next++) tasks[i]();
      });
    for (std::size_t i = 0; i < jobs.size(); ++i) map.accept(jobs[i].layer, jobs[i].ticket, pieces[i].get());
  }
}

void copy_into(data::Image& whole, const data::Image& part, int left, int top) {
  for (int y = 0; y < part.height; ++y)
    std::memcpy(whole.at(left, top + y), part.at(0, y), static_cast<std::size_t>(4) * static_cast<std::size_t>(part.width));
}

}  // namespace

data::Image render_image(Map& map, const View& view, const Theme& theme, int largest_part) {
  finish_jobs(map, view);
  GLint texture = 0;
  std::array<GLint, 2> viewport{};
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &texture);
  glGetIntegerv(GL_MAX_VIEWPORT_DIMS, viewport.data());
  if (view.width > viewport[0] || view.height > viewport[1])
    throw data::Error({.what = data::trf("The graphics driver cannot draw a picture of {} x {} pixels", view.width, view.height),
                       .hint = data::trf("choose at most {} pixels a side", std::min(viewport[0], viewport[1]))});
  const int side = std::min(largest_part > 0 ? largest_part : 8192, static_cast<int>(texture));
  const gl::Framebuffer target(std::min(side, view.width), std::min(side, view.height));
  data::Image out(view.width, view.height);
  for (int top = 0; top < view.height; top += side)
    for (int left = 0; left < view.width; left += side) {
      const int width = std::min(side, view.width - left), height = std::min(side, view.height - top);
      target.bind();
      map.draw_part(view, theme, left, view.height - top - height);
      copy_into(out, read_pixels(width, height), left, top);
    }
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  return out;
}

data::Image read_pixels(int width, int height) {
  data::Image out(width, height);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, out.pixels.data());
  std::vector<std::uint8_t> row(static_cast<std::size_t>(4) * static_cast<std::size_t>(width));
  for (int y = 0; y < height / 2; ++y) {
    std::memcpy(row.data(), out.at(0, y), row.size());
    std::memcpy(out.at(0, y), out.at(0, height - 1 - y), row.size());
    std::memcpy(out.at(0, height - 1 - y), row.data(), row.size());
  }
  return out;
}

}  // namespace layers
