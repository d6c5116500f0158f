// Households, addresses, villages and sites as points: exact counts per cell far out, single marks close up.
#pragma once

#include <memory>
#include <optional>

#include "data/load.h"
#include "layers/gl.h"
#include "layers/layer.h"

namespace layers {

class PointsLayer : public Layer {
 public:
  PointsLayer(std::shared_ptr<const data::LayerData> data, std::shared_ptr<const data::Dataset> dataset);

  std::vector<Job> wanted(const View& view) override;
  void accept(std::uint64_t ticket, Piece&& piece) override;
  void draw(const View& view, const Theme& theme) override;
  bool waiting() const override { return indexing_ || counting_; }

  /// Points within `radius` device pixels of a screen position, from the counts that are drawn.
  CellCount count_at(const View& view, data::Point screen, double radius) const;

 private:
  bool single_marks(const View& view);
  bool covers(const View& view) const;
  void upload_marks(const View& view);
  void draw_grid(const View& view, const Theme& theme);
  void draw_marks(const View& view, const Theme& theme);

  std::shared_ptr<const data::LayerData> data_;
  std::shared_ptr<const PointIndex> index_;
  std::uint64_t ticket_ = 0;
  bool indexing_ = false, counting_ = false;

  std::optional<View> marks_view_;           ///< what the marks (or the finding that there are too many) are for
  std::vector<std::uint32_t> marks_;
  bool too_many_ = true;
  gl::VertexArray marks_array_;
  gl::Buffer marks_buffer_;

  PointGrid grid_;
  gl::Texture grid_texture_;
  gl::VertexArray empty_array_;
  std::optional<gl::Program> grid_program_, marks_program_;
};

}  // namespace layers
