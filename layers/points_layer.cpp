#include "layers/points_layer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "layers/mark_shape.h"

namespace layers {
namespace {

/// Metres per design pixel. From afar there are counts alone; marks come in between the first two of these, and the counts under them
/// go between the last two.
constexpr double counts_alone = 7.5, marks_whole = 5, marks_alone = 1.25;
constexpr double under_marks = 0.5;                  // how present counts are when the marks have come
constexpr std::size_t most_tiles = 400;              // kept in case the view comes back: 50 MB
constexpr double look_ahead = 0.12;                  // of the view's size, on each side
constexpr int most_ancestors = 4, finer_levels = 2;  // how far a tile is looked for while the right one is made
constexpr float thinning_steps = 4;                  // frames need no finer, and colours then last over several of a zoom
constexpr double most_number = 12;                   // the largest type in marks, design pixels
constexpr std::size_t most_looks = 16;               // of counts: of some layers at some scales
constexpr int square_levels = 3;                     // the square under the pointer is 8 x 8 cells of counts

/// Colours by category 0..3, by kind of layer.
std::array<Colour, 4> colours_of(data::LayerKind kind, const Theme& theme) {
  if (kind == data::LayerKind::fiber_household) return {theme.unconnected, theme.connected, theme.connected, theme.none};
  if (kind == data::LayerKind::digital_address) return {theme.stages[0], theme.stages[1], theme.stages[2], theme.none};
  return {theme.point_plain, theme.point_plain, theme.point_plain, theme.none};
}

bool has_status(data::LayerKind kind) { return kind == data::LayerKind::fiber_household || kind == data::LayerKind::digital_address; }

data::Point on_ground(const PointMark& mark, const Cell& tile) {
  const data::Box box = tile.box();
  return {box.min_x + static_cast<double>(mark.place[0]), box.min_y + static_cast<double>(mark.place[1])};
}

data::Point on_screen(const PointMark& mark, const Cell& tile, const View& view) { return view.to_screen(on_ground(mark, tile)); }

double metres_of(const View& view) { return view.metres_per_pixel * view.pixel_ratio; }

/// Around the view, as a share of it: what reaches in from outside and, where views follow one another, what comes next.
double margin_of(const View& view) {
  return std::max(view.fine ? 0 : look_ahead, reach_of_marks * view.pixel_ratio / std::min(view.width, view.height));
}

}  // namespace

const CountColours& PointPainter::colours_of(const CountLook& look) {
  const auto same = std::find_if(colours_.begin(), colours_.end(), [&](const CountColours& colours) { return colours.look() == look; });
  if (same != colours_.end()) {
    std::rotate(colours_.begin(), same, same + 1);
    return colours_.front();
  }
  if (colours_.size() == most_looks) colours_.pop_back();
  return colours_.emplace_front(look);
}

void PointPainter::warm(const std::shared_ptr<PointPainter>& painter, View view) {
  if (painter->counts && painter->marks && painter->numbers) return;
  auto table = std::make_shared<data::Table>();
  table->rows = 3, table->shape = data::Shape::points;  // two that are merged, and one by itself
  table->points = data::Points(data::Coordinates{{0, 0, 30}, {0, 0, 30}});
  table->fid = data::Cells<std::int64_t>{1, 2, 3};
  auto few = std::make_shared<data::LayerData>();
  few->source.kind = data::LayerKind::fiber_household, few->source.visible = true;
  few->table = std::move(table);
  PointsLayer layer(std::move(few), painter);
  view.fine = true;
  view.metres_per_pixel = std::sqrt(marks_whole * marks_alone);  // counts and marks together
  for (std::vector<Job> jobs = layer.wanted(view); !jobs.empty(); jobs = layer.wanted(view))
    for (const Job& job : jobs) layer.accept(job.ticket, job.run({}));
  layer.draw(view, light_theme());
}

PointsLayer::PointsLayer(std::shared_ptr<const data::LayerData> data, std::shared_ptr<PointPainter> painter)
    : Layer(data->source.id), data_(std::move(data)), level_(std::make_shared<std::atomic<int>>(0)), painter_(std::move(painter)) {
  visible = data_->source.visible;
}

PointsLayer::~PointsLayer() { *level_ = std::numeric_limits<int>::min(); }

/// Villages and sites are few and are looked for one by one: marks from any distance, each by itself.
bool PointsLayer::never_merged() const { return !has_status(data_->source.kind); }

MarkRule PointsLayer::rule() const { return {!never_merged(), never_merged() ? 5.0 : 4.0}; }

double PointsLayer::mark_presence(const View& view) const {
  if (never_merged()) return 1;
  return std::clamp((counts_alone - metres_of(view)) / (counts_alone - marks_whole), 0.0, 1.0);
}

double PointsLayer::count_presence(const View& view) const {
  if (never_merged()) return 0;
  const double metres = metres_of(view), marks = mark_presence(view);
  if (marks < 1) return 1 - marks * (1 - under_marks);
  return under_marks * std::clamp(std::log(metres / marks_alone) / std::log(marks_whole / marks_alone), 0.0, 1.0);
}

std::vector<PointsLayer::TileKey> PointsLayer::keys(const View& view, double margin) const {
  if (!tree_) return {};
  const int exponent = std::max(tile_exponent(view), tree_->side_exponent() - 32 + tile_levels);
  const bool counts = count_presence(view) > 0, marks = mark_presence(view) > 0;
  std::vector<TileKey> out;
  for (const Cell& cell : cells_of(view, exponent, {}, margin)) {
    if (counts) out.push_back({false, cell});
    if (marks) out.push_back({true, cell});
  }
  return out;
}

/// In an order that does not depend on the view: where marks touch, the same one is on top in every part of a picture.
std::vector<PointsLayer::TileKey> PointsLayer::mark_keys(const View& view) const {
  std::vector<TileKey> out = keys(view, margin_of(view));
  std::erase_if(out, [](const TileKey& key) { return !key.marks; });
  std::sort(out.begin(), out.end());
  return out;
}

const PointsLayer::Tile* PointsLayer::find(const TileKey& key) const {
  const auto found = tiles_.find(key);
  return found == tiles_.end() ? nullptr : &found->second;
}

void PointsLayer::ask(const TileKey& key, std::vector<Job>& jobs) {
  if (find(key) || std::any_of(asked_.begin(), asked_.end(), [&](const auto& asked) { return asked.second == key; })) return;
  const std::uint64_t ticket = next_ticket();
  asked_.emplace(ticket, key);
  jobs.push_back({id(), ticket, [tree = tree_, key, level = level_, rule = rule()](const std::stop_token& stop) -> Piece {
                    if (stop.stop_requested() || *level != key.cell.exponent) return {};
                    return key.marks ? mark_tile(*tree, key.cell, rule) : count_tile(*tree, key.cell);
                  }});
}

std::vector<Job> PointsLayer::wanted(const View& view) { return visible ? wished(keys(view, margin_of(view))) : std::vector<Job>{}; }

std::vector<Job> PointsLayer::wanted_marks(const View& view) {
  return visible && mark_presence(view) > 0 ? wished(mark_keys(view)) : std::vector<Job>{};
}

std::vector<Job> PointsLayer::wished(const std::vector<TileKey>& keys) {
  std::vector<Job> jobs;
  if (!tree_) {
    if (tree_ticket_ != 0) return jobs;
    tree_ticket_ = next_ticket();
    jobs.push_back(
        {id(), tree_ticket_, [data = data_](const std::stop_token&) -> Piece { return std::make_shared<const PointTree>(data); }});
    return jobs;
  }
  if (!keys.empty()) *level_ = keys.front().cell.exponent;
  for (const TileKey& key : keys) ask(key, jobs);
  return jobs;
}

void PointsLayer::accept(std::uint64_t ticket, Piece&& piece) {
  if (ticket == tree_ticket_) {
    tree_ticket_ = 0;
    if (auto* tree = std::get_if<std::shared_ptr<const PointTree>>(&piece)) tree_ = std::move(*tree);
    return;
  }
  const auto asked = asked_.find(ticket);
  if (asked == asked_.end()) return;
  const TileKey key = asked->second;
  asked_.erase(asked);
  auto* made = std::get_if<PointTile>(&piece);
  if (made == nullptr) return;  // given up: asked for again when the view comes back
  Tile tile;
  tile.last_drawn = frame_;
  tile.counts = std::move(made->counts);
  tile.made = std::move(made->marks);
  tile.marks = tile.made;
  tile.serial = ticket;
  upload_marks(tile);
  tiles_[key] = std::move(tile);
}

void PointsLayer::upload_marks(Tile& tile) {
  if (tile.marks.empty()) return;
  tile.array = gl::VertexArray::make();
  glBindVertexArray(tile.array.id());
  tile.buffer = gl::Buffer(GL_ARRAY_BUFFER, tile.marks);
  glEnableVertexAttribArray(0);
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(PointMark), reinterpret_cast<const void*>(offsetof(PointMark, place)));
  glVertexAttribPointer(1, 4, GL_FLOAT, GL_FALSE, sizeof(PointMark), reinterpret_cast<const void*>(offsetof(PointMark, count)));
  glVertexAttribDivisor(0, 1);
  glVertexAttribDivisor(1, 1);
  glBindVertexArray(0);
}

