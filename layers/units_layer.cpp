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
  const double tolerance = tolerance_for(view.metres_per_pixel);
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

void UnitsLayer::colour_units(const Theme& theme) {
  std::vector<Colour> colours(units_->units.size(), theme.land);
  std::vector<std::uint32_t> hatched;
  if (choropleth_)
    for (std::size_t u = 0; u < colours.size(); ++u) {
      const int c = u < choropleth_->class_of_unit.size() ? choropleth_->class_of_unit[u] : -1;
      colours[u] = c < 0 ? theme.no_data : choropleth_->classes.colours[static_cast<std::size_t>(c)];
      if (c < 0) hatched.push_back(static_cast<std::uint32_t>(u));
    }
  for (Colour& colour : colours) colour = faded(colour, opacity_);
  colours_.set(colours, std::move(hatched));
  coloured_for_ = theme.id;
}

void UnitsLayer::draw(const View& view, const Theme& theme) {
  if (coloured_for_ != theme.id) colour_units(theme);
  const double tolerance = tolerance_for(view.metres_per_pixel);
  if (lods_.best(level_, tolerance)) drawn_level_ = level_;
  const FillBuffer* buffer = lods_.best(drawn_level_, tolerance);
  if (buffer) painter_->draw(*buffer, colours_, view, faded(theme.no_data_hatch, opacity_));
}

}  // namespace layers
