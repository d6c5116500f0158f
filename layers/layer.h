// A layer draws one thing. Three verbs are the whole thread contract: wanted, accept, draw.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "data/source/raster.h"
#include "layers/mesh.h"
#include "layers/palette.h"
#include "layers/point_tile.h"
#include "layers/vector_scene.h"
#include "layers/view.h"

namespace layers {

/// What a job returns: a CPU value, ready to upload.
using Piece = std::variant<std::monostate, FillMesh, LineMesh, std::shared_ptr<const PointTree>, PointTile,
                           std::shared_ptr<const data::Areas>, std::shared_ptr<const data::Raster>, data::RasterTile>;

/// Work for any thread. It captures values and shared_ptr<const T> only.
struct Job {
  std::string layer;         ///< id of the layer that wants it
  std::uint64_t ticket = 0;  ///< the layer's own number for this wish; a piece with an older ticket is dropped
  std::function<Piece(std::stop_token)> run;
  bool waits = false;  ///< for a disk or a network: it runs beside the others, which never queue behind it
};

/// A number that no other wish of this run has: a piece made for a layer since replaced finds nobody waiting for it.
inline std::uint64_t next_ticket() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

class Layer {
 public:
  explicit Layer(std::string id) : id_(std::move(id)) {}
  virtual ~Layer() = default;
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;

  const std::string& id() const { return id_; }
  /// What it draws: a layer of the same thing need not be made anew.
  virtual const void* subject() const = 0;
  bool visible = true;

  /// Jobs it would like done for this view; main thread, cheap; each wish is returned once.
  virtual std::vector<Job> wanted(const View& view) = 0;
  /// Takes one finished piece and uploads it; main thread, within a few milliseconds.
  virtual void accept(std::uint64_t ticket, Piece&& piece) = 0;
  /// Draws what it has into the bound framebuffer; main thread.
  virtual void draw(const View& view, const Theme& theme) = 0;
  /// True while a wish is being worked on: the picture is not final yet.
  virtual bool waiting() const = 0;
  /// Adds to `out` what draw() would draw for this view, as shapes; false when that is no shape, or not few enough. Once nothing is
  /// waited for.
  virtual bool describe(const View&, const Theme&, std::vector<Painted>&) const { return false; }

 private:
  std::string id_;
};

}  // namespace layers
