#include "layers/raster_layer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace layers {
namespace {

/// So few tiles are under way at once: when the view moves, what is no longer needed is soon out of the way.
constexpr std::size_t most_under_way = 8;
/// A coarse picture comes first, and is there when the view moves.
constexpr int coarse_levels = 3, most_ancestors = 8, finer_levels = 2;
/// A server that did not answer is left alone for so long.
constexpr std::chrono::seconds rest{30};
/// Around each tile, so that stretching it does not show its edges.
constexpr int rim = 1;

data::Box with_rim(const data::Box& box) {
  const double pixel = box.width() / tile_pixels * rim;
  return {box.min_x - pixel, box.min_y - pixel, box.max_x + pixel, box.max_y + pixel};
}

}  // namespace

RasterLayer::RasterLayer(std::shared_ptr<const data::RasterData> data, std::size_t limit)
    : Layer(data->source.id),
      data_(std::move(data)),
      raster_(data_->raster),
      limit_(limit),
      opacity_(data_->source.opacity),
      told_(std::make_shared<std::atomic<bool>>(false)) {
  visible = data_->source.visible;
}

/// A wish that is no longer needed is stopped alone; the end of the program stops them all.
Job RasterLayer::job_for(std::optional<Cell> key, std::function<Piece(std::stop_token)> run) {
  const std::uint64_t ticket = next_ticket();
  std::stop_source own;
  wishes_.emplace(ticket, Wish{key, own});
  return {id(), ticket,
          [own, told = told_, run = std::move(run)](std::stop_token stop) mutable -> Piece {
            const std::stop_callback both(stop, [&own] { own.request_stop(); });
            if (own.stop_requested()) return {};
            try {
              return run(own.get_token());
            } catch (const std::exception&) {
              if (!told->exchange(true)) throw;
              return {};
            }
          },
          true};
}

Job RasterLayer::open_job() {
  return job_for({}, [request = data_->request](std::stop_token stop) -> Piece {
    if (auto opened = data::Raster::open(request, stop)) return opened;
    return {};
  });
}

Job RasterLayer::tile_job(const Cell& key) {
  return job_for(key, [raster = raster_, key](std::stop_token stop) -> Piece {
    data::RasterTile tile = raster->tile(with_rim(key.box()), tile_pixels + 2 * rim, stop);
    if (stop.stop_requested()) return {};
    return tile;
  });
}

std::vector<Cell> RasterLayer::needed(const View& view) const {
  const data::RasterInfo& info = raster_->info();
  const int level = pixel_exponent(view, info.pixel);
  std::vector<Cell> out = cells_of(view, level + coarse_levels + tile_levels, info.box);
  const std::vector<Cell> sharp = cells_of(view, level + tile_levels, info.box);
  out.insert(out.end(), sharp.begin(), sharp.end());
  return out;
}

bool RasterLayer::asked_for(const Cell& key) const {
  return std::any_of(wishes_.begin(), wishes_.end(), [&](const auto& w) { return w.second.key == key && !w.second.stop.stop_requested(); });
}

bool RasterLayer::resting() const { return failed_at_ && Clock::now() - *failed_at_ < rest; }

std::vector<Job> RasterLayer::wanted(const View& view) {
  if (data_->online && resting()) return {};
  if (data_->online) failed_.clear(), failed_at_.reset();
  std::vector<Job> jobs;
  if (!raster_) {
    if (wishes_.empty() && !failed_at_) jobs.push_back(open_job());
    return jobs;
  }
  ++round_;
  const std::vector<Cell> need = needed(view);
  for (auto& [ticket, wish] : wishes_)
    if (wish.key && std::find(need.begin(), need.end(), *wish.key) == need.end()) wish.stop.request_stop();
  auto under_way = static_cast<std::size_t>(
      std::count_if(wishes_.begin(), wishes_.end(), [](const auto& w) { return !w.second.stop.stop_requested(); }));
  for (const Cell& key : need) {
    if (const auto found = tiles_.find(key); found != tiles_.end()) found->second.used = round_;
    else if (under_way < most_under_way && !failed_.contains(key) && !asked_for(key)) {
      jobs.push_back(tile_job(key));
      ++under_way;
    }
  }
  forget();
  return jobs;
}

