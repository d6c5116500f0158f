#include "layers/map.h"

#include <algorithm>
#include <set>

#include "layers/borders_layer.h"
#include "layers/coverage_layer.h"
#include "layers/gl.h"
#include "layers/gpu_mesh.h"
#include "layers/labels_layer.h"
#include "layers/mark_room.h"
#include "layers/points_layer.h"
#include "layers/raster_layer.h"
#include "layers/text.h"
#include "layers/units_layer.h"

namespace layers {
namespace {

/// What fills give up for a picture under them: classes stay the message, plain land has none.
constexpr float given_up_by_classes = 0.32F, given_up_by_land = 0.8F;

}  // namespace

Map::Map()
    : fills_(std::make_shared<FillPainter>()),
      lines_(std::make_shared<LinePainter>()),
      points_(std::make_shared<PointPainter>()),
      text_(std::make_shared<TextPainter>()) {}
Map::~Map() = default;

const Map::Slot* Map::find(const std::string& layer_id) const {
  const auto found = std::find_if(layers_.begin(), layers_.end(), [&](const Slot& slot) { return slot.layer->id() == layer_id; });
  return found == layers_.end() ? nullptr : &*found;
}

void Map::add(std::unique_ptr<Layer> layer, std::vector<Slot>& before) {
  if (const auto chosen = visible_.find(layer->id()); chosen != visible_.end()) layer->visible = chosen->second;
  Slot slot;
  for (Slot& old : before)
    if (old.layer && old.layer->id() == layer->id())
      slot.previous = old.previous && !old.asked ? std::move(old.previous) : std::move(old.layer);
  slot.layer = std::move(layer);
  layers_.push_back(std::move(slot));
}

/// A layer of the same thing stays as it is, with all that it has drawn; any other is made, and what it replaces is shown until it is
/// ready.
template <typename Make>
Layer* Map::keep_or_make(const std::string& id, const void* subject, std::vector<Slot>& before, const Make& make) {
  const auto same = std::find_if(before.begin(), before.end(), [&](const Slot& slot) {
    return slot.layer && slot.layer->id() == id && slot.layer->subject() == subject;
  });
  if (same != before.end()) layers_.push_back(std::move(*same));
  else add(make(), before);
  return layers_.back().layer.get();
}

/// A picture lies under everything. Light and shadow lie on the units' colours, which stay what the legend says on level ground.
void Map::add_basemaps(bool relief, std::vector<Slot>& before) {
  for (const auto& raster : dataset_->rasters) {
    if (!raster->error.empty() || raster->source.hillshade.has_value() != relief) continue;
    keep_or_make(raster->source.id, raster.get(), before, [&] {
      auto layer = std::make_unique<RasterLayer>(raster);
      if (const auto chosen = opacity_.find(layer->id()); chosen != opacity_.end()) layer->set_opacity(chosen->second);
      return layer;
    });
  }
}

void Map::add_mission_layers(std::vector<Slot>& before) {
  add_basemaps(true, before);
  const auto add_all = [&](data::Shape shape) {
    for (const auto& layer : dataset_->layers) {
      if (!layer || !layer->table || layer->table->shape != shape) continue;
      if (shape == data::Shape::points)
        keep_or_make(layer->source.id, layer.get(), before, [&] { return std::make_unique<PointsLayer>(layer, points_); });
      else if (layer->source.kind == data::LayerKind::broadband_coverage)
        keep_or_make(layer->source.id, layer.get(), before,
                     [&] { return std::make_unique<CoverageLayer>(layer, dataset_->kept, fills_, lines_); });
    }
  };
  add_all(data::Shape::areas);
  add_all(data::Shape::points);
}

void Map::set_dataset(std::shared_ptr<const data::Dataset> dataset) {
  const bool same_units = dataset_ && dataset && dataset_->units == dataset->units;
  dataset_ = std::move(dataset);
  std::vector<Slot> before = std::exchange(layers_, {});
  if (!dataset_ || !dataset_->units) {
    units_ = nullptr, borders_ = nullptr, labels_ = nullptr;
    if (dataset_) add_basemaps(false, before), add_mission_layers(before);
    return;
  }
  const auto& units = dataset_->units;
  add_basemaps(false, before);
  units_ = static_cast<UnitsLayer*>(keep_or_make("fill", units.get(), before, [&] { return std::make_unique<UnitsLayer>(units, fills_); }));
  add_mission_layers(before);
  borders_ = static_cast<BordersLayer*>(
      keep_or_make("borders", units.get(), before, [&] { return std::make_unique<BordersLayer>(units, lines_); }));
  labels_ =
      static_cast<LabelsLayer*>(keep_or_make("labels", units.get(), before, [&] { return std::make_unique<LabelsLayer>(units, text_); }));
  if (!same_units) choropleth_.reset();  // it speaks of the old units' indices
  pass_on();
}

void Map::pass_on() {
  if (!units_) return;
  const int deepest = dataset_->units->deepest(), level = std::clamp(level_.value_or(deepest), 0, deepest);
  const auto known = [&](int unit) { return unit < static_cast<int>(dataset_->units->units.size()) ? unit : -1; };
  units_->set_level(level), borders_->set_level(level), labels_->set_level(level);
  units_->set_choropleth(choropleth_);
  borders_->set_selected(known(selected_)), borders_->set_hovered(known(hovered_));
  labels_->set_selected(known(selected_));
  labels_->keep_clear(keep_clear_);
  labels_->set_density(density_);
  for (const auto& [id, technologies] : technologies_) set_technologies(id, technologies);
}

void Map::warm(const std::vector<data::LayerKind>& kinds) {
  const auto coverage = [](data::LayerKind kind) { return kind == data::LayerKind::broadband_coverage; };
  View view;
  view.width = view.height = 64;
  const gl::Framebuffer target(view.width, view.height);
  target.bind();
  glViewport(0, 0, view.width, view.height);
  fills_->warm(view, std::any_of(kinds.begin(), kinds.end(), coverage));
  lines_->warm(view);
  if (!std::all_of(kinds.begin(), kinds.end(), coverage)) PointPainter::warm(points_, view);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

void Map::set_choropleth(std::optional<Choropleth> choropleth) {
  choropleth_ = std::move(choropleth);
  if (units_) units_->set_choropleth(choropleth_);
}

void Map::set_level(int level) {
  level_ = level;
  pass_on();
}

void Map::set_selected(int unit) {
  selected_ = unit;
  if (borders_) borders_->set_selected(unit);
  if (labels_) labels_->set_selected(unit);
}

void Map::set_hovered(int unit) {
  hovered_ = unit;
  if (borders_) borders_->set_hovered(unit);
}

void Map::set_visible(const std::string& layer_id, bool visible) {
  visible_[layer_id] = visible;
  if (const Slot* slot = find(layer_id)) slot->layer->visible = visible;
}

bool Map::visible(const std::string& layer_id) const {
  const Slot* slot = find(layer_id);
  return slot && slot->layer->visible;
}

void Map::set_opacity(const std::string& layer_id, double opacity) {
  opacity_[layer_id] = opacity;
  const Slot* slot = find(layer_id);
  for (Layer* layer : {slot ? slot->layer.get() : nullptr, slot ? slot->previous.get() : nullptr})
    if (auto* raster = dynamic_cast<RasterLayer*>(layer)) raster->set_opacity(opacity);
}

double Map::opacity(const std::string& layer_id) const {
  const Slot* slot = find(layer_id);
  const auto* raster = slot ? dynamic_cast<const RasterLayer*>(slot->layer.get()) : nullptr;
  return raster ? raster->opacity() : 1;
}

std::vector<std::string> Map::switchable() const {
  std::vector<std::string> out;
  if (dataset_)
    for (const auto& layer : dataset_->layers)
      if (layer && find(layer->source.id)) out.push_back(layer->source.id);
  for (const char* id : {"fill", "borders", "labels"})
    if (find(id)) out.emplace_back(id);
  if (!dataset_) return out;
  for (const bool relief : {true, false})  // the uppermost first
    for (auto raster = dataset_->rasters.rbegin(); raster != dataset_->rasters.rend(); ++raster)
      if ((*raster)->source.hillshade.has_value() == relief && find((*raster)->source.id)) out.push_back((*raster)->source.id);
  return out;
}

std::vector<Job> Map::wanted(const View& view) {
  std::vector<Job> jobs;
  for (Slot& slot : layers_) {
    // The borders layer also holds the outlines of what is pointed at and chosen, which show either way.
    if (!slot.layer->visible && slot.layer.get() != borders_) continue;
    slot.asked = true;
    for (Job& job : slot.layer->wanted(view)) jobs.push_back(std::move(job));
  }
  return jobs;
}

std::vector<Job> Map::wanted_by_names(const View& view) {
  std::vector<Job> jobs;
  if (!labels_ || !labels_->visible) return jobs;
  for (Slot& slot : layers_) {
    auto* points = dynamic_cast<PointsLayer*>(slot.layer.get());
    if (!points || !points->visible) continue;
    slot.asked = true;
    for (Job& job : points->wanted_marks(view)) jobs.push_back(std::move(job));
  }
  return jobs;
}

void Map::accept(const std::string& layer_id, std::uint64_t ticket, Piece&& piece) {
  if (const Slot* slot = find(layer_id)) slot->layer->accept(ticket, std::move(piece));
}

void Map::let_basemaps_through() {
  const bool classes = choropleth_ && units_ && units_->visible;
  double shown = 0;
  for (const Slot& slot : layers_) {
    auto* raster = dynamic_cast<RasterLayer*>(slot.layer.get());
    if (!raster || !raster->visible || raster->is_relief()) continue;
    raster->set_under_classes(classes);
    shown = std::max(shown, raster->opacity());
  }
  if (units_) units_->set_opacity(1 - (classes ? given_up_by_classes : given_up_by_land) * static_cast<float>(shown));
}

void Map::tell_coverage() {
  for (const Slot& slot : layers_)
    if (auto* coverage = dynamic_cast<CoverageLayer*>(slot.layer.get()))
      coverage->set_over_classes(choropleth_ && units_ && units_->visible);
}

/// The layer, or what it replaces until it has its first picture.
Layer& Map::drawn(Slot& slot) {
  if (slot.asked && !slot.layer->waiting()) slot.previous.reset();
  return slot.previous ? *slot.previous : *slot.layer;
}

/// Those that are seen.
std::vector<PointsLayer*> Map::drawn_points() {
  std::vector<PointsLayer*> out;
  for (Slot& slot : layers_)
    if (auto* points = dynamic_cast<PointsLayer*>(&drawn(slot)); points && slot.layer->visible) out.push_back(points);
  return out;
}

/// Square by square, when its marks are others than before.
void Map::make_room(const View& view) {
  const std::vector<PointsLayer*> points = drawn_points();
  std::set<Cell> cells;
  for (const PointsLayer* layer : points)
    for (const Cell& cell : layer->mark_cells(view)) cells.insert(cell);
  std::map<Cell, std::vector<std::uint64_t>> before = std::exchange(beside_, {});
  for (const Cell& cell : cells) {
    std::vector<std::pair<PointsLayer*, PointsLayer::MadeMarks>> here;
    std::vector<std::uint64_t> serials;
    for (PointsLayer* layer : points)
      if (const auto made = layer->made_marks(cell)) here.emplace_back(layer, *made), serials.push_back(made->serial);
    if (const auto known = before.find(cell); known == before.end() || known->second != serials) {
      std::vector<TileMarks> marks;
      for (const auto& [layer, made] : here) marks.push_back({*made.marks, made.rule});
      layers::make_room(marks, cell);
      for (std::size_t i = 0; i < here.size(); ++i) here[i].first->place_marks(cell, std::move(marks[i].marks));
    }
    beside_.emplace(cell, std::move(serials));
  }
}

void Map::tell_names(const View& view) {
  std::vector<Obstacle> marks;
  for (PointsLayer* points : drawn_points()) points->add_obstacles(view, marks);
  labels_->keep_off(std::move(marks));
}

void Map::draw(const View& view, const Theme& theme) {
  draw_part(view, theme, {0, 0, static_cast<double>(view.width), static_cast<double>(view.height)});
}

void Map::draw_part(const View& whole, const Theme& theme, const Frame& part, DrawUpTo up_to) {
  const View view = part_of(whole, part);
  glViewport(0, 0, view.width, view.height);
  glDisable(GL_SCISSOR_TEST);
  glClearColor(theme.map_ground[0], theme.map_ground[1], theme.map_ground[2], 1);
  glClear(GL_COLOR_BUFFER_BIT);
  let_basemaps_through();
  tell_coverage();
  make_room(whole);
  for (Slot& slot : layers_) {
    if ((slot.layer.get() == borders_ && up_to < DrawUpTo::borders) || (slot.layer.get() == labels_ && up_to < DrawUpTo::names)) continue;
    Layer& layer = drawn(slot);
    if (slot.layer.get() == labels_) {
      if (borders_) borders_->draw_marks(view, theme);
      if (labels_->visible) tell_names(whole);
      // Names are laid out for the whole: the projection moves, the layout does not.
      glViewport(static_cast<GLint>(-part.left), static_cast<GLint>(part.bottom) - whole.height, whole.width, whole.height);
    }
    if (slot.layer->visible) layer.draw(slot.layer.get() == labels_ ? whole : view, theme);
  }
}

VectorScene Map::describe(const View& view, const Theme& theme, const VectorLimits& limits) {
  VectorScene out;
  let_basemaps_through();
  tell_coverage();
  make_room(view);
  for (const Slot& slot : layers_) {
    if (!slot.layer->visible || slot.layer.get() == labels_) continue;
    const bool border = slot.layer.get() == borders_;
    if (!border && !out.ground_whole) continue;
    if (!slot.layer->describe(view, theme, border ? out.borders : out.ground) && !border) out.ground_whole = false;
  }
  for (const Painted& painted : out.ground) {
    if (const auto* areas = std::get_if<PaintedAreas>(&painted)) out.corners += corners_of(*areas);
    if (const auto* lines = std::get_if<PaintedLines>(&painted)) out.corners += corners_of(*lines);
    if (const auto* marks = std::get_if<PaintedMarks>(&painted)) out.marks += marks->marks.size();
  }
  if (out.corners > limits.corners || out.marks > limits.marks) out.ground_whole = false;
  if (!out.ground_whole) out.ground.clear();
  return out;
}

std::vector<PlacedLabel> Map::place_labels(const View& view) {
  if (!labels_ || !labels_->visible) return {};
  make_room(view);
  tell_names(view);
  return labels_->place(view);
}

bool Map::waiting() const {
  return std::any_of(layers_.begin(), layers_.end(), [](const Slot& slot) { return slot.layer->visible && slot.layer->waiting(); });
}

void Map::keep_clear(std::vector<Frame> frames) {
  keep_clear_ = std::move(frames);
  if (labels_) labels_->keep_clear(keep_clear_);
}

void Map::set_label_density(LabelDensity density) {
  density_ = density;
  if (labels_) labels_->set_density(density);
}

const std::vector<PlacedLabel>& Map::labels() const {
  static const std::vector<PlacedLabel> none;
  return labels_ ? labels_->placed() : none;
}

const std::vector<int>& Map::dropped_labels() const {
  static const std::vector<int> none;
  return labels_ ? labels_->dropped() : none;
}

void Map::set_technologies(const std::string& layer_id, const std::vector<std::string>& technologies) {
  technologies_[layer_id] = technologies;
  const Slot* slot = find(layer_id);
  if (auto* coverage = slot ? dynamic_cast<CoverageLayer*>(slot->layer.get()) : nullptr) coverage->set_technologies(technologies);
}

std::vector<std::string> Map::technologies(const std::string& layer_id) const {
  const Slot* slot = find(layer_id);
  const auto* coverage = slot ? dynamic_cast<const CoverageLayer*>(slot->layer.get()) : nullptr;
  return coverage ? coverage->technologies() : std::vector<std::string>{};
}

std::vector<PointsUnder> Map::points_under(const View& view, data::Point screen) const {
  std::vector<PointsUnder> out;
  for (const Slot& slot : layers_)
    if (const auto* points = dynamic_cast<const PointsLayer*>(slot.layer.get()))
      if (auto under = points->under(view, screen)) out.push_back(std::move(*under));
  return out;
}

}  // namespace layers
