#include "layers/labels_layer.h"

namespace layers {

LabelsLayer::LabelsLayer(std::shared_ptr<const data::UnitSet> units, std::shared_ptr<TextPainter> painter)
    : Layer("labels"), units_(std::move(units)), painter_(std::move(painter)) {
  wish_.level = units_->deepest();
}

void LabelsLayer::lay_out(const View& view, const Theme& theme) {
  wish_.view = view;
  if (wish_ == done_ && done_theme_ == theme.id) return;
  layout_ = lay_out_labels(*units_, wish_,
                           [&](const std::string& text, double size, Weight weight) { return painter_->measure(text, size, weight); });
  painter_->clear();
  for (const PlacedLabel& label : layout_.labels)
    if (label.plate) painter_->add_plate(plate_of(label.box, view.pixel_ratio), plate_radius(view.pixel_ratio), theme.label_plate);
  for (const PlacedLabel& label : layout_.labels) {
    const TextStyle style{label.size, label.weight, theme.label, theme.label_halo, halo_reach(view.pixel_ratio) - 0.25};
    for (const PlacedLabel::Line& line : label.lines) painter_->add(line.text, line.start, style);
  }
  done_ = wish_, done_theme_ = theme.id;
}

std::vector<PlacedLabel> LabelsLayer::place(const View& view) const {
  LabelRequest request = wish_;
  request.view = view;
  return lay_out_labels(*units_, request,
                        [&](const std::string& text, double size, Weight weight) { return painter_->measure(text, size, weight); })
      .labels;
}

void LabelsLayer::draw(const View& view, const Theme& theme) {
  lay_out(view, theme);
  painter_->draw(view.width, view.height);
}

}  // namespace layers
