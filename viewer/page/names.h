// The names of a page's map.
#pragma once

#include <cairo.h>

#include <future>
#include <memory>
#include <vector>

#include "viewer/page/sheet.h"
#include "viewer/page/sketch.h"

namespace viewer {

/// Names as outlines, of one part of a page: every size shows the same letters. Their halos take longer to stroke than all else of a page takes to
/// draw; they are begun here, on all cores, so that the map is drawn meanwhile, and whoever draws a name waits for them.
class NameOutlines {
 public:
  /// `part` is in the page's device pixels.
  NameOutlines(const Sheet& sheet, const Rect& part);
  NameOutlines(const NameOutlines&) = delete;  // threads know where it is
  NameOutlines& operator=(const NameOutlines&) = delete;

  /// Draws a name of the sheet, by its place in it: each line's letters over its halo.
  void draw(Canvas& canvas, std::size_t name) const;

 private:
  struct FreePath {
    void operator()(cairo_path_t* path) const { cairo_path_destroy(path); }
  };
  /// In device pixels from the part's corner.
  struct Line {
    std::unique_ptr<cairo_path_t, FreePath> letters;
    int left = 0, top = 0, width = 0, height = 0;  ///< of the halo
    CairoSurface halo;                             ///< what of each pixel it covers
  };
  void add_line(cairo_t* cr, double reach);
  static void stroke(Line& line, double scale);

  std::vector<Line> lines_;
  std::vector<std::size_t> first_line_{0};  ///< by name, and where the last one's end
  std::shared_future<void> stroked_;
};

/// Whether a name is of the unit that the page is about, or of one inside it; all are where it is about everything.
bool is_of_subject(const Sheet& sheet, const layers::PlacedLabel& name);

/// As outlines or, without (null), as text. On a page about one unit its veil lies over the names around it, and its own stand on the veil and
/// the border where they reach over them.
enum class NamesOf { surroundings, subject };
void draw_names(Canvas& canvas, const Sheet& sheet, const NameOutlines* outlines, NamesOf what);

}  // namespace viewer