std::vector<Cell> PointsLayer::mark_cells(const View& view) const {
  std::vector<Cell> out;
  if (visible && mark_presence(view) > 0)
    for (const TileKey& key : mark_keys(view)) out.push_back(key.cell);
  return out;
}

std::optional<PointsLayer::MadeMarks> PointsLayer::made_marks(const Cell& cell) const {
  const Tile* tile = find({true, cell});
  if (tile == nullptr || tile->made.empty()) return std::nullopt;
  return MadeMarks{&tile->made, rule(), tile->serial};
}

void PointsLayer::place_marks(const Cell& cell, std::vector<PointMark> marks) {
  Tile& tile = tiles_.at({true, cell});
  if (tile.marks == marks) return;
  tile.marks = std::move(marks);
  upload_marks(tile);
}

void PointsLayer::forget_the_oldest() {
  for (auto& [key, tile] : tiles_)
    if (tile.colours && tile.last_drawn + 2 <= frame_) tile.colours = {};
  while (tiles_.size() > most_tiles) {
    const auto oldest = std::min_element(tiles_.begin(), tiles_.end(),
                                         [](const auto& a, const auto& b) { return a.second.last_drawn < b.second.last_drawn; });
    if (oldest->second.last_drawn + 2 > frame_) return;  // all of them are in sight
    tiles_.erase(oldest);
  }
}

