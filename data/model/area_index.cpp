#include "data/model/area_index.h"

#include <algorithm>
#include <cmath>

namespace data {
namespace {

/// Does a ray from `p` to the right cross the edge? Half-open in y and with the ends in a fixed order, so that a border
/// shared by two areas, walked in opposite directions, puts every point on exactly one side.
bool crosses(double x0, double y0, double x1, double y1, Point p) {
  if ((y0 > p.y) == (y1 > p.y)) return false;
  return p.x < x0 + (p.y - y0) / (y1 - y0) * (x1 - x0);
}

}  // namespace

AreaIndex::AreaIndex(const Areas& areas) : box_(areas.box()) {
  if (box_.empty()) return;
  const double aspect = std::max(box_.width(), 1e-9) / std::max(box_.height(), 1e-9);
  const double wanted = std::clamp(static_cast<double>(areas.x.size()) * 2.0, 64.0, 262144.0);
  columns_ = std::clamp(static_cast<int>(std::sqrt(wanted * aspect)), 1, 1024);
  rows_ = std::clamp(static_cast<int>(wanted / columns_), 1, 1024);
  cell_width_ = std::max(box_.width() / columns_, 1e-9);
  cell_height_ = std::max(box_.height() / rows_, 1e-9);

  std::vector<std::vector<Candidate>> by_cell(static_cast<std::size_t>(columns_) * rows_);
  std::vector<std::vector<Edge>> band;
  std::vector<std::uint8_t> marked;
  const auto column_of = [&](double x) { return std::clamp(static_cast<int>((x - box_.min_x) / cell_width_), 0, columns_ - 1); };
  const auto band_of = [&](double y) { return std::clamp(static_cast<int>((y - box_.min_y) / cell_height_), 0, rows_ - 1); };

  for (std::size_t row = 0; row < areas.size(); ++row) {
    const Box box = areas.box(row);
    if (box.empty()) continue;
    const int first_band = band_of(box.min_y), last_band = band_of(box.max_y);
    const int first_column = column_of(box.min_x), last_column = column_of(box.max_x);
    const int width = last_column - first_column + 1;
    band.assign(static_cast<std::size_t>(last_band - first_band) + 1, {});
    marked.assign(band.size() * static_cast<std::size_t>(width), 0);

    for (std::uint32_t ring = areas.ring_begin(row); ring < areas.ring_end(row); ++ring) {
      const std::uint32_t begin = areas.first_vertex[ring], end = areas.first_vertex[ring + 1];
      for (std::uint32_t v = begin; v < end; ++v) {
        const std::uint32_t next = v + 1 < end ? v + 1 : begin;
        Edge edge{areas.x[v], areas.y[v], areas.x[next], areas.y[next]};
        if (edge.y0 > edge.y1 || (edge.y0 == edge.y1 && edge.x0 > edge.x1)) edge = {edge.x1, edge.y1, edge.x0, edge.y0};
        for (int b = band_of(edge.y0); b <= band_of(edge.y1); ++b) {
          band[static_cast<std::size_t>(b - first_band)].push_back(edge);
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
          for (int c = from; c <= to; ++c) marked[static_cast<std::size_t>(b - first_band) * width + (c - first_column)] = 1;
        }
      }
    }

    for (int b = first_band; b <= last_band; ++b) {
      const auto& edges = band[static_cast<std::size_t>(b - first_band)];
      const auto begin = static_cast<std::uint32_t>(edges_.size());
      edges_.insert(edges_.end(), edges.begin(), edges.end());
      const auto end = static_cast<std::uint32_t>(edges_.size());
      bool known = false, inside = false;
      for (int c = first_column; c <= last_column; ++c) {
        const bool crossed = marked[static_cast<std::size_t>(b - first_band) * width + (c - first_column)] != 0;
        if (crossed) {
          known = false;
        } else if (!known) {  // constant along a run of untouched cells
          const Point middle{box_.min_x + (c + 0.5) * cell_width_, box_.min_y + (b + 0.5) * cell_height_};
          inside = contains(Candidate{0, begin, end, false}, middle);
          known = true;
        }
        if (crossed || inside)
          by_cell[static_cast<std::size_t>(b) * columns_ + c].push_back({static_cast<std::uint32_t>(row), begin, end, !crossed});
      }
    }
  }

  cells_.resize(by_cell.size());
  for (std::size_t i = 0; i < by_cell.size(); ++i) {
    cells_[i].begin = static_cast<std::uint32_t>(candidates_.size());
    candidates_.insert(candidates_.end(), by_cell[i].begin(), by_cell[i].end());
    cells_[i].end = static_cast<std::uint32_t>(candidates_.size());
  }
}

const AreaIndex::Cell* AreaIndex::cell_at(Point p) const {
  if (!box_.contains(p)) return nullptr;  // NaN is in no box
  const int column = std::min(static_cast<int>((p.x - box_.min_x) / cell_width_), columns_ - 1);
  const int row = std::min(static_cast<int>((p.y - box_.min_y) / cell_height_), rows_ - 1);
  return &cells_[static_cast<std::size_t>(row) * columns_ + column];
}

bool AreaIndex::contains(const Candidate& candidate, Point p) const {
  if (candidate.whole) return true;
  bool inside = false;
  for (std::uint32_t e = candidate.edges_begin; e < candidate.edges_end; ++e) {
    const Edge& edge = edges_[e];
    inside ^= crosses(edge.x0, edge.y0, edge.x1, edge.y1, p);
  }
  return inside;
}

int AreaIndex::find(Point p) const {
  const Cell* cell = cell_at(p);
  if (cell == nullptr) return -1;
  for (std::uint32_t c = cell->begin; c < cell->end; ++c)
    if (contains(candidates_[c], p)) return static_cast<int>(candidates_[c].row);
  return -1;
}

bool AreaIndex::inside_any(Point p, const std::vector<std::uint8_t>& wanted) const {
  const Cell* cell = cell_at(p);
  if (cell == nullptr) return false;
  for (std::uint32_t c = cell->begin; c < cell->end; ++c)
    if (wanted[candidates_[c].row] != 0 && contains(candidates_[c], p)) return true;
  return false;
}

}  // namespace data
