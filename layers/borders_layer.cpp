#include "layers/borders_layer.h"

namespace layers {

BordersLayer::BordersLayer(std::shared_ptr<const data::UnitSet> units, std::shared_ptr<const LinePainter> painter)
    : Layer("borders"), units_(std::move(units)), painter_(std::move(painter)), level_(units_->deepest()) {}

bool BordersLayer::has_geometry(int unit) const {
  return unit >= 0 && unit < static_cast<int>(units_->units.size()) && units_->units[static_cast<std::size_t>(unit)].area_row >= 0;
}

void BordersLayer::wish_for_mark(int unit, double tolerance, std::vector<Job>& jobs) {
  if (!has_geometry(unit)) return;
  const auto ticket = marks_.wish(unit, tolerance);
  if (!ticket) return;
  jobs.push_back({id(), *ticket, [units = units_, unit, tolerance](std::stop_token stop) -> Piece {
                    if (stop.stop_requested()) return {};
                    const data::Unit& u = units->units[static_cast<std::size_t>(unit)];
                    const data::Areas& areas = units->areas[static_cast<std::size_t>(u.level)];
                    std::vector<std::uint8_t> wanted(areas.size(), 0);
                    wanted[static_cast<std::size_t>(u.area_row)] = 1;
                    return line_mesh(areas, tolerance, wanted);
                  }});
}

std::vector<Job> BordersLayer::wanted(const View& view) {
  std::vector<Job> jobs;
  const double tolerance = tolerance_for(view);
  wish_for_mark(hovered_, tolerance, jobs);
  wish_for_mark(selected_, tolerance, jobs);
  for (int level = level_; level >= 0; --level)
    if (const auto l = static_cast<std::size_t>(level); units_->areas[l].size() > 0)
      if (const auto ticket = levels_.wish(level, tolerance))
        jobs.push_back({id(), *ticket, [units = units_, l, tolerance](std::stop_token stop) -> Piece {
                          if (stop.stop_requested()) return {};
                          return line_mesh(units->areas[l], tolerance);
                        }});
  return jobs;
}

void BordersLayer::accept(std::uint64_t ticket, Piece&& piece) {
  const auto* mesh = std::get_if<LineMesh>(&piece);
  if (!levels_.accept(ticket, mesh)) marks_.accept(ticket, mesh);
}

BordersLayer::Pen BordersLayer::pen_of(int level, const Theme& theme) const {
  if (level == level_ && level > 0) return {theme.border_inner, 1};
  return {theme.border_outer, level == 0 ? 2.2 : 1.6};
}

void BordersLayer::draw(const View& view, const Theme& theme) {
  const double tolerance = tolerance_for(view);
  for (int level = level_; level >= 0; --level) {
    const LineBuffer* buffer = levels_.best(level, tolerance);
    if (!buffer) continue;
    const Pen pen = pen_of(level, theme);
    painter_->draw(*buffer, view, pen.colour, pen.width * view.pixel_ratio);
  }
}

bool BordersLayer::describe(const View& view, const Theme& theme, std::vector<Painted>& out) const {
  const double tolerance = tolerance_for(view);
  for (int level = level_; level >= 0; --level) {
    const data::Areas& areas = units_->areas[static_cast<std::size_t>(level)];
    if (areas.size() == 0) continue;
    const Pen pen = pen_of(level, theme);
    out.emplace_back(PaintedLines{lines_within(polylines(simplified(areas, tolerance)), view.extent()), pen.colour, pen.width});
  }
  return true;
}

void BordersLayer::draw_marks(const View& view, const Theme& theme) const {
  const double tolerance = tolerance_for(view), px = view.pixel_ratio;
  if (const LineBuffer* buffer = hovered_ != selected_ ? marks_.best(hovered_, tolerance) : nullptr) {
    painter_->draw(*buffer, view, faded(theme.label_halo, 0.6F), 4 * px);
    painter_->draw(*buffer, view, theme.hover, 2 * px);
  }
  if (const LineBuffer* buffer = marks_.best(selected_, tolerance)) {
    painter_->draw(*buffer, view, theme.label_halo, 6 * px);
    painter_->draw(*buffer, view, theme.selected, 3 * px);
  }
}

}  // namespace layers
