// Which area holds this point? A grid over the areas that answers most questions with one look-up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/source/geometry.h"

namespace data {

/// The cells over a set of areas, and the edges of those areas by the band of cells that they cross.
class AreaGrid {
 public:
  static constexpr std::size_t nowhere = ~std::size_t{0};

  AreaGrid() = default;
  explicit AreaGrid(const Areas& areas);

  std::size_t size() const { return static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_); }
  /// The cell of a point, or `nowhere` outside of the grid.
  std::size_t cell_at(Point p) const;

  struct EdgeRun {
    std::uint32_t begin = 0, end = 0;
  };
  /// Calls touch(row, cell, edges, whole) for every cell that a wanted area touches: `whole` when the cell lies inside of it entirely.
  /// Once.
  template <typename F>
  void each_cell(const Areas& areas, const std::vector<std::uint8_t>& wanted, F touch);
  /// Even-odd over the edges of a band. A border shared by two areas, walked in opposite directions, puts every point on exactly one side.
  bool contains(EdgeRun edges, Point p) const;

 private:
  struct Edge {
    double x0, y0, x1, y1;
  };
  /// What is needed for one area after the other, kept for its memory.
  struct Scratch {
    std::vector<std::vector<Edge>> band;
    std::vector<std::uint8_t> marked;
  };
  template <typename F>
  void each_cell_of(const Areas& areas, std::size_t row, Scratch& scratch, F touch);
  int column_of(double x) const;
  int band_of(double y) const;

  Box box_;
  int columns_ = 0, rows_ = 0;
  double cell_width_ = 1, cell_height_ = 1;
  std::vector<Edge> edges_;
};

/// Immutable once built; share it freely between threads. Even-odd over all rings of a row, so holes are outside.
/// A point exactly on a shared border belongs to one side only, the same on every run.
class AreaIndex {
 public:
  AreaIndex() = default;
  explicit AreaIndex(const Areas& areas);

  /// The first row (in source order) that contains the point, or -1. Where areas overlap the earlier row wins.
  int find(Point p) const;

 private:
  struct Candidate {
    std::uint32_t row;
    AreaGrid::EdgeRun edges;
    bool whole;
  };
  AreaGrid grid_;
  std::vector<std::uint32_t> first_;  ///< by cell: of candidates_, which are in row order; one extra entry
  std::vector<Candidate> candidates_;
};

/// The ground that some of the areas cover together: any of the wanted rows contains the point. As immutable as the index.
class AreaUnion {
 public:
  AreaUnion(const Areas& areas, const std::vector<std::uint8_t>& wanted);

  bool contains(Point p) const;

 private:
  enum class State : std::uint8_t { outside, inside, mixed };
  AreaGrid grid_;
  std::vector<State> state_;  ///< by cell: most points need nothing else
  std::vector<std::uint32_t> first_;
  std::vector<AreaGrid::EdgeRun> candidates_;
};

}  // namespace data
