// A picture of the ground in tiles: asked for as the view needs them, nearest first, and coarser ones drawn until they are there.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <vector>

#include "data/model/answers.h"
#include "layers/gl.h"
#include "layers/layer.h"
#include "layers/tile_pyramid.h"

namespace layers {

class RasterLayer : public Layer {
 public:
  static constexpr std::size_t usual_limit = std::size_t{128} << 20;  ///< bytes of tiles that are kept beside those in view

  explicit RasterLayer(std::shared_ptr<const data::RasterData> data, std::size_t limit = usual_limit);

  void set_opacity(double opacity) { opacity_ = opacity; }
  double opacity() const { return opacity_; }
  /// Light and shadow, which lie on what is under them without hiding it; else a picture, which fills lie on.
  bool is_relief() const { return data_->source.hillshade.has_value(); }
  /// Under classes a picture gives up most of its colour: a colour that means a percentage must not be mistaken for another.
  void set_under_classes(bool under) { saturation_ = under ? 0.1F : 1; }
  /// What its tiles hold, in bytes.
  std::size_t bytes() const { return bytes_; }

  const void* subject() const override { return data_.get(); }
  std::vector<Job> wanted(const View& view) override;
  void accept(std::uint64_t ticket, Piece&& piece) override;
  void draw(const View& view, const Theme& theme) override;
  bool waiting() const override { return !wishes_.empty(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Tile {
    gl::Texture texture;  ///< none where there is nothing to see
    std::size_t bytes = 0;
    std::uint64_t used = 0;  ///< the last wanted() that needed it
  };
  struct Wish {
    std::optional<Cell> key;  ///< none: the raster itself is opened
    std::stop_source stop;
  };
  Job job_for(std::optional<Cell> key, std::function<Piece(std::stop_token)> run);
  Job open_job();
  Job tile_job(const Cell& key);
  std::vector<Cell> needed(const View& view) const;
  bool asked_for(const Cell& key) const;
  void forget();
  void upload(const Cell& key, const data::RasterTile& tile);
  bool resting() const;

  void draw_part(const Cell& of, const Cell& square, const View& view);

  std::shared_ptr<const data::RasterData> data_;
  std::shared_ptr<const data::Raster> raster_;  ///< null until it is opened
  std::size_t limit_, bytes_ = 0;
  double opacity_ = 1;
  float saturation_ = 1;
  std::map<Cell, Tile> tiles_;
  std::map<std::uint64_t, Wish> wishes_;  ///< by ticket
  std::set<Cell> failed_;
  std::optional<Clock::time_point> failed_at_;
  std::shared_ptr<std::atomic<bool>> told_;  ///< one message is enough for all tiles that cannot be read
  std::uint64_t round_ = 0;                  ///< counts wanted()
  std::optional<gl::Program> program_;
  gl::VertexArray array_;
};

}  // namespace layers
