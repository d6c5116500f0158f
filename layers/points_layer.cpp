#include "layers/points_layer.h"

#include <algorithm>
#include <cmath>

namespace layers {
namespace {

constexpr std::size_t most_marks = 12000;  // single marks stay apart below this, and llvmpipe draws them in a few ms
constexpr std::size_t few_marks = 3000;
constexpr double farthest_marks = 12;      // metres per design pixel
constexpr double grid_margin = 0.12;       // how far a pan gets before the counts are needed again

/// 0 not (yet), 1 or 2 good, 3 unknown: see PointGrid::good.
std::vector<std::uint8_t> categories(const data::LayerData& layer) {
  std::vector<std::uint8_t> out(layer.table->rows, 1);
  if (layer.source.kind == data::LayerKind::fiber_household) {
    if (const data::Column* connected = layer.column("connected"))
      for (std::size_t i = 0; i < out.size(); ++i) out[i] = connected->flags().value[i] == 2 ? 3 : connected->flags().value[i];
  } else if (layer.source.kind == data::LayerKind::digital_address) {
    const data::Column* stage = layer.column("stage");
    if (stage == nullptr) return out;
    std::vector<std::uint8_t> of_code;
    for (const std::string& value : stage->text().dictionary) {
      const std::string key = data::fold(value);
      of_code.push_back(key == "sign_fixed" ? 2 : key == "notified" ? 1 : 0);
    }
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = of_code[stage->text().code[i]];
  }
  return out;
}

/// Marks grow as one comes closer, from 4 to 11 design pixels.
float mark_size(const View& view, data::LayerKind kind) {
  const double metres = view.metres_per_pixel * view.pixel_ratio;
  const double size = std::clamp(4.0 + 2.2 * std::log2(6.0 / std::max(metres, 1e-3)), kind == data::LayerKind::fiber_household || kind == data::LayerKind::digital_address ? 4.0 : 5.0, 11.0);
  return static_cast<float>(size * view.pixel_ratio);
}

}  // namespace

PointsLayer::PointsLayer(std::shared_ptr<const data::LayerData> data, std::shared_ptr<const data::Dataset>) : Layer(data->source.id), data_(std::move(data)) {
  visible = data_->source.visible;
}

bool PointsLayer::single_marks(const View& view) {
  // From farther away marks of a village would lie on each other, however few they are; a scattered few are fine.
  if (view.metres_per_pixel * view.pixel_ratio > farthest_marks && index_->position.size() > few_marks) return false;
  if (marks_view_ && *marks_view_ == view) return !too_many_;
  data::Box box = view.extent();
  const double slack = 12 * view.pixel_ratio * view.metres_per_pixel;  // marks whose centre is just outside still show
  box = {box.min_x - slack, box.min_y - slack, box.max_x + slack, box.max_y + slack};
  marks_ = points_in(*index_, box, most_marks);
  too_many_ = marks_.size() > most_marks;
  marks_view_ = view;
  if (!too_many_) upload_marks(view);
  return !too_many_;
}

bool PointsLayer::covers(const View& view) const {
  if (grid_.columns == 0 || grid_.view.metres_per_pixel != view.metres_per_pixel || grid_.view.pixel_ratio != view.pixel_ratio) return false;
  const double size = grid_.cell * grid_.view.metres_per_pixel;
  const data::Box have{grid_.top_left.x, grid_.top_left.y - grid_.rows * size, grid_.top_left.x + grid_.columns * size, grid_.top_left.y};
  const data::Box need = view.extent();
  return have.min_x <= need.min_x && have.min_y <= need.min_y && have.max_x >= need.max_x && have.max_y >= need.max_y;
}

std::vector<Job> PointsLayer::wanted(const View& view) {
  if (!visible || indexing_ || counting_) return {};
  if (!index_) {
    indexing_ = true;
    ticket_ = next_ticket();
    return {{id(), ticket_, [data = data_](std::stop_token) -> Piece { return index_points(data->table->points, categories(*data)); }}};
  }
  if (single_marks(view) || covers(view)) return {};
  counting_ = true;
  const int cell = std::max(1, static_cast<int>(std::lround(2 * view.pixel_ratio)));
  ticket_ = next_ticket();
  return {{id(), ticket_, [index = index_, view, cell](std::stop_token) -> Piece { return count_points(*index, view, cell, grid_margin); }}};
}

void PointsLayer::accept(std::uint64_t ticket, Piece&& piece) {
  if (ticket != ticket_) return;
  if (auto* index = std::get_if<PointIndex>(&piece)) {
    index_ = std::make_shared<const PointIndex>(std::move(*index));
    indexing_ = false;
  } else if (auto* grid = std::get_if<PointGrid>(&piece)) {
    counting_ = false;
    grid_ = std::move(*grid);
    std::vector<std::uint16_t> counts(grid_.total.size() * 2);
    for (std::size_t i = 0; i < grid_.total.size(); ++i) {
      // Colours saturate long before 65535; the exact counts stay in grid_.
      const std::uint32_t scale = grid_.total[i] > 65535 ? grid_.total[i] / 65535 + 1 : 1;
      counts[2 * i] = static_cast<std::uint16_t>(grid_.total[i] / scale);
      counts[2 * i + 1] = static_cast<std::uint16_t>(grid_.good[i] / scale);
    }
    if (grid_texture_.width() == grid_.columns && grid_texture_.height() == grid_.rows)
      grid_texture_.replace(0, 0, grid_.columns, grid_.rows, GL_RG_INTEGER, GL_UNSIGNED_SHORT, counts.data());
    else
      grid_texture_ = gl::Texture(GL_RG16UI, grid_.columns, grid_.rows, GL_RG_INTEGER, GL_UNSIGNED_SHORT, counts.data(), GL_NEAREST);
  } else {
    indexing_ = counting_ = false;  // the job was stopped
  }
}

void PointsLayer::upload_marks(const View& view) {
  std::vector<std::array<float, 3>> vertices;
  vertices.reserve(marks_.size());
  // Positions relative to the view's own centre, computed in double: nothing jitters at street scale.
  for (const std::uint32_t i : marks_)
    vertices.push_back({static_cast<float>(index_->origin.x - view.centre.x + static_cast<double>(index_->position[i][0])),
                        static_cast<float>(index_->origin.y - view.centre.y + static_cast<double>(index_->position[i][1])), static_cast<float>(index_->category[i])});
  if (!marks_array_) marks_array_ = gl::VertexArray::make();
  glBindVertexArray(marks_array_.id());
  marks_buffer_ = gl::Buffer(GL_ARRAY_BUFFER, vertices, GL_STREAM_DRAW);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, 0, nullptr);
}

