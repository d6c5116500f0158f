// Names of units, placed so that no two touch and none is cut by the edge of the picture.
#pragma once

#include <memory>
#include <vector>

#include "layers/label_layout.h"
#include "layers/layer.h"
#include "layers/text.h"

namespace layers {

class LabelsLayer : public Layer {
 public:
  LabelsLayer(std::shared_ptr<const data::UnitSet> units, std::shared_ptr<TextPainter> painter);

  void set_level(int level) { wish_.level = level; }
  void set_density(LabelDensity density) { wish_.density = density; }
  void set_selected(int unit) { wish_.first = unit; }
  void keep_clear(std::vector<Frame> frames) { wish_.keep_clear = std::move(frames); }
  void keep_off(std::vector<Obstacle> marks) { wish_.obstacles = std::move(marks); }

  const void* subject() const override { return units_.get(); }
  std::vector<Job> wanted(const View&) override { return {}; }
  void accept(std::uint64_t, Piece&&) override {}
  /// Where the names go in a view, with nothing drawn.
  const std::vector<PlacedLabel>& place(const View& view);
  void draw(const View& view, const Theme& theme) override;
  bool waiting() const override { return false; }

  /// As last drawn or placed.
  const std::vector<PlacedLabel>& placed() const { return layout_.labels; }
  const std::vector<int>& dropped() const { return layout_.dropped; }

 private:
  void lay_out(const View& view);
  void paint(const View& view, const Theme& theme);

  std::shared_ptr<const data::UnitSet> units_;
  std::shared_ptr<TextPainter> painter_;
  LabelRequest wish_, done_;
  LabelLayout layout_;
  std::string_view painted_for_;  ///< the theme in whose colours the layout's letters lie ready
};

}  // namespace layers
