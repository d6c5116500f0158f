#include "layers/coverage_shapes.h"

#include <algorithm>
#include <cmath>
#include <clipper.hpp>
#include <iterator>
#include <span>
#include <thread>

namespace layers {
namespace {

using ClipperLib::Clipper;
using ClipperLib::Paths;

/// Whole numbers for Clipper: steps of a power of two so fine that half the box is 2^29 of them, a tenth of a millimetre in a province.
class Grid {
 public:
  explicit Grid(const data::Box& box) {
    if (box.empty()) return;
    int exponent = 0;
    std::frexp(std::max({box.width(), box.height(), 1e-300}) / 2, &exponent);  // half the longer side is below 2^exponent
    scale_ = std::ldexp(1.0, 29 - exponent);
    middle_ = {std::round(box.centre().x * scale_) / scale_, std::round(box.centre().y * scale_) / scale_};
  }
  ClipperLib::IntPoint to(double x, double y) const { return {std::llround((x - middle_.x) * scale_), std::llround((y - middle_.y) * scale_)}; }
  data::Point from(const ClipperLib::IntPoint& p) const {
    return {middle_.x + static_cast<double>(p.X) / scale_, middle_.y + static_cast<double>(p.Y) / scale_};
  }

 private:
  double scale_ = 1;
  data::Point middle_;
};

/// Adds the polygons of a row: outsides turn one way, holes the other, so that a place is covered where more outsides than holes go
/// round it. A ring that crosses itself is taken apart first; its loops would cancel what lies over them.
void add_row(const Grid& grid, const data::Areas& areas, std::size_t row, Paths& out) {
  for (std::uint32_t p = areas.first_polygon[row]; p < areas.first_polygon[row + 1]; ++p) {
    Paths rings;
    for (std::uint32_t r = areas.first_ring[p]; r < areas.first_ring[p + 1]; ++r) {
      auto& ring = rings.emplace_back();
      ring.reserve(areas.first_vertex[r + 1] - areas.first_vertex[r]);
      for (std::uint32_t v = areas.first_vertex[r]; v < areas.first_vertex[r + 1]; ++v) ring.push_back(grid.to(areas.x[v], areas.y[v]));
    }
    ClipperLib::SimplifyPolygons(rings, ClipperLib::pftEvenOdd);
    std::move(rings.begin(), rings.end(), std::back_inserter(out));
  }
}

void add_ring(const Grid& grid, const ClipperLib::Path& ring, data::Areas& out) {
  for (const ClipperLib::IntPoint& corner : ring) {
    const data::Point p = grid.from(corner);
    out.x.push_back(p.x), out.y.push_back(p.y);
  }
  out.first_vertex.push_back(static_cast<std::uint32_t>(out.x.size()));
}

/// Adds the outlines below a node to the last row of `out`, each with its holes.
void add_outlines(const Grid& grid, const ClipperLib::PolyNode& above, data::Areas& out) {
  for (const ClipperLib::PolyNode* outline : above.Childs) {
    add_ring(grid, outline->Contour, out);
    for (const ClipperLib::PolyNode* hole : outline->Childs) add_ring(grid, hole->Contour, out);
    out.first_ring.push_back(static_cast<std::uint32_t>(out.first_vertex.size() - 1));
    for (const ClipperLib::PolyNode* hole : outline->Childs) add_outlines(grid, *hole, out);
  }
}

/// The rings of one row, and where it lies: what is united goes by neighbours.
struct Cell {
  Paths rings;
  ClipperLib::cInt x = 0, y = 0;
};

/// One outline round all of the cells. Clipper walks up the whole picture and looks, at every vertex, at all edges that it crosses there; a few
/// neighbours cross few. So halves of the ground are united first, and then with each other.
Paths united(std::span<Cell> cells) {
  constexpr std::size_t few = 128;
  Clipper clipper;
  if (cells.size() > few) {
    const auto [left, right] = std::minmax_element(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.x < b.x; });
    const auto [low, high] = std::minmax_element(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.y < b.y; });
    const bool wide = right->x - left->x > high->y - low->y;
    const auto middle = cells.begin() + static_cast<std::ptrdiff_t>(cells.size() / 2);
    std::nth_element(cells.begin(), middle, cells.end(), [&](const Cell& a, const Cell& b) { return wide ? a.x < b.x : a.y < b.y; });
    for (const std::span<Cell> half : {std::span(cells.begin(), middle), std::span(middle, cells.end())})
      clipper.AddPaths(united(half), ClipperLib::ptSubject, true);
  } else {
    for (const Cell& cell : cells) clipper.AddPaths(cell.rings, ClipperLib::ptSubject, true);
  }
  Paths out;
  clipper.Execute(ClipperLib::ctUnion, out, ClipperLib::pftNonZero, ClipperLib::pftNonZero);
  return out;
}

/// What is left of `from` without `without`, as the last row of `out`.
void add_clipped(const Grid& grid, const Paths& from, const Paths& without, data::Areas& out) {
  Clipper clipper;
  ClipperLib::PolyTree tree;
  clipper.AddPaths(from, ClipperLib::ptSubject, true);
  clipper.AddPaths(without, ClipperLib::ptClip, true);
  clipper.Execute(ClipperLib::ctDifference, tree, ClipperLib::pftNonZero, ClipperLib::pftNonZero);
  add_outlines(grid, tree, out);
}

}  // namespace

data::Areas unite(const data::Areas& areas, const std::vector<std::uint32_t>& group, std::uint32_t groups, std::stop_token stop) {
  const Grid grid(areas.box());
  std::vector<data::Areas> of_group(groups);
  {
    std::vector<std::jthread> workers;
    for (std::uint32_t g = 0; g < groups; ++g)
      workers.emplace_back([&, g] {
        std::vector<Cell> cells;
        for (std::size_t row = 0; row < areas.size() && !stop.stop_requested(); ++row)
          if (group[row] == g && !areas.box(row).empty()) {
            const data::Point middle = areas.box(row).centre();
            const ClipperLib::IntPoint at = grid.to(middle.x, middle.y);
            cells.push_back({{}, at.X, at.Y});
            add_row(grid, areas, row, cells.back().rings);
          }
        if (!stop.stop_requested()) add_clipped(grid, united(cells), {}, of_group[g]);
        of_group[g].end_row();
      });
  }
  data::Areas out;
  for (const data::Areas& one : of_group) out.add_polygons(one, 0), out.end_row();
  return out;
}

data::Areas uncovered_parts(const data::Areas& areas, const std::vector<std::vector<std::uint32_t>>& over,
                            const std::vector<std::uint8_t>& shown) {
  const Grid grid(areas.box());
  data::Areas out;
  for (std::uint32_t r = 0; r < areas.size(); ++r) {
    Paths above, own;
    for (const std::uint32_t o : over[r])
      if (shown[r] != 0 && shown[o] != 0) add_row(grid, areas, o, above);
    if (!above.empty()) {
      add_row(grid, areas, r, own);
      add_clipped(grid, own, above, out);
    } else if (shown[r] != 0) {
      out.add_polygons(areas, r);  // as it is
    }
    out.end_row();
  }
  return out;
}

}  // namespace layers
