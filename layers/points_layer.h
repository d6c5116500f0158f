// Households, addresses, villages and sites as points: exact counts per cell from afar, marks from near by, merged where they would
// overlap.
#pragma once

#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "layers/gl.h"
#include "layers/label_layout.h"
#include "layers/layer.h"
#include "layers/text.h"

namespace layers {

/// What lies under the pointer: a mark, or a square of the map.
struct PointsUnder {
  std::string layer;
  CellCount count;
  data::Box square;  ///< empty when it is a mark
};

/// What all layers of points draw with: software GL takes milliseconds to compile a program, so each is made once, when it is needed.
class PointPainter {
 public:
  std::optional<gl::Program> counts, marks;
  std::unique_ptr<TextPainter> numbers;
  gl::VertexArray empty_array;
  const CountColours& colours_of(const CountLook& look);
  /// Has the programs compiled, by drawing three points into the bound framebuffer.
  static void warm(const std::shared_ptr<PointPainter>& painter, View view);

 private:
  std::deque<CountColours> colours_;  ///< the last used first
};

class PointsLayer : public Layer {
 public:
  PointsLayer(std::shared_ptr<const data::LayerData> data, std::shared_ptr<PointPainter> painter);
  ~PointsLayer() override;

  std::vector<Job> wanted(const View& view) override;
  /// Of these, those that make the marks.
  std::vector<Job> wanted_marks(const View& view);
  void accept(std::uint64_t ticket, Piece&& piece) override;
  void draw(const View& view, const Theme& theme) override;
  /// Only marks by themselves are shapes: counts are a picture, and so are merged marks.
  bool describe(const View& view, const Theme& theme, std::vector<Painted>& out) const override;
  const void* subject() const override { return data_.get(); }
  bool waiting() const override { return tree_ticket_ != 0 || !asked_.empty(); }

  /// The squares whose marks a view shows; those that are made, as they were made, each with a number that no other ever has.
  std::vector<Cell> mark_cells(const View& view) const;
  struct MadeMarks {
    const std::vector<PointMark>* marks;
    MarkRule rule;
    std::uint64_t serial;
  };
  std::optional<MadeMarks> made_marks(const Cell& cell) const;
  /// Draws the marks of a square like this, which room was made for beside those of other layers.
  void place_marks(const Cell& cell, std::vector<PointMark> marks);

  /// The marks that are drawn in a view, for names to keep off.
  void add_obstacles(const View& view, std::vector<Obstacle>& out);

  /// The mark at a screen position, or the square of the map that it lies in, some 16 pixels wide, if it holds any points.
  std::optional<PointsUnder> under(const View& view, data::Point screen) const;

 private:
  /// Which of the two pieces of a square.
  struct TileKey {
    bool marks = false;
    Cell cell;
    auto operator<=>(const TileKey&) const = default;  // NOLINT(modernize-use-nullptr): takes the spaceship for a null
  };
  struct Tile {
    std::uint64_t last_drawn = 0;                     ///< frame
    std::vector<std::array<std::uint8_t, 2>> counts;  ///< none where there are no points
    gl::Texture colours;                              ///< of the counts in that look, while they are drawn
    CountLook look;
    std::vector<PointMark> made, marks;  ///< as they were made, and as they are drawn
    std::uint64_t serial = 0;
    gl::VertexArray array;
    gl::Buffer buffer;
  };

  /// How opaque the marks and the counts are at this scale, 0..1.
  double mark_presence(const View& view) const;
  double count_presence(const View& view) const;
  bool never_merged() const;
  MarkRule rule() const;
  std::vector<TileKey> keys(const View& view, double margin) const;
  std::vector<TileKey> mark_keys(const View& view) const;
  const Tile* find(const TileKey& key) const;
  std::vector<Job> wished(const std::vector<TileKey>& keys);
  void ask(const TileKey& key, std::vector<Job>& jobs);
  void forget_the_oldest();
  void draw_counts(const View& view, const Theme& theme, float presence);
  void draw_part(const Cell& of, const Cell& square, const View& view, CountLook look);
  static void upload_marks(Tile& tile);
  void show_marks(const View& view);
  void draw_marks(const View& view, const Theme& theme, float presence);
  void draw_numbers(const View& view, const Theme& theme, float presence);

  std::shared_ptr<const data::LayerData> data_;
  std::shared_ptr<const PointTree> tree_;
  std::uint64_t tree_ticket_ = 0;
  std::map<TileKey, Tile> tiles_;
  std::map<std::uint64_t, TileKey> asked_;   ///< by ticket
  std::shared_ptr<std::atomic<int>> level_;  ///< exponent of the tiles of interest: jobs for others give up
  std::vector<TileKey> marks_shown_;         ///< drawn until those of the present view are all there
  std::uint64_t frame_ = 0;
  std::shared_ptr<PointPainter> painter_;
};

}  // namespace layers
