// The names of a page's map as outlines: every size shows the same letters. Their halos take longer to stroke than all else of a page takes
// to draw.
#pragma once

#include <cairo.h>

#include <future>
#include <memory>
#include <vector>

#include "viewer/page/sheet.h"
#include "viewer/page/sketch.h"

namespace viewer {

/// Of one part of a page. The halos are begun with it, on all cores, while the map is drawn; whoever draws a name waits for them.
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

}  // namespace viewer
