#include "layers/coverage_shapes.h"

#include <algorithm>
#include <clipper.hpp>
#include <cmath>
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
  ClipperLib::IntPoint to(double x, double y) const {
    return {std::llround((x - middle_.x) * scale_), std::llround((y - middle_.y) * scale_)};
  }
  data::Point from(const ClipperLib::IntPoint& p) const {
    return {middle_.x + static_cast<double>(p.X) / scale_, middle_.y + static_cast<double>(p.Y) / scale_};
  }

 private:
  double scale_ = 1;
  data::Point middle_;
};

/// Which way a ring goes round a point that sees all of it, once: 1 to the left, -1 to the right. 0: no such point, or it is not this one.
int turns_round(const ClipperLib::Path& ring, const ClipperLib::IntPoint& middle) {
  int turn = 0, crossings = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const ClipperLib::IntPoint &a = ring[i], &b = ring[i + 1 < ring.size() ? i + 1 : 0];
    if (a == b) continue;
    const ClipperLib::cInt cross = (a.X - middle.X) * (b.Y - middle.Y) - (a.Y - middle.Y) * (b.X - middle.X);
    const int side = (cross > 0) - (cross < 0);
    if (side == 0 || (turn != 0 && side != turn)) return 0;
    turn = side;
    if ((a.Y < middle.Y) != (b.Y < middle.Y)) ++crossings;
  }
  return crossings == 2 ? turn : 0;
}

/// Most outlines of coverage are seen whole from their middle, and such a ring does not cross itself. Turned to the left; false for any
/// other.
bool is_plain(ClipperLib::Path& ring) {
  if (ring.size() < 3) return false;
  ClipperLib::IntPoint middle{0, 0};
  for (const ClipperLib::IntPoint& p : ring) middle.X += p.X, middle.Y += p.Y;
  const auto count = static_cast<ClipperLib::cInt>(ring.size());
  middle.X /= count, middle.Y /= count;
  const int turn = turns_round(ring, middle);
  if (turn < 0) std::reverse(ring.begin(), ring.end());
  return turn != 0;
}

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
    if (rings.size() != 1 || !is_plain(rings.front())) ClipperLib::SimplifyPolygons(rings, ClipperLib::pftEvenOdd);
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

/// What is covered without a gap: its border, then its holes. What lies in a hole is an outline of its own.
struct Outline {
  Paths rings;
  data::Box box;  ///< in steps of the grid, which doubles hold exactly
};

/// Adds the outlines below a node.
void take_outlines(ClipperLib::PolyNode& above, std::vector<Outline>& out) {
  for (ClipperLib::PolyNode* border : above.Childs) {
    Outline& outline = out.emplace_back();
    outline.rings.push_back(std::move(border->Contour));
    for (ClipperLib::PolyNode* hole : border->Childs) outline.rings.push_back(std::move(hole->Contour));
    for (const ClipperLib::IntPoint& p : outline.rings.front()) outline.box.include(data::Point{static_cast<double>(p.X), static_cast<double>(p.Y)});
    for (ClipperLib::PolyNode* hole : border->Childs) take_outlines(*hole, out);
  }
}

std::vector<Outline> outlines_of(Clipper& clipper, ClipperLib::ClipType kind) {
  ClipperLib::PolyTree tree;
  clipper.Execute(kind, tree, ClipperLib::pftNonZero, ClipperLib::pftNonZero);
  std::vector<Outline> out;
  take_outlines(tree, out);
  return out;
}

/// Adds the outlines to the last row of `out`.
void add_outlines(const Grid& grid, const std::vector<Outline>& outlines, data::Areas& out) {
  for (const Outline& outline : outlines) {
    for (const ClipperLib::Path& ring : outline.rings) add_ring(grid, ring, out);
    out.first_ring.push_back(static_cast<std::uint32_t>(out.first_vertex.size() - 1));
  }
}

/// The rings of one row, and where it lies: what is united goes by neighbours.
struct Cell {
  Paths rings;
  ClipperLib::cInt x = 0, y = 0;
};

/// The outlines of two sides as one. What does not reach to where both have something stays as it is.
std::vector<Outline> joined(std::vector<Outline> left, std::vector<Outline> right) {
  const auto reach = [](const std::vector<Outline>& side) {
    data::Box out;
    for (const Outline& outline : side) out.include(outline.box);
    return out;
  };
  const data::Box of_left = reach(left), of_right = reach(right);
  Clipper clipper;
  std::vector<Outline> out;
  const auto sort = [&](std::vector<Outline>& side, const data::Box& other) {
    for (Outline& outline : side) {
      if (outline.box.intersects(other)) clipper.AddPaths(outline.rings, ClipperLib::ptSubject, true);
      else out.push_back(std::move(outline));
    }
  };
  sort(left, of_right), sort(right, of_left);
  std::vector<Outline> met = outlines_of(clipper, ClipperLib::ctUnion);
  std::move(met.begin(), met.end(), std::back_inserter(out));
  return out;
}

/// Clipper walks up the whole picture and looks, at every vertex, at all edges that it crosses there; a few neighbours cross few. So halves
/// of the ground are united first, and then with each other.
std::vector<Outline> united(std::span<Cell> cells) {
  constexpr std::size_t few = 32;
  if (cells.size() > few) {
    const auto [left, right] = std::minmax_element(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.x < b.x; });
    const auto [low, high] = std::minmax_element(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.y < b.y; });
    const bool wide = right->x - left->x > high->y - low->y;
    const auto middle = cells.begin() + static_cast<std::ptrdiff_t>(cells.size() / 2);
    std::nth_element(cells.begin(), middle, cells.end(), [&](const Cell& a, const Cell& b) { return wide ? a.x < b.x : a.y < b.y; });
    return joined(united({cells.begin(), middle}), united({middle, cells.end()}));
  }
  Clipper clipper;
  for (const Cell& cell : cells) clipper.AddPaths(cell.rings, ClipperLib::ptSubject, true);
  return outlines_of(clipper, ClipperLib::ctUnion);
}

/// What is left of `from` without `without`, as the last row of `out`.
void add_clipped(const Grid& grid, const Paths& from, const Paths& without, data::Areas& out) {
  Clipper clipper;
  clipper.AddPaths(from, ClipperLib::ptSubject, true);
  clipper.AddPaths(without, ClipperLib::ptClip, true);
  add_outlines(grid, outlines_of(clipper, ClipperLib::ctDifference), out);
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
        if (!stop.stop_requested()) add_outlines(grid, united(cells), of_group[g]);
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