void PointsLayer::draw(const View& view, const Theme& theme) {
  if (!visible || !tree_) return;
  ++frame_;
  const double counts = count_presence(view), marks = mark_presence(view);
  gl::begin_blend();
  if (counts > 0) draw_counts(view, theme, static_cast<float>(counts));
  if (marks > 0) draw_marks(view, theme, static_cast<float>(marks));
  else marks_shown_.clear();
  forget_the_oldest();
}

// --- Counts -----------------------------------------------------------------------------------------------------------

void PointsLayer::draw_counts(const View& view, const Theme& theme, float presence) {
  if (!painter_->counts) painter_->counts.emplace("point_tile");
  if (!painter_->empty_array) painter_->empty_array = gl::VertexArray::make();
  const gl::Program& program = *painter_->counts;
  const auto colours = colours_of(data_->source.kind, theme);
  program.use();
  program.set("viewport", static_cast<float>(view.width), static_cast<float>(view.height));
  program.set("side", static_cast<float>(count_side));
  program.set("colours", 0);
  program.set("presence", presence);
  gl::begin_premultiplied_blend();
  glBindVertexArray(painter_->empty_array.id());
  for (const TileKey& key : keys(view, 0))
    if (!key.marks)
      stand_in(
          key.cell, finer_levels, most_ancestors,
          [&](const Cell& cell) {
            return tiles_.contains({false, cell});
          },
          [&](const Cell& of, const Cell& square) {
            draw_part(of, square, view, {colours[0], colours[1], 0});
          });
  gl::begin_blend();
}

