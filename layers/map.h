// The map: basemaps, units, coverage, points, borders and names in drawing order, and what is chosen and pointed at.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "data/load.h"
#include "layers/classify.h"
#include "layers/label_layout.h"
#include "layers/layer.h"
#include "layers/points_layer.h"

namespace layers {

class UnitsLayer;
class BordersLayer;
class LabelsLayer;
class FillPainter;
class LinePainter;
class TextPainter;

/// How much of a map is drawn, from the ground up.
enum class DrawUpTo { ground, borders, names };

/// Belongs to the GL thread. Layers that failed to load are simply absent; the data set says why.
class Map {
 public:
  Map();
  ~Map();
  Map(const Map&) = delete;
  Map& operator=(const Map&) = delete;

  /// Replaces what is drawn. Visibility is kept for layers of the same id; the camera is not the map's business.
  void set_dataset(std::shared_ptr<const data::Dataset> dataset);
  void set_choropleth(std::optional<Choropleth> choropleth);
  /// Units as one level: fills and the finest borders. Outer levels stay visible as heavier borders.
  void set_level(int level);
  void set_selected(int unit);  ///< -1 for none
  void set_hovered(int unit);
  void set_visible(const std::string& layer_id, bool visible);
  bool visible(const std::string& layer_id) const;
  /// Of a basemap, 0..1; 1 for anything else.
  void set_opacity(const std::string& layer_id, double opacity);
  double opacity(const std::string& layer_id) const;
  /// Ids that can be switched, in panel order: the project's layers, then "fill", "borders", "labels", then the basemaps.
  std::vector<std::string> switchable() const;

  std::vector<Job> wanted(const View& view);
  /// Of these, those that names wait for: the marks that they keep off.
  std::vector<Job> wanted_by_names(const View& view);
  void accept(const std::string& layer_id, std::uint64_t ticket, Piece&& piece);
  /// Clears the bound framebuffer and draws the whole view into it.
  void draw(const View& view, const Theme& theme);
  /// Makes ready what units, and layers of these kinds, are drawn with, before there are any: software GL compiles a program when something
  /// is first drawn with it. Leaves no framebuffer bound.
  void warm(const std::vector<data::LayerKind>& kinds);
  /// Draws what of the view lies within `part` (whole pixels) into the lower left corner of the bound framebuffer: the same picture as
  /// the whole one's there.
  void draw_part(const View& view, const Theme& theme, const Frame& part, DrawUpTo up_to = DrawUpTo::names);
  /// The same as shapes, as far as that is possible within the limits; once nothing is wanted for the view any more.
  VectorScene describe(const View& view, const Theme& theme, const VectorLimits& limits = {});
  /// Where the names of a view go, when they are drawn by somebody else; once the marks of the view are made.
  std::vector<PlacedLabel> place_labels(const View& view);
  bool waiting() const;

  /// Names are not drawn where these rectangles (device pixels) are: panels, scale bars, title.
  void keep_clear(std::vector<Frame> frames);
  /// Whether names appear when they fit their unit (the default) or wherever there is room for them.
  void set_label_density(LabelDensity density);
  /// Names on the screen, and units of the shown level whose name found no place, as last drawn.
  const std::vector<PlacedLabel>& labels() const;
  const std::vector<int>& dropped_labels() const;
  /// Which technologies of a coverage layer are drawn; empty: all. The layer's own list is in drawing order.
  void set_technologies(const std::string& layer_id, const std::vector<std::string>& technologies);
  std::vector<std::string> technologies(const std::string& layer_id) const;

  /// For each visible layer of points that has any there: what lies under a screen position.
  std::vector<PointsUnder> points_under(const View& view, data::Point screen) const;

  const data::Dataset* dataset() const { return dataset_.get(); }

  /// Ends the jobs that finish_jobs() does for this map.
  void set_stop(std::stop_token stop) { stop_ = std::move(stop); }
  const std::stop_token& stop() const { return stop_; }

 private:
  /// A layer in its place in the drawing order. After a refresh the layer it replaces is drawn until it has its first picture.
  struct Slot {
    std::unique_ptr<Layer> layer, previous;
    bool asked = false;  ///< wanted() was called: from here on waiting() tells
  };
  const Slot* find(const std::string& layer_id) const;
  static Layer& drawn(Slot& slot);
  void add(std::unique_ptr<Layer> layer, std::vector<Slot>& before);
  template <typename Make>
  Layer* keep_or_make(const std::string& id, const void* subject, std::vector<Slot>& before, const Make& make);
  void add_basemaps(bool relief, std::vector<Slot>& before);
  void add_mission_layers(std::vector<Slot>& before);
  void let_basemaps_through();
  void tell_coverage();
  void pass_on();
  std::vector<PointsLayer*> drawn_points();
  void make_room(const View& view);
  void tell_names(const View& view);

  std::shared_ptr<const data::Dataset> dataset_;
  std::shared_ptr<const FillPainter> fills_;
  std::shared_ptr<const LinePainter> lines_;
  std::shared_ptr<PointPainter> points_;
  std::shared_ptr<TextPainter> text_;
  std::vector<Slot> layers_;
  std::map<Cell, std::vector<std::uint64_t>> beside_;  ///< by square, in sight: the serials of the marks that room was made for
  UnitsLayer* units_ = nullptr;
  BordersLayer* borders_ = nullptr;
  LabelsLayer* labels_ = nullptr;

  // What new layers have to be told.
  std::optional<Choropleth> choropleth_;
  std::optional<int> level_;
  int selected_ = -1, hovered_ = -1;
  std::vector<Frame> keep_clear_;
  LabelDensity density_ = LabelDensity::normal;
  std::map<std::string, bool> visible_;
  std::map<std::string, double> opacity_;
  std::map<std::string, std::vector<std::string>> technologies_;
  std::stop_token stop_;
};

}  // namespace layers
