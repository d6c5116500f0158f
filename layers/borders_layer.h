// Outlines: the shown level fine, the levels around it heavier, the unit pointed at and the one chosen on top of all.
#pragma once

#include <memory>
#include <vector>

#include "data/model/units.h"
#include "layers/gpu_mesh.h"
#include "layers/layer.h"
#include "layers/lods.h"

namespace layers {

class BordersLayer : public Layer {
 public:
  BordersLayer(std::shared_ptr<const data::UnitSet> units, std::shared_ptr<const LinePainter> painter);

  void set_level(int level) { level_ = level; }
  void set_selected(int unit) { selected_ = unit; }
  void set_hovered(int unit) { hovered_ = unit; }

  const void* subject() const override { return units_.get(); }
  std::vector<Job> wanted(const View& view) override;
  void accept(std::uint64_t ticket, Piece&& piece) override;
  void draw(const View& view, const Theme& theme) override;
  /// Outlines only: what is drawn even where borders are switched off.
  void draw_marks(const View& view, const Theme& theme) const;
  bool describe(const View& view, const Theme& theme, std::vector<Painted>& out) const override;
  bool waiting() const override { return levels_.waiting() || marks_.waiting(); }

 private:
  struct Pen {
    Colour colour;
    double width;  ///< design pixels
  };
  Pen pen_of(int level, const Theme& theme) const;
  bool has_geometry(int unit) const;
  void wish_for_mark(int unit, double tolerance, std::vector<Job>& jobs);

  std::shared_ptr<const data::UnitSet> units_;
  std::shared_ptr<const LinePainter> painter_;
  Lods<int, LineBuffer> levels_{24};  ///< by level
  Lods<int, LineBuffer> marks_{8};    ///< by unit
  int level_ = 0;
  int selected_ = -1, hovered_ = -1;
};

}  // namespace layers
