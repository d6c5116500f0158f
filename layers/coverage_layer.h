// Where a network reaches: a tint or a hatch and a fine edge per technology, as layers/coverage_look.h says.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "data/model/answers.h"
#include "layers/coverage_look.h"
#include "layers/gpu_mesh.h"
#include "layers/layer.h"
#include "layers/lods.h"

namespace layers {

class CoverageLayer : public Layer {
 public:
  /// `kept` is the folder of what is kept between runs; empty: none.
  CoverageLayer(std::shared_ptr<const data::LayerData> data, std::filesystem::path kept, std::shared_ptr<const FillPainter> fills,
                std::shared_ptr<const LinePainter> lines);

  /// As the data spell them, accents and case aside; empty: all.
  void set_technologies(const std::vector<std::string>& technologies);
  /// The technologies of the data, in drawing order.
  const std::vector<std::string>& technologies() const { return technologies_; }

  void set_over_classes(bool over);

  std::vector<Job> wanted(const View& view) override;
  void accept(std::uint64_t ticket, Piece&& piece) override;
  void draw(const View& view, const Theme& theme) override;
  bool describe(const View& view, const Theme& theme, std::vector<Painted>& out) const override;
  const void* subject() const override { return data_.get(); }
  bool waiting() const override { return union_ticket_ != 0 || fills_.waiting() || edges_.waiting(); }

 private:
  std::vector<CoverageLook> looks(const Theme& theme) const { return coverage_looks(technologies_, theme, over_classes_); }
  /// How far apart edges lie, design pixels.
  static double spacing(const LineBuffer& edges, const View& view);
  /// Where a network fills all that is seen, stripes as close as those of small patches would drown what lies on them.
  Stripes spread(Stripes stripes, std::uint32_t technology, const View& view) const;
  /// How plainly edges are seen where they lie as far apart as these, 0..1.
  static float edge_presence(const LineBuffer& edges, const View& view);
  Job unite_job();
  Job fill_job(std::uint64_t ticket, double tolerance) const;

  std::shared_ptr<const data::LayerData> data_;
  std::filesystem::path kept_;
  std::shared_ptr<const FillPainter> fill_painter_;
  std::shared_ptr<const LinePainter> line_painter_;
  std::vector<std::string> technologies_;
  std::shared_ptr<const std::vector<std::uint32_t>> group_;  ///< by row of the table: index into technologies_
  std::vector<std::vector<std::uint32_t>> over_;             ///< by technology: those that replace it, such as 5G over 4G
  std::vector<std::uint8_t> shown_;                          ///< by technology
  std::shared_ptr<const data::Areas> outline_;               ///< by technology; null until the union is made
  std::uint64_t union_ticket_ = 0;
  bool over_classes_ = false;
  std::vector<CoverageLook> looks_;  ///< by technology, as drawn last
  ColourTable colours_;
  std::string_view coloured_for_;                      ///< the theme they were made for; empty when they are stale
  Lods<std::vector<std::uint8_t>, FillBuffer> fills_;  ///< by what is shown
  Lods<std::uint32_t, LineBuffer> edges_{24};          ///< by technology
};

}  // namespace layers
