// Meshes on the GPU and the two programs that draw them, shared by every layer that fills areas or draws lines.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "layers/gl.h"
#include "layers/mesh.h"
#include "layers/palette.h"
#include "layers/stripes.h"
#include "layers/view.h"

namespace layers {

/// A FillMesh, uploaded.
class FillBuffer {
 public:
  explicit FillBuffer(const FillMesh& mesh);

 private:
  friend class FillPainter;
  data::Point origin_;
  gl::VertexArray array_;
  gl::Buffer position_, row_, corners_;
  std::vector<MeshRun> runs_;
};

/// A LineMesh, uploaded.
class LineBuffer {
 public:
  explicit LineBuffer(const LineMesh& mesh);
  /// How far its lines lie apart on the whole, in metres: below a few pixels they are a texture, not lines.
  double spacing() const { return spacing_; }

 private:
  friend class LinePainter;
  data::Point origin_;
  gl::VertexArray array_;
  gl::Buffer vertices_, corners_;
  std::vector<MeshRun> runs_;
  double spacing_ = 0;
};

/// Colours by row in a small texture: giving a map new colours touches no geometry.
class ColourTable {
 public:
  void set(const std::vector<Colour>& colours);

 private:
  friend class FillPainter;
  gl::Texture texture_;
  std::vector<std::uint8_t> seen_;  ///< by row: it has any opacity at all
  bool opaque_ = false;
};

class FillPainter {
 public:
  FillPainter();
  void draw(const FillBuffer& buffer, const ColourTable& colours, const View& view) const;
  /// Over the areas of `rows` alone, which are in order: the pattern costs more than a plain colour.
  void draw_stripes(const FillBuffer& buffer, std::span<const std::uint32_t> rows, const View& view, const Stripes& stripes) const;
  /// Has the programs compiled, those for what lies over others (tints, stripes) only where that is wanted; draws into the bound
  /// framebuffer.
  void warm(const View& view, bool over_others) const;

 private:
  gl::Program program_, hatch_;
};

class LinePainter {
 public:
  LinePainter();
  /// `width` in device pixels.
  void draw(const LineBuffer& buffer, const View& view, Colour colour, double width) const;
  /// Has the program compiled; draws into the bound framebuffer.
  void warm(const View& view) const;

 private:
  gl::Program program_;
};

}  // namespace layers
