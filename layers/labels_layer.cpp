#include "layers/labels_layer.h"

namespace layers {

LabelsLayer::LabelsLayer(std::shared_ptr<const data::UnitSet> units, std::shared_ptr<TextPainter> painter)
    : Layer("labels"), units_(std::move(units)), painter_(std::move(painter)) {
  wish_.level = units_->deepest();
}

void LabelsLayer::lay_out(const View& view) {
  wish_.view = view;
  if (wish_ == done_) return;
  layout_ = lay_out_labels(*units_, wish_,
                           [&](const std::string& text, double size, Weight weight) { return painter_->measure(text, size, weight); });
  done_ = wish_, painted_for_ = {};
}

const std::vector<PlacedLabel>& LabelsLayer::place(const View& view) {
  lay_out(view);
  return layout_.labels;
}

void LabelsLayer::paint(const View& view, const Theme& theme) {
  if (painted_for_ == theme.id) return;
  painter_->clear();
  for (const PlacedLabel& label : layout_.labels)
    if (label.plate) painter_->add_plate(plate_of(label.box, view.pixel_ratio), plate_radius(view.pixel_ratio), theme.label_plate);
  for (const PlacedLabel& label : layout_.labels) {
    const TextStyle style{label.size, label.weight, theme.label, theme.label_halo, halo_reach(view.pixel_ratio) - 0.25};
    for (const PlacedLabel::Line& line : label.lines) painter_->add(line.text, line.start, style);
  }
  painted_for_ = theme.id;
}

void LabelsLayer::draw(const View& view, const Theme& theme) {
  lay_out(view);
  paint(view, theme);
  painter_->draw(view.width, view.height);
}

}  // namespace layers
