#include "layers/renderer.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <future>
#include <thread>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace layers {
namespace {

void copy_into(data::Image& whole, const data::Image& part, int left, int top) {
  for (int y = 0; y < part.height; ++y)
    std::memcpy(whole.at(left, top + y), part.at(0, y), static_cast<std::size_t>(4) * static_cast<std::size_t>(part.width));
}

/// On all cores, but taken in the order they were wished for: the picture does not depend on who was first.
template <typename Wanted>
void finish(Map& map, unsigned threads, const Wanted& wanted) {
  const unsigned cores = std::max(1U, threads > 0 ? threads : std::thread::hardware_concurrency());
  for (std::vector<Job> jobs = wanted(); !jobs.empty(); jobs = wanted()) {
    std::vector<std::packaged_task<Piece()>> tasks;
    std::vector<std::future<Piece>> pieces;
    for (const Job& job : jobs) pieces.push_back(tasks.emplace_back([&job, &map] { return job.run(map.stop()); }).get_future());
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> workers;
    for (std::size_t t = 0; t < std::min<std::size_t>(jobs.size(), cores); ++t)
      workers.emplace_back([&] {
        for (std::size_t i = next++; i < tasks.size(); i = next++) tasks[i]();
      });
    for (std::size_t i = 0; i < jobs.size(); ++i) map.accept(jobs[i].layer, jobs[i].ticket, pieces[i].get());
    if (map.stop().stop_requested()) throw data::Error({.what = data::tr("Ended early, as asked")});
  }
}

}  // namespace

void finish_jobs(Map& map, const View& view, unsigned threads) {
  finish(map, threads, [&] { return map.wanted(view); });
}

void finish_jobs_of_names(Map& map, const View& view, unsigned threads) {
  finish(map, threads, [&] { return map.wanted_by_names(view); });
}

data::Image render_image(Map& map, const View& view, const Theme& theme, int largest_part) {
  return PartRenderer(map, view, theme, DrawUpTo::names, 0, largest_part).draw(0, 0, view.width, view.height);
}

PartRenderer::PartRenderer(Map& map, const View& view, const Theme& theme, DrawUpTo up_to, unsigned threads, int largest_part)
    : map_(map), view_(view), theme_(theme), up_to_(up_to), threads_(threads) {
  GLint texture = 0;
  std::array<GLint, 2> viewport{};
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &texture);
  glGetIntegerv(GL_MAX_VIEWPORT_DIMS, viewport.data());
  if (up_to == DrawUpTo::names && (view.width > viewport[0] || view.height > viewport[1]))
    throw data::Error({.what = data::trf("The graphics driver cannot draw a picture of {} x {} pixels", view.width, view.height),
                       .hint = data::trf("choose at most {} pixels a side", std::min(viewport[0], viewport[1]))});
  side_ = std::min({largest_part > 0 ? largest_part : 8192, static_cast<int>(texture), viewport[0], viewport[1]});
}

data::Image PartRenderer::draw(int from_left, int from_top, int width, int height) {
  const int wide = std::min(side_, width), high = std::min(side_, height);
  if (!target_ || target_->colour().width() < wide || target_->colour().height() < high) target_.emplace(wide, high);
  const auto drawn = [&](int left, int top, int w, int h) {
    const Frame part{static_cast<double>(from_left + left), static_cast<double>(from_top + top),
                     static_cast<double>(from_left + left + w), static_cast<double>(from_top + top + h)};
    if (up_to_ == DrawUpTo::names) finish_jobs_of_names(map_, view_, threads_);
    finish_jobs(map_, part_of(view_, part), threads_);
    target_->bind();
    map_.draw_part(view_, theme_, part, up_to_);
    data::Image out = read_pixels(w, h);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    return out;
  };
  if (width <= side_ && height <= side_) return drawn(0, 0, width, height);
  data::Image out(width, height);
  for (int top = 0; top < height; top += side_)
    for (int left = 0; left < width; left += side_)
      copy_into(out, drawn(left, top, std::min(side_, width - left), std::min(side_, height - top)), left, top);
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
