#include "data/model/area_index.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace data {
namespace {

/// Does a ray from `p` to the right cross the edge? Half-open in y and with the ends in a fixed order, so that a border
/// shared by two areas, walked in opposite directions, puts every point on exactly one side.
bool crosses(double x0, double y0, double x1, double y1, Point p) {
  if ((y0 > p.y) == (y1 > p.y)) return false;
  return p.x < x0 + (p.y - y0) / (y1 - y0) * (x1 - x0);
}

/// What was found cell by cell in any order, sorted by cell; within a cell it keeps its order.
template <typename T>
void by_cell(const std::vector<std::pair<std::uint32_t, T>>& found, std::size_t cells, std::vector<std::uint32_t>& first,
             std::vector<T>& out) {
  first.assign(cells + 1, 0);
  for (const auto& [cell, value] : found) ++first[cell + 1];
  for (std::size_t c = 0; c < cells; ++c) first[c + 1] += first[c];
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  out.resize(found.size());
  for (const auto& [cell, value] : found) out[next[cell]++] = value;
}

}  // namespace

// --- The grid ---------------------------------------------------------------------------------------------------------

AreaGrid::AreaGrid(const Areas& areas) : box_(areas.box()) {
  if (box_.empty()) return;
  const double aspect = std::max(box_.width(), 1e-9) / std::max(box_.height(), 1e-9);
  const double wanted = std::clamp(static_cast<double>(areas.x.size()) * 2.0, 64.0, 262144.0);
  columns_ = std::clamp(static_cast<int>(std::sqrt(wanted * aspect)), 1, 1024);
  rows_ = std::clamp(static_cast<int>(wanted / columns_), 1, 1024);
  cell_width_ = std::max(box_.width() / columns_, 1e-9);
  cell_height_ = std::max(box_.height() / rows_, 1e-9);
}

int AreaGrid::column_of(double x) const { return std::clamp(static_cast<int>((x - box_.min_x) / cell_width_), 0, columns_ - 1); }
int AreaGrid::band_of(double y) const { return std::clamp(static_cast<int>((y - box_.min_y) / cell_height_), 0, rows_ - 1); }

std::size_t AreaGrid::cell_at(Point p) const {
  if (!box_.contains(p)) return nowhere;  // NaN is in no box
  const int column = std::min(static_cast<int>((p.x - box_.min_x) / cell_width_), columns_ - 1);
  const int row = std::min(static_cast<int>((p.y - box_.min_y) / cell_height_), rows_ - 1);
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column);
}

bool AreaGrid::contains(EdgeRun edges, Point p) const {
  bool inside = false;
  for (std::uint32_t e = edges.begin; e < edges.end; ++e) {
    const Edge& edge = edges_[e];
    inside ^= crosses(edge.x0, edge.y0, edge.x1, edge.y1, p);
  }
  return inside;
}

template <typename F>
void AreaGrid::each_cell(const Areas& areas, const std::vector<std::uint8_t>& wanted, F touch) {
  Scratch scratch;
  for (std::size_t row = 0; row < areas.size(); ++row)
    if (wanted[row] != 0)
      each_cell_of(areas, row, scratch,
                   [&](std::uint32_t cell, EdgeRun edges, bool whole) { touch(static_cast<std::uint32_t>(row), cell, edges, whole); });
}

