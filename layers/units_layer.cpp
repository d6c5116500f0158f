#include "layers/units_layer.h"

namespace layers {

UnitsLayer::UnitsLayer(std::shared_ptr<const data::UnitSet> units, std::shared_ptr<const FillPainter> painter)
    : Layer("fill"), units_(std::move(units)), painter_(std::move(painter)), level_(units_->deepest()), drawn_level_(level_) {}

void UnitsLayer::set_choropleth(std::optional<Choropleth> choropleth) {
  choropleth_ = std::move(choropleth);
  coloured_for_ = {};
}

void UnitsLayer::set_opacity(float opacity) {
  if (opacity != opacity_) coloured_for_ = {};
  opacity_ = opacity;
}

std::vector<Job> UnitsLayer::wanted(const View& view) {
  std::vector<Job> jobs;
  const double tolerance = tolerance_for(view);
  if (const auto ticket = lods_.wish(level_, tolerance))
    jobs.push_back({id(), *ticket, [units = units_, level = level_, tolerance](std::stop_token stop) -> Piece {
                      if (stop.stop_requested()) return {};
                      const auto l = static_cast<std::size_t>(level);
                      std::vector<std::uint32_t> label(units->areas[l].size());
                      for (std::size_t row = 0; row < label.size(); ++row)
                        label[row] = static_cast<std::uint32_t>(units->unit_of_row[l][row]);
                      return fill_mesh(units->areas[l], label, tolerance);
                    }});
  return jobs;
}

void UnitsLayer::accept(std::uint64_t ticket, Piece&& piece) { lods_.accept(ticket, std::get_if<FillMesh>(&piece)); }

/// -1: nothing is known of it.
int UnitsLayer::class_of(std::size_t unit) const {
  return unit < choropleth_->class_of_unit.size() ? choropleth_->class_of_unit[unit] : -1;
}

Colour UnitsLayer::colour_of(std::size_t unit, const Theme& theme) const {
  if (!choropleth_) return faded(theme.land, opacity_);
  const int c = class_of(unit);
  return faded(c < 0 ? theme.no_data : choropleth_->classes.colours[static_cast<std::size_t>(c)], opacity_);
}

Stripes UnitsLayer::stripes(const Theme& theme) const {
  Stripes out = no_data_stripes(theme);
  out.colour = faded(out.colour, opacity_);
  return out;
}

void UnitsLayer::colour_units(const Theme& theme) {
  std::vector<Colour> colours(units_->units.size());
  hatched_.clear();
  for (std::size_t u = 0; u < colours.size(); ++u) {
    colours[u] = colour_of(u, theme);
    if (choropleth_ && class_of(u) < 0) hatched_.push_back(static_cast<std::uint32_t>(u));
  }
  colours_.set(colours);
  coloured_for_ = theme.id;
}

void UnitsLayer::draw(const View& view, const Theme& theme) {
  if (coloured_for_ != theme.id) colour_units(theme);
  const double tolerance = tolerance_for(view);
  if (lods_.best(level_, tolerance)) drawn_level_ = level_;
  const FillBuffer* buffer = lods_.best(drawn_level_, tolerance);
  if (!buffer) return;
  painter_->draw(*buffer, colours_, view);
  painter_->draw_stripes(*buffer, hatched_, view, stripes(theme));
}

bool UnitsLayer::describe(const View& view, const Theme& theme, std::vector<Painted>& out) const {
  const auto l = static_cast<std::size_t>(level_);
  out.emplace_back(painted_areas(units_->areas[l], tolerance_for(view), view.extent(), [&](std::size_t row) {
    const auto unit = static_cast<std::size_t>(units_->unit_of_row[l][row]);
    PaintedArea area{{}, colour_of(unit, theme)};
    if (choropleth_ && class_of(unit) < 0) area.stripes = stripes(theme);
    return area;
  }));
  return true;
}

}  // namespace layers
