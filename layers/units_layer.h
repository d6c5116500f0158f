// Fills the units of one level: with their classes' colours, hatched where there is no data, or plainly as land.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "data/model/units.h"
#include "layers/classify.h"
#include "layers/gpu_mesh.h"
#include "layers/layer.h"
#include "layers/lods.h"

namespace layers {

class UnitsLayer : public Layer {
 public:
  UnitsLayer(std::shared_ptr<const data::UnitSet> units, std::shared_ptr<const FillPainter> painter);

  void set_level(int level) { level_ = level; }
  void set_choropleth(std::optional<Choropleth> choropleth);
  /// Below 1 what lies under the units shows through.
  void set_opacity(float opacity);

  const void* subject() const override { return units_.get(); }
  std::vector<Job> wanted(const View& view) override;
  void accept(std::uint64_t ticket, Piece&& piece) override;
  void draw(const View& view, const Theme& theme) override;
  bool waiting() const override { return lods_.waiting(); }
  bool describe(const View& view, const Theme& theme, std::vector<Painted>& out) const override;

 private:
  int class_of(std::size_t unit) const;
  Colour colour_of(std::size_t unit, const Theme& theme) const;
  Stripes stripes(const Theme& theme) const;
  void colour_units(const Theme& theme);

  std::shared_ptr<const data::UnitSet> units_;
  std::shared_ptr<const FillPainter> painter_;
  std::optional<Choropleth> choropleth_;
  ColourTable colours_;
  std::vector<std::uint32_t> hatched_;  ///< units without data
  float opacity_ = 1;
  std::string_view coloured_for_;  ///< the theme the table was made for; empty when it is stale
  Lods<int, FillBuffer> lods_;     ///< by level
  int level_ = 0;
  int drawn_level_ = 0;  ///< stays until the new level's first mesh is here
};

}  // namespace layers