void PointsLayer::draw(const View& view, const Theme& theme) {
  if (!visible || !index_) return;
  gl::begin_blend();
  if (single_marks(view)) draw_marks(view, theme);
  else if (grid_.columns > 0) draw_grid(view, theme);
}

namespace {

/// Colours by category 0..3, by kind of layer.
std::array<Colour, 4> colours_of(data::LayerKind kind, const Theme& theme) {
  if (kind == data::LayerKind::fiber_household) return {theme.unconnected, theme.connected, theme.connected, theme.none};
  if (kind == data::LayerKind::digital_address) return {theme.stages[0], theme.stages[1], theme.stages[2], theme.none};
  return {theme.point_plain, theme.point_plain, theme.point_plain, theme.none};
}

}  // namespace

void PointsLayer::draw_grid(const View& view, const Theme& theme) {
  if (!grid_program_) grid_program_.emplace("point_grid");
  if (!empty_array_) empty_array_ = gl::VertexArray::make();
  const auto colours = colours_of(data_->source.kind, theme);
  const data::Point corner = view.to_screen(grid_.top_left);
  const double size = grid_.cell * grid_.view.metres_per_pixel / view.metres_per_pixel;
  grid_program_->use();
  grid_program_->set("viewport", static_cast<float>(view.width), static_cast<float>(view.height));
  // At the scale it was counted for, cells land on whole pixels.
  const bool exact = grid_.view.metres_per_pixel == view.metres_per_pixel;
  grid_program_->set("corner", static_cast<float>(exact ? std::round(corner.x) : corner.x), static_cast<float>(exact ? std::round(corner.y) : corner.y));
  grid_program_->set("extent", static_cast<float>(grid_.columns * size), static_cast<float>(grid_.rows * size));
  grid_program_->set("bad_colour", colours[0]);
  grid_program_->set("good_colour", colours[1]);
  grid_program_->set("counts", 0);
  grid_texture_.bind(0);
  glBindVertexArray(empty_array_.id());
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void PointsLayer::draw_marks(const View& view, const Theme& theme) {
  if (marks_.empty()) return;
  if (!marks_program_) marks_program_.emplace("point_mark");
  const auto colours = colours_of(data_->source.kind, theme);
  marks_program_->use();
  marks_program_->set("scale", static_cast<float>(2 / (view.metres_per_pixel * view.width)), static_cast<float>(2 / (view.metres_per_pixel * view.height)));
  marks_program_->set("size", mark_size(view, data_->source.kind));
  marks_program_->set("casing", faded(theme.map_ground, 0.85F));
  // A hollow ring says "not connected" (or "only collected") without colour; villages and sites are diamonds.
  const bool status = data_->source.kind == data::LayerKind::fiber_household || data_->source.kind == data::LayerKind::digital_address;
  marks_program_->set("diamond", status ? 0 : 1);
  static constexpr std::array names{"colour0", "colour1", "colour2", "colour3"};
  for (std::size_t c = 0; c < 4; ++c) marks_program_->set(names[c], colours[c]);
  glEnable(GL_PROGRAM_POINT_SIZE);
  glBindVertexArray(marks_array_.id());
  glDrawArrays(GL_POINTS, 0, static_cast<GLsizei>(marks_.size()));
  glDisable(GL_PROGRAM_POINT_SIZE);
}

CellCount PointsLayer::count_at(const View& view, data::Point screen, double radius) const {
  CellCount out;
  if (!index_) return out;
  const data::Point p = view.to_map(screen);
  const double r = radius * view.metres_per_pixel;
  for (const std::uint32_t i : points_in(*index_, {p.x - r, p.y - r, p.x + r, p.y + r}, 10'000'000)) {
    ++out.total;
    out.good += index_->category[i] == 1 || index_->category[i] == 2;
  }
  return out;
}

}  // namespace layers