/// Those used longest ago go first; what the view needs stays, whatever it takes.
void RasterLayer::forget() {
  while (bytes_ > limit_) {
    const auto oldest =
        std::min_element(tiles_.begin(), tiles_.end(), [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
    if (oldest->second.used == round_) return;
    bytes_ -= oldest->second.bytes;
    tiles_.erase(oldest);
  }
}

void RasterLayer::upload(const Cell& key, const data::RasterTile& tile) {
  Tile& kept = tiles_[key];
  bytes_ -= kept.bytes;
  kept = {};
  kept.used = round_;
  if (tile.rgba.empty()) return;
  const GLint filter = raster_->info().discrete ? GL_NEAREST : GL_LINEAR;
  kept.texture = gl::Texture(GL_RGBA8, tile.size, tile.size, GL_RGBA, GL_UNSIGNED_BYTE, tile.rgba.data(), filter);
  kept.bytes = tile.rgba.size();
  bytes_ += kept.bytes;
}

void RasterLayer::accept(std::uint64_t ticket, Piece&& piece) {
  const auto found = wishes_.find(ticket);
  if (found == wishes_.end()) return;
  const Wish wish = found->second;
  wishes_.erase(found);
  if (auto* opened = std::get_if<std::shared_ptr<const data::Raster>>(&piece)) {
    raster_ = std::move(*opened);
  } else if (const auto* tile = std::get_if<data::RasterTile>(&piece); tile && wish.key) {
    upload(*wish.key, *tile);
  } else if (!wish.stop.stop_requested()) {
    failed_at_ = Clock::now();
    if (wish.key) failed_.insert(*wish.key);
    // A server that does not answer one would not answer the others: those not yet begun need not wait for it.
    if (data_->online)
      for (auto& [other, waiting] : wishes_) waiting.stop.request_stop();
  }
}

// --- Drawing ----------------------------------------------------------------------------------------------------------

void RasterLayer::draw_part(const Cell& of, const Cell& square, const View& view) {
  const Tile& tile = tiles_.at(of);
  if (!tile.texture) return;
  const data::Box box = square.box(), whole = with_rim(of.box());
  const auto x = [&](double east) { return static_cast<float>((east - view.centre.x) / view.metres_per_pixel * 2 / view.width); };
  const auto y = [&](double north) { return static_cast<float>((north - view.centre.y) / view.metres_per_pixel * 2 / view.height); };
  program_->set("corners", {x(box.min_x), y(box.min_y), x(box.max_x), y(box.max_y)});
  const auto u = [&](double east) { return static_cast<float>((east - whole.min_x) / whole.width()); };
  const auto v = [&](double north) { return static_cast<float>((whole.max_y - north) / whole.height()); };
  program_->set("texels", {u(box.min_x), v(box.min_y), u(box.max_x), v(box.max_y)});
  tile.texture.bind(0);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void RasterLayer::draw(const View& view, const Theme&) {
  if (!raster_ || opacity_ <= 0) return;
  if (!program_) program_.emplace("tile"), array_ = gl::VertexArray::make();
  gl::begin_blend();
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);  // tiles are premultiplied
  program_->use();
  program_->set("tile", 0);
  program_->set("opacity", static_cast<float>(opacity_));
  program_->set("saturation", saturation_);
  glBindVertexArray(array_.id());
  const data::RasterInfo& info = raster_->info();
  for (const Cell& key : cells_of(view, pixel_exponent(view, info.pixel) + tile_levels, info.box))
    stand_in(
        key, finer_levels, most_ancestors, [&](const Cell& cell) { return tiles_.contains(cell); },
        [&](const Cell& of, const Cell& square) { draw_part(of, square, view); });
  glBindVertexArray(0);
}

}  // namespace layers