template <typename F>
void AreaGrid::each_cell_of(const Areas& areas, std::size_t row, Scratch& scratch, F touch) {
  auto& [band_edges, marked] = scratch;
  const Box box = areas.box(row);
  if (box.empty()) return;
  const int first_band = band_of(box.min_y), last_band = band_of(box.max_y);
  const int first_column = column_of(box.min_x), last_column = column_of(box.max_x);
  const auto width = static_cast<std::size_t>(last_column - first_column) + 1, bands = static_cast<std::size_t>(last_band - first_band) + 1;
  if (band_edges.size() < bands) band_edges.resize(bands);
  for (std::size_t b = 0; b < bands; ++b) band_edges[b].clear();
  marked.assign(bands * width, 0);

  for (std::uint32_t ring = areas.ring_begin(row); ring < areas.ring_end(row); ++ring) {
    const std::uint32_t begin = areas.first_vertex[ring], end = areas.first_vertex[ring + 1];
    for (std::uint32_t v = begin; v < end; ++v) {
      const std::uint32_t next = v + 1 < end ? v + 1 : begin;
      Edge edge{areas.x[v], areas.y[v], areas.x[next], areas.y[next]};
      if (edge.y0 > edge.y1 || (edge.y0 == edge.y1 && edge.x0 > edge.x1)) edge = {edge.x1, edge.y1, edge.x0, edge.y0};
      for (int b = band_of(edge.y0); b <= band_of(edge.y1); ++b) {
        const auto at = static_cast<std::size_t>(b - first_band);
        band_edges[at].push_back(edge);
        // The part of the edge inside this band touches these columns; a sliver more costs nothing.
        const double low = box_.min_y + b * cell_height_, high = low + cell_height_;
        double xa = edge.x0, xb = edge.x1;
        if (edge.y1 > edge.y0) {
          const double slope = (edge.x1 - edge.x0) / (edge.y1 - edge.y0);
          xa = edge.x0 + (std::max(low, edge.y0) - edge.y0) * slope;
          xb = edge.x0 + (std::min(high, edge.y1) - edge.y0) * slope;
        }
        const double sliver = cell_width_ * 1e-6;
        const int from = std::max(column_of(std::min(xa, xb) - sliver), first_column),
                  to = std::min(column_of(std::max(xa, xb) + sliver), last_column);
        for (int c = from; c <= to; ++c) marked[at * width + static_cast<std::size_t>(c - first_column)] = 1;
      }
    }
  }

  for (std::size_t b = 0; b < bands; ++b) {
    const auto begin = static_cast<std::uint32_t>(edges_.size());
    edges_.insert(edges_.end(), band_edges[b].begin(), band_edges[b].end());
    const EdgeRun edges{begin, static_cast<std::uint32_t>(edges_.size())};
    const int band = first_band + static_cast<int>(b);
    bool known = false, inside = false;
    for (int c = first_column; c <= last_column; ++c) {
      const bool crossed = marked[b * width + static_cast<std::size_t>(c - first_column)] != 0;
      if (crossed) {
        known = false;
      } else if (!known) {  // constant along a run of untouched cells
        inside = contains(edges, {box_.min_x + (c + 0.5) * cell_width_, box_.min_y + (band + 0.5) * cell_height_});
        known = true;
      }
      if (crossed || inside) touch(static_cast<std::uint32_t>(band * columns_ + c), edges, !crossed);
    }
  }
}

// --- The first area ---------------------------------------------------------------------------------------------------

AreaIndex::AreaIndex(const Areas& areas) : grid_(areas) {
  std::vector<std::pair<std::uint32_t, Candidate>> found;
  grid_.each_cell(areas, std::vector<std::uint8_t>(areas.size(), 1),
                  [&](std::uint32_t row, std::uint32_t cell, AreaGrid::EdgeRun edges, bool whole) {
                    found.push_back({cell, {row, edges, whole}});
                  });
  by_cell(found, grid_.size(), first_, candidates_);
}

int AreaIndex::find(Point p) const {
  const std::size_t at = grid_.cell_at(p);
  if (at == AreaGrid::nowhere) return -1;
  for (std::uint32_t c = first_[at]; c < first_[at + 1]; ++c)
    if (candidates_[c].whole || grid_.contains(candidates_[c].edges, p)) return static_cast<int>(candidates_[c].row);
  return -1;
}

// --- Any of some areas ------------------------------------------------------------------------------------------------

AreaUnion::AreaUnion(const Areas& areas, const std::vector<std::uint8_t>& wanted) : grid_(areas) {
  state_.assign(grid_.size(), State::outside);
  std::vector<std::pair<std::uint32_t, AreaGrid::EdgeRun>> found;
  grid_.each_cell(areas, wanted, [&](std::uint32_t, std::uint32_t cell, AreaGrid::EdgeRun edges, bool whole) {
    if (whole) state_[cell] = State::inside;
    if (state_[cell] == State::inside) return;
    state_[cell] = State::mixed;
    found.push_back({cell, edges});
  });
  by_cell(found, grid_.size(), first_, candidates_);
}

bool AreaUnion::contains(Point p) const {
  const std::size_t at = grid_.cell_at(p);
  if (at == AreaGrid::nowhere || state_[at] == State::outside) return false;
  if (state_[at] == State::inside) return true;
  for (std::uint32_t c = first_[at]; c < first_[at + 1]; ++c)
    if (grid_.contains(candidates_[c], p)) return true;
  return false;
}

}  // namespace data