void PointsLayer::draw_part(const Cell& of, const Cell& square, const View& view, CountLook look) {
  Tile& tile = tiles_.at({false, of});
  tile.last_drawn = frame_;
  if (tile.counts.empty()) return;
  const data::Box box = square.box(), whole = of.box();
  const data::Point corner = view.to_screen({box.min_x, box.max_y}), end = view.to_screen({box.max_x, box.min_y});
  if (end.x < 0 || end.y < 0 || corner.x > view.width || corner.y > view.height) return;
  const auto cells = [](double at, double from, double to) { return static_cast<float>((at - from) / (to - from) * tile_pixels); };
  const double cell = whole.width() / tile_pixels;
  look.thinning = static_cast<float>(2 * std::log2(cell / metres_of(view) / 2));
  if (!view.fine) look.thinning = std::round(look.thinning * thinning_steps) / thinning_steps;
  if (!tile.colours || tile.look != look) {
    const auto pixels = painter_->colours_of(look).of(tile.counts);
    if (tile.colours) tile.colours.replace(0, 0, count_side, count_side, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    else tile.colours = gl::Texture(GL_RGBA8, count_side, count_side, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data(), GL_LINEAR);
    tile.look = look;
  }
  painter_->counts->set("reach", static_cast<float>(std::min(0.5, view.metres_per_pixel / cell / 2)));
  painter_->counts->set("place",
                        {static_cast<float>(corner.x), static_cast<float>(corner.y), static_cast<float>(end.x), static_cast<float>(end.y)});
  painter_->counts->set("part", {cells(box.min_x, whole.min_x, whole.max_x), cells(box.max_y, whole.min_y, whole.max_y),
                                 cells(box.max_x, whole.min_x, whole.max_x), cells(box.min_y, whole.min_y, whole.max_y)});
  tile.colours.bind(0);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

// --- Marks ------------------------------------------------------------------------------------------------------------

/// Those before stay until all of the view's are there.
void PointsLayer::show_marks(const View& view) {
  std::vector<TileKey> wishes = mark_keys(view);
  if (std::all_of(wishes.begin(), wishes.end(), [&](const TileKey& key) { return find(key) != nullptr; })) marks_shown_ = std::move(wishes);
}

void PointsLayer::draw_marks(const View& view, const Theme& theme, float presence) {
  if (!painter_->marks) painter_->marks.emplace("point_mark");
  const gl::Program& program = *painter_->marks;
  show_marks(view);
  const auto colours = colours_of(data_->source.kind, theme);
  const auto ratio = static_cast<float>(view.pixel_ratio);
  program.use();
  program.set("scale", static_cast<float>(2 / (view.metres_per_pixel * view.width)),
              static_cast<float>(2 / (view.metres_per_pixel * view.height)));
  const double size = mark_size(metres_of(view), rule().least) * view.pixel_ratio;
  program.set("size", static_cast<float>(size));
  program.set("ratio", ratio);
  program.set("presence", presence);
  program.set("casing", faded(theme.map_ground, 0.85F));
  program.set("inside_colour", faded(theme.panel, 0.94F));
  program.set("shape", static_cast<int>(shape_of(data_->source.kind)));
  program.set("reach", static_cast<float>(reach_of(shape_of(data_->source.kind))));
  program.set("band", static_cast<float>(hollow_band(size, view.pixel_ratio)));
  program.set("hollow", never_merged() ? 0 : 1);
  static constexpr std::array names{"colour0", "colour1", "colour2", "colour3"};
  for (std::size_t c = 0; c < 4; ++c) program.set(names[c], colours[c]);
  program.set("pixel", 2 / static_cast<float>(view.width), 2 / static_cast<float>(view.height));
  for (const TileKey& key : marks_shown_) {
    const auto found = tiles_.find(key);
    if (found == tiles_.end()) continue;
    found->second.last_drawn = frame_;
    if (found->second.marks.empty()) continue;
    const data::Box box = key.cell.box();
    program.set("corner", static_cast<float>(box.min_x - view.centre.x), static_cast<float>(box.min_y - view.centre.y));
    glBindVertexArray(found->second.array.id());
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(found->second.marks.size()));
  }
  if (!never_merged()) draw_numbers(view, theme, presence);
}

void PointsLayer::draw_numbers(const View& view, const Theme& theme, float presence) {
  std::unique_ptr<TextPainter>& numbers = painter_->numbers;
  if (numbers) numbers->clear();
  for (const TileKey& key : marks_shown_) {
    const Tile* tile = find(key);
    if (tile == nullptr) continue;
    for (const PointMark& mark : tile->marks) {
      if (!mark.several()) continue;
      const data::Point at = on_screen(mark, key.cell, view);
      const double reach = static_cast<double>(mark.size) * view.pixel_ratio;
      if (at.x < -reach || at.y < -reach || at.x > view.width + reach || at.y > view.height + reach) continue;
      if (!numbers) numbers = std::make_unique<TextPainter>();
      const std::string text = data::format_integer(std::lround(mark.count));
      const double most = most_number * view.pixel_ratio, width = numbers->measure(text, most, Weight::semibold).width;
      const double size = std::clamp(most * number_room(reach, view.pixel_ratio) / width, least_number * view.pixel_ratio, most);
      numbers->add(text, {at.x - width * size / most / 2, at.y + size * 0.36},
                   {size, Weight::semibold, faded(theme.text, presence), {}, 0});
    }
  }
  if (numbers) numbers->draw(view.width, view.height);
}

void PointsLayer::add_obstacles(const View& view, std::vector<Obstacle>& out) {
  if (!visible || !tree_ || mark_presence(view) <= 0) return;
  show_marks(view);
  const double single = mark_size(metres_of(view), rule().least) * view.pixel_ratio / 2;
  const data::Box seen = view.extent().grown(reach_of_marks * metres_of(view));
  for (const TileKey& key : marks_shown_) {
    const Tile* tile = find(key);
    if (tile == nullptr) continue;
    for (const PointMark& mark : tile->marks) {
      const data::Point at = on_ground(mark, key.cell);
      if (!seen.contains(at)) continue;
      const bool number = mark.several();
      out.push_back({at, static_cast<double>(mark.size) * (number ? view.pixel_ratio / 2 : single), number});
    }
  }
}

// --- As shapes --------------------------------------------------------------------------------------------------------

bool PointsLayer::describe(const View& view, const Theme& theme, std::vector<Painted>& out) const {
  if (!tree_) return false;
  if (count_presence(view) > 0 || mark_presence(view) < 1) return tree_->size() == 0;
  const auto colours = colours_of(data_->source.kind, theme);
  const double size = mark_size(metres_of(view), rule().least), band = hollow_band(size, 1);
  const data::Box seen = view.extent().grown(size * metres_of(view));
  PaintedMarks marks{{}, faded(theme.map_ground, 0.85F)};
  for (const TileKey& key : mark_keys(view)) {
    const Tile* tile = find(key);
    if (tile == nullptr) continue;
    for (const PointMark& mark : tile->marks) {
      const data::Point at = on_ground(mark, key.cell);
      if (!seen.contains(at)) continue;
      if (mark.several()) return false;
      const auto category = static_cast<std::size_t>(std::clamp(std::lround(mark.category), 0L, 3L));
      marks.marks.push_back({at, shape_of(data_->source.kind), category == 0 && !never_merged(), size * static_cast<double>(mark.size),
                             band, colours[category]});
    }
  }
  out.emplace_back(std::move(marks));
  return true;
}

// --- Under the pointer ------------------------------------------------------------------------------------------------

std::optional<PointsUnder> PointsLayer::under(const View& view, data::Point screen) const {
  if (!visible || !tree_) return std::nullopt;
  if (mark_presence(view) > 0.5) {
    std::optional<PointsUnder> nearest;
    double best = std::numeric_limits<double>::infinity();
    for (const TileKey& key : marks_shown_) {
      const Tile* tile = find(key);
      if (tile == nullptr) continue;
      for (const PointMark& mark : tile->marks) {
        const data::Point at = on_screen(mark, key.cell, view);
        const double size = mark.several() ? static_cast<double>(mark.size) : mark_size(metres_of(view), rule().least) + 6;
        const double distance = std::hypot(at.x - screen.x, at.y - screen.y);
        if (distance > size * view.pixel_ratio / 2 || distance >= best) continue;
        best = distance;
        const auto total = static_cast<std::uint32_t>(mark.count);
        nearest = PointsUnder{id(), {total, static_cast<std::uint32_t>(std::lround(mark.count * mark.share))}, {}};
      }
    }
    return nearest;
  }
  const int exponent = std::max(tile_exponent(view) - tile_levels + square_levels, tree_->side_exponent() - 32);
  const Cell square = cell_at(view.to_map(screen), exponent);
  const CellCount count = tree_->count(square);
  if (count.total == 0) return std::nullopt;
  return PointsUnder{id(), count, square.box()};
}

}  // namespace layers
